//! The functions as a caller from another language has them: by name, with pointers.
#![expect(unsafe_code, reason = "these calls are what is tested")]

use core::ffi::c_void;
use core::ptr;

use stepup::ffi::layout::Record;
use stepup::ffi::records::{
    Abi, Batch, Comparison, Decision, Error, Event, Opening, PolicyInfo, ProfileInfo, Proofs, Request, Text,
};

// Declared as a C program sees them, not taken from the library's own types.
unsafe extern "C" {
    pub fn stepup_init(kind: i32, area: *mut c_void, size: i32, error: *mut Error) -> i32;
    pub fn stepup_abi(abi: *mut Abi, error: *mut Error) -> i32;
    pub fn stepup_name(kind: i32, value: i32, form: *mut Text, buffer: *mut u8, error: *mut Error) -> i32;
    pub fn stepup_value(
        kind: i32,
        text: *const u8,
        length: i32,
        charset: i32,
        value: *mut i32,
        error: *mut Error,
    ) -> i32;
    pub fn stepup_policy_info(policy: i64, info: *mut PolicyInfo, error: *mut Error) -> i32;
    pub fn stepup_policy_load(
        text: *const u8,
        length: i64,
        charset: i32,
        sha256: *const u8,
        policy: *mut i64,
        error: *mut Error,
    ) -> i32;
    pub fn stepup_policy_replace(
        policy: i64,
        text: *const u8,
        length: i64,
        charset: i32,
        sha256: *const u8,
        error: *mut Error,
    ) -> i32;
    pub fn stepup_policy_free(policy: i64, error: *mut Error) -> i32;
    pub fn stepup_policy_canonical(policy: i64, form: *mut Text, buffer: *mut u8, error: *mut Error) -> i32;
    pub fn stepup_decide(
        policy: i64,
        request: *const Request,
        profile: *const u8,
        decision: *mut Decision,
        error: *mut Error,
    ) -> i32;
    pub fn SUDECIDE(
        policy: i64,
        request: *const Request,
        profile: *const u8,
        decision: *mut Decision,
        error: *mut Error,
    ) -> i32;
    pub fn stepup_decide_batch(
        policy: i64,
        batch: *mut Batch,
        requests: *const Request,
        profiles: *mut u8,
        indexes: *const i32,
        decisions: *mut Decision,
        statuses: *mut i32,
        error: *mut Error,
    ) -> i32;
    pub fn stepup_policy_prove(
        policy: i64,
        proofs: *mut Proofs,
        form: *mut Text,
        buffer: *mut u8,
        error: *mut Error,
    ) -> i32;
    pub fn stepup_policy_compare(
        older: i64,
        newer: i64,
        comparison: *mut Comparison,
        form: *mut Text,
        buffer: *mut u8,
        error: *mut Error,
    ) -> i32;
    pub fn stepup_profile_info(profile: *const u8, info: *mut ProfileInfo, error: *mut Error) -> i32;
    pub fn stepup_profile_convert(from: *const u8, version: i32, to: *mut u8, error: *mut Error) -> i32;
    pub fn stepup_reputation_observe(
        reputation: *mut u8,
        sighting: i32,
        customer: *const u8,
        at: i64,
        transfer_at: i64,
        error: *mut Error,
    ) -> i32;
    pub fn stepup_set(
        kind: i32,
        text: *const u8,
        length: i32,
        charset: i32,
        set: *mut i32,
        error: *mut Error,
    ) -> i32;
    pub fn stepup_policy_findings(
        text: *const u8,
        length: i64,
        charset: i32,
        form: *mut Text,
        buffer: *mut u8,
        error: *mut Error,
    ) -> i32;
    pub fn stepup_policy_item(
        policy: i64,
        item: i32,
        number: i32,
        form: *mut Text,
        buffer: *mut u8,
        error: *mut Error,
    ) -> i32;
    pub fn stepup_explain(
        policy: i64,
        canonical: *const u8,
        form: *mut Text,
        buffer: *mut u8,
        error: *mut Error,
    ) -> i32;
    pub fn stepup_replay(policy: i64, canonical: *const u8, again: *mut Decision, error: *mut Error) -> i32;
    pub fn stepup_profile_new(opening: *const Opening, profile: *mut u8, error: *mut Error) -> i32;
    pub fn stepup_profile_observe(profile: *mut u8, event: *const Event, error: *mut Error) -> i32;
    pub fn stepup_profile_reserve(profile: *mut u8, request: *const Request, error: *mut Error) -> i32;
    pub fn stepup_pseudonym(
        key: *const u8,
        key_length: i32,
        kind: i32,
        text: *const u8,
        length: i32,
        charset: i32,
        pseudonym: *mut u8,
        error: *mut Error,
    ) -> i32;
    pub fn stepup_amount_from_packed(
        packed: *const u8,
        bytes: i32,
        decimals: i32,
        currency: i32,
        minor: *mut i64,
        error: *mut Error,
    ) -> i32;
    pub fn stepup_time_from_civil(
        digits: *const u8,
        offset_minutes: i32,
        seconds: *mut i64,
        error: *mut Error,
    ) -> i32;
}

/// The text of a fault.
pub fn said(error: &Error) -> String {
    let end = error.text.iter().position(|byte| *byte == 0).unwrap_or(error.text.len());
    String::from_utf8(error.text[..end].to_vec()).unwrap()
}

/// A policy that is loaded, or the status and the fault.
pub fn load(text: &str, sha256: Option<&[u8; 32]>) -> Result<i64, Box<(i32, Error)>> {
    let (mut policy, mut error) = (-1, Error::BLANK);
    let sha256 = sha256.map_or(ptr::null(), |bytes| bytes.as_ptr());
    let length = i64::try_from(text.len()).unwrap();
    let status =
        unsafe { stepup_policy_load(text.as_ptr(), length, 1, sha256, &raw mut policy, &raw mut error) };
    if status < 0 {
        assert_eq!((policy, error.status), (0, status), "{}", said(&error));
        return Err(Box::new((status, error)));
    }
    Ok(policy)
}

/// A decision, and the status.
pub fn decide(policy: i64, request: &Request, profile: &[u8]) -> (i32, Decision, Error) {
    let (mut decision, mut error) = (Decision { outcome: 1, ..Decision::BLANK }, Error::BLANK);
    let (to, told) = (&raw mut decision, &raw mut error);
    let status = unsafe { stepup_decide(policy, request, profile.as_ptr(), to, told) };
    (status, decision, error)
}

/// A text by a function that writes one, and the status.
pub fn text(
    form: Text,
    capacity: usize,
    write: impl FnOnce(*mut Text, *mut u8, *mut Error) -> i32,
) -> (i32, Vec<u8>, Text, Error) {
    let mut buffer = vec![0xaa; capacity];
    let mut form = Text { capacity: i64::try_from(capacity).unwrap(), ..form };
    let mut error = Error::BLANK;
    let status = write(&raw mut form, buffer.as_mut_ptr(), &raw mut error);
    (status, buffer, form, error)
}

/// What asks for UTF-8 in English with a zero byte at the end.
pub fn plain() -> Text {
    let mut form = Text::BLANK;
    let size = i32::try_from(size_of::<Text>()).unwrap();
    let status = unsafe { stepup_init(Text::LAYOUT.code, (&raw mut form).cast(), size, ptr::null_mut()) };
    assert_eq!((status, form.charset, form.language), (0, 1, 1));
    form
}
