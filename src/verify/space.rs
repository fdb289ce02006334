//! Every fact of a reading as an axis, and the ties between them: what the table of implications forbids.

use crate::exemption::AtMost;
use crate::fact::{Fact, LANES, METERED, Metered, Ranked};
use crate::reading::{IMPLICATIONS, Implication};
use crate::rule::AtLeast;
use crate::verify::axis::{Axis, MOST_CELLS, Mask, Side, Sight, below};

/// Axes of a space at the most: one for every ordered fact.
pub(super) const AXES: usize = Ranked::ALL.len() + METERED;

/// From some cell of `x` up, `y` is at least some cell: states on neither side are bound.
///
/// Exact: take each known fact at the least measure of its cell and raise by the table; nothing leaves its cell.
#[derive(Clone, Debug)]
pub(super) struct Tie {
    pub x: usize,
    pub y: usize,
    /// For each cell of `x`, the first cell of `y` that may stand beside it; ascending.
    pub first: Vec<usize>,
}

/// Every fact of a reading, cut wherever a policy or a region cuts it.
#[derive(Clone, Debug)]
pub(super) struct Space {
    pub axes: Vec<Axis>,
    pub ties: Vec<Tie>,
    /// Floor and cap of each evidence group, by side.
    pub groups: [[(i32, i32); 8]; 2],
    /// The values of each fact that its own implication leaves: counts include this transfer.
    pub whole: [Mask; AXES],
    ranked: [Option<u8>; LANES],
    metered: [Option<u8>; METERED],
}

impl Space {
    /// The space of two functions, cut also where `more` cuts metered facts. `None` where a fact has too many cells.
    pub fn new(sights: [Sight<'_>; 2], more: &[(Metered, i64)]) -> Option<Self> {
        let mut axes: Vec<Axis> = Ranked::ALL.iter().filter_map(|fact| Axis::ranked(sights, *fact)).collect();
        for fact in Metered::ALL.iter().copied().filter(|fact| fact.is_measured()) {
            let own = more.iter().filter(|(named, _)| *named == fact).map(|(_, cut)| *cut);
            axes.push(Axis::metered(sights, fact, own));
        }
        if axes.len() > AXES || axes.iter().any(|axis| axis.cells.len() > MOST_CELLS) {
            return None;
        }
        let groups =
            sights.map(|sight| sight.policy.groups.map(|(floor, cap)| (i32::from(floor), i32::from(cap))));
        let mut space = Self {
            axes,
            ties: Vec::new(),
            groups,
            whole: [u64::MAX; AXES],
            ranked: [None; LANES],
            metered: [None; METERED],
        };
        space.index();
        space.ties = IMPLICATIONS.iter().filter_map(|implication| space.tie(*implication)).collect();
        Some(space)
    }

    fn index(&mut self) {
        for (place, axis) in self.axes.iter().enumerate() {
            let slot = match axis.fact {
                Fact::Ranked(fact) => self.ranked.get_mut(fact.lane()),
                Fact::Metered(fact) => self.metered.get_mut(fact.index()),
            };
            if let Some(slot) = slot {
                *slot = u8::try_from(place).ok();
            }
            if let Some(whole) = self.whole.get_mut(place) {
                *whole = axis.all() & !below(floor(axis));
            }
        }
    }

    /// The place of a fact among the axes.
    pub fn place(&self, fact: Fact) -> Option<usize> {
        let place = match fact {
            Fact::Ranked(fact) => self.ranked.get(fact.lane()),
            Fact::Metered(fact) => self.metered.get(fact.index()),
        };
        place.copied().flatten().map(usize::from)
    }

    /// The values from which a lower bound is reached; `None` where the bound is on no axis (risk, grade, score).
    pub fn reached(&self, bound: AtLeast, side: Side) -> Option<(usize, Mask)> {
        let (fact, least) = match bound {
            AtLeast::Ranked(fact, level) => (Fact::Ranked(fact), i64::from(level)),
            AtLeast::Metered(fact, value) => (Fact::Metered(fact), value),
        };
        let place = self.place(fact)?;
        Some((place, self.axes.get(place)?.which(side, |worth| worth >= least)))
    }

    /// The values up to which an upper bound holds.
    pub fn held(&self, bound: AtMost, side: Side) -> Option<(usize, Mask)> {
        let (fact, most) = match bound {
            AtMost::Ranked(fact, level) => (Fact::Ranked(fact), i64::from(level)),
            AtMost::Metered(fact, value) => (Fact::Metered(fact), value),
        };
        let place = self.place(fact)?;
        Some((place, self.axes.get(place)?.which(side, |worth| worth <= most)))
    }

    /// Raises one value a fact to what the ties ask of it. States are not bound.
    ///
    /// INVARIANT: the table's order raises every fact before it raises others, so one pass is enough.
    pub fn close(&self, values: &mut [usize]) {
        for tie in &self.ties {
            let known = |place: usize| {
                let value = values.get(place).copied()?;
                self.axes.get(place)?.state(value).is_none().then_some(value)
            };
            let Some((x, y)) = known(tie.x).zip(known(tie.y)) else { continue };
            let least = tie.first.get(x).copied().unwrap_or(0);
            if let Some(slot) = values.get_mut(tie.y) {
                *slot = y.max(least);
            }
        }
    }

    /// An implication between two facts, in cells; `None` where it binds nothing.
    fn tie(&self, implication: Implication) -> Option<Tie> {
        let (low, high, from, least) = match implication {
            Implication::AtLeast(fact, _, then, _) if fact == then => return None,
            Implication::AtLeast(fact, from, then, least) => (fact, then, from, Some(least)),
            Implication::NeverBelow(low, high) => (Fact::Metered(low), Fact::Metered(high), 0, None),
        };
        let (x, y) = (self.place(low)?, self.place(high)?);
        let (cells, above) = (&self.axes.get(x)?.cells, &self.axes.get(y)?.cells);
        let first = |cell: &i64| {
            let least = if *cell >= from { least.unwrap_or(*cell) } else { 0 };
            // The cell that contains `least`, and all above it, may stand there.
            above.iter().filter(|above| **above <= least).count().saturating_sub(1)
        };
        let first: Vec<usize> = cells.iter().map(first).collect();
        first.iter().any(|first| *first > 0).then_some(Tie { x, y, first })
    }
}

impl Tie {
    /// Whether a cell of `x` and one of `y` may stand together.
    pub fn allows(&self, x: usize, y: usize) -> bool {
        self.first.get(x).is_none_or(|first| y >= *first)
    }

    /// The cells of `x` beside which a cell of `y` may stand: the lowest so many.
    pub fn beside(&self, y: usize) -> Mask {
        below(self.first.iter().filter(|first| **first <= y).count())
    }
}

/// The first cell that a fact's own implication leaves.
fn floor(axis: &Axis) -> usize {
    let floors = IMPLICATIONS.iter().filter_map(|implication| match implication {
        Implication::AtLeast(fact, _, then, least) if fact == then && *fact == axis.fact => Some(*least),
        _ => None,
    });
    let least = floors.max().unwrap_or(0);
    axis.cells.iter().filter(|cell| **cell <= least).count().saturating_sub(1)
}
