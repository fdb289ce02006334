//! Texts as legacy systems have them: code pages, blanks or a zero byte at the end, lines of fixed width.

use encoding_rs::GB18030;

use crate::ffi::ask::most;
use crate::ffi::fault::{Fault, Status};
use crate::ffi::records;
use crate::language::Language;
use crate::word::vocabulary;

vocabulary! {
    /// The code page of a text. Of EBCDIC pages the characters that lie at one place in all of them are understood.
    pub enum Charset {
        /// UTF-8, and with it ASCII.
        Utf8 = 1, "utf-8", "UTF-8";
        /// GB 18030, and with it GBK and GB 2312.
        Gb18030 = 2, "gb18030", "GB18030";
        /// EBCDIC, United States and Canada.
        Cp037 = 3, "cp037", "CP037";
        /// EBCDIC, international.
        Cp500 = 4, "cp500", "CP500";
        /// EBCDIC, Latin 1 of open systems.
        Cp1047 = 5, "cp1047", "CP1047";
        /// EBCDIC, Germany and Austria with the euro.
        Cp1141 = 6, "cp1141", "CP1141";
    }
}

/// The characters of the invariant set with their EBCDIC bytes, in runs.
/// SOURCE: IBM's syntactic character set 00640 (CDRA), whose code points are the same in every Latin EBCDIC page.
const INVARIANT: [(u8, &str); 15] = [
    (0x40, " "),
    (0x4b, ".<(+"),
    (0x50, "&"),
    (0x5c, "*);"),
    (0x60, "-/"),
    (0x6b, ",%_>?"),
    (0x7a, ":"),
    (0x7d, "'=\""),
    (0x81, "abcdefghi"),
    (0x91, "jklmnopqr"),
    (0xa2, "stuvwxyz"),
    (0xc1, "ABCDEFGHI"),
    (0xd1, "JKLMNOPQR"),
    (0xe2, "STUVWXYZ"),
    (0xf0, "0123456789"),
];

impl Charset {
    /// The code page of a number; 0 is none.
    pub(super) fn given(number: i32) -> Result<Self, Fault> {
        let found = u8::try_from(number).ok().and_then(Self::from_code);
        found.ok_or_else(|| Fault::range("charset", number.into(), 1, most!(Self).into()))
    }

    pub(super) const fn is_ebcdic(self) -> bool {
        !matches!(self, Self::Utf8 | Self::Gb18030)
    }

    const fn blank(self) -> u8 {
        if self.is_ebcdic() { 0x40 } else { b' ' }
    }

    /// What ends a line: new line (NL) in EBCDIC.
    const fn line_end(self) -> u8 {
        if self.is_ebcdic() { 0x15 } else { b'\n' }
    }

    /// The text behind bytes: up to a zero byte, without the blanks at its end.
    ///
    /// What is not of this code page is a fault that names it and the place, and shows nothing of the text.
    pub(super) fn text(self, bytes: &[u8]) -> Result<String, Fault> {
        let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
        let bytes = bytes.get(..end).unwrap_or(bytes);
        let used =
            bytes.iter().rposition(|byte| *byte != self.blank()).map_or(0, |last| last.saturating_add(1));
        self.whole(bytes.get(..used).unwrap_or(bytes))
    }

    /// All of some bytes as text.
    pub(super) fn whole(self, bytes: &[u8]) -> Result<String, Fault> {
        let wrong = |place: usize| {
            let place = place.saturating_add(1);
            let hint =
                self.looks_like(bytes).map_or_else(String::new, |page| format!("; it looks like {page}"));
            let text = format!("byte {place} of the text is not of code page {self}{hint}");
            Fault { field: "text", ..Fault::of(Status::Text, text) }
        };
        match self {
            Self::Utf8 => match core::str::from_utf8(bytes) {
                Ok(text) => Ok(text.to_owned()),
                Err(error) => Err(wrong(error.valid_up_to())),
            },
            Self::Gb18030 => {
                let text = GB18030.decode_without_bom_handling_and_without_replacement(bytes);
                // WHY: the place is found only where something is wrong, by the longest part that is right.
                let right = |end: &usize| {
                    let part = bytes.get(..*end).unwrap_or(bytes);
                    GB18030.decode_without_bom_handling_and_without_replacement(part).is_some()
                };
                let place = || (0..bytes.len()).rev().find(right).unwrap_or(0);
                text.map(|text| text.into_owned()).ok_or_else(|| wrong(place()))
            }
            _ => {
                let letters =
                    bytes.iter().zip(0..).map(|(byte, place)| invariant(*byte).ok_or_else(|| wrong(place)));
                letters.collect()
            }
        }
    }

    /// Of what kind of page a text seems to be that is not of this one.
    fn looks_like(self, bytes: &[u8]) -> Option<&'static str> {
        let (page, is_of_it): (_, fn(u8) -> bool) = if self.is_ebcdic() {
            ("ASCII", |byte| matches!(byte, b' '..=b'~' | b'\n' | b'\r'))
        } else {
            ("EBCDIC", |byte| invariant(byte).is_some() || matches!(byte, 0x15 | 0x25))
        };
        // WHY: nine of ten, since brackets and comments in another language lie elsewhere.
        let others = bytes.iter().filter(|byte| !is_of_it(**byte)).count();
        (others.saturating_mul(10) <= bytes.len()).then_some(page)
    }

    /// One character in this code page.
    fn put(self, c: char, out: &mut Vec<u8>) -> Result<(), Fault> {
        match self {
            Self::Utf8 => {
                let mut room = [0; 4];
                out.extend_from_slice(c.encode_utf8(&mut room).as_bytes());
            }
            Self::Gb18030 => {
                let mut room = [0; 4];
                let (bytes, _, _) = GB18030.encode(c.encode_utf8(&mut room));
                out.extend_from_slice(&bytes);
            }
            // WHY: the quotes around names are no invariant characters; an apostrophe is, and says the same.
            _ if c == '`' => out.push(0x7d),
            _ => out.push(ebcdic(c).ok_or_else(|| {
                let text = format!("U+{:04X} cannot be written in code page {self}", u32::from(c));
                Fault { field: "charset", ..Fault::of(Status::Text, text) }
            })?),
        }
        Ok(())
    }
}

fn invariant(byte: u8) -> Option<char> {
    INVARIANT.iter().find_map(|(first, run)| {
        let place = usize::from(byte.checked_sub(*first)?);
        run.as_bytes().get(place).map(|letter| char::from(*letter))
    })
}

fn ebcdic(c: char) -> Option<u8> {
    INVARIANT.iter().find_map(|(first, run)| {
        let place = run.find(c)?;
        first.checked_add(u8::try_from(place).ok()?)
    })
}

/// As much of a text as fits a fixed field, whole characters only; what cannot be written in the code page is a
/// question mark. For texts that only people read.
pub(super) fn fitted<const N: usize>(text: &str, charset: Charset, blanks: bool) -> [u8; N] {
    let mut bytes = [if blanks { charset.blank() } else { 0 }; N];
    let room = if blanks { N } else { N.saturating_sub(1) };
    let mut all = Vec::new();
    for c in text.chars() {
        let before = all.len();
        if charset.put(c, &mut all).is_err() {
            let _always_fits = charset.put('?', &mut all);
        }
        if all.len() > room {
            all.truncate(before);
            break;
        }
    }
    bytes.iter_mut().zip(all).for_each(|(to, from)| *to = from);
    bytes
}

/// Bytes that a line of fixed width can have.
pub(super) const WIDTHS: core::ops::RangeInclusive<i32> = 8..=4_096;

/// How a text is to be written, from the caller's record.
pub(super) struct Form {
    charset: Charset,
    pub(super) language: Language,
    blanks: bool,
    width: usize,
    capacity: i64,
}

impl Form {
    pub(super) fn of(text: &records::Text) -> Result<Self, Fault> {
        let language = u8::try_from(text.language.saturating_sub(1)).ok().and_then(Language::from_code);
        let language = language.ok_or_else(|| Fault::range("language", text.language.into(), 1, 2))?;
        if !(0..=1).contains(&text.fill) {
            return Err(Fault::range("fill", text.fill.into(), 0, 1));
        }
        let legal = text.width == 0 || WIDTHS.contains(&text.width);
        let width = usize::try_from(text.width).ok().filter(|_| legal);
        let width = width.ok_or_else(|| {
            let (least, most) = WIDTHS.into_inner();
            Fault::range("width", text.width.into(), least.into(), most.into())
        })?;
        if !(0..=i64::from(i32::MAX)).contains(&text.capacity) {
            return Err(Fault::range("capacity", text.capacity, 0, i32::MAX.into()));
        }
        if text.reserved != 0 {
            return Err(Fault::reserved());
        }
        let charset = Charset::given(text.charset)?;
        Ok(Self { charset, language, blanks: text.fill == 1, width, capacity: text.capacity })
    }

    /// The bytes of a text as they go into the buffer, and how many there must be room for. Of a text that is too long
    /// there are no bytes: half an explanation explains nothing.
    pub(super) fn bytes(&self, text: &str) -> Result<(Option<Vec<u8>>, i64), Fault> {
        let mut out = Vec::new();
        // WHY: lines of fixed width each end by themselves; else the text is given as it is, to its last line end.
        let whole = if self.width > 0 { text.strip_suffix('\n').unwrap_or(text) } else { text };
        let lines = whole.split('\n');
        for (number, line) in lines.enumerate() {
            if self.width > 0 {
                self.put_fixed(line, &mut out)?;
                continue;
            }
            if number > 0 {
                out.push(self.charset.line_end());
            }
            line.chars().try_for_each(|c| self.charset.put(c, &mut out))?;
        }
        if !self.blanks {
            out.push(0);
        }
        let needed = i64::try_from(out.len()).unwrap_or(i64::MAX);
        if needed > self.capacity {
            return Ok((None, needed));
        }
        Ok((Some(out), needed))
    }

    /// What fills the buffer behind the text, if anything.
    pub(super) fn blank(&self) -> Option<u8> {
        self.blanks.then(|| self.charset.blank())
    }

    /// One line as lines of a fixed width, broken between characters, at a blank where there is one.
    fn put_fixed(&self, line: &str, out: &mut Vec<u8>) -> Result<(), Fault> {
        let mut row = Vec::new();
        for word in line.split_inclusive(' ') {
            let mut bytes = Vec::new();
            word.trim_end_matches(' ').chars().try_for_each(|c| self.charset.put(c, &mut bytes))?;
            if !row.is_empty() && row.len().saturating_add(bytes.len()) > self.width {
                self.end_row(&mut row, out);
            }
            for c in word.chars() {
                let mut bytes = Vec::new();
                self.charset.put(c, &mut bytes)?;
                if row.len().saturating_add(bytes.len()) > self.width {
                    if c == ' ' {
                        continue;
                    }
                    self.end_row(&mut row, out);
                }
                row.extend_from_slice(&bytes);
            }
        }
        self.end_row(&mut row, out);
        Ok(())
    }

    fn end_row(&self, row: &mut Vec<u8>, out: &mut Vec<u8>) {
        row.resize(self.width, self.charset.blank());
        out.append(row);
    }
}
