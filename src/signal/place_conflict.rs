//! `place_conflict`: do position and network agree?
//!
//! The network's own geography is coarse: a difference of region says little, one of country more.

use crate::fact::Ranked;
use crate::signal::{Level, Meaning, Scale, Unit};

/// The scale of `place_conflict`.
pub const SCALE: Scale = Scale {
    fact: Ranked::PlaceConflict,
    question: "do position and network agree?",
    question_zh: "定位与网络一致吗？",
    unit: Unit::Rank,
    levels: &[
        Level::new("agree", "一致"),
        Level::new("region", "地区不符"),
        Level::new("country", "国家不符"),
    ],
    edges: &[1, 2],
    meaning: Meaning { unlearned: 1, missing: 1, late: 1, invalid: 1 },
    accusation: None,
};
