//! The mutation run over `src/verify`: every comparison, bound and step replaced by a neighbour, one at a time.
//!
//! A tree is copied and rewritten once, so that a mutant is a number in the environment and trying one costs a run of
//! the tests that walk over it, not a build. Which those are, and how long each takes, is measured first.
//!
//! ```text
//! cargo run --release -- build WORK           copy, rewrite, build the tests
//! cargo run --release -- cover WORK           which tests walk over which mutants
//! cargo run --release -- run WORK [SECONDS] [MINUTES] [WORKERS]
//!                                             try those not tried, up to SECONDS of tests each; goes on where it was
//! cargo run --release -- again WORK SECONDS MINUTES [WORKERS]
//!                                             try those left once more
//! cargo run --release -- left WORK            those that no test saw, with what survivors.txt says of them
//! cargo run --release -- caught WORK          those that were caught, now or before, for caught.txt
//! ```
//!
//! `no-compile.txt` names what the compiler does not take, `caught.txt` what was caught once, by a digest of its name, and
//! `survivors.txt` what is left and why.

mod list;
mod rewrite;
mod run;
mod tree;

use std::{error::Error, path::Path, process::ExitCode};

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match told(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn told(args: &[String]) -> Result<(), Box<dyn Error>> {
    let [command, work, rest @ ..] = args else {
        return Err("say: build, cover, run, again, left or caught, and a folder to work in".into());
    };
    let number = |at: usize, or: f64| rest.get(at).map_or(Ok(or), |text| text.parse::<f64>());
    let work = Path::new(work);
    match command.as_str() {
        "build" => tree::build(work),
        "cover" => run::cover(work),
        "run" => run::run(work, false, number(0, 20.0)?, number(1, 1e6)?, number(2, 2.0)?),
        "again" => run::run(work, true, number(0, 120.0)?, number(1, 1e6)?, number(2, 2.0)?),
        "left" => run::left(work),
        "caught" => run::caught(work),
        other => Err(format!("there is no command {other}").into()),
    }
}
