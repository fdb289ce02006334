//! How many nodes the search looks at: a bound that is weakened gives the same answers, and shows only here.
//!
//! The numbers may change when the search does; then by a commit that says why.

mod common;

use common::aimed::TRAPS;
use common::dice::Dice;
use common::ordinary::ordinary;
use common::policies;
use common::promises::guarantee;
use common::questions::questions;
use common::small::Small;
use stepup::exemption::AtMost;
use stepup::fact::Metered;
use stepup::guarantee::{Guarantee, Promise, Region};
use stepup::policy::Policy;
use stepup::rule::AtLeast;
use stepup::verify::{BUDGET, Proof, prove};

fn read(text: &str) -> Policy {
    match Policy::from_toml("pins.toml", text) {
        Ok(sealed) => sealed.policy,
        Err(findings) => panic!("{findings}{text}"),
    }
}

fn nodes(policy: &Policy, questions: &[(Region, Promise)]) -> u64 {
    let looked = questions.iter().map(|(region, promise)| {
        let guarantee = Guarantee { id: "g".to_owned(), region: region.clone(), promise: promise.clone() };
        let proven = prove(policy, &guarantee, BUDGET);
        assert!(!matches!(proven.proof, Proof::Undecided(_)), "{guarantee:?}");
        proven.nodes
    });
    looked.sum()
}

/// An ordinary policy of 256 entries without its guarantees, some of which are refuted.
fn large(seed: u64) -> String {
    ordinary(seed).split("[[guarantee]]").next().unwrap().to_owned()
}

/// Holds a number of nodes against what it was.
fn pinned(what: &str, found: u64) {
    let known = NODES.iter().find(|(name, _)| *name == what).map(|(_, nodes)| *nodes);
    assert_eq!(Some(found), known, "{what}");
}

#[test]
fn small_policies_take_as_many_nodes_as_ever() {
    let any = (0..1_500).map(|number| {
        let mut dice = Dice(1_000_003 + number);
        let small = Small::new(&mut dice);
        let questions = questions(&mut dice, &small);
        nodes(&read(&small.text), &questions)
    });
    pinned("any small policy", any.sum());
}

#[test]
fn the_traps_take_as_many_nodes_as_ever() {
    for trap in TRAPS {
        let looked = (0..300).map(|number| {
            let (small, questions) = trap.case(&mut Dice(number * 31 + 7));
            nodes(&read(&small.text), &questions)
        });
        pinned(&format!("{trap:?}"), looked.sum());
    }
}

/// At the edge of what 220 rules keep: where the score bound of a refuted promise begins to hold.
#[test]
fn windows_of_scores_take_as_many_nodes_as_ever() {
    let edges = (0..8).map(|seed| {
        let policy = read(&large(seed));
        let promises = (0..6_u64).map(|number| {
            let mut dice = Dice(seed * 100 + number);
            let promise = Promise::AtLeast(dice.pick(policy.rules()).demand);
            let of = |least: i64| {
                let from = vec![AtLeast::Metered(Metered::Score, least)];
                let upto = vec![AtMost::Metered(Metered::Score, least + 16)];
                let circumstances = stepup::rule::Circumstances::ANY;
                let region = Region { from, upto, circumstances };
                Guarantee { id: "g".to_owned(), region, promise: promise.clone() }
            };
            [60, 120, 180, 240, 300].map(|least| prove(&policy, &of(least), BUDGET).nodes).iter().sum::<u64>()
        });
        promises.sum::<u64>()
    });
    pinned("windows of scores, 256 entries", edges.sum());
}

#[test]
fn policies_of_256_entries_take_as_many_nodes_as_ever() {
    let random = (0..60).map(|number| {
        let mut dice = Dice(31_000_003 + number);
        let policy = read(&policies::policy_of(&mut dice, 256));
        (0..4).map(|_| prove(&policy, &guarantee(&mut dice, &policy), BUDGET).nodes).sum::<u64>()
    });
    pinned("any policy of 256 entries", random.sum());
}

#[test]
fn comparisons_take_as_many_nodes_as_ever() {
    let compared = (0..6).map(|seed| {
        let text = large(seed);
        let mut dice = Dice(seed);
        let new = (0..50).find_map(|_| Policy::from_toml("new", &policies::changed(&mut dice, &text)).ok());
        read(&text).compare(&new.unwrap().policy).unwrap().nodes
    });
    pinned("compared, 256 entries", compared.sum());
}

const NODES: [(&str, u64); 11] = [
    ("any small policy", 16129),
    ("TiedSums", 4311),
    ("ClosedAfterBinning", 1666),
    ("StatesUnderTheTable", 1411),
    ("ExemptionsForgotten", 1880),
    ("OneLevelMap", 2416),
    ("PackingWithFloors", 1576),
    ("NarrowWindows", 1960),
    ("windows of scores, 256 entries", 3539),
    ("any policy of 256 entries", 1325),
    ("compared, 256 entries", 7339),
];
