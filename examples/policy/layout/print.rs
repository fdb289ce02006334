//! A sheet as text.

use super::super::lines::width;
use super::sheet::{Above, Block, Group, Line, Name, Part, Section, Sheet, Value};

/// Columns that a line may have before its list is broken.
const WIDEST: usize = 120;
/// Columns before the comment behind something.
const BESIDE: usize = 32;
/// Blanks of one level.
const INDENT: &str = "    ";

/// Writes a sheet.
pub fn print(sheet: &Sheet<'_>) -> String {
    let mut page = Page { text: String::new() };
    for block in &sheet.head {
        page.part();
        page.block(block, 0);
    }
    for section in &sheet.sections {
        page.section(section);
    }
    for block in &sheet.foot {
        page.part();
        page.block(block, 0);
    }
    page.text
}

/// The text so far.
struct Page {
    text: String,
}

impl Page {
    /// One blank line, but none at the start.
    fn part(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    fn block(&mut self, block: &Block<'_>, depth: usize) {
        for comment in block {
            self.indent(depth);
            self.text.push_str(comment);
            self.text.push('\n');
        }
    }

    fn indent(&mut self, depth: usize) {
        (0..depth).for_each(|_| self.text.push_str(INDENT));
    }

    fn above(&mut self, above: &Above<'_>) {
        for (place, block) in above.blocks.iter().enumerate() {
            if place > 0 {
                self.part();
            }
            self.block(block, 0);
        }
        if above.loose {
            self.part();
        }
    }

    fn section(&mut self, section: &Section<'_>) {
        let Section { path, repeated, above, beside, lines, tail, .. } = section;
        if !path.is_empty() {
            self.part();
            self.above(above);
            let (open, close) = if *repeated { ("[[", "]]") } else { ("[", "]") };
            self.text.push_str(open);
            self.path(path);
            self.text.push_str(close);
            self.end(*beside);
        } else if !lines.is_empty() {
            self.part();
        }
        for (place, line) in lines.iter().enumerate() {
            if place > 0 && line.above.parted {
                self.part();
            }
            self.line(line);
        }
        self.block(tail, 0);
    }

    fn line(&mut self, line: &Line<'_>) {
        self.above(&line.above);
        self.path(&line.path);
        self.text.push_str(" = ");
        self.value(&line.value, 0, true);
        self.end(line.beside);
    }

    fn path(&mut self, path: &[Name<'_>]) {
        for (place, name) in path.iter().enumerate() {
            self.text.push_str(if place > 0 { "." } else { "" });
            self.text.push_str(&name.written);
        }
    }

    /// The end of a line, with the comment behind it.
    fn end(&mut self, beside: Option<&str>) {
        if let Some(comment) = beside {
            let column = self.column();
            let blanks = if column + 2 <= BESIDE { BESIDE - column } else { 3 };
            self.text.extend(std::iter::repeat_n(' ', blanks));
            self.text.push_str(comment);
        }
        self.text.push('\n');
    }

    /// Columns of the line that is being written.
    fn column(&self) -> usize {
        width(self.text.rsplit('\n').next().unwrap_or(""))
    }

    /// A value; `free` where it may be broken to fit.
    fn value(&mut self, value: &Value<'_>, depth: usize, free: bool) {
        match value {
            Value::Plain(text) => self.text.push_str(text),
            Value::Group(group) if group.must_break() || (free && self.is_too_long(group, depth)) => {
                self.broken(group, depth);
            }
            Value::Group(group) => self.flat(group, depth),
        }
    }

    fn is_too_long(&self, group: &Group<'_>, depth: usize) -> bool {
        if group.braces || group.parts.len() < 2 {
            return false;
        }
        let mut alone = Self { text: String::new() };
        alone.flat(group, depth);
        // WHY: an item of a list that is broken has a comma behind it.
        let comma = usize::from(depth > 0);
        let widest = alone.text.split('\n').map(width).max().unwrap_or(0);
        self.column() + widest + comma > WIDEST
    }

    fn flat(&mut self, group: &Group<'_>, depth: usize) {
        let (open, close) = match (group.braces, group.parts.is_empty()) {
            (true, true) => ("{", "}"),
            (true, false) => ("{ ", " }"),
            (false, _) => ("[", "]"),
        };
        self.text.push_str(open);
        for (place, part) in group.parts.iter().enumerate() {
            self.text.push_str(if place > 0 { ", " } else { "" });
            self.part_of(part, depth, false);
        }
        self.text.push_str(close);
    }

    fn broken(&mut self, group: &Group<'_>, depth: usize) {
        self.text.push_str(if group.braces { "{" } else { "[" });
        self.end(group.opening);
        for part in &group.parts {
            self.block(&part.above, depth + 1);
            self.indent(depth + 1);
            self.part_of(part, depth + 1, !group.braces);
            self.text.push(',');
            self.end(part.beside);
        }
        self.block(&group.closing, depth + 1);
        self.indent(depth);
        self.text.push_str(if group.braces { "}" } else { "]" });
    }

    fn part_of(&mut self, part: &Part<'_>, depth: usize, free: bool) {
        if !part.path.is_empty() {
            self.path(&part.path);
            self.text.push_str(" = ");
        }
        self.value(&part.value, depth, free);
    }
}

impl Group<'_> {
    /// Whether comments break it: a table by those right in it, a list by any.
    ///
    /// WHY: a line break right inside braces is TOML 1.1, which not every editor reads; one inside brackets always was TOML.
    fn must_break(&self) -> bool {
        self.is_commented() || (!self.braces && self.holds_comment())
    }

    fn is_commented(&self) -> bool {
        let commented = |part: &Part<'_>| !part.above.is_empty() || part.beside.is_some();
        self.opening.is_some() || !self.closing.is_empty() || self.parts.iter().any(commented)
    }

    fn holds_comment(&self) -> bool {
        let inside = |part: &Part<'_>| match &part.value {
            Value::Group(group) => group.holds_comment(),
            Value::Plain(_) => false,
        };
        self.is_commented() || self.parts.iter().any(inside)
    }
}
