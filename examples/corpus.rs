//! A night of a hundred thousand requests, from a seed: what every language must decide alike.
//!
//! `cargo run --release --example corpus -- write DIR` writes `corpus.bin` and `policy.toml`, and says what the corpus
//! covers; it fails where a level, a state, an outcome, a rung or a status is not there.
//! `cargo run --release --example corpus -- answer DIR` decides it all by the Rust interface, from the seed and not from
//! the file, and writes `rust.answers` and `rust.profiles`. The callers in C, COBOL, Java and Python read `corpus.bin`.

#[path = "corpus/cover.rs"]
mod cover;
#[path = "corpus/entry.rs"]
mod entry;
#[path = "corpus/life.rs"]
mod life;
#[path = "corpus/night.rs"]
mod night;
#[path = "corpus/wrong.rs"]
mod wrong;

#[allow(dead_code, reason = "shared with the tests")]
#[path = "../tests/common/dice.rs"]
mod dice;
#[allow(dead_code, reason = "shared with the tests")]
#[path = "../tests/common/messages.rs"]
mod messages;
#[allow(dead_code, reason = "shared with the tests")]
#[path = "../tests/common/people.rs"]
mod people;
#[path = "../tests/border/told.rs"]
mod told;

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use stepup::document::presets::RETAIL_CN;

use cover::Cover;
use entry::Entry;
use night::Night;

/// Requests in the corpus.
const REQUESTS: u32 = 100_000;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let done = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["write", folder] => write(Path::new(folder)),
        ["answer", folder] => answer(Path::new(folder)),
        _ => Err("usage: corpus write DIR | corpus answer DIR".to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(told) => {
            eprintln!("corpus: {told}");
            ExitCode::FAILURE
        }
    }
}

fn create(path: &Path) -> Result<BufWriter<File>, String> {
    File::create(path).map(BufWriter::new).map_err(|error| format!("{}: {error}", path.display()))
}

/// The corpus as a file, and what it covers.
fn write(folder: &Path) -> Result<(), String> {
    let told = |error: std::io::Error| format!("{}: {error}", folder.display());
    fs::create_dir_all(folder).map_err(told)?;
    fs::write(folder.join("policy.toml"), RETAIL_CN.text).map_err(told)?;
    let mut file = create(&folder.join("corpus.bin"))?;
    let mut night = Night::new(REQUESTS);
    let mut cover = Cover::new(night.policy());
    while let Some(entry) = night.next() {
        file.write_all(&entry.bytes()).map_err(told)?;
        let answer = night.answer(&entry);
        cover.see(&entry, &answer);
    }
    file.into_inner().map_err(|error| told(error.into_error()))?.sync_all().map_err(told)?;
    print!("{}", cover.table());
    cover.whole()
}

/// What Rust answers, in the form in which every caller answers.
fn answer(folder: &Path) -> Result<(), String> {
    let told = |error: std::io::Error| format!("{}: {error}", folder.display());
    let mut file = create(&folder.join("rust.answers"))?;
    let mut night = Night::new(REQUESTS);
    let mut times = Vec::new();
    while let Some(entry) = night.next() {
        let begun = Instant::now();
        let answer = night.answer(&entry);
        if matches!(entry, Entry::Decide { .. }) {
            times.push(begun.elapsed().as_nanos());
        }
        file.write_all(&answer.status.to_ne_bytes()).map_err(told)?;
        file.write_all(&[0; 4]).map_err(told)?;
        file.write_all(&answer.canonical()).map_err(told)?;
    }
    file.into_inner().map_err(|error| told(error.into_error()))?;
    fs::write(folder.join("rust.profiles"), night.profiles()).map_err(told)?;
    times.sort_unstable();
    let (median, late) = (times[times.len() / 2], times[times.len() * 99 / 100]);
    println!("rust: {} decisions, median {median} ns, p99 {late} ns a decision", times.len());
    Ok(())
}
