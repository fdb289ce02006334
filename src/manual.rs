//! The manual: chapters to read, each a page of its own.

#[doc = include_str!("manual/policy.md")]
pub mod policy {}

#[doc = include_str!("manual/findings.md")]
pub mod findings {}

#[doc = include_str!("manual/presets.md")]
pub mod presets {}

#[doc = include_str!("manual/c.md")]
pub mod c {}

#[doc = include_str!("manual/cobol.md")]
pub mod cobol {}

#[doc = include_str!("manual/operations.md")]
pub mod operations {}
