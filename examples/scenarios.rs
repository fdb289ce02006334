//! The stories: each told to a customer's profile, decided by a policy, and held against what is expected of it.
//!
//! `cargo run --release --example scenarios` plays every story of `examples/scenarios` on the preset `retail-cn`.

#[path = "scenarios/mod.rs"]
mod scenarios;

use std::fs;
use std::io::{ErrorKind, IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use stepup::document::presets::RETAIL_CN;
use stepup::language::Language;
use stepup::policy::Policy;

use scenarios::cast::Common;
use scenarios::pair::Pair;
use scenarios::report::report;
use scenarios::shelf::{own_files, play_file};
use scenarios::table::{Style, paint, table};

const HELP: &str = "\
Plays stories against a policy and prints what is decided of each.

usage: scenarios [options] [STORY.toml ...]

  --policy FILE   decide by this policy; without it by the preset retail-cn
  --explain       the whole reckoning under each step
  --json          everything for machines
  --lang zh       Chinese; en is the default
  -h, --help      this text

Without files, the stories in examples/scenarios. Exit code 0: all as expected; 1: an expectation fails;
2: a file or an option is wrong.
";

/// What the command line says.
struct Options {
    files: Vec<PathBuf>,
    policy: Option<PathBuf>,
    explain: bool,
    json: bool,
    language: Language,
    help: bool,
}

/// What is printed, and whether everything is as expected.
struct Output {
    text: String,
    as_expected: bool,
}

fn main() -> ExitCode {
    match options(std::env::args().skip(1)).and_then(|options| run(&options)) {
        Ok(Output { text, as_expected }) => {
            if let Err(error) = std::io::stdout().write_all(text.as_bytes())
                && error.kind() != ErrorKind::BrokenPipe
            {
                eprintln!("scenarios: {error}");
                return ExitCode::from(2);
            }
            if as_expected { ExitCode::SUCCESS } else { ExitCode::from(1) }
        }
        Err(said) => {
            eprintln!("{said}");
            ExitCode::from(2)
        }
    }
}

fn options(mut args: impl Iterator<Item = String>) -> Result<Options, String> {
    let mut options = Options {
        files: Vec::new(),
        policy: None,
        explain: false,
        json: false,
        language: Language::English,
        help: false,
    };
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--policy" => {
                let file = args.next().ok_or("scenarios: `--policy` needs a file")?;
                options.policy = Some(PathBuf::from(file));
            }
            "--lang" => {
                let name = args.next().unwrap_or_default();
                let language = Language::from_name(&name);
                options.language = language.ok_or("scenarios: `--lang` needs `en` or `zh`")?;
            }
            "--explain" => options.explain = true,
            "--json" => options.json = true,
            "-h" | "--help" => options.help = true,
            other if other.starts_with('-') => {
                return Err(format!("scenarios: there is no option `{other}`; see --help"));
            }
            file => options.files.push(PathBuf::from(file)),
        }
    }
    Ok(options)
}

fn run(options: &Options) -> Result<Output, String> {
    if options.help {
        return Ok(Output { text: HELP.to_owned(), as_expected: true });
    }
    let policy = policy(options)?;
    let common = Common::own().map_err(|error| format!("common.toml: {error}"))?;
    let files = if options.files.is_empty() {
        own_files().map_err(|complaint| complaint.to_string())?
    } else {
        options.files.clone()
    };
    let (mut pairs, mut complaints) = (Vec::new(), Vec::new());
    for file in &files {
        match play_file(file, &common, &policy) {
            Ok(pair) => pairs.push(pair),
            Err(complaint) => complaints.push(complaint.to_string()),
        }
    }
    if !complaints.is_empty() {
        return Err(complaints.join("\n"));
    }
    let text = if options.json {
        json(&files, &pairs, &policy)?
    } else {
        let colour = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
        let style = Style { language: options.language, colour, explain: options.explain };
        let rows = table(&pairs, &policy, style).map_err(|error| error.to_string())?;
        format!("{rows}\n{}", summary(&files, &pairs, &policy, style))
    };
    Ok(Output { text, as_expected: pairs.iter().all(|pair| pair.all_failures().is_empty()) })
}

/// The policy of the command line, or the preset.
fn policy(options: &Options) -> Result<Policy, String> {
    let sealed = match &options.policy {
        None => RETAIL_CN.seal(),
        Some(path) => {
            let name = path.display().to_string();
            let text =
                fs::read_to_string(path).map_err(|error| format!("{name}: cannot be read: {error}"))?;
            Policy::from_toml(&name, &text)
        }
    };
    let findings = |findings: stepup::finding::Findings| match options.language {
        Language::English => findings.to_string(),
        Language::Chinese => findings.0.iter().map(stepup::finding::Finding::to_string_zh).collect(),
    };
    sealed.map(|sealed| sealed.policy).map_err(findings)
}

fn json(files: &[PathBuf], pairs: &[Pair], policy: &Policy) -> Result<String, String> {
    let mut stories = Vec::new();
    for (file, pair) in files.iter().zip(pairs) {
        let name = file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        stories.push(report(&name, pair, policy).map_err(|error| error.to_string())?);
    }
    let text = serde_json::to_string_pretty(&stories).map_err(|error| error.to_string())?;
    Ok(text + "\n")
}

/// How many stories are as expected, and what is not in those that are not.
fn summary(files: &[PathBuf], pairs: &[Pair], policy: &Policy, style: Style) -> String {
    let steps: usize = pairs.iter().map(|pair| pair.played.len()).sum();
    let twins = pairs.iter().filter(|pair| pair.twin.is_some()).count();
    let wrong: Vec<_> = files.iter().zip(pairs).filter(|(_, pair)| !pair.all_failures().is_empty()).collect();
    let (all, name) = (pairs.len(), policy.name());
    let counted = match style.language {
        Language::English => {
            format!("{all} stories, {steps} steps, {twins} twins, decided by {name}")
        }
        Language::Chinese => format!("{all}个故事，{steps}个步骤，{twins}个孪生情形，策略{name}"),
    };
    if wrong.is_empty() {
        let good = style.language.of("all as expected", "全部符合预期");
        return format!("{counted}: {}\n", paint(good, "32", style.colour));
    }
    let bad = match style.language {
        Language::English => format!("{} not as expected", wrong.len()),
        Language::Chinese => format!("{}个不符合预期", wrong.len()),
    };
    let mut text = format!("{counted}: {}\n", paint(&bad, "1;31", style.colour));
    for (file, pair) in wrong {
        for failure in pair.all_failures() {
            text.push_str(&format!("  {}: {failure}\n", file.display()));
        }
    }
    text
}
