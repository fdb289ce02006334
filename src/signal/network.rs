//! `network`: what kind of line?
//!
//! Home stands for mobile too, corporate for carrier gateways, vpn for privacy relays: common and honest, so each is a step of its own.

use crate::fact::Ranked;
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
