//! Replays a history of transfers over a policy: `cargo run --release --example replay -- --help`.

#[path = "replay/mod.rs"]
mod replay;

use std::io::{self, BufWriter, IsTerminal, Write};
use std::process::ExitCode;

fn main() -> ExitCode {
    let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let (stdout, stderr) = (io::stdout(), io::stderr());
    let (colour, bar) = (stdout.is_terminal() && !plain, stderr.is_terminal());
    let mut out = BufWriter::new(stdout.lock());
    let mut screen = replay::Screen { out: &mut out, err: &mut stderr.lock(), colour, bar };
    let code = replay::run(std::env::args().skip(1), &mut screen);
    // WHY: a reader that has seen enough (`| head`) is no failure of ours.
    match out.flush() {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => ExitCode::FAILURE,
        _ => ExitCode::from(code),
    }
}
