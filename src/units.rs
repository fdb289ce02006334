//! Money, time and durations: integers with a stated range, checked when they are made.

mod currency;

use core::fmt;

use chrono::{DateTime, FixedOffset};
use thiserror::Error;

pub use currency::Currency;

/// Money of one transfer or limit: minor units of an ISO 4217 currency, `0 ..= Amount::MAX_MINOR`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Amount {
    minor: i64,
    currency: Currency,
}

/// Why a number or text is not an [`Amount`].
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum AmountError {
    /// Less than nothing or more than the largest amount.
    #[error("an amount lies between 0 and {max} minor units, not {given}", max = Amount::MAX_MINOR)]
    OutOfRange {
        /// What was given, in minor units.
        given: i64,
    },
    /// More digits than the largest amount has.
    #[error("`{given}` is more than the largest amount, {max}")]
    TooLarge {
        /// The text as given.
        given: String,
        /// The largest amount of this currency.
        max: String,
    },
    /// Not digits with at most one decimal point.
    #[error("`{given}` is not an amount; write digits with {digits} decimals, such as `{example}`")]
    NotANumber {
        /// The text as given.
        given: String,
        /// Decimals that the currency has.
        digits: u8,
        /// An amount written well.
        example: String,
    },
    /// More or fewer decimals than the currency has.
    #[error("`{given}` has {found} decimals; {currency} has {digits}")]
    WrongDecimals {
        /// The text as given.
        given: String,
        /// The currency's code.
        currency: &'static str,
        /// Decimals that were written.
        found: usize,
        /// Decimals that the currency has.
        digits: u8,
    },
}

impl Amount {
    /// The largest amount: 10^18 - 1 minor units, what a COBOL `S9(18)` holds.
    pub const MAX_MINOR: i64 = 999_999_999_999_999_999;

    /// An amount of `minor` minor units (1 = 0.01 CNY = 1 JPY).
    ///
    /// # Errors
    /// [`AmountError::OutOfRange`] below 0 or above [`Amount::MAX_MINOR`].
    pub const fn new(minor: i64, currency: Currency) -> Result<Self, AmountError> {
        if minor < 0 || minor > Self::MAX_MINOR {
            return Err(AmountError::OutOfRange { given: minor });
        }
        Ok(Self { minor, currency })
    }

    /// Reads `50000.00`: digits, and exactly the decimals that the currency has (none: no point).
    ///
    /// # Errors
    /// [`AmountError`] says what is wrong with the text.
    pub fn parse(text: &str, currency: Currency) -> Result<Self, AmountError> {
        let digits = currency.minor_digits();
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let bare_point = text.contains('.') && fraction.is_empty();
        if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) || bare_point {
            let example = Self { minor: 5_000_000, currency }.to_string();
            return Err(AmountError::NotANumber { given: text.to_owned(), digits, example });
        }
        if fraction.len() != usize::from(digits) {
            let (given, found) = (text.to_owned(), fraction.len());
            return Err(AmountError::WrongDecimals { given, currency: currency.code(), found, digits });
        }
        let joined = [whole, fraction].concat();
        let minor = joined.parse::<i64>().ok().filter(|minor| *minor <= Self::MAX_MINOR);
        match minor {
            Some(minor) => Ok(Self { minor, currency }),
            None => {
                let max = Self { minor: Self::MAX_MINOR, currency }.to_string();
                Err(AmountError::TooLarge { given: text.to_owned(), max })
            }
        }
    }

    /// Minor units, `0 ..= Amount::MAX_MINOR`.
    #[must_use]
    pub const fn minor(self) -> i64 {
        self.minor
    }

    /// The currency.
    #[must_use]
    pub const fn currency(self) -> Currency {
        self.currency
    }

    /// The amount with thousands separated, for reading: `50,000.00`.
    #[must_use]
    pub fn grouped(self) -> String {
        let plain = self.to_string();
        let (whole, rest) = plain.split_at(plain.find('.').unwrap_or(plain.len()));
        let mut out = String::new();
        for (index, digit) in whole.chars().enumerate() {
            if index > 0 && whole.len().saturating_sub(index).is_multiple_of(3) {
                out.push(',');
            }
            out.push(digit);
        }
        out.push_str(rest);
        out
    }
}

/// Digits and decimals without the currency: `50000.00`; the form that policy files use.
impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = usize::from(self.currency.minor_digits());
        if digits == 0 {
            return write!(f, "{}", self.minor);
        }
        let padded = format!("{:0width$}", self.minor, width = digits.saturating_add(1));
        let (whole, fraction) = padded.split_at(padded.len().saturating_sub(digits));
        write!(f, "{whole}.{fraction}")
    }
}

/// A second of UTC: seconds since 1970-01-01, up to 2106-02-07 (32 bits, so that a profile can hold many).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Timestamp(u32);

/// A time outside what can be stored.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("a time lies between 1970-01-01T00:00:00Z and 2106-02-07T06:28:15Z, not at {given} s from 1970")]
pub struct TimestampError {
    /// Seconds since 1970 as given.
    pub given: i64,
}

/// An offset of a day or more.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("an offset from UTC lies between -1439 and 1439 minutes, not {given}")]
pub struct OffsetError {
    /// The offset as given, minutes.
    pub given: i16,
}

impl Timestamp {
    /// Seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn from_seconds(seconds: u32) -> Self {
        Self(seconds)
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn seconds(self) -> u32 {
        self.0
    }

    /// Seconds from `earlier` to this time; 0 where `earlier` is later (time never runs backwards).
    #[must_use]
    pub const fn since(self, earlier: Self) -> u32 {
        self.0.saturating_sub(earlier.0)
    }

    /// This time, `seconds` later; stops at the end of the range.
    #[must_use]
    pub const fn plus(self, seconds: u32) -> Self {
        Self(self.0.saturating_add(seconds))
    }
}

/// An instant with the customer's own offset from UTC, so that "today" and "at night" mean theirs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Moment {
    at: Timestamp,
    offset_minutes: i16,
}

impl Moment {
    /// The instant and the offset of a `chrono` time; fractions of a second are cut off.
    ///
    /// # Errors
    /// [`TimestampError`] before 1970 or after 2106-02-07.
    pub fn new(time: DateTime<FixedOffset>) -> Result<Self, TimestampError> {
        let given = time.timestamp();
        let at = Timestamp(u32::try_from(given).map_err(|_| TimestampError { given })?);
        // WHY: chrono keeps offsets under a day, so minutes always fit; the fallback is only for the type.
        let minutes = time.offset().local_minus_utc().div_euclid(60);
        Ok(Self { at, offset_minutes: i16::try_from(minutes).unwrap_or(0) })
    }

    /// The instant in UTC with an offset in minutes, of which it is known that it is in range.
    ///
    /// # Errors
    /// [`OffsetError`] outside -1439 ..= 1439.
    pub const fn with_offset(at: Timestamp, offset_minutes: i16) -> Result<Self, OffsetError> {
        match offset_minutes {
            -1439..=1439 => Ok(Self { at, offset_minutes }),
            given => Err(OffsetError { given }),
        }
    }

    /// The instant in UTC with an offset in minutes, -1439 ..= 1439; offsets beyond are brought to the nearest. Of an
    /// offset that comes from outside, [`with_offset`](Self::with_offset) says so instead.
    #[must_use]
    pub fn at_offset(at: Timestamp, offset_minutes: i16) -> Self {
        Self { at, offset_minutes: offset_minutes.clamp(-1439, 1439) }
    }

    /// The instant.
    #[must_use]
    pub const fn at(self) -> Timestamp {
        self.at
    }

    /// Local time less UTC, in minutes, -1439 ..= 1439.
    #[must_use]
    pub const fn offset_minutes(self) -> i16 {
        self.offset_minutes
    }

    /// Local calendar day, days since 1970-01-01 (-1 in the first hours of the range west of Greenwich).
    #[must_use]
    pub fn local_day(self) -> i32 {
        i32::try_from(self.local_seconds().div_euclid(86_400)).unwrap_or(i32::MAX)
    }

    /// Minute of the local day, `0 ..= 1439`.
    #[must_use]
    pub fn local_minute(self) -> u16 {
        u16::try_from(self.local_seconds().div_euclid(60).rem_euclid(1_440)).unwrap_or(0)
    }

    /// Day of the local week, Monday 0 to Sunday 6.
    #[must_use]
    pub fn local_weekday(self) -> u8 {
        // 1970-01-01 was a Thursday.
        u8::try_from(self.local_day().saturating_add(3).rem_euclid(7)).unwrap_or(0)
    }

    fn local_seconds(self) -> i64 {
        i64::from(self.at.0).saturating_add(i64::from(self.offset_minutes).saturating_mul(60))
    }
}

/// A length of time in whole seconds, `0 ..= u32::MAX`; written `90s`, `15min`, `2h`, `30d`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span(u32);

/// Why a text is not a [`Span`].
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{given}` is not a duration; write a whole number and `s`, `min`, `h` or `d`, such as `15min` (at most {max})", max = Span(u32::MAX))]
pub struct SpanError {
    /// The text as given.
    pub given: String,
}

impl Span {
    /// A span of this many seconds.
    #[must_use]
    pub const fn from_seconds(seconds: u32) -> Self {
        Self(seconds)
    }

    /// Whole seconds.
    #[must_use]
    pub const fn seconds(self) -> u32 {
        self.0
    }

    /// Reads `90s`, `15min`, `2h` or `30d`.
    ///
    /// # Errors
    /// [`SpanError`] where the number, the unit or the range is wrong.
    pub fn parse(text: &str) -> Result<Self, SpanError> {
        let wrong = || SpanError { given: text.to_owned() };
        let split = text.find(|c: char| !c.is_ascii_digit()).ok_or_else(wrong)?;
        let (number, unit) = text.split_at(split);
        let factor = match unit {
            "s" => 1_u32,
            "min" => 60,
            "h" => 3_600,
            "d" => 86_400,
            _ => return Err(wrong()),
        };
        let number: u32 = number.parse().map_err(|_| wrong())?;
        number.checked_mul(factor).map(Self).ok_or_else(wrong)
    }
}

/// The largest unit that divides the span: `2h`, not `7200s`; whole days from three days up.
impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0;
        let text = if seconds >= 3 * 86_400 && seconds.is_multiple_of(86_400) {
            format!("{}d", seconds / 86_400)
        } else if seconds >= 3_600 && seconds.is_multiple_of(3_600) {
            format!("{}h", seconds / 3_600)
        } else if seconds >= 60 && seconds.is_multiple_of(60) {
            format!("{}min", seconds / 60)
        } else {
            format!("{seconds}s")
        };
        f.pad(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn an_amount_reads_back_as_it_was_written(minor in 0..=Amount::MAX_MINOR, which in 0_usize..4) {
            let currency = Currency::from_code(["CNY", "JPY", "KWD", "CLF"][which]).unwrap();
            let amount = Amount::new(minor, currency).unwrap();
            prop_assert_eq!(Amount::parse(&amount.to_string(), currency), Ok(amount));
            prop_assert_eq!(amount.grouped().replace(',', ""), amount.to_string());
        }

        #[test]
        fn a_span_reads_back_as_it_was_written(seconds in any::<u32>()) {
            let span = Span::from_seconds(seconds);
            prop_assert_eq!(Span::parse(&span.to_string()), Ok(span));
        }

        #[test]
        fn no_text_panics_a_parser(text in "\\PC{0,24}") {
            let _either = Amount::parse(&text, Currency::CNY);
            let _either = Span::parse(&text);
        }

        #[test]
        fn a_local_day_has_1440_minutes_and_a_week_seven_days(at in any::<u32>(), offset in -1439_i16..=1439) {
            let moment = Moment::at_offset(Timestamp::from_seconds(at), offset);
            let local = i64::from(at) + i64::from(offset) * 60;
            prop_assert_eq!(i64::from(moment.local_day()) * 1440 + i64::from(moment.local_minute()), local.div_euclid(60));
            let time = DateTime::from_timestamp(local, 0).unwrap();
            prop_assert_eq!(moment.local_weekday(), u8::try_from(chrono::Datelike::weekday(&time).num_days_from_monday()).unwrap());
        }
    }

    #[test]
    fn amounts_and_spans_are_refused_with_the_reason() {
        for text in
            ["", ".", "1", "1.0", "1.000", "-1.00", "1,000.00", " 1.00", "1e3", "10000000000000000.00"]
        {
            assert!(Amount::parse(text, Currency::CNY).is_err(), "{text}");
        }
        for text in ["", "2", "h", "2 h", "2H", "-2h", "1.5h", "4294967296s", "50000d"] {
            assert!(Span::parse(text).is_err(), "{text}");
        }
        let long = "12345678901234567890123.00";
        let said = Amount::parse(long, Currency::CNY).unwrap_err().to_string();
        assert!(said.contains(long) && said.contains("9999999999999999.99"), "{said}");
        for given in [i16::MIN, -1440, 1440, i16::MAX] {
            assert_eq!(Moment::with_offset(Timestamp::from_seconds(0), given), Err(OffsetError { given }));
        }
        assert_eq!(Moment::with_offset(Timestamp::from_seconds(0), -1439).unwrap().offset_minutes(), -1439);
        assert_eq!(Amount::new(5_000_000, Currency::CNY).unwrap().grouped(), "50,000.00");
    }
}
