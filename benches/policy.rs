//! What it takes to read, prove and seal a policy: the preset, and policies of 256 entries with 64 guarantees.
//!
//! `cargo bench --bench policy` prints a line for each: median of the runs, and how the guarantees came out.

#[path = "../tests/common/mod.rs"]
mod common;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

use common::dice::Dice;
use common::ordinary::ordinary;
use common::policies;
use stepup::document::Draft;
use stepup::document::presets::RETAIL_CN;
use stepup::fact::Ranked;
use stepup::finding::Code;
use stepup::policy::Policy;
use stepup::signal::scale;

fn main() {
    let runs = if std::env::args().any(|argument| argument == "--quick") { 5 } else { 25 };
    report("retail-cn", &[RETAIL_CN.text.to_owned()], runs);
    let random = |windows| (0..8).map(|seed| large(seed, windows)).collect::<Vec<_>>();
    report("256 entries, 64 guarantees", &random(false), runs);
    report("the same, scores from both sides", &random(true), runs);
    report("256 ordinary entries", &(0..8).map(ordinary).collect::<Vec<_>>(), runs);
    compare("one number changed", runs, ordinary, one_number);
    compare("one of the points changed", runs, ordinary, one_point);
    compare("unrelated", 1, ordinary, |dice, _| ordinary(dice.next()));
    compare("one number changed, every kind", 1, any, one_number);
}

/// A policy of 256 entries of every kind, exemptions from a third of the rules each: none that a person wrote.
fn any(seed: u64) -> String {
    policies::policy_of(&mut Dice(seed), 256)
}

/// A policy with one of its numbers moved.
fn one_number(dice: &mut Dice, text: &str) -> String {
    policies::changed(dice, text)
}

/// A policy with one of its points moved.
fn one_point(dice: &mut Dice, text: &str) -> String {
    let card = text.split("[risk]").next().unwrap_or(text).len();
    policies::changed(dice, &text[..card]) + &text[card..]
}

/// Times comparing policies of 256 entries with changed ones.
fn compare(
    what: &str,
    runs: usize,
    policy: impl Fn(u64) -> String,
    change: impl Fn(&mut Dice, &str) -> String,
) {
    let (mut times, mut undecided, mut pairs, mut identical) = (Vec::new(), 0, 0, 0);
    for seed in 0..12 {
        let mut dice = Dice(seed);
        let text = policy(seed);
        let text = text.split("[[guarantee]]").next().unwrap_or(&text);
        let old = Policy::from_toml("old", text).unwrap_or_else(|findings| panic!("{findings}"));
        let bare = |text: String| text.split("[[guarantee]]").next().unwrap_or("").to_owned();
        let new = (0..50).find_map(|_| Policy::from_toml("new", &bare(change(&mut dice, text))).ok());
        let Some(new) = new else { continue };
        pairs += 1;
        for run in 0..runs {
            let begun = Instant::now();
            let comparison = old.policy.compare(&new.policy).expect("one currency");
            times.push(begun.elapsed());
            if run == 0 {
                undecided += usize::from(!comparison.undecided.is_empty());
                identical += usize::from(comparison.is_identical());
            }
        }
    }
    times.sort_unstable();
    let most = times.last().copied().unwrap_or_default();
    println!(
        "COMPARE {what:<31} median {:>10.1?}  most {most:>10.1?}  of {pairs} pairs {undecided} undecided, {identical} identical",
        times.get(times.len() / 2).copied().unwrap_or_default()
    );
}

/// A policy of 256 entries and 64 guarantees: conditions of two facts each, and half of them a window of scores.
fn large(seed: u64, windows: bool) -> String {
    let mut dice = Dice(seed);
    let mut text = policies::policy_of(&mut dice, 256);
    for number in 0..64 {
        let mut given = Vec::new();
        for _ in 0..2 {
            let fact = *dice.pick(&Ranked::SIGNALS);
            let levels = scale(fact).levels;
            let bound = format!("{fact}_from = \"{}\"", levels[dice.below(levels.len())].name);
            if !given.iter().any(|known: &String| known.starts_with(fact.name())) {
                given.push(bound);
            }
        }
        if windows {
            let least = dice.between(0, 150);
            given.push(format!("score_from = {least}, score_upto = {}", least + dice.between(0, 20)));
        }
        let promise = *dice.pick(&[
            "at_least = { hold = \"1h\" }",
            "at_least = { confirm = true }",
            "at_most = { review = 2 }",
        ]);
        let given = given.join(", ");
        let _ = write!(text, "\n[[guarantee]]\nid = \"g{number}\"\ngiven = {{ {given} }}\n{promise}\n");
    }
    text
}

/// Times reading a text, sealing it, and sealing it without its guarantees, one policy after the other, and counts the
/// verdicts.
fn report(what: &str, texts: &[String], runs: usize) {
    let (mut reading, mut sealing, mut proving) = (Vec::new(), Vec::new(), Vec::new());
    let mut verdicts: BTreeMap<&str, u32> = BTreeMap::new();
    for text in texts {
        let bare = text.split("[[guarantee]]").next().unwrap();
        for _ in 0..runs {
            let begun = Instant::now();
            let draft = Draft::read("whole", text);
            reading.push(begun.elapsed());
            let begun = Instant::now();
            let _sealed_or_refuted = Policy::seal(&draft);
            let sealed = begun.elapsed();
            let draft = Draft::read("bare", bare);
            let begun = Instant::now();
            let _without = Policy::seal(&draft);
            sealing.push(sealed);
            proving.push(sealed.saturating_sub(begun.elapsed()));
        }
        let findings = match Policy::from_toml("whole", text) {
            Ok(sealed) => sealed.findings,
            Err(findings) => findings,
        };
        let told = |code: Code| code.code() >= 30 || code == Code::NeverHolds;
        assert!(findings.0.iter().all(|finding| told(finding.code)), "not legal: {findings}");
        let of =
            |code| u32::try_from(findings.0.iter().filter(|finding| finding.code == code).count()).unwrap();
        let promised = u32::try_from(text.matches("[[guarantee]]").count()).unwrap();
        *verdicts.entry("refuted").or_insert(0) += of(Code::Refuted);
        *verdicts.entry("undecided").or_insert(0) += of(Code::Unproved);
        *verdicts.entry("proved").or_insert(0) += promised - of(Code::Refuted) - of(Code::Unproved);
    }
    let median = |times: &mut Vec<Duration>| {
        times.sort_unstable();
        times[times.len() / 2]
    };
    let most = sealing.iter().max().copied().unwrap_or_default();
    println!(
        "SEAL {what:<34} median {:>8.2?}  most {most:>8.2?}  of it proving {:>8.2?}  reading {:>8.2?}  {verdicts:?}",
        median(&mut sealing),
        median(&mut proving),
        median(&mut reading)
    );
}
