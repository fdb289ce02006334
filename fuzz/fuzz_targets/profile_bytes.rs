//! Any 1,024 bytes are a profile or a named refusal; a profile observes, encodes and decides whatever it holds.
#![no_main]

#[path = "common/mod.rs"]
mod common;

use std::sync::OnceLock;

use common::dice::Dice;
use common::{messages, people};
use libfuzzer_sys::fuzz_target;
use stepup::event::{Event, HappeningKind};
use stepup::id::EventId;
use stepup::profile::{Observed, Profile};
use stepup::reading::Reading;
use stepup::request::Request;
use stepup::units::{Moment, Timestamp};

// The first byte says how the next are taken; what is left over says what happens.
fuzz_target!(|input: &[u8]| {
    let Some((how, rest)) = input.split_first() else { return };
    let (bytes, rest) = match how % 3 {
        0 => as_they_are(rest),
        1 => forged(rest),
        _ => patched(rest),
    };
    let Ok(profile) = Profile::decode(&bytes) else { return };
    assert_eq!(profile.encode(), bytes, "what decodes is what was encoded");
    live(profile, &mut Dice::new(rest));
});

/// The profile of somebody with a past.
fn lived_in() -> [u8; Profile::BYTES] {
    static LIVED_IN: OnceLock<[u8; Profile::BYTES]> = OnceLock::new();
    *LIVED_IN.get_or_init(|| people::customer().encode())
}

/// The bytes, short of a profile filled up with zeros.
fn as_they_are(input: &[u8]) -> ([u8; Profile::BYTES], &[u8]) {
    let (own, rest) = input.split_at(input.len().min(Profile::BYTES));
    let mut bytes = [0; Profile::BYTES];
    bytes[..own.len()].copy_from_slice(own);
    (bytes, rest)
}

/// The bytes behind a true head and a checksum that fits, as only a forger makes them: the fields must hold by themselves.
fn forged(input: &[u8]) -> ([u8; Profile::BYTES], &[u8]) {
    let (mut bytes, rest) = as_they_are(input);
    bytes[..10].copy_from_slice(&lived_in()[..10]);
    Profile::seal_bytes(&mut bytes);
    (bytes, rest)
}

/// A lived-in profile with a few bytes changed: a count, then place and value of each.
fn patched(input: &[u8]) -> ([u8; Profile::BYTES], &[u8]) {
    let mut bytes = lived_in();
    let Some((count, rest)) = input.split_first() else { return (bytes, input) };
    let (pairs, rest) = rest.split_at(rest.len().min(usize::from(count % 32) * 3));
    for pair in pairs.chunks_exact(3) {
        bytes[usize::from(u16::from_le_bytes([pair[0], pair[1]])) % Profile::BYTES] = pair[2];
    }
    Profile::seal_bytes(&mut bytes);
    (bytes, rest)
}

/// Events of every kind at all times: the revision rises by one for a new one, and nothing changes otherwise.
fn live(mut profile: Profile, dice: &mut Dice<'_>) {
    let mut last: Option<Event> = None;
    for _ in 0..8 {
        let event = match last {
            Some(last) if dice.chance(15) => last,
            _ => event(&profile, dice),
        };
        let (before, revision) = (profile.encode(), profile.revision());
        match profile.observe(&event) {
            Ok(Observed::New) => assert_eq!(profile.revision(), revision + 1, "{event:?}"),
            Ok(Observed::Repeat) | Err(_) => assert_eq!(profile.encode(), before, "untouched: {event:?}"),
        }
        let encoded = profile.encode();
        let again = Profile::decode(&encoded).expect("what was observed decodes");
        assert_eq!(again.encode(), encoded, "{event:?}");
        last = Some(event);
        ask(&profile, dice);
        if dice.is_empty() {
            return;
        }
    }
}

/// An event, mostly of this customer and around the time of the latest.
fn event(profile: &Profile, dice: &mut Dice<'_>) -> Event {
    let kind = *dice.pick(HappeningKind::ALL);
    let mut event = messages::event(dice, kind);
    if dice.chance(95) {
        (event.customer, event.key_id) = (profile.customer(), profile.key_id());
    }
    if dice.chance(30) {
        event.id = EventId([dice.below(4) as u8; 16]);
    }
    if dice.chance(80) {
        event.at = around(profile, dice);
    }
    event
}

fn around(profile: &Profile, dice: &mut Dice<'_>) -> Moment {
    let away = *dice.pick(&[60, 3_600, 86_400, 40 * 86_400]);
    let seconds = i64::from(profile.high_water().seconds()) + dice.between(-away, away);
    let seconds = u32::try_from(seconds.clamp(0, i64::from(u32::MAX))).unwrap();
    Moment::at_offset(Timestamp::from_seconds(seconds), i16::try_from(dice.between(-720, 720)).unwrap())
}

/// Any request of this customer has a reading that is closed and within every scale.
fn ask(profile: &Profile, dice: &mut Dice<'_>) {
    let mut fields = messages::fields(dice);
    (fields.customer, fields.key_id) = (profile.customer(), profile.key_id());
    let request = Request::new(fields).expect("the generator makes requests");
    let reading = Reading::of(&request, profile);
    assert_eq!(Reading::decode(&reading.encode()), Ok(reading), "{request:?}");
}
