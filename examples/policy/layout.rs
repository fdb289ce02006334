//! The canonical layout of a policy file: one way to write what a file says. Every comment is kept; nothing else changes.
//!
//! **Order.** Keys of the whole file first, then the sections as the canonical form of a policy has them: `scorecard`,
//! `levels`, `state`, `group`, `risk`, `ladder`, `grade`, `limits`, `calendar`, `enrolment`, `proof_exclusion`, and then
//! rules, distrusts, exemptions and guarantees. Among these four, and among entries of one kind, the author's order stands:
//! headings group them. Facts stand in the order of the language, levels from the least suspicious up, amounts ascending,
//! keys of an entry and of a demand as the presets write them. Conditions keep the author's order: they are read as a
//! sentence. What the language does not know stands last, in its own order.
//!
//! **Lines.** One blank around `=` and inside braces, one after a comma, none inside brackets. `'text'` becomes `"text"`
//! unless it holds a quote or a backslash; a key has quotes where it needs them or is a number. A list of two or more items
//! that goes beyond column 120 has one item a line, indented by four; so has a list that holds a comment. A table in braces
//! stays on its line, and the lists in it do, unless a comment stands there.
//!
//! **Blank lines.** One before a section, or before the comments above it; none under its header; between two keys the
//! author's, one at the most. None at the start of the file, none at its end. Lines end in LF without blanks before it; a
//! byte-order mark goes. Only inside strings of several lines everything stays, since it is part of the value.
//!
//! **Comments.** A comment belongs to what it stands above, or behind. One behind something stands in column 33, or three
//! blanks away where it would be closer than two. A comment right under the last key of a section, with a blank line under
//! it, belongs to that section. One at the top of the file that touches nothing stays there; one above a section that
//! touches nothing is a heading, and stays on top where sections of one kind change places.

pub mod kept;
pub mod order;
pub mod print;
pub mod sheet;

use kept::Lost;
use sheet::{Sheet, Unread};

/// Why there is no layout of a text.
#[derive(Debug)]
pub enum Unlaid {
    /// It cannot be read.
    Unread(Unread),
    /// The layout would say something else: a mistake of this tool.
    Lost(Lost),
}

/// The text in canonical layout, checked to say the same.
pub fn laid_out(text: &str) -> Result<String, Unlaid> {
    checked(text, formatted(text).map_err(Unlaid::Unread)?)
}

/// A layout, if it says what the text says.
pub fn checked(text: &str, formatted: String) -> Result<String, Unlaid> {
    // WHY: a text that is as it was has lost nothing.
    if formatted != text {
        kept::kept(text, &formatted).map_err(Unlaid::Lost)?;
    }
    Ok(formatted)
}

/// The text in canonical layout, not checked.
pub fn formatted(text: &str) -> Result<String, Unread> {
    let mut sheet = Sheet::read(text)?;
    order::arrange(&mut sheet);
    Ok(print::print(&sheet))
}
