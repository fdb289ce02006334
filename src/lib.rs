//! stepup
mod word;
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
