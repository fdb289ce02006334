//! What a profile promises: against an exact model, rule by rule, and byte by byte.
#![cfg(test)]
#![expect(clippy::arithmetic_side_effects, reason = "small numbers of tests, with overflow checks on")]

mod askings;
mod bytes;
mod learning;
mod model;
mod rules;
mod stream;
