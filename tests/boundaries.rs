//! Each numbered condition of each preset at its line: what is demanded one step below, at it and above, by `judge`, and
//! through `decide` with a request and a customer's past that stand exactly there.

#[path = "../examples/policy/mod.rs"]
#[allow(dead_code, reason = "the example does more than read facts")]
mod policy;

use std::collections::BTreeSet;

use policy::given;
use serde::Deserialize;
use stepup::decision::Decision;
use stepup::document::presets::{PRESETS, Preset};
use stepup::fact::{Fact, Metered, Ranked};
use stepup::language::Language;
use stepup::policy::Policy;
use stepup::reading::Reading;
use stepup::verdict::Verdict;
use stepup::verify::realise;

/// One line of a regulation, as a preset reads it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Boundary {
    /// Section of the regulation.
    condition: String,
    /// The preset's guarantees at the line.
    guarantees: Vec<String>,
    about: String,
    /// Facts, with `{amount}` for what varies.
    facts: String,
    /// The fact that the line is on, where other totals move with it and need not stand exactly so.
    line: Option<String>,
    limit: String,
    /// What stands for `{amount}`, below the line, at it and above.
    steps: [String; 3],
    below: String,
    at: String,
    above: String,
    /// The outcome of each step, and the exemption that it names, where a row says so.
    outcomes: Option<[String; 3]>,
    exemptions: Option<[String; 3]>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    boundary: Vec<Boundary>,
}

const TABLES: [(&str, &str); 7] = [
    ("psd2-credit-transfer", include_str!("boundaries/psd2-credit-transfer.toml")),
    ("uk-payment-delay", include_str!("boundaries/uk-payment-delay.toml")),
    ("cn-payment-account", include_str!("boundaries/cn-payment-account.toml")),
    ("sg-srf", include_str!("boundaries/sg-srf.toml")),
    ("br-pix-device", include_str!("boundaries/br-pix-device.toml")),
    ("vn-2345", include_str!("boundaries/vn-2345.toml")),
    ("th-face", include_str!("boundaries/th-face.toml")),
];

/// Whether two readings agree in the facts that a line is about.
fn agree(one: &Reading, two: &Reading, named: &[Fact]) -> bool {
    let same = |fact: &Fact| match fact {
        Fact::Ranked(fact) => one.measure(*fact) == two.measure(*fact),
        Fact::Metered(fact) => one.metered(*fact) == two.metered(*fact),
    };
    let around = |reading: &Reading| (reading.operation(), reading.channel(), reading.flags());
    around(one) == around(two) && named.iter().all(same)
}

/// The facts that `{amount}` stands for.
fn varied(facts: &str) -> Vec<Fact> {
    let keys = facts.split(' ').filter_map(|word| word.strip_suffix("={amount}"));
    let fact =
        |key: &str| Metered::from_name(key).map(Fact::Metered).or(Ranked::from_name(key).map(Fact::Ranked));
    keys.filter_map(fact).collect()
}

/// What a decision demands, as its explanation says it.
fn told(decision: &Decision, policy: &Policy) -> String {
    let explanation = decision.explain_from_reading(policy).unwrap();
    let demanded: Vec<&str> = explanation.demanded.iter().map(|part| part.en.as_str()).collect();
    if demanded.is_empty() { "nothing".to_owned() } else { demanded.join("; ") }
}

/// The exemption that a verdict used.
fn exempt<'p>(verdict: &Verdict, policy: &'p Policy) -> Option<&'p str> {
    let used = |number: usize| verdict.fired()[number / 64] >> (number % 64) & 1 != 0;
    let mut all = policy.exemptions().iter().enumerate();
    all.find(|(place, _)| used(policy.rules().len() + place)).map(|(_, exemption)| exemption.id.as_str())
}

/// The same of a reading.
fn judged(reading: &Reading, policy: &Policy) -> String {
    told(&Decision::refused().with(*reading, policy.judge(reading)), policy)
}

#[test]
fn every_condition_demands_what_it_says_below_at_and_above_its_line() {
    let (mut real, mut steps, mut abstractly) = (0, 0, Vec::new());
    for (name, text) in TABLES {
        let preset: &Preset = PRESETS.iter().find(|preset| preset.name == name).unwrap();
        let policy = preset.seal().unwrap().policy;
        let table: Table = toml::from_str(text).unwrap_or_else(|error| panic!("{name}: {error}"));
        for row in &table.boundary {
            let place = format!("{name}, {} ({}), at {}", row.condition, row.about, row.limit);
            for guarantee in &row.guarantees {
                let known = policy.guarantees().iter().any(|known| known.id == *guarantee);
                assert!(known, "{place}: there is no guarantee `{guarantee}`");
            }
            let on_the_line = |fact: &Fact| row.line.as_ref().is_none_or(|line| fact.name() == line);
            let named: Vec<Fact> = varied(&row.facts).into_iter().filter(on_the_line).collect();
            assert!(!named.is_empty() || row.facts.contains("{amount}"), "{place}: nothing varies");
            for (at, (step, expected)) in row.steps.iter().zip([&row.below, &row.at, &row.above]).enumerate()
            {
                let words: Vec<String> =
                    row.facts.replace("{amount}", step).split(' ').map(str::to_owned).collect();
                let reading = given::reading(&words, &policy, Language::English).unwrap().reading;
                assert_eq!(judged(&reading, &policy), *expected, "{place}: {step}");
                let verdict = policy.judge(&reading);
                if let Some(outcomes) = &row.outcomes {
                    assert_eq!(verdict.outcome().name(), outcomes[at], "{place}: {step}");
                }
                if let Some(exemptions) = &row.exemptions {
                    assert_eq!(exempt(&verdict, &policy).unwrap_or(""), exemptions[at], "{place}: {step}");
                }
                let shows =
                    |other: &Reading| agree(&reading, other, &named) && judged(other, &policy) == *expected;
                steps += 1;
                match realise(&reading, policy.currency(), shows) {
                    Some(found) => {
                        let decision = policy.decide(&found.request, &found.profile);
                        assert_eq!(told(&decision, &policy), *expected, "{place}: {step}");
                        real += 1;
                    }
                    None => abstractly.push(format!("{place}: {step}")),
                }
            }
        }
    }
    println!("{steps} steps, {real} of them through `decide`; by `judge` alone:\n{}", abstractly.join("\n"));
    assert!(real * 20 >= steps * 19, "{real} of {steps}: {abstractly:#?}");
}

#[test]
fn every_preset_but_the_first_has_its_lines_here() {
    let tables: BTreeSet<&str> = TABLES.iter().map(|(name, _)| *name).collect();
    let presets: BTreeSet<&str> =
        PRESETS.iter().map(|preset| preset.name).filter(|name| *name != "retail-cn").collect();
    assert_eq!(tables, presets);
}

#[test]
fn the_manual_lists_every_condition_with_its_guarantees() {
    let manual = include_str!("../src/manual/presets.md");
    for (name, text) in TABLES {
        let (_, chapter) =
            manual.split_once(&format!("`{name}`\n")).unwrap_or_else(|| panic!("no chapter on {name}"));
        let chapter = chapter.split("\n## ").next().unwrap();
        let table: Table = toml::from_str(text).unwrap();
        let rows = chapter.lines().filter(|line| line.contains(" | `")).count();
        assert!(rows >= table.boundary.len() && chapter.contains("What this preset cannot say"), "{name}");
        for row in &table.boundary {
            let guarantees: Vec<String> = row.guarantees.iter().map(|id| format!("`{id}`")).collect();
            let line = format!("| {} | {} | {} |", row.condition, guarantees.join(", "), row.limit);
            assert!(chapter.lines().any(|known| known == line), "{name}: `{line}` is not in the manual");
        }
    }
}
