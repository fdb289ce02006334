//! From entries to bounds: what it takes that a rule fires, and that it does not.

use crate::exemption::AtMost;
use crate::fact::{Metered, Ranked};
use crate::policy::Policy;
use crate::rule::AtLeast;
use crate::verify::axis::{Side, bit};
use crate::verify::bounds::score_at;
use crate::verify::class::Class;
use crate::verify::room::{Bound, Clauses, Room, Truth};
use crate::verify::space::Space;

/// The entries of one side's policy as bounds in a space. Bounds on the grade are settled by a class.
#[derive(Clone, Debug)]
pub(super) struct Book<'p> {
    pub policy: &'p Policy,
    side: Side,
    /// For each rule: what it takes to fire.
    rules: Vec<Vec<Bound>>,
    /// For each exemption: what it takes to hold.
    exemptions: Vec<Vec<Bound>>,
    /// For each rule: the exemptions from it.
    spared_by: Vec<Vec<usize>>,
}

impl<'p> Book<'p> {
    pub fn new(policy: &'p Policy, space: &Space, side: Side) -> Self {
        let mut book = Self {
            policy,
            side,
            rules: Vec::new(),
            exemptions: Vec::new(),
            spared_by: vec![Vec::new(); policy.rules().len()],
        };
        for rule in policy.rules() {
            let bounds = rule.from.iter().filter_map(|condition| book.reached(space, *condition));
            let bounds = bounds.collect();
            book.rules.push(bounds);
        }
        for (number, exemption) in policy.exemptions().iter().enumerate() {
            let bounds = exemption.upto.iter().filter_map(|bound| book.held(space, *bound)).collect();
            book.exemptions.push(bounds);
            for rule in &exemption.from {
                book.spared_by.get_mut(*rule).into_iter().for_each(|known| known.push(number));
            }
        }
        book
    }

    /// What it takes that a rule fires, exemptions aside.
    pub fn bounds(&self, rule: usize) -> &[Bound] {
        self.rules.get(rule).map_or(&[], Vec::as_slice)
    }

    /// What it takes that an exemption holds.
    pub fn holding(&self, exemption: usize) -> &[Bound] {
        self.exemptions.get(exemption).map_or(&[], Vec::as_slice)
    }

    /// The exemptions from a rule, by their place among the exemptions.
    pub fn exempting(&self, rule: usize) -> &[usize] {
        self.spared_by.get(rule).map_or(&[], Vec::as_slice)
    }

    /// The exemptions from a rule that can hold in a class, each with what it takes.
    pub fn spared_by<'b>(&'b self, rule: usize, class: &'b Class) -> impl Iterator<Item = &'b [Bound]> {
        let first = self.policy.rules().len();
        let numbers = self.exempting(rule).iter();
        let live = numbers.filter(move |number| class.is_live(self.side, first.saturating_add(**number)));
        live.map(|number| self.holding(*number))
    }

    /// Whether a rule fires all over a room.
    pub fn is_certain(&self, room: &Room, class: &Class, rule: usize) -> bool {
        class.is_live(self.side, rule)
            && self.spared_by(rule, class).next().is_none()
            && room.truth_of(self.bounds(rule)) == Truth::True
    }

    /// Whether a rule fires where every fact has one value.
    pub fn fires_at(&self, space: &Space, class: &Class, rule: usize, values: &[usize]) -> bool {
        let misses = |bound: &Bound| match bound {
            Bound::In(axis, mask) => values.get(*axis).is_none_or(|value| mask & bit(*value) == 0),
            _ => false,
        };
        // WHY: a score is a sum over all facts, and most rules fail by a fact alone.
        if !class.is_live(self.side, rule) || self.bounds(rule).iter().any(misses) {
            return false;
        }
        let mut point = Room::point(space, values);
        let score = score_at(space, values, self.side);
        point.narrow(self.side, (score, score));
        let holds = |bounds: &[Bound]| point.truth_of(bounds) == Truth::True;
        holds(self.bounds(rule)) && !self.spared_by(rule, class).any(holds)
    }

    /// One clause: the rule does not fire. `false` where it cannot but fire in the room.
    pub fn silence(&self, room: &Room, class: &Class, rule: usize, clauses: &mut Clauses) -> bool {
        if !class.is_live(self.side, rule) {
            return true;
        }
        let single = self.bounds(rule).iter().map(|bound| bound.opposite());
        let mut open = false;
        for bound in single {
            match room.truth(bound) {
                Truth::True => {
                    clauses.withdraw();
                    return true;
                }
                Truth::Open => {
                    open = true;
                    clauses.choose(core::iter::once(bound));
                }
                Truth::False => {}
            }
        }
        for bounds in self.spared_by(rule, class) {
            match room.truth_of(bounds) {
                Truth::True => {
                    clauses.withdraw();
                    return true;
                }
                Truth::Open => {
                    open = true;
                    clauses.choose(bounds.iter().copied());
                }
                Truth::False => {}
            }
        }
        if open {
            clauses.close();
        }
        open
    }

    /// The rule fires: its bounds cut the room, and a clause leaves each exemption. `false` where it cannot fire.
    pub fn fire(&self, room: &mut Room, class: &Class, rule: usize, clauses: &mut Clauses) -> bool {
        if !class.is_live(self.side, rule) {
            return false;
        }
        for bound in self.bounds(rule) {
            room.cut(*bound);
        }
        for bounds in self.spared_by(rule, class) {
            for bound in bounds {
                clauses.choose(core::iter::once(bound.opposite()));
            }
            clauses.close();
        }
        !room.is_empty()
    }

    /// A lower bound as one on an axis or a score; `None` for the grade, and where every score reaches it.
    pub fn reached(&self, space: &Space, condition: AtLeast) -> Option<Bound> {
        match condition {
            AtLeast::Ranked(Ranked::Grade, _) => None,
            AtLeast::Ranked(Ranked::Risk, level) => {
                // From low up is every score; beyond critical there is none.
                let band = self.policy.bands.get(usize::from(level).checked_sub(1)?);
                Some(Bound::ScoreFrom(self.side, band.map_or(i32::MAX, |score| i32::from(*score))))
            }
            AtLeast::Metered(Metered::Score, least) => Some(Bound::ScoreFrom(self.side, narrow(least))),
            other => space.reached(other, self.side).map(|(axis, mask)| Bound::In(axis, mask)),
        }
    }

    /// An upper bound as one on an axis or a score; `None` for the grade, and where it holds for every score.
    pub fn held(&self, space: &Space, bound: AtMost) -> Option<Bound> {
        match bound {
            AtMost::Ranked(Ranked::Grade, _) => None,
            AtMost::Ranked(Ranked::Risk, level) => {
                // Up to critical is every score.
                let band = self.policy.bands.get(usize::from(level))?;
                Some(Bound::ScoreUpto(self.side, i32::from(*band).saturating_sub(1)))
            }
            AtMost::Metered(Metered::Score, most) => Some(Bound::ScoreUpto(self.side, narrow(most))),
            other => space.held(other, self.side).map(|(axis, mask)| Bound::In(axis, mask)),
        }
    }
}

/// A score within 32 bits; a policy's scores are within 16.
fn narrow(score: i64) -> i32 {
    i32::try_from(score).unwrap_or(if score < 0 { i32::MIN } else { i32::MAX })
}
