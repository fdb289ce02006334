//! What the corpus covers, counted from what was decided; what is missing is a fault of the corpus.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use stepup::decision::Decision;
use stepup::event::HappeningKind;
use stepup::fact::{Ranked, State};
use stepup::ffi::layout::Record;
use stepup::ffi::records;
use stepup::operation::{Channel, Operation};
use stepup::policy::Policy;
use stepup::signal::scale;
use stepup::verdict::{Mismatch, Outcome};

use super::entry::{Answer, Entry};

/// The fields of a request that hold a fact's state, and where they lie.
fn states() -> impl Iterator<Item = (&'static str, usize)> {
    let fields = records::Request::LAYOUT.fields.iter();
    fields.filter(|field| field.words == Some("state")).map(|field| (field.name, field.offset))
}

/// One kind of thing that must be there: its name, and how often each was seen.
type Seen = BTreeMap<String, BTreeMap<String, u32>>;

pub struct Cover {
    seen: Seen,
    requests: u32,
    wrong: u32,
}

impl Cover {
    /// Nothing is seen yet of all that must be.
    pub fn new(policy: &Policy) -> Self {
        let mut seen = Seen::new();
        let mut must = |kind: &str, names: &mut dyn Iterator<Item = String>| {
            seen.insert(kind.to_owned(), names.map(|name| (name, 0)).collect());
        };
        must("outcome", &mut Outcome::ALL.iter().map(ToString::to_string));
        must("mismatch", &mut Mismatch::ALL.iter().map(ToString::to_string));
        must("operation", &mut Operation::ALL.iter().map(ToString::to_string));
        must("channel", &mut Channel::ALL.iter().map(ToString::to_string));
        must("event", &mut HappeningKind::ALL.iter().map(ToString::to_string));
        must("rung", &mut (0..=policy.ladder().rungs().len()).map(|rung| rung.to_string()));
        must("state", &mut State::ALL.iter().map(ToString::to_string));
        must("status", &mut [0, 1, -2, -3, -5, -9, -10, -11].iter().map(i32::to_string));
        for fact in Ranked::ALL {
            let levels = &mut scale(*fact).levels.iter().map(|level| level.name.to_owned());
            must(&format!("level of {fact}"), levels);
        }
        for (field, _) in states() {
            // What moves money has an amount, and nothing else has one.
            let all: &[u8] = if field == "amount_state" { &[1, 2] } else { &[0, 1, 2, 3, 4] };
            must(field, &mut all.iter().map(u8::to_string));
        }
        Self { seen, requests: 0, wrong: 0 }
    }

    fn count(&mut self, kind: &str, name: &str) {
        let counts = self.seen.entry(kind.to_owned()).or_default();
        *counts.entry(name.to_owned()).or_default() += 1;
    }

    /// One entry and its answer.
    pub fn see(&mut self, entry: &Entry, answer: &Answer) {
        self.count("status", &answer.status.to_string());
        match entry {
            Entry::Decide { request, .. } => {
                self.requests += 1;
                self.count("operation", request.fields().operation.name());
                self.count("channel", request.fields().channel.name());
                let bytes = entry.bytes();
                for (field, offset) in states() {
                    self.count(field, &bytes[8 + offset].to_string());
                }
            }
            Entry::Wrong { .. } => (self.requests, self.wrong) = (self.requests + 1, self.wrong + 1),
            Entry::Observe { event, .. } => self.count("event", event.what.kind().name()),
            Entry::Open { .. } => {}
        }
        if let Some(decision) = &answer.decision {
            self.decided(decision);
        }
    }

    fn decided(&mut self, decision: &Decision) {
        let verdict = decision.verdict();
        self.count("outcome", verdict.outcome().name());
        self.count("mismatch", verdict.mismatch().name());
        if verdict.mismatch() != Mismatch::None {
            return;
        }
        self.count("rung", &verdict.requirement().rung.to_string());
        for fact in Ranked::ALL {
            let levels = scale(*fact).levels;
            let level = levels.get(usize::from(verdict.level(*fact))).map_or("beyond", |level| level.name);
            self.count(&format!("level of {fact}"), level);
            self.count("state", decision.reading().measure(*fact).state().name());
        }
    }

    /// How often each was seen.
    pub fn table(&self) -> String {
        let mut out = format!("{} requests, {} of them malformed\n\n", self.requests, self.wrong);
        let width = self.seen.keys().map(String::len).max().unwrap_or(0);
        for (kind, counts) in &self.seen {
            let told: Vec<String> = counts.iter().map(|(name, count)| format!("{name} {count}")).collect();
            let _ = writeln!(out, "{kind:width$}  {}", told.join(", "));
        }
        out
    }

    /// Everything that must be there is there.
    pub fn whole(&self) -> Result<(), String> {
        let missing: BTreeSet<String> = self
            .seen
            .iter()
            .flat_map(|(kind, counts)| {
                let never = counts.iter().filter(|(_, count)| **count == 0);
                never.map(move |(name, _)| format!("{kind}: {name}"))
            })
            .collect();
        let missing: Vec<String> = missing.into_iter().collect();
        // One in a hundred is malformed; a fifth more or less is chance.
        let malformed = f64::from(self.wrong) / f64::from(self.requests);
        if !(0.008..=0.012).contains(&malformed) {
            return Err(format!("{malformed} of all requests are malformed, and not a hundredth"));
        }
        if missing.is_empty() { Ok(()) } else { Err(format!("never seen: {}", missing.join("; "))) }
    }
}
