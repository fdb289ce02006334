//! `drain`: how much of what was there will have left?
//!
//! The measure is basis points of (balance + outflow of 24 h) that will have left with this transfer; nothing there is the most.
//! SOURCE: ABS, Singapore, 2025: over 50 % within 24 h; 25 % and 80 % are the design's.

use crate::fact::{Given, Measure, Ranked};
use crate::signal::scene::{Scene, basis_points, sum};
use crate::signal::{Level, Meaning, Scale, Unit};

/// The scale of `drain`.
pub const SCALE: Scale = Scale {
    fact: Ranked::Drain,
    question: "how much of what was there will have left?",
    question_zh: "资金将被转走多少？",
    unit: Unit::BasisPoints,
    levels: &[
        Level::new("under-25", "不足25%"),
        Level::new("under-50", "不足50%"),
        Level::new("under-80", "不足80%"),
        Level::new("over-80", "80%以上"),
    ],
    edges: &[2500, 5000, 8000],
    meaning: Meaning { unlearned: 2, missing: 2, late: 2, invalid: 2 },
    accusation: None,
};

/// The share of what was there that will have left with this transfer, or the state of the balance; `NotApplicable`
/// where no money moves. Monotone in the amount.
///
/// The balance is what the customer could still spend before this transfer: a balance that still holds what earlier
/// transfers have reserved makes the share look smaller.
pub(crate) fn measure(scene: &Scene<'_>) -> Measure {
    scene.of_money(|_| match scene.fields.balance {
        Given::Known(balance) => {
            Measure::known(share(scene.total_24h(), balance.minor(), scene.totals.total_24h))
        }
        other => Measure::of_state(other.state()),
    })
}

/// Basis points of (balance + outflow before) that `leaving` is; 10,000 of nothing.
fn share(leaving: i64, balance: i64, before: i64) -> u16 {
    basis_points(leaving, sum(balance, before)).unwrap_or(10_000)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signal::trial::{NOT_APPLICABLE, level, measured, measured_without_money, states_pass, yuan};

    #[test]
    fn shares_fall_on_their_levels_at_the_minor_unit() {
        for (leaving, balance, before, expected) in [
            (2_499, 10_000, 0, "under-25"),
            (2_500, 10_000, 0, "under-50"),
            (24_999_999, 100_000_000, 0, "under-25"),
            (4_999, 10_000, 0, "under-50"),
            (5_000, 10_000, 0, "under-80"),
            (7_999, 10_000, 0, "under-80"),
            (8_000, 10_000, 0, "over-80"),
            (8_000, 6_000, 4_000, "over-80"),
            (7_999, 6_000, 4_000, "under-80"),
            (20_000, 10_000, 0, "over-80"),
            (1, 0, 0, "over-80"),
            (0, 0, 0, "over-80"),
        ] {
            let measure = Measure::known(share(leaving, balance, before));
            assert_eq!(level(Ranked::Drain, measure), expected, "{leaving} of {balance} + {before}");
        }
        assert_eq!(share(1, 0, 0), 10_000);
    }

    #[test]
    fn the_balance_is_taken_as_given_and_its_states_pass_through() {
        // 100.00 of 300.00.
        assert_eq!(
            measured(measure, |fields| fields.balance = Given::Known(yuan(30_000))),
            Measure::known(3_333)
        );
        states_pass(measure, |fields, given| fields.balance = given);
        assert_eq!(measured_without_money(measure), NOT_APPLICABLE);
    }
}
