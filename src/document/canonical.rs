//! The canonical form: a policy file that says everything, defaults too, in one fixed layout. Its SHA-256 is the identity.
//!
//! Loading it gives the same policy, and sealing that gives the same canonical form again.

use core::fmt::Write as _;

use crate::document::conditions::clock_text;
use crate::document::resolved::{Noted, Notes, Resolved};
use crate::exemption::AtMost;
use crate::fact::{Group, MeterUnit, Metered, Ranked};
use crate::factor::FactorSet;
use crate::guarantee::{Guarantee, Promise, Region};
use crate::operation::{Channel, CustomerFlag, Grade, Operation};
use crate::requirement::{Notice, Requirement};
use crate::rule::{AtLeast, Circumstances};
use crate::scorecard::{Column, STATES};
use crate::signal::{Unit, scale};
use crate::units::{Amount, Currency, Span};

/// The layout's number; it is part of the text and so of the identity.
const LAYOUT: u32 = 1;

/// Writes the canonical form.
pub(super) fn canonical(policy: &Resolved) -> String {
    let mut out = Lines { text: String::new(), currency: policy.currency };
    out.line(format!("# canonical form, layout {LAYOUT}"));
    out.line("schema = 1");
    out.line(format!("name = {}", quoted(&policy.name)));
    out.line(format!("currency = {}", quoted(policy.currency.code())));
    out.notes(policy, "policy", "");
    out.scorecard(policy);
    for (name, rung) in policy.rungs.iter().map(|rung| (&rung.name, rung)) {
        out.line("\n[[ladder]]");
        out.line(format!("name = {}", quoted(name)));
        let sets: Vec<String> = rung.any_of.iter().map(|set| factors(*set)).collect();
        out.line(format!("any_of = [{}]", sets.join(", ")));
        out.line(format!("max_age = \"{}\"", Span::from_seconds(rung.max_age)));
        rung.acr.iter().for_each(|acr| out.line(format!("acr = {}", quoted(acr))));
    }
    out.line("\n[grade]");
    for grade in Grade::ALL.iter().copied() {
        let graded = |operation: &&Operation| {
            policy.grades.get(usize::from(operation.code())).copied() == Some(grade.code())
        };
        let names: Vec<String> = Operation::ALL.iter().filter(graded).map(|o| quoted(o.name())).collect();
        if !names.is_empty() {
            out.line(format!("{grade} = [{}]", names.join(", ")));
        }
    }
    if let Some(hold) = policy.hold_limit {
        out.line(format!("\n[limits]\nhold = \"{}\"", Span::from_seconds(hold)));
    }
    for (place, (channel, set)) in policy.enrolments.iter().enumerate() {
        out.channel("enrolment", *channel, *set);
        out.notes(policy, "enrolment", &place.to_string());
    }
    let excluded = Channel::ALL.iter().copied().zip(policy.excluded).filter(|(_, set)| !set.is_empty());
    excluded.for_each(|(channel, set)| out.channel("proof_exclusion", channel, set));
    out.entries(policy);
    out.text
}

struct Lines {
    text: String,
    currency: Currency,
}

impl Lines {
    fn line(&mut self, line: impl AsRef<str>) {
        self.text.push_str(line.as_ref());
        self.text.push('\n');
    }

    fn scorecard(&mut self, policy: &Resolved) {
        for column in policy.columns.iter().filter(|column| column.fact.has_points()) {
            self.line(format!("\n[scorecard.{}]", column.fact));
            for (level, points) in scale(column.fact).levels.iter().zip(&column.points) {
                self.line(format!("{} = {points}", level.name));
            }
        }
        for (fact, steps) in policy.metered.iter().filter(|(_, steps)| !steps.is_empty()) {
            self.line(format!("\n[scorecard.{fact}]"));
            for (from, points) in steps {
                let from = self.value(*fact, *from);
                self.line(format!("{} = {points}", quoted(from.trim_matches('"'))));
            }
        }
        for column in &policy.columns {
            self.levels(column);
        }
        for column in &policy.columns {
            self.line(format!("\n[state.{}]", column.fact));
            for (state, level) in STATES.iter().zip(column.states) {
                let name = scale(column.fact).levels.get(usize::from(level)).map_or("", |level| level.name);
                self.line(format!("{state} = \"{name}\""));
            }
        }
        for (group, (floor, cap)) in Group::ALL.iter().zip(policy.groups) {
            self.line(format!("\n[group.{group}]\nfloor = {floor}\ncap = {cap}"));
        }
        let [medium, high, critical] = policy.bands;
        self.line(format!("\n[risk]\nmedium = {medium}\nhigh = {high}\ncritical = {critical}"));
    }

    fn levels(&mut self, column: &Column) {
        let scale = scale(column.fact);
        if scale.unit == Unit::Rank {
            return;
        }
        self.line(format!("\n[levels.{}]", column.fact));
        for (level, edge) in scale.levels.iter().skip(1).zip(&column.edges) {
            if scale.unit == Unit::Freshness {
                let minutes = u32::from(crate::fact::Measure::MAX.saturating_sub(edge.cast_unsigned()));
                let age = Span::from_seconds(minutes.saturating_add(1).saturating_mul(60));
                self.line(format!("{} = \"{age}\"", level.name));
            } else {
                self.line(format!("{} = {edge}", level.name));
            }
        }
    }

    fn channel(&mut self, section: &str, channel: Channel, set: FactorSet) {
        self.line(format!("\n[[{section}]]\nchannel = \"{channel}\"\nfactors = {}", factors(set)));
    }

    fn entries(&mut self, policy: &Resolved) {
        for rule in &policy.rules {
            let section = if rule.distrust { "distrust" } else { "rule" };
            self.line(format!("\n[[{section}]]\nid = \"{}\"", rule.id));
            if rule.distrust {
                let factor = rule.demand.distrusted.iter().next().map_or("", |factor| factor.name());
                self.line(format!("factor = \"{factor}\""));
            }
            let when = self.conditions(&rule.from, &[], &rule.circumstances);
            self.line(format!("when = {when}"));
            if !rule.distrust {
                self.line(format!("require = {}", demand(policy, &rule.demand)));
            }
            if rule.shadow {
                self.line("shadow = true");
            }
            self.notes(policy, section, &rule.id);
        }
        for exemption in &policy.exemptions {
            self.line(format!("\n[[exemption]]\nid = \"{}\"", exemption.id));
            let holds = self.conditions(&[], &exemption.upto, &exemption.circumstances);
            self.line(format!("holds_while = {holds}"));
            let from = exemption.from.iter().filter_map(|rule| policy.rules.get(*rule));
            let from: Vec<String> = from.map(|rule| quoted(&rule.id)).collect();
            self.line(format!("from = [{}]", from.join(", ")));
            self.notes(policy, "exemption", &exemption.id);
        }
        for written in &policy.guarantees {
            self.guarantee(policy, &written.guarantee);
        }
    }

    fn guarantee(&mut self, policy: &Resolved, guarantee: &Guarantee) {
        let Guarantee { id, region: Region { from, upto, circumstances }, promise } = guarantee;
        self.line(format!("\n[[guarantee]]\nid = \"{id}\""));
        let given = self.conditions(from, upto, circumstances);
        self.line(format!("given = {given}"));
        match promise {
            Promise::AtLeast(least) => self.line(format!("at_least = {}", demand(policy, least))),
            Promise::AtMost(most) => self.line(format!("at_most = {}", demand(policy, most))),
            Promise::LeakAtMost(minor, before) => {
                let most = self.value(Metered::Amount, *minor);
                self.line(format!("leak_at_most = {most}\nbefore = {}", demand(policy, before)));
            }
        }
        self.notes(policy, "guarantee", id);
    }

    fn notes(&mut self, policy: &Resolved, section: &str, id: &str) {
        let own = policy.notes.iter().find(|noted| noted.section == section && noted.id == id);
        let Some(Noted { notes: Notes { owner, reason, review_by, accept }, .. }) = own else { return };
        for (key, value) in [("owner", owner), ("reason", reason), ("review_by", review_by)] {
            value.iter().for_each(|value| self.line(format!("{key} = {}", quoted(value))));
        }
        if !accept.is_empty() {
            let rows: Vec<String> = accept
                .iter()
                .map(|(code, why)| format!("{{ code = {}, reason = {} }}", quoted(code.name()), quoted(why)))
                .collect();
            self.line(format!("accept = [{}]", rows.join(", ")));
        }
    }

    /// Conditions in the order of the facts' codes, strictest bound of each, always as `_from` and `_upto`.
    fn conditions(&self, from: &[AtLeast], upto: &[AtMost], circumstances: &Circumstances) -> String {
        let mut rows: Vec<String> = Vec::new();
        for fact in Ranked::ALL.iter().copied() {
            let least = from.iter().filter_map(|c| match c {
                AtLeast::Ranked(named, level) if *named == fact => Some(*level),
                _ => None,
            });
            let most = upto.iter().filter_map(|c| match c {
                AtMost::Ranked(named, level) if *named == fact => Some(*level),
                _ => None,
            });
            let (up, down) = if fact == Ranked::Tier { ("_upto", "_from") } else { ("_from", "_upto") };
            for (suffix, level) in [(up, least.max()), (down, most.min())] {
                let name = level.and_then(|level| scale(fact).levels.get(usize::from(level)));
                rows.extend(name.map(|level| format!("{fact}{suffix} = \"{}\"", level.name)));
            }
        }
        for fact in Metered::ALL.iter().copied() {
            let least = from.iter().filter_map(|c| match c {
                AtLeast::Metered(named, value) if *named == fact => Some(*value),
                _ => None,
            });
            let most = upto.iter().filter_map(|c| match c {
                AtMost::Metered(named, value) if *named == fact => Some(*value),
                _ => None,
            });
            for (suffix, value) in [("_from", least.max()), ("_upto", most.min())] {
                rows.extend(value.map(|value| format!("{fact}{suffix} = {}", self.value(fact, value))));
            }
        }
        rows.extend(unordered(circumstances));
        if rows.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", rows.join(", ")) }
    }

    /// A threshold as it is written in a file.
    fn value(&self, fact: Metered, value: i64) -> String {
        match fact.unit() {
            MeterUnit::Money => {
                let held = value.clamp(0, Amount::MAX_MINOR);
                Amount::new(held, self.currency)
                    .map_or_else(|_| String::new(), |amount| format!("\"{amount}\""))
            }
            MeterUnit::Seconds => {
                format!("\"{}\"", Span::from_seconds(u32::try_from(value).unwrap_or(u32::MAX)))
            }
            MeterUnit::Count | MeterUnit::Points => value.to_string(),
        }
    }
}

fn unordered(circumstances: &Circumstances) -> Vec<String> {
    let mut rows = Vec::new();
    if circumstances.operations != u16::MAX {
        let fits = |word: &&Operation| circumstances.operations >> word.code() & 1 != 0;
        rows.push(names("operation", Operation::ALL.iter().filter(fits).map(|word| word.name())));
    }
    if circumstances.channels != u16::MAX {
        let fits = |word: &&Channel| circumstances.channels >> word.code() & 1 != 0;
        rows.push(names("channel", Channel::ALL.iter().filter(fits).map(|word| word.name())));
    }
    if !circumstances.flags.is_empty() {
        let named = CustomerFlag::ALL.iter().filter(|flag| circumstances.flags.contains(flag));
        rows.push(names("flag", named.map(|flag| flag.name())));
    }
    if let Some((from, to)) = circumstances.clock {
        rows.push(format!("clock = \"{}\"", clock_text(from, to)));
    }
    rows
}

fn names<'a>(key: &str, words: impl Iterator<Item = &'a str>) -> String {
    let words: Vec<String> = words.map(quoted).collect();
    format!("{key} = [{}]", words.join(", "))
}

/// A requirement in the order of its parts.
fn demand(policy: &Resolved, demand: &Requirement) -> String {
    let mut rows = Vec::new();
    let rung = usize::from(demand.rung).checked_sub(1).and_then(|place| policy.rungs.get(place));
    rows.extend(rung.map(|rung| format!("rung = {}", quoted(&rung.name))));
    let span = |seconds: u32| Span::from_seconds(seconds);
    let mut part = |present: bool, text: String| {
        if present {
            rows.push(text);
        }
    };
    part(!demand.include.is_empty(), format!("include = {}", factors(demand.include)));
    part(demand.kinds > 0, format!("kinds = {}", demand.kinds));
    part(!demand.distrusted.is_empty(), format!("distrusted = {}", factors(demand.distrusted)));
    part(demand.max_age < u32::MAX, format!("max_age = \"{}\"", span(demand.max_age)));
    part(demand.confirm, "confirm = true".to_owned());
    part(demand.hold > 0, format!("hold = \"{}\"", span(demand.hold)));
    part(demand.hold_days > 0, format!("hold_days = {}", demand.hold_days));
    part(demand.review > 0, format!("review = {}", demand.review));
    part(demand.refuse, "refuse = true".to_owned());
    part(demand.freeze, "freeze = true".to_owned());
    let told =
        Notice::ALL.iter().filter(|notice| demand.notify.contains(**notice)).map(|notice| notice.name());
    part(demand.notify.bits() != 0, names("notify", told));
    if rows.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", rows.join(", ")) }
}

fn factors(set: FactorSet) -> String {
    let words: Vec<String> = set.iter().map(|factor| quoted(factor.name())).collect();
    format!("[{}]", words.join(", "))
}

/// A basic TOML string.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if c.is_control() => {
                // WHY: writing to a String cannot fail.
                let _infallible = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
