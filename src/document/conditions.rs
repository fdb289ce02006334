//! Conditions: `device_from = "fresh"`, `amount_upto = "1000.00"`, `operation = ["transfer"]`, `clock = "20:00-06:00"`.

use crate::document::desk::{Desk, Kind, Section};
use crate::document::tree::{At, Entry, Node};
use crate::exemption::AtMost;
use crate::fact::{Fact, MeterUnit, Metered, Ranked};
use crate::finding::{Code, Edit, Said};
use crate::guarantee::Region;
use crate::operation::{Channel, CustomerFlag, Operation};
use crate::reading::largest;
use crate::rule::{AtLeast, Circumstances};
use crate::signal::scale;
use crate::units::{Currency, Span};

/// Which bounds a table of conditions may have.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    /// Rules and distrusts: from here up.
    Up,
    /// Exemptions: up to here.
    Down,
    /// Guarantees: both.
    Both,
}

/// A comparison as written. `tier` runs from the highest down, so "below" there is further up its chain.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    From,
    Above,
    Upto,
    Below,
}

const SIDES: [(&str, Side); 4] =
    [("_from", Side::From), ("_above", Side::Above), ("_upto", Side::Upto), ("_below", Side::Below)];
const UNORDERED: [&str; 4] = ["operation", "channel", "flag", "clock"];

impl Side {
    const fn is_up(self) -> bool {
        matches!(self, Self::From | Self::Above)
    }

    const fn mirrored(self) -> Self {
        match self {
            Self::From => Self::Upto,
            Self::Above => Self::Below,
            Self::Upto => Self::From,
            Self::Below => Self::Above,
        }
    }

    fn suffix(self) -> &'static str {
        SIDES.iter().find(|(_, side)| *side == self).map_or("", |(suffix, _)| suffix)
    }
}

impl<'a> Desk<'a> {
    /// Reads a table of conditions into a region.
    pub fn conditions(&mut self, at: &'a At<Node>, direction: Direction, currency: Currency) -> Region {
        let section = self.table(at);
        let mut region = Region { from: Vec::new(), upto: Vec::new(), circumstances: Circumstances::ANY };
        for entry in section.entries {
            match entry.key.value.as_str() {
                "operation" => {
                    let words = Operation::ALL.iter().map(|word| word.name()).collect::<Vec<_>>();
                    let kind = Kind("operation", "业务");
                    let find = |text: &str| Operation::from_name(text).map(Operation::code);
                    region.circumstances.operations = self.mask(&entry.value, kind, find, &words);
                }
                "channel" => {
                    let words = Channel::ALL.iter().map(|word| word.name()).collect::<Vec<_>>();
                    let find = |text: &str| Channel::from_name(text).map(Channel::code);
                    region.circumstances.channels =
                        self.mask(&entry.value, Kind("channel", "渠道"), find, &words);
                }
                "flag" => {
                    let words = CustomerFlag::ALL.iter().map(|word| word.name()).collect::<Vec<_>>();
                    let kind = Kind("customer flag", "客户标记");
                    for item in self.list(&entry.value, kind) {
                        region.circumstances.flags.extend(self.word(
                            item,
                            kind,
                            CustomerFlag::from_name,
                            &words,
                        ));
                    }
                }
                "clock" => region.circumstances.clock = self.clock(&entry.value),
                _ => self.ordered(entry, section, direction, currency, &mut region),
            }
        }
        region
    }

    fn mask(
        &mut self,
        at: &'a At<Node>,
        kind: Kind,
        find: impl Fn(&str) -> Option<u8>,
        words: &[&str],
    ) -> u16 {
        let items = self.list(at, kind);
        let codes = items.iter().filter_map(|item| self.word(item, kind, &find, words));
        codes.fold(0, |mask, code| mask | (1 << (code & 15)))
    }

    fn clock(&mut self, at: &'a At<Node>) -> Option<(u16, u16)> {
        let text = self.text(at)?;
        let window = window(text, true);
        if window.is_none() {
            let message =
                Said::new(format!("`{text}` is no window of the clock"), format!("`{text}`不是合法的时段"));
            let meant = self::window(text, false).map(|(from, to)| clock_text(from, to));
            let mending = match &meant {
                Some(meant) => {
                    Said::new(format!("did you mean \"{meant}\"?"), format!("是不是\"{meant}\"？"))
                }
                None => {
                    Said::new("write such as \"20:00-06:00\", two different times", "写法如\"20:00-06:00\"")
                }
            };
            let edit = meant.and_then(|meant| Self::replace(&at.span, format!("\"{meant}\"")));
            self.report(Code::BadClock, &at.span, message, mending, edit);
        }
        window
    }

    fn ordered(
        &mut self,
        entry: &'a Entry,
        section: Section<'a>,
        direction: Direction,
        currency: Currency,
        region: &mut Region,
    ) {
        let key = entry.key.value.as_str();
        let split = SIDES.iter().find_map(|(suffix, side)| {
            let fact = Fact::from_name(key.strip_suffix(suffix)?)?;
            Some((fact, *side))
        });
        let Some((fact, written)) = split else {
            let words = keys(direction);
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let free = words.iter().copied().filter(|word| section.get(word).is_none());
            let (facts, facts_zh) = match direction {
                Direction::Up => ("any fact with `_from` or `_above`", "任一指标加`_from`或`_above`"),
                Direction::Down => ("any fact with `_upto` or `_below`", "任一指标加`_upto`或`_below`"),
                Direction::Both => (
                    "any fact with `_from`, `_above`, `_upto` or `_below`",
                    "任一指标加`_from`、`_above`、`_upto`或`_below`",
                ),
            };
            let unordered = UNORDERED.join(", ");
            let allowed = Said::new(format!("{facts}, {unordered}"), format!("{facts_zh}, {unordered}"));
            self.unknown_key(entry, free, &allowed);
            return;
        };
        let side = if fact == Fact::Ranked(Ranked::Tier) { written.mirrored() } else { written };
        let wrong = match direction {
            Direction::Up => !side.is_up(),
            Direction::Down => side.is_up(),
            Direction::Both => false,
        };
        if wrong {
            self.wrong_direction(entry, section, fact, (written, direction));
            return;
        }
        match fact {
            Fact::Ranked(fact) => self.ranked(entry, section, fact, (written, side), region),
            Fact::Metered(fact) => self.metered(entry, section, fact, (side, currency), region),
        }
    }

    fn wrong_direction(
        &mut self,
        entry: &Entry,
        section: Section<'_>,
        fact: Fact,
        (written, direction): (Side, Direction),
    ) {
        let key = &entry.key.value;
        let meant = format!("{}{}", fact.name(), written.mirrored().suffix());
        let (message, mending) = if direction == Direction::Up {
            let said = Said::new(
                format!("`{key}` says \"only up to here\"; a rule may only say \"from here up\""),
                format!("`{key}`表示“至多到此”；规则只能写“从此往上”"),
            );
            (said, Said::new(format!("write `{meant}`"), format!("写作`{meant}`")))
        } else {
            let said = Said::new(
                format!("`{key}` says \"from here up\"; an exemption may only say \"up to here\""),
                format!("`{key}`表示“从此往上”；豁免只能写“至多到此”"),
            );
            (said, Said::new(format!("write `{meant}`"), format!("写作`{meant}`")))
        };
        let edit = rename(entry, section, meant);
        self.report(Code::WrongDirection, &entry.key.span, message, mending, edit);
    }

    fn ranked(
        &mut self,
        entry: &'a Entry,
        section: Section<'a>,
        fact: Ranked,
        (written, side): (Side, Side),
        region: &mut Region,
    ) {
        let scale = scale(fact);
        let words: Vec<&str> = scale.levels.iter().map(|level| level.name).collect();
        let Some(level) = self.word(&entry.value, Kind("level", "等级"), |text| scale.level(text), &words)
        else {
            return;
        };
        match side {
            Side::From => region.from.push(AtLeast::Ranked(fact, level)),
            Side::Upto => region.upto.push(AtMost::Ranked(fact, level)),
            Side::Above if level < scale.top() => {
                region.from.push(AtLeast::Ranked(fact, level.saturating_add(1)));
            }
            Side::Below if level > 0 => region.upto.push(AtMost::Ranked(fact, level.saturating_sub(1))),
            _ => self.never(entry, section, fact.name(), written),
        }
    }

    fn metered(
        &mut self,
        entry: &'a Entry,
        section: Section<'a>,
        fact: Metered,
        (side, currency): (Side, Currency),
        region: &mut Region,
    ) {
        let Some(value) = self.threshold(&entry.value, fact, currency) else { return };
        let (least, most) =
            if fact == Metered::Score { (-SCORE_MOST, SCORE_MOST) } else { (0, largest(fact)) };
        match side {
            Side::From => region.from.push(AtLeast::Metered(fact, value)),
            Side::Upto => region.upto.push(AtMost::Metered(fact, value)),
            Side::Above if value < most => region.from.push(AtLeast::Metered(fact, value.saturating_add(1))),
            Side::Below if value > least => region.upto.push(AtMost::Metered(fact, value.saturating_sub(1))),
            _ => self.never(entry, section, fact.name(), side),
        }
    }

    /// A threshold of a metered fact, in its unit.
    pub fn threshold(&mut self, at: &'a At<Node>, fact: Metered, currency: Currency) -> Option<i64> {
        match fact.unit() {
            MeterUnit::Money => {
                let text = self.text(at)?;
                self.amount(text, &at.span, currency)
            }
            MeterUnit::Count => self.integer_in(at, 0, largest(fact)),
            MeterUnit::Seconds => {
                let seconds = i64::from(self.span(at, true)?);
                if seconds > largest(fact) {
                    let longest = Span::from_seconds(24_855 * 86_400);
                    let message = Said::new("longer than any age is measured", "超过可计量的最长时间");
                    let mending =
                        Said::new(format!("write at most \"{longest}\""), format!("至多写\"{longest}\""));
                    let edit = Self::replace(&at.span, format!("\"{longest}\""));
                    self.report(Code::LimitExceeded, &at.span, message, mending, edit);
                    return None;
                }
                Some(seconds)
            }
            MeterUnit::Points => self.integer_in(at, -SCORE_MOST, SCORE_MOST),
        }
    }

    fn never(&mut self, entry: &Entry, section: Section<'_>, fact: &str, written: Side) {
        let key = &entry.key.value;
        let meant = match written {
            Side::Above => Side::From,
            _ => Side::Upto,
        };
        let meant = format!("{fact}{}", meant.suffix());
        let message = Said::new(
            format!("nothing lies beyond this value, so `{key}` never holds"),
            format!("此值之外再无取值，`{key}`永不成立"),
        );
        let mending = Said::new(format!("write `{meant}`"), format!("写作`{meant}`"));
        let edit = rename(entry, section, meant);
        self.report(Code::NeverHolds, &entry.key.span, message, mending, edit);
    }
}

/// An edit that gives a condition another key; none where that key stands there already.
fn rename(entry: &Entry, section: Section<'_>, key: String) -> Option<Edit> {
    let taken = section.get(&key).is_some();
    (!taken).then(|| Edit { certain: false, span: entry.key.span.clone(), text: key })
}

/// The largest score that a condition may name: the limit of a score's span.
pub const SCORE_MOST: i64 = 8_192;

/// Every key that conditions of a direction may have.
fn keys(direction: Direction) -> Vec<String> {
    let facts = Ranked::ALL.iter().map(|fact| fact.name()).chain(Metered::ALL.iter().map(|fact| fact.name()));
    let mut keys: Vec<String> = UNORDERED.iter().map(|key| (*key).to_owned()).collect();
    for fact in facts {
        for (suffix, side) in SIDES {
            let side = if fact == Ranked::Tier.name() { side.mirrored() } else { side };
            let fits = match direction {
                Direction::Up => side.is_up(),
                Direction::Down => !side.is_up(),
                Direction::Both => true,
            };
            if fits {
                keys.push(format!("{fact}{suffix}"));
            }
        }
    }
    keys
}

/// `20:00-06:00` as minutes of the day; strictly two digits each, or as people write it.
fn window(text: &str, strict: bool) -> Option<(u16, u16)> {
    let (from, to) = text.split_once('-')?;
    let (from, to) = (minute(from, strict)?, minute(to, strict)?);
    (from != to).then_some((from, to))
}

fn minute(text: &str, strict: bool) -> Option<u16> {
    let text = if strict { text } else { text.trim() };
    let (hour, minute) = text.split_once(':').or((!strict).then_some((text, "00")))?;
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()) && part.len() <= 2;
    let legal = digits(hour) && digits(minute) && (!strict || (hour.len() == 2 && minute.len() == 2));
    let (hour, minute) = legal.then_some((hour.parse::<u16>().ok()?, minute.parse::<u16>().ok()?))?;
    let (hour, minute) = if !strict && (hour, minute) == (24, 0) { (0, 0) } else { (hour, minute) };
    (hour < 24 && minute < 60).then_some(hour.saturating_mul(60).saturating_add(minute))
}

/// Minutes of the day as `20:00-06:00`.
pub(super) fn clock_text(from: u16, to: u16) -> String {
    format!("{:02}:{:02}-{:02}:{:02}", from / 60, from % 60, to / 60, to % 60)
}
