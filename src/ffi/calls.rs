//! The exported functions, by what they are about.

pub(super) mod basics;
mod deciding;
mod keeping;
mod policy;

use crate::ffi::fault::{Fault, Status};
use crate::ffi::layout::{Function, Record};
use crate::ffi::memory::{Out, Place, Room};
use crate::ffi::records;
use crate::ffi::text::Form;
use crate::language::Language;

/// Every function of the interface, as the header lists them.
#[must_use]
pub fn functions() -> Vec<Function> {
    [basics::FUNCTIONS, policy::FUNCTIONS, deciding::FUNCTIONS, keeping::FUNCTIONS].concat()
}

/// How a text is asked for, read before anything is written.
struct Asked {
    record: records::Text,
    place: Place<records::Text>,
    how: Form,
}

impl Asked {
    fn of(form: Out<records::Text>) -> Result<Self, Fault> {
        let (record, place) = form.held("form")?;
        let how = Form::of(&record).map_err(|fault| fault.within(&records::Text::LAYOUT))?;
        Ok(Self { record, place, how })
    }

    const fn language(&self) -> Language {
        self.how.language
    }

    /// Writes a text into the caller's buffer as its record asks, and how much room it takes into the record.
    fn write(&self, buffer: Room, text: &str) -> Result<(), Fault> {
        let (bytes, needed) = self.how.bytes(text)?;
        self.place.write(&records::Text { needed, ..self.record });
        let capacity = self.record.capacity;
        if let Some(bytes) = bytes {
            buffer.put("buffer", &bytes)?;
            let capacity = usize::try_from(capacity).unwrap_or(0);
            return self
                .how
                .blank()
                .map_or(Ok(()), |blank| buffer.fill("buffer", bytes.len()..capacity, blank));
        }
        let text = format!("the text takes {needed} bytes; the buffer has {capacity}");
        let most = i64::from(i32::MAX);
        Err(Fault {
            least: needed,
            most,
            ..Fault::about(Status::Room, &records::Text::LAYOUT, "capacity", text)
        })
    }
}
