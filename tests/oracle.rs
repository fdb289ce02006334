//! `judge` and the oracle agree on random policies and random readings.

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::dice::Dice;
use common::oracle::{Oracle, Parts, Saying};
use common::{policies, readings};
use stepup::document::Draft;
use stepup::fact::{Group, Metered, Ranked};
use stepup::factor::FactorSet;
use stepup::policy::Policy;
use stepup::requirement::{Notice, Requirement};
use stepup::units::Currency;
use stepup::verdict::{Mismatch, Outcome, Verdict};

/// What the library says, in the oracle's words.
fn said(policy: &Policy, oracle: &Saying, verdict: &Verdict) -> Saying {
    let names = |set: FactorSet| set.iter().map(|factor| factor.name().to_owned()).collect::<BTreeSet<_>>();
    let parts = |requirement: &Requirement| Parts {
        rung: usize::from(requirement.rung),
        include: names(requirement.include),
        kinds: i64::from(requirement.kinds),
        distrusted: names(requirement.distrusted),
        max_age: (requirement.max_age != u32::MAX).then_some(i64::from(requirement.max_age)),
        confirm: requirement.confirm,
        hold: i64::from(requirement.hold),
        hold_days: i64::from(requirement.hold_days),
        review: i64::from(requirement.review),
        refuse: requirement.refuse,
        freeze: requirement.freeze,
        notify: Notice::ALL
            .iter()
            .filter(|notice| requirement.notify.contains(**notice))
            .map(|notice| notice.name().to_owned())
            .collect(),
    };
    let mut contributions = BTreeMap::new();
    for name in oracle.contributions.keys() {
        let points = if let Some(group) = name.strip_prefix("group ") {
            verdict.clamp(Group::from_name(group).unwrap())
        } else if let Some(fact) = Ranked::from_name(name) {
            verdict.points(fact)
        } else {
            verdict.metered_points(Metered::from_name(name).unwrap())
        };
        contributions.insert(name.clone(), i64::from(points));
    }
    let extreme = |extreme: stepup::verdict::Extreme| {
        (i64::from(extreme.score), extreme.outcome.name(), usize::from(extreme.rung))
    };
    Saying {
        score: i64::from(verdict.score()),
        levels: Ranked::ALL.iter().map(|fact| (fact.name(), usize::from(verdict.level(*fact)))).collect(),
        outcome: verdict.outcome().name(),
        demanded: parts(verdict.requirement()),
        remaining: parts(verdict.remaining()),
        fired: policy.ids(verdict.fired()).map(str::to_owned).collect(),
        ways: (0..64).filter(|bit| verdict.ways() >> bit & 1 != 0).collect(),
        routed: verdict.is_routed(),
        contributions,
        least: extreme(verdict.least()),
        most: extreme(verdict.most()),
    }
}

/// Judges `each` readings under `policies` policies, both ways; counts what came out.
fn agree(seed: u64, policies: u64, each: u64) -> BTreeMap<&'static str, u64> {
    let mut outcomes = BTreeMap::new();
    for number in 0..policies {
        let mut dice = Dice(seed.wrapping_add(number));
        let currency = Currency::from_code(["CNY", "JPY", "KWD"][dice.below(3)]).unwrap();
        let text = policies::denominated(&policies::policy(&mut dice), currency);
        let draft = Draft::read("random.toml", &text);
        let policy = match Policy::seal(&draft) {
            Ok(sealed) => sealed.policy,
            Err(findings) => panic!("seed {}: {findings}\n{text}", seed.wrapping_add(number)),
        };
        let oracle = Oracle::new(&draft);
        for turn in 0..each {
            let uncertain = if dice.chance(50) { 12 } else { 0 };
            let paid_in = if dice.chance(2) { Currency::from_code("EUR").unwrap() } else { currency };
            let reading = readings::reading_in(&mut dice, uncertain, paid_in);
            let verdict = policy.judge(&reading);
            let Some(expected) = oracle.judge(&reading) else {
                assert_eq!((verdict.mismatch(), verdict.outcome()), (Mismatch::Currency, Outcome::Refuse));
                *outcomes.entry("mismatch").or_insert(0) += 1;
                continue;
            };
            assert_eq!(verdict.mismatch(), Mismatch::None);
            let found = said(&policy, &expected, &verdict);
            assert_eq!(
                found,
                expected,
                "seed {} reading {turn}: {reading:?}\n{text}",
                seed.wrapping_add(number)
            );
            *outcomes.entry(expected.outcome).or_insert(0) += 1;
        }
    }
    outcomes
}

#[test]
fn judge_and_oracle_agree_on_a_hundred_thousand_pairs() {
    let outcomes = agree(1, 1_000, 100);
    println!("{outcomes:?}");
    assert_eq!(outcomes.values().sum::<u64>(), 100_000);
    for outcome in ["allow", "step-up", "hold", "review", "refuse", "freeze", "mismatch"] {
        assert!(outcomes.get(outcome).copied().unwrap_or(0) > 500, "too few of {outcome}: {outcomes:?}");
    }
}

#[test]
#[ignore = "ten million pairs take minutes: cargo test --release --test oracle -- --ignored"]
fn judge_and_oracle_agree_on_ten_million_pairs() {
    let outcomes = agree(1_000_000, 20_000, 500);
    println!("{outcomes:?}");
    assert_eq!(outcomes.values().sum::<u64>(), 10_000_000);
}
