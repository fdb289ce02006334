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

    /// Whether a rule of the second side fires wherever one of the first does: its bounds and circumstances are wider, and
    /// what is exempt from it is exempt there too. `false` says nothing.
    pub fn covers(&self, alike: bool, first: usize, second: usize) -> bool {
        let [ours, theirs] = &self.books;
        let rules = (ours.policy.rules().get(first), theirs.policy.rules().get(second));
        let (Some(one), Some(two)) = rules else { return false };
        let suits = Operation::ALL
            .iter()
            .all(|operation| !suits(ours.policy, one, *operation) || suits(theirs.policy, two, *operation));
        if !suits || !are_wider(&one.circumstances, &two.circumstances) {
            return false;
        }
        let mut room = Room::whole(&self.space);
        ours.bounds(first).iter().for_each(|bound| {
            room.cut(*bound);
        });
        if !theirs.bounds(second).iter().all(|bound| self.holds(&room, alike, *bound, Side::First)) {
            return false;
        }
        theirs.exempting(second).iter().all(|spared| {
            ours.exempting(first).iter().any(|sparing| self.is_spared(alike, *sparing, *spared))
        })
    }

    /// Whether an exemption of the first side holds wherever one of the second does.
    fn is_spared(&self, alike: bool, first: usize, second: usize) -> bool {
        let [ours, theirs] = &self.books;
        let exemptions = (ours.policy.exemptions().get(first), theirs.policy.exemptions().get(second));
        let (Some(one), Some(two)) = exemptions else { return false };
        let graded = Operation::ALL.iter().all(|operation| {
            !holds_grade(theirs.policy, two, *operation) || holds_grade(ours.policy, one, *operation)
        });
        if !graded || !are_wider(&two.circumstances, &one.circumstances) {
            return false;
        }
        let mut room = Room::whole(&self.space);
        theirs.holding(second).iter().for_each(|bound| {
            room.cut(*bound);
        });
        ours.holding(first).iter().all(|bound| self.holds(&room, alike, *bound, Side::Second))
    }

    /// Whether a bound holds all over a room; one on a score also where the room bounds the other, like score.
    fn holds(&self, room: &Room, alike: bool, bound: Bound, other: Side) -> bool {
        let moved = match bound {
            Bound::ScoreFrom(_, least) if alike => Bound::ScoreFrom(other, least),
            Bound::ScoreUpto(_, most) if alike => Bound::ScoreUpto(other, most),
            bound => bound,
        };
        room.truth(bound) == Truth::True || room.truth(moved) == Truth::True
    }
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

/// Whether the second circumstances hold wherever the first do; operations of a rule are looked at with their grade.
fn are_wider(first: &Circumstances, second: &Circumstances) -> bool {
    let flags = second.flags.is_empty()
        || (!first.flags.is_empty() && first.flags.iter().all(|flag| second.flags.contains(flag)));
    let clock = second.clock.is_none() || second.clock == first.clock;
    let operations = first.operations & !second.operations & ALL_OPERATIONS == 0;
    first.channels & !second.channels == 0 && operations && flags && clock
}

/// The operations that there are, as bits.
const ALL_OPERATIONS: u16 = {
    let mut bits = 0_u16;
    let mut rest = Operation::ALL;
    while let [first, others @ ..] = rest {
        bits |= 1 << first.code();
        rest = others;
    }
    bits
};
