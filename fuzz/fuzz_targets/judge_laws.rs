//! A seed is a policy and readings: `judge` agrees with the oracle, is monotone, and its parts add up.
#![no_main]

#[path = "../../tests/common/mod.rs"]
mod common;

use common::dice::Dice;
use common::oracle::Oracle;
use common::{policies, readings};
use libfuzzer_sys::fuzz_target;
use stepup::document::Draft;
use stepup::fact::{Group, Measure, Metered, Ranked};
use stepup::policy::Policy;

fuzz_target!(|input: (u64, u8, u8)| {
    let (seed, entries, uncertain) = input;
    let mut dice = Dice(seed);
    let text = policies::policy_of(&mut dice, usize::from(entries).max(1));
    let draft = Draft::read("fuzz.toml", &text);
    let policy = Policy::seal(&draft).expect("the generator makes legal policies").policy;
    let oracle = Oracle::new(&draft);
    for _ in 0..8 {
        let reading = readings::reading(&mut dice, usize::from(uncertain % 60));
        let verdict = policy.judge(&reading);
        let said = oracle.judge(&reading);
        assert_eq!(verdict.outcome().name(), said.outcome, "{text}");
        assert_eq!(i64::from(verdict.score()), said.score, "{text}");
        let fired: std::collections::BTreeSet<String> = policy.ids(verdict.fired()).map(str::to_owned).collect();
        assert_eq!(fired, said.fired, "{text}");
        let points: i16 = Ranked::ALL.iter().map(|fact| verdict.points(*fact)).sum();
        let metered: i16 = Metered::ALL.iter().map(|fact| verdict.metered_points(*fact)).sum();
        let clamps: i16 = Group::ALL.iter().map(|group| verdict.clamp(*group)).sum();
        assert_eq!(points + metered + clamps, verdict.score());
        let fact = *dice.pick(&Ranked::SIGNALS);
        if let Some(here) = reading.measure(fact).value() {
            let mut raised = reading;
            raised.set(fact, Measure::known(here.saturating_add(1 + dice.next() as u16 % 2_000)));
            raised.close();
            let after = policy.judge(&raised);
            assert!(after.requirement().is_at_least(*verdict.requirement()), "{fact}: {reading:?}\n{text}");
            assert!(after.outcome() >= verdict.outcome(), "{fact}: {reading:?}\n{text}");
        }
    }
});
