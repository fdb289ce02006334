//! Which scores are possible where no two facts with points are tied to each other.

use crate::verify::question::Room;
use crate::verify::space::{Axis, Space, View, values};

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
fn points(room: &Room, place: usize, axis: &Axis, view: View) -> Vec<i32> {
    let mut points: Vec<i32> = values(room.mask(place)).map(|value| axis.points_of(view, value)).collect();
    points.sort_unstable();
    points.dedup();
    points
}

/// Whether a score within the room's interval can be reached.
pub(super) fn is_reachable(space: &Space, room: &Room, view: View) -> bool {
    let mut scores = Sums::zero();
    for (group, limits) in space.groups.iter().enumerate() {
        let mut sums = Sums::zero();
        for (place, axis) in members(space, group) {
            sums = sums.plus(&points(room, place, axis, view));
        }
        scores = scores.plus(&sums.clamped(*limits));
    }
    let (least, most) = room.score(view);
    scores.iter().any(|score| (least..=most).contains(&score))
}

/// For each sum of the usual points, the best of the least-read points: the smallest where `smallest`, else the largest.
type Table = Vec<(i32, i32)>;

fn best(table: &mut Table, smallest: bool) {
    table.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(if smallest { a.1.cmp(&b.1) } else { b.1.cmp(&a.1) }));
    table.dedup_by_key(|row| row.0);
}

/// Whether a usual score within its interval goes with a least-read score within its own, which is held from one side.
///
/// Exact, since a clamp is monotone: the best unclamped second sum for an unclamped first stays best. Gives the cells that
/// the joins looked at, too.
pub(super) fn is_reachable_by_both(space: &Space, room: &Room, from_above: bool) -> (bool, u64) {
    let (least, most) = room.score(View::Least);
    let smallest = from_above;
    let mut scores: Table = vec![(0, 0)];
    let mut looked = 0_u64;
    for (group, (floor, cap)) in space.groups.iter().enumerate() {
        let mut sums: Table = vec![(0, 0)];
        for (place, axis) in members(space, group) {
            let mut pairs: Table = values(room.mask(place))
                .map(|value| (axis.points_of(View::Usual, value), axis.points_of(View::Least, value)))
                .collect();
            best(&mut pairs, smallest);
            sums = joined(&sums, &pairs, smallest, &mut looked);
        }
        sums.iter_mut().for_each(|(one, two)| {
            *one = (*one).max(*floor).min(*cap);
            *two = (*two).max(*floor).min(*cap);
        });
        best(&mut sums, smallest);
        scores = joined(&scores, &sums, smallest, &mut looked);
    }
    let (first, last) = room.score(View::Usual);
    let held = |second: i32| if from_above { second <= most } else { second >= least };
    let fits = |(one, two): &(i32, i32)| (first..=last).contains(one) && held(*two);
    (scores.iter().any(fits), looked)
}

fn joined(left: &Table, right: &Table, smallest: bool, looked: &mut u64) -> Table {
    let mut all: Table = left
        .iter()
        .flat_map(|(a, b)| right.iter().map(move |(c, d)| (a.saturating_add(*c), b.saturating_add(*d))))
        .collect();
    *looked = looked.saturating_add(u64::try_from(all.len()).unwrap_or(u64::MAX));
    best(&mut all, smallest);
    all
}
