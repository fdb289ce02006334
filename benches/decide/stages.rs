//! What else the summary says: latencies, observing, a profile's bytes.

use std::hint::black_box;
use std::time::Instant;

use stepup::decision::Decision;
use stepup::profile::Profile;

use super::{World, inputs};

/// Decisions of one batch: long enough to be timed, short enough to show tails.
const BATCH: usize = 64;
/// Times that the inputs are decided: a million decisions in all.
const PASSES: usize = 16;

/// Latency of a decision, from the time of batches. On a shared machine the scheduler is what p99.9 shows.
pub fn latencies(world: &World) {
    let mut decision = Decision::refused();
    let mut nanos = Vec::new();
    for batch in (0..PASSES).flat_map(|_| world.requests.chunks(BATCH)) {
        let begun = Instant::now();
        for (who, request) in batch {
            world.policy.decide_into(black_box(request), &world.profiles[*who], &mut decision);
            black_box(&mut decision);
        }
        nanos.push(begun.elapsed().as_nanos() as f64 / batch.len() as f64);
    }
    nanos.sort_by(f64::total_cmp);
    let at = |permille: usize| nanos[(nanos.len() * permille / 1_000).min(nanos.len() - 1)];
    println!(
        "LATENCY decide p50 {:.0} ns, p99 {:.0} ns, p99.9 {:.0} ns ({} decisions, batches of {BATCH})",
        at(500),
        at(990),
        at(999),
        nanos.len() * BATCH
    );
}

/// Observing an event, decoding and encoding a profile.
pub fn memory() {
    let profile = inputs::profile(3);
    let events = inputs::events(8_192);
    let observed = median(21, events.len(), || {
        let mut profile = profile.clone();
        for event in &events {
            black_box(profile.observe(black_box(event)).is_ok());
        }
    });
    let bytes = profile.encode();
    let decoded = median(21, 4_096, || {
        for _ in 0..4_096 {
            black_box(Profile::decode(black_box(&bytes)).is_ok());
        }
    });
    let encoded = median(21, 4_096, || {
        for _ in 0..4_096 {
            black_box(black_box(&profile).encode());
        }
    });
    println!("TIME observe {observed:.0} ns, profile decode {decoded:.0} ns, profile encode {encoded:.0} ns");
}

fn median(rounds: usize, calls: usize, mut work: impl FnMut()) -> f64 {
    let mut nanos: Vec<f64> = (0..rounds)
        .map(|_| {
            let begun = Instant::now();
            work();
            begun.elapsed().as_nanos() as f64 / calls as f64
        })
        .collect();
    nanos.sort_by(f64::total_cmp);
    nanos[rounds / 2]
}
