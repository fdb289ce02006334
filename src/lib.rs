//! Decides, per transfer, how a customer must prove themselves and what happens to the money.
//!
#![doc = include_str!("../README.md")]
//!
//! # The modules, in the order of the data
//!
//! | modules | what they are |
//! |---|---|
//! | [`language`] [`units`] [`calendar`] [`id`] [`factor`] [`operation`] [`place`] [`geo`] [`fact`] | words: money, time, business days, pseudonyms, factors, places, the ordered facts and their states |
//! | [`requirement`] | the lattice: parts, join, what proofs leave of a demand |
//! | [`event`] [`reputation`] [`request`] | what the bank says |
//! | [`profile`] | memory and its bytes |
//! | [`signal`] [`standing`] [`reading`] | request beside profile, as measures; the tier and what takes to the next |
//! | [`rule`] [`exemption`] [`guarantee`] [`verdict`] [`policy`] [`judge`] | the sealed policy, and the hot path |
//! | [`finding`] [`verify`] | what is wrong with a policy; what it guarantees, proved or refuted; the nearest change, the fact to ask for next |
//! | [`decision`] [`explain`] | the answer, and why, in words |
//! | [`document`] | text to draft to policy: every mistake at once, the canonical form, presets |
//! | [`handle`] [`bundle`] | the policy in force, replaced while threads decide; what maker and checker signed |
//! | [`governor`] | the fraud-rate band in force, and the quarter's figures |
//! | `ffi` | the C interface, with the feature `ffi`: the only unsafe code |
//! | [`manual`] | chapters to read |
//!
//! A module imports only what stands above it; `tests/house.rs` holds that, and the other rules of the house.

#![deny(missing_docs)]
// What the library keeps and its tests need not: nothing panics, wraps silently, loses bits, computes in floats or prints.
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::string_slice,
        clippy::arithmetic_side_effects,
        clippy::cast_possible_truncation,
        clippy::cast_possible_wrap,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        clippy::float_arithmetic,
        clippy::float_cmp,
        clippy::print_stdout,
        clippy::print_stderr,
        clippy::allow_attributes,
        clippy::missing_errors_doc,
    )
)]

mod word;
mod bits;
mod bytes;
pub mod language;
pub mod units;
pub mod calendar;
pub mod id;
pub mod factor;
pub mod operation;
pub mod place;
pub mod geo;
pub mod fact;

pub mod requirement;

pub mod event;
pub mod reputation;
pub mod request;

pub mod profile;
pub mod signal;
pub mod standing;
pub mod reading;

mod scorecard;
pub mod rule;
pub mod exemption;
pub mod guarantee;
pub mod verdict;
pub mod policy;
pub mod judge;

pub mod finding;
mod phrase;
pub mod verify;
pub mod decision;
pub mod explain;

pub mod document;
pub mod handle;
pub mod bundle;
pub mod governor;

#[cfg(feature = "ffi")]
pub mod ffi;

pub mod manual;
