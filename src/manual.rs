//! The manual: chapters to read, each a page of its own.

#[doc = include_str!("manual/presets.md")]
pub mod presets {}
