//! What needs no policy: sizes, names, pseudonyms, amounts and times as legacy systems have them.
#![expect(unsafe_code, reason = "functions that other languages call by their name")]

use chrono::NaiveDate;

use crate::ffi::ABI;
use crate::ffi::ask::{currency, most, word};
use crate::ffi::calls::Asked;
use crate::ffi::fault::{Fault, Status};
use crate::ffi::guard::export;
use crate::ffi::layout::{Record, bytes_of, small};
use crate::ffi::memory::{Bytes, LARGEST, Number, Out, Room};
use crate::ffi::records::{self, LAYOUTS};
use crate::ffi::text::Charset;
use crate::ffi::words::{Words, all, of_kind};
use crate::id::{IdKind, Pseudonymizer};
use crate::units::{Amount, Timestamp};
use crate::verdict::SEMANTICS;

/// The longest identifier, bytes: of none that there is, the canonical form has more.
pub(in crate::ffi) const LONGEST_ID: i64 = 256;

/// The longest key, bytes.
pub(in crate::ffi) const LONGEST_KEY: i64 = 4_096;

export! {
    FUNCTIONS:

    /// What this library is: its version, the sizes of its records, the number of its semantics.
    fn stepup_abi SUABIINF (abi: Out<records::Abi>, error: Out<records::Error>) else error => {
        let mut sizes = [0; 16];
        sizes.iter_mut().zip(&LAYOUTS).for_each(|(to, layout)| *to = small(layout.size));
        let mut version = [b' '; 20];
        version.iter_mut().zip(env!("CARGO_PKG_VERSION").bytes()).for_each(|(to, from)| *to = from);
        abi.write("abi", &records::Abi { abi: ABI, semantics: SEMANTICS.into(), sizes, version, ..records::Abi::BLANK })?;
        Ok(0)
    }

    /// An empty record of a kind: zeros, its size, and UTF-8, English and nothing else where a text is asked for.
    fn stepup_init SUINIT (kind: i32, area: Room, size: i32, error: Out<records::Error>) else error => {
        let layout = LAYOUTS.iter().find(|layout| layout.code == kind);
        let layout = layout.ok_or_else(|| Fault::range("kind", kind.into(), 1, small(LAYOUTS.len()).into()))?;
        let least = small(layout.first);
        if !(least..=LARGEST).contains(&size) {
            return Err(Fault::size(layout.name, size, small(layout.size), LARGEST));
        }
        let text = records::Text { charset: 1, language: 1, ..records::Text::BLANK };
        let is_text = kind == records::Text::LAYOUT.code;
        area.blank(size, if is_text { bytes_of(&text) } else { &[] })?;
        Ok(0)
    }

    /// The word of a vocabulary behind a number, in the language that the record asks for.
    fn stepup_name SUNAME (
        kind: i32, value: i32, form: Out<records::Text>, buffer: Room, error: Out<records::Error>,
    ) else error => {
        let words = vocabulary(kind)?;
        let word = words.words.iter().find(|word| word.number == value).ok_or_else(|| {
            let numbers = || words.words.iter().map(|word| i64::from(word.number));
            Fault::range("value", value.into(), numbers().min().unwrap_or(0), numbers().max().unwrap_or(0))
        })?;
        let asked = Asked::of(form)?;
        asked.write(buffer, asked.language().of(word.name, word.name_zh))?;
        Ok(0)
    }

    /// The number of an English word, such as "step-up"; blanks behind it do not count.
    fn stepup_value SUVALUE (
        kind: i32, text: Bytes, length: i32, charset: i32, value: Number<i32>, error: Out<records::Error>,
    ) else error => {
        value.settle("value", number_of(kind, text, length, charset))?;
        Ok(0)
    }

    /// The set of English words, such as "face sms", with blanks or commas between them: bit n is the word with number n.
    fn stepup_set SUSET (
        kind: i32, text: Bytes, length: i32, charset: i32, set: Number<i32>, error: Out<records::Error>,
    ) else error => {
        set.settle("set", set_of(kind, text, length, charset))?;
        Ok(0)
    }

    /// The pseudonym of an identifier under the bank's key of at least 32 bytes; the same however it is written.
    fn stepup_pseudonym SUPSEUDO (
        key: Bytes, key_length: i32, kind: i32, text: Bytes, length: i32, charset: i32, pseudonym: Room,
        error: Out<records::Error>,
    ) else error => {
        let key = key.copied("key", key_length.into(), LONGEST_KEY);
        let made = key.and_then(|key| made(&key, kind, &given(text, length, charset)?));
        // WHY: zeros are refused wherever a pseudonym is needed, and that of an earlier customer would not be.
        pseudonym.put("pseudonym", made.as_ref().unwrap_or(&[0; 16]))?;
        made.map(|_| 0)
    }

    /// Minor units behind a packed decimal (COMP-3) with so many decimals, in a currency by its ISO 4217 number.
    fn stepup_amount_from_packed SUAMTPAC (
        packed: Bytes, bytes: i32, decimals: i32, currency_number: i32, minor: Number<i64>, error: Out<records::Error>,
    ) else error => {
        let packed = packed.copied("packed", bytes.into(), 18);
        minor.settle("minor", packed.and_then(|packed| from_packed(&packed, decimals, currency_number)))?;
        Ok(0)
    }

    /// Seconds since 1970 of a civil time, 14 digits YYYYMMDDhhmmss in ASCII or EBCDIC, so many minutes ahead of UTC.
    fn stepup_time_from_civil SUTIMCIV (
        digits: Bytes, offset_minutes: i32, seconds: Number<i64>, error: Out<records::Error>,
    ) else error => {
        let digits = digits.take("digits");
        seconds.settle("seconds", digits.and_then(|digits| from_civil(digits, offset_minutes)))?;
        Ok(0)
    }
}

/// The vocabulary of a kind.
fn vocabulary(kind: i32) -> Result<Words, Fault> {
    of_kind(kind).ok_or_else(|| Fault::range("kind", kind.into(), 1, small(all().len()).into()))
}

/// A short text that the caller gives: a word, words, an identifier.
fn given(text: Bytes, length: i32, charset: i32) -> Result<String, Fault> {
    let bytes = text.copied("text", length.into(), LONGEST_ID)?;
    Charset::given(charset)?.text(&bytes)
}

fn number_of(kind: i32, text: Bytes, length: i32, charset: i32) -> Result<i32, Fault> {
    let (words, name) = (vocabulary(kind)?, given(text, length, charset)?);
    let known = words.words.iter().find(|word| word.name == name);
    known.map(|word| word.number).ok_or_else(|| unknown(1, &words))
}

fn set_of(kind: i32, text: Bytes, length: i32, charset: i32) -> Result<i32, Fault> {
    let (words, names) = (vocabulary(kind)?, given(text, length, charset)?);
    let names = (1..).zip(names.split([' ', ',']).filter(|name| !name.is_empty()));
    let mut set = 0;
    for (place, name) in names {
        let known = words.words.iter().find(|word| word.name == name && (0..31).contains(&word.number));
        set |= known.map(|word| 1 << word.number).ok_or_else(|| unknown(place, &words))?;
    }
    Ok(set)
}

/// The pseudonym of an identifier; the fault says what is wrong with it and never shows it.
fn made(key: &[u8], kind: i32, identifier: &str) -> Result<[u8; 16], Fault> {
    let most = most!(IdKind);
    let number = u8::try_from(kind).map_err(|_| Fault::range("kind", kind.into(), 1, most.into()))?;
    let kind = word("kind", number, most, IdKind::from_code)?;
    let fault =
        |error: crate::id::IdError| Fault { field: "text", ..Fault::of(Status::Field, error.to_string()) };
    let maker = Pseudonymizer::new(0, key).map_err(|error| Fault { field: "key", ..fault(error) })?;
    maker.pseudonym(kind, identifier).map(|made| made.to_bytes()).map_err(fault)
}

/// What was given is no word: which one of those that were, counted from 1.
fn unknown(place: usize, words: &Words) -> Fault {
    let all: Vec<&str> = words.words.iter().map(|word| word.name).collect();
    let text = format!("word {place} is none of `{}`; there are: {}", words.name, all.join(", "));
    Fault { field: "text", ..Fault::of(Status::Field, text) }
}

/// Each byte holds two digits, the last one a digit and the sign: C and F plus, D minus.
fn from_packed(packed: &[u8], decimals: i32, number: i32) -> Result<i64, Fault> {
    let wrong = |text: String| Fault { field: "packed", ..Fault::of(Status::Field, text) };
    let currency = currency(number)?;
    let digits = i32::from(currency.minor_digits());
    if decimals != digits {
        let text = format!(
            "`decimals`: {currency} has {digits}, not {decimals}; move it to a field of that picture first"
        );
        let range = (digits.into(), digits.into());
        return Err(Fault {
            field: "decimals",
            least: range.0,
            most: range.1,
            ..Fault::of(Status::Field, text)
        });
    }
    let nibbles: Vec<u8> = packed.iter().flat_map(|byte| [byte >> 4, byte & 15]).collect();
    let Some((sign, digits)) = nibbles.split_last() else {
        return Err(wrong("no bytes of a packed decimal".into()));
    };
    let mut minor: i64 = 0;
    for (place, digit) in (1_usize..).zip(digits) {
        if *digit > 9 {
            return Err(wrong(format!(
                "digit {place} of the packed decimal is none: was it moved there as text?"
            )));
        }
        let next = minor.checked_mul(10).and_then(|tens| tens.checked_add(i64::from(*digit)));
        minor = next
            .filter(|minor| *minor <= Amount::MAX_MINOR)
            .ok_or_else(|| Fault::range("packed", i64::MAX, 0, Amount::MAX_MINOR))?;
    }
    match sign {
        0xc | 0xf => Ok(minor),
        0xd if minor == 0 => Ok(0),
        0xd => Err(wrong("the packed decimal is below zero, and no amount is".into())),
        _ => Err(wrong("the last half byte is no sign (C, D or F): was it moved there as text?".into())),
    }
}

fn from_civil(digits: [u8; 14], offset: i32) -> Result<i64, Fault> {
    let wrong = |text: &str| Fault { field: "digits", ..Fault::of(Status::Field, text) };
    if !(-1_439..=1_439).contains(&offset) {
        return Err(Fault::range("offset_minutes", offset.into(), -1_439, 1_439));
    }
    let number = |range: core::ops::Range<usize>| {
        let part = digits.get(range).unwrap_or(&[]);
        part.iter().try_fold(0_u32, |number, byte| match byte {
            b'0'..=b'9' | 0xf0..=0xf9 => number.checked_mul(10)?.checked_add(u32::from(byte & 15)),
            _ => None,
        })
    };
    let parts = [0..4, 4..6, 6..8, 8..10, 10..12, 12..14].map(number);
    let [Some(year), Some(month), Some(day), Some(hour), Some(minute), Some(second)] = parts else {
        return Err(wrong("a civil time is 14 digits, YYYYMMDDhhmmss, in ASCII or EBCDIC"));
    };
    let date = i32::try_from(year).ok().and_then(|year| NaiveDate::from_ymd_opt(year, month, day));
    let civil = date.and_then(|date| date.and_hms_opt(hour, minute, second));
    let civil = civil.ok_or_else(|| wrong("there is no such date or time of day"))?;
    let seconds = civil.and_utc().timestamp().saturating_sub(i64::from(offset).saturating_mul(60));
    let last = i64::from(Timestamp::from_seconds(u32::MAX).seconds());
    if (0..=last).contains(&seconds) { Ok(seconds) } else { Err(Fault::range("digits", seconds, 0, last)) }
}
