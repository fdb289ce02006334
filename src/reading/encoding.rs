//! The canonical bytes of a reading: version 1, 224 bytes, little-endian; what is not canonical is refused.
//!
//! | bytes | what |
//! |---|---|
//! | 0 .. 64 | eight money facts, `i64`, a state below zero |
//! | 64 .. 124 | fifteen proofs by factor code, `u32`: channel in the top 4 bits, seconds in 28; all ones: none |
//! | 124 .. 128 | seconds since the last proof, `i32` |
//! | 128 .. 192 | thirty-two lanes of ranked facts, `i16` |
//! | 192 .. 200 | four counts, `i16` |
//! | 200 .. 206 | enrolled factors, currency number, local minute, `u16` each |
//! | 206 .. 210 | operation, channel, flags, marks, one byte each |
//! | 210 .. 216 | zero |
//! | 216 .. 218 | version, `u16` |
//! | 218 .. 224 | zero |

use thiserror::Error;

use crate::bytes::{Put, Take};
use crate::fact::{LANES, Measure, Metered, Ranked, State};
use crate::operation::{Channel, Operation};
use crate::reading::{Reading, largest, metered_states, state_of};
use crate::requirement::ProofAges;
use crate::signal::scale;

const VERSION: u16 = 1;

/// Why bytes are not a reading.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ReadingError {
    /// Written by another version.
    #[error("this is version {found} of a reading; version {VERSION} is understood here")]
    Version {
        /// The version found.
        found: u16,
    },
    /// A field outside its range.
    #[error("field `{field}` is outside its range")]
    Range {
        /// The field.
        field: &'static str,
    },
    /// Two facts contradict each other.
    #[error("the facts contradict each other (a total is below its part); a reading is closed")]
    NotClosed,
    /// Bytes that must be zero are not.
    #[error("bytes {from} to {to} must be zero")]
    NotZero {
        /// First byte.
        from: usize,
        /// Byte after the last.
        to: usize,
    },
}

impl Reading {
    /// Bytes of the canonical encoding.
    pub const BYTES: usize = 224;

    /// The canonical bytes.
    #[must_use]
    pub fn encode(&self) -> [u8; Self::BYTES] {
        let mut out = [0; Self::BYTES];
        let mut to = Put::new(&mut out);
        let mut put = |bytes: &[u8]| to.put(bytes);
        self.money.iter().for_each(|value| put(&value.to_le_bytes()));
        self.proofs.words().iter().for_each(|word| put(&word.to_le_bytes()));
        put(&self.since_proof.to_le_bytes());
        self.lanes.iter().for_each(|lane| put(&lane.to_le_bytes()));
        self.counts.iter().for_each(|count| put(&count.to_le_bytes()));
        put(&self.enrolled.to_le_bytes());
        put(&self.currency.to_le_bytes());
        put(&self.minute.to_le_bytes());
        put(&[self.operation, self.channel, self.flags, self.marks, 0, 0, 0, 0, 0, 0]);
        put(&VERSION.to_le_bytes());
        out
    }

    /// The reading behind canonical bytes; `decode(encode(r)) == r`, and `encode(decode(b)) == b`.
    ///
    /// # Errors
    /// [`ReadingError`] for every sequence of bytes that `encode` could not have written.
    pub fn decode(bytes: &[u8; Self::BYTES]) -> Result<Self, ReadingError> {
        let mut take = Take::new(bytes);
        let reading = Self {
            money: core::array::from_fn(|_| i64::from_le_bytes(take.next())),
            proofs: ProofAges::from_words(core::array::from_fn(|_| u32::from_le_bytes(take.next())))
                .ok_or(ReadingError::Range { field: "proofs" })?,
            since_proof: i32::from_le_bytes(take.next()),
            lanes: core::array::from_fn(|_| i16::from_le_bytes(take.next())),
            counts: core::array::from_fn(|_| i16::from_le_bytes(take.next())),
            enrolled: u16::from_le_bytes(take.next()),
            currency: u16::from_le_bytes(take.next()),
            minute: u16::from_le_bytes(take.next()),
            operation: take.byte(),
            channel: take.byte(),
            flags: take.byte(),
            marks: take.byte(),
            reserved: [0; 6],
        };
        zero(take.next::<6>(), 210)?;
        let version = u16::from_le_bytes(take.next());
        if version != VERSION {
            return Err(ReadingError::Version { found: version });
        }
        zero(take.next::<6>(), 218)?;
        check(&reading)?;
        if reading.is_closed() { Ok(reading) } else { Err(ReadingError::NotClosed) }
    }
}

fn zero(bytes: [u8; 6], from: usize) -> Result<(), ReadingError> {
    if bytes == [0; 6] { Ok(()) } else { Err(ReadingError::NotZero { from, to: from.saturating_add(6) }) }
}

fn check(reading: &Reading) -> Result<(), ReadingError> {
    let range = |legal: bool, field| if legal { Ok(()) } else { Err(ReadingError::Range { field }) };
    range(Operation::from_code(reading.operation).is_some(), "operation")?;
    for fact in Metered::ALL.iter().filter(|fact| fact.is_measured()) {
        let raw = reading.raw_metered(*fact);
        let state = if raw < 0 { state_of(raw) } else { State::Known };
        let possible = metered_states(*fact, reading.operation()).contains(&state);
        range((-5..=largest(*fact)).contains(&raw) && possible, fact.name())?;
    }
    let mut unmeasured = reading.lanes;
    for fact in Ranked::ALL.iter().filter(|fact| fact.is_measured()) {
        if let Some(lane) = unmeasured.get_mut(fact.lane()) {
            let most = scale(*fact).largest();
            let measure =
                Measure::from_raw(*lane).filter(|measure| measure.value().is_none_or(|v| v <= most));
            range(measure.is_some(), fact.name())?;
            *lane = 0;
        }
    }
    range(unmeasured == [0; LANES], "lanes")?;
    range(reading.enrolled == reading.enrolled().bits(), "enrolled")?;
    // WHY: an amount in no currency would be compared with lines in the policy's.
    let named = reading.currency().is_some();
    range(if reading.operation().moves_money() { named } else { reading.currency == 0 }, "currency")?;
    range(reading.minute < 1_440, "minute")?;
    range(Channel::from_code(reading.channel).is_some(), "channel")?;
    range(reading.flags == reading.flags().bits(), "flags")?;
    range(reading.marks < 4, "marks")
}
