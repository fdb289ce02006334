//! `behaviour`: do they type and move as usual?
//!
//! The measure is the caller's own score of unlikeness in thousandths; the top level is an accusation. SOURCE: the edges are the design's own.

use crate::fact::Ranked;
use crate::signal::{Level, Meaning, Scale, Unit};

/// The scale of `behaviour`.
pub const SCALE: Scale = Scale {
    fact: Ranked::Behaviour,
    question: "do they type and move as usual?",
    question_zh: "操作像本人吗？",
    unit: Unit::Permille,
    levels: &[
        Level::new("alike", "相像"),
        Level::new("unsure", "不确定"),
        Level::new("unlike", "不像"),
        Level::new("another-person", "他人或机器"),
    ],
    edges: &[300, 600, 900],
    meaning: Meaning { unlearned: 1, missing: 1, late: 1, invalid: 1 },
    accusation: Some(3),
};
