//! The parts of a requirement one by one, sets by element: what a rule demands, as separate questions.

use crate::factor::{Factor, FactorSet};
use crate::requirement::{Notice, Notices, Requirement};
use crate::verify::axis::View;
use crate::word::vocabulary;

vocabulary! {
    /// One part of a requirement, named as in a policy file.
    pub enum Part {
        /// The rung of the ladder.
        Rung = 0, "rung", "认证阶";
        /// A factor that must be among the proofs.
        Include = 1, "include", "必含要素";
        /// Categories that the proofs cover.
        Kinds = 2, "kinds", "要素类别数";
        /// A factor that proves nothing just now.
        Distrusted = 3, "distrusted", "不信任要素";
        /// The oldest proof that counts.
        MaxAge = 4, "max_age", "认证时效";
        /// A confirmation of amount and payee.
        Confirm = 5, "confirm", "风险确认";
        /// A delay in hours.
        Hold = 6, "hold", "延时";
        /// A delay in business days.
        HoldDays = 7, "hold_days", "延时（工作日）";
        /// People who agree.
        Review = 8, "review", "人工复核";
        /// A refusal.
        Refuse = 9, "refuse", "拒绝";
        /// A freeze.
        Freeze = 10, "freeze", "冻结";
        /// Who is told.
        Notify = 11, "notify", "通知";
    }
}

/// One part of a requirement, or one element of a part that is a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub part: Part,
    /// A requirement of this piece alone.
    pub demand: Requirement,
    /// By which reading of silence it is judged.
    pub view: View,
}

/// The pieces of a requirement, in the order of its parts.
pub(super) fn pieces(demand: Requirement) -> Vec<Piece> {
    let none = Requirement::NOTHING;
    let mut all = Vec::new();
    let mut piece = |part: Part, present: bool, demand: Requirement| {
        let view = if matches!(part, Part::Freeze | Part::Notify) { View::Least } else { View::Usual };
        if present {
            all.push(Piece { part, demand, view });
        }
    };
    piece(Part::Rung, demand.rung > 0, Requirement { rung: demand.rung, ..none });
    for factor in Factor::ALL.iter().copied() {
        let include = FactorSet::NONE.with(factor);
        piece(Part::Include, demand.include.contains(factor), Requirement { include, ..none });
    }
    piece(Part::Kinds, demand.kinds > 0, Requirement { kinds: demand.kinds, ..none });
    for factor in Factor::ALL.iter().copied() {
        let distrusted = FactorSet::NONE.with(factor);
        piece(Part::Distrusted, demand.distrusted.contains(factor), Requirement { distrusted, ..none });
    }
    piece(Part::MaxAge, demand.max_age < u32::MAX, Requirement { max_age: demand.max_age, ..none });
    piece(Part::Confirm, demand.confirm, Requirement { confirm: true, ..none });
    piece(Part::Hold, demand.hold > 0, Requirement { hold: demand.hold, ..none });
    piece(Part::HoldDays, demand.hold_days > 0, Requirement { hold_days: demand.hold_days, ..none });
    piece(Part::Review, demand.review > 0, Requirement { review: demand.review, ..none });
    piece(Part::Refuse, demand.refuse, Requirement { refuse: true, ..none });
    piece(Part::Freeze, demand.freeze, Requirement { freeze: true, ..none });
    for notice in Notice::ALL.iter().copied() {
        let notify = Notices::NONE.with(notice);
        piece(Part::Notify, demand.notify.contains(notice), Requirement { notify, ..none });
    }
    all
}
