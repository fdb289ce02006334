//! Single words of a story file, each read where it stands so that a mistake names its line.

use serde::de::{Deserialize, Deserializer, Error};
use stepup::event::{Credential, Information};
use stepup::fact::{Given, State};
use stepup::factor::Factor;
use stepup::operation::{Channel, CustomerFlag, Operation};
use stepup::request::{Alert, Destination, Integrity, Network, PayeeCheck, PayeeRelation};
use stepup::requirement::Notice;
use stepup::units::{Amount, Currency, Span};
use stepup::verdict::Outcome;

/// A word of one of the library's vocabularies.
pub trait Word: Copy {
    /// What the word stands for, for messages.
    const KIND: &'static str;

    /// The word with this name.
    fn of(text: &str) -> Option<Self>;

    /// Every name, for messages.
    fn names() -> String;
}

macro_rules! words {
    ($($type:ty, $kind:literal;)+) => { $(
        impl Word for $type {
            const KIND: &'static str = $kind;

            fn of(text: &str) -> Option<Self> {
                <$type>::from_name(text)
            }

            fn names() -> String {
                <$type>::ALL.iter().map(|word| word.name()).collect::<Vec<_>>().join(", ")
            }
        }
    )+ };
}

words! {
    Alert, "alert";
    Channel, "channel";
    Credential, "credential";
    CustomerFlag, "customer flag";
    Destination, "destination";
    Factor, "factor";
    Information, "information";
    Integrity, "integrity";
    Network, "network";
    Notice, "notice";
    Operation, "operation";
    Outcome, "outcome";
    PayeeCheck, "answer of the name check";
    PayeeRelation, "relation to a payee";
}

fn word<T: Word>(text: &str) -> Result<T, String> {
    T::of(text).ok_or_else(|| format!("`{text}` is no {}; one of: {}", T::KIND, T::names()))
}

/// A word that must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Named<T>(pub T);

impl<'de, T: Word> Deserialize<'de> for Named<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        word(&String::deserialize(from)?).map(Self).map_err(Error::custom)
    }
}

/// A fact that the bank is told, or the state that stands for it: `missing`, `late`, `invalid`, `not-applicable`.
#[derive(Clone, Copy, Debug)]
pub struct Told<T>(pub Given<T>);

impl<'de, T: Word> Deserialize<'de> for Told<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        match silence(&text) {
            Some(state) => Ok(Self(state)),
            None => word(&text).map(|known| Self(Given::Known(known))).map_err(Error::custom),
        }
    }
}

/// The state with this name, as a fact without a value.
pub fn silence<T>(text: &str) -> Option<Given<T>> {
    match State::from_name(text)? {
        State::NotApplicable => Some(Given::NotApplicable),
        State::Missing => Some(Given::Missing),
        State::Late => Some(Given::Late),
        State::Invalid => Some(Given::Invalid),
        State::Known | State::Unlearned => None,
    }
}

/// An amount as written, such as `28.00`; its currency is the policy's.
#[derive(Clone, Debug, serde::Deserialize)]
pub struct Money(pub String);

impl Money {
    /// The amount in a currency.
    pub fn in_currency(&self, currency: Currency) -> Result<Amount, String> {
        Amount::parse(&self.0, currency).map_err(|error| error.to_string())
    }
}

/// A length of time, such as `16min`; `none` is none at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lasting(pub Span);

impl<'de> Deserialize<'de> for Lasting {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        if text == "none" {
            return Ok(Self(Span::from_seconds(0)));
        }
        Span::parse(&text).map(Self).map_err(Error::custom)
    }
}
