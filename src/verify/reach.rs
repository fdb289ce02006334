//! No clause is left: is a score of the room possible, and which values give it?

use crate::verify::axis::{Axis, Side, below, values};
use crate::verify::room::{Bound, Room};
use crate::verify::search::{Answer, Search};

/// Whether the scores of a room can be reached.
enum Reach {
    No,
    /// In this part of it, where sums are free.
    In(Box<Room>),
    Unknown,
}

impl Search<'_> {
    /// Whether the scores of a room can be reached, and by which values.
    pub(super) fn reach(&mut self, room: Room) -> Answer {
        match self.reachable(room) {
            Reach::No => Answer::None,
            Reach::In(part) => self.values(&part).map_or(Answer::Unknown(part), Answer::Some),
            Reach::Unknown => Answer::Unknown(Box::new(room)),
        }
    }

    /// Branches until no two facts with points bind each other.
    fn reachable(&mut self, mut room: Room) -> Reach {
        if !self.propagate(&mut room, &mut Vec::new()) {
            return Reach::No;
        }
        let Some(split) = self.split(&room) else {
            return match self.is_possible(&room) {
                Some(true) => Reach::In(Box::new(room)),
                Some(false) => Reach::No,
                None => Reach::Unknown,
            };
        };
        let mut all = Reach::No;
        for cuts in split {
            let mut child = room;
            for bound in cuts {
                child.cut(bound);
            }
            if !self.node() {
                return Reach::Unknown;
            }
            match self.reachable(child) {
                Reach::No => {}
                Reach::Unknown => all = Reach::Unknown,
                found @ Reach::In(_) => return found,
            }
        }
        all
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

    /// One value a fact: of those that give the scores the least suspicious that the ties leave it. Where no known value
    /// of them is high enough a state may be, since no tie binds one.
    fn values(&self, room: &Room) -> Option<Vec<usize>> {
        let space = self.space;
        let masks = self.trace(room)?;
        let mut chosen: Vec<usize> = Vec::new();
        for (axis, mask) in space.axes.iter().zip(&masks) {
            let worth = |value: &usize| axis.worth_of(self.side, *value);
            chosen.push(values(*mask).min_by_key(worth)?);
        }
        // Each fact is raised before it raises others, as the table has it.
        for tie in &space.ties {
            let (Some(x), Some(y)) = (chosen.get(tie.x).copied(), chosen.get(tie.y).copied()) else {
                continue;
            };
            let (Some(low), Some(high)) = (space.axes.get(tie.x), space.axes.get(tie.y)) else { continue };
            if low.state(x).is_some() || high.state(y).is_some() || tie.allows(x, y) {
                continue;
            }
            let fits = |value: &usize| high.state(*value).is_some() || tie.allows(x, *value);
            let worth = |value: &usize| high.worth_of(self.side, *value);
            let mask = masks.get(tie.y).copied().unwrap_or(0);
            let raised = values(mask).filter(fits).min_by_key(worth);
            if let (Some(slot), Some(raised)) = (chosen.get_mut(tie.y), raised) {
                *slot = raised;
            }
        }
        self.satisfies(room, &[], &chosen).then_some(chosen)
    }
}
