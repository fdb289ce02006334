//! `destination`: where does it go?
//!
//! The bank keeps the list of high-risk countries. SOURCE: RTS (EU) 2018/389 Art. 18(2)(c)(vi), high-risk location of the payee.

use crate::fact::{Measure, Ranked};
use crate::signal::scene::Scene;
use crate::signal::{Level, Meaning, Scale, Unit};

/// The scale of `destination`.
pub const SCALE: Scale = Scale {
    fact: Ranked::Destination,
    question: "where does it go?",
    question_zh: "汇往哪里？",
    unit: Unit::Rank,
    levels: &[
        Level::new("domestic", "境内"),
        Level::new("abroad", "境外"),
        Level::new("high-risk", "高风险地区"),
    ],
    edges: &[1, 2],
    meaning: Meaning { unlearned: 1, missing: 1, late: 1, invalid: 1 },
    accusation: None,
};

/// The rank that the caller supplies, or its state; `NotApplicable` where no money moves.
pub(crate) fn measure(scene: &Scene<'_>) -> Measure {
    scene.of_money(|_| Measure::of(scene.fields.destination, |given| u16::from(given.code())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fact::Given;
    use crate::request::Destination;
    use crate::signal::trial::{NOT_APPLICABLE, level, measured, measured_without_money, states_pass};

    #[test]
    fn every_word_is_the_level_of_its_name_and_states_pass_through() {
        for word in Destination::ALL {
            let measured = measured(measure, |fields| fields.destination = Given::Known(*word));
            assert_eq!(level(Ranked::Destination, measured), word.name());
        }
        states_pass(measure, |fields, given| fields.destination = given);
        assert_eq!(measured_without_money(measure), NOT_APPLICABLE);
    }
}
