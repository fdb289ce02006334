//! Proofs, comparisons, profiles and reputations say across the border what they say in Rust.
#![expect(unsafe_code, reason = "these calls are what is tested")]

use core::ptr;

use stepup::document::presets::{CN_PAYMENT_ACCOUNT, RETAIL_CN};
use stepup::ffi::layout::Record;
use stepup::ffi::records::{Batch, Comparison, Decision, Error, Proofs};
use stepup::id::Pseudonym;
use stepup::profile::Profile;
use stepup::reputation::Reputation;
use stepup::request::Request;
use stepup::units::Timestamp;

use crate::calls::{self, load, plain, said, text};
use crate::common::people;
use crate::{preset, told};

#[test]
fn guarantees_are_proved_again_and_counted() {
    let (handle, policy) = preset();
    let mut proofs = Proofs { undecided: 9, ..Proofs::BLANK };
    let (status, bytes, form, error) = text(plain(), 65_536, |form, buffer, error| unsafe {
        calls::stepup_policy_prove(handle, &raw mut proofs, form, buffer, error)
    });
    assert_eq!(status, 0, "{}", said(&error));
    let guarantees = policy.guarantees().len();
    assert!(guarantees > 3 && usize::try_from(proofs.proved).unwrap() == guarantees);
    assert_eq!((proofs.refuted, proofs.undecided), (0, 0));
    let lines = core::str::from_utf8(&bytes[..usize::try_from(form.needed).unwrap() - 1]).unwrap();
    assert_eq!(lines.lines().count(), guarantees);
    for guarantee in policy.guarantees() {
        assert!(lines.contains(guarantee.id.as_ref() as &str), "{} is not told of", guarantee.id);
    }
}

#[test]
fn two_policies_are_compared_as_in_rust() {
    let (older, _) = preset();
    for (newer, expected) in [(RETAIL_CN.text, 0), (CN_PAYMENT_ACCOUNT.text, 4)] {
        let Ok(newer) = load(newer, None) else { panic!("it seals") };
        let mut comparison = Comparison::BLANK;
        let (status, _, _, error) = text(plain(), 1 << 20, |form, buffer, error| unsafe {
            calls::stepup_policy_compare(older, newer, &raw mut comparison, form, buffer, error)
        });
        assert_eq!(status, expected, "{}", said(&error));
        assert_eq!((comparison.identical, comparison.weaker == 0), (i32::from(expected == 0), expected == 0));
    }
}

#[test]
fn a_profile_is_converted_to_a_version_that_there_is() {
    let bytes = people::customer().encode();
    let mut converted = [0; 1024];
    let convert = |version: i32, to: &mut [u8; 1024]| unsafe {
        calls::stepup_profile_convert(bytes.as_ptr(), version, to.as_mut_ptr(), ptr::null_mut())
    };
    assert_eq!((convert(1, &mut converted), converted), (0, bytes));
    assert_eq!(convert(2, &mut converted), -5);
}

#[test]
fn a_reputation_learns_as_in_rust() {
    let (mut bytes, mut expected) = ([0; 64], Reputation::new());
    let observe = |bytes: &mut [u8; 64], sighting: i32, who: u8, at: i64, transfer_at: i64| unsafe {
        let customer = [who; 16];
        calls::stepup_reputation_observe(
            bytes.as_mut_ptr(),
            sighting,
            customer.as_ptr(),
            at,
            transfer_at,
            ptr::null_mut(),
        )
    };
    let at = |seconds: u32| Timestamp::from_seconds(seconds);
    assert_eq!(observe(&mut bytes, 1, 0, 0, 0), 0);
    assert_eq!(bytes, expected.encode());
    for number in 1..=6 {
        expected.seen(Pseudonym::from_bytes([number; 16]), at(1_000_000));
        assert_eq!(observe(&mut bytes, 2, number, 1_000_000, 0), 0);
        assert_eq!(bytes, expected.encode(), "seen {number}");
    }
    expected.reported(at(900_000), at(1_100_000));
    assert_eq!(observe(&mut bytes, 3, 0, 1_100_000, 900_000), 0);
    assert_eq!(bytes, expected.encode(), "reported");
    expected.known_clean(at(1_200_000));
    assert_eq!(observe(&mut bytes, 4, 0, 0, 1_200_000), 0);
    assert_eq!(bytes, expected.encode(), "known to be clean");
    assert_eq!(observe(&mut bytes, 5, 0, 0, 0), -5);
}

/// The record of a batch inside the decisions that it makes: its size is read once, whatever a decision writes there.
#[test]
fn a_batch_may_lie_on_top_of_its_decisions() {
    let (handle, _) = preset();
    let record = told::request(&Request::new(people::calm(6_000_000)).unwrap()).unwrap();
    let mut profile = people::customer().encode();
    let stride = |size: usize| i64::try_from(size).unwrap();
    for place in (0..672).step_by(4) {
        // Behind the decision lies what is nobody's.
        let mut area = [0_u8; 2_048];
        area[768..].fill(0xa5);
        let (indexes, mut statuses) = ([0], [7]);
        unsafe {
            let at = area.as_mut_ptr();
            at.cast::<Decision>().write_unaligned(Decision::BLANK);
            let batch = at.add(place).cast::<Batch>();
            batch.write_unaligned(Batch {
                count: 1,
                profiles: 1,
                request_stride: stride(size_of_val(&record)),
                profile_stride: stride(Profile::BYTES),
                decision_stride: stride(size_of::<Decision>()),
                ..Batch::BLANK
            });
            let (profiles, to) = (profile.as_mut_ptr(), statuses.as_mut_ptr());
            let (from, none) = (indexes.as_ptr(), ptr::null_mut());
            calls::stepup_decide_batch(handle, batch, &raw const record, profiles, from, at.cast(), to, none);
        }
        assert!(area[768..].iter().all(|byte| *byte == 0xa5), "{place}");
    }
}

/// The error record on top of the decision, at every place where a number of the decision becomes its size: what was read
/// before is believed, and nothing else.
#[test]
fn an_error_record_may_lie_on_top_of_the_decision() {
    let (handle, _) = preset();
    let record = told::request(&Request::new(people::calm(6_000_000)).unwrap()).unwrap();
    let profile = people::customer().encode();
    for place in (8..700).step_by(4) {
        // Behind the decision lies what is nobody's.
        let mut area = [0_u8; 2_048];
        area[1_100..].fill(0xa5);
        unsafe {
            let at = area.as_mut_ptr();
            at.cast::<Decision>().write_unaligned(Decision::BLANK);
            let error = at.add(place).cast::<Error>();
            error.write_unaligned(Error { status: -1, ..Error::BLANK });
            let status = calls::stepup_decide(handle, &raw const record, profile.as_ptr(), at.cast(), error);
            assert_eq!(status, 0, "{place}");
        }
        assert!(area[1_100..].iter().all(|byte| *byte == 0xa5), "{place}");
    }
}
