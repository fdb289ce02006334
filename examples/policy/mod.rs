//! Policies looked at from the command line: checked, proved, compared, leaks bounded, answers explained, laid out.

pub mod args;
pub mod bundle;
pub mod check;
pub mod compare;
pub mod diff;
pub mod explain;
pub mod fmt;
pub mod given;
pub mod json;
pub mod layout;
pub mod leak;
#[path = "../common/lines.rs"]
pub mod lines;
pub mod load;
pub mod page;
pub mod plain;
pub mod presets;
pub mod prove;
pub mod schema;
pub mod snippet;
#[path = "../../src/document/suggest.rs"]
pub mod suggest;
pub mod table;
#[path = "../common/terminal.rs"]
pub mod terminal;
pub mod whole;
pub mod words;

use std::ffi::OsString;
use std::io::{self, Write};

use serde::Serialize;
use stepup::language::Language;

use args::{Asked, Command};

/// Where the answer goes.
pub struct Screen<'a> {
    /// The answer.
    pub out: &'a mut dyn Write,
    /// What is wrong with the question.
    pub err: &'a mut dyn Write,
    /// Whether the answer may have colours.
    pub colour: bool,
    /// The columns of the terminal; `None` where there is no end to a line.
    pub width: Option<usize>,
}

/// Exit codes, for scripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// 0: it is as one would wish.
    Good,
    /// 1: it is not, or that is not known.
    Bad,
}

/// Why there is no answer: exit code 2.
#[derive(Debug)]
pub enum Failure {
    /// The question cannot be asked so.
    Said(String),
    /// The answer could not be written.
    Output(io::Error),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

/// Runs the command line; its exit code.
pub fn run(args: Vec<OsString>, screen: &mut Screen<'_>) -> u8 {
    match answered(args, screen) {
        Ok(Answer::Good) => 0,
        Ok(Answer::Bad) => 1,
        // WHY: who closes the pipe has read enough; what the answer was, nobody waits for any more.
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => 0,
        Err(failure) => {
            let text = match failure {
                Failure::Said(text) => text,
                Failure::Output(error) => format!("cannot write the answer: {error}"),
            };
            // WHY: where stderr is gone too, the exit code is all that can be said.
            let _gone = writeln!(screen.err, "policy: {}", text.trim_end());
            2
        }
    }
}

fn answered(args: Vec<OsString>, screen: &mut Screen<'_>) -> Result<Answer, Failure> {
    let asked = args::parse(args).map_err(Failure::Said)?;
    let Some(command) = asked.command.filter(|_| !asked.help) else {
        write!(screen.out, "{}", args::help(asked.language))?;
        return Ok(Answer::Good);
    };
    match command {
        Command::Check => check::run(&asked, screen),
        Command::Prove => prove::run(&asked, screen),
        Command::Compare => compare::run(&asked, screen),
        Command::Diff => diff::run(&asked, screen),
        Command::Leak => leak::run(&asked, screen),
        Command::Explain => explain::run(&asked, screen),
        Command::Page => page::run(&asked, screen),
        Command::Presets => presets::list(&asked, screen),
        Command::New => presets::new(&asked, screen),
        Command::Fmt => fmt::run(&asked, screen),
        Command::Key => bundle::key(&asked, screen),
        Command::Sign => bundle::sign(&asked, screen),
        Command::Verify => bundle::verify(&asked, screen),
        Command::Json => json::run(&asked, screen),
        Command::Schema => schema::run(screen),
    }
}

/// Writes an answer for machines.
pub fn json(screen: &mut Screen<'_>, answer: &impl Serialize) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(answer).map_err(|error| Failure::Said(error.to_string()))?;
    Ok(writeln!(screen.out, "{text}")?)
}

/// The sentence in the reader's language.
pub fn said(asked: &Asked, en: String, zh: String) -> Failure {
    Failure::Said(match asked.language {
        Language::English => en,
        Language::Chinese => zh,
    })
}
