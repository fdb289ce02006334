//! One in four: how often what was not proved may teach.

use crate::profile::habit::Weight;

/// Counts of what taught at a quarter of the weight, each modulo four: of four, one is counted.
///
/// WHY: counts of their own. Taken from the revision, the choice would hang on how many events a bank sends for one
/// transfer, and with four of them count all or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sampled {
    pub(super) transfers: u8,
    pub(super) days: u8,
}

impl Sampled {
    /// Nothing taught yet.
    pub(super) const NONE: Self = Self { transfers: 0, days: 0 };

    fn next(count: &mut u8) -> Weight {
        *count = count.saturating_add(1) & 3;
        Weight::Quarter { counted: *count == 0 }
    }

    /// The weight of the next transfer that was not proved.
    pub(super) fn quarter_transfer(&mut self) -> Weight {
        Self::next(&mut self.transfers)
    }

    /// The weight of the next day of which a part was not proved.
    pub(super) fn quarter_day(&mut self) -> Weight {
        Self::next(&mut self.days)
    }
}
