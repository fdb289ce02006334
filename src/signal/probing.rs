//! `probing`: how many failed from other devices?
//!
//! The measure counts failures from other devices on this account in 24 h; a stranger can raise it, so a trusted device sees at most `few`.
//! SOURCE: the five of RTS (EU) 2018/389 Art. 4(3)(b), seen from the account's side.

use crate::fact::{Given, Measure, Ranked};
use crate::signal::scene::Scene;
use crate::signal::{Level, Meaning, Scale, Unit};

/// The scale of `probing`.
pub const SCALE: Scale = Scale {
    fact: Ranked::Probing,
    question: "how many failed from other devices?",
    question_zh: "其他设备失败几次？",
    unit: Unit::Count,
    levels: &[Level::new("none", "无"), Level::new("few", "少"), Level::new("many", "多")],
    edges: &[1, 5],
    meaning: Meaning { unlearned: 0, missing: 2, late: 2, invalid: 2 },
    accusation: None,
};

/// What a trusted device sees at the most. WHY: 1, so that it is `few` or less wherever a policy puts the edges.
const FEW: u16 = 1;

/// Failures from other devices; at most `few` when this device is trusted, or where nobody could guess (a counter).
pub(crate) fn measure(scene: &Scene<'_>) -> Measure {
    let failures = scene.profile.failures_elsewhere(scene.fields.device.known(), scene.now);
    let unguessable = scene.fields.device == Given::NotApplicable && !scene.fields.channel.is_guessable();
    let capped = scene.is_device_trusted() || unguessable;
    Measure::known(if capped { failures.min(FEW) } else { failures })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Happening;
    use crate::factor::{Factor, FactorSet};
    use crate::signal::trial::{DAY, bare, happen, level, measured_on, name};

    /// Four wrong codes, one right answer, and again: somewhere it is seen, whatever the right answer was.
    #[test]
    fn guessing_on_a_strange_phone_reaches_many_whatever_is_proved_in_between() {
        for right in [Factor::Pwd, Factor::Otp] {
            let (mut profile, thief) = (bare(), Some(name(8)));
            for round in (1..=3).rev() {
                for failure in 0..4 {
                    let at = round * 600 - failure;
                    happen(&mut profile, at, Happening::ProofFailed { device: thief });
                }
                let factors = FactorSet::NONE.with(right);
                let proved = Happening::Proved { factors, device: thief, position: None };
                happen(&mut profile, round * 600 - 9, proved);
            }
            let on = |signal: fn(&Scene<'_>) -> Measure| {
                measured_on(&profile, signal, |fields| fields.device = Given::Known(name(8)))
            };
            let seen = [
                level(Ranked::Attempts, on(crate::signal::attempts::measure)),
                level(Ranked::Probing, on(measure)),
            ];
            assert_eq!(seen, if right == Factor::Pwd { ["many", "none"] } else { ["none", "many"] });
        }
    }

    #[test]
    fn a_stranger_cannot_make_a_trusted_device_see_many() {
        let of = |failures: u16, proved_days: u32| {
            let mut profile = bare();
            let device = name(9);
            happen(&mut profile, 90 * DAY, Happening::DeviceBound { device, at_opening: false });
            let factors = FactorSet::NONE.with(Factor::Face);
            let proved = Happening::Proved { factors, device: Some(device), position: None };
            happen(&mut profile, proved_days * DAY, proved);
            for _ in 0..failures {
                happen(&mut profile, 60, Happening::LogInFailed { device: Some(name(8)) });
            }
            let measure = measured_on(&profile, measure, |fields| fields.device = Given::Known(device));
            level(Ranked::Probing, measure)
        };
        for (failures, when_known, when_trusted) in [
            (0, "none", "none"),
            (1, "few", "few"),
            (4, "few", "few"),
            (5, "many", "few"),
            (99, "many", "few"),
        ] {
            assert_eq!(of(failures, 30), when_known, "{failures}");
            assert_eq!(of(failures, 31), when_trusted, "{failures}");
        }
    }
}
