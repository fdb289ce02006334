//! Bytes are a policy and a promise: what the verifier says of it agrees with readings at its edges.
#![no_main]

#[path = "common/mod.rs"]
mod common;

use common::dice::Dice;
use common::policies;
use common::promises::{at_the_edge, guarantee};
use common::regions::{inside, kept};
use libfuzzer_sys::fuzz_target;
use stepup::policy::Policy;
use stepup::verify::{BUDGET, Proof, prove};

/// Bytes that are a promise and readings; the others are a policy. Apart, so that growing one leaves the other as it is.
const PROMISE: usize = 256;

fuzz_target!(|input: &[u8]| {
    let (of_promise, of_policy) = input.split_at(input.len().min(PROMISE));
    let text = policies::policy(&mut Dice::new(of_policy));
    let policy = match Policy::from_toml("fuzz.toml", &text) {
        Ok(sealed) => sealed.policy,
        Err(findings) => panic!("the generator makes legal policies: {findings}\n{text}"),
    };
    let mut dice = Dice::new(of_promise);
    let guarantee = guarantee(&mut dice, &policy);
    let proof = prove(&policy, &guarantee, BUDGET).proof;
    if let Proof::Refuted(witness) = &proof {
        let verdict = policy.judge(&witness.reading);
        assert!(inside(&guarantee.region, &witness.reading, &verdict), "{guarantee:?}\n{text}");
        assert!(!kept(&guarantee.promise, *verdict.requirement()), "{guarantee:?}\n{text}");
    }
    for _ in 0..32 {
        let reading = at_the_edge(&mut dice, &policy, &guarantee.region);
        let verdict = policy.judge(&reading);
        if inside(&guarantee.region, &reading, &verdict) {
            let held = kept(&guarantee.promise, *verdict.requirement());
            assert!(held || proof != Proof::Proved, "{guarantee:?}\n{reading:?}\n{text}");
            assert!(proof != Proof::Empty, "{guarantee:?}\n{reading:?}\n{text}");
        }
    }
});
