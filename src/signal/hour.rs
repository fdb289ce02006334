//! `hour`: an hour they use?
//!
//! The measure is rarity in basis points: 10,000 less the weight around this hour as a share of the customer's busiest hour, on a circle,
//! weekday and weekend apart. SOURCE: kernel and circle: a circular triangular kernel of 2 h; the edges are the design's own.

use crate::fact::{Measure, Ranked, State};
use crate::signal::scene::Scene;
use crate::signal::{Level, Meaning, Scale, Unit};

/// The scale of `hour`.
pub const SCALE: Scale = Scale {
    fact: Ranked::Hour,
    question: "an hour they use?",
    question_zh: "是常用时段吗？",
    unit: Unit::BasisPoints,
    levels: &[
        Level::new("usual", "常用"),
        Level::new("occasional", "偶尔"),
        Level::new("rare", "罕见"),
        Level::new("never", "从未"),
    ],
    edges: &[7500, 9000, 9900],
    meaning: Meaning { unlearned: 1, missing: 3, late: 3, invalid: 3 },
    accusation: None,
};

/// How rare this hour is among the customer's own; `Unlearned` while the profile is too young to say.
pub(crate) fn measure(scene: &Scene<'_>) -> Measure {
    let at = scene.fields.at;
    let hour = usize::from(at.local_minute() / 60);
    let weekend = at.local_weekday() >= 5;
    let rarity = scene.profile.hours(weekend).and_then(|hours| rarity(hours, hour));
    rarity.map_or(Measure::of_state(State::Unlearned), Measure::known)
}

/// 10,000 less the weight around an hour as basis points of the weight around the busiest; `None` without any weight.
fn rarity(hours: &[u8; 24], hour: usize) -> Option<u16> {
    let weights = weights(hours);
    let busiest = weights.iter().fold(0, |most, weight| (*weight).max(most));
    let here = weights.get(hour).copied().map_or(0, u32::from);
    let share = here.saturating_mul(10_000).checked_div(u32::from(busiest))?;
    Some(u16::try_from(share).map_or(0, |share| 10_000_u16.saturating_sub(share)))
}

/// The weight around each hour: its own and its neighbours' under the kernel 1, 2, 3, 2, 1, so at most 9 * 255.
///
/// WHY: the last two hours stand before the first and the first two behind the last, so that every hour is weighed
/// alike, many at once.
#[expect(clippy::arithmetic_side_effects, reason = "five weights of at most 255 each, times nine in all")]
fn weights(hours: &[u8; 24]) -> [u16; 24] {
    let mut circle = [0_u16; 28];
    let [before, last, day @ .., first, second] = &mut circle;
    day.iter_mut().zip(hours).for_each(|(to, from)| *to = u16::from(*from));
    ([*first, *second, ..], [.., *before, *last]) = (*day, *day);
    let [a @ .., _, _, _, _] = &circle;
    let [_, b @ .., _, _, _] = &circle;
    let [_, _, c @ .., _, _] = &circle;
    let [_, _, _, d @ .., _] = &circle;
    let [_, _, _, _, e @ ..] = &circle;
    let mut weights = [0; 24];
    let around = a.iter().zip(b).zip(c).zip(d).zip(e);
    for (weight, ((((a, b), c), d), e)) in weights.iter_mut().zip(around) {
        *weight = a + 2 * b + 3 * c + 2 * d + e;
    }
    weights
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signal::trial::{UNLEARNED, level, measured};

    #[test]
    fn rarity_falls_off_as_a_triangle_around_midnight_too() {
        let mut hours = [0; 24];
        hours[23] = 200;
        for (hour, expected) in [
            (23, 0),
            (0, 3_334),
            (22, 3_334),
            (1, 6_667),
            (21, 6_667),
            (2, 10_000),
            (20, 10_000),
            (11, 10_000),
        ] {
            assert_eq!(rarity(&hours, hour), Some(expected), "{hour}");
        }
    }

    #[test]
    fn two_habits_a_day_are_both_usual() {
        let mut hours = [0; 24];
        hours[9] = 255;
        hours[21] = 255;
        hours[15] = 20;
        let at = |hour| level(Ranked::Hour, Measure::known(rarity(&hours, hour).unwrap()));
        assert_eq!([at(9), at(21), at(10)], ["usual"; 3]);
        assert_eq!([at(15), at(3)], ["rare", "never"]);
    }

    #[test]
    fn every_hour_of_a_full_clock_is_usual_and_an_empty_one_says_nothing() {
        for hour in 0..24 {
            assert_eq!(rarity(&[255; 24], hour), Some(0));
            assert_eq!(rarity(&[0; 24], hour), None);
        }
        assert_eq!(measured(measure, |_| ()), UNLEARNED);
    }

    #[test]
    fn edges_are_where_they_are_written() {
        for (rarity, expected) in [
            (7_499, "usual"),
            (7_500, "occasional"),
            (8_999, "occasional"),
            (9_000, "rare"),
            (9_899, "rare"),
            (9_900, "never"),
            (10_000, "never"),
        ] {
            assert_eq!(level(Ranked::Hour, Measure::known(rarity)), expected, "{rarity}");
        }
    }
}
