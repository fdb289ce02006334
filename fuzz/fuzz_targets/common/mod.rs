//! What targets share: the generators and the oracle of the library's own tests, drawing from the fuzzer's bytes.
#![allow(dead_code, reason = "each target uses a part of it")]

pub mod dice;
#[path = "../../../tests/common/laws.rs"]
pub mod laws;
#[path = "../../../tests/common/messages.rs"]
pub mod messages;
#[path = "../../../tests/common/oracle.rs"]
pub mod oracle;
#[path = "../../../tests/common/oracle_text.rs"]
mod oracle_text;
#[path = "../../../tests/common/people.rs"]
pub mod people;
#[path = "../../../tests/common/pieces.rs"]
pub mod pieces;
#[path = "../../../tests/common/policies.rs"]
pub mod policies;
#[path = "../../../tests/common/promises.rs"]
pub mod promises;
#[path = "../../../tests/common/readings.rs"]
pub mod readings;
#[path = "../../../tests/common/regions.rs"]
pub mod regions;
#[path = "../../../tests/common/said.rs"]
pub mod said;
