//! Guarantees: what a bank promises of all readings of a region, for the verifier to prove.

use crate::exemption::AtMost;
use crate::requirement::Requirement;
use crate::rule::{AtLeast, Circumstances};

/// Readings between lower and upper bounds, judged as usual.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// Lower bounds; all must be reached.
    pub from: Vec<AtLeast>,
    /// Upper bounds; all must hold.
    pub upto: Vec<AtMost>,
    /// Unordered conditions; all must hold.
    pub circumstances: Circumstances,
}

/// What is promised of a region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Promise {
    /// At least this is demanded.
    AtLeast(Requirement),
    /// At most this is demanded; parts that it does not name are none, but for distrusted factors, which count only
    /// where it names some.
    AtMost(Requirement),
    /// At most so many minor units leave in 24 hours before at least this is demanded.
    LeakAtMost(i64, Requirement),
}

/// A promise about all readings of a region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guarantee {
    /// Its id in the policy.
    pub id: String,
    /// The readings that it is about.
    pub region: Region,
    /// What it promises of them.
    pub promise: Promise,
}
