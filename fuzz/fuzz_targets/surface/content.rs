//! What the blocks hold: mostly what a caller would put there, with a few bytes changed, sometimes anything.

use std::sync::OnceLock;

use stepup::document::presets::RETAIL_CN;
use stepup::event::HappeningKind;
use stepup::ffi::layout::{Layout, Record, bytes_of};
use stepup::ffi::records;
use stepup::policy::Policy;
use stepup::profile::Profile;

use crate::calls;
use crate::common::dice::Dice;
use crate::common::{messages, people};
use crate::told;

/// The smallest policy that seals quickly, so that loading is not all that is done.
const SMALL: &str = "schema = 1\nname = \"small\"\ncurrency = \"CNY\"\n[grade]\nlow = [\"balance-query\", \"transfer\", \
    \"lower-limit\"]\nmedium = [\"wealth-purchase\", \"raise-limit\"]\nhigh = [\"loss-report\", \"card-reissue\", \
    \"lift-freeze\"]\n[risk]\nmedium = 40\nhigh = 100\ncritical = 130\n[[ladder]]\nname = \"face\"\nany_of = \
    [[\"face\"], [\"sms\"]]\nmax_age = \"15min\"\n[[rule]]\nid = \"large\"\nwhen = { amount_from = \"50000.00\" }\n\
    require = { rung = \"face\", hold = \"2h\" }\n";

/// A policy that is loaded; anew where it was freed.
pub fn policy() -> i64 {
    use core::sync::atomic::{AtomicI64, Ordering};
    static HANDLE: AtomicI64 = AtomicI64::new(0);
    let mut info = records::PolicyInfo::BLANK;
    let handle = HANDLE.load(Ordering::Relaxed);
    let at = |record: &mut records::PolicyInfo| core::ptr::from_mut(record).expose_provenance() as i64;
    if calls::call("stepup_policy_info", &[handle, at(&mut info), 0]) == 0 {
        return handle;
    }
    let (mut loaded, text) = (0_i64, SMALL.as_bytes());
    let (to, from) = ((&raw mut loaded).expose_provenance() as i64, text.as_ptr().expose_provenance() as i64);
    let status = calls::call("stepup_policy_load", &[from, text.len() as i64, 1, 0, to, 0]);
    assert!(status >= 0, "{status}");
    HANDLE.store(loaded, Ordering::Relaxed);
    loaded
}

/// The text of a policy, mostly a good one with something changed in it.
pub fn text(dice: &mut Dice<'_>) -> Vec<u8> {
    let mut text = SMALL.as_bytes().to_vec();
    match dice.below(4) {
        0 => text.truncate(dice.below(text.len())),
        1 => return noise(dice, 64),
        2 => changed(&mut text, dice),
        _ => {}
    }
    text
}

/// So many arbitrary bytes.
pub fn noise(dice: &mut Dice<'_>, count: usize) -> Vec<u8> {
    (0..count).map(|_| dice.below(256) as u8).collect()
}

/// A few bytes changed.
fn changed(bytes: &mut [u8], dice: &mut Dice<'_>) {
    for _ in 0..dice.below(4) {
        if !bytes.is_empty() {
            let place = dice.below(bytes.len());
            bytes[place] = dice.below(256) as u8;
        }
    }
}

/// A record: as a caller fills it in, or with a few bytes changed, or anything; and the size that it says it has.
pub fn record(layout: &Layout, dice: &mut Dice<'_>) -> Vec<u8> {
    let mut bytes = match (dice.below(8), layout.name) {
        (0, _) => noise(dice, layout.size),
        (1..=6, "request") => sample_request(dice),
        (1..=6, "event") => {
            let kind = *dice.pick(HappeningKind::ALL);
            bytes_of(&told::event(&messages::event(dice, kind))).to_vec()
        }
        (1..=6, "opening") => bytes_of(&opening()).to_vec(),
        (1..=6, "text") => bytes_of(&form(dice)).to_vec(),
        _ => vec![0; layout.size],
    };
    if dice.chance(30) {
        changed(&mut bytes, dice);
    }
    let own = layout.size as i32;
    let sizes = [own, own, own, own, own + 8, own - 1, 0, 4, -1, 65_536, 65_537, i32::MAX, i32::MIN];
    let size = *dice.pick(&sizes);
    bytes[..4].copy_from_slice(&size.to_ne_bytes());
    // Every record has at least eight bytes, whatever it says.
    let there = usize::try_from(size).ok().filter(|size| (8..=65_536).contains(size)).unwrap_or(8);
    bytes.resize(there, if dice.chance(80) { 0 } else { 1 });
    bytes
}

fn sample_request(dice: &mut Dice<'_>) -> Vec<u8> {
    let mut fields =
        if dice.chance(50) { people::calm(dice.between(1, 9_000_000)) } else { messages::fields(dice) };
    (fields.customer, fields.key_id) = (people::name(1), people::KEY);
    let request = stepup::request::Request::new(fields).ok();
    let record = request.and_then(|request| told::request(&request)).unwrap_or(records::Request::BLANK);
    bytes_of(&record).to_vec()
}

fn opening() -> records::Opening {
    records::Opening {
        at: 1_700_000_000,
        currency: 156,
        usual_amount: 1_000,
        usual_outflow: 1_000,
        amount_spread: 300,
        outflow_spread: 300,
        ..records::Opening::BLANK
    }
}

fn form(dice: &mut Dice<'_>) -> records::Text {
    records::Text {
        charset: dice.below(8) as i32,
        language: dice.below(4) as i32,
        fill: dice.below(3) as i32,
        width: *dice.pick(&[0, 0, 8, 40, 132, 7, 4_097, -1]),
        capacity: *dice.pick(&[0, 1, 100, 60_000, 60_000, -1, i64::MAX]),
        ..records::Text::BLANK
    }
}

/// A profile of somebody with a past, changed, or anything.
pub fn profile(dice: &mut Dice<'_>) -> Vec<u8> {
    static LIVED_IN: OnceLock<[u8; Profile::BYTES]> = OnceLock::new();
    let mut bytes = LIVED_IN.get_or_init(|| people::customer().encode()).to_vec();
    match dice.below(8) {
        0 => bytes = noise(dice, Profile::BYTES),
        1 => bytes = vec![0; Profile::BYTES],
        2 => {
            changed(&mut bytes, dice);
            let sealed: &mut [u8; Profile::BYTES] =
                bytes.as_mut_slice().try_into().expect("a profile's bytes");
            Profile::seal_bytes(sealed);
        }
        3 => changed(&mut bytes, dice),
        _ => {}
    }
    bytes
}

/// The canonical bytes of a decision by the policy that is loaded, changed, or anything.
pub fn canonical(dice: &mut Dice<'_>) -> Vec<u8> {
    static POLICY: OnceLock<Policy> = OnceLock::new();
    let other = dice.chance(20);
    let policy = POLICY.get_or_init(|| Policy::from_toml("small", SMALL).expect("it seals").policy);
    let request = stepup::request::Request::new(people::calm(dice.between(1, 9_000_000))).expect("a request");
    let decision = if other {
        static RETAIL: OnceLock<Policy> = OnceLock::new();
        RETAIL
            .get_or_init(|| RETAIL_CN.seal().expect("a preset").policy)
            .decide(&request, &people::customer())
    } else {
        policy.decide(&request, &people::customer())
    };
    let mut bytes = decision.encode().to_vec();
    if dice.chance(40) {
        changed(&mut bytes, dice);
    }
    bytes
}
