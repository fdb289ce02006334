//! A reputation as 64 bytes, and one named refusal for everything that is not one.

use thiserror::Error;

use crate::reputation::{ONE, Reputation, Seen};
use crate::units::Timestamp;

/// Why 64 bytes are not a reputation. None of these is an unknown payee.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ReputationError {
    /// All zeros.
    #[error("all bytes are zero: nothing was ever stored here; look why, or leave the reputation out")]
    Zeros,
    /// All blanks, ASCII (20) or EBCDIC (40).
    #[error("all bytes are blanks: a text field that was never written; store reputations in a binary field")]
    Blanks,
    /// Written by a later version of this library.
    #[error("the reputation has version {found}, this library reads version 1; update it before reading")]
    FutureVersion {
        /// The version found.
        found: u8,
    },
    /// The checksum does not fit.
    #[error("the checksum does not fit: bytes were changed since they were written; restore the reputation")]
    Damaged,
    /// The checksum fits, but a field has a value that is never written.
    #[error(
        "field `{field}` is out of range though the checksum fits: written by something else; restore it"
    )]
    OutOfRange {
        /// The field.
        field: &'static str,
    },
}

impl Reputation {
    /// Bytes of an encoded reputation.
    pub const BYTES: usize = 64;

    /// The 64 bytes; the same record always gives the same bytes.
    #[must_use]
    pub fn encode(&self) -> [u8; Self::BYTES] {
        let seconds = |time: Option<Timestamp>| time.map_or(0, Timestamp::seconds);
        let [day, week, month] = self.transfers;
        let [r0, r1] = self.reports.to_le_bytes();
        let head = u32::from_le_bytes([1, self.run, r0, r1]);
        let times = [seconds(self.run_began), seconds(self.run_last), seconds(self.clean)];
        let counts = [head, self.hour, day, week, month, self.decayed_reports];
        let customers = self.customers.map(|seen| u32::from(seen.tag) | (u32::from(seen.day) << 16));
        let words = counts.into_iter().chain(times).chain(customers);
        let mut bytes = [0; Self::BYTES];
        let (places, _) = bytes.as_chunks_mut::<4>();
        for (place, word) in places.iter_mut().zip(words) {
            *place = word.to_le_bytes();
        }
        let sum = checksum(&bytes);
        if let Some(place) = bytes.last_chunk_mut::<4>() {
            *place = sum.to_le_bytes();
        }
        bytes
    }

    /// The record in these bytes; encoding it again gives the same bytes.
    ///
    /// # Errors
    /// [`ReputationError`] says what the bytes are instead, and what to do.
    pub fn decode(bytes: &[u8; Self::BYTES]) -> Result<Self, ReputationError> {
        let [version, run, r0, r1, ..] = *bytes;
        match version {
            0 if bytes.iter().all(|byte| *byte == 0) => return Err(ReputationError::Zeros),
            b' ' | 0x40 if bytes.iter().all(|byte| *byte == version) => return Err(ReputationError::Blanks),
            2.. => return Err(ReputationError::FutureVersion { found: version }),
            _ => {}
        }
        let (chunks, _) = bytes.as_chunks::<4>();
        let mut words = chunks.iter().map(|word| u32::from_le_bytes(*word));
        let mut next = || words.next().unwrap_or(0);
        let _head = next();
        let hour = next();
        let transfers = [next(), next(), next()];
        let decayed_reports = next();
        let mut time = || Some(Timestamp::from_seconds(next())).filter(|time| time.seconds() != 0);
        let (run_began, run_last, clean) = (time(), time(), time());
        let customers = [next(), next(), next(), next(), next(), next()].map(|word| {
            let [a, b, c, d] = word.to_le_bytes();
            Seen { tag: u16::from_le_bytes([a, b]), day: u16::from_le_bytes([c, d]) }
        });
        if next() != checksum(bytes) {
            return Err(ReputationError::Damaged);
        }
        let reports = u16::from_le_bytes([r0, r1]);
        let a_run = run > 0;
        let wrong = [
            (version != 1, "version"),
            (a_run != run_began.is_some() || a_run != run_last.is_some() || run_began > run_last, "run"),
            (u16::from(run) > reports, "run and reports"),
            (a_run && clean > run_last, "run and clean"),
            (
                reports < u16::MAX && decayed_reports > u32::from(reports).saturating_mul(ONE),
                "decayed reports",
            ),
            (customers.iter().any(|seen| seen.day == 0 && seen.tag != 0), "customers"),
            (customers.iter().any(|seen| u32::from(seen.day) > (hour / 24).max(1)), "customers and hour"),
            (has_twins(&customers), "two customers"),
        ];
        if let Some((_, field)) = wrong.into_iter().find(|(is_wrong, _)| *is_wrong) {
            return Err(ReputationError::OutOfRange { field });
        }
        Ok(Self { run, reports, hour, transfers, decayed_reports, run_began, run_last, clean, customers })
    }
}

/// Whether one customer stands in two places.
fn has_twins(customers: &[Seen; 6]) -> bool {
    let mut seen = customers.iter().filter(|seen| seen.day != 0);
    let mut twins = false;
    while let Some(one) = seen.next() {
        twins |= seen.clone().any(|other| other.tag == one.tag);
    }
    twins
}

/// A hash of the first sixty bytes, by steps that can be undone, so that a change within one word always shows.
fn checksum(bytes: &[u8; 64]) -> u32 {
    let (words, _) = bytes.as_chunks::<4>();
    let words = words.iter().take(15);
    let sum = words.fold(0x9e37_79b9_u32, |sum, word| {
        // SOURCE: the 32-bit constant of MurmurHash3's finaliser (Appleby).
        (sum ^ u32::from_le_bytes(*word)).wrapping_mul(0x85eb_ca6b).rotate_left(13)
    });
    sum ^ (sum >> 16)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Pseudonym;
    use proptest::prelude::*;

    fn day(day: u32) -> Timestamp {
        Timestamp::from_seconds(day.saturating_add(20_000).saturating_mul(86_400))
    }

    fn customer(number: u8) -> Pseudonym {
        Pseudonym::from_bytes([number; 16])
    }

    proptest! {
        #[test]
        fn whatever_happens_decodes_again(
            steps in prop::collection::vec((0_u8..3, 0_u32..400, 0_u32..400, any::<u8>()), 0..60),
        ) {
            let mut record = Reputation::new();
            for (what, first, second, number) in steps {
                let at = |days: u32| Timestamp::from_seconds(days.saturating_mul(40_000));
                match what {
                    0 => record.seen(customer(number), at(first)),
                    1 => record.reported(at(first), at(second)),
                    _ => record.known_clean(at(first)),
                }
                prop_assert_eq!(Reputation::decode(&record.encode()), Ok(record));
            }
        }

        #[test]
        fn any_64_bytes_are_a_record_or_a_refusal(mut bytes in any::<[u8; 64]>(), forge in any::<bool>()) {
            if forge {
                bytes[0] = 1;
                let sum = checksum(&bytes).to_le_bytes();
                bytes[60..].copy_from_slice(&sum);
            }
            if let Ok(record) = Reputation::decode(&bytes) {
                prop_assert_eq!(record.encode(), bytes);
                prop_assert!(record.customers(day(1)) <= 6 && record.report_rate_permille(7) <= 1000);
                let _any = record.transfers_7d(day(1));
            }
        }
    }

    #[test]
    fn what_contradicts_itself_is_no_record() {
        let mut record = Reputation::new();
        record.reported(day(3), day(4));
        let forged = |change: fn(&mut Reputation)| {
            let mut record = record;
            change(&mut record);
            Reputation::decode(&record.encode())
        };
        let wrong = |field| Err(ReputationError::OutOfRange { field });
        assert_eq!(forged(|record| (record.run, record.reports) = (255, 0)), wrong("run and reports"));
        assert_eq!(forged(|record| record.clean = Some(day(5))), wrong("run and clean"));
        assert_eq!(forged(|record| record.decayed_reports = 5_000), wrong("decayed reports"));
        let seen = Seen { tag: 4, day: 2 };
        assert_eq!(forged(|record| record.customers[0].day = 30_000), wrong("customers and hour"));
        let twins = {
            let mut record = record;
            record.customers[..2].fill(seen);
            record
        };
        assert_eq!(Reputation::decode(&twins.encode()), wrong("two customers"));
    }

    #[test]
    fn what_is_no_record_is_named() {
        let good = {
            let mut record = Reputation::new();
            record.seen(customer(1), day(1));
            record.encode()
        };
        assert_eq!(Reputation::decode(&[0; 64]), Err(ReputationError::Zeros));
        assert_eq!(Reputation::decode(&[0x20; 64]), Err(ReputationError::Blanks));
        assert_eq!(Reputation::decode(&[0x40; 64]), Err(ReputationError::Blanks));
        assert_eq!(Reputation::decode(&[9; 64]), Err(ReputationError::FutureVersion { found: 9 }));
        for place in 0..64 {
            for bit in 0..8 {
                let mut bytes = good;
                bytes[place] ^= 1 << bit;
                assert!(Reputation::decode(&bytes).is_err(), "{place} {bit}");
            }
        }
    }
}
