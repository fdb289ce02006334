//! No dead ends: every answer can be met with what customers of a channel have, or leads to a person.

use crate::fact::Ranked;
use crate::factor::FactorSet;
use crate::finding::Said;
use crate::guarantee::Region;
use crate::operation::{Channel, Operation};
use crate::policy::Policy;
use crate::requirement::{Notice, Requirement};
use crate::rule::{AtLeast, Circumstances};
use crate::verify::ask::{Case, Goal, Ground};
use crate::verify::axis::Side;
use crate::verify::inside::is_inside;
use crate::verify::witness::{self, Witness};

/// An answer that customers with an enrolment cannot meet, and that leads to no person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeadEnd {
    /// Their channel.
    pub channel: Channel,
    /// What they have there.
    pub factors: FactorSet,
    /// Whether it bars the way back from a freeze.
    pub frozen: bool,
    /// The least demand that they cannot meet; of the way back, a refusal too.
    pub unmet: Requirement,
    /// A reading with that answer; `None` where the search did not end within its budget, so that there may be one.
    pub witness: Option<Witness>,
}

/// A demand that cannot be met, as parts of which each is demanded by some rule.
type Atoms = Vec<Requirement>;

/// The dead ends of a policy: at the most one for each declared enrolment, and one for its way back from a freeze.
pub(super) fn dead_ends(policy: &Policy, ground: &Ground<'_>, left: &mut u64) -> Vec<DeadEnd> {
    let mut found = Vec::new();
    for enrolment in policy.enrolments() {
        for frozen in [false, true] {
            found.extend(of_enrolment(policy, ground, *enrolment, frozen, left));
        }
    }
    found
}

fn of_enrolment(
    policy: &Policy,
    ground: &Ground<'_>,
    (channel, factors): (Channel, FactorSet),
    frozen: bool,
    left: &mut u64,
) -> Option<DeadEnd> {
    let mut circumstances = Circumstances { channels: 1 << channel.code(), ..Circumstances::ANY };
    let mut from = Vec::new();
    if frozen {
        circumstances.operations = 1 << Operation::LiftFreeze.code();
        from.push(AtLeast::Ranked(Ranked::Frozen, 1));
    }
    let region = Region { from, upto: Vec::new(), circumstances };
    let kinds = ground.within(&region);
    let ways_out = ways_out(policy, frozen);
    let mut unmeetable = unmeetable(policy, channel, factors);
    if frozen {
        unmeetable.push(vec![Requirement { refuse: true, ..Requirement::NOTHING }]);
    }
    let mut doubt = None;
    for atoms in unmeetable {
        let unmet = atoms.iter().fold(Requirement::NOTHING, |all, atom| all.join(*atom));
        let goals = goals(policy, &atoms, &ways_out);
        let mut case = Case::new(ground, &kinds, region.clone(), goals);
        case.go_on(ground, u64::MAX, left);
        let end = |witness| DeadEnd { channel, factors, frozen, unmet, witness };
        if let Some((_, class, values)) = &case.reached {
            let reading = witness::reading(ground, class, values);
            let but =
                Said::new("what is asked cannot be met, and leads to no person", "要求无法满足，且不转人工");
            let story = witness::story(ground, class, values, &reading, &but);
            let witness = Witness::new(policy, reading, story, |reading| {
                let verdict = policy.judge(reading);
                let demand = *verdict.requirement();
                is_inside(&region, reading, &verdict)
                    && demand.is_at_least(unmet)
                    && !leads_out(demand, frozen)
            });
            return Some(end(Some(witness)));
        }
        if case.open().is_some() {
            doubt = Some(end(None));
        }
    }
    doubt
}

/// Whether a demand leads to a person, or refuses or freezes; of the way back from a freeze these are no way out.
fn leads_out(demand: Requirement, frozen: bool) -> bool {
    let bars = demand.refuse || demand.freeze;
    demand.review > 0 || demand.notify.contains(Notice::Agent) || (bars && !frozen)
}

/// The rules that lead to a person, and those that refuse or freeze, each with the side that judges it. Where the way back
/// from a freeze is asked about, a refusal is no way out.
fn ways_out(policy: &Policy, frozen: bool) -> Vec<(Side, usize)> {
    let demanding = policy.rules().iter().enumerate().filter(|(_, rule)| !rule.shadow);
    let out = demanding.flat_map(|(number, rule)| {
        let Requirement { review, refuse, freeze, notify, .. } = rule.demand;
        let usual = review > 0 || (refuse && !frozen);
        let lasting = notify.contains(Notice::Agent) || (freeze && !frozen);
        let sides = [(usual, Side::First), (lasting, Side::Second)];
        sides.into_iter().filter(|(out, _)| *out).map(move |(_, side)| (side, number))
    });
    out.collect()
}

/// One goal for each choice of rules that demand the atoms together: these fire, and no way out does.
fn goals(policy: &Policy, atoms: &Atoms, ways_out: &[(Side, usize)]) -> Vec<Goal> {
    let mut choices: Vec<Vec<usize>> = vec![Vec::new()];
    for atom in atoms {
        let demanding = policy.rules().iter().enumerate().filter(|(_, rule)| !rule.shadow);
        let rules: Vec<usize> =
            demanding.filter(|(_, rule)| rule.demand.is_at_least(*atom)).map(|(number, _)| number).collect();
        choices = choices
            .iter()
            .flat_map(|chosen| rules.iter().map(move |rule| [chosen.as_slice(), &[*rule]].concat()))
            .collect();
    }
    let goal = |chosen: Vec<usize>| Goal {
        fire: chosen.into_iter().map(|rule| (Side::First, rule)).collect(),
        silent: ways_out.to_vec(),
        part: None,
    };
    choices.into_iter().map(goal).collect()
}

/// The least demands that an enrolment cannot meet, of what the policy demands at all. A fresh proof meets any age, so
/// ages do not matter.
fn unmeetable(policy: &Policy, channel: Channel, factors: FactorSet) -> Vec<Atoms> {
    let none = Requirement::NOTHING;
    let held = factors.without(policy.ladder().excluded(channel));
    let demands = || policy.rules().iter().filter(|rule| !rule.shadow).map(|rule| rule.demand);
    let all = demands().fold(none, Requirement::join);
    let distrust = |set: FactorSet| -> Atoms {
        set.iter().map(|factor| Requirement { distrusted: FactorSet::NONE.with(factor), ..none }).collect()
    };
    let mut found: Vec<Atoms> = Vec::new();
    for factor in all.include.iter() {
        let include = Requirement { include: FactorSet::NONE.with(factor), ..none };
        if !held.contains(factor) {
            found.push(vec![include]);
        } else if all.distrusted.contains(factor) {
            found.push([vec![include], distrust(FactorSet::NONE.with(factor))].concat());
        }
    }
    for kinds in 1..=all.kinds {
        let lacks = |lost: FactorSet| held.without(lost).kinds() < kinds;
        for lost in least(all.distrusted.intersection(held), lacks) {
            found.push([vec![Requirement { kinds, ..none }], distrust(lost)].concat());
        }
    }
    let mut lower: Vec<FactorSet> = Vec::new();
    for rung in 1..=all.rung {
        let from = policy.ladder().rungs().get(usize::from(rung).saturating_sub(1));
        let sets = policy.ladder().sets().iter().skip(from.map_or(0, |rung| usize::from(rung.first)));
        let sets: Vec<FactorSet> = sets.copied().filter(|set| set.is_within(held)).collect();
        let lacks = |lost: FactorSet| sets.iter().all(|set| !set.intersection(lost).is_empty());
        for lost in least(all.distrusted.intersection(held), lacks) {
            // What bars a lower rung bars this one; the lower one says it.
            if !lower.iter().any(|known| known.is_within(lost)) {
                lower.push(lost);
                found.push([vec![Requirement { rung, ..none }], distrust(lost)].concat());
            }
        }
    }
    found
}

/// The least subsets of some factors that a test accepts, where it accepts every larger one too.
fn least(factors: FactorSet, accepts: impl Fn(FactorSet) -> bool) -> Vec<FactorSet> {
    let mut subsets = vec![FactorSet::NONE];
    for factor in factors.iter() {
        let with: Vec<FactorSet> = subsets.iter().map(|set| set.with(factor)).collect();
        subsets.extend(with);
    }
    // Doubled so, every set stands behind its subsets.
    let mut found: Vec<FactorSet> = Vec::new();
    for set in subsets {
        if !found.iter().any(|known| known.is_within(set)) && accepts(set) {
            found.push(set);
        }
    }
    found
}
