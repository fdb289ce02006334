//! Learning from events: each is counted once, in constant time, and nothing is touched where it is refused.

use thiserror::Error;

use crate::event::{Event, Happening, Movement};
use crate::factor::FactorSet;
use crate::id::Pseudonym;
use crate::place::{Point, Position};
use crate::profile::habit::{self, Weight};
use crate::profile::log::log2_256;
use crate::profile::memory::Profile;
use crate::profile::money;
use crate::profile::payee::{self, short};
use crate::profile::reservation::Reservation;
use crate::profile::totals::{HOUR, SIX_HOURS, TEN_MINUTES};
use crate::profile::view::LastSeen;
use crate::profile::wire::{FARTHEST, ROUND_COUNT, ROUND_SMALL};
use crate::units::{Amount, Moment, Timestamp};

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
    /// The revision cannot rise any more.
    #[error("the revision has reached its end; no profile lives that long: restore it")]
    RevisionExhausted,
}

/// Money on its way out of reservation into the totals.
struct Outflow {
    minor: i64,
    payee: u32,
    own_account: bool,
    new_device: bool,
    before_sca: bool,
    /// When it was asked for, with the offset of the event that moves it.
    at: Moment,
}

fn later(time: Option<Timestamp>, at: Timestamp) -> Option<Timestamp> {
    // WHY: the bytes hold "never" as 0, so the first second of 1970 is told as the next.
    time.max(Some(at.max(Timestamp::from_seconds(1))))
}

impl Profile {
    /// Learns from one event.
    ///
    /// # Errors
    /// [`ObserveError`]: another customer or key, an amount out of range, the revision at its end. Nothing changes.
    pub fn observe(&mut self, event: &Event) -> Result<Observed, ObserveError> {
        if event.customer != self.customer {
            return Err(ObserveError::AnotherCustomer);
        }
        if event.key_id != self.key_id {
            return Err(ObserveError::AnotherKey { found: event.key_id, expected: self.key_id });
        }
        match event.what {
            Happening::Attempted(Movement { minor: given, .. })
            | Happening::Settled(Movement { minor: given, .. })
            | Happening::Credited { minor: given }
                if !(0..=Amount::MAX_MINOR).contains(&given) =>
            {
                return Err(ObserveError::AmountOutOfRange { given });
            }
            _ => {}
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
            Happening::Returned { transfer } => {
                self.reservations.close(transfer.tag());
            }
            Happening::Frozen => {
                self.frozen = true;
                self.last_incident = later(self.last_incident, now);
            }
            // WHY: a release from before the last incident does not speak of it.
            Happening::Unfrozen => self.frozen &= self.last_incident > Some(now),
            Happening::Proved { factors, device, position } => self.proved(factors, device, position, now),
            Happening::ProofFailed { device } | Happening::LogInFailed { device } => {
                if self.devices.fail(device.map(Pseudonym::tag), now) {
                    let newest = self.high_water.seconds() / SIX_HOURS;
                    self.foreign.add(now.seconds() / SIX_HOURS, newest, 1, ROUND_SMALL);
                }
            }
            Happening::Credited { minor } => {
                let newest = self.high_water.seconds() / TEN_MINUTES;
                self.credits.add(now.seconds() / TEN_MINUTES, newest, minor, money::round_up);
            }
            Happening::ReportedFraud { .. } => self.last_incident = later(self.last_incident, now),
            Happening::Cleared => self.cleared(now),
            Happening::CredentialChanged { credential, first } => {
                let changed = self.changed.get_mut(usize::from(credential.code()));
                if let Some(changed) = changed.filter(|changed| !first || changed.is_some()) {
                    *changed = later(*changed, now);
                }
            }
            Happening::DeviceBound { device, at_opening } => {
                self.devices.bind(device.tag(), at, at_opening);
            }
            Happening::DeviceLost { device } => {
                self.devices.lose(device.tag());
                self.announcements.lose(device.tag());
            }
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
        self.counts.advance(from, to, ROUND_COUNT);
        let (from, to) = periods(TEN_MINUTES);
        self.ten_minutes.advance(from, to);
        self.credits.advance(from, to);
        let (from, to) = periods(SIX_HOURS);
        self.attempted.advance(from, to, money::round_up);
        self.new_payees.advance(from, to, ROUND_SMALL);
        self.foreign.advance(from, to);
        let (from, to) = periods(payee::PERIOD);
        self.payees.advance(from, to);
    }

    fn attempted(&mut self, movement: &Movement, at: Moment) {
        let (tag, payee) = (movement.transfer.tag(), movement.payee.map_or(0, |payee| short(payee.tag())));
        let new_device = self.devices.is_new(movement.device.map(Pseudonym::tag), at.at());
        if let Some(open) = self.reservations.of(tag).filter(|open| open.payee == payee) {
            let more = movement.minor.saturating_sub(open.minor).max(0);
            open.minor = open.minor.max(movement.minor);
            open.new_device |= new_device;
            open.own_account &= movement.own_account_here;
            // WHY: never earlier than the transfer itself, or a question about the time between would miss it.
            let when = open.at.max(at.at());
            self.count_attempt(more, when);
            return;
        }
        let new = Reservation {
            tag,
            minor: movement.minor,
            at: at.at(),
            payee,
            own_account: movement.own_account_here,
            new_device,
            new_payee: self.count_payee(payee, movement.own_account_here, at.at()),
            before_sca: false,
        };
        self.count_attempt(movement.minor, at.at());
        self.begin_day(at);
        // WHY: the same transfer to another payee is another payment; what was reserved stays counted for good.
        let changed = self.reservations.close(tag);
        let evicted = self.reservations.open_new(new);
        for old in [changed, evicted].into_iter().flatten() {
            self.count(&Outflow::of(&old, old.minor, at));
        }
    }

    fn settled(&mut self, movement: &Movement, at: Moment) {
        let payee = movement.payee.map_or(0, |payee| short(payee.tag()));
        let outflow = match self.reservations.close(movement.transfer.tag()) {
            Some(open) => {
                let more = movement.minor.saturating_sub(open.minor).max(0);
                self.count_attempt(more, open.at.max(at.at()));
                let outflow = Outflow::of(&open, movement.minor, at);
                Outflow {
                    payee: if payee == 0 { open.payee } else { payee },
                    own_account: open.own_account && movement.own_account_here,
                    ..outflow
                }
            }
            None => {
                self.count_attempt(movement.minor, at.at());
                self.count_payee(payee, movement.own_account_here, at.at());
                Outflow {
                    minor: movement.minor,
                    payee,
                    own_account: movement.own_account_here,
                    new_device: self.devices.is_new(movement.device.map(Pseudonym::tag), at.at()),
                    before_sca: false,
                    at,
                }
            }
        };
        self.count(&outflow);
        let month = at.at().since(self.opened) / (30 * 86_400);
        let month = u16::try_from(month.saturating_add(1)).unwrap_or(u16::MAX);
        if month > self.last_month {
            self.last_month = month;
            self.active_months = self.active_months.saturating_add(1);
        }
        self.settled = self.settled.saturating_add(1);
        let device = movement.device.map(Pseudonym::tag);
        if !movement.proved.is_empty() {
            self.learn(movement, payee, at, outflow.at, Weight::Full);
        } else if self.devices.is_trusted(device, at.at()) {
            let counted = self.revision & 3 == 0;
            self.learn(movement, payee, at, outflow.at, Weight::Quarter { counted });
        }
        if movement.proved.kinds() >= 2 {
            self.strongly_proved(at.at());
        }
    }

    /// Counts for good what has left, at the time at which it was asked for.
    fn count(&mut self, outflow: &Outflow) {
        let Outflow { minor, payee, at, .. } = *outflow;
        let (mark, seconds) = (self.high_water.seconds(), at.at().seconds());
        let place =
            |period: u32| (seconds.checked_div(period).unwrap_or(0), mark.checked_div(period).unwrap_or(0));
        let (period, newest) = place(HOUR);
        self.money.add(period, newest, minor, money::round_up);
        self.counts.add(period, newest, 1, ROUND_COUNT);
        let (period, newest) = place(TEN_MINUTES);
        self.ten_minutes.add(period, newest, 1, ROUND_SMALL);
        if payee != 0 {
            let (period, newest) = place(payee::PERIOD);
            self.payees.add(payee, period, newest, minor);
        }
        self.outflow_ever = self.outflow_ever.saturating_add(minor);
        self.count_ever = self.count_ever.saturating_add(1);
        if !outflow.before_sca {
            self.since_sca = self.since_sca.saturating_add(minor);
            self.count_since_sca = self.count_since_sca.saturating_add(1);
        }
        self.begin_day(at);
        self.day.add(if outflow.own_account { 0 } else { minor }, outflow.new_device, at);
    }

    /// Begins a new local day where the last one is over, and learns what that one came to.
    fn begin_day(&mut self, at: Moment) {
        let Some(over) = self.day.begin(at).filter(|over| over.learned > 0) else { return };
        let counted = self.revision & 3 == 0;
        let weight = if over.unproved { Weight::Quarter { counted } } else { Weight::Full };
        habit::learn(&mut self.outflows, log2_256(over.learned), weight);
    }

    fn count_attempt(&mut self, minor: i64, at: Timestamp) {
        let newest = self.high_water.seconds() / SIX_HOURS;
        self.attempted.add(at.seconds() / SIX_HOURS, newest, minor, money::round_up);
        self.attempted_ever = self.attempted_ever.saturating_add(minor);
    }

    /// Remembers a payee, and counts one that memory does not know; whether it was counted.
    fn count_payee(&mut self, payee: u32, own_account: bool, at: Timestamp) -> bool {
        let reserved = self.reservations.open().any(|open| open.payee == payee);
        let known = payee == 0 || own_account || reserved || self.paid.has(payee) || self.payees.knows(payee);
        if payee != 0 {
            self.payees.meet(payee);
        }
        if !known {
            let newest = self.high_water.seconds() / SIX_HOURS;
            self.new_payees.add(at.seconds() / SIX_HOURS, newest, 1, ROUND_SMALL);
        }
        !known
    }

    /// Learns from a settled transfer that may teach; `asked` is when it was asked for.
    fn learn(&mut self, movement: &Movement, payee: u32, at: Moment, asked: Moment, weight: Weight) {
        let proved = matches!(weight, Weight::Full);
        if movement.minor > 0 {
            habit::learn(&mut self.amounts, log2_256(movement.minor), weight);
            self.day.learn(movement.minor, proved, asked);
        }
        self.hours.learn(at, weight);
        if let Some(position) = movement.position {
            self.places.learn(position, at.at(), weight);
        }
        if payee != 0 {
            self.paid.learn(payee, at.at());
        }
        self.devices.used(movement.device.map(Pseudonym::tag), at.at(), proved);
        self.seen(movement.position, at.at());
    }

    /// The customer themselves was active, at a place where it is known.
    fn seen(&mut self, position: Option<Position>, at: Timestamp) {
        self.last_active = later(self.last_active, at);
        let Some(point) = position.and_then(|position| position.point) else { return };
        let radius = point.radius_m().min(FARTHEST);
        let point = Point::new(point.latitude(), point.longitude(), radius).unwrap_or(point);
        let at = at.max(Timestamp::from_seconds(1));
        if self.last_seen.is_none_or(|seen| at >= seen.at) {
            self.last_seen = Some(LastSeen { point, at });
        }
    }

    fn proved(
        &mut self,
        factors: FactorSet,
        device: Option<Pseudonym>,
        position: Option<Position>,
        at: Timestamp,
    ) {
        if factors.is_empty() {
            return;
        }
        let device = device.map(Pseudonym::tag);
        self.devices.pass(device, at);
        self.devices.used(device, at, true);
        self.last_proof = later(self.last_proof, at);
        self.seen(position, at);
        if factors.kinds() >= 2 {
            self.strongly_proved(at);
        }
    }

    /// Totals since strong authentication begin again, unless a transfer that was counted is later than it.
    fn strongly_proved(&mut self, at: Timestamp) {
        if at >= self.day.last {
            (self.since_sca, self.count_since_sca) = (0, 0);
        }
        self.reservations.cover(at);
        self.last_sca = later(self.last_sca, at);
    }

    fn cleared(&mut self, at: Timestamp) {
        self.devices.clear(at);
        // WHY: a clearing from before the mark does not speak of failures since.
        if at >= self.high_water {
            self.foreign = crate::profile::window::Ring::EMPTY;
        }
    }
}

impl Outflow {
    /// What a reservation turns into, moved by an event at `mover`.
    fn of(open: &Reservation, minor: i64, mover: Moment) -> Self {
        Self {
            minor,
            payee: open.payee,
            own_account: open.own_account,
            new_device: open.new_device,
            before_sca: open.before_sca,
            at: Moment::at_offset(open.at, mover.offset_minutes()),
        }
    }
}
