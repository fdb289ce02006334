//! `judge` and the oracle agree on random policies and random readings.

mod common;

use std::collections::BTreeMap;

use common::dice::Dice;
use common::oracle::Oracle;
use common::said::said;
use common::{policies, readings};
use stepup::document::Draft;
use stepup::policy::Policy;
use stepup::units::Currency;
use stepup::verdict::{Mismatch, Outcome};

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
        assert!(outcomes.get(outcome).copied().unwrap_or(0) > 400, "too few of {outcome}: {outcomes:?}");
    }
}

#[test]
#[ignore = "ten million pairs take minutes: cargo test --release --test oracle -- --ignored"]
fn judge_and_oracle_agree_on_ten_million_pairs() {
    let outcomes = agree(1_000_000, 20_000, 500);
    println!("{outcomes:?}");
    assert_eq!(outcomes.values().sum::<u64>(), 10_000_000);
}
