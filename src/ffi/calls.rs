//! The exported functions, by what they are about.

mod basics;
mod deciding;
mod keeping;
mod policy;

use crate::ffi::fault::{Fault, Status};
use crate::ffi::layout::{Function, Record};
use crate::ffi::memory::{Out, Room};
use crate::ffi::records;
use crate::ffi::text::Form;
use crate::language::Language;

/// Every function of the interface, as the header lists them.
#[must_use]
pub fn functions() -> Vec<Function> {
    [basics::FUNCTIONS, policy::FUNCTIONS, deciding::FUNCTIONS, keeping::FUNCTIONS].concat()
}

/// Writes a text into the caller's buffer as its record asks, and how much room it takes into the record.
fn written(
    form: Out<records::Text>,
    buffer: Room,
    text: impl FnOnce(Language) -> Result<String, Fault>,
) -> Result<(), Fault> {
    let asked = form.read("form")?;
    let how = Form::of(&asked).map_err(|fault| fault.within(&records::Text::LAYOUT))?;
    let (bytes, needed) = how.bytes(&text(how.language)?)?;
    form.write("form", &records::Text { needed, ..asked })?;
    match bytes {
        Some(bytes) => {
            buffer.put("buffer", &bytes)?;
            let capacity = usize::try_from(asked.capacity).unwrap_or(0);
            how.blank().map_or(Ok(()), |blank| buffer.fill("buffer", bytes.len()..capacity, blank))
        }
        None => {
            let text = format!("the text takes {needed} bytes; the buffer has {}", asked.capacity);
            let fault = Fault {
                least: needed,
                ..Fault::about(Status::Room, &records::Text::LAYOUT, "capacity", text)
            };
            Err(fault)
        }
    }
}
