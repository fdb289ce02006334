//! What is proved holds: readings at the edges of proved regions, and requests of people, never break a promise.

mod common;

use common::dice::Dice;
use common::people::{movement, name};
use common::promises::{at_the_edge, guarantee};
use common::regions::{inside, kept};
use common::{messages, people, policies};
use stepup::document::presets::RETAIL_CN;
use stepup::event::{Credential, Happening, Movement};
use stepup::fact::Given;
use stepup::guarantee::{Guarantee, Promise};
use stepup::operation::{Channel, Operation};
use stepup::place::{Country, Point, Position};
use stepup::policy::Policy;
use stepup::profile::Profile;
use stepup::request::Request;
use stepup::units::Currency;
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

/// A customer to whom something happened in the last two hours, or nothing.
fn lived(dice: &mut Dice) -> Profile {
    let mut profile = if dice.chance(70) { people::customer() } else { people::newcomer() };
    let device = Some(name(50));
    for minutes in [110, 70, 50, 30, 20, 10, 5] {
        if dice.chance(70) {
            continue;
        }
        let credential = *dice.pick(&[Credential::Password, Credential::Sim, Credential::Biometric]);
        let number = 200 + u64::from(minutes);
        let far = Point::new(48_858_400, 2_294_500, 50).unwrap();
        let far = Position { country: Country::from_code("FR").unwrap(), point: Some(far) };
        let abroad = Movement { position: Some(far), ..movement(number, 1_000, 60) };
        let what = match dice.below(7) {
            0 => Happening::Frozen,
            1 => Happening::CredentialChanged { credential, first: false },
            2 => Happening::Credited { minor: 500_000, currency: Currency::CNY },
            3 => Happening::Settled(abroad),
            4 => Happening::Settled(movement(number, dice.between(1, 3_000_000), 61)),
            _ => Happening::ProofFailed { device },
        };
        people::observe(&mut profile, people::NOW - minutes * 60, what);
    }
    profile
}

/// A customer and what they ask for, usual or not.
fn people(dice: &mut Dice) -> (Request, Profile) {
    let profile = lived(dice);
    let strange = messages::fields(dice);
    let minor = *dice.pick(&[1, 19_999, 20_000, 199_999, 200_000, 4_999_999, 5_000_000, 30_000_000]);
    let mut fields = people::calm(minor);
    fields.channel = *dice.pick(&[Channel::App, Channel::App, Channel::Web]);
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
    fields.own_limit = match dice.below(5) {
        0 => Given::Known(people::yuan(1_000)),
        _ => Given::NotApplicable,
    };
    if dice.chance(30) {
        fields.operation = *dice.pick(Operation::ALL);
        if !fields.operation.moves_money() {
            fields.amount = Given::NotApplicable;
            fields.payee = Given::NotApplicable;
        }
    }
    let calm = || Request::new(people::calm(minor)).unwrap();
    (Request::new(fields).unwrap_or_else(|_| calm()), profile)
}

/// Decides requests of people, and looks whether what was promised where they are is kept; how often each promise spoke.
fn decided(dice: &mut Dice, policy: &Policy, promised: &[Guarantee], requests: u64) -> Vec<u64> {
    let mut inside_of = vec![0_u64; promised.len()];
    for _ in 0..requests {
        let (request, profile) = people(dice);
        let decision = policy.decide(&request, &profile);
        for (guarantee, count) in promised.iter().zip(&mut inside_of) {
            let verdict = decision.verdict();
            if inside(&guarantee.region, decision.reading(), verdict) {
                *count += 1;
                assert!(kept(&guarantee.promise, *verdict.requirement()), "{guarantee:?}: {decision:?}");
            }
        }
    }
    inside_of
}

/// Requests to the preset, all of whose guarantees are proved.
fn to_the_preset(seed: u64, requests: u64) {
    let policy = RETAIL_CN.seal().unwrap().policy;
    let of_requirements = |guarantee: &&Guarantee| !matches!(guarantee.promise, Promise::LeakAtMost(..));
    let promised: Vec<Guarantee> = policy.guarantees().iter().filter(of_requirements).cloned().collect();
    let inside_of = decided(&mut Dice(seed), &policy, &promised, requests);
    let named = promised.iter().map(|guarantee| guarantee.id.as_str()).zip(&inside_of);
    println!("{:?}", named.collect::<Vec<_>>());
    let spoke = inside_of.iter().filter(|count| **count >= 100).count();
    assert!(spoke * 5 >= promised.len() * 4, "many promises were hardly tried: {inside_of:?}");
}

/// Requests to random policies, for what is proved of them.
fn to_random_policies(seed: u64, policies: u64, requests: u64) {
    let (mut proved, mut spoke) = (0, 0);
    for number in 0..policies {
        let mut dice = Dice(seed.wrapping_add(number));
        let policy = Policy::from_toml("random.toml", &policies::policy(&mut dice)).unwrap().policy;
        let mut promised: Vec<Guarantee> = (0..12).map(|_| guarantee(&mut dice, &policy)).collect();
        promised.retain(|guarantee| prove(&policy, guarantee, BUDGET).proof == Proof::Proved);
        let inside_of = decided(&mut dice, &policy, &promised, requests);
        proved += promised.len();
        spoke += inside_of.iter().filter(|count| **count > 0).count();
    }
    println!("{proved} proved, {spoke} of them spoke");
    assert!(spoke * 4 >= proved && spoke as u64 >= policies, "{spoke} of {proved} promises were tried");
}

#[test]
fn no_request_that_is_decided_breaks_a_guarantee() {
    to_the_preset(23_000_003, 60_000);
    to_random_policies(24_000_003, 200, 250);
}

/// Ten million; the ordinary run decides a hundred thousand.
#[test]
#[ignore = "takes several minutes: cargo test --release --test edges -- --ignored"]
fn no_request_of_ten_million_breaks_a_guarantee() {
    to_the_preset(25_000_003, 6_000_000);
    to_random_policies(26_000_003, 4_000, 1_000);
}
