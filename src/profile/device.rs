//! The devices that are bound to the customer, and failures on them and on all others.

use crate::profile::view::BoundDevice;
use crate::profile::wire::Wire;
use crate::units::{Moment, Timestamp};

/// Failures lapse this long after the last one, seconds.
/// SOURCE: the design's; PSD2 (RTS (EU) 2018/389, Art. 4(3)(b)) leaves the period of a temporary block to the bank.
pub const FAILURES_LAPSE: u32 = 86_400;
/// A device bound for less is not yet known, seconds.
/// SOURCE: cooling-off after device registration (MAS/ABS: at least 12 hours); 72 hours are the design's.
pub const KNOWN_AFTER: u32 = 72 * 3_600;
/// A device whose first proved use is longer ago is trusted, seconds. SOURCE: the design's 30 days.
pub const TRUSTED_AFTER: u32 = 30 * 86_400;

/// Failed proofs and log-ins in a row.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Failures {
    count: u8,
    last: Timestamp,
}

impl Failures {
    /// None.
    pub(super) const NONE: Self = Self { count: 0, last: Timestamp::from_seconds(0) };

    /// How many stand at `now`, up to 255.
    pub(super) const fn at(&self, now: Timestamp) -> u16 {
        if now.since(self.last) >= FAILURES_LAPSE { 0 } else { self.count as u16 }
    }

    /// One more; a lapsed row starts again.
    pub(super) fn add(&mut self, at: Timestamp) {
        if self.at(at) == 0 {
            self.count = 0;
        }
        self.count = self.count.saturating_add(1);
        self.last = self.last.max(at);
    }

    /// What was proved at `at` ends the row, unless it failed later than that.
    pub(super) fn end(&mut self, at: Timestamp) {
        if at >= self.last {
            *self = Self::NONE;
        }
    }

    /// How many there were, lapsed or not.
    pub(super) const fn count(&self) -> u8 {
        self.count
    }

    /// When the last of them was.
    pub(super) const fn last(&self) -> Timestamp {
        self.last
    }

    /// Takes over the failures of a device that is bound no more.
    fn take(&mut self, other: Self) {
        let newest = self.last.max(other.last);
        let both = self.at(newest).saturating_add(other.at(newest));
        if both > 0 {
            *self = Self { count: u8::try_from(both).unwrap_or(u8::MAX), last: newest };
        }
    }

    /// Five bytes.
    pub(super) fn walk(&mut self, wire: &mut impl Wire, field: &'static str) {
        wire.u8(&mut self.count);
        wire.time(&mut self.last);
        wire.check(self.count > 0 || *self == Self::NONE, field);
    }
}

/// A slot for a bound device, or for one that was lost, so that a binding from before the loss does not bind it again;
/// free where the tag is 0.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Device {
    pub(super) tag: u64,
    /// When it was bound, or lost.
    pub(super) bound: Timestamp,
    pub(super) used: Option<Timestamp>,
    pub(super) proved_since: Option<Timestamp>,
    pub(super) failures: Failures,
    at_opening: bool,
    pub(super) lost: bool,
}

impl Device {
    const FREE: Self = Self {
        tag: 0,
        bound: Timestamp::from_seconds(0),
        used: None,
        proved_since: None,
        failures: Failures::NONE,
        at_opening: false,
        lost: false,
    };

    const fn is_bound(&self) -> bool {
        self.tag != 0 && !self.lost
    }

    fn view(&self) -> BoundDevice {
        let Self { bound, at_opening, used, proved_since, .. } = *self;
        BoundDevice { bound, at_opening, used, proved_since }
    }

    /// When it was last bound or used.
    fn last(&self) -> Timestamp {
        self.used.map_or(self.bound, |used| used.max(self.bound))
    }

    /// Twenty-six bytes.
    fn walk(&mut self, wire: &mut impl Wire) {
        const FIELD: &str = "device";
        wire.u64(&mut self.tag);
        wire.time(&mut self.bound);
        wire.time_or_never(&mut self.used);
        wire.time_or_never(&mut self.proved_since);
        self.failures.walk(wire, FIELD);
        let mut flags = u8::from(self.at_opening) | (u8::from(self.lost) << 1);
        wire.u8(&mut flags);
        (self.at_opening, self.lost) = (flags == 1, flags == 2);
        let bare = Self { tag: self.tag, bound: self.bound, lost: true, ..Self::FREE };
        let legal =
            if self.lost { *self == bare && self.tag != 0 } else { self.tag != 0 || *self == Self::FREE };
        wire.check(flags <= 2 && legal, FIELD);
    }
}

/// Four bound devices, and one count of failures for all others.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Devices {
    slots: [Device; 4],
    unbound: Failures,
}

impl Devices {
    /// No device bound.
    pub(super) const NONE: Self = Self { slots: [Device::FREE; 4], unbound: Failures::NONE };

    fn slot(&mut self, tag: Option<u64>) -> Option<&mut Device> {
        self.slots.iter_mut().find(|slot| slot.is_bound() && Some(slot.tag) == tag)
    }

    fn find(&self, tag: Option<u64>) -> Option<&Device> {
        self.slots.iter().find(|slot| slot.is_bound() && Some(slot.tag) == tag)
    }

    /// The device with this tag, if bound.
    pub(super) fn bound(&self, tag: Option<u64>) -> Option<BoundDevice> {
        self.find(tag).map(Device::view)
    }

    /// Whether the device is `recent` or worse: unbound, never used, or bound for less than 72 hours and not at
    /// the opening of the account.
    pub(super) fn is_new(&self, tag: Option<u64>, at: Timestamp) -> bool {
        self.find(tag).is_none_or(|device| {
            device.used.is_none() || (!device.at_opening && at.since(device.bound) < KNOWN_AFTER)
        })
    }

    /// Whether the device is bound, and its first proved use over 30 days ago.
    pub(super) fn is_trusted(&self, tag: Option<u64>, at: Timestamp) -> bool {
        let proved_since = self.find(tag).and_then(|device| device.proved_since);
        proved_since.is_some_and(|since| at.since(since) > TRUSTED_AFTER)
    }

    /// Notes a use; `proved` where factors were passed.
    pub(super) fn used(&mut self, tag: Option<u64>, at: Timestamp, proved: bool) {
        if let Some(device) = self.slot(tag) {
            // WHY: a use from before the binding (an overnight file) says nothing of the device as bound now.
            if at < device.bound {
                return;
            }
            let never_zero = at.max(Timestamp::from_seconds(1));
            device.used = device.used.max(Some(never_zero));
            if proved && device.proved_since.is_none() {
                device.proved_since = Some(never_zero);
            }
        }
    }

    /// Binds a device: its own slot again, a free one, one of a lost device, or that of the device used least recently,
    /// whose failures are returned.
    pub(super) fn bind(&mut self, tag: u64, at: Moment, at_opening: bool) -> Failures {
        let now = at.at();
        let device = Device { tag, bound: now, at_opening, ..Device::FREE };
        if let Some(slot) = self.slots.iter_mut().find(|slot| slot.tag == tag) {
            // WHY: a binding that arrives late, or again, must not make the device look older than its present binding,
            // nor wipe out what it has earned since, nor bind again what was lost since.
            if now > slot.bound {
                // WHY: failures stay; binding anew must not wipe out guesses on the same device.
                *slot = Device { failures: slot.failures, ..device };
            }
            return Failures::NONE;
        }
        let worth = |slot: &&mut Device| (slot.tag != 0, !slot.lost, slot.last());
        let Some(slot) = self.slots.iter_mut().min_by_key(worth) else { return Failures::NONE };
        // WHY: nor does one that arrives late push out a device that was used since; and where memory of a loss had to
        // give way before, it may be of the very device that was lost.
        if slot.tag != 0 && slot.last() > now {
            return Failures::NONE;
        }
        let failures = slot.failures;
        *slot = device;
        self.unbound.take(failures);
        failures
    }

    /// Whether it is remembered that this device was lost at this time or later.
    pub(super) fn was_lost(&self, tag: u64, at: Timestamp) -> bool {
        self.slots.iter().any(|slot| slot.lost && slot.tag == tag && slot.bound >= at)
    }

    /// Removes a device, remembers when, and returns its failures, which now count among the unbound ones.
    pub(super) fn lose(&mut self, tag: u64, at: Timestamp) -> Failures {
        let lost = Device { tag, bound: at, lost: true, ..Device::FREE };
        let Some(slot) = self.slots.iter_mut().find(|slot| slot.tag == tag) else {
            // WHY: its binding may still be on its way. No bound device gives way for that.
            let free = self.slots.iter_mut().filter(|slot| !slot.is_bound());
            if let Some(slot) = free.min_by_key(|slot| slot.bound).filter(|slot| slot.bound <= at) {
                *slot = lost;
            }
            return Failures::NONE;
        };
        // WHY: a loss from before the binding speaks of an earlier one.
        if at < slot.bound {
            return Failures::NONE;
        }
        let failures = slot.failures;
        *slot = lost;
        self.unbound.take(failures);
        failures
    }

    /// A failed proof or log-in; whether it was on a device that is not bound.
    pub(super) fn fail(&mut self, tag: Option<u64>, at: Timestamp) -> bool {
        if let Some(device) = self.slot(tag) {
            device.failures.add(at);
            return false;
        }
        self.unbound.add(at);
        true
    }

    /// A passed proof ends the row of failures on its device, on an unbound one the shared row.
    pub(super) fn pass(&mut self, tag: Option<u64>, at: Timestamp) {
        match self.slot(tag) {
            Some(device) => device.failures.end(at),
            None => self.unbound.end(at),
        }
    }

    /// Ends every row.
    pub(super) fn clear(&mut self, at: Timestamp) {
        self.unbound.end(at);
        self.slots.iter_mut().for_each(|slot| slot.failures.end(at));
    }

    /// Failures in a row on this device, or on all unbound ones together.
    pub(super) fn failures_on(&self, tag: Option<u64>, now: Timestamp) -> u16 {
        self.find(tag).map_or(&self.unbound, |device| &device.failures).at(now)
    }

    /// Failures in a row on all devices that are not bound together.
    pub(super) const fn failures_unbound(&self, now: Timestamp) -> u16 {
        self.unbound.at(now)
    }

    /// The slots, free, bound or lost.
    pub(super) const fn slots(&self) -> &[Device; 4] {
        &self.slots
    }

    /// The row of failures on all devices that are not bound.
    pub(super) const fn unbound(&self) -> &Failures {
        &self.unbound
    }

    /// Failures in a row on bound devices other than this one.
    pub(super) fn failures_on_others(&self, tag: Option<u64>, now: Timestamp) -> u16 {
        let others = self.slots.iter().filter(|slot| Some(slot.tag) != tag);
        others.fold(0, |sum, slot| sum.saturating_add(slot.failures.at(now)))
    }

    /// 109 bytes.
    pub(super) fn walk(&mut self, wire: &mut impl Wire) {
        self.slots.iter_mut().for_each(|slot| slot.walk(wire));
        self.unbound.walk(wire, "unbound failures");
    }
}
