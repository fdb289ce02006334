//! The local calendar day: its exact totals, and when it is over.
//!
//! A day is over only when the date has changed since the day's last transfer, both by the offset that the day
//! began with and by the offset of the event or request. The offset stays that of the day's first transfer, so that
//! no journey and no invented offset begins two days within 24 hours.

use crate::profile::money;
use crate::profile::wire::Wire;
use crate::units::{Moment, Timestamp};

/// The totals of the local day of the last transfer.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Day {
    /// The latest transfer, asked for or counted.
    pub(super) last: Timestamp,
    /// The offset of the first transfer of the day, minutes.
    pub(super) offset: i16,
    /// Outflow, own accounts here left out, minor units.
    pub(super) total: i64,
    /// The part of it from devices `recent` or worse.
    pub(super) new_device: i64,
    /// Settled outflow that teaches, own accounts included, rounded up to three bytes.
    pub(super) learned: i64,
    /// Whether some of `learned` was not proved.
    pub(super) unproved: bool,
}

/// What a day says when it is asked at some moment.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    /// It is still this day.
    Today,
    /// It is over.
    Later,
    /// The question is about an earlier day.
    Earlier,
}

/// When the local day of `at` began, seconds since 1970.
fn began(at: Timestamp, offset_minutes: i16) -> i64 {
    // WHY: two days ahead, local time is never negative, and one unsigned division does.
    let ahead = i64::from(offset_minutes).wrapping_mul(60).wrapping_add(2 * 86_400);
    let local = i64::from(at.seconds()).wrapping_add(ahead).cast_unsigned();
    i64::from(at.seconds()).wrapping_sub((local % 86_400).cast_signed())
}

impl Day {
    /// No transfer yet.
    pub(super) const NONE: Self = Self {
        last: Timestamp::from_seconds(0),
        offset: 0,
        total: 0,
        new_device: 0,
        learned: 0,
        unproved: false,
    };

    /// What is older than this belongs to an earlier day by both offsets, seconds since 1970.
    pub(super) fn floor(&self, at: Moment) -> i64 {
        began(at.at(), self.offset).min(began(at.at(), at.offset_minutes()))
    }

    /// Whether a moment lies in this day, by at least one of the two offsets; `floor` is its [`Day::floor`].
    pub(super) fn asked(&self, at: Moment, floor: i64) -> Asked {
        if i64::from(self.last.seconds()) < floor {
            return Asked::Later;
        }
        if at.at() >= self.last {
            return Asked::Today;
        }
        // WHY: the day's totals may be trusted only if by neither offset the question is about an earlier date.
        let latest = began(self.last, self.offset).max(began(self.last, at.offset_minutes()));
        if i64::from(at.at().seconds()) < latest { Asked::Earlier } else { Asked::Today }
    }

    /// Whether a transfer at this moment belongs to an earlier day by both offsets.
    fn is_past(&self, at: Moment) -> bool {
        let earliest = began(self.last, self.offset).min(began(self.last, at.offset_minutes()));
        i64::from(at.at().seconds()) < earliest
    }

    /// A transfer is asked for or counted at this moment: a new day begins where this one is over, which is returned.
    pub(super) fn begin(&mut self, at: Moment) -> Option<Self> {
        let over = matches!(self.asked(at, self.floor(at)), Asked::Later).then_some(*self);
        if over.is_some() {
            *self = Self { offset: at.offset_minutes(), ..Self::NONE };
        }
        self.last = self.last.max(at.at());
        over
    }

    /// Counts a transfer in the day that [`Day::begin`] left; one of an earlier day changes nothing, since a question
    /// about that day is answered from the 24 hours' total.
    pub(super) fn add(&mut self, minor: i64, new_device: bool, at: Moment) {
        if self.is_past(at) {
            return;
        }
        self.total = self.total.saturating_add(minor);
        if new_device {
            self.new_device = self.new_device.saturating_add(minor);
        }
    }

    /// Adds to what the day teaches, if the transfer belongs to it.
    pub(super) fn learn(&mut self, minor: i64, proved: bool, at: Moment) {
        if !self.is_past(at) {
            self.learned = money::round_up(self.learned.saturating_add(minor));
            self.unproved |= !proved;
        }
    }

    /// Twenty-two bytes; what is learned stands elsewhere.
    pub(super) fn walk(&mut self, wire: &mut impl Wire) {
        wire.i16(&mut self.offset);
        wire.check((-1439..=1439).contains(&self.offset), "day offset");
        wire.time(&mut self.last);
        wire.sum(&mut self.total, i64::MAX, "day total");
        wire.sum(&mut self.new_device, i64::MAX, "day total of new devices");
    }
}
