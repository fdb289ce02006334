//! What several test binaries share: dice, random requests and events, random policies, random readings, the oracle.
#![allow(dead_code, reason = "each test binary uses a part of it")]

pub mod aimed;
pub mod bare;
pub mod dice;
mod every_reading;
pub mod laws;
pub mod messages;
pub mod nearby;
pub mod oracle;
mod oracle_text;
pub mod ordinary;
pub mod people;
pub mod pieces;
pub mod policies;
pub mod promises;
pub mod questions;
pub mod readings;
pub mod regions;
pub mod said;
pub mod small;
