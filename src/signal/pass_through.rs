//! `pass_through`: is money that just came in leaving at once?
//!
//! The measure is basis points of what was credited within the hour that leaves with this transfer and those since. SOURCE: rapid in and out
//! is the mark of a mule account (FFIEC manual, Appendix F); the edges are the design's.

use crate::fact::{Measure, Ranked};
use crate::profile::log2_256;
use crate::signal::scene::{Scene, basis_points, sum};
use crate::signal::{Level, Meaning, Scale, Unit};

/// The scale of `pass_through`.
pub const SCALE: Scale = Scale {
    fact: Ranked::PassThrough,
    question: "is money that just came in leaving at once?",
    question_zh: "刚到的钱马上转走吗？",
    unit: Unit::BasisPoints,
    levels: &[
        Level::new("none", "无"),
        Level::new("part", "部分"),
        Level::new("most", "大部分"),
        Level::new("all", "全部"),
    ],
    edges: &[2500, 5000, 9000],
    meaning: Meaning { unlearned: 0, missing: 0, late: 0, invalid: 0 },
    accusation: None,
};

/// A credit this far below the centre of the customer's own transfers counts as none, in 256ths of log2: three
/// octaves, an eighth.
///
/// WHY: otherwise an incoming 1.00 would make every payment of the next hour look like `all` of it. The line hangs on
/// what was credited and on the habit, never on this amount, so that the measure stays monotone in the amount.
/// SOURCE: the design's own.
const SMALL_CREDIT: u16 = 3 * 256;

/// The share of what came in within the hour that leaves; 0 where next to nothing came in, `NotApplicable` where no
/// money moves. Monotone in the amount.
pub(crate) fn measure(scene: &Scene<'_>) -> Measure {
    scene.of_money(|minor| {
        let credited = scene.totals.credited_1h;
        if is_small(credited, scene.profile.amount_habit().centre) {
            return Measure::known(0);
        }
        Measure::known(basis_points(sum(scene.totals.outflow_1h, minor), credited).unwrap_or(0))
    })
}

/// Whether a credit is too small beside the customer's own transfers to be passed on; none at all always is.
fn is_small(credited: i64, centre: u16) -> bool {
    credited <= 0 || log2_256(credited).saturating_add(SMALL_CREDIT) < centre
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Happening;
    use crate::signal::trial::{
        NOT_APPLICABLE, bare, happen, level, measured, measured_on, measured_without_money, movement,
    };

    /// What is measured of 100.00 leaving after so much came in and so much left.
    fn after(minor: i64, left: i64) -> Measure {
        let mut profile = bare();
        happen(&mut profile, 90, Happening::Credited { minor, currency: crate::units::Currency::CNY });
        happen(&mut profile, 60, Happening::Attempted(movement(1, left)));
        measured_on(&profile, measure, |_| ())
    }

    #[test]
    fn what_leaves_within_the_hour_falls_on_its_levels() {
        for (credited, left, expected) in [
            (40_001, 0, "none"),
            (40_000, 0, "part"),
            (20_001, 0, "part"),
            (20_000, 0, "most"),
            (11_112, 0, "most"),
            (11_111, 0, "all"),
            (5_000, 0, "all"),
            (100_000, 79_999, "most"),
            (100_000, 80_000, "all"),
        ] {
            assert_eq!(
                level(Ranked::PassThrough, after(credited, left)),
                expected,
                "{credited} in, {left} out"
            );
        }
        assert_eq!(after(500_000, 9_000_000).value(), Some(10_000));
    }

    #[test]
    fn a_small_credit_counts_as_none() {
        assert_eq!(after(0, 5_000), Measure::known(0));
        // The usual transfer is 10.24; an eighth is 1.28.
        assert_eq!(after(127, 0), Measure::known(0));
        assert_eq!(after(128, 0), Measure::known(10_000));
        assert_eq!(measured(measure, |_| ()), Measure::known(0));
        assert_eq!(measured_without_money(measure), NOT_APPLICABLE);
    }
}
