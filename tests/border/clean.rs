//! Nothing stale is left: neither an old error, nor an old decision, nor half of a text.
#![expect(unsafe_code, reason = "these calls are what is tested")]

use core::ptr;

use ring::digest::{SHA256, digest};
use stepup::document::presets::RETAIL_CN;
use stepup::ffi::layout::Record;
use stepup::ffi::records::{Decision, Error, Request as Told};
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
    assert_eq!(set(b"face nose", 1), (-5, 0), "no set of before stands");
}
