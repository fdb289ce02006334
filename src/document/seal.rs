//! Sealing: from a draft to a policy, or to everything that is wrong with the draft.

use std::collections::BTreeSet;

use crate::document::canonical::{canonical, identity};
use crate::document::desk::{Desk, Section};
use crate::document::entries::Context;
use crate::document::flaws::flawed;
use crate::document::guarantee::unproved;
#[cfg(feature = "json")]
use crate::document::json;
use crate::document::resolved::{Noted, Notes, Resolved};
use crate::document::tree::{Draft, MAX_BYTES};
use crate::finding::{Code, Finding, Findings, Said};
use crate::policy::{Parts, Policy, RungName};
use crate::requirement::Ladder;
use crate::units::Currency;

/// A policy, and what it was sealed in spite of: guarantees that are not proved.
#[derive(Clone, Debug)]
pub struct Sealed {
    /// The policy.
    pub policy: Policy,
    /// Findings that did not keep it from being sealed.
    pub findings: Findings,
}

impl Policy {
    /// Checks a draft and compiles it. The only way to a policy.
    ///
    /// # Errors
    /// All findings at once, in the order of the text, when any of them is an error.
    pub fn seal(draft: &Draft) -> Result<Sealed, Findings> {
        let sealed = Self::checked(draft);
        #[cfg(feature = "json")]
        if draft.json {
            let told = |mut findings: Findings| {
                json::retell(&mut findings);
                findings
            };
            return match sealed {
                Ok(Sealed { policy, findings }) => Ok(Sealed { policy, findings: told(findings) }),
                Err(findings) => Err(told(findings)),
            };
        }
        sealed
    }

    fn checked(draft: &Draft) -> Result<Sealed, Findings> {
        let mut desk = Desk::new(draft);
        let resolved = desk.resolve(draft);
        let mut findings = Findings(desk.findings);
        findings.0.sort_by_key(|finding| (finding.span.start, finding.code.code(), finding.span.end));
        let Some(resolved) = resolved.filter(|_| !findings.has_errors()) else { return Err(findings) };
        let (written, notes) = (resolved.guarantees.clone(), resolved.notes.clone());
        let Some(policy) = compile(resolved) else { return Err(findings) };
        findings.0.extend(unproved(draft, &policy, &written));
        if !findings.has_errors() {
            findings.0.extend(flawed(draft, &policy, &notes));
        }
        if policy.canonical().len() > MAX_BYTES {
            findings.0.push(unwieldy(draft, policy.canonical().len()));
            return Err(findings);
        }
        if findings.has_errors() { Err(findings) } else { Ok(Sealed { policy, findings }) }
    }

    /// Reads a TOML text and seals it; `file` is how findings call it.
    ///
    /// # Errors
    /// As [`Policy::seal`].
    ///
    /// ```
    /// let mistyped = "schema = 1\nname = \"x\"\ncurrency = \"CNY\"\n[risk]\nmedium = 80\nhigh = 40\ncritical = 130\n";
    /// let findings = stepup::policy::Policy::from_toml("x.toml", mistyped).unwrap_err();
    /// assert!(findings.to_string().contains("x.toml:6:8"));
    /// ```
    pub fn from_toml(file: &str, text: &str) -> Result<Sealed, Findings> {
        Self::seal(&Draft::read(file, text))
    }

    /// Reads a JSON text and seals it, as [`Policy::from_toml`] does with TOML; the same policy has the same identity.
    ///
    /// # Errors
    /// As [`Policy::seal`].
    ///
    /// ```
    /// let findings = stepup::policy::Policy::from_json("x.json", "{\n  \"schema\": 7\n}").unwrap_err();
    /// assert!(findings.to_string().contains("x.json:2:13"));
    /// ```
    #[cfg(feature = "json")]
    pub fn from_json(file: &str, text: &str) -> Result<Sealed, Findings> {
        Self::seal(&Draft::read_json(file, text))
    }
}

const TOP: [&str; 16] = [
    "schema",
    "name",
    "currency",
    "scorecard",
    "levels",
    "state",
    "group",
    "risk",
    "ladder",
    "grade",
    "limits",
    "calendar",
    "enrolment",
    "proof_exclusion",
    "rule",
    "distrust",
];
const TOP_REST: [&str; 3] = ["exemption", "guarantee", "accept"];

impl<'a> Desk<'a> {
    fn resolve(&mut self, draft: &'a Draft) -> Option<Resolved> {
        // WHY: a draft that could not be read at all has its finding; a hundred about what is missing would hide it.
        if draft.root.is_empty() && !draft.findings.is_empty() {
            return None;
        }
        let root = Section { entries: &draft.root, span: &draft.whole };
        self.only(root, &[&TOP[..], &TOP_REST].concat());
        self.schema(root);
        let name = self.policy_name(root);
        let currency = self.currency(root);
        // WHY: with no currency, amounts are read as if in yuan, so that their own mistakes still show.
        let assumed = currency.unwrap_or(Currency::CNY);
        let columns = self.columns(root);
        let metered = self.metered_columns(root, assumed);
        self.score_span(&columns, &metered, root);
        let bands = self.bands(root);
        let groups = self.groups(root);
        let rungs = self.ladder(root.get("ladder"));
        let names: Vec<&str> = rungs.iter().map(|rung| rung.name.as_str()).collect();
        let mut context =
            Context { currency: assumed, rungs: &names, ids: BTreeSet::new(), notes: Vec::new() };
        let grades = self.grades(root);
        let hold_limit = self.hold_limit(root);
        self.hold_limit = hold_limit;
        let enrolments = self.enrolments(root, &mut context);
        let calendar = self.calendar(root);
        let excluded = self.exclusions(root);
        let rules = self.rules(root, &mut context);
        let exemptions = self.exemptions(root, &mut context, &rules);
        let guarantees = self.guarantees(root, &mut context);
        self.thresholds(&rules, &exemptions, &metered, root);
        let mut notes = context.notes;
        let own = Notes { accept: self.accepted(root), ..Notes::default() };
        let span = root.get("name").map_or(0..0, |at| at.span.clone());
        notes.push(Noted { section: "policy", id: String::new(), span, notes: own });
        Some(Resolved {
            name: name?.to_owned(),
            currency: currency?,
            columns,
            metered,
            bands,
            groups,
            rungs,
            grades,
            hold_limit,
            enrolments,
            calendar,
            excluded,
            rules,
            exemptions,
            guarantees,
            notes,
        })
    }
}

/// A canonical form that no loader would read: written out in full, with every default, it is too long.
fn unwieldy(draft: &Draft, bytes: usize) -> Finding {
    let message = Said::new(
        format!("written out in full this policy has {bytes} bytes, more than the {MAX_BYTES} allowed"),
        format!("完整写出后此策略为{bytes}字节，超过上限{MAX_BYTES}"),
    );
    let mending = Said::new("shorten its reasons and names", "缩短理由与名称");
    Finding::new(&draft.file, &draft.text, 0..0, Code::LimitExceeded, message, mending)
}

fn compile(resolved: Resolved) -> Option<Policy> {
    let canonical = canonical(&resolved);
    let rungs: Vec<_> = resolved.rungs.iter().map(|rung| (rung.any_of.clone(), rung.max_age)).collect();
    Policy::assemble(Parts {
        identity: identity(&canonical),
        canonical,
        name: resolved.name,
        currency: resolved.currency,
        ranked: resolved.columns,
        groups: resolved.groups,
        bands: resolved.bands,
        columns: resolved.metered,
        ladder: Ladder::new(&rungs, resolved.excluded)?,
        rungs: resolved.rungs.into_iter().map(|rung| RungName { name: rung.name, acr: rung.acr }).collect(),
        grades: resolved.grades,
        rules: resolved.rules,
        exemptions: resolved.exemptions,
        guarantees: resolved.guarantees.into_iter().map(|written| written.guarantee).collect(),
        enrolments: resolved.enrolments,
        calendar: resolved.calendar,
    })
}
