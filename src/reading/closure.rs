//! Facts imply each other: one table, on measures, closed before any policy cuts them into levels.
//!
//! An implication binds known values only: a state neither triggers nor breaks one. So the table is transitively closed
//! itself: that `amount` bounds `total_24h` must hold also where the payee's total between them is missing.

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
/// INVARIANT: no circles, and closed under transitivity; the tests below hold it.
pub const IMPLICATIONS: [Implication; 14] = [
    NeverBelow(Metered::Amount, Metered::Total24hPayee),
    NeverBelow(Metered::Total24hPayee, Metered::Total24h),
    NeverBelow(Metered::Amount, Metered::Total24h),
    NeverBelow(Metered::Total24h, Metered::Attempted24h),
    NeverBelow(Metered::Total24hPayee, Metered::Attempted24h),
    NeverBelow(Metered::Amount, Metered::Attempted24h),
    NeverBelow(Metered::Amount, Metered::TotalSinceSca),
    NeverBelow(Metered::TotalDayNewDevice, Metered::TotalDay),
    // This transfer is counted too.
    AtLeast(Fact::Metered(Metered::Count1h), 0, Fact::Metered(Metered::Count1h), 1),
    AtLeast(Fact::Metered(Metered::Count24h), 0, Fact::Metered(Metered::Count24h), 1),
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
    let [a, b, c, d, e, f, g, h, i, j, k, l, m, n] = const { IMPLICATIONS };
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
    apply(reading, k);
    apply(reading, l);
    apply(reading, m);
    apply(reading, n);
}

/// Lowers every known value whose implication does not hold, until all do: the dual of [`close`]. What a fact implies of
/// itself (this transfer is counted) lowers nothing.
pub(super) fn close_downwards(reading: &mut Reading) {
    // WHY: one pass does, since the table is transitively closed: each fact is held down by all that it bounds at once.
    for implication in IMPLICATIONS {
        match implication {
            NeverBelow(low, high) => {
                let ceiling = reading.raw_metered(high);
                if ceiling >= 0 && reading.raw_metered(low) > ceiling {
                    reading.set_metered(low, ceiling);
                }
            }
            AtLeast(fact, from, then, least) => {
                let broken = (0..least).contains(&raw(reading, then)) && raw(reading, fact) >= from;
                if broken && fact != then {
                    put(reading, fact, from.saturating_sub(1));
                }
            }
        }
    }
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

/// The number that stands for a fact: its value, or a state below zero.
#[inline(always)]
pub(super) fn raw(reading: &Reading, fact: Fact) -> i64 {
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
    put(reading, fact, least);
}

/// Sets a fact to a known value.
#[inline(always)]
pub(super) fn put(reading: &mut Reading, fact: Fact, value: i64) {
    match fact {
        Fact::Ranked(fact) => reading.set(fact, Measure::known(u16::try_from(value).unwrap_or(u16::MAX))),
        Fact::Metered(fact) => reading.set_metered(fact, value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the table makes of one fact at one measure with all else at its least, applied until nothing changes.
    fn fixpoint(start: (Fact, i64)) -> Vec<(Fact, i64)> {
        let mut known = vec![start];
        loop {
            let before = known.clone();
            for implication in IMPLICATIONS {
                let implied = match implication {
                    NeverBelow(low, high) => {
                        let low = known.iter().find(|(fact, _)| *fact == Fact::Metered(low));
                        low.map(|(_, value)| (Fact::Metered(high), *value))
                    }
                    AtLeast(fact, from, then, least) => known
                        .iter()
                        .find(|(known, value)| *known == fact && *value >= from)
                        .map(|_| (then, least)),
                };
                let Some((fact, least)) = implied else { continue };
                match known.iter_mut().find(|(known, _)| *known == fact) {
                    Some((_, value)) => *value = (*value).max(least),
                    None => known.push((fact, least)),
                }
            }
            if known == before {
                return known;
            }
        }
    }

    /// Whether the table says so in one step.
    fn directly(from: (Fact, i64), then: (Fact, i64)) -> bool {
        IMPLICATIONS.iter().any(|implication| match *implication {
            NeverBelow(low, high) => {
                from.0 == Fact::Metered(low) && then.0 == Fact::Metered(high) && from.1 >= then.1
            }
            AtLeast(fact, at, to, least) => {
                (from.0 == fact && from.1 >= at && to == then.0 && least >= then.1)
                    // A fact's own floor needs no other fact.
                    || (then.0 == fact && to == fact && at == 0 && least >= then.1)
            }
        })
    }

    #[test]
    fn the_table_is_transitively_closed_and_has_no_circle() {
        let ranked = Ranked::ALL.iter().map(|fact| Fact::Ranked(*fact));
        for fact in ranked.chain(Metered::ALL.iter().map(|fact| Fact::Metered(*fact))) {
            for value in [0, 1, 2, 3, 4, 5, 100] {
                for (other, least) in fixpoint((fact, value)) {
                    if other == fact {
                        assert!(
                            least == value || (value == 0 && least == 1),
                            "{fact:?} comes back to itself"
                        );
                    } else {
                        assert!(
                            directly((fact, value), (other, least)),
                            "{fact:?} {value} => {other:?} {least}"
                        );
                    }
                }
            }
        }
    }
}
