//! `network`: what kind of line?
//!
//! Home stands for mobile too, corporate for carrier gateways, vpn for privacy relays: common and honest, so each is a step of its own.

use crate::fact::{Measure, Ranked};
use crate::signal::scene::Scene;
use crate::signal::{Level, Meaning, Scale, Unit};

/// The scale of `network`.
pub const SCALE: Scale = Scale {
    fact: Ranked::Network,
    question: "what kind of line?",
    question_zh: "什么网络？",
    unit: Unit::Rank,
    levels: &[
        Level::new("home", "家庭或移动"),
        Level::new("corporate", "企业或运营商网关"),
        Level::new("vpn", "VPN或中继"),
        Level::new("hosting", "机房"),
        Level::new("tor", "Tor"),
    ],
    edges: &[1, 2, 3, 4],
    meaning: Meaning { unlearned: 2, missing: 2, late: 2, invalid: 2 },
    accusation: None,
};

/// The rank that the caller supplies, or its state.
pub(crate) fn measure(scene: &Scene<'_>) -> Measure {
    Measure::of(scene.fields.network, |given| u16::from(given.code()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fact::Given;
    use crate::request::Network;
    use crate::signal::trial::{level, measured, states_pass};

    #[test]
    fn every_word_is_the_level_of_its_name_and_states_pass_through() {
        for word in Network::ALL {
            let measured = measured(measure, |fields| fields.network = Given::Known(*word));
            assert_eq!(level(Ranked::Network, measured), word.name());
        }
        states_pass(measure, |fields, given| fields.network = given);
    }
}
