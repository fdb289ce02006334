//! `amount_habit`: unusual for them, as an amount?
//!
//! The measure is hundredths of a spread above the customer's centre, both of log2 of the amount. SOURCE: a robust z-score by exponentially weighted mean and deviation; the edges are
//! the usual 1.5, 3 and 5 robust deviations.

use crate::fact::Ranked;
use crate::signal::{Level, Meaning, Scale, Unit};

/// The scale of `amount_habit`.
pub const SCALE: Scale = Scale {
    fact: Ranked::AmountHabit,
    question: "unusual for them, as an amount?",
    question_zh: "金额对他反常吗？",
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
