//! `policy diff`: what changed in a file, in words; nothing that changed is left out, and nothing else is said.

#[path = "../examples/policy/mod.rs"]
#[allow(dead_code, reason = "the example uses what the test does not")]
mod policy;
#[path = "policy/run.rs"]
#[allow(dead_code, reason = "a few of its helpers are enough")]
mod runs;

use policy::diff::changes;
use runs::{Answered, Folder, SMALL, json, run, run_on, small};
use stepup::document::presets::PRESETS;
use stepup::policy::Policy;

fn sealed(text: &str) -> Policy {
    Policy::from_toml("x.toml", text).unwrap().policy
}

/// The text with one of its numbers one larger, for each number outside comments.
fn slips(text: &str) -> Vec<String> {
    let mut slips = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == b'#' {
            at += text[at..].find('\n').unwrap_or(bytes.len() - at);
        }
        let digits = text[at..].bytes().take_while(u8::is_ascii_digit).count();
        let stands_alone = at == 0 || !bytes[at - 1].is_ascii_alphanumeric();
        if let Some(number) = text[at..at + digits].parse::<u64>().ok().filter(|_| stands_alone) {
            slips.push(format!("{}{}{}", &text[..at], number + 1, &text[at + digits..]));
        }
        at += digits.max(1);
        while !text.is_char_boundary(at) {
            at += 1;
        }
    }
    slips
}

#[test]
fn of_a_policy_and_itself_nothing_is_said() {
    for preset in PRESETS {
        let policy = preset.seal().unwrap().policy;
        assert_eq!(changes(&policy, &policy), []);
        let Answered { code, out, err } = run(&["diff", preset.name, preset.name]);
        assert_eq!((code, err.as_str()), (0, ""));
        assert!(out.contains("the same policy"), "{out}");
    }
}

#[test]
fn every_number_that_is_changed_alone_is_said_and_nothing_else() {
    let (mut tried, mut sealing) = (0, 0);
    for preset in PRESETS {
        let policy = preset.seal().unwrap().policy;
        // One in nine, another one of each preset: all would take minutes.
        for slip in slips(preset.text).iter().skip(preset.name.len() % 9).step_by(9) {
            tried += 1;
            let Ok(new) = Policy::from_toml("new.toml", slip) else { continue };
            sealing += 1;
            let (said, back) = (changes(&policy, &new.policy), changes(&new.policy, &policy));
            assert_eq!(said.is_empty(), policy.identity() == new.policy.identity(), "{slip}");
            // A number says one thing; in a list of what a rung takes or of dates it may leave one entry for another.
            assert!(said.len() <= 2, "{}: {said:#?}", preset.name);
            assert_eq!(said.len(), back.len());
            for (one, other) in said.iter().zip(&back).filter(|_| said.len() == 1) {
                assert_eq!((&one.old, &one.new), (&other.new, &other.old));
                assert_eq!((&one.what, one.section), (&other.what, other.section));
            }
        }
    }
    println!("{sealing} of {tried} changed files seal");
    assert!(sealing > 100, "{sealing} of {tried}");
}

#[test]
fn what_comes_and_what_goes_is_said_as_a_sentence() {
    let folder = Folder::new("diff");
    let more = format!(
        "{SMALL}\n[[rule]]\nid = \"home\"\nwhen = {{ place_from = \"new-country\" }}\nrequire = {{ rung = \"face\" }}\nreason = \"far\"\n"
    );
    let (old, new) = (folder.write("old.toml", SMALL), folder.write("new.toml", more));
    let Answered { code, out, .. } = run(&["diff", &old, &new]);
    assert_eq!(code, 1);
    assert!(out.contains("+ home\n      + When place is new-country: face."), "{out}");
    assert!(out.contains("+ rule home: far"), "{out}");
    let Answered { out, .. } = run(&["diff", &new, &old, "--lang", "zh"]);
    assert!(out.contains("- home\n      - 当地点为新国家时：face。"), "{out}");
    let (code, value) = json(&["diff", &old, &new]);
    assert_eq!((code, value["changes"].as_array().unwrap().len()), (1, 2));
    assert_eq!(value["changes"][0]["new"]["en"], "When place is new-country: face.");
    assert!(value["changes"][0]["old"].is_null());
}

#[test]
fn a_value_is_said_in_a_line_and_the_order_of_entries_is_no_change() {
    let (old, new) = (sealed(SMALL), sealed(&small("unknown = 45", "unknown = 46")));
    let [one] = &changes(&old, &new)[..] else { panic!("one change") };
    assert_eq!((one.section, one.what.en.as_str()), ("scorecard", "points of device unknown"));
    let folder = Folder::new("diff-order");
    let another =
        "[[rule]]\nid = \"home\"\nwhen = { place_from = \"new-country\" }\nrequire = { rung = \"face\" }\n";
    let before = folder.write("before.toml", SMALL.replacen("[[rule]]", &format!("{another}[[rule]]"), 1));
    let after = folder.write("after.toml", format!("{SMALL}\n{another}"));
    let Answered { code, out, .. } = run(&["diff", &before, &after]);
    assert_eq!(code, 0);
    assert!(out.contains("the same but for the order of what it says"), "{out}");
    let wide = run_on(Some(60), false, &["diff", "th-face", "vn-2345"]);
    let widest = wide.out.lines().map(policy::lines::width).max().unwrap();
    assert!(widest <= 60, "{widest}");
}
