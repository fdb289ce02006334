//! One macro: a closed vocabulary whose words have a fixed code, an English name and a Chinese name.

/// Declares an enum whose variants carry `code, "name", "中文"`.
///
/// The code is the value in every encoding and is never reused; the name is the word in policy files, stories and
/// reports. Decoding an unknown code gives `None`, so that a caller must say what unknown means to it.
macro_rules! vocabulary {
    (
        $(#[$meta:meta])*
        $vis:vis enum $name:ident {
            $($(#[$variant_meta:meta])* $variant:ident = $code:literal, $word:literal, $zh:literal;)+
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u8)]
        $vis enum $name { $($(#[$variant_meta])* $variant = $code,)+ }

        impl $name {
            /// Every word of this vocabulary, in the order of its declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The fixed number of this word in every encoding.
            #[must_use]
            pub const fn code(self) -> u8 {
                self as u8
            }

            /// The word with this number, or `None` where no word has it.
            #[must_use]
            pub const fn from_code(code: u8) -> Option<Self> {
                match code {
                    $($code => Some(Self::$variant),)+
                    _ => None,
                }
            }

            /// The word in policy files and English reports.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            /// The word in Chinese reports.
            #[must_use]
            pub const fn name_zh(self) -> &'static str {
                match self { $(Self::$variant => $zh,)+ }
            }

            /// The word with this name, exactly as written; `None` where there is none.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                match name {
                    $($word => Some(Self::$variant),)+
                    _ => None,
                }
            }
        }

        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.pad(self.name())
            }
        }
    };
}

pub(crate) use vocabulary;

/// The least and the greatest code of a vocabulary, to say what is legal where a code names nothing.
pub(crate) fn codes<T>(from_code: fn(u8) -> Option<T>) -> (u8, u8) {
    let names = |code: &u8| from_code(*code).is_some();
    ((0..=u8::MAX).find(names).unwrap_or(0), (0..=u8::MAX).rev().find(names).unwrap_or(0))
}
