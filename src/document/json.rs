//! A policy in JSON: the same tree as from TOML, with the place of every key and value, and findings in its own terms.

use core::ops::Range;
use std::collections::BTreeSet;

use jsonc_parser::ast::{Object, ObjectPropName, Value};
use jsonc_parser::common::Ranged;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use crate::document::tree::{At, Draft, Entry, MAX_DEPTH, Node};
use crate::finding::{Code, Finding, Findings, Said};

/// The nesting up to which a text is given to the parser, which recurses: a little beyond what is legal, so that what
/// is too deep has its finding and the rest is still checked.
const PARSED_DEPTH: usize = 64;

/// RFC 8259, and nothing beyond it.
const STRICT: ParseOptions = ParseOptions {
    allow_comments: false,
    allow_loose_object_property_names: false,
    allow_trailing_commas: false,
    allow_missing_commas: false,
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};

impl Draft {
    /// Reads a text of JSON (RFC 8259): an object where TOML has a table, an array where it has a list. A top-level
    /// `"$schema"`, which tells editors how to help, is left out. Never fails, like [`Draft::read`]; of a text that is
    /// no JSON the first mistake is found.
    #[must_use]
    pub fn read_json(file: &str, text: &str) -> Self {
        let mut draft = Self::unread(file, text);
        draft.json = true;
        if !draft.findings.is_empty() {
            return draft;
        }
        // A byte order mark is blank, as in TOML; what follows stays where it is.
        let text = text.strip_prefix('\u{feff}').map_or(text.to_owned(), |rest| format!("   {rest}"));
        match slip(&text) {
            Some(Slip::Deep(at)) => {
                draft.too_deep(at);
            }
            Some(Slip::Said(span, what)) => draft.no_json(span, what),
            None => draft.parsed(&text),
        }
        draft
    }

    fn parsed(&mut self, text: &str) {
        match parse_to_ast(text, &CollectOptions::default(), &STRICT).map(|parsed| parsed.value) {
            Ok(Some(Value::Object(object))) => {
                self.root = self.members(&object, 1);
                self.root.retain(|entry| entry.key.value != "$schema");
            }
            Ok(Some(value)) => {
                let At { value, span } = self.json_node(&value, 1);
                let (found, found_zh) = value.kind();
                let message = Said::new(
                    format!("{found} stands where a policy belongs"),
                    format!("此处应为策略，却是{found_zh}"),
                );
                let mending = Said::new("write one table, `{ ... }`", "写成一个表，`{ …… }`");
                self.findings.push(Finding::new(
                    &self.file,
                    &self.text,
                    span,
                    Code::WrongType,
                    message,
                    mending,
                ));
            }
            Ok(None) => self.no_json(0..0, "nothing stands here"),
            Err(error) => self.no_json(bytes(error.range()), &error.kind().to_string()),
        }
    }

    /// The members of an object, each key once.
    fn members(&mut self, object: &Object<'_>, depth: usize) -> Vec<Entry> {
        let mut known = BTreeSet::new();
        let mut entries = Vec::new();
        for property in &object.properties {
            let span = bytes(property.name.range());
            let name = match &property.name {
                ObjectPropName::String(name) => name.value.as_ref(),
                ObjectPropName::Word(name) => name.value,
            };
            if known.insert(name) {
                let value = self.json_node(&property.value, depth);
                entries.push(Entry { key: At { value: name.to_owned(), span }, value });
            } else {
                self.no_json(span, "this key stands there already");
            }
        }
        entries
    }

    /// One value. WHY: recursion is bounded here and in the parser, because no deeper text gets to either.
    fn json_node(&mut self, value: &Value<'_>, depth: usize) -> At<Node> {
        let span = bytes(value.range());
        let value = match value {
            Value::StringLit(text) => Node::Text(text.value.to_string()),
            Value::NumberLit(number) => number_of(number.value),
            Value::BooleanLit(truth) => Node::Boolean(truth.value),
            Value::NullKeyword(_) => Node::Other("null"),
            Value::Array(_) | Value::Object(_) if depth > MAX_DEPTH => self.too_deep(span.clone()),
            Value::Array(list) => {
                let inside = depth.saturating_add(1);
                Node::List(list.elements.iter().map(|item| self.json_node(item, inside)).collect())
            }
            Value::Object(object) => Node::Table(self.members(object, depth.saturating_add(1))),
        };
        At { value, span }
    }

    fn no_json(&mut self, span: Range<usize>, what: &str) {
        if self.is_full() {
            return;
        }
        let said = Said::new(format!("not JSON here: {what}"), "此处不是合法的JSON");
        let mending = Said::new(
            "mend it: each key once, in double quotes; a comma between values and none after the last; no comments",
            "改正：键只写一次并用双引号；值之间用逗号，末尾不加；不能有注释",
        );
        self.findings.push(Finding::new(&self.file, &self.text, span, Code::Syntax, said, mending));
    }
}

/// Whole numbers of 64 bits; a policy has no others.
fn number_of(digits: &str) -> Node {
    match digits.parse() {
        Ok(number) => Node::Integer(number),
        Err(_) if digits.contains('.') => Node::Other("a number with a fraction"),
        Err(_) if digits.contains(['e', 'E']) => Node::Other("a number with an exponent"),
        Err(_) => Node::Other("a number out of range"),
    }
}

fn bytes(range: jsonc_parser::common::Range) -> Range<usize> {
    range.start..range.end
}

/// What is wrong with a text that the parser would let pass, or could not bear.
enum Slip {
    /// Nesting without end.
    Deep(Range<usize>),
    /// A byte that RFC 8259 has not there.
    Said(Range<usize>, &'static str),
}

/// The first slip, if there is one before whatever the parser itself finds.
fn slip(text: &str) -> Option<Slip> {
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    for (at, c) in text.char_indices() {
        let span = at..at.saturating_add(c.len_utf8());
        match c {
            _ if escaped => escaped = false,
            '\0'..='\x1f' if quoted => {
                return Some(Slip::Said(span, "a control character, which is written `\\u00..`"));
            }
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '[' | '{' => {
                depth = depth.saturating_add(1);
                if depth > PARSED_DEPTH {
                    return Some(Slip::Deep(span));
                }
            }
            ']' | '}' => depth = depth.saturating_sub(1),
            ' ' | '\t' | '\n' | '\r' => {}
            _ if c.is_whitespace() => return Some(Slip::Said(span, "a blank that JSON does not have")),
            ',' | ':' | '-' | '+' | '.' | 'a'..='z' | 'A'..='Z' | '0'..='9' => {}
            // The parser complains of this one, or of something before it.
            _ => return None,
        }
    }
    None
}

/// What was found, in the words of a JSON file: no change of the text, which would be TOML, and JSON in the mending.
pub(super) fn retell(findings: &mut Findings) {
    for finding in &mut findings.0 {
        finding.edit = None;
        for text in [&mut finding.message.en, &mut finding.message.zh] {
            *text = in_json(text, section);
        }
        for text in [&mut finding.mending.en, &mut finding.mending.zh] {
            *text = in_json(text, |code| section(code).or_else(|| snippet(code)));
        }
    }
}

/// A sentence with what stands between backticks put into JSON, where `turn` knows how.
fn in_json(text: &str, turn: impl Fn(&str) -> Option<String>) -> String {
    let parts = text.split('`').enumerate().map(|(place, part)| {
        let code = (place % 2 == 1).then(|| turn(part)).flatten();
        code.unwrap_or_else(|| part.to_owned())
    });
    parts.collect::<Vec<_>>().join("`")
}

/// The header of a section, `[risk]`, as its key.
fn section(code: &str) -> Option<String> {
    let name = code.strip_prefix('[')?.strip_suffix(']')?;
    let plain = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase());
    plain.then(|| quoted(name))
}

/// `key = value`, or a table in braces, of TOML in JSON.
fn snippet(code: &str) -> Option<String> {
    if code.starts_with('{') {
        let draft = Draft::read("", &format!("x = {code}"));
        return written(&draft.get("x").filter(|_| draft.findings.is_empty())?.value);
    }
    let draft = Draft::read("", code);
    // A list in its brackets would read as the header of a section.
    (code.contains(" = ") && draft.findings.is_empty()).then(|| members_of(&draft.root)).flatten()
}

fn members_of(entries: &[Entry]) -> Option<String> {
    let member =
        |entry: &Entry| Some(format!("{}: {}", quoted(&entry.key.value), written(&entry.value.value)?));
    Some(entries.iter().map(member).collect::<Option<Vec<_>>>()?.join(", "))
}

fn written(value: &Node) -> Option<String> {
    match value {
        Node::Text(text) => Some(quoted(text)),
        Node::Integer(number) => Some(number.to_string()),
        Node::Boolean(truth) => Some(truth.to_string()),
        Node::List(items) => {
            let items = items.iter().map(|item| written(&item.value)).collect::<Option<Vec<_>>>()?;
            Some(format!("[{}]", items.join(", ")))
        }
        Node::Table(entries) if entries.is_empty() => Some("{}".to_owned()),
        Node::Table(entries) => Some(format!("{{ {} }}", members_of(entries)?)),
        Node::Other(_) => None,
    }
}

/// A JSON string.
fn quoted(text: &str) -> String {
    let escaped = text.chars().map(|c| match c {
        '"' | '\\' => format!("\\{c}"),
        '\0'..='\x1f' => format!("\\u{:04x}", u32::from(c)),
        _ => c.to_string(),
    });
    format!("\"{}\"", escaped.collect::<String>())
}
