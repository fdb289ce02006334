//! Questions: is there a closed reading in this room that satisfies every clause?

use crate::verify::space::{Axis, Mask, Space, View};

/// What is still possible: a set of values for each fact, and an interval of scores for each view.
#[derive(Clone, Debug)]
pub(super) struct Room {
    pub masks: Vec<Mask>,
    /// Least and greatest score, by view; open where the ends are those of all numbers.
    pub scores: [(i32, i32); 2],
}

/// An interval of scores without ends.
pub(super) const OPEN: (i32, i32) = (i32::MIN, i32::MAX);

/// One bound: a fact in a set of values, or a score from one side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bound {
    In(usize, Mask),
    ScoreFrom(View, i32),
    ScoreUpto(View, i32),
}

/// A conjunction of bounds: one way to satisfy a clause.
pub(super) type Choice = Vec<Bound>;
/// A disjunction of choices.
pub(super) type Clause = Vec<Choice>;

/// What a room says of a bound, a choice or a clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Truth {
    False,
    Open,
    True,
}

impl Room {
    /// All readings that a space has.
    pub fn whole(space: &Space) -> Self {
        let masks = space.axes.iter().map(|axis| space.floor(axis)).collect();
        Self { masks, scores: [OPEN; 2] }
    }

    /// The values that a fact may still take.
    pub fn mask(&self, axis: usize) -> Mask {
        self.masks.get(axis).copied().unwrap_or(0)
    }

    /// The interval of a score.
    pub fn score(&self, view: View) -> (i32, i32) {
        self.scores.get(view as usize).copied().unwrap_or(OPEN)
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
            Bound::ScoreFrom(view, least) => self.narrow(view, (least, i32::MAX)),
            Bound::ScoreUpto(view, most) => self.narrow(view, (i32::MIN, most)),
        }
    }

    /// Narrows a score's interval; whether it was wider.
    pub fn narrow(&mut self, view: View, (least, most): (i32, i32)) -> bool {
        let Some(slot) = self.scores.get_mut(view as usize) else { return false };
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
            Bound::ScoreFrom(view, least) => (self.score(view).0 >= least, self.score(view).1 < least),
            Bound::ScoreUpto(view, most) => (self.score(view).1 <= most, self.score(view).0 > most),
        };
        match (inside, disjoint) {
            (true, _) => Truth::True,
            (_, true) => Truth::False,
            _ => Truth::Open,
        }
    }

    /// What this room says of a choice: all of its bounds.
    pub fn truth_of(&self, choice: &Choice) -> Truth {
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
    pub fn opposite(self, space: &Space) -> Self {
        match self {
            Self::In(axis, mask) => Self::In(axis, space.axes.get(axis).map_or(0, Axis::all) & !mask),
            Self::ScoreFrom(view, least) => Self::ScoreUpto(view, least.saturating_sub(1)),
            Self::ScoreUpto(view, most) => Self::ScoreFrom(view, most.saturating_add(1)),
        }
    }

    /// The same, where the search may use it: the second score can be held from one side only.
    pub fn negated(self, space: &Space) -> Option<Self> {
        match self {
            Self::ScoreFrom(View::Least, _) | Self::ScoreUpto(View::Least, _) => None,
            _ => Some(self.opposite(space)),
        }
    }
}
