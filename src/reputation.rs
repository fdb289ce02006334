//! What other customers' transfers say of a payee or device, in 64 bytes.
//!
//! Kept by the bank beside its profiles, one for each payee or device, and handed in with a request. Little-endian:
//!
//! ```text
//! at    size  what
//! 0     1     version, 1
//! 1     1     run: confirmed reports since the last transfer known to be clean, up to 255
//! 2     2     reports ever, up to 65,535
//! 4     4     hour up to which counts are decayed, hours since 1970
//! 8     12    decayed transfers with half-lives of 1, 7 and 30 days, 4,096ths, 4 bytes each
//! 20    4     decayed reports with a half-life of 30 days, 4,096ths
//! 24    4     when the first transfer of the run happened, seconds since 1970; 0 for no run
//! 28    4     when the latest transfer of the run happened; 0 for no run
//! 32    4     the latest transfer known to be clean; 0 for none
//! 36    24    6 customers, the latest seen first: tag 2, day since 1970 2; 0 and 0 where free
//! 60    4     checksum of the bytes before
//! 64
//! ```
//!
//! Counts are decayed by whole hours: what happens within one hour counts alike. Time never runs backwards.

mod bytes;
mod decay;

use crate::id::Pseudonym;
use crate::units::Timestamp;

pub use bytes::ReputationError;
pub(crate) use decay::decay;

/// Half-lives of the decayed counts of transfers, hours: a day, a week, a month.
/// SOURCE: windows of 1, 7 and 30 days (Le Borgne et al., Fraud Detection Handbook, chapter 3).
const HALF_LIVES: [u32; 3] = [24, 7 * 24, 30 * 24];
/// One transfer or report in the decayed counts.
const ONE: u32 = 4_096;
/// Transfers' worth of belief in the base rate, before a payee's own record outweighs it.
/// SOURCE: shrinking of small counts by 10 to 50; twenty is the design's.
const PRIOR: u64 = 20;
/// A customer seen within so many days was there lately. SOURCE: the design's 30 days.
const LATELY_DAYS: u16 = 30;

/// The record of one payee or device across customers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Reputation {
    run: u8,
    reports: u16,
    hour: u32,
    transfers: [u32; 3],
    decayed_reports: u32,
    run_began: Option<Timestamp>,
    run_last: Option<Timestamp>,
    clean: Option<Timestamp>,
    customers: [Seen; 6],
}

/// A customer, and the day on which they were seen last; free where both are 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Seen {
    tag: u16,
    day: u16,
}

/// The run and the reports only: who was there does not belong in logs.
impl core::fmt::Debug for Reputation {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let (run, reports) = (&self.run, &self.reports);
        f.debug_struct("Reputation").field("run", run).field("reports", reports).finish_non_exhaustive()
    }
}

fn never_zero(at: Timestamp) -> Timestamp {
    at.max(Timestamp::from_seconds(1))
}

impl Default for Reputation {
    fn default() -> Self {
        Self::new()
    }
}

impl Reputation {
    /// The record of a payee or device that nobody has met.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            run: 0,
            reports: 0,
            hour: 0,
            transfers: [0; 3],
            decayed_reports: 0,
            run_began: None,
            run_last: None,
            clean: None,
            customers: [Seen { tag: 0, day: 0 }; 6],
        }
    }

    /// A customer's transfer went to this payee, or came from this device.
    pub fn seen(&mut self, customer: Pseudonym, at: Timestamp) {
        self.advance(at);
        for count in &mut self.transfers {
            *count = count.saturating_add(ONE);
        }
        let [a, b, ..] = customer.tag().to_le_bytes();
        // WHY: day 0 is free; a tag may be 0.
        let day = u16::try_from((at.seconds() / 86_400).max(1)).unwrap_or(u16::MAX);
        let tag = u16::from_le_bytes([a, b]);
        let known = self.customers.iter().position(|seen| seen.day != 0 && seen.tag == tag);
        let oldest = self.customers.iter().zip(0_usize..).min_by_key(|(seen, _)| seen.day);
        let place = known.or(oldest.map(|(_, place)| place)).unwrap_or(0);
        if let Some(slot) = self.customers.get_mut(place) {
            // WHY: of two visits the later counts; one that arrives late displaces nobody seen since.
            if known.is_some() || slot.day <= day {
                *slot = Seen { tag, day: if known.is_some() { slot.day.max(day) } else { day } };
            }
        }
    }

    /// A transfer that happened at `transfer_at` was confirmed as fraud, which became known at `now`.
    ///
    /// It joins the run unless a transfer known to be clean happened later.
    pub fn reported(&mut self, transfer_at: Timestamp, now: Timestamp) {
        self.advance(now);
        self.decayed_reports = self.decayed_reports.saturating_add(ONE);
        self.reports = self.reports.saturating_add(1);
        let at = Some(never_zero(transfer_at));
        if self.clean >= at {
            return;
        }
        self.run = self.run.saturating_add(1);
        self.run_began = if self.run_began.is_none() { at } else { self.run_began.min(at) };
        self.run_last = self.run_last.max(at);
    }

    /// A transfer that happened at `transfer_at` is known to be clean: it ends a run of earlier ones.
    pub fn known_clean(&mut self, transfer_at: Timestamp) {
        let at = Some(never_zero(transfer_at));
        self.clean = self.clean.max(at);
        if at > self.run_last {
            (self.run, self.run_began, self.run_last) = (0, None, None);
        }
    }

    /// Customers of the last 30 days, `0 ..= 6`; 6 is "six or more". At least 1 once anybody was seen.
    ///
    /// Another customer never lowers it. Two customers share their 16 bits about once in 65,536 and then count as
    /// one.
    #[must_use]
    pub fn customers(&self, now: Timestamp) -> u16 {
        let today = u16::try_from(now.seconds() / 86_400).unwrap_or(u16::MAX);
        let ever = self.customers.iter().any(|seen| seen.day != 0);
        let lately = |seen: &&Seen| seen.day != 0 && today.saturating_sub(seen.day) <= LATELY_DAYS;
        let count = u16::try_from(self.customers.iter().filter(lately).count()).unwrap_or(u16::MAX);
        count.max(u16::from(ever))
    }

    /// Confirmed reports since the last transfer known to be clean, up to 255.
    #[must_use]
    pub const fn run(&self) -> u8 {
        self.run
    }

    /// When the first transfer of that run happened; `None` without a run.
    #[must_use]
    pub const fn run_began(&self) -> Option<Timestamp> {
        self.run_began
    }

    /// Confirmed reports ever, up to 65,535.
    #[must_use]
    pub const fn reports(&self) -> u16 {
        self.reports
    }

    /// The latest transfer known to be clean; `None` where none is known.
    #[must_use]
    pub const fn clean_until(&self) -> Option<Timestamp> {
        self.clean
    }

    /// Transfers with a half-life of seven days, decayed to `now`, rounded, up to 65,535.
    #[must_use]
    pub fn transfers_7d(&self, now: Timestamp) -> u16 {
        let [_, week, _] = self.transfers;
        let [_, half_life, _] = HALF_LIVES;
        let elapsed = (now.seconds() / 3_600).saturating_sub(self.hour);
        let rounded = decay(week, elapsed, half_life).saturating_add(ONE / 2) / ONE;
        u16::try_from(rounded).unwrap_or(u16::MAX)
    }

    /// Reports in thousandths of transfers, both with a half-life of 30 days, drawn towards `base` (thousandths) as
    /// if twenty transfers had shown it: `0 ..= 1000`.
    #[must_use]
    pub fn report_rate_permille(&self, base: u16) -> u16 {
        let [_, _, month] = self.transfers;
        let (reports, transfers) = (u64::from(self.decayed_reports), u64::from(month));
        let one = u64::from(ONE);
        let believed = PRIOR.saturating_mul(one).saturating_mul(u64::from(base.min(1_000)));
        let over = reports.saturating_mul(1_000).saturating_add(believed);
        // WHY: labels come later than transfers, so reports may outnumber what is left of the transfers.
        let under = transfers.max(reports).saturating_add(PRIOR.saturating_mul(one));
        u16::try_from(over.checked_div(under.max(1)).unwrap_or(0)).unwrap_or(1_000).min(1_000)
    }

    fn advance(&mut self, to: Timestamp) {
        let hour = to.seconds() / 3_600;
        let elapsed = hour.saturating_sub(self.hour);
        if elapsed == 0 {
            return;
        }
        self.hour = hour;
        for (count, half_life) in self.transfers.iter_mut().zip(HALF_LIVES) {
            *count = decay(*count, elapsed, half_life);
        }
        let [_, _, month] = HALF_LIVES;
        self.decayed_reports = decay(self.decayed_reports, elapsed, month);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(day: u32) -> Timestamp {
        Timestamp::from_seconds((20_000 + day) * 86_400)
    }

    fn customer(number: u8) -> Pseudonym {
        Pseudonym::from_bytes([number; 16])
    }

    proptest! {
        #[test]
        fn a_record_reads_back_as_it_was_written(
            steps in prop::collection::vec((0_u8..4, any::<u8>(), any::<u32>(), any::<u32>()), 0..40),
        ) {
            let mut record = Reputation::new();
            for (what, who, at, now) in steps {
                let (at, now) = (Timestamp::from_seconds(at), Timestamp::from_seconds(now));
                match what {
                    0 | 1 => {
                        let before = record.customers(at);
                        record.seen(customer(who), at);
                        prop_assert!(record.customers(at) >= before);
                    }
                    2 => record.reported(at, now),
                    _ => record.known_clean(at),
                }
                prop_assert_eq!(record.run() > 0, record.run_began().is_some());
            }
            prop_assert_eq!(Reputation::decode(&record.encode()), Ok(record));
        }

    }

    #[test]
    fn a_run_ends_with_the_first_later_clean_transfer_only() {
        let mut record = Reputation::new();
        record.reported(day(10), day(17));
        record.reported(day(8), day(18));
        assert_eq!((record.run(), record.run_began()), (2, Some(day(8))));
        record.known_clean(day(9));
        assert_eq!(record.run(), 2, "a clean transfer in the middle of a run does not end it");
        record.known_clean(day(11));
        assert_eq!((record.run(), record.run_began(), record.reports()), (0, None, 2));
        record.reported(day(10), day(20));
        assert_eq!(
            (record.run(), record.reports()),
            (0, 3),
            "a late report of an old transfer starts no run"
        );
        record.reported(day(12), day(20));
        assert_eq!(record.run_began(), Some(day(12)));
    }

    #[test]
    fn customers_are_counted_once_and_forgotten_after_a_month() {
        let mut record = Reputation::new();
        assert_eq!(record.customers(day(0)), 0);
        for round in 0..5 {
            for who in 1..=3 {
                record.seen(customer(who), day(round));
            }
        }
        assert_eq!(record.customers(day(5)), 3);
        assert_eq!(record.customers(day(300)), 1, "once seen, at least one");
        for who in 1..=9 {
            record.seen(customer(who), day(6));
        }
        assert_eq!(record.customers(day(6)), 6);
        assert_eq!(record.transfers_7d(day(6)), 19, "24 transfers, 15 of them two to six days old");
    }

    #[test]
    fn one_report_on_a_thin_record_is_no_certainty() {
        let mut record = Reputation::new();
        record.seen(customer(1), day(0));
        assert!(record.report_rate_permille(7) < 10);
        record.reported(day(0), day(1));
        let thin = record.report_rate_permille(7);
        assert!((40..70).contains(&thin), "{thin}");
        for _ in 0..30 {
            record.reported(day(1), day(2));
        }
        assert!(record.report_rate_permille(7) > 500);
        assert!(record.report_rate_permille(1000) <= 1000);
    }
}
