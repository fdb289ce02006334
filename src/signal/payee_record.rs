//! `payee_record`: what do others' transfers say of the payee?
//!
//! Fresh: the run of confirmed reports since the last transfer known to be clean began less than 28 days ago. SOURCE: measured: the run and its beginning
//! separate a burst from a steady low rate (Fraud Detection Handbook data).

use crate::fact::Ranked;
use crate::signal::{Level, Meaning, Scale, Unit};

/// The scale of `payee_record`.
pub const SCALE: Scale = Scale {
    fact: Ranked::PayeeRecord,
    question: "what do others' transfers say of the payee?",
    question_zh: "他人的转账怎么说这个收款人？",
    unit: Unit::Rank,
    levels: &[
        Level::new("good", "良好"),
        Level::new("none", "无"),
        Level::new("old", "旧举报"),
        Level::new("fresh", "新举报"),
        Level::new("fresh-run", "连续新举报"),
    ],
    edges: &[1, 2, 3, 4],
    meaning: Meaning { unlearned: 1, missing: 1, late: 1, invalid: 1 },
    accusation: Some(4),
};
