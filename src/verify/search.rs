//! The one search that answers every question: propagate, try a corner, branch on the clause with the fewest ways out.

use crate::verify::question::{Bound, Choice, Clause, OPEN, Room, Truth};
use crate::verify::space::{Axis, Mask, Space, View, bit, values};
use crate::verify::sums::{is_reachable, is_reachable_by_both};

/// What a question comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// No closed reading of the room satisfies every clause.
    None,
    /// One does: a value for each fact.
    Some(Vec<usize>),
    /// The budget was spent before the search ended.
    Unknown,
}

/// A search over one space with a budget of work.
#[derive(Debug)]
pub(super) struct Search<'s> {
    space: &'s Space,
    /// The view by which corners are least or greatest: that of the rules in question.
    view: View,
    /// From which side a question may hold the second score: from above where rules must not fire, else from below.
    from_above: bool,
    left: u64,
    nodes: u64,
}

/// Work that finding the values of a witness may take.
const WITNESS_WORK: u64 = 4_000;

/// Least and greatest sum of one evidence group, before its clamp.
type Ends = [(i32, i32); 8];

impl<'s> Search<'s> {
    pub fn new(space: &'s Space, view: View, from_above: bool, budget: u64) -> Self {
        Self { space, view, from_above, left: budget, nodes: 0 }
    }

    /// Work that is left of the budget.
    pub fn left(&self) -> u64 {
        self.left
    }

    /// Nodes so far.
    pub fn nodes(&self) -> u64 {
        self.nodes
    }

    fn spend(&mut self, work: u64) -> bool {
        let enough = self.left >= work;
        self.left = self.left.saturating_sub(work);
        enough
    }

    /// Whether a closed reading in the room satisfies every clause.
    ///
    /// INVARIANT: every such reading is in the room after propagation or in a child; so `None` is exact. A witness is
    /// exact because it is checked.
    pub fn solve(&mut self, mut room: Room, mut live: Vec<&Clause>) -> Answer {
        self.nodes = self.nodes.saturating_add(1);
        if !self.spend(1) {
            return Answer::Unknown;
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
        let ways =
            |clause: &Clause| clause.iter().filter(|choice| room.truth_of(choice) == Truth::Open).count();
        let Some(clause) = live.iter().copied().min_by_key(|clause| ways(clause)) else {
            return self.reach(room);
        };
        let mut unknown = false;
        let mut rest = room.clone();
        for choice in clause.iter().filter(|choice| room.truth_of(choice) == Truth::Open) {
            let mut child = rest.clone();
            for bound in choice {
                child.cut(*bound);
            }
            match self.solve(child, live.clone()) {
                Answer::None => {}
                Answer::Unknown => unknown = true,
                found => return found,
            }
            self.leave_out(&mut rest, choice);
        }
        if unknown { Answer::Unknown } else { Answer::None }
    }

    /// The siblings of a choice need not look where it was. One of several bounds is not negated: children may overlap.
    fn leave_out(&self, room: &mut Room, choice: &Choice) {
        if let [bound] = choice.as_slice()
            && let Some(rest) = bound.negated(self.space)
        {
            room.cut(rest);
        }
    }

    /// Removes what no solution takes; `false` where nothing is left.
    fn propagate(&self, room: &mut Room, live: &mut Vec<&Clause>) -> bool {
        loop {
            let mut changed = self.imply(room);
            if room.is_empty() {
                return false;
            }
            for view in [View::Usual, View::Least] {
                if room.score(view) != OPEN {
                    changed |= self.bound_score(room, view);
                    if room.is_empty() {
                        return false;
                    }
                }
            }
            let mut refuted = false;
            live.retain(|clause| {
                let (mut open, mut only) = (0_usize, None);
                for choice in clause.iter() {
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

    /// Implications between facts, to a fixpoint; whether anything was cut.
    fn imply(&self, room: &mut Room) -> bool {
        let mut changed = false;
        loop {
            let mut again = false;
            for forbidden in &self.space.forbidden {
                if room.mask(forbidden.x) & !forbidden.when == 0 {
                    again |= room.cut(Bound::In(forbidden.y, !forbidden.never));
                }
                if room.mask(forbidden.y) & !forbidden.never == 0 {
                    again |= room.cut(Bound::In(forbidden.x, !forbidden.when));
                }
            }
            changed |= again;
            if !again || room.is_empty() {
                return changed;
            }
        }
    }

    /// Brings a score's interval to what is possible, and removes values that it forbids; whether anything was cut.
    fn bound_score(&self, room: &mut Room, view: View) -> bool {
        let ends = self.ends(room, view);
        let (lowest, highest) = self.total(&ends);
        let mut changed = room.narrow(view, (lowest, highest));
        let (least, most) = room.score(view);
        for (place, axis) in self.space.axes.iter().enumerate().filter(|(_, axis)| axis.has_points) {
            let (Some(sum), Some((floor, cap))) = (ends.get(axis.group), self.space.groups.get(axis.group))
            else {
                continue;
            };
            let (low, high) = extremes(room.mask(place), axis, view);
            let hold = |sum: i32| sum.max(*floor).min(*cap);
            let fits = |value: &usize| {
                let points = axis.points_of(view, *value);
                let above = lowest
                    .saturating_sub(hold(sum.0))
                    .saturating_add(hold(sum.0.saturating_sub(low).saturating_add(points)));
                let under = highest
                    .saturating_sub(hold(sum.1))
                    .saturating_add(hold(sum.1.saturating_sub(high).saturating_add(points)));
                above <= most && under >= least
            };
            let kept = values(room.mask(place)).filter(fits).fold(0, |mask: Mask, value| mask | bit(value));
            changed |= room.cut(Bound::In(place, kept));
        }
        changed
    }

    /// Least and greatest sum of every evidence group.
    fn ends(&self, room: &Room, view: View) -> Ends {
        let mut ends: Ends = [(0, 0); 8];
        for (place, axis) in self.space.axes.iter().enumerate() {
            let (low, high) = extremes(room.mask(place), axis, view);
            if let Some((least, most)) = ends.get_mut(axis.group) {
                (*least, *most) = (least.saturating_add(low), most.saturating_add(high));
            }
        }
        ends
    }

    /// The least and the greatest score of such sums, each group's floor and cap applied once.
    fn total(&self, ends: &Ends) -> (i32, i32) {
        let groups = ends.iter().zip(&self.space.groups);
        groups.fold((0_i32, 0_i32), |(lowest, highest), ((low, high), (floor, cap))| {
            let hold = |sum: &i32| (*sum).max(*floor).min(*cap);
            (lowest.saturating_add(hold(low)), highest.saturating_add(hold(high)))
        })
    }

    /// Each fact at its least value by the view, or at its greatest; of equals the one with more points.
    fn corner(&self, room: &Room, greatest: bool) -> Vec<usize> {
        let axes = self.space.axes.iter().enumerate();
        let pick = axes.map(|(place, axis)| {
            let worth = |value: &usize| {
                let worth = axis.worth_of(self.view, *value);
                let points = i64::from(axis.points_of(View::Usual, *value));
                (if greatest { worth.saturating_neg() } else { worth }, points.saturating_neg())
            };
            values(room.mask(place)).min_by_key(worth).unwrap_or(0)
        });
        pick.collect()
    }

    /// Whether one value a fact is closed, within the room, and satisfies every clause.
    fn satisfies(&self, room: &Room, live: &[&Clause], corner: &[usize]) -> bool {
        let point = self.point(room, corner);
        let closed = self.space.forbidden.iter().all(|forbidden| {
            point.mask(forbidden.x) & forbidden.when == 0 || point.mask(forbidden.y) & forbidden.never == 0
        });
        closed
            && !point.is_empty()
            && live.iter().all(|clause| clause.iter().any(|choice| point.truth_of(choice) == Truth::True))
    }

    /// The room of one reading; empty where its score lies outside.
    fn point(&self, room: &Room, corner: &[usize]) -> Room {
        let masks = corner.iter().map(|value| bit(*value)).collect();
        let mut point = Room { masks, scores: [OPEN; 2] };
        for view in [View::Usual, View::Least] {
            let ends = self.ends(&point, view);
            let (score, _) = self.total(&ends);
            point.narrow(view, (score, score));
            let (least, most) = room.score(view);
            point.narrow(view, (least, most));
        }
        point
    }

    /// No clause is left: is a score of the room possible?
    fn reach(&mut self, mut room: Room) -> Answer {
        if !self.propagate(&mut room, &mut Vec::new()) {
            return Answer::None;
        }
        let varies = |place: usize| {
            self.space.axes.get(place).is_some_and(|axis| {
                let all = [View::Usual, View::Least].map(|view| extremes(room.mask(place), axis, view));
                axis.has_points && all.iter().any(|(low, high)| low != high)
            })
        };
        let tied = self.space.forbidden.iter().find(|forbidden| {
            let meet =
                room.mask(forbidden.x) & forbidden.when != 0 && room.mask(forbidden.y) & forbidden.never != 0;
            meet && varies(forbidden.x) && varies(forbidden.y)
        });
        if let Some(tied) = tied.copied() {
            let mut outside = room.clone();
            outside.cut(Bound::In(tied.x, !tied.when));
            room.cut(Bound::In(tied.x, tied.when));
            room.cut(Bound::In(tied.y, !tied.never));
            let mut unknown = false;
            for child in [outside, room] {
                self.nodes = self.nodes.saturating_add(1);
                if !self.spend(1) {
                    return Answer::Unknown;
                }
                match self.reach(child) {
                    Answer::None => {}
                    Answer::Unknown => unknown = true,
                    found => return found,
                }
            }
            return if unknown { Answer::Unknown } else { Answer::None };
        }
        match self.is_possible(&room) {
            Some(true) => self.witness(room),
            Some(false) => Answer::None,
            None => Answer::Unknown,
        }
    }

    /// Whether the scores of a room can be reached, its facts with points being independent of each other; `None` where
    /// the budget does not last for it.
    fn is_possible(&mut self, room: &Room) -> Option<bool> {
        let single = match [View::Usual, View::Least].map(|view| room.score(view) != OPEN) {
            [false, false] => return Some(true),
            [true, false] => Some(View::Usual),
            [false, true] => Some(View::Least),
            [true, true] => None,
        };
        if !self.spend(4) {
            return None;
        }
        if let Some(view) = single {
            return Some(is_reachable(self.space, room, view));
        }
        let (possible, looked) = is_reachable_by_both(self.space, room, self.from_above);
        self.spend(looked.checked_div(16_384).unwrap_or(0)).then_some(possible)
    }

    /// Fixes fact after fact to the first value that leaves the scores reachable.
    ///
    /// WHY: at most 200 sums, once a refutation; the budget is for finding that there is one, so this has its own.
    fn witness(&mut self, room: Room) -> Answer {
        let left = core::mem::replace(&mut self.left, WITNESS_WORK);
        let answer = self.fix(room);
        self.left = left;
        answer
    }

    fn fix(&mut self, mut room: Room) -> Answer {
        for (place, axis) in self.space.axes.iter().enumerate() {
            let mut order: Vec<usize> = values(room.mask(place)).collect();
            order.sort_by_key(|value| axis.worth_of(self.view, *value));
            let fitting = order.into_iter().find_map(|value| {
                let mut fixed = room.clone();
                fixed.cut(Bound::In(place, bit(value)));
                let possible =
                    self.propagate(&mut fixed, &mut Vec::new()) && self.is_possible(&fixed) == Some(true);
                possible.then_some(fixed)
            });
            match fitting {
                Some(fixed) => room = fixed,
                None => return Answer::Unknown,
            }
        }
        let corner: Vec<usize> = room.masks.iter().map(|mask| values(*mask).next().unwrap_or(0)).collect();
        if self.satisfies(&room, &[], &corner) { Answer::Some(corner) } else { Answer::Unknown }
    }
}

/// Least and greatest points that a fact may have.
fn extremes(mask: Mask, axis: &Axis, view: View) -> (i32, i32) {
    if !axis.has_points {
        let points = axis.points_of(view, 0);
        return (points, points);
    }
    let points = || values(mask).map(|value| axis.points_of(view, value));
    (points().min().unwrap_or(0), points().max().unwrap_or(0))
}
