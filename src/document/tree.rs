//! A draft: the tree of a policy file as it stands, every key and value with its place. Anything goes.

use core::ops::Range;

use toml::de::{DeTable, DeValue};

use crate::finding::{Code, Edit, Finding, Said};

/// Findings that are reported at the most: enough for any file that a person wrote.
pub(super) const MOST_FINDINGS: usize = 500;

/// The largest policy file, in bytes; nothing larger is read.
pub const MAX_BYTES: usize = 256 * 1024;
/// The deepest nesting of tables and lists.
pub const MAX_DEPTH: usize = 8;

/// A value and the bytes of the text where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct At<T> {
    /// The value.
    pub value: T,
    /// Its bytes in the text.
    pub span: Range<usize>,
}

/// One value of the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// Text.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// True or false.
    Boolean(bool),
    /// A list.
    List(Vec<At<Node>>),
    /// A table, in the order of the text.
    Table(Vec<Entry>),
    /// Something that no policy uses: a float, a date, a number out of range.
    Other(&'static str),
}

/// A key and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The key.
    pub key: At<String>,
    /// The value.
    pub value: At<Node>,
}

/// A policy file as it stands. Sealing it gives a policy, or everything that is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The file's name, for findings.
    pub file: String,
    /// The text.
    pub text: String,
    /// The top-level table.
    pub root: Vec<Entry>,
    pub(crate) findings: Vec<Finding>,
    /// All bytes of the text: where the top-level table stands.
    pub(crate) whole: Range<usize>,
    /// Whether the text is JSON, so that what is said of it must not speak TOML.
    pub(crate) json: bool,
}

impl Draft {
    /// Reads a text of TOML. Never fails: what cannot be read becomes a finding when the draft is sealed.
    #[must_use]
    pub fn read(file: &str, text: &str) -> Self {
        let mut draft = Self::unread(file, text);
        if !draft.findings.is_empty() {
            return draft;
        }
        let (table, errors) = DeTable::parse_recoverable(text);
        for error in errors {
            draft.syntax(error.span().unwrap_or(0..0), error.message());
        }
        draft.root = draft.entries(table.get_ref(), 1);
        draft
    }

    /// A draft without its tree; of a text that is too long that is all there will be.
    pub(super) fn unread(file: &str, text: &str) -> Self {
        let mut draft = Self {
            file: file.to_owned(),
            text: text.to_owned(),
            root: Vec::new(),
            findings: Vec::new(),
            whole: 0..text.len(),
            json: false,
        };
        if text.len() > MAX_BYTES {
            draft.too_much(0..0, "bytes in a file", "文件字节数", text.len(), MAX_BYTES);
        }
        draft
    }

    /// The value of a top-level key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&At<Node>> {
        self.root.iter().find(|entry| entry.key.value == key).map(|entry| &entry.value)
    }

    fn entries(&mut self, table: &DeTable<'_>, depth: usize) -> Vec<Entry> {
        let mut entries: Vec<Entry> = table
            .iter()
            .map(|(key, value)| Entry {
                key: At { value: key.get_ref().to_string(), span: key.span() },
                value: self.node(value, depth),
            })
            .collect();
        entries.sort_by_key(|entry| (entry.key.span.start, entry.key.span.end));
        entries
    }

    /// One value. WHY: recursion is bounded here, and in the parser by its own limit.
    fn node(&mut self, at: &toml::Spanned<DeValue<'_>>, depth: usize) -> At<Node> {
        let span = at.span();
        let value = match at.get_ref() {
            DeValue::String(text) => Node::Text(text.to_string()),
            DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
                .map_or(Node::Other("a number out of range"), Node::Integer),
            DeValue::Boolean(value) => Node::Boolean(*value),
            DeValue::Float(_) => Node::Other("a number with a fraction"),
            DeValue::Datetime(_) => Node::Other("a date"),
            DeValue::Array(_) | DeValue::Table(_) if depth > MAX_DEPTH => self.too_deep(span.clone()),
            DeValue::Array(list) => {
                Node::List(list.iter().map(|item| self.node(item, depth.saturating_add(1))).collect())
            }
            DeValue::Table(table) => Node::Table(self.entries(table, depth.saturating_add(1))),
        };
        At { value, span }
    }

    /// A finding for what is nested too deeply, and what stands in its place.
    pub(super) fn too_deep(&mut self, span: Range<usize>) -> Node {
        let found = MAX_DEPTH.saturating_add(1);
        self.too_much(span, "levels of tables and lists", "嵌套层数", found, MAX_DEPTH);
        Node::Other("something nested too deeply")
    }

    fn too_much(&mut self, span: Range<usize>, what: &str, what_zh: &str, found: usize, most: usize) {
        if self.is_full() {
            return;
        }
        let message = Said::new(
            format!("{found} {what}, more than the {most} allowed"),
            format!("{what_zh}为{found}，超过上限{most}"),
        );
        let mending = Said::new("split or shorten the policy", "拆分或缩短策略文件");
        self.findings.push(Finding::new(&self.file, &self.text, span, Code::LimitExceeded, message, mending));
    }

    /// Whether so much is wrong already that nothing more is noted; the work for each grows with the text.
    pub(super) fn is_full(&self) -> bool {
        self.findings.len() >= MOST_FINDINGS
    }

    fn syntax(&mut self, span: Range<usize>, message: &str) {
        if self.is_full() {
            return;
        }
        let said = Said::new(format!("not TOML here: {message}"), "此处不是合法的TOML");
        let mending = Said::new("mend the line, or comment it out with `#`", "改正此行，或用`#`注释掉");
        let mut finding = Finding::new(&self.file, &self.text, span, Code::Syntax, said, mending);
        let before = self.text.get(..finding.span.start).unwrap_or("");
        let start = before.rfind('\n').map_or(0, |at| at.saturating_add(1));
        finding.edit = Some(Edit { certain: false, span: start..start, text: "# ".to_owned() });
        // WHY: recovery can report one slip several times; the first says it.
        if !self.findings.iter().any(|known| known.code == Code::Syntax && known.line == finding.line) {
            self.findings.push(finding);
        }
    }
}

impl Node {
    /// What kind of value it is, for messages.
    #[must_use]
    pub const fn kind(&self) -> (&'static str, &'static str) {
        match self {
            Self::Text(_) => ("text", "文本"),
            Self::Integer(_) => ("a whole number", "整数"),
            Self::Boolean(_) => ("true or false", "真假值"),
            Self::List(_) => ("a list", "列表"),
            Self::Table(_) => ("a table", "表"),
            Self::Other(what) => (what, "不支持的值"),
        }
    }

    /// The entries of a table; none of anything else.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        match self {
            Self::Table(entries) => entries,
            _ => &[],
        }
    }

    /// The value under a key of a table.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&At<Self>> {
        self.entries().iter().find(|entry| entry.key.value == key).map(|entry| &entry.value)
    }

    /// The items of a list; none of anything else.
    #[must_use]
    pub fn items(&self) -> &[At<Self>] {
        match self {
            Self::List(items) => items,
            _ => &[],
        }
    }

    /// The text, where it is text.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}
