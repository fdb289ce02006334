//! `behaviour`: do they type and move as usual?
//!
//! The measure is the caller's own score of unlikeness in thousandths; the top level is an accusation. SOURCE: the edges are the design's own.

use crate::fact::{Measure, Ranked};
use crate::signal::scene::Scene;
use crate::signal::{Level, Meaning, Scale, Unit};

/// The scale of `behaviour`.
pub const SCALE: Scale = Scale {
    fact: Ranked::Behaviour,
    question: "do they type and move as usual?",
    question_zh: "操作像本人吗？",
    unit: Unit::Permille,
    levels: &[
        Level::new("alike", "相像"),
        Level::new("unsure", "不确定"),
        Level::new("unlike", "不像"),
        Level::new("another-person", "他人或机器"),
    ],
    edges: &[300, 600, 900],
    meaning: Meaning { unlearned: 1, missing: 1, late: 1, invalid: 1 },
    accusation: Some(3),
};

/// The caller's thousandths, or their state.
pub(crate) fn measure(scene: &Scene<'_>) -> Measure {
    Measure::of(scene.fields.behaviour, |thousandths| thousandths)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fact::Given;
    use crate::signal::trial::{level, measured, states_pass};

    #[test]
    fn thousandths_fall_on_their_levels_and_states_pass_through() {
        for (thousandths, expected) in [
            (0, "alike"),
            (299, "alike"),
            (300, "unsure"),
            (301, "unsure"),
            (599, "unsure"),
            (600, "unlike"),
            (899, "unlike"),
            (900, "another-person"),
            (1_000, "another-person"),
        ] {
            let measured = measured(measure, |fields| fields.behaviour = Given::Known(thousandths));
            assert_eq!(level(Ranked::Behaviour, measured), expected, "{thousandths}");
        }
        states_pass(measure, |fields, given| fields.behaviour = given);
    }
}
