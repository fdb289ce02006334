//! Runs one kind of work a given number of times on a fixed input and counts its allocations; `.ci/instructions` counts
//! its instructions under Callgrind.

#[path = "decide/inputs.rs"]
mod inputs;
#[allow(dead_code, reason = "shared with the tests of the C interface")]
#[path = "../tests/border/told.rs"]
mod told;

use core::sync::atomic::{AtomicU64, Ordering};
use std::alloc::{GlobalAlloc, Layout, System};
use std::hint::black_box;
use std::ptr;

use stepup::decision::Decision;
use stepup::document::presets::RETAIL_CN;
use stepup::ffi::layout::Record;
use stepup::ffi::{records, request_of};
use stepup::policy::Policy;
use stepup::profile::Profile;
use stepup::verdict::Verdict;

/// Inputs of one pass.
const INPUTS: usize = 256;

static ALLOCATIONS: AtomicU64 = AtomicU64::new(0);

struct Counting;

#[expect(unsafe_code, reason = "an allocator that counts and hands on; nothing else is changed")]
// SAFETY: every call goes to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Ordering::Relaxed);
        // SAFETY: as the caller promised.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        // SAFETY: as the caller promised.
        unsafe { System.dealloc(at, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

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
}

/// One request and the profile it is about, as bytes.
type Told = (records::Request, [u8; Profile::BYTES]);

/// `stepup_decide`, as C calls it.
#[expect(unsafe_code, reason = "as C calls it")]
fn border(passes: usize, told: &[Told]) {
    let (mut policy, text) = (0, RETAIL_CN.text);
    let length = i64::try_from(text.len()).unwrap();
    // SAFETY: the text is as long as it says; what may be null is null.
    let status = unsafe {
        stepup_policy_load(text.as_ptr(), length, 1, ptr::null(), &raw mut policy, ptr::null_mut())
    };
    assert!(status >= 0);
    let mut decision = records::Decision::BLANK;
    counted(|| {
        for (request, profile) in (0..passes).flat_map(|_| told) {
            // SAFETY: records of their full size, a profile of 1,024 bytes.
            let status = unsafe {
                stepup_decide(
                    black_box(policy),
                    black_box(request),
                    profile.as_ptr(),
                    &raw mut decision,
                    ptr::null_mut(),
                )
            };
            assert_eq!(status, 0);
            black_box(&mut decision);
        }
    });
}

/// The same work on the same bytes in Rust: the profile from its bytes, the request, the decision as bytes.
fn inside(passes: usize, policy: &Policy, told: &[Told]) {
    let mut canonical = [0; Decision::BYTES];
    counted(|| {
        for (record, profile) in (0..passes).flat_map(|_| told) {
            let request = request_of(black_box(record)).unwrap();
            let profile = Profile::decode(black_box(profile)).unwrap();
            canonical = black_box(policy).decide(&request, &profile).encode();
            black_box(&mut canonical);
        }
    });
}

/// Does the work and prints how often it allocated.
fn counted(work: impl FnOnce()) {
    let before = ALLOCATIONS.load(Ordering::Relaxed);
    work();
    println!("ALLOCATIONS {}", ALLOCATIONS.load(Ordering::Relaxed) - before);
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let of = |place: usize| arguments.get(place).map(String::as_str);
    let (Some(work), Some(passes)) = (of(1), of(2).and_then(|text| text.parse::<usize>().ok())) else {
        println!(
            "count: judge|decide|observe|border|inside PASSES, {INPUTS} calls a pass; .ci/instructions runs it"
        );
        return;
    };
    let policy = RETAIL_CN.seal().unwrap().policy;
    let profiles = inputs::profiles();
    let requests = inputs::requests(1, INPUTS);
    match work {
        "judge" => {
            let decide = |(who, request): &(usize, _)| *policy.decide(request, &profiles[*who]).reading();
            let readings: Vec<_> = requests.iter().map(decide).collect();
            let mut verdict = Verdict::REFUSED;
            counted(|| {
                for reading in (0..passes).flat_map(|_| &readings) {
                    policy.judge_into(black_box(reading), &mut verdict);
                    black_box(&mut verdict);
                }
            });
        }
        "decide" => {
            let mut decision = Decision::refused();
            counted(|| {
                for (who, request) in (0..passes).flat_map(|_| &requests) {
                    policy.decide_into(black_box(request), black_box(&profiles[*who]), &mut decision);
                    black_box(&mut decision);
                }
            });
        }
        "observe" => {
            // Generated for the longest run, so that a longer one differs by nothing but the calls.
            let events = inputs::events(8_192);
            let mut profile = inputs::profile(3);
            counted(|| {
                for event in events.iter().take(passes * INPUTS) {
                    let observed = profile.observe(black_box(event));
                    assert!(observed.is_ok(), "{observed:?}");
                }
            });
            black_box(&profile);
        }
        "border" | "inside" => {
            let told: Vec<Told> = requests
                .iter()
                .map(|(who, request)| (told::request(request).unwrap(), profiles[*who].encode()))
                .collect();
            if work == "border" { border(passes, &told) } else { inside(passes, &policy, &told) }
        }
        other => panic!("there is no work `{other}`: judge, decide, observe, border or inside"),
    }
}
