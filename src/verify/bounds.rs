//! What a room says of scores without a search: their ends, the values they forbid, how far two of them can be apart.

use crate::verify::axis::{Mask, Side, bit, values};
use crate::verify::room::{Bound, Clauses, Room, Truth};
use crate::verify::space::{AXES, Space};

/// Least and greatest points of every fact, and of every evidence group before its clamp, by one side.
pub(super) struct Ends {
    side: Side,
    facts: [(i32, i32); AXES],
    groups: [(i32, i32); 8],
    /// Least and greatest score.
    pub total: (i32, i32),
}

impl Ends {
    pub fn of(space: &Space, room: &Room, side: Side) -> Self {
        let mut ends = Self { side, facts: [(0, 0); AXES], groups: [(0, 0); 8], total: (0, 0) };
        for ((axis, mask), slot) in space.axes.iter().zip(room.masks()).zip(&mut ends.facts) {
            *slot = axis.extremes(side, *mask);
            if let Some((least, most)) = ends.groups.get_mut(axis.group) {
                (*least, *most) = (least.saturating_add(slot.0), most.saturating_add(slot.1));
            }
        }
        for (group, (low, high)) in ends.groups.iter().enumerate() {
            let (least, most) = ends.total;
            let held = |sum| hold(space, side, group, sum);
            ends.total = (least.saturating_add(held(*low)), most.saturating_add(held(*high)));
        }
        ends
    }

    fn group(&self, group: usize) -> (i32, i32) {
        self.groups.get(group).copied().unwrap_or((0, 0))
    }

    fn fact(&self, place: usize) -> (i32, i32) {
        self.facts.get(place).copied().unwrap_or((0, 0))
    }

    /// Removes every value with which, all else at its least, the score exceeds the room's, or at its greatest falls short;
    /// whether anything was cut.
    pub fn remove_values(&self, space: &Space, room: &mut Room) -> bool {
        let (least, most) = room.score(self.side);
        let (lowest, highest) = self.total;
        let mut changed = false;
        for (place, axis) in space.axes.iter().enumerate().filter(|(_, axis)| axis.varies(self.side)) {
            let (low, high) = self.fact(place);
            let sums = self.group(axis.group);
            let held = |sum| hold(space, self.side, axis.group, sum);
            let above = |points: i32| {
                let sum = sums.0.saturating_sub(low).saturating_add(points);
                lowest.saturating_sub(held(sums.0)).saturating_add(held(sum))
            };
            let under = |points: i32| {
                let sum = sums.1.saturating_sub(high).saturating_add(points);
                highest.saturating_sub(held(sums.1)).saturating_add(held(sum))
            };
            if above(high) <= most && under(low) >= least {
                continue;
            }
            let fits = |value: &usize| {
                let points = axis.points_of(self.side, *value);
                above(points) <= most && under(points) >= least
            };
            let kept = values(room.mask(place)).filter(fits).fold(0, |mask: Mask, value| mask | bit(value));
            changed |= room.cut(Bound::In(place, kept));
        }
        changed
    }

    /// Packing: what the live clauses must take from the greatest score at the least; whether that leaves too little.
    ///
    /// Exact to use: within a group max(0, loss - slack) is superadditive, so the losses of clauses about different
    /// facts add up at least. Where a group's floor can bind, what is taken away may cost nothing.
    pub fn is_overpacked(&self, space: &Space, room: &Room, clauses: &Clauses, live: &[u16]) -> bool {
        let spare = i64::from(self.total.1).saturating_sub(i64::from(room.score(self.side).0));
        let mut losses: Vec<(i64, u64)> =
            live.iter().filter_map(|clause| self.loss(space, room, clauses, usize::from(*clause))).collect();
        losses.sort_unstable_by_key(|(loss, facts)| {
            let weight = i64::from(facts.count_ones().max(1));
            core::cmp::Reverse(loss.saturating_mul(64).checked_div(weight).unwrap_or(0))
        });
        let (mut taken, mut sum) = (0_u64, 0_i64);
        for (loss, facts) in losses {
            if taken & facts == 0 {
                taken |= facts;
                sum = sum.saturating_add(loss);
            }
        }
        sum > spare
    }

    /// The least that a clause takes from the score, and the facts it is about; `None` where it may take nothing.
    fn loss(&self, space: &Space, room: &Room, clauses: &Clauses, clause: usize) -> Option<(i64, u64)> {
        let (mut least, mut facts) = (i64::MAX, 0_u64);
        for choice in clauses.choices(clause).filter(|choice| room.truth_of(choice) == Truth::Open) {
            let mut dearest = 0;
            for bound in choice {
                let Bound::In(place, mask) = *bound else { continue };
                facts |= bit(place);
                dearest = dearest.max(self.taken(space, room, place, mask));
            }
            least = least.min(dearest);
            if least == 0 {
                return None;
            }
        }
        (least < i64::MAX).then_some((least, facts))
    }

    /// What a bound takes from the greatest score.
    fn taken(&self, space: &Space, room: &Room, place: usize, mask: Mask) -> i64 {
        let Some(axis) = space.axes.get(place).filter(|axis| axis.varies(self.side)) else { return 0 };
        let (low, high) = self.group(axis.group);
        let (floor, cap) = limits(space, self.side, axis.group);
        if low < floor {
            return 0;
        }
        let (_, kept) = axis.extremes(self.side, room.mask(place) & mask);
        let loss = i64::from(self.fact(place).1).saturating_sub(i64::from(kept));
        let slack = i64::from(high).saturating_sub(i64::from(cap)).max(0);
        loss.saturating_sub(slack).max(0)
    }
}

/// The score by one side where every fact has one value.
pub(super) fn score_at(space: &Space, values: &[usize], side: Side) -> i32 {
    let mut groups = [0_i32; 8];
    for (axis, value) in space.axes.iter().zip(values).filter(|(axis, _)| axis.weighs(side)) {
        if let Some(sum) = groups.get_mut(axis.group) {
            *sum = sum.saturating_add(axis.points_of(side, *value));
        }
    }
    let held = groups.iter().enumerate().map(|(group, sum)| hold(space, side, group, *sum));
    held.fold(0, i32::saturating_add)
}

/// How far the score of one side can exceed the other's: an upper bound of `side - other`.
///
/// Group by group: a clamp never widens a difference, so `clamp(b + d)` less the other clamp of `b` is largest at an end
/// or at a corner of either.
pub(super) fn lead(space: &Space, room: &Room, ends: [&Ends; 2], side: Side) -> i32 {
    let other = if side == Side::First { Side::Second } else { Side::First };
    let [first, second] = ends;
    let theirs = if side == Side::First { second } else { first };
    let mut most = [0_i32; 8];
    for (axis, mask) in space.axes.iter().zip(room.masks()).filter(|(axis, _)| axis.differs) {
        let apart = |value| axis.points_of(side, value).saturating_sub(axis.points_of(other, value));
        if let Some(sum) = most.get_mut(axis.group) {
            *sum = sum.saturating_add(values(*mask).map(apart).max().unwrap_or(0));
        }
    }
    let mut lead = 0_i32;
    for (group, difference) in most.iter().enumerate() {
        let (low, high) = theirs.group(group);
        let ((floor, cap), (their_floor, their_cap)) =
            (limits(space, side, group), limits(space, other, group));
        let corners = [low, high, their_floor, their_cap].into_iter();
        let corners = corners.chain([floor, cap].map(|corner| corner.saturating_sub(*difference)));
        let apart = |sum: i32| {
            let sum = sum.max(low).min(high);
            hold(space, side, group, sum.saturating_add(*difference))
                .saturating_sub(hold(space, other, group, sum))
        };
        lead = lead.saturating_add(corners.map(apart).max().unwrap_or(0));
    }
    lead
}

fn limits(space: &Space, side: Side, group: usize) -> (i32, i32) {
    let groups = space.groups.get(side as usize);
    groups.and_then(|groups| groups.get(group)).copied().unwrap_or((i32::MIN, i32::MAX))
}

fn hold(space: &Space, side: Side, group: usize, sum: i32) -> i32 {
    let (floor, cap) = limits(space, side, group);
    sum.max(floor).min(cap)
}
