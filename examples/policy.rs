//! An analyst's command line for policies: `cargo run --release --example policy -- --help`.

#[path = "policy/mod.rs"]
mod policy;

use std::io::{self, BufWriter, IsTerminal, Write};
use std::process::ExitCode;

fn main() -> ExitCode {
    let (stdout, stderr) = (io::stdout(), io::stderr());
    let colour = policy::terminal::colours(stdout.is_terminal());
    let width = policy::terminal::columns(stdout.is_terminal());
    let mut out = BufWriter::new(stdout.lock());
    let mut screen = policy::Screen { out: &mut out, err: &mut stderr.lock(), colour, width };
    let code = policy::run(std::env::args_os().skip(1).collect(), &mut screen);
    // WHY: a reader that has seen enough (`| head`) is no failure of ours.
    match out.flush() {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => ExitCode::from(2),
        _ => ExitCode::from(code),
    }
}
