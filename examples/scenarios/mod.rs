//! The stories: read from files, played against a policy, checked and shown; the example and its test share them.

pub mod cast;
pub mod check;
#[path = "../common/findings.rs"]
pub mod findings;
pub mod happen;
#[path = "../common/lines.rs"]
pub mod lines;
pub mod moments;
pub mod options;
pub mod pair;
pub mod play;
pub mod report;
pub mod shelf;
pub mod story;
pub mod table;
#[path = "../common/terminal.rs"]
pub mod terminal;
pub mod words;
