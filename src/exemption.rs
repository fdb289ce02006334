//! Exemptions: regions that only reach up to something, inside which named rules do not demand.

use crate::fact::{Metered, Ranked};
use crate::rule::Circumstances;

/// The greatest value up to which an ordered fact leaves an exemption in force.
///
/// There is no way to say "at least": so "demanded and not exempt" stays monotone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AtMost {
    /// A level.
    Ranked(Ranked, u8),
    /// Minor units, a count, seconds or points.
    Metered(Metered, i64),
}

/// One exemption: while all bounds hold, the named rules demand nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exemption {
    /// Its id in the policy; the decision names it when it was used.
    pub id: String,
    /// Ordered bounds; all must hold.
    pub upto: Vec<AtMost>,
    /// Unordered conditions; all must hold.
    pub circumstances: Circumstances,
    /// Indices of the rules that it exempts from.
    pub from: Vec<usize>,
    /// Why the bank has it, in its own words.
    pub reason: String,
}
