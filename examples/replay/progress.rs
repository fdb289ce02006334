//! A progress bar on one line, for whoever watches.

use std::io::Write;
use std::time::{Duration, Instant};

const WIDTH: u64 = 40;
const EVERY: Duration = Duration::from_millis(100);

/// How far a file is read.
pub struct Bar {
    size: u64,
    watched: bool,
    rows: u64,
    began: Instant,
    drawn: Instant,
}

impl Bar {
    /// A bar for a file of so many bytes; one that nobody watches draws nothing.
    pub fn new(size: u64, watched: bool) -> Self {
        let now = Instant::now();
        Self { size: size.max(1), watched, rows: 0, began: now, drawn: now }
    }

    /// One more row, and bytes read so far.
    pub fn at(&mut self, bytes: u64, err: &mut dyn Write) {
        self.rows += 1;
        // WHY: a look at the clock for each row would cost as much as a tenth of its decision.
        if !self.watched || !self.rows.is_multiple_of(4_096) || self.drawn.elapsed() < EVERY {
            return;
        }
        self.drawn = Instant::now();
        let full = (bytes.min(self.size) * WIDTH / self.size) as usize;
        let percent = bytes.min(self.size) * 100 / self.size;
        let rate = self.rows as f64 / self.began.elapsed().as_secs_f64() / 1_000.0;
        let (done, left) = ("=".repeat(full), " ".repeat(WIDTH as usize - full));
        // WHY: a bar that cannot be drawn is no reason to stop.
        let _gone = write!(err, "\r[{done}{left}] {percent:>3} %  {rate:.0} thousand rows/s ");
        let _gone = err.flush();
    }

    /// Takes the bar away.
    pub fn end(&mut self, err: &mut dyn Write) {
        if self.watched {
            let _gone = write!(err, "\r{:width$}\r", "", width = WIDTH as usize + 40);
            let _gone = err.flush();
        }
        self.watched = false;
    }
}
