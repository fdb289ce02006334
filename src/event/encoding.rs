//! The canonical bytes of an event: version 1, 128 bytes, little-endian; what is not canonical is refused.
//!
//! | bytes | what |
//! |---|---|
//! | 0 .. 2 | version, `u16` |
//! | 2 | kind of happening, by the code of [`HappeningKind`] |
//! | 3 | marks. Bit 0: an optional device. 1: an optional payee. 2: a point. 3: own account here. 4: first. 5: at opening |
//! | 4 .. 8 | number of the key, `u32` |
//! | 8 .. 12 | when, seconds since 1970, `u32` |
//! | 12 .. 14 | the customer's offset from UTC, minutes, `i16` |
//! | 14 .. 16 | factors proved, bit by factor code, `u16` |
//! | 16 .. 32 | id of the event |
//! | 32 .. 48 | customer |
//! | 48 .. 64 | transfer |
//! | 64 .. 80 | payee |
//! | 80 .. 96 | device: bound, lost, announced, or the optional one of bit 0 |
//! | 96 .. 104 | minor units, `i64` |
//! | 104 .. 116 | point: microdegrees north and east, `i32` each; radius in metres, `u32` |
//! | 116 .. 118 | country of the position or announcement, two letters; 0: no position |
//! | 118 .. 120 | code of the credential or of the information, or number of the currency (ISO 4217), `u16` |
//! | 120 .. 128 | announced from and until, seconds since 1970, `u32` each |
//!
//! Every field has one place, whichever kind carries it; what a kind does not carry is zero. An announcement is of a
//! device where bit 0 is set, else of a country.

use core::mem::take;

use thiserror::Error;

use crate::bytes::{Put, Take};
use crate::event::{Announcement, Credential, Event, Happening, HappeningKind, Information, Movement, Scope};
use crate::factor::FactorSet;
use crate::id::{EventId, Pseudonym, TransferId};
use crate::place::{Country, Point, PointError, Position};
use crate::units::{Amount, Currency, Moment, Timestamp};
use crate::word::codes;

const VERSION: u16 = 1;

const DEVICE: u8 = 1;
const PAYEE: u8 = 2;
const POINT: u8 = 4;
const OWN_ACCOUNT: u8 = 8;
const FIRST: u8 = 16;
const AT_OPENING: u8 = 32;

/// Why bytes are not an event. It never shows an identifier.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum EventError {
    /// Written by another version, or never written (0).
    #[error("field `version`: {found} is not understood here; legal is {VERSION}")]
    Version {
        /// The version found.
        found: u16,
    },
    /// A code that names nothing.
    #[error("field `{field}`: {found} names nothing; legal is {least} to {most}")]
    Code {
        /// The field.
        field: &'static str,
        /// The code found.
        found: u8,
        /// The least code.
        least: u8,
        /// The greatest code.
        most: u8,
    },
    /// A value outside its range.
    #[error("field `{field}`: legal is {legal}")]
    Range {
        /// The field.
        field: &'static str,
        /// What it may be.
        legal: &'static str,
    },
    /// A coordinate outside its range.
    #[error("field `point`: {0}")]
    Point(#[from] PointError),
    /// Bytes or marks that this kind of happening does not carry.
    #[error("field `{field}`: must be zero where this event does not carry it")]
    Unused {
        /// The field.
        field: &'static str,
    },
}

impl Event {
    /// Bytes of the canonical encoding.
    pub const BYTES: usize = 128;

    /// The canonical bytes. Minor units outside `0 ..= Amount::MAX_MINOR` are written as they stand, and refused by
    /// [`decode`](Self::decode).
    #[must_use]
    pub fn encode(&self) -> [u8; Self::BYTES] {
        let mut out = [0; Self::BYTES];
        let payload = Payload::of(&self.what);
        let mut to = Put::new(&mut out);
        to.put(&VERSION.to_le_bytes());
        to.put(&[self.what.kind().code(), payload.marks]);
        to.put(&self.key_id.to_le_bytes());
        to.put(&self.at.at().seconds().to_le_bytes());
        to.put(&self.at.offset_minutes().to_le_bytes());
        to.put(&payload.factors.to_le_bytes());
        to.put(&self.id.0);
        to.put(&self.customer.to_bytes());
        to.put(&payload.transfer);
        to.put(&payload.payee);
        to.put(&payload.device);
        to.put(&payload.minor.to_le_bytes());
        to.put(&payload.point);
        to.put(&payload.country.to_le_bytes());
        to.put(&payload.detail.to_le_bytes());
        to.put(&payload.from.to_le_bytes());
        to.put(&payload.until.to_le_bytes());
        out
    }

    /// The event behind canonical bytes; `decode(encode(e)) == e`, and `encode(decode(b)) == b`.
    ///
    /// # Errors
    /// [`EventError`] for every sequence of bytes that `encode` does not write for an event in range.
    pub fn decode(bytes: &[u8; Self::BYTES]) -> Result<Self, EventError> {
        let mut take = Take::new(bytes);
        let version = u16::from_le_bytes(take.next());
        if version != VERSION {
            return Err(EventError::Version { found: version });
        }
        let kind = word("kind", take.byte(), HappeningKind::from_code)?;
        let marks = take.byte();
        let key_id = u32::from_le_bytes(take.next());
        let at = Timestamp::from_seconds(u32::from_le_bytes(take.next()));
        let offset = i16::from_le_bytes(take.next());
        let moment = Moment::at_offset(at, offset);
        if moment.offset_minutes() != offset {
            return Err(EventError::Range { field: "offset_minutes", legal: "-1439 to 1439" });
        }
        let factors = u16::from_le_bytes(take.next());
        let id = EventId(take.next());
        let customer = Pseudonym::from_bytes(take.next());
        let mut payload = Payload {
            marks,
            factors,
            transfer: take.next(),
            payee: take.next(),
            device: take.next(),
            minor: i64::from_le_bytes(take.next()),
            point: take.next(),
            country: u16::from_le_bytes(take.next()),
            detail: u16::from_le_bytes(take.next()),
            from: u32::from_le_bytes(take.next()),
            until: u32::from_le_bytes(take.next()),
        };
        let what = payload.happening(kind)?;
        payload.must_be_used_up()?;
        Ok(Self { id, customer, key_id, at: moment, what })
    }
}

/// What happenings carry, as it lies in the bytes.
///
/// INVARIANT: reading a field leaves zero in its place, so that whatever is not zero in the end was not carried.
#[derive(Default)]
struct Payload {
    marks: u8,
    factors: u16,
    transfer: [u8; 16],
    payee: [u8; 16],
    device: [u8; 16],
    minor: i64,
    point: [u8; 12],
    country: u16,
    detail: u16,
    from: u32,
    until: u32,
}

impl Payload {
    fn of(what: &Happening) -> Self {
        let mut payload = Self::default();
        match *what {
            Happening::Attempted(movement) | Happening::Settled(movement) => payload.put_movement(&movement),
            Happening::Returned { transfer } => payload.transfer = transfer.0,
            Happening::ReportedFraud { transfer, payee } => {
                payload.transfer = transfer.0;
                payload.put_payee(payee);
            }
            Happening::Frozen | Happening::Unfrozen | Happening::Cleared => {}
            Happening::Proved { factors, device, position } => {
                payload.factors = factors.bits();
                payload.put_device(device);
                payload.put_position(position);
            }
            Happening::ProofFailed { device } | Happening::LogInFailed { device } => {
                payload.put_device(device);
            }
            Happening::Credited { minor, currency } => payload.put_money(minor, currency),
            Happening::CredentialChanged { credential, first } => {
                payload.detail = credential.code().into();
                payload.mark(FIRST, first);
            }
            Happening::DeviceBound { device, at_opening } => {
                payload.device = device.to_bytes();
                payload.mark(AT_OPENING, at_opening);
            }
            Happening::DeviceLost { device } => payload.device = device.to_bytes(),
            Happening::Announced(Announcement { scope, proved, from, until }) => {
                payload.factors = proved.bits();
                (payload.from, payload.until) = (from.seconds(), until.seconds());
                match scope {
                    Scope::Device(device) => payload.put_device(Some(device)),
                    Scope::Country(country) => payload.country = country.to_number(),
                }
            }
            Happening::CompletedInformation { item } => payload.detail = item.code().into(),
        }
        payload
    }

    fn put_movement(&mut self, movement: &Movement) {
        self.transfer = movement.transfer.0;
        self.put_money(movement.minor, movement.currency);
        self.put_payee(movement.payee);
        self.mark(OWN_ACCOUNT, movement.own_account_here);
        self.put_device(movement.device);
        self.put_position(movement.position);
        self.factors = movement.proved.bits();
    }

    fn put_money(&mut self, minor: i64, currency: Currency) {
        (self.minor, self.detail) = (minor, currency.numeric());
    }

    fn put_payee(&mut self, payee: Option<Pseudonym>) {
        self.mark(PAYEE, payee.is_some());
        self.payee = payee.map_or([0; 16], Pseudonym::to_bytes);
    }

    fn put_device(&mut self, device: Option<Pseudonym>) {
        self.mark(DEVICE, device.is_some());
        self.device = device.map_or([0; 16], Pseudonym::to_bytes);
    }

    fn put_position(&mut self, position: Option<Position>) {
        let point = position.and_then(|position| position.point);
        self.mark(POINT, point.is_some());
        self.point = point.map_or([0; 12], Point::to_bytes);
        self.country = position.map_or(0, |position| position.country.to_number());
    }

    fn mark(&mut self, bit: u8, set: bool) {
        self.marks |= if set { bit } else { 0 };
    }

    fn happening(&mut self, kind: HappeningKind) -> Result<Happening, EventError> {
        Ok(match kind {
            HappeningKind::Attempted => Happening::Attempted(self.movement()?),
            HappeningKind::Settled => Happening::Settled(self.movement()?),
            HappeningKind::Returned => Happening::Returned { transfer: self.transfer() },
            HappeningKind::Frozen => Happening::Frozen,
            HappeningKind::Unfrozen => Happening::Unfrozen,
            HappeningKind::Proved => Happening::Proved {
                factors: self.factors()?,
                device: self.optional_device(),
                position: self.position()?,
            },
            HappeningKind::ProofFailed => Happening::ProofFailed { device: self.optional_device() },
            HappeningKind::LogInFailed => Happening::LogInFailed { device: self.optional_device() },
            HappeningKind::Credited => {
                Happening::Credited { minor: self.minor()?, currency: self.currency()? }
            }
            HappeningKind::ReportedFraud => {
                Happening::ReportedFraud { transfer: self.transfer(), payee: self.optional_payee() }
            }
            HappeningKind::Cleared => Happening::Cleared,
            HappeningKind::CredentialChanged => Happening::CredentialChanged {
                credential: self.detail("credential", Credential::from_code)?,
                first: self.marked(FIRST),
            },
            HappeningKind::DeviceBound => {
                Happening::DeviceBound { device: self.device(), at_opening: self.marked(AT_OPENING) }
            }
            HappeningKind::DeviceLost => Happening::DeviceLost { device: self.device() },
            HappeningKind::Announced => Happening::Announced(Announcement {
                scope: match self.optional_device() {
                    Some(device) => Scope::Device(device),
                    None => Scope::Country(self.country()?),
                },
                proved: self.factors()?,
                from: Timestamp::from_seconds(take(&mut self.from)),
                until: Timestamp::from_seconds(take(&mut self.until)),
            }),
            HappeningKind::CompletedInformation => {
                Happening::CompletedInformation { item: self.detail("information", Information::from_code)? }
            }
        })
    }

    fn movement(&mut self) -> Result<Movement, EventError> {
        Ok(Movement {
            transfer: self.transfer(),
            minor: self.minor()?,
            currency: self.currency()?,
            payee: self.optional_payee(),
            own_account_here: self.marked(OWN_ACCOUNT),
            device: self.optional_device(),
            position: self.position()?,
            proved: self.factors()?,
        })
    }

    fn marked(&mut self, bit: u8) -> bool {
        let set = self.marks & bit != 0;
        self.marks &= !bit;
        set
    }

    fn transfer(&mut self) -> TransferId {
        TransferId(take(&mut self.transfer))
    }

    fn device(&mut self) -> Pseudonym {
        Pseudonym::from_bytes(take(&mut self.device))
    }

    fn optional_device(&mut self) -> Option<Pseudonym> {
        self.marked(DEVICE).then(|| self.device())
    }

    fn optional_payee(&mut self) -> Option<Pseudonym> {
        self.marked(PAYEE).then(|| Pseudonym::from_bytes(take(&mut self.payee)))
    }

    fn currency(&mut self) -> Result<Currency, EventError> {
        let legal = "a number of ISO 4217 that has minor units";
        Currency::from_numeric(take(&mut self.detail)).ok_or(EventError::Range { field: "currency", legal })
    }

    fn detail<T>(&mut self, field: &'static str, from_code: fn(u8) -> Option<T>) -> Result<T, EventError> {
        // WHY: a number beyond a byte names nothing either.
        word(field, u8::try_from(take(&mut self.detail)).unwrap_or(u8::MAX), from_code)
    }

    fn minor(&mut self) -> Result<i64, EventError> {
        let legal = "0 to 999999999999999999 minor units";
        let minor = take(&mut self.minor);
        let in_range = (0..=Amount::MAX_MINOR).contains(&minor);
        if in_range { Ok(minor) } else { Err(EventError::Range { field: "minor", legal }) }
    }

    fn factors(&mut self) -> Result<FactorSet, EventError> {
        let bits = take(&mut self.factors);
        let factors = FactorSet::from_bits(bits);
        let legal = "bits 0 to 14";
        if factors.bits() == bits { Ok(factors) } else { Err(EventError::Range { field: "factors", legal }) }
    }

    fn country(&mut self) -> Result<Country, EventError> {
        let legal = "two upper-case letters";
        Country::from_number(take(&mut self.country)).ok_or(EventError::Range { field: "country", legal })
    }

    fn position(&mut self) -> Result<Option<Position>, EventError> {
        if self.country == 0 {
            return Ok(None);
        }
        let country = self.country()?;
        let point = self.marked(POINT).then(|| Point::from_bytes(take(&mut self.point))).transpose()?;
        Ok(Some(Position { country, point }))
    }

    fn must_be_used_up(&self) -> Result<(), EventError> {
        let left = [
            ("marks", self.marks != 0),
            ("factors", self.factors != 0),
            ("transfer", self.transfer != [0; 16]),
            ("payee", self.payee != [0; 16]),
            ("device", self.device != [0; 16]),
            ("minor", self.minor != 0),
            ("point", self.point != [0; 12]),
            ("country", self.country != 0),
            ("detail", self.detail != 0),
            ("from", self.from != 0),
            ("until", self.until != 0),
        ];
        match left.into_iter().find(|(_, is_left)| *is_left) {
            Some((field, _)) => Err(EventError::Unused { field }),
            None => Ok(()),
        }
    }
}

fn word<T>(field: &'static str, found: u8, from_code: fn(u8) -> Option<T>) -> Result<T, EventError> {
    from_code(found).ok_or_else(|| {
        let (least, most) = codes(from_code);
        EventError::Code { field, found, least, most }
    })
}
