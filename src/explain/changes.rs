//! What would change the answer, appended to an explanation for analysts; customers are never told.

use core::fmt::Write as _;

use serde::Serialize;
use thiserror::Error;

use crate::decision::Decision;
use crate::explain::{Explanation, WrongPolicy};
use crate::finding::Said;
use crate::language::Language;
use crate::policy::Policy;
use crate::profile::Profile;
use crate::request::Request;
use crate::verify::{Change, Nearest, ask_next, nearest, nearest_reading};

/// What would change the answer, the smallest change first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Changes {
    /// What would soften it, at most four.
    pub softer: Vec<Said>,
    /// What would harden it, at most four.
    pub harder: Vec<Said>,
    /// The missing fact to ask for next, where one can change the answer.
    pub ask_next: Option<Said>,
}

/// A decision can only be explained with what it was made from.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum WrongInputs {
    /// With another policy than the one it names.
    #[error(transparent)]
    Policy(#[from] WrongPolicy),
    /// With another request, or a profile that has learned since.
    #[error(
        "this policy decides otherwise of this request and profile; give those that the decision was made from, or explain it from its reading"
    )]
    Inputs,
}

impl Decision {
    /// The whole reckoning with what would change the answer, for analysts. It decides again some hundred times.
    ///
    /// # Errors
    /// [`WrongInputs`] where the decision names another policy, or is not what it decides of this request and profile.
    pub fn explain_with(
        &self,
        policy: &Policy,
        request: &Request,
        profile: &Profile,
    ) -> Result<Explanation, WrongInputs> {
        let explanation = self.explain(policy)?;
        if policy.decide(request, profile) != *self {
            return Err(WrongInputs::Inputs);
        }
        Ok(self.with_changes(policy, explanation, &nearest(policy, request, profile)))
    }

    /// The same from the decision's own reading, for an auditor who has neither request nor profile: the amount is then
    /// a fact like any other, and nothing else moves with it.
    ///
    /// # Errors
    /// [`WrongPolicy`] where the decision names another policy.
    pub fn explain_from_reading(&self, policy: &Policy) -> Result<Explanation, WrongPolicy> {
        let explanation = self.explain(policy)?;
        let near = match explanation.mending {
            None => nearest_reading(policy, self.reading()),
            // WHY: where the three do not belong together, the reading is of nothing.
            Some(_) => Nearest::default(),
        };
        Ok(self.with_changes(policy, explanation, &near))
    }

    fn with_changes(&self, policy: &Policy, mut explanation: Explanation, near: &Nearest) -> Explanation {
        let said = |changes: &[Change]| changes.iter().map(|change| change.said(policy)).collect();
        let ask = ask_next(policy, self.reading()).filter(|_| explanation.mending.is_none());
        explanation.changes = Some(Changes {
            softer: said(&near.softer),
            harder: said(&near.harder),
            ask_next: ask.map(|ask| ask.said()),
        });
        explanation
    }
}

impl Changes {
    /// A line each.
    pub(super) fn write(&self, out: &mut String, language: Language) -> core::fmt::Result {
        let softer = self.softer.iter().map(|said| ("softer", "放宽", said));
        let harder = self.harder.iter().map(|said| ("harder", "收紧", said));
        let ask = self.ask_next.iter().map(|said| ("ask next", "先补", said));
        for (label, label_zh, said) in softer.chain(harder).chain(ask) {
            writeln!(out, "{:<10} {}", language.of(label, label_zh), language.of(&said.en, &said.zh))?;
        }
        Ok(())
    }
}
