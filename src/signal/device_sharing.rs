//! `device_sharing`: how many customers used it lately?
//!
//! The measure counts customers, this one included. SOURCE: the design's table (1, 2, 3 to 5, more); families share, rings do.

use crate::fact::Ranked;
use crate::signal::{Level, Meaning, Scale, Unit};

/// The scale of `device_sharing`.
pub const SCALE: Scale = Scale {
    fact: Ranked::DeviceSharing,
    question: "how many customers used it lately?",
    question_zh: "近期有多少客户用过它？",
    unit: Unit::Count,
    levels: &[
        Level::new("one", "一人"),
        Level::new("two", "两人"),
        Level::new("several", "数人"),
        Level::new("many", "多人"),
    ],
    edges: &[2, 3, 6],
    meaning: Meaning { unlearned: 0, missing: 0, late: 0, invalid: 0 },
    accusation: Some(3),
};
