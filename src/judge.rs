//! The hot path: from a reading to a verdict. The only thing that decides.

use crate::bits::Bits;
use crate::fact::{LANES, Ranked};
use crate::policy::{Compiled, Policy, Table, Terms};
use crate::reading::Reading;
use crate::requirement::{Means, Remaining, Requirement};
use crate::scorecard::{Ranks, Silence, Tally};
use crate::verdict::{Extreme, Mismatch, Outcome, SEMANTICS, Verdict};

impl Policy {
    /// Judges a reading: pure, total, without heap, clock, float, lock or I/O; the same bytes on every machine.
    ///
    /// Monotone: a larger measure of any fact never makes the requirement softer in any part.
    #[must_use]
    pub fn judge(&self, reading: &Reading) -> Verdict {
        let mut verdict = Verdict::REFUSED;
        self.judge_into(reading, &mut verdict);
        verdict
    }

    /// [`judge`](Self::judge) in place. Cost is bounded by the limits of a policy, whatever it says.
    pub fn judge_into(&self, reading: &Reading, verdict: &mut Verdict) {
        match &self.compiled {
            Compiled::Narrow(table) => self.judge_by(table, reading, verdict),
            Compiled::Wide(table) => self.judge_by(table, reading, verdict),
        }
    }

    fn judge_by<const W: usize>(&self, table: &Table<W>, reading: &Reading, verdict: &mut Verdict) {
        let currency = reading.currency_number();
        if currency != 0 && currency != self.currency.numeric() {
            *verdict = Verdict { policy: self.identity, mismatch: Mismatch::Currency, ..Verdict::REFUSED };
            return;
        }
        let fitting = table.fitting(reading.codes(), reading.minute());
        let terms = table.meter(fitting, &reading.meters(), Silence::Usual);
        let mut ranks = self.scorecard.rank(reading.lanes());
        let mut known = None;
        if reading.is_uncertain() {
            known = Some(ranks);
            self.scorecard.voice(reading.lanes(), Silence::Usual, &mut ranks);
        }
        let (tally, fired) = self.weigh(table, reading, &mut ranks, &terms);
        let mut demand = table.demand(&fired);
        let mut remaining = self.remaining(demand, reading);
        if let Some(known) = &known {
            let usual = Usual { fitting, known, terms: &terms, fired, demand, remaining };
            let least = self.bound(table, reading, &usual, Silence::Least, &mut verdict.least);
            self.bound(table, reading, &usual, Silence::Most, &mut verdict.most);
            // Effects that outlast the decision are never built on silence.
            (demand.freeze, demand.notify) = (least.freeze, least.notify);
            (remaining.requirement.freeze, remaining.requirement.notify) = (least.freeze, least.notify);
        }
        verdict.policy = self.identity;
        verdict.fired = widen(&fired);
        verdict.ways = remaining.ways;
        verdict.points = ranks.points;
        verdict.metered_points = terms.points;
        verdict.clamps = tally.clamps;
        verdict.levels = narrow(&ranks.levels);
        verdict.requirement = demand;
        verdict.remaining = remaining.requirement;
        verdict.score = tally.score;
        verdict.outcome = Outcome::of(&remaining.requirement);
        if known.is_none() {
            let here = Extreme { score: verdict.score, outcome: verdict.outcome, rung: demand.rung };
            (verdict.least, verdict.most) = (here, here);
        }
        verdict.semantics = SEMANTICS;
        verdict.mismatch = Mismatch::None;
        verdict.marks = u8::from(known.is_some()) | (u8::from(remaining.routed) << 1);
        verdict.reserved = [0];
    }

    /// Score, risk and the entries that take effect, for one way to read silence.
    #[inline(always)]
    fn weigh<const W: usize>(
        &self,
        table: &Table<W>,
        reading: &Reading,
        ranks: &mut Ranks,
        terms: &Terms<W>,
    ) -> (Tally, Bits<W>) {
        let tally = self.scorecard.tally(&ranks.points, terms.sum);
        let [operation, ..] = reading.codes();
        let grade = self.grades.get(usize::from(operation & 15)).copied().unwrap_or(2);
        set(&mut ranks.levels, Ranked::Grade, i16::from(grade));
        set(&mut ranks.levels, Ranked::Risk, self.scorecard.risk(tally.score));
        (tally, table.fired(terms.left, &ranks.levels, tally.score))
    }

    /// One bound of an uncertain answer; gives what is demanded there. Judges anew only what silence can change.
    #[inline(never)]
    fn bound<const W: usize>(
        &self,
        table: &Table<W>,
        reading: &Reading,
        usual: &Usual<'_, W>,
        silence: Silence,
        extreme: &mut Extreme,
    ) -> Requirement {
        let mut ranks = *usual.known;
        self.scorecard.voice(reading.lanes(), silence, &mut ranks);
        let (tally, fired) = if reading.is_metered_uncertain() {
            let terms = table.meter(usual.fitting, &reading.meters(), silence);
            self.weigh(table, reading, &mut ranks, &terms)
        } else {
            self.weigh(table, reading, &mut ranks, usual.terms)
        };
        let (mut demand, mut remaining) = (usual.demand, usual.remaining);
        if fired != usual.fired {
            demand = table.demand(&fired);
            remaining = self.remaining(demand, reading);
        }
        let outcome = Outcome::of(&remaining.requirement);
        *extreme = Extreme { score: tally.score, outcome, rung: demand.rung };
        demand
    }

    fn remaining(&self, demand: Requirement, reading: &Reading) -> Remaining {
        let means = Means {
            proofs: reading.proofs(),
            enrolled: reading.enrolled(),
            confirmed: reading.is_confirmed(),
            channel: reading.channel(),
        };
        self.ladder.remaining(demand, means)
    }
}

/// What the usual way to read silence gave, for the bounds to start from.
struct Usual<'a, const W: usize> {
    fitting: Bits<W>,
    known: &'a Ranks,
    terms: &'a Terms<W>,
    fired: Bits<W>,
    demand: Requirement,
    remaining: Remaining,
}

fn set(levels: &mut [i16; LANES], fact: Ranked, level: i16) {
    if let Some(slot) = levels.get_mut(fact.lane()) {
        *slot = level;
    }
}

/// Levels in a byte each.
fn narrow(levels: &[i16; LANES]) -> [u8; LANES] {
    levels.map(|level| level.to_le_bytes()[0])
}

fn widen<const W: usize>(bits: &Bits<W>) -> [u64; 4] {
    let mut words = [0; 4];
    words.iter_mut().zip(&bits.0).for_each(|(to, from)| *to = *from);
    words
}
