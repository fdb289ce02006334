//! Who and where: names of stories turned into pseudonyms and positions, and what all stories share.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::Deserialize;
use stepup::id::{EventId, IdKind, Pseudonym, Pseudonymizer, TransferId};
use stepup::place::{Country, Point, Position};
use stepup::profile::{PeerGroup, log2_256};
use stepup::units::Currency;

use super::moments::Day;
use super::story::{Happened, Spot};
use super::words::Money;

/// What all stories share: a day, places, and customers with their habits.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Common {
    /// The day of every story that names no other.
    pub today: Day,
    /// The clock at home, such as `+08:00`.
    pub home_clock: String,
    /// How like customers spend.
    pub peers: Peers,
    /// Places by name.
    pub place: BTreeMap<String, Spot>,
    /// Customers by name.
    pub customer: BTreeMap<String, Customer>,
}

/// How a group of like customers spends.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Peers {
    /// The centre of their amounts.
    pub amount: Money,
    /// The spread of their amounts, in 256ths of a doubling.
    pub amount_spread: u16,
    /// The centre of their days.
    pub day: Money,
    /// The spread of their days, in 256ths of a doubling.
    pub day_spread: u16,
}

/// A customer: when the account was opened, and what they do again and again.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Customer {
    /// Another customer whose opening and habits they share.
    pub like: Option<String>,
    /// When the account was opened; needed where they are like nobody.
    pub opened: Option<Day>,
    /// What they did.
    #[serde(default)]
    pub history: Vec<Happened>,
}

/// A customer with everything that they share with others.
pub struct Person {
    /// When the account was opened.
    pub opened: NaiveDate,
    /// What they did, of those they are like first.
    pub history: Vec<Happened>,
}

impl Common {
    /// What comes with the example.
    pub fn own() -> Result<Self, toml::de::Error> {
        toml::from_str(include_str!("common.toml"))
    }

    /// The clock at home.
    pub fn clock(&self) -> Result<FixedOffset, String> {
        self.home_clock.parse().map_err(|_| format!("`{}` is no clock; write `+08:00`", self.home_clock))
    }

    /// The peer group, in a currency.
    pub fn peer_group(&self, currency: Currency) -> Result<PeerGroup, String> {
        let centre = |money: &Money| money.in_currency(currency).map(|amount| log2_256(amount.minor()));
        Ok(PeerGroup {
            currency,
            amount_centre: centre(&self.peers.amount)?,
            amount_spread: self.peers.amount_spread,
            outflow_centre: centre(&self.peers.day)?,
            outflow_spread: self.peers.day_spread,
        })
    }

    /// The customer of this name.
    pub fn person(&self, name: &str) -> Result<Person, String> {
        let known = || self.customer.keys().cloned().collect::<Vec<_>>().join(", ");
        let mut history = Vec::new();
        let mut next = name.to_owned();
        // WHY: each customer is visited once at most, so that a circle ends.
        for _ in 0..=self.customer.len() {
            let Some(customer) = self.customer.get(&next) else {
                return Err(format!("nobody is called `{next}`; one of: {}", known()));
            };
            history.splice(0..0, customer.history.iter().cloned());
            match (&customer.like, customer.opened) {
                (_, Some(Day(opened))) => return Ok(Person { opened, history }),
                (Some(like), None) => next.clone_from(like),
                (None, None) => break,
            }
        }
        Err(format!("the account of `{name}` was opened on no day"))
    }
}

/// Turns names into what the library takes.
pub struct Cast<'a> {
    maker: Pseudonymizer,
    places: Vec<&'a BTreeMap<String, Spot>>,
}

impl<'a> Cast<'a> {
    /// A cast with a demonstration key; a bank's own key is a secret. The places given first win.
    pub fn new(places: Vec<&'a BTreeMap<String, Spot>>) -> Result<Self, String> {
        let maker = Pseudonymizer::new(1, b"the demonstration key of stepup's stories");
        Ok(Self { maker: maker.map_err(|error| error.to_string())?, places })
    }

    /// The number of the key.
    pub fn key_id(&self) -> u32 {
        self.maker.key_id()
    }

    /// The customer of this name.
    pub fn customer(&self, name: &str) -> Result<Pseudonym, String> {
        self.pseudonym(IdKind::Customer, name)
    }

    /// The device of this name.
    pub fn device(&self, name: &str) -> Result<Pseudonym, String> {
        self.pseudonym(IdKind::Device, name)
    }

    /// The account of the payee of this name: its letters as the digits of an account number.
    pub fn payee(&self, name: &str) -> Result<Pseudonym, String> {
        let digits: String = name.bytes().map(|byte| format!("{byte:03}")).collect();
        self.pseudonym(IdKind::Account, &digits)
    }

    /// The transfer of this name.
    pub fn transfer(&self, name: &str) -> Result<TransferId, String> {
        self.pseudonym(IdKind::Device, &format!("transfer/{name}")).map(|id| TransferId(id.to_bytes()))
    }

    /// The event of this number at this time.
    pub fn event(&self, number: u64, at: DateTime<FixedOffset>) -> Result<EventId, String> {
        let name = format!("event/{number}/{}", at.timestamp());
        self.pseudonym(IdKind::Device, &name).map(|id| EventId(id.to_bytes()))
    }

    /// The place of this name.
    pub fn place(&self, name: &str) -> Result<Position, String> {
        let Some(spot) = self.places.iter().find_map(|places| places.get(name)) else {
            let known: Vec<&str> =
                self.places.iter().flat_map(|places| places.keys()).map(String::as_str).collect();
            return Err(format!("no place is called `{name}`; one of: {}", known.join(", ")));
        };
        let point = match spot.at {
            Some([north, east]) => {
                Some(Point::new(north, east, spot.radius).map_err(|error| error.to_string())?)
            }
            None => None,
        };
        Ok(Position { country: country(&spot.country)?, point })
    }

    fn pseudonym(&self, kind: IdKind, name: &str) -> Result<Pseudonym, String> {
        self.maker.pseudonym(kind, name).map_err(|error| format!("the name `{name}`: {error}"))
    }
}

/// The country of a code.
pub fn country(code: &str) -> Result<Country, String> {
    Country::from_code(code).ok_or_else(|| format!("`{code}` is no country; write two capital letters"))
}
