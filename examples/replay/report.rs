//! The numbers of a replay, as they are printed and as JSON.

use serde::Serialize;
use stepup::factor::FactorSet;
use stepup::units::Span;

use super::facts::ReadAs;
use super::mapping::Mapping;
use super::metrics::Scores;
use super::protocol::Measured;
use super::speed::Speed;
use super::tally::{Band, Caught, Tally};
use super::world::World;

/// Everything that a replay found.
#[derive(Debug, Serialize)]
pub struct Report {
    /// The file of transfers.
    pub data: String,
    /// What the mapping says that it is.
    pub mapping: String,
    /// The policy's name.
    pub policy: String,
    /// The first bytes of its identity.
    pub policy_identity: String,
    /// Whether what is not applicable counted as missing.
    pub stricter: bool,
    /// Proofs that the mapping claims.
    pub proofs: Proofs,
    /// Rows read, malformed ones too.
    pub rows: u64,
    /// Rows that were skipped.
    pub malformed: Malformed,
    /// Rows earlier than one before them; decided all the same.
    pub out_of_order: u64,
    /// Amounts of nothing, read as the smallest amount.
    pub raised_from_zero: u64,
    /// Customers met.
    pub customers: usize,
    /// Payees met.
    pub payees: usize,
    /// Labels, where the data has them.
    pub labels: Option<Labels>,
    /// Facts that the data does not have.
    pub facts: Vec<ReadAs>,
    /// Decisions a second.
    pub speed: Speed,
    /// Outcomes by band of amount.
    pub bands: Vec<Band>,
    /// What each outcome caught.
    pub caught: Vec<Caught>,
    /// How well the score ranks all labelled transfers.
    pub ranking: Option<Ranking>,
    /// The same on the handbook's protocol.
    pub handbook: Option<Measured>,
}

/// Rows that were skipped.
#[derive(Debug, Default, Serialize)]
pub struct Malformed {
    /// How many.
    pub rows: u64,
    /// Each of them: line, and what is wrong, with what is no text escaped.
    pub lines: Vec<(u64, String)>,
}

impl Malformed {
    /// One more.
    pub fn add(&mut self, line: u64, said: &str) {
        self.rows += 1;
        self.lines.push((line, shown(said)));
    }
}

/// Longest part of a message that is shown; a row of binary data is no sentence.
const LONGEST: usize = 200;

/// A message that quotes foreign data, fit for a terminal: control characters escaped, and cut where it is long.
pub fn shown(said: &str) -> String {
    let mut text = String::new();
    for c in said.chars() {
        if text.len() > LONGEST {
            text.push_str(" ...");
            break;
        }
        // A replacement character stands for what was no UTF-8; marks that turn the line around are no text either.
        let is_odd = c.is_control()
            || matches!(c, '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
        if is_odd { text.extend(c.escape_default()) } else { text.push(c) }
    }
    text
}

/// Proofs that the mapping claims, for a history that does not tell of any.
#[derive(Debug, Serialize)]
pub struct Proofs {
    /// Factors that every request is taken to bring.
    pub brought: Vec<&'static str>,
    /// Factors that what settled and teaches is taken to have had.
    pub proved: Vec<&'static str>,
    /// Factors that can still be asked for.
    pub enrolled: Vec<&'static str>,
    /// The strictest outcome after which a transfer still teaches.
    pub teach_upto: &'static str,
}

impl Proofs {
    /// What a mapping says of all transfers.
    pub fn of(mapping: &Mapping) -> Self {
        let names = |factors: FactorSet| factors.iter().map(|factor| factor.name()).collect();
        let said = &mapping.transfer;
        Self {
            brought: names(said.brought),
            proved: names(said.proved),
            enrolled: names(said.enrolled),
            teach_upto: said.teach_upto.name(),
        }
    }
}

/// Labels of the data.
#[derive(Debug, Serialize)]
pub struct Labels {
    /// Transfers that have one.
    pub transfers: u64,
    /// Frauds among them.
    pub frauds: u64,
    /// How long after a transfer its label is known.
    pub delay: String,
    /// Frauds that became known before the end.
    pub reported: u64,
    /// Clean transfers that became known before the end.
    pub cleared: u64,
    /// Labels that nobody had at the end.
    pub unknown_at_end: usize,
}

impl Labels {
    /// The labels of a replay; `None` without a label column.
    pub fn of(mapping: &Mapping, world: &World<'_>, tally: &Tally) -> Option<Self> {
        let delay = Span::from_seconds(mapping.label.as_ref()?.delay).to_string();
        let (reported, cleared, unknown_at_end) = world.labels_known();
        let (transfers, frauds) = (tally.labelled(), tally.frauds());
        Some(Self { transfers, frauds, delay, reported, cleared, unknown_at_end })
    }
}

/// How well the score ranks.
#[derive(Debug, Serialize)]
pub struct Ranking {
    /// ROC AUC, ties counted half.
    pub roc_auc: Option<f64>,
    /// Average precision, equal scores as one threshold.
    pub average_precision: Option<f64>,
}

impl Ranking {
    /// Of all labelled transfers; `None` where there are none.
    pub fn of(scores: &Scores) -> Option<Self> {
        let [clean, fraud] = scores.totals();
        let ranking = || Self { roc_auc: scores.roc_auc(), average_precision: scores.average_precision() };
        (clean + fraud > 0).then(ranking)
    }
}
