//! Regions and promises, as the tests read them: whether a reading is inside, and whether a demand keeps the promise.

use stepup::exemption::AtMost;
use stepup::fact::{Metered, State};
use stepup::factor::FactorSet;
use stepup::guarantee::{Promise, Region};
use stepup::reading::Reading;
use stepup::requirement::Requirement;
use stepup::rule::AtLeast;
use stepup::verdict::Verdict;

/// Whether a reading with this verdict is in a region: silence of a metered fact is the most, absence less than nothing.
pub fn inside(region: &Region, reading: &Reading, verdict: &Verdict) -> bool {
    let worth = |fact: Metered| match (fact, reading.metered(fact)) {
        (Metered::Score, _) => i64::from(verdict.score()),
        (_, Ok(value)) => value,
        (_, Err(State::NotApplicable | State::Unlearned)) => -1,
        (_, Err(_)) => 999_999_999_999_999_999,
    };
    let from = region.from.iter().all(|bound| match *bound {
        AtLeast::Ranked(fact, level) => verdict.level(fact) >= level,
        AtLeast::Metered(fact, value) => worth(fact) >= value,
    });
    let upto = region.upto.iter().all(|bound| match *bound {
        AtMost::Ranked(fact, level) => verdict.level(fact) <= level,
        AtMost::Metered(fact, value) => worth(fact) <= value,
    });
    let flags = reading.flags().bits();
    let fits = region.circumstances.hold(reading.operation(), reading.channel(), flags, reading.minute());
    from && upto && fits
}

/// Whether a demand keeps a promise.
pub fn kept(promise: &Promise, demand: Requirement) -> bool {
    match promise {
        Promise::AtLeast(least) => demand.is_at_least(*least),
        Promise::AtMost(most) if most.distrusted.is_empty() => {
            most.is_at_least(Requirement { distrusted: FactorSet::NONE, ..demand })
        }
        Promise::AtMost(most) => most.is_at_least(demand),
        Promise::LeakAtMost(..) => unreachable!("not among these promises"),
    }
}
