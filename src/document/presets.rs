//! Presets: policies that come with the crate, as text to read, change and seal.

use crate::document::seal::Sealed;
use crate::finding::Findings;
use crate::policy::Policy;

/// A policy that comes with the crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preset {
    /// Its name, as in the file.
    pub name: &'static str,
    /// Its text, with the reasons for its numbers in comments.
    pub text: &'static str,
}

/// Transfers of private customers in mainland China.
pub const RETAIL_CN: Preset = Preset { name: "retail-cn", text: include_str!("presets/retail-cn.toml") };

/// Every preset.
pub const PRESETS: &[Preset] = &[RETAIL_CN];

impl Preset {
    /// Seals it.
    ///
    /// # Errors
    /// Its findings; a preset as shipped has no errors, which a test holds.
    pub fn seal(&self) -> Result<Sealed, Findings> {
        Policy::from_toml(self.name, self.text)
    }
}
