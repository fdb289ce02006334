//! `payee_check`: does the name fit the account?
//!
//! SOURCE: Reg. (EU) 2024/886 verification of payee and UK Confirmation of Payee: match, close match, no match, unavailable.
//! A reported mule is an accusation: only a positive finding reaches it.

use crate::fact::{Measure, Ranked};
use crate::signal::scene::Scene;
use crate::signal::{Level, Meaning, Scale, Unit};

/// The scale of `payee_check`.
pub const SCALE: Scale = Scale {
    fact: Ranked::PayeeCheck,
    question: "does the name fit the account?",
    question_zh: "户名与账号相符吗？",
    unit: Unit::Rank,
    levels: &[
        Level::new("match", "相符"),
        Level::new("close-match", "近似"),
        Level::new("unavailable", "不可用"),
        Level::new("no-match", "不符"),
        Level::new("reported-mule", "被举报账户"),
    ],
    edges: &[1, 2, 3, 4],
    meaning: Meaning { unlearned: 2, missing: 2, late: 2, invalid: 2 },
    accusation: Some(4),
};

/// The rank that the caller supplies, or its state; `NotApplicable` where no money moves.
pub(crate) fn measure(scene: &Scene<'_>) -> Measure {
    scene.of_money(|_| Measure::of(scene.fields.payee_check, |given| u16::from(given.code())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fact::Given;
    use crate::request::PayeeCheck;
    use crate::signal::trial::{NOT_APPLICABLE, level, measured, measured_without_money, states_pass};

    #[test]
    fn every_word_is_the_level_of_its_name_and_states_pass_through() {
        for word in PayeeCheck::ALL {
            let measured = measured(measure, |fields| fields.payee_check = Given::Known(*word));
            assert_eq!(level(Ranked::PayeeCheck, measured), word.name());
        }
        states_pass(measure, |fields, given| fields.payee_check = given);
        assert_eq!(measured_without_money(measure), NOT_APPLICABLE);
    }
}
