//! Guarantees, part by part: which rules would have to stay silent, or which one to fire.

use crate::exemption::AtMost;
use crate::fact::{Fact, Metered, State};
use crate::factor::FactorSet;
use crate::finding::Said;
use crate::guarantee::{Guarantee, Promise, Region};
use crate::policy::Policy;
use crate::reading::metered_states;
use crate::requirement::{Notice, Notices, Requirement};
use crate::rule::AtLeast;
use crate::verify::class::{Class, classes};
use crate::verify::clauses::Scene;
use crate::verify::question::{Bound, Clause, Room};
use crate::verify::search::{Answer, Search};
use crate::verify::space::{Space, View};
use crate::verify::witness::{self, Witness};

/// Work that may be spent on all guarantees of a policy: a node of the search is 1, a sum over bit sets 4. Work and not
/// time, so that every machine says the same.
pub const BUDGET: u64 = 6_000;
/// Work on one question in the first round, and in the second; the third has the rest.
const ROUNDS: [u64; 2] = [64, 2_048];

/// What the verifier says of a guarantee.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proof {
    /// It holds for every closed reading of its region.
    Proved,
    /// It does not: this reading refutes it.
    Refuted(Box<Witness>),
    /// Not proved, for this reason.
    Undecided(Said),
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

/// Proves one guarantee about a policy, its own or another, within so much work. A leak bound stays undecided.
#[must_use]
pub fn prove(policy: &Policy, guarantee: &Guarantee, budget: u64) -> Proven {
    let mut proven = untried(guarantee);
    if !matches!(guarantee.promise, Promise::LeakAtMost(..)) {
        let (proof, nodes, _) = decide(policy, guarantee, budget);
        (proven.proof, proven.nodes) = (proof, nodes);
    }
    proven
}

/// Proves the guarantees of a policy, in the order of the file, within one budget.
#[must_use]
pub fn guarantees(policy: &Policy) -> Vec<Proven> {
    let mut left = BUDGET;
    let mut found: Vec<Proven> = policy.guarantees().iter().map(untried).collect();
    for most in ROUNDS.into_iter().chain([u64::MAX]) {
        for (guarantee, proven) in policy.guarantees().iter().zip(&mut found) {
            if matches!(proven.proof, Proof::Undecided(_))
                && !matches!(guarantee.promise, Promise::LeakAtMost(..))
            {
                let (proof, nodes, spent) = decide(policy, guarantee, most.min(left));
                left = left.saturating_sub(spent);
                proven.proof = proof;
                proven.nodes = proven.nodes.saturating_add(nodes);
            }
        }
    }
    found
}

fn untried(guarantee: &Guarantee) -> Proven {
    let reason = match guarantee.promise {
        Promise::LeakAtMost(..) => {
            Said::new("this version does not prove leak bounds", "此版本不证明流失上限")
        }
        _ => Said::new("nothing was tried yet", "尚未尝试"),
    };
    Proven { id: guarantee.id.clone(), proof: Proof::Undecided(reason), nodes: 0 }
}

/// One part of a requirement, or one element of a part that is a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Part {
    demand: Requirement,
    view: View,
}

/// The parts of a requirement, sets by element.
fn parts(demand: Requirement) -> Vec<Part> {
    let none = Requirement::NOTHING;
    let mut all = Vec::new();
    for part in demand.parts() {
        let lasting = part.freeze || part.notify != Notices::NONE;
        let view = if lasting { View::Least } else { View::Usual };
        let single = FactorSet::NONE;
        let each = |set: FactorSet, with: &dyn Fn(FactorSet) -> Requirement| {
            set.iter().map(|factor| with(single.with(factor))).collect::<Vec<_>>()
        };
        let pieces = if !part.include.is_empty() {
            each(part.include, &|include| Requirement { include, ..none })
        } else if !part.distrusted.is_empty() {
            each(part.distrusted, &|distrusted| Requirement { distrusted, ..none })
        } else if part.notify != Notices::NONE {
            let named = Notice::ALL.iter().copied().filter(|notice| part.notify.contains(*notice));
            named.map(|notice| Requirement { notify: Notices::NONE.with(notice), ..none }).collect()
        } else {
            vec![part]
        };
        all.extend(pieces.into_iter().map(|demand| Part { demand, view }));
    }
    all
}

/// What a question came to, over all classes of a region.
enum Found {
    Nothing,
    Witness(Class, Vec<usize>),
    Spent,
}

/// Proves one guarantee within so much work; gives the nodes and the work, too.
fn decide(policy: &Policy, guarantee: &Guarantee, budget: u64) -> (Proof, u64, u64) {
    let space = Space::new(policy, &cuts(&guarantee.region));
    let classes = classes(policy, &guarantee.region);
    let (mut left, mut nodes, mut unknown) = (budget, 0, None);
    let questions: Vec<(Requirement, View, bool)> = match &guarantee.promise {
        Promise::AtLeast(demand) => {
            parts(*demand).into_iter().map(|part| (part.demand, part.view, true)).collect()
        }
        Promise::AtMost(most) => {
            let none = Requirement { distrusted: FactorSet::ALL, ..*most };
            let most = if most.distrusted.is_empty() { none } else { *most };
            [View::Usual, View::Least].map(|view| (most, view, false)).into()
        }
        Promise::LeakAtMost(..) => Vec::new(),
    };
    for (demand, view, least) in questions {
        let mut ask = |scene: Scene<'_>, room: Room| {
            let mut search = Search::new(&space, view, least, left);
            let found = if least {
                not_demanded(&mut search, scene, room, demand, view)
            } else {
                beyond(&mut search, scene, room, demand, view)
            };
            left = search.left();
            nodes = search.nodes().saturating_add(nodes);
            found
        };
        for class in &classes {
            let scene = Scene { policy, space: &space, class };
            let Some(room) = room(scene, &guarantee.region) else { continue };
            match ask(scene, room) {
                Found::Nothing => {}
                Found::Spent => unknown = Some(demand),
                Found::Witness(class, values) => {
                    let proof = refuted(policy, &space, &class, &values, &guarantee.promise);
                    return (proof, nodes, budget.saturating_sub(left));
                }
            }
        }
    }
    let proof = unknown.map_or(Proof::Proved, |_| {
        Proof::Undecided(Said::new(
            format!(
                "the search did not end within {BUDGET} units of work; a narrower `given` usually decides it"
            ),
            format!("搜索未能在{BUDGET}单位的预算内完成；缩小`given`通常即可判定"),
        ))
    });
    (proof, nodes, budget.saturating_sub(left))
}

/// Where a region cuts metered facts beyond the policy's own thresholds.
fn cuts(region: &Region) -> Vec<(Metered, i64)> {
    let from = region.from.iter().filter_map(|bound| match bound {
        AtLeast::Metered(fact, value) => Some((*fact, *value)),
        AtLeast::Ranked(..) => None,
    });
    let upto = region.upto.iter().filter_map(|bound| match bound {
        AtMost::Metered(fact, value) => Some((*fact, value.saturating_add(1))),
        AtMost::Ranked(..) => None,
    });
    from.chain(upto).collect()
}

/// The region of a class: what each fact may be, and the score; `None` where nothing is in it.
fn room(scene: Scene<'_>, region: &Region) -> Option<Room> {
    let mut room = Room::whole(scene.space);
    for (place, axis) in scene.space.axes.iter().enumerate() {
        if let Fact::Metered(fact) = axis.fact {
            let possible = metered_states(fact, scene.class.operation).iter().fold(0, |mask, state| {
                mask | if *state == State::Known { axis.known() } else { axis.of_state(*state) }
            });
            room.cut(Bound::In(place, possible));
        }
    }
    let from = region.from.iter().filter_map(|bound| scene.reached(*bound, View::Usual));
    let upto = region.upto.iter().filter_map(|bound| scene.held(*bound, View::Usual));
    for bound in from.chain(upto) {
        room.cut(bound);
    }
    (!room.is_empty()).then_some(room)
}

/// Is there a reading of the room where no rule demands as much as one part?
fn not_demanded(
    search: &mut Search<'_>,
    scene: Scene<'_>,
    room: Room,
    part: Requirement,
    view: View,
) -> Found {
    let adequate = scene.rules().filter(|(_, rule)| rule.demand.is_at_least(part));
    let clauses: Vec<Clause> = adequate.map(|(number, rule)| scene.silent(number, rule, view)).collect();
    match search.solve(room, clauses.iter().collect()) {
        Answer::None => Found::Nothing,
        Answer::Unknown => Found::Spent,
        Answer::Some(values) => Found::Witness(scene.class.clone(), values),
    }
}

/// Is there a reading of the room where a rule demands more than this?
fn beyond(search: &mut Search<'_>, scene: Scene<'_>, room: Room, most: Requirement, view: View) -> Found {
    let mut spent = false;
    for (number, rule) in scene.rules() {
        let lasting =
            Requirement { freeze: rule.demand.freeze, notify: rule.demand.notify, ..Requirement::NOTHING };
        let usual = Requirement { freeze: false, notify: Notices::NONE, ..rule.demand };
        let demand = if view == View::Least { lasting } else { usual };
        if most.is_at_least(demand) {
            continue;
        }
        let (bounds, clauses) = scene.firing(number, rule, view);
        let mut fires = room.clone();
        for bound in bounds {
            fires.cut(bound);
        }
        if fires.is_empty() {
            continue;
        }
        match search.solve(fires, clauses.iter().collect()) {
            Answer::None => {}
            Answer::Unknown => spent = true,
            Answer::Some(values) => return Found::Witness(scene.class.clone(), values),
        }
    }
    if spent { Found::Spent } else { Found::Nothing }
}

/// A witness, judged again; what `judge` does not confirm is not shown.
fn refuted(policy: &Policy, space: &Space, class: &Class, values: &[usize], promise: &Promise) -> Proof {
    let reading = witness::reading(policy, space, class, values);
    let demand = *policy.judge(&reading).requirement();
    let (broken, but) = match promise {
        Promise::AtLeast(least) => {
            (!demand.is_at_least(*least), Said::new("not as much is demanded", "要求不足"))
        }
        Promise::AtMost(most) => {
            let counted = if most.distrusted.is_empty() {
                Requirement { distrusted: FactorSet::NONE, ..demand }
            } else {
                demand
            };
            (!most.is_at_least(counted), Said::new("more is demanded", "要求过多"))
        }
        Promise::LeakAtMost(..) => (false, Said::new("", "")),
    };
    if broken {
        let story = witness::story(policy, space, class, values, &but);
        return Proof::Refuted(Box::new(Witness { reading, story }));
    }
    Proof::Undecided(Said::new(
        "a witness was found that judging it does not confirm: a mistake of the verifier, please report it",
        "找到的反例未被判定确认：这是验证器的错误，请报告",
    ))
}
