//! The presets seal, and what `retail-cn` guarantees holds at the corners that decide it.

mod common;

use common::dice::Dice;
use common::readings;
use stepup::document::presets::{PRESETS, RETAIL_CN};
use stepup::fact::{Measure, Metered, Ranked};
use stepup::finding::Code;
use stepup::operation::Operation;
use stepup::policy::Policy;
use stepup::reading::Reading;
use stepup::requirement::Requirement;
use stepup::signal::scale;

fn retail() -> Policy {
    RETAIL_CN.seal().unwrap().policy
}

#[test]
fn every_preset_seals_with_nothing_but_unproved_guarantees() {
    for preset in PRESETS {
        let sealed = preset.seal().unwrap_or_else(|findings| panic!("{findings}"));
        assert_eq!(sealed.policy.name(), preset.name);
        assert!(
            sealed.findings.0.iter().all(|finding| finding.code == Code::Unproved),
            "{}",
            sealed.findings
        );
    }
}

/// Readings of a region: random, then brought to its bounds.
fn region(dice: &mut Dice, bounds: impl Fn(&mut Reading)) -> Reading {
    loop {
        let mut reading = readings::reading(dice, 10);
        if reading.operation() != Operation::Transfer {
            continue;
        }
        bounds(&mut reading);
        reading.close();
        return reading;
    }
}

fn at_least_level(reading: &mut Reading, fact: Ranked, name: &str) {
    let scale = scale(fact);
    let level = usize::from(scale.level(name).unwrap());
    let least = level.checked_sub(1).map_or(0, |below| scale.edges[below]);
    if reading.measure(fact).value().is_none_or(|value| value < least) {
        reading.set(fact, Measure::known(least));
    }
}

fn at_most_level(reading: &mut Reading, fact: Ranked, name: &str) {
    let scale = scale(fact);
    let level = usize::from(scale.level(name).unwrap());
    let most = scale.edges.get(level).map_or(scale.largest(), |next| next - 1);
    if reading.measure(fact).value().is_none_or(|value| value > most) {
        reading.set(fact, Measure::known(most));
    }
}

#[test]
fn no_quick_exit_holds_for_a_hundred_thousand_readings_of_its_region() {
    let (policy, mut dice) = (retail(), Dice(1));
    let hold = Requirement { rung: 2, hold: 7_200, ..Requirement::NOTHING };
    for _ in 0..100_000 {
        let reading = region(&mut dice, |reading| {
            at_least_level(reading, Ranked::Device, "fresh");
            reading.set_metered(Metered::TotalDayNewDevice, 0);
            let amount = reading.metered(Metered::Amount).unwrap_or(0).max(5_000_000);
            reading.set_metered(Metered::Amount, amount);
            reading.set_metered(Metered::Total24hPayee, amount);
        });
        assert!(policy.judge(&reading).requirement().is_at_least(hold), "{reading:?}");
    }
}

#[test]
fn everyday_is_easy_holds_for_a_hundred_thousand_readings_of_its_region() {
    let (policy, mut dice) = (retail(), Dice(2));
    let mut inside = 0;
    for _ in 0..100_000 {
        let calm: Vec<Ranked> = dice.some(&Ranked::SIGNALS, 88);
        let reading = region(&mut dice, |reading| {
            calm.iter().for_each(|fact| reading.set(*fact, Measure::known(0)));
            for (fact, level) in [
                (Ranked::Attempts, "few"),
                (Ranked::Frozen, "no"),
                (Ranked::OwnLimit, "within"),
                (Ranked::Integrity, "rooted"),
                (Ranked::Coercion, "possible"),
                (Ranked::PayeeRecord, "fresh"),
                (Ranked::PayeeCheck, "no-match"),
                (Ranked::Alert, "credential-change"),
                (Ranked::Device, "recent"),
                (Ranked::Travel, "fast"),
                (Ranked::Place, "same-country"),
            ] {
                at_most_level(reading, fact, level);
            }
            for fact in [Metered::Amount, Metered::Total24hPayee, Metered::Total24h, Metered::TotalDay] {
                reading.set_metered(fact, 19_999);
            }
            reading.set_metered(Metered::TotalDayNewDevice, 19_999);
        });
        let verdict = policy.judge(&reading);
        if verdict.level(Ranked::Risk) == 0 {
            inside += 1;
            let asked = Requirement { distrusted: verdict.requirement().distrusted, ..Requirement::NOTHING };
            assert_eq!(*verdict.requirement(), asked, "{reading:?}");
        }
    }
    assert!(inside > 5_000, "{inside} readings lay in the region");
}
