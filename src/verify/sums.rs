//! Which scores are possible where no two facts with points are tied to each other.

use crate::verify::axis::{Axis, Mask, Side, bit, values};
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

/// For each sum of the first side, from `least` up, the smallest sum of the second; [`FAR`] and beyond where none is
/// possible. Where the second is held from below, its points are turned round.
#[derive(Clone, Debug)]
struct Table {
    least: i32,
    best: Vec<i32>,
}

/// A second sum that no policy has; adding to it leaves it one.
const FAR: i32 = i32::MAX / 4;

impl Table {
    fn zero() -> Self {
        Self { least: 0, best: vec![0] }
    }

    /// The table of some pairs.
    fn of(pairs: impl Iterator<Item = (i32, i32)> + Clone) -> Self {
        let least = pairs.clone().map(|pair| pair.0).min().unwrap_or(0);
        let most = pairs.clone().map(|pair| pair.0).max().unwrap_or(0);
        let mut table = Self { least, best: vec![FAR; distance(least, most).saturating_add(1)] };
        for (first, second) in pairs {
            if let Some(slot) = table.best.get_mut(distance(least, first)) {
                *slot = (*slot).min(second);
            }
        }
        table
    }

    /// The pairs that are possible.
    fn pairs(&self) -> impl Iterator<Item = (i32, i32)> + Clone {
        let all = (self.least..).zip(self.best.iter().copied());
        all.filter(|(_, second)| *second < FAR / 2)
    }

    /// Whether this pair, or one with a smaller second sum, is possible; then the best.
    fn at(&self, first: i32) -> Option<i32> {
        let place = usize::try_from(i64::from(first).saturating_sub(i64::from(self.least))).ok()?;
        self.best.get(place).copied().filter(|second| *second < FAR / 2)
    }

    /// Every pair of this table with every one of those, added; counts the cells that were looked at.
    #[expect(
        clippy::arithmetic_side_effects,
        reason = "a sealed policy's points span at most 8,192 a side, so with FAR they stay far below 2^31"
    )]
    fn plus(&self, pairs: &[(i32, i32)], looked: &mut u64) -> Self {
        let cells = self.best.len().saturating_mul(pairs.len());
        *looked = looked.saturating_add(u64::try_from(cells).unwrap_or(u64::MAX));
        let low = pairs.iter().map(|pair| pair.0).min().unwrap_or(0);
        let high = pairs.iter().map(|pair| pair.0).max().unwrap_or(0);
        let mut best = vec![FAR; self.best.len().saturating_add(distance(low, high))];
        for (first, second) in pairs {
            let there = best.get_mut(distance(low, *first)..).unwrap_or(&mut []);
            for (slot, held) in there.iter_mut().zip(&self.best) {
                *slot = (*slot).min(*held + *second);
            }
        }
        Self { least: self.least + low, best }
    }
}

fn distance(from: i32, to: i32) -> usize {
    usize::try_from(i64::from(to).saturating_sub(i64::from(from))).unwrap_or(0)
}

/// Both scores of a room: the tables on the way, from which a pair can be traced back to the points of every fact.
pub(super) struct Pairs {
    /// For each group: the sums after each of its facts, the first without any.
    groups: Vec<Vec<Table>>,
    /// The scores after each group, the first without any.
    scores: Vec<Table>,
    /// Cells that were looked at.
    pub looked: u64,
    sight: Sight,
}

/// Which scores are looked at, and from which side the second is held.
#[derive(Clone, Copy)]
struct Sight {
    bounded: [bool; 2],
    from_above: bool,
}

impl Sight {
    /// A pair as tables hold it: a score that is not bounded is nothing, one held from below is turned round.
    fn pair(self, first: i32, second: i32) -> (i32, i32) {
        let [one, two] = self.bounded;
        let second = if self.from_above { second } else { second.saturating_neg() };
        (if one { first } else { 0 }, if two { second } else { 0 })
    }

    fn points(self, axis: &Axis, value: usize) -> (i32, i32) {
        self.pair(axis.points_of(Side::First, value), axis.points_of(Side::Second, value))
    }

    /// The distinct pairs of points that a fact may still have.
    fn choices(self, axis: &Axis, room: &Room, place: usize) -> Vec<(i32, i32)> {
        let mut choices: Vec<(i32, i32)> =
            values(room.mask(place)).map(|value| self.points(axis, value)).collect();
        choices.sort_unstable();
        choices.dedup();
        choices
    }

    /// A group's sums with its floor and cap on either side.
    fn held(self, space: &Space, group: usize, (first, second): (i32, i32)) -> (i32, i32) {
        let limits = |side: Side| {
            let groups = space.groups.get(side as usize);
            groups.and_then(|groups| groups.get(group)).copied().unwrap_or((0, 0))
        };
        let hold = |sum: i32, (floor, cap): (i32, i32)| sum.max(floor).min(cap);
        let second = if self.from_above { second } else { second.saturating_neg() };
        self.pair(hold(first, limits(Side::First)), hold(second, limits(Side::Second)))
    }
}

impl Pairs {
    /// Exact, since a clamp is monotone: the best unclamped second sum for an unclamped first stays best.
    pub fn of(space: &Space, room: &Room, from_above: bool) -> Self {
        let sight = Sight { bounded: Side::BOTH.map(|side| room.is_bounded(side)), from_above };
        let mut pairs = Self { groups: Vec::new(), scores: vec![Table::zero()], looked: 0, sight };
        for group in 0..space.groups.first().map_or(0, |groups| groups.len()) {
            let mut sums = vec![Table::zero()];
            for (place, axis) in members(space, group) {
                let choices = sight.choices(axis, room, place);
                let next = sums.last().map(|last| last.plus(&choices, &mut pairs.looked));
                sums.extend(next);
            }
            let all = sums.last().map_or(Vec::new(), |last| last.pairs().collect());
            let held = Table::of(all.iter().map(|pair| sight.held(space, group, *pair)));
            let held: Vec<(i32, i32)> = held.pairs().collect();
            let next = pairs.scores.last().map(|last| last.plus(&held, &mut pairs.looked));
            pairs.scores.extend(next);
            pairs.groups.push(sums);
        }
        pairs
    }

    /// The scores, as tables hold them, that the room's intervals allow.
    fn fitting(&self, room: &Room) -> Option<(i32, i32)> {
        let (first, last) = room.score(Side::First);
        let (least, most) = room.score(Side::Second);
        let [one, two] = self.sight.bounded;
        let most = if self.sight.from_above { most } else { least.saturating_neg() };
        let fits = |pair: &(i32, i32)| (!one || (first..=last).contains(&pair.0)) && (!two || pair.1 <= most);
        self.scores.last()?.pairs().find(fits)
    }

    /// Whether some pair of scores is within the room's intervals.
    pub fn is_possible(&self, room: &Room) -> bool {
        self.fitting(room).is_some()
    }

    /// For each fact the values whose points add up to a pair of scores within the room's intervals.
    pub fn trace(&self, space: &Space, room: &Room) -> Option<Vec<Mask>> {
        let mut score = self.fitting(room)?;
        let mut masks: Vec<Mask> = room.masks().iter().copied().take(space.axes.len()).collect();
        for (group, sums) in self.groups.iter().enumerate().rev() {
            let before = self.scores.get(group)?;
            let ends = sums.last()?;
            let (mut sum, rest) = ends.pairs().find_map(|sum| {
                let held = self.sight.held(space, group, sum);
                let rest = (score.0.saturating_sub(held.0), score.1.saturating_sub(held.1));
                (before.at(rest.0)? <= rest.1).then_some((sum, rest))
            })?;
            score = rest;
            let facts: Vec<(usize, &Axis)> = members(space, group).collect();
            for ((place, axis), before) in facts.into_iter().zip(sums).rev() {
                let (choice, rest) =
                    self.sight.choices(axis, room, place).into_iter().find_map(|choice| {
                        let rest = (sum.0.saturating_sub(choice.0), sum.1.saturating_sub(choice.1));
                        (before.at(rest.0)? <= rest.1).then_some((choice, rest))
                    })?;
                sum = rest;
                if let Some(mask) = masks.get_mut(place) {
                    let chosen = values(*mask).filter(|value| self.sight.points(axis, *value) == choice);
                    *mask = chosen.fold(0, |mask, value| mask | bit(value));
                }
            }
        }
        Some(masks)
    }
}
