//! Guarantees, part by part: which rules would have to stay silent, or which one to fire.

use crate::exemption::AtMost;
use crate::fact::{Metered, Ranked};
use crate::factor::FactorSet;
use crate::finding::Said;
use crate::guarantee::{Guarantee, Promise, Region};
use crate::policy::Policy;
use crate::requirement::{Notices, Requirement};
use crate::rule::AtLeast;
use crate::verify::ask::{Case, Goal, Ground, ROUNDS};
use crate::verify::axis::{Side, Sight, View};
use crate::verify::class::{Class, Kinds, Wish};
use crate::verify::inside::is_inside;
use crate::verify::leak::{Leaked, leaked_to_all};
use crate::verify::part::{Piece, pieces};
use crate::verify::witness::{self, Witness};

/// Work that may be spent on all guarantees of a policy: a node of the search is 1, a sum over bit sets 4. Work and not
/// time, so that every machine says the same.
pub const BUDGET: u64 = 5_000;

/// What the verifier says of a guarantee.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proof {
    /// It holds for every closed reading of its region.
    Proved,
    /// It does not: this reading refutes it.
    Refuted(Box<Witness>),
    /// It promises a leak bound, and more leaves: so much, by this schedule.
    Leaks(Box<Leaked>),
    /// Not proved, for this reason.
    Undecided(Said),
    /// No reading is in its region, so that it promises nothing.
    Empty,
}

/// One guarantee and what was found of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proven {
    /// The guarantee's id.
    pub id: String,
    /// What the verifier says.
    pub proof: Proof,
    /// Nodes that the search looked at.
    pub nodes: u64,
}

/// Proves one guarantee about a policy, its own or another, within so much work.
#[must_use]
pub fn prove(policy: &Policy, guarantee: &Guarantee, budget: u64) -> Proven {
    let proven = prove_all(policy, core::slice::from_ref(guarantee), budget, &[u64::MAX]);
    let unasked = || Proven { id: guarantee.id.clone(), proof: Proof::Empty, nodes: 0 };
    proven.into_iter().next().unwrap_or_else(unasked)
}

/// Proves the guarantees of a policy, in the order of the file, within one budget: every question with a little of it,
/// the undecided ones with more, then with the rest, so that one hard guarantee does not starve the others.
#[must_use]
pub fn guarantees(policy: &Policy) -> Vec<Proven> {
    prove_all(policy, policy.guarantees(), BUDGET, &ROUNDS)
}

fn prove_all(policy: &Policy, guarantees: &[Guarantee], budget: u64, rounds: &[u64]) -> Vec<Proven> {
    let sights = [View::Usual, View::Least].map(|view| Sight { policy, view });
    let cuts: Vec<(Metered, i64)> = guarantees.iter().flat_map(|guarantee| cuts(&guarantee.region)).collect();
    let shared = Ground::new(sights, &cuts);
    // Many guarantees can cut a fact into more cells than a mask holds; then each has a space of its own, which has two
    // cuts a fact at the most.
    let own: Vec<Option<Ground<'_>>> = match &shared {
        Some(_) => Vec::new(),
        None => {
            guarantees.iter().map(|guarantee| Ground::new(sights, &self::cuts(&guarantee.region))).collect()
        }
    };
    let ground = |number: usize| shared.as_ref().or_else(|| own.get(number).and_then(Option::as_ref));
    let mut left = budget;
    let mut cases: Vec<Option<(&Ground<'_>, Case)>> = Vec::new();
    for (number, guarantee) in guarantees.iter().enumerate() {
        let case = ground(number).map(|ground| (ground, case(ground, policy, guarantee, &mut left)));
        cases.push(case);
    }
    for most in rounds {
        for (ground, case) in cases.iter_mut().flatten() {
            case.go_on(ground, *most, &mut left);
        }
    }
    let numbered = guarantees.iter().zip(cases);
    let proven = numbered.map(|(guarantee, case)| match case {
        Some((ground, case)) => proven(ground, guarantee, case, budget, &mut left),
        None => Proven { id: guarantee.id.clone(), proof: undecided("", "", budget, None), nodes: 0 },
    });
    proven.collect()
}

/// The goals of which none may be reached: that no rule demands a part, or that one rule demands too much.
fn case(ground: &Ground<'_>, policy: &Policy, guarantee: &Guarantee, left: &mut u64) -> Case {
    let kinds = ground.within(&guarantee.region);
    let demanding = || policy.rules().iter().enumerate().filter(|(_, rule)| !rule.shadow);
    let goals = match &guarantee.promise {
        Promise::AtLeast(demand) => {
            let goal = |piece: Piece| {
                let adequate = demanding().filter(|(_, rule)| rule.demand.is_at_least(piece.demand));
                let silent = adequate.map(|(number, _)| (side(piece.view), number)).collect();
                Goal { silent, part: Some(piece.part), ..Goal::default() }
            };
            let pieces = pieces(*demand);
            let whole = is_whole(ground, &kinds, &guarantee.region, &pieces, left);
            let open = pieces.into_iter().filter(|piece| !(whole && piece.view == View::Usual));
            open.map(goal).collect()
        }
        Promise::AtMost(most) => {
            let goals = demanding().flat_map(|(number, rule)| {
                let Requirement { freeze, notify, .. } = rule.demand;
                let lasting = Requirement { freeze, notify, ..Requirement::NOTHING };
                let usual = Requirement { freeze: false, notify: Notices::NONE, ..rule.demand };
                let demands = [(Side::First, usual), (Side::Second, lasting)].into_iter();
                let above = demands.filter(|(_, demand)| !ceiling(*most).is_at_least(*demand));
                above.map(move |(side, _)| Goal { fire: vec![(side, number)], ..Goal::default() })
            });
            goals.collect()
        }
        Promise::LeakAtMost(..) => Vec::new(),
    };
    Case::new(ground, &kinds, guarantee.region.clone(), goals)
}

/// Whether everything that is promised of the decision itself is demanded by rules that demand all of it: then its pieces
/// need not be asked about one by one.
fn is_whole(ground: &Ground<'_>, kinds: &Kinds, region: &Region, pieces: &[Piece], left: &mut u64) -> bool {
    let usual = pieces.iter().filter(|piece| piece.view == View::Usual);
    let demand = usual.clone().fold(Requirement::NOTHING, |all, piece| all.join(piece.demand));
    let [policy, _] = ground.policies();
    let demanding = policy.rules().iter().enumerate().filter(|(_, rule)| !rule.shadow);
    let adequate = demanding.filter(|(_, rule)| rule.demand.is_at_least(demand));
    let silent: Vec<(Side, usize)> = adequate.map(|(number, _)| (Side::First, number)).collect();
    if silent.is_empty() || usual.count() < 2 {
        return false;
    }
    let goal = Goal { silent, ..Goal::default() };
    let mut case = Case::new(ground, kinds, region.clone(), vec![goal]);
    let [few, ..] = ROUNDS;
    case.go_on(ground, few, left);
    case.reached.is_none() && case.open().is_none()
}

/// Effects that outlast the decision are judged by the second side, where silence is at its least.
pub(super) fn side(view: View) -> Side {
    match view {
        View::Usual => Side::First,
        View::Least => Side::Second,
    }
}

fn proven(ground: &Ground<'_>, guarantee: &Guarantee, case: Case, budget: u64, left: &mut u64) -> Proven {
    let [_, little, _] = ROUNDS;
    let proof = if let Promise::LeakAtMost(most, before) = guarantee.promise {
        let [policy, _] = ground.policies();
        match leaked_to_all(policy, Some(before), &guarantee.region, left) {
            Some(leaked) if leaked.exceeds(most) => Proof::Leaks(Box::new(leaked)),
            Some(_) if is_empty(ground, guarantee, little) => Proof::Empty,
            Some(_) => Proof::Proved,
            None => undecided("the leak bound", "流失上限", budget, None),
        }
    } else if let Some((_, class, values)) = &case.reached {
        refuted(ground, class, values, guarantee)
    } else if let Some((goal, class, room)) = case.open() {
        let (part, part_zh) = named(ground, case.goals.get(goal));
        let open = room.map(|room| witness::region(ground, class, room));
        undecided(&part, &part_zh, budget, open)
    } else if is_empty(ground, guarantee, little) {
        Proof::Empty
    } else {
        Proof::Proved
    };
    Proven { id: guarantee.id.clone(), proof, nodes: case.nodes }
}

/// Which part stayed open, or which rule.
fn named(ground: &Ground<'_>, goal: Option<&Goal>) -> (String, String) {
    if let Some(part) = goal.and_then(|goal| goal.part) {
        return (format!("`{}`", part.name()), format!("`{}`", part.name_zh()));
    }
    let fires = goal.and_then(|goal| goal.fire.first());
    let rule = fires.and_then(|(side, rule)| ground.book(*side).policy.rules().get(*rule));
    let id = rule.map_or("", |rule| rule.id.as_str());
    (format!("the rule `{id}`"), format!("规则`{id}`"))
}

fn undecided(part: &str, part_zh: &str, budget: u64, open: Option<Said>) -> Proof {
    let open = open.unwrap_or_else(|| Said::new("all of it", "全部"));
    Proof::Undecided(Said::new(
        format!("whether {part} holds was not found within {budget} units of work; still open: {}", open.en),
        format!("{budget}个工作单位内未能判定{part_zh}；尚未判定：{}", open.zh),
    ))
}

/// Whether no reading at all is in a region. `false` where that was not found within so much work.
fn is_empty(ground: &Ground<'_>, guarantee: &Guarantee, most: u64) -> bool {
    let Region { from, upto, .. } = &guarantee.region;
    let kinds = ground.within(&guarantee.region);
    let scored = |bound: &AtLeast| {
        matches!(bound, AtLeast::Ranked(Ranked::Risk, _) | AtLeast::Metered(Metered::Score, _))
    };
    if upto.is_empty() && !from.iter().any(scored) {
        // Lower bounds leave the greatest value of every fact, and those stand together.
        let classes = kinds.classes(&Wish::NONE);
        return !classes.iter().any(|class| ground.room(class, &guarantee.region).is_some());
    }
    let anything = vec![Goal::default()];
    let mut case = Case::new(ground, &kinds, guarantee.region.clone(), anything);
    let mut left = most;
    case.go_on(ground, most, &mut left);
    case.reached.is_none() && case.open().is_none()
}

/// What `at_most` lets be demanded: distrusted factors count only where it names some.
fn ceiling(most: Requirement) -> Requirement {
    let all = Requirement { distrusted: FactorSet::ALL, ..most };
    if most.distrusted.is_empty() { all } else { most }
}

/// Where a region cuts metered facts: at the bounds that bind, so that there are two cuts a fact at the most.
pub(super) fn cuts(region: &Region) -> Vec<(Metered, i64)> {
    let mut cuts = Vec::new();
    for fact in Metered::ALL.iter().copied() {
        let from = region.from.iter().filter_map(|bound| match bound {
            AtLeast::Metered(named, value) if *named == fact => Some(*value),
            _ => None,
        });
        let upto = region.upto.iter().filter_map(|bound| match bound {
            AtMost::Metered(named, value) if *named == fact => Some(value.saturating_add(1)),
            _ => None,
        });
        cuts.extend(from.max().into_iter().chain(upto.min()).map(|cut| (fact, cut)));
    }
    cuts
}

/// A witness, judged again; what `judge` does not confirm is not shown.
fn refuted(ground: &Ground<'_>, class: &Class, values: &[usize], guarantee: &Guarantee) -> Proof {
    let [policy, _] = ground.policies();
    let reading = witness::reading(ground, class, values);
    let breaks = |demand: Requirement| match &guarantee.promise {
        Promise::AtLeast(least) => !demand.is_at_least(*least),
        Promise::AtMost(most) => !ceiling(*most).is_at_least(demand),
        Promise::LeakAtMost(..) => false,
    };
    let but = match &guarantee.promise {
        Promise::AtMost(_) => Said::new("more is demanded", "要求过多"),
        _ => Said::new("not as much is demanded", "要求不足"),
    };
    if breaks(*policy.judge(&reading).requirement()) && reading.is_closed() {
        let story = witness::story(ground, class, values, &reading, &but);
        let witness = Witness::new(policy, reading, story, |reading| {
            let verdict = policy.judge(reading);
            is_inside(&guarantee.region, reading, &verdict) && breaks(*verdict.requirement())
        });
        return Proof::Refuted(Box::new(witness));
    }
    Proof::Undecided(Said::new(
        "a witness was found that judging it does not confirm: a mistake of the verifier, please report it",
        "找到的反例未被判定确认：这是验证器的错误，请报告",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::Circumstances;

    const BARE: &str = "schema = 1\nname = \"p\"\ncurrency = \"CNY\"\n[risk]\nmedium = 40\nhigh = 80\ncritical = 130\n[grade]\nlow = [\"balance-query\", \"transfer\", \"lower-limit\", \"wealth-purchase\", \"raise-limit\", \"loss-report\", \"card-reissue\", \"lift-freeze\"]\n";

    /// A region is not called empty because the work was spent before anything was found in it.
    #[test]
    fn a_region_that_was_not_looked_into_is_not_empty() {
        let policy = Policy::from_toml("p.toml", BARE).unwrap_or_else(|findings| panic!("{findings}")).policy;
        let sights = [View::Usual, View::Least].map(|view| Sight { policy: &policy, view });
        let ground = Ground::new(sights, &[]).unwrap();
        let up_to = |score: i64| {
            let upto = vec![AtMost::Metered(Metered::Score, score)];
            let region = Region { from: Vec::new(), upto, circumstances: Circumstances::ANY };
            Guarantee { id: "g".to_owned(), region, promise: Promise::AtMost(Requirement::NOTHING) }
        };
        let empty = |score: i64, most: u64| is_empty(&ground, &up_to(score), most);
        assert_eq!([empty(0, 0), empty(0, 64), empty(-1, 0), empty(-1, 64)], [false, false, false, true]);
    }
}
