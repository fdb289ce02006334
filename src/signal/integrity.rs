//! `integrity`: can the device be believed?
//!
//! Rooted stands for emulated too; remote-control for a shared or overlaid screen too, an accusation: only a positive finding reaches it.
//! SOURCE: RTS (EU) 2018/389 Art. 2(2)(d) and 9(3) ask for signs of malware and of altered devices.

use crate::fact::{Measure, Ranked};
use crate::signal::scene::Scene;
use crate::signal::{Level, Meaning, Scale, Unit};

/// The scale of `integrity`.
pub const SCALE: Scale = Scale {
    fact: Ranked::Integrity,
    question: "can the device be believed?",
    question_zh: "设备可信吗？",
    unit: Unit::Rank,
    levels: &[
        Level::new("attested", "已证明"),
        Level::new("unattested", "未证明"),
        Level::new("rooted", "已破解"),
        Level::new("remote-control", "受远程控制"),
    ],
    edges: &[1, 2, 3],
    meaning: Meaning { unlearned: 2, missing: 2, late: 2, invalid: 2 },
    accusation: Some(3),
};

/// The rank that the caller supplies, or its state.
pub(crate) fn measure(scene: &Scene<'_>) -> Measure {
    Measure::of(scene.fields.integrity, |given| u16::from(given.code()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fact::Given;
    use crate::request::Integrity;
    use crate::signal::trial::{level, measured, states_pass};

    #[test]
    fn every_word_is_the_level_of_its_name_and_states_pass_through() {
        for word in Integrity::ALL {
            let measured = measured(measure, |fields| fields.integrity = Given::Known(*word));
            assert_eq!(level(Ranked::Integrity, measured), word.name());
        }
        states_pass(measure, |fields, given| fields.integrity = given);
    }
}
