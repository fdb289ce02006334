//! `payee_check`: does the name fit the account?
//!
//! SOURCE: Reg. (EU) 2024/886 verification of payee and UK Confirmation of Payee: match, close match, no match, unavailable.
//! A reported mule is an accusation: only a positive finding reaches it.

use crate::fact::Ranked;
use crate::signal::{Level, Meaning, Scale, Unit};

/// The scale of `payee_check`.
pub const SCALE: Scale = Scale {
    fact: Ranked::PayeeCheck,
    question: "does the name fit the account?",
    question_zh: "户名与账号相符吗？",
    unit: Unit::Rank,
    levels: &[
        Level::new("match", "相符"),
        Level::new("close-match", "近似"),
        Level::new("unavailable", "不可用"),
        Level::new("no-match", "不符"),
        Level::new("reported-mule", "被举报账户"),
    ],
    edges: &[1, 2, 3, 4],
    meaning: Meaning { unlearned: 2, missing: 2, late: 2, invalid: 2 },
    accusation: Some(4),
};
