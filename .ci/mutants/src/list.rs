//! What a mutant is called: by its file, what stood there and what stands there now, so that moved lines change no name.

use std::fmt;

/// The name of a mutant, the same as long as its expression is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// Below `src/verify`, for example `leak/climb.rs`.
    pub file: String,
    /// The expression, shortened.
    pub was: String,
    /// What it becomes.
    pub is: String,
    /// Of mutants that read alike in one file, which; from 0.
    pub nth: usize,
}

impl Key {
    /// Whether both read alike in one file.
    pub fn is_like(&self, other: &Self) -> bool {
        self.file == other.file && self.was == other.was && self.is == other.is
    }

    /// Reads what [`fmt::Display`] wrote.
    pub fn read(line: &str) -> Option<Self> {
        let mut parts = line.split('\t');
        let (file, nth, was, is) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        Some(Self { file: file.to_owned(), was: was.to_owned(), is: is.to_owned(), nth: nth.parse().ok()? })
    }
}

impl fmt::Display for Key {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}\t{}\t{}\t{}", self.file, self.nth, self.was, self.is)
    }
}

/// One mutant of a tree that was rewritten.
#[derive(Clone, Debug)]
pub struct Mutant {
    /// What `STEPUP_MUTANT` says to have it.
    pub id: u32,
    /// Where it stands.
    pub line: usize,
    /// Its name.
    pub key: Key,
    /// Not built: the compiler does not take it.
    pub skipped: bool,
}
