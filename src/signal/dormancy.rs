//! `dormancy`: how long silent?
//!
//! The measure counts whole days since anything was proved or settled. SOURCE: 银发〔2016〕261号 (六) suspends accounts silent for six months.

use crate::fact::{Measure, Ranked};
use crate::signal::scene::Scene;
use crate::signal::{Level, Meaning, Scale, Unit};

/// The scale of `dormancy`.
pub const SCALE: Scale = Scale {
    fact: Ranked::Dormancy,
    question: "how long silent?",
    question_zh: "沉寂多久？",
    unit: Unit::Days,
    levels: &[
        Level::new("active", "活跃"),
        Level::new("over-30d", "超过30天"),
        Level::new("over-90d", "超过90天"),
        Level::new("over-180d", "超过180天"),
    ],
    edges: &[30, 90, 180],
    meaning: Meaning { unlearned: 0, missing: 3, late: 3, invalid: 3 },
    accusation: None,
};

/// Whole days since the customer was last active; 0 for a request older than that.
pub(crate) fn measure(scene: &Scene<'_>) -> Measure {
    Measure::known(days(scene.now.since(scene.profile.last_active())))
}

/// Whole days of so many seconds, `0 ..= 49_710`.
fn days(seconds: u32) -> u16 {
    u16::try_from(seconds / 86_400).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signal::trial::{DAY, level, measured};

    #[test]
    fn silence_falls_on_its_levels_at_the_second() {
        for (seconds, expected) in [
            (0, "active"),
            (30 * DAY - 1, "active"),
            (30 * DAY, "over-30d"),
            (90 * DAY - 1, "over-30d"),
            (90 * DAY, "over-90d"),
            (180 * DAY - 1, "over-90d"),
            (180 * DAY, "over-180d"),
            (u32::MAX, "over-180d"),
        ] {
            assert_eq!(level(Ranked::Dormancy, Measure::known(days(seconds))), expected, "{seconds}");
        }
        assert_eq!(measured(measure, |_| ()), Measure::known(400), "never active since it was opened");
    }
}
