//! `alert`: do shared signals or the bank's lists warn?
//!
//! SOURCE: CAEP credential-change and RISC credential-compromise, account events (OpenID Shared Signals). Under attack is an accusation.

use crate::fact::{Measure, Ranked};
use crate::signal::scene::Scene;
use crate::signal::{Level, Meaning, Scale, Unit};

/// The scale of `alert`.
pub const SCALE: Scale = Scale {
    fact: Ranked::Alert,
    question: "do shared signals or the bank's lists warn?",
    question_zh: "共享信号或名单有警告吗？",
    unit: Unit::Rank,
    levels: &[
        Level::new("none", "无"),
        Level::new("credential-change", "凭证变更"),
        Level::new("compromised", "凭证泄露"),
        Level::new("device-lost", "设备丢失"),
        Level::new("under-attack", "账户受攻击"),
    ],
    edges: &[1, 2, 3, 4],
    meaning: Meaning { unlearned: 0, missing: 0, late: 0, invalid: 0 },
    accusation: Some(4),
};

/// The rank that the caller supplies, or its state.
pub(crate) fn measure(scene: &Scene<'_>) -> Measure {
    Measure::of(scene.fields.alert, |given| u16::from(given.code()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fact::Given;
    use crate::request::Alert;
    use crate::signal::trial::{level, measured, states_pass};

    #[test]
    fn every_word_is_the_level_of_its_name_and_states_pass_through() {
        for word in Alert::ALL {
            let measured = measured(measure, |fields| fields.alert = Given::Known(*word));
            assert_eq!(level(Ranked::Alert, measured), word.name());
        }
        states_pass(measure, |fields, given| fields.alert = given);
    }
}
