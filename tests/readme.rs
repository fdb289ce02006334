//! The numbers in the README are the numbers in the code.

use stepup::decision::Decision;
use stepup::document::{MAX_BYTES, MAX_DEPTH};
use stepup::policy::{MAX_ENTRIES, MAX_THRESHOLDS};
use stepup::profile::Profile;
use stepup::reading::Reading;
use stepup::reputation::Reputation;
use stepup::requirement::Ladder;
use stepup::units::Amount;

const README: &str = include_str!("../README.md");

#[test]
fn every_limit_in_the_readme_is_the_limit_in_the_code() {
    let text = README.split_whitespace().collect::<Vec<_>>().join(" ");
    for promised in [
        format!("{MAX_ENTRIES} rules, exemptions and distrusts together"),
        format!("{} rungs", Ladder::MAX_RUNGS),
        format!("{} factor sets a rung and {} in all", Ladder::MAX_SETS_OF_A_RUNG, Ladder::MAX_SETS),
        format!("{MAX_THRESHOLDS} thresholds on one amount, count or age"),
        format!("files up to {} KiB; nesting up to {MAX_DEPTH}", MAX_BYTES / 1024),
        format!(
            "A profile has {} bytes, a reputation {}, a reading {}, a decision {}",
            thousands(Profile::BYTES),
            Reputation::BYTES,
            Reading::BYTES,
            Decision::BYTES
        ),
    ] {
        assert!(text.contains(&promised), "the README does not say: {promised}");
    }
    assert_eq!(Amount::MAX_MINOR, 10_i64.pow(18) - 1);
    assert!(text.contains("Amounts up to 10^18 - 1 minor units; times up to 2106-02-07"));
}

fn thousands(number: usize) -> String {
    format!("{},{:03}", number / 1_000, number % 1_000)
}

/// The README's two commands, and the others it names, are commands of this repository.
#[test]
fn every_command_in_the_readme_names_something_that_is_there() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    for (command, file) in [
        ("cargo run --release --example scenarios", "examples/scenarios.rs"),
        ("cargo run --release --example replay", "examples/replay.rs"),
        ("cargo bench --bench decide", "benches/decide.rs"),
    ] {
        assert!(README.contains(command), "{command}");
        assert!(root.join(file).exists(), "{command} needs {file}");
    }
}
