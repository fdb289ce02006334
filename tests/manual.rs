//! The manual is complete: every finding has its paragraph, with its severity, and no other has one.

use stepup::finding::Code;

const FINDINGS: &str = include_str!("../src/manual/findings.md");

#[test]
fn every_finding_has_a_paragraph_that_says_what_it_is_and_how_grave() {
    let heads: Vec<&str> = FINDINGS.lines().filter_map(|line| line.strip_prefix("### ")).collect();
    let expected: Vec<String> =
        Code::ALL.iter().map(|code| format!("{} ({}): ", code.name(), code.severity())).collect();
    assert_eq!(heads.len(), expected.len(), "one paragraph a code, and none beside them");
    for (head, expected) in heads.iter().zip(&expected) {
        assert!(
            head.starts_with(expected) && head.len() > expected.len() + 3,
            "`{head}` is not `{expected}...`"
        );
        let (_, after) = FINDINGS.split_once(head).unwrap();
        let text = after.split("\n#").next().unwrap().trim();
        assert!(text.len() > 60 && text.ends_with(['.', '`', '"']), "{head}: {text}");
    }
}
