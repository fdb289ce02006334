//! What a profile tells the signals: plain records, without its storage.

use crate::place::{Country, Point};
use crate::units::{Currency, Moment, Timestamp};

/// How a group of like customers spends: the centre and spread of log2 of amounts in minor units, in 256ths, and the
/// currency of those units, in which all of the profile's money is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PeerGroup {
    /// The currency; money in another is refused.
    pub currency: Currency,
    /// Centre of log2(minor units) of one transfer, in 256ths.
    pub amount_centre: u16,
    /// Spread (mean absolute deviation) of the same, in 256ths, at least 1.
    pub amount_spread: u16,
    /// Centre of log2(minor units) of a day's outflow, in 256ths.
    pub outflow_centre: u16,
    /// Spread of the same, in 256ths, at least 1.
    pub outflow_spread: u16,
}

/// A habit learned on the logarithm by clipped updates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Habit {
    /// Centre of log2(minor units), in 256ths.
    pub centre: u16,
    /// Spread, in 256ths.
    pub spread: u16,
    /// How many values it was learned from, up to 255.
    pub count: u8,
}

/// A device that is bound to the customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BoundDevice {
    /// When it was bound.
    pub bound: Timestamp,
    /// Whether it was bound when the account was opened.
    pub at_opening: bool,
    /// When it was last used for something proved or settled.
    pub used: Option<Timestamp>,
    /// When its first proved use was.
    pub proved_since: Option<Timestamp>,
}

/// A place where the customer has been.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownPlace {
    /// Its centre, with the radius that the remembered positions span; `None` where only the country is known.
    pub point: Option<Point>,
    /// Its country.
    pub country: Country,
    /// Decayed count of visits, in 16ths: 16 is one visit just now.
    pub weight: u16,
}

/// Where and when the customer was last seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LastSeen {
    /// Where.
    pub point: Point,
    /// When.
    pub at: Timestamp,
}

/// What the totals are asked for.
#[derive(Clone, Copy, Debug)]
pub struct TotalsAt {
    /// When, with the customer's offset.
    pub at: Moment,
    /// Tag of the payee, where there is one.
    pub payee: Option<u64>,
    /// Tag of the transfer that asks: its own open reservation is left out, since the caller adds the amount anew.
    pub transfer: Option<u64>,
}

/// Money and counts before this transfer, in minor units; none is ever below the truth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Outflow of 24 hours, from hourly buckets counted whole.
    pub total_24h: i64,
    /// The same to this payee, from buckets of eight hours counted whole.
    pub total_24h_payee: i64,
    /// Outflow of the local day, own accounts here left out.
    pub total_day: i64,
    /// The part of it from devices `recent` or worse.
    pub total_day_new_device: i64,
    /// Outflow since the last strong authentication.
    pub total_since_sca: i64,
    /// Outflow tried in 24 hours, from buckets of six hours counted whole.
    pub attempted_24h: i64,
    /// Credited within the hour, from buckets of ten minutes.
    pub credited_1h: i64,
    /// Outflow within the hour, from the same hourly buckets as `total_24h`.
    pub outflow_1h: i64,
    /// Transfers within the hour.
    pub count_1h: u16,
    /// Transfers within 24 hours.
    pub count_24h: u16,
    /// Transfers since the last strong authentication.
    pub count_since_sca: u16,
    /// Payees asked for within 24 hours who had never been paid before then.
    pub new_payees_24h: u16,
}

/// The counters from which standing is reckoned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counters {
    /// When the account was opened.
    pub opened: Timestamp,
    /// The last confirmed fraud, or freeze that was no false alarm.
    pub last_incident: Option<Timestamp>,
    /// Calendar months (30 days) with at least one settled transfer, up to 255.
    pub active_months: u8,
    /// Settled transfers, up to 65,535.
    pub settled: u16,
    /// Information completed: bit `n` is the item with code `n`.
    pub information: u8,
}
