//! `device_sharing`: how many customers used it lately?
//!
//! The measure counts customers, this one included. SOURCE: the design's table (1, 2, 3 to 5, more); families share, rings do.

use crate::fact::{Measure, Ranked};
use crate::signal::scene::Scene;
use crate::signal::{Level, Meaning, Scale, Unit};

/// The scale of `device_sharing`.
pub const SCALE: Scale = Scale {
    fact: Ranked::DeviceSharing,
    question: "how many customers used it lately?",
    question_zh: "近期有多少客户用过它？",
    unit: Unit::Count,
    levels: &[
        Level::new("one", "一人"),
        Level::new("two", "两人"),
        Level::new("several", "数人"),
        Level::new("many", "多人"),
    ],
    edges: &[2, 3, 6],
    meaning: Meaning { unlearned: 0, missing: 0, late: 0, invalid: 0 },
    accusation: Some(3),
};

/// Customers who used the device lately, this one included, or the state of its reputation.
pub(crate) fn measure(scene: &Scene<'_>) -> Measure {
    // WHY: at least one, because this customer uses it now, whatever others' use says.
    Measure::of(scene.fields.device_reputation, |reputation| reputation.customers(scene.now).max(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signal::trial::{level, states_pass};

    #[test]
    fn customers_fall_on_their_levels_and_states_pass_through() {
        for (customers, expected) in
            [(1, "one"), (2, "two"), (3, "several"), (5, "several"), (6, "many"), (u16::MAX, "many")]
        {
            assert_eq!(level(Ranked::DeviceSharing, Measure::known(customers)), expected, "{customers}");
        }
        states_pass(measure, |fields, given| fields.device_reputation = given);
    }
}
