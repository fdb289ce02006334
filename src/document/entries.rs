//! Rules, distrusts and exemptions as written.

use core::ops::Range;
use std::collections::BTreeSet;

use crate::document::conditions::Direction;
use crate::document::desk::{Desk, Kind, Section};
use crate::document::resolved::{Noted, Notes};
use crate::document::tree::{At, Node};
use crate::exemption::Exemption;
use crate::factor::FactorSet;
use crate::finding::{Code, Said, Severity};
use crate::policy::MAX_ENTRIES;
use crate::requirement::Requirement;
use crate::rule::{Circumstances, Rule};
use crate::units::Currency;

/// Keys that say something about an entry, not what it does.
pub(super) const NOTES: [&str; 4] = ["owner", "reason", "review_by", "accept"];

/// What all entries of a policy share while they are read.
pub(super) struct Context<'c> {
    pub currency: Currency,
    pub rungs: &'c [&'c str],
    pub ids: BTreeSet<String>,
    pub notes: Vec<Noted>,
}

impl<'a> Desk<'a> {
    /// Rules, then distrusts.
    pub fn rules(&mut self, root: Section<'a>, context: &mut Context<'_>) -> Vec<Rule> {
        let mut rules = Vec::new();
        for item in self.items(root, "rule", Kind("rule", "规则")) {
            let section = self.table(item);
            let keys = [&["id", "when", "require", "shadow"][..], &NOTES].concat();
            self.only(section, &keys);
            rules.push(self.rule(section, context, rules.len()));
        }
        let first = rules.len();
        for item in self.items(root, "distrust", Kind("distrust", "不信任")) {
            let section = self.table(item);
            let keys = [&["id", "factor", "when", "shadow"][..], &NOTES].concat();
            self.only(section, &keys);
            rules.extend(self.distrust(section, context, rules.len().saturating_sub(first)));
        }
        rules
    }

    /// One rule. One with a mistake keeps its id, so that an exemption which names it is not wrong for that.
    fn rule(&mut self, section: Section<'a>, context: &mut Context<'_>, place: usize) -> Rule {
        let kind = Kind("a rule", "规则");
        let default = format!("\"rule-{}\"", place.saturating_add(1));
        let id_at = self.need(section, "id", &default, kind);
        let when = self.need(section, "when", "{}", kind);
        let require = self.need(section, "require", "{ review = 1 }", kind);
        // WHY: an id with a mistake is known by the one that its mending gives.
        let id = id_at.map_or(String::new(), |at| {
            let named = self.named(at, context).map(str::to_owned);
            named.or_else(|| at.value.text().map(tidy)).unwrap_or_default()
        });
        let region = when.map(|at| self.conditions(at, Direction::Up, context.currency));
        let demand = require.map(|at| self.some_demand(at, context.rungs, false));
        let shadow = section.get("shadow").and_then(|at| self.boolean(at)).unwrap_or(false);
        let notes = self.notes(section);
        let reason = notes.reason.clone().unwrap_or_default();
        context.notes.push(Self::noted("rule", &id, section, notes));
        let (from, circumstances) =
            region.map_or((Vec::new(), Circumstances::ANY), |region| (region.from, region.circumstances));
        let demand = demand.unwrap_or(Requirement::NOTHING);
        Rule { id, from, circumstances, demand, shadow, distrust: false, reason }
    }

    fn distrust(&mut self, section: Section<'a>, context: &mut Context<'_>, place: usize) -> Option<Rule> {
        let kind = Kind("a distrust", "不信任");
        let factor = self.need(section, "factor", "\"sms\"", kind);
        let when = self.need(section, "when", "{}", kind);
        let factor = factor.and_then(|at| self.factor(at));
        let region = when.map(|at| self.conditions(at, Direction::Up, context.currency));
        let shadow = section.get("shadow").and_then(|at| self.boolean(at)).unwrap_or(false);
        let own = section.get("id").and_then(|at| self.named(at, context)).map(str::to_owned);
        let id = own.unwrap_or_else(|| {
            let name = factor.map_or("factor", |factor| factor.name());
            let numbered = (place.saturating_add(1)..).map(|number| format!("distrust-{name}-{number}"));
            let free = numbered.into_iter().find(|id| !context.ids.contains(id)).unwrap_or_default();
            context.ids.insert(free.clone());
            free
        });
        let notes = self.notes(section);
        let reason = notes.reason.clone().unwrap_or_default();
        context.notes.push(Self::noted("distrust", &id, section, notes));
        let (from, circumstances) = region.map(|region| (region.from, region.circumstances))?;
        let demand = Requirement { distrusted: FactorSet::NONE.with(factor?), ..Requirement::NOTHING };
        Some(Rule { id, from, circumstances, demand, shadow, distrust: true, reason })
    }

    /// Exemptions from named rules.
    pub fn exemptions(
        &mut self,
        root: Section<'a>,
        context: &mut Context<'_>,
        rules: &[Rule],
    ) -> Vec<Exemption> {
        let names: Vec<&str> =
            rules.iter().filter(|rule| !rule.distrust).map(|rule| rule.id.as_str()).collect();
        let mut exemptions = Vec::new();
        for item in self.items(root, "exemption", Kind("exemption", "豁免")) {
            let section = self.table(item);
            let keys = [&["id", "holds_while", "from"][..], &NOTES].concat();
            self.only(section, &keys);
            let kind = Kind("an exemption", "豁免");
            let default = format!("\"exemption-{}\"", exemptions.len().saturating_add(1));
            let id = self.need(section, "id", &default, kind).and_then(|at| self.named(at, context));
            let holds = self.need(section, "holds_while", "{ amount_upto = \"0.00\" }", kind);
            let first = names.first().map_or("[]".to_owned(), |name| format!("[\"{name}\"]"));
            let from_at = self.need(section, "from", &first, kind);
            let region = holds.map(|at| self.conditions(at, Direction::Down, context.currency));
            let from = from_at.map_or(Vec::new(), |at| self.exempted(at, &names));
            let notes = self.notes(section);
            let id = id.unwrap_or("").to_owned();
            let reason = notes.reason.clone().unwrap_or_default();
            context.notes.push(Self::noted("exemption", &id, section, notes));
            let (upto, circumstances) =
                region.map_or((Vec::new(), Circumstances::ANY), |region| (region.upto, region.circumstances));
            exemptions.push(Exemption { id, upto, circumstances, from, reason });
        }
        let written = ["rule", "distrust", "exemption"].map(|key| root.get(key).map(|at| at.value.items()));
        let mut spans: Vec<&Range<usize>> =
            written.iter().flatten().flat_map(|items| items.iter().map(|item| &item.span)).collect();
        spans.sort_by_key(|span| span.start);
        let kind = Kind("rules, distrusts and exemptions", "规则、不信任与豁免");
        self.at_most(spans.iter().copied(), kind, spans.len(), MAX_ENTRIES);
        exemptions
    }

    fn exempted(&mut self, at: &'a At<Node>, names: &[&str]) -> Vec<usize> {
        self.list(at, Kind("rule", "规则"))
            .iter()
            .filter_map(|item| self.reference(item, Kind("rule", "规则"), names))
            .collect()
    }

    /// The items under a key that may be absent.
    pub fn items(&mut self, root: Section<'a>, key: &str, kind: Kind) -> &'a [At<Node>] {
        let items = root.get(key).map_or(&[][..], |at| self.list(at, kind));
        let counted_together = ["rule", "distrust", "exemption"].contains(&key);
        if !counted_together {
            let spans = items.iter().map(|item| &item.span);
            self.at_most(spans, Kind("entries of one kind", "同类条目"), items.len(), MAX_ENTRIES);
        }
        items.get(..items.len().min(MAX_ENTRIES)).unwrap_or(items)
    }

    /// An id, unlike any other of the policy: short, and printable everywhere.
    pub fn named(&mut self, at: &'a At<Node>, context: &mut Context<'_>) -> Option<&'a str> {
        let id = self.text(at)?;
        if is_id(id) {
            self.unique(&mut context.ids, id, at);
            return Some(id);
        }
        let tidy = tidy(id);
        let message = Said::new(
            format!("`{id}` is no id: 1 to 64 ASCII letters, digits and `-_.+/`"),
            format!("`{id}`不是合法编号：1到64个ASCII字母、数字或`-_.+/`"),
        );
        let mending = Said::new(format!("write \"{tidy}\""), format!("写作\"{tidy}\""));
        let edit = Self::replace(&at.span, format!("\"{tidy}\""));
        self.report(Code::LimitExceeded, &at.span, message, mending, edit);
        None
    }

    /// The place of the thing that a name refers to.
    ///
    /// WHY: where something has no name, or a slip hides some of the text, the name may be meant for that; to complain of
    /// it, or to suggest another, would be a second finding of one mistake. Only where there is a first: a name that
    /// nothing bears must never pass for no demand.
    pub fn reference(&mut self, at: &'a At<Node>, kind: Kind, names: &[&str]) -> Option<usize> {
        let text = self.text(at)?;
        let found = names.iter().position(|name| *name == text);
        let nameless = names.contains(&"") || self.is_torn();
        let excused = nameless && self.findings.iter().any(|finding| finding.severity == Severity::Error);
        if found.is_none() && !excused {
            let offered = |name: &&str| !name.is_empty() && !name.contains(['"', '\\']);
            let names: Vec<&str> = names.iter().copied().filter(offered).collect();
            self.unknown_name(text, &at.span, kind, &names, true);
        }
        found
    }

    /// Notes beside the place of the id that they are about, or of the whole section.
    pub fn noted(section: &'static str, id: &str, at: Section<'_>, notes: Notes) -> Noted {
        let entry = at.entries.iter().find(|entry| entry.key.value == "id");
        let span = entry.map_or(at.span.clone(), |entry| entry.value.span.clone());
        Noted { section, id: id.to_owned(), span, notes }
    }

    /// Owner, reason, review date and accepted findings.
    pub fn notes(&mut self, section: Section<'a>) -> Notes {
        let mut word = |key: &str| section.get(key).and_then(|at| self.text(at)).map(str::to_owned);
        let (owner, reason, review_by) = (word("owner"), word("reason"), word("review_by"));
        Notes { owner, reason, review_by, accept: self.accepted(section) }
    }

    /// Findings that are accepted, each with a reason. Errors must be mended, and a guarantee is not proved by saying so:
    /// neither can be.
    pub fn accepted(&mut self, section: Section<'a>) -> Vec<(Code, String)> {
        let acceptable = Code::ALL.iter().copied().filter(|code| code.is_acceptable());
        let names: Vec<&str> = acceptable.map(Code::name).collect();
        let mut accept = Vec::new();
        for item in self.items(section, "accept", Kind("accepted finding", "接受的发现")) {
            let own = self.table(item);
            self.only(own, &["code", "reason"]);
            let kind = Kind("an acceptance", "接受");
            let code = self.need(own, "code", "\"P031\"", kind);
            let reason =
                self.need(own, "reason", "\"why this is lawful\"", kind).and_then(|at| self.text(at));
            let known = |name: &str| Code::from_name(name).filter(|code| code.is_acceptable());
            let code = code.and_then(|at| {
                self.word(at, Kind("finding that can be accepted", "可接受的发现"), known, &names)
            });
            accept.extend(code.zip(reason).map(|(code, reason)| (code, reason.to_owned())));
        }
        accept
    }
}

/// The nearest legal id.
fn tidy(id: &str) -> String {
    let legal = |c: char| if is_id(c.encode_utf8(&mut [0; 4])) { c } else { '-' };
    let tidy: String = id.chars().map(legal).take(64).collect();
    if tidy.is_empty() { "unnamed".to_owned() } else { tidy }
}

/// Whether a text may be an id: 1 to 64 ASCII letters, digits and a few marks.
fn is_id(text: &str) -> bool {
    let legal = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.+/".contains(&byte);
    (1..=64).contains(&text.len()) && text.bytes().all(legal)
}
