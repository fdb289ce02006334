//! No clause is left: is a score of the room possible, and which values give it?

use crate::verify::axis::{Axis, Side, below, highest, values};
use crate::verify::room::{Bound, Room};
use crate::verify::search::{Answer, Search};

/// Work that finding the values of a witness may take.
const WITNESS_WORK: u64 = 20_000;

impl Search<'_> {
    /// Whether the scores of a room can be reached, and by which values.
    pub(super) fn reach(&mut self, room: Room) -> Answer {
        match self.is_reachable(room) {
            Some(true) => {}
            Some(false) => return Answer::None,
            None => return Answer::Unknown(Box::new(room)),
        }
        // WHY: at most a few hundred sums, once a refutation; the budget is for finding that there is one.
        let left = self.budget(WITNESS_WORK);
        let answer = self.fix(room);
        self.budget(left);
        answer
    }

    /// The same, yes or no; `None` where the budget does not last. Branches until no two facts with points bind each other.
    fn is_reachable(&mut self, mut room: Room) -> Option<bool> {
        if !self.propagate(&mut room, &mut Vec::new()) {
            return Some(false);
        }
        let Some(split) = self.split(&room) else { return self.is_possible(&room) };
        let mut possible = Some(false);
        for cuts in split {
            let mut child = room;
            for bound in cuts {
                child.cut(bound);
            }
            if !self.node() {
                return None;
            }
            match self.is_reachable(child) {
                Some(false) => {}
                Some(true) => return Some(true),
                None => possible = None,
            }
        }
        possible
    }

    /// Two rooms into which the first tie that binds divides this one; `None` where sums are free.
    ///
    /// Exact for runs of cells with the same points: put each fact at the least measure of its run that the others allow.
    /// The table is closed, so if every pair of runs can stand together, by the lowest cell of one and the highest of the
    /// other, all of them can.
    fn split(&self, room: &Room) -> Option<[Vec<Bound>; 2]> {
        let bounded = Side::BOTH.map(|side| room.is_bounded(side));
        let varies = |axis: &Axis, place: usize| {
            Side::BOTH.into_iter().zip(bounded).any(|(side, bounded)| {
                let (low, high) = axis.extremes(side, room.mask(place));
                bounded && low != high
            })
        };
        self.space.ties.iter().find_map(|tie| {
            let (x, y) = (self.space.axes.get(tie.x)?, self.space.axes.get(tie.y)?);
            if !varies(x, tie.x) || !varies(y, tie.y) {
                return None;
            }
            let (low, high) = (x.runs(room.mask(tie.x), bounded), y.runs(room.mask(tie.y), bounded));
            let (_, least) = high.first()?;
            let (from, _) = low.iter().find(|(from, _)| !tie.allows(*from, *least))?;
            let first = tie.first.get(*from).copied().unwrap_or(0);
            let up = below(*from);
            Some([
                vec![Bound::In(tie.x, up | !x.known())],
                vec![Bound::In(tie.x, x.known() & !up), Bound::In(tie.y, !below(first))],
            ])
        })
    }

    /// Fixes fact after fact to the first value that leaves the scores reachable.
    fn fix(&mut self, mut room: Room) -> Answer {
        let space = self.space;
        for (place, axis) in space.axes.iter().enumerate() {
            let mut order: Vec<usize> = values(room.mask(place)).collect();
            order.sort_by_key(|value| axis.worth_of(self.side, *value));
            let fitting = order.into_iter().find_map(|value| {
                let mut fixed = Self::fixed(&room, place, value);
                let possible =
                    self.propagate(&mut fixed, &mut Vec::new()) && self.is_reachable(fixed) == Some(true);
                possible.then_some(fixed)
            });
            match fitting {
                Some(fixed) => room = fixed,
                None => return Answer::Unknown(Box::new(room)),
            }
        }
        let corner: Vec<usize> =
            room.masks().iter().zip(&space.axes).map(|(mask, _)| highest(*mask)).collect();
        if self.satisfies(&room, &[], &corner) {
            Answer::Some(corner)
        } else {
            Answer::Unknown(Box::new(room))
        }
    }
}
