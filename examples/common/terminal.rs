//! What a terminal can show: whether colours, and how many columns.

use std::ffi::OsStr;
use std::fs::File;
use std::process::{Command, Stdio};

/// Columns below which nothing is laid out; a narrower terminal wraps by itself.
const NARROWEST: usize = 80;

/// Whether to colour what goes to a terminal, or not to one.
pub fn colours(is_terminal: bool) -> bool {
    let of = std::env::var_os;
    is_coloured(is_terminal, of("NO_COLOR").as_deref(), of("TERM").as_deref())
}

/// The same, of what the environment says: an empty `NO_COLOR` says nothing (no-color.org), a dumb terminal has none.
pub fn is_coloured(is_terminal: bool, no_color: Option<&OsStr>, term: Option<&OsStr>) -> bool {
    is_terminal && no_color.is_none_or(OsStr::is_empty) && term.is_none_or(|term| term != "dumb")
}

/// Columns to lay out for; `None` where nobody says, as in a file.
pub fn columns(is_terminal: bool) -> Option<usize> {
    let said = std::env::var("COLUMNS").ok().and_then(|columns| columns.trim().parse().ok());
    said.or_else(|| is_terminal.then(asked).flatten()).filter(|columns| *columns > 0).map(usable)
}

/// What can be laid out for in so many columns.
pub fn usable(columns: usize) -> usize {
    columns.max(NARROWEST)
}

/// What the terminal answers. WHY: `stty` is everywhere where there are terminals, and needs no unsafe code of ours.
fn asked() -> Option<usize> {
    let terminal = File::open("/dev/tty").ok()?;
    let size = Command::new("stty").arg("size").stdin(terminal).stderr(Stdio::null()).output().ok()?;
    String::from_utf8(size.stdout).ok()?.split_whitespace().nth(1)?.parse().ok()
}
