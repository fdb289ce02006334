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
/// WHY: where there is no device (telephone, cash machine, terminal) that count is held at `several`: it may be a
/// stranger's, who must not lock the customer out, or of whoever asks now. Nobody guesses at a counter or in a file.
pub(crate) fn measure(scene: &Scene<'_>) -> Measure {
    let failures = scene.profile.failures_on(scene.fields.device.known(), scene.now);
    match scene.fields.device {
        Given::NotApplicable if !scene.fields.channel.is_guessable() => {
            Measure::of_state(State::NotApplicable)
        }
        Given::NotApplicable => Measure::known(failures.min(SEVERAL)),
        _ => Measure::known(failures),
    }
}

/// The most that failures count where there is no device.
const SEVERAL: u16 = 4;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Happening;
    use crate::operation::Channel;
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
            fields.channel = Channel::Counter;
        };
        assert_eq!(
            measured_on(&profile, measure, no_device),
            NOT_APPLICABLE,
            "strangers do not reach the counter"
        );
        let by_phone = |fields: &mut Fields| {
            fields.device = Given::NotApplicable;
            fields.channel = Channel::Phone;
        };
        assert_eq!(
            measured_on(&profile, measure, by_phone),
            Measure::known(2),
            "guessing by telephone shows"
        );
        for at in 0..20 {
            happen(&mut profile, 40 - at, Happening::ProofFailed { device: None });
        }
        assert_eq!(measured_on(&profile, measure, by_phone), Measure::known(4), "and locks nobody out there");
        profile = bare();
        happen(&mut profile, 60, Happening::ProofFailed { device: Some(name(8)) });
        happen(&mut profile, 50, Happening::LogInFailed { device: None });
        let unbound = |fields: &mut Fields| fields.device = Given::Known(name(9));
        assert_eq!(measured_on(&profile, measure, unbound), Measure::known(2));
    }
}
