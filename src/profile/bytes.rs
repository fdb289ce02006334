//! A profile as bytes: the magic, the checksum, and one named refusal for everything that is not a profile.

use thiserror::Error;

use crate::id::Pseudonym;
use crate::profile::memory::Profile;
use crate::profile::view::PeerGroup;
use crate::profile::wire::{Reader, Wire, Writer};
use crate::units::{Currency, Moment, Timestamp};

/// The first eight bytes. A byte above 127 shows seven-bit and UTF-8 conversion; letters show a change of code page;
/// both line ends, a blank and EBCDIC's new line (15) show what text transfers and trimming do to them.
pub(super) const MAGIC: [u8; 8] = [0xd3, b'S', b'T', b'U', 0x0d, 0x0a, 0x20, 0x15];
/// The version that is written.
const VERSION: u16 = 1;
const CHECKSUM: core::ops::Range<usize> = 48..56;
const MAC: core::ops::Range<usize> = 56..72;
const RESERVED: core::ops::Range<usize> = 1005..1024;

/// Why 1,024 bytes are not a profile. None of these is a new customer: do not decide as if it were one.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ProfileError {
    /// All zeros: a field that was never written.
    #[error("all bytes are zero: nothing was ever stored here; look why, and treat the profile as lost")]
    Zeros,
    /// All blanks, ASCII (20) or EBCDIC (40): a text field that was never written.
    #[error("all bytes are blanks: a text field that was never written; store profiles in a binary field")]
    Blanks,
    /// The magic is there, but changed as a text transfer changes it.
    #[error(
        "the bytes were converted as text (code page, line ends or blanks); transfer and store them as binary"
    )]
    Converted,
    /// Something else.
    #[error("these bytes do not begin as a profile does; check which record and which offset was read")]
    NotAProfile,
    /// Written by a later version of this library.
    #[error("the profile has version {found}, this library reads version 1; update it before reading")]
    FutureVersion {
        /// The version found.
        found: u16,
    },
    /// The checksum does not fit.
    #[error("the checksum does not fit: bytes were changed since they were written; restore the profile")]
    Damaged,
    /// The checksum fits, but a field has a value that is never written.
    #[error(
        "field `{field}` is out of range though the checksum fits: written by something else; restore it"
    )]
    OutOfRange {
        /// The field.
        field: &'static str,
    },
    /// The checksum fits, but two fields say what is never true together.
    #[error("{fields} contradict each other though the checksum fits: written by something else; restore it")]
    Contradiction {
        /// Which.
        fields: &'static str,
    },
    /// Bytes that are kept for later are not zero.
    #[error("reserved bytes are not zero: written by something else, or a later library; restore or update")]
    ReservedUsed,
}

impl Profile {
    /// The 1,024 bytes; the same profile always gives the same bytes.
    #[must_use]
    pub fn encode(&self) -> [u8; Self::BYTES] {
        // WHY: one walk serves both directions, so it wants to be able to write; a copy costs less than a mistake.
        self.clone().encoded()
    }

    /// The same of a profile that may be walked itself: what it holds is as its bytes can hold it, and stays so.
    pub(crate) fn encoded(&mut self) -> [u8; Self::BYTES] {
        let mut bytes = [0; Self::BYTES];
        let mut writer = Writer::new(&mut bytes);
        let (mut magic, mut version) = (MAGIC, VERSION);
        writer.bytes(&mut magic);
        writer.u16(&mut version);
        self.walk(&mut writer);
        Self::seal_bytes(&mut bytes);
        bytes
    }

    /// The profile in these bytes; encoding it again gives the same bytes.
    ///
    /// # Errors
    /// [`ProfileError`] says what the bytes are instead, and what to do.
    pub fn decode(bytes: &[u8; Self::BYTES]) -> Result<Self, ProfileError> {
        check_magic(bytes)?;
        let mut reader = Reader::new(bytes);
        let (mut magic, mut version) = (MAGIC, VERSION);
        reader.bytes(&mut magic);
        reader.u16(&mut version);
        if version > VERSION {
            return Err(ProfileError::FutureVersion { found: version });
        }
        if part(bytes, CHECKSUM) != checksum(bytes).to_le_bytes() {
            return Err(ProfileError::Damaged);
        }
        if version != VERSION {
            return Err(ProfileError::OutOfRange { field: "version" });
        }
        if part(bytes, MAC).iter().chain(part(bytes, RESERVED)).any(|byte| *byte != 0) {
            return Err(ProfileError::ReservedUsed);
        }
        let peers = PeerGroup {
            currency: Currency::CNY,
            amount_centre: 0,
            amount_spread: 1,
            outflow_centre: 0,
            outflow_spread: 1,
        };
        let opened = Moment::at_offset(Timestamp::from_seconds(0), 0);
        let mut profile = Self::new(Pseudonym::from_bytes([0; 16]), 0, opened, peers);
        profile.walk(&mut reader);
        match (reader.refused(), profile.contradiction()) {
            (Some(field), _) => Err(ProfileError::OutOfRange { field }),
            (None, Some(fields)) => Err(ProfileError::Contradiction { fields }),
            (None, None) => Ok(profile),
        }
    }

    /// Writes the checksum that fits the other bytes: for tests and fuzzers that forge profiles.
    #[doc(hidden)]
    pub fn seal_bytes(bytes: &mut [u8; Self::BYTES]) {
        let sum = checksum(bytes).to_le_bytes();
        if let Some(place) = bytes.get_mut(CHECKSUM) {
            place.copy_from_slice(&sum);
        }
    }
}

fn part(bytes: &[u8], range: core::ops::Range<usize>) -> &[u8] {
    bytes.get(range).unwrap_or(&[])
}

fn check_magic(bytes: &[u8; 1024]) -> Result<(), ProfileError> {
    let all = |byte: u8| bytes.iter().all(|it| *it == byte);
    let [a, b, c, d, e, ..] = *bytes;
    let (letters, shifted) = ([b, c, d], [c, d, e]);
    // `STU` in ASCII, in EBCDIC, and ASCII bytes read as EBCDIC (code pages 37 and 1047).
    let known = [*b"STU", [0xe2, 0xe3, 0xe4], [0xeb, 0xe8, 0xed]];
    match bytes.first_chunk::<8>() {
        Some(magic) if *magic == MAGIC => Ok(()),
        _ if all(0) => Err(ProfileError::Zeros),
        _ if all(b' ') || all(0x40) => Err(ProfileError::Blanks),
        // WHY: as UTF-8 the first byte becomes two, and every letter stands one place later.
        _ if known.contains(&letters) || (known.contains(&shifted) && a >= 0xc2) => {
            Err(ProfileError::Converted)
        }
        _ => Err(ProfileError::NotAProfile),
    }
}

/// A hash of all bytes but the checksum's own. Each word enters by steps that can be undone, so that a change within
/// one word always shows. It finds accidents; it is no protection against forgery.
fn checksum(bytes: &[u8; 1024]) -> u64 {
    // SOURCE: the odd constants of SplitMix64 (Steele, Lea, Flood 2014).
    const K: [u64; 4] =
        [0x9e37_79b9_7f4a_7c15, 0xbf58_476d_1ce4_e5b9, 0x94d0_49bb_1331_11eb, 0xd6e8_feb8_6659_fd93];
    let step = |lane: u64, word: u64, k: u64| (lane ^ word).wrapping_mul(k).rotate_left(29);
    let mut lanes = K;
    let (words, _) = bytes.as_chunks::<8>();
    let (rows, _) = words.as_chunks::<4>();
    for (index, row) in (0_u8..).zip(rows) {
        for (column, ((lane, word), k)) in (0_u8..).zip(lanes.iter_mut().zip(row).zip(K)) {
            // The checksum itself is the word at byte 48: row 1, column 2.
            let word = if (index, column) == (1, 2) { 0 } else { u64::from_le_bytes(*word) };
            *lane = step(*lane, word, k);
        }
    }
    let [first, ..] = K;
    let folded = lanes.iter().fold(0, |sum, lane| step(sum, *lane, first));
    folded ^ (folded >> 32)
}
