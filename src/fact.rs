//! The ordered facts that a policy may speak of, and the states in which each can be.
//!
//! A *ranked* fact has named levels (`device`, `travel`, `tier`); a *metered* one is an amount, a count or an age that
//! a policy cuts where it names a threshold (`total_24h`, `count_1h`). Larger is always more suspicious.

use crate::word::vocabulary;

vocabulary! {
    /// What is known of a fact. Never an `Option` that looks like zero.
    pub enum State {
        /// It has a measure.
        Known = 0, "known", "已知";
        /// This channel or operation has no such thing.
        NotApplicable = 1, "not-applicable", "不适用";
        /// The profile is too young to say.
        Unlearned = 2, "unlearned", "尚未学习";
        /// It was not supplied.
        Missing = 3, "missing", "缺失";
        /// Its provider did not answer in time.
        Late = 4, "late", "超时";
        /// Its provider answered nonsense.
        Invalid = 5, "invalid", "无效";
    }
}

impl State {
    /// Whether the true value could be anything: missing, late or invalid.
    #[must_use]
    pub const fn is_uncertain(self) -> bool {
        matches!(self, Self::Missing | Self::Late | Self::Invalid)
    }
}

/// A fact as a caller supplies it: a value, or why there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Given<T> {
    /// The value.
    Known(T),
    /// This channel or operation has no such thing.
    NotApplicable,
    /// Not supplied.
    Missing,
    /// The provider did not answer in time.
    Late,
    /// The provider answered nonsense.
    Invalid,
}

impl<T> Given<T> {
    /// The value, where it is known.
    pub fn known(self) -> Option<T> {
        match self {
            Self::Known(value) => Some(value),
            _ => None,
        }
    }

    /// The state without the value.
    pub const fn state(&self) -> State {
        match self {
            Self::Known(_) => State::Known,
            Self::NotApplicable => State::NotApplicable,
            Self::Missing => State::Missing,
            Self::Late => State::Late,
            Self::Invalid => State::Invalid,
        }
    }

    /// The same with the value turned into another.
    pub fn map<U>(self, turn: impl FnOnce(T) -> U) -> Given<U> {
        match self {
            Self::Known(value) => Given::Known(turn(value)),
            Self::NotApplicable => Given::NotApplicable,
            Self::Missing => Given::Missing,
            Self::Late => Given::Late,
            Self::Invalid => Given::Invalid,
        }
    }
}

/// The measure of a ranked fact (`0 ..= Measure::MAX`), or the state that stands in its place, in 16 bits.
///
/// INVARIANT: the number is never below -5; -1 to -5 are the states after `Known`, by their code. One signed number
/// a fact lets `judge` cut all of them into levels with a few vector comparisons.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[repr(transparent)]
pub struct Measure(i16);

impl Measure {
    /// The largest measure; one below the largest `i16`, which pads unused edges and is never reached.
    pub const MAX: u16 = 32_766;

    /// A known measure; anything above [`Measure::MAX`] is brought down to it.
    #[must_use]
    pub const fn known(value: u16) -> Self {
        let held = if value > Self::MAX { Self::MAX } else { value };
        // WHY: `held` is at most 32,766, so the sign bit stays clear.
        Self(held.cast_signed())
    }

    /// The stand-in for a state; `Known` gives the measure 0.
    #[must_use]
    pub const fn of_state(state: State) -> Self {
        Self(match state {
            State::Known => 0,
            State::NotApplicable => -1,
            State::Unlearned => -2,
            State::Missing => -3,
            State::Late => -4,
            State::Invalid => -5,
        })
    }

    /// What a supplied fact measures: its value through `scale`, or its state.
    pub fn of<T>(given: Given<T>, scale: impl FnOnce(T) -> u16) -> Self {
        match given {
            Given::Known(value) => Self::known(scale(value)),
            other => Self::of_state(other.state()),
        }
    }

    /// The measure behind a raw number; `None` where it is neither a measure nor a state.
    #[must_use]
    pub const fn from_raw(raw: i16) -> Option<Self> {
        if raw < -5 || raw > Self::MAX.cast_signed() { None } else { Some(Self(raw)) }
    }

    /// The raw number: a measure from 0 up, a state below.
    #[must_use]
    pub const fn raw(self) -> i16 {
        self.0
    }

    /// The measure, where the state is `Known`.
    #[must_use]
    pub const fn value(self) -> Option<u16> {
        if self.0 < 0 { None } else { Some(self.0.cast_unsigned()) }
    }

    /// The state.
    #[must_use]
    pub const fn state(self) -> State {
        match self.0 {
            -1 => State::NotApplicable,
            -2 => State::Unlearned,
            -3 => State::Missing,
            -4 => State::Late,
            i16::MIN..=-5 => State::Invalid,
            _ => State::Known,
        }
    }
}

impl core::fmt::Debug for Measure {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self.value() {
            Some(value) => write!(f, "{value}"),
            None => f.write_str(self.state().name()),
        }
    }
}

vocabulary! {
    /// Evidence that comes from one source of truth and is floored and capped together, once.
    pub enum Group {
        /// The device and what runs on it.
        Device = 0, "device", "设备";
        /// Where the customer is.
        Place = 1, "place", "位置";
        /// When.
        Time = 2, "time", "时间";
        /// How much; the columns of money facts count here too.
        Money = 3, "money", "金额";
        /// To whom.
        Payee = 4, "payee", "收款方";
        /// How fresh the credentials are.
        Credentials = 5, "credentials", "凭证";
        /// How the customer, or somebody else, behaves.
        Conduct = 6, "conduct", "行为";
        /// What lists say.
        Lists = 7, "lists", "名单";
    }
}

vocabulary! {
    /// A fact with named levels: the twenty-five signals, and six facts that are ranked without being signals.
    ///
    /// The code is the fact's lane in a reading: `slot * 8 + group`, so that the sums of all eight evidence groups
    /// are one addition of four vectors. Lanes without a fact stay zero.
    pub enum Ranked {
        /// Do we know this device?
        Device = 0, "device", "设备";
        /// Can the device be believed?
        Integrity = 8, "integrity", "设备完整性";
        /// How many customers used the device lately?
        DeviceSharing = 16, "device_sharing", "设备共用";
        /// Is the customer usually here?
        Place = 1, "place", "地点";
        /// Do position and network agree?
        PlaceConflict = 9, "place_conflict", "位置冲突";
        /// Could they have got here?
        Travel = 17, "travel", "移动速度";
        /// What kind of line?
        Network = 25, "network", "网络";
        /// An hour they use?
        Hour = 2, "hour", "时段";
        /// How long silent?
        Dormancy = 10, "dormancy", "休眠";
        /// Unusual for them, as an amount?
        AmountHabit = 3, "amount_habit", "金额习惯";
        /// Unusual for them, as a day's total?
        OutflowHabit = 11, "outflow_habit", "流出习惯";
        /// How much of what was there will have left?
        Drain = 19, "drain", "清空程度";
        /// Is money that just came in leaving at once?
        PassThrough = 27, "pass_through", "快进快出";
        /// Do they know the payee?
        Payee = 4, "payee", "收款人";
        /// Confirmation of payee.
        PayeeCheck = 12, "payee_check", "户名核验";
        /// The payee's reputation across customers.
        PayeeRecord = 20, "payee_record", "收款人记录";
        /// Where does it go?
        Destination = 28, "destination", "目的地";
        /// Failed proofs on this device.
        Attempts = 6, "attempts", "失败次数";
        /// Failures from other devices on this account.
        Probing = 14, "probing", "他机试探";
        /// How fresh is the last change of password?
        PasswordAge = 5, "password_age", "密码变更";
        /// How fresh is the last change of number or SIM?
        SimAge = 13, "sim_age", "号卡变更";
        /// How fresh is the last change of biometric enrolment?
        EnrolmentAge = 21, "enrolment_age", "生物特征变更";
        /// Typing, gestures, handling.
        Behaviour = 22, "behaviour", "操作行为";
        /// Signs of a scam in progress.
        Coercion = 30, "coercion", "受骗迹象";
        /// Shared signals and the bank's own lists.
        Alert = 7, "alert", "告警";
        /// The customer's own daily limit, of `total_day`.
        OwnLimit = 18, "own_limit", "自设限额";
        /// Whether the account is frozen.
        Frozen = 23, "frozen", "冻结";
        /// The earned rank; runs from the highest down.
        Tier = 15, "tier", "信任等级";
        /// The fraud-rate band in force; runs from the best down.
        TraBand = 24, "tra_band", "欺诈率档";
        /// The grade of the operation, from the policy.
        Grade = 26, "grade", "业务等级";
        /// The band of the score, from the policy.
        Risk = 29, "risk", "风险";
    }
}

/// Lanes of a reading: one for each code a [`Ranked`] may have.
pub const LANES: usize = 32;

impl Ranked {
    /// The twenty-five signals, in the order of reports.
    pub const SIGNALS: [Self; 25] = [
        Self::Device,
        Self::Integrity,
        Self::DeviceSharing,
        Self::Place,
        Self::PlaceConflict,
        Self::Travel,
        Self::Network,
        Self::Hour,
        Self::Dormancy,
        Self::AmountHabit,
        Self::OutflowHabit,
        Self::Drain,
        Self::PassThrough,
        Self::Payee,
        Self::PayeeCheck,
        Self::PayeeRecord,
        Self::Destination,
        Self::Attempts,
        Self::Probing,
        Self::PasswordAge,
        Self::SimAge,
        Self::EnrolmentAge,
        Self::Behaviour,
        Self::Coercion,
        Self::Alert,
    ];

    /// The lane in a reading, below [`LANES`].
    #[must_use]
    pub const fn lane(self) -> usize {
        self.code() as usize
    }

    /// The evidence group that points of this fact count in.
    #[must_use]
    pub const fn group(self) -> Group {
        match self.code() & 7 {
            0 => Group::Device,
            1 => Group::Place,
            2 => Group::Time,
            3 => Group::Money,
            4 => Group::Payee,
            5 => Group::Credentials,
            6 => Group::Conduct,
            _ => Group::Lists,
        }
    }

    /// Whether it is measured (in the reading), rather than computed by a policy (`grade`, `risk`).
    #[must_use]
    pub const fn is_measured(self) -> bool {
        !matches!(self, Self::Grade | Self::Risk)
    }

    /// Whether a scorecard may have a column for it: the signals and the tier.
    #[must_use]
    pub const fn has_points(self) -> bool {
        !matches!(self, Self::OwnLimit | Self::Frozen | Self::TraBand | Self::Grade | Self::Risk)
    }
}

vocabulary! {
    /// A fact that a policy cuts where it likes: money, counts, an age, the score. This transfer is included in all.
    pub enum Metered {
        /// This transfer, minor units.
        Amount = 0, "amount", "金额";
        /// The balance before this transfer, minor units.
        Balance = 1, "balance", "余额";
        /// All outflow of 24 hours, minor units.
        Total24h = 2, "total_24h", "24小时累计";
        /// Outflow of 24 hours to this payee, minor units.
        Total24hPayee = 3, "total_24h_payee", "24小时同一收款人累计";
        /// Outflow of the local calendar day, own accounts here left out, minor units.
        TotalDay = 4, "total_day", "当日累计";
        /// The part of the day's total that left from devices `recent` or worse, minor units.
        TotalDayNewDevice = 5, "total_day_new_device", "当日新设备累计";
        /// Outflow since the last strong authentication, minor units.
        TotalSinceSca = 6, "total_since_sca", "上次强认证后累计";
        /// Outflow tried in 24 hours, refused ones too, minor units.
        Attempted24h = 7, "attempted_24h", "24小时尝试累计";
        /// Transfers within an hour.
        Count1h = 8, "count_1h", "1小时笔数";
        /// Transfers within 24 hours.
        Count24h = 9, "count_24h", "24小时笔数";
        /// Transfers since the last strong authentication.
        CountSinceSca = 10, "count_since_sca", "上次强认证后笔数";
        /// Payees of 24 hours that were new.
        NewPayees24h = 11, "new_payees_24h", "24小时新收款人数";
        /// Seconds since the last proof; never proved is the most.
        SinceProof = 12, "since_proof", "距上次认证";
        /// The score, points.
        Score = 13, "score", "评分";
    }
}

/// How many metered facts there are.
pub const METERED: usize = 14;

/// What the number of a metered fact counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MeterUnit {
    /// Minor units of the policy's currency.
    Money,
    /// Things.
    Count,
    /// Seconds.
    Seconds,
    /// Points.
    Points,
}

impl Metered {
    /// What the number counts.
    #[must_use]
    pub const fn unit(self) -> MeterUnit {
        match self {
            Self::Count1h | Self::Count24h | Self::CountSinceSca | Self::NewPayees24h => MeterUnit::Count,
            Self::SinceProof => MeterUnit::Seconds,
            Self::Score => MeterUnit::Points,
            _ => MeterUnit::Money,
        }
    }

    /// Whether it is measured (in the reading), rather than computed by a policy (`score`).
    #[must_use]
    pub const fn is_measured(self) -> bool {
        !matches!(self, Self::Score)
    }

    /// Whether a scorecard may have a column for it: money and counts, in the group `money`.
    #[must_use]
    pub const fn has_points(self) -> bool {
        matches!(self.unit(), MeterUnit::Money | MeterUnit::Count)
    }

    /// The place in a reading, below [`METERED`].
    #[must_use]
    pub const fn index(self) -> usize {
        self.code() as usize
    }
}

/// Any ordered fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fact {
    /// One with named levels.
    Ranked(Ranked),
    /// One cut by thresholds.
    Metered(Metered),
}

impl Fact {
    /// The fact with this name, exactly as in a policy file.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Ranked::from_name(name).map(Self::Ranked).or_else(|| Metered::from_name(name).map(Self::Metered))
    }

    /// The name in policy files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ranked(fact) => fact.name(),
            Self::Metered(fact) => fact.name(),
        }
    }

    /// The name in Chinese reports.
    #[must_use]
    pub const fn name_zh(self) -> &'static str {
        match self {
            Self::Ranked(fact) => fact.name_zh(),
            Self::Metered(fact) => fact.name_zh(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_raw_number_is_a_measure_a_state_or_refused() {
        for raw in i16::MIN..=i16::MAX {
            match Measure::from_raw(raw) {
                Some(measure) if raw >= 0 => {
                    assert_eq!(Measure::known(measure.value().unwrap()), measure);
                }
                Some(measure) => assert_eq!(Measure::of_state(measure.state()), measure),
                None => assert!(raw < -5 || raw == i16::MAX),
            }
        }
    }

    #[test]
    fn lanes_are_distinct_and_in_their_group() {
        for (index, fact) in Ranked::ALL.iter().enumerate() {
            assert!(fact.lane() < LANES);
            assert!(Ranked::ALL.iter().skip(index + 1).all(|other| other.lane() != fact.lane()));
            assert!(Metered::from_name(fact.name()).is_none(), "one word, one thing");
        }
        assert_eq!(Ranked::SIGNALS.len() + 6, Ranked::ALL.len());
    }
}
