//! `dormancy`: how long silent?
//!
//! The measure counts whole days since anything was proved or settled. SOURCE: 银发〔2016〕261号 (六) suspends accounts silent for six months.

use crate::fact::Ranked;
use crate::signal::{Level, Meaning, Scale, Unit};

/// The scale of `dormancy`.
pub const SCALE: Scale = Scale {
    fact: Ranked::Dormancy,
    question: "how long silent?",
    question_zh: "沉寂多久？",
    unit: Unit::Days,
    levels: &[
        Level::new("active", "活跃"),
        Level::new("over-30d", "超过30天"),
        Level::new("over-90d", "超过90天"),
        Level::new("over-180d", "超过180天"),
    ],
    edges: &[30, 90, 180],
    meaning: Meaning { unlearned: 0, missing: 3, late: 3, invalid: 3 },
    accusation: None,
};
