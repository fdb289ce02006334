//! Each number of the preset's rules, made a step weaker alone, is seen: by a guarantee (of the preset, or of
//! `weaken/lines.toml`, which is proved of it here) or a story, and by the comparison of the two policies too. What is not
//! seen stands in `weaken/survivors.txt`, each line with its argument.
//!
//! `cargo test --test weaken -- --nocapture` lists what sees each.

#[path = "../examples/scenarios/mod.rs"]
#[allow(dead_code, reason = "the example uses what the test does not")]
mod scenarios;
#[path = "weaken/variants.rs"]
mod variants;

use std::collections::BTreeMap;
use std::path::Path;

use scenarios::cast::Common;
use scenarios::pair::play_pair;
use scenarios::shelf::own_files;
use scenarios::story::Story;
use stepup::finding::Code;
use stepup::policy::Policy;
use toml::Table;
use variants::{Variant, weakened};

/// The policy and the stories that it is tried with.
struct Bench {
    policy: Policy,
    common: Common,
    stories: Vec<(String, Story, Table)>,
}

/// The preset's text; read, so that it can be tried without building anything.
fn preset() -> String {
    read("src/document/presets/retail-cn.toml")
}

fn read(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// A policy without its guarantees, which a weaker one would not keep.
fn bare(text: &str) -> Policy {
    let rules = text.split("[[guarantee]]").next().unwrap();
    Policy::from_toml("bare", rules).unwrap_or_else(|findings| panic!("{findings}")).policy
}

impl Bench {
    fn new() -> Self {
        let read = |path: std::path::PathBuf| {
            let text = std::fs::read_to_string(&path).unwrap();
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            (name, toml::from_str(&text).unwrap(), toml::from_str(&text).unwrap())
        };
        let stories = own_files().unwrap().into_iter().map(read).collect();
        Self { policy: bare(&preset()), common: Common::own().unwrap(), stories }
    }

    /// The stories that come out otherwise.
    fn stories(&self, policy: &Policy) -> Vec<String> {
        let changed = self.stories.iter().filter(|(_, story, table)| {
            let pair = play_pair(story.clone(), table, &self.common, policy);
            pair.map_or(true, |pair| !pair.all_failures().is_empty())
        });
        changed.map(|(name, _, _)| name.clone()).collect()
    }

    /// What the comparison says, where that is not "weaker".
    fn unseen_by_compare(&self, variant: &Variant, policy: &Policy) -> Option<&'static str> {
        let comparison = self.policy.compare(policy).unwrap();
        assert!(comparison.is_nowhere_stricter(), "{}: {:?}", variant.what, comparison.stricter);
        if !comparison.weaker.is_empty() || !comparison.counted.is_empty() {
            None
        } else if comparison.is_identical() {
            Some("compare says identical")
        } else {
            Some("compare is undecided")
        }
    }
}

/// The guarantees that a text does not keep, its own and those of `weaken/lines.toml`.
fn broken(text: &str) -> Vec<String> {
    let text = format!("{text}\n{}", read("tests/weaken/lines.toml"));
    let findings = match Policy::from_toml("weaker", &text) {
        Ok(sealed) => sealed.findings.0,
        Err(findings) => {
            let of_guarantees = |code| [Code::Refuted, Code::Unproved, Code::NeverHolds].contains(&code);
            assert!(findings.0.iter().any(|finding| of_guarantees(finding.code)), "{findings}");
            findings.0
        }
    };
    let is_broken = |code| [Code::Refuted, Code::Unproved].contains(&code);
    let broken = findings.iter().filter(|finding| is_broken(finding.code));
    broken.filter_map(|finding| finding.message.en.split('`').nth(1).map(str::to_owned)).collect()
}

/// What sees a variant, and what does not.
fn seen(bench: &Bench, variant: &Variant) -> (Vec<String>, Vec<&'static str>) {
    let mut by: Vec<String> = broken(&variant.text);
    let weaker = bare(&variant.text);
    if by.is_empty() {
        by = bench.stories(&weaker);
    }
    let mut missed = Vec::new();
    if by.is_empty() {
        missed.push("no guarantee or story");
    }
    missed.extend(bench.unseen_by_compare(variant, &weaker));
    (by, missed)
}

/// `what | missed by | why`.
fn survivors() -> BTreeMap<String, (String, String)> {
    let text = read("tests/weaken/survivors.txt");
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let parsed = lines.map(|line| {
        let parts: Vec<&str> = line.split(" | ").collect();
        let [what, missed, why] = parts.as_slice() else { panic!("three parts: {line}") };
        assert!(why.len() > 30, "an argument, please: {line}");
        ((*what).to_owned(), ((*missed).to_owned(), (*why).to_owned()))
    });
    parsed.collect()
}

#[test]
fn every_number_weakened_alone_is_seen_or_survives_with_an_argument() {
    let (bench, text) = (Bench::new(), preset());
    let weakened = weakened(&text);
    assert_eq!(weakened.strange, Vec::<String>::new(), "numbers of rules, or none? say it in `variants.rs`");
    assert!(weakened.variants.len() > 150, "{}", weakened.variants.len());
    assert_eq!(bench.stories(&bench.policy), Vec::<String>::new(), "every story holds at first");
    assert_eq!(broken(&text), Vec::<String>::new(), "every guarantee is proved at first");
    let mut found = BTreeMap::new();
    for variant in &weakened.variants {
        assert_ne!(variant.text, text, "{}", variant.what);
        let (by, missed) = seen(&bench, variant);
        println!("{:<70} {}", variant.what, by.join(" "));
        if !missed.is_empty() {
            println!("    SURVIVES: {}", missed.join(", "));
            found.insert(variant.what.clone(), missed.join(", "));
        }
    }
    for fixed in &weakened.fixed {
        println!("{fixed}");
    }
    let listed: BTreeMap<String, String> =
        survivors().into_iter().map(|(what, (missed, _))| (what, missed)).collect();
    assert_eq!(found, listed, "the list of survivors is not what survives");
}
