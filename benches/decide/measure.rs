//! Two works timed side by side: chunks in turn, a ratio a round, the median of the rounds.

use std::time::{Duration, Instant};

/// Inputs of one chunk: long enough that reading the clock does not count, short enough that neighbours hit both works.
pub const CHUNK: usize = 2_048;

/// What comparing found: nanoseconds a call of both, and the ratio with its quartiles.
pub struct Compared {
    pub ratio: f64,
    pub quartiles: (f64, f64),
    pub candidate_ns: f64,
    pub floor_ns: f64,
}

/// Times two works that each take a range of inputs, chunk by chunk in turn, which of the two first changing each time.
pub fn compare(
    inputs: usize,
    rounds: usize,
    mut candidate: impl FnMut(std::ops::Range<usize>),
    mut floor: impl FnMut(std::ops::Range<usize>),
) -> Compared {
    let mut timed = Vec::new();
    for round in 0..=rounds {
        let (mut one, mut two) = (Duration::ZERO, Duration::ZERO);
        for (turn, start) in (0..inputs).step_by(CHUNK).enumerate() {
            let range = start..(start + CHUNK).min(inputs);
            if turn % 2 == 0 {
                one += time(|| candidate(range.clone()));
                two += time(|| floor(range));
            } else {
                two += time(|| floor(range.clone()));
                one += time(|| candidate(range));
            }
        }
        // The first round warms up.
        if round > 0 {
            timed.push((one.as_secs_f64(), two.as_secs_f64()));
        }
    }
    let per_call = 1e9 / inputs as f64;
    let of = |which: fn(&(f64, f64)) -> f64| {
        let mut all: Vec<f64> = timed.iter().map(which).collect();
        all.sort_by(f64::total_cmp);
        all
    };
    let ratios = of(|(one, two)| one / two);
    Compared {
        ratio: ratios[ratios.len() / 2],
        quartiles: (ratios[ratios.len() / 4], ratios[ratios.len() * 3 / 4]),
        candidate_ns: of(|(one, _)| *one)[rounds / 2] * per_call,
        floor_ns: of(|(_, two)| *two)[rounds / 2] * per_call,
    }
}

fn time(work: impl FnOnce()) -> Duration {
    let begun = Instant::now();
    work();
    begun.elapsed()
}

/// The line that a reader, or a script, looks for; the goal beside it.
pub fn report(name: &str, found: &Compared, goal: f64) {
    let met = if found.ratio <= goal { "met" } else { "MISSED" };
    println!("RATIO {name} {:.3}", found.ratio);
    println!(
        "      {name}: {:.0} ns against {:.0} ns, quartiles {:.3} and {:.3}, goal {goal:.1} {met}",
        found.candidate_ns, found.floor_ns, found.quartiles.0, found.quartiles.1
    );
}
