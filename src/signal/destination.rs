//! `destination`: where does it go?
//!
//! The bank keeps the list of high-risk countries. SOURCE: RTS (EU) 2018/389 Art. 18(2)(c)(vi), high-risk location of the payee.

use crate::fact::Ranked;
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
