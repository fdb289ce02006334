//! The presets seal, their numbers have reasons, and what `retail-cn` guarantees holds where it is tried hardest.

mod common;

use common::dice::Dice;
use common::{people, readings};
use stepup::document::presets::{PRESETS, RETAIL_CN};
use stepup::event::Happening;
use stepup::fact::{Given, Measure, Metered, Ranked, State};
use stepup::factor::FactorSet;
use stepup::operation::{Channel, CustomerFlags, Operation};
use stepup::policy::Policy;
use stepup::profile::{PeerGroup, Profile};
use stepup::reading::{Reading, ReadingParts};
use stepup::request::Request;
use stepup::requirement::{ProofAges, Requirement};
use stepup::signal::scale;
use stepup::units::Currency;
use stepup::verdict::Verdict;
use stepup::verify::{self, Proof};

/// Known values stand beside these.
const STATES: [State; 5] =
    [State::NotApplicable, State::Unlearned, State::Missing, State::Late, State::Invalid];

fn retail() -> Policy {
    RETAIL_CN.seal().unwrap().policy
}

#[test]
fn every_preset_seals_with_nothing_but_what_it_accepts() {
    for preset in PRESETS {
        let sealed = preset.seal().unwrap_or_else(|findings| panic!("{findings}"));
        assert_eq!(sealed.policy.name(), preset.name);
        assert!(sealed.findings.0.is_empty(), "{}", sealed.findings);
    }
}

#[test]
fn what_a_bank_wants_is_guaranteed_and_proved() {
    let policy = retail();
    let proven = verify::guarantees(&policy);
    let open: Vec<_> = proven.iter().filter(|proven| proven.proof != Proof::Proved).collect();
    assert!(open.is_empty(), "{open:?}");
    for wanted in [
        "no-quick-exit",            // new device
        "sim-swapped",              // take-over
        "no-passing-through",       // mule
        "reported-mule",            // mule
        "call-is-over-first",       // coercion
        "cry-for-help",             // coercion
        "large-is-seen",            // cooling-off
        "everyday-is-easy",         // everyday ceiling
        "wealth-purchase",          // wealth purchase
        "loss-protects-first",      // loss report
        "web-is-no-way-round",      // web channel
        "a-day-for-who-needs-care", // vulnerable customers
        "sim-swap-codes",           // SIM swap
        "frozen-account",
        "own-word-binds",
        "guessing-ends",
        "nobody-is-twice",
        "trusted-is-easier",
        "leak",
    ] {
        assert!(proven.iter().any(|proven| proven.id == wanted), "{wanted}");
    }
}

#[test]
fn every_guarantee_says_why_a_bank_wants_it() {
    let heads: Vec<&str> = RETAIL_CN.text.lines().filter(|line| line.starts_with("[[guarantee]]")).collect();
    assert_eq!(heads.len(), retail().guarantees().len());
    for head in heads {
        assert!(head.split_once("# ").is_some_and(|(_, why)| why.len() > 15), "{head}");
    }
}

#[test]
fn every_rule_has_a_reason_and_every_column_a_line_that_says_why() {
    for rule in retail().rules() {
        assert!(rule.reason.len() > 20, "{}: {:?}", rule.id, rule.reason);
    }
    for exemption in retail().exemptions() {
        assert!(exemption.reason.len() > 20, "{}: {:?}", exemption.id, exemption.reason);
    }
    let columns: Vec<&str> = RETAIL_CN.text.lines().filter(|line| line.starts_with("[scorecard.")).collect();
    assert!(columns.len() > 20, "{columns:?}");
    for column in columns {
        assert!(column.split_once("] ").is_some_and(|(_, why)| why.trim_start().len() > 20), "{column}");
    }
}

fn rank(name: &str, fact: Ranked) -> u8 {
    scale(fact).level(name).unwrap()
}

/// A metered fact is at least so much; of what is missing, late or invalid that is assumed.
fn from(reading: &Reading, fact: Metered, least: i64) -> bool {
    match reading.metered(fact) {
        Ok(value) => value >= least,
        Err(state) => !matches!(state, State::NotApplicable | State::Unlearned),
    }
}

/// A metered fact is known to be at most so much, or does not apply.
fn upto(reading: &Reading, fact: Metered, most: i64) -> bool {
    match reading.metered(fact) {
        Ok(value) => value <= most,
        Err(state) => matches!(state, State::NotApplicable | State::Unlearned),
    }
}

/// What the policy demands beyond factors that prove nothing just now.
fn demanded(verdict: &Verdict) -> Requirement {
    Requirement { distrusted: FactorSet::NONE, ..*verdict.requirement() }
}

/// Two factors and two hours.
const HELD: Requirement = Requirement { rung: 2, hold: 7_200, ..Requirement::NOTHING };

/// Nothing known against anybody, nothing moved yet, on a channel.
fn blank(operation: Operation, channel: Channel) -> Reading {
    let mut reading = Reading::blank(&ReadingParts {
        operation,
        channel,
        flags: CustomerFlags::NONE,
        minute: 600,
        currency: Currency::CNY,
        enrolled: FactorSet::NONE,
        confirmed: false,
        out_of_order: false,
        proofs: ProofAges::NONE,
    });
    for fact in Ranked::ALL.iter().copied().filter(|fact| fact.is_measured()) {
        reading.set(fact, Measure::known(0));
    }
    reading
}

/// The least suspicious corner: everything known and at its best but what the region names.
#[test]
fn no_quick_exit_holds_at_its_corner_for_every_operation_channel_and_state() {
    let policy = retail();
    let totals = [Metered::Total24h, Metered::Total24hPayee, Metered::TotalDay, Metered::TotalDayNewDevice];
    let mut tried = 0;
    for operation in Operation::ALL.iter().copied().filter(|operation| operation.moves_money()) {
        for channel in Channel::ALL {
            for device in scale(Ranked::Device).edges.iter().skip(2).copied() {
                // Each total known at its least, or in each state: every combination.
                for mut combination in 0..6_usize.pow(4) {
                    let mut reading = blank(operation, *channel);
                    reading.set(Ranked::Device, Measure::known(device));
                    reading.set_metered(Metered::Amount, 5_000_000);
                    for total in totals {
                        match STATES.get(combination % 6) {
                            Some(state) => reading.set_metered_state(total, *state),
                            None => reading.set_metered(total, 0),
                        }
                        combination /= 6;
                    }
                    reading.close();
                    let verdict = policy.judge(&reading);
                    assert!(verdict.level(Ranked::Device) >= rank("fresh", Ranked::Device));
                    assert!(verdict.requirement().is_at_least(HELD), "{reading:?}");
                    tried += 1;
                }
            }
        }
    }
    assert!(tried > 10_000, "{tried}");
}

/// Readings of the region, each brought there and closed; how many there were.
fn in_region(
    seed: u64,
    bring: impl Fn(&mut Dice, &mut Reading),
    is_inside: impl Fn(&Reading, &Verdict) -> bool,
    holds: impl Fn(&Reading, &Verdict),
) -> usize {
    let (policy, mut dice) = (retail(), Dice(seed));
    let mut inside = 0;
    for number in 0..100_000 {
        let mut reading = readings::reading(&mut dice, [0, 12, 40][number % 3]);
        bring(&mut dice, &mut reading);
        reading.close();
        let verdict = policy.judge(&reading);
        if is_inside(&reading, &verdict) {
            inside += 1;
            holds(&reading, &verdict);
        }
    }
    inside
}

#[test]
fn no_quick_exit_holds_for_random_readings_of_every_operation_and_state() {
    let fresh = rank("fresh", Ranked::Device);
    let inside = in_region(
        1,
        |dice, reading| {
            // Mostly calm, or the risk alone holds everything.
            for fact in Ranked::SIGNALS.iter().copied() {
                if dice.chance(85) {
                    reading.set(fact, Measure::known(0));
                }
            }
            if dice.chance(80) {
                reading.set(Ranked::Device, Measure::known(3));
            }
            if reading.currency().is_some() && dice.chance(70) {
                reading.set_metered(Metered::Amount, 5_000_000);
            }
        },
        |reading, verdict| {
            verdict.level(Ranked::Device) >= fresh && from(reading, Metered::Amount, 5_000_000)
        },
        |reading, verdict| assert!(verdict.requirement().is_at_least(HELD), "{reading:?}"),
    );
    assert!(inside > 10_000, "{inside} readings lay in the region");
}

#[test]
fn large_is_seen_holds_for_random_readings_of_its_region() {
    let seen = Requirement { rung: 2, confirm: true, review: 1, hold: 86_400, ..Requirement::NOTHING };
    let inside = in_region(
        2,
        |dice, reading| {
            if reading.currency().is_some() {
                let minor = dice.between(30_000_000, 30_000_001);
                reading.set_metered(Metered::Amount, minor);
                if dice.chance(70) {
                    reading.set_metered(Metered::Total24hPayee, minor);
                }
            }
        },
        |reading, _| {
            reading.operation() == Operation::Transfer
                && from(reading, Metered::Amount, 30_000_000)
                && from(reading, Metered::Total24hPayee, 30_000_000)
        },
        |reading, verdict| assert!(verdict.requirement().is_at_least(seen), "{reading:?}"),
    );
    assert!(inside > 8_000, "{inside} readings lay in the region");
    let mut least = blank(Operation::Transfer, Channel::App);
    least.set_metered(Metered::Amount, 30_000_000);
    least.set_metered(Metered::Total24hPayee, 0);
    least.close();
    assert!(retail().judge(&least).requirement().is_at_least(seen));
}

/// The region is the guarantee's own and nothing is brought nearer than it says: travel and place may be anything.
#[test]
fn everyday_is_easy_holds_for_random_readings_of_its_region() {
    let most = [
        (Ranked::Attempts, "few"),
        (Ranked::Frozen, "no"),
        (Ranked::OwnLimit, "within"),
        (Ranked::Integrity, "rooted"),
        (Ranked::Coercion, "possible"),
        (Ranked::PayeeRecord, "fresh"),
        (Ranked::PayeeCheck, "no-match"),
        (Ranked::Alert, "credential-change"),
        (Ranked::Device, "recent"),
        (Ranked::Risk, "low"),
    ];
    let travelled = std::cell::Cell::new(0);
    let inside = in_region(
        3,
        |dice, reading| {
            // Most facts are calm, or the risk is never low; each may still be anything.
            for fact in Ranked::SIGNALS.iter().copied() {
                if dice.chance(88) {
                    reading.set(fact, Measure::known(0));
                }
            }
            for fact in [Ranked::Frozen, Ranked::OwnLimit] {
                reading.set(fact, Measure::known(0));
            }
            if dice.chance(30) {
                reading.set(Ranked::Travel, Measure::known(2_001));
            }
            if reading.currency().is_some() {
                for fact in [Metered::Amount, Metered::Total24hPayee, Metered::Total24h, Metered::TotalDay] {
                    reading.set_metered(fact, 19_999);
                }
                reading.set_metered(Metered::TotalDayNewDevice, dice.between(0, 19_999));
            }
        },
        |reading, verdict| {
            let within = |(fact, name): &(Ranked, &str)| verdict.level(*fact) <= rank(name, *fact);
            reading.operation() == Operation::Transfer
                && most.iter().all(within)
                && upto(reading, Metered::TotalDay, 19_999)
                && upto(reading, Metered::Total24h, 19_999)
        },
        |reading, verdict| {
            travelled.set(travelled.get() + usize::from(verdict.level(Ranked::Travel) == 3));
            assert_eq!(demanded(verdict), Requirement::NOTHING, "{reading:?}");
        },
    );
    assert!(inside > 1_000, "{inside} readings lay in the region");
    assert!(travelled.get() > 20, "{} of them by impossible travel", travelled.get());
}

/// A customer to whom large sums to six payees are everyday life, so that nothing but the lines themselves asks.
fn used_to_large_sums() -> Profile {
    let peers = PeerGroup {
        currency: Currency::CNY,
        amount_centre: 5_500,
        amount_spread: 600,
        outflow_centre: 5_600,
        outflow_spread: 600,
    };
    let opened = people::NOW - 400 * people::DAY;
    let mut profile = Profile::new(people::name(1), people::KEY, people::at(opened), peers);
    let bound = Happening::DeviceBound { device: people::name(50), at_opening: true };
    people::observe(&mut profile, opened, bound);
    for day in (2..=90_u32).rev() {
        let payee = 60 + u8::try_from(day % 6).unwrap();
        let paid = people::movement(u64::from(day), 4_900_000, payee);
        people::observe(&mut profile, people::NOW - day * people::DAY, Happening::Attempted(paid));
        people::observe(&mut profile, people::NOW - day * people::DAY + 60, Happening::Settled(paid));
    }
    profile
}

/// What a transfer must reach, decided from a profile.
fn rung(policy: &Policy, profile: &Profile, number: u64, minor: i64, payee: u8) -> u8 {
    let mut fields = people::calm(minor);
    fields.transfer = Some(people::transfer(number));
    fields.payee = Given::Known(people::name(payee));
    fields.balance = Given::Known(people::yuan(10_000_000_000));
    fields.at = people::at(people::NOW + u32::try_from(number % 1_000).unwrap() * 60);
    policy.decide(&Request::new(fields).unwrap(), profile).verdict().requirement().rung
}

/// The schedule that leaks most: just below the payee's line to one after another, and just below the total at last.
#[test]
fn no_more_than_the_leak_bound_leaves_in_24_hours_below_two_factors_and_nearly_as_much_can() {
    const BOUND: i64 = 19_999_999;
    let (policy, mut profile) = (retail(), used_to_large_sums());
    let (mut left, mut transfers) = (0, 0);
    for payee in 60..66 {
        for turn in 0..3 {
            let number = 10_000 + u64::from(payee) * 3 + turn - 180;
            // The largest amount that is not asked for both factors; 0 where the least is.
            let (mut free, mut asked) = (0, 30_000_000);
            while asked - free > 1 {
                let middle = (free + asked) / 2;
                if rung(&policy, &profile, number, middle, payee) < 2 {
                    free = middle
                } else {
                    asked = middle
                }
            }
            if free == 0 {
                continue;
            }
            let paid = people::movement(number, free, payee);
            let now = people::NOW + u32::try_from(number % 1_000).unwrap() * 60;
            people::observe(&mut profile, now, Happening::Attempted(paid));
            people::observe(&mut profile, now, Happening::Settled(paid));
            (left, transfers) = (left + free, transfers + 1);
        }
    }
    assert!(left <= BOUND, "{left} minor units left in {transfers} transfers");
    // Sums of hours are rounded up, so the last yuan are asked for a little early.
    assert!(left > BOUND - 1_000, "only {left} minor units left in {transfers} transfers");
    assert!(transfers >= 4, "{transfers}");
    assert_eq!(rung(&policy, &profile, 10_100, 1_000, 65), 2, "and then the least is asked for both");
}
