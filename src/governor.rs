//! The fraud-rate governor of RTS (EU) 2018/389, Art. 18 to 21: which exemption band is in force, and the quarter's figures.
//!
//! Beside the decision, not in it: it counts what was paid and what turned out to be fraud, and its band enters a request as
//! the fact `tra_band`. All integers; values are minor units of one currency.

use core::fmt;
use std::collections::{BTreeMap, VecDeque};

use serde::{Deserialize, Serialize};

use crate::calendar::Day;
use crate::request::TraBand;
use crate::word::vocabulary;

vocabulary! {
    /// A type of remote payment that has a fraud rate of its own.
    #[derive(Deserialize, Serialize)]
    #[serde(rename_all = "kebab-case")]
    pub enum PaymentType {
        /// Remote electronic credit transfers.
        CreditTransfer = 0, "credit-transfer", "贷记转账";
        /// Remote electronic card-based payments.
        Card = 1, "card", "银行卡支付";
    }
}

/// Days of the rolling fraud rate. SOURCE: RTS Art. 19(1).
pub const WINDOW_DAYS: i32 = 90;
/// Consecutive quarters above the reference after which a band ceases. SOURCE: RTS Art. 20(2).
pub const QUARTERS_ABOVE: u8 = 2;

/// The bands from the greatest threshold down.
const BANDS: [TraBand; 3] = [TraBand::Etv500, TraBand::Etv250, TraBand::Etv100];

impl PaymentType {
    /// The reference fraud rate of a band, in millionths of the value; 0 for [`TraBand::None`]. SOURCE: RTS, annex:
    /// transfers 0.005 %, 0.01 %, 0.015 %; cards 0.01 %, 0.06 %, 0.13 %, for 500, 250 and 100 euros.
    #[must_use]
    pub const fn reference_ppm(self, band: TraBand) -> u32 {
        match (self, band) {
            (_, TraBand::None) => 0,
            (Self::CreditTransfer, TraBand::Etv500) => 50,
            (Self::CreditTransfer, TraBand::Etv250) | (Self::Card, TraBand::Etv500) => 100,
            (Self::CreditTransfer, TraBand::Etv100) => 150,
            (Self::Card, TraBand::Etv250) => 600,
            (Self::Card, TraBand::Etv100) => 1_300,
        }
    }
}

/// What was paid, and what of it was fraud.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct Sums {
    /// Payments.
    pub count: u64,
    /// Their value, minor units.
    pub value: u128,
    /// Payments that were reported as unauthorised or fraudulent.
    pub fraud_count: u64,
    /// Their value, recovered or not, minor units.
    pub fraud_value: u128,
}

/// A calendar quarter, written `2027-Q1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
pub struct Quarter {
    /// The year.
    pub year: u16,
    /// 1 to 4.
    pub number: u8,
}

/// One quarter's figures, as RTS Art. 21(1) asks for them.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Figures {
    /// The quarter.
    pub quarter: Quarter,
    /// The type of payment.
    pub payments: PaymentType,
    /// All of the quarter.
    pub all: Sums,
    /// Payments with strong customer authentication.
    pub authenticated: Sums,
    /// Payments without, by the id of the exemption that the decision named.
    pub exempt: BTreeMap<String, Sums>,
    /// Value paid in the 90 days that end with the quarter, minor units.
    pub rolling_value: u128,
    /// Fraud in the same days, minor units.
    pub rolling_fraud: u128,
    /// The band in force from the next quarter on.
    #[serde(serialize_with = "as_name", deserialize_with = "from_name")]
    pub band: TraBand,
}

/// Counts payments and fraud of one type, and says which band is in force.
///
/// Begins with no band: there is no clean slate, a quarter at or below a reference must come first (EBA Q&A 2018_4044). Kept
/// by the caller between runs, through serde.
///
/// ```
/// use stepup::calendar::Day;
/// use stepup::governor::{Governor, PaymentType};
/// use stepup::request::TraBand;
///
/// let day = |text| Day::parse(text).unwrap();
/// let mut governor = Governor::new(PaymentType::CreditTransfer);
/// governor.paid(day("2027-02-01"), 100_000_000, Some("rts-18-tra"));
/// governor.defrauded(day("2027-02-09"), 7_500, Some("rts-18-tra")); // 0.0075 %: above that of 500, below that of 250
/// assert_eq!(governor.band(), TraBand::None);
/// governor.reached(day("2027-04-01"));
/// assert_eq!(governor.band(), TraBand::Etv250);
/// println!("{}", governor.closed()[0]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Governor {
    payments: PaymentType,
    /// Days of the window with their value and fraud, ascending.
    days: VecDeque<(i32, u128, u128)>,
    quarter: Option<Quarter>,
    all: Sums,
    authenticated: Sums,
    exempt: BTreeMap<String, Sums>,
    /// For each band: consecutive quarters above its reference, and whether it is off.
    bands: [(u8, bool); 3],
    closed: Vec<Figures>,
}

impl Governor {
    /// A governor that has seen nothing.
    #[must_use]
    pub fn new(payments: PaymentType) -> Self {
        Self {
            payments,
            days: VecDeque::new(),
            quarter: None,
            all: Sums::default(),
            authenticated: Sums::default(),
            exempt: BTreeMap::new(),
            bands: [(QUARTERS_ABOVE, true); 3],
            closed: Vec::new(),
        }
    }

    /// A payment of so many minor units was executed, with strong authentication, or under an exemption.
    ///
    /// `exemption` is the one that the decision named, and only where the customer was not authenticated after all: another
    /// rule may have demanded what the exemption lifted, and then the payment is an authenticated one.
    pub fn paid(&mut self, on: Day, minor: u64, exemption: Option<&str>) {
        let value = u128::from(minor);
        self.count(on, value, 0);
        self.note(exemption, |sums| {
            sums.count = sums.count.saturating_add(1);
            sums.value = sums.value.saturating_add(value);
        });
    }

    /// A payment is known to be unauthorised or fraudulent, on the day when it became known: so none escapes the window.
    pub fn defrauded(&mut self, on: Day, minor: u64, exemption: Option<&str>) {
        let value = u128::from(minor);
        self.count(on, 0, value);
        self.note(exemption, |sums| {
            sums.fraud_count = sums.fraud_count.saturating_add(1);
            sums.fraud_value = sums.fraud_value.saturating_add(value);
        });
    }

    /// A day has come: quarters that ended before it are closed, those without a payment too.
    pub fn reached(&mut self, day: Day) {
        let now = Quarter::of(day);
        let mut open = *self.quarter.get_or_insert(now);
        while open < now {
            self.close(open);
            open = open.next();
            self.quarter = Some(open);
        }
    }

    /// The band in force: the greatest threshold whose exemption may be used.
    #[must_use]
    pub fn band(&self) -> TraBand {
        let on = BANDS.iter().zip(self.bands).find(|(_, (_, off))| !off);
        on.map_or(TraBand::None, |(band, _)| *band)
    }

    /// Value and fraud of the 90 days up to the last day seen, minor units.
    #[must_use]
    pub fn rolling(&self) -> (u128, u128) {
        self.sums_until(self.days.back().map_or(0, |(day, ..)| *day))
    }

    /// Whether the rolling rate is above the reference of a band: then the authority is told at once (RTS Art. 20(1)).
    #[must_use]
    pub fn is_above(&self, band: TraBand) -> bool {
        is_above(self.payments, band, self.rolling())
    }

    /// The quarters that were closed, oldest first; the caller files them.
    #[must_use]
    pub fn closed(&self) -> &[Figures] {
        &self.closed
    }

    /// Takes the closed quarters out.
    pub fn take_closed(&mut self) -> Vec<Figures> {
        core::mem::take(&mut self.closed)
    }

    fn count(&mut self, on: Day, value: u128, fraud: u128) {
        self.reached(on);
        let day = on.number();
        let place = self.days.partition_point(|(known, ..)| *known < day);
        match self.days.get_mut(place).filter(|(known, ..)| *known == day) {
            Some((_, paid, lost)) => {
                (*paid, *lost) = (paid.saturating_add(value), lost.saturating_add(fraud));
            }
            None => self.days.insert(place, (day, value, fraud)),
        }
        // A quarter is at most 92 days long, so whatever a quarter's end still asks for is kept.
        let last = self.days.back().map_or(day, |(last, ..)| *last);
        let kept = last.saturating_sub(WINDOW_DAYS.saturating_mul(2));
        while self.days.front().is_some_and(|(oldest, ..)| *oldest <= kept) {
            self.days.pop_front();
        }
    }

    fn note(&mut self, exemption: Option<&str>, add: impl Fn(&mut Sums)) {
        add(&mut self.all);
        match exemption {
            None => add(&mut self.authenticated),
            Some(id) => add(self.exempt.entry(id.to_owned()).or_default()),
        }
    }

    fn sums_until(&self, last: i32) -> (u128, u128) {
        let window =
            self.days.iter().filter(|(day, ..)| *day <= last && last.saturating_sub(*day) < WINDOW_DAYS);
        window.fold((0, 0), |(value, fraud), (_, paid, lost)| {
            (value.saturating_add(*paid), fraud.saturating_add(*lost))
        })
    }

    fn close(&mut self, quarter: Quarter) {
        let (rolling_value, rolling_fraud) = self.sums_until(quarter.last_day());
        for (band, (above, off)) in BANDS.iter().zip(&mut self.bands) {
            if is_above(self.payments, *band, (rolling_value, rolling_fraud)) {
                *above = above.saturating_add(1).min(QUARTERS_ABOVE);
                *off |= *above >= QUARTERS_ABOVE;
            } else {
                (*above, *off) = (0, false);
            }
        }
        let figures = Figures {
            quarter,
            payments: self.payments,
            all: core::mem::take(&mut self.all),
            authenticated: core::mem::take(&mut self.authenticated),
            exempt: core::mem::take(&mut self.exempt),
            rolling_value,
            rolling_fraud,
            band: self.band(),
        };
        self.closed.push(figures);
    }
}

/// Whether so much fraud of so much value is above a reference. Nothing paid shows nothing: that is above.
fn is_above(payments: PaymentType, band: TraBand, (value, fraud): (u128, u128)) -> bool {
    let allowed = value.saturating_mul(u128::from(payments.reference_ppm(band)));
    value == 0 || fraud.saturating_mul(1_000_000) > allowed
}

impl Quarter {
    /// The quarter of a day.
    #[must_use]
    pub fn of(day: Day) -> Self {
        let text = day.to_string();
        let number =
            |range: core::ops::Range<usize>| text.get(range).and_then(|digits| digits.parse::<u16>().ok());
        let (year, month) = (number(0..4).unwrap_or(1970), number(5..7).unwrap_or(1));
        let number = month.saturating_sub(1) / 3;
        Self { year, number: u8::try_from(number).unwrap_or(0).saturating_add(1) }
    }

    /// The one after it.
    #[must_use]
    pub const fn next(self) -> Self {
        if self.number < 4 {
            Self { number: self.number.saturating_add(1), ..self }
        } else {
            Self { year: self.year.saturating_add(1), number: 1 }
        }
    }

    /// Its last day, days since 1970-01-01.
    fn last_day(self) -> i32 {
        let Self { year, number } = self.next();
        let month = number.saturating_sub(1).saturating_mul(3).saturating_add(1);
        let first = Day::parse(&format!("{year:04}-{month:02}-01"));
        first.map_or(i32::MAX, |day| day.number().saturating_sub(1))
    }
}

impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-Q{}", self.year, self.number)
    }
}

impl Sums {
    /// Fraud in millionths of the value, rounded up; `None` where nothing was paid.
    #[must_use]
    pub fn fraud_ppm(&self) -> Option<u128> {
        let scaled = self.fraud_value.saturating_mul(1_000_000);
        (self.value > 0).then(|| scaled.div_ceil(self.value))
    }

    /// The average value of a payment, minor units, rounded down; 0 where there was none.
    #[must_use]
    pub fn average(&self) -> u128 {
        self.value.checked_div(u128::from(self.count)).unwrap_or(0)
    }
}

/// The table of Art. 21(1): values in minor units, rates in millionths.
impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} {}: band from the next quarter on {}", self.payments, self.quarter, self.band)?;
        let rolling =
            Sums { count: 0, value: self.rolling_value, fraud_count: 0, fraud_value: self.rolling_fraud };
        let ppm = |sums: &Sums| sums.fraud_ppm().map_or_else(|| "-".to_owned(), |ppm| ppm.to_string());
        writeln!(f, "90 days: fraud {} of {}, {} ppm", rolling.fraud_value, rolling.value, ppm(&rolling))?;
        let named = self.exempt.iter().map(|(id, sums)| (id.as_str(), sums));
        let rows: Vec<(&str, &Sums)> =
            [("all", &self.all), ("authenticated", &self.authenticated)].into_iter().chain(named).collect();
        let width = rows.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
        writeln!(
            f,
            "{:width$} {:>12} {:>7} {:>20} {:>14} {:>8} {:>18} {:>9}",
            "", "payments", "share", "value", "average", "frauds", "fraud value", "ppm"
        )?;
        for (name, sums) in rows {
            // Hundredths of a per cent, rounded down.
            let share = u128::from(sums.count).saturating_mul(10_000).checked_div(u128::from(self.all.count));
            let share = share.map_or_else(
                || "-".to_owned(),
                |share| format!("{}.{:02}%", share.div_euclid(100), share.rem_euclid(100)),
            );
            writeln!(
                f,
                "{name:width$} {:>12} {share:>7} {:>20} {:>14} {:>8} {:>18} {:>9}",
                sums.count,
                sums.value,
                sums.average(),
                sums.fraud_count,
                sums.fraud_value,
                ppm(sums)
            )?;
        }
        Ok(())
    }
}

fn as_name<S: serde::Serializer>(band: &TraBand, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(band.name())
}

fn from_name<'de, D: serde::Deserializer<'de>>(from: D) -> Result<TraBand, D::Error> {
    let name = String::deserialize(from)?;
    TraBand::from_name(&name).ok_or_else(|| serde::de::Error::custom("there is no such band"))
}
