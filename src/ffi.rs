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
