//! Times as stories write them: today at 08:30, tomorrow, a date, or so long after what came before.

use chrono::{DateTime, Datelike, Days, FixedOffset, NaiveDate, NaiveTime, Weekday};
use serde::de::{Deserialize, Deserializer, Error};
use stepup::units::{Moment, Span};

/// A time as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// `08:30`, `yesterday 20:00`, `tomorrow 00:01`: days from the story's own, by the clock at home.
    Clock(i64, NaiveTime),
    /// `2026-03-12 00:30`, and with another clock `2026-03-12 00:30 +01:00`.
    Date(NaiveDate, NaiveTime, Option<FixedOffset>),
    /// `+3min`: after the step or event before.
    After(Span),
    /// `-1h`: before the first step.
    Before(Span),
}

impl<'de> Deserialize<'de> for When {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        Self::read(&text).ok_or_else(|| {
            Error::custom(format!(
                "`{text}` is no time; write `08:30`, `tomorrow 00:01`, `2026-03-12 00:30 +01:00`, `+3min` or `-1h`"
            ))
        })
    }
}

impl When {
    fn read(text: &str) -> Option<Self> {
        if let Some(span) = text.strip_prefix('+') {
            return Span::parse(span).ok().map(Self::After);
        }
        if let Some(span) = text.strip_prefix('-') {
            return Span::parse(span).ok().map(Self::Before);
        }
        let words: Vec<&str> = text.split(' ').collect();
        match *words.as_slice() {
            [time] => Some(Self::Clock(0, clock(time)?)),
            ["yesterday", time] => Some(Self::Clock(-1, clock(time)?)),
            ["tomorrow", time] => Some(Self::Clock(1, clock(time)?)),
            [date, time] => Some(Self::Date(day(date)?, clock(time)?, None)),
            [date, time, offset] => Some(Self::Date(day(date)?, clock(time)?, Some(offset.parse().ok()?))),
            _ => None,
        }
    }

    /// Whether it hangs on what came before, or on the first step.
    pub const fn is_relative(self) -> bool {
        matches!(self, Self::After(_) | Self::Before(_))
    }
}

fn clock(text: &str) -> Option<NaiveTime> {
    NaiveTime::parse_from_str(text, "%H:%M").ok()
}

fn day(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()
}

/// A calendar day as written, `2026-03-11`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day(pub NaiveDate);

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        day(&text).map(Self).ok_or_else(|| Error::custom(format!("`{text}` is no day; write `2026-03-11`")))
    }
}

/// On which days something happens again and again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Every {
    /// Each day.
    Day,
    /// Monday to Friday.
    Weekday,
    /// This day of the week.
    Week(Weekday),
    /// This day of the month.
    Month(u32),
}

impl<'de> Deserialize<'de> for Every {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        let read = match text.as_str() {
            "day" => Some(Self::Day),
            "weekday" => Some(Self::Weekday),
            other => match other.strip_prefix("month on ") {
                Some(day) => day.parse().ok().filter(|day| (1..=28).contains(day)).map(Self::Month),
                None => other.parse().ok().map(Self::Week),
            },
        };
        read.ok_or_else(|| {
            Error::custom(format!(
                "`{text}`: write `day`, `weekday`, `monday` ..., or `month on 15` (1 to 28)"
            ))
        })
    }
}

impl Every {
    /// Whether it happens on this day.
    pub fn holds(self, day: NaiveDate) -> bool {
        match self {
            Self::Day => true,
            Self::Weekday => !matches!(day.weekday(), Weekday::Sat | Weekday::Sun),
            Self::Week(weekday) => day.weekday() == weekday,
            Self::Month(number) => day.day() == number,
        }
    }
}

/// The calendar of one story: its day, the clock at home, its first step, and what came last.
#[derive(Clone, Copy, Debug)]
pub struct Calendar {
    /// The story's own day.
    pub today: NaiveDate,
    /// The clock at home.
    pub home: FixedOffset,
    /// When the first step is, once it is known.
    pub first: Option<DateTime<FixedOffset>>,
    /// The step or event before.
    pub last: Option<DateTime<FixedOffset>>,
}

impl Calendar {
    /// The time that is meant.
    pub fn time(&self, when: When) -> Result<DateTime<FixedOffset>, String> {
        let local = |day: NaiveDate, time: NaiveTime, offset: FixedOffset| {
            day.and_time(time).and_local_timezone(offset).single()
        };
        let moved = |from: Option<DateTime<FixedOffset>>, seconds: i64| {
            from.and_then(|from| from.checked_add_signed(chrono::TimeDelta::try_seconds(seconds)?))
        };
        let time = match when {
            When::Clock(days, time) => local(shifted(self.today, days), time, self.home),
            When::Date(day, time, offset) => local(day, time, offset.unwrap_or(self.home)),
            When::After(span) => moved(self.last, i64::from(span.seconds())),
            When::Before(span) => moved(self.first, -i64::from(span.seconds())),
        };
        time.ok_or_else(|| "this time hangs on another that is not known yet".to_owned())
    }
}

/// A day so many days later.
pub fn shifted(day: NaiveDate, days: i64) -> NaiveDate {
    let by = Days::new(days.unsigned_abs());
    let moved = if days < 0 { day.checked_sub_days(by) } else { day.checked_add_days(by) };
    moved.unwrap_or(day)
}

/// A time as the library wants it.
pub fn moment(time: DateTime<FixedOffset>) -> Result<Moment, String> {
    Moment::new(time).map_err(|error| error.to_string())
}
