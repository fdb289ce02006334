//! Which scores are possible where no two facts with points are tied to each other.

use crate::verify::axis::{Axis, Side, values};
use crate::verify::room::Room;
use crate::verify::space::Space;

/// A set of sums: bit `n` is `least + n`.
#[derive(Clone, Debug)]
struct Sums {
    least: i32,
    bits: Vec<u64>,
}

impl Sums {
    fn zero() -> Self {
        Self { least: 0, bits: vec![1] }
    }

    fn iter(&self) -> impl Iterator<Item = i32> {
        let words = self.bits.iter().enumerate();
        words.flat_map(move |(word, bits)| {
            values(*bits).filter_map(move |bit| {
                let place = i32::try_from(word.saturating_mul(64).saturating_add(bit)).ok()?;
                self.least.checked_add(place)
            })
        })
    }

    /// Every sum of one of these and one of those.
    fn plus(&self, more: &[i32]) -> Self {
        let Some(least) = more.iter().min() else { return self.clone() };
        let greatest = more.iter().max().unwrap_or(least);
        let span = usize::try_from(greatest.saturating_sub(*least)).unwrap_or(0);
        let mut bits = vec![0_u64; self.bits.len().saturating_add(span / 64).saturating_add(2)];
        for points in more {
            let shift = usize::try_from(points.saturating_sub(*least)).unwrap_or(0);
            let (words, rest) = (shift / 64, shift % 64);
            for (place, word) in self.bits.iter().enumerate() {
                let low = place.saturating_add(words);
                let spill = if rest == 0 { 0 } else { word >> (64_usize.saturating_sub(rest)) };
                bits.get_mut(low).into_iter().for_each(|slot| *slot |= word << rest);
                bits.get_mut(low.saturating_add(1)).into_iter().for_each(|slot| *slot |= spill);
            }
        }
        while bits.last() == Some(&0) {
            bits.pop();
        }
        Self { least: self.least.saturating_add(*least), bits }
    }

    /// The sums with a floor and a cap applied once.
    fn clamped(&self, (floor, cap): (i32, i32)) -> Vec<i32> {
        let mut held: Vec<i32> = self.iter().map(|sum| sum.max(floor).min(cap)).collect();
        held.sort_unstable();
        held.dedup();
        held
    }
}

/// The axes of one evidence group; also those whose points do not vary, for they may not be zero.
fn members(space: &Space, group: usize) -> impl Iterator<Item = (usize, &Axis)> {
    space.axes.iter().enumerate().filter(move |(_, axis)| axis.group == group)
}

/// The distinct points that a fact may still have.
fn points(room: &Room, place: usize, axis: &Axis, side: Side) -> Vec<i32> {
    let mut points: Vec<i32> = values(room.mask(place)).map(|value| axis.points_of(side, value)).collect();
    points.sort_unstable();
    points.dedup();
    points
}

/// Whether a score within the room's interval can be reached.
pub(super) fn is_reachable(space: &Space, room: &Room, side: Side) -> bool {
    let mut scores = Sums::zero();
    for (group, limits) in space.groups.get(side as usize).iter().flat_map(|groups| groups.iter()).enumerate()
    {
        let mut sums = Sums::zero();
        for (place, axis) in members(space, group) {
            sums = sums.plus(&points(room, place, axis, side));
        }
        scores = scores.plus(&sums.clamped(*limits));
    }
    let (least, most) = room.score(side);
    scores.iter().any(|score| (least..=most).contains(&score))
}

/// For each sum of the first side, from `least` up, the best sum of the second; `None` where none is possible.
struct Table {
    least: i32,
    best: Vec<Option<i32>>,
}

impl Table {
    /// The table of some pairs: the smallest second for each first where `smallest`, else the largest.
    fn of(pairs: impl Iterator<Item = (i32, i32)> + Clone, smallest: bool) -> Self {
        let least = pairs.clone().map(|pair| pair.0).min().unwrap_or(0);
        let mut table = Self { least, best: Vec::new() };
        for (first, second) in pairs {
            let place = usize::try_from(i64::from(first).saturating_sub(i64::from(least))).unwrap_or(0);
            table.offer(place, second, smallest);
        }
        table
    }

    fn offer(&mut self, place: usize, second: i32, smallest: bool) {
        if self.best.len() <= place {
            self.best.resize(place.saturating_add(1), None);
        }
        if let Some(slot) = self.best.get_mut(place) {
            let held = slot.unwrap_or(second);
            *slot = Some(if smallest { held.min(second) } else { held.max(second) });
        }
    }

    /// The pairs that are possible.
    fn pairs(&self) -> impl Iterator<Item = (i32, i32)> + Clone {
        (self.least..).zip(&self.best).filter_map(|(first, second)| second.map(|second| (first, second)))
    }

    /// Every pair of this table with every pair of that one, added; counts the cells that were looked at.
    fn plus(&self, other: &Self, smallest: bool, looked: &mut u64) -> Self {
        let cells = self.best.len().saturating_mul(other.best.len());
        *looked = looked.saturating_add(u64::try_from(cells).unwrap_or(u64::MAX));
        let mut sums = Self { least: self.least.saturating_add(other.least), best: Vec::new() };
        sums.best.reserve(self.best.len().saturating_add(other.best.len()));
        for (low, one) in self.best.iter().enumerate() {
            let Some(one) = one else { continue };
            for (high, two) in other.best.iter().enumerate() {
                if let Some(two) = two {
                    sums.offer(low.saturating_add(high), one.saturating_add(*two), smallest);
                }
            }
        }
        sums
    }
}

/// Whether a first score within its interval goes with a second one within its own, which is held from one side.
///
/// Exact, since a clamp is monotone: the best unclamped second sum for an unclamped first stays best. Gives the cells that
/// the joins looked at, too.
pub(super) fn is_reachable_by_both(space: &Space, room: &Room, from_above: bool) -> (bool, u64) {
    let (least, most) = room.score(Side::Second);
    let mut scores = Table::of(core::iter::once((0, 0)), from_above);
    let mut looked = 0_u64;
    let [first_groups, second_groups] = &space.groups;
    for (group, (first, second)) in first_groups.iter().zip(second_groups).enumerate() {
        let mut sums = Table::of(core::iter::once((0, 0)), from_above);
        for (place, axis) in members(space, group) {
            let points = |value| (axis.points_of(Side::First, value), axis.points_of(Side::Second, value));
            let pairs = values(room.mask(place)).map(points).collect::<Vec<_>>();
            sums = sums.plus(&Table::of(pairs.iter().copied(), from_above), from_above, &mut looked);
        }
        let hold = |sum: i32, (floor, cap): &(i32, i32)| sum.max(*floor).min(*cap);
        let held = sums.pairs().map(|(one, two)| (hold(one, first), hold(two, second)));
        scores = scores.plus(&Table::of(held, from_above), from_above, &mut looked);
    }
    let (first, last) = room.score(Side::First);
    let fits = |(one, two): (i32, i32)| {
        (first..=last).contains(&one) && if from_above { two <= most } else { two >= least }
    };
    (scores.pairs().any(fits), looked)
}
