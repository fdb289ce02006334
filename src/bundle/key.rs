//! Keys: who signs, and what only they can do.

use core::fmt;

use ring::rand::SystemRandom;
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};
use thiserror::Error;

use crate::bytes::{digits, from_digits};

/// Somebody who signs: an Ed25519 public key, written as 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Signer([u8; 32]);

/// An Ed25519 key pair. Neither `Debug` nor an error shows the secret half.
pub struct SigningKey {
    pair: Ed25519KeyPair,
}

/// What can go wrong with a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum KeyError {
    /// Bytes that are no Ed25519 key pair in PKCS #8.
    #[error(
        "this is no Ed25519 key in PKCS #8: make one with `policy key`, or with `openssl genpkey -algorithm ed25519 -outform DER`"
    )]
    NoKey,
    /// Text that is no public key.
    #[error("a signer is 64 lower-case hexadecimal digits, as `policy key` prints them")]
    NoSigner,
    /// The machine gave no random bytes.
    #[error("the operating system gave no random bytes: try again")]
    NoRandom,
    /// A second signature by one key.
    #[error("{signer} has signed it already: the second signature is somebody else's")]
    SignedAlready {
        /// Who has.
        signer: Signer,
    },
    /// A third signature.
    #[error("it carries two signatures already, and takes no more")]
    Enough,
}

impl Signer {
    /// A signer as 64 lower-case hexadecimal digits.
    ///
    /// # Errors
    /// [`KeyError::NoSigner`] for anything else.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        from_digits(text).map(Self).ok_or(KeyError::NoSigner)
    }

    /// The public key.
    #[must_use]
    pub const fn to_bytes(self) -> [u8; 32] {
        self.0
    }

    /// Whether a signature of a message is this signer's.
    pub(super) fn signed(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        UnparsedPublicKey::new(&ED25519, self.0).verify(message, signature).is_ok()
    }
}

impl fmt::Display for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&digits(&self.0))
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Signer({self})")
    }
}

impl SigningKey {
    /// A key pair from PKCS #8 (DER), version 1 or 2.
    ///
    /// # Errors
    /// [`KeyError::NoKey`].
    pub fn from_pkcs8(bytes: &[u8]) -> Result<Self, KeyError> {
        // WHY: `openssl` writes version 1, which has no public half to check the secret one against.
        Ed25519KeyPair::from_pkcs8_maybe_unchecked(bytes)
            .map(|pair| Self { pair })
            .map_err(|_| KeyError::NoKey)
    }

    /// A new key pair, for this process only: [`Self::new_pkcs8`] makes one to keep.
    ///
    /// # Errors
    /// [`KeyError::NoRandom`].
    pub fn generate() -> Result<Self, KeyError> {
        Self::from_pkcs8(&Self::new_pkcs8()?)
    }

    /// A new key pair as PKCS #8 (DER), to be kept secret.
    ///
    /// # Errors
    /// [`KeyError::NoRandom`].
    pub fn new_pkcs8() -> Result<Vec<u8>, KeyError> {
        let document =
            Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).map_err(|_| KeyError::NoRandom)?;
        Ok(document.as_ref().to_vec())
    }

    /// The public half.
    #[must_use]
    pub fn signer(&self) -> Signer {
        let mut bytes = [0; 32];
        bytes.iter_mut().zip(self.pair.public_key().as_ref()).for_each(|(to, from)| *to = *from);
        Signer(bytes)
    }

    pub(super) fn sign(&self, message: &[u8]) -> [u8; 64] {
        let mut bytes = [0; 64];
        bytes.iter_mut().zip(self.pair.sign(message).as_ref()).for_each(|(to, from)| *to = *from);
        bytes
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey of {}", self.signer())
    }
}
