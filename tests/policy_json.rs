//! Policies as JSON: the same meaning and identity as in TOML, findings at their place, and no text that it cannot bear.

mod common;
#[path = "../examples/policy/mod.rs"]
#[allow(dead_code, reason = "the example uses what the test does not")]
mod policy;
#[path = "policy/run.rs"]
#[allow(dead_code, reason = "a few of its helpers are enough")]
mod runs;

use common::policies;
use proptest::prelude::*;
use runs::{Answered, Folder, SMALL, json, run, small};
use serde_json::Value;
use stepup::document::presets::PRESETS;
use stepup::document::{Draft, MAX_BYTES, Node};
use stepup::finding::{Code, Finding, Findings, Severity};
use stepup::policy::Policy;

const DESIGN: &str = include_str!("policies/design.toml");
const ONE_OF_EACH: &str = include_str!("policies/one-of-each.toml");
const UNPROVED: &str = include_str!("policies/unproved.toml");
const HANDBOOK: &str = include_str!("../examples/replay/handbook.policy.toml");

/// The JSON of a text of TOML.
fn as_json(toml: &str) -> String {
    serde_json::to_string_pretty(&Draft::read("p.toml", toml)).unwrap()
}

fn findings(text: &str) -> Vec<Finding> {
    Policy::from_json("p.json", text).map_or_else(|findings| findings.0, |sealed| sealed.findings.0)
}

fn codes(findings: &[Finding]) -> Vec<Code> {
    findings.iter().map(|finding| finding.code).collect()
}

fn sealed(policy: Result<stepup::document::Sealed, Findings>) -> Policy {
    policy.unwrap_or_else(|findings| panic!("{findings}")).policy
}

/// Every policy at hand that seals, and some that dice wrote.
fn good() -> Vec<String> {
    let files = [DESIGN, HANDBOOK, SMALL].map(str::to_owned);
    let presets = PRESETS.iter().map(|preset| preset.text.to_owned());
    let diced = (0..20).map(|seed| policies::policy(&mut common::dice::Dice(seed)));
    files.into_iter().chain(presets).chain(diced).collect()
}

#[test]
fn a_policy_in_json_is_the_same_policy_and_so_is_its_canonical_form() {
    for toml in good() {
        let policy = sealed(Policy::from_toml("p.toml", &toml));
        let json = as_json(&toml);
        let again = sealed(Policy::from_json("p.json", &json));
        assert_eq!(again.identity(), policy.identity(), "{json}");
        assert_eq!(again.canonical(), policy.canonical());
        let draft = Draft::read_json("p.json", &json);
        assert_eq!(serde_json::to_string_pretty(&draft).unwrap(), json, "JSON of JSON is the same text");
        let canonical = as_json(policy.canonical());
        assert_eq!(sealed(Policy::from_json("c.json", &canonical)).identity(), policy.identity());
        // One line, and every other layout, is as good.
        let dense = serde_json::to_string(&draft).unwrap();
        assert_eq!(sealed(Policy::from_json("p.json", &dense)).identity(), policy.identity());
    }
}

#[test]
fn what_a_policy_says_keeps_its_order() {
    let json = as_json(DESIGN);
    let places: Vec<usize> = ["schema", "name", "currency", "scorecard", "risk", "ladder"]
        .iter()
        .map(|key| json.find(&format!("\"{key}\"")).unwrap())
        .collect();
    assert!(places.is_sorted(), "{places:?}");
}

/// What a finding is about, without the quotes that JSON has around keys.
fn about<'t>(text: &'t str, finding: &Finding) -> &'t str {
    text[finding.span.clone()].trim_matches('"')
}

#[test]
fn a_broken_policy_has_the_same_findings_in_json_at_the_same_texts() {
    let (broken, _) = ONE_OF_EACH.rsplit_once("confirm true").unwrap();
    for toml in [broken, UNPROVED] {
        let json = as_json(toml);
        let in_toml = Policy::from_toml("p.toml", toml).unwrap_err().0;
        let in_json = findings(&json);
        assert_eq!(codes(&in_json), codes(&in_toml));
        assert!(in_json.len() >= 3, "{}", in_json.len());
        for (one, other) in in_json.iter().zip(&in_toml) {
            // A list of JSON may stand on several lines.
            let found: String = about(&json, one).split_whitespace().collect();
            let expected: String = about(toml, other).split_whitespace().collect();
            // TOML has it escaped, `serde_json` writes it as it is.
            let expected = expected.replace("\\u202e", "\u{202e}");
            // A table of TOML is known by its header, one of JSON by its braces.
            let table = expected.starts_with(['[', '{']) && found.starts_with('{');
            assert!(found == expected || table || one.span == (0..0), "{one}\n{other}");
            let line = json.lines().nth(one.line - 1).unwrap();
            let from: String = line.chars().skip(one.column - 1).collect();
            assert!(from.starts_with(json[one.span.clone()].lines().next().unwrap_or("")), "{one}");
            assert_eq!(one.edit, None, "a change would be TOML: {one}");
            assert_eq!(one.message.zh.is_empty(), other.message.zh.is_empty());
        }
    }
}

/// What is to be written is said as JSON has it.
#[test]
fn mendings_speak_json() {
    let mendings = |text: &str| findings(text).into_iter().map(|one| one.mending).collect::<Vec<_>>();
    let said: Vec<String> = mendings("{}").into_iter().flat_map(|said| [said.en, said.zh]).collect();
    for wanted in ["write `\"schema\": 1` on top", "在顶部写上`\"name\": \"unnamed\"`"] {
        assert!(said.iter().any(|said| said == wanted), "{said:?}");
    }
    let broken = small("require = { rung = \"face\", confirm = true, hold = \"2h\" }", "require = { }");
    let said = &mendings(&as_json(&broken))[0];
    assert_eq!(said.en, "say what it demands, such as `{ \"review\": 1 }`, or delete the rule");
    let sections: Vec<String> = findings("{}").into_iter().map(|one| one.message.en).collect();
    assert!(sections.contains(&"a policy needs a `\"risk\"`".to_owned()), "{sections:?}");
    // No mending of any finding at hand tells to write TOML.
    let (broken, _) = ONE_OF_EACH.rsplit_once("confirm true").unwrap();
    for text in [as_json(broken), as_json(UNPROVED), as_json(DESIGN), "{}".to_owned()] {
        for finding in findings(&text) {
            for said in [finding.mending.en, finding.mending.zh] {
                assert!(!said.contains(" = ") && !said.contains('#'), "{said}");
            }
        }
    }
}

#[test]
fn a_schema_beside_the_policy_is_no_part_of_it() {
    let json = as_json(SMALL);
    let told = json.replacen('{', "{ \"$schema\": \"policy.schema.json\",", 1);
    let of = |text: &str| *sealed(Policy::from_json("p.json", text)).identity();
    assert_eq!(of(&told), of(&json));
    assert_eq!(serde_json::to_string_pretty(&Draft::read_json("p.json", &told)).unwrap(), json);
    // Elsewhere it is a key like any other.
    let inside = json.replacen("\"risk\": {", "\"risk\": { \"$schema\": 1,", 1);
    assert_eq!(codes(&findings(&inside)), [Code::UnknownKey]);
}

/// Each text, the code of its first finding, and the text that it is about.
#[test]
fn what_is_no_strict_json_is_found_where_it_stands() {
    for (text, code, at) in [
        ("", Code::Syntax, ""),
        (" \n", Code::Syntax, ""),
        ("\u{feff}", Code::Syntax, ""),
        ("[]", Code::WrongType, "[]"),
        ("null", Code::WrongType, "null"),
        ("\"a\"", Code::WrongType, "\"a\""),
        ("{\"a\": 1,}", Code::Syntax, ","),
        ("{\"a\": [1,]}", Code::Syntax, ","),
        ("{\"a\": [1 2]}", Code::Syntax, ""),
        ("{\"a\": 1 \"b\": 2}", Code::Syntax, ""),
        ("{a: 1}", Code::Syntax, "a"),
        ("{'a': 1}", Code::Syntax, "'"),
        ("{\"a\": 1} // over", Code::Syntax, "// over"),
        ("{\"a\": 01}", Code::Syntax, ""),
        ("{\"a\": +1}", Code::Syntax, "+"),
        ("{\"a\": .5}", Code::Syntax, "."),
        ("{\"a\": NaN}", Code::Syntax, "NaN"),
        ("{\"a\": 0x10}", Code::Syntax, "0"),
        ("{\"a\": \"\\x41\"}", Code::Syntax, "\\"),
        ("{\"a\": \"\\ud800\"}", Code::Syntax, "\\ud800"),
        ("{\"a\": \"\\udc00\\ud800\"}", Code::Syntax, "\\udc00"),
        ("{\"a\": \"one\ntwo\"}", Code::Syntax, "\n"),
        ("{\"a\": \"\0\"}", Code::Syntax, "\0"),
        ("{\u{a0}\"a\": 1}", Code::Syntax, "\u{a0}"),
        ("{\u{c}\"a\": 1}", Code::Syntax, "\u{c}"),
        ("{\"a\": 1} {}", Code::Syntax, "{"),
        ("{\"a\": 1", Code::Syntax, "{\"a\": 1"),
        ("{\"a\": \"", Code::Syntax, "\""),
    ] {
        let found = findings(text);
        let first = found.first().unwrap_or_else(|| panic!("{text} has nothing wrong"));
        assert_eq!(first.code, code, "{text}: {first}");
        assert!(text[first.span.clone()].starts_with(at), "{text}: {first}");
        assert!(code != Code::Syntax || first.message.en.starts_with("not JSON here: "), "{first}");
        assert!(first.edit.is_none() && first.mending.zh.chars().any(|c| c > '\u{2e80}'), "{first}");
    }
}

#[test]
fn a_key_that_stands_twice_is_found_at_any_depth() {
    let json = as_json(SMALL);
    for (from, key) in
        [("\"name\": \"small\"", "name"), ("\"medium\": 40", "medium"), ("\"hold\": \"2h\"", "hold")]
    {
        let twice = json.replacen(from, &format!("{from}, {from}"), 1);
        let found = findings(&twice);
        assert_eq!(codes(&found), [Code::Syntax], "{from}");
        let place = twice.find(&format!("{from}, ")).unwrap() + from.len() + 2;
        assert_eq!((found[0].span.start, about(&twice, &found[0])), (place, key));
        assert!(found[0].message.en.contains("stands there already"));
    }
}

#[test]
fn numbers_that_no_policy_has_are_of_the_wrong_type() {
    let json = as_json(SMALL);
    let value = |number: &str| {
        let text = json.replacen("\"medium\": 40", &format!("\"medium\": {number}"), 1);
        let draft = Draft::read_json("p.json", &text);
        draft.get("risk").unwrap().value.get("medium").unwrap().value.clone()
    };
    for (number, node) in [
        ("-0", Node::Integer(0)),
        ("9223372036854775807", Node::Integer(i64::MAX)),
        ("-9223372036854775808", Node::Integer(i64::MIN)),
        ("9223372036854775808", Node::Other("a number out of range")),
        ("40.0", Node::Other("a number with a fraction")),
        ("1e400", Node::Other("a number with an exponent")),
        ("4.0E1", Node::Other("a number with a fraction")),
        ("null", Node::Other("null")),
    ] {
        assert_eq!(value(number), node, "{number}");
        if let Node::Other(what) = node {
            let text = json.replacen("\"medium\": 40", &format!("\"medium\": {number}"), 1);
            let found = findings(&text);
            assert_eq!((codes(&found), about(&text, &found[0])), (vec![Code::WrongType], number));
            let said = serde_json::to_string(&Draft::read_json("p.json", &text)).unwrap_err().to_string();
            assert!(said.contains(what) && said.starts_with("p.json:"), "{said}");
        }
    }
}

#[test]
fn a_byte_order_mark_moves_nothing() {
    let json = format!("\u{feff}{}", as_json(SMALL));
    assert!(Policy::from_json("p.json", &json).is_ok());
    let broken = json.replacen("\"medium\": 40", "\"medium\": \"x\"", 1);
    let found = findings(&broken);
    assert_eq!((codes(&found), about(&broken, &found[0])), (vec![Code::WrongType], "x"));
}

#[test]
fn a_text_too_long_or_too_deep_has_its_limit_and_never_overflows() {
    for (text, most) in [
        ("[".repeat(100_000), "more than the 8 allowed"),
        ("{\"a\":".repeat(50_000), "more than the 8 allowed"),
        ("[".repeat(60), "not JSON"),
        (" ".repeat(1 << 20), "more than the 262144 allowed"),
        (format!("\"{}", "\\".repeat(MAX_BYTES - 1)), "not JSON"),
    ] {
        let found = findings(&text);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].message.en.contains(most), "{}", found[0].message.en);
    }
    // One level too many is said of that table alone; all else is still checked.
    let deep =
        |levels: usize| format!("{{\"x\": {}1{}, \"name\": 5}}", "[".repeat(levels), "]".repeat(levels));
    let at_limit = |levels| codes(&findings(&deep(levels))).contains(&Code::LimitExceeded);
    assert!(!at_limit(8) && at_limit(9), "as in TOML");
    assert!(codes(&findings(&deep(9))).contains(&Code::WrongType));
    let toml = |levels: usize| {
        let text = format!("x = {}1{}", "[".repeat(levels), "]".repeat(levels));
        codes(&Policy::from_toml("p.toml", &text).unwrap_err().0).contains(&Code::LimitExceeded)
    };
    assert!(!toml(8) && toml(9));
}

#[test]
fn a_date_becomes_its_text_and_what_json_cannot_say_is_an_error() {
    let dated =
        format!("{SMALL}\n[calendar]\nfrom = 2027-01-01\nuntil = \"2027-12-31\"\nholidays = [2027-05-01]\n");
    let policy = sealed(Policy::from_toml("p.toml", &dated));
    assert_eq!(sealed(Policy::from_json("p.json", &as_json(&dated))).identity(), policy.identity());
    for (toml, said) in [
        ("x = 1.5", "p.toml:1:5: a number with a fraction cannot be said in a policy"),
        ("x = {", "p.toml:1:"),
        ("a = 1\nx = [nan]", "p.toml:2:6: a number with a fraction"),
    ] {
        let error = serde_json::to_string(&Draft::read("p.toml", toml)).unwrap_err().to_string();
        assert!(error.starts_with(said), "{error}");
    }
    let node = Node::List(vec![]);
    assert_eq!(serde_json::to_string(&node).unwrap(), "[]");
    assert!(serde_json::to_string(&Node::Other("a date")).is_err());
}

/// A small policy's bytes, some of them others: characters that JSON has, and those that it has not.
fn mangled() -> impl Strategy<Value = String> {
    let pieces = proptest::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\\",
        "\\u0000",
        "\\ud800",
        "'",
        "/",
        "//",
        "1e400",
        "-",
        "0",
        ".",
        "null",
        "true",
        " ",
        "\n",
        "\t",
        "\0",
        "\u{feff}",
        "\u{a0}",
        "é",
        "$",
        "+",
        "NaN",
        "9223372036854775808",
    ]);
    prop::collection::vec((any::<prop::sample::Index>(), 0_usize..4, pieces), 0..6).prop_map(|edits| {
        let mut text = as_json(SMALL);
        for (at, drop, piece) in edits {
            let boundary =
                |at: usize| (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap();
            let at = boundary(at.index(text.len()));
            let end = boundary(at + drop).max(at);
            text.replace_range(at..end, piece);
        }
        text
    })
}

/// The other reader has `-0` as a fraction, which is no whole number to it; it is nothing.
fn unsigned_zeros(value: Value) -> Value {
    match value {
        Value::Number(number) if number.as_f64().is_some_and(|float| float == 0.0) => Value::from(0),
        Value::Array(items) => items.into_iter().map(unsigned_zeros).collect(),
        Value::Object(members) => {
            members.into_iter().map(|(key, value)| (key, unsigned_zeros(value))).collect()
        }
        other => other,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    /// What another strict reader takes is taken with the same meaning, and nothing else is.
    #[test]
    fn no_text_panics_and_none_is_taken_that_is_no_json(text in mangled()) {
        let draft = Draft::read_json("p.json", &text);
        let found = findings(&text);
        let torn = found.iter().any(|one| one.code == Code::Syntax && !one.message.en.contains("already"));
        // Numbers beyond its own range are refused there, and are numbers all the same.
        match serde_json::from_str::<Value>(text.strip_prefix('\u{feff}').unwrap_or(&text)) {
            Ok(value) => {
                prop_assert!(!torn, "{text}\n{:?}", found);
                if let Ok(ours) = serde_json::to_value(&draft) {
                    let mut value = value;
                    if let Some(members) = value.as_object_mut() {
                        members.remove("$schema");
                    }
                    prop_assert_eq!(ours, unsigned_zeros(value));
                }
            }
            Err(error) if !error.to_string().contains("out of range") => {
                prop_assert!(found.iter().any(|one| one.severity == Severity::Error), "{text}\n{error}");
                prop_assert!(torn || codes(&found).contains(&Code::WrongType), "{text}\n{error}\n{found:?}");
            }
            Err(_) => {}
        }
    }

    #[test]
    fn no_characters_at_all_panic_the_reader(text in "\\PC{0,40}", tail in "[\\[\\]{}:,\"\\\\a-f0-9 \n.-]{0,40}") {
        let _either = Policy::from_json("p.json", &text);
        let _either = Policy::from_json("p.json", &format!("{{{tail}"));
    }
}

#[test]
fn every_command_reads_json_by_its_name_or_by_its_first_character() {
    let folder = Folder::new("json");
    let toml = folder.write("small.toml", SMALL);
    let named = folder.write("small.json", as_json(SMALL));
    let braced = folder.write("small.txt", format!("\u{feff}\n {}", as_json(SMALL)));
    for file in [&named, &braced] {
        let (code, checked) = json(&["check", file, "--strict"]);
        assert_eq!(code, 0, "{checked}");
        assert_eq!(checked[0]["policy"]["identity"], json(&["check", &toml]).1[0]["policy"]["identity"]);
        assert_eq!(run(&["prove", file]).code, 0);
        let Answered { code, out, .. } = run(&["compare", &toml, file]);
        assert_eq!(code, 0, "{out}");
        let asked = ["explain", "--given", "amount=60000.00"];
        let [of_toml, of_json] = [&toml, file].map(|file| run(&[&asked[..1], &[file], &asked[1..]].concat()));
        assert_eq!((of_json.code, of_json.out), (of_toml.code, of_toml.out));
    }
    let key = named.replace("small.json", "maker.key");
    run(&["key", &key]);
    let sign = |file: &str| {
        run(&["sign", file, "--key", &key, "--serial", "1", "--from", "2027-01-15T00:00:00Z"]).out
    };
    assert_eq!(sign(&named), sign(&toml), "a bundle is of the canonical form");
    // Text in a file that is called JSON is read as JSON.
    let wrong = folder.write("toml.json", SMALL);
    assert!(run(&["check", &wrong]).out.contains("not JSON here"), "{}", run(&["check", &wrong]).out);
}

#[test]
fn a_refuted_guarantee_is_told_of_json_as_of_toml() {
    let folder = Folder::new("json-refuted");
    let weak = small("confirm = true, hold = \"2h\"", "confirm = true, hold = \"1h\"");
    let files = [folder.write("weak.toml", &weak), folder.write("weak.json", as_json(&weak))];
    let [(code, of_toml), (of, of_json)] = files.each_ref().map(|file| json(&["prove", file]));
    assert_eq!((code, of), (1, 1));
    assert_eq!(of_toml["guarantees"], of_json["guarantees"]);
    assert_eq!(of_json["guarantees"][0]["verdict"], "refuted");
}

#[test]
fn the_command_json_writes_what_every_command_reads() {
    let folder = Folder::new("json-out");
    for preset in PRESETS {
        let Answered { code, out, err } = run(&["json", preset.name]);
        assert_eq!((code, err.as_str()), (0, ""));
        assert_eq!(out, as_json(preset.text) + "\n");
        let file = folder.write("out.json", &out);
        assert_eq!(run(&["json", &file]).out, out);
        let whole = run(&["json", &file, "--canonical"]).out;
        let policy = sealed(Policy::from_json("p.json", &whole));
        assert_eq!(policy.identity(), preset.seal().unwrap().policy.identity());
        assert_eq!(whole, as_json(policy.canonical()) + "\n", "every default is said");
    }
    assert!(run(&["json"]).out.contains("\"name\": \"retail-cn\""));
    for (text, said) in [
        ("x = 1.5", "a number with a fraction"),
        ("x = {", "not TOML here"),
        ("{\"x\": 1,}", "not JSON here"),
    ] {
        let broken = folder.write("broken", text);
        let Answered { code, out, err } = run(&["json", &broken]);
        assert_eq!((code, out.as_str()), (2, ""), "{text}");
        assert!(err.contains(said) || err.contains("`x` means nothing here"), "{err}");
    }
    // What is wrong only as a policy is still JSON; with its defaults it must be one.
    let draft = folder.write("draft.toml", "name = \"draft\"");
    assert_eq!(run(&["json", &draft]).out, "{\n  \"name\": \"draft\"\n}\n");
    assert_eq!(run(&["json", &draft, "--canonical"]).code, 2);
    assert!(
        run(&["--help"]).out.contains("policy json [FILE]")
            && run(&["--help", "--lang", "zh"]).out.contains("policy json [文件]")
    );
}
