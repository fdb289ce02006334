//! The chapter on policies: every file in it is written, every command run, and every answer is what stands there.

#[path = "../examples/policy/mod.rs"]
#[allow(dead_code, reason = "the example uses what the test does not")]
mod policy;
#[path = "policy/run.rs"]
#[allow(dead_code, reason = "a few of its helpers are enough")]
mod runs;

use std::fs;
use std::path::{Path, PathBuf};

use runs::{Answered, Folder, run_on};
use stepup::fact::{Metered, Ranked};
use stepup::operation::{Channel, CustomerFlag, Operation};
use stepup::signal::scale;

const CHAPTER: &str = include_str!("../src/manual/policy.md");

/// The fenced blocks: what stands behind the fence, and the text.
fn blocks(text: &str) -> Vec<(String, String)> {
    let mut blocks = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if let Some(info) = line.strip_prefix("```") {
            let body: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            blocks.push((info.to_owned(), body.join("\n") + "\n"));
        }
    }
    blocks
}

/// Words of a command line; quotes keep blanks together.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut quoted) = (vec![String::new()], false);
    for c in line.chars() {
        match c {
            '\'' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            other => words.last_mut().unwrap().push(other),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Whether a line is as expected, where `…` stands for anything.
fn is_like(line: &str, expected: &str) -> bool {
    let mut parts = expected.split('…');
    let Some(mut rest) = line.strip_prefix(parts.next().unwrap()) else { return false };
    let mut last = None;
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
        last = Some(part);
    }
    // A line that ends with `…` may go on; else it ends here.
    rest.is_empty() || last == Some("") || last.is_some_and(|part| line.ends_with(part))
}

/// Whether lines are as expected; a line `…` stands for any number of lines.
fn are_like(lines: &[&str], expected: &[&str]) -> bool {
    match expected {
        [] => lines.is_empty(),
        ["…", rest @ ..] => (0..=lines.len()).any(|skip| are_like(&lines[skip..], rest)),
        [first, rest @ ..] => {
            lines.split_first().is_some_and(|(line, after)| is_like(line, first) && are_like(after, rest))
        }
    }
}

/// A folder in which the chapter is followed.
struct Reader {
    folder: PathBuf,
}

impl Reader {
    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Runs one line; what it prints, with the folder taken out of it.
    fn obey(&self, line: &str) -> (u8, String) {
        let mut args = words(line);
        let into = args.iter().position(|word| word == ">").map(|at| args.split_off(at).remove(1));
        let (code, out) = match args[0].as_str() {
            "sed" => (0, self.sed(&args[1], &args[2])),
            "policy" => {
                let is_file = |word: &String| word.ends_with(".toml") || word.ends_with(".html");
                let there = |word: &String| {
                    let path = self.path(word).to_str().unwrap().to_owned();
                    if is_file(word) { path } else { word.clone() }
                };
                let args: Vec<String> = args[1..].iter().map(there).collect();
                let args: Vec<&str> = args.iter().map(String::as_str).collect();
                let Answered { code, out, err } = run_on(Some(100), false, &args);
                (code, (out + &err).replace(&format!("{}/", self.folder.display()), ""))
            }
            other => panic!("the chapter tells to run {other}"),
        };
        match into {
            Some(name) => {
                fs::write(self.path(&name), out).unwrap();
                (code, String::new())
            }
            None => (code, out),
        }
    }

    /// `s/from/to/` on every line, of plain text; `\n` begins a new line.
    fn sed(&self, script: &str, file: &str) -> String {
        let ["s", from, to, ""] = script.split('/').collect::<Vec<_>>()[..] else { panic!("{script}") };
        let text = fs::read_to_string(self.path(file)).unwrap();
        assert!(text.contains(from), "{file} has no {from}");
        text.replace(from, &to.replace("\\n", "\n"))
    }

    /// Follows a block of commands; how many there were.
    fn follow(&self, block: &str) -> usize {
        let mut count = 0;
        for step in format!("\n{block}").split("\n$ ").skip(1) {
            let (line, expected) = step.split_once('\n').unwrap_or((step, ""));
            let (line, wanted) = match line.split_once(" # exit ") {
                Some((line, code)) => (line, code.parse().unwrap()),
                None => (line, 0),
            };
            let (code, out) = self.obey(line);
            let (lines, expected): (Vec<&str>, Vec<&str>) =
                (out.lines().collect(), expected.lines().collect());
            assert!(
                are_like(&lines, &expected),
                "$ {line}\n{out}\n--- but the chapter says\n{}",
                expected.join("\n")
            );
            assert_eq!(code, wanted, "$ {line}\n{out}");
            count += 1;
        }
        count
    }
}

fn write(path: &Path, text: &str, append: bool) {
    let before = if append { fs::read_to_string(path).unwrap() + "\n" } else { String::new() };
    fs::write(path, before + text).unwrap();
}

#[test]
fn whoever_follows_the_chapter_sees_what_it_says() {
    let folder = Folder::new("manual");
    let reader = Reader { folder: folder.0.clone() };
    let (mut commands, mut files) = (0, 0);
    for (info, block) in blocks(CHAPTER) {
        if let Some(name) = info.strip_prefix("toml new ") {
            write(&reader.path(name), &block, false);
            files += 1;
        } else if let Some(name) = info.strip_prefix("toml more ") {
            write(&reader.path(name), &block, true);
            files += 1;
        } else if info == "console" {
            commands += reader.follow(&block);
        } else {
            assert_eq!(info, "sh", "a block that no test looks at");
        }
    }
    assert!(commands >= 12 && files >= 4, "{commands} commands, {files} files");
}

#[test]
fn the_likeness_of_lines_is_no_rubber_stamp() {
    assert!(is_like("a b c", "a … c") && is_like("a b", "a …") && is_like("a b", "a b"));
    assert!(!is_like("a b c", "a b") && !is_like("a b", "a … c") && !is_like("x a b", "a b"));
    assert!(are_like(&["a", "b", "c"], &["…", "c"]) && are_like(&[], &["…"]));
    assert!(!are_like(&["a", "b"], &["a"]) && !are_like(&["a"], &["a", "b"]) && !are_like(&["a"], &[]));
}

#[test]
fn the_chapter_lists_every_fact_with_its_question_and_levels() {
    let mut rows = Vec::new();
    for fact in Ranked::ALL {
        let scale = scale(*fact);
        let levels: Vec<String> = scale.levels.iter().map(|level| format!("`{}`", level.name)).collect();
        rows.push(format!("| `{}` | {} | {} |", fact.name(), scale.question, levels.join(" ")));
    }
    for fact in Metered::ALL {
        rows.push(format!("| `{}` | {} |", fact.name(), policy::plain::noun(*fact)));
    }
    for (key, words) in [
        ("operation", Operation::ALL.iter().map(|one| one.name()).collect::<Vec<_>>()),
        ("channel", Channel::ALL.iter().map(|one| one.name()).collect()),
        ("flag", CustomerFlag::ALL.iter().map(|one| one.name()).collect()),
    ] {
        let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
        rows.push(format!("| `{key}` | {} |", words.join(" ")));
    }
    let missing: Vec<&String> = rows.iter().filter(|row| !CHAPTER.contains(row.as_str())).collect();
    assert!(missing.is_empty(), "add:\n{}", missing.iter().map(|row| format!("{row}\n")).collect::<String>());
    let (_, tables) = CHAPTER.split_once("## Facts and their levels").unwrap();
    let listed = tables.lines().filter(|line| line.starts_with("| `")).count();
    assert_eq!(listed, rows.len(), "and nothing beside them");
}
