//! Outcome over amount and risk: what is asked at each amount and score, by the rules themselves.
//!
//! A cell says what is asked of the first transfer of the day, on the app at noon, to a payee who was paid before, by a
//! customer without flags, whose score is in its row and of whom every other fact is at its least, whatever it was that
//! made the score. As much is asked of every such transfer with that amount and score or more, and to a newer payee.

use maud::{Markup, html};
use stepup::exemption::AtMost;
use stepup::fact::{MeterUnit, Metered, Ranked, State};
use stepup::finding::Said;
use stepup::operation::{Channel, CustomerFlags, Operation};
use stepup::policy::Policy;
use stepup::requirement::Requirement;
use stepup::rule::{AtLeast, Circumstances};
use stepup::signal::scale;
use stepup::verdict::Outcome;

use super::super::plain::{self, joined};
use super::super::words::money;
use super::{Shown, both, words};

/// Minute of the day that is looked at.
pub const NOON: u16 = 720;

/// What customers of some tiers, who are asked alike, are asked.
#[derive(Debug)]
pub struct Map {
    /// Their tiers, as levels.
    pub tiers: Vec<u8>,
    /// What they do, and the least amount, in minor units, of each column.
    pub columns: Vec<(Operation, i64)>,
    /// The least score of each row, the highest row first.
    pub scores: Vec<i64>,
    /// What is asked, by row and column.
    pub cells: Vec<Vec<Requirement>>,
}

/// A place on a map.
#[derive(Clone, Copy, Debug)]
pub struct Spot {
    pub operation: Operation,
    pub tier: u8,
    /// Minor units.
    pub amount: i64,
    pub score: i64,
    /// The band of that score.
    pub risk: u8,
    /// The level that a payee stands for where there is none.
    pub no_payee: u8,
}

/// The level of a payee who was paid before.
pub const PAID_BEFORE: u8 = 2;

/// The level that the policy gives a payee where there is none.
fn no_payee(shown: &Shown) -> u8 {
    let table = shown.tree.get("state").and_then(|at| at.value.get(Ranked::Payee.name()));
    let named = table.and_then(|at| at.value.get(State::NotApplicable.name()));
    let level = named.and_then(|at| scale(Ranked::Payee).level(at.value.text()?));
    level.unwrap_or(scale(Ranked::Payee).of_state(State::NotApplicable))
}

/// The band of a score, by the least scores of the bands above the first.
pub fn risk(bands: &[i64], score: i64) -> u8 {
    u8::try_from(bands.iter().filter(|least| score >= **least).count()).unwrap_or(u8::MAX)
}

/// One map for each operation that moves money, and one for all that move none; tiers that are asked alike share one.
pub fn maps(shown: &Shown) -> Vec<Map> {
    let (policy, no_payee) = (shown.policy(), no_payee(shown));
    let amounts = amounts(policy);
    let (moving, still): (Vec<Operation>, Vec<Operation>) =
        Operation::ALL.iter().partition(|operation| operation.moves_money());
    let of_money =
        moving.iter().map(|operation| amounts.iter().map(|amount| (*operation, *amount)).collect());
    let of_all: Vec<Vec<(Operation, i64)>> =
        of_money.chain([still.iter().map(|operation| (*operation, 0)).collect()]).collect();
    let mut maps: Vec<Map> = Vec::new();
    for columns in of_all {
        let first = maps.len();
        for tier in (0..=scale(Ranked::Tier).top()).rev() {
            let map = map(shown, &columns, tier, no_payee);
            let same = maps.iter_mut().skip(first).find(|known| {
                (&known.cells, &known.columns, &known.scores) == (&map.cells, &map.columns, &map.scores)
            });
            match same {
                Some(known) => known.tiers.push(tier),
                None => maps.push(map),
            }
        }
    }
    maps
}

fn map(shown: &Shown, columns: &[(Operation, i64)], tier: u8, no_payee: u8) -> Map {
    let (policy, bands) = (shown.policy(), &shown.bands);
    let mut scores = scores(policy, bands);
    scores.reverse();
    let at = |score: i64, (operation, amount): (Operation, i64)| {
        demand(policy, Spot { operation, tier, amount, score, risk: risk(bands, score), no_payee })
    };
    let row = |score: &i64| columns.iter().map(|column| at(*score, *column)).collect();
    let cells: Vec<Vec<Requirement>> = scores.iter().map(row).collect();
    // WHY: two scores or amounts of which the same is asked are one to who looks; a row keeps its band. Of rows alike the
    // last is kept, since the highest row is the first and a row is called by its least score.
    let band = |at: usize| scores.get(at).map(|score| risk(bands, *score));
    let is_last = |at: &usize| cells.get(*at) != cells.get(at + 1) || band(*at) != band(at + 1);
    let rows: Vec<usize> = (0..scores.len()).filter(is_last).collect();
    let column = |at: usize| cells.iter().map(|row| row.get(at).copied()).collect::<Vec<_>>();
    let named = |at: usize| columns.get(at).map(|(operation, _)| *operation);
    let begins = |at: &usize| *at == 0 || named(*at) != named(at - 1) || column(*at) != column(at - 1);
    let kept: Vec<usize> = (0..columns.len()).filter(begins).collect();
    Map {
        tiers: vec![tier],
        columns: kept.iter().filter_map(|at| columns.get(*at).copied()).collect(),
        scores: rows.iter().filter_map(|at| scores.get(*at).copied()).collect(),
        cells: rows.iter().map(|row| kept.iter().map(|at| cells[*row][*at]).collect()).collect(),
    }
}

/// Where a first transfer of the day meets a bound of money: all totals are its amount then.
fn amounts(policy: &Policy) -> Vec<i64> {
    let money = |fact: Metered| fact.unit() == MeterUnit::Money && runs_along(fact);
    let from = policy.rules().iter().flat_map(|rule| &rule.from).filter_map(|bound| match bound {
        AtLeast::Metered(fact, value) if money(*fact) => Some(*value),
        _ => None,
    });
    let upto =
        policy.exemptions().iter().flat_map(|exemption| &exemption.upto).filter_map(|bound| match bound {
            AtMost::Metered(fact, value) if money(*fact) => Some(value.saturating_add(1)),
            _ => None,
        });
    steps(from.chain(upto).filter(|value| *value > 1), 1)
}

fn scores(policy: &Policy, bands: &[i64]) -> Vec<i64> {
    let from = policy.rules().iter().flat_map(|rule| &rule.from).filter_map(|bound| match bound {
        AtLeast::Metered(Metered::Score, value) => Some(*value),
        _ => None,
    });
    let upto =
        policy.exemptions().iter().flat_map(|exemption| &exemption.upto).filter_map(|bound| match bound {
            AtMost::Metered(Metered::Score, value) => Some(value.saturating_add(1)),
            _ => None,
        });
    steps(from.chain(upto).chain(bands.iter().copied()), i64::from(i16::MIN))
}

fn steps(cuts: impl Iterator<Item = i64>, least: i64) -> Vec<i64> {
    let mut steps: Vec<i64> = cuts.chain([least]).collect();
    steps.sort_unstable();
    steps.dedup();
    steps
}

/// Whether a money fact is the amount itself, in a first transfer from a device of old.
const fn runs_along(fact: Metered) -> bool {
    !matches!(fact, Metered::Balance | Metered::TotalDayNewDevice)
}

/// What the rules ask there.
pub fn demand(policy: &Policy, spot: Spot) -> Requirement {
    let holds = |circumstances: &Circumstances| {
        circumstances.hold(spot.operation, Channel::App, CustomerFlags::NONE.bits(), NOON)
    };
    let level = |fact: Ranked| match fact {
        // WHY: at its least it is an account of one's own, which is exempt from most and counts in no day's total.
        Ranked::Payee if spot.operation == Operation::Transfer => PAID_BEFORE,
        Ranked::Payee => spot.no_payee,
        Ranked::Tier => spot.tier,
        Ranked::Risk => spot.risk,
        Ranked::Grade => policy.grade(spot.operation).code(),
        _ => 0,
    };
    let value = |fact: Metered| match fact {
        Metered::Score => spot.score,
        Metered::Count1h | Metered::Count24h | Metered::CountSinceSca => 1,
        // WHY: what is bought of the bank itself has no payee.
        Metered::Total24hPayee if spot.operation != Operation::Transfer => 0,
        _ if fact.unit() == MeterUnit::Money && runs_along(fact) => spot.amount,
        _ => 0,
    };
    let reached = |bound: &AtLeast| match bound {
        AtLeast::Ranked(fact, least) => level(*fact) >= *least,
        AtLeast::Metered(fact, least) => value(*fact) >= *least,
    };
    let within = |bound: &AtMost| match bound {
        AtMost::Ranked(fact, most) => level(*fact) <= *most,
        AtMost::Metered(fact, most) => value(*fact) <= *most,
    };
    let exempt: Vec<usize> = policy
        .exemptions()
        .iter()
        .filter(|exemption| holds(&exemption.circumstances) && exemption.upto.iter().all(within))
        .flat_map(|exemption| exemption.from.iter().copied())
        .collect();
    let fired = policy.rules().iter().enumerate().filter(|(at, rule)| {
        !rule.shadow && !exempt.contains(at) && holds(&rule.circumstances) && rule.from.iter().all(reached)
    });
    fired.fold(Requirement::NOTHING, |all, (_, rule)| all.join(rule.demand))
}

/// The class of an outcome, which gives its colour.
pub fn class(outcome: Outcome) -> String {
    format!("o{}", outcome.rank())
}

/// Every outcome in its colour, the softest first.
pub fn legend() -> Markup {
    let mut all = Outcome::ALL.to_vec();
    all.sort_by_key(|outcome| outcome.rank());
    html! {
        ul.legend aria-label="outcomes 结果" {
            @for outcome in all { li.(class(outcome)) { (words(outcome.name(), outcome.name_zh())) } }
        }
    }
}

/// A map as a table; neighbours in a row that are alike are one cell.
pub fn table(map: &Map, shown: &Shown) -> Markup {
    let policy = shown.policy();
    let tiers: Vec<Said> = map.tiers.iter().map(|tier| level(Ranked::Tier, *tier)).collect();
    let money_of = map.columns.first().map(|(operation, _)| *operation).filter(|one| one.moves_money());
    html! {
        figure.map {
            figcaption {
                @match money_of {
                    Some(operation) => {
                        strong { (words(operation.name(), operation.name_zh())) }
                        " · " (words("grade ", "业务等级")) (grade(policy, operation))
                    }
                    None => strong { (words("what moves no money", "不涉及资金的业务")) },
                }
                " · " (words("tier ", "信任等级")) (both(&joined(&tiers, ", ", "、")))
            }
            div.wide {
                table.heat style={ "min-width:" (10 + 7 * map.columns.len()) "rem" } {
                    thead { tr {
                        th scope="col" { (words("score, risk", "评分、风险")) }
                        @for (operation, amount) in &map.columns {
                            th scope="col" {
                                @if money_of.is_some() { (words("from ", "自")) (money(*amount, policy)) }
                                @else { (words(operation.name(), operation.name_zh())) " · " (grade(policy, *operation)) }
                            }
                        }
                    } }
                    tbody { @for ((at, score), row) in map.scores.iter().enumerate().zip(&map.cells) {
                        tr {
                            th scope="row" { (row_head(map, shown, at, *score)) }
                            @for (cell, width) in runs(row) { (cell_of(&cell, width, policy)) }
                        }
                    } }
                }
            }
        }
    }
}

fn grade(policy: &Policy, operation: Operation) -> Markup {
    let grade = policy.grade(operation);
    words(grade.name(), grade.name_zh())
}

fn row_head(map: &Map, shown: &Shown, at: usize, score: i64) -> Markup {
    let band = level(Ranked::Risk, risk(&shown.bands, score));
    let above = at.checked_sub(1).and_then(|above| map.scores.get(above));
    html! {
        @match (score == i64::from(i16::MIN), above) {
            (true, Some(above)) => { (words("below ", "低于")) (above) }
            (true, None) => { (words("any", "任意")) }
            (false, _) => { (words("from ", "自")) (score) }
        }
        " · " (both(&band))
    }
}

fn cell_of(cell: &Requirement, width: usize, policy: &Policy) -> Markup {
    let outcome = Outcome::of(cell);
    html! {
        td.(class(outcome)) colspan=(width) {
            b { (words(outcome.name(), outcome.name_zh())) }
            @if outcome != Outcome::Allow { small { (both(&plain::demand(cell, policy))) } }
        }
    }
}

/// Neighbours that are alike, with their number.
fn runs(cells: &[Requirement]) -> Vec<(Requirement, usize)> {
    let mut runs: Vec<(Requirement, usize)> = Vec::new();
    for cell in cells {
        match runs.last_mut() {
            Some((last, width)) if last == cell => *width += 1,
            _ => runs.push((*cell, 1)),
        }
    }
    runs
}

fn level(fact: Ranked, level: u8) -> Said {
    let words = scale(fact).levels.get(usize::from(level));
    words.map_or_else(|| Said::new("", ""), |level| Said::new(level.name, level.name_zh))
}
