//! Replays a history of transfers over a policy: `cargo run --release --example replay -- --help`.

#[path = "replay/mod.rs"]
mod replay;

use std::io::{self, BufWriter, IsTerminal, Write};
use std::process::ExitCode;

fn main() -> ExitCode {
    let (stdout, stderr) = (io::stdout(), io::stderr());
    let (colour, bar) = (replay::terminal::colours(stdout.is_terminal()), stderr.is_terminal());
    let width = replay::terminal::columns(stdout.is_terminal());
    let mut out = BufWriter::new(stdout.lock());
    let mut screen = replay::Screen { out: &mut out, err: &mut stderr.lock(), colour, bar, width };
    let code = replay::run(std::env::args_os().skip(1), &mut screen);
    // WHY: a reader that has seen enough (`| head`) is no failure of ours.
    match out.flush() {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => ExitCode::FAILURE,
        _ => ExitCode::from(code),
    }
}
