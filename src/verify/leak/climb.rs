//! The recurrence: how high a total climbs while every transfer stays silent, on one local date or on two.

use std::cell::OnceCell;

use crate::fact::Metered;
use crate::units::Amount;
use crate::verify::leak::silence::{Silence, Sums};

/// So many transfers of so much, minor units.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ran {
    pub minor: i64,
    pub times: i64,
}

/// A stretch of values that the policy treats alike.
#[derive(Clone, Copy, Debug)]
struct Cell {
    first: i64,
    last: i64,
}

/// For one step of the amount and one cell of counts: the largest day's total, and the largest total beside it.
///
/// INVARIANT: day's totals rise, totals fall.
type Stairs = Vec<(i64, i64)>;

/// What climbs: transfers to one payee, or each to another.
pub(super) struct Climber<'s> {
    silence: &'s Silence<'s>,
    one: bool,
    steps: Vec<Cell>,
    totals: Vec<Cell>,
    days: Vec<Cell>,
    counts: Vec<Cell>,
    /// By count, then step; judged when first asked for.
    stairs: Vec<Vec<OnceCell<Stairs>>>,
}

/// A climb: its runs, and the total it reached.
struct Climb {
    runs: Vec<Ran>,
    total: i64,
}

/// The cells that begin with these values, up to the largest there is.
fn stretches(firsts: &[i64], largest: i64) -> Vec<Cell> {
    let next = firsts.iter().skip(1).map(|next| next.saturating_sub(1)).chain([largest]);
    firsts.iter().zip(next).map(|(first, last)| Cell { first: *first, last }).collect()
}

impl<'s> Climber<'s> {
    pub fn new(silence: &'s Silence<'s>, one: bool) -> Self {
        let mut steps = vec![Metered::Amount];
        let mut totals = vec![Metered::Total24h, Metered::Attempted24h, Metered::TotalSinceSca];
        // To one payee the payee's total is the total, to all it is the amount.
        let runs_with = if one { &mut totals } else { &mut steps };
        runs_with.push(Metered::Total24hPayee);
        let mut days = vec![Metered::TotalDay];
        if silence.has_new_device() {
            days.push(Metered::TotalDayNewDevice);
        }
        let cells = |facts: &[Metered], least| stretches(&silence.cells(facts, least), Amount::MAX_MINOR);
        let counts = stretches(&silence.cells(&[Metered::Count24h, Metered::CountSinceSca], 1), i64::MAX);
        let steps = cells(&steps, 1);
        let stairs = counts.iter().map(|_| steps.iter().map(|_| OnceCell::new()).collect()).collect();
        Self { silence, one, totals: cells(&totals, 0), days: cells(&days, 0), steps, counts, stairs }
    }

    /// The runs that reach the highest total, on the first date and on the second.
    ///
    /// WHY only the highest total for each number of transfers on the first date: a minor unit more there may be one
    /// less on the second, with the same total and a smaller day's; so after as many transfers the total is no lower.
    /// And a stretch of such numbers in one cell of counts is passed over where even its highest total with its fewest
    /// transfers reaches no higher than what is known.
    pub fn highest(&self) -> (Vec<Ran>, Vec<Ran>) {
        let first = self.climb(0, 0);
        let mut best = (first.total, first.runs.clone(), Vec::new());
        // Without a line on the day's total two dates are as one.
        if self.days.len() < 2 {
            return (best.1, best.2);
        }
        let (mut total, mut count) = (0_i64, 0_i64);
        for (place, ran) in first.runs.iter().enumerate() {
            let before: Vec<Ran> = first.runs.iter().copied().take(place).collect();
            // How many of this run are made on the first date: from `fewest` to `most`, each stretch still to be looked at.
            let mut open = vec![(1, ran.times)];
            while let Some((fewest, most)) = open.pop() {
                let after = |times: i64| total.saturating_add(ran.minor.saturating_mul(times));
                let second = self.climb(after(most), count.saturating_add(most));
                if second.total > best.0 {
                    let mut runs = before.clone();
                    runs.push(Ran { times: most, ..*ran });
                    best = (second.total, runs, second.runs);
                }
                let below = most.saturating_sub(1);
                if below < fewest
                    || best.0 >= Amount::MAX_MINOR
                    || self.climb(after(below), count.saturating_add(fewest)).total <= best.0
                {
                    continue;
                }
                let middle = fewest.midpoint(below);
                open.push((fewest, middle));
                if middle < below {
                    open.push((middle.saturating_add(1), below));
                }
            }
            total = total.saturating_add(ran.minor.saturating_mul(ran.times));
            count = count.saturating_add(ran.times);
        }
        (best.1, best.2)
    }

    /// Climbs from a total on a date on which nothing left yet, after so many transfers.
    fn climb(&self, from: i64, before: i64) -> Climb {
        let mut climb = Climb { runs: Vec::new(), total: from };
        let mut count = before;
        for (place, cell) in self.counts.iter().enumerate().filter(|(_, cell)| cell.last > before) {
            let limits: Vec<i64> = (0..self.steps.len()).map(|step| self.limit(place, step, from)).collect();
            while count < cell.last && climb.total < Amount::MAX_MINOR {
                let Some((amount, limit)) = self.next(climb.total, &limits) else { return climb };
                let room = limit.saturating_sub(climb.total);
                // WHY: a step that is the best stays so until its limit or the last of the cell: larger ones would
                // have to be limited below it already, and smaller ones gain less.
                let times = room.checked_div(amount).unwrap_or(0).min(cell.last.saturating_sub(count));
                let ran = Ran { minor: amount.min(room), times: times.max(1) };
                climb.total = climb.total.saturating_add(ran.minor.saturating_mul(ran.times));
                count = count.saturating_add(ran.times);
                climb.runs.push(ran);
            }
        }
        climb
    }

    /// The largest amount of the step that gets highest from a total, and its limit; `None` where none gets higher.
    ///
    /// WHY there is an end where none does: all limits are then at or below the total, and later ones only lower.
    fn next(&self, total: i64, limits: &[i64]) -> Option<(i64, i64)> {
        let reached = |(step, limit): &(&Cell, &i64)| total.saturating_add(step.last).min(**limit);
        // Of equals the first: its amount may serve again.
        let best = self.steps.iter().zip(limits).rev().max_by_key(reached)?;
        (reached(&best) > total).then_some((best.0.last, *best.1))
    }

    /// The largest total that stays silent at a step, where so much left on earlier dates.
    fn limit(&self, count: usize, step: usize, from: i64) -> i64 {
        let row = self.stairs.get(count).and_then(|row| row.get(step));
        let stairs = row.map_or(&[][..], |cell| cell.get_or_init(|| self.judged(count, step)).as_slice());
        let limits = stairs.iter().map(|(day, total)| from.saturating_add(*day).min(*total));
        limits.max().unwrap_or(0)
    }

    /// For each cell of the day's total the largest silent total, found by judging.
    fn judged(&self, count: usize, step: usize) -> Stairs {
        let mut stairs = Stairs::new();
        let (Some(count), Some(step)) = (self.counts.get(count), self.steps.get(step)) else { return stairs };
        for day in &self.days {
            let silent = |total: &Cell| {
                let to_payee = if self.one { total.first } else { step.first };
                let sums = Sums {
                    amount: step.first,
                    to_payee,
                    total: total.first,
                    day: day.first,
                    count: count.first,
                };
                self.silence.way(&sums).is_some()
            };
            let reached = self.totals.partition_point(silent);
            let Some(total) = reached.checked_sub(1).and_then(|last| self.totals.get(last)) else { break };
            // A day's total that costs nothing stands for the smaller ones.
            stairs.pop_if(|(_, same)| *same == total.last);
            stairs.push((day.last, total.last));
        }
        stairs
    }
}
