//! What is proved holds: readings at the edges of proved regions, and requests of people, never break a promise.

mod common;

use common::dice::Dice;
use common::promises::{at_the_edge, guarantee};
use common::regions::{inside, kept};
use common::{messages, people, policies};
use stepup::document::presets::RETAIL_CN;
use stepup::guarantee::{Guarantee, Promise};
use stepup::policy::Policy;
use stepup::profile::Profile;
use stepup::request::Request;
use stepup::verify::{BUDGET, Proof, prove};

/// What was tried.
#[derive(Default, Debug)]
struct Tried {
    proved: u64,
    refuted: u64,
    empty: u64,
    undecided: u64,
    readings: u64,
    inside: u64,
}

impl Tried {
    /// Readings about the edges of a region that a promise was proved of; a refutation is judged again.
    fn edges(&mut self, dice: &mut Dice, policy: &Policy, guarantee: &Guarantee, readings: u64, text: &str) {
        match prove(policy, guarantee, BUDGET).proof {
            Proof::Proved => self.proved += 1,
            Proof::Refuted(witness) => {
                self.refuted += 1;
                let verdict = policy.judge(&witness.reading);
                assert!(witness.reading.is_closed(), "{guarantee:?}\n{text}");
                assert!(inside(&guarantee.region, &witness.reading, &verdict), "{guarantee:?}\n{text}");
                assert!(!kept(&guarantee.promise, *verdict.requirement()), "{guarantee:?}\n{text}");
                return;
            }
            Proof::Empty => self.empty += 1,
            Proof::Undecided(_) => {
                self.undecided += 1;
                return;
            }
            Proof::Leaks(_) => unreachable!("no leak was asked about"),
        }
        for _ in 0..readings {
            let reading = at_the_edge(dice, policy, &guarantee.region);
            let verdict = policy.judge(&reading);
            self.readings += 1;
            if inside(&guarantee.region, &reading, &verdict) {
                self.inside += 1;
                let demand = *verdict.requirement();
                assert!(kept(&guarantee.promise, demand), "{guarantee:?}\n{reading:?}\n{demand:?}\n{text}");
            }
        }
    }
}

/// Guarantees of random policies of every kind: flags, channels, the clock, grades, shadows, exemptions from many rules.
fn random_policies(seed: u64, policies: u64, each: u64, readings: u64) -> Tried {
    let mut tried = Tried::default();
    for number in 0..policies {
        let mut dice = Dice(seed.wrapping_add(number));
        let text = policies::policy(&mut dice);
        let policy = Policy::from_toml("random.toml", &text).unwrap().policy;
        for _ in 0..each {
            let guarantee = guarantee(&mut dice, &policy);
            tried.edges(&mut dice, &policy, &guarantee, readings, &text);
        }
    }
    tried
}

#[test]
fn no_reading_at_the_edge_of_a_proved_region_breaks_the_promise() {
    let tried = random_policies(21_000_003, 250, 8, 140);
    println!("{tried:?}");
    assert!(tried.readings >= 100_000 && tried.inside * 4 >= tried.readings, "{tried:?}");
    assert!(tried.proved >= 500 && tried.refuted >= 300, "{tried:?}");
    assert!(tried.undecided * 100 <= tried.proved + tried.refuted, "more than one in a hundred: {tried:?}");
}

/// Ten million; the ordinary run draws a hundred thousand.
#[test]
#[ignore = "takes several minutes: cargo test --release --test edges -- --ignored"]
fn no_reading_of_ten_million_at_the_edges_breaks_a_promise() {
    let tried = random_policies(22_000_003, 4_000, 12, 400);
    println!("{tried:?}");
    assert!(tried.inside >= 5_000_000 && tried.readings >= 10_000_000, "{tried:?}");
}

/// A customer and what they ask for, usual or not.
fn people(dice: &mut Dice) -> (Request, Profile) {
    let profile = if dice.chance(70) { people::customer() } else { people::newcomer() };
    let strange = messages::fields(dice);
    let minor = *dice.pick(&[1, 19_999, 20_000, 199_999, 200_000, 4_999_999, 5_000_000, 30_000_000]);
    let mut fields = people::calm(minor);
    // Half of what is said is calm, half is anything.
    macro_rules! mix {
        ($($field:ident),*) => { $(if dice.chance(30) { fields.$field = strange.$field; })* };
    }
    mix!(
        network,
        network_position,
        position,
        integrity,
        payee_check,
        payee_relation,
        payee_added,
        destination
    );
    mix!(behaviour, coercion, alert, tra_band, device, payee_reputation, device_reputation, flags, confirmed);
    fields.own_limit = stepup::fact::Given::NotApplicable;
    (Request::new(fields.clone()).unwrap_or_else(|_| Request::new(people::calm(minor)).unwrap()), profile)
}

#[test]
fn no_request_that_is_decided_breaks_a_guarantee_of_the_preset() {
    let policy = RETAIL_CN.seal().unwrap().policy;
    let mut dice = Dice(23_000_003);
    let mut inside_of = vec![0_u64; policy.guarantees().len()];
    for _ in 0..20_000 {
        let (request, profile) = people(&mut dice);
        let decision = policy.decide(&request, &profile);
        for (guarantee, count) in policy.guarantees().iter().zip(&mut inside_of) {
            if matches!(guarantee.promise, Promise::LeakAtMost(..)) {
                continue;
            }
            let verdict = decision.verdict();
            if inside(&guarantee.region, decision.reading(), verdict) {
                *count += 1;
                assert!(kept(&guarantee.promise, *verdict.requirement()), "{}: {decision:?}", guarantee.id);
            }
        }
    }
    let named = policy.guarantees().iter().map(|guarantee| guarantee.id.as_str()).zip(&inside_of);
    println!("{:?}", named.collect::<Vec<_>>());
    assert!(inside_of.iter().filter(|count| **count > 100).count() >= 2, "{inside_of:?}");
}
