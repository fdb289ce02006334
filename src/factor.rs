//! Authentication factors by their RFC 8176 names, their categories, and sets of them.

use crate::word::vocabulary;

vocabulary! {
    /// A way to prove oneself, named as in the `amr` registry of RFC 8176.
    ///
    /// SOURCE: IANA registry "Authentication Method Reference Values". Values that name a circumstance rather than
    /// a factor (`geo`, `mca`, `mfa`, `rba`, `user`, `wia`) are left out: they prove nothing by themselves.
    pub enum Factor {
        /// Facial recognition.
        Face = 0, "face", "人脸";
        /// Fingerprint.
        Fpt = 1, "fpt", "指纹";
        /// Iris scan.
        Iris = 2, "iris", "虹膜";
        /// Retina scan.
        Retina = 3, "retina", "视网膜";
        /// Voice biometric.
        Vbm = 4, "vbm", "声纹";
        /// Personal identification number or pattern.
        Pin = 5, "pin", "数字密码";
        /// Password.
        Pwd = 6, "pwd", "登录密码";
        /// Knowledge-based answers.
        Kba = 7, "kba", "安全问答";
        /// Code by text message to a registered number.
        Sms = 8, "sms", "短信验证码";
        /// Telephone call to a registered number.
        Tel = 9, "tel", "电话验证";
        /// One-time password from a generator.
        Otp = 10, "otp", "动态口令";
        /// Software-secured key.
        Swk = 11, "swk", "软件密钥";
        /// Hardware-secured key.
        Hwk = 12, "hwk", "硬件密钥";
        /// Proof of possession of a key.
        Pop = 13, "pop", "持有证明";
        /// Smart card.
        Sc = 14, "sc", "智能卡";
    }
}

vocabulary! {
    /// What a factor rests on: something known, had or been (RTS (EU) 2018/389, Articles 6 to 8).
    #[derive(PartialOrd, Ord)]
    pub enum Category {
        /// Something only the customer knows.
        Knowledge = 0, "knowledge", "所知";
        /// Something only the customer has.
        Possession = 1, "possession", "所有";
        /// Something the customer is.
        Inherence = 2, "inherence", "所是";
    }
}

impl Factor {
    /// What this factor rests on.
    #[must_use]
    pub const fn category(self) -> Category {
        match self {
            Self::Face | Self::Fpt | Self::Iris | Self::Retina | Self::Vbm => Category::Inherence,
            Self::Pin | Self::Pwd | Self::Kba => Category::Knowledge,
            Self::Sms | Self::Tel | Self::Otp | Self::Swk | Self::Hwk | Self::Pop | Self::Sc => {
                Category::Possession
            }
        }
    }
}

/// A set of factors: bit `n` is the factor with code `n`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct FactorSet(u16);

impl FactorSet {
    /// No factor.
    pub const NONE: Self = Self(0);
    /// Every factor there is.
    pub const ALL: Self = Self(0x7fff);

    /// The set with these bits; bits that name no factor are dropped.
    #[must_use]
    pub const fn from_bits(bits: u16) -> Self {
        Self(bits & Self::ALL.0)
    }

    /// Bit `n` is the factor with code `n`.
    #[must_use]
    pub const fn bits(self) -> u16 {
        self.0
    }

    /// This set and `factor`.
    #[must_use]
    pub const fn with(self, factor: Factor) -> Self {
        Self(self.0 | (1 << factor.code()))
    }

    /// Whether `factor` is in the set.
    #[must_use]
    pub const fn contains(self, factor: Factor) -> bool {
        self.0 & (1 << factor.code()) != 0
    }

    /// Whether every factor of this set is in `other`.
    #[must_use]
    pub const fn is_within(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    /// Factors in either.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Factors in both.
    #[must_use]
    pub const fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Factors of this set that are not in `other`.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether no factor is in it.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// How many categories the set covers, `0 ..= 3`.
    #[must_use]
    pub const fn kinds(self) -> u8 {
        const KNOWLEDGE: u16 = 0b0000_0000_1110_0000;
        const POSSESSION: u16 = 0b0111_1111_0000_0000;
        const INHERENCE: u16 = 0b0000_0000_0001_1111;
        let knowledge = (self.0 & KNOWLEDGE != 0) as u8;
        let possession = (self.0 & POSSESSION != 0) as u8;
        let inherence = (self.0 & INHERENCE != 0) as u8;
        knowledge.saturating_add(possession).saturating_add(inherence)
    }

    /// The factors of the set, by code.
    pub fn iter(self) -> impl Iterator<Item = Factor> {
        Factor::ALL.iter().copied().filter(move |factor| self.contains(*factor))
    }
}

impl FromIterator<Factor> for FactorSet {
    fn from_iter<I: IntoIterator<Item = Factor>>(factors: I) -> Self {
        factors.into_iter().fold(Self::NONE, Self::with)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_of_every_set_are_its_distinct_categories() {
        for bits in 0..=FactorSet::ALL.bits() {
            let set = FactorSet::from_bits(bits);
            let distinct = Category::ALL.iter().filter(|c| set.iter().any(|f| f.category() == **c)).count();
            assert_eq!(usize::from(set.kinds()), distinct, "{set:?}");
        }
    }

    #[test]
    fn all_holds_exactly_the_factors_there_are() {
        assert_eq!(Factor::ALL.iter().copied().collect::<FactorSet>(), FactorSet::ALL);
    }
}
