//! The header, the copybook and the layouts for Java and Python say what the table of `stepup::ffi` says: what follows
//! their mark is written from it. `STEPUP_WRITE=1 cargo test --test interface` writes it anew.

mod c;
mod cobol;
mod java;
mod python;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use stepup::ffi::records::LAYOUTS;
use stepup::ffi::{functions, words};

/// What stands before it is written by hand; what follows comes from the table.
const MARK: &str = "written from src/ffi by tests/interface";

/// A constant's name from a word: upper case, no hyphens.
fn upper(word: &str) -> String {
    word.to_uppercase().replace('-', "_")
}

/// What crosses the border and is no record, and how many bytes it has.
fn plain() -> [(&'static str, usize); 6] {
    [
        ("profile", stepup::profile::Profile::BYTES),
        ("reputation", stepup::reputation::Reputation::BYTES),
        ("canonical", stepup::decision::Decision::BYTES),
        ("pseudonym", 16),
        ("identity", 32),
        ("digits", 14),
    ]
}

/// The words of a vocabulary by its name.
fn words_of(name: &str) -> words::Words {
    words::all().into_iter().find(|words| words.name == name).unwrap_or_else(|| panic!("no words `{name}`"))
}

/// The committed file ends, behind its mark, as the table says.
fn agrees(path: &str, written: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{path}: {error}"));
    let line = text.lines().find(|line| line.contains(MARK)).unwrap_or_else(|| panic!("{path}: no mark"));
    let end = text.find(line).unwrap() + line.len() + 1;
    let wanted = format!("{}{written}", &text[..end]);
    if std::env::var_os("STEPUP_WRITE").is_some() {
        fs::write(&file, &wanted).unwrap();
        return;
    }
    let differs = text.lines().zip(wanted.lines()).position(|(is, should)| is != should);
    let line = differs.unwrap_or(text.lines().count().min(wanted.lines().count())) + 1;
    let should = wanted.lines().nth(line - 1).unwrap_or("(nothing)");
    assert!(text == wanted, "{path}:{line}: should be `{should}`; STEPUP_WRITE=1 writes it anew");
}

#[test]
fn every_record_has_its_kind_in_cpp() {
    let header = include_str!("../../src/ffi/stepup.hpp");
    for layout in &LAYOUTS {
        let line =
            format!("STEPUP_RECORD_KIND(stepup_{0}, STEPUP_RECORD_{1});", layout.name, upper(layout.name));
        assert!(header.contains(&line), "stepup.hpp lacks: {line}");
    }
    let kinds = header.lines().filter(|line| line.starts_with("STEPUP_RECORD_KIND(")).count();
    assert_eq!(kinds, LAYOUTS.len());
}

#[test]
fn the_header_says_what_the_table_says() {
    agrees("src/ffi/stepup.h", &c::header());
}

#[test]
fn the_places_of_fields_in_c_are_what_the_table_says() {
    agrees("examples/c/layout.c", &c::places());
}

#[test]
fn the_copybook_says_what_the_table_says() {
    agrees("src/ffi/stepup.cpy", &cobol::copybook());
}

#[test]
fn the_places_of_fields_in_cobol_are_what_the_table_says() {
    agrees("examples/cobol/layout.cob", &cobol::places());
}

#[test]
fn the_layouts_for_java_say_what_the_table_says() {
    agrees("examples/java/Layout.java", &java::layout());
}

/// `stepup_policy_load` is `policyLoad` in Java.
#[test]
fn every_function_has_its_method_and_its_glue_in_java() {
    let read = |path: &str| fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
    let (java, glue) = (read("examples/java/Stepup.java"), read("examples/java/stepup_jni.c"));
    for function in functions() {
        let words = function.name.trim_start_matches("stepup_").split('_').enumerate();
        let method: String = words
            .map(
                |(place, word)| {
                    if place == 0 { word.to_owned() } else { word[..1].to_uppercase() + &word[1..] }
                },
            )
            .collect();
        assert!(java.contains(&format!("static native int {method}(")), "Stepup.java has no {method}");
        assert!(glue.contains(&format!("NATIVE({method},")), "stepup_jni.c has no {method}");
        assert!(
            glue.contains(&format!("{}(", function.name)),
            "stepup_jni.c does not call {}",
            function.name
        );
    }
}

#[test]
fn the_layouts_for_python_say_what_the_table_says() {
    agrees("examples/python/layout.py", &python::layout());
}

#[test]
fn fields_follow_each_other_without_gaps_and_lie_where_c_wants_them() {
    for layout in LAYOUTS {
        let mut end = 0;
        for field in layout.fields {
            let unit = field.unit.bytes();
            assert_eq!(field.offset, end, "{}.{}", layout.name, field.name);
            assert!(field.offset % unit == 0, "{}.{} is not aligned", layout.name, field.name);
            end += unit * field.count;
        }
        assert!(end == layout.size && end % 8 == 0 && layout.first <= end, "{}", layout.name);
    }
}

#[test]
fn every_name_is_one_of_its_kind() {
    let functions = functions();
    let names: BTreeSet<&str> = functions.iter().flat_map(|one| [one.name, one.alias]).collect();
    assert_eq!(names.len(), 2 * functions.len());
    for function in &functions {
        let short = function.alias.len() <= 8 && function.alias.bytes().all(|byte| byte.is_ascii_uppercase());
        assert!(short, "{}", function.alias);
        assert!(function.name.starts_with("stepup_"), "{}", function.name);
    }
    let kinds = words::all();
    for (place, words) in (1..).zip(&kinds) {
        assert_eq!(words.kind, place, "{}", words.name);
        let numbers: BTreeSet<i32> = words.words.iter().map(|word| word.number).collect();
        assert_eq!(numbers.len(), words.words.len(), "{}", words.name);
    }
    for layout in LAYOUTS {
        for field in layout.fields {
            for name in [field.words, field.set].into_iter().flatten() {
                assert!(!words_of(name).words.is_empty());
            }
        }
    }
}

#[test]
fn zero_is_no_word_where_a_customer_could_gain_by_it() {
    let harmless = ["status", "state", "outcome", "mismatch"];
    for words in words::all().iter().filter(|words| !harmless.contains(&words.name)) {
        assert!(words.words.iter().all(|word| word.number > 0), "{}", words.name);
    }
    let zero = |name: &str| words_of(name).words.iter().find(|word| word.number == 0).map(|word| word.name);
    assert_eq!(zero("outcome"), Some("refuse"));
    assert_eq!(zero("state"), Some("missing"));
    // Blanks, ASCII or EBCDIC, are no word of anything.
    for words in words::all() {
        assert!(words.words.iter().all(|word| ![0x20, 0x40].contains(&word.number)), "{}", words.name);
    }
}
