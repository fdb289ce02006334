//! `enrolment_age`: how fresh is the last change of biometric enrolment?
//!
//! The measure is freshness: 32,766 less the minutes since the last *change*; the first enrolment counts as settled. A policy writes an edge
//! as an age (`under-72h = "96h"`). SOURCE: NIST SP 800-63B asks to consider SIM change and porting; cooling-off of 12 h and more.

use crate::fact::Ranked;
use crate::signal::{FRESH_1H, FRESH_24H, FRESH_72H, Level, Meaning, Scale, Unit};

/// The scale of `enrolment_age`.
pub const SCALE: Scale = Scale {
    fact: Ranked::EnrolmentAge,
    question: "how fresh is the last change of biometric enrolment?",
    question_zh: "生物特征多久前重录过？",
    unit: Unit::Freshness,
    levels: &[
        Level::new("settled", "稳定"),
        Level::new("under-72h", "不足72小时"),
        Level::new("under-24h", "不足24小时"),
        Level::new("under-1h", "不足1小时"),
    ],
    edges: &[FRESH_72H, FRESH_24H, FRESH_1H],
    meaning: Meaning { unlearned: 0, missing: 1, late: 1, invalid: 1 },
    accusation: None,
};
