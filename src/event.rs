//! What happened: the events from which a profile learns.

mod encoding;

use crate::factor::FactorSet;
use crate::id::{EventId, Pseudonym, TransferId};
use crate::place::{Country, Position};
use crate::units::{Currency, Moment, Timestamp};
use crate::word::vocabulary;

pub use encoding::EventError;

/// Something that happened to a customer. Observing the same event twice changes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// The bank's id of the event; a repeat carries the same one.
    pub id: EventId,
    /// Whose profile it belongs to.
    pub customer: Pseudonym,
    /// The number of the key that made the pseudonyms.
    pub key_id: u32,
    /// When it happened, with the customer's offset from UTC.
    pub at: Moment,
    /// What happened.
    pub what: Happening,
}

/// What happened.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Happening {
    /// A transfer was asked for: its amount is reserved in the totals until it is settled or returned.
    Attempted(Movement),
    /// A transfer's money left. Habit learns from it where it was proved, or came from a trusted device.
    Settled(Movement),
    /// A transfer will not happen: its open reservation is undone, unless it was asked for again since. Without one, the
    /// amount stays counted.
    Returned {
        /// The transfer.
        transfer: TransferId,
    },
    /// The account was frozen.
    Frozen,
    /// The account was released from a freeze.
    Unfrozen,
    /// Factors were passed.
    Proved {
        /// Which factors.
        factors: FactorSet,
        /// On which device, where there is one.
        device: Option<Pseudonym>,
        /// Where, if known.
        position: Option<Position>,
    },
    /// A factor was tried and failed.
    ProofFailed {
        /// On which device, where there is one.
        device: Option<Pseudonym>,
    },
    /// A log-in failed.
    LogInFailed {
        /// On which device, where there is one.
        device: Option<Pseudonym>,
    },
    /// Money came in.
    Credited {
        /// Minor units.
        minor: i64,
        /// Of which currency: the profile's.
        currency: Currency,
    },
    /// A transfer of this customer's was confirmed as fraud against them.
    ReportedFraud {
        /// The transfer.
        transfer: TransferId,
        /// To whom, where there is a payee: who is a stranger from now on.
        payee: Option<Pseudonym>,
    },
    /// A suspicion was cleared: failed attempts are forgotten, and that the account was frozen counts against nobody.
    /// It stays frozen until it is released.
    Cleared,
    /// A credential was enrolled or changed.
    CredentialChanged {
        /// Which.
        credential: Credential,
        /// Whether this is the first one ever, which counts as settled.
        first: bool,
    },
    /// A device was bound to the customer.
    DeviceBound {
        /// Which.
        device: Pseudonym,
        /// Whether it was bound when the account was opened.
        at_opening: bool,
    },
    /// A bound device was lost or given up.
    DeviceLost {
        /// Which.
        device: Pseudonym,
    },
    /// The customer announced a change beforehand, under strong proof.
    Announced(Announcement),
    /// The customer completed information about themselves.
    CompletedInformation {
        /// Which.
        item: Information,
    },
}

vocabulary! {
    /// The kind of a [`Happening`], without what it carries. No kind is 0, so that zeroed bytes tell of nothing.
    pub enum HappeningKind {
        /// [`Happening::Attempted`].
        Attempted = 1, "attempted", "转账发起";
        /// [`Happening::Settled`].
        Settled = 2, "settled", "转账入账";
        /// [`Happening::Returned`].
        Returned = 3, "returned", "转账退回";
        /// [`Happening::Frozen`].
        Frozen = 4, "frozen", "账户冻结";
        /// [`Happening::Unfrozen`].
        Unfrozen = 5, "unfrozen", "账户解冻";
        /// [`Happening::Proved`].
        Proved = 6, "proved", "认证通过";
        /// [`Happening::ProofFailed`].
        ProofFailed = 7, "proof-failed", "认证失败";
        /// [`Happening::LogInFailed`].
        LogInFailed = 8, "log-in-failed", "登录失败";
        /// [`Happening::Credited`].
        Credited = 9, "credited", "资金转入";
        /// [`Happening::ReportedFraud`].
        ReportedFraud = 10, "reported-fraud", "确认欺诈";
        /// [`Happening::Cleared`].
        Cleared = 11, "cleared", "嫌疑解除";
        /// [`Happening::CredentialChanged`].
        CredentialChanged = 12, "credential-changed", "凭证变更";
        /// [`Happening::DeviceBound`].
        DeviceBound = 13, "device-bound", "设备绑定";
        /// [`Happening::DeviceLost`].
        DeviceLost = 14, "device-lost", "设备丢失";
        /// [`Happening::Announced`].
        Announced = 15, "announced", "预先报备";
        /// [`Happening::CompletedInformation`].
        CompletedInformation = 16, "completed-information", "资料补全";
    }
}

impl Happening {
    /// The kind, without what it carries.
    #[must_use]
    pub const fn kind(&self) -> HappeningKind {
        match self {
            Self::Attempted(_) => HappeningKind::Attempted,
            Self::Settled(_) => HappeningKind::Settled,
            Self::Returned { .. } => HappeningKind::Returned,
            Self::Frozen => HappeningKind::Frozen,
            Self::Unfrozen => HappeningKind::Unfrozen,
            Self::Proved { .. } => HappeningKind::Proved,
            Self::ProofFailed { .. } => HappeningKind::ProofFailed,
            Self::LogInFailed { .. } => HappeningKind::LogInFailed,
            Self::Credited { .. } => HappeningKind::Credited,
            Self::ReportedFraud { .. } => HappeningKind::ReportedFraud,
            Self::Cleared => HappeningKind::Cleared,
            Self::CredentialChanged { .. } => HappeningKind::CredentialChanged,
            Self::DeviceBound { .. } => HappeningKind::DeviceBound,
            Self::DeviceLost { .. } => HappeningKind::DeviceLost,
            Self::Announced(_) => HappeningKind::Announced,
            Self::CompletedInformation { .. } => HappeningKind::CompletedInformation,
        }
    }
}

/// A movement of money, as attempted and settled.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Movement {
    /// The transfer's id, the same in the request, when attempted, settled and returned.
    pub transfer: TransferId,
    /// Minor units, `0 ..= Amount::MAX_MINOR`.
    pub minor: i64,
    /// Of which currency: the profile's, or the event is refused.
    pub currency: Currency,
    /// To whom, where there is a payee.
    pub payee: Option<Pseudonym>,
    /// Whether the payee is the customer's own account at this bank (left out of the day's totals).
    pub own_account_here: bool,
    /// From which device, where there is one.
    pub device: Option<Pseudonym>,
    /// From where, if known.
    pub position: Option<Position>,
    /// The factors that were proved for it.
    pub proved: FactorSet,
}

/// The transfer, payee and device, shortened: no amount and no place.
impl core::fmt::Debug for Movement {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Movement")
            .field("transfer", &self.transfer)
            .field("payee", &self.payee)
            .field("device", &self.device)
            .field("proved", &self.proved)
            .finish_non_exhaustive()
    }
}

/// The kind only, and of a movement what its own debug print shows.
impl core::fmt::Debug for Happening {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Attempted(movement) => f.debug_tuple("Attempted").field(movement).finish(),
            Self::Settled(movement) => f.debug_tuple("Settled").field(movement).finish(),
            other => f.write_str(other.kind().name()),
        }
    }
}

vocabulary! {
    /// A credential whose age matters.
    pub enum Credential {
        /// The password.
        Password = 0, "password", "密码";
        /// The telephone number or its SIM.
        Sim = 1, "sim", "号卡";
        /// A biometric enrolment.
        Biometric = 2, "biometric", "生物特征";
    }
}

/// A change that a customer announced: a new device, or a journey.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Announcement {
    /// What is announced.
    pub scope: Scope,
    /// The factors that were proved when it was announced; without two kinds it counts for nothing.
    pub proved: FactorSet,
    /// When it begins to count.
    pub from: Timestamp,
    /// When it ends.
    pub until: Timestamp,
}

/// What an announcement covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// A device that will be used.
    Device(Pseudonym),
    /// A country that will be visited.
    Country(Country),
}

vocabulary! {
    /// Information that a customer can complete, each counted once towards standing.
    pub enum Information {
        /// Identity document.
        Identity = 0, "identity", "身份证件";
        /// Address.
        Address = 1, "address", "地址";
        /// Occupation and income.
        Occupation = 2, "occupation", "职业与收入";
        /// Risk assessment questionnaire.
        RiskAssessment = 3, "risk-assessment", "风险测评";
    }
}
