//! Money and counts before a transfer: sums of buckets and of open reservations, never below the truth.

use crate::profile::day::Asked;
use crate::profile::memory::Profile;
use crate::profile::money;
use crate::profile::payee::{self, short};
use crate::profile::reservation::Reservation;
use crate::profile::view::{Totals, TotalsAt};

/// Seconds of a bucket of the hourly sums.
pub(super) const HOUR: u32 = 3_600;
/// Seconds of a bucket of counts within the hour, and of credits.
pub(super) const TEN_MINUTES: u32 = 600;
/// Seconds of a bucket of what was attempted, of new payees, and of failures on unbound devices.
pub(super) const SIX_HOURS: u32 = 6 * 3_600;

/// Where the buckets begin that are counted, each for its own window: the window's far end, rounded down.
struct Firsts {
    hour: u32,
    last_hour: u32,
    ten_minutes: u32,
    six_hours: u32,
    payee: u32,
}

impl Firsts {
    const fn of(now: u32) -> Self {
        let hour = now / HOUR;
        Self {
            hour: hour.saturating_sub(24),
            last_hour: hour.saturating_sub(1),
            ten_minutes: (now / TEN_MINUTES).saturating_sub(6),
            six_hours: (now / SIX_HOURS).saturating_sub(4),
            payee: (now / payee::PERIOD).saturating_sub(3),
        }
    }
}

fn count(sum: i64) -> u16 {
    u16::try_from(sum).unwrap_or(u16::MAX)
}

impl Profile {
    /// Money and counts before the transfer that asks, in minor units; none is below the truth.
    ///
    /// A question about a time before the high-water mark counts everything known that is later as well. What a
    /// bucket ring no longer reaches back to is taken from whole UTC days for two days behind it; further back,
    /// everything that was ever counted is the answer. Totals since the last strong authentication are as of now,
    /// whatever time is asked. Sums stop at the largest `i64`, counts at 65,535.
    #[must_use]
    pub fn totals(&self, at: TotalsAt) -> Totals {
        let first = Firsts::of(at.at.at().seconds());
        let mut totals = self.in_buckets(&first, at.payee.map(short));
        let floor = self.day.floor(at.at);
        match self.day.asked(at.at, floor) {
            Asked::Today => {
                (totals.total_day, totals.total_day_new_device) = (self.day.total, self.day.new_device);
            }
            Asked::Later => {}
            // WHY: the part of a local day up to a moment lies within the 24 hours before that moment.
            Asked::Earlier => {
                (totals.total_day, totals.total_day_new_device) = (totals.total_24h, totals.total_24h);
            }
        }
        self.add_reservations(&mut totals, &first, &at, floor);
        // WHY: part of a total, so never more than it; coarser buckets and shared tags may have said so.
        totals.total_24h_payee = totals.total_24h_payee.min(totals.total_24h);
        totals.count_1h = totals.count_1h.min(totals.count_24h);
        totals
    }

    /// What the buckets alone say, the day left out.
    #[inline]
    fn in_buckets(&self, first: &Firsts, payee: Option<u32>) -> Totals {
        let mark = self.high_water.seconds();
        let (hour, ten_minutes, six_hours) = (mark / HOUR, mark / TEN_MINUTES, mark / SIX_HOURS);
        let total_24h = self.money.from(first.hour, hour).unwrap_or(self.outflow_ever);
        let hourly = |from: u32| self.counts.from(from, hour).unwrap_or(i64::from(self.count_ever));
        let exact = self.ten_minutes.from(first.ten_minutes, ten_minutes);
        let new_payees = self.new_payees.from(first.six_hours, six_hours);
        let of_payee = |payee: u32| {
            let known = self.payees.from(payee, first.payee, mark / payee::PERIOD);
            known.unwrap_or(total_24h)
        };
        Totals {
            total_24h,
            total_24h_payee: payee.map_or(0, of_payee),
            total_day: 0,
            total_day_new_device: 0,
            total_since_sca: self.since_sca,
            attempted_24h: self.attempted.from(first.six_hours, six_hours).unwrap_or(self.attempted_ever),
            credited_1h: self.credits.from(first.ten_minutes, ten_minutes).unwrap_or(self.credits.all()),
            outflow_1h: self.money.from(first.last_hour, hour).unwrap_or(self.outflow_ever),
            // WHY: a bucket of one byte may be full; then, and behind its ring, the hourly counts answer.
            count_1h: count(exact.filter(|sum| *sum < 255).unwrap_or_else(|| hourly(first.last_hour))),
            count_24h: count(hourly(first.hour)),
            count_since_sca: self.count_since_sca,
            // WHY: likewise, but nothing coarser is kept: not known any more counts as the most.
            new_payees_24h: count(new_payees.filter(|sum| *sum < 255).unwrap_or(i64::MAX)),
        }
    }

    /// Adds what is open, and takes out what the asking transfer itself has reserved.
    fn add_reservations(&self, totals: &mut Totals, first: &Firsts, at: &TotalsAt, day_floor: i64) {
        let (own, payee) = (at.transfer, at.payee.map_or(0, short));
        let start = |period: u32, seconds: u32| period.saturating_mul(seconds);
        let (hour, last_hour) = (start(first.hour, HOUR), start(first.last_hour, HOUR));
        let ten_minutes = start(first.ten_minutes, TEN_MINUTES);
        let of_payee = start(first.payee, payee::PERIOD);
        for open in self.reservations.open() {
            if Some(open.tag) == own {
                take_out(totals, first, open);
                continue;
            }
            let seconds = open.at.seconds();
            let today = !open.own_account & (i64::from(seconds) >= day_floor);
            let add = |sum: &mut i64, holds: bool| {
                *sum = sum.saturating_add(if holds { open.minor } else { 0 });
            };
            let count = |sum: &mut u16, holds: bool| *sum = sum.saturating_add(u16::from(holds));
            add(&mut totals.total_24h, seconds >= hour);
            add(&mut totals.outflow_1h, seconds >= last_hour);
            add(&mut totals.total_24h_payee, (payee != 0) & (open.payee == payee) & (seconds >= of_payee));
            add(&mut totals.total_since_sca, !open.before_sca);
            add(&mut totals.total_day, today);
            add(&mut totals.total_day_new_device, today & open.new_device);
            count(&mut totals.count_24h, seconds >= hour);
            count(&mut totals.count_1h, seconds >= ten_minutes);
            count(&mut totals.count_since_sca, !open.before_sca);
        }
    }
}

/// Takes what a transfer has itself attempted out again.
fn take_out(totals: &mut Totals, first: &Firsts, open: &Reservation) {
    if open.at.seconds() / SIX_HOURS < first.six_hours {
        return;
    }
    // WHY: a bucket at its top no longer knows what is in it.
    if totals.attempted_24h < money::MOST {
        totals.attempted_24h = totals.attempted_24h.saturating_sub(open.minor).max(0);
    }
    if open.new_payee && totals.new_payees_24h < u16::MAX {
        totals.new_payees_24h = totals.new_payees_24h.saturating_sub(1);
    }
}
