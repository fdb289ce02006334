//! How fast judging and deciding are, against straight-line Rust that says the same: `cargo bench --bench decide`.

#[path = "decide/arithmetic.rs"]
mod arithmetic;
#[path = "decide/decide_floor.rs"]
mod decide_floor;
#[path = "decide/inputs.rs"]
mod inputs;
#[path = "decide/judge_floor.rs"]
mod judge_floor;
#[path = "decide/measure.rs"]
mod measure;
#[path = "decide/plain.rs"]
mod plain;
#[path = "decide/raw.rs"]
mod raw;
#[path = "decide/rules.rs"]
mod rules;
#[path = "decide/signals_floor.rs"]
mod signals_floor;
#[path = "decide/stages.rs"]
mod stages;
#[path = "decide/totals_floor.rs"]
mod totals_floor;

use std::hint::black_box;
use std::time::Duration;

use criterion::Criterion;
use decide_floor::RawDecision;
use plain::{RawReading, RawVerdict};
use raw::{RawProfile, RawRequest};
use rules::Fire;
use stepup::decision::Decision;
use stepup::document::presets::RETAIL_CN;
use stepup::fact::{Measure, Ranked, State};
use stepup::policy::Policy;
use stepup::profile::Profile;
use stepup::reading::Reading;
use stepup::request::Request;
use stepup::verdict::Verdict;

/// Different inputs.
const INPUTS: usize = 65_536;
/// Rounds over all of them, and with `--quick`.
const ROUNDS: (usize, usize) = (21, 5);
/// Times so many single decisions are timed, and with `--quick`: a million, and a quarter of one.
const PASSES: (usize, usize) = (16, 4);

/// What everything is measured on.
struct World {
    quick: bool,
    policy: Policy,
    profiles: Vec<Profile>,
    requests: Vec<(usize, Request)>,
    readings: Vec<Reading>,
}

impl World {
    fn new() -> Self {
        let policy = RETAIL_CN.seal().unwrap().policy;
        let (profiles, requests) = (inputs::profiles(), inputs::requests(1, INPUTS));
        let mut readings: Vec<Reading> =
            requests.iter().map(|(who, request)| Reading::of(request, &profiles[*who])).collect();
        // Lines that requests without missing facts never have.
        for (reading, network) in readings.iter_mut().step_by(29).zip((2..5).cycle()) {
            reading.set(Ranked::Network, Measure::known(network));
        }
        assert!(readings.iter().all(|reading| !reading.is_uncertain()), "a fact is missing");
        // Criterion knows the word too, and then measures less itself.
        let quick = std::env::args().any(|arg| arg == "--quick");
        Self { quick, policy, profiles, requests, readings }
    }

    fn rounds(&self) -> usize {
        if self.quick { ROUNDS.1 } else { ROUNDS.0 }
    }
}

fn main() {
    let world = World::new();
    describe(&world);
    judge(&world);
    decide(&world);
    policies(&world);
    missing(&world);
    stages::latencies(&world, if world.quick { PASSES.1 } else { PASSES.0 });
    stages::memory();
    groups(&world);
}

/// What the inputs are like: a floor is only as hard as they are varied.
fn describe(world: &World) {
    let verdicts: Vec<Verdict> = world.readings.iter().map(|reading| world.policy.judge(reading)).collect();
    let fired: u32 = verdicts.iter().flat_map(|v| v.fired()).map(|word| word.count_ones()).sum();
    println!(
        "{INPUTS} inputs of {} customers, {:.2} rules fire",
        world.profiles.len(),
        f64::from(fired) / INPUTS as f64
    );
    for outcome in stepup::verdict::Outcome::ALL {
        let of = verdicts.iter().filter(|verdict| verdict.outcome() == *outcome).count();
        println!("  {outcome:8} {:5.1} %", 100.0 * of as f64 / INPUTS as f64);
    }
}

/// `judge` on ready readings against straight-line Rust for the same preset.
fn judge(world: &World) {
    let identity = *world.policy.identity();
    let raw: Vec<RawReading> = world.readings.iter().map(RawReading::of).collect();
    let mut floor_says = RawVerdict::BLANK;
    for (reading, raw) in world.readings.iter().zip(&raw) {
        judge_floor::judge(raw, &identity, &mut floor_says);
        assert_eq!(floor_says, RawVerdict::of(&world.policy.judge(reading)), "{reading:?}");
    }
    let mut verdict = Verdict::REFUSED;
    let found = measure::compare(
        INPUTS,
        world.rounds(),
        |range| {
            for reading in &world.readings[range] {
                world.policy.judge_into(black_box(reading), &mut verdict);
                black_box(&mut verdict);
            }
        },
        |range| {
            for reading in &raw[range] {
                judge_floor::judge(black_box(reading), &identity, &mut floor_says);
                black_box(&mut floor_says);
            }
        },
    );
    measure::report("judge/floor", &found, 1.5);
}

/// `decide` from request and profile against straight-line Rust with its own derivation.
fn decide(world: &World) {
    let identity = *world.policy.identity();
    let raw_profiles: Vec<RawProfile> = world.profiles.iter().map(RawProfile::of).collect();
    let raw: Vec<(usize, RawRequest)> =
        world.requests.iter().map(|(who, request)| (*who, RawRequest::of(request))).collect();
    let (mut decision, mut floor_says) = (Decision::refused(), RawDecision::BLANK);
    for ((who, request), (_, raw)) in world.requests.iter().zip(&raw) {
        decide_floor::decide(raw, &raw_profiles[*who], &identity, &mut floor_says);
        world.policy.decide_into(request, &world.profiles[*who], &mut decision);
        assert_eq!(floor_says.reading, RawReading::of(decision.reading()), "{request:?}");
        assert_eq!(floor_says.verdict, RawVerdict::of(decision.verdict()), "{request:?}");
        assert_eq!(&floor_says.reference, decision.reference());
    }
    let found = measure::compare(
        INPUTS,
        world.rounds(),
        |range| {
            for (who, request) in &world.requests[range] {
                world.policy.decide_into(black_box(request), &world.profiles[*who], &mut decision);
                black_box(&mut decision);
            }
        },
        |range| {
            for (who, request) in &raw[range] {
                decide_floor::decide(black_box(request), &raw_profiles[*who], &identity, &mut floor_says);
                black_box(&mut floor_says);
            }
        },
    );
    measure::report("decide/floor", &found, 1.5);
}

/// Two policies on the same readings.
fn against(readings: &[Reading], rounds: usize, policy: &Policy, other: &Policy) -> measure::Compared {
    let (mut one, mut two) = (Verdict::REFUSED, Verdict::REFUSED);
    measure::compare(
        readings.len(),
        rounds,
        |range| {
            for reading in &readings[range] {
                policy.judge_into(black_box(reading), &mut one);
                black_box(&mut one);
            }
        },
        |range| {
            for reading in &readings[range] {
                other.judge_into(black_box(reading), &mut two);
                black_box(&mut two);
            }
        },
    )
}

/// Policies of 256 entries against the preset compiled to as many words.
fn policies(world: &World) {
    let preset = world.policy.widened().unwrap();
    // Rules about money cannot fire where none moves, so more are drawn than are needed.
    let requests = inputs::requests(2, INPUTS + INPUTS / 8);
    let readings = requests.iter().map(|(who, request)| Reading::of(request, &world.profiles[*who]));
    let moving: Vec<Reading> = readings.filter(|reading| reading.currency().is_some()).take(INPUTS).collect();
    assert_eq!(moving.len(), INPUTS, "too few of them move money");
    for (name, fire, all_facts, count, goal) in [
        ("256-none/preset", Fire::None, false, 0, 1.3),
        ("256-eight/preset", Fire::Eight, false, 8, 1.3),
        ("256-all-facts/preset", Fire::Eight, true, 8, 2.0),
        ("256-all-firing/preset", Fire::All, false, rules::RULES, 3.0),
    ] {
        let policy = rules::policy(fire, all_facts);
        for reading in &moving {
            let verdict = policy.judge(reading);
            assert_eq!(rules::fired(&policy, &verdict), count, "{name}: {verdict:?} at {reading:?}");
        }
        measure::report(name, &against(&moving, world.rounds(), &policy, &preset), goal);
    }
}

/// Readings with one to three missing facts against the same readings known.
fn missing(world: &World) {
    let mut dice = inputs::Dice(5);
    let mut holed = world.readings.clone();
    for reading in &mut holed {
        for _ in 0..=dice.below(3) {
            let fact = *dice.pick(&Ranked::SIGNALS);
            reading.set(fact, Measure::of_state(*dice.pick(&[State::Missing, State::Late, State::Invalid])));
        }
        reading.close();
        assert!(reading.is_uncertain());
    }
    let (mut one, mut two) = (Verdict::REFUSED, Verdict::REFUSED);
    let judged = |verdict: &mut Verdict, readings: &[Reading]| {
        for reading in readings {
            world.policy.judge_into(black_box(reading), verdict);
            black_box(&mut *verdict);
        }
    };
    let found = measure::compare(
        INPUTS,
        world.rounds(),
        |range| judged(&mut one, &holed[range]),
        |range| judged(&mut two, &world.readings[range]),
    );
    measure::report("judge-missing/known", &found, 2.2);
}

/// Criterion's own lines, to compare one run with another.
fn groups(world: &World) {
    let mut criterion = Criterion::default()
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(2))
        .sample_size(30)
        .configure_from_args();
    let mut verdict = Verdict::REFUSED;
    let mut readings = world.readings.iter().cycle();
    criterion.bench_function("judge", |bencher| {
        bencher.iter(|| world.policy.judge_into(readings.next().unwrap(), black_box(&mut verdict)));
    });
    let mut decision = Decision::refused();
    let mut requests = world.requests.iter().cycle();
    criterion.bench_function("decide", |bencher| {
        bencher.iter(|| {
            let (who, request) = requests.next().unwrap();
            world.policy.decide_into(request, &world.profiles[*who], black_box(&mut decision));
        });
    });
    criterion.final_summary();
}
