//! The verdict: what `judge` says of a reading, with everything it takes to explain it; plain, 264 bytes.

use crate::fact::{Given, Group, LANES, Metered, Ranked};
use crate::profile::Profile;
use crate::request::Request;
use crate::requirement::Requirement;
use crate::units::Currency;
use crate::word::vocabulary;

/// The number that rises when any answer changes for an unchanged policy and reading.
pub const SEMANTICS: u16 = 2;

vocabulary! {
    /// The decision in one word. Refuse is 0, so that a zeroed or unknown answer refuses.
    pub enum Outcome {
        /// Do not do it.
        Refuse = 0, "refuse", "拒绝";
        /// Do it.
        Allow = 1, "allow", "放行";
        /// Do it once the customer confirms amount and payee.
        Confirm = 2, "confirm", "风险确认";
        /// Do it once the customer has proved more.
        StepUp = 3, "step-up", "加强认证";
        /// Take it, and let the money wait.
        Hold = 4, "hold", "延时到账";
        /// A person decides.
        Review = 5, "review", "人工复核";
        /// Do not do it, and freeze the account.
        Freeze = 6, "freeze", "冻结账户";
    }
}

impl Outcome {
    /// Strictness: `Allow < Confirm < StepUp < Hold < Review < Refuse < Freeze`, from 0.
    #[must_use]
    pub const fn rank(self) -> u8 {
        match self {
            Self::Allow => 0,
            Self::Confirm => 1,
            Self::StepUp => 2,
            Self::Hold => 3,
            Self::Review => 4,
            Self::Refuse => 5,
            Self::Freeze => 6,
        }
    }

    /// The strictest thing that remains to be done.
    #[must_use]
    pub const fn of(remaining: &Requirement) -> Self {
        if remaining.freeze {
            Self::Freeze
        } else if remaining.refuse {
            Self::Refuse
        } else if remaining.review > 0 {
            Self::Review
        } else if remaining.hold > 0 || remaining.hold_days > 0 {
            Self::Hold
        } else if remaining.rung > 0 || !remaining.include.is_empty() || remaining.kinds > 0 {
            Self::StepUp
        } else if remaining.confirm {
            Self::Confirm
        } else {
            Self::Allow
        }
    }
}

impl PartialOrd for Outcome {
    fn partial_cmp(&self, other: &Self) -> Option<core::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Outcome {
    fn cmp(&self, other: &Self) -> core::cmp::Ordering {
        self.rank().cmp(&other.rank())
    }
}

vocabulary! {
    /// Why request, profile and policy do not belong together. Any of them refuses.
    pub enum Mismatch {
        /// They belong together.
        None = 0, "none", "无";
        /// The profile is another customer's.
        Customer = 1, "customer", "客户不符";
        /// The pseudonyms were made with another key.
        Key = 2, "key", "密钥不符";
        /// The money is in another currency than the policy.
        Currency = 3, "currency", "币种不符";
    }
}

impl Mismatch {
    /// Why a request, a profile and a policy in this currency do not belong together; `None` where they do.
    #[must_use]
    pub fn of(request: &Request, profile: &Profile, currency: Currency) -> Self {
        let fields = request.fields();
        if fields.key_id != profile.key_id() {
            Self::Key
        } else if fields.customer != profile.customer() {
            Self::Customer
        } else if profile.currency() != currency
            || matches!(fields.amount, Given::Known(amount) if amount.currency() != currency)
        {
            Self::Currency
        } else {
            Self::None
        }
    }
}

/// How low or high the answer could be, were the facts known that are missing, late or invalid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub struct Extreme {
    /// The score.
    pub score: i16,
    /// The outcome.
    pub outcome: Outcome,
    /// The demanded rung.
    pub rung: u8,
}

/// What `judge` says of one reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub struct Verdict {
    pub(crate) policy: [u8; 32],
    pub(crate) fired: [u64; 4],
    pub(crate) ways: u64,
    pub(crate) points: [i16; LANES],
    pub(crate) metered_points: [i16; 12],
    pub(crate) clamps: [i16; 8],
    pub(crate) levels: [u8; LANES],
    pub(crate) requirement: Requirement,
    pub(crate) remaining: Requirement,
    pub(crate) score: i16,
    pub(crate) least: Extreme,
    pub(crate) most: Extreme,
    pub(crate) semantics: u16,
    pub(crate) outcome: Outcome,
    pub(crate) mismatch: Mismatch,
    /// Bit 0: something was missing, late or invalid. Bit 1: routed to a person.
    pub(crate) marks: u8,
    pub(crate) reserved: [u8; 1],
}

const _: () = assert!(size_of::<Verdict>() <= 280);

impl Verdict {
    /// The answer before anything was judged: refuse. Its bytes say so too, `Refuse` being 0.
    pub const REFUSED: Self = {
        let refuse = Requirement { refuse: true, ..Requirement::NOTHING };
        let extreme = Extreme { score: 0, outcome: Outcome::Refuse, rung: 0 };
        Self {
            policy: [0; 32],
            fired: [0; 4],
            ways: 0,
            points: [0; LANES],
            metered_points: [0; 12],
            clamps: [0; 8],
            levels: [0; LANES],
            requirement: refuse,
            remaining: refuse,
            score: 0,
            least: extreme,
            most: extreme,
            semantics: SEMANTICS,
            outcome: Outcome::Refuse,
            mismatch: Mismatch::None,
            marks: 0,
            reserved: [0],
        }
    };

    /// The answer in one word.
    #[must_use]
    pub const fn outcome(&self) -> Outcome {
        self.outcome
    }

    /// What the rules demand.
    #[must_use]
    pub const fn requirement(&self) -> &Requirement {
        &self.requirement
    }

    /// What is still to be done after the proofs that were given.
    #[must_use]
    pub const fn remaining(&self) -> &Requirement {
        &self.remaining
    }

    /// Bit `n`: factor set `n` of the policy's ladder would reach the remaining rung with this enrolment.
    #[must_use]
    pub const fn ways(&self) -> u64 {
        self.ways
    }

    /// The score in points: the sum of all points and clamps.
    #[must_use]
    pub const fn score(&self) -> i16 {
        self.score
    }

    /// The level of a ranked fact, as the policy cuts it; `risk`, `tier` and `grade` are here too.
    #[must_use]
    pub fn level(&self, fact: Ranked) -> u8 {
        self.levels.get(fact.lane()).copied().unwrap_or(0)
    }

    /// The points that a ranked fact contributed.
    #[must_use]
    pub fn points(&self, fact: Ranked) -> i16 {
        self.points.get(fact.lane()).copied().unwrap_or(0)
    }

    /// The points that a metered fact contributed.
    #[must_use]
    pub fn metered_points(&self, fact: Metered) -> i16 {
        self.metered_points.get(fact.index()).copied().unwrap_or(0)
    }

    /// What the floor of an evidence group added, or its cap took away.
    #[must_use]
    pub fn clamp(&self, group: Group) -> i16 {
        self.clamps.get(usize::from(group.code())).copied().unwrap_or(0)
    }

    /// Rules, exemptions and distrusts of the policy that took effect, by their number: bit `n % 64` of word `n / 64`.
    #[must_use]
    pub const fn fired(&self) -> &[u64; 4] {
        &self.fired
    }

    /// How low the answer could be, were everything known.
    #[must_use]
    pub const fn least(&self) -> Extreme {
        self.least
    }

    /// How high the answer could be, short of an accusation, were everything known.
    #[must_use]
    pub const fn most(&self) -> Extreme {
        self.most
    }

    /// Whether something was missing, late or invalid, so that the bounds may differ.
    #[must_use]
    pub const fn is_uncertain(&self) -> bool {
        self.marks & 1 != 0
    }

    /// Whether nothing that is enrolled meets the answer, so that it goes to a person.
    #[must_use]
    pub const fn is_routed(&self) -> bool {
        self.marks & 2 != 0
    }

    /// Why request, profile and policy do not belong together.
    #[must_use]
    pub const fn mismatch(&self) -> Mismatch {
        self.mismatch
    }

    /// The SHA-256 that names the policy.
    #[must_use]
    pub const fn policy(&self) -> &[u8; 32] {
        &self.policy
    }

    /// The semantics number under which this was judged.
    #[must_use]
    pub const fn semantics(&self) -> u16 {
        self.semantics
    }
}
