//! The canonical bytes of a request: version 1, 392 bytes, little-endian; what is not canonical is refused.
//!
//! | bytes | what |
//! |---|---|
//! | 0 .. 2 | version, `u16` |
//! | 2 .. 5 | operation, channel, flags, one byte each |
//! | 5 | marks. Bit 0: confirmed. 1: a transfer id. 2: position with a point. 3: network position with a point |
//! | 6 .. 8 | enrolled factors, bit by factor code, `u16` |
//! | 8 .. 12 | number of the key, `u32` |
//! | 12 .. 16 | when, seconds since 1970, `u32` |
//! | 16 .. 18 | the customer's offset from UTC, minutes, `i16` |
//! | 18 .. 20 | behaviour, thousandths, `u16` |
//! | 20 .. 24 | payee added, seconds since 1970, `u32` |
//! | 24 .. 104 | customer, reference, transfer, device, payee, 16 bytes each |
//! | 104 .. 128 | minor units of amount, balance, own limit, `i64` each |
//! | 128 .. 152 | points of position and network position: microdegrees north and east, `i32`; radius in metres, `u32` |
//! | 152 .. 158 | currency numbers of amount, balance, own limit, `u16` each |
//! | 158 .. 162 | countries of position and network position, two letters each |
//! | 162 .. 181 | states of the nineteen facts, one byte each: 0 missing, 1 known, 2 not applicable, 3 late, 4 invalid |
//! | 181 .. 189 | integrity, network, payee relation, payee check, destination, coercion, alert, fraud-rate band: codes |
//! | 189 .. 204 | fifteen proofs by factor code: channel code + 1; 0: none |
//! | 204 .. 264 | when each was passed, seconds since 1970, `u32` |
//! | 264 .. 392 | reputations of device and payee, 64 bytes each |
//!
//! The states are of amount, balance, own limit, device, integrity, device reputation, position, network, network
//! position, payee, payee relation, payee added, payee check, payee reputation, destination, behaviour, coercion,
//! alert, fraud-rate band, in this order. Coercion is bits: 0 a call in progress, 1 told to hurry, 2 reported.
//! The bytes of a fact that is not known are zero.

mod fields;

use thiserror::Error;

use crate::bytes::{Put, Take};
use crate::place::PointError;
use crate::reputation::ReputationError;
use crate::request::{Request, RequestError};

const VERSION: u16 = 1;

const CONFIRMED: u8 = 1;
const TRANSFER: u8 = 2;
const POINT: u8 = 4;
const NETWORK_POINT: u8 = 8;

/// Why bytes are not a request. It never shows an identifier.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum RequestDecodeError {
    /// Written by another version, or never written (0).
    #[error("field `version`: {found} is not understood here; legal is {VERSION}")]
    Version {
        /// The version found.
        found: u16,
    },
    /// A state that no fact can be in.
    #[error("field `{field}`: state {found} names nothing; legal is 0 to 4")]
    State {
        /// The field.
        field: &'static str,
        /// The state found.
        found: u8,
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
    #[error("field `{field}`: {reason}")]
    Point {
        /// The field.
        field: &'static str,
        /// Which coordinate, and its range.
        reason: PointError,
    },
    /// Sixty-four bytes that are no reputation.
    #[error("field `{field}`: {reason}")]
    Reputation {
        /// The field.
        field: &'static str,
        /// What they are instead.
        reason: ReputationError,
    },
    /// Bytes or marks of a value that is not there.
    #[error("field `{field}`: must be zero where there is no value")]
    Unused {
        /// The field.
        field: &'static str,
    },
    /// The fields are legal one by one and do not make a request.
    #[error(transparent)]
    Request(#[from] RequestError),
}

impl Request {
    /// Bytes of the canonical encoding.
    pub const BYTES: usize = 392;

    /// The canonical bytes. Of two proofs of one factor only the younger is written, the other never counts: what is
    /// decoded is judged the same, and has its proofs in the order of the factors' codes.
    #[must_use]
    pub fn encode(&self) -> [u8; Self::BYTES] {
        let mut out = [0; Self::BYTES];
        Raw::of(self.fields()).put(&mut Put::new(&mut out));
        out
    }

    /// The request behind canonical bytes: `encode(decode(b)) == b`, and `decode(encode(r)) == r` where the proofs of
    /// `r` are of distinct factors in the order of their codes.
    ///
    /// # Errors
    /// [`RequestDecodeError`] for every sequence of bytes that `encode` could not have written.
    pub fn decode(bytes: &[u8; Self::BYTES]) -> Result<Self, RequestDecodeError> {
        let mut take = Take::new(bytes);
        let version = u16::from_le_bytes(take.next());
        if version != VERSION {
            return Err(RequestDecodeError::Version { found: version });
        }
        Ok(Self::new(Raw::take(&mut take).fields()?)?)
    }
}

/// The fields as they lie in the bytes after the version, in the order of the table above.
struct Raw {
    operation: u8,
    channel: u8,
    flags: u8,
    marks: u8,
    enrolled: u16,
    key_id: u32,
    at: u32,
    offset: i16,
    behaviour: u16,
    payee_added: u32,
    /// Customer, reference, transfer, device, payee.
    ids: [[u8; 16]; 5],
    money: [i64; 3],
    points: [[u8; 12]; 2],
    currencies: [u16; 3],
    countries: [u16; 2],
    states: [u8; 19],
    words: [u8; 8],
    proof_channels: [u8; 15],
    proof_times: [u32; 15],
    reputations: [[u8; 64]; 2],
}

impl Raw {
    fn take(take: &mut Take<'_>) -> Self {
        Self {
            operation: take.byte(),
            channel: take.byte(),
            flags: take.byte(),
            marks: take.byte(),
            enrolled: u16::from_le_bytes(take.next()),
            key_id: u32::from_le_bytes(take.next()),
            at: u32::from_le_bytes(take.next()),
            offset: i16::from_le_bytes(take.next()),
            behaviour: u16::from_le_bytes(take.next()),
            payee_added: u32::from_le_bytes(take.next()),
            ids: core::array::from_fn(|_| take.next()),
            money: core::array::from_fn(|_| i64::from_le_bytes(take.next())),
            points: core::array::from_fn(|_| take.next()),
            currencies: core::array::from_fn(|_| u16::from_le_bytes(take.next())),
            countries: core::array::from_fn(|_| u16::from_le_bytes(take.next())),
            states: take.next(),
            words: take.next(),
            proof_channels: take.next(),
            proof_times: core::array::from_fn(|_| u32::from_le_bytes(take.next())),
            reputations: core::array::from_fn(|_| take.next()),
        }
    }

    fn put(&self, to: &mut Put<'_>) {
        to.put(&VERSION.to_le_bytes());
        to.put(&[self.operation, self.channel, self.flags, self.marks]);
        to.put(&self.enrolled.to_le_bytes());
        to.put(&self.key_id.to_le_bytes());
        to.put(&self.at.to_le_bytes());
        to.put(&self.offset.to_le_bytes());
        to.put(&self.behaviour.to_le_bytes());
        to.put(&self.payee_added.to_le_bytes());
        self.ids.iter().for_each(|id| to.put(id));
        self.money.iter().for_each(|minor| to.put(&minor.to_le_bytes()));
        self.points.iter().for_each(|point| to.put(point));
        self.currencies.iter().for_each(|number| to.put(&number.to_le_bytes()));
        self.countries.iter().for_each(|letters| to.put(&letters.to_le_bytes()));
        to.put(&self.states);
        to.put(&self.words);
        to.put(&self.proof_channels);
        self.proof_times.iter().for_each(|time| to.put(&time.to_le_bytes()));
        self.reputations.iter().for_each(|bytes| to.put(bytes));
    }
}
