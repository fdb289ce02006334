//! What no two fields of a profile may say against each other: bytes that do were written by something else.

use crate::place::COARSE_M;
use crate::profile::device::{Device, Failures};
use crate::profile::memory::Profile;
use crate::profile::wire::SMALL;
use crate::units::Timestamp;

/// Whether all are different.
fn distinct<T: PartialEq>(mut those: impl Iterator<Item = T> + Clone) -> bool {
    while let Some(one) = those.next() {
        if those.clone().any(|other| other == one) {
            return false;
        }
    }
    true
}

/// Whether what is there stands before what is free.
fn packed(mut there: impl Iterator<Item = bool>) -> bool {
    there.by_ref().take_while(|there| *there).for_each(drop);
    !there.any(|there| there)
}

/// A sum that stops at the most a count of two bytes says.
fn capped(sum: i64) -> u16 {
    u16::try_from(sum).unwrap_or(u16::MAX)
}

impl Profile {
    /// The first pair of fields that contradict each other, by name.
    ///
    /// INVARIANT: nothing that [`Profile::observe`] leaves behind contradicts itself, and what does not contradict
    /// itself still does not after any event; `tests/profile/bytes.rs` holds both.
    pub(super) fn contradiction(&self) -> Option<&'static str> {
        let broken = [
            (self.times(), "a time and the high-water mark"),
            (self.events_fit(), "revision and events"),
            (self.freezes_fit(), "frozen, last freeze and last release"),
            (self.sums_fit(), "a sum and what was ever counted"),
            (self.day_fits(), "the parts of the day"),
            (self.counters_fit(), "counters of settled transfers"),
            (self.devices_fit(), "the parts of a device, or two devices"),
            (self.reservations_fit(), "the parts of a reservation, or two reservations"),
            (self.payees_fit(), "two payees, or new payees and their count"),
            (self.places.fit(self.high_water) && self.announcements.fit(), "two places or announcements"),
        ];
        broken.into_iter().find(|(fits, _)| !fits).map(|(_, fields)| fields)
    }

    /// The latest time that may be stored where 0 is never.
    fn latest(&self) -> Timestamp {
        self.high_water.max(Timestamp::from_seconds(1))
    }

    fn times(&self) -> bool {
        let [password, sim, biometric] = self.changed;
        let seen = self.last_seen.map(|seen| seen.at);
        let near = self.last_seen.is_none_or(|seen| seen.point.radius_m() <= COARSE_M);
        let times = [self.last_sca, self.last_proof, self.last_active, self.last_incident, seen]
            .into_iter()
            .chain([self.freezes.last, self.freezes.released, password, sim, biometric]);
        near && self.opened <= self.high_water && times.flatten().all(|time| time <= self.latest())
    }

    fn events_fit(&self) -> bool {
        let tags = self.events.iter().filter(|tag| **tag != 0);
        let number = u64::try_from(tags.clone().count()).unwrap_or(0);
        packed(self.events.iter().map(|tag| *tag != 0)) && distinct(tags) && number == self.revision.min(8)
    }

    fn freezes_fit(&self) -> bool {
        let it = &self.freezes;
        (!it.frozen || (it.last.is_some() && it.last >= it.released))
            && (!it.false_alarm || it.last.is_some())
    }

    fn sums_fit(&self) -> bool {
        let reserved = self.reservations.open().fold(0_i64, |sum, open| sum.saturating_add(open.minor));
        self.money.all() <= self.outflow_ever
            && self.attempted.all() <= self.attempted_ever
            && reserved <= self.attempted_ever
            && self.since_sca <= self.outflow_ever
            && capped(self.counts.all()) <= self.count_ever
            && capped(self.ten_minutes.all()) <= self.count_ever
            && self.count_since_sca <= self.count_ever
            && (self.since_sca == 0 || self.count_since_sca > 0)
            && (self.outflow_ever == 0 || self.count_ever > 0)
    }

    fn day_fits(&self) -> bool {
        let day = &self.day;
        day.last <= self.high_water
            && day.total <= self.outflow_ever
            && day.new_device <= day.total
            && (!day.unproved || day.learned > 0)
    }

    fn counters_fit(&self) -> bool {
        let month = self.high_water.since(self.opened) / (30 * 86_400);
        // WHY: a day is learned from once it is over, and only one on which something that teaches was settled.
        let days = u16::from(self.outflows.count).saturating_add(u16::from(self.day.learned > 0));
        let habits = u16::from(self.amounts.count.max(self.hours.most())).max(days);
        self.settled <= self.count_ever
            && habits <= self.settled
            && u16::from(self.active_months) <= self.settled.min(self.last_month)
            && (self.settled == 0) == (self.last_month == 0)
            && (self.active_months == 0) == (self.last_month == 0)
            && u32::from(self.last_month) <= month.saturating_add(1)
    }

    fn devices_fit(&self) -> bool {
        let slots = self.devices.slots().iter().filter(|slot| slot.tag != 0);
        let failed = |failures: &Failures| failures.last() <= self.high_water;
        let fits = |slot: &Device| {
            let used = slot.used.is_none_or(|used| slot.bound <= used && used <= self.latest());
            let proved =
                slot.proved_since.is_none_or(|since| slot.bound <= since && Some(since) <= slot.used);
            used && proved && slot.bound <= self.high_water && failed(&slot.failures)
        };
        failed(self.devices.unbound())
            && distinct(slots.clone().map(|slot| slot.tag))
            && slots.clone().all(fits)
    }

    fn reservations_fit(&self) -> bool {
        let fits = |open: &crate::profile::reservation::Reservation| {
            open.at <= self.high_water
                && !(open.new_payee && (open.own_account || open.payee == 0))
                && (!open.before_sca || self.last_sca >= Some(open.at))
        };
        distinct(self.reservations.open().map(|open| open.tag)) && self.reservations.open().all(fits)
    }

    fn payees_fit(&self) -> bool {
        let today = self.high_water.seconds().div_ceil(86_400);
        let paid = self.paid.all().filter(|(tag, _)| *tag != 0);
        let counts = (0_u32..).zip(self.new_payees.ring.buckets()).all(|(back, count)| {
            let noted =
                self.payees.tags().iter().filter(|tag| self.payees.counted_as_new(**tag) == Some(back));
            *count >= i64::try_from(noted.count()).unwrap_or(SMALL)
        });
        counts
            && distinct(self.payees.tags().iter().filter(|tag| **tag != 0))
            && packed(self.paid.all().map(|(tag, _)| tag != 0))
            && distinct(paid.clone().map(|(tag, _)| tag))
            && paid.clone().all(|(_, day)| u32::from(day) <= today)
    }
}
