//! One request with other amounts: everything that hangs on the amount moves with it.

use crate::fact::{Fact, Given, MeterUnit};
use crate::profile::Profile;
use crate::reading::Reading;
use crate::request::Request;
use crate::units::{Amount, Currency};
use crate::verify::chain::Turn;

/// A request that moves money, beside its profile.
pub(super) struct Amounts<'a> {
    request: &'a Request,
    profile: &'a Profile,
    currency: Currency,
    /// Minor units of the request as it is.
    now: i64,
    /// The same request with one minor unit, and with two: what rises between them counts this transfer.
    least: [Reading; 2],
}

impl<'a> Amounts<'a> {
    /// `None` where no money moves.
    pub(super) fn of(request: &'a Request, profile: &'a Profile) -> Option<Self> {
        let amount = request.fields().amount.known()?;
        let least = [Reading::of(request, profile); 2];
        let mut amounts = Self { request, profile, currency: amount.currency(), now: amount.minor(), least };
        amounts.least = [amounts.reading(1)?, amounts.reading(2)?];
        Some(amounts)
    }

    /// The reading of the request with another amount, `1 ..= Amount::MAX_MINOR` minor units.
    pub(super) fn reading(&self, minor: i64) -> Option<Reading> {
        let mut fields = self.request.fields().clone();
        fields.amount = Given::Known(Amount::new(minor, self.currency).ok()?);
        Some(Reading::of(&Request::new(fields).ok()?, self.profile))
    }

    /// Whether this transfer is counted in a total, so that the total cannot be below the amount.
    pub(super) fn are_counted_in(&self, fact: Fact) -> bool {
        let [one, two] = &self.least;
        let is_money = matches!(fact, Fact::Metered(fact) if fact.unit() == MeterUnit::Money);
        is_money && one.raw(fact) < two.raw(fact)
    }

    /// The amount that is furthest that way, minor units.
    pub(super) const fn furthest(&self, turn: Turn) -> i64 {
        match turn {
            Turn::Softer => 1,
            Turn::Harder => Amount::MAX_MINOR,
        }
    }

    /// What `flip` gives of the amount nearest to the present one of which it gives anything.
    ///
    /// INVARIANT: readings are monotone in the amount (`tests/nearest.rs` holds it) and answers in readings, so that
    /// what flips is one end of all amounts, and halving finds where it begins: some sixty decisions.
    pub(super) fn nearest<T>(&self, turn: Turn, flip: impl Fn(i64) -> Option<T>) -> Option<T> {
        let (mut far, mut near) = (self.furthest(turn), self.now);
        let mut found = if far == near { None } else { flip(far) }?;
        while far.abs_diff(near) > 1 {
            let middle = i64::midpoint(far, near);
            match flip(middle) {
                Some(nearer) => (far, found) = (middle, nearer),
                None => near = middle,
            }
        }
        Some(found)
    }
}
