//! How fast decisions are: the latest transfers asked again, and the whole replay.

use std::collections::VecDeque;
use std::hint::black_box;
use std::time::{Duration, Instant};

use serde::Serialize;
use stepup::decision::Decision;
use stepup::profile::Profile;
use stepup::request::Request;
use stepup::units::Moment;

use super::rows::Row;
use super::world::World;

/// Transfers that are asked again.
const KEPT: usize = 16_384;
/// How long they are asked.
const LONG_ENOUGH: Duration = Duration::from_millis(400);

/// The latest transfers.
#[derive(Default)]
pub struct Recent(VecDeque<Row>);

impl Recent {
    /// One more; the oldest is forgotten.
    pub fn add(&mut self, row: &Row) {
        if self.0.len() == KEPT {
            self.0.pop_front();
        }
        self.0.push_back(*row);
    }
}

/// Decisions a second.
#[derive(Debug, Default, Serialize)]
pub struct Speed {
    /// Different requests that were decided again and again, each with its own profile in memory.
    pub requests: usize,
    /// Decisions a second of those: request and profile are ready, nothing is learned.
    pub deciding_alone: f64,
    /// Transfers a second of the whole replay: reading, parsing, deciding, learning, labels, counting.
    pub with_parsing: f64,
    /// Seconds that the replay took.
    pub seconds: f64,
}

/// Decides the latest transfers again, as if asked at the end of the history.
pub fn measure(world: &World<'_>, recent: &Recent, transfers: u64, elapsed: Duration) -> Speed {
    let seconds = elapsed.as_secs_f64();
    let pairs: Vec<(Request, &Profile)> = recent
        .0
        .iter()
        .filter_map(|row| {
            // WHY: a request from before the profile's latest event would take the rarer way through its totals.
            let at = Moment::at_offset(world.clock(), row.at.offset_minutes());
            world.request(row, at).ok().zip(world.profile(row.customer))
        })
        .collect();
    let mut speed = Speed {
        requests: pairs.len(),
        with_parsing: transfers as f64 / seconds,
        seconds,
        ..Speed::default()
    };
    if pairs.is_empty() {
        return speed;
    }
    let mut decision = Decision::refused();
    let (began, mut decided) = (Instant::now(), 0);
    while began.elapsed() < LONG_ENOUGH {
        for (request, profile) in &pairs {
            world.policy().decide_into(black_box(request), black_box(profile), &mut decision);
            black_box(&decision);
        }
        decided += pairs.len();
    }
    speed.deciding_alone = decided as f64 / began.elapsed().as_secs_f64();
    speed
}
