//! One fact with all its values: cells of measures between the edges of one policy or of two, and the five states.

use crate::fact::{Fact, Metered, Ranked, State};
use crate::policy::Policy;
use crate::reading::largest;
use crate::scorecard::STATES;

/// A set of values of one fact: bit `n` is its cell `n`, and above the cells a bit for each of the five states.
pub(super) type Mask = u64;

/// Cells that a fact may have, so that with the states they fit a mask.
pub(super) const MOST_CELLS: usize = 59;

/// How silence is read: as the policy says, or at its least, as for effects that outlast the decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum View {
    Usual,
    Least,
}

/// A policy and how it reads silence: one of the two functions that a question is about.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sight<'p> {
    pub policy: &'p Policy,
    pub view: View,
}

/// Which of the two a bound or a score belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    First = 0,
    Second = 1,
}

impl Side {
    pub const BOTH: [Self; 2] = [Self::First, Self::Second];
}

/// One fact with all its values.
#[derive(Clone, Debug)]
pub(super) struct Axis {
    pub fact: Fact,
    /// The evidence group that its points count in.
    pub group: usize,
    /// The least measure of each cell, ascending from 0.
    pub cells: Vec<i64>,
    sides: [Values; 2],
    /// Whether some value has other points on one side than on the other.
    pub differs: bool,
}

/// What one side makes of each value.
#[derive(Clone, Debug)]
struct Values {
    /// What it is worth against conditions: a level, or a measure; silence as it is read.
    worth: Vec<i64>,
    points: Vec<i32>,
    /// Whether the points vary at all.
    vary: bool,
    /// Whether any value has points.
    weigh: bool,
}

impl Axis {
    /// A fact with named levels, cut wherever either policy cuts it.
    pub fn ranked(sights: [Sight<'_>; 2], fact: Ranked) -> Option<Self> {
        let columns = sights.map(|sight| sight.policy.ranked.iter().find(|column| column.fact == fact));
        let [Some(first), Some(second)] = columns else { return None };
        let edges = first.edges.iter().chain(&second.edges).map(|edge| i64::from(*edge));
        let cells = ascending(core::iter::once(0).chain(edges).collect());
        let values = |column: &crate::scorecard::Column, view: View| {
            let level = |cell: &i64| column.edges.iter().filter(|edge| i64::from(**edge) <= *cell).count();
            let known = cells.iter().map(level);
            let silent = STATES.iter().zip(column.states).map(|(state, level)| match view {
                View::Least if state.is_uncertain() => 0,
                _ => usize::from(level),
            });
            let levels: Vec<usize> = known.chain(silent).collect();
            let points = |level: &usize| column.points.get(*level).map_or(0, |points| i32::from(*points));
            Values::new(
                levels.iter().map(|level| i64::try_from(*level).unwrap_or(0)).collect(),
                levels.iter().map(points).collect(),
            )
        };
        let [one, two] = sights.map(|sight| sight.view);
        let sides = [values(first, one), values(second, two)];
        Some(Self::new(Fact::Ranked(fact), usize::from(fact.group().code()), cells, sides))
    }

    /// A metered fact, cut wherever either policy cuts it, and at `more`.
    pub fn metered(sights: [Sight<'_>; 2], fact: Metered, more: impl Iterator<Item = i64>) -> Self {
        let [first, second] = sights.map(|sight| sight.policy.thresholds(fact));
        let cuts = first.into_iter().chain(second).chain(more);
        let within = cuts.filter(|cut| (1..=largest(fact)).contains(cut));
        let cells = ascending(core::iter::once(0).chain(within).collect());
        let sides = sights.map(|Sight { policy, view }| {
            let silent = STATES.iter().map(|state| match (state.is_uncertain(), view) {
                (false, _) => -1,
                (true, View::Usual) => largest(fact),
                (true, View::Least) => 0,
            });
            let worth: Vec<i64> = cells.iter().copied().chain(silent).collect();
            let column = policy.columns.iter().find(|column| column.0 == fact);
            let steps = column.map_or(&[][..], |column| &column.1);
            let at =
                |value: &i64| steps.iter().rev().find(|(from, _)| value >= from).map_or(0, |step| step.1);
            let points = worth.iter().map(|value| i32::from(at(value))).collect();
            Values::new(worth, points)
        });
        Self::new(Fact::Metered(fact), 3, cells, sides)
    }

    fn new(fact: Fact, group: usize, cells: Vec<i64>, sides: [Values; 2]) -> Self {
        let [first, second] = &sides;
        let differs = first.points != second.points;
        Self { fact, group, cells, sides, differs }
    }

    /// All values there are.
    pub fn all(&self) -> Mask {
        below(self.cells.len().saturating_add(STATES.len()))
    }

    /// The known values.
    pub fn known(&self) -> Mask {
        below(self.cells.len())
    }

    /// The state of a value; `None` where it is known.
    pub fn state(&self, value: usize) -> Option<State> {
        STATES.get(value.checked_sub(self.cells.len())?).copied()
    }

    /// The value of a state.
    pub fn of_state(&self, state: State) -> Mask {
        let place = STATES.iter().position(|known| *known == state);
        place.map_or(0, |place| bit(self.cells.len().saturating_add(place)))
    }

    fn side(&self, side: Side) -> &Values {
        let [first, second] = &self.sides;
        if side == Side::First { first } else { second }
    }

    /// The values whose worth a test accepts.
    pub fn which(&self, side: Side, accepts: impl Fn(i64) -> bool) -> Mask {
        let worth = self.side(side).worth.iter().enumerate();
        worth.filter(|(_, worth)| accepts(**worth)).fold(0, |mask, (n, _)| mask | bit(n))
    }

    /// Points of a value.
    pub fn points_of(&self, side: Side, value: usize) -> i32 {
        self.side(side).points.get(value).copied().unwrap_or(0)
    }

    /// Worth of a value.
    pub fn worth_of(&self, side: Side, value: usize) -> i64 {
        self.side(side).worth.get(value).copied().unwrap_or(0)
    }

    /// Whether the points of its values vary.
    pub fn varies(&self, side: Side) -> bool {
        self.side(side).vary
    }

    /// Whether any of its values has points.
    pub fn weighs(&self, side: Side) -> bool {
        self.side(side).weigh
    }

    /// Least and greatest points within a set of values. Points never fall from cell to cell; states have any.
    pub fn extremes(&self, side: Side, mask: Mask) -> (i32, i32) {
        let values = self.side(side);
        let at = |value: usize| values.points.get(value).copied().unwrap_or(0);
        if !values.vary {
            return (at(0), at(0));
        }
        let known = mask & self.known();
        let mut ends = (lowest(known) < 64).then(|| (at(lowest(known)), at(highest(known))));
        let mut silent = mask & !self.known();
        while silent != 0 {
            let points = at(lowest(silent));
            ends = Some(ends.map_or((points, points), |(low, high)| (low.min(points), high.max(points))));
            silent &= silent.wrapping_sub(1);
        }
        ends.unwrap_or((0, 0))
    }

    /// The runs of cells within which neither side's points change, as first and last cell, ascending.
    pub fn runs(&self, mask: Mask, sides: [bool; 2]) -> Vec<(usize, usize)> {
        let known = mask & self.known();
        let mut runs: Vec<(usize, usize)> = Vec::new();
        let same = |one: usize, two: usize| {
            let alike = |side| self.points_of(side, one) == self.points_of(side, two);
            Side::BOTH.iter().zip(sides).all(|(side, counts)| !counts || alike(*side))
        };
        for cell in values(known) {
            match runs.last_mut() {
                Some((_, last)) if same(*last, cell) => *last = cell,
                _ => runs.push((cell, cell)),
            }
        }
        runs
    }
}

impl Values {
    fn new(worth: Vec<i64>, points: Vec<i32>) -> Self {
        let vary = points.iter().any(|one| Some(one) != points.first());
        let weigh = points.iter().any(|points| *points != 0);
        Self { worth, points, vary, weigh }
    }
}

fn ascending(mut all: Vec<i64>) -> Vec<i64> {
    all.sort_unstable();
    all.dedup();
    all
}

/// The lowest `count` bits.
pub(super) fn below(count: usize) -> Mask {
    u32::try_from(count)
        .ok()
        .and_then(|count| 1_u64.checked_shl(count))
        .map_or(u64::MAX, |one| one.saturating_sub(1))
}

/// One value.
pub(super) fn bit(value: usize) -> Mask {
    u32::try_from(value).ok().and_then(|value| 1_u64.checked_shl(value)).unwrap_or(0)
}

/// The lowest value of a mask; 64 where it is empty.
pub(super) fn lowest(mask: Mask) -> usize {
    usize::try_from(mask.trailing_zeros()).unwrap_or(64)
}

/// The highest value of a mask; 0 where it is empty.
pub(super) fn highest(mask: Mask) -> usize {
    usize::try_from(mask.checked_ilog2().unwrap_or(0)).unwrap_or(0)
}

/// The values of a mask, ascending.
pub(super) fn values(mask: Mask) -> impl Iterator<Item = usize> {
    let mut left = mask;
    core::iter::from_fn(move || {
        let value = lowest(left);
        let found = (left != 0).then_some(value);
        left &= left.wrapping_sub(1);
        found
    })
}
