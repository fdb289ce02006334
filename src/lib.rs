//! stepup

mod word;
mod bits;
mod bytes;
pub mod language;
pub mod units;
pub mod id;
pub mod factor;
pub mod operation;
pub mod place;
pub mod fact;

pub mod requirement;

pub mod event;
pub mod reputation;
pub mod request;

pub mod profile;
pub mod geo;
pub mod signal;
pub mod standing;
pub mod reading;

mod scorecard;
pub mod rule;
pub mod exemption;
pub mod verdict;
pub mod policy;
pub mod judge;

pub mod finding;
pub mod decision;
pub mod explain;

pub mod document;
