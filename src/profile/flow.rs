//! Money on its way: asked for and reserved, settled or returned, and counted for good.

use crate::event::Movement;
use crate::id::Pseudonym;
use crate::profile::habit::{self, Weight};
use crate::profile::log::log2_256;
use crate::profile::memory::Profile;
use crate::profile::money;
use crate::profile::payee::{self, short};
use crate::profile::reservation::Reservation;
use crate::profile::totals::{HOUR, SIX_HOURS, TEN_MINUTES};
use crate::profile::wire::{ROUND_COUNT, ROUND_SMALL, SMALL};
use crate::units::{Moment, Timestamp};

/// Money on its way out of reservation into the totals.
struct Outflow {
    minor: i64,
    payee: u32,
    own_account: bool,
    new_device: bool,
    before_sca: bool,
    /// When it was asked for last, with the offset of the event that moves it.
    at: Moment,
}

impl Outflow {
    /// What a reservation turns into, moved by an event at `mover`.
    fn of(open: &Reservation, mover: Moment) -> Self {
        Self {
            minor: open.minor,
            payee: open.payee,
            own_account: open.own_account,
            new_device: open.new_device,
            before_sca: open.before_sca,
            at: Moment::at_offset(open.at, mover.offset_minutes()),
        }
    }
}

fn short_of(payee: Option<Pseudonym>) -> u32 {
    payee.map_or(0, |payee| short(payee.tag()))
}

impl Profile {
    /// A transfer is asked for, or asked for again.
    pub(super) fn attempted(&mut self, movement: &Movement, at: Moment) {
        let (tag, payee) = (movement.transfer.tag(), short_of(movement.payee));
        let new_device = self.devices.is_new(movement.device.map(Pseudonym::tag), at.at());
        let again = self.reservations.of(tag).filter(|open| open.payee == payee).copied();
        // WHY: asked for again it is as new as the latest asking; at its first time it would soon drop out of sight.
        let asked = again.map_or(at.at(), |open| open.at.max(at.at()));
        let new_payee = self.count_payee(payee, movement.own_account_here, asked);
        if let Some(open) = again {
            let minor = open.minor.max(movement.minor);
            self.move_attempt(&open, minor, asked);
            self.begin_day(at);
            if let Some(slot) = self.reservations.of(tag) {
                *slot = Reservation {
                    minor,
                    at: asked,
                    own_account: open.own_account && movement.own_account_here,
                    new_device: open.new_device || new_device,
                    new_payee,
                    before_sca: open.before_sca && self.last_sca >= Some(asked),
                    ..open
                };
            }
            return;
        }
        let new = Reservation {
            tag,
            minor: movement.minor,
            at: asked,
            payee,
            own_account: movement.own_account_here,
            new_device,
            new_payee,
            before_sca: false,
        };
        self.count_attempt(movement.minor, asked);
        self.begin_day(at);
        // WHY: the same transfer to another payee is another payment; what was reserved stays counted for good.
        let changed = self.reservations.close(tag);
        let evicted = self.reservations.open_new(new);
        for old in [changed, evicted].into_iter().flatten() {
            self.count(&Outflow::of(&old, at));
        }
    }

    /// A transfer will not happen. What was asked for again since then is another matter, and stays.
    pub(super) fn returned(&mut self, transfer: u64, at: Timestamp) {
        if self.reservations.of(transfer).is_some_and(|open| open.at <= at) {
            self.reservations.close(transfer);
        }
    }

    /// A transfer's money left; it counts, and teaches, by the time at which it was asked for last.
    pub(super) fn settled(&mut self, movement: &Movement, at: Moment) {
        let (minor, device) = (movement.minor, movement.device.map(Pseudonym::tag));
        let paid = short_of(movement.payee);
        let open = self.reservations.close(movement.transfer.tag());
        // WHY: what is proved starts the count since strong authentication again, so it does not count in it; but only
        // where it is known when that was asked for. Dated by its settlement it would cover what was asked for between.
        let strong = open.is_some() && movement.proved.kinds() >= 2;
        let outflow = match open {
            Some(open) => {
                self.count_attempt(minor.saturating_sub(open.minor).max(0), open.at);
                if paid != 0 && paid != open.payee {
                    self.count_payee(paid, movement.own_account_here, open.at);
                }
                Outflow {
                    minor,
                    payee: if paid == 0 { open.payee } else { paid },
                    own_account: open.own_account && movement.own_account_here,
                    // WHY: the core may not know the device; where it names one, that one counts as well.
                    new_device: open.new_device || (device.is_some() && self.devices.is_new(device, open.at)),
                    before_sca: open.before_sca || strong,
                    ..Outflow::of(&open, at)
                }
            }
            None => {
                self.count_attempt(minor, at.at());
                self.count_payee(paid, movement.own_account_here, at.at());
                Outflow {
                    minor,
                    payee: paid,
                    own_account: movement.own_account_here,
                    new_device: self.devices.is_new(device, at.at()),
                    before_sca: false,
                    at,
                }
            }
        };
        self.count(&outflow);
        self.count_settled(at.at());
        self.learn_settled(movement, outflow.payee, at.at(), outflow.at);
        if strong {
            self.strongly_proved(outflow.at.at());
        }
    }

    fn count_settled(&mut self, at: Timestamp) {
        let month = at.since(self.opened) / (30 * 86_400);
        let month = u16::try_from(month.saturating_add(1)).unwrap_or(u16::MAX);
        if month > self.last_month {
            self.last_month = month;
            self.active_months = self.active_months.saturating_add(1);
        }
        self.settled = self.settled.saturating_add(1);
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
        self.outflow_ever = self.outflow_ever.saturating_add(minor).max(self.money.all());
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
        let weight = if over.unproved { self.sampled.quarter_day() } else { Weight::Full };
        habit::learn(&mut self.outflows, log2_256(over.learned), weight);
    }

    fn count_attempt(&mut self, minor: i64, at: Timestamp) {
        let newest = self.high_water.seconds() / SIX_HOURS;
        self.attempted.add(at.seconds() / SIX_HOURS, newest, minor, money::round_up);
        self.attempted_ever = self.attempted_ever.saturating_add(minor).max(self.attempted.all());
    }

    /// An open reservation is asked for again, of so much: it counts among what was attempted at its latest time.
    fn move_attempt(&mut self, open: &Reservation, minor: i64, asked: Timestamp) {
        let newest = self.high_water.seconds() / SIX_HOURS;
        let (from, to) = (open.at.seconds() / SIX_HOURS, asked.seconds() / SIX_HOURS);
        if from < to {
            self.attempted.take(from, newest, open.minor, money::MOST, money::round_up);
            self.attempted.add(to, newest, open.minor, money::round_up);
        }
        self.count_attempt(minor.saturating_sub(open.minor), asked);
    }

    /// Whether this payee is new, as far as memory knows; such a one is counted once, by the latest asking.
    ///
    /// WHY: only having been paid makes a payee known. Having been asked for would let somebody prepare payees by
    /// transfers that they take back.
    fn count_payee(&mut self, payee: u32, own_account: bool, at: Timestamp) -> bool {
        if payee == 0 || own_account || self.paid.has(payee) {
            return false;
        }
        let newest = self.high_water.seconds() / SIX_HOURS;
        let period = at.seconds() / SIX_HOURS;
        let back = newest.saturating_sub(period);
        let before = self.payees.counted_as_new(payee);
        if before.is_some_and(|counted| counted <= back) {
            return true;
        }
        if let Some(counted) = before {
            let period = newest.saturating_sub(counted);
            self.new_payees.take(period, newest, 1, SMALL, ROUND_SMALL);
        }
        self.new_payees.add(period, newest, 1, ROUND_SMALL);
        self.payees.count_as_new(payee, back);
        true
    }
}
