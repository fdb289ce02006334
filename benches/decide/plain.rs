//! The floors' own plain structs: the fields of a reading and a verdict, and how they are taken out of the crate's.

use stepup::fact::{Group, Metered, Ranked};
use stepup::reading::Reading;
use stepup::requirement::Requirement;
use stepup::verdict::{self, Verdict};

/// A reading, field by field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub struct RawReading {
    pub money: [i64; 8],
    pub proofs: [u32; 15],
    pub since_proof: i32,
    pub lanes: [i16; 32],
    pub counts: [i16; 4],
    pub enrolled: u16,
    pub currency: u16,
    pub minute: u16,
    pub operation: u8,
    pub channel: u8,
    pub flags: u8,
    pub marks: u8,
}

/// A requirement, field by field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RawDemand {
    pub rung: u8,
    pub include: u16,
    pub kinds: u8,
    pub distrusted: u16,
    pub max_age: u32,
    pub confirm: bool,
    pub hold: u32,
    pub hold_days: u8,
    pub review: u8,
    pub refuse: bool,
    pub freeze: bool,
    pub notify: u8,
}

/// One end of the answer: score, outcome, rung.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RawExtreme {
    pub score: i16,
    pub outcome: u8,
    pub rung: u8,
}

/// A verdict, field by field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub struct RawVerdict {
    pub policy: [u8; 32],
    pub fired: [u64; 4],
    pub ways: u64,
    pub points: [i16; 32],
    pub metered_points: [i16; 12],
    pub clamps: [i16; 8],
    pub levels: [u8; 32],
    pub requirement: RawDemand,
    pub remaining: RawDemand,
    pub score: i16,
    pub least: RawExtreme,
    pub most: RawExtreme,
    pub semantics: u16,
    pub outcome: u8,
    pub mismatch: u8,
    pub marks: u8,
}

impl RawReading {
    pub const BLANK: Self = Self {
        money: [0; 8],
        proofs: [0; 15],
        since_proof: 0,
        lanes: [0; 32],
        counts: [0; 4],
        enrolled: 0,
        currency: 0,
        minute: 0,
        operation: 0,
        channel: 0,
        flags: 0,
        marks: 0,
    };

    /// What the crate's reading says.
    pub fn of(reading: &Reading) -> Self {
        let metered = |fact: Metered| match reading.metered(fact) {
            Ok(value) => value,
            Err(state) => -i64::from(state.code()),
        };
        let mut raw = Self {
            proofs: *reading.proofs().words(),
            since_proof: i32::try_from(metered(Metered::SinceProof)).unwrap(),
            enrolled: reading.enrolled().bits(),
            currency: reading.currency().map_or(0, stepup::units::Currency::numeric),
            minute: reading.minute(),
            operation: reading.operation().code(),
            channel: reading.channel().code(),
            flags: reading.flags().bits(),
            marks: u8::from(reading.is_confirmed()) | (u8::from(reading.is_out_of_order()) << 1),
            ..Self::BLANK
        };
        for fact in Metered::ALL.iter().filter(|fact| fact.is_measured()) {
            match fact.index() {
                place @ 0..8 => raw.money[place] = metered(*fact),
                place @ 8..12 => raw.counts[place - 8] = i16::try_from(metered(*fact)).unwrap(),
                _ => {}
            }
        }
        for fact in Ranked::ALL.iter().filter(|fact| fact.is_measured()) {
            raw.lanes[fact.lane()] = reading.measure(*fact).raw();
        }
        raw
    }
}

impl RawDemand {
    pub const NOTHING: Self = Self {
        rung: 0,
        include: 0,
        kinds: 0,
        distrusted: 0,
        max_age: u32::MAX,
        confirm: false,
        hold: 0,
        hold_days: 0,
        review: 0,
        refuse: false,
        freeze: false,
        notify: 0,
    };

    fn of(demand: &Requirement) -> Self {
        Self {
            rung: demand.rung,
            include: demand.include.bits(),
            kinds: demand.kinds,
            distrusted: demand.distrusted.bits(),
            max_age: demand.max_age,
            confirm: demand.confirm,
            hold: demand.hold,
            hold_days: demand.hold_days,
            review: demand.review,
            refuse: demand.refuse,
            freeze: demand.freeze,
            notify: demand.notify.bits(),
        }
    }
}

impl RawVerdict {
    pub const BLANK: Self = {
        let extreme = RawExtreme { score: 0, outcome: 0, rung: 0 };
        Self {
            policy: [0; 32],
            fired: [0; 4],
            ways: 0,
            points: [0; 32],
            metered_points: [0; 12],
            clamps: [0; 8],
            levels: [0; 32],
            requirement: RawDemand::NOTHING,
            remaining: RawDemand::NOTHING,
            score: 0,
            least: extreme,
            most: extreme,
            semantics: 0,
            outcome: 0,
            mismatch: 0,
            marks: 0,
        }
    };

    /// What the crate's verdict says.
    pub fn of(verdict: &Verdict) -> Self {
        let extreme = |extreme: verdict::Extreme| RawExtreme {
            score: extreme.score,
            outcome: extreme.outcome.code(),
            rung: extreme.rung,
        };
        let mut raw = Self {
            policy: *verdict.policy(),
            fired: *verdict.fired(),
            ways: verdict.ways(),
            requirement: RawDemand::of(verdict.requirement()),
            remaining: RawDemand::of(verdict.remaining()),
            score: verdict.score(),
            least: extreme(verdict.least()),
            most: extreme(verdict.most()),
            semantics: verdict.semantics(),
            outcome: verdict.outcome().code(),
            mismatch: verdict.mismatch().code(),
            marks: u8::from(verdict.is_uncertain()) | (u8::from(verdict.is_routed()) << 1),
            ..Self::BLANK
        };
        for fact in Ranked::ALL {
            raw.levels[fact.lane()] = verdict.level(*fact);
            raw.points[fact.lane()] = verdict.points(*fact);
        }
        for fact in Metered::ALL.iter().filter(|fact| fact.has_points()) {
            raw.metered_points[fact.index()] = verdict.metered_points(*fact);
        }
        for group in Group::ALL {
            raw.clamps[usize::from(group.code())] = verdict.clamp(*group);
        }
        raw
    }
}
