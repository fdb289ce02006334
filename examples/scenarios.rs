//! The stories: each told to a customer's profile, decided by a policy, and held against what is expected of it.
//!
//! `cargo run --release --example scenarios` plays every story of `examples/scenarios` on the preset `retail-cn`.

#[path = "scenarios/mod.rs"]
mod scenarios;

use std::ffi::OsString;
use std::fs;
use std::io::{ErrorKind, IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use stepup::document::presets::RETAIL_CN;
use stepup::language::Language;
use stepup::policy::Policy;

use scenarios::cast::Common;
use scenarios::findings::counted;
use scenarios::options::{Options, help, options};
use scenarios::pair::Pair;
use scenarios::report::report;
use scenarios::shelf::{own_files, play_file, unreadable};
use scenarios::table::{Style, paint, table};
use scenarios::terminal;

/// What is printed, and whether everything is as expected.
struct Output {
    text: String,
    as_expected: bool,
}

fn main() -> ExitCode {
    let args: Vec<OsString> = std::env::args_os().skip(1).collect();
    match options(args).and_then(|options| run(&options)) {
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

fn run(options: &Options) -> Result<Output, String> {
    let language = options.language;
    if options.help {
        return Ok(Output { text: help(language).to_owned(), as_expected: true });
    }
    let policy = policy(options)?;
    let common = Common::own().map_err(|error| format!("common.toml: {error}"))?;
    let files = if options.files.is_empty() {
        own_files().map_err(|complaint| complaint.text(language))?
    } else {
        options.files.clone()
    };
    let (mut pairs, mut complaints) = (Vec::new(), Vec::new());
    for file in &files {
        match play_file(file, &common, &policy) {
            Ok(pair) => pairs.push(pair),
            Err(complaint) => complaints.push(complaint.text(language)),
        }
    }
    if !complaints.is_empty() {
        return Err(complaints.join("\n"));
    }
    let text = if options.json {
        json(&files, &pairs, &policy)?
    } else {
        let on_terminal = std::io::stdout().is_terminal();
        let (colour, width) = (terminal::colours(on_terminal), terminal::columns(on_terminal));
        let style = Style { language, colour, explain: options.explain, width };
        let rows = table(&pairs, &policy, style).map_err(|error| error.to_string())?;
        format!("{rows}\n{}", summary(&files, &pairs, &policy, style))
    };
    Ok(Output { text, as_expected: pairs.iter().all(|pair| pair.all_failures().is_empty()) })
}

/// The policy of the command line, or the preset. What is found in it and is no error is counted on stderr.
fn policy(options: &Options) -> Result<Policy, String> {
    let language = options.language;
    let sealed = match &options.policy {
        None => RETAIL_CN.seal(),
        Some(path) => {
            let name = path.display().to_string();
            let text = fs::read_to_string(path).map_err(|error| unreadable(&name, &error).text(language))?;
            Policy::from_toml(&name, &text)
        }
    };
    let findings = |findings: stepup::finding::Findings| match language {
        Language::English => findings.to_string(),
        Language::Chinese => findings.0.iter().map(stepup::finding::Finding::to_string_zh).collect(),
    };
    let sealed = sealed.map_err(findings)?;
    if let Some(line) = counted(&sealed, language) {
        eprintln!("{line}");
    }
    Ok(sealed.policy)
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
            let said = style.language.of(&failure.en, &failure.zh);
            text.push_str(&format!("  {}: {said}\n", file.display()));
        }
    }
    text
}
