//! The values that each fact can take, as bit masks: cells of measures between a policy's edges, and the states.

use crate::exemption::AtMost;
use crate::fact::{Fact, Metered, Ranked, State};
use crate::policy::Policy;
use crate::reading::{IMPLICATIONS, Implication, largest};
use crate::rule::AtLeast;
use crate::scorecard::STATES;

/// How silence is read: as the policy says, or at its least, as for effects that outlast the decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum View {
    Usual = 0,
    Least = 1,
}

/// A set of values of one fact: bit `n` is its cell `n`, and above the cells a bit for each of the five states.
pub(super) type Mask = u64;

/// One fact with all its values.
#[derive(Clone, Debug)]
pub(super) struct Axis {
    pub fact: Fact,
    /// The evidence group that its points count in.
    pub group: usize,
    /// The least measure of each cell, ascending from 0.
    pub cells: Vec<i64>,
    /// What each value is worth against conditions, by view: a level, or a measure; silence as it is read.
    pub worth: [Vec<i64>; 2],
    /// Points of each value, by view.
    pub points: [Vec<i32>; 2],
    /// Whether its points vary at all.
    pub has_points: bool,
}

/// `x` in one set forbids `y` in another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Forbidden {
    pub x: usize,
    pub when: Mask,
    pub y: usize,
    pub never: Mask,
}

/// Every fact of a reading, cut wherever a policy or a region cuts it.
#[derive(Clone, Debug)]
pub(super) struct Space {
    pub axes: Vec<Axis>,
    pub forbidden: Vec<Forbidden>,
    /// Floor and cap of each evidence group.
    pub groups: [(i32, i32); 8],
}

impl Axis {
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

    /// The values whose worth a test accepts.
    pub fn which(&self, view: View, accepts: impl Fn(i64) -> bool) -> Mask {
        let worth = self.worth.get(view as usize).map_or(&[][..], Vec::as_slice);
        worth.iter().enumerate().filter(|(_, worth)| accepts(**worth)).fold(0, |mask, (n, _)| mask | bit(n))
    }

    /// Points of a value.
    pub fn points_of(&self, view: View, value: usize) -> i32 {
        self.points.get(view as usize).and_then(|points| points.get(value)).copied().unwrap_or(0)
    }

    /// Worth of a value.
    pub fn worth_of(&self, view: View, value: usize) -> i64 {
        self.worth.get(view as usize).and_then(|worth| worth.get(value)).copied().unwrap_or(0)
    }

    fn ranked(policy: &Policy, fact: Ranked) -> Option<Self> {
        let column = policy.ranked.iter().find(|column| column.fact == fact)?;
        let cells: Vec<i64> =
            core::iter::once(0).chain(column.edges.iter().map(|edge| i64::from(*edge))).collect();
        let levels = 0..i64::try_from(cells.len()).ok()?;
        let usual: Vec<i64> =
            levels.clone().chain(column.states.iter().map(|level| i64::from(*level))).collect();
        let quiet = STATES.iter().zip(column.states);
        let quiet = quiet.map(|(state, level)| if state.is_uncertain() { 0 } else { i64::from(level) });
        let least: Vec<i64> = levels.chain(quiet).collect();
        let points = |worth: &Vec<i64>| -> Vec<i32> {
            let at = |level: &i64| usize::try_from(*level).ok().and_then(|level| column.points.get(level));
            worth.iter().map(|level| at(level).map_or(0, |points| i32::from(*points))).collect()
        };
        Some(Self::new(Fact::Ranked(fact), usize::from(fact.group().code()), cells, [usual, least], points))
    }

    fn metered(policy: &Policy, fact: Metered, cuts: &[i64]) -> Self {
        let mut cells = vec![0];
        cells.extend(cuts.iter().copied().filter(|cut| (1..=largest(fact)).contains(cut)));
        cells.sort_unstable();
        cells.dedup();
        let silent = |view: View| {
            STATES.iter().map(move |state| match (state.is_uncertain(), view) {
                (false, _) => -1,
                (true, View::Usual) => largest(fact),
                (true, View::Least) => 0,
            })
        };
        let worth =
            [View::Usual, View::Least].map(|view| cells.iter().copied().chain(silent(view)).collect());
        let steps = policy.columns.iter().find(|column| column.0 == fact).map_or(&[][..], |column| &column.1);
        let points = |worth: &Vec<i64>| -> Vec<i32> {
            let at = |value: &i64| {
                steps.iter().rev().find(|(from, _)| value >= from).map_or(0, |(_, points)| *points)
            };
            worth.iter().map(|value| i32::from(at(value))).collect()
        };
        Self::new(Fact::Metered(fact), 3, cells, worth, points)
    }

    fn new(
        fact: Fact,
        group: usize,
        cells: Vec<i64>,
        worth: [Vec<i64>; 2],
        points: impl Fn(&Vec<i64>) -> Vec<i32>,
    ) -> Self {
        let points = [points(&worth[0]), points(&worth[1])];
        let mut all = points.iter().flatten();
        let first = all.next().copied();
        let has_points = all.any(|points| Some(*points) != first);
        Self { fact, group, cells, worth, points, has_points }
    }
}

impl Space {
    /// The space of a policy, cut also where `more` cuts metered facts.
    pub fn new(policy: &Policy, more: &[(Metered, i64)]) -> Self {
        let mut axes: Vec<Axis> = Ranked::ALL.iter().filter_map(|fact| Axis::ranked(policy, *fact)).collect();
        for fact in Metered::ALL.iter().copied().filter(|fact| fact.is_measured()) {
            let mut cuts = policy.thresholds(fact);
            cuts.extend(more.iter().filter(|(named, _)| *named == fact).map(|(_, cut)| *cut));
            axes.push(Axis::metered(policy, fact, &cuts));
        }
        let groups = policy.groups.map(|(floor, cap)| (i32::from(floor), i32::from(cap)));
        let mut space = Self { axes, forbidden: Vec::new(), groups };
        space.forbidden = IMPLICATIONS.iter().flat_map(|implication| space.forbid(*implication)).collect();
        space
    }

    /// The place of a fact among the axes.
    pub fn place(&self, fact: Fact) -> Option<usize> {
        self.axes.iter().position(|axis| axis.fact == fact)
    }

    /// The values from which a lower bound is reached; `None` where the bound is on no axis (risk, grade, score).
    pub fn reached(&self, bound: AtLeast, view: View) -> Option<(usize, Mask)> {
        let (fact, least) = match bound {
            AtLeast::Ranked(fact, level) => (Fact::Ranked(fact), i64::from(level)),
            AtLeast::Metered(fact, value) => (Fact::Metered(fact), value),
        };
        let place = self.place(fact)?;
        Some((place, self.axes.get(place)?.which(view, |worth| worth >= least)))
    }

    /// The values up to which an upper bound holds.
    pub fn held(&self, bound: AtMost, view: View) -> Option<(usize, Mask)> {
        let (fact, most) = match bound {
            AtMost::Ranked(fact, level) => (Fact::Ranked(fact), i64::from(level)),
            AtMost::Metered(fact, value) => (Fact::Metered(fact), value),
        };
        let place = self.place(fact)?;
        Some((place, self.axes.get(place)?.which(view, |worth| worth <= most)))
    }

    /// An implication as sets of values that cannot stand together. States neither trigger nor break one.
    ///
    /// Exact: take each known fact at the least measure of its cell and raise by the table; nothing leaves its cell.
    fn forbid(&self, implication: Implication) -> Vec<Forbidden> {
        match implication {
            Implication::AtLeast(fact, _, then, _) if fact == then => Vec::new(),
            Implication::AtLeast(fact, from, then, least) => {
                let pair = self.place(fact).zip(self.place(then));
                let forbidden = pair.map(|(x, y)| self.pair(x, y, from, least));
                forbidden.into_iter().flatten().collect()
            }
            Implication::NeverBelow(low, high) => {
                let pair = self.place(Fact::Metered(low)).zip(self.place(Fact::Metered(high)));
                let Some((x, y)) = pair else { return Vec::new() };
                let cells = self.axes.get(x).map_or(&[][..], |axis| axis.cells.as_slice());
                cells.iter().filter_map(|least| self.pair(x, y, *least, *least)).collect()
            }
        }
    }

    /// From `from` up, `y` is at least `least`.
    fn pair(&self, x: usize, y: usize, from: i64, least: i64) -> Option<Forbidden> {
        let (low, high) = (self.axes.get(x)?, self.axes.get(y)?);
        let cells = low.cells.iter().enumerate().filter(|(_, cell)| **cell >= from);
        let when = cells.fold(0, |mask, (n, _)| mask | bit(n));
        // The cell that contains `least`, and all above it, are legal.
        let first = high.cells.iter().filter(|cell| **cell <= least).count().saturating_sub(1);
        let never = below(first);
        (when != 0 && never != 0).then_some(Forbidden { x, when, y, never })
    }

    /// The floors that a fact's own implication sets: counts include this transfer.
    pub fn floor(&self, axis: &Axis) -> Mask {
        let floors = IMPLICATIONS.iter().filter_map(|implication| match implication {
            Implication::AtLeast(fact, _, then, least) if fact == then && *fact == axis.fact => Some(*least),
            _ => None,
        });
        let least = floors.max().unwrap_or(0);
        let first = axis.cells.iter().filter(|cell| **cell <= least).count().saturating_sub(1);
        axis.all() & !below(first)
    }
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

/// The values of a mask, ascending.
pub(super) fn values(mask: Mask) -> impl Iterator<Item = usize> {
    (0..64).filter(move |value| mask >> value & 1 != 0)
}
