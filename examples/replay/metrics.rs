//! How well scores rank: ROC AUC, average precision, card precision, each with its ties defined.

use std::collections::{BTreeMap, HashMap, HashSet};

/// How many transfers of each score were clean, and how many were fraud.
#[derive(Clone, Debug, Default)]
pub struct Scores(BTreeMap<i16, [u64; 2]>);

impl Scores {
    /// One more transfer.
    pub fn add(&mut self, score: i16, fraud: bool) {
        self.0.entry(score).or_default()[usize::from(fraud)] += 1;
    }

    /// Clean transfers and frauds.
    pub fn totals(&self) -> [u64; 2] {
        self.0.values().fold([0, 0], |[clean, fraud], [c, f]| [clean + c, fraud + f])
    }

    /// The chance that a fraud scores above a clean transfer, equal scores counted half; `None` without both kinds.
    pub fn roc_auc(&self) -> Option<f64> {
        let [clean, fraud] = self.totals();
        let mut below = 0;
        let mut twice_won: u128 = 0;
        for [clean_here, fraud_here] in self.0.values() {
            twice_won += u128::from(*fraud_here) * u128::from(2 * below + clean_here);
            below += clean_here;
        }
        let pairs = u128::from(clean) * u128::from(fraud);
        (pairs > 0).then(|| twice_won as f64 / 2.0 / pairs as f64)
    }

    /// Precision at each distinct score from the highest down, weighed by the recall that it adds: equal scores are
    /// one threshold, as in scikit-learn. `None` without frauds.
    pub fn average_precision(&self) -> Option<f64> {
        let [_, frauds] = self.totals();
        let (mut alerts, mut caught, mut sum) = (0, 0, 0.0);
        for [clean_here, fraud_here] in self.0.values().rev() {
            alerts += clean_here + fraud_here;
            caught += fraud_here;
            if *fraud_here > 0 {
                sum += *fraud_here as f64 * caught as f64 / alerts as f64;
            }
        }
        (frauds > 0).then(|| sum / frauds as f64)
    }
}

/// One transfer as card precision sees it.
#[derive(Clone, Copy, Debug)]
pub struct Card {
    /// Whose it is.
    pub customer: u32,
    /// Its score.
    pub score: i16,
    /// Whether it was fraud.
    pub fraud: bool,
}

/// The mean over days of the share of the `most` highest customers of a day who have a fraud that day.
///
/// A customer counts once a day with their highest score; of equal scores, who paid first that day stands first. A
/// customer who was caught is left out of later days. `None` without days.
pub fn card_precision(days: &[Vec<Card>], most: usize) -> Option<f64> {
    let mut caught: HashSet<u32> = HashSet::new();
    let mut sum = 0.0;
    for day in days {
        let mut place: HashMap<u32, usize> = HashMap::new();
        let mut cards: Vec<Card> = Vec::new();
        for card in day.iter().filter(|card| !caught.contains(&card.customer)) {
            let at = *place.entry(card.customer).or_insert(cards.len());
            match cards.get_mut(at) {
                None => cards.push(*card),
                Some(best) => {
                    best.score = best.score.max(card.score);
                    best.fraud |= card.fraud;
                }
            }
        }
        // The sort is stable, so that equal scores keep their order in time.
        cards.sort_by_key(|card| std::cmp::Reverse(card.score));
        let found = cards.iter().take(most).filter(|card| card.fraud);
        let before = caught.len();
        caught.extend(found.map(|card| card.customer));
        sum += (caught.len() - before) as f64 / most as f64;
    }
    (!days.is_empty()).then(|| sum / days.len() as f64)
}
