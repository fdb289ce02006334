//! The oracle: a slow, plain restatement of `judge`, from the names in a draft. It shares no code with the library
//! below the reading; what the library compiles to rows of bits is here a loop over words.

use std::collections::{BTreeMap, BTreeSet};

use stepup::document::Node;
use stepup::fact::{Group, MeterUnit, Metered, Ranked, State};
use stepup::factor::{Category, Factor};
use stepup::reading::Reading;
use stepup::signal::{Unit, scale};

pub use super::oracle_text::Oracle;
use super::oracle_text::{EntryText, number};

/// What is demanded or remains, in words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    pub rung: usize,
    pub include: BTreeSet<String>,
    pub kinds: i64,
    pub distrusted: BTreeSet<String>,
    pub max_age: Option<i64>,
    pub confirm: bool,
    pub hold: i64,
    pub hold_days: i64,
    pub review: i64,
    pub refuse: bool,
    pub freeze: bool,
    pub notify: BTreeSet<String>,
}

/// What the oracle says of a reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saying {
    pub score: i64,
    pub levels: BTreeMap<&'static str, usize>,
    pub outcome: &'static str,
    pub demanded: Parts,
    pub remaining: Parts,
    pub fired: BTreeSet<String>,
    pub ways: BTreeSet<usize>,
    pub routed: bool,
    pub contributions: BTreeMap<String, i64>,
    pub least: (i64, &'static str, usize),
    pub most: (i64, &'static str, usize),
}

#[derive(Clone, Copy, PartialEq)]
enum Silence {
    Usual,
    Least,
    Most,
}

/// One way to read silence: levels by name, values by name, points by name.
struct Weighed {
    score: i64,
    contributions: BTreeMap<String, i64>,
    fired: BTreeSet<String>,
    levels: BTreeMap<&'static str, usize>,
    demand: Parts,
}

impl Oracle {
    /// Judges a reading; nothing is said of money in another currency than the policy's.
    pub fn judge(&self, reading: &Reading) -> Option<Saying> {
        if reading.currency().is_some_and(|currency| currency.to_string() != self.currency) {
            return None;
        }
        let usual = self.weigh(reading, Silence::Usual);
        let least = self.weigh(reading, Silence::Least);
        let most = self.weigh(reading, Silence::Most);
        let mut demanded = usual.demand.clone();
        demanded.freeze = least.demand.freeze;
        demanded.notify = least.demand.notify.clone();
        let (remaining, ways, routed) = self.remaining(&demanded, reading);
        let extreme = |weighed: &Weighed| {
            (weighed.score, outcome(&self.remaining(&weighed.demand, reading).0), weighed.demand.rung)
        };
        Some(Saying {
            score: usual.score,
            levels: usual.levels,
            outcome: outcome(&remaining),
            least: extreme(&least),
            most: extreme(&most),
            demanded,
            remaining,
            fired: usual.fired,
            ways,
            routed,
            contributions: usual.contributions,
        })
    }

    fn weigh(&self, reading: &Reading, silence: Silence) -> Weighed {
        let mut levels: BTreeMap<&'static str, usize> = BTreeMap::new();
        let mut values: BTreeMap<&str, i64> = BTreeMap::new();
        for fact in Ranked::ALL.iter().copied().filter(|fact| fact.is_measured()) {
            levels.insert(fact.name(), self.level(reading, fact, silence));
        }
        for fact in Metered::ALL.iter().copied().filter(|fact| fact.is_measured()) {
            values.insert(fact.name(), value(reading, fact, silence));
        }
        let (score, contributions) = self.score(&levels, &values);
        let risk = self.bands.iter().filter(|band| score >= **band).count();
        levels.insert("risk", risk);
        levels.insert("grade", self.grades[reading.operation().name()]);
        values.insert("score", score);
        let holds = |entry: &&EntryText| {
            entry.when.iter().all(|(key, bound)| condition(reading, &levels, &values, key, bound))
        };
        let holding: Vec<&EntryText> = self.entries.iter().filter(holds).collect();
        let mut fired: BTreeSet<String> =
            holding.iter().filter(|entry| entry.kind != "exemption").map(|entry| entry.id.clone()).collect();
        for exemption in holding.iter().filter(|entry| entry.kind == "exemption") {
            let spares =
                |entry: &&&EntryText| exemption.from.contains(&entry.id) && fired.contains(&entry.id);
            let used = holding.iter().filter(spares).any(|entry| !entry.shadow);
            fired.retain(|id| !exemption.from.contains(id));
            if used {
                fired.insert(exemption.id.clone());
            }
        }
        let mut demand = Parts::default();
        for entry in self.entries.iter().filter(|entry| fired.contains(&entry.id) && !entry.shadow) {
            demand.join(&entry.demand);
        }
        Weighed { score, contributions, fired, levels, demand }
    }

    /// The level of a ranked fact, counting from its least.
    fn level(&self, reading: &Reading, fact: Ranked, silence: Silence) -> usize {
        let scale = scale(fact);
        let place = |name: &str| scale.levels.iter().position(|level| level.name == name).unwrap();
        let measure = reading.measure(fact);
        let state = measure.state();
        let default = match state {
            State::Unlearned => usize::from(scale.meaning.unlearned),
            State::Missing => usize::from(scale.meaning.missing),
            State::Late => usize::from(scale.meaning.late),
            State::Invalid => usize::from(scale.meaning.invalid),
            _ => 0,
        };
        let Some(measure) = measure.value() else {
            let own = self.states.get(fact.name()).and_then(|own| own.get(state.name()));
            let usual = own.map_or(default, |name| place(name));
            let unaccused = scale.accusation.map_or(scale.levels.len() - 1, |first| usize::from(first) - 1);
            let uncertain = matches!(state, State::Missing | State::Late | State::Invalid);
            return match silence {
                Silence::Least if uncertain => 0,
                Silence::Most if uncertain => unaccused.max(usual),
                _ => usual,
            };
        };
        let moved = self.edges.get(fact.name());
        let levels = scale.levels.iter().skip(1).zip(scale.edges);
        let reached = levels.filter(|(level, edge)| {
            let edge = moved.and_then(|moved| moved.get(level.name)).copied().unwrap_or(i64::from(**edge));
            i64::from(measure) >= edge
        });
        reached.count()
    }

    /// Points of every fact, and lines for floors and caps; they add up to the score.
    fn score(
        &self,
        levels: &BTreeMap<&str, usize>,
        values: &BTreeMap<&str, i64>,
    ) -> (i64, BTreeMap<String, i64>) {
        let mut lines = BTreeMap::new();
        let mut sums: BTreeMap<&str, i64> = Group::ALL.iter().map(|group| (group.name(), 0)).collect();
        for (name, column) in &self.columns {
            if let Some(fact) = Ranked::from_name(name) {
                let mut points = 0;
                for (index, level) in scale(fact).levels.iter().enumerate() {
                    if index <= levels[fact.name()] {
                        points = column.get(level.name).copied().unwrap_or(points);
                    }
                }
                lines.insert(name.clone(), points);
                *sums.get_mut(fact.group().name()).unwrap() += points;
            } else {
                let fact = Metered::from_name(name).unwrap();
                let reached = column.iter().filter(|(from, _)| values[fact.name()] >= number(fact, from));
                let points = reached.map(|(_, points)| *points).max().unwrap_or(0);
                lines.insert(name.clone(), points);
                *sums.get_mut("money").unwrap() += points;
            }
        }
        let mut score = 0;
        for (group, sum) in sums {
            let (floor, cap) = self.groups.get(group).copied().unwrap_or((-8_192, 8_192));
            let held = sum.clamp(floor, cap);
            lines.insert(format!("group {group}"), held - sum);
            score += held;
        }
        (score, lines)
    }

    /// Whether a factor proves nothing to a request on its channel.
    fn is_barred(&self, reading: &Reading, factor: &str) -> bool {
        self.excluded.contains(&(reading.channel().name().to_owned(), factor.to_owned()))
    }

    fn remaining(&self, demand: &Parts, reading: &Reading) -> (Parts, BTreeSet<usize>, bool) {
        let mut rest = demand.clone();
        rest.confirm &= !reading.is_confirmed();
        let valid = |limit: Option<i64>| -> BTreeSet<String> {
            let counts = |factor: &&Factor| {
                reading.proofs().get(**factor).is_some_and(|proof| {
                    let young = limit.is_none_or(|limit| i64::from(proof.seconds) <= limit);
                    young
                        && !self.is_barred(reading, factor.name())
                        && !demand.distrusted.contains(factor.name())
                })
            };
            Factor::ALL.iter().filter(counts).map(|factor| factor.name().to_owned()).collect()
        };
        let given = valid(demand.max_age);
        let mut achieved = 0;
        for (place, (_, sets, age)) in self.rungs.iter().enumerate() {
            let young = valid(Some(demand.max_age.map_or(*age, |limit| limit.min(*age))));
            if sets.iter().any(|set| set.is_subset(&young)) {
                achieved = place + 1;
            }
        }
        if achieved >= rest.rung {
            rest.rung = 0;
        }
        rest.include = &rest.include - &given;
        if kinds(&given) >= rest.kinds {
            rest.kinds = 0;
        }
        let enrolled: BTreeSet<String> =
            reading.enrolled().iter().map(|factor| factor.name().to_owned()).collect();
        let mut usable = &enrolled - &demand.distrusted;
        usable.retain(|factor| !self.is_barred(reading, factor));
        let reachable = &usable | &given;
        // Sets that could be completed, whichever rung is left.
        let mut possible: BTreeMap<usize, &BTreeSet<String>> = BTreeMap::new();
        let mut number = 0;
        for (place, (_, sets, age)) in self.rungs.iter().enumerate() {
            let young = valid(Some(demand.max_age.map_or(*age, |limit| limit.min(*age))));
            for set in sets {
                if place + 1 >= rest.rung && set.is_subset(&(&usable | &young)) {
                    possible.insert(number, set);
                }
                number += 1;
            }
        }
        let covers = |set: &BTreeSet<String>| {
            let included = &rest.include & &reachable;
            kinds(&(&(set | &included) | &given)) >= rest.kinds
        };
        let covering: BTreeSet<usize> =
            possible.iter().filter(|(_, set)| covers(set)).map(|(number, _)| *number).collect();
        let ways: BTreeSet<usize> = match (rest.rung > 0, rest.kinds > 0) {
            (false, false) => BTreeSet::new(),
            (true, true) if covering.is_empty() => possible.keys().copied().collect(),
            _ => covering,
        };
        let routed = (rest.rung > 0 && possible.is_empty())
            || !rest.include.is_subset(&reachable)
            || (rest.kinds > 0 && kinds(&reachable) < rest.kinds);
        if routed {
            rest.review = rest.review.max(1);
        }
        (rest, ways, routed)
    }
}

impl Parts {
    fn join(&mut self, other: &Self) {
        self.rung = self.rung.max(other.rung);
        self.include.extend(other.include.iter().cloned());
        self.kinds = self.kinds.max(other.kinds);
        self.distrusted.extend(other.distrusted.iter().cloned());
        self.max_age = match (self.max_age, other.max_age) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        self.confirm |= other.confirm;
        self.hold = self.hold.max(other.hold);
        self.hold_days = self.hold_days.max(other.hold_days);
        self.review = self.review.max(other.review);
        self.refuse |= other.refuse;
        self.freeze |= other.freeze;
        self.notify.extend(other.notify.iter().cloned());
    }
}

fn outcome(rest: &Parts) -> &'static str {
    match rest {
        _ if rest.freeze => "freeze",
        _ if rest.refuse => "refuse",
        _ if rest.review > 0 => "review",
        _ if rest.hold > 0 || rest.hold_days > 0 => "hold",
        _ if rest.rung > 0 || !rest.include.is_empty() || rest.kinds > 0 => "step-up",
        _ if rest.confirm => "confirm",
        _ => "allow",
    }
}

fn condition(
    reading: &Reading,
    levels: &BTreeMap<&str, usize>,
    values: &BTreeMap<&str, i64>,
    key: &str,
    bound: &Node,
) -> bool {
    let listed = || bound.items().iter().map(|item| item.value.text().unwrap()).collect::<Vec<_>>();
    match key {
        "operation" => return listed().contains(&reading.operation().name()),
        "channel" => return listed().contains(&reading.channel().name()),
        "flag" => {
            return listed().iter().any(|name| {
                reading.flags().contains(stepup::operation::CustomerFlag::from_name(name).unwrap())
            });
        }
        "clock" => {
            let (from, to) = bound.text().unwrap().split_once('-').unwrap();
            let minute =
                |text: &str| text[..2].parse::<u16>().unwrap() * 60 + text[3..].parse::<u16>().unwrap();
            let (from, to, now) = (minute(from), minute(to), reading.minute());
            return if from < to { from <= now && now < to } else { now >= from || now < to };
        }
        _ => {}
    }
    let (name, suffix) = key.rsplit_once('_').unwrap();
    let (here, there) = match Ranked::from_name(name) {
        Some(fact) => {
            let text = bound.text().unwrap();
            let place = scale(fact).levels.iter().position(|level| level.name == text).unwrap();
            let (here, there) = (levels[fact.name()] as i64, place as i64);
            // A tier counts from the highest down: being below one is being further along.
            if fact == Ranked::Tier { (-here, -there) } else { (here, there) }
        }
        None => {
            let fact = Metered::from_name(name).unwrap();
            let there = match bound {
                Node::Integer(number) => *number,
                other => number(fact, other.text().unwrap()),
            };
            (values[fact.name()], there)
        }
    };
    match suffix {
        "from" => here >= there,
        "above" => here > there,
        "upto" => here <= there,
        "below" => here < there,
        other => panic!("the oracle does not know the suffix {other}"),
    }
}

/// A metered value; what does not apply is below everything.
fn value(reading: &Reading, fact: Metered, silence: Silence) -> i64 {
    match reading.metered(fact) {
        Ok(value) => value,
        Err(State::NotApplicable | State::Unlearned) => -1,
        Err(_) if silence == Silence::Least => 0,
        Err(_) => match fact.unit() {
            MeterUnit::Money => 999_999_999_999_999_999,
            MeterUnit::Count => 32_766,
            MeterUnit::Seconds => i64::from(i32::MAX),
            MeterUnit::Points => panic!("a score is never silent"),
        },
    }
}

fn kinds(factors: &BTreeSet<String>) -> i64 {
    let of = |name: &String| Factor::from_name(name).unwrap().category();
    let kinds: BTreeSet<Category> = factors.iter().map(of).collect();
    kinds.len() as i64
}

/// Units of edges are the scale's; a rank cannot be moved.
pub fn is_movable(fact: Ranked) -> bool {
    scale(fact).unit != Unit::Rank
}
