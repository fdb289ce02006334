//! The frame around every exported function: no panic crosses the border, and a fault is told where the caller asks.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::ffi::fault::{Fault, Status};
use crate::ffi::layout::Record;
use crate::ffi::memory::{Out, Place};
use crate::ffi::records;
use crate::ffi::text::{Charset, fitted};

/// The record of a fault, in the code page and with the filling that the caller's record asks for.
fn record(fault: &Fault, asked: &records::Error) -> records::Error {
    let charset = u8::try_from(asked.charset).ok().and_then(Charset::from_code).unwrap_or(Charset::Utf8);
    let blanks = asked.fill == 1;
    records::Error {
        charset: asked.charset,
        fill: asked.fill,
        status: fault.status.number(),
        field: fault.number,
        line: fault.line,
        column: fault.column,
        least: fault.least,
        most: fault.most,
        name: fitted(fault.field, charset, blanks),
        text: fitted(&fault.text, charset, blanks),
        ..records::Error::BLANK
    }
}

/// Where the caller wants to be told, read before anything else is done: it may lie on top of what is written.
struct Told {
    asked: records::Error,
    place: Place<records::Error>,
}

impl Told {
    /// The caller's record; whoever gave no usable one has the status alone.
    fn of(error: Out<records::Error>) -> Option<Self> {
        if error.is_null() {
            return None;
        }
        error.held("error").ok().map(|(asked, place)| Self { asked, place })
    }

    /// Writes what came of the call: nothing of an earlier fault is left there.
    fn tell(&self, answer: &Result<i32, Fault>) {
        match answer {
            Err(fault) => self.place.write(&record(fault, &self.asked)),
            Ok(note) if *note == self.asked.status => {}
            Ok(note) => {
                let nothing = record(&Fault::of(Status::Ok, ""), &self.asked);
                self.place.write(&records::Error { status: *note, ..nothing });
            }
        }
    }
}

/// Runs what a function does; a fault becomes its status, and a panic one too instead of crossing the border.
pub(super) fn guarded(error: Out<records::Error>, run: impl FnOnce() -> Result<i32, Fault>) -> i32 {
    let told = Told::of(error);
    let done = catch_unwind(AssertUnwindSafe(run));
    let answer = done.unwrap_or_else(|_| Err(panicked()));
    let is_told = told.is_none_or(|told| catch_unwind(AssertUnwindSafe(|| told.tell(&answer))).is_ok());
    match answer {
        _ if !is_told => Status::Panic.number(),
        Ok(note) => note,
        Err(fault) => fault.status.number(),
    }
}

/// What a panic is to the caller.
pub(super) fn panicked() -> Fault {
    Fault::of(Status::Panic, "a mistake of the library; please report it")
}

/// Declares exported functions: each under its name and its alias, guarded, and listed in a table.
///
/// The body is a `Result<i32, Fault>`; a fault is told in the argument that is named behind `else`, and is the status.
macro_rules! export {
    ($table:ident: $(
        $(#[doc = $doc:literal])+
        fn $name:ident $alias:ident ($($argument:ident: $of:ty),* $(,)?) else $told:expr => $body:block
    )+) => {
        /// The functions of this file.
        pub(in crate::ffi) const $table: &[$crate::ffi::layout::Function] = &[$(
            $crate::ffi::layout::Function {
                name: stringify!($name),
                alias: stringify!($alias),
                doc: &[$($doc.trim_ascii()),+],
                arguments: &[$($crate::ffi::layout::Argument {
                    name: stringify!($argument),
                    passing: <$of as $crate::ffi::layout::Passed>::PASSING,
                    of: <$of as $crate::ffi::layout::Passed>::OF,
                }),*],
            },
        )+];

        $(
            $(#[doc = $doc])+
            ///
            /// # Safety
            /// Every pointer is null or valid, as the header says, for the bytes that the function reads or writes.
            #[unsafe(no_mangle)]
            pub unsafe extern "C" fn $name($($argument: $of),*) -> i32 {
                $crate::ffi::guard::guarded($told, || $body)
            }

            #[doc = concat!("[`", stringify!($name), "`] for systems that fold names.")]
            ///
            /// # Safety
            /// As there.
            #[unsafe(no_mangle)]
            pub unsafe extern "C" fn $alias($($argument: $of),*) -> i32 {
                // SAFETY: the caller's promise is the same.
                unsafe { $name($($argument),*) }
            }
        )+
    };
}

pub(super) use export;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_a_status_and_the_next_call_is_as_any_other() {
        let mut error = records::Error::BLANK;
        let status =
            guarded(Out::of(&raw mut error), || panic!("planted, so that the guard is seen to hold"));
        assert_eq!((status, error.status), (-99, -99));
        assert!(error.text.starts_with(b"a mistake of the library"));
        assert_eq!(guarded(Out::of(&raw mut error), || Ok(0)), 0);
        assert_eq!(error, records::Error::BLANK);
        assert_eq!(guarded(Out::of(core::ptr::null_mut()), || panic!("planted")), -99);
    }
}
