//! The languages in which people are spoken to.

use crate::word::vocabulary;

vocabulary! {
    /// A language of texts for people.
    pub enum Language {
        /// English.
        English = 0, "en", "英文";
        /// Chinese.
        Chinese = 1, "zh", "中文";
    }
}

impl Language {
    /// The one of two texts that is in this language.
    #[must_use]
    pub const fn of<'a>(self, english: &'a str, chinese: &'a str) -> &'a str {
        match self {
            Self::English => english,
            Self::Chinese => chinese,
        }
    }
}
