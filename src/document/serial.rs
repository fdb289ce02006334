//! A draft as JSON for other programs: the tables, lists and values of the text, in its order.

use core::ops::Range;

use serde::ser::{Error, Serialize, Serializer};

use crate::document::tree::{At, Draft, Node};
use crate::finding::{Code, Finding, Said};

/// What a policy file says, in the order of the text: with `serde_json`, the JSON of the policy file, which reads back
/// as the same policy. A date becomes its text; a text that could not be read whole, and a value that no policy has, are
/// errors with their place.
///
/// ```
/// # use stepup::document::{Draft, presets::RETAIL_CN};
/// let json = serde_json::to_string_pretty(&Draft::read("retail-cn", RETAIL_CN.text)).unwrap();
/// assert!(json.starts_with("{\n  \"schema\": 1,\n"));
/// ```
impl Serialize for Draft {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if let Some(finding) = self.findings.first() {
            return Err(told(finding));
        }
        let entries = self.root.iter();
        serializer.collect_map(entries.map(|entry| (&entry.key.value, Shown::of(&entry.value, Some(self)))))
    }
}

/// One value; [`Node::Other`] is an error that says what cannot be said.
impl Serialize for Node {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Shown { value: self, span: &(0..0), draft: None }.serialize(serializer)
    }
}

/// A value, where it stands, and the draft that it stands in.
struct Shown<'a> {
    value: &'a Node,
    span: &'a Range<usize>,
    draft: Option<&'a Draft>,
}

impl<'a> Shown<'a> {
    fn of(at: &'a At<Node>, draft: Option<&'a Draft>) -> Self {
        Self { value: &at.value, span: &at.span, draft }
    }
}

impl Serialize for Shown<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let draft = self.draft;
        match self.value {
            Node::Text(text) => serializer.serialize_str(text),
            Node::Integer(number) => serializer.serialize_i64(*number),
            Node::Boolean(value) => serializer.serialize_bool(*value),
            Node::List(items) => serializer.collect_seq(items.iter().map(|item| Self::of(item, draft))),
            Node::Table(entries) => serializer
                .collect_map(entries.iter().map(|entry| (&entry.key.value, Self::of(&entry.value, draft)))),
            Node::Other(what) => match (*what, draft) {
                // WHY: a date of TOML's own means its text to a calendar, and JSON has no other way to write one.
                ("a date", Some(draft)) => {
                    serializer.serialize_str(draft.text.get(self.span.clone()).unwrap_or(""))
                }
                _ => Err(unsayable(what, self.span, draft)),
            },
        }
    }
}

/// An error with the place of the finding.
fn told<E: Error>(finding: &Finding) -> E {
    let Finding { file, line, column, message, .. } = finding;
    E::custom(format_args!("{file}:{line}:{column}: {}", message.en))
}

fn unsayable<E: Error>(what: &str, span: &Range<usize>, draft: Option<&Draft>) -> E {
    let message = format!("{what} cannot be said in a policy");
    let Some(draft) = draft else { return E::custom(message) };
    let said = Said::new(message, "");
    told(&Finding::new(&draft.file, &draft.text, span.clone(), Code::WrongType, said, Said::new("", "")))
}
