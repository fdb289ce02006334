//! `pass_through`: is money that just came in leaving at once?
//!
//! The measure is basis points of what was credited within the hour that leaves with this transfer and those since. SOURCE: rapid in and out
//! is the mark of a mule account (FFIEC manual, Appendix F); the edges are the design's.

use crate::fact::Ranked;
use crate::signal::{Level, Meaning, Scale, Unit};

/// The scale of `pass_through`.
pub const SCALE: Scale = Scale {
    fact: Ranked::PassThrough,
    question: "is money that just came in leaving at once?",
    question_zh: "刚到的钱马上转走吗？",
    unit: Unit::BasisPoints,
    levels: &[
        Level::new("none", "无"),
        Level::new("part", "部分"),
        Level::new("most", "大部分"),
        Level::new("all", "全部"),
    ],
    edges: &[2500, 5000, 9000],
    meaning: Meaning { unlearned: 0, missing: 0, late: 0, invalid: 0 },
    accusation: None,
};
