//! Keyed pseudonyms: identifiers enter as 16 bytes of HMAC-SHA-256 and never as themselves.

use ring::hmac;
use thiserror::Error;

use crate::word::vocabulary;

/// A customer, payee or device as a keyed pseudonym: opaque, equal only for the same identifier under the same key.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Pseudonym([u8; 16]);

impl Pseudonym {
    /// A pseudonym made elsewhere (read back from a store, or by the bank's own key server).
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The sixteen bytes.
    #[must_use]
    pub const fn to_bytes(self) -> [u8; 16] {
        self.0
    }

    /// Eight bytes that stand for this pseudonym where memory is tight; two pseudonyms share them about once in 2^64.
    #[must_use]
    pub fn tag(self) -> u64 {
        mix(self.0)
    }
}

/// The first four bytes, enough to follow one id through a log and not enough to look it up.
fn shortened(bytes: [u8; 16], f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
    let [a, b, c, d, ..] = bytes;
    write!(f, "{a:02x}{b:02x}{c:02x}{d:02x}…")
}

impl core::fmt::Debug for Pseudonym {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        shortened(self.0, f)
    }
}

impl core::fmt::Debug for TransferId {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        shortened(self.0, f)
    }
}

impl core::fmt::Debug for EventId {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        shortened(self.0, f)
    }
}

/// The bank's own id of a transfer: sixteen bytes, the same each time the same transfer comes back.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct TransferId(pub [u8; 16]);

/// The bank's own id of an event: sixteen bytes, the same each time the same event is delivered.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct EventId(pub [u8; 16]);

impl TransferId {
    /// Eight bytes that stand for this id where memory is tight.
    #[must_use]
    pub fn tag(self) -> u64 {
        mix(self.0)
    }
}

impl EventId {
    /// Eight bytes that stand for this id where memory is tight.
    #[must_use]
    pub fn tag(self) -> u64 {
        mix(self.0)
    }
}

/// Folds sixteen bytes into eight, never zero: ids that count upwards in any of their bytes still differ.
fn mix(bytes: [u8; 16]) -> u64 {
    // SOURCE: the finaliser of SplitMix64 (Steele, Lea, Flood 2014), applied to each half in turn.
    const fn finalise(mut z: u64) -> u64 {
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
    let whole = u128::from_le_bytes(bytes);
    let low = u64::try_from(whole & u128::from(u64::MAX)).unwrap_or(0);
    let high = u64::try_from(whole >> 64).unwrap_or(0);
    finalise(finalise(low.wrapping_add(0x9e37_79b9_7f4a_7c15)) ^ high).max(1)
}

vocabulary! {
    /// What kind of identifier is being turned into a pseudonym; each has one canonical form.
    pub enum IdKind {
        /// The bank's customer number: printable ASCII, blanks around it dropped, case kept.
        Customer = 0, "customer", "客户号";
        /// An IBAN: blanks dropped, upper case, its check digits (`02 ..= 98`) verified.
        Iban = 1, "iban", "国际账号";
        /// A domestic account or card number: blanks and hyphens dropped, digits only, leading zeros kept.
        Account = 2, "account", "账号";
        /// A device's own id: printable ASCII, blanks around it dropped, case kept.
        Device = 3, "device", "设备号";
        /// A telephone number with country code: `+` and 7 to 15 digits; other separators, and a `(0)` behind the
        /// country code, are dropped.
        Phone = 4, "phone", "电话号码";
    }
}

/// Why an identifier or key was refused. It never shows the identifier or the key.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum IdError {
    /// The key is shorter than its hash.
    #[error("a pseudonym key has at least 32 bytes, not {given}")]
    ShortKey {
        /// Bytes given.
        given: usize,
    },
    /// Nothing is left after blanks and separators are dropped, or there is too much.
    #[error("{kind}: the canonical form has {shortest} to {longest} characters, not {found}")]
    Length {
        /// The kind asked for.
        kind: IdKind,
        /// Characters needed.
        shortest: usize,
        /// Characters allowed.
        longest: usize,
        /// Characters found.
        found: usize,
    },
    /// A character that this kind cannot have.
    #[error("{kind}: character {position} cannot stand there; legal is {legal}")]
    Character {
        /// The kind asked for.
        kind: IdKind,
        /// Where, counted from 1.
        position: usize,
        /// What may stand there.
        legal: &'static str,
    },
    /// The IBAN's check digits do not fit.
    #[error("the check digits of this IBAN do not fit; it is mistyped")]
    CheckDigits,
}

/// Makes pseudonyms beforehand, with the bank's key; the key id is stored beside what it made.
pub struct Pseudonymizer {
    key: hmac::Key,
    key_id: u32,
}

impl core::fmt::Debug for Pseudonymizer {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Pseudonymizer").field("key_id", &self.key_id).finish_non_exhaustive()
    }
}

impl Pseudonymizer {
    /// A pseudonymizer with a secret of at least 32 bytes.
    ///
    /// # Errors
    /// [`IdError::ShortKey`].
    pub fn new(key_id: u32, secret: &[u8]) -> Result<Self, IdError> {
        if secret.len() < 32 {
            return Err(IdError::ShortKey { given: secret.len() });
        }
        Ok(Self { key: hmac::Key::new(hmac::HMAC_SHA256, secret), key_id })
    }

    /// The number that names the key; a profile made under another key is a mismatch.
    #[must_use]
    pub const fn key_id(&self) -> u32 {
        self.key_id
    }

    /// The pseudonym of an identifier in its canonical form, so that an IBAN with and without blanks is one payee.
    ///
    /// # Errors
    /// [`IdError`] says which character or length is wrong, without repeating it.
    pub fn pseudonym(&self, kind: IdKind, identifier: &str) -> Result<Pseudonym, IdError> {
        let canonical = canonical(kind, identifier)?;
        let mut context = hmac::Context::with_key(&self.key);
        context.update(b"stepup pseudonym v1\0");
        context.update(&[kind.code()]);
        context.update(canonical.as_bytes());
        let tag = context.sign();
        let mut bytes = [0; 16];
        for (to, from) in bytes.iter_mut().zip(tag.as_ref()) {
            *to = *from;
        }
        Ok(Pseudonym(bytes))
    }
}

/// The one form that stands for all ways to write an identifier.
///
/// # Errors
/// [`IdError`] where the text is not of this kind.
pub fn canonical(kind: IdKind, identifier: &str) -> Result<String, IdError> {
    let (shortest, longest, separators): (usize, usize, &[char]) = match kind {
        IdKind::Customer => (1, 64, &[]),
        IdKind::Iban => (15, 34, &[' ']),
        IdKind::Account => (1, 40, &[' ', '-']),
        IdKind::Device => (1, 128, &[]),
        // SOURCE: ITU-T E.164, at most fifteen digits; the shortest in use have seven.
        IdKind::Phone => (8, 16, &[' ', '-', '(', ')', '.', '/']),
    };
    let trimmed = identifier.trim_matches(' ');
    let mut out = String::with_capacity(trimmed.len());
    let mut chars = trimmed.char_indices().zip(1_usize..);
    while let Some(((at, c), index)) = chars.next() {
        // WHY: the zero that is dialled inside the country is none of the number's; written out, `+44 (0)20` would be
        // another telephone than `+44 20`.
        if kind == IdKind::Phone
            && out.len() > 1
            && trimmed.get(at..).is_some_and(|rest| rest.starts_with("(0)"))
        {
            chars.nth(1);
            continue;
        }
        if separators.contains(&c) {
            continue;
        }
        let (is_legal, legal) = may_stand(kind, c, out.len());
        if !is_legal {
            let blanks = identifier.chars().take_while(|blank| *blank == ' ').count();
            return Err(IdError::Character { kind, position: blanks.saturating_add(index), legal });
        }
        out.push(if kind == IdKind::Iban { c.to_ascii_uppercase() } else { c });
    }
    let found = out.len();
    match kind {
        _ if !(shortest..=longest).contains(&found) => {
            Err(IdError::Length { kind, shortest, longest, found })
        }
        IdKind::Iban if !iban_fits(&out) => Err(IdError::CheckDigits),
        _ => Ok(out),
    }
}

/// Whether a character may stand in this place (from 0) of a canonical form, and what may.
fn may_stand(kind: IdKind, c: char, place: usize) -> (bool, &'static str) {
    match (kind, place) {
        (IdKind::Customer | IdKind::Device, _) => (c.is_ascii_graphic(), "printable ASCII without blanks"),
        (IdKind::Iban, 0 | 1) => (c.is_ascii_alphabetic(), "two letters of the country first"),
        (IdKind::Iban, 2 | 3) => (c.is_ascii_digit(), "two check digits behind the country"),
        (IdKind::Iban, _) => (c.is_ascii_alphanumeric(), "letters A to Z, digits and blanks"),
        (IdKind::Account, _) => (c.is_ascii_digit(), "digits, blanks and hyphens"),
        (IdKind::Phone, 0) => (c == '+', "`+` and the country code first"),
        (IdKind::Phone, _) => (c.is_ascii_digit(), "digits, blanks and - ( ) . /"),
    }
}

/// ISO 13616: moved and spelled in digits, an IBAN leaves 1 modulo 97. Check digits are 02 to 98; others that leave 1
/// as well (00, 01 and 99 for 97, 98 and 02) would give one account two names.
fn iban_fits(iban: &str) -> bool {
    let (head, tail) = iban.split_at(iban.len().min(4));
    let digit = |c: char| c.to_digit(36).unwrap_or(0);
    let remainder = tail.chars().chain(head.chars()).fold(0_u32, |rest, c| {
        let value = digit(c);
        let shift = if value > 9 { 100 } else { 10 };
        rest.saturating_mul(shift).saturating_add(value) % 97
    });
    let check = iban.get(2..4).and_then(|digits| digits.parse::<u8>().ok());
    check.is_some_and(|check| (2..=98).contains(&check)) && remainder == 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn maker() -> Pseudonymizer {
        Pseudonymizer::new(7, &[9; 32]).unwrap()
    }

    #[test]
    fn one_iban_written_three_ways_is_one_payee() {
        let maker = maker();
        let one = maker.pseudonym(IdKind::Iban, "GB82 WEST 1234 5698 7654 32").unwrap();
        for other in ["GB82WEST12345698765432", " gb82 west 1234 5698 7654 32 "] {
            assert_eq!(maker.pseudonym(IdKind::Iban, other), Ok(one));
        }
        assert_eq!(maker.pseudonym(IdKind::Iban, "GB82 WEST 1234 5698 7654 33"), Err(IdError::CheckDigits));
    }

    /// Every two digits at the check digits' place: one of a hundred is right, whatever the account.
    #[test]
    fn an_account_has_one_iban() {
        for account in
            ["WEST12345698765432", "NWBK60161331926819", "ABCD00000000000021", "ABCD00000000000118"]
        {
            let right =
                (0..100).filter(|check| canonical(IdKind::Iban, &format!("GB{check:02}{account}")).is_ok());
            assert_eq!(right.count(), 1, "{account}");
        }
        for wrong in ["8282WEST12345698765432", "G182WEST12345698765432", "GBA2WEST12345698765432"] {
            let error = canonical(IdKind::Iban, wrong).unwrap_err();
            assert!(matches!(error, IdError::Character { .. }), "{wrong}: {error}");
        }
    }

    #[test]
    fn one_telephone_written_four_ways_is_one_telephone_and_a_plus_is_none() {
        for other in ["+44 (0)20 7946 0018", "+44(0)2079460018", " +44-20-7946.0018"] {
            assert_eq!(canonical(IdKind::Phone, other), canonical(IdKind::Phone, "+44 20 7946 0018"));
        }
        assert_eq!(canonical(IdKind::Phone, "+44 20 7946 0018").unwrap(), "+442079460018");
        for wrong in ["+", "", "+44", "+ (0)", "(0)20 7946 0018", "020 7946 0018", "+44 (1)x"] {
            assert!(canonical(IdKind::Phone, wrong).is_err(), "{wrong}");
        }
        let said = canonical(IdKind::Phone, "+44 20x").unwrap_err().to_string();
        assert!(said.contains("character 7") && said.contains("digits"), "{said}");
    }

    #[test]
    fn kinds_and_keys_are_kept_apart() {
        let (one, two) = (maker(), Pseudonymizer::new(8, &[8; 32]).unwrap());
        let of = |maker: &Pseudonymizer, kind| maker.pseudonym(kind, "12345").unwrap();
        assert_ne!(of(&one, IdKind::Customer), of(&one, IdKind::Account));
        assert_ne!(of(&one, IdKind::Customer), of(&two, IdKind::Customer));
        assert_eq!(Pseudonymizer::new(1, &[0; 31]).unwrap_err(), IdError::ShortKey { given: 31 });
    }

    #[test]
    fn neither_key_nor_identifier_is_shown() {
        let maker = Pseudonymizer::new(7, b"an unmistakable secret of 32 byte").unwrap();
        assert!(!format!("{maker:?}").contains("unmistakable"));
        let error = maker.pseudonym(IdKind::Account, "6222\u{e9}1234").unwrap_err();
        assert!(!error.to_string().contains("6222") && error.to_string().contains("character 5"));
    }

    proptest! {
        #[test]
        fn a_canonical_form_is_its_own_canonical_form(text in "\\PC{0,40}", which in 0_usize..5) {
            let kind = IdKind::ALL[which];
            if let Ok(once) = canonical(kind, &text) {
                prop_assert_eq!(canonical(kind, &once), Ok(once.clone()));
            }
        }

        #[test]
        fn ids_that_count_upwards_in_any_byte_have_different_tags(start in any::<u128>(), shift in 0_u32..128) {
            let next = start.wrapping_add(1 << shift);
            prop_assert_ne!(TransferId(start.to_le_bytes()).tag(), TransferId(next.to_le_bytes()).tag());
        }
    }
}
