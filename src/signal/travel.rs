//! `travel`: could they have got here?
//!
//! The measure is the speed beyond both accuracy radii, in km/h, 0 below 50 km. SOURCE: 500 km/h is faster than any train, airliners cruise
//! near 900, none flies at 2,000; the floor of 50 km follows Ory Kratos PR 4569.

use crate::fact::Ranked;
use crate::signal::{Level, Meaning, Scale, Unit};

/// The scale of `travel`.
pub const SCALE: Scale = Scale {
    fact: Ranked::Travel,
    question: "could they have got here?",
    question_zh: "来得及到这里吗？",
    unit: Unit::KilometresPerHour,
    levels: &[
        Level::new("possible", "可能"),
        Level::new("fast", "很快"),
        Level::new("implausible", "不合理"),
        Level::new("impossible", "不可能"),
    ],
    edges: &[501, 901, 2001],
    meaning: Meaning { unlearned: 2, missing: 2, late: 2, invalid: 2 },
    accusation: None,
};
