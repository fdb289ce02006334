//! A draft: the tree of a policy file as it stands, every key and value with its place. Anything goes.

use core::ops::Range;

use toml::de::{DeTable, DeValue};

use crate::finding::{Code, Finding, Said};

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
}

impl Draft {
    /// Reads a text of TOML. Never fails: what cannot be read becomes a finding when the draft is sealed.
    #[must_use]
    pub fn read(file: &str, text: &str) -> Self {
        let mut draft = Self {
            file: file.to_owned(),
            text: text.to_owned(),
            root: Vec::new(),
            findings: Vec::new(),
            whole: 0..text.len(),
        };
        if text.len() > MAX_BYTES {
            draft.too_much(0..0, "bytes in a file", "文件字节数", text.len(), MAX_BYTES);
            return draft;
        }
        if let Some(at) = too_deep(text) {
            draft.too_much(at..at, "levels of brackets", "括号层数", MAX_DEPTH.saturating_add(1), MAX_DEPTH);
            return draft;
        }
        let (table, errors) = DeTable::parse_recoverable(text);
        for error in errors {
            draft.syntax(error.span().unwrap_or(0..0), error.message());
        }
        draft.root = entries(table.get_ref());
        draft
    }

    /// The value of a top-level key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&At<Node>> {
        self.root.iter().find(|entry| entry.key.value == key).map(|entry| &entry.value)
    }

    fn too_much(&mut self, span: Range<usize>, what: &str, what_zh: &str, found: usize, most: usize) {
        let message = Said::new(
            format!("{found} {what}, more than the {most} allowed"),
            format!("{what_zh}为{found}，超过上限{most}"),
        );
        let mending = Said::new("split or shorten the policy", "拆分或缩短策略文件");
        self.findings.push(Finding::new(&self.file, &self.text, span, Code::LimitExceeded, message, mending));
    }

    fn syntax(&mut self, span: Range<usize>, message: &str) {
        let said = Said::new(format!("not TOML here: {message}"), format!("此处不是合法的TOML：{message}"));
        let mending = Said::new("mend the line, or comment it out with `#`", "改正此行，或用`#`注释掉");
        let mut finding = Finding::new(&self.file, &self.text, span, Code::Syntax, said, mending);
        let before = self.text.get(..finding.span.start).unwrap_or("");
        let start = before.rfind('\n').map_or(0, |at| at.saturating_add(1));
        finding.edit = Some(crate::finding::Edit { span: start..start, text: "# ".to_owned() });
        // WHY: recovery can report one slip several times; the first says it.
        if !self.findings.iter().any(|known| known.code == Code::Syntax && known.line == finding.line) {
            self.findings.push(finding);
        }
    }
}

/// Where brackets nest deeper than allowed, counting blindly: a bound on the parser's recursion, not a check of sense.
fn too_deep(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut quoted = None;
    let mut comment = false;
    for (at, byte) in text.bytes().enumerate() {
        match (byte, quoted) {
            (b'\n', _) => (quoted, comment) = (None, false),
            _ if comment => {}
            (quote, Some(open)) if quote == open => quoted = None,
            (_, Some(_)) => {}
            (b'"' | b'\'', None) => quoted = Some(byte),
            (b'#', None) => comment = true,
            (b'[' | b'{', None) => depth = depth.saturating_add(1),
            (b']' | b'}', None) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MAX_DEPTH {
            return Some(at);
        }
    }
    None
}

fn entries(table: &DeTable<'_>) -> Vec<Entry> {
    let mut entries: Vec<Entry> = table
        .iter()
        .map(|(key, value)| Entry {
            key: At { value: key.get_ref().to_string(), span: key.span() },
            value: At { value: node(value.get_ref()), span: value.span() },
        })
        .collect();
    entries.sort_by_key(|entry| (entry.key.span.start, entry.key.span.end));
    entries
}

fn node(value: &DeValue<'_>) -> Node {
    match value {
        DeValue::String(text) => Node::Text(text.to_string()),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .map_or(Node::Other("a number out of range"), Node::Integer),
        DeValue::Boolean(value) => Node::Boolean(*value),
        DeValue::Float(_) => Node::Other("a number with a fraction"),
        DeValue::Datetime(_) => Node::Other("a date"),
        DeValue::Array(list) => Node::List(
            list.iter().map(|item| At { value: node(item.get_ref()), span: item.span() }).collect(),
        ),
        DeValue::Table(table) => Node::Table(entries(table)),
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
