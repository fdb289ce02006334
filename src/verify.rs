//! The verifier: what a policy guarantees, proved for every reading or refuted by one.
//!
//! A policy is a monotone function, so a question about a whole region of readings is a search with few nodes: what is
//! still possible is a mask of values a fact and an interval of scores; clauses say that rules do or do not fire. Every
//! answer is exact, or says that the budget of work was spent. A witness is judged again before it is shown.

mod class;
mod clauses;
mod prove;
mod question;
mod search;
mod space;
mod sums;
mod witness;
mod leak;

pub use leak::{Leak, Leaked, Run, Schedule};
pub use prove::{BUDGET, Proof, Proven, guarantees, prove};
pub use witness::Witness;
