//! What the library says, in the oracle's words, so that the two can be compared.

use std::collections::{BTreeMap, BTreeSet};

use stepup::fact::{Group, Metered, Ranked};
use stepup::factor::FactorSet;
use stepup::policy::Policy;
use stepup::requirement::{Notice, Requirement};
use stepup::verdict::{Extreme, Verdict};

use super::oracle::{Parts, Saying};

/// What the library says, in the oracle's words.
pub fn said(policy: &Policy, oracle: &Saying, verdict: &Verdict) -> Saying {
    let names = |set: FactorSet| set.iter().map(|factor| factor.name().to_owned()).collect::<BTreeSet<_>>();
    let parts = |requirement: &Requirement| Parts {
        rung: usize::from(requirement.rung),
        include: names(requirement.include),
        kinds: i64::from(requirement.kinds),
        distrusted: names(requirement.distrusted),
        max_age: (requirement.max_age != u32::MAX).then_some(i64::from(requirement.max_age)),
        confirm: requirement.confirm,
        hold: i64::from(requirement.hold),
        hold_days: i64::from(requirement.hold_days),
        review: i64::from(requirement.review),
        refuse: requirement.refuse,
        freeze: requirement.freeze,
        notify: Notice::ALL
            .iter()
            .filter(|notice| requirement.notify.contains(**notice))
            .map(|notice| notice.name().to_owned())
            .collect(),
    };
    let mut contributions = BTreeMap::new();
    for name in oracle.contributions.keys() {
        let points = if let Some(group) = name.strip_prefix("group ") {
            verdict.clamp(Group::from_name(group).unwrap())
        } else if let Some(fact) = Ranked::from_name(name) {
            verdict.points(fact)
        } else {
            verdict.metered_points(Metered::from_name(name).unwrap())
        };
        contributions.insert(name.clone(), i64::from(points));
    }
    let extreme =
        |extreme: Extreme| (i64::from(extreme.score), extreme.outcome.name(), usize::from(extreme.rung));
    Saying {
        score: i64::from(verdict.score()),
        levels: Ranked::ALL.iter().map(|fact| (fact.name(), usize::from(verdict.level(*fact)))).collect(),
        outcome: verdict.outcome().name(),
        demanded: parts(verdict.requirement()),
        remaining: parts(verdict.remaining()),
        fired: policy.ids(verdict.fired()).map(str::to_owned).collect(),
        ways: (0..64).filter(|bit| verdict.ways() >> bit & 1 != 0).collect(),
        routed: verdict.is_routed(),
        contributions,
        least: extreme(verdict.least()),
        most: extreme(verdict.most()),
    }
}
