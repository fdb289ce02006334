//! `integrity`: can the device be believed?
//!
//! Rooted stands for emulated too; remote-control for a shared or overlaid screen too, an accusation: only a positive finding reaches it.
//! SOURCE: RTS (EU) 2018/389 Art. 2(2)(d) and 9(3) ask for signs of malware and of altered devices.

use crate::fact::Ranked;
use crate::signal::{Level, Meaning, Scale, Unit};

/// The scale of `integrity`.
pub const SCALE: Scale = Scale {
    fact: Ranked::Integrity,
    question: "can the device be believed?",
    question_zh: "设备可信吗？",
    unit: Unit::Rank,
    levels: &[
        Level::new("attested", "已证明"),
        Level::new("unattested", "未证明"),
        Level::new("rooted", "已破解"),
        Level::new("remote-control", "受远程控制"),
    ],
    edges: &[1, 2, 3],
    meaning: Meaning { unlearned: 2, missing: 2, late: 2, invalid: 2 },
    accusation: Some(3),
};
