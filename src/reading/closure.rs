//! Facts imply each other: one table, on measures, closed before any policy cuts them into levels.
//!
//! An implication binds known values only: a state neither triggers nor breaks one.

use crate::fact::{Fact, Measure, Metered, Ranked};
use crate::reading::Reading;

/// One implication between two facts of a reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Implication {
    /// The second fact is never below the first, whatever its value.
    NeverBelow(Metered, Metered),
    /// From a measure of the first fact up, the second is at least so much.
    AtLeast(Fact, i64, Fact, i64),
}

use Implication::{AtLeast, NeverBelow};

/// Every implication there is, in an order in which one pass raises everything (each fact is raised before it raises).
///
/// INVARIANT: no circles; `one_pass_closes_any_reading` and `the_table_has_no_circle` hold it.
pub const IMPLICATIONS: [Implication; 10] = [
    NeverBelow(Metered::Amount, Metered::Total24hPayee),
    NeverBelow(Metered::Total24hPayee, Metered::Total24h),
    NeverBelow(Metered::Total24h, Metered::Attempted24h),
    NeverBelow(Metered::Amount, Metered::TotalSinceSca),
    NeverBelow(Metered::TotalDayNewDevice, Metered::TotalDay),
    // This transfer is counted too.
    AtLeast(Fact::Metered(Metered::Count1h), 0, Fact::Metered(Metered::Count1h), 1),
    NeverBelow(Metered::Count1h, Metered::Count24h),
    AtLeast(Fact::Metered(Metered::CountSinceSca), 0, Fact::Metered(Metered::CountSinceSca), 1),
    // A reported scam is never about the customer's own account here.
    AtLeast(Fact::Ranked(Ranked::Coercion), 3, Fact::Ranked(Ranked::Payee), 1),
    // A payee added within 24 h is among the day's new payees.
    AtLeast(Fact::Ranked(Ranked::Payee), 5, Fact::Metered(Metered::NewPayees24h), 1),
];

/// Raises every known value to what the others imply.
///
/// WHY: written out instead of looped, so that each implication is compiled for its own two facts; the loop takes
/// ten times as long. The pattern fails to compile when the table grows.
pub(super) fn close(reading: &mut Reading) {
    let [a, b, c, d, e, f, g, h, i, j] = const { IMPLICATIONS };
    apply(reading, a);
    apply(reading, b);
    apply(reading, c);
    apply(reading, d);
    apply(reading, e);
    apply(reading, f);
    apply(reading, g);
    apply(reading, h);
    apply(reading, i);
    apply(reading, j);
}

#[inline(always)]
fn apply(reading: &mut Reading, implication: Implication) {
    match implication {
        NeverBelow(low, high) => {
            let floor = reading.raw_metered(low);
            raise(reading, Fact::Metered(high), floor);
        }
        AtLeast(fact, from, then, least) => {
            if raw(reading, fact) >= from {
                raise(reading, then, least);
            }
        }
    }
}

#[inline(always)]
fn raw(reading: &Reading, fact: Fact) -> i64 {
    match fact {
        Fact::Ranked(fact) => i64::from(reading.measure(fact).raw()),
        Fact::Metered(fact) => reading.raw_metered(fact),
    }
}

/// Raises a known value to `least`; a state stays, and so does a floor that is a state (below zero).
#[inline(always)]
fn raise(reading: &mut Reading, fact: Fact, least: i64) {
    let now = raw(reading, fact);
    if now < 0 || now >= least {
        return;
    }
    match fact {
        Fact::Ranked(fact) => reading.set(fact, Measure::known(u16::try_from(least).unwrap_or(u16::MAX))),
        Fact::Metered(fact) => reading.set_metered(fact, least),
    }
}
