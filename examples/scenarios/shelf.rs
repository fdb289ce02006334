//! The shelf: story files found, read and played, with file and line of what is wrong.

use std::fs;
use std::path::{Path, PathBuf};

use stepup::language::Language;
use stepup::policy::Policy;
use toml::Table;
use toml::de::{DeTable, DeValue};

use super::cast::Common;
use super::pair::{Pair, play_pair};
use super::play::{Spot, Wrong};
use super::story::Story;

/// The file of what all stories share; it tells no story.
const COMMON: &str = "common.toml";

/// Something wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// The file.
    pub file: String,
    /// The line, from 1; 0 where the file could not be read at all.
    pub line: usize,
    /// What is wrong.
    pub said: String,
    /// The same in Chinese, where that was said.
    pub said_zh: Option<String>,
}

impl core::fmt::Display for Complaint {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(&self.text(Language::English))
    }
}

impl Complaint {
    /// Where and what. WHY: what the reader of TOML says is English; the place, and that a file cannot be read, is not.
    pub fn text(&self, language: Language) -> String {
        let said = language.of(&self.said, self.said_zh.as_ref().unwrap_or(&self.said));
        match self.line {
            0 => format!("{}{}{said}", self.file, language.of(": ", "：")),
            line => format!("{}:{line}{}{said}", self.file, language.of(": ", "：")),
        }
    }
}

/// A file that cannot be read.
pub fn unreadable(file: &str, error: &std::io::Error) -> Complaint {
    let said_zh = Some(format!("无法读取：{error}"));
    Complaint { file: file.to_owned(), line: 0, said: format!("cannot be read: {error}"), said_zh }
}

/// The stories that come with the example, by their file name.
///
/// # Errors
/// The folder is not there.
pub fn own_files() -> Result<Vec<PathBuf>, Complaint> {
    let built = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/scenarios");
    // WHY: a binary that was moved still finds the stories of the working copy that it is run in.
    let folder = if built.is_dir() { built } else { PathBuf::from("examples/scenarios") };
    let complaint = |error: std::io::Error| unreadable(&folder.display().to_string(), &error);
    let mut files = Vec::new();
    for entry in fs::read_dir(&folder).map_err(complaint)? {
        let path = entry.map_err(complaint)?.path();
        let is_story = path.extension().is_some_and(|end| end == "toml");
        if is_story && !path.ends_with(COMMON) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// Reads a story file and plays it and its twin.
///
/// # Errors
/// [`Complaint`] names the file and the line.
pub fn play_file(path: &Path, common: &Common, policy: &Policy) -> Result<Pair, Complaint> {
    let file = path.display().to_string();
    let text = fs::read_to_string(path).map_err(|error| unreadable(&file, &error))?;
    play_text(&file, &text, common, policy)
}

/// Plays the story of a text and its twin.
///
/// # Errors
/// [`Complaint`] names the file and the line.
pub fn play_text(file: &str, text: &str, common: &Common, policy: &Policy) -> Result<Pair, Complaint> {
    let story: Story = toml::from_str(text).map_err(|error| of_toml(file, text, &error))?;
    let source: Table = toml::from_str(text).map_err(|error| of_toml(file, text, &error))?;
    play_pair(story, &source, common, policy).map_err(|Wrong { spot, said }| Complaint {
        file: file.to_owned(),
        line: line_of(text, spot),
        said: match spot {
            Spot::Whole => said.clone(),
            Spot::History(index) => format!("history, line {}: {said}", index + 1),
            Spot::Step(index) => format!("step {}: {said}", index + 1),
            Spot::Twin => format!("twin: {said}"),
        },
        said_zh: Some(match spot {
            Spot::Whole => said.clone(),
            Spot::History(index) => format!("历史第{}条：{said}", index + 1),
            Spot::Step(index) => format!("第{}步：{said}", index + 1),
            Spot::Twin => format!("孪生情形：{said}"),
        }),
    })
}

/// The complaint behind an error of the TOML reader.
pub fn of_toml(file: &str, text: &str, error: &toml::de::Error) -> Complaint {
    let line = error.span().map_or(1, |span| line_at(text, span.start));
    Complaint { file: file.to_owned(), line, said: error.message().to_owned(), said_zh: None }
}

fn line_at(text: &str, byte: usize) -> usize {
    text.get(..byte).unwrap_or("").matches('\n').count() + 1
}

/// The line on which a spot of a story begins.
fn line_of(text: &str, spot: Spot) -> usize {
    let find = || {
        let table = DeTable::parse(text).ok()?;
        let (name, index) = match spot {
            Spot::Whole => return None,
            Spot::History(index) => ("history", index),
            Spot::Step(index) => ("step", index),
            Spot::Twin => return table.get_ref().get("twin").map(|twin| twin.span().start),
        };
        match table.get_ref().get(name)?.get_ref() {
            DeValue::Array(items) => items.get(index).map(|item| item.span().start),
            _ => None,
        }
    };
    find().map_or(1, |byte| line_at(text, byte))
}
