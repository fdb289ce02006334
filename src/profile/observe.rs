//! Learning from events: each is counted once, in constant time, and nothing is touched where it is refused.

use thiserror::Error;

use crate::event::{Announcement, Event, Happening, Movement, Scope};
use crate::profile::memory::{Profile, later};
use crate::profile::money;
use crate::profile::payee;
use crate::profile::totals::{HOUR, SIX_HOURS, TEN_MINUTES};
use crate::profile::wire::{ROUND_COUNT, ROUND_SMALL};
use crate::units::{Amount, Currency, Moment, Timestamp};

/// What observing an event did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Observed {
    /// It was new: the revision rose by one.
    New,
    /// It is one of the last eight: nothing changed.
    Repeat,
}

/// Why an event was not observed. The profile is as it was, to the byte.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ObserveError {
    /// The event is about somebody else.
    #[error("the event belongs to another customer; load that customer's profile")]
    AnotherCustomer,
    /// The event's pseudonyms were made with another key.
    #[error("the event was made with key {found}, the profile with key {expected}; make pseudonyms anew")]
    AnotherKey {
        /// The event's key id.
        found: u32,
        /// The profile's key id.
        expected: u32,
    },
    /// An amount below 0 or above the largest.
    #[error("an amount lies between 0 and {max} minor units, not {given}", max = Amount::MAX_MINOR)]
    AmountOutOfRange {
        /// What was given, in minor units.
        given: i64,
    },
    /// Money in another currency than the profile's.
    #[error("the money is in {found}, the profile counts in {expected}; keep one profile for each currency")]
    AnotherCurrency {
        /// The event's currency.
        found: Currency,
        /// The profile's currency.
        expected: Currency,
    },
    /// The revision cannot rise any more.
    #[error("the revision has reached its end; no profile lives that long: restore it")]
    RevisionExhausted,
}

/// The money that an event carries: minor units and currency.
const fn money_of(what: &Happening) -> Option<(i64, Currency)> {
    match what {
        Happening::Attempted(Movement { minor, currency, .. })
        | Happening::Settled(Movement { minor, currency, .. })
        | Happening::Credited { minor, currency } => Some((*minor, *currency)),
        _ => None,
    }
}

impl Profile {
    /// Learns from one event.
    ///
    /// # Errors
    /// [`ObserveError`]: another customer, key or currency, an amount out of range, the revision at its end. Nothing
    /// changes.
    pub fn observe(&mut self, event: &Event) -> Result<Observed, ObserveError> {
        if event.customer != self.customer {
            return Err(ObserveError::AnotherCustomer);
        }
        if event.key_id != self.key_id {
            return Err(ObserveError::AnotherKey { found: event.key_id, expected: self.key_id });
        }
        if let Some((given, found)) = money_of(&event.what) {
            if !(0..=Amount::MAX_MINOR).contains(&given) {
                return Err(ObserveError::AmountOutOfRange { given });
            }
            if found != self.peers.currency {
                return Err(ObserveError::AnotherCurrency { found, expected: self.peers.currency });
            }
        }
        let tag = event.id.tag();
        if self.events.contains(&tag) {
            return Ok(Observed::Repeat);
        }
        self.revision = self.revision.checked_add(1).ok_or(ObserveError::RevisionExhausted)?;
        self.events.rotate_right(1);
        if let Some(first) = self.events.first_mut() {
            *first = tag;
        }
        self.advance(event.at.at());
        self.apply(event.at, event.what);
        Ok(Observed::New)
    }

    fn apply(&mut self, at: Moment, what: Happening) {
        let now = at.at();
        match what {
            Happening::Attempted(movement) => self.attempted(&movement, at),
            Happening::Settled(movement) => self.settled(&movement, at),
            Happening::Returned { transfer } => self.returned(transfer.tag(), now),
            Happening::Frozen => self.freeze(now),
            Happening::Unfrozen => self.release(now),
            Happening::Proved { factors, device, position } => self.proved(factors, device, position, now),
            Happening::ProofFailed { device } | Happening::LogInFailed { device } => self.failed(device, now),
            Happening::Credited { minor, .. } => {
                let newest = self.high_water.seconds() / TEN_MINUTES;
                self.credits.add(now.seconds() / TEN_MINUTES, newest, minor, money::round_up);
            }
            Happening::ReportedFraud { payee, .. } => self.defrauded(payee, now),
            Happening::Cleared => self.clear(now),
            Happening::CredentialChanged { credential, first } => {
                let changed = self.changed.get_mut(usize::from(credential.code()));
                if let Some(changed) = changed.filter(|changed| !first || changed.is_some()) {
                    *changed = later(*changed, now);
                }
            }
            Happening::DeviceBound { device, at_opening } => {
                let given_up = self.devices.bind(device.tag(), at, at_opening);
                self.take_over(given_up);
            }
            Happening::DeviceLost { device } => {
                let given_up = self.devices.lose(device.tag(), now);
                self.take_over(given_up);
                self.announcements.lose(device.tag());
            }
            // WHY: one from before the loss, however late it arrives, does not speak of the phone in a thief's hand.
            Happening::Announced(Announcement { scope: Scope::Device(device), .. })
                if self.devices.was_lost(device.tag(), now) => {}
            Happening::Announced(made) => self.announcements.take(made, now),
            Happening::CompletedInformation { item } => self.information |= 1 << item.code(),
        }
    }

    /// Moves the mark and every ring forward; time never runs backwards.
    fn advance(&mut self, to: Timestamp) {
        let (old, new) = (self.high_water.seconds(), to.seconds());
        if new <= old {
            return;
        }
        self.high_water = to;
        let periods =
            |seconds: u32| (old.checked_div(seconds).unwrap_or(0), new.checked_div(seconds).unwrap_or(0));
        let (from, to) = periods(HOUR);
        self.money.advance(from, to, money::round_up);
        // WHY: merging buckets rounds up, and what is the last answer of all must not be below any other.
        self.outflow_ever = self.outflow_ever.max(self.money.all());
        self.counts.advance(from, to, ROUND_COUNT);
        let (from, to) = periods(TEN_MINUTES);
        self.ten_minutes.advance(from, to);
        self.credits.advance(from, to);
        let (from, to) = periods(SIX_HOURS);
        self.attempted.advance(from, to, money::round_up);
        self.attempted_ever = self.attempted_ever.max(self.attempted.all());
        self.new_payees.advance(from, to, ROUND_SMALL);
        self.foreign.advance(from, to);
        self.payees.age(to.saturating_sub(from));
        let (from, to) = periods(payee::PERIOD);
        self.payees.advance(from, to);
    }
}
