//! The frame around every exported function: no panic crosses the border, and a fault is told where the caller asks.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::ffi::fault::{Fault, Status};
use crate::ffi::layout::Record;
use crate::ffi::memory::Out;
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

/// Tells in the caller's record, where there is one, what came of the call: nothing of an earlier fault is left there.
fn tell(answer: &Result<i32, Fault>, error: Out<records::Error>) {
    let Ok(asked) = error.read("error") else { return };
    let told = match answer {
        Err(fault) => record(fault, &asked),
        Ok(note) if *note == asked.status => return,
        Ok(note) => records::Error { status: *note, ..record(&Fault::of(Status::Ok, ""), &asked) },
    };
    // WHY: whoever gave no usable record has the status.
    let _told = error.write("error", &told);
}

/// Runs what a function does; a fault becomes its status, and a panic one too instead of crossing the border.
pub(super) fn guarded(error: Out<records::Error>, run: impl FnOnce() -> Result<i32, Fault>) -> i32 {
    let done = catch_unwind(AssertUnwindSafe(run));
    let answer =
        done.unwrap_or_else(|_| Err(Fault::of(Status::Panic, "a mistake of the library; please report it")));
    let told = error.is_null() || catch_unwind(AssertUnwindSafe(|| tell(&answer, error))).is_ok();
    match answer {
        _ if !told => Status::Panic.number(),
        Ok(note) => note,
        Err(fault) => fault.status.number(),
    }
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
