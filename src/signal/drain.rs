//! `drain`: how much of what was there will have left?
//!
//! The measure is basis points of (balance + outflow of 24 h) that will have left with this transfer; nothing there is the most.
//! SOURCE: ABS, Singapore, 2025: over 50 % within 24 h; 25 % and 80 % are the design's.

use crate::fact::Ranked;
use crate::signal::{Level, Meaning, Scale, Unit};

/// The scale of `drain`.
pub const SCALE: Scale = Scale {
    fact: Ranked::Drain,
    question: "how much of what was there will have left?",
    question_zh: "资金将被转走多少？",
    unit: Unit::BasisPoints,
    levels: &[
        Level::new("under-25", "不足25%"),
        Level::new("under-50", "不足50%"),
        Level::new("under-80", "不足80%"),
        Level::new("over-80", "80%以上"),
    ],
    edges: &[2500, 5000, 8000],
    meaning: Meaning { unlearned: 2, missing: 2, late: 2, invalid: 2 },
    accusation: None,
};
