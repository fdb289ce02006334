//! `outflow_habit`: unusual for them, as a day's total?
//!
//! As `amount_habit`, of the 24-hour total against the customer's own days.

use crate::fact::Ranked;
use crate::signal::{Level, Meaning, Scale, Unit};

/// The scale of `outflow_habit`.
pub const SCALE: Scale = Scale {
    fact: Ranked::OutflowHabit,
    question: "unusual for them, as a day's total?",
    question_zh: "全天流出对他反常吗？",
    unit: Unit::Deviations,
    levels: &[
        Level::new("usual", "平常"),
        Level::new("above", "偏高"),
        Level::new("high", "高"),
        Level::new("extreme", "极高"),
    ],
    edges: &[150, 300, 500],
    meaning: Meaning { unlearned: 1, missing: 3, late: 3, invalid: 3 },
    accusation: None,
};
