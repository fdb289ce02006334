//! What a policy says in vain, or says badly: rules that never fire or change nothing, cliffs, lines that splitting gets
//! below, signals that nothing uses, dead ends.

use std::collections::BTreeSet;

use crate::exemption::AtMost;
use crate::fact::{Fact, MeterUnit, Metered, Ranked};
use crate::guarantee::Region;
use crate::policy::Policy;
use crate::requirement::Requirement;
use crate::rule::{AtLeast, Circumstances, Rule};
use crate::verdict::Outcome;
use crate::verify::ask::{Case, Goal, Ground};
use crate::verify::axis::{Side, Sight, View, bit, lowest};
use crate::verify::class::{Class, Kinds};
use crate::verify::cover::hold_wherever;
use crate::verify::dead_end::{DeadEnd, dead_ends};
use crate::verify::leak::{Leaked, leaked_to_all};
use crate::verify::part::pieces;
use crate::verify::prove::side;
use crate::verify::room::{Bound, Room};
use crate::verify::witness;

/// Work that looking for flaws may take, in the units of [`BUDGET`](crate::verify::BUDGET).
pub const LINT_BUDGET: u64 = 3_000;
/// Ranks that an outcome may rise from one step of one fact to the next before that is a cliff.
pub const CLIFF: u8 = 3;

/// Something that a policy would be better without.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// No reading makes the rule fire.
    NeverFires {
        /// Its number.
        rule: usize,
    },
    /// Wherever the rule fires, others demand at least as much: without it nothing changes.
    Redundant {
        /// Its number.
        rule: usize,
        /// A rule that demands as much wherever it fires, where one does; else several share that.
        by: Option<usize>,
    },
    /// From one step of one fact to the next, all else at its least, the outcome rises three ranks or more.
    Cliff {
        /// The rule that does it.
        rule: usize,
        /// The fact.
        fact: Fact,
        /// Its measure below and above the step.
        step: [i64; 2],
        /// The outcome below and above.
        outcomes: [Outcome; 2],
    },
    /// The rule's only money fact is the single amount, and no rule about a total asks as much: splitting gets below it.
    Splittable {
        /// Its number.
        rule: usize,
    },
    /// Signals that neither points nor conditions use.
    Unused {
        /// The signals.
        signals: Vec<Ranked>,
    },
    /// A rule holds money for business days, and there is no calendar.
    NoCalendar {
        /// The first such rule.
        rule: usize,
    },
    /// An answer that nobody can meet, and that leads to no person.
    DeadEnd(Box<DeadEnd>),
    /// Money without end can leave in 24 hours before anything at all is asked.
    UnboundedLeak {
        /// In transfers of so many minor units.
        each: i64,
    },
}

impl Policy {
    /// What the policy says in vain, or says badly: what can be found within a budget of work. Root causes only: of a rule
    /// that never fires nothing else is said, and of two rules alike the later one is redundant.
    #[must_use]
    pub fn flaws(&self) -> Vec<Flaw> {
        let sights = [View::Usual, View::Least].map(|view| Sight { policy: self, view });
        let Some(ground) = Ground::new(sights, &[]) else { return Vec::new() };
        let mut left = LINT_BUDGET;
        let mut look =
            Look { policy: self, ground: &ground, everywhere: ground.within(&anything()), left: &mut left };
        let mut flaws = Vec::new();
        let mut spare: Vec<usize> = Vec::new();
        for rule in (0..self.rules().len()).rev() {
            if let Some(flaw) = look.in_vain(rule, &spare) {
                spare.push(rule);
                flaws.push(flaw);
            }
        }
        for rule in (0..self.rules().len()).filter(|rule| !spare.contains(rule)) {
            flaws.extend(look.is_splittable(rule).then_some(Flaw::Splittable { rule }));
            flaws.extend(look.cliff(rule));
        }
        let signals: Vec<Ranked> = Ranked::SIGNALS.into_iter().filter(|fact| !is_used(self, *fact)).collect();
        if !signals.is_empty() {
            flaws.push(Flaw::Unused { signals });
        }
        let by_days = |rule: &Rule| !rule.shadow && rule.demand.hold_days > 0;
        if let Some(rule) = self.rules().iter().position(by_days).filter(|_| self.calendar().is_none()) {
            flaws.push(Flaw::NoCalendar { rule });
        }
        let ends = dead_ends(self, &ground, &mut left).into_iter();
        flaws.extend(ends.map(|end| Flaw::DeadEnd(Box::new(end))));
        if let Some(Leaked::Unbounded { each }) = leaked_to_all(self, None, &anything(), &mut left) {
            flaws.push(Flaw::UnboundedLeak { each });
        }
        flaws
    }
}

fn anything() -> Region {
    Region { from: Vec::new(), upto: Vec::new(), circumstances: Circumstances::ANY }
}

/// Looking at one rule after the other.
struct Look<'l> {
    policy: &'l Policy,
    ground: &'l Ground<'l>,
    everywhere: Kinds,
    left: &'l mut u64,
}

impl Look<'_> {
    fn rule(&self, rule: usize) -> Option<&Rule> {
        self.policy.rules().get(rule)
    }

    /// Whether it is known that no reading reaches a goal.
    fn is_out_of_reach(&mut self, goal: Goal) -> bool {
        let mut case = Case::new(self.ground, &self.everywhere, anything(), vec![goal]);
        case.go_on(self.ground, u64::MAX, self.left);
        case.reached.is_none() && case.open().is_none()
    }

    /// Whether a rule changes nothing: it never fires, or every piece of its demand is made by others wherever it does;
    /// then by which one, if by one.
    fn in_vain(&mut self, number: usize, spare: &[usize]) -> Option<Flaw> {
        let policy = self.policy;
        let rule = policy.rules().get(number)?;
        let fires = Goal { fire: vec![(Side::First, number)], ..Goal::default() };
        if rule.shadow {
            return self.is_out_of_reach(fires).then_some(Flaw::NeverFires { rule: number });
        }
        let others = policy.rules().iter().enumerate();
        let others: Vec<(usize, Requirement)> = others
            .filter(|(other, rule)| *other != number && !spare.contains(other) && !rule.shadow)
            .map(|(other, rule)| (other, rule.demand))
            .collect();
        let adequate = |piece: Requirement| {
            let enough = others.iter().filter(move |(_, demand)| demand.is_at_least(piece));
            enough.map(|(other, _)| *other)
        };
        let mut goals: Vec<Goal> = Vec::new();
        for piece in pieces(rule.demand) {
            let side = side(piece.view);
            let silent = adequate(piece.demand).map(|other| (side, other)).collect();
            goals.push(Goal { fire: vec![(side, number)], silent, part: Some(piece.part) });
        }
        // What few others demand is most likely what the rule is there for.
        goals.sort_by_key(|goal| goal.silent.len());
        if !goals.into_iter().all(|goal| self.is_out_of_reach(goal)) {
            return None;
        }
        if self.is_out_of_reach(fires) {
            return Some(Flaw::NeverFires { rule: number });
        }
        let covers = |side: Side, other: usize| self.ground.covers(true, (side, number), (side, other));
        let by = adequate(rule.demand).find(|other| Side::BOTH.iter().all(|side| covers(*side, *other)));
        Some(Flaw::Redundant { rule: number, by })
    }

    /// Whether splitting a sum gets below a rule: it names no total, and no rule that names one asks as much from the same
    /// amount on, under conditions that are no narrower.
    fn is_splittable(&self, number: usize) -> bool {
        let Some(rule) = self.rule(number) else { return false };
        let money: Vec<(Metered, i64)> = rule.from.iter().filter_map(money).collect();
        let amount = money.iter().map(|(_, least)| *least).max().unwrap_or(0);
        // From the smallest coin on, there is nothing to be split.
        if rule.shadow || amount <= 1 || money.iter().any(|(fact, _)| *fact != Metered::Amount) {
            return false;
        }
        let narrower = |other: &Rule| {
            let rest = other.from.iter().filter(|condition| money_of(condition).is_none());
            let within = |condition: &AtLeast| rule.from.iter().any(|own| implies(own, condition));
            !rest.into_iter().all(within) || !hold_wherever(&rule.circumstances, &other.circumstances)
        };
        let totals: Vec<&Rule> = self
            .policy
            .rules()
            .iter()
            .filter(|other| {
                let of_totals: Vec<(Metered, i64)> = other.from.iter().filter_map(self::money).collect();
                let total = |(fact, least): &(Metered, i64)| is_total(*fact) && *least <= amount;
                !other.shadow && !of_totals.is_empty() && of_totals.iter().all(total) && !narrower(other)
            })
            .collect();
        let made = |piece: Requirement| totals.iter().any(|other| other.demand.is_at_least(piece));
        !pieces(rule.demand).into_iter().all(|piece| made(piece.demand))
    }

    /// A step of one fact, all else at its least, at which the rule fires and the outcome rises by a cliff.
    fn cliff(&self, number: usize) -> Option<Flaw> {
        let rule = self.rule(number)?;
        // What the rule demands alone is no cliff: then no step to it is.
        if rule.shadow || Outcome::of(&rule.demand).rank() < CLIFF {
            return None;
        }
        let steps = self.steps(number, rule.from.iter().any(is_of_score));
        let fires = Goal { fire: vec![(Side::First, number)], ..Goal::default() };
        let classes = self.ground.classes(&self.everywhere, &fires).into_iter();
        classes.filter(|class| class.is_live(Side::First, number)).find_map(|class| {
            steps.iter().find_map(|(place, cell)| self.cliff_at(number, &class, *place, *cell))
        })
    }

    /// The steps at which a rule can begin to fire, as fact and cell: where a condition begins to hold, and, for one on the
    /// score, where points rise.
    fn steps(&self, number: usize, scored: bool) -> BTreeSet<(usize, usize)> {
        let axes = &self.ground.space.axes;
        let begins = self.ground.book(Side::First).bounds(number).iter().filter_map(|bound| match bound {
            Bound::In(place, mask) => Some((*place, lowest(*mask))),
            _ => None,
        });
        let within = |(place, cell): &(usize, usize)| {
            axes.get(*place).is_some_and(|axis| (1..axis.cells.len()).contains(cell))
        };
        let mut steps: BTreeSet<(usize, usize)> = begins.filter(within).collect();
        for (place, axis) in axes.iter().enumerate().filter(|(_, axis)| scored && axis.varies(Side::First)) {
            let points = |cell: usize| axis.points_of(Side::First, cell);
            let rises = (1..axis.cells.len()).filter(|cell| points(cell.saturating_sub(1)) < points(*cell));
            steps.extend(rises.map(|cell| (place, cell)));
        }
        steps
    }

    /// The step into one cell of one fact, where the rule fires there and not below, and the outcome rises by a cliff.
    fn cliff_at(&self, number: usize, class: &Class, place: usize, cell: usize) -> Option<Flaw> {
        let space = &self.ground.space;
        let axis = space.axes.get(place)?;
        let below = cell.checked_sub(1)?;
        // WHY: a transfer counts itself, so that the least count is one; what is below that is no step.
        let whole = Room::whole(space);
        if whole.mask(place) & bit(below) == 0 {
            return None;
        }
        let at = |cell: usize| {
            let least = |other: usize| lowest(whole.mask(other));
            let mut values: Vec<usize> =
                (0..space.axes.len()).map(|other| if other == place { cell } else { least(other) }).collect();
            space.close(&mut values);
            values
        };
        let book = self.ground.book(Side::First);
        let fires = |values: &[usize]| book.fires_at(space, class, number, values);
        let high = at(cell);
        let low = fires(&high).then(|| at(below)).filter(|low| !fires(low))?;
        let outcomes = [low, high].map(|values| {
            let verdict = self.policy.judge(&witness::reading(self.ground, class, &values));
            Outcome::of(verdict.requirement())
        });
        let [from, to] = outcomes;
        let step = [axis.cells.get(below).copied()?, axis.cells.get(cell).copied()?];
        // Of rules that begin at one step, the strictest makes the cliff.
        let makes_it = self.rule(number).is_some_and(|rule| Outcome::of(&rule.demand) == to);
        let found = makes_it && to.rank() >= from.rank().saturating_add(CLIFF);
        found.then_some(Flaw::Cliff { rule: number, fact: axis.fact, step, outcomes })
    }
}

/// A condition on money, as a fact and the least amount.
fn money(condition: &AtLeast) -> Option<(Metered, i64)> {
    match condition {
        AtLeast::Metered(fact, least) if fact.unit() == MeterUnit::Money => Some((*fact, *least)),
        _ => None,
    }
}

fn money_of(condition: &AtLeast) -> Option<Metered> {
    money(condition).map(|(fact, _)| fact)
}

const fn is_total(fact: Metered) -> bool {
    !matches!(fact, Metered::Amount | Metered::Balance)
}

/// Whether one condition is reached wherever another is.
fn implies(one: &AtLeast, two: &AtLeast) -> bool {
    match (one, two) {
        (AtLeast::Ranked(a, high), AtLeast::Ranked(b, low)) => a == b && high >= low,
        (AtLeast::Metered(a, high), AtLeast::Metered(b, low)) => a == b && high >= low,
        (_, AtLeast::Ranked(_, low)) => *low == 0,
        _ => false,
    }
}

fn is_of_score(condition: &AtLeast) -> bool {
    matches!(condition, AtLeast::Ranked(Ranked::Risk, _) | AtLeast::Metered(Metered::Score, _))
}

/// Whether points or conditions use a signal.
fn is_used(policy: &Policy, fact: Ranked) -> bool {
    let column = policy.ranked.iter().find(|column| column.fact == fact);
    let weighs = column.is_some_and(|column| column.points.iter().any(|points| *points != 0));
    let named = policy
        .rules()
        .iter()
        .flat_map(|rule| &rule.from)
        .any(|condition| matches!(condition, AtLeast::Ranked(named, _) if *named == fact));
    let spared = policy
        .exemptions()
        .iter()
        .flat_map(|exemption| &exemption.upto)
        .any(|bound| matches!(bound, AtMost::Ranked(named, _) if *named == fact));
    weighs || named || spared
}
