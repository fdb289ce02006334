//! Files that are written whole or not at all.

use std::collections::hash_map::RandomState;
use std::ffi::OsString;
use std::fs::{self, OpenOptions};
use std::hash::BuildHasher;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::args::Asked;
use super::{Failure, said};

/// Puts a text in place of a file, or where none is: all of it or nothing, with the permissions of a file that was
/// there; a link stays a link.
pub fn put(path: &Path, text: &str) -> io::Result<()> {
    // WHY: of the link itself, so that one that leads nowhere, or to a pipe, is not taken for a name that is free.
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return beside(path, text, None),
        Err(error) => return Err(error),
        Ok(_) => {}
    }
    let path = fs::canonicalize(path)?;
    let told = fs::metadata(&path)?;
    if !told.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is no ordinary file"));
    }
    // WHY: a rename asks nobody whether the file may be written.
    if told.permissions().readonly() {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "it is read-only"));
    }
    beside(&path, text, Some(told.permissions()))
}

/// Writes a file beside the one that is meant, and renames it.
fn beside(path: &Path, text: &str, permissions: Option<fs::Permissions>) -> io::Result<()> {
    let (mut file, beside) = fresh(path)?;
    let written = permissions
        .map_or(Ok(()), |permissions| file.set_permissions(permissions))
        .and_then(|()| file.write_all(text.as_bytes()))
        .and_then(|()| file.sync_all())
        .and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        // WHY: the first error says what is wrong; a file that is left behind is hidden, and harms nothing.
        let _left = fs::remove_file(&beside);
    }
    written
}

/// Names that are tried before it is given up.
const TRIES: usize = 16;

/// A new hidden file beside another. WHY a random name: in containers all have one process number, and what was left by
/// one that was killed must not stand in the way of the next.
fn fresh(path: &Path) -> io::Result<(fs::File, PathBuf)> {
    let mut last = None;
    for _ in 0..TRIES {
        let mut name = OsString::from(".");
        name.push(path.file_name().unwrap_or_default());
        name.push(format!(".{:016x}", RandomState::new().hash_one(std::process::id())));
        let beside = path.with_file_name(name);
        match OpenOptions::new().write(true).create_new(true).open(&beside) {
            Ok(file) => return Ok((file, beside)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => last = Some(error),
            Err(error) => return Err(error),
        }
    }
    Err(last.unwrap_or_else(|| io::ErrorKind::AlreadyExists.into()))
}

/// Whether two names are of one file.
pub fn is_same(one: &Path, other: &Path) -> bool {
    fs::canonicalize(one).is_ok_and(|one| fs::canonicalize(other).is_ok_and(|other| one == other))
}

/// Says that a file cannot be written, and why.
pub fn unwritten(asked: &Asked, name: &str, error: &io::Error) -> Failure {
    said(asked, format!("{name}: cannot be written: {error}"), format!("{name}：无法写入：{error}"))
}
