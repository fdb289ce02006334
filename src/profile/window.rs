//! Buckets of equal periods that end at the high-water mark, with their running sums.
//!
//! A bucket's place follows from the mark alone, so that no position is stored: bucket 0 is the period in which the
//! mark lies, bucket 1 the one before. Rings only advance. A sum is asked for "from this period on": everything
//! later counts too, so that a question about an earlier time never misses money that is already known.

/// `N` buckets, newest first.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Ring<const N: usize> {
    bucket: [i64; N],
    /// INVARIANT: `upto[k]` is the sum of buckets 0 to k, so that a total is one look-up.
    upto: [i64; N],
}

/// How a bucket is brought to what its bytes can hold; never downwards, except at the very top of the range.
pub(super) type Round = fn(i64) -> i64;

/// A place in an array.
fn place(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

impl<const N: usize> Ring<N> {
    /// Nothing yet.
    pub(super) const EMPTY: Self = Self { bucket: [0; N], upto: [0; N] };

    /// The buckets, newest first.
    pub(super) const fn buckets(&self) -> &[i64; N] {
        &self.bucket
    }

    /// A ring of these buckets.
    pub(super) fn of(bucket: [i64; N]) -> Self {
        let mut ring = Self { bucket, upto: [0; N] };
        ring.add_up();
        ring
    }

    fn add_up(&mut self) {
        let mut sum = 0_i64;
        for (upto, bucket) in self.upto.iter_mut().zip(&self.bucket) {
            sum = sum.saturating_add(*bucket);
            *upto = sum;
        }
    }

    /// Adds to the bucket of `period`; whether the ring reaches back that far.
    pub(super) fn add(&mut self, period: u32, newest: u32, more: i64, round: Round) -> bool {
        let Some(bucket) = self.bucket.get_mut(place(newest.saturating_sub(period))) else { return false };
        *bucket = round(bucket.saturating_add(more));
        self.add_up();
        true
    }

    /// Takes out of the bucket of `period` what was added to it, unless the bucket is so full (`top`) that it no
    /// longer knows what is in it, or lies behind the ring.
    pub(super) fn take(&mut self, period: u32, newest: u32, less: i64, top: i64, round: Round) {
        let bucket = self.bucket.get_mut(place(newest.saturating_sub(period)));
        if let Some(bucket) = bucket.filter(|bucket| **bucket < top) {
            *bucket = round(bucket.saturating_sub(less).max(0));
            self.add_up();
        }
    }

    /// Moves on from one newest period to a later one.
    pub(super) fn advance(&mut self, from: u32, to: u32) {
        let steps = place(to.saturating_sub(from)).min(N);
        if steps == 0 {
            return;
        }
        self.bucket.rotate_right(steps);
        self.bucket.iter_mut().take(steps).for_each(|bucket| *bucket = 0);
        self.add_up();
    }

    /// The sum of every bucket from period `first` on; `None` where the ring does not reach back that far.
    pub(super) fn from(&self, first: u32, newest: u32) -> Option<i64> {
        if first > newest {
            return Some(0);
        }
        self.upto.get(place(newest.wrapping_sub(first))).copied()
    }

    /// The sum of every bucket.
    pub(super) fn all(&self) -> i64 {
        self.upto.last().copied().unwrap_or(0)
    }

    /// Every bucket at least as large as the other ring's.
    pub(super) fn raise(&mut self, other: &Self) {
        for (mine, theirs) in self.bucket.iter_mut().zip(&other.bucket) {
            *mine = (*mine).max(*theirs);
        }
        self.add_up();
    }
}

/// A ring, and behind it what fell off its end by whole UTC days, for questions from before the mark.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Window<const N: usize, const PER_DAY: u32> {
    pub(super) ring: Ring<N>,
    /// What fell off: in the UTC day of the newest period behind the ring, and in the day before.
    pub(super) tail: [i64; 2],
}

impl<const N: usize, const PER_DAY: u32> Window<N, PER_DAY> {
    /// Nothing yet.
    pub(super) const EMPTY: Self = Self { ring: Ring::EMPTY, tail: [0; 2] };

    /// The UTC day of the newest period behind the ring.
    fn tail_day(newest: u32) -> u32 {
        newest.saturating_sub(u32::try_from(N).unwrap_or(u32::MAX)).checked_div(PER_DAY).unwrap_or(0)
    }

    fn add_day(&mut self, day: u32, newest: u32, more: i64, round: Round) {
        let back = Self::tail_day(newest).saturating_sub(day);
        if let Some(tail) = self.tail.get_mut(place(back)) {
            *tail = round(tail.saturating_add(more));
        }
    }

    /// Adds to the bucket of `period`, or to the day behind the ring; what is older still is left to the caller.
    pub(super) fn add(&mut self, period: u32, newest: u32, more: i64, round: Round) {
        if !self.ring.add(period, newest, more, round) {
            self.add_day(period.checked_div(PER_DAY).unwrap_or(0), newest, more, round);
        }
    }

    /// Takes out again what was added; see [`Ring::take`].
    pub(super) fn take(&mut self, period: u32, newest: u32, less: i64, top: i64, round: Round) {
        self.ring.take(period, newest, less, top, round);
    }

    /// Everything that is still known.
    pub(super) fn all(&self) -> i64 {
        self.tail.iter().fold(self.ring.all(), |sum, day| sum.saturating_add(*day))
    }

    /// Moves on from one newest period to a later one.
    pub(super) fn advance(&mut self, from: u32, to: u32, round: Round) {
        if to <= from {
            return;
        }
        let before = *self;
        self.tail = [0; 2];
        for (day, sum) in (0_u32..).zip(before.tail) {
            if let Some(day) = Self::tail_day(from).checked_sub(day) {
                self.add_day(day, to, sum, round);
            }
        }
        self.ring.advance(from, to);
        let dropped = place(to.wrapping_sub(from)).min(N);
        for (back, sum) in (0_u32..).zip(before.ring.bucket).skip(N.saturating_sub(dropped)) {
            if let Some(period) = from.checked_sub(back) {
                self.add_day(period.checked_div(PER_DAY).unwrap_or(0), to, sum, round);
            }
        }
    }

    /// The sum of everything from period `first` on; `None` where that is no longer known.
    pub(super) fn from(&self, first: u32, newest: u32) -> Option<i64> {
        self.ring.from(first, newest).or_else(|| {
            let back = Self::tail_day(newest).saturating_sub(first.checked_div(PER_DAY).unwrap_or(0));
            let reach = place(back).saturating_add(1);
            let behind = self.tail.iter().take(reach).fold(0_i64, |sum, day| sum.saturating_add(*day));
            (reach <= self.tail.len()).then(|| self.ring.all().saturating_add(behind))
        })
    }
}

#[cfg(test)]
#[expect(clippy::arithmetic_side_effects, reason = "small numbers of tests")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn same(sum: i64) -> i64 {
        sum
    }

    proptest! {
        #[test]
        fn a_window_never_misses_what_a_list_would_find(
            steps in prop::collection::vec((0_u32..40, 0_u32..80, 1_i64..1000), 1..60),
            asked in 0_u32..120,
        ) {
            let (mut window, mut list, mut newest) = (Window::<25, 24>::EMPTY, Vec::new(), 100_u32);
            for (ahead, late, sum) in steps {
                let to = newest + ahead / 4;
                window.advance(newest, to, same);
                newest = to;
                let period = newest - late.min(newest);
                window.add(period, newest, sum, same);
                list.push((period, sum));
            }
            let first = newest.saturating_sub(asked);
            let truth: i64 = list.iter().filter(|(period, _)| *period >= first).map(|(_, sum)| sum).sum();
            match window.from(first, newest) {
                Some(sum) if asked < 25 => prop_assert_eq!(sum, truth),
                Some(sum) => prop_assert!(sum >= truth),
                None => prop_assert!(asked > 48, "two days behind the ring are always known"),
            }
        }
    }
}
