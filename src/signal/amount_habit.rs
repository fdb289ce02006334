//! `amount_habit`: unusual for them, as an amount?
//!
//! The measure is hundredths of a spread above the customer's centre, both of log2 of the amount. SOURCE: a robust z-score by exponentially weighted mean and deviation; the edges are
//! the usual 1.5, 3 and 5 robust deviations.

use crate::fact::{Measure, Ranked};
use crate::profile::{Habit, log2_256};
use crate::signal::scene::Scene;
use crate::signal::{Level, Meaning, Scale, Unit};

/// The scale of `amount_habit`.
pub const SCALE: Scale = Scale {
    fact: Ranked::AmountHabit,
    question: "unusual for them, as an amount?",
    question_zh: "金额对他反常吗？",
    unit: Unit::Deviations,
    levels: &[
        Level::new("usual", "平常"),
        Level::new("above", "偏高"),
        Level::new("high", "高"),
        Level::new("extreme", "极高"),
    ],
    edges: &[150, 300, 500],
    meaning: Meaning { unlearned: 1, missing: 3, late: 3, invalid: 3 },
    accusation: None,
};

/// A spread counts as at least so much, in 256ths of log2: half an octave.
///
/// WHY: who always pays the same would find every other amount extreme. With half an octave, 1.7 times the usual is
/// `above`, 2.8 times `high`, 5.7 times `extreme`, for the steadiest customer. SOURCE: the design's own.
const LEAST_SPREAD: u16 = 128;

/// How far this amount is above the customer's own; `NotApplicable` where no money moves. Monotone in the amount.
pub(crate) fn measure(scene: &Scene<'_>) -> Measure {
    scene.of_money(|minor| Measure::known(above(scene.profile.amount_habit(), minor)))
}

/// Hundredths of a spread by which log2 of `minor` is above the centre of a habit; 0 at or below it.
pub(crate) fn above(habit: Habit, minor: i64) -> u16 {
    let over = u32::from(log2_256(minor).saturating_sub(habit.centre)).saturating_mul(100);
    let deviations = over.checked_div(u32::from(habit.spread.max(LEAST_SPREAD))).unwrap_or(0);
    u16::try_from(deviations).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signal::trial::{NOT_APPLICABLE, level, measured, measured_without_money};
    use proptest::prelude::*;

    #[test]
    fn doubling_is_counted_in_spreads() {
        // 2^10 minor units, spread one octave.
        let habit = Habit { centre: 2_560, spread: 256, count: 9 };
        for (minor, expected) in [(0, 0), (1, 0), (1_024, 0), (2_048, 100), (4_096, 200), (32_768, 500)] {
            assert_eq!(above(habit, minor), expected, "{minor}");
        }
        let steady = Habit { spread: 0, ..habit };
        assert_eq!(above(steady, 2_048), 200, "half an octave is the least spread");
        assert_eq!(above(Habit { spread: 128, ..habit }, 2_048), 200);
        assert_eq!(above(Habit { spread: 129, ..habit }, 2_048), 198);
    }

    #[test]
    fn edges_are_where_they_are_written() {
        for (hundredths, expected) in [
            (149, "usual"),
            (150, "above"),
            (299, "above"),
            (300, "high"),
            (499, "high"),
            (500, "extreme"),
            (u16::MAX, "extreme"),
        ] {
            assert_eq!(level(Ranked::AmountHabit, Measure::known(hundredths)), expected, "{hundredths}");
            assert_eq!(level(Ranked::OutflowHabit, Measure::known(hundredths)), expected, "{hundredths}");
        }
        assert_eq!(measured_without_money(measure), NOT_APPLICABLE);
        // 100.00 among peers at 10.24: log2(10,000) is 13.287, and 2,560 is ten doublings.
        assert_eq!(measured(measure, |_| ()), Measure::known(328));
    }

    proptest! {
        #[test]
        fn more_money_is_never_more_usual(a in 0..i64::MAX, b in 0..i64::MAX, centre in any::<u16>(), spread in any::<u16>()) {
            let habit = Habit { centre, spread, count: 0 };
            prop_assert!(above(habit, a.min(b)) <= above(habit, a.max(b)));
        }
    }
}
