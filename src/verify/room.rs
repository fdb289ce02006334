//! What is still possible: a set of values for each fact and an interval for each score; and what that says of bounds.

use crate::verify::axis::{Mask, Side, bit};
use crate::verify::space::{AXES, Space};

/// What is still possible: a set of values for each fact, and an interval of scores for each side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Room {
    masks: [Mask; AXES],
    /// Least and greatest score, by side; open where the ends are those of all numbers.
    scores: [(i32, i32); 2],
}

/// An interval of scores without ends.
pub(super) const OPEN: (i32, i32) = (i32::MIN, i32::MAX);

/// One bound: a fact in a set of values, or a score from one side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bound {
    In(usize, Mask),
    ScoreFrom(Side, i32),
    ScoreUpto(Side, i32),
}

/// What a room says of a bound, a choice or a clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Truth {
    False,
    Open,
    True,
}

impl Room {
    /// All readings that a space has.
    pub const fn whole(space: &Space) -> Self {
        Self { masks: space.whole, scores: [OPEN; 2] }
    }

    /// The room of one value a fact, whatever its score.
    pub fn point(space: &Space, values: &[usize]) -> Self {
        let mut point = Self::whole(space);
        for (mask, value) in point.masks.iter_mut().zip(values) {
            *mask = bit(*value);
        }
        point
    }

    /// The values that a fact may still take.
    pub fn mask(&self, axis: usize) -> Mask {
        self.masks.get(axis).copied().unwrap_or(0)
    }

    /// The values of every fact, in the order of the axes.
    pub const fn masks(&self) -> &[Mask; AXES] {
        &self.masks
    }

    /// The interval of a score.
    pub const fn score(&self, side: Side) -> (i32, i32) {
        let [first, second] = self.scores;
        match side {
            Side::First => first,
            Side::Second => second,
        }
    }

    /// Whether a score is bounded at all.
    pub fn is_bounded(&self, side: Side) -> bool {
        self.score(side) != OPEN
    }

    /// Cuts the room by a bound; whether anything was cut.
    pub fn cut(&mut self, bound: Bound) -> bool {
        match bound {
            Bound::In(axis, mask) => {
                let Some(slot) = self.masks.get_mut(axis) else { return false };
                let before = *slot;
                *slot &= mask;
                *slot != before
            }
            Bound::ScoreFrom(side, least) => self.narrow(side, (least, i32::MAX)),
            Bound::ScoreUpto(side, most) => self.narrow(side, (i32::MIN, most)),
        }
    }

    /// Narrows a score's interval; whether it was wider.
    pub fn narrow(&mut self, side: Side, (least, most): (i32, i32)) -> bool {
        let Some(slot) = self.scores.get_mut(side as usize) else { return false };
        let before = *slot;
        *slot = (before.0.max(least), before.1.min(most));
        *slot != before
    }

    /// Whether nothing is left of a fact or a score.
    pub fn is_empty(&self) -> bool {
        self.masks.contains(&0) || self.scores.iter().any(|(least, most)| least > most)
    }

    /// What this room says of a bound.
    pub fn truth(&self, bound: Bound) -> Truth {
        let (inside, disjoint) = match bound {
            Bound::In(axis, mask) => (self.mask(axis) & !mask == 0, self.mask(axis) & mask == 0),
            Bound::ScoreFrom(side, least) => (self.score(side).0 >= least, self.score(side).1 < least),
            Bound::ScoreUpto(side, most) => (self.score(side).1 <= most, self.score(side).0 > most),
        };
        match (inside, disjoint) {
            (true, _) => Truth::True,
            (_, true) => Truth::False,
            _ => Truth::Open,
        }
    }

    /// What this room says of bounds that must all hold.
    pub fn truth_of(&self, choice: &[Bound]) -> Truth {
        let mut all = Truth::True;
        for bound in choice {
            match self.truth(*bound) {
                Truth::False => return Truth::False,
                Truth::Open => all = Truth::Open,
                Truth::True => {}
            }
        }
        all
    }
}

impl Bound {
    /// Everything that the bound leaves out.
    pub fn opposite(self) -> Self {
        match self {
            Self::In(axis, mask) => Self::In(axis, !mask),
            Self::ScoreFrom(side, least) => Self::ScoreUpto(side, least.saturating_sub(1)),
            Self::ScoreUpto(side, most) => Self::ScoreFrom(side, most.saturating_add(1)),
        }
    }

    /// The same, where the search may use it: the second score can be held from one side only.
    pub fn negated(self) -> Option<Self> {
        match self {
            Self::ScoreFrom(Side::Second, _) | Self::ScoreUpto(Side::Second, _) => None,
            _ => Some(self.opposite()),
        }
    }
}

/// Clauses of a question: each a list of choices of which one must hold, each choice bounds that must all hold.
#[derive(Clone, Debug, Default)]
pub(super) struct Clauses {
    bounds: Vec<Bound>,
    /// Where each choice ends in `bounds`, and each clause in `choices`.
    choices: Vec<usize>,
    clauses: Vec<usize>,
}

impl Clauses {
    /// Ends a choice: the bounds pushed since the last one.
    pub fn choose(&mut self, bounds: impl Iterator<Item = Bound>) {
        self.bounds.extend(bounds);
        self.choices.push(self.bounds.len());
    }

    /// Ends a clause: the choices since the last one.
    pub fn close(&mut self) {
        self.clauses.push(self.choices.len());
    }

    /// Takes back the choices since the last clause.
    pub fn withdraw(&mut self) {
        self.choices.truncate(self.clauses.last().copied().unwrap_or(0));
        self.bounds.truncate(self.choices.last().copied().unwrap_or(0));
    }

    /// How many clauses there are.
    pub fn len(&self) -> usize {
        self.clauses.len()
    }

    /// The choices of a clause.
    pub fn choices(&self, clause: usize) -> impl Iterator<Item = &[Bound]> {
        let begin = before(&self.clauses, clause);
        let end = self.clauses.get(clause).copied().unwrap_or(begin);
        (begin..end).map(|choice| {
            let from = before(&self.choices, choice);
            let to = self.choices.get(choice).copied().unwrap_or(from);
            self.bounds.get(from..to).unwrap_or(&[])
        })
    }
}

/// Where a numbered run begins: where the one before it ended.
fn before(ends: &[usize], number: usize) -> usize {
    number.checked_sub(1).and_then(|last| ends.get(last)).copied().unwrap_or(0)
}
