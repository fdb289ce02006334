//! From a decision to its record.

use crate::bits::Bits;
use crate::decision::Decision;
use crate::fact::Ranked;
use crate::ffi::layout::{Record, small};
use crate::ffi::records;
use crate::policy::Policy;
use crate::requirement::Requirement;
use crate::verdict::Mismatch;

/// Seconds that stand for any age in the record.
const ANY_AGE: i64 = -1;

impl records::Decision {
    /// The record of a decision that this policy made.
    pub(super) fn of(decision: &Decision, policy: &Policy) -> Self {
        let verdict = decision.verdict();
        let (to_do, demanded) = (verdict.remaining(), verdict.requirement());
        let set = |factors: crate::factor::FactorSet| i32::from(factors.bits()) << 1;
        let level = |fact| verdict.level(fact).saturating_add(1);
        let judged = verdict.mismatch() == Mismatch::None;
        let (way_count, ways) = ways(verdict.ways(), policy);
        let fired: u32 = verdict.fired().iter().map(|word| word.count_ones()).sum();
        Self {
            outcome: verdict.outcome().code(),
            mismatch: verdict.mismatch().code(),
            rung: to_do.rung.into(),
            kinds: to_do.kinds.into(),
            reference: *decision.reference(),
            policy: *verdict.policy(),
            hold_seconds: to_do.hold.into(),
            max_proof_age: oldest(to_do),
            hold_days: to_do.hold_days.into(),
            include: set(to_do.include),
            distrusted: set(to_do.distrusted),
            notify: i32::from(to_do.notify.bits()) << 1,
            review: to_do.review.into(),
            confirm: to_do.confirm.into(),
            refuse: to_do.refuse.into(),
            freeze: to_do.freeze.into(),
            uncertain: verdict.is_uncertain().into(),
            routed: verdict.is_routed().into(),
            out_of_order: decision.reading().is_out_of_order().into(),
            // WHY: where nothing was judged there is no band, tier or grade.
            risk: if judged { level(Ranked::Risk) } else { 0 },
            tier: if judged { level(Ranked::Tier) } else { 0 },
            grade: if judged { level(Ranked::Grade) } else { 0 },
            least_outcome: verdict.least().outcome.code(),
            most_outcome: verdict.most().outcome.code(),
            demanded_rung: demanded.rung.into(),
            demanded_kinds: demanded.kinds.into(),
            demanded_review: demanded.review.into(),
            demanded_confirm: demanded.confirm.into(),
            demanded_include: set(demanded.include),
            score: verdict.score().into(),
            least_score: verdict.least().score.into(),
            most_score: verdict.most().score.into(),
            semantics: verdict.semantics().into(),
            way_count,
            ways,
            fired: i32::try_from(fired).unwrap_or(i32::MAX),
            took_effect: took_effect(verdict.fired(), policy),
            canonical: decision.encode(),
            #[cfg(stepup_appended)]
            appended: i64::MAX,
            ..Self::BLANK
        }
    }
}

/// Rules by their number from 1, exemptions by theirs below 0.
fn took_effect(fired: &[u64; 4], policy: &Policy) -> [i32; 16] {
    let rules = policy.rules().len();
    let mut numbers = [0; 16];
    for (to, place) in numbers.iter_mut().zip(Bits(*fired).iter()) {
        let number = |place: usize| small(place).saturating_add(1);
        *to = match place.checked_sub(rules) {
            None => number(place),
            Some(exemption) => number(exemption).saturating_neg(),
        };
    }
    numbers
}

fn oldest(requirement: &Requirement) -> i64 {
    if requirement.max_age == u32::MAX { ANY_AGE } else { requirement.max_age.into() }
}

/// How many factor sets would do, and the first eight of them, the smallest first.
fn ways(bits: u64, policy: &Policy) -> (i32, [i32; 8]) {
    let mut ways = [0_i32; 8];
    let sets = Bits([bits]).iter().filter_map(|number| policy.ladder().sets().get(number));
    for set in sets.map(|set| i32::from(set.bits()) << 1) {
        let after = |way: &i32| *way == 0 || way.count_ones() > set.count_ones();
        let place = ways.iter().position(after).and_then(|place| ways.get_mut(place..));
        if let Some(rest) = place {
            rest.rotate_right(1);
            rest.iter_mut().take(1).for_each(|first| *first = set);
        }
    }
    (i32::try_from(bits.count_ones()).unwrap_or(0), ways)
}
