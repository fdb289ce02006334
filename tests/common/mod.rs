//! What several test binaries share: dice, random policies, random readings, the oracle.
#![allow(dead_code, reason = "each test binary uses a part of it")]

pub mod dice;
pub mod oracle;
pub mod policies;
pub mod readings;
