//! Business days of one place: the weekend and the holidays that a bank has supplied, and the days that those cover.

use core::fmt;

use chrono::NaiveDate;
use thiserror::Error;

use crate::units::Moment;
use crate::word::vocabulary;

vocabulary! {
    /// A day of the week.
    pub enum Weekday {
        /// Monday.
        Monday = 0, "monday", "周一";
        /// Tuesday.
        Tuesday = 1, "tuesday", "周二";
        /// Wednesday.
        Wednesday = 2, "wednesday", "周三";
        /// Thursday.
        Thursday = 3, "thursday", "周四";
        /// Friday.
        Friday = 4, "friday", "周五";
        /// Saturday.
        Saturday = 5, "saturday", "周六";
        /// Sunday.
        Sunday = 6, "sunday", "周日";
    }
}

/// A calendar day of one place, from 1970-01-01 to 2106-02-06; written `2027-12-25`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Day(i32);

/// The last day there is: the last whole one that a [`Timestamp`](crate::units::Timestamp) reaches.
const LAST: i32 = 49_709;

impl Day {
    /// A day by its number, days since 1970-01-01; `None` before that, and after 2106-02-06.
    #[must_use]
    pub fn from_number(number: i32) -> Option<Self> {
        (0..=LAST).contains(&number).then_some(Self(number))
    }

    /// The local day of a moment; at the ends of the range, where an offset leads out of it, the nearest day.
    #[must_use]
    pub fn of(moment: Moment) -> Self {
        Self(moment.local_day().clamp(0, LAST))
    }

    /// A day as written in files, `2027-12-25`; `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
        let day = i32::try_from(date.signed_duration_since(NaiveDate::default()).num_days()).ok()?;
        // WHY: chrono also reads `2027-1-5`; one day is written one way.
        Self::from_number(day).filter(|day| day.to_string() == text)
    }

    /// Days since 1970-01-01.
    #[must_use]
    pub const fn number(self) -> i32 {
        self.0
    }

    /// Its day of the week.
    #[must_use]
    pub fn weekday(self) -> Weekday {
        // 1970-01-01 was a Thursday.
        let number = self.0.saturating_add(3).rem_euclid(7);
        u8::try_from(number).ok().and_then(Weekday::from_code).unwrap_or(Weekday::Monday)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let day = u64::try_from(self.0).unwrap_or(0);
        let date = NaiveDate::default().checked_add_days(chrono::Days::new(day)).unwrap_or_default();
        write!(f, "{}", date.format("%Y-%m-%d"))
    }
}

/// Business days, for as long as the bank has said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// Bit `n` is the weekday with code `n`.
    weekend: u8,
    /// Ascending, each once.
    holidays: Vec<Day>,
    from: Day,
    until: Day,
}

/// Why dates make no calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum CalendarError {
    /// It ends before it begins.
    #[error("the calendar ends on {until}, before it begins on {from}: swap them")]
    Backwards {
        /// Its first day as given.
        from: Day,
        /// Its last day as given.
        until: Day,
    },
    /// A holiday that the calendar does not cover.
    #[error(
        "the holiday {day} is not among the days from {from} to {until} that the calendar covers: widen it, or drop the day"
    )]
    Outside {
        /// The holiday.
        day: Day,
        /// The first day covered.
        from: Day,
        /// The last day covered.
        until: Day,
    },
    /// Every day of the week is weekend.
    #[error("every day of the week is weekend: leave a day for business")]
    NoBusiness,
}

impl Calendar {
    /// A calendar of the days from `from` to `until`, both included. Order and repetition of holidays do not matter.
    ///
    /// # Errors
    /// [`CalendarError`]: nothing is dropped silently.
    pub fn new(weekend: &[Weekday], holidays: &[Day], from: Day, until: Day) -> Result<Self, CalendarError> {
        if until < from {
            return Err(CalendarError::Backwards { from, until });
        }
        if let Some(day) = holidays.iter().copied().find(|day| *day < from || *day > until) {
            return Err(CalendarError::Outside { day, from, until });
        }
        let weekend = weekend.iter().fold(0_u8, |bits, day| bits | 1 << day.code());
        if weekend == 0x7f {
            return Err(CalendarError::NoBusiness);
        }
        let mut holidays = holidays.to_vec();
        holidays.sort_unstable();
        holidays.dedup();
        Ok(Self { weekend, holidays, from, until })
    }

    /// The days of the weekend, from Monday on.
    pub fn weekend(&self) -> impl Iterator<Item = Weekday> {
        let weekend = self.weekend;
        Weekday::ALL.iter().copied().filter(move |day| weekend >> day.code() & 1 != 0)
    }

    /// The holidays, ascending.
    #[must_use]
    pub fn holidays(&self) -> &[Day] {
        &self.holidays
    }

    /// The first day and the last that the calendar covers.
    #[must_use]
    pub const fn covers(&self) -> (Day, Day) {
        (self.from, self.until)
    }

    /// Whether a day is a business day; `None` where the calendar does not cover it.
    #[must_use]
    pub fn is_business(&self, day: Day) -> Option<bool> {
        let covered = self.from <= day && day <= self.until;
        let weekend = self.weekend >> day.weekday().code() & 1 != 0;
        covered.then(|| !weekend && self.holidays.binary_search(&day).is_err())
    }

    /// The last day of a hold of so many business days on an order received on `received`; `None` where the calendar does
    /// not reach so far: then the money waits for a person, it is not released.
    ///
    /// An order that comes on a day without business counts as received on the next day with. SOURCE: Payment Services
    /// Regulations 2017 (UK), reg. 81; Directive (EU) 2015/2366 Art. 78. Takes a step a day.
    ///
    /// ```
    /// use stepup::calendar::{Calendar, Day, Weekday};
    ///
    /// let day = |text| Day::parse(text).unwrap();
    /// let (from, until) = (day("2026-01-01"), day("2026-12-31"));
    /// let london = Calendar::new(&[Weekday::Saturday, Weekday::Sunday], &[day("2026-05-25")], from, until)?;
    /// // The Friday before the spring bank holiday: Tuesday is the first business day after it, Friday the fourth.
    /// assert_eq!(london.after(day("2026-05-22"), 1), Some(day("2026-05-26")));
    /// assert_eq!(london.after(day("2026-05-22"), 4), Some(day("2026-05-29")));
    /// assert_eq!(london.after(day("2026-12-30"), 4), None);
    /// # Ok::<(), stepup::calendar::CalendarError>(())
    /// ```
    #[must_use]
    pub fn after(&self, received: Day, days: u8) -> Option<Day> {
        let mut day = received;
        let mut left = days;
        // Received on the first business day from `received` on, counted from there.
        loop {
            match (self.is_business(day)?, left.checked_sub(1)) {
                (true, None) => return Some(day),
                (true, Some(rest)) => left = rest,
                (false, _) => {}
            }
            day = Day::from_number(day.0.saturating_add(1))?;
        }
    }

    /// Whether a hold by this calendar never ends before one by `other`, whatever the order's day and the hold's length;
    /// where this one does not reach, a hold waits.
    #[must_use]
    pub fn is_nowhere_shorter(&self, other: &Self) -> bool {
        let common = self.from.max(other.from).0..=self.until.min(other.until).0;
        common
            .filter_map(Day::from_number)
            .all(|day| self.is_business(day) != Some(true) || other.is_business(day) == Some(true))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Timestamp;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    proptest! {
        #[test]
        fn a_day_reads_back_as_it_was_written(number in 0..=LAST) {
            let day = Day::from_number(number).unwrap();
            prop_assert_eq!(Day::parse(&day.to_string()), Some(day));
            let noon = u32::try_from(number).unwrap() * 86_400 + 43_200;
            let moment = Moment::at_offset(Timestamp::from_seconds(noon), 0);
            prop_assert_eq!(Day::of(moment), day);
            prop_assert_eq!(day.weekday().code(), moment.local_weekday());
        }

        /// The slow truth: walk day by day from the first business day, and count.
        #[test]
        fn a_hold_ends_on_the_day_that_counting_finds(
            weekend in prop::collection::btree_set(0_u8..7, 0..6),
            offs in prop::collection::vec(0_i32..60, 0..20),
            start in 0_i32..60,
            days in 0_u8..12,
        ) {
            let weekend: Vec<Weekday> = weekend.iter().map(|code| Weekday::from_code(*code).unwrap()).collect();
            let all: Vec<Day> = (20_000..20_060).map(|number| Day::from_number(number).unwrap()).collect();
            let holidays: Vec<Day> = offs.iter().map(|place| all[usize::try_from(*place).unwrap()]).collect();
            let calendar = Calendar::new(&weekend, &holidays, all[0], all[59]).unwrap();
            let open = |day: &&Day| !weekend.contains(&day.weekday()) && !holidays.contains(day);
            let received = all[usize::try_from(start).unwrap()];
            let expected = all.iter().filter(|day| **day >= received).filter(open).nth(usize::from(days));
            prop_assert_eq!(calendar.after(received, days), expected.copied());
        }

        #[test]
        fn fewer_business_days_never_make_a_hold_shorter(
            more in prop::collection::vec(0_i32..30, 0..10),
            less in prop::collection::vec(0_i32..30, 0..10),
        ) {
            let all: Vec<Day> = (20_000..20_030).map(|number| Day::from_number(number).unwrap()).collect();
            let of = |offs: &[i32]| {
                let holidays: Vec<Day> = offs.iter().map(|place| all[usize::try_from(*place).unwrap()]).collect();
                Calendar::new(&[Weekday::Sunday], &holidays, all[0], all[29]).unwrap()
            };
            let (one, two) = (of(&more), of(&less));
            let shorter = all.iter().any(|received| (0..6).any(|days| {
                one.after(*received, days).is_some_and(|end| two.after(*received, days).is_none_or(|other| end < other))
            }));
            prop_assert_eq!(one.is_nowhere_shorter(&two), !shorter);
        }
    }

    #[test]
    fn what_is_no_day_is_none() {
        for text in ["2026-02-29", "2026-2-1", "26-02-01", "2026-02-01 ", "1969-12-31", "2106-02-07", "", "x"]
        {
            assert_eq!(Day::parse(text), None, "{text}");
        }
        assert_eq!((day("1970-01-01").number(), day("2106-02-06").number()), (0, LAST));
        assert_eq!(Day::from_number(-1).or(Day::from_number(LAST + 1)), None);
    }

    #[test]
    fn what_makes_no_calendar_is_an_error_that_says_why() {
        let (from, until) = (day("2026-01-01"), day("2026-12-31"));
        assert_eq!(
            Calendar::new(&[], &[], until, from),
            Err(CalendarError::Backwards { from: until, until: from })
        );
        let outside = day("2027-01-01");
        assert_eq!(
            Calendar::new(&[], &[outside], from, until),
            Err(CalendarError::Outside { day: outside, from, until })
        );
        assert_eq!(Calendar::new(Weekday::ALL, &[], from, until), Err(CalendarError::NoBusiness));
        assert!(Calendar::new(&[], &[from, until, from], from, from.max(until)).is_ok());
    }
}
