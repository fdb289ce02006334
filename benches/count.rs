//! Runs one kind of work a given number of times on a fixed input and counts its allocations; `.ci/instructions` counts
//! its instructions under Callgrind.

#[path = "count/border.rs"]
mod border;
#[path = "decide/inputs.rs"]
mod inputs;

use core::sync::atomic::{AtomicU64, Ordering};
use std::alloc::{GlobalAlloc, Layout, System};
use std::hint::black_box;

use stepup::decision::Decision;
use stepup::document::presets::RETAIL_CN;
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
            "count: judge|decide|observe|border|inside|batch|loop PASSES, {INPUTS} calls a pass; .ci/instructions runs it"
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
        "border" => border::Told::of(&requests, &profiles).border(passes),
        "inside" => border::Told::of(&requests, &profiles).inside(passes, &policy),
        "batch" => border::Told::of(&requests, &profiles).batch(passes),
        "loop" => border::Told::of(&requests, &profiles).in_a_loop(passes, &policy),
        other => panic!("there is no work `{other}`"),
    }
}
