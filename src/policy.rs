//! The sealed policy: everything that `judge` needs, compiled; and the names that it takes to explain an answer.

mod table;

use crate::bits::Bits;
use crate::calendar::Calendar;
use crate::exemption::Exemption;
use crate::fact::Metered;
use crate::factor::FactorSet;
use crate::guarantee::Guarantee;
use crate::operation::{Channel, Grade, Operation};
use crate::requirement::Ladder;
use crate::rule::Rule;
use crate::scorecard::{Column, Scorecard};
use crate::units::Currency;

pub(crate) use table::{Table, Terms, thresholds};

/// Rules, exemptions and distrusts that a policy may have together.
pub const MAX_ENTRIES: usize = 256;
/// Thresholds that a policy may put on one metered fact, rules and points together.
pub const MAX_THRESHOLDS: usize = 15;

/// A policy that was sealed: the only kind that decides.
///
/// A monotone function from readings to requirements, by construction: points never decrease along a chain, rules
/// only say "from here up", exemptions only "up to here". Made by sealing a draft; immutable; shared freely
/// between threads.
#[derive(Clone, Debug)]
pub struct Policy {
    pub(crate) identity: [u8; 32],
    pub(crate) canonical: String,
    pub(crate) name: String,
    pub(crate) currency: Currency,
    pub(crate) scorecard: Scorecard,
    pub(crate) ranked: Vec<Column>,
    pub(crate) groups: [(i16, i16); 8],
    pub(crate) bands: [i16; 3],
    pub(crate) columns: Columns,
    pub(crate) ladder: Ladder,
    pub(crate) rungs: Vec<RungName>,
    pub(crate) grades: [u8; 16],
    pub(crate) rules: Vec<Rule>,
    pub(crate) exemptions: Vec<Exemption>,
    pub(crate) guarantees: Vec<Guarantee>,
    pub(crate) enrolments: Vec<(Channel, FactorSet)>,
    pub(crate) calendar: Option<Calendar>,
    pub(crate) compiled: Compiled,
}

/// What an analyst wrote, resolved: the input of [`Policy::assemble`].
pub(crate) struct Parts {
    pub identity: [u8; 32],
    pub canonical: String,
    pub name: String,
    pub currency: Currency,
    /// One column for every measured ranked fact.
    pub ranked: Vec<Column>,
    /// Floor and cap of each evidence group.
    pub groups: [(i16, i16); 8],
    /// The least score of the bands medium, high and critical.
    pub bands: [i16; 3],
    pub columns: Columns,
    pub ladder: Ladder,
    pub rungs: Vec<RungName>,
    pub grades: [u8; 16],
    /// Rules first, then distrusts.
    pub rules: Vec<Rule>,
    pub exemptions: Vec<Exemption>,
    pub guarantees: Vec<Guarantee>,
    pub enrolments: Vec<(Channel, FactorSet)>,
    pub calendar: Option<Calendar>,
}

/// The points that metered facts contribute: for each fact, ascending thresholds and the points from there up.
pub(crate) type Columns = Vec<(Metered, Vec<(i64, i16)>)>;

/// What outsiders call a rung.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RungName {
    /// The rung's name in the policy.
    pub name: String,
    /// The `acr` value that stands for it in OpenID Connect, where the bank gave one.
    pub acr: Option<String>,
}

/// Tables of one word for up to 64 entries, of four for up to 256.
#[derive(Clone, Debug)]
pub(crate) enum Compiled {
    Narrow(Box<Table<1>>),
    Wide(Box<Table<4>>),
}

impl Policy {
    /// Compiles resolved parts. `None` beyond the limits, which the loader has reported before.
    pub(crate) fn assemble(parts: Parts) -> Option<Self> {
        let entries = parts.rules.len().saturating_add(parts.exemptions.len());
        let compiled = if entries <= 64 {
            Compiled::Narrow(Box::new(Table::new(&parts)?))
        } else if entries <= MAX_ENTRIES {
            Compiled::Wide(Box::new(Table::new(&parts)?))
        } else {
            return None;
        };
        Some(Self {
            identity: parts.identity,
            canonical: parts.canonical,
            name: parts.name,
            currency: parts.currency,
            scorecard: Scorecard::new(
                &parts.ranked,
                parts.groups.map(|group| group.0),
                parts.groups.map(|group| group.1),
                parts.bands,
            ),
            ranked: parts.ranked,
            groups: parts.groups,
            bands: parts.bands,
            columns: parts.columns,
            ladder: parts.ladder,
            rungs: parts.rungs,
            grades: parts.grades,
            rules: parts.rules,
            exemptions: parts.exemptions,
            guarantees: parts.guarantees,
            enrolments: parts.enrolments,
            calendar: parts.calendar,
            compiled,
        })
    }

    /// The policy compiled to four words even where one would do, to measure what width costs.
    #[doc(hidden)]
    #[must_use]
    pub fn widened(&self) -> Option<Self> {
        let mut wide = self.clone();
        let parts = Parts {
            identity: wide.identity,
            canonical: wide.canonical.clone(),
            name: wide.name.clone(),
            currency: wide.currency,
            ranked: wide.ranked.clone(),
            groups: wide.groups,
            bands: wide.bands,
            columns: wide.columns.clone(),
            ladder: wide.ladder.clone(),
            rungs: wide.rungs.clone(),
            grades: wide.grades,
            rules: wide.rules.clone(),
            exemptions: wide.exemptions.clone(),
            guarantees: Vec::new(),
            enrolments: Vec::new(),
            calendar: None,
        };
        wide.compiled = Compiled::Wide(Box::new(Table::new(&parts)?));
        Some(wide)
    }

    /// The SHA-256 of the canonical form: names this policy in every decision and record.
    #[must_use]
    pub const fn identity(&self) -> &[u8; 32] {
        &self.identity
    }

    /// The canonical form: a policy file that says everything, defaults too, in fixed order. Loading it gives this policy.
    #[must_use]
    pub fn canonical(&self) -> &str {
        &self.canonical
    }

    /// The policy's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The currency of all its amounts.
    #[must_use]
    pub const fn currency(&self) -> Currency {
        self.currency
    }

    /// The ladder of rungs and factor sets.
    #[must_use]
    pub const fn ladder(&self) -> &Ladder {
        &self.ladder
    }

    /// The name of a rung, counted from 1 as in a requirement.
    #[must_use]
    pub fn rung(&self, rung: u8) -> Option<&RungName> {
        self.rungs.get(usize::from(rung).checked_sub(1)?)
    }

    /// Rules, then distrusts, in file order; their index is their number in [`Verdict::fired`](crate::verdict::Verdict::fired).
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// Exemptions in file order; their numbers follow those of the rules.
    #[must_use]
    pub fn exemptions(&self) -> &[Exemption] {
        &self.exemptions
    }

    /// Guarantees in file order.
    #[must_use]
    pub fn guarantees(&self) -> &[Guarantee] {
        &self.guarantees
    }

    /// The business days that the bank has supplied, for holds that are counted in them: their end is
    /// [`Calendar::after`] the local day of the order.
    #[must_use]
    pub const fn calendar(&self) -> Option<&Calendar> {
        self.calendar.as_ref()
    }

    /// What customers of a channel have, as the policy declares it: for "no dead ends".
    #[must_use]
    pub fn enrolments(&self) -> &[(Channel, FactorSet)] {
        &self.enrolments
    }

    /// Where the policy cuts a metered fact: rules, exemptions and points together, ascending.
    pub(crate) fn thresholds(&self, fact: Metered) -> Vec<i64> {
        thresholds(&self.rules, &self.exemptions, &self.columns, fact)
    }

    /// The grade of an operation.
    #[must_use]
    pub fn grade(&self, operation: Operation) -> Grade {
        let code = self.grades.get(usize::from(operation.code())).copied();
        code.and_then(Grade::from_code).unwrap_or(Grade::High)
    }

    /// The ids of everything that took effect, in number order, given the bits of a verdict.
    pub fn ids(&self, fired: &[u64; 4]) -> impl Iterator<Item = &str> {
        Bits(*fired).iter().filter_map(|number| {
            let exemption =
                || self.exemptions.get(number.checked_sub(self.rules.len())?).map(|e| e.id.as_str());
            self.rules.get(number).map(|rule| rule.id.as_str()).or_else(exemption)
        })
    }
}
