//! Whether a reading is in a region, as the policy that judged it reads it.

use crate::exemption::AtMost;
use crate::fact::Metered;
use crate::guarantee::Region;
use crate::reading::{Reading, largest};
use crate::rule::AtLeast;
use crate::verdict::Verdict;

/// What a metered fact counts as against a bound: silence is the most, and what does not apply less than nothing.
fn worth(reading: &Reading, verdict: &Verdict, fact: Metered) -> i64 {
    match (fact, reading.metered(fact)) {
        (Metered::Score, _) => i64::from(verdict.score()),
        (_, Ok(value)) => value,
        (_, Err(state)) if state.is_uncertain() => largest(fact),
        _ => -1,
    }
}

/// Whether the upper bounds of a region hold.
pub(super) fn is_below(region: &Region, reading: &Reading, verdict: &Verdict) -> bool {
    region.upto.iter().all(|bound| match *bound {
        AtMost::Ranked(fact, level) => verdict.level(fact) <= level,
        AtMost::Metered(fact, value) => worth(reading, verdict, fact) <= value,
    })
}

/// Whether a reading with this verdict is in a region.
pub(super) fn is_inside(region: &Region, reading: &Reading, verdict: &Verdict) -> bool {
    let from = region.from.iter().all(|bound| match *bound {
        AtLeast::Ranked(fact, level) => verdict.level(fact) >= level,
        AtLeast::Metered(fact, value) => worth(reading, verdict, fact) >= value,
    });
    let flags = reading.flags().bits();
    from && is_below(region, reading, verdict)
        && region.circumstances.hold(reading.operation(), reading.channel(), flags, reading.minute())
}
