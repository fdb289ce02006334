//! Failures, freezes and fraud: what counts against a customer's calm, and what clears it.

use crate::id::Pseudonym;
use crate::profile::device::Failures;
use crate::profile::memory::{Profile, later};
use crate::profile::payee::short;
use crate::profile::totals::SIX_HOURS;
use crate::profile::window::Ring;
use crate::profile::wire::ROUND_SMALL;
use crate::units::Timestamp;

impl Profile {
    /// The account was frozen. One from before the last release is history, however late or often it arrives.
    pub(super) fn freeze(&mut self, at: Timestamp) {
        let now = later(None, at);
        if now > self.freezes.last {
            // WHY: clearing this freeze must not clear the one before.
            self.last_incident = self.last_incident.max(self.freezes.incident());
            (self.freezes.last, self.freezes.false_alarm) = (now, false);
        } else if now < self.freezes.last {
            // WHY: one from before the last was no less of an incident; whether it was cleared is not remembered.
            self.last_incident = self.last_incident.max(now);
        }
        self.freezes.frozen |= now >= self.freezes.released;
    }

    /// The account was released. WHY: a release from before the last incident does not speak of it.
    pub(super) fn release(&mut self, at: Timestamp) {
        let now = later(None, at);
        if self.last_incident.max(self.freezes.last) <= now {
            self.freezes.frozen = false;
            self.freezes.released = self.freezes.released.max(now);
        }
    }

    /// A suspicion was cleared. What was confirmed as fraud stays.
    pub(super) fn clear(&mut self, at: Timestamp) {
        self.devices.clear(at);
        self.freezes.false_alarm |= self.freezes.last.is_some_and(|freeze| freeze <= at);
        // WHY: a clearing from before the mark does not speak of failures since.
        if at >= self.high_water {
            self.foreign = Ring::EMPTY;
        }
    }

    /// A transfer to this payee was confirmed as fraud: the payee is a stranger again.
    pub(super) fn defrauded(&mut self, payee: Option<Pseudonym>, at: Timestamp) {
        self.last_incident = later(self.last_incident, at);
        if let Some(payee) = payee {
            self.paid.forget(short(payee.tag()));
        }
    }

    /// A factor or a log-in failed.
    pub(super) fn failed(&mut self, device: Option<Pseudonym>, at: Timestamp) {
        if self.devices.fail(device.map(Pseudonym::tag), at) {
            self.count_foreign(1, at);
        }
    }

    /// Failures on a device that is bound no more count among those of other devices.
    pub(super) fn take_over(&mut self, failures: Failures) {
        self.count_foreign(failures.count(), failures.last());
    }

    fn count_foreign(&mut self, count: u8, at: Timestamp) {
        let newest = self.high_water.seconds() / SIX_HOURS;
        self.foreign.add(at.seconds() / SIX_HOURS, newest, i64::from(count), ROUND_SMALL);
    }
}
