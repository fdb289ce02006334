//! Policies replaced while threads decide: every decision is by one whole policy, and replacing gives the memory back.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};

use stepup::document::Draft;
use stepup::document::presets::RETAIL_CN;
use stepup::handle::PolicyHandle;
use stepup::policy::Policy;
use stepup::verdict::{Outcome, Verdict};

#[path = "common/people.rs"]
#[allow(dead_code, reason = "a calm customer is all that is asked for")]
mod people;

static LIVE: AtomicI64 = AtomicI64::new(0);

struct Counting;

#[expect(unsafe_code, reason = "an allocator that counts and hands on; nothing else is changed")]
// SAFETY: every call goes to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        LIVE.fetch_add(i64::try_from(layout.size()).unwrap_or(0), Ordering::Relaxed);
        // SAFETY: as the caller promised.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        LIVE.fetch_sub(i64::try_from(layout.size()).unwrap_or(0), Ordering::Relaxed);
        // SAFETY: as the caller promised.
        unsafe { System.dealloc(at, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

/// The preset, or one in which the express line lies at 60,000 and everything from 55,000 on is refused.
fn policies() -> [Policy; 2] {
    let bare = RETAIL_CN.text.split("[[guarantee]]").next().unwrap();
    let refusing =
        "\n[[rule]]\nid = \"no\"\nwhen = { amount_from = \"0.01\" }\nrequire = { refuse = true }\n";
    [bare.to_owned(), bare.to_owned() + refusing]
        .map(|text| Policy::from_toml("p.toml", &text).unwrap_or_else(|findings| panic!("{findings}")).policy)
}

/// One test, because it counts the memory of the whole process.
#[test]
fn threads_decide_by_one_whole_policy_while_ten_thousand_swaps_return_their_memory() {
    let [usual, refusing] = policies();
    let request = stepup::request::Request::new(people::calm(10_000)).unwrap();
    let profile = people::customer();
    let answer = |policy: &Policy| (*policy.identity(), policy.decide(&request, &profile).outcome());
    let expected = [&usual, &refusing].map(answer);
    assert_eq!((expected[0].1, expected[1].1), (Outcome::Allow, Outcome::Refuse), "they can be told apart");
    let handle = PolicyHandle::new(usual.clone());
    let stop = AtomicBool::new(false);
    // Decisions of each thread by each policy.
    let decided: [[AtomicU64; 2]; 3] = Default::default();
    let mut before = 0;
    std::thread::scope(|scope| {
        for mine in &decided {
            let mut reader = handle.reader();
            let (stop, request, profile, expected) = (&stop, &request, &profile, &expected);
            scope.spawn(move || {
                let mut verdict = Verdict::REFUSED;
                while !stop.load(Ordering::Relaxed) {
                    let policy = reader.policy();
                    let decision = policy.decide(request, profile);
                    policy.judge_into(decision.reading(), &mut verdict);
                    let by =
                        expected.iter().position(|(identity, _)| identity == decision.verdict().policy());
                    let by = by.expect("a policy that was in force");
                    assert_eq!((decision.outcome(), verdict.outcome()), (expected[by].1, expected[by].1));
                    mine[by].fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        for round in 0..10_000 {
            if round == 1_000 {
                before = LIVE.load(Ordering::Relaxed);
            }
            let next = if round % 2 == 0 { &refusing } else { &usual };
            drop(handle.replace(next.clone()));
        }
        // Now nothing is replaced until every thread has decided by what is in force.
        for (place, policy) in [&usual, &refusing].into_iter().enumerate() {
            drop(handle.replace(policy.clone()));
            let so_far = decided.each_ref().map(|mine| mine[place].load(Ordering::Relaxed));
            while decided
                .iter()
                .zip(so_far)
                .any(|(mine, so_far)| mine[place].load(Ordering::Relaxed) == so_far)
            {
                std::thread::yield_now();
            }
        }
        stop.store(true, Ordering::Relaxed);
    });
    let one = LIVE.load(Ordering::Relaxed);
    let spare = handle.policy();
    drop(handle.replace(usual.clone()));
    drop(spare);
    let size = LIVE.load(Ordering::Relaxed) - one;
    let grown = LIVE.load(Ordering::Relaxed) - before;
    // Each of three readers may have held one policy when memory was counted first.
    assert!(grown < 400_000 && size < 100_000, "9,000 swaps left {grown} bytes, one {size}");

    // A file that does not seal leaves the policy in force.
    let identity = *handle.policy().identity();
    for broken in ["", "schema = 1", "not toml", &RETAIL_CN.text.replace("unknown = 45", "unknown = 4")] {
        assert!(handle.reload(&Draft::read("broken.toml", broken)).is_err(), "{broken:.40}");
        assert_eq!(*handle.reader().policy().identity(), identity);
    }
    assert!(handle.reload(&Draft::read("retail-cn", RETAIL_CN.text)).is_ok());
    assert_ne!(*handle.policy().identity(), identity);
}
