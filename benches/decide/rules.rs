//! Policies as full as one may be: the preset's scorecard, ladder, distrusts and exemption, and 253 distinct rules of two
//! to four conditions, made by dice; 256 entries in all.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use stepup::document::presets::RETAIL_CN;
use stepup::fact::{MeterUnit, Metered, Ranked};
use stepup::policy::{MAX_ENTRIES, Policy};
use stepup::signal::scale;
use stepup::verdict::Verdict;

use super::inputs::Dice;

/// Which of the rules fire.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Fire {
    None,
    /// Every 32nd, from the sixth on.
    Eight,
    All,
}

/// Rules beside the preset's two distrusts and its exemption.
pub const RULES: usize = MAX_ENTRIES - 3;

/// Ranked facts that the preset's rules name.
const NAMED: [Ranked; 19] = [
    Ranked::OwnLimit,
    Ranked::Risk,
    Ranked::Device,
    Ranked::Travel,
    Ranked::Alert,
    Ranked::Integrity,
    Ranked::Coercion,
    Ranked::Drain,
    Ranked::PassThrough,
    Ranked::PayeeCheck,
    Ranked::PayeeRecord,
    Ranked::Grade,
    Ranked::Frozen,
    Ranked::Place,
    Ranked::AmountHabit,
    Ranked::Attempts,
    Ranked::SimAge,
    Ranked::EnrolmentAge,
    Ranked::Payee,
];

/// Metered facts that the preset's rules name.
const METERED: [Metered; 5] = [
    Metered::Amount,
    Metered::Total24h,
    Metered::Total24hPayee,
    Metered::TotalDay,
    Metered::TotalDayNewDevice,
];

/// A policy of as many rules as there may be, over the facts that the preset names, or over all facts.
pub fn policy(fire: Fire, all_facts: bool) -> Policy {
    let head = RETAIL_CN.text.split("[[rule]]").next().unwrap();
    let mut text = head.to_owned();
    let mut dice = Dice(7);
    let ranked: Vec<Ranked> = if all_facts { Ranked::ALL.to_vec() } else { NAMED.to_vec() };
    let metered: Vec<Metered> = if all_facts { Metered::ALL.to_vec() } else { METERED.to_vec() };
    let mut seen = BTreeSet::new();
    for number in 0..RULES {
        let fires = match fire {
            Fire::None => false,
            Fire::Eight => number % 32 == 5,
            Fire::All => true,
        };
        let when = loop {
            let mut rows = conditions(&mut dice, number, fires, &ranked, &metered);
            rows.sort();
            // Equal conditions would be one rule said twice.
            if seen.insert(rows.clone()) {
                break rows.join(", ");
            }
        };
        let _ = write!(text, "[[rule]]\nid = \"r{number}\"\nwhen = {{ {when} }}\n");
        let _ = write!(text, "require = {{ {} }}\n\n", demand(&mut dice, number));
    }
    assert_eq!(seen.len(), RULES, "distinct");
    // The preset's own, but that its exemption now takes away a rule of ours, one of the eight.
    let tail = &RETAIL_CN.text[RETAIL_CN.text.find("[[distrust]]").unwrap()..];
    text.push_str(&tail.split("[[guarantee]]").next().unwrap().replace("[\"password-free\"]", "[\"r5\"]"));
    let policy =
        Policy::from_toml("rules.toml", &text).unwrap_or_else(|findings| panic!("{findings}")).policy;
    assert_eq!(policy.rules().len() + policy.exemptions().len(), MAX_ENTRIES, "as many as there may be");
    policy
}

/// How many of the rules fired, one that was exempt counted too.
pub fn fired(policy: &Policy, verdict: &Verdict) -> usize {
    let is_ours = |id: &&str| id.strip_prefix('r').is_some_and(|rest| rest.parse::<usize>().is_ok());
    policy.ids(verdict.fired()).filter(|id| is_ours(id) || *id == "trusted-payee").count()
}

/// Two to four conditions. A rule that must not fire asks for more money than any input moves; one that must fire asks
/// for the least levels. Every fact is named by some rule.
fn conditions(
    dice: &mut Dice,
    number: usize,
    fires: bool,
    ranked: &[Ranked],
    metered: &[Metered],
) -> Vec<String> {
    let mut facts: Vec<Ranked> = vec![ranked[number % ranked.len()]];
    for _ in 0..=dice.below(2) {
        let fact = *dice.pick(ranked);
        if !facts.contains(&fact) {
            facts.push(fact);
        }
    }
    let mut rows = Vec::new();
    for fact in facts {
        let levels = scale(fact).levels;
        let place = if fires { 0 } else { dice.below(u32::try_from(levels.len()).unwrap()) };
        let level = levels[usize::try_from(place).unwrap()].name;
        let key = if fact == Ranked::Tier { "upto" } else { "from" };
        rows.push(format!("{fact}_{key} = \"{level}\""));
    }
    let fact = metered[number % metered.len()];
    let step = i64::try_from(number / metered.len() % 11).unwrap();
    if !fires {
        rows.push(format!("{fact}_from = {}", beyond(fact, step)));
        if matches!(fact.unit(), MeterUnit::Seconds | MeterUnit::Count) {
            // A customer who never proved anything is beyond every age, a count that memory lost beyond every count.
            rows.push(format!("amount_from = {}", beyond(Metered::Amount, step)));
        }
    } else if rows.len() < 2 || fact == Metered::Score || dice.chance(500) {
        let least = if fact.unit() == MeterUnit::Points { -8_000 + step } else { 0 };
        rows.push(format!("{fact}_from = {}", written(fact, least)));
    }
    rows
}

/// More than any input has.
fn beyond(fact: Metered, step: i64) -> String {
    let most = match fact.unit() {
        MeterUnit::Money => 5_000_000_000_000 + step * 100_000,
        MeterUnit::Count => 30_000 + step,
        MeterUnit::Seconds => 2_000_000_000 + step,
        MeterUnit::Points => 2_000 + step,
    };
    written(fact, most)
}

fn written(fact: Metered, value: i64) -> String {
    match fact.unit() {
        MeterUnit::Money => format!("\"{}.{:02}\"", value / 100, value % 100),
        MeterUnit::Seconds => format!("\"{value}s\""),
        _ => value.to_string(),
    }
}

fn demand(dice: &mut Dice, number: usize) -> String {
    let hours = 1 + number % 24;
    let mut rows = vec![format!("hold = \"{hours}h\"")];
    let all =
        ["rung = \"face\"", "rung = \"face+sms\"", "confirm = true", "review = 1", "notify = [\"agent\"]"];
    for row in [all[usize::try_from(dice.below(2)).unwrap()], all[number % 3 + 2]] {
        if dice.chance(500) {
            rows.push(row.to_owned());
        }
    }
    rows.join(", ")
}
