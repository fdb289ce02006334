//! Whether a layout says what the text said: the same keys, values and comments, the same sealed policy, and it stays.

use std::fmt::{self, Display, Formatter};

use stepup::document::MAX_BYTES;
use stepup::language::Language;
use stepup::policy::Policy;
use toml::de::{DeTable, DeValue};
use toml_parser::Source;
use toml_parser::lexer::TokenKind;

/// What a layout would have lost. Nothing of it can happen unless the tool is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lost {
    /// A key or a value.
    Value,
    /// A comment.
    Comment,
    /// The identity of the sealed policy.
    Identity,
    /// The layout itself: a second time gives another.
    Rest,
}

impl Lost {
    /// What is lost, in words.
    pub const fn what(self, language: Language) -> &'static str {
        match self {
            Self::Value => language.of("a key or a value would change", "会改变键或值"),
            Self::Comment => language.of("a comment would change", "会改变注释"),
            Self::Identity => language.of("the sealed policy would change", "会改变封装后的策略"),
            Self::Rest => language.of("a second run would change it again", "再次排版结果不同"),
        }
    }
}

impl Display for Lost {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(self.what(Language::English))
    }
}

/// Compares a text with its layout.
pub fn kept(text: &str, formatted: &str) -> Result<(), Lost> {
    if !says_the_same(text, formatted) {
        return Err(Lost::Value);
    }
    if comments(text) != comments(formatted) {
        return Err(Lost::Comment);
    }
    // A layout that is too long is told of by who asked; no loader reads it.
    if formatted.len() <= MAX_BYTES && identity(text) != identity(formatted) {
        return Err(Lost::Identity);
    }
    match super::formatted(formatted) {
        Ok(again) if again == formatted => Ok(()),
        _ => Err(Lost::Rest),
    }
}

/// WHY: the tree that a draft is made of, before the draft cuts it at its limits and forgets what no policy uses.
fn says_the_same(text: &str, formatted: &str) -> bool {
    match (DeTable::parse(text), DeTable::parse(formatted)) {
        (Ok(one), Ok(other)) => same_table(one.get_ref(), other.get_ref()),
        _ => false,
    }
}

fn same_table(one: &DeTable<'_>, other: &DeTable<'_>) -> bool {
    let found = |key: &str| other.get(key).map(|value| value.get_ref());
    one.len() == other.len()
        && one
            .iter()
            .all(|(key, value)| found(key.get_ref()).is_some_and(|found| same_value(value.get_ref(), found)))
}

fn same_value(one: &DeValue<'_>, other: &DeValue<'_>) -> bool {
    match (one, other) {
        (DeValue::String(one), DeValue::String(other)) => one == other,
        (DeValue::Integer(one), DeValue::Integer(other)) => {
            one.as_str() == other.as_str() && one.radix() == other.radix()
        }
        (DeValue::Float(one), DeValue::Float(other)) => one.as_str() == other.as_str(),
        (DeValue::Boolean(one), DeValue::Boolean(other)) => one == other,
        (DeValue::Datetime(one), DeValue::Datetime(other)) => one == other,
        (DeValue::Array(one), DeValue::Array(other)) => {
            let mut pairs = one.iter().zip(other.iter());
            one.len() == other.len() && pairs.all(|(one, other)| same_value(one.get_ref(), other.get_ref()))
        }
        (DeValue::Table(one), DeValue::Table(other)) => same_table(one, other),
        _ => false,
    }
}

/// All comments, sorted, without the blanks behind them. WHY: from the lexer, so that nothing which places them is asked.
pub fn comments(text: &str) -> Vec<&str> {
    let tokens = Source::new(text).lex().filter(|token| token.kind() == TokenKind::Comment);
    let mut comments: Vec<&str> =
        tokens.filter_map(|token| text.get(token.span().start()..token.span().end())).collect();
    comments.iter_mut().for_each(|comment| *comment = comment.trim_end_matches([' ', '\t', '\r']));
    comments.sort_unstable();
    comments
}

/// The identity, where the text seals.
fn identity(text: &str) -> Option<[u8; 32]> {
    Policy::from_toml("", text).ok().map(|sealed| *sealed.policy.identity())
}
