//! What `stepup_decide` and `stepup_decide_batch` do, in Rust and on the same bytes, for `examples/c/latency.c` to
//! measure beside them in one run: `cargo build --release --example twin`.
#![expect(unsafe_code, reason = "functions that C calls, with pointers that it promises to be valid")]

use std::sync::OnceLock;

use stepup::decision::Decision;
use stepup::ffi::records;
use stepup::ffi::{event_of, request_of};
use stepup::policy::Policy;
use stepup::profile::{Observed, Profile};

static POLICY: OnceLock<Policy> = OnceLock::new();

/// Seals the policy by which everything here decides; 0, or -1 where it does not seal.
///
/// # Safety
/// `text` is valid for `length` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twin_load(text: *const u8, length: i64) -> i32 {
    let bytes = unsafe { core::slice::from_raw_parts(text, usize::try_from(length).unwrap_or(0)) };
    let sealed = core::str::from_utf8(bytes).ok().and_then(|text| Policy::from_toml("policy", text).ok());
    sealed.map_or(-1, |sealed| {
        POLICY.get_or_init(|| sealed.policy);
        0
    })
}

/// Profile and request from their bytes, the decision, its canonical bytes.
fn decide(
    request: &records::Request,
    profile: &mut [u8; Profile::BYTES],
    reserves: bool,
) -> Option<[u8; Decision::BYTES]> {
    let (policy, request) = (POLICY.get()?, request_of(request).ok()?);
    let mut known = Profile::decode(profile).ok()?;
    let canonical = policy.decide(&request, &known).encode();
    if reserves
        && let Some(event) = event_of(&request).ok()?
        && known.observe(&event).ok()? == Observed::New
    {
        *profile = known.encode();
    }
    Some(canonical)
}

/// One request; 0, or -1 where it cannot be decided.
///
/// # Safety
/// Each pointer is valid for its type, aligned or not.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twin_decide(
    request: *const records::Request,
    profile: *const [u8; Profile::BYTES],
    canonical: *mut [u8; Decision::BYTES],
) -> i32 {
    let (request, mut profile) = unsafe { (request.read_unaligned(), profile.read()) };
    decide(&request, &mut profile, false).map_or(-1, |bytes| {
        unsafe { canonical.write(bytes) };
        0
    })
}

/// Many requests in their order, each reserved in its profile; how many were decided.
///
/// # Safety
/// `requests` and `indexes` have `count` elements, `canonicals` room for as many, `profiles` all that are named.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twin_batch(
    requests: *const records::Request,
    profiles: *mut [u8; Profile::BYTES],
    indexes: *const i32,
    canonicals: *mut [u8; Decision::BYTES],
    count: i32,
) -> i32 {
    let mut decided = 0;
    for number in 0..usize::try_from(count).unwrap_or(0) {
        let done = unsafe {
            let index = usize::try_from(indexes.add(number).read()).unwrap_or(0);
            let profile = &mut *profiles.add(index);
            decide(&requests.add(number).read_unaligned(), profile, true)
                .map(|bytes| canonicals.add(number).write(bytes))
        };
        decided += i32::from(done.is_some());
    }
    decided
}
