//! The canonical form: a policy file that says everything, defaults too, in one fixed layout. Its SHA-256 is the identity.
//!
//! Loading it gives the same policy, and sealing that gives the same canonical form again.

use core::fmt::{Display, Write as _};

use ring::digest;

use crate::document::conditions::clock_text;
use crate::document::resolved::{Noted, Notes, Resolved};
use crate::exemption::AtMost;
use crate::fact::{Group, MeterUnit, Metered, Ranked};
use crate::factor::FactorSet;
use crate::finding::Code;
use crate::guarantee::{Guarantee, Promise, Region};
use crate::operation::{Channel, CustomerFlag, Grade, Operation};
use crate::requirement::{Notice, Requirement};
use crate::rule::{AtLeast, Circumstances};
use crate::scorecard::{Column, STATES};
use crate::signal::{Unit, scale};
use crate::units::{Amount, Currency, Span};

/// The layout's number; it is part of the text and so of the identity.
const LAYOUT: &str = "# canonical form, layout 1";

/// Writes the canonical form.
pub(super) fn canonical(policy: &Resolved) -> String {
    // A policy file written out in full is some tens of kilobytes.
    let mut out = Lines { text: String::with_capacity(32 * 1024), currency: policy.currency };
    out.put(&[LAYOUT, "\nschema = 1\nname = "]).quoted(&policy.name);
    out.put(&["\ncurrency = "]).quoted(policy.currency.code()).end();
    out.notes(policy, "policy", "");
    out.scorecard(policy);
    for rung in &policy.rungs {
        out.put(&["\n[[ladder]]\nname = "]).quoted(&rung.name).put(&["\nany_of = "]);
        out.list(rung.any_of.iter(), |out, set| out.factors(*set));
        out.put(&["\nmax_age = "]).span(rung.max_age).end();
        rung.acr.iter().for_each(|acr| out.put(&["acr = "]).quoted(acr).end());
    }
    out.grades(policy);
    if let Some(hold) = policy.hold_limit {
        out.put(&["\n[limits]\nhold = "]).span(hold).end();
    }
    out.calendar(policy);
    for (place, (channel, set)) in policy.enrolments.iter().enumerate() {
        out.channel("enrolment", *channel, *set);
        out.notes(policy, "enrolment", &place.to_string());
    }
    let excluded = Channel::ALL.iter().copied().zip(policy.excluded).filter(|(_, set)| !set.is_empty());
    excluded.for_each(|(channel, set)| out.channel("proof_exclusion", channel, set));
    out.entries(policy);
    out.text
}

/// What a policy is called for ever: the SHA-256 of its canonical form.
pub(crate) fn identity(canonical: &str) -> [u8; 32] {
    let mut identity = [0; 32];
    let hash = digest::digest(&digest::SHA256, canonical.as_bytes());
    identity.iter_mut().zip(hash.as_ref()).for_each(|(to, from)| *to = *from);
    identity
}

/// The text so far. WHY: written piece by piece, because sealing does it at every load.
struct Lines {
    text: String,
    currency: Currency,
}

impl Lines {
    fn put(&mut self, pieces: &[&str]) -> &mut Self {
        pieces.iter().for_each(|piece| self.text.push_str(piece));
        self
    }

    fn end(&mut self) {
        self.text.push('\n');
    }

    fn shown(&mut self, value: impl Display) -> &mut Self {
        // WHY: writing to a String cannot fail.
        let _infallible = write!(self.text, "{value}");
        self
    }

    /// A basic TOML string.
    fn quoted(&mut self, text: &str) -> &mut Self {
        self.text.push('"');
        for piece in text.split_inclusive(|c: char| c == '"' || c == '\\' || c.is_control()) {
            let mut before = piece.chars();
            match before.next_back() {
                Some(last @ ('"' | '\\')) => {
                    self.put(&[before.as_str(), "\\"]).text.push(last);
                }
                Some(last) if last.is_control() => {
                    let _infallible = write!(self.put(&[before.as_str()]).text, "\\u{:04X}", u32::from(last));
                }
                _ => self.text.push_str(piece),
            }
        }
        self.text.push('"');
        self
    }

    fn span(&mut self, seconds: u32) -> &mut Self {
        self.put(&["\""]).shown(Span::from_seconds(seconds)).put(&["\""])
    }

    fn list<T>(&mut self, all: impl Iterator<Item = T>, write: impl Fn(&mut Self, T)) -> &mut Self {
        self.text.push('[');
        for (place, one) in all.enumerate() {
            self.put(&[if place > 0 { ", " } else { "" }]);
            write(self, one);
        }
        self.text.push(']');
        self
    }

    fn names<'a>(&mut self, words: impl Iterator<Item = &'a str>) -> &mut Self {
        self.list(words, |out, word| {
            out.quoted(word);
        })
    }

    fn factors(&mut self, set: FactorSet) {
        self.names(set.iter().map(|factor| factor.name()));
    }

    /// An inline table; `write` writes its pairs, each begun with [`Self::key`].
    fn inline(&mut self, write: impl FnOnce(&mut Self)) {
        self.text.push('{');
        let empty = self.text.len();
        write(self);
        self.put(&[if self.text.len() > empty { " }" } else { "}" }]);
    }

    fn key(&mut self, pieces: &[&str]) -> &mut Self {
        self.put(&[if self.text.ends_with('{') { " " } else { ", " }]).put(pieces).put(&[" = "])
    }

    fn scorecard(&mut self, policy: &Resolved) {
        for column in policy.columns.iter().filter(|column| column.fact.has_points()) {
            self.put(&["\n[scorecard.", column.fact.name(), "]\n"]);
            for (level, points) in scale(column.fact).levels.iter().zip(&column.points) {
                self.put(&[level.name, " = "]).shown(points).end();
            }
        }
        for (fact, steps) in policy.metered.iter().filter(|(_, steps)| !steps.is_empty()) {
            self.put(&["\n[scorecard.", fact.name(), "]\n"]);
            for (from, points) in steps {
                self.put(&["\""]).bare(*fact, *from).put(&["\" = "]).shown(points).end();
            }
        }
        for column in &policy.columns {
            self.levels(column);
        }
        for column in &policy.columns {
            self.put(&["\n[state.", column.fact.name(), "]\n"]);
            for (state, level) in STATES.iter().zip(column.states) {
                let name = scale(column.fact).levels.get(usize::from(level)).map_or("", |level| level.name);
                self.put(&[state.name(), " = \"", name, "\"\n"]);
            }
        }
        for (group, (floor, cap)) in Group::ALL.iter().zip(policy.groups) {
            self.put(&["\n[group.", group.name(), "]\nfloor = "]).shown(floor);
            self.put(&["\ncap = "]).shown(cap).end();
        }
        let [medium, high, critical] = policy.bands;
        self.put(&["\n[risk]\nmedium = "]).shown(medium).put(&["\nhigh = "]).shown(high);
        self.put(&["\ncritical = "]).shown(critical).end();
    }

    fn levels(&mut self, column: &Column) {
        let scale = scale(column.fact);
        if scale.unit == Unit::Rank {
            return;
        }
        self.put(&["\n[levels.", column.fact.name(), "]\n"]);
        for (level, edge) in scale.levels.iter().skip(1).zip(&column.edges) {
            self.put(&[level.name, " = "]);
            if scale.unit == Unit::Freshness {
                let minutes = u32::from(crate::fact::Measure::MAX.saturating_sub(edge.cast_unsigned()));
                self.span(minutes.saturating_add(1).saturating_mul(60)).end();
            } else {
                self.shown(edge).end();
            }
        }
    }

    fn grades(&mut self, policy: &Resolved) {
        self.put(&["\n[grade]\n"]);
        for grade in Grade::ALL.iter().copied() {
            let graded = |operation: &&Operation| {
                policy.grades.get(usize::from(operation.code())).copied() == Some(grade.code())
            };
            let mut names = Operation::ALL.iter().filter(graded).map(|operation| operation.name()).peekable();
            if names.peek().is_some() {
                self.put(&[grade.name(), " = "]).names(names).end();
            }
        }
    }

    fn calendar(&mut self, policy: &Resolved) {
        let Some(calendar) = &policy.calendar else { return };
        let (from, until) = calendar.covers();
        self.put(&["\n[calendar]\nfrom = \""]).shown(from).put(&["\"\nuntil = \""]).shown(until);
        self.put(&["\"\nweekend = "]).names(calendar.weekend().map(|day| day.name()));
        self.put(&["\nholidays = "]).list(calendar.holidays().iter(), |out, day| {
            out.put(&["\""]).shown(day).put(&["\""]);
        });
        self.end();
    }

    fn channel(&mut self, section: &str, channel: Channel, set: FactorSet) {
        self.put(&["\n[[", section, "]]\nchannel = \"", channel.name(), "\"\nfactors = "]).factors(set);
        self.end();
    }

    fn entries(&mut self, policy: &Resolved) {
        for rule in &policy.rules {
            let section = if rule.distrust { "distrust" } else { "rule" };
            self.put(&["\n[[", section, "]]\nid = \"", &rule.id, "\"\n"]);
            if rule.distrust {
                let factor = rule.demand.distrusted.iter().next().map_or("", |factor| factor.name());
                self.put(&["factor = \"", factor, "\"\n"]);
            }
            self.put(&["when = "]).conditions(&rule.from, &[], &rule.circumstances);
            if !rule.distrust {
                self.put(&["require = "]).demand(policy, &rule.demand);
            }
            if rule.shadow {
                self.put(&["shadow = true\n"]);
            }
            self.notes(policy, section, &rule.id);
        }
        for exemption in &policy.exemptions {
            self.put(&["\n[[exemption]]\nid = \"", &exemption.id, "\"\nholds_while = "]);
            self.conditions(&[], &exemption.upto, &exemption.circumstances);
            let from = exemption.from.iter().filter_map(|rule| policy.rules.get(*rule));
            self.put(&["from = "]).names(from.map(|rule| rule.id.as_str())).end();
            self.notes(policy, "exemption", &exemption.id);
        }
        for written in &policy.guarantees {
            self.guarantee(policy, &written.guarantee);
        }
    }

    fn guarantee(&mut self, policy: &Resolved, guarantee: &Guarantee) {
        let Guarantee { id, region: Region { from, upto, circumstances }, promise } = guarantee;
        self.put(&["\n[[guarantee]]\nid = \"", id, "\"\ngiven = "]).conditions(from, upto, circumstances);
        match promise {
            Promise::AtLeast(least) => self.put(&["at_least = "]).demand(policy, least),
            Promise::AtMost(most) => self.put(&["at_most = "]).demand(policy, most),
            Promise::LeakAtMost(minor, before) => {
                self.put(&["leak_at_most = "]).value(Metered::Amount, *minor);
                self.put(&["\nbefore = "]).demand(policy, before);
            }
        }
        self.notes(policy, "guarantee", id);
    }

    fn notes(&mut self, policy: &Resolved, section: &str, id: &str) {
        let own = policy.notes.iter().find(|noted| noted.section == section && noted.id == id);
        let Some(Noted { notes: Notes { owner, reason, review_by, accept }, .. }) = own else { return };
        for (key, value) in [("owner", owner), ("reason", reason), ("review_by", review_by)] {
            value.iter().for_each(|value| self.put(&[key, " = "]).quoted(value).end());
        }
        if !accept.is_empty() {
            let row = |out: &mut Self, (code, why): &(Code, String)| {
                out.put(&["{ code = \"", code.name(), "\", reason = "]).quoted(why).put(&[" }"]);
            };
            self.put(&["accept = "]).list(accept.iter(), row).end();
        }
    }

    /// Conditions in the order of the facts' codes, strictest bound of each, always as `_from` and `_upto`.
    fn conditions(&mut self, from: &[AtLeast], upto: &[AtMost], circumstances: &Circumstances) {
        self.inline(|out| {
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
                    let level = level.and_then(|level| scale(fact).levels.get(usize::from(level)));
                    if let Some(level) = level {
                        out.key(&[fact.name(), suffix]).put(&["\"", level.name, "\""]);
                    }
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
                    if let Some(value) = value {
                        out.key(&[fact.name(), suffix]).value(fact, value);
                    }
                }
            }
            out.unordered(circumstances);
        });
        self.end();
    }

    fn unordered(&mut self, circumstances: &Circumstances) {
        if circumstances.operations != u16::MAX {
            let fits = |word: &&Operation| circumstances.operations >> word.code() & 1 != 0;
            self.key(&["operation"]).names(Operation::ALL.iter().filter(fits).map(|word| word.name()));
        }
        if circumstances.channels != u16::MAX {
            let fits = |word: &&Channel| circumstances.channels >> word.code() & 1 != 0;
            self.key(&["channel"]).names(Channel::ALL.iter().filter(fits).map(|word| word.name()));
        }
        if !circumstances.flags.is_empty() {
            let named = CustomerFlag::ALL.iter().filter(|flag| circumstances.flags.contains(flag));
            self.key(&["flag"]).names(named.map(|flag| flag.name()));
        }
        if let Some((from, to)) = circumstances.clock {
            self.key(&["clock"]).put(&["\"", &clock_text(from, to), "\""]);
        }
    }

    /// A threshold as it is written in a file.
    fn value(&mut self, fact: Metered, value: i64) {
        let quote = if matches!(fact.unit(), MeterUnit::Money | MeterUnit::Seconds) { "\"" } else { "" };
        self.put(&[quote]).bare(fact, value).put(&[quote]);
    }

    /// The same without quotes.
    fn bare(&mut self, fact: Metered, value: i64) -> &mut Self {
        match fact.unit() {
            MeterUnit::Money => match Amount::new(value.clamp(0, Amount::MAX_MINOR), self.currency) {
                Ok(amount) => self.shown(amount),
                Err(_) => self,
            },
            MeterUnit::Seconds => self.shown(Span::from_seconds(u32::try_from(value).unwrap_or(u32::MAX))),
            MeterUnit::Count | MeterUnit::Points => self.shown(value),
        }
    }

    /// A requirement in the order of its parts.
    fn demand(&mut self, policy: &Resolved, demand: &Requirement) {
        self.inline(|out| {
            let rung = usize::from(demand.rung).checked_sub(1).and_then(|place| policy.rungs.get(place));
            if let Some(rung) = rung {
                out.key(&["rung"]).quoted(&rung.name);
            }
            if !demand.include.is_empty() {
                out.key(&["include"]).factors(demand.include);
            }
            if demand.kinds > 0 {
                out.key(&["kinds"]).shown(demand.kinds);
            }
            if !demand.distrusted.is_empty() {
                out.key(&["distrusted"]).factors(demand.distrusted);
            }
            if demand.max_age < u32::MAX {
                out.key(&["max_age"]).span(demand.max_age);
            }
            out.effects(demand);
        });
        self.end();
    }

    /// The parts that are no proof.
    fn effects(&mut self, demand: &Requirement) {
        if demand.confirm {
            self.key(&["confirm"]).put(&["true"]);
        }
        if demand.hold > 0 {
            self.key(&["hold"]).span(demand.hold);
        }
        for (name, value) in [("hold_days", demand.hold_days), ("review", demand.review)] {
            if value > 0 {
                self.key(&[name]).shown(value);
            }
        }
        for (name, value) in [("refuse", demand.refuse), ("freeze", demand.freeze)] {
            if value {
                self.key(&[name]).put(&["true"]);
            }
        }
        if demand.notify.bits() != 0 {
            let told = Notice::ALL.iter().filter(|notice| demand.notify.contains(**notice));
            self.key(&["notify"]).names(told.map(|notice| notice.name()));
        }
    }
}
