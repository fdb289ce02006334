//! A text in canonical layout with other blanks: what it says, and what its comments belong to, stay.

use toml_parser::Source;
use toml_parser::lexer::TokenKind;

use super::dice::Dice;

/// The text with its blanks and blank lines changed at random.
pub fn scattered(text: &str, dice: &mut Dice) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let mut apart = String::new();
    for (place, line) in lines.iter().enumerate() {
        let before = place.checked_sub(1).map_or("", |place| lines[place]);
        let after = lines.get(place + 1).copied().unwrap_or("");
        let more = match (line.is_empty(), is_header(line)) {
            // A blank line after a comment says that the comment does not belong to what follows.
            (true, _) if is_header(after) && !before.starts_with('#') => dice.below(4),
            (true, _) => 1 + dice.below(3),
            (false, true) if is_key(after) => dice.below(3),
            (false, _) if line.ends_with('[') || line.starts_with(' ') => dice.below(2),
            _ => 0,
        };
        apart.push_str(line);
        apart.push_str(if line.is_empty() { "" } else { "\n" });
        (0..more).for_each(|_| apart.push('\n'));
    }
    let mark = if dice.chance(20) { "\u{feff}" } else { "" };
    let top = if dice.chance(50) { "\n \n" } else { "" };
    format!("{mark}{top}{}{}", blanks(&apart, dice), if dice.chance(50) { "\n\t\n\n" } else { "" })
}

fn is_header(line: &str) -> bool {
    line.starts_with('[')
}

fn is_key(line: &str) -> bool {
    line.starts_with(|c: char| c.is_ascii_lowercase() || c == '"')
}

/// Other blanks between the tokens, and line breaks where a list or braces have room for one.
fn blanks(text: &str, dice: &mut Dice) -> String {
    let tokens: Vec<_> = Source::new(text).lex().collect();
    let crlf = dice.chance(30);
    let (mut out, mut depth, mut value) = (String::new(), 0_usize, false);
    for (place, token) in tokens.iter().enumerate() {
        let slice = &text[token.span().start()..token.span().end()];
        let next = tokens.iter().skip(place + 1).find(|next| next.kind() != TokenKind::Whitespace);
        let next = next.map_or(TokenKind::Eof, |next| next.kind());
        match token.kind() {
            TokenKind::Whitespace => continue,
            TokenKind::Newline => {
                value &= depth > 0;
                out.push_str(if crlf { "\r\n" } else { "\n" });
                blank(&mut out, dice);
                continue;
            }
            TokenKind::Equals => value = true,
            TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket if value => depth += 1,
            TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket if value => depth -= 1,
            _ => {}
        }
        out.push_str(slice);
        // The two brackets of a header are one.
        let doubled = !value && token.kind() == next && slice.len() == 1 && "[]".contains(slice);
        if !doubled {
            blank(&mut out, dice);
        }
        let movable = depth > 0 && token.kind() != TokenKind::Comment && next != TokenKind::Comment;
        // A key, `=` and a value stand on one line.
        let in_pair =
            next == TokenKind::Equals || token.kind() == TokenKind::Equals || next == TokenKind::Dot;
        if movable && !in_pair && dice.chance(5) {
            out.push('\n');
            blank(&mut out, dice);
        }
    }
    out
}

fn blank(out: &mut String, dice: &mut Dice) {
    *out += *dice.pick(&["", "", "", " ", "  ", "\t"]);
}
