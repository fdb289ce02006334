//! `alert`: do shared signals or the bank's lists warn?
//!
//! SOURCE: CAEP credential-change and RISC credential-compromise, account events (OpenID Shared Signals). Under attack is an accusation.

use crate::fact::Ranked;
use crate::signal::{Level, Meaning, Scale, Unit};

/// The scale of `alert`.
pub const SCALE: Scale = Scale {
    fact: Ranked::Alert,
    question: "do shared signals or the bank's lists warn?",
    question_zh: "共享信号或名单有警告吗？",
    unit: Unit::Rank,
    levels: &[
        Level::new("none", "无"),
        Level::new("credential-change", "凭证变更"),
        Level::new("compromised", "凭证泄露"),
        Level::new("device-lost", "设备丢失"),
        Level::new("under-attack", "账户受攻击"),
    ],
    edges: &[1, 2, 3, 4],
    meaning: Meaning { unlearned: 0, missing: 0, late: 0, invalid: 0 },
    accusation: Some(4),
};
