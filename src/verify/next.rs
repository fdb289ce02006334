//! Which fact to ask for next: the missing one whose knowledge would settle most of the answer.

use crate::fact::{Fact, State};
use crate::finding::Said;
use crate::policy::Policy;
use crate::reading::Reading;
use crate::verdict::{Extreme, Verdict};
use crate::verify::chain::{Chain, chains};

/// The fact to ask for, and what that would bring.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ask {
    /// The fact.
    pub fact: Fact,
    /// Why it is not known: missing, late or invalid.
    pub state: State,
    /// How wide the answer is open now: the steps of outcome, and the rungs, from the mildest to the strictest answer
    /// that is possible, added up; at least 1.
    pub open_now: u8,
    /// How wide it would still be open in the worst case, were this fact known; 0: it settles the answer.
    pub open_then: u8,
}

/// The fact to ask for next where some are missing, late or invalid; `None` where none of them can change the answer.
///
/// How wide an answer is *open* is the distance between its bounds, [`Verdict::least`] and [`Verdict::most`]: steps of
/// outcome, plus rungs. A fact could turn out to be at any level that silence could hide: up to the worst that is no
/// accusation (as the bounds have it, and every value of a metered fact), but none that what is known rules out. Asked
/// for is the fact that leaves the answer least open in the worst case; then in the mean of its levels; then one that
/// tips the answer when all are raised from their least to their worst in the order of reports; then the first in that
/// order. So it is always a fact that can change the answer. Parts other than the rung do not count by themselves.
#[must_use]
pub fn ask_next(policy: &Policy, reading: &Reading) -> Option<Ask> {
    let verdict = policy.judge(reading);
    // What does not belong to the policy is refused, whatever the facts turn out to be.
    let open_now = open(&verdict);
    if open_now == 0 {
        return None;
    }
    let mut chains = chains(policy, reading, &verdict);
    chains.retain(|chain| chain.from.is_err_and(State::is_uncertain));
    let tipping = tipping(policy, reading, &chains);
    let prospects = chains.iter().filter_map(|chain| {
        let tips = tipping.contains(&chain.fact);
        let prospect = Prospect::of(policy, reading, chain)?;
        Some((chain, prospect, tips))
    });
    // WHY: of several least ones the first stays, and so the order of reports.
    let (chain, prospect, _) = prospects.reduce(|best, next| {
        let (mean, other) = (best.1.mean_beside(next.1), next.1.mean_beside(best.1));
        let better = (next.1.worst, other, !next.2) < (best.1.worst, mean, !best.2);
        if better { next } else { best }
    })?;
    let state = chain.from.err().unwrap_or(State::Known);
    Some(Ask { fact: chain.fact, state, open_now, open_then: prospect.worst })
}

/// How open an answer would be, over all levels that a fact could turn out to be at.
#[derive(Clone, Copy)]
struct Prospect {
    worst: u8,
    sum: u16,
    levels: u16,
}

impl Prospect {
    /// `None` where no level is possible beside what is known.
    fn of(policy: &Policy, reading: &Reading, chain: &Chain) -> Option<Self> {
        let levels = (0..=chain.worst).filter_map(|level| chain.least(level));
        let known = levels.map(|value| with(reading, chain.fact, value)).filter(Reading::is_closed);
        let open = known.map(|reading| open(&policy.judge(&reading)));
        open.fold(None, |so_far: Option<Self>, open| {
            let Self { worst, sum, levels } = so_far.unwrap_or(Self { worst: 0, sum: 0, levels: 0 });
            let sum = sum.saturating_add(u16::from(open));
            Some(Self { worst: worst.max(open), sum, levels: levels.saturating_add(1) })
        })
    }

    /// The mean, times the levels of both: compares without a fraction.
    fn mean_beside(self, other: Self) -> u32 {
        u32::from(self.sum).saturating_mul(u32::from(other.levels))
    }
}

/// The facts at which the answer changes when all are raised one after another, from their least to their worst.
fn tipping(policy: &Policy, reading: &Reading, chains: &[Chain]) -> Vec<Fact> {
    let mut rising = chains.iter().fold(*reading, |reading, chain| match chain.least(0) {
        Some(least) => with(&reading, chain.fact, least),
        None => reading,
    });
    let mut before = policy.judge(&rising);
    let mut tipping = Vec::new();
    for chain in chains {
        if let Some(worst) = chain.least(chain.worst) {
            rising.put(chain.fact, worst);
        }
        let after = policy.judge(&rising);
        if answer(&after.least()) != answer(&before.least()) {
            tipping.push(chain.fact);
        }
        before = after;
    }
    tipping
}

fn with(reading: &Reading, fact: Fact, value: i64) -> Reading {
    let mut known = *reading;
    known.put(fact, value);
    known
}

const fn answer(extreme: &Extreme) -> (u8, u8) {
    (extreme.outcome.rank(), extreme.rung)
}

/// How far the mildest and the strictest possible answer are apart, steps of outcome plus rungs.
const fn open(verdict: &Verdict) -> u8 {
    let ((least, low), (most, high)) = (answer(&verdict.least()), answer(&verdict.most()));
    most.saturating_sub(least).saturating_add(high.saturating_sub(low))
}

impl Ask {
    /// What to ask for, as a phrase: `place (missing); it settles the answer`.
    #[must_use]
    pub fn said(&self) -> Said {
        let (brings, brings_zh) = match self.open_then {
            0 => ("it settles the answer", "结论即可确定"),
            _ if self.open_then < self.open_now => ("it narrows the answer", "可缩小结论范围"),
            _ => ("it may narrow the answer", "可能缩小结论范围"),
        };
        Said::new(
            format!("{} ({}); {brings}", self.fact.name(), self.state.name()),
            format!("{}（{}）；{brings_zh}", self.fact.name_zh(), self.state.name_zh()),
        )
    }
}
