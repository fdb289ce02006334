//! What stands outside rules: schema, currency, grades, limits, enrolments, proofs that do not count.

use crate::document::desk::{Desk, Kind, Section};
use crate::document::entries::Context;
use crate::document::resolved::Notes;
use crate::document::tree::{At, Node};
use crate::factor::FactorSet;
use crate::finding::{Code, Said};
use crate::operation::{Channel, Grade, Operation};
use crate::units::Currency;

/// The number of the policy language that this version reads.
pub(super) const SCHEMA: i64 = 1;

impl<'a> Desk<'a> {
    /// The schema number must be one that is understood.
    pub fn schema(&mut self, root: Section<'a>) {
        let Some(at) = self.need_on_top(root, "schema", "1") else { return };
        if let Some(number) = self.integer(at)
            && number != SCHEMA
        {
            let message = Said::new(
                format!("schema {number} is not understood here"),
                format!("此版本不支持格式{number}"),
            );
            let mending = Said::new(format!("write {SCHEMA}"), format!("改为{SCHEMA}"));
            self.report(
                Code::UnknownSchema,
                &at.span,
                message,
                mending,
                Self::perhaps(&at.span, SCHEMA.to_string()),
            );
        }
    }

    /// The policy's name.
    pub fn policy_name(&mut self, root: Section<'a>) -> Option<&'a str> {
        let at = self.need_on_top(root, "name", "\"unnamed\"")?;
        self.text(at)
    }

    /// The currency of all amounts.
    pub fn currency(&mut self, root: Section<'a>) -> Option<Currency> {
        let at = self.need_on_top(root, "currency", "\"CNY\"")?;
        let common = ["CNY", "EUR", "GBP", "USD", "JPY", "SGD", "BRL", "VND", "THB", "HKD", "INR"];
        let upper = at.value.text().map(str::to_uppercase).filter(|code| Currency::from_code(code).is_some());
        let words: Vec<&str> = upper.as_deref().map_or(common.to_vec(), |code| vec![code]);
        if let (Some(text), Some(upper)) = (at.value.text(), &upper)
            && text != upper
        {
            let message =
                Said::new(format!("there is no currency `{text}`"), format!("没有名为`{text}`的货币"));
            let mending = Said::new(format!("did you mean `{upper}`?"), format!("是不是要写`{upper}`？"));
            let edit = Self::replace(&at.span, format!("\"{upper}\""));
            self.report(Code::UnknownName, &at.span, message, mending, edit);
            return None;
        }
        self.word(at, Kind("ISO 4217 currency", "ISO 4217货币"), Currency::from_code, &words)
    }

    /// A key of the whole file; it goes to the very top, before any section.
    fn need_on_top(&mut self, root: Section<'a>, key: &str, default: &str) -> Option<&'a At<Node>> {
        // A byte order mark stays the first thing of a file.
        let start = self.slice(&(0..3)).filter(|mark| *mark == "\u{feff}").map_or(0, str::len);
        let top = start..start;
        match root.get(key) {
            Some(at) => Some(at),
            None => {
                if self.is_torn() {
                    return None;
                }
                let line = format!("{key} = {default}");
                let message = Said::new(format!("a policy needs a `{key}`"), format!("策略缺少`{key}`"));
                let mending = Said::new(format!("write `{line}` on top"), format!("在顶部写上`{line}`"));
                let edit = Self::perhaps(&top, format!("{line}\n"));
                self.report(Code::MissingKey, &top, message, mending, edit);
                None
            }
        }
    }

    /// The grade of every operation.
    pub fn grades(&mut self, root: Section<'a>) -> [u8; 16] {
        let mut grades = [Grade::High.code(); 16];
        let mut named = [false; 16];
        let Some(at) = root.get("grade") else {
            self.missing_section("grade", root);
            return grades;
        };
        let section = self.table(at);
        self.only(section, &["low", "medium", "high"]);
        let words: Vec<&str> = Operation::ALL.iter().map(|operation| operation.name()).collect();
        for entry in section.entries {
            let Some(grade) = Grade::from_name(&entry.key.value) else { continue };
            // WHY: a grade may be empty; every operation must be somewhere, which is checked below.
            let kind = Kind("operation", "业务");
            for item in self.list_or_nothing(&entry.value, kind) {
                let Some(operation) = self.word(item, kind, Operation::from_name, &words) else { continue };
                let place = usize::from(operation.code());
                if named.get(place).copied().unwrap_or(false) {
                    self.graded_twice(item, &entry.value, operation);
                }
                named.get_mut(place).into_iter().for_each(|named| *named = true);
                grades.get_mut(place).into_iter().for_each(|slot| *slot = grade.code());
            }
        }
        for operation in Operation::ALL.iter().copied() {
            if !named.get(usize::from(operation.code())).copied().unwrap_or(false) {
                self.ungraded(section, operation);
            }
        }
        grades
    }

    fn graded_twice(&mut self, item: &At<Node>, list: &At<Node>, operation: Operation) {
        let message =
            Said::new(format!("`{operation}` has a grade already"), format!("`{operation}`已有等级"));
        let mending = Said::new("name it once", "只写一次");
        let items = list.value.items();
        let place = items.iter().position(|other| other.span == item.span).unwrap_or(0);
        let span = match (
            place.checked_sub(1).and_then(|before| items.get(before)),
            items.get(place.saturating_add(1)),
        ) {
            (Some(before), _) => before.span.end..item.span.end,
            (None, Some(after)) => item.span.start..after.span.start,
            (None, None) => item.span.clone(),
        };
        let edit = Self::perhaps(&span, "");
        self.report(Code::GradedTwice, &item.span, message, mending, edit);
    }

    fn ungraded(&mut self, section: Section<'a>, operation: Operation) {
        let message =
            Said::new(format!("no grade lists `{operation}`"), format!("没有等级列出`{operation}`"));
        let mending = Said::new(
            format!("add \"{operation}\" to a grade; `high` is the strictest"),
            format!("把\"{operation}\"加入某一等级；`high`最严"),
        );
        let edit = match section.get("high") {
            Some(at) => {
                let inside = at.span.start.saturating_add(1);
                let comma = if at.value.items().is_empty() { "" } else { ", " };
                Self::replace(&(inside..inside), format!("\"{operation}\"{comma}"))
            }
            None => self.insertion(section, &format!("high = [\"{operation}\"]")),
        };
        self.report(Code::Ungraded, section.span, message, mending, edit);
    }

    fn missing_section(&mut self, name: &str, root: Section<'a>) {
        if self.is_torn() {
            return;
        }
        let message = Said::new(format!("a policy needs a `[{name}]`"), format!("策略缺少`[{name}]`"));
        let words: Vec<String> = Operation::ALL.iter().map(|operation| format!("\"{operation}\"")).collect();
        let end = root.span.end;
        let text = format!("\n[grade]\nhigh = [{}]\n", words.join(", "));
        let mending = Said::new(
            "add it, listing every operation under low, medium or high",
            "补上，并把每项业务列入一个等级",
        );
        self.report(Code::MissingKey, &(0..0), message, mending, Self::perhaps(&(end..end), text));
    }

    /// The legal maximum of a hold.
    pub fn hold_limit(&mut self, root: Section<'a>) -> Option<u32> {
        let section = self.table(root.get("limits")?);
        self.only(section, &["hold"]);
        self.duration(section.get("hold")?)
    }

    /// What customers of a channel have.
    pub fn enrolments(&mut self, root: Section<'a>, context: &mut Context<'_>) -> Vec<(Channel, FactorSet)> {
        let kind = Kind("an enrolment", "登记");
        let mut found = Vec::new();
        for (section, channel, factors) in self.by_channel(root, "enrolment", kind, &["accept"]) {
            let notes = Notes { accept: self.accepted(section), ..Notes::default() };
            context.notes.push(Self::noted("enrolment", &found.len().to_string(), section, notes));
            found.push((channel, factors));
        }
        found
    }

    /// Factors that prove nothing to a request on a channel, wherever they were passed.
    pub fn exclusions(&mut self, root: Section<'a>) -> [FactorSet; 16] {
        let mut excluded = [FactorSet::NONE; 16];
        let kind = Kind("an exclusion", "排除");
        for (_, channel, factors) in self.by_channel(root, "proof_exclusion", kind, &[]) {
            if let Some(slot) = excluded.get_mut(usize::from(channel.code())) {
                *slot = slot.union(factors);
            }
        }
        excluded
    }

    fn by_channel(
        &mut self,
        root: Section<'a>,
        key: &str,
        kind: Kind,
        more: &[&str],
    ) -> Vec<(Section<'a>, Channel, FactorSet)> {
        let Some(at) = root.get(key) else { return Vec::new() };
        let words: Vec<&str> = Channel::ALL.iter().map(|channel| channel.name()).collect();
        let mut found = Vec::new();
        for item in self.list(at, kind) {
            let section = self.table(item);
            self.only(section, &[&["channel", "factors"], more].concat());
            let channel = self.need(section, "channel", "\"app\"", kind);
            let factors = self.need(section, "factors", "[\"face\"]", kind);
            let channel =
                channel.and_then(|at| self.word(at, Kind("channel", "渠道"), Channel::from_name, &words));
            let factors = factors.map(|at| self.factors(at));
            found.extend(channel.zip(factors).map(|(channel, factors)| (section, channel, factors)));
        }
        found
    }
}
