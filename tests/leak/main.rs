//! The leak bound: what leaves before a policy asks, against every schedule there is, and in real life.

#[path = "../common/mod.rs"]
mod common;

mod brute;
mod claims;
mod corners;
mod dates;
mod examples;
mod real;
