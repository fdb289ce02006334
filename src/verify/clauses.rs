//! From rules to clauses: what it takes that a rule does not fire, and that it does.

use crate::exemption::{AtMost, Exemption};
use crate::fact::{Metered, Ranked};
use crate::policy::Policy;
use crate::rule::{AtLeast, Rule};
use crate::verify::class::Class;
use crate::verify::question::{Bound, Choice, Clause};
use crate::verify::space::{Space, View};

/// A policy within one class, its facts as axes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scene<'a> {
    pub policy: &'a Policy,
    pub space: &'a Space,
    pub class: &'a Class,
}

impl Scene<'_> {
    /// A rule, where it can fire in this class.
    pub fn rule(&self, number: usize) -> Option<(usize, &Rule)> {
        let rule = self.policy.rules().get(number).filter(|_| self.class.live.contains(number))?;
        Some((number, rule))
    }

    /// The exemptions from a rule that can hold in this class.
    fn exemptions(&self, rule: usize) -> impl Iterator<Item = &Exemption> {
        let first = self.policy.rules().len();
        let all = self.policy.exemptions().iter().enumerate();
        all.filter(move |(number, exemption)| {
            self.class.live.contains(first.saturating_add(*number)) && exemption.from.contains(&rule)
        })
        .map(|(_, exemption)| exemption)
    }

    /// One clause: the rule does not fire. A bound on the grade is settled by the class.
    pub fn silent(&self, number: usize, rule: &Rule, view: View) -> Clause {
        let bounds = self.firing_bounds(rule, view).into_iter();
        let mut clause: Clause = bounds.map(|bound| vec![bound.opposite(self.space)]).collect();
        for exemption in self.exemptions(number) {
            clause.push(self.holding_bounds(exemption, view));
        }
        clause
    }

    /// The bounds and clauses of a rule that fires: every condition is reached, and every exemption is left.
    pub fn firing(&self, number: usize, rule: &Rule, view: View) -> (Vec<Bound>, Vec<Clause>) {
        let clauses = self.exemptions(number).map(|exemption| {
            let bounds = self.holding_bounds(exemption, view).into_iter();
            bounds.map(|bound| vec![bound.opposite(self.space)]).collect()
        });
        (self.firing_bounds(rule, view), clauses.collect())
    }

    fn firing_bounds(&self, rule: &Rule, view: View) -> Vec<Bound> {
        rule.from.iter().filter_map(|condition| self.reached(*condition, view)).collect()
    }

    fn holding_bounds(&self, exemption: &Exemption, view: View) -> Choice {
        exemption.upto.iter().filter_map(|bound| self.held(*bound, view)).collect()
    }

    /// A lower bound as one on an axis or a score; `None` for the grade.
    pub fn reached(&self, condition: AtLeast, view: View) -> Option<Bound> {
        match condition {
            AtLeast::Ranked(Ranked::Grade, _) => None,
            AtLeast::Ranked(Ranked::Risk, level) => {
                // From low up is every score; beyond critical there is none.
                let band = usize::from(level).checked_sub(1).map(|place| self.policy.bands.get(place));
                let least = band.map_or(i32::MIN, |band| band.map_or(i32::MAX, |score| i32::from(*score)));
                Some(Bound::ScoreFrom(view, least))
            }
            AtLeast::Metered(Metered::Score, least) => Some(Bound::ScoreFrom(view, narrow(least))),
            other => self.space.reached(other, view).map(|(axis, mask)| Bound::In(axis, mask)),
        }
    }

    /// An upper bound as one on an axis or a score; `None` for the grade.
    pub fn held(&self, bound: AtMost, view: View) -> Option<Bound> {
        match bound {
            AtMost::Ranked(Ranked::Grade, _) => None,
            AtMost::Ranked(Ranked::Risk, level) => {
                let band = self.policy.bands.get(usize::from(level));
                Some(Bound::ScoreUpto(
                    view,
                    band.map_or(i32::MAX, |score| i32::from(*score).saturating_sub(1)),
                ))
            }
            AtMost::Metered(Metered::Score, most) => Some(Bound::ScoreUpto(view, narrow(most))),
            other => self.space.held(other, view).map(|(axis, mask)| Bound::In(axis, mask)),
        }
    }
}

/// A score within 32 bits; a policy's scores are within 16.
fn narrow(score: i64) -> i32 {
    i32::try_from(score).unwrap_or(if score < 0 { i32::MIN } else { i32::MAX })
}
