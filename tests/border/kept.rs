//! Proofs, comparisons, profiles and reputations say across the border what they say in Rust.
#![expect(unsafe_code, reason = "these calls are what is tested")]

use core::ptr;

use stepup::document::presets::{CN_PAYMENT_ACCOUNT, RETAIL_CN};
use stepup::ffi::layout::Record;
use stepup::ffi::records::{Comparison, Decision, Error, ProfileInfo, Proofs};
use stepup::id::Pseudonym;
use stepup::reputation::Reputation;
use stepup::request::Request;
use stepup::standing::Standing;
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
fn a_profile_tells_what_its_standing_and_counters_say() {
    let profile = people::customer();
    let (bytes, mut info) = (profile.encode(), ProfileInfo { frozen: 1, ..ProfileInfo::BLANK });
    let status = unsafe { calls::stepup_profile_info(bytes.as_ptr(), &raw mut info, ptr::null_mut()) };
    let counters = profile.counters();
    let standing = Standing::of(&counters, profile.high_water());
    assert_eq!((status, info.customer, info.key_id), (0, profile.customer().to_bytes(), 7));
    assert_eq!(info.revision, i64::try_from(profile.revision()).unwrap());
    assert_eq!(info.high_water, i64::from(profile.high_water().seconds()));
    assert_eq!((info.currency, info.settled, info.frozen), (156, 60, 0));
    assert_eq!(info.tier, standing.tier().code() + 1);
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
