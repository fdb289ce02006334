//! `hour`: an hour they use?
//!
//! The measure is rarity in basis points: 10,000 less the weight around this hour as a share of the customer's busiest hour, on a circle,
//! weekday and weekend apart. SOURCE: kernel and circle: a circular triangular kernel of 2 h; the edges are the design's own.

use crate::fact::Ranked;
use crate::signal::{Level, Meaning, Scale, Unit};

/// The scale of `hour`.
pub const SCALE: Scale = Scale {
    fact: Ranked::Hour,
    question: "an hour they use?",
    question_zh: "是常用时段吗？",
    unit: Unit::BasisPoints,
    levels: &[
        Level::new("usual", "常用"),
        Level::new("occasional", "偶尔"),
        Level::new("rare", "罕见"),
        Level::new("never", "从未"),
    ],
    edges: &[7500, 9000, 9900],
    meaning: Meaning { unlearned: 1, missing: 3, late: 3, invalid: 3 },
    accusation: None,
};
