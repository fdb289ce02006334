//! Bytes are a policy and a change of it: where readings differ the comparison says so, and its witnesses are real.
#![no_main]

#[path = "common/mod.rs"]
mod common;

use common::dice::Dice;
use common::pieces::{Rungs, pieces};
use common::{policies, readings};
use libfuzzer_sys::fuzz_target;
use stepup::policy::Policy;
use stepup::requirement::Requirement;
use stepup::verify::{Doubt, Part};

/// Bytes that are a change and readings; the others are a policy.
const CHANGE: usize = 256;

fuzz_target!(|input: &[u8]| {
    let (of_change, of_policy) = input.split_at(input.len().min(CHANGE));
    let text = policies::policy(&mut Dice::new(of_policy));
    let mut dice = Dice::new(of_change);
    let changed = policies::changed(&mut dice, &text);
    let old = Policy::from_toml("old.toml", &text).expect("the generator makes legal policies").policy;
    let Ok(new) = Policy::from_toml("new.toml", &changed) else { return };
    let new = new.policy;
    let comparison = old.compare(&new).expect("one currency");
    let shown = || format!("{text}\n----\n{changed}");
    let adequate = Rungs::default().of(old.ladder(), new.ladder());
    let lacks = |(part, piece): &(Part, Requirement), demand: Requirement| match part {
        Part::Rung => !adequate[usize::from(piece.rung)][usize::from(demand.rung)],
        _ => !demand.is_at_least(*piece),
    };
    for difference in &comparison.weaker {
        let reading = &difference.witness.reading;
        assert!(old.judge(reading).requirement().is_at_least(difference.piece), "{}", shown());
        let demand = *new.judge(reading).requirement();
        assert!(lacks(&(difference.part, difference.piece), demand), "{}", shown());
    }
    for _ in 0..32 {
        let uncertain = dice.below(30);
        let reading = readings::reading(&mut dice, uncertain);
        let demands = [&old, &new].map(|policy| *policy.judge(&reading).requirement());
        for piece in pieces(demands[0]).iter().filter(|piece| lacks(piece, demands[1])) {
            let told = comparison.weaker.iter().any(|difference| difference.part == piece.0);
            let doubted = |doubt: &Doubt| doubt.weaker && doubt.part == piece.0;
            assert!(told || comparison.undecided.iter().any(doubted), "{piece:?} {reading:?}\n{}", shown());
        }
    }
});
