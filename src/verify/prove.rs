//! Guarantees, part by part: which rules would have to stay silent, or which one to fire.

use crate::bits::Bits;
use crate::exemption::AtMost;
use crate::fact::{Fact, Metered, State};
use crate::factor::FactorSet;
use crate::finding::Said;
use crate::guarantee::{Guarantee, Promise, Region};
use crate::policy::Policy;
use crate::reading::metered_states;
use crate::requirement::{Notice, Notices, Requirement};
use crate::rule::AtLeast;
use crate::verify::class::{Class, Kinds};
use crate::verify::clauses::Scene;
use crate::verify::question::{Bound, Clause, Room};
use crate::verify::search::{Answer, Search};
use crate::verify::space::{Space, View};
use crate::verify::witness::{self, Witness};

/// Work that may be spent on all guarantees of a policy: a node of the search is 1, a sum over bit sets 4. Work and not
/// time, so that every machine says the same.
pub const BUDGET: u64 = 6_000;
/// Work on one question in each round; the last may take what is left.
const ROUNDS: [u64; 3] = [64, 2_048, u64::MAX];
const NOTHING: Requirement = Requirement::NOTHING;

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
    let mut case = Case::new(policy, guarantee);
    let mut left = budget;
    case.go_on(policy, u64::MAX, &mut left);
    case.proven()
}

/// Proves the guarantees of a policy, in the order of the file, within one budget: every question with a little of it,
/// the undecided ones with more, then with the rest, so that one hard guarantee does not starve the others.
#[must_use]
pub fn guarantees(policy: &Policy) -> Vec<Proven> {
    let mut left = BUDGET;
    let mut cases: Vec<Case<'_>> =
        policy.guarantees().iter().map(|guarantee| Case::new(policy, guarantee)).collect();
    for most in ROUNDS {
        cases.iter_mut().for_each(|case| case.go_on(policy, most, &mut left));
    }
    cases.into_iter().map(Case::proven).collect()
}

/// One guarantee, and the questions about it that are still open.
struct Case<'g> {
    guarantee: &'g Guarantee,
    space: Space,
    open: Vec<Question>,
    witness: Option<Proof>,
    nodes: u64,
}

/// Whether a class has a reading of the region where no rule demands a part, or where one rule demands too much.
struct Question {
    class: Class,
    view: View,
    /// The rules that must all be silent, or the one that must fire.
    rules: Vec<usize>,
    silent: bool,
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

impl<'g> Case<'g> {
    fn new(policy: &Policy, guarantee: &'g Guarantee) -> Self {
        let mut case = Self {
            guarantee,
            space: Space::new(policy, &cuts(&guarantee.region)),
            open: Vec::new(),
            witness: None,
            nodes: 0,
        };
        let kinds = Kinds::new(policy, &guarantee.region);
        let demanding = || policy.rules().iter().enumerate().filter(|(_, rule)| !rule.shadow);
        match &guarantee.promise {
            Promise::AtLeast(demand) => {
                for Part { demand, view } in parts(*demand) {
                    let adequate = demanding().filter(|(_, rule)| rule.demand.is_at_least(demand));
                    case.ask(policy, &kinds, view, adequate.map(|(number, _)| number).collect(), true);
                }
            }
            Promise::AtMost(most) => {
                for (number, rule) in demanding() {
                    let lasting =
                        Requirement { freeze: rule.demand.freeze, notify: rule.demand.notify, ..NOTHING };
                    let usual = Requirement { freeze: false, notify: Notices::NONE, ..rule.demand };
                    for (view, demand) in [(View::Usual, usual), (View::Least, lasting)] {
                        if !ceiling(*most).is_at_least(demand) {
                            case.ask(policy, &kinds, view, vec![number], false);
                        }
                    }
                }
            }
            Promise::LeakAtMost(..) => {}
        }
        case
    }

    /// One question for each class that these rules and the exemptions from them can tell apart.
    fn ask(&mut self, policy: &Policy, kinds: &Kinds, view: View, rules: Vec<usize>, silent: bool) {
        let mut about = Bits::NONE;
        rules.iter().for_each(|number| about.insert(*number));
        for (number, exemption) in policy.exemptions().iter().enumerate() {
            if exemption.from.iter().any(|rule| rules.contains(rule)) {
                about.insert(policy.rules().len().saturating_add(number));
            }
        }
        let classes = kinds.classes(&about).into_iter();
        self.open.extend(classes.map(|class| Question { class, view, rules: rules.clone(), silent }));
    }

    /// Answers what can be answered with so much work a question.
    fn go_on(&mut self, policy: &Policy, most: u64, left: &mut u64) {
        let open = core::mem::take(&mut self.open);
        for question in open {
            if self.witness.is_some() {
                return;
            }
            if *left == 0 {
                self.open.push(question);
                continue;
            }
            let quota = most.min(*left);
            let mut search = Search::new(&self.space, question.view, question.silent, quota);
            let answer = question.answer(policy, &self.space, self.guarantee, &mut search);
            *left = left.saturating_sub(quota.saturating_sub(search.left()).max(1));
            self.nodes = self.nodes.saturating_add(search.nodes());
            match answer {
                Answer::None => {}
                Answer::Unknown => self.open.push(question),
                Answer::Some(values) => {
                    let witness =
                        refuted(policy, &self.space, &question.class, &values, &self.guarantee.promise);
                    self.witness = Some(witness);
                }
            }
        }
    }

    fn proven(self) -> Proven {
        let proof = match (&self.guarantee.promise, self.witness) {
            (_, Some(witness)) => witness,
            (Promise::LeakAtMost(..), _) => {
                Proof::Undecided(Said::new("this version does not prove leak bounds", "此版本不证明流失上限"))
            }
            _ if self.open.is_empty() => Proof::Proved,
            _ => Proof::Undecided(Said::new(
                "the search did not end within its budget of work; a narrower `given` usually decides it",
                "搜索未能在预算内完成；缩小`given`通常即可判定",
            )),
        };
        Proven { id: self.guarantee.id.clone(), proof, nodes: self.nodes }
    }
}

impl Question {
    fn answer(
        &self,
        policy: &Policy,
        space: &Space,
        guarantee: &Guarantee,
        search: &mut Search<'_>,
    ) -> Answer {
        let scene = Scene { policy, space, class: &self.class };
        let Some(mut room) = room(scene, &guarantee.region) else { return Answer::None };
        let rules = || self.rules.iter().filter_map(|number| scene.rule(*number));
        if self.silent {
            let clauses: Vec<Clause> =
                rules().map(|(number, rule)| scene.silent(number, rule, self.view)).collect();
            return search.solve(room, clauses.iter().collect());
        }
        let Some((number, rule)) = rules().next() else { return Answer::None };
        let (bounds, clauses) = scene.firing(number, rule, self.view);
        for bound in bounds {
            room.cut(bound);
        }
        if room.is_empty() { Answer::None } else { search.solve(room, clauses.iter().collect()) }
    }
}

/// What `at_most` lets be demanded: distrusted factors count only where it names some.
fn ceiling(most: Requirement) -> Requirement {
    let all = Requirement { distrusted: FactorSet::ALL, ..most };
    if most.distrusted.is_empty() { all } else { most }
}

/// Where a region cuts metered facts beyond the policy's own thresholds: at the bounds that bind, so that there are two
/// cuts a fact at the most.
fn cuts(region: &Region) -> Vec<(Metered, i64)> {
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

/// A witness, judged again; what `judge` does not confirm is not shown.
fn refuted(policy: &Policy, space: &Space, class: &Class, values: &[usize], promise: &Promise) -> Proof {
    let reading = witness::reading(policy, space, class, values);
    let demand = *policy.judge(&reading).requirement();
    let (broken, but) = match promise {
        Promise::AtLeast(least) => {
            (!demand.is_at_least(*least), Said::new("not as much is demanded", "要求不足"))
        }
        Promise::AtMost(most) => {
            (!ceiling(*most).is_at_least(demand), Said::new("more is demanded", "要求过多"))
        }
        Promise::LeakAtMost(..) => (false, Said::new("", "")),
    };
    if broken && reading.is_closed() {
        let story = witness::story(policy, space, class, values, &but);
        return Proof::Refuted(Box::new(Witness { reading, story }));
    }
    Proof::Undecided(Said::new(
        "a witness was found that judging it does not confirm: a mistake of the verifier, please report it",
        "找到的反例未被判定确认：这是验证器的错误，请报告",
    ))
}
