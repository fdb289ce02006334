//! `coercion`: are there signs of a scam in progress?
//!
//! Possible: a call is in progress. Likely: a call and a new payee, or told to hurry. Reported: the customer or a bank says so, an accusation.
//! SOURCE: authorised push payment fraud.

use crate::fact::Ranked;
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
