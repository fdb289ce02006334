//! The desk at which a draft is checked: it collects findings and reads values, each with its own complaint.

use core::ops::Range;
use std::collections::BTreeSet;

use crate::document::suggest::nearest;
use crate::document::tree::{At, Draft, Entry, MOST_FINDINGS, Node};
use crate::finding::{Code, Edit, Finding, Said};
use crate::units::{Amount, Currency, Span};

/// Findings so far, and the text they are about.
pub(super) struct Desk<'a> {
    draft: &'a Draft,
    pub findings: Vec<Finding>,
    /// The legal maximum of a hold, in seconds, where the policy states one.
    pub hold_limit: Option<u32>,
}

/// A table with the place where a forgotten key would go.
#[derive(Clone, Copy)]
pub(super) struct Section<'a> {
    pub entries: &'a [Entry],
    pub span: &'a Range<usize>,
}

impl<'a> Section<'a> {
    pub fn of(at: &'a At<Node>) -> Self {
        Self { entries: at.value.entries(), span: &at.span }
    }

    pub fn get(&self, key: &str) -> Option<&'a At<Node>> {
        self.entries.iter().find(|entry| entry.key.value == key).map(|entry| &entry.value)
    }
}

/// How a word is called in messages.
#[derive(Clone, Copy)]
pub(super) struct Kind(pub &'static str, pub &'static str);

impl<'a> Desk<'a> {
    pub fn new(draft: &'a Draft) -> Self {
        Self { draft, findings: draft.findings.clone(), hold_limit: None }
    }

    /// Records a finding, with the edit that mends it.
    pub fn report(
        &mut self,
        code: Code,
        span: &Range<usize>,
        message: Said,
        mending: Said,
        edit: Option<Edit>,
    ) {
        if self.is_full() {
            return;
        }
        let mut finding =
            Finding::new(&self.draft.file, &self.draft.text, span.clone(), code, message, mending);
        finding.edit = edit;
        self.findings.push(finding);
    }

    /// Whether so much is wrong that no more is said: the last finding says that.
    pub fn is_full(&mut self) -> bool {
        let full = self.findings.len() >= MOST_FINDINGS;
        if self.findings.len() == MOST_FINDINGS {
            let Draft { file, text, .. } = self.draft;
            let message = Said::new(
                format!("more than {MOST_FINDINGS} findings; the rest is not shown"),
                format!("发现超过{MOST_FINDINGS}处，其余未列出"),
            );
            let mending = Said::new("mend these first", "请先改正这些");
            self.findings.push(Finding::new(file, text, 0..0, Code::LimitExceeded, message, mending));
        }
        full
    }

    /// Whether some of the text could not be read, so that a section which seems missing may stand behind the slip.
    pub fn is_torn(&self) -> bool {
        self.draft.findings.iter().any(|finding| finding.code == Code::Syntax)
    }

    /// The text at `span`.
    pub fn slice(&self, span: &Range<usize>) -> Option<&'a str> {
        self.draft.text.get(span.clone())
    }

    /// Replaces what stands at `span`.
    pub fn replace(span: &Range<usize>, text: impl Into<String>) -> Option<Edit> {
        Some(Edit { certain: true, span: span.clone(), text: text.into() })
    }

    /// Replaces what stands at `span` by something that may not have been meant.
    pub fn perhaps(span: &Range<usize>, text: impl Into<String>) -> Option<Edit> {
        Some(Edit { certain: false, span: span.clone(), text: text.into() })
    }

    /// Complains of every key of a table that is not allowed there.
    pub fn only(&mut self, section: Section<'_>, allowed: &[&str]) {
        for entry in section.entries {
            // WHY: a suggestion takes longer than the rest of reading; what nobody will see is not thought of.
            if !allowed.contains(&entry.key.value.as_str()) && !self.is_full() {
                let free = allowed.iter().copied().filter(|key| section.get(key).is_none());
                let list = allowed.join(", ");
                self.unknown_key(entry, free, &Said::new(list.clone(), list));
            }
        }
    }

    /// Complains of one key; suggests the nearest of the `free` ones.
    pub fn unknown_key<'w>(
        &mut self,
        entry: &Entry,
        free: impl IntoIterator<Item = &'w str>,
        allowed: &Said,
    ) {
        let key = &entry.key.value;
        let message = Said::new(format!("`{key}` means nothing here"), format!("此处没有`{key}`这个键"));
        if let Some(meant) = nearest(key, free) {
            let mending = Said::new(format!("did you mean `{meant}`?"), format!("是不是要写`{meant}`？"));
            let edit = Self::replace(&entry.key.span, meant);
            self.report(Code::UnknownKey, &entry.key.span, message, mending, edit);
        } else {
            let mending = Said::new(
                format!("delete it; allowed here: {}", allowed.en),
                format!("删除它；此处可用：{}", allowed.zh),
            );
            let edit = self.delete(entry);
            self.report(Code::UnknownKey, &entry.key.span, message, mending, edit);
        }
    }

    /// An edit that deletes `key = value` with its comma; none for a section or a dotted key.
    fn delete(&self, entry: &Entry) -> Option<Edit> {
        const BLANK: [char; 2] = [' ', '\t'];
        let text = &self.draft.text;
        let span = entry.key.span.start..entry.value.span.end;
        let before = text.get(..span.start)?;
        let key = text.get(entry.key.span.end..entry.value.span.start)?.trim_matches(BLANK);
        if key != "=" || before.ends_with('.') {
            return None;
        }
        let after = text.get(span.end..)?;
        if let Some(rest) = after.trim_start_matches(BLANK).strip_prefix(',') {
            let end = text.len().saturating_sub(rest.trim_start_matches(BLANK).len());
            return Self::perhaps(&(span.start..end), "");
        }
        if let Some(head) = before.trim_end_matches(BLANK).strip_suffix(',') {
            return Self::perhaps(&(head.len()..span.end), "");
        }
        Self::perhaps(&span, "")
    }

    /// The value of a key that must be there.
    pub fn need(
        &mut self,
        section: Section<'a>,
        key: &str,
        default: &str,
        kind: Kind,
    ) -> Option<&'a At<Node>> {
        let found = section.get(key);
        // WHY: a slip can take all that follows it out of a table, which has its finding then.
        let torn = section.entries.is_empty() && self.is_torn();
        if found.is_none() && !torn {
            let message = Said::new(format!("{} needs a `{key}`", kind.0), format!("{}缺少`{key}`", kind.1));
            let line = format!("{key} = {default}");
            let mending = Said::new(format!("write `{line}`"), format!("写上`{line}`"));
            let edit = self.insertion(section, &line);
            self.report(Code::MissingKey, section.span, message, mending, edit);
        }
        found
    }

    /// An edit that adds `key = value` to a table: inside its braces, or on a line after its last own key or header.
    pub fn insertion(&self, section: Section<'_>, line: &str) -> Option<Edit> {
        let text = &self.draft.text;
        if text.get(section.span.clone())?.starts_with('{') {
            let at = section.span.start.saturating_add(1);
            let comma = if section.entries.is_empty() { "" } else { "," };
            return Self::perhaps(&(at..at), format!(" {line}{comma}"));
        }
        // A dotted key has no header of its own after which a line could stand.
        if !text.get(section.span.clone())?.starts_with('[') && section.span.start > 0 {
            return None;
        }
        let header = section.span.start;
        let own = |entry: &&Entry| !text.get(..entry.key.span.start).unwrap_or("").ends_with(['[', '.']);
        let last = section.entries.iter().rfind(own).map_or(header, |entry| entry.value.span.end);
        let rest = text.get(last..)?;
        let end = last.saturating_add(rest.find('\n').unwrap_or(rest.len()));
        Self::perhaps(&(end..end), format!("\n{line}"))
    }

    /// The text of a value.
    pub fn text(&mut self, at: &'a At<Node>) -> Option<&'a str> {
        match &at.value {
            Node::Text(text) if self.is_unseen(at, text) => None,
            Node::Text(text) => Some(text),
            other => {
                let edit = match other {
                    Node::Integer(number) => Self::replace(&at.span, format!("\"{number}\"")),
                    _ => None,
                };
                self.wrong_type(at, Kind("text in quotes", "带引号的文本"), edit);
                None
            }
        }
    }

    /// The whole number of a value.
    pub fn integer(&mut self, at: &At<Node>) -> Option<i64> {
        match &at.value {
            Node::Integer(number) => Some(*number),
            other => {
                let bare = other.text().filter(|text| text.parse::<i64>().is_ok());
                let edit = bare.and_then(|text| Self::replace(&at.span, text));
                self.wrong_type(at, Kind("a whole number", "整数"), edit);
                None
            }
        }
    }

    /// A whole number in `least ..= most`.
    pub fn integer_in(&mut self, at: &At<Node>, least: i64, most: i64) -> Option<i64> {
        let number = self.integer(at)?;
        if (least..=most).contains(&number) {
            return Some(number);
        }
        let message = Said::new(
            format!("{number} is not in {least} ..= {most}"),
            format!("{number}不在{least}到{most}之间"),
        );
        let nearest = number.clamp(least, most);
        let mending = Said::new(format!("write {nearest}"), format!("改为{nearest}"));
        self.report(
            Code::LimitExceeded,
            &at.span,
            message,
            mending,
            Self::perhaps(&at.span, nearest.to_string()),
        );
        None
    }

    /// True or false.
    pub fn boolean(&mut self, at: &At<Node>) -> Option<bool> {
        match &at.value {
            Node::Boolean(value) => Some(*value),
            other => {
                let edit = other.text().filter(|text| ["true", "false"].contains(text));
                self.wrong_type(
                    at,
                    Kind("true or false", "真假值"),
                    edit.and_then(|t| Self::replace(&at.span, t)),
                );
                None
            }
        }
    }

    /// The items of a list that may be empty.
    pub fn list_or_nothing(&mut self, at: &'a At<Node>, kind: Kind) -> &'a [At<Node>] {
        if at.value == Node::List(Vec::new()) { &[] } else { self.list(at, kind) }
    }

    /// The items of a list that must not be empty.
    pub fn list(&mut self, at: &'a At<Node>, kind: Kind) -> &'a [At<Node>] {
        match &at.value {
            Node::List(items) => {
                if items.is_empty() {
                    let message = Said::new(
                        format!("a list of {} with nothing in it", kind.0),
                        format!("{}列表为空", kind.1),
                    );
                    let mending =
                        Said::new(format!("name at least one {}", kind.0), format!("至少写一个{}", kind.1));
                    self.report(Code::Empty, &at.span, message, mending, None);
                }
                items
            }
            Node::Text(text) => {
                let edit = Self::replace(&at.span, format!("[\"{text}\"]"));
                self.wrong_type(at, Kind("a list", "列表"), edit);
                &[]
            }
            _ => {
                self.wrong_type(at, Kind("a list", "列表"), None);
                &[]
            }
        }
    }

    /// The entries of a table.
    pub fn table(&mut self, at: &'a At<Node>) -> Section<'a> {
        if !matches!(at.value, Node::Table(_)) {
            self.wrong_type(at, Kind("a table", "表"), None);
        }
        Section::of(at)
    }

    /// A word of a closed vocabulary.
    pub fn word<T>(
        &mut self,
        at: &'a At<Node>,
        kind: Kind,
        find: impl Fn(&str) -> Option<T>,
        words: &[&str],
    ) -> Option<T> {
        let text = self.text(at)?;
        let found = find(text);
        if found.is_none() {
            self.unknown_name(text, &at.span, kind, words, true);
        }
        found
    }

    /// Complains of a name that nothing bears.
    pub fn unknown_name(
        &mut self,
        name: &str,
        span: &Range<usize>,
        kind: Kind,
        words: &[&str],
        quoted: bool,
    ) {
        let list = words.join(", ");
        let message =
            Said::new(format!("there is no {} `{name}`", kind.0), format!("没有名为`{name}`的{}", kind.1));
        let (mending, edit) = match nearest(name, words.iter().copied()) {
            Some(meant) => {
                let text = if quoted { format!("\"{meant}\"") } else { meant.to_owned() };
                let said = Said::new(format!("did you mean `{meant}`?"), format!("是不是要写`{meant}`？"));
                (said, Self::replace(span, text))
            }
            None => (Said::new(format!("write one of: {list}"), format!("可写：{list}")), None),
        };
        self.report(Code::UnknownName, span, message, mending, edit);
    }

    /// An amount of the policy's currency, in minor units.
    pub fn amount(&mut self, text: &str, span: &Range<usize>, currency: Currency) -> Option<i64> {
        match Amount::parse(text, currency) {
            Ok(amount) => Some(amount.minor()),
            Err(error) => {
                let message = Said::new(error.to_string(), format!("`{text}`不是合法的{currency}金额"));
                let plain = tidy(text, currency);
                let mending = match &plain {
                    Some(plain) => Said::new(format!("write \"{plain}\""), format!("写作\"{plain}\"")),
                    None => Said::new(
                        format!("write digits with {} decimals", currency.minor_digits()),
                        format!("写数字，保留{}位小数", currency.minor_digits()),
                    ),
                };
                // WHY: without decimals it may be in minor units, or its point was lost: off by a hundred.
                let whole = currency.minor_digits() == 0 || text.contains('.');
                let edit = plain.map(|plain| Edit {
                    certain: whole,
                    span: span.clone(),
                    text: format!("\"{plain}\""),
                });
                self.report(Code::BadAmount, span, message, mending, edit);
                None
            }
        }
    }

    /// A duration in seconds, longer than nothing.
    pub fn duration(&mut self, at: &'a At<Node>) -> Option<u32> {
        self.span(at, false)
    }

    /// A duration in seconds; nothing too, where `zero` allows it.
    pub fn span(&mut self, at: &'a At<Node>, zero: bool) -> Option<u32> {
        let text = self.text(at)?;
        match Span::parse(text) {
            Ok(span) if span.seconds() > 0 || zero => Some(span.seconds()),
            result => {
                let nothing = result.is_ok();
                let message = Said::new(
                    result.err().map_or("a duration of nothing".to_owned(), |error| error.to_string()),
                    format!("`{text}`不是合法的时长"),
                );
                let meant = if nothing { None } else { meant_span(text) };
                let mending = match &meant {
                    Some(meant) => {
                        Said::new(format!("did you mean \"{meant}\"?"), format!("是不是\"{meant}\"？"))
                    }
                    None => Said::new(
                        "write such as \"15min\", \"2h\", \"30d\"",
                        "写法如\"15min\"、\"2h\"、\"30d\"",
                    ),
                };
                let edit = meant.and_then(|meant| Self::replace(&at.span, format!("\"{meant}\"")));
                self.report(Code::BadDuration, &at.span, message, mending, edit);
                None
            }
        }
    }

    /// Complains of a second thing with the same id.
    pub fn unique(&mut self, ids: &mut BTreeSet<String>, id: &str, at: &At<Node>) {
        if ids.contains(id) && !self.is_full() {
            let message = Said::new(format!("`{id}` is taken already"), format!("编号`{id}`已被使用"));
            let fresh = (2..).map(|n| format!("{id}-{n}")).find(|name| !ids.contains(name));
            let fresh = fresh.unwrap_or_default();
            let mending = Said::new(
                format!("give it its own id, such as `{fresh}`"),
                format!("换一个编号，如`{fresh}`"),
            );
            let edit = Self::replace(&at.span, format!("\"{fresh}\""));
            self.report(Code::DuplicateId, &at.span, message, mending, edit);
        }
        ids.insert(id.to_owned());
    }

    /// Complains of more things than allowed, at the first of them that is too many.
    pub fn at_most<'s>(
        &mut self,
        mut spans: impl Iterator<Item = &'s Range<usize>>,
        kind: Kind,
        found: usize,
        most: usize,
    ) {
        if found > most {
            let span = spans.nth(most).cloned().unwrap_or(0..0);
            self.too_many(&span, Said::new(kind.0, kind.1), found, most);
        }
    }

    /// Complains of more things than allowed.
    pub fn too_many(&mut self, span: &Range<usize>, things: Said, found: usize, most: usize) {
        let message = Said::new(
            format!("{found} {}, more than the {most} allowed", things.en),
            format!("{}共{found}个，超过上限{most}", things.zh),
        );
        let mending = Said::new(format!("keep at most {most}"), format!("至多保留{most}个"));
        self.report(Code::LimitExceeded, span, message, mending, None);
    }

    fn wrong_type(&mut self, at: &At<Node>, wanted: Kind, edit: Option<Edit>) {
        let (found, found_zh) = at.value.kind();
        let message = Said::new(
            format!("{found} stands where {} belongs", wanted.0),
            format!("此处应为{}，却是{found_zh}", wanted.1),
        );
        let mending = match &edit {
            Some(edit) => Said::new(format!("write {}", edit.text), format!("写作{}", edit.text)),
            None => Said::new(format!("write {}", wanted.0), format!("改为{}", wanted.1)),
        };
        self.report(Code::WrongType, &at.span, message, mending, edit);
    }
}

/// An amount as it was surely meant: without blanks and separators of thousands, with the currency's decimals.
fn tidy(text: &str, currency: Currency) -> Option<String> {
    let digits = usize::from(currency.minor_digits());
    let bare: String = text.chars().filter(|c| !matches!(c, ' ' | '_')).collect();
    let (whole, fraction) = bare.split_once('.').unwrap_or((&bare, ""));
    // WHY: a comma before other than three digits may be a decimal comma; guessing would be off by a hundred.
    let mut groups = whole.split(',').skip(1);
    if !groups.all(|group| group.len() == 3) {
        return None;
    }
    let whole = whole.replace(',', "");
    let meant = if digits == 0 { whole } else { format!("{whole}.{fraction:0<digits$}") };
    Amount::parse(&meant, currency).ok().map(|_| meant)
}

/// A duration as it was surely meant: the number, and a unit that is spelled out.
fn meant_span(text: &str) -> Option<String> {
    let bare: String = text.chars().filter(|c| *c != ' ').collect();
    let split = bare.find(|c: char| !c.is_ascii_digit())?;
    let (number, word) = bare.split_at(split);
    let unit = match word.to_ascii_lowercase().as_str() {
        "s" | "sec" | "secs" | "second" | "seconds" => "s",
        "m" | "min" | "mins" | "minute" | "minutes" => "min",
        "h" | "hr" | "hrs" | "hour" | "hours" => "h",
        "d" | "day" | "days" => "d",
        _ => return None,
    };
    let meant = format!("{number}{unit}");
    Span::parse(&meant).ok().map(|_| meant)
}
