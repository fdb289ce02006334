//! Nothing stale is left: neither an old error, nor an old decision, nor half of a text.
#![expect(unsafe_code, reason = "these calls are what is tested")]

use core::ptr;

use ring::digest::{SHA256, digest};
use stepup::document::presets::RETAIL_CN;
use stepup::ffi::layout::Record;
use stepup::ffi::records::{Batch, Decision, Error, Request as Told};
use stepup::profile::Profile;
use stepup::request::Request;

use crate::calls::{self, load, plain, said, text};
use crate::common::people;
use crate::{preset, told};

#[test]
fn an_error_record_says_what_came_of_its_last_call() {
    let (handle, _) = preset();
    let record = told::request(&Request::new(people::calm(100)).unwrap()).unwrap();
    let (profile, mut decision, mut error) = (people::customer().encode(), Decision::BLANK, Error::BLANK);
    let mut call = |request: *const Told, error: *mut Error| unsafe {
        calls::stepup_decide(handle, request, profile.as_ptr(), &raw mut decision, error)
    };
    assert_eq!(call(ptr::null(), &raw mut error), -1);
    assert!(
        error.status == -1 && error.name.starts_with(b"request\0"),
        "the argument is named: {}",
        said(&error)
    );
    error.fill = 1;
    assert_eq!(call(&raw const record, &raw mut error), 0);
    let blanks = Error { fill: 1, name: [b' '; 32], text: [b' '; 168], ..Error::BLANK };
    assert_eq!(error, blanks, "nothing of the null pointer is left");
}

#[test]
fn a_decision_whose_size_cannot_be_right_refuses_all_the_same() {
    let (handle, _) = preset();
    let record = told::request(&Request::new(people::calm(100)).unwrap()).unwrap();
    let profile = people::customer().encode();
    for size in [0, -1, 759, 65_537, 0x2020_2020] {
        let mut decision = Decision { size, outcome: 1, confirm: 1, score: 7, ..Decision::BLANK };
        let (to, error) = (&raw mut decision, ptr::null_mut());
        let status = unsafe { calls::stepup_decide(handle, &raw const record, profile.as_ptr(), to, error) };
        assert_eq!((status, decision.size, decision.outcome, decision.confirm), (-2, size, 0, 0));
        assert_eq!(decision.score, 7, "nothing else is touched");
    }
}

/// A batch as it is given, with what stands in it before it is decided.
struct Night {
    batch: Batch,
    records: Vec<Told>,
    profiles: [u8; Profile::BYTES],
    decisions: Vec<Decision>,
    statuses: Vec<i32>,
}

impl Night {
    fn new(count: usize) -> Self {
        let record = told::request(&Request::new(people::calm(100)).unwrap()).unwrap();
        let stride = |size: usize| i64::try_from(size).unwrap();
        Self {
            batch: Batch {
                count: i32::try_from(count).unwrap(),
                profiles: 1,
                request_stride: stride(size_of::<Told>()),
                profile_stride: stride(Profile::BYTES),
                decision_stride: stride(size_of::<Decision>()),
                decided: 77,
                ..Batch::BLANK
            },
            records: vec![record; count],
            profiles: people::customer().encode(),
            decisions: vec![Decision { outcome: 1, ..Decision::BLANK }; count],
            statuses: vec![0; count],
        }
    }

    fn decide(&mut self, handle: i64) -> i32 {
        let indexes = vec![0; self.records.len()];
        unsafe {
            calls::stepup_decide_batch(
                handle,
                &raw mut self.batch,
                self.records.as_ptr(),
                self.profiles.as_mut_ptr(),
                indexes.as_ptr(),
                self.decisions.as_mut_ptr(),
                self.statuses.as_mut_ptr(),
                ptr::null_mut(),
            )
        }
    }
}

#[test]
fn a_batch_without_a_policy_leaves_no_old_decision_standing() {
    let mut night = Night::new(5);
    assert_eq!(night.decide(1_000), -4);
    assert_eq!((night.batch.decided, night.batch.failed), (0, 5));
    assert!(night.statuses.iter().all(|status| *status == -4));
    assert!(night.decisions.iter().all(|decision| *decision == Decision::BLANK));
}

#[test]
fn a_record_of_a_batch_ends_where_the_next_begins() {
    let (handle, _) = preset();
    let mut night = Night::new(4);
    // Each says that it is as long as two; the last of them would end behind the array.
    night.records[1].size += 504;
    night.records[3].size += 504;
    night.decisions[0].size *= 2;
    night.decisions[3].size *= 2;
    assert_eq!(night.decide(handle), 7);
    assert_eq!(night.statuses, [-2, -2, 0, -2]);
    assert_eq!((night.batch.decided, night.batch.failed), (1, 3));
    assert_eq!(
        night.decisions[1],
        Decision::BLANK,
        "a decision whose size is wrong writes nothing into the next"
    );
    assert_eq!(night.decisions[2].outcome, 1);
    // Of an empty one nothing is looked at but its counts.
    let mut empty = Night::new(0);
    (empty.batch.request_stride, empty.batch.profile_stride, empty.batch.decision_stride) = (0, 0, 0);
    assert_eq!(empty.decide(handle), 0);
}

#[test]
fn the_canonical_form_is_given_to_its_last_byte() {
    let (handle, policy) = preset();
    let (status, bytes, form, error) = text(plain(), 65_536, |form, buffer, error| unsafe {
        calls::stepup_policy_canonical(handle, form, buffer, error)
    });
    assert_eq!(status, 0, "{}", said(&error));
    let canonical = &bytes[..usize::try_from(form.needed).unwrap() - 1];
    assert_eq!(digest(&SHA256, canonical).as_ref(), policy.identity());
    let again = load(core::str::from_utf8(canonical).unwrap(), Some(policy.identity())).unwrap();
    assert!(again < i64::from(i32::MAX), "COBOL passes 32 bits of a handle");
}

#[test]
fn findings_of_a_policy_that_does_not_seal_say_so() {
    let broken = RETAIL_CN.text.replacen("schema = 1", "schema = 7", 1);
    let (status, bytes, _, error) = text(plain(), 65_536, |form, buffer, error| unsafe {
        let length = i64::try_from(broken.len()).unwrap();
        calls::stepup_policy_findings(broken.as_ptr(), length, 1, form, buffer, error)
    });
    assert_eq!((status, error.status), (8, 8), "{}", said(&error));
    assert!(bytes.starts_with(b"error[P020]"), "{}", String::from_utf8_lossy(&bytes[..80]));
}

#[test]
fn what_took_effect_can_be_looked_up_by_its_number() {
    let (handle, policy) = preset();
    let request = Request::new(people::calm(6_000_000)).unwrap();
    let record = told::request(&request).unwrap();
    let (_, decision, _) = calls::decide(handle, &record, &people::customer().encode());
    let explained = policy.decide(&request, &people::customer()).explain(&policy).unwrap();
    assert!(decision.fired > 1 && usize::try_from(decision.fired).unwrap() == explained.fired.len());
    for (number, fired) in decision.took_effect.into_iter().zip(&explained.fired) {
        let (item, place) = if number > 0 { (2, number - 1) } else { (3, -number - 1) };
        let (status, bytes, _, error) = text(plain(), 1_024, |form, buffer, error| unsafe {
            calls::stepup_policy_item(handle, item, place, form, buffer, error)
        });
        assert_eq!(status, 0, "{}", said(&error));
        assert!(bytes.starts_with(fired.id.as_bytes()), "{number} is {}", fired.id);
    }
    assert!(decision.took_effect[explained.fired.len()..].iter().all(|number| *number == 0));
}

#[test]
fn a_set_is_made_of_words_and_counts_each_once() {
    let set = |words: &[u8], charset: i32| unsafe {
        let (mut set, length) = (-1, i32::try_from(words.len()).unwrap());
        (calls::stepup_set(10, words.as_ptr(), length, charset, &raw mut set, ptr::null_mut()), set)
    };
    assert_eq!(set(b"face sms, face   ", 1), (0, 1 << 1 | 1 << 9));
    assert_eq!(set(b"  ", 1), (0, 0));
    assert_eq!(set(&[0x86, 0x81, 0x83, 0x85], 3), (0, 1 << 1), "face in EBCDIC");
    assert_eq!(set(b"face nose", 1), (-5, -1));
}
