//! Habits on the logarithm: clipped updates, so that no single value and no slow drift retrains them at once.
//!
//! SOURCE: Huber (1964), clipped location updates; exponentially weighted centre and mean absolute deviation.

use crate::profile::view::Habit;

/// The most by which one value moves a centre, in 256ths of log2: a quarter of a doubling.
pub const CENTRE_STEP: u16 = 64;
/// The most by which one value moves a spread, in 256ths of log2: an eighth of a doubling.
pub const SPREAD_STEP: u16 = 32;
/// The least spread, in 256ths of log2: an eighth of a doubling, so that a habit of equal amounts stays a habit.
pub const SPREAD_FLOOR: u16 = 32;
/// From so many values on, a habit stands alone; below, the peer group is blended in.
/// SOURCE: shrinking to the population as in Freeman et al. 2016; eight is the design's.
pub const THIN: u8 = 8;

/// How much a value teaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    /// It was proved.
    Full,
    /// It was settled undisputed from a trusted device: a quarter.
    Quarter {
        /// Whether this one is counted; of four, one is.
        counted: bool,
    },
}

/// Learns one value on the scale of the habit.
#[expect(clippy::arithmetic_side_effects, reason = "16-bit numbers in 32 bits; the divisor is never 0")]
pub(super) fn learn(habit: &mut Habit, value: u16, weight: Weight) {
    let slow = if matches!(weight, Weight::Full) { 1 } else { 4 };
    let divisor = (i32::from(habit.count) + 2).min(16) * slow;
    let (centre, spread) = (i32::from(habit.centre), i32::from(habit.spread.max(SPREAD_FLOOR)));
    let off = i32::from(value) - centre;
    let step = |by: i32, most: u16| {
        let half = divisor / 2;
        let rounded = if by < 0 { (by - half) / divisor } else { (by + half) / divisor };
        rounded.clamp(-i32::from(most), i32::from(most))
    };
    let moved = centre + step(off.clamp(-3 * spread, 3 * spread), CENTRE_STEP);
    let spread = spread + step(off.abs().min(3 * spread) - spread, SPREAD_STEP);
    habit.centre = u16::try_from(moved.max(0)).unwrap_or(u16::MAX);
    habit.spread = u16::try_from(spread).unwrap_or(u16::MAX).max(SPREAD_FLOOR);
    if !matches!(weight, Weight::Quarter { counted: false }) {
        habit.count = habit.count.saturating_add(1);
    }
}

/// A thin habit leans on its peer group: weight `n / (n + 8)` for its own.
#[expect(clippy::arithmetic_side_effects, reason = "16-bit numbers in 32 bits; the divisor is at least 8")]
pub(super) fn blend(habit: Habit, centre: u16, spread: u16) -> Habit {
    if habit.count >= THIN {
        return habit;
    }
    let own = u32::from(habit.count);
    let mix = |mine: u16, theirs: u16| {
        let both = u32::from(mine) * own + u32::from(theirs) * 8;
        u16::try_from(both / (own + 8)).unwrap_or(u16::MAX)
    };
    Habit { centre: mix(habit.centre, centre), spread: mix(habit.spread, spread).max(1), count: habit.count }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn one_value_moves_a_habit_only_a_bounded_way(
            centre in any::<u16>(), spread in 1_u16.., count in any::<u8>(), value in any::<u16>(), full in any::<bool>(),
        ) {
            let before = Habit { centre, spread: spread.max(SPREAD_FLOOR), count };
            let mut after = before;
            learn(&mut after, value, if full { Weight::Full } else { Weight::Quarter { counted: true } });
            prop_assert!(after.centre.abs_diff(before.centre) <= CENTRE_STEP);
            prop_assert!(after.spread.abs_diff(before.spread) <= SPREAD_STEP);
            prop_assert!(after.spread >= SPREAD_FLOOR);
            // Towards the value and not beyond it.
            prop_assert!(after.centre.abs_diff(value) <= before.centre.abs_diff(value));
        }

        #[test]
        fn an_unproved_value_moves_a_habit_less(
            centre in 1000_u16..15_000, spread in 32_u16..2000, count in any::<u8>(), value in any::<u16>(),
        ) {
            let (mut full, mut quarter) = (Habit { centre, spread, count }, Habit { centre, spread, count });
            learn(&mut full, value, Weight::Full);
            learn(&mut quarter, value, Weight::Quarter { counted: false });
            prop_assert!(quarter.centre.abs_diff(centre) <= full.centre.abs_diff(centre));
            prop_assert_eq!(quarter.count, count);
        }
    }

    #[test]
    fn a_habit_is_learned_in_a_dozen_values_and_leaves_its_peers_behind() {
        let mut habit = Habit { centre: 3000, spread: 300, count: 0 };
        assert_eq!(blend(habit, 4000, 200).centre, 4000);
        for _ in 0..12 {
            learn(&mut habit, 3500, Weight::Full);
        }
        assert!(habit.centre > 3400 && habit.count == 12, "{habit:?}");
        assert_eq!(blend(habit, 4000, 200), habit);
    }
}
