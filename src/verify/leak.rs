//! The leak bound: the most money that leaves in 24 hours before a policy asks for at least so much.
//!
//! # What is counted
//!
//! Transfers, one after the other, that meet at most two local dates. One is *silent* where it lies in the region and
//! some part of what is asked about is not demanded of it; the leak is the largest sum of silent transfers.
//!
//! * Nothing was sent before. Amount, totals, what was attempted and the counts run along with the transfers; nobody
//!   proves anything meanwhile. The day's totals begin again on the second date, all others do not. Transfers are spaced
//!   out, so `count_1h` stays 1.
//! * To one payee the payee's total is the total. To all, every transfer goes to another payee, so that it is the
//!   amount; they are payees of old, so `new_payees_24h` stays at its least. The payee is never an own account here.
//! * What the region does not name stands at its least: the value, known or a state, that the policy gives the least
//!   level. Effects that outlast the decision (freeze, notify) are judged as ever, with silence at its least.
//!   `total_day_new_device` is the day's total where every device of the region is `recent` or worse, else nothing.
//! * Channel and time of day are free for each transfer among those of the region, and no order of times is asked
//!   for. What the bank has marked the customer as stays: of all such sets the worst.
//!
//! # How a region's bounds count
//!
//! * Lower bounds raise what a fact reads as. On a sum or count that runs along it reads as at least so much, as if so
//!   much had gone before; on the amount, a smaller transfer is judged like one of that amount.
//! * Upper bounds end the region: a transfer beyond one is not counted, be it of a total, a count, the score or the risk.
//! * Lower bounds on score and risk are left aside: that can only count too much. So can an upper one on them beside
//!   a part that outlasts the decision, where some reading within the bound is enough.
//!
//! So a leak is never under-stated; it is exact but for the last point and the free choice of times. Whether it was also
//! found possible with a real profile, [`Schedule::realised`] says.
//!
//! # How it is found
//!
//! Silent readings are closed downwards, so all that counts is the largest total so far, `f(k)` after `k` transfers:
//! `f(k) = max over j of min(f(k-1) + a_j, t_j(k))`, with `a_j` the largest amount of step `j` and `t_j(k)` the largest
//! total that stays silent there, found by judging. Once no step gets higher, all later limits lie lower still: it ends.

mod climb;
mod corner;
mod replay;
mod silence;

use core::cell::Cell;

use crate::finding::Said;
use crate::guarantee::Region;
use crate::operation::{Channel, CustomerFlags};
use crate::policy::Policy;
use crate::requirement::Requirement;
use crate::units::{Amount, Currency};
use crate::verify::leak::climb::{Climber, Ran};
use crate::verify::leak::replay::is_real;
use crate::verify::leak::silence::{Before, Silence, Sums, customers};

/// The most money that leaves in 24 hours before a policy asks for at least so much.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leak {
    /// To all payees together.
    pub to_all: Leaked,
    /// To a single payee.
    pub to_one: Leaked,
}

/// How much leaves at the most.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Leaked {
    /// Any sum: transfers of `each` minor units, at least 1, reach [`Amount::MAX_MINOR`], where all totals end.
    Unbounded {
        /// Minor units of one transfer.
        each: i64,
    },
    /// So much, by this schedule.
    Bounded(Schedule),
}

/// Transfers that leave together the most: the first ones as large as they can be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// Minor units in all, below [`Amount::MAX_MINOR`].
    pub minor: i64,
    /// The transfers in order, equal ones together; none where nothing leaves.
    pub runs: Vec<Run>,
    /// What the customer is marked as who loses so much.
    pub flags: CustomerFlags,
    /// Whether requests beside a profile that was built for it, at most 64, leaked as much, to the minor unit.
    ///
    /// Otherwise the bound is abstract: such readings exist, and nobody showed that requests lead to them. A profile
    /// rounds sums above 5,242.88 up, so five transfers (four are held exactly until they are settled) are more often
    /// realised than many large ones.
    pub realised: bool,
}

/// Equal transfers, one after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// Minor units of each, at least 1.
    pub minor: i64,
    /// How many, at least 1.
    pub times: i64,
    /// On the first (1) or the second (2) local date.
    pub date: u8,
    /// The channel; of several that serve, the first.
    pub channel: Channel,
    /// A minute of the local day, `0 ..= 1439`; the policy may not tell others from it.
    pub minute: u16,
}

/// Runs that are told in one sentence.
const MOST_RUNS: usize = 4;

impl Schedule {
    /// Every transfer in order, as the run that it is of. The sum of their amounts is `minor`.
    pub fn transfers(&self) -> impl Iterator<Item = &Run> {
        self.runs.iter().flat_map(|run| {
            let times = usize::try_from(run.times).unwrap_or(usize::MAX);
            core::iter::repeat_n(run, times)
        })
    }
}

impl Leaked {
    /// In words: how much leaves, and by which transfers; the longest runs where there are many.
    #[must_use]
    pub fn said(&self, currency: Currency) -> Said {
        let amount =
            |minor: i64| Amount::new(minor, currency).map_or_else(|_| minor.to_string(), |a| a.to_string());
        match self {
            Self::Unbounded { each } => Said::new(
                format!("any sum leaves, in transfers of {} {currency}", amount(*each)),
                format!("以每笔{}{currency}可流出任意金额", amount(*each)),
            ),
            Self::Bounded(schedule) => {
                let shown = schedule.runs.iter().take(MOST_RUNS);
                let (mut en, mut zh) = (Vec::new(), Vec::new());
                for run in shown {
                    en.push(format!("{} x {} on day {}", run.times, amount(run.minor), run.date));
                    zh.push(format!("第{}日{}笔{}", run.date, run.times, amount(run.minor)));
                }
                if schedule.runs.len() > MOST_RUNS {
                    en.push("...".to_owned());
                    zh.push("……".to_owned());
                }
                let sum = amount(schedule.minor);
                Said::new(
                    format!("{sum} {currency} leave in 24 h: {}", en.join(", ")),
                    format!("24小时内可流出{sum}{currency}：{}", zh.join("，")),
                )
            }
        }
    }

    /// Minor units; `None` without bound.
    #[must_use]
    pub const fn minor(&self) -> Option<i64> {
        match self {
            Self::Unbounded { .. } => None,
            Self::Bounded(schedule) => Some(schedule.minor),
        }
    }

    /// Whether more than `most` minor units leave.
    #[must_use]
    pub fn exceeds(&self, most: i64) -> bool {
        self.minor().is_none_or(|minor| minor > most)
    }
}

impl Policy {
    /// The most money that leaves in 24 hours, within the region `given`, before at least `before` is demanded.
    ///
    /// Nothing leaves where the region leaves no transfer out of every own account, or where `before` demands nothing.
    /// The work is bounded by the limits of a policy, whatever it says.
    #[must_use]
    pub fn leak(&self, before: Requirement, given: &Region) -> Leak {
        let [to_all, to_one] = [false, true].map(|one| {
            let unlimited = Cell::new(u64::MAX);
            let mut worst = worst(self, Before::AtLeast(before), given, one, &unlimited);
            if let Leaked::Bounded(schedule) = &mut worst {
                schedule.realised = is_real(self, before, given, schedule, one);
            }
            worst
        });
        Leak { to_all, to_one }
    }
}

/// What leaks to all, without a replay, within so much work; `None` where that did not last.
pub(super) fn leaked_to_all(
    policy: &Policy,
    before: Option<Requirement>,
    given: &Region,
    left: &mut u64,
) -> Option<Leaked> {
    let judgements = Cell::new(left.saturating_mul(JUDGEMENTS));
    let before = before.map_or(Before::Anything, Before::AtLeast);
    let leaked = worst(policy, before, given, false, &judgements);
    *left = judgements.get() / JUDGEMENTS;
    (judgements.get() > 0).then_some(leaked)
}

/// The worst of all kinds of customer; of equal leaks the first.
fn worst(policy: &Policy, before: Before, given: &Region, one: bool, left: &Cell<u64>) -> Leaked {
    let mut worst = Leaked::Bounded(Schedule::nothing(CustomerFlags::NONE));
    for flags in customers(policy, given) {
        let leaked = leaked(&Silence::new(policy, before, given, flags, left), one);
        if worst.minor().is_some_and(|most| leaked.exceeds(most)) {
            worst = leaked;
        }
        if worst.minor().is_none() {
            break;
        }
    }
    worst
}

/// Judgements that are one unit of work: a node of the search takes as long.
const JUDGEMENTS: u64 = 8;

impl Schedule {
    const fn nothing(flags: CustomerFlags) -> Self {
        Self { minor: 0, runs: Vec::new(), flags, realised: false }
    }
}

/// What leaks of one kind of customer.
fn leaked(silence: &Silence<'_>, one: bool) -> Leaked {
    let (first, second) = Climber::new(silence, one).highest();
    let often = first.iter().chain(&second).rev().max_by_key(|ran| ran.times);
    let each = often.map_or(1, |ran| ran.minor);
    let mut schedule = Schedule::nothing(silence.flags);
    let mut count = 0_i64;
    for (date, climb) in [(1, &first), (2, &second)] {
        let mut day = 0_i64;
        for Ran { minor, times } in climb.iter().copied() {
            let sum = minor.saturating_mul(times);
            schedule.minor = schedule.minor.saturating_add(sum);
            day = day.saturating_add(sum);
            count = count.saturating_add(times);
            let total = schedule.minor;
            let sums = Sums { amount: minor, to_payee: if one { total } else { minor }, total, day, count };
            // WHY: where the last of a run is silent, so are the others, whose sums are smaller. A run that is not
            // would be a mistake of the verifier; it must not make a leak look small.
            let Some(way) = silence.way(&sums).filter(|_| total < Amount::MAX_MINOR) else {
                return Leaked::Unbounded { each };
            };
            schedule.runs.push(Run { minor, times, date, channel: way.channel, minute: way.minute });
        }
    }
    Leaked::Bounded(schedule)
}
