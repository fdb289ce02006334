//! The stories of the example hold on the preset, each has a twin with another answer, and a wrong expectation shows.

#[path = "../examples/scenarios/mod.rs"]
#[allow(dead_code, reason = "the example uses what the test does not")]
mod scenarios;

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

use scenarios::cast::Common;
use scenarios::options::{help, options};
use scenarios::pair::Pair;
use scenarios::report::report;
use scenarios::shelf::{Complaint, own_files, play_file, play_text};
use scenarios::table::{Style, table, width, wrap};
use scenarios::terminal;
use stepup::document::presets::RETAIL_CN;
use stepup::language::Language;
use stepup::policy::Policy;

fn retail() -> Policy {
    RETAIL_CN.seal().unwrap().policy
}

fn common() -> Common {
    Common::own().unwrap()
}

/// What fails, in English.
fn failures(pair: &Pair) -> Vec<String> {
    pair.all_failures().into_iter().map(|failure| failure.en).collect()
}

fn all() -> Vec<(PathBuf, Pair)> {
    let (policy, common) = (retail(), common());
    let play = |file: PathBuf| {
        let pair = play_file(&file, &common, &policy).unwrap_or_else(|complaint| panic!("{complaint}"));
        (file, pair)
    };
    own_files().unwrap().into_iter().map(play).collect()
}

/// A story as it ships, with one text in place of another.
fn changed(file: &str, from: &str, to: &str) -> Result<Pair, Complaint> {
    let files = own_files().unwrap();
    let path = files.iter().find(|path| path.ends_with(file)).unwrap();
    let text = std::fs::read_to_string(path).unwrap();
    assert!(text.contains(from), "{file} says {from}");
    play_text(file, &text.replacen(from, to, 1), &common(), &retail())
}

const COFFEE: &str = "01-morning-coffee.toml";

#[test]
fn every_story_and_its_twin_come_out_as_expected() {
    let all = all();
    assert!(all.len() >= 30, "{} stories", all.len());
    let mut wrong = Vec::new();
    for (file, pair) in &all {
        wrong.extend(failures(pair).iter().map(|failure| format!("{}: {failure}", file.display())));
        assert!(pair.twin.is_some(), "{} has no twin", file.display());
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_rule_distrust_and_exemption_of_the_preset_takes_effect_in_some_story() {
    let policy = retail();
    let mut seen = BTreeSet::new();
    for (_, pair) in all() {
        let twin = pair.twin.iter().flat_map(|(played, _)| played);
        for played in pair.played.iter().chain(twin) {
            let ids = policy.ids(played.decision.verdict().fired());
            seen.extend(ids.map(str::to_owned));
        }
    }
    let rules = policy.rules().iter().map(|rule| &rule.id);
    let every = rules.chain(policy.exemptions().iter().map(|exemption| &exemption.id));
    let unseen: Vec<&String> = every.filter(|id| !seen.contains(*id)).collect();
    assert!(unseen.is_empty(), "{unseen:?}");
}

#[test]
fn a_wrong_expectation_is_reported_with_what_came_instead() {
    let pair = changed(COFFEE, "outcome = \"allow\"", "outcome = \"refuse\"").unwrap();
    assert_eq!(failures(&pair), ["step 1: outcome: expected refuse, got allow"]);
    let pair = changed(COFFEE, "rung = \"face\"", "rung = \"face+sms\", hold = \"2h\"").unwrap();
    assert_eq!(
        failures(&pair),
        ["twin, step 1: rung: expected face+sms, got face", "twin, step 1: hold: expected 2h, got none"]
    );
    let pair = changed(COFFEE, "rules = [\"password-free-trusted\"]", "rules = [\"own-limit\"]").unwrap();
    assert_eq!(failures(&pair), ["twin, step 1: rules: expected own-limit, got password-free-trusted"]);
    let pair = changed("35-abandoned.toml", "becomes = \"returned\"", "becomes = \"settled\"").unwrap();
    assert!(failures(&pair).iter().any(|failure| failure.contains("habit: expected as before")));
}

/// A part that a story does not name is expected to be none: leaving one out is no way to pass.
#[test]
fn every_part_that_is_left_out_of_an_expectation_fails() {
    for (file, left_out, failure) in [
        ("04-eighty-thousand-at-home.toml", "rung = \"face+sms\", ", "rung: expected none, got face+sms"),
        ("04-eighty-thousand-at-home.toml", "confirm = true, ", "confirm: expected false, got true"),
        ("04-eighty-thousand-at-home.toml", "hold = \"2h\", ", "hold: expected none, got 2h"),
        (
            "04-eighty-thousand-at-home.toml",
            ", \"password-free-trusted\"",
            "rules: expected express-line, got express-line, password-free-trusted",
        ),
        ("14-four-hundred-thousand.toml", "review = 1, ", "review: expected none, got 1"),
        ("10-five-wrong-faces.toml", "refuse = true, ", "refuse: expected false, got true"),
        ("10-five-wrong-faces.toml", "notify = [\"was-it-you\"], ", "notify: expected none, got was-it-you"),
        ("12-far-away-after-failures.toml", "freeze = true, ", "freeze: expected false, got true"),
        ("20-sim-changed.toml", "distrusted = [\"sms\"], ", "distrusted: expected none, got sms"),
        (
            "37-trusted-list.toml",
            "exemption = \"trusted-payee\", ",
            "exemption: expected none, got trusted-payee",
        ),
        ("40-credential-compromised.toml", "kinds = 2, ", "kinds: expected none, got 2"),
    ] {
        let failed = failures(&changed(file, left_out, "").unwrap());
        assert_eq!(failed, [format!("step 1: {failure}")], "{file} without {left_out}");
    }
    for complaint in [
        changed(COFFEE, "outcome = \"allow\", ", "").unwrap_err(),
        changed(COFFEE, "outcome = \"step-up\", ", "").unwrap_err(),
    ] {
        assert!(complaint.said.contains("missing field `outcome`"), "{complaint}");
    }
}

#[test]
fn a_story_that_expects_or_decides_nothing_is_a_mistake() {
    let step = "[[step]]\nat = '08:30'\npay = '28.00'\nto = 'coffee'\n";
    let title = "title = { en = 'tea', zh = '茶' }\n";
    let complaint = play_text("tea.toml", &format!("{title}{step}"), &common(), &retail()).unwrap_err();
    assert_eq!((complaint.line, complaint.said.contains("`expect` is missing")), (2, true), "{complaint}");
    let nothing = format!("{title}step = []\n");
    let complaint = play_text("tea.toml", &nothing, &common(), &retail()).unwrap_err();
    assert!(complaint.said.contains("`step` is empty"), "{complaint}");
    let second = format!("{title}{step}expect = {{ outcome = 'allow' }}\n{step}");
    let complaint = play_text("tea.toml", &second, &common(), &retail()).unwrap_err();
    assert_eq!((complaint.line, complaint.said.contains("step 2: `expect`")), (7, true), "{complaint}");
}

#[test]
fn rules_that_another_policy_does_not_have_are_failed_expectations() {
    let other = RETAIL_CN.text.replace("\"password-free-trusted\"", "\"small-change\"");
    let policy = Policy::from_toml("other.toml", &other).unwrap().policy;
    let path = own_files().unwrap().into_iter().find(|path| path.ends_with(COFFEE)).unwrap();
    let pair = play_file(&path, &common(), &policy).unwrap();
    assert_eq!(
        failures(&pair),
        [
            "twin, step 1: rules: expected password-free-trusted, got small-change; the policy `retail-cn` has no rule \
          password-free-trusted"
        ]
    );
}

const TEA: &str = "title = { en = 'tea', zh = '茶' }\n\
    history = [{ at = '-2d', changed = 'sim' }]\n\
    step = [{ at = '08:30', pay = '28.00', to = 'coffee', expect = { outcome = 'allow' } }]\n\
    [twin]\n\
    title = { en = 'cheaper', zh = '更便宜' }\n\
    set = { 'step.1.pay' = '27.00' }\n\
    expect = { outcome = 'allow' }\n";

#[test]
fn a_twin_with_the_same_answer_is_reported() {
    let pair = play_text("tea.toml", TEA, &common(), &retail()).unwrap();
    assert_eq!(failures(&pair), ["twin, step 1: expected another answer than the story's, got the same"]);
}

#[test]
fn a_twin_that_differs_in_more_than_one_fact_or_in_none_is_a_mistake() {
    let twin = |change: &str| {
        let text = TEA.replace("set = { 'step.1.pay' = '27.00' }", change);
        play_text("tea.toml", &text, &common(), &retail())
    };
    for change in [
        "set = { 'step.1.pay' = '2700.00', 'step.1.to' = 'shop' }",
        "set = { 'step.1' = { at = '08:30', pay = '27.00', to = 'shop' } }",
        "set = { 'step' = [{ at = '08:30', pay = '27.00', to = 'shop' }] }",
        "set = { 'step.1.proofs' = [{ factor = 'face' }, { factor = 'sms' }] }",
        "set = { 'history.1' = { at = '-1d', changed = 'password' } }",
        "set = { 'history' = [] }",
        "unset = 'step.1'",
        "set = { 'step.1.pay' = '27.00' }\nunset = 'history.1'",
        "",
    ] {
        let complaint = twin(change).unwrap_err();
        assert_eq!(
            (complaint.line, complaint.said.contains("exactly one fact")),
            (4, true),
            "{change}: {complaint}"
        );
    }
    let complaint = twin("set = { 'step.1.pay' = '28.00' }").unwrap_err();
    assert!(complaint.said.contains("so in the story already"), "{complaint}");
    for change in [
        "unset = 'history.1'",
        "set = { 'history.+' = { at = '-1d', changed = 'password' } }",
        "set = { 'step.1.enrolled' = ['sms', 'otp'] }",
    ] {
        assert!(twin(change).is_ok(), "{change}");
    }
}

#[test]
fn what_is_wrong_with_a_file_is_said_with_its_line() {
    for (from, to, line, says) in [
        ("to = \"coffee\"", "too = \"coffee\"", 10, "unknown field `too`"),
        ("outcome = \"allow\"", "outcome = \"alow\"", 11, "`alow` is no outcome"),
        ("pay = \"28.00\"", "pay = \"28.0\"", 7, "step 1: `28.0` has 1 decimals"),
        ("at = \"08:30\"", "at = \"8:99\"", 8, "`8:99` is no time"),
        ("to = \"coffee\"", "to = \"coffee\"\nwhere = \"moon\"", 7, "no place is called `moon`"),
        ("\"step.1.pay\"", "\"step.7.pay\"", 13, "twin: `step.7.pay` leads nowhere"),
        ("[[step]]", "[[step]", 7, ""),
    ] {
        let complaint = changed(COFFEE, from, to).unwrap_err();
        assert_eq!((complaint.file.as_str(), complaint.line), (COFFEE, line), "{complaint}");
        assert!(complaint.said.contains(says), "{complaint}");
    }
}

#[test]
fn an_event_that_comes_again_under_its_id_changes_nothing_and_the_runner_checks_it() {
    let file = "34-retry-of-an-event.toml";
    let once = changed(file, "then = [{ again = \"same-id\" }]", "").map(|_| ()).unwrap_err();
    assert!(once.said.contains("leads nowhere"), "the twin speaks of the repeat: {once}");
    let twice =
        changed(file, "[{ again = \"same-id\" }]", "[{ again = \"same-id\" }, { again = \"same-id\" }]");
    assert_eq!(failures(&twice.unwrap()), Vec::<String>::new());
}

#[test]
fn columns_are_aligned_in_both_languages() {
    let (policy, pairs) = (retail(), all().into_iter().map(|(_, pair)| pair).collect::<Vec<_>>());
    for language in [Language::English, Language::Chinese] {
        let text =
            table(&pairs, &policy, Style { language, colour: false, explain: false, width: None }).unwrap();
        let mut lines = text.lines();
        let head = lines.next().unwrap();
        let column = width(head.split(language.of("outcome", "结果")).next().unwrap());
        let words: Vec<&str> = stepup::verdict::Outcome::ALL
            .iter()
            .map(|outcome| language.of(outcome.name(), outcome.name_zh()))
            .collect();
        let mut found = 0;
        for line in lines {
            let mut before = 0;
            let from = line.char_indices().find(|(_, c)| {
                before += width(&c.to_string());
                before > column
            });
            let Some((from, _)) = from else { continue };
            found += usize::from(words.iter().any(|word| line[from..].starts_with(word)));
        }
        let decided: usize = pairs.iter().map(|pair| pair.played.len() + 1).sum();
        assert_eq!(found, decided, "{}", language.name());
    }
}

#[test]
fn no_line_is_wider_than_the_terminal_down_to_eighty_columns() {
    let policy = retail();
    let mut pairs: Vec<Pair> = all().into_iter().map(|(_, pair)| pair).collect();
    pairs.push(changed(COFFEE, "rules = [\"password-free-trusted\"]", "rules = [\"own-limit\"]").unwrap());
    for (language, explain) in [
        (Language::English, false),
        (Language::Chinese, false),
        (Language::English, true),
        (Language::Chinese, true),
    ] {
        let natural =
            table(&pairs, &policy, Style { language, colour: false, explain, width: None }).unwrap();
        for most in [80, 90, 100, 110, 120, 135] {
            let style = Style { language, colour: false, explain, width: Some(most) };
            let text = table(&pairs, &policy, style).unwrap();
            for line in text.lines() {
                assert!(width(line) <= most, "{} > {most}: {line}", width(line));
            }
            // Narrower, but not less: the same words, reasons too.
            let words = |text: &str| text.matches("password-free").count();
            assert_eq!(words(&text), words(&natural), "{most}");
        }
    }
}

#[test]
fn colours_are_for_terminals_that_have_them_and_readers_who_want_them() {
    let is_coloured = |terminal, no_color: Option<&str>, term: Option<&str>| {
        terminal::is_coloured(terminal, no_color.map(OsStr::new), term.map(OsStr::new))
    };
    assert!(is_coloured(true, None, Some("xterm")));
    assert!(is_coloured(true, Some(""), None), "empty is unset, no-color.org");
    assert!(!is_coloured(true, Some("1"), Some("xterm")));
    assert!(!is_coloured(true, None, Some("dumb")));
    assert!(!is_coloured(false, None, Some("xterm")));
    assert_eq!((terminal::usable(20), terminal::usable(132)), (80, 132));
}

#[test]
fn what_is_wrong_is_said_in_the_readers_language() {
    let pair = changed(COFFEE, "outcome = \"allow\"", "outcome = \"refuse\"").unwrap();
    assert_eq!(pair.all_failures()[0].zh, "第1步：结果：应为拒绝，实为放行");
    let complaint = play_file(&PathBuf::from("/nowhere.toml"), &common(), &retail()).unwrap_err();
    assert!(complaint.text(Language::Chinese).starts_with("/nowhere.toml：无法读取"), "{complaint:?}");
    assert!(complaint.text(Language::English).starts_with("/nowhere.toml: cannot be read"), "{complaint:?}");
    let args = |words: &[&str]| words.iter().map(OsString::from).collect::<Vec<_>>();
    let said = options(args(&["--nothing", "--lang", "zh"])).err().unwrap();
    assert_eq!(said, "scenarios: 没有选项`--nothing`，见--help");
    assert!(help(Language::Chinese).contains("用法"));
}

#[cfg(unix)]
#[test]
fn an_argument_need_not_be_utf_8() {
    use std::os::unix::ffi::OsStringExt as _;
    let odd = |bytes: &[u8]| OsString::from_vec(bytes.to_vec());
    let read = options(vec![odd(b"st\xffory.toml"), "--policy".into(), odd(b"p\xff.toml")]).ok().unwrap();
    assert_eq!((read.files.len(), read.policy.is_some()), (1, true));
    for wrong in [vec![odd(b"--\xff")], vec!["--lang".into(), odd(b"\xff")]] {
        assert!(options(wrong).is_err());
    }
}

#[test]
fn long_text_is_wrapped_within_its_column() {
    for text in ["one two three four five six seven", "款项将在两小时后转出，期间可以撤销。", "short"]
    {
        for most in 8..20 {
            let lines = wrap(text, most, 2);
            assert!(lines.iter().all(|line| width(line) <= most), "{most}: {lines:?}");
            let joined: String = lines.concat().split(' ').collect();
            assert_eq!(joined, text.replace(' ', ""));
        }
    }
}

#[test]
fn machines_are_told_everything_too() {
    let policy = retail();
    for (file, pair) in all() {
        let told =
            serde_json::to_value(report(&file.display().to_string(), &pair, &policy).unwrap()).unwrap();
        assert_eq!(told["steps"].as_array().unwrap().len(), pair.played.len());
        assert!(told["steps"][0]["explanation"]["outcome"].is_string());
        assert_eq!(told["failures"], serde_json::json!([]));
    }
}
