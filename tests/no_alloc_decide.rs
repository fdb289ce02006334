//! Deciding and judging allocate nothing, whatever is missing, whatever does not belong together, however large the policy.

mod common;
#[path = "common/counting.rs"]
mod counting;

use std::collections::BTreeSet;

use common::dice::Dice;
use common::{messages, people, policies, readings};
use counting::allocations;
use stepup::decision::Decision;
use stepup::document::presets::RETAIL_CN;
use stepup::fact::Given;
use stepup::id::Pseudonym;
use stepup::policy::{MAX_ENTRIES, Policy};
use stepup::profile::Profile;
use stepup::request::Request;
use stepup::verdict::{Mismatch, Outcome, Verdict};

/// Calm requests, requests with every fact in every state, and some of another customer, key or currency.
fn requests(dice: &mut Dice, profile: &Profile, count: usize) -> Vec<Request> {
    let mut all = Vec::new();
    while all.len() < count {
        let mut fields =
            if dice.chance(50) { people::calm(dice.between(1, 100_000_000)) } else { messages::fields(dice) };
        (fields.customer, fields.key_id) = (profile.customer(), profile.key_id());
        match dice.below(30) {
            0 => fields.customer = Pseudonym::from_bytes([7; 16]),
            1 => fields.key_id += 1,
            2 => fields.device = Given::Missing,
            3 => fields.payee_check = Given::Late,
            _ => {}
        }
        all.push(Request::new(fields).unwrap());
    }
    all
}

#[test]
fn the_allocator_counts_at_all() {
    assert_eq!(allocations(|| drop(std::hint::black_box(Box::new(1)))), 1);
}

#[test]
fn deciding_allocates_nothing_whatever_is_missing_or_does_not_belong_together() {
    let policy = RETAIL_CN.seal().unwrap().policy;
    let profile = people::customer();
    let requests = requests(&mut Dice(1), &profile, 40_000);
    let mut decision = Decision::refused();
    let (mut outcomes, mut mismatches, mut uncertain) = ([0_u32; 7], [0_u32; 4], [0_u32; 2]);
    let counted = allocations(|| {
        for request in &requests {
            policy.decide_into(request, &profile, &mut decision);
            outcomes[usize::from(decision.outcome().rank())] += 1;
            let mismatch = match decision.verdict().mismatch() {
                Mismatch::None => 0,
                Mismatch::Customer => 1,
                Mismatch::Key => 2,
                _ => 3,
            };
            mismatches[mismatch] += 1;
            uncertain[usize::from(decision.verdict().is_uncertain())] += 1;
        }
    });
    assert_eq!(counted, 0);
    // Every branch was walked, or the zero says nothing.
    let outcome = |outcome: Outcome| outcomes[usize::from(outcome.rank())];
    assert!(Outcome::ALL.iter().all(|it| *it == Outcome::Confirm || outcome(*it) > 10), "{outcomes:?}");
    assert!(mismatches.iter().all(|count| *count > 500), "{mismatches:?}");
    assert!(uncertain.iter().all(|count| *count > 5_000), "{uncertain:?}");
}

#[test]
fn judging_by_a_policy_as_large_as_one_may_be_allocates_nothing() {
    let mut fired = BTreeSet::new();
    for seed in 0..8 {
        let mut dice = Dice(seed);
        // Of every second policy most rules fire.
        let always = if seed % 2 == 0 { 200 } else { 0 };
        let mut text = policies::policy_of(&mut dice, MAX_ENTRIES - always);
        for number in 1..=always {
            let when = "when = { device_from = \"trusted\", place_from = \"usual\" }";
            text +=
                &format!("\n[[rule]]\nid = \"a{number}\"\n{when}\nrequire = {{ hold = \"{number}min\" }}\n");
        }
        let policy = Policy::from_toml("large.toml", &text).unwrap().policy;
        assert_eq!(policy.rules().len() + policy.exemptions().len(), MAX_ENTRIES);
        let readings: Vec<_> = (0..1_000).map(|number| readings::reading(&mut dice, number % 40)).collect();
        let mut verdict = Verdict::REFUSED;
        let mut counts = Vec::with_capacity(readings.len());
        let counted = allocations(|| {
            for reading in &readings {
                policy.judge_into(reading, &mut verdict);
                counts.push(verdict.fired().iter().map(|word| word.count_ones()).sum::<u32>());
            }
        });
        assert_eq!(counted, 0, "seed {seed}");
        fired.extend(counts);
    }
    // Few rules are joined one by one, many part by part: both ways were walked.
    assert!(fired.first().is_some_and(|least| *least < 16), "{fired:?}");
    assert!(fired.last().is_some_and(|most| *most > 200), "{fired:?}");
}
