//! `attempts`: how many proofs failed in a row on this device?
//!
//! The measure counts consecutive failed proofs and log-ins; all unbound devices share one count; it lapses 24 h after the last.
//! SOURCE: RTS (EU) 2018/389 Art. 4(3)(b): not more than five failed attempts.

use crate::fact::Ranked;
use crate::signal::{Level, Meaning, Scale, Unit};

/// The scale of `attempts`.
pub const SCALE: Scale = Scale {
    fact: Ranked::Attempts,
    question: "how many proofs failed in a row on this device?",
    question_zh: "这台设备连续失败几次？",
    unit: Unit::Count,
    levels: &[
        Level::new("none", "无"),
        Level::new("few", "少"),
        Level::new("several", "数次"),
        Level::new("many", "多次"),
    ],
    edges: &[1, 3, 5],
    meaning: Meaning { unlearned: 0, missing: 3, late: 3, invalid: 3 },
    accusation: None,
};
