//! Bytes are a reading and a policy: `judge` says in every part what the oracle says, and keeps every law.
#![no_main]

#[path = "common/mod.rs"]
mod common;

use common::dice::Dice;
use common::oracle::Oracle;
use common::said::said;
use common::{laws, policies, readings};
use libfuzzer_sys::fuzz_target;
use stepup::document::Draft;
use stepup::policy::Policy;

/// Bytes that are a reading; the others are a policy. Apart, so that growing one leaves the other as it is.
const READING: usize = 384;

fuzz_target!(|input: &[u8]| {
    let (of_reading, of_policy) = input.split_at(input.len().min(READING));
    let mut dice = Dice::new(of_policy);
    let text = policies::policy(&mut dice);
    let draft = Draft::read("fuzz.toml", &text);
    let policy = match Policy::seal(&draft) {
        Ok(sealed) => sealed.policy,
        Err(findings) => panic!("the generator makes legal policies: {findings}\n{text}"),
    };
    let oracle = Oracle::new(&draft);
    let mut dice = Dice::new(of_reading);
    let uncertain = dice.below(60);
    let reading = readings::reading(&mut dice, uncertain);
    let expected = oracle.judge(&reading).expect("both are in yuan");
    assert_eq!(said(&policy, &expected, &policy.judge(&reading)), expected, "{reading:?}\n{text}");
    laws::contributions_add_up(&policy, &reading, &text);
    laws::monotone(&mut dice, &policy, &reading, &text);
    laws::states_lie_between(&mut dice, &policy, &reading, &text);
    laws::proofs_never_make_stricter(&mut dice, &policy, &reading, &text);
});
