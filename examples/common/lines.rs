//! Text on a terminal: colours, columns of wide characters, lines that are wrapped.

/// Text in a colour of the terminal, where there is any to speak of.
pub fn paint(text: &str, colour: &str, on: bool) -> String {
    if on && !colour.is_empty() && !text.is_empty() {
        format!("\x1b[{colour}m{text}\x1b[0m")
    } else {
        text.to_owned()
    }
}

/// Columns that a text takes on a terminal.
pub fn width(text: &str) -> usize {
    text.chars().map(char_width).sum()
}

/// Columns of a character: two for the wide and full-width ones (Unicode Standard Annex 11).
const fn char_width(c: char) -> usize {
    match c as u32 {
        0x0300..=0x036f | 0x200b..=0x200f => 0,
        0x1100..=0x115f | 0x2e80..=0x303e | 0x3041..=0xa4cf | 0xac00..=0xd7a3 | 0xf900..=0xfaff => 2,
        0xfe30..=0xfe6f | 0xff00..=0xff60 | 0xffe0..=0xffe6 | 0x1f300..=0x1faff | 0x20000..=0x3fffd => 2,
        _ => 1,
    }
}

/// A text in lines of at most `most` columns, broken at blanks, or between wide characters; lines after the first
/// are indented.
pub fn wrap(text: &str, most: usize, indent: usize) -> Vec<String> {
    if width(text) <= most {
        return vec![text.to_owned()];
    }
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut first = true;
    for piece in pieces(text) {
        let is_full = width(&line) + width(piece.trim_end()) > most;
        if is_full && !line.trim().is_empty() {
            lines.push(line.trim_end().to_owned());
            line = " ".repeat(indent);
            first = false;
        }
        let piece = if !first && line.trim().is_empty() { piece.trim_start() } else { piece };
        line.push_str(piece);
    }
    if !line.trim().is_empty() {
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// Pieces that stay whole: words with the blanks behind them, and wide characters with the punctuation behind them.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let Some((next_at, next)) = chars.peek().copied() else { break };
        let is_blank_end = c == ' ' && next != ' ' && at >= text.len() - text.trim_start().len();
        let is_wide_end =
            (char_width(c) == 2 || char_width(next) == 2) && !"，。、；：）".contains(next) && c != '（';
        if is_blank_end || is_wide_end {
            pieces.push(&text[start..next_at]);
            start = next_at;
        }
    }
    pieces.push(&text[start..]);
    pieces
}
