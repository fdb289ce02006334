//! `payee`: do they know the payee?
//!
//! SOURCE: RTS (EU) 2018/389 Art. 13 (trusted beneficiaries) and 15 (own accounts at the same provider only).

use crate::fact::Ranked;
use crate::signal::{Level, Meaning, Scale, Unit};

/// The scale of `payee`.
pub const SCALE: Scale = Scale {
    fact: Ranked::Payee,
    question: "do they know the payee?",
    question_zh: "认识收款人吗？",
    unit: Unit::Rank,
    levels: &[
        Level::new("own-account-here", "本行本人"),
        Level::new("trusted-list", "白名单"),
        Level::new("paid-before", "付过款"),
        Level::new("own-account-elsewhere", "他行本人"),
        Level::new("new", "新收款人"),
        Level::new("new-under-24h", "新增不足24小时"),
    ],
    edges: &[1, 2, 3, 4, 5],
    meaning: Meaning { unlearned: 4, missing: 4, late: 4, invalid: 4 },
    accusation: None,
};
