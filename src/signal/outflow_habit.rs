//! `outflow_habit`: unusual for them, as a day's total?
//!
//! As `amount_habit`, of the 24-hour total against the customer's own days.

use crate::fact::{Measure, Ranked};
use crate::signal::amount_habit;
use crate::signal::scene::Scene;
use crate::signal::{Level, Meaning, Scale, Unit};

/// The scale of `outflow_habit`.
pub const SCALE: Scale = Scale {
    fact: Ranked::OutflowHabit,
    question: "unusual for them, as a day's total?",
    question_zh: "全天流出对他反常吗？",
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

/// How far the 24-hour total with this transfer is above the customer's own days; `NotApplicable` where no money moves.
/// Monotone in the amount.
pub(crate) fn measure(scene: &Scene<'_>) -> Measure {
    scene.of_money(|_| Measure::known(amount_habit::above(scene.profile.outflow_habit(), scene.total_24h())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Happening;
    use crate::signal::trial::{NOT_APPLICABLE, bare, happen, measured_on, measured_without_money, movement};

    #[test]
    fn the_total_is_measured_and_not_the_amount_alone() {
        let mut profile = bare();
        let alone = measured_on(&profile, measure, |_| ());
        happen(&mut profile, 60, Happening::Attempted(movement(1, 32_768 - 10_000)));
        // 2^15 where the peers' days are at 2^10, give or take one doubling.
        assert_eq!(measured_on(&profile, measure, |_| ()), Measure::known(500));
        assert!(alone.value() < Some(500));
        happen(&mut profile, 60, Happening::Attempted(movement(2, 1)));
        assert!(measured_on(&profile, measure, |_| ()).value() >= Some(500));
        assert_eq!(measured_without_money(measure), NOT_APPLICABLE);
    }
}
