//! The decision: a reading and its verdict, with the caller's reference; plain, at most 512 bytes.

mod encoding;

use crate::factor::FactorSet;
use crate::operation::{Channel, CustomerFlags, Operation};
use crate::policy::Policy;
use crate::profile::Profile;
use crate::reading::{Reading, ReadingParts};
use crate::request::Request;
use crate::requirement::{ProofAges, Requirement};
use crate::units::Currency;
use crate::verdict::{Mismatch, Outcome, Verdict};

pub use encoding::DecisionError;

/// What was decided of one request, and everything it was decided from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub struct Decision {
    pub(crate) reading: Reading,
    pub(crate) verdict: Verdict,
    pub(crate) reference: [u8; 16],
}

const _: () = assert!(size_of::<Decision>() <= 512);

impl Policy {
    /// Decides a request of a customer: the reading of request and profile, judged. Pure and total.
    ///
    /// A profile that is not this customer's, pseudonyms of another key, and money or a profile in another currency are
    /// a [`Mismatch`]: the decision refuses and says so.
    #[must_use]
    pub fn decide(&self, request: &Request, profile: &Profile) -> Decision {
        let mut decision = Decision::refused();
        self.decide_into(request, profile, &mut decision);
        decision
    }

    /// [`decide`](Self::decide) in place, without heap.
    pub fn decide_into(&self, request: &Request, profile: &Profile, decision: &mut Decision) {
        let fields = request.fields();
        decision.reference = fields.reference;
        let mismatch = Mismatch::of(request, profile, self.currency());
        if mismatch == Mismatch::None {
            decision.reading = Reading::of(request, profile);
            self.judge_into(&decision.reading, &mut decision.verdict);
        } else {
            *decision = Decision { reference: fields.reference, ..Decision::refused() };
            decision.verdict.policy = *self.identity();
            decision.verdict.mismatch = mismatch;
        }
    }
}

impl Decision {
    /// What stands before anything was decided: refused, about nothing.
    #[must_use]
    pub fn refused() -> Self {
        let parts = ReadingParts {
            operation: Operation::BalanceQuery,
            channel: Channel::File,
            flags: CustomerFlags::NONE,
            minute: 0,
            currency: Currency::CNY, // of no meaning: no money moves
            enrolled: FactorSet::NONE,
            confirmed: false,
            out_of_order: false,
            proofs: ProofAges::NONE,
        };
        Self { reading: Reading::blank(&parts), verdict: Verdict::REFUSED, reference: [0; 16] }
    }

    /// The same decision about another reading and its verdict: how an auditor puts a replayed judgement in its place.
    #[must_use]
    pub const fn with(mut self, reading: Reading, verdict: Verdict) -> Self {
        self.reading = reading;
        self.verdict = verdict;
        self
    }

    /// What was decided from.
    #[must_use]
    pub const fn reading(&self) -> &Reading {
        &self.reading
    }

    /// What was decided.
    #[must_use]
    pub const fn verdict(&self) -> &Verdict {
        &self.verdict
    }

    /// The answer in one word.
    #[must_use]
    pub const fn outcome(&self) -> Outcome {
        self.verdict.outcome()
    }

    /// What is still to be done.
    #[must_use]
    pub const fn remaining(&self) -> &Requirement {
        self.verdict.remaining()
    }

    /// The caller's reference, as in the request.
    #[must_use]
    pub const fn reference(&self) -> &[u8; 16] {
        &self.reference
    }
}
