//! The nearest change: the smallest one or two steps after which the answer would be softer, or harder.
//!
//! A *step* takes one fact to another level, as the policy cuts it: to the least measure of a higher level, to the
//! greatest of a lower one, or from a state to a known level. All steps of a change go the same way, up to harden and
//! down to soften. Then facts are closed: upwards raises what a fact implies, downwards lowers what implies it; a change
//! names every fact whose level moves, so that closing moves no other. It *flips* where the outcome or any part of what
//! is demanded or remains differs. Smaller is: fewer facts, then fewer levels moved, then the order of reports.
//!
//! What steps: every measured ordered fact. A metered one (a total, a count, an age) is the chain of the stretches
//! between the policy's thresholds. The amount of a request steps through the request, since totals, habits and drain
//! move with it: to its nearest value that flips, counted as one level. Then no other step may move the amount by
//! closing, nor take a total that counts this transfer below it, for that is the amount's own step. What does not steps: operation, channel, flags and
//! clock, which have no order; grade, risk and score, which the policy sets; and what does not apply. Proofs and the
//! customer's confirmation stay as they are.

mod amounts;
mod words;

use crate::fact::{Fact, Metered, State};
use crate::policy::Policy;
use crate::profile::Profile;
use crate::reading::Reading;
use crate::request::Request;
use crate::requirement::Requirement;
use crate::verdict::{Mismatch, Outcome, Verdict};
use crate::verify::chain::{Chain, Target, Turn, chains};

use amounts::Amounts;

/// Changes that are shown each way, at the most.
const MOST_SHOWN: usize = 3;

/// The smallest changes each way, at most three, the smallest first: of each fact its nearest level that flips; two
/// facts at once only where no single one does. The amount's own change comes fourth where it is not among the three:
/// it is what people ask first. Empty where request, profile and policy do not belong together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Nearest {
    /// After these less would be demanded.
    pub softer: Vec<Change>,
    /// After these more would be.
    pub harder: Vec<Change>,
}

/// One or two steps, and the answer that they lead to; it was judged, not inferred.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Which way.
    pub turn: Turn,
    /// The steps, in the order of reports.
    pub steps: Vec<Step>,
    /// The outcome there.
    pub outcome: Outcome,
    /// What the rules demand there.
    pub requirement: Requirement,
    /// What remains to be done there.
    pub remaining: Requirement,
}

/// One fact that would stand elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The fact.
    pub fact: Fact,
    /// Where it stands: the measure of a ranked fact; minor units, a count or seconds of a metered one; or its state.
    pub from: Result<i64, State>,
    /// Where it would stand, in the same unit.
    pub to: i64,
    /// Its level now, from 0; of a metered fact, how many of the policy's thresholds it has reached. In a state, the
    /// level that the policy reads it as.
    pub from_level: u8,
    /// Its level there.
    pub to_level: u8,
    /// How many levels the step counts as, from 1; the amount of a request counts as one.
    pub levels: u8,
}

/// The smallest changes that would turn the answer to a request, each way.
///
/// Pure, total, without I/O; some hundreds to some ten thousands of judgements.
#[must_use]
pub fn nearest(policy: &Policy, request: &Request, profile: &Profile) -> Nearest {
    if Mismatch::of(request, profile, policy.currency()) != Mismatch::None {
        return Nearest::default();
    }
    find(policy, &Reading::of(request, profile), Amounts::of(request, profile))
}

/// The same of a reading alone, for an auditor who has no request: the amount is a metered fact like any other.
#[must_use]
pub fn nearest_reading(policy: &Policy, reading: &Reading) -> Nearest {
    find(policy, reading, None)
}

fn find(policy: &Policy, reading: &Reading, amounts: Option<Amounts<'_>>) -> Nearest {
    let verdict = policy.judge(reading);
    let chains = chains(policy, reading, &verdict);
    let ground = Ground { policy, reading: *reading, chains, amounts, now: Answer::of(&verdict) };
    Nearest { softer: ground.changes(Turn::Softer), harder: ground.changes(Turn::Harder) }
}

/// What flips: the outcome, and every part of what is demanded and of what remains.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Answer {
    outcome: Outcome,
    requirement: Requirement,
    remaining: Requirement,
}

/// Where the answer stands, and everything that could step.
struct Ground<'a> {
    policy: &'a Policy,
    reading: Reading,
    chains: Vec<Chain>,
    /// Where a request with an amount is at hand.
    amounts: Option<Amounts<'a>>,
    now: Answer,
}

/// A fact and the level that it is to step to.
type Goal<'c> = (&'c Chain, Target);

impl Answer {
    fn of(verdict: &Verdict) -> Self {
        Self {
            outcome: verdict.outcome(),
            requirement: *verdict.requirement(),
            remaining: *verdict.remaining(),
        }
    }

    fn is_at_least(&self, other: &Self) -> bool {
        self.outcome >= other.outcome
            && self.requirement.is_at_least(other.requirement)
            && self.remaining.is_at_least(other.remaining)
    }

    /// Whether this answer is `now` turned that way.
    fn has_turned(&self, turn: Turn, now: &Self) -> bool {
        let (hard, soft) = match turn {
            Turn::Softer => (now, self),
            Turn::Harder => (self, now),
        };
        self != now && hard.is_at_least(soft)
    }
}

impl Ground<'_> {
    fn changes(&self, turn: Turn) -> Vec<Change> {
        let mut found: Vec<Change> =
            self.chains.iter().filter_map(|chain| self.single(turn, chain)).collect();
        if found.is_empty() {
            let later = |place: usize| self.chains.iter().skip(place.saturating_add(1));
            let pairs = self.chains.iter().enumerate();
            let pairs = pairs.flat_map(|(place, one)| later(place).map(move |two| (one, two)));
            found = pairs.filter_map(|(one, two)| self.pair(turn, one, two)).collect();
        }
        // WHY: a stable sort, so that the order of reports stays where facts and levels are as many.
        found.sort_by_key(Change::levels);
        let amount = found.iter().skip(MOST_SHOWN).position(Change::is_of_the_amount);
        let amount = amount.map(|place| found.remove(place.saturating_add(MOST_SHOWN)));
        found.truncate(MOST_SHOWN);
        found.extend(amount);
        found
    }

    /// The amounts, where this is the fact that steps through the request.
    fn through(&self, chain: &Chain) -> Option<&Amounts<'_>> {
        self.amounts.as_ref().filter(|_| chain.fact == AMOUNT)
    }

    /// The nearest level of one fact that flips: `judge` is monotone, so the first one outwards.
    fn single(&self, turn: Turn, chain: &Chain) -> Option<Change> {
        if let Some(amounts) = self.through(chain) {
            let flip = |minor: i64| self.flip(turn, &amounts.reading(minor)?, &[]);
            return amounts.nearest(turn, flip);
        }
        chain.targets(turn).into_iter().find_map(|target| {
            let goals = [(chain, target)];
            self.flip(turn, &self.step(&self.reading, turn, &goals)?, &goals)
        })
    }

    /// The nearest levels of two facts that flip together, by the sum of levels moved.
    fn pair(&self, turn: Turn, one: &Chain, two: &Chain) -> Option<Change> {
        match (self.through(one), self.through(two)) {
            (Some(amounts), _) => return self.with_amount(turn, amounts, two),
            (_, Some(amounts)) => return self.with_amount(turn, amounts, one),
            (None, None) => {}
        }
        let (ones, twos) = (one.targets(turn), two.targets(turn));
        let furthest = [(one, *ones.last()?), (two, *twos.last()?)];
        // WHY: no flip where both are at their extreme means none before, by monotonicity.
        if !self.has_turned(turn, &self.moved(&self.reading, turn, &furthest)) {
            return None;
        }
        let both = ones.iter().flat_map(|a| twos.iter().map(move |b| (*a, *b)));
        let mut both: Vec<(Target, Target)> = both.collect();
        both.sort_by_key(|(a, b)| a.levels.saturating_add(b.levels));
        both.into_iter().find_map(|(a, b)| {
            let goals = [(one, a), (two, b)];
            self.flip(turn, &self.step(&self.reading, turn, &goals)?, &goals)
        })
    }

    /// The nearest level of a fact that flips together with some amount, and the nearest such amount.
    fn with_amount(&self, turn: Turn, amounts: &Amounts<'_>, chain: &Chain) -> Option<Change> {
        let targets = chain.targets(turn);
        let furthest = amounts.reading(amounts.furthest(turn))?;
        if !self.has_turned(turn, &self.moved(&furthest, turn, &[(chain, *targets.last()?)])) {
            return None;
        }
        targets.into_iter().find_map(|target| {
            let goals = [(chain, target)];
            // WHY: monotone too: the further the amount, the less does closing have to move for the other step.
            let flip = |minor| self.flip(turn, &self.step(&amounts.reading(minor)?, turn, &goals)?, &goals);
            amounts.nearest(turn, flip)
        })
    }

    fn has_turned(&self, turn: Turn, after: &Reading) -> bool {
        Answer::of(&self.policy.judge(after)).has_turned(turn, &self.now)
    }

    /// A reading with facts at their goals, or beyond where they already are, closed that way.
    fn moved(&self, base: &Reading, turn: Turn, goals: &[Goal<'_>]) -> Reading {
        let mut after = put(base, turn, goals);
        match turn {
            Turn::Softer => after.close_downwards(),
            Turn::Harder => after.close(),
        }
        after
    }

    /// The same; `None` where closing moves a level, or an amount that steps through its request or would be nothing,
    /// and where a total that counts this transfer would be below it.
    fn step(&self, base: &Reading, turn: Turn, goals: &[Goal<'_>]) -> Option<Reading> {
        let (before, after) = (put(base, turn, goals), self.moved(base, turn, goals));
        let counts =
            |(chain, _): &Goal<'_>| self.amounts.as_ref().is_some_and(|a| a.are_counted_in(chain.fact));
        if goals.iter().any(|goal| counts(goal) && after.raw(goal.0.fact) < base.raw(AMOUNT)) {
            return None;
        }
        let stays = |chain: &Chain| {
            let (was, is) = (before.raw(chain.fact), after.raw(chain.fact));
            let some = chain.fact != AMOUNT || (self.amounts.is_none() && is > 0);
            was == is || (some && chain.level_of(was) == chain.level_of(is))
        };
        self.chains.iter().all(stays).then_some(after)
    }

    /// The change that leads to a reading, if the answer there has turned that way.
    fn flip(&self, turn: Turn, after: &Reading, goals: &[Goal<'_>]) -> Option<Change> {
        let answer = Answer::of(&self.policy.judge(after));
        let Answer { outcome, requirement, remaining } = answer;
        if !answer.has_turned(turn, &self.now) {
            return None;
        }
        let steps = self.chains.iter().filter_map(|chain| {
            let to = after.raw(chain.fact);
            let goal = goals.iter().find(|(goal, _)| goal.fact == chain.fact);
            let through = self.through(chain).is_some() && chain.from != Ok(to);
            let levels = goal.map(|(_, target)| target.levels).or(through.then_some(1))?;
            let to_level = chain.level_of(to)?;
            Some(Step { fact: chain.fact, from: chain.from, to, from_level: chain.level, to_level, levels })
        });
        Some(Change { turn, steps: steps.collect(), outcome, requirement, remaining })
    }
}

impl Change {
    /// Whether the amount steps alone.
    fn is_of_the_amount(&self) -> bool {
        matches!(&self.steps[..], [Step { fact: AMOUNT, .. }])
    }

    fn levels(&self) -> u16 {
        self.steps.iter().map(|step| u16::from(step.levels)).sum()
    }
}

const AMOUNT: Fact = Fact::Metered(Metered::Amount);

/// A reading with facts at their goals, or beyond where they already are; not closed.
fn put(base: &Reading, turn: Turn, goals: &[Goal<'_>]) -> Reading {
    let mut after = *base;
    for (chain, target) in goals {
        let now = base.raw(chain.fact);
        let to = match turn {
            _ if now < 0 => target.value,
            Turn::Softer => now.min(target.value),
            Turn::Harder => now.max(target.value),
        };
        after.put(chain.fact, to);
    }
    after
}
