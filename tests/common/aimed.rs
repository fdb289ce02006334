//! Small policies aimed at the traps of verification, one generator a trap, and questions that fall into it.

use std::fmt::Write as _;

use stepup::exemption::AtMost;
use stepup::fact::{Metered, Ranked, State};
use stepup::guarantee::{Promise, Region};
use stepup::operation::Operation;
use stepup::requirement::Requirement;
use stepup::rule::{AtLeast, Circumstances};
use stepup::signal::scale;

use super::dice::Dice;
use super::small::Small;

/// What a hasty proof gets wrong. Trap 1 is refused by the loader, 7 is about comparing, 10 about leaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trap {
    /// 2: points of facts that imply each other, in one group and across groups, at exact scores.
    TiedSums,
    /// 3: implications through a fact that nothing cuts.
    ClosedAfterBinning,
    /// 4: a state is under no implication.
    StatesUnderTheTable,
    /// 5: a rule that is certain but for its exemptions.
    ExemptionsForgotten,
    /// 6: effects that last, where silence means a level.
    OneLevelMap,
    /// 8: what a clause takes away in a group whose floor binds.
    PackingWithFloors,
    /// 9: windows of scores between the points there are.
    NarrowWindows,
}

pub const TRAPS: [Trap; 7] = [
    Trap::TiedSums,
    Trap::ClosedAfterBinning,
    Trap::StatesUnderTheTable,
    Trap::ExemptionsForgotten,
    Trap::OneLevelMap,
    Trap::PackingWithFloors,
    Trap::NarrowWindows,
];

const NONE: Requirement = Requirement::NOTHING;
const REVIEW: Requirement = Requirement { review: 1, ..NONE };
const FREEZE: Requirement = Requirement { freeze: true, ..NONE };
const HEAD: &str = "schema = 1\nname = \"aimed\"\ncurrency = \"CNY\"\n";
const REST: &str = "[risk]\nmedium = 6\nhigh = 12\ncritical = 18\n[grade]\nlow = [\"balance-query\", \"transfer\", \
     \"lower-limit\"]\nmedium = [\"wealth-purchase\", \"raise-limit\"]\nhigh = [\"loss-report\", \"card-reissue\", \
     \"lift-freeze\"]\n";

impl Trap {
    /// A policy and some questions about it.
    pub fn case(self, dice: &mut Dice) -> (Small, Vec<(Region, Promise)>) {
        match self {
            Self::TiedSums => tied_sums(dice),
            Self::ClosedAfterBinning => closed_after_binning(dice),
            Self::StatesUnderTheTable => states_under_the_table(dice),
            Self::ExemptionsForgotten => exemptions_forgotten(dice),
            Self::OneLevelMap => one_level_map(dice),
            Self::PackingWithFloors => packing_with_floors(dice),
            Self::NarrowWindows => narrow_windows(dice),
        }
    }
}

fn small(ranked: &[Ranked], metered: &[Metered], text: String) -> Small {
    Small { text, ranked: ranked.to_vec(), metered: metered.to_vec(), cuts: [2, 4] }
}

fn region(from: Vec<AtLeast>, upto: Vec<AtMost>) -> Region {
    let circumstances = Circumstances { operations: 1 << Operation::Transfer.code(), ..Circumstances::ANY };
    Region { from, upto, circumstances }
}

/// A window of scores, of some width.
fn window(least: i64, width: i64) -> Region {
    region(
        vec![AtLeast::Metered(Metered::Score, least)],
        vec![AtMost::Metered(Metered::Score, least + width)],
    )
}

/// Rising points for the levels of a fact.
fn column(dice: &mut Dice, text: &mut String, fact: Ranked, steps: &[i64]) {
    let _ = writeln!(text, "[scorecard.{fact}]");
    let mut points = 0;
    for level in scale(fact).levels {
        let _ = writeln!(text, "{} = {points}", level.name);
        points += *dice.pick(steps);
    }
}

/// Points at two cuts of a metered fact.
fn steps(dice: &mut Dice, text: &mut String, fact: Metered) {
    let count = matches!(fact, Metered::NewPayees24h | Metered::Count1h | Metered::Count24h);
    let cut = |value: i64| if count { format!("{value}") } else { format!("0.{value:02}") };
    let first = dice.between(1, 9);
    let second = first + dice.between(1, 9);
    let _ = writeln!(text, "[scorecard.{fact}]\n\"{}\" = {first}\n\"{}\" = {second}", cut(2), cut(4));
}

fn rule(text: &mut String, id: &str, when: &str, require: &str) {
    let _ = write!(text, "[[rule]]\nid = \"{id}\"\nwhen = {{ {when} }}\nrequire = {{ {require} }}\n");
}

fn tied_sums(dice: &mut Dice) -> (Small, Vec<(Region, Promise)>) {
    let mut text = HEAD.to_owned();
    let across = dice.chance(50);
    let (ranked, metered): (&[Ranked], &[Metered]) = if across {
        (&[Ranked::Coercion, Ranked::Payee], &[Metered::NewPayees24h])
    } else {
        (&[], &[Metered::Amount, Metered::Total24hPayee, Metered::Total24h])
    };
    for fact in ranked {
        column(dice, &mut text, *fact, &[0, 3, 7]);
        // Where a state could stand in for any level, nothing would be tied.
        let _ = writeln!(text, "[state.{fact}]\nnot-applicable = \"{}\"", scale(*fact).levels[0].name);
    }
    metered.iter().for_each(|fact| steps(dice, &mut text, *fact));
    text.push_str(REST);
    rule(&mut text, "never", "score_from = 200", "review = 1");
    let questions = (0..10).map(|_| {
        let exact = dice.between(0, 30);
        (window(exact, dice.between(0, 1)), Promise::AtLeast(REVIEW))
    });
    let questions = questions.collect();
    (small(ranked, metered, text), questions)
}

fn closed_after_binning(dice: &mut Dice) -> (Small, Vec<(Region, Promise)>) {
    let mut text = HEAD.to_owned();
    text.push_str(REST);
    // The payee's total stands between the two, and nothing names it.
    let total = *dice.pick(&["total_24h", "attempted_24h", "count_24h"]);
    let (low, high, facts) = match total {
        "count_24h" => (Metered::Count1h, Metered::Count24h, ["count_1h", "count_24h"]),
        "total_24h" => (Metered::Amount, Metered::Total24h, ["amount", "total_24h"]),
        _ => (Metered::Amount, Metered::Attempted24h, ["amount", "attempted_24h"]),
    };
    let cut = |value: i64| {
        if high == Metered::Count24h { format!("{value}") } else { format!("\"0.{value:02}\"") }
    };
    let line = dice.between(1, 5);
    rule(&mut text, "total", &format!("{}_from = {}", facts[1], cut(line)), "review = 1");
    if dice.chance(50) {
        rule(
            &mut text,
            "single",
            &format!("{}_from = {}", facts[0], cut(dice.between(1, 5))),
            "confirm = true",
        );
    }
    let questions = (0..6).map(|_| {
        let from = vec![AtLeast::Metered(low, dice.between(0, 6))];
        let upto = if dice.chance(30) { vec![AtMost::Metered(high, dice.between(0, 6))] } else { Vec::new() };
        (region(from, upto), Promise::AtLeast(REVIEW))
    });
    let questions = questions.collect();
    (small(&[], &[low, high], text), questions)
}

fn states_under_the_table(dice: &mut Dice) -> (Small, Vec<(Region, Promise)>) {
    let mut text = HEAD.to_owned();
    let levels = scale(Ranked::Payee).levels;
    let state =
        *dice.pick(&[State::NotApplicable, State::Unlearned, State::Missing, State::Late, State::Invalid]);
    let _ = writeln!(text, "[state.payee]\n{state} = \"{}\"", levels[dice.below(levels.len() - 1)].name);
    text.push_str(REST);
    let level = levels[1 + dice.below(levels.len() - 1)].name;
    rule(&mut text, "payee", &format!("payee_from = \"{level}\""), "review = 1");
    if dice.chance(40) {
        rule(&mut text, "new", "new_payees_24h_from = 1", "review = 1");
    }
    let questions = (0..6).map(|_| {
        let mut from = vec![AtLeast::Ranked(Ranked::Coercion, u8::try_from(dice.below(4)).unwrap())];
        if dice.chance(50) {
            from.push(AtLeast::Ranked(Ranked::Payee, u8::try_from(dice.below(levels.len())).unwrap()));
        }
        (region(from, Vec::new()), Promise::AtLeast(REVIEW))
    });
    let questions = questions.collect();
    (small(&[Ranked::Coercion, Ranked::Payee], &[Metered::NewPayees24h], text), questions)
}

fn exemptions_forgotten(dice: &mut Dice) -> (Small, Vec<(Region, Promise)>) {
    let mut text = HEAD.to_owned();
    column(dice, &mut text, Ranked::Device, &[0, 5]);
    text.push_str(REST);
    let named = |dice: &mut Dice, fact: Ranked| dice.pick(scale(fact).levels).name;
    let device = named(dice, Ranked::Device);
    rule(&mut text, "r", &format!("device_from = \"{device}\""), "review = 1");
    for number in 0..=dice.below(2) {
        let bound = if dice.chance(35) {
            format!("score_upto = {}", dice.between(-1, 12))
        } else {
            format!("network_upto = \"{}\"", named(dice, Ranked::Network))
        };
        let more = if dice.chance(40) { ", amount_upto = \"0.02\"" } else { "" };
        let _ = write!(
            text,
            "[[exemption]]\nid = \"e{number}\"\nholds_while = {{ {bound}{more} }}\nfrom = [\"r\"]\n"
        );
    }
    let level = |dice: &mut Dice, fact: Ranked| u8::try_from(dice.below(scale(fact).levels.len())).unwrap();
    let questions = (0..8).map(|_| {
        let mut from = vec![AtLeast::Ranked(Ranked::Device, level(dice, Ranked::Device))];
        if dice.chance(60) {
            from.push(AtLeast::Ranked(Ranked::Network, level(dice, Ranked::Network)));
        }
        if dice.chance(30) {
            from.push(AtLeast::Metered(Metered::Amount, dice.between(0, 4)));
        }
        let most = if dice.chance(50) { NONE } else { REVIEW };
        let promise = if dice.chance(60) { Promise::AtLeast(REVIEW) } else { Promise::AtMost(most) };
        (region(from, Vec::new()), promise)
    });
    let questions = questions.collect();
    (small(&[Ranked::Device, Ranked::Network], &[Metered::Amount], text), questions)
}

fn one_level_map(dice: &mut Dice) -> (Small, Vec<(Region, Promise)>) {
    let mut text = HEAD.to_owned();
    column(dice, &mut text, Ranked::Device, &[0, 3, 5]);
    column(dice, &mut text, Ranked::PayeeCheck, &[0, 4]);
    let worst = scale(Ranked::Device).worst_unaccused();
    let level = scale(Ranked::Device).levels[dice.below(usize::from(worst) + 1)].name;
    let _ = writeln!(text, "[state.device]\nmissing = \"{level}\"");
    text.push_str(REST);
    let device = dice.pick(scale(Ranked::Device).levels).name;
    let when = if dice.chance(50) {
        format!("device_from = \"{device}\"")
    } else {
        format!("score_from = {}", dice.between(2, 14))
    };
    rule(&mut text, "f", &when, "freeze = true, review = 1");
    if dice.chance(40) {
        let _ = write!(
            text,
            "[[exemption]]\nid = \"e\"\nholds_while = {{ score_upto = {} }}\nfrom = [\"f\"]\n",
            dice.between(0, 9)
        );
    }
    let questions = (0..8).map(|_| {
        let least = dice.between(0, 12);
        let mut asked = window(least, dice.between(0, 6));
        if dice.chance(50) {
            let level = u8::try_from(dice.below(6)).unwrap();
            asked = region(vec![AtLeast::Ranked(Ranked::Device, level)], Vec::new());
        }
        let promise = if dice.chance(60) { Promise::AtLeast(FREEZE) } else { Promise::AtMost(REVIEW) };
        (asked, promise)
    });
    let questions = questions.collect();
    (small(&[Ranked::Device, Ranked::PayeeCheck], &[], text), questions)
}

fn packing_with_floors(dice: &mut Dice) -> (Small, Vec<(Region, Promise)>) {
    let mut text = HEAD.to_owned();
    // Two facts of one group, one of them with points below zero.
    let _ = writeln!(text, "[scorecard.coercion]\nnone = {}\npossible = 0\n", -dice.between(0, 12));
    let text_levels = ["likely", "reported"];
    let mut points = dice.between(0, 6);
    for level in text_levels {
        let _ = writeln!(text, "{level} = {points}");
        points += dice.between(0, 6);
    }
    column(dice, &mut text, Ranked::Attempts, &[0, 3, 5]);
    column(dice, &mut text, Ranked::Network, &[2, 5]);
    let _ = writeln!(text, "[group.conduct]\nfloor = {}\ncap = {}", -dice.between(0, 4), dice.between(3, 20));
    text.push_str(REST);
    let named = |dice: &mut Dice, fact: Ranked| dice.pick(scale(fact).levels).name;
    for number in 0..2 + dice.below(3) {
        let fact = *dice.pick(&[Ranked::Coercion, Ranked::Attempts, Ranked::Network]);
        let mut when = format!("{fact}_from = \"{}\"", named(dice, fact));
        if dice.chance(60) {
            let other = *dice.pick(&[Ranked::Coercion, Ranked::Attempts, Ranked::Network]);
            if other != fact {
                let _ = write!(when, ", {other}_from = \"{}\"", named(dice, other));
            }
        }
        rule(&mut text, &format!("r{number}"), &when, "review = 1");
    }
    let questions = (0..8).map(|_| {
        let least = dice.between(-6, 24);
        let from = vec![AtLeast::Metered(Metered::Score, least)];
        (region(from, Vec::new()), Promise::AtLeast(REVIEW))
    });
    let questions = questions.collect();
    (small(&[Ranked::Coercion, Ranked::Attempts, Ranked::Network], &[], text), questions)
}

fn narrow_windows(dice: &mut Dice) -> (Small, Vec<(Region, Promise)>) {
    let mut text = HEAD.to_owned();
    let facts = [Ranked::Device, Ranked::Network, Ranked::Alert];
    facts.iter().for_each(|fact| column(dice, &mut text, *fact, &[5, 10]));
    text.push_str(REST);
    let level = dice.pick(scale(Ranked::Alert).levels).name;
    rule(&mut text, "r", &format!("alert_from = \"{level}\""), "review = 1");
    let questions = (0..8).map(|_| {
        let least = dice.between(0, 60);
        (window(least, dice.between(0, 5)), Promise::AtLeast(REVIEW))
    });
    let questions = questions.collect();
    (small(&facts, &[], text), questions)
}
