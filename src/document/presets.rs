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

/// European Union: credit transfers under RTS (EU) 2018/389, one demand of strong authentication and its exemptions.
pub const PSD2_CREDIT_TRANSFER: Preset =
    Preset { name: "psd2-credit-transfer", text: include_str!("presets/psd2-credit-transfer.toml") };

/// United Kingdom: payments delayed by business days on reasonable grounds.
pub const UK_PAYMENT_DELAY: Preset =
    Preset { name: "uk-payment-delay", text: include_str!("presets/uk-payment-delay.toml") };

/// China: balances of payment accounts of non-bank institutions, by kinds of factor.
pub const CN_PAYMENT_ACCOUNT: Preset =
    Preset { name: "cn-payment-account", text: include_str!("presets/cn-payment-account.toml") };

/// Singapore: cooling-off of the Shared Responsibility Framework, and half of a large balance.
pub const SG_SRF: Preset = Preset { name: "sg-srf", text: include_str!("presets/sg-srf.toml") };

/// Brazil: Pix from a device that is not registered, by night, and raised limits.
pub const BR_PIX_DEVICE: Preset =
    Preset { name: "br-pix-device", text: include_str!("presets/br-pix-device.toml") };

/// Vietnam: Decision 2345/QD-NHNN, biometrics from 10 million a transfer and 20 million a day.
pub const VN_2345: Preset = Preset { name: "vn-2345", text: include_str!("presets/vn-2345.toml") };

/// Thailand: a face from 50,000 a transfer and 200,000 a day, limits by tier and for vulnerable customers.
pub const TH_FACE: Preset = Preset { name: "th-face", text: include_str!("presets/th-face.toml") };

/// Every preset.
pub const PRESETS: &[Preset] = &[
    RETAIL_CN,
    PSD2_CREDIT_TRANSFER,
    UK_PAYMENT_DELAY,
    CN_PAYMENT_ACCOUNT,
    SG_SRF,
    BR_PIX_DEVICE,
    VN_2345,
    TH_FACE,
];

impl Preset {
    /// Seals it.
    ///
    /// # Errors
    /// Its findings; a preset as shipped has no errors, which a test holds.
    pub fn seal(&self) -> Result<Sealed, Findings> {
        Policy::from_toml(self.name, self.text)
    }
}
