//! From text to policy: the spanned tree of a file, the checks that find every mistake at once, the canonical form.

mod calendar;
mod canonical;
mod columns;
mod conditions;
mod demand;
mod desk;
mod entries;
mod flaws;
mod guarantee;
#[cfg(feature = "json")]
mod json;
mod ladder;
pub mod presets;
mod resolved;
mod seal;
mod serial;
mod settings;
mod suggest;
mod thresholds;
mod tree;
mod unseen;

pub use calendar::MOST_HOLIDAYS;
pub(crate) use canonical::identity;
pub use columns::{LONGEST_AGE, MOST_POINTS};
pub use conditions::SCORE_MOST;
pub use demand::MOST_DAYS;
pub use guarantee::MAX_GUARANTEES;
pub use seal::Sealed;
pub use tree::{At, Draft, Entry, MAX_BYTES, MAX_DEPTH, Node};
