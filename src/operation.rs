//! What a customer asks for, through which channel, and how grave the bank says that is.

use crate::word::vocabulary;

vocabulary! {
    /// What the customer asks the bank to do.
    pub enum Operation {
        /// Look at a balance.
        BalanceQuery = 0, "balance-query", "余额查询";
        /// Send money to a payee.
        Transfer = 1, "transfer", "转账";
        /// Buy a wealth-management product: money moves to an investment of the customer's own.
        WealthPurchase = 2, "wealth-purchase", "理财购买";
        /// Report a card or device lost.
        LossReport = 3, "loss-report", "挂失";
        /// Ask for a new card.
        CardReissue = 4, "card-reissue", "补卡";
        /// Raise one's own limit.
        RaiseLimit = 5, "raise-limit", "调高限额";
        /// Lower one's own limit.
        LowerLimit = 6, "lower-limit", "调低限额";
        /// Lift a freeze: the way back for who was protected without need.
        LiftFreeze = 7, "lift-freeze", "解除冻结";
    }
}

impl Operation {
    /// Whether money leaves an account: only then do amounts, totals and counts mean anything.
    #[must_use]
    pub const fn moves_money(self) -> bool {
        matches!(self, Self::Transfer | Self::WealthPurchase)
    }
}

vocabulary! {
    /// How grave the policy says an operation is.
    #[derive(PartialOrd, Ord)]
    pub enum Grade {
        /// Everyday business.
        Low = 0, "low", "低";
        /// Business that asks for a risk confirmation.
        Medium = 1, "medium", "中";
        /// Business that a person looks at.
        High = 2, "high", "高";
    }
}

vocabulary! {
    /// Where the customer speaks to the bank.
    pub enum Channel {
        /// The bank's app on a phone.
        App = 0, "app", "手机银行";
        /// The bank's site in a browser.
        Web = 1, "web", "网上银行";
        /// A branch counter.
        Counter = 2, "counter", "柜台";
        /// A cash machine.
        Atm = 3, "atm", "自助设备";
        /// Telephone banking.
        Phone = 4, "phone", "电话银行";
        /// A card terminal at a merchant.
        Terminal = 5, "terminal", "收单终端";
        /// A third party on the customer's behalf (open banking).
        Partner = 6, "partner", "第三方";
        /// A file of orders, processed overnight.
        File = 7, "file", "批量文件";
    }
}

impl Channel {
    /// Whether the customer uses a device of their own here, so that there is one to be told, or known to be missing.
    ///
    /// WHY: also with a third party, who sees the customer's device and can pass it on.
    #[must_use]
    pub const fn has_device(self) -> bool {
        matches!(self, Self::App | Self::Web | Self::Partner)
    }

    /// Whether somebody could guess at proofs here: not at a counter, where a person looks, nor in a file of orders.
    #[must_use]
    pub const fn is_guessable(self) -> bool {
        !matches!(self, Self::Counter | Self::File)
    }
}

vocabulary! {
    /// What the bank has marked a customer as, for rules that treat them with more care.
    pub enum CustomerFlag {
        /// In need of particular care.
        Vulnerable = 0, "vulnerable", "需特别关照";
        /// Under age.
        Minor = 1, "minor", "未成年";
        /// Of old age, as the bank defines it.
        Senior = 2, "senior", "长者";
        /// A company or other legal entity.
        Entity = 3, "entity", "单位客户";
    }
}

/// A set of customer flags: bit `n` is the flag with code `n`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct CustomerFlags(u8);

impl CustomerFlags {
    /// No flag.
    pub const NONE: Self = Self(0);

    /// The set with these bits; bits that name no flag are dropped.
    #[must_use]
    pub const fn from_bits(bits: u8) -> Self {
        Self(bits & 0x0f)
    }

    /// Bit `n` is the flag with code `n`.
    #[must_use]
    pub const fn bits(self) -> u8 {
        self.0
    }

    /// This set and `flag`.
    #[must_use]
    pub const fn with(self, flag: CustomerFlag) -> Self {
        Self(self.0 | (1 << flag.code()))
    }

    /// Whether `flag` is in the set.
    #[must_use]
    pub const fn contains(self, flag: CustomerFlag) -> bool {
        self.0 & (1 << flag.code()) != 0
    }
}
