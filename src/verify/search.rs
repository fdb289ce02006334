//! The one search that answers every question: propagate, try a corner, bound, branch on the clause with the fewest ways out.

use crate::verify::axis::{Mask, Side, below, bit, highest, lowest, values};
use crate::verify::bounds::{Ends, lead, score_at};
use crate::verify::room::{Bound, Clauses, Room, Truth};
use crate::verify::space::Space;
use crate::verify::sums::{Pairs, is_reachable};

/// What a question comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// No closed reading of the room satisfies every clause.
    None,
    /// One does: a value for each fact.
    Some(Vec<usize>),
    /// The budget was spent before the search ended; the least room that stayed open.
    Unknown(Box<Room>),
}

/// A search over one space with a budget of work.
#[derive(Debug)]
pub(super) struct Search<'s> {
    pub(super) space: &'s Space,
    clauses: &'s Clauses,
    /// The side by which corners are least or greatest: that of the rules in question.
    pub(super) side: Side,
    /// From which side a question may hold the second score: from above where rules must not fire, else from below.
    from_above: bool,
    left: u64,
    nodes: u64,
}

/// A window of scores so narrow that sums are looked at before branching, at every node.
const NARROW: i32 = 8;
/// Cells of a join that are one unit of work.
const CELLS: u64 = 16_384;

impl<'s> Search<'s> {
    pub fn new(space: &'s Space, clauses: &'s Clauses, side: Side, from_above: bool, budget: u64) -> Self {
        Self { space, clauses, side, from_above, left: budget, nodes: 0 }
    }

    /// Work that is left of the budget.
    pub fn left(&self) -> u64 {
        self.left
    }

    /// Nodes so far.
    pub fn nodes(&self) -> u64 {
        self.nodes
    }

    /// Counts a node; whether there is work left for it.
    pub(super) fn node(&mut self) -> bool {
        self.nodes = self.nodes.saturating_add(1);
        self.spend(1)
    }

    fn spend(&mut self, work: u64) -> bool {
        let enough = self.left >= work;
        self.left = self.left.saturating_sub(work);
        enough
    }

    /// Whether a closed reading in the room satisfies every clause.
    pub fn run(&mut self, room: Room) -> Answer {
        let live = (0..self.clauses.len()).filter_map(|clause| u16::try_from(clause).ok()).collect();
        self.solve(room, live, true)
    }

    /// INVARIANT: every such reading is in the room after propagation or in a child; so `None` is exact. A witness is
    /// exact because it is checked.
    fn solve(&mut self, mut room: Room, mut live: Vec<u16>, is_root: bool) -> Answer {
        if !self.node() {
            return Answer::Unknown(Box::new(room));
        }
        if !self.propagate(&mut room, &mut live) {
            return Answer::None;
        }
        for greatest in [false, true] {
            let corner = self.corner(&room, greatest);
            if self.satisfies(&room, &live, &corner) {
                return Answer::Some(corner);
            }
        }
        let Some(clause) = self.narrowest(&room, &live) else { return self.reach(room) };
        if self.is_hopeless(&room, &live) || self.is_impossible(&room, is_root) {
            return Answer::None;
        }
        let (mut unknown, mut rest) = (None, room);
        for choice in self.clauses.choices(clause).filter(|choice| room.truth_of(choice) == Truth::Open) {
            let mut child = rest;
            choice.iter().for_each(|bound| {
                child.cut(*bound);
            });
            match self.solve(child, live.clone(), false) {
                Answer::None => {}
                Answer::Unknown(open) => unknown = unknown.or(Some(open)),
                found @ Answer::Some(_) => return found,
            }
            // The siblings of a choice need not look where it was. One of several bounds is not negated: children may
            // overlap.
            if let [bound] = choice
                && let Some(negated) = bound.negated()
            {
                rest.cut(negated);
            }
        }
        unknown.map_or(Answer::None, Answer::Unknown)
    }

    /// The live clause with the fewest open choices.
    fn narrowest(&self, room: &Room, live: &[u16]) -> Option<usize> {
        let ways = |clause: &usize| {
            let choices = self.clauses.choices(*clause);
            choices.filter(|choice| room.truth_of(choice) == Truth::Open).count()
        };
        live.iter().map(|clause| usize::from(*clause)).min_by_key(ways)
    }

    /// Whether the live clauses take more from the score than it can spare.
    fn is_hopeless(&self, room: &Room, live: &[u16]) -> bool {
        Side::BOTH.into_iter().filter(|side| room.is_bounded(*side)).any(|side| {
            let ends = Ends::of(self.space, room, side);
            room.score(side).0 > ends.total.0 && ends.is_overpacked(self.space, room, self.clauses, live)
        })
    }

    /// Whether no score of the room's windows is possible even without the clauses and the ties: looked at where it pays,
    /// for a window that ends on both sides, and for two scores beside each other.
    fn is_impossible(&mut self, room: &Room, is_root: bool) -> bool {
        let window = |side: Side| {
            let ((least, most), ends) = (room.score(side), Ends::of(self.space, room, side).total);
            let narrow = is_root || most.saturating_sub(least) < NARROW;
            room.is_bounded(side) && least > ends.0 && most < ends.1 && narrow
        };
        let both = is_root && Side::BOTH.into_iter().all(|side| room.is_bounded(side));
        (both || Side::BOTH.into_iter().any(window)) && self.is_possible(room) == Some(false)
    }

    /// Removes what no solution takes; `false` where nothing is left.
    pub(super) fn propagate(&self, room: &mut Room, live: &mut Vec<u16>) -> bool {
        loop {
            let mut changed = self.imply(room);
            if room.is_empty() {
                return false;
            }
            changed |= self.bound_scores(room);
            if room.is_empty() {
                return false;
            }
            let mut refuted = false;
            live.retain(|clause| {
                let (mut open, mut only) = (0_usize, None);
                for choice in self.clauses.choices(usize::from(*clause)) {
                    match room.truth_of(choice) {
                        Truth::True => return false,
                        Truth::Open => (open, only) = (open.saturating_add(1), Some(choice)),
                        Truth::False => {}
                    }
                }
                match (open, only) {
                    (0, _) => refuted = true,
                    (1, Some(choice)) => {
                        choice.iter().for_each(|bound| changed |= room.cut(*bound));
                        return false;
                    }
                    _ => {}
                }
                true
            });
            if refuted || room.is_empty() {
                return false;
            }
            if !changed {
                return true;
            }
        }
    }

    /// Ties between facts, to a fixpoint; whether anything was cut. States neither bind nor are bound.
    fn imply(&self, room: &mut Room) -> bool {
        let mut changed = false;
        loop {
            let mut again = false;
            for tie in &self.space.ties {
                let (Some(x), Some(y)) = (self.space.axes.get(tie.x), self.space.axes.get(tie.y)) else {
                    continue;
                };
                let (low, high) = (room.mask(tie.x), room.mask(tie.y));
                if low & !x.known() == 0 && low != 0 {
                    let first = tie.first.get(lowest(low)).copied().unwrap_or(0);
                    again |= room.cut(Bound::In(tie.y, !below(first)));
                }
                if high & !y.known() == 0 && high != 0 {
                    again |= room.cut(Bound::In(tie.x, tie.beside(highest(high)) | !x.known()));
                }
            }
            changed |= again;
            if !again || room.is_empty() {
                return changed;
            }
        }
    }

    /// Brings the scores' intervals to what is possible, alone and beside each other, and removes values that they
    /// forbid; whether anything was cut.
    fn bound_scores(&self, room: &mut Room) -> bool {
        let bounded = Side::BOTH.map(|side| room.is_bounded(side));
        let mut changed = false;
        for (side, _) in Side::BOTH.into_iter().zip(bounded).filter(|(_, bounded)| *bounded) {
            let ends = Ends::of(self.space, room, side);
            changed |= room.narrow(side, ends.total);
            changed |= ends.remove_values(self.space, room);
        }
        if bounded == [true; 2] && !room.is_empty() {
            let ends = Side::BOTH.map(|side| Ends::of(self.space, room, side));
            let [first, second] = &ends;
            let ahead = lead(self.space, room, [first, second], Side::First);
            let behind = lead(self.space, room, [first, second], Side::Second);
            let (one, two) = (room.score(Side::First), room.score(Side::Second));
            changed |= room.narrow(Side::First, (two.0.saturating_sub(behind), two.1.saturating_add(ahead)));
            changed |= room.narrow(Side::Second, (one.0.saturating_sub(ahead), one.1.saturating_add(behind)));
        }
        changed
    }

    /// Each fact at its least value by the side in question, or at its greatest; of equals the one with more points.
    fn corner(&self, room: &Room, greatest: bool) -> Vec<usize> {
        let axes = self.space.axes.iter().enumerate();
        let pick = axes.map(|(place, axis)| {
            let worth = |value: &usize| {
                let worth = axis.worth_of(self.side, *value);
                let points = i64::from(axis.points_of(Side::First, *value));
                (if greatest { worth.saturating_neg() } else { worth }, points.saturating_neg())
            };
            values(room.mask(place)).min_by_key(worth).unwrap_or(0)
        });
        pick.collect()
    }

    /// Whether one value a fact is closed, within the room, and satisfies every clause.
    pub(super) fn satisfies(&self, room: &Room, live: &[u16], corner: &[usize]) -> bool {
        let known = |place: usize| {
            let value = corner.get(place).copied()?;
            self.space.axes.get(place)?.state(value).is_none().then_some(value)
        };
        let closed = self.space.ties.iter().all(|tie| {
            let pair = known(tie.x).zip(known(tie.y));
            pair.is_none_or(|(x, y)| tie.allows(x, y))
        });
        let inside = corner.iter().enumerate().all(|(place, value)| room.mask(place) & bit(*value) != 0);
        if !closed || !inside {
            return false;
        }
        let mut point = Room::point(self.space, corner);
        for side in Side::BOTH {
            let score = score_at(self.space, corner, side);
            point.narrow(side, (score, score));
            point.narrow(side, room.score(side));
        }
        let holds = |clause: &u16| {
            let mut choices = self.clauses.choices(usize::from(*clause));
            choices.any(|choice| point.truth_of(choice) == Truth::True)
        };
        !point.is_empty() && live.iter().all(holds)
    }

    /// Whether the scores of a room can be reached, its facts with points being independent of each other; `None` where
    /// the budget does not last for it.
    pub(super) fn is_possible(&mut self, room: &Room) -> Option<bool> {
        let single = match Side::BOTH.map(|side| room.is_bounded(side)) {
            [false, false] => return Some(true),
            [true, false] => Some(Side::First),
            [false, true] => Some(Side::Second),
            [true, true] => None,
        };
        if !self.spend(4) {
            return None;
        }
        if let Some(side) = single {
            return Some(is_reachable(self.space, room, side));
        }
        let pairs = Pairs::of(self.space, room, self.from_above);
        self.spend(pairs.looked.checked_div(CELLS).unwrap_or(0)).then(|| pairs.is_possible(room))
    }

    /// For each fact the values that give a score of the room, its facts with points being independent of each other.
    pub(super) fn trace(&self, room: &Room) -> Option<Vec<Mask>> {
        Pairs::of(self.space, room, self.from_above).trace(self.space, room)
    }
}
