//! A replay: rows of a CSV file, each decided, learned from and counted.

pub mod args;
pub mod facts;
#[path = "../common/findings.rs"]
pub mod findings;
pub mod mapping;
pub mod metrics;
pub mod progress;
pub mod protocol;
pub mod report;
pub mod rows;
pub mod speed;
pub mod table;
pub mod tally;
#[path = "../common/terminal.rs"]
pub mod terminal;
pub mod text;
pub mod world;

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufReader, Write};
use std::path::Path;
use std::time::Instant;

use stepup::document::presets::RETAIL_CN;
use stepup::language::Language;
use stepup::policy::Policy;

use args::{Args, Command};
use mapping::Mapping;
use progress::Bar;
use protocol::Handbook;
use report::{Malformed, Report};
use rows::{Row, Rows};
use tally::Tally;
use world::World;

/// Malformed rows that the report shows; the rest are counted there, and in the JSON they are all.
const SHOWN: usize = 20;

/// Where a replay speaks.
pub struct Screen<'a> {
    /// The report.
    pub out: &'a mut dyn Write,
    /// Errors and the progress bar.
    pub err: &'a mut dyn Write,
    /// Whether the report may have colours.
    pub colour: bool,
    /// Whether somebody watches the progress bar.
    pub bar: bool,
    /// The columns of the terminal; `None` where there is no end to a line.
    pub width: Option<usize>,
}

/// Why there is no report.
#[derive(Debug)]
pub enum Failure {
    /// The command line is wrong: exit code 2.
    Usage(String),
    /// A file is wrong or cannot be read: exit code 1.
    Said(String),
    /// The report could not be written.
    Output(io::Error),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

/// Runs the command line; its exit code.
pub fn run(args: impl Iterator<Item = OsString>, screen: &mut Screen<'_>) -> u8 {
    match replayed(args, screen) {
        Ok(()) => 0,
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => 0,
        Err(failure) => {
            let (code, text) = match failure {
                Failure::Usage(text) => (2, format!("{text}\n\n{}", args::USAGE)),
                Failure::Said(text) => (1, text),
                Failure::Output(error) => (1, format!("cannot write the report: {error}")),
            };
            // WHY: where stderr is gone too, the exit code is all that can be said.
            let _gone = writeln!(screen.err, "replay: {text}");
            code
        }
    }
}

fn replayed(args: impl Iterator<Item = OsString>, screen: &mut Screen<'_>) -> Result<(), Failure> {
    let args = match args::parse(args).map_err(Failure::Usage)? {
        Command::Help => return Ok(writeln!(screen.out, "{}", args::USAGE)?),
        Command::Replay(args) => args,
    };
    let mapping = Mapping::load(&args.map, args.missing).map_err(Failure::Said)?;
    let policy = policy(&args, &mapping, screen)?;
    let report = replay(&args, &mapping, &policy, screen)?;
    text::write(&report, screen)?;
    if let Some(path) = &args.json {
        let json = serde_json::to_string_pretty(&report)
            .map_err(|error| Failure::Said(format!("{}: {error}", path.display())))?;
        fs::write(path, json + "\n")
            .map_err(|error| Failure::Said(format!("{}: {error}", path.display())))?;
    }
    Ok(())
}

/// The policy of the command line, else the mapping's own, else the preset.
fn policy(args: &Args, mapping: &Mapping, screen: &mut Screen<'_>) -> Result<Policy, Failure> {
    let sealed = match args.policy.as_ref().or(mapping.policy.as_ref()) {
        Some(path) => {
            let text = read(path).map_err(Failure::Said)?;
            Policy::from_toml(&path.display().to_string(), &text)
        }
        None => RETAIL_CN.seal(),
    };
    let sealed = sealed.map_err(|findings| Failure::Said(findings.to_string()))?;
    if let Some(line) = findings::counted(&sealed, Language::English) {
        writeln!(screen.err, "replay: {line}")?;
    }
    let policy = sealed.policy;
    if policy.currency() != mapping.currency {
        let (of_policy, of_data) = (policy.currency().code(), mapping.currency.code());
        let map = args.map.display();
        return Err(Failure::Said(format!(
            "{map}: amounts are in {of_data}, the policy `{}` is in {of_policy}; give a policy in {of_data}",
            policy.name()
        )));
    }
    Ok(policy)
}

/// The text of a file; an error names it.
pub fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn replay(
    args: &Args,
    mapping: &Mapping,
    policy: &Policy,
    screen: &mut Screen<'_>,
) -> Result<Report, Failure> {
    let name = args.data.display().to_string();
    let unread = |error: io::Error| Failure::Said(format!("{name}: {error}"));
    let file = File::open(&args.data).map_err(unread)?;
    let size = file.metadata().map_err(unread)?.len();
    let mut rows =
        Rows::new(BufReader::with_capacity(1 << 18, file), &name, mapping).map_err(Failure::Said)?;
    let mut world = World::new(policy, mapping);
    let mut sums = Sums::new(args, mapping);
    let mut bar = Bar::new(size, screen.bar);
    let began = Instant::now();
    loop {
        let outcome = match rows.next() {
            None => break,
            Some(Ok(row)) => world.step(&row).map(|()| row),
            Some(Err(rows::Fault::Row(said))) => Err(said),
            Some(Err(rows::Fault::File(said))) => return Err(Failure::Said(said)),
        };
        match outcome {
            Ok(row) => sums.add(&row, &world),
            Err(said) if args.strict => {
                bar.end(screen.err);
                return Err(Failure::Said(format!("{name}:{}: {}", rows.line(), report::shown(&said))));
            }
            Err(said) => sums.malformed.add(rows.line(), &said),
        }
        bar.at(rows.bytes(), screen.err);
    }
    bar.end(screen.err);
    let elapsed = began.elapsed();
    sums.worth_a_report(&name).map_err(Failure::Said)?;
    Ok(sums.report(args, mapping, policy, &mut world, &rows, elapsed))
}

/// What is counted while rows go by.
struct Sums {
    tally: Tally,
    scores: metrics::Scores,
    handbook: Option<Handbook>,
    malformed: Malformed,
    recent: speed::Recent,
}

impl Sums {
    fn new(args: &Args, mapping: &Mapping) -> Self {
        Self {
            tally: Tally::new(&mapping.bands),
            scores: metrics::Scores::default(),
            handbook: args.handbook.then(|| Handbook::new(&mapping.bands)),
            malformed: Malformed::default(),
            recent: speed::Recent::default(),
        }
    }

    fn add(&mut self, row: &Row, world: &World<'_>) {
        let verdict = world.decision().verdict();
        self.tally.add(row.minor, verdict.outcome(), row.fraud);
        if let Some(fraud) = row.fraud {
            self.scores.add(verdict.score(), fraud);
            if let Some(handbook) = &mut self.handbook {
                handbook.add(row, verdict.score(), verdict.outcome(), fraud);
            }
        }
        self.recent.add(row);
    }

    /// What was asked for must have been there: nothing decided is no report, and a protocol needs its weeks.
    fn worth_a_report(&self, data: &str) -> Result<(), String> {
        if self.tally.transfers() == 0 {
            let first = self.malformed.lines.first();
            return Err(match first {
                None => format!("{data}: no rows behind the header, so nothing was decided"),
                Some((line, said)) => format!(
                    "{data}: all {} rows are malformed, so nothing was decided; the first is line {line}: {said}",
                    self.malformed.rows
                ),
            });
        }
        match &self.handbook {
            None => Ok(()),
            Some(handbook) => handbook.is_measurable().map_err(|why| {
                format!("{data}: the protocol `handbook` cannot be measured: {why}; leave `--protocol` out")
            }),
        }
    }

    fn report<R: io::Read>(
        self,
        args: &Args,
        mapping: &Mapping,
        policy: &Policy,
        world: &mut World<'_>,
        rows: &Rows<'_, R>,
        elapsed: std::time::Duration,
    ) -> Report {
        let identity: String = policy.identity().iter().take(4).map(|byte| format!("{byte:02x}")).collect();
        let facts = facts::read_as(mapping, policy, world);
        let speed = speed::measure(world, &self.recent, self.tally.transfers(), elapsed);
        Report {
            data: args.data.display().to_string(),
            mapping: mapping.name.clone(),
            policy: policy.name().to_owned(),
            policy_identity: identity,
            stricter: args.missing,
            proofs: report::Proofs::of(mapping),
            rows: rows.read(),
            malformed: self.malformed,
            out_of_order: world.out_of_order(),
            raised_from_zero: rows.raised(),
            customers: world.customers(),
            payees: world.payees(),
            labels: report::Labels::of(mapping, world, &self.tally),
            facts,
            speed,
            bands: self.tally.by_band(mapping.currency),
            caught: self.tally.caught(mapping.currency),
            ranking: report::Ranking::of(&self.scores),
            handbook: self.handbook.map(|handbook| handbook.finish(mapping.currency)),
        }
    }
}
