//! `payee_record`: what do others' transfers say of the payee?
//!
//! Fresh: the run of confirmed reports since the last transfer known to be clean began less than 28 days ago. SOURCE: measured: the run and its beginning
//! separate a burst from a steady low rate (Fraud Detection Handbook data).

use crate::fact::{Measure, Ranked};
use crate::reputation::Reputation;
use crate::signal::scene::Scene;
use crate::signal::{Level, Meaning, Scale, Unit};
use crate::units::Timestamp;

/// The scale of `payee_record`.
pub const SCALE: Scale = Scale {
    fact: Ranked::PayeeRecord,
    question: "what do others' transfers say of the payee?",
    question_zh: "他人的转账怎么说这个收款人？",
    unit: Unit::Rank,
    levels: &[
        Level::new("good", "良好"),
        Level::new("none", "无"),
        Level::new("old", "旧举报"),
        Level::new("fresh", "新举报"),
        Level::new("fresh-run", "连续新举报"),
    ],
    edges: &[1, 2, 3, 4],
    meaning: Meaning { unlearned: 1, missing: 1, late: 1, invalid: 1 },
    accusation: Some(4),
};

const GOOD: u16 = 0;
const NONE: u16 = 1;
const OLD: u16 = 2;
const FRESH: u16 = 3;
const FRESH_RUN: u16 = 4;

/// A run of reports is fresh while its first transfer is less than this old, in seconds. SOURCE: the design's table,
/// 28 days: compromised payees are bursts.
const FRESH_S: u32 = 28 * 86_400;
/// So many reports in a row are a run. SOURCE: the design's table.
const RUN: u8 = 2;
/// So many distinct customers make a record good. WHY: with fewer, the first victims of a mule, whose reports are yet
/// to come, would vouch to the next. SOURCE: the design's own.
const VOUCHING: u16 = 5;

/// What the payee's reputation says, or its state; `NotApplicable` where no money moves.
pub(crate) fn measure(scene: &Scene<'_>) -> Measure {
    scene.of_money(|_| Measure::of(scene.fields.payee_reputation, |reputation| of(&reputation, scene.now)))
}

fn of(reputation: &Reputation, now: Timestamp) -> u16 {
    rank(&Record {
        reports: reputation.reports(),
        run: reputation.run(),
        run_age_s: reputation.run_began().map(|began| now.since(began)),
        customers: reputation.customers(now),
    })
}

/// What ranks a payee, each number by its name.
struct Record {
    reports: u16,
    /// Reports since the last transfer known to be clean.
    run: u8,
    /// Age of the run's first transfer.
    run_age_s: Option<u32>,
    customers: u16,
}

fn rank(record: &Record) -> u16 {
    if record.run > 0 {
        // WHY: a run whose beginning is not known counts as a fresh report, but it accuses nobody.
        return match record.run_age_s {
            Some(age) if age >= FRESH_S => OLD,
            Some(_) if record.run >= RUN => FRESH_RUN,
            _ => FRESH,
        };
    }
    match record {
        Record { reports: 1.., .. } => OLD,
        Record { customers: VOUCHING.., .. } => GOOD,
        _ => NONE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signal::trial::{DAY, NOT_APPLICABLE, level, measured_without_money, states_pass};

    #[test]
    fn a_record_ranks_by_its_run_and_when_it_began() {
        let clean = |customers| Record { reports: 0, run: 0, run_age_s: None, customers };
        let run = |run, age| Record { reports: u16::from(run), run, run_age_s: age, customers: 1_000 };
        for (record, expected) in [
            (clean(0), "none"),
            (clean(4), "none"),
            (clean(5), "good"),
            (clean(u16::MAX), "good"),
            (Record { reports: 1, ..clean(1_000) }, "old"),
            (run(1, Some(28 * DAY)), "old"),
            (run(9, Some(28 * DAY)), "old"),
            (run(1, Some(28 * DAY - 1)), "fresh"),
            (run(1, Some(0)), "fresh"),
            (run(2, Some(28 * DAY - 1)), "fresh-run"),
            (run(255, Some(0)), "fresh-run"),
            (run(255, None), "fresh"),
        ] {
            let rank = Measure::known(rank(&record));
            assert_eq!(level(Ranked::PayeeRecord, rank), expected);
        }
    }

    #[test]
    fn states_pass_through() {
        states_pass(measure, |fields, given| fields.payee_reputation = given);
        assert_eq!(measured_without_money(measure), NOT_APPLICABLE);
    }
}
