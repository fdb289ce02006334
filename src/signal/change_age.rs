//! `password_age`, `sim_age`, `enrolment_age`: how fresh is the last change of a credential?
//!
//! The measure is freshness: 32,766 less the minutes since the last *change*; the first enrolment counts as settled. A policy writes an edge
//! as an age (`under-72h = "96h"`). SOURCE: NIST SP 800-63B asks to consider SIM change and porting; cooling-off of 12 h and more.

use crate::event::Credential;
use crate::fact::{Measure, Ranked};
use crate::signal::scene::Scene;
use crate::signal::{Level, Meaning, Scale, Unit, freshness};

/// The scale of `password_age`.
pub const PASSWORD: Scale =
    of(Ranked::PasswordAge, "how fresh is the last change of password?", "密码多久前改过？");
/// The scale of `sim_age`.
pub const SIM: Scale =
    of(Ranked::SimAge, "how fresh is the last change of number or SIM?", "号码或SIM卡多久前换过？");
/// The scale of `enrolment_age`.
pub const ENROLMENT: Scale = of(
    Ranked::EnrolmentAge,
    "how fresh is the last change of biometric enrolment?",
    "生物特征多久前重录过？",
);

const LEVELS: &[Level] = &[
    Level::new("settled", "稳定"),
    Level::new("under-72h", "不足72小时"),
    Level::new("under-24h", "不足24小时"),
    Level::new("under-1h", "不足1小时"),
];
const EDGES: &[u16] = &[freshness(72 * 60 - 1), freshness(24 * 60 - 1), freshness(60 - 1)];

const fn of(fact: Ranked, question: &'static str, question_zh: &'static str) -> Scale {
    Scale {
        fact,
        question,
        question_zh,
        unit: Unit::Freshness,
        levels: LEVELS,
        edges: EDGES,
        meaning: Meaning { unlearned: 0, missing: 1, late: 1, invalid: 1 },
        accusation: None,
    }
}

/// How fresh the last change of a credential is; 0, settled, where it never changed since its first enrolment.
pub(crate) fn measure(scene: &Scene<'_>, credential: Credential) -> Measure {
    let changed = scene.profile.changed(credential);
    Measure::known(changed.map_or(0, |changed| freshness(scene.now.since(changed) / 60)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Happening;
    use crate::signal::trial::{DAY, HOUR, bare, happen, level, measured, measured_on};

    const ALL: [(Ranked, Credential); 3] = [
        (Ranked::PasswordAge, Credential::Password),
        (Ranked::SimAge, Credential::Sim),
        (Ranked::EnrolmentAge, Credential::Biometric),
    ];

    #[test]
    fn a_change_settles_at_the_second() {
        for (fact, credential) in ALL {
            for (seconds, expected) in [
                (0, "under-1h"),
                (HOUR - 1, "under-1h"),
                (HOUR, "under-24h"),
                (24 * HOUR - 1, "under-24h"),
                (24 * HOUR, "under-72h"),
                (72 * HOUR - 1, "under-72h"),
                (72 * HOUR, "settled"),
                (399 * DAY, "settled"),
            ] {
                let mut profile = bare();
                happen(&mut profile, seconds, Happening::CredentialChanged { credential, first: false });
                let found = measured_on(&profile, |scene| measure(scene, credential), |_| ());
                assert_eq!(level(fact, found), expected, "{fact}: {seconds}");
            }
        }
    }

    #[test]
    fn what_never_changed_and_what_was_enrolled_first_is_settled() {
        for (fact, credential) in ALL {
            let of = |scene: &Scene<'_>| measure(scene, credential);
            assert_eq!(measured(of, |_| ()), Measure::known(0), "{fact} never changed");
            let mut profile = bare();
            happen(&mut profile, 0, Happening::CredentialChanged { credential, first: true });
            assert_eq!(measured_on(&profile, of, |_| ()), Measure::known(0), "{fact} enrolled first");
        }
    }

    #[test]
    fn a_change_of_one_credential_is_none_of_another() {
        let mut profile = bare();
        happen(&mut profile, 0, Happening::CredentialChanged { credential: Credential::Sim, first: false });
        for (fact, credential) in ALL {
            let found = measured_on(&profile, |scene| measure(scene, credential), |_| ());
            assert_eq!(found != Measure::known(0), fact == Ranked::SimAge, "{fact}");
        }
    }
}
