//! Realised witnesses: the request and the profile that come with a refutation refute, when they are decided.

mod common;

use std::collections::BTreeMap;

use common::dice::Dice;
use common::policies;
use common::regions::{inside, kept};
use common::small::Small;
use stepup::exemption::AtMost;
use stepup::fact::{Fact, Metered, Ranked};
use stepup::guarantee::{Guarantee, Promise, Region};
use stepup::policy::Policy;
use stepup::requirement::Requirement;
use stepup::rule::{AtLeast, Circumstances};
use stepup::signal::scale;
use stepup::verdict::Mismatch;
use stepup::verify::{BUDGET, Proof, Witness, prove};

/// A region about what a rule asks for, with a bound or two of the dice's own.
fn region(dice: &mut Dice, policy: &Policy, facts: &[Fact]) -> Region {
    let rule = dice.pick(policy.rules()).clone();
    let mut region = if dice.chance(60) {
        Region { from: rule.from, upto: Vec::new(), circumstances: rule.circumstances }
    } else {
        Region { from: Vec::new(), upto: Vec::new(), circumstances: Circumstances::ANY }
    };
    for fact in dice.some(facts, 30) {
        match fact {
            Fact::Ranked(fact) => {
                let level = u8::try_from(dice.below(usize::from(scale(fact).top()) + 1)).unwrap();
                if dice.chance(50) {
                    region.from.push(AtLeast::Ranked(fact, level));
                } else {
                    region.upto.push(AtMost::Ranked(fact, level));
                }
            }
            Fact::Metered(fact) => {
                let value = *dice.pick(&[1, 2, 5, 100, 10_000]);
                if dice.chance(50) {
                    region.from.push(AtLeast::Metered(fact, value));
                } else {
                    region.upto.push(AtMost::Metered(fact, value));
                }
            }
        }
    }
    region
}

fn promise(dice: &mut Dice, policy: &Policy) -> Promise {
    let demand = dice.pick(policy.rules()).demand;
    if dice.chance(50) { Promise::AtLeast(demand) } else { Promise::AtMost(Requirement::NOTHING) }
}

/// Whether a witness is realised; where it is, its request and profile must refute through the front door.
fn refutes(policy: &Policy, guarantee: &Guarantee, witness: &Witness) -> bool {
    let Some(real) = &witness.realised else {
        assert!(witness.story.en.ends_with(", abstractly: no request was built for it"));
        return false;
    };
    assert!(witness.story.en.ends_with(", as a real request shows"));
    let decision = policy.decide(&real.request, &real.profile);
    assert_eq!(decision.verdict().mismatch(), Mismatch::None);
    assert!(inside(&guarantee.region, decision.reading(), decision.verdict()), "{guarantee:?}");
    assert!(!kept(&guarantee.promise, *decision.verdict().requirement()), "{guarantee:?}");
    true
}

#[test]
fn what_is_realised_refutes_when_it_is_decided() {
    let mut mix: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    for seed in 0..400 {
        let mut dice = Dice(31_000_003 + seed);
        let (what, text, facts) = if seed % 2 == 0 {
            let small = Small::new(&mut dice);
            ("small", small.text.clone(), small.facts())
        } else {
            let entries = dice.below(20) + 2;
            let ranked = Ranked::ALL.iter().copied().map(Fact::Ranked);
            let metered = Metered::ALL.iter().copied().map(Fact::Metered);
            let facts: Vec<Fact> = ranked.chain(metered).collect();
            ("random", policies::policy_of(&mut dice, entries), dice.some(&facts, 10))
        };
        let policy = Policy::from_toml("p.toml", &text).unwrap_or_else(|f| panic!("{f}{text}")).policy;
        for number in 0..12 {
            let id = format!("g{number}");
            let guarantee = Guarantee {
                id,
                region: region(&mut dice, &policy, &facts),
                promise: promise(&mut dice, &policy),
            };
            if let Proof::Refuted(witness) = prove(&policy, &guarantee, BUDGET).proof {
                let (real, all) = mix.entry(what).or_default();
                *all += 1;
                if refutes(&policy, &guarantee, &witness) {
                    *real += 1;
                } else if std::env::var("SHOW").is_ok_and(|shown| shown == what) {
                    println!(
                        "{seed} {:?} {:?}\n   {}",
                        guarantee.region.from, guarantee.region.upto, witness.story.en
                    );
                }
            }
        }
    }
    println!("{mix:?}");
}
