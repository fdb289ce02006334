//! Outcomes counted by band of amount, and what each of them caught.

use serde::Serialize;
use stepup::units::{Amount, Currency};
use stepup::verdict::Outcome;

/// Transfers of one band and outcome.
#[derive(Clone, Copy, Debug, Default)]
struct Cell {
    transfers: u64,
    frauds: u64,
    fraud_minor: i128,
}

/// Transfers by band of amount and outcome.
#[derive(Clone, Debug)]
pub struct Tally {
    /// The least amount of each band but the first, minor units, ascending.
    bands: Vec<i64>,
    /// A row for each band, a cell for each outcome by its rank.
    cells: Vec<[Cell; 7]>,
    labelled: u64,
}

/// One band of amounts.
#[derive(Debug, Serialize)]
pub struct Band {
    /// Its amounts, in words.
    pub amounts: String,
    /// Transfers in it.
    pub transfers: u64,
    /// Frauds among them, as far as labels tell.
    pub frauds: u64,
    /// Transfers of each outcome that occurs anywhere in the history.
    pub outcomes: Vec<(&'static str, u64)>,
}

/// What one outcome caught.
#[derive(Debug, Serialize)]
pub struct Caught {
    /// The outcome.
    pub outcome: &'static str,
    /// Transfers that had it.
    pub transfers: u64,
    /// Their share of all transfers.
    pub share: Option<f64>,
    /// Frauds among them.
    pub frauds: u64,
    /// The share of all frauds.
    pub frauds_share: Option<f64>,
    /// What those frauds were worth, as text in the currency.
    pub fraud_value: String,
    /// The share of the worth of all frauds.
    pub value_share: Option<f64>,
    /// Frauds as a share of the transfers that had this outcome.
    pub precision: Option<f64>,
}

fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// Outcomes from the mildest to the strictest.
fn outcomes() -> Vec<Outcome> {
    let mut all = Outcome::ALL.to_vec();
    all.sort();
    all
}

fn money(minor: i128, currency: Currency) -> String {
    // WHY: the sum of a history may be more than one amount can be; then it is told at its largest.
    let minor = i64::try_from(minor).unwrap_or(Amount::MAX_MINOR).min(Amount::MAX_MINOR);
    Amount::new(minor, currency).map_or_else(|error| error.to_string(), Amount::grouped)
}

impl Tally {
    /// Nothing counted yet.
    pub fn new(bands: &[i64]) -> Self {
        Self { bands: bands.to_vec(), cells: vec![[Cell::default(); 7]; bands.len() + 1], labelled: 0 }
    }

    /// One more transfer.
    pub fn add(&mut self, minor: i64, outcome: Outcome, fraud: Option<bool>) {
        let band = self.bands.partition_point(|least| *least <= minor);
        let cell = self.cells.get_mut(band).and_then(|row| row.get_mut(usize::from(outcome.rank())));
        let Some(cell) = cell else { return };
        cell.transfers += 1;
        self.labelled += u64::from(fraud.is_some());
        if fraud == Some(true) {
            cell.frauds += 1;
            cell.fraud_minor += i128::from(minor);
        }
    }

    /// All transfers.
    pub fn transfers(&self) -> u64 {
        self.cells.iter().flatten().map(|cell| cell.transfers).sum()
    }

    /// All frauds.
    pub fn frauds(&self) -> u64 {
        self.cells.iter().flatten().map(|cell| cell.frauds).sum()
    }

    /// Transfers with a label.
    pub const fn labelled(&self) -> u64 {
        self.labelled
    }

    fn column(&self, outcome: Outcome) -> Cell {
        let column = self.cells.iter().filter_map(|row| row.get(usize::from(outcome.rank())));
        column.fold(Cell::default(), |sum, cell| Cell {
            transfers: sum.transfers + cell.transfers,
            frauds: sum.frauds + cell.frauds,
            fraud_minor: sum.fraud_minor + cell.fraud_minor,
        })
    }

    fn occurring(&self) -> impl Iterator<Item = Outcome> {
        outcomes().into_iter().filter(|outcome| self.column(*outcome).transfers > 0)
    }

    /// The bands, with the outcomes that occur.
    pub fn by_band(&self, currency: Currency) -> Vec<Band> {
        let name = |index: usize| {
            let from = index.checked_sub(1).and_then(|below| self.bands.get(below)).copied().unwrap_or(0);
            match self.bands.get(index) {
                Some(next) => {
                    format!("{} - {}", money(from.into(), currency), money((next - 1).into(), currency))
                }
                None => format!("{} and more", money(from.into(), currency)),
            }
        };
        let band = |(index, row): (usize, &[Cell; 7])| Band {
            amounts: name(index),
            transfers: row.iter().map(|cell| cell.transfers).sum(),
            frauds: row.iter().map(|cell| cell.frauds).sum(),
            outcomes: self
                .occurring()
                .map(|outcome| {
                    let cell = row.get(usize::from(outcome.rank())).copied().unwrap_or_default();
                    (outcome.name(), cell.transfers)
                })
                .collect(),
        };
        self.cells.iter().enumerate().map(band).collect()
    }

    /// What each outcome that occurs caught.
    pub fn caught(&self, currency: Currency) -> Vec<Caught> {
        let (transfers, frauds) = (self.transfers(), self.frauds());
        let value: i128 = self.cells.iter().flatten().map(|cell| cell.fraud_minor).sum();
        let of = |outcome: Outcome| {
            let cell = self.column(outcome);
            Caught {
                outcome: outcome.name(),
                transfers: cell.transfers,
                share: share(cell.transfers, transfers),
                frauds: cell.frauds,
                frauds_share: share(cell.frauds, frauds),
                fraud_value: money(cell.fraud_minor, currency),
                value_share: (value > 0).then(|| cell.fraud_minor as f64 / value as f64),
                precision: share(cell.frauds, cell.transfers),
            }
        };
        self.occurring().map(of).collect()
    }
}
