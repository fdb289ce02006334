//! The house rules, as a test: order of modules, size of files and functions, words that have no place in a library.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Everything that is written in Rust here.
const FOLDERS: [&str; 5] = ["src", "tests", "examples", "benches", "fuzz/fuzz_targets"];

const MOST_LINES_OF_A_FILE: usize = 500;
const MOST_LINES_OF_A_FUNCTION: usize = 70;

/// One source file: its path below `src`, and its text without comments, strings and test modules where code is meant.
struct Source {
    path: String,
    text: String,
}

fn sources(folder: &str) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut found = Vec::new();
    let mut folders: Vec<PathBuf> = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(&root).unwrap().to_string_lossy().into_owned();
                found.push(Source { path: name, text: fs::read_to_string(&path).unwrap() });
            }
        }
    }
    let only_tests: Vec<String> = found.iter().flat_map(test_modules).collect();
    found.retain(|source| !only_tests.contains(&source.path));
    found.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(!found.is_empty(), "no sources under {}", root.display());
    found
}

/// Files that a module includes for its tests only: `#[cfg(test)]` above `mod name;`.
fn test_modules(source: &Source) -> Vec<String> {
    let folder = source.path.strip_suffix("mod.rs").map(str::to_owned);
    let folder = folder.unwrap_or_else(|| source.path.replace(".rs", "/")).replace("lib/", "");
    let lines: Vec<&str> = source.text.lines().map(str::trim).collect();
    let pairs = lines.iter().zip(lines.iter().skip(1)).filter(|(above, _)| **above == "#[cfg(test)]");
    let names = pairs.filter_map(|(_, line)| {
        let bare = line.trim_start_matches("pub(crate) ").trim_start_matches("pub(super) ");
        bare.strip_prefix("mod ")?.strip_suffix(';')
    });
    names.map(|name| format!("{folder}{name}.rs")).collect()
}

/// The code of a file as a library sees it: before its test module, without comments and strings.
fn code(text: &str) -> String {
    let library = &text[..tests_begin(text)];
    let mut out = String::new();
    for line in library.lines() {
        let mut quoted = false;
        let mut last = ' ';
        let mut chars = line.chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                '"' if last != '\\' && last != '\'' => quoted = !quoted,
                '/' if !quoted && chars.peek() == Some(&'/') => break,
                _ if quoted => {}
                _ => out.push(c),
            }
            last = if last == '\\' && c == '\\' { ' ' } else { c };
        }
        out.push('\n');
    }
    out
}

/// Where the test module of a file begins: at a `#[cfg(test)]` after which a `mod` opens a brace; the end without one.
fn tests_begin(text: &str) -> usize {
    let opens = |(at, _): &(usize, &str)| {
        let item = text[*at..].split("\nmod ").nth(1).and_then(|rest| rest.lines().next()).unwrap_or("");
        let attributes = text[*at..].split("\nmod ").next().unwrap_or("");
        item.ends_with('{') && !attributes.contains(";\n") && !attributes.contains("}\n")
    };
    text.match_indices("#[cfg(test)]").find(opens).map_or(text.len(), |(at, _)| at)
}

/// Modules in the order of `lib.rs`.
fn order(lib: &str) -> Vec<String> {
    let names = lib.lines().filter_map(|line| {
        let line = line.trim_start_matches("pub ").trim_start_matches("pub(crate) ");
        line.strip_prefix("mod ")?.strip_suffix(';').map(str::to_owned)
    });
    names.collect()
}

/// Imports of a module that stands later in the order.
fn upward_imports(path: &str, text: &str, order: &[String]) -> Vec<String> {
    let own = path.split(['/', '.']).next().unwrap_or("");
    let Some(place) = order.iter().position(|name| name == own) else {
        return if own == "lib" { Vec::new() } else { vec![format!("{path}: not in lib.rs")] };
    };
    let code = code(text);
    let mut wrong = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        let name: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        match order.iter().position(|other| *other == name) {
            Some(there) if there <= place => {}
            Some(_) => wrong.push(format!("{path}: `{name}` stands below `{own}`")),
            None => wrong.push(format!("{path}: `crate::{name}` is no module")),
        }
    }
    wrong
}

/// Modules of one folder that import each other in a circle, by `crate::folder::name` or `super::name`.
fn circles(sources: &[Source]) -> Vec<String> {
    let module = |path: &str| path.trim_end_matches(".rs").trim_end_matches("/mod").to_owned();
    let names: BTreeSet<String> = sources.iter().map(|source| module(&source.path)).collect();
    let mut imports: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for source in sources {
        let own = module(&source.path);
        let folder = own.rsplit_once('/').map_or("", |(folder, _)| folder);
        let text = code(&source.text).replace("super::", &format!("crate::{}::", folder.replace('/', "::")));
        for (at, _) in text.match_indices("crate::") {
            let tail = &text[at + "crate::".len()..];
            let tail: String =
                tail.chars().take_while(|c| c.is_alphanumeric() || "_:".contains(*c)).collect();
            let parts: Vec<&str> = tail.split("::").filter(|part| !part.is_empty()).collect();
            // The longest path that is a module; an item that a parent re-exports is the parent's.
            let named =
                (1..=parts.len()).rev().map(|n| parts[..n].join("/")).find(|path| names.contains(path));
            let Some(named) = named.filter(|named| *named != own) else { continue };
            let parent = own.starts_with(&format!("{named}/"));
            if !parent {
                imports.entry(own.clone()).or_default().insert(named);
            }
        }
    }
    let mut wrong = Vec::new();
    for start in imports.keys() {
        let mut reached: BTreeSet<&String> = BTreeSet::new();
        let mut open: Vec<&String> = imports[start].iter().collect();
        while let Some(next) = open.pop() {
            if reached.insert(next) {
                open.extend(imports.get(next).into_iter().flatten());
            }
        }
        if reached.contains(start) {
            wrong.push(format!("{start}: comes back to itself through its imports"));
        }
    }
    wrong
}

/// Functions longer than a screen: from `fn` to the brace that closes at its own indentation.
fn long_functions(path: &str, text: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    let lines: Vec<&str> = text.lines().collect();
    for (start, line) in lines.iter().enumerate() {
        let bare = line.trim_start();
        let shown = ["pub(crate) ", "pub(super) ", "pub "];
        let name = shown.iter().find_map(|shown| bare.strip_prefix(shown)).unwrap_or(bare);
        let name = name
            .trim_start_matches("const ")
            .trim_start_matches("unsafe ")
            .trim_start_matches("extern \"C\" ");
        if !name.starts_with("fn ") {
            continue;
        }
        // What another language defines, or a trait asks for, is declared and has no body.
        if lines[start..]
            .iter()
            .find(|line| line.ends_with(['{', '}', ';']))
            .is_some_and(|line| line.ends_with(';'))
        {
            continue;
        }
        let indent = line.len() - bare.len();
        let close = format!("{}}}", " ".repeat(indent));
        let end = lines[start..].iter().position(|line| *line == close);
        let length = end.map_or(1, |end| end + 1);
        if length > MOST_LINES_OF_A_FUNCTION {
            wrong.push(format!("{path}:{}: a function of {length} lines", start + 1));
        }
    }
    wrong
}

fn long_file(path: &str, text: &str) -> Vec<String> {
    let lines = text.lines().count();
    if lines > MOST_LINES_OF_A_FILE { vec![format!("{path}: {lines} lines")] } else { Vec::new() }
}

fn opening(path: &str, text: &str) -> Vec<String> {
    let first = text.lines().next().unwrap_or("");
    let rest: Vec<&str> = text.lines().take_while(|line| line.starts_with("//!")).collect();
    let paragraph: Vec<&str> = rest.iter().copied().take_while(|line| *line != "//!").collect();
    let whole = paragraph.iter().any(|line| line.ends_with(['.', ';', ':', '?']));
    let good = first.starts_with("//! ") && whole;
    if good { Vec::new() } else { vec![format!("{path}: does not open with `//!` and a sentence")] }
}

/// Words that no library code of this house contains, and where they may stand after all.
const FORBIDDEN: [(&str, &str); 17] = [
    (".unwrap()", ""),
    (".expect(", ""),
    ("panic!(", ""),
    ("panic_any(", "ffi/"),
    ("unreachable!(", ""),
    ("todo!(", ""),
    ("unimplemented!(", ""),
    ("dbg!(", ""),
    ("println!(", ""),
    ("f32", ""),
    ("f64", ""),
    ("unsafe ", "ffi/"),
    ("#[allow(", ""),
    ("assert!(", ""),
    ("std::env", ""),
    ("std::time", ""),
    ("::now()", ""),
];

fn forbidden(path: &str, text: &str) -> Vec<String> {
    // What a constant asserts holds before anything runs.
    let code = code(text).replace("const _: () = assert!(", "");
    let found = FORBIDDEN
        .iter()
        .filter(|(word, home)| code.contains(word) && (home.is_empty() || !path.starts_with(home)));
    found.map(|(word, _)| format!("{path}: `{word}` has no place in the library")).collect()
}

/// Words that open a comment in capitals are the four of the house.
fn shouting(path: &str, text: &str) -> Vec<String> {
    let fixed: BTreeSet<&str> = ["WHY", "INVARIANT", "SAFETY", "SOURCE"].into();
    let mut wrong = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let Some((_, comment)) = line.split_once("// ") else { continue };
        let word = comment.split(':').next().unwrap_or("");
        let loud = word.len() > 2 && word.chars().all(|c| c.is_ascii_uppercase());
        if loud && comment.starts_with(&format!("{word}:")) && !fixed.contains(word) {
            wrong.push(format!("{path}:{}: `{word}:` is none of {fixed:?}", index + 1));
        }
    }
    wrong
}

/// Tests that promise nothing by their name, are skipped without a reason, or files of tests without any.
fn tests_promise(path: &str, text: &str, is_test_file: bool) -> Vec<String> {
    let mut wrong = Vec::new();
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    if is_test_file && !text.contains("#[test]") && !text.contains("proptest!") {
        wrong.push(format!("{path}: a test file without a test"));
    }
    for (index, line) in lines.iter().enumerate() {
        if *line == "#[ignore]" {
            wrong.push(format!("{path}:{}: ignored without a reason", index + 1));
        }
        if *line == "#[test]" {
            let name = lines[index..].iter().find_map(|line| line.strip_prefix("fn ")).unwrap_or("");
            let name = name.split('(').next().unwrap_or("");
            if name.matches('_').count() < 2 {
                wrong.push(format!("{path}:{}: `{name}` promises nothing", index + 1));
            }
        }
        if line.starts_with("matches!(") && line.ends_with(");") {
            wrong.push(format!("{path}:{}: a `matches!` that nothing asserts", index + 1));
        }
    }
    wrong
}

fn none(complaints: Vec<String>) {
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}

#[test]
fn modules_import_only_what_stands_above_them() {
    let sources = sources("src");
    let lib = sources.iter().find(|source| source.path == "lib.rs").unwrap();
    let order = order(&lib.text);
    assert!(order.len() > 20, "{order:?}");
    none(sources.iter().flat_map(|source| upward_imports(&source.path, &source.text, &order)).collect());
}

#[test]
fn no_modules_import_each_other_in_a_circle() {
    let mut all = sources("src");
    all.retain(|source| source.path != "lib.rs");
    none(circles(&all));
}

#[test]
fn files_and_functions_fit_and_the_middle_one_is_short() {
    for folder in FOLDERS {
        let sources = sources(folder);
        none(sources.iter().flat_map(|source| long_file(&source.path, &source.text)).collect());
        none(sources.iter().flat_map(|source| long_functions(&source.path, &source.text)).collect());
    }
    let mut lines: Vec<usize> = sources("src").iter().map(|source| source.text.lines().count()).collect();
    lines.sort_unstable();
    assert!(lines[lines.len() / 2] < 200, "half of the files have {} lines or more", lines[lines.len() / 2]);
}

#[test]
fn every_file_opens_with_what_it_is_for() {
    for folder in FOLDERS {
        none(sources(folder).iter().flat_map(|source| opening(&source.path, &source.text)).collect());
    }
}

#[test]
fn the_library_neither_panics_nor_floats_nor_reads_a_clock() {
    none(sources("src").iter().flat_map(|source| forbidden(&source.path, &source.text)).collect());
}

#[test]
fn comments_use_the_fixed_words() {
    none(sources("src").iter().flat_map(|source| shouting(&source.path, &source.text)).collect());
}

#[test]
fn tests_are_named_as_promises_and_run() {
    let own = sources("src");
    none(own.iter().flat_map(|source| tests_promise(&source.path, &source.text, false)).collect());
    let files = sources("tests");
    let is_test = |path: &str| !path.contains('/');
    none(
        files
            .iter()
            .flat_map(|source| tests_promise(&source.path, &source.text, is_test(&source.path)))
            .collect(),
    );
}

/// The lints between the brackets of every `deny(...)` of a file, comments aside.
fn denied(lib: &str) -> BTreeSet<String> {
    let text = code(lib);
    let lists = text.split("deny(").skip(1).map(|rest| rest.split(')').next().unwrap_or(""));
    lists.flat_map(|list| list.split(',')).map(|lint| lint.trim().to_owned()).collect()
}

#[test]
fn lints_that_keep_the_rest_are_denied() {
    let lib = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap();
    let denied = denied(&lib);
    assert!(denied.contains("missing_docs"), "{denied:?}");
    for lint in LINTS {
        assert!(denied.contains(&format!("clippy::{lint}")), "{lint}: {denied:?}");
    }
}

const LINTS: [&str; 13] = [
    "unwrap_used",
    "expect_used",
    "panic",
    "indexing_slicing",
    "string_slice",
    "arithmetic_side_effects",
    "cast_possible_truncation",
    "cast_sign_loss",
    "cast_possible_wrap",
    "cast_precision_loss",
    "float_arithmetic",
    "print_stdout",
    "print_stderr",
];

#[test]
fn the_top_level_holds_what_it_may_hold_and_nothing_else() {
    let allowed =
        ["Cargo.toml", "Cargo.lock", "src", "benches", "tests", "examples", "fuzz", "README.md", "target"];
    for entry in fs::read_dir(env!("CARGO_MANIFEST_DIR")).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        let fits = allowed.contains(&name.as_str()) || name.starts_with('.') || name.starts_with("LICENSE");
        assert!(fits, "`{name}` has no place at the top level");
    }
}

/// A panic that does not unwind would end the bank's process, where the C interface promises a status.
#[test]
fn a_panic_unwinds_in_every_profile() {
    let manifest = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")).unwrap();
    let profiles = manifest.lines().filter(|line| line.starts_with("[profile.")).count();
    let aborting = manifest.lines().filter(|line| line.trim_start().starts_with("panic")).count();
    assert_eq!((profiles, aborting), (4, 0), "a profile of Cargo.toml says what a panic does");
}

/// Each rule broken on purpose is seen: a house test that cannot fail keeps nothing.
#[test]
fn a_broken_rule_is_seen() {
    let order: Vec<String> = ["units", "judge"].map(str::to_owned).into();
    assert_eq!(upward_imports("units.rs", "use crate::judge::Judge;", &order).len(), 1);
    assert_eq!(upward_imports("judge/deep.rs", "use crate::units::Amount;", &order).len(), 0);
    assert_eq!(upward_imports("stray.rs", "", &order).len(), 1);
    assert_eq!(upward_imports("judge.rs", "use crate::Reexport;", &order).len(), 1);
    let long = format!("fn long() {{\n{}}}\n", "    step();\n".repeat(70));
    assert_eq!(long_functions("x.rs", &long).len(), 1);
    assert_eq!(long_functions("x.rs", &long.replacen("    step();\n", "", 2)).len(), 0);
    assert_eq!(long_file("x.rs", &"\n".repeat(501)).len(), 1);
    assert_eq!(opening("x.rs", "use std::fmt;\n").len(), 1);
    for (word, _) in FORBIDDEN {
        assert_eq!(forbidden("x.rs", &format!("fn f() {{ {word} }}")).len(), 1, "{word}");
        assert_eq!(
            forbidden("x.rs", &format!("// {word}\n#[cfg(test)]\nmod tests {{\n{word}\n}}")).len(),
            0,
            "{word}"
        );
    }
    let circle = |one: &str, two: &str| {
        let of = |path: &str, text: &str| Source { path: path.to_owned(), text: text.to_owned() };
        circles(&[of("a/one.rs", one), of("a/two.rs", two), of("a.rs", "pub use crate::a::one::One;")]).len()
    };
    assert_eq!(circle("use crate::a::two::Two;", "use super::one::One;"), 2);
    assert_eq!(circle("use crate::a::two::Two;", "use crate::a::Item;"), 0);
    assert_eq!(denied("#![cfg_attr(not(test), deny(clippy::panic))] // deny(clippy::todo)").len(), 1);
    assert_eq!(long_functions("x.rs", &long.replace("fn long", "pub(super) const fn long")).len(), 1);
    assert_eq!(shouting("x.rs", "// NOTE: loud").len(), 1);
    assert_eq!(shouting("x.rs", "// WHY: fixed").len(), 0);
    assert_eq!(tests_promise("x.rs", "#[test]\nfn works() {}", true).len(), 1);
    assert_eq!(tests_promise("x.rs", "fn main() {}", true).len(), 1);
    assert_eq!(tests_promise("x.rs", "#[ignore]\n#[test]\nfn it_is_so_indeed() {}", true).len(), 1);
}
