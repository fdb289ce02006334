//! Signed bundles: a policy as its maker and its checker signed it, with a serial and the instant from which it holds.

mod key;
mod text;

use core::fmt;

use thiserror::Error;

use crate::document::{MAX_BYTES, Sealed};
use crate::finding::Findings;
use crate::handle::PolicyHandle;
use crate::policy::Policy;
use crate::units::Timestamp;

pub use key::{KeyError, Signer, SigningKey};

/// Signatures that a bundle may carry: the maker's and the checker's.
pub const MAX_SIGNATURES: usize = 2;

/// A policy in its canonical form, to be signed, sent and opened.
///
/// Text of a fixed layout, so that it can be read, kept in version control and compared by eye:
///
/// ```text
/// stepup bundle 1
/// serial 42
/// effective 2027-01-15T00:00:00Z
/// policy <SHA-256 of the canonical form, 64 digits> <its length in bytes>
/// signed <public key, 64 digits> <signature, 128 digits>
///
/// # canonical form, layout 1
/// ...
/// ```
///
/// Every signature is Ed25519 over all lines but the `signed` ones, the policy included. Whatever byte is changed, the
/// bundle is refused: a test changes every one.
#[derive(Clone, PartialEq, Eq)]
pub struct Bundle {
    serial: u64,
    effective: Timestamp,
    canonical: String,
    /// That of the canonical form, which every message names.
    identity: [u8; 32],
    signatures: Vec<Signature>,
}

/// Whose signature, and the signature.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Signature {
    signer: Signer,
    bytes: [u8; 64],
}

/// Who may sign, how many of them must, and what time and serial are now.
#[derive(Clone, Debug)]
pub struct Terms<'a> {
    /// Whose signatures count. Each counts once.
    pub signers: &'a [Signer],
    /// Signatures by different signers that are needed: 1, or 2 for maker and checker. 0 is read as 1.
    pub needed: u8,
    /// The present instant.
    pub now: Timestamp,
    /// The serial of the bundle in force, 0 where none is; a new one must be larger.
    pub serial: u64,
}

/// Why a bundle is not put in force. The first that applies, in the order of this list.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Refused {
    /// It does not have the layout of a bundle.
    #[error("line {line} of the bundle should be `{expected}`: it was cut, altered, or is no bundle")]
    Malformed {
        /// The line, from 1; 0 for the whole.
        line: usize,
        /// What belongs there.
        expected: &'static str,
    },
    /// A signature by somebody whose signatures do not count.
    #[error(
        "{signer} signed it, who is not among the {known} signers that count: add the key to them, or have it signed by one"
    )]
    UnknownSigner {
        /// Who signed.
        signer: Signer,
        /// How many signers count.
        known: usize,
    },
    /// A signature that does not fit: the bundle was altered after it was signed.
    #[error("the signature of {signer} does not fit: the bundle was altered after they signed it")]
    Altered {
        /// Whose signature.
        signer: Signer,
    },
    /// Fewer signatures than needed.
    #[error("{found} of {needed} signatures: have it signed by another signer (`policy sign`)")]
    Unsigned {
        /// Signatures found.
        found: usize,
        /// Signatures needed.
        needed: usize,
    },
    /// A serial that is not larger than that in force.
    #[error(
        "serial {found} is not above {in_force}, which is in force: an older policy does not come back; sign it with a larger serial"
    )]
    Older {
        /// The bundle's serial.
        found: u64,
        /// The serial in force.
        in_force: u64,
    },
    /// It does not hold yet.
    #[error("it holds from {} on, and now is {}: open it then", instant(*from), instant(*now))]
    Early {
        /// From when it holds, seconds since 1970.
        from: u32,
        /// The present instant.
        now: u32,
    },
    /// The policy does not seal with this version of the library, or is not the one that its identity names.
    #[error("the policy inside does not seal here:\n{0}")]
    DoesNotSeal(Findings),
    /// The policy sealed, but its canonical form is another with this version of the library.
    #[error(
        "this version of the library writes the policy inside another way: sign it anew with this version"
    )]
    OtherForm,
}

/// A bundle that was opened: everything about it was checked.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The policy, and what it was sealed in spite of.
    pub sealed: Sealed,
    /// Its serial, to be kept as the one in force.
    pub serial: u64,
    /// Who signed it.
    pub signers: Vec<Signer>,
}

impl Bundle {
    /// A bundle of a sealed policy, not signed yet. Serials count up from 1, and 0 is above none; `effective` is the instant
    /// from which it holds.
    #[must_use]
    pub fn new(policy: &Policy, serial: u64, effective: Timestamp) -> Self {
        Self {
            serial,
            effective,
            canonical: policy.canonical().to_owned(),
            identity: *policy.identity(),
            signatures: Vec::new(),
        }
    }

    /// Its serial.
    #[must_use]
    pub const fn serial(&self) -> u64 {
        self.serial
    }

    /// From when it holds.
    #[must_use]
    pub const fn effective(&self) -> Timestamp {
        self.effective
    }

    /// The canonical form inside. Read it before signing: what is signed is this text.
    #[must_use]
    pub fn canonical(&self) -> &str {
        &self.canonical
    }

    /// Who has signed.
    pub fn signers(&self) -> impl Iterator<Item = Signer> {
        self.signatures.iter().map(|signature| signature.signer)
    }

    /// Signs it.
    ///
    /// # Errors
    /// [`KeyError::SignedAlready`] by this key, or [`KeyError::Enough`] where it carries [`MAX_SIGNATURES`].
    pub fn sign(&mut self, key: &SigningKey) -> Result<(), KeyError> {
        let signer = key.signer();
        if self.signers().any(|known| known == signer) {
            return Err(KeyError::SignedAlready { signer });
        }
        if self.signatures.len() >= MAX_SIGNATURES {
            return Err(KeyError::Enough);
        }
        let bytes = key.sign(self.message().as_bytes());
        self.signatures.push(Signature { signer, bytes });
        Ok(())
    }

    /// Checks everything about a bundle: layout, signatures, serial, time, and that the policy seals to the very text that
    /// was signed. Takes what sealing takes.
    ///
    /// # Errors
    /// [`Refused`], one clear reason; nothing was changed.
    ///
    /// ```
    /// use stepup::bundle::{Bundle, Refused, SigningKey, Terms};
    /// use stepup::document::presets::RETAIL_CN;
    /// use stepup::units::Timestamp;
    ///
    /// let (maker, checker) = (SigningKey::generate()?, SigningKey::generate()?);
    /// let effective = Timestamp::from_seconds(1_800_000_000);
    /// let mut bundle = Bundle::new(&RETAIL_CN.seal()?.policy, 42, effective);
    /// bundle.sign(&maker)?;
    ///
    /// let signers = [maker.signer(), checker.signer()];
    /// let terms = Terms { signers: &signers, needed: 2, now: effective, serial: 41 };
    /// assert_eq!(Bundle::open(&bundle.to_string(), &terms).unwrap_err(), Refused::Unsigned { found: 1, needed: 2 });
    ///
    /// bundle.sign(&checker)?;
    /// assert_eq!(Bundle::open(&bundle.to_string(), &terms)?.serial, 42);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn open(text: &str, terms: &Terms<'_>) -> Result<Opened, Refused> {
        let bundle = Self::parse(text)?;
        let signers = bundle.checked(terms.signers)?;
        let needed = usize::from(terms.needed.max(1));
        if signers.len() < needed {
            return Err(Refused::Unsigned { found: signers.len(), needed });
        }
        if bundle.serial <= terms.serial {
            return Err(Refused::Older { found: bundle.serial, in_force: terms.serial });
        }
        if bundle.effective > terms.now {
            return Err(Refused::Early { from: bundle.effective.seconds(), now: terms.now.seconds() });
        }
        let sealed = Policy::from_toml("bundle", &bundle.canonical).map_err(Refused::DoesNotSeal)?;
        if sealed.policy.canonical() != bundle.canonical {
            return Err(Refused::OtherForm);
        }
        Ok(Opened { sealed, serial: bundle.serial, signers })
    }

    /// Who signed it, where every signature fits and counts.
    fn checked(&self, signers: &[Signer]) -> Result<Vec<Signer>, Refused> {
        let message = self.message();
        for Signature { signer, bytes } in &self.signatures {
            if !signers.contains(signer) {
                return Err(Refused::UnknownSigner { signer: *signer, known: signers.len() });
            }
            if !signer.signed(message.as_bytes(), bytes) {
                return Err(Refused::Altered { signer: *signer });
            }
        }
        Ok(self.signers().collect())
    }
}

impl fmt::Debug for Bundle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let signers: Vec<Signer> = self.signers().collect();
        f.debug_struct("Bundle")
            .field("serial", &self.serial)
            .field("effective", &self.effective)
            .field("signers", &signers)
            .finish_non_exhaustive()
    }
}

impl PolicyHandle {
    /// Opens a bundle and puts its policy in force; gives what was opened. The handle keeps the serial, so that of bundles
    /// that come at once the newest stays in force; the caller keeps it too, for [`Terms::serial`] after a restart.
    ///
    /// # Errors
    /// [`Refused`]; the policy in force stays.
    pub fn install(&self, text: &str, terms: &Terms<'_>) -> Result<Opened, Refused> {
        let opened = Bundle::open(text, terms)?;
        match self.replace_newer(opened.sealed.policy.clone(), opened.serial) {
            Ok(()) => Ok(opened),
            Err(in_force) => Err(Refused::Older { found: opened.serial, in_force }),
        }
    }
}

/// The largest bundle, in bytes: a policy and its lines on top.
pub const MAX_BUNDLE_BYTES: usize = MAX_BYTES + 1_024;

/// An instant as a bundle has it.
fn instant(seconds: u32) -> String {
    text::written(Timestamp::from_seconds(seconds))
}
