//! `place`: is the customer usually here?
//!
//! Usual: within a remembered place that carries weight. Seen: within one that does not yet. Same region: within 150 km of one.

use crate::fact::Ranked;
use crate::signal::{Level, Meaning, Scale, Unit};

/// The scale of `place`.
pub const SCALE: Scale = Scale {
    fact: Ranked::Place,
    question: "is the customer usually here?",
    question_zh: "客户常在这里吗？",
    unit: Unit::Rank,
    levels: &[
        Level::new("usual", "常驻"),
        Level::new("seen", "到过"),
        Level::new("same-region", "同地区"),
        Level::new("announced", "已预告"),
        Level::new("same-country", "同国"),
        Level::new("new-country", "新国家"),
    ],
    edges: &[1, 2, 3, 4, 5],
    meaning: Meaning { unlearned: 2, missing: 5, late: 5, invalid: 5 },
    accusation: None,
};
