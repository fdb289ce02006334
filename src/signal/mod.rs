//! The signals: one file a question, each with its measure's scale, its levels and what each state means.
//!
//! A scale is the default that a policy may move: its edges (`[levels.travel]`) and the meanings of its states
//! (`[state.payee_check]`). The levels and their order are fixed. Larger is always more suspicious.

pub mod alert;
pub mod amount_habit;
pub mod attempts;
pub mod behaviour;
pub mod change_age;
pub mod coercion;
pub mod destination;
pub mod device;
pub mod device_sharing;
pub mod dormancy;
pub mod drain;
pub mod hour;
pub mod integrity;
pub mod network;
pub mod outflow_habit;
pub mod pass_through;
pub mod payee;
pub mod payee_check;
pub mod payee_record;
pub mod place;
pub mod place_conflict;
pub mod probing;
pub(crate) mod scene;
pub mod travel;
pub mod unsignalled;

use crate::fact::{Measure, Ranked, State};

/// One named level of a ranked fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Level {
    /// The word in policy files and English reports, kebab case.
    pub name: &'static str,
    /// The word in Chinese reports.
    pub name_zh: &'static str,
}

impl Level {
    pub(crate) const fn new(name: &'static str, name_zh: &'static str) -> Self {
        Self { name, name_zh }
    }
}

/// What a measure counts, and so how a policy writes an edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// The number of the level itself; its edges cannot be moved.
    Rank,
    /// Things.
    Count,
    /// Kilometres per hour.
    KilometresPerHour,
    /// Whole days.
    Days,
    /// Hundredths of a spread above the centre.
    Deviations,
    /// Hundredths of a per cent.
    BasisPoints,
    /// 32,766 less the minutes since; written as an age (`"72h"`).
    Freshness,
    /// Thousandths.
    Permille,
}

/// The level that each state stands for unless a policy moves it, as an index into the levels; `NotApplicable` stands
/// for the least.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meaning {
    /// The profile is too young to say.
    pub unlearned: u8,
    /// Not supplied.
    pub missing: u8,
    /// Not in time.
    pub late: u8,
    /// Nonsense.
    pub invalid: u8,
}

/// How a ranked fact is measured and cut.
#[derive(Clone, Copy, Debug)]
pub struct Scale {
    /// The fact.
    pub fact: Ranked,
    /// The question it answers.
    pub question: &'static str,
    /// The question in Chinese.
    pub question_zh: &'static str,
    /// What the measure counts.
    pub unit: Unit,
    /// Two to eight levels, least to most suspicious.
    pub levels: &'static [Level],
    /// The least measure of each level but the first, ascending.
    pub edges: &'static [u16],
    /// What the states stand for.
    pub meaning: Meaning,
    /// The first level that accuses somebody: only a positive finding reaches it, silence never does.
    pub accusation: Option<u8>,
}

impl Scale {
    /// The index of the level with this name.
    #[must_use]
    pub fn level(&self, name: &str) -> Option<u8> {
        self.levels.iter().position(|level| level.name == name).and_then(|index| u8::try_from(index).ok())
    }

    /// The index of the most suspicious level.
    #[must_use]
    pub fn top(&self) -> u8 {
        u8::try_from(self.edges.len()).unwrap_or(u8::MAX)
    }

    /// The index of the most suspicious level that silence may stand for.
    #[must_use]
    pub fn worst_unaccused(&self) -> u8 {
        self.accusation.map_or(self.top(), |first| first.saturating_sub(1))
    }

    /// The level that `state` stands for by default; for `Known`, the least.
    #[must_use]
    pub const fn of_state(&self, state: State) -> u8 {
        match state {
            State::Known | State::NotApplicable => 0,
            State::Unlearned => self.meaning.unlearned,
            State::Missing => self.meaning.missing,
            State::Late => self.meaning.late,
            State::Invalid => self.meaning.invalid,
        }
    }

    /// The largest measure that a reading may carry: the top rank, or what 16 bits hold.
    #[must_use]
    pub fn largest(&self) -> u16 {
        if self.unit == Unit::Rank { u16::from(self.top()) } else { Measure::MAX }
    }
}

/// The freshness of something this many minutes old: larger is fresher, 0 from 22 days up.
#[must_use]
pub const fn freshness(age_minutes: u32) -> u16 {
    // WHY: `as` on a value held below 32,767; `TryFrom` is not const.
    let held = if age_minutes > Measure::MAX as u32 { Measure::MAX } else { (age_minutes & 0x7fff) as u16 };
    Measure::MAX.saturating_sub(held)
}

/// The scale of a ranked fact.
#[must_use]
pub const fn scale(fact: Ranked) -> &'static Scale {
    match fact {
        Ranked::Device => &device::SCALE,
        Ranked::Integrity => &integrity::SCALE,
        Ranked::DeviceSharing => &device_sharing::SCALE,
        Ranked::Place => &place::SCALE,
        Ranked::PlaceConflict => &place_conflict::SCALE,
        Ranked::Travel => &travel::SCALE,
        Ranked::Network => &network::SCALE,
        Ranked::Hour => &hour::SCALE,
        Ranked::Dormancy => &dormancy::SCALE,
        Ranked::AmountHabit => &amount_habit::SCALE,
        Ranked::OutflowHabit => &outflow_habit::SCALE,
        Ranked::Drain => &drain::SCALE,
        Ranked::PassThrough => &pass_through::SCALE,
        Ranked::Payee => &payee::SCALE,
        Ranked::PayeeCheck => &payee_check::SCALE,
        Ranked::PayeeRecord => &payee_record::SCALE,
        Ranked::Destination => &destination::SCALE,
        Ranked::Attempts => &attempts::SCALE,
        Ranked::Probing => &probing::SCALE,
        Ranked::PasswordAge => &change_age::PASSWORD,
        Ranked::SimAge => &change_age::SIM,
        Ranked::EnrolmentAge => &change_age::ENROLMENT,
        Ranked::Behaviour => &behaviour::SCALE,
        Ranked::Coercion => &coercion::SCALE,
        Ranked::Alert => &alert::SCALE,
        Ranked::OwnLimit => &unsignalled::OWN_LIMIT,
        Ranked::Frozen => &unsignalled::FROZEN,
        Ranked::TraBand => &unsignalled::TRA_BAND,
        Ranked::Grade => &unsignalled::GRADE,
        Ranked::Risk => &unsignalled::RISK,
        Ranked::Tier => &unsignalled::TIER,
    }
}

#[cfg(test)]
pub(crate) mod trial;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scale_is_a_chain_with_a_meaning_for_every_state() {
        for fact in Ranked::ALL.iter().copied() {
            let scale = scale(fact);
            assert_eq!(scale.fact, fact);
            assert!((2..=8).contains(&scale.levels.len()), "{fact}");
            assert_eq!(scale.edges.len() + 1, scale.levels.len(), "{fact}");
            assert!(scale.edges.windows(2).all(|pair| pair[0] < pair[1]), "{fact}");
            assert!(scale.edges.iter().all(|edge| (1..=Measure::MAX).contains(edge)), "{fact}");
            for state in State::ALL.iter().copied() {
                assert!(scale.of_state(state) <= scale.worst_unaccused(), "{fact}: silence accuses nobody");
            }
        }
    }
}
