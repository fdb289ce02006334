//! Which missing fact to ask for next: tried against every way in which what is missing could turn out.

mod common;

use std::collections::BTreeMap;

use common::dice::Dice;
use common::nearby::{Levels, at, set};
use common::people::{calm, customer};
use common::small::Small;
use common::{bare, policies, readings};
use stepup::document::presets::RETAIL_CN;
use stepup::fact::{Fact, Given, Measure, Metered, Ranked, State};
use stepup::policy::Policy;
use stepup::reading::Reading;
use stepup::request::{PayeeCheck, Request};
use stepup::signal::scale;
use stepup::verify::ask_next;

const SILENT: [State; 3] = [State::Missing, State::Late, State::Invalid];

/// One fact that is not known, and what stands for each level at which it could turn out.
type Unknown = (Fact, Vec<i64>);

fn unknowns(policy: &Policy, levels: &Levels, reading: &Reading) -> Vec<Unknown> {
    let unknown = levels.0.iter().filter(|(fact, _)| at(reading, *fact).is_err_and(State::is_uncertain));
    let possible = unknown.map(|(fact, leasts)| match fact {
        Fact::Metered(_) => (*fact, leasts.clone()),
        Fact::Ranked(ranked) => {
            let unaccused = scale(*ranked).accusation.map_or(leasts.len(), usize::from);
            let read_as = usize::from(policy.judge(reading).level(*ranked)) + 1;
            (*fact, leasts[..unaccused.max(read_as)].to_vec())
        }
    });
    possible.collect()
}

fn known(reading: &Reading, fact: Fact, value: i64) -> Reading {
    let mut known = *reading;
    set(&mut known, fact, value);
    known
}

/// Every reading in which all of these are known.
fn completions(reading: &Reading, unknowns: &[Unknown]) -> Vec<Reading> {
    let mut all = vec![*reading];
    for (fact, values) in unknowns {
        all = all.iter().flat_map(|one| values.iter().map(|value| known(one, *fact, *value))).collect();
    }
    all
}

fn answer(policy: &Policy, reading: &Reading) -> (u8, u8) {
    let verdict = policy.judge(reading);
    (verdict.outcome().rank(), verdict.requirement().rung)
}

/// Steps of outcome and rungs between the mildest and the strictest of all answers.
fn open(policy: &Policy, all: &[Reading]) -> u8 {
    let answers: Vec<(u8, u8)> = all.iter().map(|reading| answer(policy, reading)).collect();
    let apart = |part: fn(&(u8, u8)) -> u8| {
        answers.iter().map(part).max().unwrap() - answers.iter().map(part).min().unwrap()
    };
    apart(|answer| answer.0) + apart(|answer| answer.1)
}

/// How open the answer stays at each level that a fact can turn out at beside what is known.
fn prospects(policy: &Policy, reading: &Reading, unknowns: &[Unknown], place: usize) -> Vec<u8> {
    let (fact, values) = &unknowns[place];
    let others = [&unknowns[..place], &unknowns[place + 1..]].concat();
    let learned = values.iter().map(|value| known(reading, *fact, *value)).filter(Reading::is_closed);
    learned.map(|reading| open(policy, &completions(&reading, &others))).collect()
}

/// The facts at which the answer changes on the way from all at their least to all at their worst.
fn tips(policy: &Policy, reading: &Reading, unknowns: &[Unknown], place: usize) -> bool {
    let mut here = *reading;
    for (number, (fact, values)) in unknowns.iter().enumerate() {
        here = known(&here, *fact, if number < place { *values.last().unwrap() } else { values[0] });
    }
    let (fact, values) = &unknowns[place];
    answer(policy, &here) != answer(policy, &known(&here, *fact, *values.last().unwrap()))
}

/// Whether some completion of the others gives different answers at two levels of this one.
fn matters(policy: &Policy, reading: &Reading, unknowns: &[Unknown], place: usize) -> bool {
    let others = [&unknowns[..place], &unknowns[place + 1..]].concat();
    let (fact, values) = &unknowns[place];
    completions(reading, &others).iter().any(|one| {
        let mut answers = values.iter().map(|value| answer(policy, &known(one, *fact, *value)));
        let first = answers.next();
        answers.any(|other| Some(other) != first)
    })
}

fn silence(dice: &mut Dice, reading: &mut Reading, facts: &[Fact]) {
    match *dice.pick(facts) {
        Fact::Ranked(fact) => reading.set(fact, Measure::of_state(*dice.pick(&SILENT))),
        Fact::Metered(fact) => reading.set_metered_state(fact, *dice.pick(&SILENT)),
    }
}

#[test]
fn the_fact_asked_for_next_is_the_one_that_leaves_least_open() {
    let mut mix: BTreeMap<&str, usize> = BTreeMap::new();
    for number in 0..500 {
        let mut dice = Dice(81_000 + number);
        let small = Small::new(&mut dice);
        let is_small = dice.chance(50);
        let text = if is_small { small.text.clone() } else { policies::policy(&mut dice) };
        let policy = Policy::from_toml("random.toml", &text).unwrap().policy;
        let levels = Levels::of(&policy);
        let silent = [Fact::Metered(Metered::Balance)];
        let ranked = Ranked::ALL.iter().filter(|fact| fact.is_measured()).map(|fact| Fact::Ranked(*fact));
        let mut facts: Vec<Fact> = if is_small { small.facts() } else { ranked.collect() };
        facts.extend(silent);
        for _ in 0..12 {
            let mut reading = readings::reading(&mut dice, 0);
            for _ in 0..=dice.below(3) {
                silence(&mut dice, &mut reading, &facts);
            }
            let unknowns = unknowns(&policy, &levels, &reading);
            let open_now = open(&policy, &completions(&reading, &unknowns));
            let asked = ask_next(&policy, &reading);
            let Some(ask) = asked.filter(|_| open_now > 0) else {
                assert!(asked.is_none() && open_now == 0, "{asked:?} {open_now} {reading:?}\n{text}");
                *mix.entry("nothing to ask").or_default() += 1;
                continue;
            };
            let keys: Vec<_> = (0..unknowns.len())
                .map(|place| {
                    let open = prospects(&policy, &reading, &unknowns, place);
                    let sum: u32 = open.iter().map(|open| u32::from(*open)).sum();
                    // The mean in parts of 720,720, which every number of levels up to sixteen divides.
                    let mean = 720_720 * sum / u32::try_from(open.len()).unwrap();
                    let worst = *open.iter().max().unwrap();
                    (worst, mean, !tips(&policy, &reading, &unknowns, place), place)
                })
                .collect();
            let (worst, _, _, place) = *keys.iter().min().unwrap();
            assert_eq!(
                (ask.fact, ask.open_now, ask.open_then),
                (unknowns[place].0, open_now, worst),
                "{keys:?}"
            );
            assert_eq!(at(&reading, ask.fact), Err(ask.state));
            assert!(matters(&policy, &reading, &unknowns, place), "{ask:?} {reading:?}\n{text}");
            let all_matter = (0..unknowns.len()).all(|place| matters(&policy, &reading, &unknowns, place));
            *mix.entry(if ask.open_then == 0 { "settles" } else { "narrows" }).or_default() += 1;
            *mix.entry("one of several").or_default() += usize::from(unknowns.len() > 1);
            *mix.entry("not the first").or_default() += usize::from(place > 0);
            *mix.entry("beside one that cannot matter").or_default() += usize::from(!all_matter);
            *mix.entry("worst no better").or_default() += usize::from(ask.open_then == open_now);
        }
    }
    println!("{mix:?}");
    for kind in mix.keys() {
        assert!(mix[kind] > 30, "{kind}: {mix:?}");
    }
    assert_eq!(mix.len(), 7, "{mix:?}");
}

/// Two of three would tip it and none alone: the fact that no rule names is not asked for, though it comes first.
#[test]
fn a_fact_that_cannot_matter_is_never_asked_for() {
    let mut text = String::new();
    let facts = [("hour", "never"), ("destination", "high-risk"), ("drain", "over-80")];
    for (place, (one, high)) in facts.iter().enumerate() {
        let (two, other) = facts[(place + 1) % 3];
        text += &format!(
            "[[rule]]\nid = \"r{place}\"\nwhen = {{ {one}_from = \"{high}\", {two}_from = \"{other}\" }}\nrequire = {{ \
             review = 1 }}\n"
        );
    }
    let policy = bare::policy(&text);
    let mut reading = readings::reading(&mut Dice(9), 0);
    for fact in [Ranked::Device, Ranked::Hour, Ranked::Destination, Ranked::Drain] {
        reading.set(fact, Measure::of_state(State::Missing));
    }
    let ask = ask_next(&policy, &reading).unwrap();
    assert_eq!((ask.fact, ask.open_now, ask.open_then), (Fact::Ranked(Ranked::Drain), 4, 4));
    assert_eq!(ask.said().en, "drain (missing); it may narrow the answer");
}

/// Without a new payee of the day none was added just now, so that to know the payee settles the answer.
#[test]
fn levels_that_known_facts_rule_out_do_not_keep_an_answer_open() {
    let policy = bare::policy(&bare::rule(
        "r",
        "payee_from = \"new-under-24h\", destination_from = \"abroad\"",
        "review = 1",
    ));
    let mut reading = readings::best();
    for fact in [Ranked::Payee, Ranked::Destination] {
        reading.set(fact, Measure::of_state(State::Missing));
    }
    assert!(reading.is_closed() && reading.metered(Metered::NewPayees24h) == Ok(0));
    let ask = ask_next(&policy, &reading).unwrap();
    assert_eq!((ask.fact, ask.open_now, ask.open_then), (Fact::Ranked(Ranked::Payee), 4, 0));
    assert_eq!(ask.said().en, "payee (missing); it settles the answer");
}

#[test]
fn where_the_answer_is_settled_nothing_is_asked_for() {
    let (policy, profile) = (RETAIL_CN.seal().unwrap().policy, customer());
    let mut fields = calm(2_800);
    let ask = |fields: &stepup::request::Fields| {
        let request = Request::new(fields.clone()).unwrap();
        ask_next(&policy, &Reading::of(&request, &profile))
    };
    assert_eq!(ask(&fields), None, "everything is known");
    fields.payee_check = Given::Late;
    assert_eq!(ask(&fields), None, "a late name check changes nothing for a small payment");
    fields.device = Given::Missing;
    let asked = ask(&fields).unwrap();
    assert_eq!((asked.fact, asked.state, asked.open_then), (Fact::Ranked(Ranked::Device), State::Missing, 1));
    assert_eq!(
        asked.said().zh,
        "设备（缺失）；可缩小结论范围",
        "on a new device the name check would matter"
    );
    fields.payee_check = Given::Known(PayeeCheck::Match);
    let asked = ask(&fields).unwrap();
    assert_eq!((asked.fact, asked.open_then), (Fact::Ranked(Ranked::Device), 0));
    assert_eq!(asked.said().en, "device (missing); it settles the answer");
}
