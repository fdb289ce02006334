//! A draft with every name resolved and every number checked: what sealing compiles and the canonical form prints.

use core::ops::Range;

use crate::calendar::Calendar;
use crate::exemption::Exemption;
use crate::fact::Metered;
use crate::factor::FactorSet;
use crate::finding::{Code, Edit};
use crate::guarantee::Guarantee;
use crate::operation::Channel;
use crate::rule::Rule;
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
    /// What customers of a channel have.
    pub enrolments: Vec<(Channel, FactorSet)>,
    pub calendar: Option<Calendar>,
    pub excluded: [FactorSet; 16],
    pub rules: Vec<Rule>,
    pub exemptions: Vec<Exemption>,
    pub guarantees: Vec<Written>,
    /// Owner, review date and accepted findings, and where each thing stands: for readers and the canonical form.
    pub notes: Vec<Noted>,
}

/// What a bank wrote about one thing of the policy.
#[derive(Clone, Debug)]
pub(super) struct Noted {
    /// `rule`, `distrust`, `exemption`, `guarantee`, `enrolment`; `policy` for the whole.
    pub section: &'static str,
    /// Its id; of an enrolment its place, of the whole nothing.
    pub id: String,
    /// The bytes to point at.
    pub span: Range<usize>,
    pub notes: Notes,
}

/// A guarantee and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Written {
    pub guarantee: Guarantee,
    /// The bytes of its id.
    pub span: Range<usize>,
    /// The change that comments it out, where one does.
    pub edit: Option<Edit>,
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
    /// Findings that are accepted here, and why.
    pub accept: Vec<(Code, String)>,
}
