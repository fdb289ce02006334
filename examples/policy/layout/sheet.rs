//! A policy file as sections, lines and comments, each comment beside what it belongs to.

use std::borrow::Cow;
use std::ops::Range;

use toml_edit::{Array, Document, InlineTable, Item, Key, RawString, Table};

/// Comments that stand together.
pub type Block<'a> = Vec<&'a str>;

/// A file.
pub struct Sheet<'a> {
    /// Comments at the top that touch nothing.
    pub head: Vec<Block<'a>>,
    /// The sections in the order of the text; the first has no header.
    pub sections: Vec<Section<'a>>,
    /// Comments at the end that touch nothing.
    pub foot: Vec<Block<'a>>,
}

/// The comments above something.
#[derive(Default)]
pub struct Above<'a> {
    /// Whether a blank line stands before them.
    pub parted: bool,
    /// The comments; blank lines part them.
    pub blocks: Vec<Block<'a>>,
    /// Whether a blank line stands behind them.
    pub loose: bool,
}

/// A key as it means and as it is written.
#[derive(Clone)]
pub struct Name<'a> {
    /// What it means.
    pub name: String,
    /// How it is written.
    pub written: Cow<'a, str>,
}

/// A header and its lines.
pub struct Section<'a> {
    /// The names in the header; none at the top of the file.
    pub path: Vec<Name<'a>>,
    /// Whether the header has two brackets.
    pub repeated: bool,
    /// The entry of an array of tables that it is, or stands in, by the place of its header.
    pub entry: Option<isize>,
    /// Its own place in the text.
    pub place: isize,
    /// Comments above the header.
    pub above: Above<'a>,
    /// The comment behind the header.
    pub beside: Option<&'a str>,
    /// Its lines.
    pub lines: Vec<Line<'a>>,
    /// Comments under its last line that belong to it.
    pub tail: Block<'a>,
}

/// A key with its value.
pub struct Line<'a> {
    /// Comments above it.
    pub above: Above<'a>,
    /// The key, with its dots.
    pub path: Vec<Name<'a>>,
    /// The value.
    pub value: Value<'a>,
    /// The comment behind it.
    pub beside: Option<&'a str>,
}

/// What stands behind `=`.
pub enum Value<'a> {
    /// A value that is written as it is.
    Plain(Cow<'a, str>),
    /// A list, or a table in braces.
    Group(Group<'a>),
}

/// What brackets or braces hold.
pub struct Group<'a> {
    /// Whether they are braces.
    pub braces: bool,
    /// The comment behind the opening one.
    pub opening: Option<&'a str>,
    /// What they hold.
    pub parts: Vec<Part<'a>>,
    /// Comments before the closing one.
    pub closing: Block<'a>,
}

/// An item of a list, or a key with its value.
pub struct Part<'a> {
    /// Comments above it.
    pub above: Block<'a>,
    /// The key, in braces.
    pub path: Vec<Name<'a>>,
    /// The value.
    pub value: Value<'a>,
    /// The comment behind it.
    pub beside: Option<&'a str>,
}

/// Why a text is no sheet: it is not TOML.
#[derive(Debug)]
pub struct Unread {
    /// What is wrong with it.
    pub what: String,
    /// Where, in bytes.
    pub at: usize,
}

impl<'a> Above<'a> {
    /// The comments in what stands before something; the last line of it is that thing's indentation.
    fn of(raw: &'a str) -> Self {
        let mut above = Self::default();
        let mut together = false;
        let raw = raw.trim_end_matches(BLANK);
        if raw.is_empty() {
            return above;
        }
        for line in raw.strip_suffix('\n').unwrap_or(raw).split('\n').map(|line| line.trim_matches(BLANK)) {
            match (line.is_empty(), above.blocks.last_mut()) {
                (true, None) => above.parted = true,
                (true, Some(_)) => above.loose = true,
                (false, Some(block)) if together => block.push(line),
                (false, _) => {
                    above.blocks.push(vec![line]);
                    above.loose = false;
                }
            }
            together = !line.is_empty();
        }
        above
    }

    /// Takes the comments that do not touch what stands below.
    pub fn take_loose(&mut self) -> Vec<Block<'a>> {
        let touching = if self.loose { None } else { self.blocks.pop() };
        self.loose = false;
        std::mem::replace(&mut self.blocks, touching.into_iter().collect())
    }

    /// Takes the comments that touch what stands above, and only that.
    fn take_tail(&mut self) -> Block<'a> {
        if self.parted || self.blocks.is_empty() || (self.blocks.len() == 1 && !self.loose) {
            return Block::new();
        }
        self.parted = true;
        self.blocks.remove(0)
    }
}

const BLANK: [char; 3] = [' ', '\t', '\r'];

impl<'a> Sheet<'a> {
    /// Reads a text of TOML.
    pub fn read(text: &'a str) -> Result<Self, Unread> {
        let document = Document::parse(text).map_err(|error| Unread {
            what: error.message().to_owned(),
            at: error.span().map_or(0, |span| span.start),
        })?;
        let reader = Reader { text };
        let mut sections = Vec::new();
        reader.sections(document.as_table(), &mut Vec::new(), (false, None), &mut sections);
        sections.sort_by_key(|section: &Section<'_>| section.place);
        let mut sheet = Self { head: Vec::new(), sections, foot: Vec::new() };
        let mut end = Above::of(reader.raw(Some(document.trailing())));
        sheet.settle(&mut end);
        sheet.foot = end.blocks;
        Ok(sheet)
    }

    /// Gives comments that touch only what stands above them to that, and those at the top to the file.
    fn settle(&mut self, end: &mut Above<'a>) {
        let mut last: Option<&mut Section<'a>> = None;
        for section in &mut self.sections {
            let is_root = section.path.is_empty();
            if is_root && section.lines.is_empty() {
                continue;
            }
            match (last, is_root, section.lines.first_mut()) {
                (None, true, Some(line)) => self.head = line.above.take_loose(),
                (None, _, _) => self.head = section.above.take_loose(),
                (Some(last), _, _) => last.tail = section.above.take_tail(),
            }
            last = Some(section);
        }
        match last {
            // WHY: what stands at the end has nothing below that it could touch.
            Some(last) => {
                end.loose = true;
                last.tail = end.take_tail();
            }
            None => self.head = end.take_loose(),
        }
    }
}

struct Reader<'a> {
    text: &'a str,
}

impl<'a> Reader<'a> {
    fn slice(&self, span: Option<Range<usize>>) -> &'a str {
        span.and_then(|span| self.text.get(span)).unwrap_or("")
    }

    fn raw(&self, raw: Option<&RawString>) -> &'a str {
        self.slice(raw.and_then(RawString::span))
    }

    /// A table with a header, and those below it.
    fn sections(
        &self,
        table: &Table,
        path: &mut Vec<Name<'a>>,
        (repeated, entry): (bool, Option<isize>),
        sections: &mut Vec<Section<'a>>,
    ) {
        let place = table.position().filter(|_| !path.is_empty()).unwrap_or(-1);
        let entry = entry.or_else(|| repeated.then_some(place));
        if path.is_empty() || !(table.is_dotted() || table.is_implicit()) {
            let decor = table.decor();
            let (beside, _) = comments(self.raw(decor.suffix()));
            sections.push(Section {
                path: path.clone(),
                repeated,
                entry,
                place,
                above: Above::of(self.raw(decor.prefix())),
                beside,
                lines: self.lines(table),
                tail: Block::new(),
            });
        }
        for (name, item) in table.iter() {
            let Some(key) = table.key(name) else { continue };
            path.push(self.name(key));
            match item {
                Item::Table(inner) => self.sections(inner, path, (false, entry), sections),
                Item::ArrayOfTables(list) => {
                    list.iter().for_each(|inner| self.sections(inner, path, (true, entry), sections));
                }
                Item::Value(_) | Item::None => {}
            }
            path.pop();
        }
    }

    fn lines(&self, table: &Table) -> Vec<Line<'a>> {
        let mut values = table.get_values();
        // WHY: keys with a common beginning are one table to the parser, wherever their lines stand.
        values.sort_by_key(|(path, _)| path.last().and_then(|key| key.span()).map(|span| span.start));
        let line = |(path, value): (Vec<&Key>, &toml_edit::Value)| Line {
            above: Above::of(self.raw(path.last().and_then(|key| key.leaf_decor().prefix()))),
            path: path.into_iter().map(|key| self.name(key)).collect(),
            value: self.value(value),
            beside: comments(self.raw(value.decor().suffix())).0,
        };
        values.into_iter().map(line).collect()
    }

    fn name(&self, key: &Key) -> Name<'a> {
        let name = key.get().to_owned();
        let written = self.slice(key.span());
        let bare = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
        let numeral = name.bytes().all(|byte| byte.is_ascii_digit());
        let written = if numeral && written == name {
            Cow::Owned(format!("\"{name}\""))
        } else if !numeral && name.bytes().all(bare) {
            Cow::Owned(name.clone())
        } else {
            quoted(written)
        };
        Name { name, written }
    }

    fn value(&self, value: &toml_edit::Value) -> Value<'a> {
        match value {
            toml_edit::Value::Array(list) => Value::Group(self.list(list)),
            toml_edit::Value::InlineTable(table) => Value::Group(self.table(table)),
            plain => Value::Plain(quoted(self.slice(plain.span()))),
        }
    }

    fn list(&self, list: &Array) -> Group<'a> {
        let mut group = Group::new(false);
        let mut waiting = Block::new();
        for value in list {
            let (before, behind) = (self.raw(value.decor().prefix()), self.raw(value.decor().suffix()));
            group.take(before, (Vec::new(), self.value(value)), behind, &mut waiting);
        }
        group.close(self.raw(Some(list.trailing())), waiting);
        group
    }

    fn table(&self, table: &InlineTable) -> Group<'a> {
        let mut group = Group::new(true);
        let mut waiting = Block::new();
        let mut values = table.get_values();
        values.sort_by_key(|(path, _)| path.last().and_then(|key| key.span()).map(|span| span.start));
        for (path, value) in values {
            let before = self.raw(path.last().and_then(|key| key.leaf_decor().prefix()));
            let names = path.into_iter().map(|key| self.name(key)).collect();
            let behind = self.raw(value.decor().suffix());
            group.take(before, (names, self.value(value)), behind, &mut waiting);
        }
        group.close(self.raw(Some(table.trailing())), waiting);
        group
    }
}

impl<'a> Group<'a> {
    const fn new(braces: bool) -> Self {
        Self { braces, opening: None, parts: Vec::new(), closing: Block::new() }
    }

    /// One more item, with what stands before it and behind it; `waiting` are comments between an item and its comma.
    fn take(
        &mut self,
        before: &'a str,
        (path, value): (Vec<Name<'a>>, Value<'a>),
        behind: &'a str,
        waiting: &mut Block<'a>,
    ) {
        let above = self.beside_last(before, std::mem::take(waiting));
        let (beside, after) = comments(behind);
        *waiting = after;
        self.parts.push(Part { above, path, value, beside });
    }

    fn close(&mut self, trailing: &'a str, waiting: Block<'a>) {
        self.closing = self.beside_last(trailing, waiting);
    }

    /// Gives the comment on the line of the last item to that item, where it has none; the others are handed back.
    fn beside_last(&mut self, raw: &'a str, mut waiting: Block<'a>) -> Block<'a> {
        let (same, own) = comments(raw);
        let slot = self.parts.last_mut().map_or(&mut self.opening, |part| &mut part.beside);
        if slot.is_none() && waiting.is_empty() {
            *slot = same;
        } else {
            waiting.extend(same);
        }
        waiting.extend(own);
        waiting
    }
}

/// The comment on the same line, and those on lines of their own.
fn comments(raw: &str) -> (Option<&str>, Block<'_>) {
    let mut lines = raw.split('\n').map(|line| line.trim_matches(BLANK));
    let same = lines.next().filter(|line| !line.is_empty());
    (same, lines.filter(|line| !line.is_empty()).collect())
}

/// `'text'` as `"text"`, where that means the same.
fn quoted(written: &str) -> Cow<'_, str> {
    let inner = written.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\''));
    match inner {
        Some(inner) if !inner.contains(['\'', '"', '\\']) => Cow::Owned(format!("\"{inner}\"")),
        _ => Cow::Borrowed(written),
    }
}
