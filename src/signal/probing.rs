//! `probing`: how many failed from other devices?
//!
//! The measure counts failures from other devices on this account in 24 h; a stranger can raise it, so a trusted device sees at most `few`.
//! SOURCE: the five of RTS (EU) 2018/389 Art. 4(3)(b), seen from the account's side.

use crate::fact::Ranked;
use crate::signal::{Level, Meaning, Scale, Unit};

/// The scale of `probing`.
pub const SCALE: Scale = Scale {
    fact: Ranked::Probing,
    question: "how many failed from other devices?",
    question_zh: "其他设备失败几次？",
    unit: Unit::Count,
    levels: &[Level::new("none", "无"), Level::new("few", "少"), Level::new("many", "多")],
    edges: &[1, 5],
    meaning: Meaning { unlearned: 0, missing: 2, late: 2, invalid: 2 },
    accusation: None,
};
