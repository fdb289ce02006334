//! `[calendar]`: the business days that the bank supplies, for holds that are counted in them.

use crate::calendar::{Calendar, CalendarError, Day, Weekday};
use crate::document::desk::{Desk, Kind, Section};
use crate::document::tree::{At, Node};
use crate::finding::{Code, Said};

/// Holidays that a calendar may list: forty years of them.
pub const MOST_HOLIDAYS: usize = 1_000;

const KIND: Kind = Kind("a calendar", "日历");

impl<'a> Desk<'a> {
    /// The calendar, where there is one.
    pub fn calendar(&mut self, root: Section<'a>) -> Option<Calendar> {
        let at = root.get("calendar")?;
        let section = self.table(at);
        self.only(section, &["weekend", "from", "until", "holidays"]);
        let from = self.need(section, "from", "\"2027-01-01\"", KIND);
        let until = self.need(section, "until", "\"2027-12-31\"", KIND);
        let (from, until) = (from.and_then(|at| self.day(at)), until.and_then(|at| self.day(at)));
        let holidays = self.days(section.get("holidays"));
        let weekend = self.weekend(section.get("weekend"));
        match Calendar::new(&weekend?, &holidays?, from?, until?) {
            Ok(calendar) => Some(calendar),
            Err(error) => {
                self.no_calendar(section, error);
                None
            }
        }
    }

    fn weekend(&mut self, at: Option<&'a At<Node>>) -> Option<Vec<Weekday>> {
        let Some(at) = at else { return Some(vec![Weekday::Saturday, Weekday::Sunday]) };
        let words: Vec<&str> = Weekday::ALL.iter().map(|day| day.name()).collect();
        let kind = Kind("day of the week", "星期");
        let items = self.list_or_nothing(at, kind);
        let days: Vec<_> =
            items.iter().map(|item| self.word(item, kind, Weekday::from_name, &words)).collect();
        days.into_iter().collect()
    }

    fn days(&mut self, at: Option<&'a At<Node>>) -> Option<Vec<Day>> {
        let Some(at) = at else { return Some(Vec::new()) };
        let items = self.list_or_nothing(at, Kind("day", "日期"));
        if items.len() > MOST_HOLIDAYS {
            self.too_many(&at.span, Said::new("holidays", "节假日"), items.len(), MOST_HOLIDAYS);
            return None;
        }
        // WHY: all of them are read before any is missed, so that every mistake shows.
        let days: Vec<_> = items.iter().map(|item| self.day(item)).collect();
        days.into_iter().collect()
    }

    fn day(&mut self, at: &'a At<Node>) -> Option<Day> {
        // WHY: TOML has dates of its own; whoever writes one means it.
        let bare = match &at.value {
            Node::Other("a date") => self.slice(&at.span),
            _ => None,
        };
        let text = match bare {
            Some(text) => text,
            None => self.text(at)?,
        };
        let day = Day::parse(text);
        if day.is_none() {
            let message = Said::new(
                format!("`{text}` is no day from 1970-01-01 to 2106-02-06"),
                format!("`{text}`不是1970-01-01至2106-02-06之间的日期"),
            );
            let mending =
                Said::new("write year, month and day: \"2027-12-25\"", "写成年-月-日：\"2027-12-25\"");
            let edit = meant(text).and_then(|day| Self::perhaps(&at.span, format!("\"{day}\"")));
            self.report(Code::BadCalendar, &at.span, message, mending, edit);
        }
        day
    }

    fn no_calendar(&mut self, section: Section<'a>, error: CalendarError) {
        let about = |key: &str| section.get(key).map_or(section.span, |at| &at.span);
        let (span, zh, mending) = match error {
            CalendarError::Backwards { from, until } => (
                about("until"),
                format!("日历止于{until}，早于起始日{from}"),
                Said::new("swap the two", "互换两者"),
            ),
            CalendarError::Outside { day, from, until } => {
                let listed = section.get("holidays").map_or(&[][..], |at| at.value.items());
                let named = |item: &&At<Node>| item.value.text() == Some(day.to_string().as_str());
                let span = listed.iter().find(named).map_or(about("holidays"), |item| &item.span);
                (
                    span,
                    format!("节假日{day}不在日历的{from}至{until}之内"),
                    Said::new("widen the calendar, or drop the day", "扩大日历范围，或删除该日"),
                )
            }
            CalendarError::NoBusiness => (
                about("weekend"),
                "一周七天都是周末".to_owned(),
                Said::new("leave a day for business", "至少留一天营业"),
            ),
        };
        self.report(Code::BadCalendar, span, Said::new(error.to_string(), zh), mending, None);
    }
}

/// What a day was meant to be: with the zeros that it lacks, or the last day of a month that is shorter.
fn meant(text: &str) -> Option<Day> {
    let mut numbers = text.split('-').map(|number| number.trim().parse::<u32>().ok());
    let (Some(year), Some(month), Some(day), None) =
        (numbers.next()?, numbers.next()?, numbers.next()?, numbers.next())
    else {
        return None;
    };
    let held = day.min(31);
    (1..=held).rev().find_map(|day| Day::parse(&format!("{year:04}-{month:02}-{day:02}")))
}
