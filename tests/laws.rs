//! The laws of `judge`, on random policies and readings, and exhaustively along every chain.

mod common;

use std::cell::Cell;

use common::dice::Dice;
use common::laws::{self, not_softer};
use common::{policies, readings};
use stepup::fact::{Measure, MeterUnit, Metered, Ranked, State};
use stepup::factor::{Factor, FactorSet};
use stepup::policy::Policy;
use stepup::reading::{Reading, ReadingParts};
use stepup::requirement::{Notice, Notices, Requirement};
use stepup::signal::scale;
use stepup::units::Currency;
use stepup::verdict::{Outcome, Verdict};

/// Random policies with random readings; what holds is checked for each.
fn each(seed: u64, policies: u64, readings_each: u64, check: impl Fn(&mut Dice, &Policy, &Reading, &str)) {
    for number in 0..policies {
        let mut dice = Dice(seed.wrapping_mul(1_000_003).wrapping_add(number));
        let text = policies::policy(&mut dice);
        let policy = Policy::from_toml("random.toml", &text).unwrap().policy;
        for _ in 0..readings_each {
            let uncertain = if dice.chance(50) { 12 } else { 0 };
            let reading = readings::reading(&mut dice, uncertain);
            check(&mut dice, &policy, &reading, &text);
        }
    }
}

#[test]
fn total_and_pure_whatever_stood_in_the_verdict_before() {
    each(1, 300, 50, |dice, policy, reading, _| {
        let verdict = policy.judge(reading);
        let other = readings::reading(dice, 30);
        let mut dirty = policy.judge(&other);
        policy.judge_into(reading, &mut dirty);
        assert_eq!(dirty, verdict);
        assert_eq!(policy.widened().unwrap().judge(reading), verdict, "one word or four");
    });
}

#[test]
fn monotone_in_every_measure_and_every_metered_fact() {
    each(2, 400, 40, laws::monotone);
}

#[test]
fn monotone_along_every_chain_from_its_least_level_to_its_most() {
    each(3, 60, 6, |_, policy, reading, text| {
        for fact in Ranked::ALL.iter().copied().filter(|fact| fact.is_measured()) {
            let mut last: Option<Verdict> = None;
            let stops = [0].into_iter().chain(scale(fact).edges.iter().flat_map(|edge| [*edge, edge + 1]));
            for measure in stops.map(Measure::known) {
                let mut here = *reading;
                here.set(fact, measure);
                here.close();
                let verdict = policy.judge(&here);
                assert!(last.is_none_or(|last| not_softer(&verdict, &last)), "{fact}: {reading:?}\n{text}");
                last = Some(verdict);
            }
        }
    });
}

/// Silence is never softer than the best it could hide, nor stricter than the worst that is no accusation;
/// what lasts (freeze, notify) is judged at the best.
#[test]
fn a_state_lies_between_its_best_value_and_its_worst() {
    each(4, 400, 40, laws::states_lie_between);
}

/// The bounds hold for everything that silence could hide, short of an accusation; what lasts is judged at the best of it.
#[test]
fn whatever_missing_facts_turn_out_to_be_the_answer_lies_within_the_bounds() {
    let completed = Cell::new(0);
    each(9, 500, 30, |dice, policy, reading, text| {
        let silent = policy.judge(reading);
        if !reading.is_uncertain() {
            return;
        }
        for _ in 0..6 {
            let Some(whole) = completion(dice, policy, reading) else { continue };
            completed.set(completed.get() + 1);
            let told = policy.judge(&whole);
            let (least, most) = (silent.least(), silent.most());
            let shown = format!("{reading:?}\n{whole:?}\n{least:?} {most:?}\n{told:?}\n{text}");
            assert!(!told.is_uncertain(), "{shown}");
            assert!((least.score..=most.score).contains(&told.score()), "{shown}");
            assert!((least.outcome..=most.outcome).contains(&told.outcome()), "{shown}");
            assert!((least.rung..=most.rung).contains(&told.requirement().rung), "{shown}");
            let (lasts, could) = (silent.requirement(), told.requirement());
            assert!(!lasts.freeze || could.freeze, "frozen on silence: {shown}");
            assert_eq!(lasts.notify.bits() & !could.notify.bits(), 0, "told on silence: {shown}");
        }
    });
    assert!(completed.get() > 10_000, "{} completions were tried", completed.get());
}

/// The same reading with every silent fact known, at any value that accuses nobody and that the others allow.
fn completion(dice: &mut Dice, policy: &Policy, reading: &Reading) -> Option<Reading> {
    let mut whole = *reading;
    for fact in Ranked::ALL.iter().copied().filter(|fact| fact.is_measured()) {
        if reading.measure(fact).state().is_uncertain() {
            let scale = scale(fact);
            let measure = readings::measure(dice, fact, 0);
            let mut tried = Reading::blank(&whole_parts(&whole));
            tried.set(fact, measure);
            let level = policy.judge(&tried).level(fact);
            let innocent = level <= scale.worst_unaccused();
            whole.set(fact, if innocent { measure } else { Measure::known(0) });
        }
    }
    for fact in Metered::ALL.iter().copied().filter(|fact| fact.is_measured()) {
        if reading.metered(fact).is_err_and(State::is_uncertain) {
            let floor = if fact.unit() == MeterUnit::Count { 1 } else { 0 };
            whole.set_metered(fact, readings::metered(dice, fact).max(floor));
        }
    }
    whole.is_closed().then_some(whole)
}

/// Circumstances alone.
fn whole_parts(reading: &Reading) -> ReadingParts {
    ReadingParts {
        operation: reading.operation(),
        channel: reading.channel(),
        flags: reading.flags(),
        minute: reading.minute(),
        currency: reading.currency().unwrap_or(Currency::CNY),
        enrolled: reading.enrolled(),
        confirmed: reading.is_confirmed(),
        out_of_order: reading.is_out_of_order(),
        proofs: *reading.proofs(),
    }
}

#[test]
fn more_or_younger_proofs_never_make_an_answer_stricter() {
    each(5, 300, 60, laws::proofs_never_make_stricter);
}

/// The stricter of each part, in the plainest words: not the library's join, which is on trial.
fn stricter(a: Requirement, b: Requirement) -> Requirement {
    let all = |one: FactorSet, two: FactorSet| one.iter().chain(two.iter()).collect();
    let notices =
        Notice::ALL.iter().filter(|notice| a.notify.contains(**notice) || b.notify.contains(**notice));
    Requirement {
        rung: a.rung.max(b.rung),
        include: all(a.include, b.include),
        kinds: a.kinds.max(b.kinds),
        distrusted: all(a.distrusted, b.distrusted),
        max_age: a.max_age.min(b.max_age),
        confirm: a.confirm || b.confirm,
        hold: a.hold.max(b.hold),
        hold_days: a.hold_days.max(b.hold_days),
        review: a.review.max(b.review),
        refuse: a.refuse || b.refuse,
        freeze: a.freeze || b.freeze,
        notify: notices.fold(Notices::NONE, |all, notice| all.with(*notice)),
    }
}

/// One more rule, which demands every part, adds just that where it fires and nothing where it does not.
#[test]
fn the_strictest_rule_wins_in_every_part_and_another_rule_never_softens() {
    let everything = "include = [\"otp\"], kinds = 2, max_age = \"200s\", confirm = true, hold = \"9h\", \
                      hold_days = 2, review = 1, refuse = true, freeze = true, notify = [\"agent\"]";
    let added = Requirement {
        rung: 1,
        include: FactorSet::NONE.with(Factor::Otp),
        kinds: 2,
        distrusted: FactorSet::NONE,
        max_age: 200,
        confirm: true,
        hold: 9 * 3_600,
        hold_days: 2,
        review: 1,
        refuse: true,
        freeze: true,
        notify: Notices::NONE.with(Notice::Agent),
    };
    let (mut fired, mut stricter_before) = (0, 0);
    for seed in 0..300 {
        let mut dice = Dice(seed);
        let text = policies::policy_of(&mut dice, 20);
        let first = if text.contains("name = \"rung0\"") { "rung = \"rung0\", " } else { "" };
        let added = Requirement { rung: u8::from(!first.is_empty()), ..added };
        let rule = "[[rule]]\nid = \"one-more\"\nwhen = { device_from = \"known\" }";
        let more = format!("{text}\n{rule}\nrequire = {{ {first}{everything} }}\n");
        let of = |text: &str| Policy::from_toml("random.toml", text).unwrap().policy;
        let (policy, more) = (of(&text), of(&more));
        for _ in 0..100 {
            let reading = readings::reading(&mut dice, 0);
            let (before, after) = (policy.judge(&reading), more.judge(&reading));
            let fires = before.level(Ranked::Device) >= 1;
            let before = *before.requirement();
            let expected = if fires { stricter(before, added) } else { before };
            assert_eq!(*after.requirement(), expected, "{reading:?}\n{text}");
            fired += u32::from(fires);
            stricter_before += u32::from(fires && before.rung > 1);
        }
    }
    assert!(fired > 1_000 && stricter_before > 1_000, "{fired} {stricter_before}");
}

#[test]
fn contributions_and_cap_lines_add_up_to_the_score() {
    each(6, 400, 50, |_, policy, reading, text| laws::contributions_add_up(policy, reading, text));
}

#[test]
fn a_reading_is_its_bytes_and_no_other_bytes_are_a_reading() {
    let mut dice = Dice(7);
    let mut decoded = 0;
    for _ in 0..3_000 {
        let reading = readings::reading(&mut dice, 20);
        let bytes = reading.encode();
        assert_eq!(Reading::decode(&bytes), Ok(reading));
        for _ in 0..40 {
            let mut damaged = bytes;
            damaged[dice.below(Reading::BYTES)] ^= 1 << dice.below(8);
            if let Ok(other) = Reading::decode(&damaged) {
                decoded += 1;
                assert!(other.is_closed());
                assert_eq!(other.encode(), damaged);
                assert_ne!(other, reading);
            }
        }
    }
    assert!(decoded > 10_000, "most flips of a number are another number: {decoded}");
}

/// A zeroed reading claims a known zero everywhere; it decodes to nothing (its version is 0).
#[test]
fn zeros_are_no_reading() {
    assert!(Reading::decode(&[0; Reading::BYTES]).is_err());
    assert_eq!(Verdict::REFUSED.outcome(), Outcome::Refuse);
    assert_eq!(Outcome::Refuse.code(), 0);
}

#[test]
fn one_pass_closes_any_reading() {
    let mut dice = Dice(8);
    for _ in 0..20_000 {
        let mut reading = readings::reading(&mut dice, 15);
        for fact in [Metered::Amount, Metered::Total24hPayee, Metered::Count1h, Metered::TotalDayNewDevice] {
            let value = readings::metered(&mut dice, fact);
            reading.set_metered(fact, value);
        }
        if dice.chance(30) {
            // What implies two facts in a row implies the second also where the first is absent.
            reading.set_metered_state(Metered::Total24hPayee, State::NotApplicable);
        }
        reading.close();
        let mut again = reading;
        again.close();
        assert_eq!(again, reading);
        let known = |fact| reading.metered(fact).ok();
        for (low, high) in [
            (Metered::Amount, Metered::Total24hPayee),
            (Metered::Amount, Metered::Total24h),
            (Metered::Amount, Metered::Attempted24h),
            (Metered::Total24hPayee, Metered::Total24h),
            (Metered::Total24h, Metered::Attempted24h),
            (Metered::TotalDayNewDevice, Metered::TotalDay),
            (Metered::Count1h, Metered::Count24h),
        ] {
            assert!(known(low).zip(known(high)).is_none_or(|(low, high)| low <= high), "{reading:?}");
        }
    }
}
