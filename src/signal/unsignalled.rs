//! The six ranked facts that are not signals: own limit, freeze, tier, fraud-rate band, grade and risk.

use crate::fact::Ranked;
use crate::signal::{Level, Meaning, Scale, Unit};

/// The scale of `own_limit`.
pub const OWN_LIMIT: Scale = Scale {
    fact: Ranked::OwnLimit,
    question: "is the day's total within the customer's own limit?",
    question_zh: "当日累计在自设限额内吗？",
    unit: Unit::Rank,
    levels: &[Level::new("within", "以内"), Level::new("over", "超过")],
    edges: &[1],
    meaning: Meaning { unlearned: 1, missing: 1, late: 1, invalid: 1 },
    accusation: None,
};

/// The scale of `frozen`.
pub const FROZEN: Scale = Scale {
    fact: Ranked::Frozen,
    question: "is the account frozen?",
    question_zh: "账户冻结了吗？",
    unit: Unit::Rank,
    levels: &[Level::new("no", "否"), Level::new("yes", "是")],
    edges: &[1],
    meaning: Meaning { unlearned: 1, missing: 1, late: 1, invalid: 1 },
    accusation: None,
};

/// The scale of `tra_band`.
pub const TRA_BAND: Scale = Scale {
    fact: Ranked::TraBand,
    question: "which fraud-rate band is in force?",
    question_zh: "当前适用哪个欺诈率档？",
    unit: Unit::Rank,
    levels: &[
        Level::new("etv-500", "500档"),
        Level::new("etv-250", "250档"),
        Level::new("etv-100", "100档"),
        Level::new("none", "无"),
    ],
    edges: &[1, 2, 3],
    meaning: Meaning { unlearned: 3, missing: 3, late: 3, invalid: 3 },
    accusation: None,
};

/// The scale of `grade`.
pub const GRADE: Scale = Scale {
    fact: Ranked::Grade,
    question: "how grave is the operation?",
    question_zh: "业务有多重要？",
    unit: Unit::Rank,
    levels: &[Level::new("low", "低"), Level::new("medium", "中"), Level::new("high", "高")],
    edges: &[1, 2],
    meaning: Meaning { unlearned: 2, missing: 2, late: 2, invalid: 2 },
    accusation: None,
};

/// The scale of `risk`.
pub const RISK: Scale = Scale {
    fact: Ranked::Risk,
    question: "which band is the score in?",
    question_zh: "评分在哪一档？",
    unit: Unit::Rank,
    levels: &[
        Level::new("low", "低"),
        Level::new("medium", "中"),
        Level::new("high", "高"),
        Level::new("critical", "极高"),
    ],
    edges: &[1, 2, 3],
    meaning: Meaning { unlearned: 3, missing: 3, late: 3, invalid: 3 },
    accusation: None,
};

/// The scale of `tier`.
pub const TIER: Scale = Scale {
    fact: Ranked::Tier,
    question: "which tier has the customer earned?",
    question_zh: "客户的信任等级？",
    unit: Unit::Rank,
    levels: &[
        Level::new("premier", "尊享"),
        Level::new("trusted", "可信"),
        Level::new("basic", "基础"),
        Level::new("new", "新客户"),
    ],
    edges: &[1, 2, 3],
    meaning: Meaning { unlearned: 3, missing: 3, late: 3, invalid: 3 },
    accusation: None,
};
