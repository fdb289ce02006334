//! `coercion`: are there signs of a scam in progress?
//!
//! Possible: a call is in progress. Likely: a call and a new payee, or told to hurry. Reported: the customer or a bank says so, an accusation.
//! SOURCE: authorised push payment fraud.

use crate::fact::{Measure, Ranked};
use crate::request::CoercionSigns;
use crate::signal::scene::Scene;
use crate::signal::{Level, Meaning, Scale, Unit};

/// The scale of `coercion`.
pub const SCALE: Scale = Scale {
    fact: Ranked::Coercion,
    question: "are there signs of a scam in progress?",
    question_zh: "有正在受骗的迹象吗？",
    unit: Unit::Rank,
    levels: &[
        Level::new("none", "无"),
        Level::new("possible", "可能"),
        Level::new("likely", "很可能"),
        Level::new("reported", "已报告"),
    ],
    edges: &[1, 2, 3],
    meaning: Meaning { unlearned: 0, missing: 0, late: 0, invalid: 0 },
    accusation: Some(3),
};

const NONE: u16 = 0;
const POSSIBLE: u16 = 1;
const LIKELY: u16 = 2;
const REPORTED: u16 = 3;

/// What the signs amount to, or their state. A payee of whom nothing is known counts as new.
pub(crate) fn measure(scene: &Scene<'_>) -> Measure {
    Measure::of(scene.fields.coercion, |signs| rank(signs, scene.is_payee_new()))
}

fn rank(signs: CoercionSigns, payee_is_new: bool) -> u16 {
    match signs {
        CoercionSigns { reported: true, .. } => REPORTED,
        CoercionSigns { told_to_hurry: true, .. } => LIKELY,
        CoercionSigns { call_in_progress: true, .. } if payee_is_new => LIKELY,
        CoercionSigns { call_in_progress: true, .. } => POSSIBLE,
        _ => NONE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fact::Given;
    use crate::signal::trial::{level, measured, measured_without_money, states_pass};

    #[test]
    fn signs_add_up_to_their_level() {
        for (call, hurry, reported, new, expected) in [
            (false, false, false, true, "none"),
            (true, false, false, false, "possible"),
            (true, false, false, true, "likely"),
            (false, true, false, false, "likely"),
            (true, true, false, false, "likely"),
            (false, false, true, false, "reported"),
            (true, true, true, true, "reported"),
        ] {
            let signs = CoercionSigns { call_in_progress: call, told_to_hurry: hurry, reported };
            assert_eq!(
                level(Ranked::Coercion, Measure::known(rank(signs, new))),
                expected,
                "{signs:?} {new}"
            );
        }
    }

    #[test]
    fn a_call_weighs_more_where_nothing_is_known_of_the_payee() {
        let call = Given::Known(CoercionSigns { call_in_progress: true, ..CoercionSigns::default() });
        assert_eq!(measured(measure, |fields| fields.coercion = call), Measure::known(LIKELY));
        let nobody =
            measured(measure, |fields| (fields.coercion, fields.payee) = (call, Given::NotApplicable));
        assert_eq!(nobody, Measure::known(POSSIBLE));
        states_pass(measure, |fields, given| fields.coercion = given);
        assert_eq!(measured_without_money(measure), crate::signal::trial::MISSING);
    }
}
