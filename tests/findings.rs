//! Every mistake in a policy file is found, at its place, and its mending mends it and nothing else.

mod common;

use common::dice::Dice;
use common::policies;
use stepup::document::Draft;
use stepup::finding::{Code, Finding, Severity};
use stepup::policy::Policy;

const ONE_OF_EACH: &str = include_str!("policies/one-of-each.toml");
const DESIGN: &str = include_str!("policies/design.toml");

fn findings(text: &str) -> Vec<Finding> {
    match Policy::from_toml("policy.toml", text) {
        Ok(sealed) => sealed.findings.0,
        Err(findings) => findings.0,
    }
}

/// What the marks in a file promise: `#! P006 text` on a line is a finding P006 there, about that text.
fn promised(text: &str) -> Vec<(String, usize, String)> {
    let marked = text.lines().enumerate().filter_map(|(index, line)| {
        let (_, mark) = line.split_once("#! ")?;
        let (code, about) = mark.split_at(4);
        Some((code.to_owned(), index + 1, about.trim().to_owned()))
    });
    marked.collect()
}

/// Code and line of each finding, without those of one code.
fn signature(findings: &[Finding]) -> Vec<(Code, String)> {
    findings.iter().map(|finding| (finding.code, finding.message.en.clone())).collect()
}

#[test]
fn a_file_with_one_mistake_of_every_code_yields_exactly_those_at_the_right_place() {
    let found = findings(ONE_OF_EACH);
    let mut expected = promised(ONE_OF_EACH);
    let mut seen: Vec<(String, usize, String)> = Vec::new();
    for finding in &found {
        let about = &ONE_OF_EACH[finding.span.clone()];
        let line = ONE_OF_EACH.lines().nth(finding.line - 1).unwrap();
        let from_column: String = line.chars().skip(finding.column - 1).collect();
        assert!(from_column.starts_with(about.lines().next().unwrap_or("")), "column of {finding}");
        let whole_line = expected.iter().any(|mark| mark.1 == finding.line && mark.2.is_empty());
        let about = if whole_line { String::new() } else { about.to_owned() };
        seen.push((finding.code.name().to_owned(), finding.line, about));
    }
    expected.sort();
    seen.sort();
    assert_eq!(seen, expected);
    let mut codes: Vec<Code> = found.iter().map(|finding| finding.code).collect();
    codes.dedup();
    assert_eq!(codes.len(), Code::ALL.len(), "every code stands in the file once");
}

#[test]
fn applying_a_mending_removes_exactly_that_finding() {
    let found = findings(ONE_OF_EACH);
    for (index, finding) in found.iter().enumerate() {
        assert!(finding.edit.is_some(), "{finding}");
        let left = findings(&finding.mend(ONE_OF_EACH));
        let mut expected = signature(&found);
        expected.remove(index);
        assert_eq!(signature(&left), expected, "after mending {finding}\n{}", finding.mend(ONE_OF_EACH));
    }
}

/// One after the other, until nothing is left; then it seals.
#[test]
fn mending_everything_gives_a_policy() {
    let mut text = ONE_OF_EACH.to_owned();
    for _ in 0..Code::ALL.len() {
        let left = findings(&text);
        let Some(finding) = left.first() else { break };
        text = finding.mend(&text);
    }
    assert!(findings(&text).is_empty(), "{}", findings(&text)[0]);
    assert!(Policy::from_toml("mended.toml", &text).is_ok());
}

#[test]
fn every_finding_speaks_english_and_chinese_and_points_with_carets() {
    for finding in findings(ONE_OF_EACH) {
        let (english, chinese) = (finding.to_string(), finding.to_string_zh());
        assert!(english.contains("= mend: ") && chinese.contains("改法："));
        for said in [&finding.message, &finding.mending] {
            assert!(
                !said.en.is_empty() && said.zh.chars().any(|c| c > '\u{2e80}') || said.zh.contains('"'),
                "{said:?}"
            );
        }
        let lines: Vec<&str> = finding.snippet.lines().collect();
        let carets = lines[2].find('^').unwrap();
        let under = lines[1].chars().skip(carets).take(lines[2].matches('^').count()).collect::<String>();
        let about = ONE_OF_EACH[finding.span.clone()].lines().next().unwrap_or("");
        assert!(
            about.starts_with(&under) || finding.span.is_empty(),
            "carets under `{under}`, about `{about}`"
        );
        serde_json::to_string(&finding).unwrap();
    }
}

#[test]
fn guarantees_are_reported_as_unproved_and_never_pretended() {
    let sealed = Policy::from_toml("design.toml", DESIGN).unwrap();
    let unproved: Vec<&Finding> = sealed.findings.0.iter().collect();
    assert_eq!(unproved.len(), 3);
    assert!(unproved.iter().all(|f| f.code == Code::Unproved && f.severity == Severity::Unproved));
}

#[test]
fn the_canonical_form_is_a_policy_with_the_same_identity_and_the_same_answers() {
    for seed in 0..200 {
        let mut dice = Dice(seed);
        let text = if seed == 0 { DESIGN.to_owned() } else { policies::policy(&mut dice) };
        let policy = Policy::from_toml("random.toml", &text).unwrap().policy;
        let again = Policy::from_toml("canonical.toml", policy.canonical()).unwrap().policy;
        assert_eq!(again.canonical(), policy.canonical());
        assert_eq!(again.identity(), policy.identity());
        for _ in 0..50 {
            let reading = common::readings::reading(&mut dice, 10);
            assert_eq!(again.judge(&reading), policy.judge(&reading));
        }
    }
}

#[test]
fn another_number_is_another_identity_and_another_layout_is_not() {
    let of = |text: &str| *Policy::from_toml("x", text).unwrap().policy.identity();
    assert_ne!(of(DESIGN), of(&DESIGN.replace("\"50000.00\"", "\"50000.01\"")));
    assert_eq!(of(DESIGN), of(&DESIGN.replace("\"2h\"", "\"120min\"").replace("= 30", "=    30 # points")));
}

fn with(entry: &str) -> String {
    format!("{DESIGN}\n{entry}\n")
}

fn codes(text: &str) -> Vec<&'static str> {
    findings(text).iter().filter(|f| f.severity == Severity::Error).map(|f| f.code.name()).collect()
}

#[test]
fn every_stated_limit_is_checked() {
    let rule = |n: usize| format!("[[rule]]\nid = \"x{n}\"\nwhen = {{}}\nrequire = {{ review = 1 }}\n");
    let many: String = (0..256).map(rule).collect();
    assert_eq!(codes(&with(&many)), ["P012"], "more than 256 entries");
    let thresholds: String = (1..=16)
        .map(|n| format!("[[rule]]\nid = \"t{n}\"\nwhen = {{ balance_from = \"{n}.00\" }}\nrequire = {{ confirm = true }}\n"))
        .collect();
    assert_eq!(codes(&with(&thresholds)), ["P012"], "sixteen thresholds on one fact");
    let rungs: String = (0..15)
        .map(|n| format!("[[ladder]]\nname = \"r{n}\"\nany_of = [[\"face\", \"sms\"]]\nmax_age = \"5min\"\n"))
        .collect();
    assert_eq!(codes(&with(&rungs)), ["P012"], "seventeen rungs");
    let nine = ["\"face\", \"sms\""; 9].map(|set| format!("[{set}]")).join(", ");
    let sets = format!("[[ladder]]\nname = \"nine\"\nany_of = [{nine}]\nmax_age = \"5min\"");
    assert_eq!(codes(&with(&sets)), ["P012"], "nine sets of one rung");
    assert_eq!(codes(&with("[scorecard.integrity]\nrooted = 256")), ["P012"], "points beyond 255");
    assert_eq!(codes(&with(&format!("# {}", "x".repeat(256 * 1024)))), ["P012"], "file size");
    assert_eq!(codes(&with(&format!("x = {}", "[".repeat(3_000)))), ["P012"], "nesting");
    let times: String = (0..8)
        .map(|n| format!("[[rule]]\nid = \"c{n}\"\nwhen = {{ clock = \"0{n}:00-0{n}:30\" }}\nrequire = {{ confirm = true }}\n"))
        .collect();
    assert_eq!(codes(&with(&times)), ["P012"], "sixteen times");
}

#[test]
fn a_suggestion_is_made_for_keys_levels_rungs_rules_and_facts() {
    for (wrong, meant) in [
        (DESIGN.replace("device_from = \"fresh\", total", "devise_from = \"fresh\", total"), "`device_from`"),
        (
            DESIGN.replace(
                "rung = \"face+sms\", confirm = true, hold = \"2h\"",
                "rung = \"face-sms\", confirm = true",
            ),
            "`face+sms`",
        ),
        (DESIGN.replace("from = [\"password-free\"]", "from = [\"pasword-free\"]"), "`password-free`"),
        (DESIGN.replace("tier_below = \"trusted\"", "tier_below = \"trustd\""), "`trusted`"),
        (DESIGN.replace("[scorecard.device]", "[scorecard.devices]"), "`device`"),
        (DESIGN.replace("notify = [\"agent\"]", "notify = [\"agnt\"]"), "`agent`"),
        (DESIGN.replace("currency = \"CNY\"", "currency = \"CNX\""), "`CNY`"),
    ] {
        let found = findings(&wrong);
        assert!(found.iter().any(|f| f.mending.en.contains(meant)), "{meant}: {found:?}");
    }
}

/// Whatever the text: findings or a policy, and every finding lies within it.
#[test]
fn no_damage_to_a_file_panics_the_loader() {
    let mut dice = Dice(3);
    for round in 0..3_000 {
        let base = if round % 2 == 0 { DESIGN } else { ONE_OF_EACH };
        let mut bytes = base.as_bytes().to_vec();
        for _ in 0..=dice.below(4) {
            let (at, other) = (dice.below(bytes.len()), dice.below(bytes.len()));
            match dice.below(4) {
                0 => bytes[at] = u8::try_from(dice.below(128)).unwrap(),
                1 => drop(bytes.drain(at.min(other)..at.max(other).min(at.min(other) + 40))),
                2 => bytes.insert(at, b"[]{}=\"'.,#\n0a"[dice.below(13)]),
                _ => bytes.swap(at, other),
            }
        }
        let text = String::from_utf8_lossy(&bytes).into_owned();
        for finding in findings(&text) {
            assert!(finding.span.end <= text.len() && finding.line >= 1 && finding.column >= 1);
            let _mended = finding.mend(&text);
        }
        let _draft = Draft::read("damaged", &text);
    }
}
