//! `device`: do we know this device?
//!
//! Trusted: bound, with proved use that began over 30 days ago. Known: bound for 72 h and used. Recent: bound for less, or never used. Fresh:
//! bound for less than 24 h. Announced: told beforehand, proved, aged. SOURCE: the 72 h and 24 h follow cooling-off practice after device
//! registration (MAS/ABS 12 h at least; Pix limits unregistered devices, 3.8); 30 days is the design's.

use crate::fact::Ranked;
use crate::signal::{Level, Meaning, Scale, Unit};

/// The scale of `device`.
pub const SCALE: Scale = Scale {
    fact: Ranked::Device,
    question: "do we know this device?",
    question_zh: "这台设备认识吗？",
    unit: Unit::Rank,
    levels: &[
        Level::new("trusted", "可信"),
        Level::new("known", "已知"),
        Level::new("recent", "新近"),
        Level::new("fresh", "崭新"),
        Level::new("announced", "已预告"),
        Level::new("unknown", "陌生"),
    ],
    edges: &[1, 2, 3, 4, 5],
    meaning: Meaning { unlearned: 5, missing: 5, late: 5, invalid: 5 },
    accusation: None,
};
