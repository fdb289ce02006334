//! `password_age`: how fresh is the last change of password?
//!
//! The measure is freshness: 32,766 less the minutes since the last *change*; the first enrolment counts as settled. A policy writes an edge
//! as an age (`under-72h = "96h"`). SOURCE: NIST SP 800-63B asks to consider SIM change and porting; cooling-off of 12 h and more.

use crate::event::Credential;
use crate::fact::{Measure, Ranked};
use crate::signal::scene::Scene;
use crate::signal::{FRESH_1H, FRESH_24H, FRESH_72H, Level, Meaning, Scale, Unit, change_freshness};

/// The scale of `password_age`.
pub const SCALE: Scale = Scale {
    fact: Ranked::PasswordAge,
    question: "how fresh is the last change of password?",
    question_zh: "密码多久前改过？",
    unit: Unit::Freshness,
    levels: &[
        Level::new("settled", "稳定"),
        Level::new("under-72h", "不足72小时"),
        Level::new("under-24h", "不足24小时"),
        Level::new("under-1h", "不足1小时"),
    ],
    edges: &[FRESH_72H, FRESH_24H, FRESH_1H],
    meaning: Meaning { unlearned: 0, missing: 1, late: 1, invalid: 1 },
    accusation: None,
};

/// How fresh the last change is; 0, settled, where there was none.
pub(crate) fn measure(scene: &Scene<'_>) -> Measure {
    change_freshness(scene.profile.changed(Credential::Password), scene.now)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Happening;
    use crate::signal::trial::{DAY, HOUR, bare, happen, level, measured, measured_on};

    #[test]
    fn a_change_settles_at_the_second() {
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
            let changed = Happening::CredentialChanged { credential: Credential::Password, first: false };
            happen(&mut profile, seconds, changed);
            assert_eq!(
                level(Ranked::PasswordAge, measured_on(&profile, measure, |_| ())),
                expected,
                "{seconds}"
            );
        }
        assert_eq!(measured(measure, |_| ()), Measure::known(0), "never changed");
        let mut profile = bare();
        let first = Happening::CredentialChanged { credential: Credential::Password, first: true };
        happen(&mut profile, 0, first);
        assert_eq!(
            measured_on(&profile, measure, |_| ()),
            Measure::known(0),
            "the first one counts as settled"
        );
    }
}
