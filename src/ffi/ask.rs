//! From the record of a request to a request; each fault names its field.

use core::ops::RangeInclusive;

use crate::fact::Given;
use crate::factor::{Factor, FactorSet};
use crate::ffi::fault::{Fault, Status};
use crate::ffi::layout::Record;
use crate::ffi::records;
use crate::id::{Pseudonym, TransferId};
use crate::operation::{Channel, CustomerFlags, Operation};
use crate::place::{Country, Point, Position};
use crate::reputation::Reputation;
use crate::request::{CoercionSigns, Fields, Integrity, Proof, Request, RequestError};
use crate::units::{Amount, Currency, Moment, Timestamp};

/// Money there can be, minor units.
const MONEY: RangeInclusive<i64> = 0..=Amount::MAX_MINOR;

/// The fields of the network's place.
const NETWORK_POINT: [&str; 3] = ["network_latitude", "network_longitude", "network_radius_m"];

/// Money that can be moved.
const MOVED: RangeInclusive<i64> = 1..=Amount::MAX_MINOR;

type Taken<T> = Result<T, Fault>;

/// A word by its number at the border, which is its code and one.
pub(super) fn word<T>(name: &'static str, number: u8, most: u8, from_code: fn(u8) -> Option<T>) -> Taken<T> {
    let found = number.checked_sub(1).and_then(from_code);
    found.ok_or_else(|| {
        let text = format!("`{name}`: {number} is none of its words; they are numbered from 1 to {most}");
        Fault { field: name, least: 1, most: most.into(), ..Fault::of(Status::Field, text) }
    })
}

/// How many words a vocabulary has, and so the greatest number at the border.
macro_rules! most {
    ($of:ty) => {
        <$of>::ALL.len().to_le_bytes()[0]
    };
}
pub(super) use most;

/// A mark: 0 or 1.
pub(super) fn mark(name: &'static str, byte: u8) -> Taken<bool> {
    match byte {
        0 => Ok(false),
        1 => Ok(true),
        _ => Err(Fault::range(name, byte.into(), 0, 1)),
    }
}

/// A set of factors: bit `n` is the factor with number `n`.
pub(super) fn factors(name: &'static str, bits: i32) -> Taken<FactorSet> {
    let set =
        u16::try_from(bits).ok().filter(|bits| bits & 1 == 0).map(|bits| FactorSet::from_bits(bits >> 1));
    set.ok_or_else(|| Fault::range(name, bits.into(), 0, 0xfffe))
}

/// Seconds since 1970.
pub(super) fn time(name: &'static str, seconds: i64) -> Taken<Timestamp> {
    let given = u32::try_from(seconds).map(Timestamp::from_seconds);
    given.map_err(|_| Fault::range(name, seconds, 0, u32::MAX.into()))
}

/// Seconds since 1970, and the customer's offset.
pub(super) fn moment(seconds: i64, offset: i32) -> Taken<Moment> {
    let at = time("at", seconds)?;
    let given = i16::try_from(offset).ok().and_then(|offset| Moment::with_offset(at, offset).ok());
    given.ok_or_else(|| Fault::range("offset_minutes", offset.into(), -1_439, 1_439))
}

/// A currency by its number in ISO 4217.
pub(super) fn currency(number: i32) -> Taken<Currency> {
    let found = u16::try_from(number).ok().and_then(Currency::from_numeric);
    found.ok_or_else(|| {
        let text = format!("`currency`: {number} is no number of ISO 4217 that has minor units; 156 is CNY");
        Fault { field: "currency", least: 1, most: 999, ..Fault::of(Status::Field, text) }
    })
}

/// Two upper-case letters, in ASCII or EBCDIC, whose codes have no value in common.
pub(super) fn country(name: &'static str, letters: [u8; 2]) -> Taken<Country> {
    let ascii = letters.map(|letter| match letter {
        0xc1..=0xc9 => letter.wrapping_sub(0xc1).wrapping_add(b'A'),
        0xd1..=0xd9 => letter.wrapping_sub(0xd1).wrapping_add(b'J'),
        0xe2..=0xe9 => letter.wrapping_sub(0xe2).wrapping_add(b'S'),
        other => other,
    });
    let found = core::str::from_utf8(&ascii).ok().and_then(Country::from_code);
    found.ok_or_else(|| Fault {
        field: name,
        ..Fault::of(Status::Field, format!("`{name}`: not two letters A to Z"))
    })
}

/// Whether an id was never written: zeros, or blanks in ASCII or EBCDIC.
pub(super) fn is_nothing(id: [u8; 16]) -> bool {
    [0, b' ', 0x40].iter().any(|blank| id == [*blank; 16])
}

/// An id that somebody has: what was never written is nobody's, and would be the same for all.
pub(super) fn id(name: &'static str, bytes: [u8; 16]) -> Taken<[u8; 16]> {
    if !is_nothing(bytes) {
        return Ok(bytes);
    }
    let text =
        format!("`{name}`: zeros or blanks; the id was never filled in, or the call that makes it failed");
    Err(Fault { field: name, ..Fault::of(Status::Field, text) })
}

/// A pseudonym of somebody or something.
pub(super) fn pseudonym(name: &'static str, bytes: [u8; 16]) -> Taken<Pseudonym> {
    id(name, bytes).map(Pseudonym::from_bytes)
}

/// A point by the names of its fields (latitude, longitude, radius), or none where the mark says so.
pub(super) fn point(names: [&'static str; 3], marked: bool, at: [i32; 3]) -> Taken<Option<Point>> {
    let [_, _, name] = names;
    let [latitude, longitude, radius] = at;
    if !marked {
        return Ok(None);
    }
    let radius = u32::try_from(radius).map_err(|_| Fault::range(name, radius.into(), 0, i32::MAX.into()))?;
    let made = Point::new(latitude, longitude, radius);
    made.map(Some).map_err(|error| {
        let [north, east, _] = names;
        let (name, value) = if error.what == "latitude" { (north, latitude) } else { (east, longitude) };
        Fault::range(name, value.into(), error.least.into(), error.most.into())
    })
}

/// A fact: its state, and what it is where it is known.
fn given<T>(name: &'static str, state: u8, value: impl FnOnce() -> Taken<T>) -> Taken<Given<T>> {
    match state {
        0 => Ok(Given::Missing),
        1 => value().map(Given::Known),
        2 => Ok(Given::NotApplicable),
        3 => Ok(Given::Late),
        4 => Ok(Given::Invalid),
        _ => Err(Fault::range(name, state.into(), 0, 4)),
    }
}

fn reputation(
    name: &'static str,
    state: u8,
    field: &'static str,
    bytes: &[u8; 64],
) -> Taken<Given<Reputation>> {
    given(name, state, || {
        Reputation::decode(bytes)
            .map_err(|error| Fault { field, ..Fault::of(Status::Reputation, format!("`{field}`: {error}")) })
    })
}

impl records::Request {
    /// The request that the record tells of.
    pub(super) fn request(&self) -> Taken<Request> {
        // A build in which one request is a mistake of the library, to see what comes of one: `.ci/callers/sanitizers`.
        #[cfg(stepup_planted)]
        if self.reference == [0x99; 16] {
            std::panic::panic_any("planted, so that it is seen to be caught");
        }
        let layout = &Self::LAYOUT;
        let fields = self.fields().map_err(|fault| fault.within(layout))?;
        Request::new(fields)
            .map_err(|error| Fault::about(Status::Field, layout, field_of(&error), error.to_string()))
    }

    fn fields(&self) -> Taken<Fields> {
        let operation = word("operation", self.operation, most!(Operation), Operation::from_code)?;
        let channel = word("channel", self.channel, most!(Channel), Channel::from_code)?;
        let at = moment(self.at, self.offset_minutes)?;
        if self.reserved != [0; 4] {
            return Err(Fault::reserved());
        }
        #[cfg(stepup_appended)]
        if self.appended != 0 {
            return Err(Fault::range("appended", self.appended, 0, 0));
        }
        let customer = pseudonym("customer", self.customer)?;
        let transfer = mark("transfer_state", self.transfer_state)?;
        let transfer = if transfer { Some(TransferId(id("transfer", self.transfer)?)) } else { None };
        let amount_state = match self.amount_state {
            // WHY: what moves no money has no amount, and a record of zeros says so.
            0 if !operation.moves_money() => 2,
            state => state,
        };
        Ok(Fields {
            operation,
            channel,
            customer,
            key_id: self.key_id.cast_unsigned(),
            at,
            reference: self.reference,
            transfer,
            amount: given("amount_state", amount_state, || self.money("amount", self.amount, MOVED))?,
            balance: given("balance_state", self.balance_state, || {
                self.money("balance", self.balance, MONEY)
            })?,
            own_limit: given("own_limit_state", self.own_limit_state, || {
                self.money("own_limit", self.own_limit, MONEY)
            })?,
            device: given("device_state", self.device_state, || pseudonym("device", self.device))?,
            integrity: given("integrity_state", self.integrity_state, || {
                word("integrity", self.integrity, most!(Integrity), Integrity::from_code)
            })?,
            device_reputation: reputation(
                "device_reputation_state",
                self.device_reputation_state,
                "device_reputation",
                &self.device_reputation,
            )?,
            position: given("position_state", self.position_state, || self.position())?,
            network_position: given("network_position_state", self.network_position_state, || {
                self.network_place()
            })?,
            payee: given("payee_state", self.payee_state, || pseudonym("payee", self.payee))?,
            payee_added: given("payee_added_state", self.payee_added_state, || {
                time("payee_added", self.payee_added)
            })?,
            payee_reputation: reputation(
                "payee_reputation_state",
                self.payee_reputation_state,
                "payee_reputation",
                &self.payee_reputation,
            )?,
            flags: self.customer_flags()?,
            proofs: self.proofs()?,
            confirmed: mark("confirmed", self.confirmed)?,
            enrolled: factors("enrolled", self.enrolled)?,
            ..self.words(Fields::new(operation, channel, customer, 0, at))?
        })
    }

    /// The facts that are words or numbers of their own.
    fn words(&self, fields: Fields) -> Taken<Fields> {
        use crate::request::{Alert, Destination, Network, PayeeCheck, PayeeRelation, TraBand};
        Ok(Fields {
            network: given("network_state", self.network_state, || {
                word("network", self.network, most!(Network), Network::from_code)
            })?,
            payee_relation: given("payee_relation_state", self.payee_relation_state, || {
                word("payee_relation", self.payee_relation, most!(PayeeRelation), PayeeRelation::from_code)
            })?,
            payee_check: given("payee_check_state", self.payee_check_state, || {
                word("payee_check", self.payee_check, most!(PayeeCheck), PayeeCheck::from_code)
            })?,
            destination: given("destination_state", self.destination_state, || {
                word("destination", self.destination, most!(Destination), Destination::from_code)
            })?,
            behaviour: given("behaviour_state", self.behaviour_state, || {
                let given = u16::try_from(self.behaviour).ok().filter(|thousandths| *thousandths <= 1_000);
                given.ok_or_else(|| Fault::range("behaviour", self.behaviour.into(), 0, 1_000))
            })?,
            coercion: given("coercion_state", self.coercion_state, || self.signs())?,
            alert: given("alert_state", self.alert_state, || {
                word("alert", self.alert, most!(Alert), Alert::from_code)
            })?,
            tra_band: given("tra_band_state", self.tra_band_state, || {
                word("tra_band", self.tra_band, most!(TraBand), TraBand::from_code)
            })?,
            ..fields
        })
    }

    fn money(&self, name: &'static str, minor: i64, legal: RangeInclusive<i64>) -> Taken<Amount> {
        let currency = currency(self.currency)?;
        let (least, most) = legal.into_inner();
        let wrong = || Fault::range(name, minor, least, most);
        if minor < least { Err(wrong()) } else { Amount::new(minor, currency).map_err(|_| wrong()) }
    }

    fn position(&self) -> Taken<Position> {
        let marked = mark("position_point", self.position_point)?;
        let at = [self.latitude, self.longitude, self.radius_m];
        Ok(Position {
            country: country("country", self.country)?,
            point: point(["latitude", "longitude", "radius_m"], marked, at)?,
        })
    }

    fn network_place(&self) -> Taken<Position> {
        let marked = mark("network_position_point", self.network_position_point)?;
        let at = [self.network_latitude, self.network_longitude, self.network_radius_m];
        let country = country("network_country", self.network_country)?;
        Ok(Position { country, point: point(NETWORK_POINT, marked, at)? })
    }

    fn signs(&self) -> Taken<CoercionSigns> {
        let bit = |number: i32| self.coercion & (1 << number) != 0;
        if self.coercion & !0b1110 != 0 {
            return Err(Fault::range("coercion", self.coercion.into(), 0, 0b1110));
        }
        Ok(CoercionSigns { call_in_progress: bit(1), told_to_hurry: bit(2), reported: bit(3) })
    }

    fn customer_flags(&self) -> Taken<CustomerFlags> {
        let known = u8::try_from(self.flags >> 1).map(CustomerFlags::from_bits);
        let known = known.ok().filter(|flags| i32::from(flags.bits()) << 1 == self.flags);
        known.ok_or_else(|| Fault::range("flags", self.flags.into(), 0, 0b1_1110))
    }

    fn proofs(&self) -> Taken<Vec<Proof>> {
        let mut proofs = Vec::new();
        for ((at, factor), channel) in self.proof_at.iter().zip(self.proof_factor).zip(self.proof_channel) {
            if factor == 0 && channel == 0 && *at == 0 {
                continue;
            }
            proofs.push(Proof {
                factor: word("proof_factor", factor, most!(Factor), Factor::from_code)?,
                at: time("proof_at", *at)?,
                channel: word("proof_channel", channel, most!(Channel), Channel::from_code)?,
            });
        }
        Ok(proofs)
    }
}

/// The field of the record that an error is about.
fn field_of(error: &RequestError) -> &'static str {
    match error {
        RequestError::Currency { .. } => "currency",
        RequestError::Range { field, .. }
        | RequestError::Future { field, .. }
        | RequestError::Device { field, .. } => field,
        RequestError::FutureProof { .. } | RequestError::TooManyProofs { .. } => "proof_at",
        RequestError::Payee { .. } => "payee_state",
        RequestError::Amount { .. } => "amount_state",
        RequestError::NothingMoved => "amount",
    }
}
