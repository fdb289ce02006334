//! The manual is complete: every finding has its paragraph, with its severity, and no other has one; what the chapters on
//! C and COBOL show is what the examples say.

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

/// The fenced blocks of a language.
fn blocks<'a>(chapter: &'a str, language: &str) -> Vec<&'a str> {
    let fence = format!("\n```{language}\n");
    chapter.split(&fence).skip(1).map(|block| block.split("```").next().unwrap()).collect()
}

#[test]
fn what_the_chapter_on_c_shows_stands_in_its_program() {
    let shown = blocks(include_str!("../src/manual/c.md"), "c");
    assert_eq!(shown.len(), 5);
    for block in shown {
        assert!(include_str!("../examples/c/first.c").contains(block), "examples/c/first.c has no\n{block}");
    }
}

#[test]
fn what_the_page_on_cobol_shows_stands_in_its_program() {
    let shown = blocks(include_str!("../src/manual/cobol.md"), "cobol");
    assert_eq!(shown.len(), 1);
    assert!(include_str!("../examples/cobol/overnight.cob").contains(shown[0]), "{}", shown[0]);
}
