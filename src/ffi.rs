//! The C interface: what the header `src/ffi/stepup.h` and the copybook `src/ffi/stepup.cpy` tell of.
//!
//! Everything crosses the border as an `int32_t`, an `int64_t` or a pointer; every function returns an `int32_t`: 0, a
//! note above it, or a status below. Records say their own size, are copied in once and out last, at any alignment. The
//! only state is a table of policies. The header's prose has the conventions.

mod answer;
mod ask;
mod batch;
mod calls;
mod fault;
mod guard;
mod happen;
pub mod layout;
mod memory;
mod policies;
pub mod records;
mod table;
mod text;
pub mod words;

/// What the table is built from; its test puts loom's in their place.
mod sync {
    pub(super) use core::sync::atomic::{AtomicPtr, AtomicU64, Ordering};
}

pub use batch::{BATCH_MOST, event_of};
pub use calls::functions;
pub use fault::{Note, Status};
pub use memory::{Bytes, In, Number, Numbers, Out, Room};
pub use policies::{MOST_POLICIES, memory_for};
pub use text::Charset;

use crate::request::Request;

/// The version of this interface: it rises when a caller that was built for an earlier one can no longer use it.
pub const ABI: i32 = 1;

/// The request that a record tells of: what `stepup_decide` decides.
///
/// # Errors
/// The status with which it would be refused.
pub fn request_of(record: &records::Request) -> Result<Request, Status> {
    record.request().map_err(|fault| fault.status)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with every run of blanks, line ends and stars of comments as one blank.
    fn flowing(text: &str) -> String {
        text.split([' ', '\n', '*']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_limits_that_the_prose_states_are_the_limits() {
        let policy = crate::document::MAX_BYTES;
        let limits = format!(
            "A record has at most {} bytes, and in a batch no more than its stride; a stride at most {}; a batch at most \
             {BATCH_MOST} requests and as many profiles. A policy's text has at most {} KiB, an identifier {} bytes, a key \
             32 to {}; a line of fixed width {} to {} bytes. {MOST_POLICIES} policies can be loaded at once.",
            memory::LARGEST,
            batch::FARTHEST,
            policy >> 10,
            calls::basics::LONGEST_ID,
            calls::basics::LONGEST_KEY,
            text::WIDTHS.start(),
            text::WIDTHS.end(),
        );
        assert!(flowing(include_str!("ffi/stepup.h")).contains(&limits), "the header does not say: {limits}");
        assert!(crate::id::Pseudonymizer::new(0, &[7; 31]).is_err());
        assert!(crate::id::Pseudonymizer::new(0, &[7; 32]).is_ok());
        let each = memory_for(1).saturating_sub(memory_for(0));
        let memory = format!("({} MiB, and {each} bytes for each byte of the policy)", memory_for(0) >> 20);
        let chapter = include_str!("manual/operations.md");
        assert!(flowing(chapter).contains(&memory), "the chapter does not say: {memory}");
    }
}
