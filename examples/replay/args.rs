//! The command line.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

/// What `--help` prints.
pub const USAGE: &str = "\
usage: replay --data FILE.csv --map MAP.toml [options]

  --data FILE           transfers as CSV with a header, in time order
  --map FILE            which column is what, and what the data cannot have (TOML)
  --policy FILE         the policy; else the one that the mapping names, else the preset retail-cn
  --protocol handbook   measure as the Fraud Detection Handbook does (test week 2018-08-08 .. 14)
  --missing             the stricter reading: what is not applicable counts as missing
  --strict              the first malformed row ends the replay
  --json FILE           write the same numbers as JSON
  --help                this text";

/// What is asked for.
#[derive(Debug, PartialEq, Eq)]
pub enum Command {
    /// Show the usage.
    Help,
    /// Replay.
    Replay(Args),
}

/// A replay as asked for.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Args {
    /// The transfers.
    pub data: PathBuf,
    /// The mapping.
    pub map: PathBuf,
    /// The policy, where one is given.
    pub policy: Option<PathBuf>,
    /// Where the numbers go as JSON.
    pub json: Option<PathBuf>,
    /// Whether to measure on the handbook's protocol.
    pub handbook: bool,
    /// Whether what is not applicable counts as missing.
    pub missing: bool,
    /// Whether a malformed row is fatal.
    pub strict: bool,
}

/// Reads the arguments behind the program's name; an error says what is wrong with them.
pub fn parse(mut args: impl Iterator<Item = OsString>) -> Result<Command, String> {
    let mut found = Args::default();
    let (mut data, mut map) = (None, None);
    while let Some(arg) = args.next() {
        let (name, joined) = split(&arg);
        match name {
            "--help" | "-h" => return Ok(Command::Help),
            "--missing" | "--strict" if joined.is_some() => return Err(format!("{name} takes no value")),
            "--missing" => found.missing = true,
            "--strict" => found.strict = true,
            "--data" | "--map" | "--policy" | "--json" | "--protocol" => {
                // The name of a file need not be UTF-8, so long as it stands by itself.
                let value = joined.map(OsString::from).or_else(|| args.next());
                let value = value.filter(|value| !value.is_empty());
                let value = value.ok_or_else(|| format!("{name} needs a value"))?;
                match name {
                    "--data" => data = Some(value.into()),
                    "--map" => map = Some(value.into()),
                    "--policy" => found.policy = Some(value.into()),
                    "--json" => found.json = Some(value.into()),
                    _ if value == "handbook" => found.handbook = true,
                    _ => return Err(format!("no protocol `{}`; there is `handbook`", value.display())),
                }
            }
            _ => return Err(format!("`{}` means nothing here", arg.display())),
        }
    }
    found.data = data.ok_or("--data FILE is needed")?;
    found.map = map.ok_or("--map FILE is needed")?;
    Ok(Command::Replay(found))
}

/// `--name=value` apart; what is not UTF-8 is no name.
fn split(arg: &OsStr) -> (&str, Option<&str>) {
    match arg.to_str().unwrap_or_default().split_once('=') {
        Some((name, value)) => (name, Some(value)),
        None => (arg.to_str().unwrap_or_default(), None),
    }
}
