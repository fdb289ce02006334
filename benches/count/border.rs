//! The C interface as C calls it, and beside each function the same work on the same bytes in Rust.

#[allow(dead_code, reason = "shared with the tests of the C interface")]
#[path = "../../tests/border/told.rs"]
mod told;

use std::hint::black_box;
use std::ptr;

use stepup::decision::Decision;
use stepup::document::presets::RETAIL_CN;
use stepup::ffi::layout::Record;
use stepup::ffi::{event_of, records, request_of};
use stepup::policy::Policy;
use stepup::profile::{Observed, Profile};
use stepup::request::Request;
use stepup::verdict::Mismatch;

use super::counted;

#[expect(unsafe_code, reason = "as C calls it")]
unsafe extern "C" {
    fn stepup_policy_load(
        text: *const u8,
        length: i64,
        charset: i32,
        sha256: *const u8,
        policy: *mut i64,
        error: *mut records::Error,
    ) -> i32;
    fn stepup_decide(
        policy: i64,
        request: *const records::Request,
        profile: *const u8,
        decision: *mut records::Decision,
        error: *mut records::Error,
    ) -> i32;
    fn stepup_decide_batch(
        policy: i64,
        batch: *mut records::Batch,
        requests: *const records::Request,
        profiles: *mut u8,
        indexes: *const i32,
        decisions: *mut records::Decision,
        statuses: *mut i32,
        error: *mut records::Error,
    ) -> i32;
}

/// Requests and profiles as they cross the border.
pub struct Told {
    requests: Vec<records::Request>,
    /// Of each request, the number of its profile.
    indexes: Vec<i32>,
    profiles: Vec<[u8; Profile::BYTES]>,
}

/// A policy, loaded as C loads it.
#[expect(unsafe_code, reason = "as C calls it")]
fn loaded() -> i64 {
    let (mut policy, text) = (0, RETAIL_CN.text);
    let length = i64::try_from(text.len()).unwrap();
    // SAFETY: the text is as long as it says; what may be null is null.
    let status = unsafe {
        stepup_policy_load(text.as_ptr(), length, 1, ptr::null(), &raw mut policy, ptr::null_mut())
    };
    assert!(status >= 0);
    policy
}

impl Told {
    pub fn of(requests: &[(usize, Request)], profiles: &[Profile]) -> Self {
        Self {
            requests: requests.iter().map(|(_, request)| told::request(request).unwrap()).collect(),
            indexes: requests.iter().map(|(who, _)| i32::try_from(*who).unwrap()).collect(),
            profiles: profiles.iter().map(Profile::encode).collect(),
        }
    }

    /// Each request and the number of its profile.
    fn each(&self) -> impl Iterator<Item = (&records::Request, usize)> {
        self.requests.iter().zip(&self.indexes).map(|(record, who)| (record, usize::try_from(*who).unwrap()))
    }

    /// Other references than in the pass before: with the same ones nothing would be reserved.
    fn ask_anew(&mut self, pass: usize) {
        for record in &mut self.requests {
            record.reference[8..].copy_from_slice(&(pass + 1).to_le_bytes());
        }
    }

    /// `stepup_decide`.
    #[expect(unsafe_code, reason = "as C calls it")]
    pub fn border(&self, passes: usize) {
        let policy = loaded();
        let mut decision = records::Decision::BLANK;
        counted(|| {
            for (request, who) in (0..passes).flat_map(|_| self.each()) {
                // SAFETY: records of their full size, a profile of 1,024 bytes.
                let status = unsafe {
                    stepup_decide(
                        black_box(policy),
                        black_box(request),
                        self.profiles[who].as_ptr(),
                        &raw mut decision,
                        ptr::null_mut(),
                    )
                };
                assert_eq!(status, 0);
                black_box(&mut decision);
            }
        });
    }

    /// The same: the profile from its bytes, the request, the decision as bytes.
    pub fn inside(&self, passes: usize, policy: &Policy) {
        let mut canonical = [0; Decision::BYTES];
        counted(|| {
            for (record, who) in (0..passes).flat_map(|_| self.each()) {
                let request = request_of(black_box(record)).unwrap();
                let profile = Profile::decode(black_box(&self.profiles[who])).unwrap();
                canonical = black_box(policy).decide(&request, &profile).encode();
                black_box(&mut canonical);
            }
        });
    }

    /// `stepup_decide_batch`, which reserves what was decided.
    #[expect(unsafe_code, reason = "as C calls it")]
    pub fn batch(mut self, passes: usize) {
        let policy = loaded();
        let stride = |size: usize| i64::try_from(size).unwrap();
        let mut decisions = vec![records::Decision::BLANK; self.requests.len()];
        let mut statuses = vec![0; self.requests.len()];
        counted(|| {
            for pass in 0..passes {
                self.ask_anew(pass);
                let mut batch = records::Batch {
                    count: i32::try_from(self.requests.len()).unwrap(),
                    profiles: i32::try_from(self.profiles.len()).unwrap(),
                    reserve: 1,
                    request_stride: stride(size_of::<records::Request>()),
                    profile_stride: stride(Profile::BYTES),
                    decision_stride: stride(size_of::<records::Decision>()),
                    ..records::Batch::BLANK
                };
                // SAFETY: arrays of as many records as the batch says, of their full size.
                let status = unsafe {
                    stepup_decide_batch(
                        black_box(policy),
                        &raw mut batch,
                        self.requests.as_ptr(),
                        self.profiles.as_mut_ptr().cast(),
                        self.indexes.as_ptr(),
                        decisions.as_mut_ptr(),
                        statuses.as_mut_ptr(),
                        ptr::null_mut(),
                    )
                };
                assert_eq!((status, batch.failed), (0, 0));
                black_box(&mut decisions);
            }
        });
    }

    /// The same, one request after the other.
    pub fn in_a_loop(mut self, passes: usize, policy: &Policy) {
        let mut canonicals = vec![[0; Decision::BYTES]; self.requests.len()];
        counted(|| {
            for pass in 0..passes {
                self.ask_anew(pass);
                for ((record, who), canonical) in self.requests.iter().zip(&self.indexes).zip(&mut canonicals)
                {
                    let request = request_of(black_box(record)).unwrap();
                    let stored = &mut self.profiles[usize::try_from(*who).unwrap()];
                    let mut profile = Profile::decode(black_box(stored)).unwrap();
                    let decision = black_box(policy).decide(&request, &profile);
                    *canonical = decision.encode();
                    if decision.verdict().mismatch() == Mismatch::None
                        && let Some(event) = event_of(&request).unwrap()
                        && profile.observe(&event).unwrap() == Observed::New
                    {
                        *stored = profile.encode();
                    }
                }
                black_box(&mut canonicals);
            }
        });
    }
}
