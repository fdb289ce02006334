//! Every change of one or two facts, enumerated: what `verify::nearest` must find the least of.

use stepup::document::Draft;
use stepup::exemption::AtMost;
use stepup::fact::{Fact, Given, Measure, Metered, Ranked, State};
use stepup::policy::Policy;
use stepup::profile::Profile;
use stepup::reading::Reading;
use stepup::request::Request;
use stepup::rule::AtLeast;
use stepup::signal::scale;
use stepup::units::Amount;
use stepup::verdict::Verdict;
use stepup::verify::{Change, Turn};

use super::oracle::Oracle;
use super::oracle_text::number;

/// Section 4 of the design, as it is printed there; what the policy sets left out.
const ORDER: &str = "device integrity device_sharing place place_conflict travel network hour dormancy amount_habit \
    outflow_habit drain pass_through payee payee_check payee_record destination attempts probing password_age sim_age \
    enrolment_age behaviour coercion alert amount balance total_24h total_24h_payee total_day total_day_new_device \
    total_since_sca attempted_24h count_1h count_24h count_since_sca new_payees_24h own_limit frozen since_proof tier \
    tra_band";

/// The highest value of a metered fact.
fn largest(fact: Metered) -> i64 {
    match fact {
        Metered::SinceProof => i64::from(i32::MAX),
        fact if fact.unit() == stepup::fact::MeterUnit::Count => 32_766,
        _ => Amount::MAX_MINOR,
    }
}

/// The facts of a policy and the least measure of each of their levels.
pub struct Levels(pub Vec<(Fact, Vec<i64>)>);

impl Levels {
    pub fn of(policy: &Policy) -> Self {
        let draft = Draft::read("canonical.toml", policy.canonical());
        let oracle = Oracle::new(&draft);
        let facts = ORDER.split_whitespace().map(|name| Fact::from_name(name).unwrap());
        let leasts = facts.map(|fact| match fact {
            Fact::Ranked(ranked) => (fact, probed(policy, ranked)),
            Fact::Metered(metered) => (fact, cuts(policy, &oracle, metered)),
        });
        Self(leasts.collect())
    }

    fn level(leasts: &[i64], value: i64) -> usize {
        leasts.iter().filter(|least| value >= **least).count().saturating_sub(1)
    }
}

/// Where `judge` itself says that each level begins.
fn probed(policy: &Policy, fact: Ranked) -> Vec<i64> {
    let mut reading = *stepup::decision::Decision::refused().reading();
    let level = |reading: &mut Reading, measure: u16| {
        reading.set(fact, Measure::known(measure));
        usize::from(policy.judge(reading).level(fact))
    };
    let levels = 0..scale(fact).levels.len();
    let least = levels.map(|wanted| {
        let (mut low, mut high) = (0, scale(fact).largest());
        while low < high {
            let middle = u16::midpoint(low, high);
            if level(&mut reading, middle) >= wanted { high = middle } else { low = middle + 1 }
        }
        i64::from(low)
    });
    least.collect()
}

fn cuts(policy: &Policy, oracle: &Oracle, fact: Metered) -> Vec<i64> {
    let mut cuts: Vec<i64> = vec![i64::from(fact == Metered::Amount)];
    for condition in policy.rules().iter().flat_map(|rule| &rule.from) {
        cuts.extend(match condition {
            AtLeast::Metered(named, value) if *named == fact => Some(*value),
            _ => None,
        });
    }
    for bound in policy.exemptions().iter().flat_map(|exemption| &exemption.upto) {
        cuts.extend(match bound {
            AtMost::Metered(named, value) if *named == fact => Some(*value + 1),
            _ => None,
        });
    }
    for (name, column) in &oracle.columns {
        if name == fact.name() {
            cuts.extend(column.keys().map(|key| number(fact, key)));
        }
    }
    let first = cuts[0];
    cuts.retain(|cut| (first..=largest(fact)).contains(cut));
    cuts.sort_unstable();
    cuts.dedup();
    cuts
}

/// The number of a fact, or its state.
pub fn at(reading: &Reading, fact: Fact) -> Result<i64, State> {
    match fact {
        Fact::Ranked(fact) => {
            let measure = reading.measure(fact);
            measure.value().map(i64::from).ok_or(measure.state())
        }
        Fact::Metered(fact) => reading.metered(fact),
    }
}

pub fn set(reading: &mut Reading, fact: Fact, value: i64) {
    match fact {
        Fact::Ranked(fact) => reading.set(fact, Measure::known(u16::try_from(value).unwrap())),
        Fact::Metered(fact) => reading.set_metered(fact, value),
    }
}

/// Lowers what implies more than it may, until nothing does; the implications restated.
fn lower(reading: &mut Reading) {
    use Metered::{
        Amount, Attempted24h, Count1h, Count24h, NewPayees24h, Total24h, Total24hPayee, TotalDay,
        TotalDayNewDevice, TotalSinceSca,
    };
    let parts = [
        (Amount, &[Total24hPayee, Total24h, Attempted24h, TotalSinceSca][..]),
        (Total24hPayee, &[Total24h, Attempted24h]),
        (Total24h, &[Attempted24h]),
        (TotalDayNewDevice, &[TotalDay]),
        (Count1h, &[Count24h]),
    ];
    for (part, wholes) in parts {
        for whole in wholes {
            if let (Ok(low), Ok(high)) = (reading.metered(part), reading.metered(*whole)) {
                reading.set_metered(part, low.min(high));
            }
        }
    }
    if reading.metered(NewPayees24h) == Ok(0) && reading.measure(Ranked::Payee).value() == Some(5) {
        reading.set(Ranked::Payee, Measure::known(4));
    }
    let scam = reading.measure(Ranked::Coercion).value() == Some(3);
    if scam && reading.measure(Ranked::Payee).value() == Some(0) {
        reading.set(Ranked::Coercion, Measure::known(2));
    }
}

/// Closed towards one side.
pub fn closed(reading: &Reading, turn: Turn) -> Reading {
    let mut closed = *reading;
    if turn == Turn::Softer {
        (0..4).for_each(|_| lower(&mut closed));
    }
    closed.close();
    closed
}

/// Whether a verdict is another turned that way.
pub fn turned(after: &Verdict, now: &Verdict, turn: Turn) -> bool {
    let (soft, hard) = if turn == Turn::Softer { (after, now) } else { (now, after) };
    let differs = after.outcome() != now.outcome()
        || after.requirement() != now.requirement()
        || after.remaining() != now.remaining();
    differs
        && hard.outcome() >= soft.outcome()
        && hard.requirement().is_at_least(*soft.requirement())
        && hard.remaining().is_at_least(*soft.remaining())
}

/// The request with another amount.
pub fn with_amount(request: &Request, minor: i64) -> Request {
    let mut fields = request.fields().clone();
    let currency = fields.amount.known().unwrap().currency();
    fields.amount = Given::Known(Amount::new(minor, currency).unwrap());
    Request::new(fields).unwrap()
}

/// A change in brief: levels moved, and each fact with where it goes.
pub type Brief = (u32, Vec<(Fact, i64)>);

pub fn brief(change: &Change) -> Brief {
    let levels = change.steps.iter().map(|step| u32::from(step.levels)).sum();
    (levels, change.steps.iter().map(|step| (step.fact, step.to)).collect())
}

/// What is asked about: a reading, or a request beside its profile.
pub struct Case<'a> {
    pub policy: &'a Policy,
    pub levels: &'a Levels,
    pub reading: Reading,
    pub request: Option<(&'a Request, &'a Profile)>,
}

const AMOUNT: Fact = Fact::Metered(Metered::Amount);

impl Case<'_> {
    /// The smallest changes that way, found by trying all.
    pub fn nearest(&self, turn: Turn) -> Vec<Brief> {
        let mut found: Vec<Brief> =
            self.levels.0.iter().filter_map(|chain| self.least(turn, &[chain])).collect();
        if found.is_empty() {
            for (place, one) in self.levels.0.iter().enumerate() {
                let later = &self.levels.0[place + 1..];
                found.extend(later.iter().filter_map(|two| self.least(turn, &[one, two])));
            }
        }
        found.sort_by_key(|(levels, _)| *levels);
        let amount =
            found.iter().skip(3).find(|(_, steps)| steps.len() == 1 && steps[0].0 == AMOUNT).cloned();
        found.truncate(3);
        found.extend(amount);
        found
    }

    /// Of these facts together, the least change that flips, over all levels that each could go to.
    fn least(&self, turn: Turn, chains: &[&(Fact, Vec<i64>)]) -> Option<Brief> {
        let mut all: Vec<(u32, Vec<(Fact, i64)>)> = vec![(0, Vec::new())];
        let mut amount = false;
        for (fact, leasts) in chains {
            if *fact == AMOUNT && self.request.is_some() {
                amount = true;
                continue;
            }
            let goals = self.goals(turn, *fact, leasts);
            let longer = all.iter().flat_map(|(sum, steps)| {
                goals
                    .iter()
                    .map(move |(levels, value)| (sum + levels, [&steps[..], &[(*fact, *value)]].concat()))
            });
            all = longer.collect();
        }
        all.sort_by_key(|(levels, _)| *levels);
        all.into_iter().find_map(|(levels, mut steps)| {
            if amount {
                let minor = self.nearest_amount(turn, &steps)?;
                let place = steps.partition_point(|(fact, _)| self.place(*fact) < self.place(AMOUNT));
                steps.insert(place, (AMOUNT, minor));
                return Some((levels + 1, steps));
            }
            let after = self.flipped(&self.reading, turn, &steps)?;
            // Closing may move a goal within its level.
            steps.iter_mut().for_each(|(fact, to)| *to = at(&after, *fact).unwrap());
            Some((levels, steps))
        })
    }

    fn place(&self, fact: Fact) -> usize {
        self.levels.0.iter().position(|(other, _)| *other == fact).unwrap()
    }

    /// Every level that a fact can go to that way, outwards; from a state every level there is.
    fn goals(&self, turn: Turn, fact: Fact, leasts: &[i64]) -> Vec<(u32, i64)> {
        let now = at(&self.reading, fact);
        let level = match (now, fact) {
            (Err(State::NotApplicable), _) => return Vec::new(),
            // A proof that is given is the last one, or the last one is younger.
            (_, Fact::Metered(Metered::SinceProof))
                if turn == Turn::Harder && !self.reading.proofs().is_empty() =>
            {
                return Vec::new();
            }
            (Ok(value), _) => Levels::level(leasts, value),
            (Err(_), Fact::Ranked(fact)) => usize::from(self.policy.judge(&self.reading).level(fact)),
            (Err(_), Fact::Metered(_)) => leasts.len() - 1,
        };
        let mut goals: Vec<usize> = (0..leasts.len()).collect();
        goals.sort_by_key(|goal| goal.abs_diff(level));
        goals.retain(|goal| match turn {
            _ if now.is_err() => *goal < level || turn == Turn::Harder,
            Turn::Softer => *goal < level,
            Turn::Harder => *goal > level,
        });
        let goals = goals.into_iter().map(|goal| {
            let softer = || leasts.get(goal + 1).copied().unwrap() - 1;
            let value = if turn == Turn::Softer { softer() } else { leasts[goal] };
            (u32::try_from(goal.abs_diff(level).max(1)).unwrap(), value)
        });
        goals.collect()
    }

    /// Where these steps from a reading lead, if the answer flips and closing moves no other level.
    fn flipped(&self, base: &Reading, turn: Turn, steps: &[(Fact, i64)]) -> Option<Reading> {
        let mut before = *base;
        steps.iter().for_each(|(fact, value)| set(&mut before, *fact, *value));
        let after = closed(&before, turn);
        if self.request.is_some() && self.is_below_the_amount(&after) {
            return None;
        }
        for (fact, leasts) in &self.levels.0 {
            let (Ok(was), Ok(is)) = (at(&before, *fact), at(&after, *fact)) else { continue };
            let amount_moved = *fact == AMOUNT && was != is && (self.request.is_some() || is == 0);
            if Levels::level(leasts, was) != Levels::level(leasts, is) || amount_moved {
                return None;
            }
        }
        turned(&self.policy.judge(&after), &self.policy.judge(&self.reading), turn).then_some(after)
    }

    /// Whether the day's total says less than this transfer, which it counts unless the money stays here.
    fn is_below_the_amount(&self, after: &Reading) -> bool {
        let (payee, scam) = (self.reading.measure(Ranked::Payee), self.reading.measure(Ranked::Coercion));
        let stays = payee.value() == Some(0) && scam.value() != Some(3);
        let device = self.reading.measure(Ranked::Device);
        let new = device.value().map_or(device.state() != State::NotApplicable, |measure| measure >= 2);
        let below = |total| after.metered(total).unwrap() < after.metered(Metered::Amount).unwrap();
        !stays && (below(Metered::TotalDay) || (new && below(Metered::TotalDayNewDevice)))
    }

    /// Whether the request with another amount, and these steps beside, flips.
    pub fn flips_at(&self, turn: Turn, minor: i64, steps: &[(Fact, i64)]) -> bool {
        let (request, profile) = self.request.unwrap();
        let base = Reading::of(&with_amount(request, minor), profile);
        // A fact that the amount has moved further than its goal stays there.
        let further = steps.iter().map(|(fact, value)| match (at(&base, *fact), turn) {
            (Ok(now), Turn::Softer) => (*fact, now.min(*value)),
            (Ok(now), Turn::Harder) => (*fact, now.max(*value)),
            (Err(_), _) => (*fact, *value),
        });
        self.flipped(&base, turn, &further.collect::<Vec<_>>()).is_some()
    }

    /// The amount nearest to the present one that flips beside other steps, by halving.
    fn nearest_amount(&self, turn: Turn, steps: &[(Fact, i64)]) -> Option<i64> {
        let now = self.reading.metered(Metered::Amount).ok()?;
        let mut far = if turn == Turn::Softer { 1 } else { Amount::MAX_MINOR };
        let mut near = now;
        if far == near || !self.flips_at(turn, far, steps) {
            return None;
        }
        while far.abs_diff(near) > 1 {
            let middle = far / 2 + near / 2 + (far % 2 + near % 2) / 2;
            *(if self.flips_at(turn, middle, steps) { &mut far } else { &mut near }) = middle;
        }
        Some(far)
    }
}
