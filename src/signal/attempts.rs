//! `attempts`: how many proofs failed in a row on this device?
//!
//! The measure counts consecutive failed proofs and log-ins; all unbound devices share one count; it lapses 24 h after the last.
//! SOURCE: RTS (EU) 2018/389 Art. 4(3)(b): not more than five failed attempts.

use crate::fact::{Given, Measure, Ranked, State};
use crate::signal::scene::Scene;
use crate::signal::{Level, Meaning, Scale, Unit};

/// The scale of `attempts`.
pub const SCALE: Scale = Scale {
    fact: Ranked::Attempts,
    question: "how many proofs failed in a row on this device?",
    question_zh: "这台设备连续失败几次？",
    unit: Unit::Count,
    levels: &[
        Level::new("none", "无"),
        Level::new("few", "少"),
        Level::new("several", "数次"),
        Level::new("many", "多次"),
    ],
    edges: &[1, 3, 5],
    meaning: Meaning { unlearned: 0, missing: 3, late: 3, invalid: 3 },
    accusation: None,
};

/// Failures in a row on this device; a device that was not supplied shares the count of those that are not bound.
///
/// WHY: not where there is no device, or strangers' failures would lock the customer out at the counter.
pub(crate) fn measure(scene: &Scene<'_>) -> Measure {
    if scene.fields.device == Given::NotApplicable {
        return Measure::of_state(State::NotApplicable);
    }
    Measure::known(scene.profile.failures_on(scene.fields.device.known(), scene.now))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Happening;
    use crate::request::Fields;
    use crate::signal::trial::{NOT_APPLICABLE, bare, happen, level, measured, measured_on, name};

    #[test]
    fn failures_fall_on_their_levels() {
        for (failures, expected) in [
            (0, "none"),
            (1, "few"),
            (2, "few"),
            (3, "several"),
            (4, "several"),
            (5, "many"),
            (u16::MAX, "many"),
        ] {
            assert_eq!(level(Ranked::Attempts, Measure::known(failures)), expected, "{failures}");
        }
        assert_eq!(measured(measure, |_| ()), Measure::known(0));
    }

    #[test]
    fn a_missing_device_shares_the_count_of_the_unbound() {
        let mut profile = bare();
        happen(&mut profile, 60, Happening::ProofFailed { device: Some(name(8)) });
        happen(&mut profile, 50, Happening::LogInFailed { device: None });
        assert_eq!(measured_on(&profile, measure, |_| ()), Measure::known(2));
        let no_device = |fields: &mut Fields| {
            fields.device = Given::NotApplicable;
        };
        assert_eq!(
            measured_on(&profile, measure, no_device),
            NOT_APPLICABLE,
            "strangers do not reach the counter"
        );
        let unbound = |fields: &mut Fields| fields.device = Given::Known(name(9));
        assert_eq!(measured_on(&profile, measure, unbound), Measure::known(2));
    }
}
