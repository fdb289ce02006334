//! The verifier: what a policy guarantees, proved for every reading or refuted by one.
//!
//! A policy is a monotone function, so a question about a whole region of readings is a search with few nodes: what is
//! still possible is a mask of values a fact and an interval of scores; clauses say that rules do or do not fire. Every
//! answer is exact, or says that the budget of work was spent. A witness is judged again before it is shown.

mod ask;
mod axis;
mod book;
mod bounds;
mod chain;
mod class;
mod compare;
mod cover;
mod dead_end;
mod inside;
mod leak;
mod lint;
mod names;
mod nearest;
mod next;
mod part;
mod prove;
mod reach;
mod realise;
mod room;
mod search;
mod space;
mod sums;
mod witness;

pub use chain::Turn;
pub use compare::{COMPARE_BUDGET, Comparison, Difference, Doubt, Incomparable};
pub use dead_end::DeadEnd;
pub use leak::{Leak, Leaked, Run, Schedule};
pub use lint::{CLIFF, Flaw, LINT_BUDGET};
pub use nearest::{Change, Nearest, Step, nearest, nearest_reading};
pub use next::{Ask, ask_next};
pub use part::Part;
pub use prove::{BUDGET, Proof, Proven, guarantees, prove};
pub use realise::{Realised, realise};
pub use witness::Witness;
