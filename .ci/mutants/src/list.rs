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

    /// Whether it is of what builds requests, pasts and words for a witness, and decides nothing.
    pub fn builds(&self) -> bool {
        ["realise", "leak/replay", "witness", "names"].iter().any(|start| self.file.starts_with(start))
    }

    /// Twelve hexadecimal digits that stand for it: FNV-1a of its line.
    pub fn digest(&self) -> String {
        let fold = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        let hash = self.to_string().bytes().fold(0xcbf2_9ce4_8422_2325, fold);
        format!("{:012x}", hash >> 16)
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
