//! When one rule plainly fires wherever another does, so that no search is needed.

use crate::exemption::{AtMost, Exemption};
use crate::fact::Ranked;
use crate::operation::Operation;
use crate::policy::Policy;
use crate::rule::{AtLeast, Circumstances, Rule};
use crate::verify::ask::Ground;
use crate::verify::axis::Side;
use crate::verify::room::{Bound, Room, Truth};

impl Ground<'_> {
    /// Whether both sides give every reading the same score.
    pub fn scores_alike(&self) -> bool {
        let [first, second] = &self.space.groups;
        first == second && self.space.axes.iter().all(|axis| !axis.differs)
    }

    /// Whether a rule fires wherever another does, each on its side: its bounds and circumstances are wider, and what is
    /// exempt from it is exempt from the other too. `alike`: both sides give every reading the same score. `false` says
    /// nothing.
    pub fn covers(&self, alike: bool, first: (Side, usize), second: (Side, usize)) -> bool {
        let (ours, theirs) = (self.book(first.0), self.book(second.0));
        let rules = (ours.policy.rules().get(first.1), theirs.policy.rules().get(second.1));
        let (Some(one), Some(two)) = rules else { return false };
        let mut operations = Operation::ALL.iter();
        let suits =
            operations.all(|each| !suits(ours.policy, one, *each) || suits(theirs.policy, two, *each));
        if !suits || !are_wider(&one.circumstances, &two.circumstances) {
            return false;
        }
        let mut room = Room::whole(&self.space);
        ours.bounds(first.1).iter().for_each(|bound| {
            room.cut(*bound);
        });
        if !theirs.bounds(second.1).iter().all(|bound| holds(&room, alike, *bound, first.0)) {
            return false;
        }
        let sparing = ours.exempting(first.1);
        theirs.exempting(second.1).iter().all(|spared| {
            sparing.iter().any(|one| self.is_spared(alike, (first.0, *one), (second.0, *spared)))
        })
    }

    /// Whether an exemption of the first side holds wherever one of the second does.
    fn is_spared(&self, alike: bool, first: (Side, usize), second: (Side, usize)) -> bool {
        let (ours, theirs) = (self.book(first.0), self.book(second.0));
        let exemptions = (ours.policy.exemptions().get(first.1), theirs.policy.exemptions().get(second.1));
        let (Some(one), Some(two)) = exemptions else { return false };
        let graded = Operation::ALL.iter().all(|operation| {
            !holds_grade(theirs.policy, two, *operation) || holds_grade(ours.policy, one, *operation)
        });
        if !graded || !hold_wherever(&two.circumstances, &one.circumstances) {
            return false;
        }
        let mut room = Room::whole(&self.space);
        theirs.holding(second.1).iter().for_each(|bound| {
            room.cut(*bound);
        });
        ours.holding(first.1).iter().all(|bound| holds(&room, alike, *bound, second.0))
    }
}

/// Whether a bound holds all over a room; one on a score also where the room bounds the like score of the other side.
fn holds(room: &Room, alike: bool, bound: Bound, other: Side) -> bool {
    let moved = match bound {
        Bound::ScoreFrom(_, least) if alike => Bound::ScoreFrom(other, least),
        Bound::ScoreUpto(_, most) if alike => Bound::ScoreUpto(other, most),
        bound => bound,
    };
    room.truth(bound) == Truth::True || room.truth(moved) == Truth::True
}

/// Whether a rule can fire for an operation, by its list and its grade.
fn suits(policy: &Policy, rule: &Rule, operation: Operation) -> bool {
    let grade = policy.grade(operation).code();
    let graded = rule.from.iter().all(|condition| match condition {
        AtLeast::Ranked(Ranked::Grade, least) => grade >= *least,
        _ => true,
    });
    graded && rule.circumstances.operations >> operation.code() & 1 != 0
}

/// Whether an exemption can hold for an operation, by its grade.
fn holds_grade(policy: &Policy, exemption: &Exemption, operation: Operation) -> bool {
    let grade = policy.grade(operation).code();
    exemption.upto.iter().all(|bound| match bound {
        AtMost::Ranked(Ranked::Grade, most) => grade <= *most,
        _ => true,
    })
}

/// Whether the second circumstances hold wherever the first do, operations aside.
fn are_wider(first: &Circumstances, second: &Circumstances) -> bool {
    let flags = second.flags.is_empty()
        || (!first.flags.is_empty() && first.flags.iter().all(|flag| second.flags.contains(flag)));
    let clock = second.clock.is_none() || second.clock == first.clock;
    first.channels & !second.channels == 0 && flags && clock
}

/// Whether the second circumstances hold wherever the first do.
pub(super) fn hold_wherever(first: &Circumstances, second: &Circumstances) -> bool {
    first.operations & !second.operations == 0 && are_wider(first, second)
}
