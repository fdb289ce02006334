//! The same policy written in another way: keys and sections shuffled, tables in braces or under headers or with dots,
//! strings in other quotes, and comments wherever TOML has room for one.

use toml::{Table, Value};

use super::dice::Dice;

/// A text that says what the tree says.
pub struct Respelled {
    pub text: String,
    /// Every comment in it.
    pub remarks: Vec<String>,
}

/// Signs that could confuse a reader of comments: quotes, brackets, wide letters, marks, text that runs the other way.
const SIGNS: [&str; 16] = [
    "#", "\"", "'", "\"\"\"", "[[rule]]", "= {", "],", "\\", "\u{202e}", "\u{2066}", "\u{feff}", "规则", "é̂",
    "🦀", "\u{3000}", "\u{2028}",
];

pub fn respelled(tree: &Table, dice: &mut Dice) -> Respelled {
    let mut pen = Pen { dice, text: String::new(), remarks: Vec::new() };
    if pen.dice.chance(50) {
        pen.remark("head", "\n\n");
    }
    let (lines, sections) = pen.parted(tree, &[]);
    pen.lines(lines, "");
    let chunks = sections.into_iter().map(|section| (section.name.clone(), section)).collect();
    for section in shuffled_by_kind(chunks, pen.dice) {
        pen.section(&section);
    }
    if pen.dice.chance(50) {
        pen.text.push('\n');
        pen.remark("foot", "");
    }
    Respelled { text: pen.text, remarks: pen.remarks }
}

/// Any order, but entries of one array of tables keep theirs.
fn shuffled_by_kind<T>(chunks: Vec<(String, T)>, dice: &mut Dice) -> Vec<T> {
    let mut order: Vec<usize> = (0..chunks.len()).collect();
    shuffle(&mut order, dice);
    let kinds: Vec<String> = chunks.iter().map(|(kind, _)| kind.clone()).collect();
    let drawn: Vec<String> = order.iter().map(|place| kinds[*place].clone()).collect();
    let mut left: Vec<Option<(String, T)>> = chunks.into_iter().map(Some).collect();
    let next = |kind: String| {
        let is_next =
            |slot: &&mut Option<(String, T)>| slot.as_ref().is_some_and(|(known, _)| *known == kind);
        left.iter_mut().find(is_next).and_then(Option::take).unwrap().1
    };
    drawn.into_iter().map(next).collect()
}

fn shuffle<T>(items: &mut [T], dice: &mut Dice) {
    for place in (1..items.len()).rev() {
        items.swap(place, dice.below(place + 1));
    }
}

/// A table that gets a header.
struct Under<'t> {
    /// The key that names it among its neighbours.
    name: String,
    path: Vec<String>,
    repeated: bool,
    table: &'t Table,
}

struct Pen<'d> {
    dice: &'d mut Dice,
    text: String,
    remarks: Vec<String>,
}

/// A key with dots, and its value.
type Lines<'t> = Vec<(Vec<String>, &'t Value)>;

impl Pen<'_> {
    fn blanks(&mut self) {
        let blanks = *self.dice.pick(&["", "", " ", " ", "  ", "\t", " \t "]);
        self.text.push_str(blanks);
    }

    /// A comment, and what stands behind it.
    fn remark(&mut self, tag: &str, behind: &str) {
        let mut remark = format!("#{tag}|{}", self.remarks.len());
        for _ in 0..self.dice.below(4) {
            remark += *self.dice.pick(&[" ", "x", "-"]);
            remark += *self.dice.pick(&SIGNS);
        }
        self.text.push_str(&remark);
        self.blanks();
        self.text.push_str(behind);
        self.remarks.push(remark);
    }

    /// What of a table becomes lines, and what gets a header.
    fn parted<'t>(&mut self, table: &'t Table, path: &[String]) -> (Lines<'t>, Vec<Under<'t>>) {
        let (mut lines, mut sections) = (Vec::new(), Vec::new());
        for (key, value) in table {
            let path = [path, std::slice::from_ref(key)].concat();
            let under = |repeated, table| Under { name: key.clone(), path: path.clone(), repeated, table };
            match value {
                Value::Table(inner) if self.dice.chance(40) => sections.push(under(false, inner)),
                Value::Array(items)
                    if items.iter().all(Value::is_table) && !items.is_empty() && self.dice.chance(70) =>
                {
                    sections.extend(items.iter().filter_map(Value::as_table).map(|item| under(true, item)));
                }
                _ => self.dotted(vec![key.clone()], value, &mut lines),
            }
        }
        (lines, sections)
    }

    fn dotted<'t>(&mut self, path: Vec<String>, value: &'t Value, lines: &mut Lines<'t>) {
        match value {
            Value::Table(inner) if !inner.is_empty() && self.dice.chance(40) => {
                for (key, value) in inner {
                    self.dotted([&path[..], std::slice::from_ref(key)].concat(), value, lines);
                }
            }
            _ => lines.push((path, value)),
        }
    }

    fn section(&mut self, Under { path, repeated, table, .. }: &Under<'_>) {
        let (open, close) = if *repeated { ("[[", "]]") } else { ("[", "]") };
        let header = format!("{open}{}{close}", path.join("."));
        for _ in 0..self.dice.below(3) {
            self.text.push('\n');
        }
        if self.dice.chance(20) {
            self.remark("heading", "\n\n");
        }
        while self.dice.chance(20) {
            self.remark(&format!("above|{header}"), "\n");
        }
        self.blanks();
        self.text.push_str(open);
        self.blanks();
        self.key(path);
        self.blanks();
        self.text.push_str(close);
        self.blanks();
        if self.dice.chance(20) {
            self.remark(&format!("behind|{header}"), "");
        }
        self.text.push('\n');
        let (lines, mut sections) = self.parted(table, path);
        self.lines(lines, &header);
        if sections.iter().all(|section| !section.repeated) {
            shuffle(&mut sections, self.dice);
        }
        sections.iter().for_each(|section| self.section(section));
    }

    fn lines(&mut self, mut lines: Lines<'_>, header: &str) {
        shuffle(&mut lines, self.dice);
        let some = !lines.is_empty() || !header.is_empty();
        for (path, value) in lines {
            let tag = path.join(".");
            if self.dice.chance(10) {
                self.text.push_str("\n \n");
            }
            while self.dice.chance(15) {
                self.remark(&format!("above|{tag}"), "\n");
            }
            self.blanks();
            self.key(&path);
            self.blanks();
            self.text.push('=');
            self.blanks();
            self.value(value);
            self.blanks();
            if self.dice.chance(15) {
                self.remark(&format!("behind|{tag}"), "");
            }
            let end = *self.dice.pick(&["\n", "\n", "\n\n", "\r\n"]);
            self.text.push_str(end);
        }
        if some && !self.text.ends_with("\n\n") && self.dice.chance(30) {
            self.remark(&format!("tail|{header}"), "\n\n");
        }
    }

    fn key(&mut self, path: &[String]) {
        for (place, key) in path.iter().enumerate() {
            if place > 0 {
                self.blanks();
                self.text.push('.');
                self.blanks();
            }
            let bare = key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte));
            let written = match self.dice.below(4) {
                0 => format!("'{key}'"),
                1 => format!("\"{key}\""),
                _ if bare => key.clone(),
                _ => format!("\"{key}\""),
            };
            self.text.push_str(&written);
        }
    }

    fn value(&mut self, value: &Value) {
        match value {
            Value::String(text) => self.string(text),
            Value::Array(items) => {
                let commented = self.dice.chance(15);
                self.text.push('[');
                for (place, item) in items.iter().enumerate() {
                    self.gap(commented);
                    self.value(item);
                    self.gap(commented);
                    self.comma(place + 1 == items.len());
                }
                self.gap(commented);
                self.text.push(']');
            }
            Value::Table(table) => {
                let commented = self.dice.chance(10);
                let mut lines = Vec::new();
                table.iter().for_each(|(key, value)| self.dotted(vec![key.clone()], value, &mut lines));
                shuffle(&mut lines, self.dice);
                let all = lines.len();
                self.text.push('{');
                for (place, (path, value)) in lines.into_iter().enumerate() {
                    self.gap(commented);
                    self.key(&path);
                    self.blanks();
                    self.text.push('=');
                    self.blanks();
                    self.value(value);
                    self.gap(commented);
                    self.comma(place + 1 == all);
                }
                self.gap(commented);
                self.text.push('}');
            }
            Value::Integer(number) if *number > 0 && self.dice.chance(10) => {
                self.text.push_str(&format!("+{number}"))
            }
            Value::Integer(number) => self.text.push_str(&number.to_string()),
            Value::Boolean(truth) => self.text.push_str(&truth.to_string()),
            other => panic!("no preset has {other:?}"),
        }
    }

    /// What may stand between the items of a list: blanks, line breaks, comments.
    fn gap(&mut self, commented: bool) {
        self.blanks();
        while commented && self.dice.chance(30) {
            self.remark("within", "\n");
            self.blanks();
        }
        if self.dice.chance(10) {
            self.text.push_str("\n ");
        }
    }

    fn comma(&mut self, last: bool) {
        if !last || self.dice.chance(20) {
            self.text.push(',');
        }
    }

    fn string(&mut self, text: &str) {
        let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
        let written = match self.dice.below(8) {
            0 if !text.contains('\'') => format!("'{text}'"),
            1 if !text.contains('\'') => format!("'''\n{text}'''"),
            2 => format!("\"\"\"\n{escaped}\"\"\""),
            3 => format!("\"\"\"\\\n   {escaped}\"\"\"").replace("   \"\"\"", "\"\"\""),
            _ => format!("\"{escaped}\""),
        };
        self.text.push_str(&written);
    }
}
