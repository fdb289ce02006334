//! The canonical bytes of a decision: version 1, 512 bytes, little-endian.
//!
//! | bytes | what |
//! |---|---|
//! | 0 .. 224 | the reading, in its own encoding |
//! | 224 .. 240 | the caller's reference |
//! | 240 .. 272 | SHA-256 of the policy |
//! | 272 .. 304 | what took effect, four `u64` |
//! | 304 .. 312 | factor sets that would do, `u64` |
//! | 312 .. 376 | points by lane, `i16` |
//! | 376 .. 400 | points of metered facts, `i16` |
//! | 400 .. 416 | clamps by group, `i16` |
//! | 416 .. 448 | levels by lane, one byte each |
//! | 448 .. 468 | the requirement |
//! | 468 .. 488 | what remains of it |
//! | 488 .. 498 | score, then least and greatest: score `i16`, outcome, rung |
//! | 498 .. 504 | semantics `u16`, outcome, mismatch, marks, zero |
//! | 504 .. 506 | version, `u16` |
//! | 506 .. 512 | zero |
//!
//! A requirement: hold `u32`, oldest proof `u32`, included and distrusted factors `u16` each, rung, kinds, hold days,
//! review, confirm, refuse, freeze, notices, one byte each.

use thiserror::Error;

use crate::bytes::{Put, Take};
use crate::decision::Decision;
use crate::factor::FactorSet;
use crate::reading::{Reading, ReadingError};
use crate::requirement::{Notices, Requirement};
use crate::verdict::{Extreme, Mismatch, Outcome, Verdict};

const VERSION: u16 = 1;

/// Why bytes are not a decision.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum DecisionError {
    /// Written by another version.
    #[error("this is version {found} of a decision; version {VERSION} is understood here")]
    Version {
        /// The version found.
        found: u16,
    },
    /// The reading in it is none.
    #[error("the reading in it: {0}")]
    Reading(#[from] ReadingError),
    /// Bytes that `encode` could not have written.
    #[error("the verdict in it is not canonical")]
    Verdict,
}

impl Decision {
    /// Bytes of the canonical encoding.
    pub const BYTES: usize = 512;

    /// The canonical bytes.
    #[must_use]
    pub fn encode(&self) -> [u8; Self::BYTES] {
        let mut out = [0; Self::BYTES];
        let mut to = Put::new(&mut out);
        let verdict = &self.verdict;
        to.put(&self.reading.encode());
        to.put(&self.reference);
        to.put(&verdict.policy);
        verdict.fired.iter().for_each(|word| to.put(&word.to_le_bytes()));
        to.put(&verdict.ways.to_le_bytes());
        verdict.points.iter().for_each(|points| to.put(&points.to_le_bytes()));
        verdict.metered_points.iter().for_each(|points| to.put(&points.to_le_bytes()));
        verdict.clamps.iter().for_each(|points| to.put(&points.to_le_bytes()));
        to.put(&verdict.levels);
        put_requirement(&mut to, &verdict.requirement);
        put_requirement(&mut to, &verdict.remaining);
        to.put(&verdict.score.to_le_bytes());
        for extreme in [verdict.least, verdict.most] {
            to.put(&extreme.score.to_le_bytes());
            to.put(&[extreme.outcome.code(), extreme.rung]);
        }
        to.put(&verdict.semantics.to_le_bytes());
        to.put(&[verdict.outcome.code(), verdict.mismatch.code(), verdict.marks, 0]);
        to.put(&VERSION.to_le_bytes());
        out
    }

    /// The decision behind canonical bytes.
    ///
    /// # Errors
    /// [`DecisionError`] for every sequence of bytes that `encode` could not have written.
    pub fn decode(bytes: &[u8; Self::BYTES]) -> Result<Self, DecisionError> {
        let mut from = Take::new(bytes);
        let reading = Reading::decode(&from.next())?;
        let reference = from.next();
        let verdict = Verdict {
            policy: from.next(),
            fired: core::array::from_fn(|_| u64::from_le_bytes(from.next())),
            ways: u64::from_le_bytes(from.next()),
            points: core::array::from_fn(|_| i16::from_le_bytes(from.next())),
            metered_points: core::array::from_fn(|_| i16::from_le_bytes(from.next())),
            clamps: core::array::from_fn(|_| i16::from_le_bytes(from.next())),
            levels: from.next(),
            requirement: take_requirement(&mut from)?,
            remaining: take_requirement(&mut from)?,
            score: i16::from_le_bytes(from.next()),
            least: take_extreme(&mut from)?,
            most: take_extreme(&mut from)?,
            semantics: u16::from_le_bytes(from.next()),
            outcome: Outcome::from_code(from.byte()).ok_or(DecisionError::Verdict)?,
            mismatch: Mismatch::from_code(from.byte()).ok_or(DecisionError::Verdict)?,
            marks: from.byte(),
            reserved: [from.byte()],
        };
        let found = u16::from_le_bytes(from.next());
        if found != VERSION {
            return Err(DecisionError::Version { found });
        }
        let decision = Self { reading, verdict, reference };
        // WHY: whatever else could not have been written (a reserved byte, an unknown mark) shows in writing it again.
        let canonical = decision.encode() == *bytes && decision.verdict.marks < 4;
        if canonical { Ok(decision) } else { Err(DecisionError::Verdict) }
    }
}

fn put_requirement(to: &mut Put<'_>, requirement: &Requirement) {
    to.put(&requirement.hold.to_le_bytes());
    to.put(&requirement.max_age.to_le_bytes());
    to.put(&requirement.include.bits().to_le_bytes());
    to.put(&requirement.distrusted.bits().to_le_bytes());
    let flags = [requirement.confirm, requirement.refuse, requirement.freeze].map(u8::from);
    to.put(&[requirement.rung, requirement.kinds, requirement.hold_days, requirement.review]);
    to.put(&flags);
    to.put(&[requirement.notify.bits()]);
}

fn take_requirement(from: &mut Take<'_>) -> Result<Requirement, DecisionError> {
    let (hold, max_age) = (u32::from_le_bytes(from.next()), u32::from_le_bytes(from.next()));
    let (include, distrusted) = (u16::from_le_bytes(from.next()), u16::from_le_bytes(from.next()));
    let [rung, kinds, hold_days, review, confirm, refuse, freeze, notify] = from.next();
    let flag = |byte: u8| if byte < 2 { Ok(byte == 1) } else { Err(DecisionError::Verdict) };
    Ok(Requirement {
        rung,
        include: FactorSet::from_bits(include),
        kinds,
        distrusted: FactorSet::from_bits(distrusted),
        max_age,
        confirm: flag(confirm)?,
        hold,
        hold_days,
        review,
        refuse: flag(refuse)?,
        freeze: flag(freeze)?,
        notify: Notices::from_bits(notify),
    })
}

fn take_extreme(from: &mut Take<'_>) -> Result<Extreme, DecisionError> {
    let score = i16::from_le_bytes(from.next());
    let [outcome, rung] = from.next();
    Ok(Extreme { score, outcome: Outcome::from_code(outcome).ok_or(DecisionError::Verdict)?, rung })
}
