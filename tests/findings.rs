//! Every mistake in a policy file is found, at its place, and its mending mends it and nothing else.

mod common;

use common::dice::Dice;
use common::policies;
use stepup::document::Draft;
use stepup::fact::Ranked;
use stepup::finding::{Code, Finding, Severity};
use stepup::policy::Policy;
use stepup::signal::scale;
use stepup::verify::{BUDGET, Proof, prove};

const ONE_OF_EACH: &str = include_str!("policies/one-of-each.toml");
const DESIGN: &str = include_str!("policies/design.toml");
const UNPROVED: &str = include_str!("policies/unproved.toml");

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
    // From 30 on speaks the verifier, where nothing else is wrong.
    let read: Vec<Code> = Code::ALL.iter().copied().filter(|code| code.code() < 30).collect();
    codes.sort_by_key(|code| code.code());
    assert_eq!(codes, read, "every code of reading stands in the file once");
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
    let advice = |finding: &Finding| finding.severity == Severity::Advice;
    for _ in 0..Code::ALL.len() {
        let left = findings(&text);
        let Some(finding) = left.iter().find(|finding| !advice(finding)) else { break };
        text = finding.mend(&text);
    }
    assert!(findings(&text).iter().all(advice), "{}", findings(&text)[0]);
    assert!(Policy::from_toml("mended.toml", &text).is_ok());
}

#[test]
fn every_finding_speaks_english_and_chinese_and_points_with_carets() {
    for finding in findings(ONE_OF_EACH) {
        let (english, chinese) = (finding.to_string(), finding.to_string_zh());
        assert!(english.contains("= mend: ") && chinese.contains("改法："));
        for said in [&finding.message, &finding.mending] {
            assert!(!said.en.is_empty() && said.en.is_ascii(), "{said:?}");
            assert!(said.zh.chars().any(|c| c > '\u{2e80}') && english_of(&said.zh).is_empty(), "{said:?}");
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

/// English words of a Chinese sentence that are not quoted and are no keys: two plain words in a row.
fn english_of(zh: &str) -> Vec<String> {
    let outside = |quote: char, text: &str| text.split(quote).step_by(2).collect::<Vec<_>>().join("，");
    let plain = outside('"', &outside('`', zh));
    let runs = plain.split(|c: char| !c.is_ascii_alphabetic() && c != ' ').map(str::trim);
    runs.filter(|run| run.contains(' ')).map(str::to_owned).collect()
}

/// The verifier speaks only where nothing else is wrong: root causes first.
#[test]
fn guarantees_that_do_not_hold_or_are_not_proved_are_found_where_they_stand_and_no_others() {
    let found = findings(UNPROVED);
    let place = |finding: &Finding| {
        let about = UNPROVED[finding.span.clone()].to_owned();
        (finding.code.name().to_owned(), finding.line, about)
    };
    assert_eq!(found.iter().map(place).collect::<Vec<_>>(), promised(UNPROVED));
    let story = &found[0].message;
    assert!(story.en.contains("transfer") && story.en.contains("amount 50000.00"), "{}", story.en);
    assert!(story.zh.contains("50000.00") && english_of(&story.zh).is_empty(), "{}", story.zh);
    assert!(found[1].message.en.contains("device known"), "{}", found[1].message.en);
    let text = found.iter().rev().fold(UNPROVED.to_owned(), |text, finding| finding.mend(&text));
    assert_eq!(findings(&text), [], "what is commented out promises nothing");
    assert!(Policy::from_toml("unproved.toml", UNPROVED).is_err(), "a broken promise is no policy");
}

/// Without work nothing is proved, and that is said of every kind of promise.
#[test]
fn a_guarantee_that_is_not_proved_is_never_pretended() {
    let sealed = Policy::from_toml("design.toml", DESIGN).unwrap();
    let advice = |finding: &Finding| finding.severity == Severity::Advice;
    assert!(sealed.findings.0.iter().all(advice), "{}", sealed.findings);
    for guarantee in sealed.policy.guarantees() {
        assert_eq!(prove(&sealed.policy, guarantee, BUDGET).proof, Proof::Proved);
        let Proof::Undecided(why) = prove(&sealed.policy, guarantee, 0).proof else {
            panic!("{guarantee:?}")
        };
        assert!(why.en.contains("within 0 units of work"), "{}", why.en);
    }
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

/// The design's policy without its guarantees, which more entries could break.
fn with(entry: &str) -> String {
    let (rest, _) = DESIGN.split_once("[[guarantee]]").unwrap();
    format!("{rest}\n{entry}\n")
}

fn codes(text: &str) -> Vec<&'static str> {
    findings(text).iter().filter(|f| f.severity == Severity::Error).map(|f| f.code.name()).collect()
}

/// The only finding's line, and the text from its place to the end of that line.
fn only_limit(text: &str, what: &str) -> String {
    let found: Vec<Finding> =
        findings(text).into_iter().filter(|finding| finding.severity == Severity::Error).collect();
    let codes: Vec<&str> = found.iter().map(|finding| finding.code.name()).collect();
    assert_eq!(codes, ["P012"], "{what}: {found:?}");
    text[found[0].span.start..].lines().next().unwrap_or("").to_owned()
}

#[test]
fn every_stated_limit_on_entries_is_checked_where_the_first_is_too_many() {
    let rule = |n: usize| format!("[[rule]]\nid = \"x{n}\"\nwhen = {{}}\nrequire = {{ review = 1 }}\n");
    let entries = DESIGN.matches("[[rule]]").count()
        + DESIGN.matches("[[distrust]]").count()
        + DESIGN.matches("[[exemption]]").count();
    let fit: String = (entries..256).map(rule).collect();
    assert_eq!(codes(&with(&fit)), [""; 0], "256 entries are legal");
    let text = with(&format!("{fit}# the next\n{}", rule(256)));
    let found = findings(&text);
    let place = found.iter().find(|finding| finding.code == Code::LimitExceeded).unwrap();
    assert!(text[..place.span.start].ends_with("# the next\n"), "more than 256 entries: {place}");
    only_limit(&text, "entries");

    let guarantee = |n: usize| format!("[[guarantee]]\nid = \"g{n}\"\nat_least = {{ review = 1 }}\n");
    let text: String = (0..=64).map(guarantee).collect();
    assert_eq!(only_limit(&with(&text), "65 guarantees"), "[[guarantee]]");

    let rungs: String = (0..15)
        .map(|n| format!("[[ladder]]\nname = \"r{n}\"\nany_of = [[\"face\", \"sms\"]]\nmax_age = \"5min\"\n"))
        .collect();
    only_limit(&with(&rungs), "seventeen rungs");
    let sets = |n: usize| vec!["[\"face\", \"sms\"]"; n].join(", ");
    let rung = |n, name: &str| {
        format!("[[ladder]]\nname = \"{name}\"\nany_of = [{}]\nmax_age = \"5min\"\n", sets(n))
    };
    only_limit(&with(&rung(9, "nine")), "nine sets of one rung");
    let eights: String = (0..8).map(|n| rung(8, &format!("eight{n}"))).collect();
    only_limit(&with(&eights), "seventy sets in all");
}

#[test]
fn every_stated_limit_on_numbers_is_checked_where_it_is_exceeded() {
    let thresholds: String = (1..=16)
        .map(|n| format!("[[rule]]\nid = \"t{n}\"\nwhen = {{ balance_from = \"{n}.00\" }}\nrequire = {{ confirm = true }}\n"))
        .collect();
    let at = only_limit(&with(&thresholds), "sixteen thresholds on one fact");
    assert!(at.starts_with("balance_from = \"16.00\""), "{at}");
    let steps: String = (1..=16).map(|n| format!("\"{n}.00\" = {n}\n")).collect();
    let at = only_limit(&with(&format!("[scorecard.balance]\n{steps}")), "sixteen steps of one column");
    assert_eq!(at, "\"16.00\" = 16");
    let times: String = (0..8)
        .map(|n| format!("[[rule]]\nid = \"c{n}\"\nwhen = {{ clock = \"0{n}:00-0{n}:30\" }}\nrequire = {{ confirm = true }}\n"))
        .collect();
    let at = only_limit(&with(&times), "sixteen times");
    assert!(at.starts_with("clock = \"07:00-07:30\""), "{at}");

    assert_eq!(codes(&with("[scorecard.integrity]\nrooted = 255")), [""; 0], "255 points are legal");
    assert_eq!(only_limit(&with("[scorecard.integrity]\nrooted = 256"), "points beyond 255"), "256");
    assert_eq!(only_limit(&with("[scorecard.integrity]\nattested = -256"), "points below -255"), "-256");
    let wide: String =
        ["integrity", "travel", "network", "hour", "dormancy", "drain", "pass_through", "behaviour"]
            .iter()
            .chain(&[
                "payee",
                "payee_check",
                "payee_record",
                "destination",
                "attempts",
                "probing",
                "alert",
                "coercion",
            ])
            .map(|fact| {
                let levels = scale(Ranked::from_name(fact).unwrap()).levels;
                let (least, most) = (levels[0].name, levels[levels.len() - 1].name);
                format!("[scorecard.{fact}]\n{least} = -255\n{most} = 255\n")
            })
            .collect();
    assert!(only_limit(&with(&wide), "a span of 16 x 510 + 65 + 10 points").starts_with(""));
    // 8,235 points in all: 43 fewer are 8,192.
    assert_eq!(codes(&with(&wide.replacen("= -255", "= -213", 1))), ["P012"], "a span of 8,193");
    assert_eq!(codes(&with(&wide.replacen("= -255", "= -212", 1))), [""; 0], "a span of 8,192");
}

#[test]
fn every_stated_limit_on_text_is_checked() {
    assert_eq!(codes(&with(&format!("# {}", "x".repeat(256 * 1024)))), ["P012"], "file size");
    let deep = format!("x = {}{}", "[".repeat(9), "]".repeat(9));
    assert!(codes(&with(&deep)).contains(&"P012"), "nesting: {:?}", codes(&with(&deep)));
    let named = |id: &str| with(&format!("[[rule]]\nid = \"{id}\"\nwhen = {{}}\nrequire = {{ review = 1 }}"));
    assert_eq!(codes(&named(&"i".repeat(64))), [""; 0], "64 characters are an id");
    assert_eq!(only_limit(&named(&"i".repeat(65)), "65 characters"), format!("\"{}\"", "i".repeat(65)));
    assert_eq!(only_limit(&named("naïve"), "letters beyond ASCII"), "\"naïve\"");
    let aged = |age: &str| {
        let when = format!("{{ since_proof_from = \"{age}\" }}");
        with(&format!("[[rule]]\nid = \"aged\"\nwhen = {when}\nrequire = {{ review = 1 }}"))
    };
    assert_eq!(codes(&aged("24855d")), [""; 0]);
    assert!(only_limit(&aged("24856d"), "an age beyond every measure").starts_with("\"24856d\""));
    assert_eq!(
        only_limit(&with("[levels.sim_age]\nunder-72h = \"23d\""), "a freshness beyond 22 days"),
        "\"23d\""
    );
    let reason = format!(
        "[[rule]]\nid = \"long\"\nwhen = {{}}\nrequire = {{ review = 1 }}\nreason = '{}'",
        "\"".repeat(140_000)
    );
    assert_eq!(codes(&with(&reason)), ["P012"], "a canonical form that no loader would read");
}

/// A rung, rule or number with a mistake is named once: nothing that refers to it, or stands beside it, is wrong too.
#[test]
fn one_mistake_is_one_finding() {
    for (from, to, code) in [
        ("max_age = \"5min\"", "max_age = \"5mine\"", "P011"),
        ("max_age = \"15min\"", "max_age = \"15mine\"", "P011"),
        ("max_age = \"5min\"\n", "", "P004"),
        ("any_of = [[\"face\"], [\"fpt\"], [\"vbm\"]]\n", "", "P004"),
        (
            "when = { total_day_from = \"200.00\", tier_below",
            "whom = { total_day_from = \"200.00\", tier_below",
            "P004 P002",
        ),
        (
            "require = { rung = \"face\" }\n\n[[rule]]\nid = \"password-free-trusted\"",
            "\n\n[[rule]]\nid = \"password-free-trusted\"",
            "P004",
        ),
        ("id = \"password-free\"  ", "id = \"password free\"  ", "P012"),
        ("id = \"password-free\"  ", "id   ", "P001"),
        ("name = \"face\"", "name = \"\"", "P022"),
        ("medium = 40", "medium = \"forty\"", "P005"),
        ("fresh   = 30", "fresh   = \"30\"", "P005"),
        ("fresh   = 30", "fresh   = 1000", "P012"),
    ] {
        assert!(DESIGN.contains(from), "{from}");
        let found = codes(&DESIGN.replacen(from, to, 1));
        assert_eq!(found.join(" "), code, "{to}");
    }
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
            let errors = |found: &[Finding]| {
                found.iter().filter(|f| f.severity == Severity::Error && f.code != Code::Refuted).count()
            };
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
    let reason = "[[rule]]\nid = \"story\"\nwhen = {}\nrequire = { confirm = true }\nreason = \"\"\"\n[[[[[[[[[[ \\\" a \"quote\" \\\n    goes on\"\"\"\n";
    assert_eq!(codes(&with(reason)), [""; 0]);
    assert_eq!(codes(&DESIGN.replace('\n', "\r\n")), [""; 0]);
    let marked = format!("\u{feff}{}", DESIGN.replacen("name     = \"retail-cn\"\n", "", 1));
    let found = findings(&marked);
    let missing = found.iter().find(|finding| finding.code.name() == "P004").unwrap();
    assert!(missing.mend(&marked).starts_with("\u{feff}name = "));
}
