//! A draft with every name resolved and every number checked: what sealing compiles and the canonical form prints.

use crate::exemption::{AtMost, Exemption};
use crate::fact::Metered;
use crate::factor::FactorSet;
use crate::operation::Channel;
use crate::requirement::Requirement;
use crate::rule::{AtLeast, Circumstances, Rule};
use crate::scorecard::Column;
use crate::units::Currency;

/// Everything a policy says, defaults included.
#[derive(Clone, Debug)]
pub(super) struct Resolved {
    pub name: String,
    pub currency: Currency,
    pub columns: Vec<Column>,
    pub metered: Vec<(Metered, Vec<(i64, i16)>)>,
    pub bands: [i16; 3],
    pub groups: [(i16, i16); 8],
    pub rungs: Vec<ResolvedRung>,
    pub grades: [u8; 16],
    pub hold_limit: Option<u32>,
    pub enrolments: Vec<(Channel, FactorSet)>,
    pub excluded: [FactorSet; 16],
    pub rules: Vec<Rule>,
    pub exemptions: Vec<Exemption>,
    pub guarantees: Vec<Guarantee>,
    /// Owner, review date and accepted findings, by section and id: for readers and the canonical form.
    pub notes: Vec<(&'static str, String, Notes)>,
}

/// One rung.
#[derive(Clone, Debug)]
pub(super) struct ResolvedRung {
    pub name: String,
    pub any_of: Vec<FactorSet>,
    pub max_age: u32,
    pub acr: Option<String>,
}

/// What a bank writes about a rule, exemption or guarantee for itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Notes {
    pub owner: Option<String>,
    pub reason: Option<String>,
    pub review_by: Option<String>,
    /// Codes of findings that are accepted here, and why.
    pub accept: Vec<(String, String)>,
}

/// A promise about all readings of a region. Proved by the verifier; until then nothing may rely on it.
#[derive(Clone, Debug)]
pub(super) struct Guarantee {
    pub id: String,
    pub region: Region,
    pub promise: Promise,
}

/// Readings between lower and upper bounds.
#[derive(Clone, Debug)]
pub(super) struct Region {
    pub from: Vec<AtLeast>,
    pub upto: Vec<AtMost>,
    pub circumstances: Circumstances,
}

/// What is promised of a region.
#[derive(Clone, Debug)]
pub(super) enum Promise {
    /// At least this is demanded.
    AtLeast(Requirement),
    /// At most this is demanded.
    AtMost(Requirement),
    /// At most so many minor units leave in 24 hours before at least this is demanded.
    LeakAtMost(i64, Requirement),
}
