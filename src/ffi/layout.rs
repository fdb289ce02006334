//! The one table of the interface: records, words and functions, from which the compiled code, the header, the copybook
//! and the tests of every language take sizes, offsets, names and numbers.

/// What one cell of a record is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// One byte: a code, a state, a mark.
    Byte,
    /// Bytes that mean something together: an id, a text.
    Bytes,
    /// A signed number of 32 bits in the machine's order.
    Int32,
    /// A signed number of 64 bits in the machine's order.
    Int64,
}

impl Unit {
    /// Bytes of one.
    #[must_use]
    pub const fn bytes(self) -> usize {
        match self {
            Self::Byte | Self::Bytes => 1,
            Self::Int32 => 4,
            Self::Int64 => 8,
        }
    }
}

/// One field of a record.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// The name, as in C.
    pub name: &'static str,
    /// What it is made of.
    pub unit: Unit,
    /// How often it is repeated; bytes of [`Unit::Bytes`].
    pub count: usize,
    /// Where it begins.
    pub offset: usize,
    /// The vocabulary of which it holds one word, if any.
    pub words: Option<&'static str>,
    /// The vocabulary of which it holds a set, if any: bit `n` is the word with number `n`.
    pub set: Option<&'static str>,
    /// What it means.
    pub doc: &'static str,
}

/// One record: how it is called and where its fields lie.
#[derive(Clone, Copy, Debug)]
pub struct Layout {
    /// The number by which `stepup_init` and `stepup_abi` know it, from 1.
    pub code: i32,
    /// The name in C, without `stepup_`.
    pub name: &'static str,
    /// What the names of its fields begin with in COBOL.
    pub prefix: &'static str,
    /// What it is for.
    pub doc: &'static str,
    /// Bytes.
    pub size: usize,
    /// Bytes that it had in the first version: a caller's record has at least these.
    pub first: usize,
    /// Its fields in order; together they cover every byte.
    pub fields: &'static [Field],
}

impl Layout {
    /// The number of a field, from 1; 0 where there is none of that name.
    #[must_use]
    pub fn number(&self, name: &str) -> i32 {
        let found = (1..).zip(self.fields).find(|(_, field)| field.name == name);
        found.map_or(0, |(number, _)| number)
    }

    /// Where each field ends: where the next one begins.
    pub(super) fn ends(&self) -> impl Iterator<Item = usize> {
        self.fields.iter().skip(1).map(|field| field.offset).chain([self.size])
    }
}

/// A record that crosses the border: numbers and bytes only, so that every sequence of bytes is one.
///
/// # Safety
/// `repr(C)`, no padding, no pointer, every sequence of bytes a value, and the first field its size, an `i32`.
#[expect(unsafe_code, reason = "what reads records from memory relies on it")]
pub unsafe trait Record: Copy {
    /// Its layout.
    const LAYOUT: Layout;
    /// All zeros, but for the size.
    const BLANK: Self;
}

/// The bytes of a record as they cross the border.
#[expect(unsafe_code, reason = "numbers and bytes without padding, seen as bytes")]
pub fn bytes_of<R: Record>(record: &R) -> &[u8] {
    // SAFETY: a record has no padding and no pointer, so each of its bytes is one; it lives as long as the answer.
    unsafe { core::slice::from_raw_parts(core::ptr::from_ref(record).cast(), size_of::<R>()) }
}

/// What a field can be.
pub(super) trait Cell: Copy {
    const UNIT: Unit;
    const COUNT: usize = 1;
    const ZERO: Self;
}

impl Cell for u8 {
    const UNIT: Unit = Unit::Byte;
    const ZERO: Self = 0;
}

impl Cell for i32 {
    const UNIT: Unit = Unit::Int32;
    const ZERO: Self = 0;
}

impl Cell for i64 {
    const UNIT: Unit = Unit::Int64;
    const ZERO: Self = 0;
}

impl<const N: usize> Cell for [u8; N] {
    const UNIT: Unit = Unit::Bytes;
    const COUNT: usize = N;
    const ZERO: Self = [0; N];
}

impl<const N: usize> Cell for [i32; N] {
    const UNIT: Unit = Unit::Int32;
    const COUNT: usize = N;
    const ZERO: Self = [0; N];
}

impl<const N: usize> Cell for [i64; N] {
    const UNIT: Unit = Unit::Int64;
    const COUNT: usize = N;
    const ZERO: Self = [0; N];
}

/// Declares a record; the first field, its size, goes without saying. Fields that `cfg(stepup_appended)` adds stand for
/// those of a later version: `.ci/callers/sanitizers` tries callers of this one with them.
macro_rules! record {
    (
        #[doc = $about:literal]
        pub struct $name:ident = $code:literal, $c:literal, $prefix:literal, $first:literal {
            $(
                #[doc = $doc:literal]
                $(#[cfg($when:meta)])?
                $field:ident: $cell:ty $(= $words:literal)? $(as $set:literal)?,
            )+
        }
    ) => {
        #[doc = $about]
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(C)]
        pub struct $name {
            /// Bytes of this record as the caller knows it.
            pub size: i32,
            $(#[doc = $doc] $(#[cfg($when)])? pub $field: $cell,)+
        }

        // SAFETY: `repr(C)`; integers and arrays of them; the assertion below rules out padding; the size comes first.
        #[expect(unsafe_code, reason = "what reads records from memory relies on it")]
        unsafe impl $crate::ffi::layout::Record for $name {
            const LAYOUT: $crate::ffi::layout::Layout = $crate::ffi::layout::Layout {
                code: $code,
                name: $c,
                prefix: $prefix,
                doc: $about.trim_ascii(),
                size: size_of::<Self>(),
                first: $first,
                fields: &[
                    $crate::ffi::layout::Field {
                        name: "size",
                        unit: $crate::ffi::layout::Unit::Int32,
                        count: 1,
                        offset: 0,
                        words: None,
                        set: None,
                        doc: "Bytes of this record as the caller knows it.",
                    },
                    $($(#[cfg($when)])? $crate::ffi::layout::Field {
                        name: stringify!($field),
                        unit: <$cell as $crate::ffi::layout::Cell>::UNIT,
                        count: <$cell as $crate::ffi::layout::Cell>::COUNT,
                        offset: core::mem::offset_of!(Self, $field),
                        words: $crate::ffi::layout::words!($($words)?),
                        set: $crate::ffi::layout::words!($($set)?),
                        doc: $doc.trim_ascii(),
                    },)+
                ],
            };
            const BLANK: Self = Self {
                size: $crate::ffi::layout::small(size_of::<Self>()),
                $($(#[cfg($when)])? $field: <$cell as $crate::ffi::layout::Cell>::ZERO,)+
            };
        }

        const _: () = assert!(
            size_of::<$name>() == $crate::ffi::layout::bytes(<$name as $crate::ffi::layout::Record>::LAYOUT.fields)
                && size_of::<$name>().is_multiple_of(8)
                && size_of::<$name>() >= $first
                && size_of::<$name>() < 65_536
        );
    };
}

/// Bytes of all fields together.
pub(super) const fn bytes(mut fields: &[Field]) -> usize {
    let mut sum = 0_usize;
    while let [field, rest @ ..] = fields {
        sum = sum.saturating_add(field.unit.bytes().saturating_mul(field.count));
        fields = rest;
    }
    sum
}

macro_rules! words {
    () => {
        None
    };
    ($words:literal) => {
        Some($words)
    };
}

pub(super) use {record, words};

/// A size that is known to fit.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    reason = "records are a few hundred bytes"
)]
pub(super) const fn small(size: usize) -> i32 {
    size as i32
}

/// How an argument is passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passing {
    /// As a number.
    Value,
    /// As a pointer to what is read only.
    In,
    /// As a pointer to what is written, and perhaps read.
    Out,
}

/// One argument of a function.
#[derive(Clone, Copy, Debug)]
pub struct Argument {
    /// Its name.
    pub name: &'static str,
    /// How it is passed.
    pub passing: Passing,
    /// `int32_t`, `int64_t`, `void`, or the name of a record without `stepup_`.
    pub of: &'static str,
}

/// One function.
#[derive(Clone, Copy, Debug)]
pub struct Function {
    /// Its name in C.
    pub name: &'static str,
    /// Eight upper-case characters for systems that fold names.
    pub alias: &'static str,
    /// What it does, line by line.
    pub doc: &'static [&'static str],
    /// What it takes.
    pub arguments: &'static [Argument],
}

/// What can be an argument.
pub(super) trait Passed {
    const PASSING: Passing;
    const OF: &'static str;
}

impl Passed for i32 {
    const PASSING: Passing = Passing::Value;
    const OF: &'static str = "int32_t";
}

impl Passed for i64 {
    const PASSING: Passing = Passing::Value;
    const OF: &'static str = "int64_t";
}
