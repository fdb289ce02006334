//! Files that are written whole or not at all.

use std::ffi::OsString;
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::args::Asked;
use super::{Failure, said};

/// Puts a text in place of a file, or where none is: all of it or nothing, with the permissions of a file that was
/// there; a link stays a link.
pub fn put(path: &Path, text: &str) -> io::Result<()> {
    let known = match fs::canonicalize(path) {
        Ok(path) => Some((fs::metadata(&path)?, path)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    let Some((told, path)) = known else { return beside(path, text, None) };
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
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{}", std::process::id()));
    let beside: PathBuf = path.with_file_name(name);
    let mut file = OpenOptions::new().write(true).create_new(true).open(&beside)?;
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

/// Says that a file cannot be written, and why.
pub fn unwritten(asked: &Asked, name: &str, error: &io::Error) -> Failure {
    said(asked, format!("{name}: cannot be written: {error}"), format!("{name}：无法写入：{error}"))
}
