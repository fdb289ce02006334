//! A fact as a chain of the levels that a policy tells apart, and where a reading stands on it.

use crate::fact::{Fact, Metered, Ranked, State};
use crate::policy::Policy;
use crate::reading::{Reading, largest};
use crate::signal::scale;
use crate::verdict::Verdict;

/// The measured facts that are no signals, in the order of reports.
const OTHERS: [Fact; 17] = [
    Fact::Metered(Metered::Amount),
    Fact::Metered(Metered::Balance),
    Fact::Metered(Metered::Total24h),
    Fact::Metered(Metered::Total24hPayee),
    Fact::Metered(Metered::TotalDay),
    Fact::Metered(Metered::TotalDayNewDevice),
    Fact::Metered(Metered::TotalSinceSca),
    Fact::Metered(Metered::Attempted24h),
    Fact::Metered(Metered::Count1h),
    Fact::Metered(Metered::Count24h),
    Fact::Metered(Metered::CountSinceSca),
    Fact::Metered(Metered::NewPayees24h),
    Fact::Ranked(Ranked::OwnLimit),
    Fact::Ranked(Ranked::Frozen),
    Fact::Metered(Metered::SinceProof),
    Fact::Ranked(Ranked::Tier),
    Fact::Ranked(Ranked::TraBand),
];

/// Which way an answer turns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Turn {
    /// At most as much is demanded in every part, and less in some.
    Softer,
    /// At least as much in every part, and more in some.
    Harder,
}

/// One fact, cut where a policy cuts it.
#[derive(Clone, Debug)]
pub(super) struct Chain {
    pub fact: Fact,
    /// Where the reading stands: a measure or value, or a state.
    pub from: Result<i64, State>,
    /// The level there; in a state, the one that it stands for.
    pub level: u8,
    /// The least measure of each level, ascending.
    pub leasts: Vec<i64>,
    /// The most suspicious level that silence may stand for.
    pub worst: u8,
    /// Whether it cannot stand higher: the last proof is no older than the youngest that the request brings.
    is_held: bool,
}

/// A level that a fact could step to, and the measure of it that is nearest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Target {
    pub level: u8,
    pub value: i64,
    /// How many levels away. From a state at least one: to know is a step, also where the level stays.
    pub levels: u8,
}

/// Every measured fact as a chain, in the order of reports: the signals, then the others.
pub(super) fn chains(policy: &Policy, reading: &Reading, verdict: &Verdict) -> Vec<Chain> {
    let signals = Ranked::SIGNALS.iter().map(|fact| Fact::Ranked(*fact));
    signals.chain(OTHERS).map(|fact| Chain::new(policy, reading, verdict, fact)).collect()
}

impl Chain {
    fn new(policy: &Policy, reading: &Reading, verdict: &Verdict, fact: Fact) -> Self {
        let raw = reading.raw(fact);
        let (state, leasts) = match fact {
            Fact::Ranked(fact) => (reading.measure(fact).state(), ranked(policy, fact)),
            Fact::Metered(fact) => {
                (reading.metered(fact).err().unwrap_or(State::Known), metered(policy, fact))
            }
        };
        let is_held = fact == Fact::Metered(Metered::SinceProof) && !reading.proofs().is_empty();
        let mut chain = Self { fact, from: Err(state), level: 0, leasts, worst: 0, is_held };
        let (stands_for, worst) = match fact {
            Fact::Ranked(fact) => (verdict.level(fact), scale(fact).worst_unaccused()),
            // WHY: of a metered fact nothing is an accusation, and silence is read as the most there is.
            Fact::Metered(_) => (if state.is_uncertain() { chain.top() } else { 0 }, chain.top()),
        };
        if state == State::Known {
            chain.from = Ok(raw);
        }
        chain.level = chain.level_of(raw).unwrap_or(stands_for);
        chain.worst = worst.max(stands_for);
        chain
    }

    /// The most suspicious level.
    pub fn top(&self) -> u8 {
        u8::try_from(self.leasts.len().saturating_sub(1)).unwrap_or(u8::MAX)
    }

    /// The level of a known value; `None` for a state, which is below zero.
    pub fn level_of(&self, raw: i64) -> Option<u8> {
        let reached = self.leasts.iter().skip(1).filter(|least| raw >= **least).count();
        (raw >= 0).then(|| u8::try_from(reached).unwrap_or(u8::MAX))
    }

    /// The least measure of a level.
    pub fn least(&self, level: u8) -> Option<i64> {
        self.leasts.get(usize::from(level)).copied()
    }

    /// Where the fact could step to, the nearest level first: to the greatest measure of a lower level or the least of a
    /// higher one. What does not apply here has nowhere to go.
    pub fn targets(&self, turn: Turn) -> Vec<Target> {
        if self.from == Err(State::NotApplicable) || (self.is_held && turn == Turn::Harder) {
            return Vec::new();
        }
        let target =
            |level: u8, value: i64| Target { level, value, levels: self.level.abs_diff(level).max(1) };
        match turn {
            Turn::Softer => {
                let lower = (0..self.level).rev();
                let greatest = |level: u8| Some(self.least(level.checked_add(1)?)?.saturating_sub(1));
                lower.filter_map(|level| Some(target(level, greatest(level)?))).collect()
            }
            Turn::Harder => {
                // WHY: to know what silence only stood for can harden: effects that last are never built on silence.
                let first = self.level.saturating_add(u8::from(self.from.is_ok()));
                (first..=self.top()).filter_map(|level| Some(target(level, self.least(level)?))).collect()
            }
        }
    }
}

/// The least measures of the levels of a ranked fact, where the policy has its edges.
fn ranked(policy: &Policy, fact: Ranked) -> Vec<i64> {
    let column = policy.ranked.iter().find(|column| column.fact == fact);
    let edges = column.map_or(&[][..], |column| &column.edges);
    core::iter::once(0).chain(edges.iter().copied().map(i64::from)).collect()
}

/// The least values of the cells of a metered fact between the policy's thresholds.
fn metered(policy: &Policy, fact: Metered) -> Vec<i64> {
    // WHY: a transfer of nothing is none, so that the least amount is one minor unit.
    let first = i64::from(fact == Metered::Amount);
    let cuts = policy.thresholds(fact).into_iter().filter(|cut| (first..=largest(fact)).contains(cut));
    core::iter::once(first).chain(cuts.filter(|cut| *cut > first)).collect()
}
