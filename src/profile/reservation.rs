//! Transfers that were asked for and are neither settled nor returned: held to the last minor unit.

use crate::profile::wire::Wire;
use crate::units::{Amount, Timestamp};

/// One open reservation; free where the tag is 0.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Reservation {
    /// Tag of the transfer.
    pub(super) tag: u64,
    /// Minor units, `0 ..= Amount::MAX_MINOR`.
    pub(super) minor: i64,
    /// When it was asked for last.
    pub(super) at: Timestamp,
    /// Short tag of the payee, 0 for none.
    pub(super) payee: u32,
    /// To the customer's own account at this bank.
    pub(super) own_account: bool,
    /// From a device that was `recent` or worse.
    pub(super) new_device: bool,
    /// Its payee is counted as new, at this time or later.
    pub(super) new_payee: bool,
    /// A strong authentication came after it, so that it no longer counts in what came since.
    pub(super) before_sca: bool,
}

impl Reservation {
    const FREE: Self = Self {
        tag: 0,
        minor: 0,
        at: Timestamp::from_seconds(0),
        payee: 0,
        own_account: false,
        new_device: false,
        new_payee: false,
        before_sca: false,
    };

    /// Whether the slot holds a transfer.
    pub(super) const fn is_open(&self) -> bool {
        self.tag != 0
    }

    /// Twenty-five bytes.
    fn walk(&mut self, wire: &mut impl Wire) {
        const FIELD: &str = "reservation";
        wire.u64(&mut self.tag);
        wire.sum(&mut self.minor, Amount::MAX_MINOR, FIELD);
        wire.time(&mut self.at);
        wire.u32(&mut self.payee);
        let bit = |set: bool, place: u8| u8::from(set) << place;
        let mut flags = bit(self.own_account, 0)
            | bit(self.new_device, 1)
            | bit(self.new_payee, 2)
            | bit(self.before_sca, 3);
        wire.u8(&mut flags);
        let [own, new, payee, sca] = [1, 2, 4, 8].map(|mask: u8| flags & mask != 0);
        (self.own_account, self.new_device, self.new_payee, self.before_sca) = (own, new, payee, sca);
        wire.check(flags < 16 && (self.is_open() || *self == Self::FREE), FIELD);
    }
}

/// The four open reservations.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Reservations {
    slots: [Reservation; 4],
}

impl Reservations {
    /// None open.
    pub(super) const NONE: Self = Self { slots: [Reservation::FREE; 4] };

    /// The open ones.
    pub(super) fn open(&self) -> impl Iterator<Item = &Reservation> + Clone {
        self.slots.iter().filter(|slot| slot.is_open())
    }

    /// The open one of this transfer.
    pub(super) fn of(&mut self, transfer: u64) -> Option<&mut Reservation> {
        self.slots.iter_mut().find(|slot| slot.is_open() && slot.tag == transfer)
    }

    /// Closes and returns the open one of this transfer.
    pub(super) fn close(&mut self, transfer: u64) -> Option<Reservation> {
        self.of(transfer).map(|slot| core::mem::replace(slot, Reservation::FREE))
    }

    /// Opens one; the oldest gives way where all four are taken, and is returned.
    pub(super) fn open_new(&mut self, new: Reservation) -> Option<Reservation> {
        let slot = self.slots.iter_mut().min_by_key(|slot| (slot.is_open(), slot.at))?;
        Some(core::mem::replace(slot, new)).filter(Reservation::is_open)
    }

    /// A strong authentication at `at` covers what was asked for before.
    pub(super) fn cover(&mut self, at: Timestamp) {
        for slot in self.slots.iter_mut().filter(|slot| slot.is_open() && slot.at <= at) {
            slot.before_sca = true;
        }
    }

    /// A hundred bytes.
    pub(super) fn walk(&mut self, wire: &mut impl Wire) {
        self.slots.iter_mut().for_each(|slot| slot.walk(wire));
    }
}
