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
    let deep = format!("x = {}{}", "[".repeat(9), "]".repeat(9));
    assert!(codes(&with(&deep)).contains(&"P012"), "nesting: {:?}", codes(&with(&deep)));
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

/// Small mistakes, each beside a whole policy: the code, and whether its change may be made without asking.
#[test]
fn a_change_is_called_certain_only_where_it_cannot_soften() {
    for (from, to, code, certain) in [
        ("missing = \"no-match\"", "missing = \"mismatch\"", "P003", None),
        ("amount_upto = \"1000.00\"", "limit = \"1000.00\"", "P002", Some(false)),
        (
            "confirm = true, hold = \"2h\" }\n\n[[rule]]\nid = \"fan-out\"",
            "confirm = true, delay = \"2h\" }\n\n[[rule]]\nid = \"fan-out\"",
            "P002",
            Some(false),
        ),
        ("unknown = 45", "unknown = 45,", "P001", Some(false)),
        ("hold = \"72h\"", "hold = \"1month\"", "P011", None),
        ("hold = \"72h\"", "hold = \"1h30min\"", "P011", None),
        ("hold = \"72h\"", "hold = \"3 days\"", "P011", Some(true)),
        ("total_24h_payee_from = \"50000.00\"", "total_24h_payee_from = \"50,00\"", "P010", None),
        ("total_24h_payee_from = \"50000.00\"", "total_24h_payee_from = \"50,000\"", "P010", Some(false)),
        ("total_24h_payee_from = \"50000.00\"", "total_24h_payee_from = \"50,000.00\"", "P010", Some(true)),
        ("schema   = 1", "schema   = 2", "P020", Some(false)),
        (
            "{ total_24h_from = \"200000.00\" }",
            "{ amount_from = \"1.00\", amount_upto = \"5.00\" }",
            "P014",
            None,
        ),
        (
            "device_from = \"fresh\", total",
            "device_from = \"fresh\", device_above = \"unknown\", total",
            "P023",
            None,
        ),
        (
            "hold = \"24h\" }\n\n[[rule]]\nid = \"loss",
            "hold = \"900h\" }\n\n[[rule]]\nid = \"loss",
            "P012",
            Some(false),
        ),
        (
            "low    = [\"balance-query\", \"transfer\", \"lower-limit\"]",
            "low = \"balance-query\"",
            "P005",
            Some(true),
        ),
        ("currency = \"CNY\"", "currency = \"cny\"", "P003", Some(true)),
        ("leak_at_most = \"199999.99\"", "leak_at_most = \"199999.99\"\nat_most = {}", "P002", None),
        ("at_least = { rung = \"face+sms\", hold = \"2h\" }", "at_least = {}", "P022", Some(true)),
    ] {
        let from = if from.starts_with("missing") { "# missing = \"no-match\"" } else { from };
        let to = if from.starts_with('#') { format!("[state.payee_check]\n{to}") } else { to.to_owned() };
        assert!(DESIGN.contains(from), "{from}");
        let found = findings(&DESIGN.replacen(from, &to, 1));
        let finding = found.iter().find(|finding| finding.code.name() == code);
        let finding = finding.unwrap_or_else(|| panic!("{to}: {found:?}"));
        assert_eq!(finding.edit.as_ref().map(|edit| edit.certain), certain, "{to}: {finding}");
    }
}

/// A change that may be made without asking removes its finding and brings no other.
#[test]
fn every_certain_change_mends_its_finding_and_breaks_nothing() {
    let mut dice = Dice(9);
    let mut mended = 0;
    let lines: Vec<&str> = DESIGN.lines().collect();
    for _ in 0..4_000 {
        let mut lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        let place = dice.below(lines.len());
        let Some((at, _)) = lines[place].char_indices().nth(dice.below(lines[place].len().max(1))) else {
            continue;
        };
        let slip = dice.below(3);
        match slip {
            0 => drop(lines[place].remove(at)),
            1 => lines[place].insert(at, 'e'),
            _ => {
                let c = lines[place].remove(at);
                lines[place].push(c);
            }
        }
        let text = lines.join("\n");
        let before = findings(&text);
        for finding in before.iter().filter(|finding| finding.edit.as_ref().is_some_and(|edit| edit.certain))
        {
            let after = findings(&finding.mend(&text));
            let same = |f: &&Finding| f.code == finding.code && f.message == finding.message;
            let (then, now) = (before.iter().filter(same).count(), after.iter().filter(same).count());
            assert!(now < then, "{finding}{text}");
            // A letter that moved makes two mistakes, of which mending one brings the other to light; a single one
            // leaves nothing.
            let errors = |found: &[Finding]| found.iter().filter(|f| f.severity == Severity::Error).count();
            assert!(slip == 2 || errors(&before) > 1 || errors(&after) == 0, "{finding}\n{after:?}");
            mended += 1;
        }
    }
    assert!(mended > 100, "{mended} changes were tried");
}

#[test]
fn a_hopeless_file_is_refused_quickly_and_briefly() {
    for (text, what) in [
        (format!("rule = [{}]", "{},".repeat(50_000)), "fifty thousand empty rules"),
        ("[[rule]]\nid = \"same\"\n".repeat(9_000), "nine thousand rules of one name"),
        (format!("x = {}", "[".repeat(200_000)), "brackets"),
        (format!("{} = 1", "a.".repeat(60_000)), "dots"),
        ("a".repeat(250_000), "one long word"),
    ] {
        let begun = std::time::Instant::now();
        let found = findings(&text);
        let bytes: usize = found.iter().map(|finding| finding.snippet.len() + finding.message.en.len()).sum();
        assert!(found.len() <= 501 && bytes < 2_000_000, "{what}: {} findings, {bytes} bytes", found.len());
        assert!(begun.elapsed().as_secs() < 5, "{what}: {:?}", begun.elapsed());
        assert!(!found.is_empty(), "{what}");
    }
}

#[test]
fn strings_of_many_lines_byte_order_marks_and_carriage_returns_are_read() {
    let reason = "[[rule]]\nid = \"story\"\nwhen = {}\nrequire = { confirm = true }\nreason = \"\"\"\n[[[[[[[[[[ \\\" a \"quote\"\n\"\"\"\n";
    assert_eq!(codes(&with(reason)), [""; 0]);
    assert_eq!(codes(&DESIGN.replace('\n', "\r\n")), [""; 0]);
    let marked = format!("\u{feff}{}", DESIGN.replacen("name     = \"retail-cn\"\n", "", 1));
    let found = findings(&marked);
    let missing = found.iter().find(|finding| finding.code.name() == "P004").unwrap();
    assert!(missing.mend(&marked).starts_with("\u{feff}name = "));
}
