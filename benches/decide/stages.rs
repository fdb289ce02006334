//! What else the summary says: latencies, observing, a profile's bytes.

use std::hint::black_box;
use std::time::Instant;

use stepup::decision::Decision;
use stepup::profile::Profile;

use super::{INPUTS, World, inputs};

/// Latency of single decisions, each timed by itself, of requests that come but once. What reading the clock takes is in
/// every figure and stated; on a shared machine the scheduler is what p99.9 shows.
pub fn latencies(world: &World, passes: usize) {
    let mut decision = Decision::refused();
    let mut nanos = Vec::with_capacity(passes * INPUTS);
    for seed in (100..).take(passes) {
        // Made between the timings, so that a million of them need not be held at once.
        for (who, request) in &inputs::requests(seed, INPUTS) {
            let begun = Instant::now();
            world.policy.decide_into(black_box(request), &world.profiles[*who], &mut decision);
            black_box(&mut decision);
            nanos.push(begun.elapsed().as_nanos() as f64);
        }
    }
    let mut clock: Vec<f64> = (0..INPUTS).map(|_| Instant::now().elapsed().as_nanos() as f64).collect();
    let at = |of: &[f64], permille: usize| of[(of.len() * permille / 1_000).min(of.len() - 1)];
    clock.sort_by(f64::total_cmp);
    nanos.sort_by(f64::total_cmp);
    println!(
        "LATENCY decide p50 {:.0} ns, p99 {:.0} ns, p99.9 {:.0} ns of {} single decisions, no request twice; reading \
         the clock, {:.0} ns, is in each",
        at(&nanos, 500),
        at(&nanos, 990),
        at(&nanos, 999),
        nanos.len(),
        at(&clock, 500),
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
