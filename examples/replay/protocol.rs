//! The Fraud Detection Handbook's protocol: its test week, without customers whose frauds are known by then.
//!
//! SOURCE: Le Borgne, Siblini, Lebichot, Bontempi, "Reproducible Machine Learning for Credit Card Fraud Detection",
//! chapter 3: training week 2018-07-25 .. 07-31, labels after seven days, test week 2018-08-08 .. 08-14.

use std::collections::HashSet;

use serde::Serialize;
use stepup::units::Currency;
use stepup::verdict::Outcome;

use super::metrics::{Card, Scores, card_precision};
use super::rows::Row;
use super::tally::{Caught, Tally};

/// 2018-07-25 in days since 1970.
const TRAINING: i32 = 17_737;
const WEEK: i32 = 7;
/// 2018-08-08.
const TEST: i32 = TRAINING + 2 * WEEK;
/// What the protocol finds in its data; another count means that something else was measured.
const EXPECTED: (u64, u64) = (58_264, 385);
const HIGHEST: usize = 100;

/// What others reach on this protocol: ROC AUC, average precision, card precision@100.
pub const PUBLISHED: &[(&str, [f64; 3])] = &[
    ("logistic regression", [0.871, 0.606, 0.291]),
    ("decision tree, depth two", [0.763, 0.496, 0.241]),
    ("decision tree, unlimited", [0.788, 0.309, 0.243]),
    ("random forest", [0.867, 0.658, 0.287]),
    ("XGBoost", [0.862, 0.639, 0.273]),
];

#[derive(Clone, Copy)]
struct Kept {
    day: i32,
    card: Card,
    minor: i64,
    outcome: Outcome,
}

/// What the protocol needs of a history.
pub struct Handbook {
    bands: Vec<i64>,
    kept: Vec<Kept>,
}

/// What was measured.
#[derive(Debug, Serialize)]
pub struct Measured {
    /// Transactions of the test week that count.
    pub transactions: u64,
    /// Frauds among them.
    pub frauds: u64,
    /// Whether both are what the protocol finds.
    pub counts_agree: bool,
    /// ROC AUC, ties counted half.
    pub roc_auc: Option<f64>,
    /// Average precision, equal scores as one threshold.
    pub average_precision: Option<f64>,
    /// Card precision@100, of equal scores the earlier first.
    pub card_precision: Option<f64>,
    /// What each outcome caught in it.
    pub caught: Vec<Caught>,
}

impl Handbook {
    /// Nothing seen yet.
    pub fn new(bands: &[i64]) -> Self {
        Self { bands: bands.to_vec(), kept: Vec::new() }
    }

    /// One labelled transfer.
    pub fn add(&mut self, row: &Row, score: i16, outcome: Outcome, fraud: bool) {
        let day = row.at.local_day();
        if (TRAINING..TEST + WEEK).contains(&day) {
            let card = Card { customer: row.customer.index, score, fraud };
            self.kept.push(Kept { day, card, minor: row.minor, outcome });
        }
    }

    /// Whether there is something to measure; says what is not there.
    pub fn is_measurable(&self) -> Result<(), String> {
        if self.kept.is_empty() {
            return Err("no labelled transfer from 2018-07-25 to 2018-08-14".to_owned());
        }
        if !self.kept.iter().any(|it| it.day >= TEST) {
            return Err("no labelled transfer in its test week, 2018-08-08 .. 08-14".to_owned());
        }
        Ok(())
    }

    /// Measures.
    pub fn finish(&self, currency: Currency) -> Measured {
        let frauds_on = |days: std::ops::Range<i32>| {
            let frauds = self.kept.iter().filter(move |it| it.card.fraud && days.contains(&it.day));
            frauds.map(|it| it.card.customer)
        };
        let mut known: HashSet<u32> = frauds_on(TRAINING..TRAINING + WEEK).collect();
        let (mut scores, mut tally, mut days) = (Scores::default(), Tally::new(&self.bands), Vec::new());
        for day in TEST..TEST + WEEK {
            // The day before the delay: its labels are known by this morning.
            known.extend(frauds_on(day - WEEK - 1..day - WEEK));
            let mut cards = Vec::new();
            for it in self.kept.iter().filter(|it| it.day == day && !known.contains(&it.card.customer)) {
                scores.add(it.card.score, it.card.fraud);
                tally.add(it.minor, it.outcome, Some(it.card.fraud));
                cards.push(it.card);
            }
            days.push(cards);
        }
        let [clean, frauds] = scores.totals();
        Measured {
            transactions: clean + frauds,
            frauds,
            counts_agree: (clean + frauds, frauds) == EXPECTED,
            roc_auc: scores.roc_auc(),
            average_precision: scores.average_precision(),
            card_precision: card_precision(&days, HIGHEST),
            caught: tally.caught(currency),
        }
    }
}
