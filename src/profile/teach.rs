//! What teaches: settled transfers that were proved or came from a trusted device, and proofs themselves.

use crate::event::Movement;
use crate::factor::{Factor, FactorSet};
use crate::id::Pseudonym;
use crate::place::{COARSE_M, Position};
use crate::profile::habit::{self, Weight};
use crate::profile::log::log2_256;
use crate::profile::memory::{Profile, later};
use crate::profile::view::LastSeen;
use crate::units::{Moment, Timestamp};

/// What can be known without holding or being anything, and so passed on, or phished.
const KNOWLEDGE: FactorSet = FactorSet::NONE.with(Factor::Pin).with(Factor::Pwd).with(Factor::Kba);

impl Profile {
    /// Whether passing these factors on this device says that it was the customer.
    ///
    /// WHY: on a device that is not bound, something known alone does not. It is what a thief brings along, and it
    /// would end the row of failures and move the customer to where the thief is.
    fn vouches(&self, factors: FactorSet, device: Option<u64>) -> bool {
        !factors.is_within(KNOWLEDGE) || (!factors.is_empty() && self.devices.bound(device).is_some())
    }

    /// Learns from a settled transfer, if it may teach; `asked` is when it was asked for last.
    pub(super) fn learn_settled(
        &mut self,
        movement: &Movement,
        payee: u32,
        settled: Timestamp,
        asked: Moment,
    ) {
        let (device, when) = (movement.device.map(Pseudonym::tag), asked.at());
        let proved = self.vouches(movement.proved, device);
        if !proved && !self.devices.is_trusted(device, when) {
            return;
        }
        let weight = if proved { Weight::Full } else { self.sampled.quarter_transfer() };
        if movement.minor > 0 {
            habit::learn(&mut self.amounts, log2_256(movement.minor), weight);
            self.day.learn(movement.minor, proved, asked);
        }
        self.hours.learn(asked, weight);
        if let Some(position) = movement.position {
            self.places.learn(position, when, weight);
        }
        // WHY: one cheap unproved payment must not make a stranger look paid before.
        if payee != 0 && proved {
            self.paid.learn(payee, settled);
        }
        self.devices.used(device, when, proved);
        self.seen(movement.position, when);
    }

    /// The customer themselves was active, at a place where it is known.
    fn seen(&mut self, position: Option<Position>, at: Timestamp) {
        self.last_active = later(self.last_active, at);
        let Some(point) = position.and_then(|position| position.point) else { return };
        // WHY: from within so wide a circle every journey would be possible.
        if point.radius_m() > COARSE_M {
            return;
        }
        let at = at.max(Timestamp::from_seconds(1));
        if self.last_seen.is_none_or(|seen| at >= seen.at) {
            self.last_seen = Some(LastSeen { point, at });
        }
    }

    /// Factors were passed.
    pub(super) fn proved(
        &mut self,
        factors: FactorSet,
        device: Option<Pseudonym>,
        position: Option<Position>,
        at: Timestamp,
    ) {
        let device = device.map(Pseudonym::tag);
        if !self.vouches(factors, device) {
            return;
        }
        self.devices.pass(device, at);
        self.devices.used(device, at, true);
        self.last_proof = later(self.last_proof, at);
        self.seen(position, at);
        if factors.kinds() >= 2 {
            self.strongly_proved(at);
        }
    }

    /// Totals since strong authentication begin again, unless a transfer that was counted is later than it.
    pub(super) fn strongly_proved(&mut self, at: Timestamp) {
        if at >= self.day.last {
            (self.since_sca, self.count_since_sca) = (0, 0);
        }
        self.reservations.cover(at);
        self.last_sca = later(self.last_sca, at);
    }
}
