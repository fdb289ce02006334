//! The C interface, called as C calls it: what crosses the border is what Rust decides, and what is wrong is a status.
#![expect(unsafe_code, reason = "these calls are what is tested")]

mod answers;
mod batch;
mod calls;
mod clean;
mod kept;
mod pages;
#[path = "../common/mod.rs"]
mod common;
mod told;
mod wrong;

use core::ptr;

use calls::{decide, load, plain, said, text};
use common::dice::Dice;
use common::{messages, people};
use stepup::document::presets::RETAIL_CN;
use stepup::event::HappeningKind;
use stepup::fact::Given;
use stepup::ffi::layout::Record;
use stepup::ffi::records::{Decision, Error};
use stepup::id::{IdKind, Pseudonymizer};
use stepup::policy::Policy;
use stepup::profile::{Observed, PeerGroup, Profile};
use stepup::request::Request;
use stepup::units::{Currency, Moment, Timestamp};

fn preset() -> (i64, Policy) {
    (load(RETAIL_CN.text, None).unwrap(), RETAIL_CN.seal().unwrap().policy)
}

/// A profile of the customer whom a request names.
fn whose(request: &Request, currency: Currency) -> Profile {
    let peers = PeerGroup {
        currency,
        amount_centre: 3_000,
        amount_spread: 200,
        outflow_centre: 3_300,
        outflow_spread: 200,
    };
    let opened = Moment::at_offset(Timestamp::from_seconds(1_600_000_000), 480);
    Profile::new(request.fields().customer, request.fields().key_id, opened, peers)
}

#[test]
fn what_crosses_the_border_is_decided_as_in_rust() {
    let (handle, policy) = preset();
    let mut dice = Dice(61);
    let (mut compared, mut judged) = (0, 0);
    for _ in 0..20_000 {
        let request = messages::request(&mut dice);
        let Some(record) = told::request(&request) else { continue };
        let currency = if dice.chance(80) { Currency::CNY } else { Currency::from_code("JPY").unwrap() };
        let profile = whose(&request, currency);
        let (status, decision, error) = decide(handle, &record, &profile.encode());
        assert_eq!(status, 0, "{}", said(&error));
        let expected = policy.decide(&request, &profile);
        assert_eq!(decision, answers::record(&expected, &policy));
        assert_eq!(decision.reference, request.fields().reference);
        compared += 1;
        judged += u32::from(decision.mismatch == 0);
    }
    assert!(compared > 5_000 && judged > 1_000, "{compared} compared, {judged} judged");
    assert_eq!(unsafe { calls::stepup_policy_free(handle, ptr::null_mut()) }, 0);
}

#[test]
fn every_event_is_learned_as_in_rust() {
    let mut dice = Dice(62);
    for round in 0..2_000 {
        let kind = HappeningKind::ALL[round % HappeningKind::ALL.len()];
        let event = messages::event(&mut dice, kind);
        let currency = Currency::CNY;
        let mut profile = people::newcomer();
        let event = stepup::event::Event { customer: profile.customer(), key_id: profile.key_id(), ..event };
        let mut bytes = profile.encode();
        let (record, mut error) = (told::event(&event), Error::BLANK);
        let status =
            unsafe { calls::stepup_profile_observe(bytes.as_mut_ptr(), &raw const record, &raw mut error) };
        match profile.observe(&event) {
            Ok(Observed::New) => assert_eq!(status, 0, "{}", said(&error)),
            Ok(Observed::Repeat) => assert_eq!(status, 1),
            Err(refused) => {
                assert_eq!(status, -11, "{refused}");
                assert_eq!(said(&error), refused.to_string());
            }
        }
        assert!(bytes == profile.encode(), "{kind} in {currency}");
    }
}

#[test]
fn one_payee_written_in_three_code_pages_is_one_pseudonym() {
    let key = [7; 32];
    let iban = "GB82 WEST 1234 5698 7654 32";
    let ebcdic: Vec<u8> = iban
        .bytes()
        .map(|byte| match byte {
            b' ' => 0x40,
            b'0'..=b'9' => byte - b'0' + 0xf0,
            b'A'..=b'I' => byte - b'A' + 0xc1,
            b'J'..=b'R' => byte - b'J' + 0xd1,
            _ => byte - b'S' + 0xe2,
        })
        .chain([0x40; 10])
        .collect();
    let expected = Pseudonymizer::new(1, &key).unwrap().pseudonym(IdKind::Iban, iban).unwrap().to_bytes();
    let made = |bytes: &[u8], charset: i32| {
        let (mut pseudonym, mut error) = ([0; 16], Error::BLANK);
        let length = i32::try_from(bytes.len()).unwrap();
        let status = unsafe {
            let (text, to) = (bytes.as_ptr(), pseudonym.as_mut_ptr());
            calls::stepup_pseudonym(key.as_ptr(), 32, 2, text, length, charset, to, &raw mut error)
        };
        (status, pseudonym, said(&error))
    };
    for charset in 3..=6 {
        assert_eq!(made(&ebcdic, charset), (0, expected, String::new()), "{charset}");
    }
    assert_eq!(made(iban.as_bytes(), 1), (0, expected, String::new()));
    assert_eq!(made(iban.as_bytes(), 2), (0, expected, String::new()));
    // In the wrong code page it is a status that names the page and shows nothing of the text.
    let (status, _, said) = made(iban.as_bytes(), 3);
    assert!(status == -6 && said.contains("cp037") && !said.contains("WEST"), "{said}");
    assert_eq!(made(iban.as_bytes(), 7).0, -5);
}

#[test]
fn texts_come_in_the_code_page_and_the_shape_that_is_asked_for() {
    let (handle, policy) = preset();
    let request = Request::new(people::calm(6_000_000)).unwrap();
    let decision = policy.decide(&request, &people::customer());
    let canonical = decision.encode();
    let explain = |form, capacity| {
        text(form, capacity, |form, buffer, error| unsafe {
            calls::stepup_explain(handle, canonical.as_ptr(), form, buffer, error)
        })
    };
    let english = decision.explain(&policy).unwrap().text(stepup::language::Language::English);
    let (status, bytes, form, _) = explain(plain(), 8_192);
    let used = usize::try_from(form.needed).unwrap();
    assert_eq!((status, bytes[used - 1], bytes[used]), (0, 0, 0xaa));
    assert_eq!(core::str::from_utf8(&bytes[..used - 1]).unwrap(), english);

    // Exactly as much room is enough; one byte less is a status, and nothing is written.
    assert_eq!(explain(plain(), used).0, 0);
    let (status, bytes, form, error) = explain(plain(), used - 1);
    assert!(status == -7 && bytes.iter().all(|byte| *byte == 0xaa), "{}", said(&error));
    assert_eq!(usize::try_from(form.needed).unwrap(), used);

    // Chinese in GB 18030, lines of 40 bytes filled with blanks.
    let form = stepup::ffi::records::Text { charset: 2, language: 2, fill: 1, width: 40, ..plain() };
    let (status, bytes, form, error) = explain(form, 16_384);
    assert_eq!(status, 0, "{}", said(&error));
    let used = usize::try_from(form.needed).unwrap();
    assert!(used % 40 == 0 && bytes[used..].iter().all(|byte| *byte == b' '));
    let chinese = decision.explain(&policy).unwrap().text(stepup::language::Language::Chinese);
    let joined: String =
        bytes[..used].chunks(40).map(|row| encoding_rs::GB18030.decode(row).0.into_owned()).collect();
    let dense = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    assert_eq!(dense(&joined), dense(&chinese));
    assert_eq!(unsafe { calls::stepup_policy_free(handle, ptr::null_mut()) }, 0);
}

#[test]
fn a_replaced_policy_is_another_one_and_a_failed_replacement_changes_nothing() {
    let (handle, policy) = preset();
    let record = told::request(&Request::new(people::calm(100)).unwrap()).unwrap();
    let profile = people::customer().encode();
    let identity = || decide(handle, &record, &profile).1.policy;
    assert_eq!(identity(), *policy.identity());
    let replace = |text: &str, sha256: *const u8| unsafe {
        let length = i64::try_from(text.len()).unwrap();
        calls::stepup_policy_replace(handle, text.as_ptr(), length, 1, sha256, ptr::null_mut())
    };
    let edited = RETAIL_CN.text.replace("\"20000.00\" = 5", "\"25000.00\" = 5");
    assert_ne!(edited, RETAIL_CN.text);
    assert_eq!(replace("schema = 1\n", ptr::null()), -8);
    assert_eq!(replace(&edited, policy.identity().as_ptr()), -13);
    assert_eq!(identity(), *policy.identity());
    assert!(replace(&edited, ptr::null()) >= 0);
    let other = Policy::from_toml("policy", &edited).unwrap().policy;
    assert_eq!(identity(), *other.identity());
    assert!(replace(RETAIL_CN.text, policy.identity().as_ptr()) >= 0);
    assert_eq!(identity(), *policy.identity());

    // Loading the canonical form gives the same policy; another SHA-256 is refused.
    let (_, bytes, form, _) = text(plain(), 300_000, |form, buffer, error| unsafe {
        calls::stepup_policy_canonical(handle, form, buffer, error)
    });
    let canonical = core::str::from_utf8(&bytes[..usize::try_from(form.needed).unwrap() - 1]).unwrap();
    let again = load(canonical, Some(policy.identity())).unwrap();
    assert_eq!(load(canonical, Some(&[1; 32])).unwrap_err().0, -13);
    assert_eq!(decide(again, &record, &profile).1.policy, *policy.identity());
}

#[test]
fn a_decision_is_judged_again_to_the_bit() {
    let (handle, policy) = preset();
    let request = Request::new(people::calm(6_000_000)).unwrap();
    let before = policy.decide(&request, &people::customer());
    let mut again = Decision::BLANK;
    let canonical = before.encode();
    let replay = |policy, canonical: &[u8; 512], to| unsafe {
        calls::stepup_replay(policy, canonical.as_ptr(), to, ptr::null_mut())
    };
    assert_eq!((replay(handle, &canonical, &raw mut again), again.canonical), (0, canonical));
    let lax = load(&RETAIL_CN.text.replace("\"20000.00\" = 5", "\"25000.00\" = 5"), None).unwrap();
    assert_eq!(replay(lax, &canonical, &raw mut again), 5);
    assert_ne!(again.canonical, canonical);
    let mut damaged = canonical;
    damaged[511] ^= 0xff;
    assert_eq!((replay(handle, &damaged, &raw mut again), again), (-12, Decision::BLANK));
}

#[test]
fn what_moves_no_money_reserves_nothing() {
    let mut fields = people::calm(100);
    fields.operation = stepup::operation::Operation::BalanceQuery;
    (fields.amount, fields.payee) = (Given::NotApplicable, Given::NotApplicable);
    let record = told::request(&Request::new(fields).unwrap()).unwrap();
    let mut profile = people::customer().encode();
    let before = profile;
    let status =
        unsafe { calls::stepup_profile_reserve(profile.as_mut_ptr(), &raw const record, ptr::null_mut()) };
    assert!(status == 0 && profile == before);
}
