//! `travel`: could they have got here?
//!
//! The measure is the speed beyond both accuracy radii, in km/h, 0 below 50 km. SOURCE: 500 km/h is faster than any train, airliners cruise
//! near 900, none flies at 2,000; the floor of 50 km follows Ory Kratos PR 4569.

use crate::fact::{Given, Measure, Ranked, State};
use crate::geo;
use crate::place::Position;
use crate::profile::LastSeen;
use crate::request::Network;
use crate::signal::scene::{Scene, usable};
use crate::signal::{Level, Meaning, Scale, Unit};
use crate::units::Timestamp;

/// The scale of `travel`.
pub const SCALE: Scale = Scale {
    fact: Ranked::Travel,
    question: "could they have got here?",
    question_zh: "来得及到这里吗？",
    unit: Unit::KilometresPerHour,
    levels: &[
        Level::new("possible", "可能"),
        Level::new("fast", "很快"),
        Level::new("implausible", "不合理"),
        Level::new("impossible", "不可能"),
    ],
    edges: &[501, 901, 2001],
    meaning: Meaning { unlearned: 2, missing: 2, late: 2, invalid: 2 },
    accusation: None,
};

/// Beyond both radii, less than this is no journey, in metres. SOURCE: Ory Kratos PR 4569.
const JOURNEY_M: u32 = 50_000;
/// A journey takes at least this long, in seconds: two requests in one second are not infinitely fast.
const SHORTEST_S: u32 = 60;

/// The speed from where the customer was last seen, km/h.
///
/// A customer whom nobody has seen anywhere yet makes no journey: `NotApplicable`, whatever the position or the line.
/// After that an anonymising line makes any position `Invalid`, also one that was not supplied; one too coarse (a radius
/// over 100 km), or a mere country, counts as `Missing`. Who was seen in countries only, at no point, makes no journey
/// that could be measured: `NotApplicable` too, unless it would be to another country: `Missing`.
pub(crate) fn measure(scene: &Scene<'_>) -> Measure {
    let anonymous = scene.fields.network.known().is_some_and(Network::is_anonymising);
    let unseen = scene.profile.last_seen().is_none() && scene.profile.places(scene.now).next().is_none();
    match scene.fields.position {
        _ if unseen => Measure::of_state(State::NotApplicable),
        Given::NotApplicable => Measure::of_state(State::NotApplicable),
        _ if anonymous => Measure::of_state(State::Invalid),
        Given::Known(position) => match scene.profile.last_seen() {
            Some(last) => from(&last, position, scene.now),
            None => from_nowhere(scene, position),
        },
        other => Measure::of_state(other.state()),
    }
}

/// The journey of a customer who was seen at no point: at most in countries.
fn from_nowhere(scene: &Scene<'_>, position: Position) -> Measure {
    let mut countries = scene.profile.places(scene.now).map(|place| place.country).peekable();
    let possible = countries.peek().is_none() || countries.any(|country| country == position.country);
    Measure::of_state(if possible { State::NotApplicable } else { State::Missing })
}

/// The speed from where the customer was last seen to a position.
///
/// WHY: where they were last seen counts with its whole radius, at most 100 km: it came with a proof, so nobody stated it
/// to make the next journey look short.
fn from(last: &LastSeen, position: Position, now: Timestamp) -> Measure {
    let Some(here) = usable(position) else {
        return Measure::of_state(State::Missing);
    };
    let radii = here.radius_m().saturating_add(last.point.radius_m());
    // WHY: nearly every request comes from where the last one came from; then no distance has to be computed.
    if geo::is_within(here, last.point, radii.saturating_add(JOURNEY_M.saturating_sub(1))) {
        return Measure::known(0);
    }
    let gap = geo::distance_m(here, last.point).saturating_sub(radii);
    Measure::known(speed(gap, now.since(last.at)))
}

/// Kilometres per hour over a gap in metres and seconds, rounded up so that anything over 500 is at least 501.
///
/// Never below the exact quotient, and less than 1 km/h above it, up to 32,767. The gap is at most [`geo::ERROR_M`] off
/// the sphere, and so the speed of a journey of 50 km or more by another 1 part in 50,000.
fn speed(gap_m: u32, elapsed_s: u32) -> u16 {
    if gap_m < JOURNEY_M {
        return 0;
    }
    // A metre a second is 18/5 km/h.
    let (way, time) =
        (u64::from(gap_m).saturating_mul(18), u64::from(elapsed_s.max(SHORTEST_S)).saturating_mul(5));
    u16::try_from(way.div_ceil(time)).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::{Happening, Movement};
    use crate::factor::{Factor, FactorSet};
    use crate::request::Fields;
    use crate::signal::trial::{
        INVALID, MISSING, NOT_APPLICABLE, NOW, ago, at, bare, country, happen, level, measured, measured_on,
        movement,
    };

    /// What is measured of a customer last seen at 40 N 116 E within 1 km, `seconds` ago.
    fn seen(seconds: u32, change: impl FnOnce(&mut Fields)) -> Measure {
        let mut profile = bare();
        let (factors, position) = (FactorSet::NONE.with(Factor::Face), at("CN", 40_000, 116_000, 1_000));
        happen(&mut profile, seconds, Happening::Proved { factors, device: None, position: Some(position) });
        measured_on(&profile, measure, change)
    }

    #[test]
    fn speeds_fall_on_their_levels_at_the_metre() {
        for (gap, elapsed, expected) in [
            (0, 0, 0),
            (49_999, 0, 0),
            (50_000, 0, 3_000),
            (50_000, 60, 3_000),
            (50_000, 61, 2_951),
            (500_000, 3_600, 500),
            (500_001, 3_600, 501),
            (900_000, 3_600, 900),
            (900_001, 3_600, 901),
            (2_000_000, 3_600, 2_000),
            (2_000_001, 3_600, 2_001),
            (20_015_115, 0, u16::MAX),
            (20_015_115, u32::MAX, 1),
        ] {
            assert_eq!(speed(gap, elapsed), expected, "{gap} m in {elapsed} s");
        }
        for (speed, expected) in [
            (500, "possible"),
            (501, "fast"),
            (901, "implausible"),
            (2_000, "implausible"),
            (2_001, "impossible"),
        ] {
            assert_eq!(level(Ranked::Travel, Measure::known(speed)), expected);
        }
    }

    #[test]
    fn a_journey_is_measured_beyond_both_radii() {
        // 10 degrees of latitude are 1,111,951 m.
        let to = |radius| {
            move |fields: &mut Fields| fields.position = Given::Known(at("CN", 30_000, 116_000, radius))
        };
        assert_eq!(seen(3_600, to(0)), Measure::known(1_111));
        assert_eq!(seen(3_600, to(99_000)), Measure::known(1_012));
        assert_eq!(seen(3_600, to(100_001)), MISSING, "too coarse");
        assert_eq!(seen(0, to(0)).value(), Some(Measure::MAX));
        let before = at("CN", 40_000, 116_000, 1_000).point.unwrap();
        let later = LastSeen { point: before, at: NOW.plus(7_200) };
        let there = at("CN", 30_000, 116_000, 0);
        assert_eq!(
            from(&later, there, NOW).value(),
            Some(Measure::MAX),
            "an older request: a minute, not less"
        );
        let vague = LastSeen { point: at("CN", 40_000, 116_000, 1_100_000).point.unwrap(), at: NOW };
        assert_eq!(from(&vague, there, NOW), Measure::known(0), "they may have been near");
    }

    #[test]
    fn a_line_that_hides_is_invalid_and_never_harmless() {
        for network in Network::ALL {
            let hidden = |given: Given<_>| {
                seen(60, move |fields| {
                    fields.position = given;
                    fields.network = Given::Known(*network);
                })
            };
            let here = Given::Known(at("CN", 40_000, 116_000, 10));
            let anonymous = network.is_anonymising();
            assert_eq!(hidden(here), if anonymous { INVALID } else { Measure::known(0) }, "{network}");
            assert_eq!(hidden(Given::Missing), if anonymous { INVALID } else { MISSING }, "{network}");
            assert_eq!(hidden(Given::NotApplicable), NOT_APPLICABLE, "{network}");
        }
    }

    #[test]
    fn who_was_never_seen_anywhere_makes_no_journey_whatever_they_hide() {
        assert_eq!(measured(measure, |_| ()), NOT_APPLICABLE);
        let here = Given::Known(at("CN", 40_000, 116_000, 10));
        assert_eq!(measured(measure, |fields| fields.position = here), NOT_APPLICABLE);
        assert_eq!(measured(measure, |fields| fields.network = Given::Known(Network::Tor)), NOT_APPLICABLE);
    }

    #[test]
    fn who_was_seen_anywhere_hides_nothing_by_a_silent_position() {
        for (given, expected) in [(Given::Missing, MISSING), (Given::NotApplicable, NOT_APPLICABLE)] {
            assert_eq!(seen(60, move |fields| fields.position = given), expected);
        }
        for state in [Given::Late, Given::Invalid] {
            let measured = seen(60, move |fields| fields.position = state);
            assert_eq!(measured, Measure::of_state(state.state()));
        }
    }

    #[test]
    fn who_was_only_ever_seen_in_a_country_does_not_travel_to_another_unnoticed() {
        let mut profile = bare();
        let home = Position { country: country("CN"), point: None };
        let proved = FactorSet::NONE.with(Factor::Face);
        let paid = Movement { position: Some(home), proved, ..movement(1, 100) };
        happen(&mut profile, 9, Happening::Settled(paid));
        let to = |position| measured_on(&profile, measure, |fields| fields.position = Given::Known(position));
        assert_eq!(to(home), NOT_APPLICABLE);
        assert_eq!(to(at("CN", 23_000, 113_000, 10)), NOT_APPLICABLE);
        assert_eq!(to(at("NG", 6_500, 3_400, 10)), MISSING);
        assert_eq!(to(Position { country: country("NG"), point: None }), MISSING);
    }

    #[test]
    fn a_speed_is_within_one_of_the_exact_quotient_and_never_below() {
        let mut seed = 7_u64;
        let mut below = |end: u32| {
            seed = seed.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(0x1405_7b7e_f767_814f);
            u32::try_from((seed >> 33) % u64::from(end)).unwrap()
        };
        for round in 0..1_000_000 {
            let gap = JOURNEY_M + below(20_015_115 - JOURNEY_M);
            let elapsed = if round % 2 == 0 { below(100_000) } else { below(u32::MAX) };
            let exact = f64::from(gap) * 3.6 / f64::from(elapsed.max(SHORTEST_S));
            let told = f64::from(speed(gap, elapsed));
            let slack = 1e-9 * exact;
            assert!(
                told >= exact.min(65_535.0) - slack && told < exact + 1.0 + slack,
                "{gap} m in {elapsed} s"
            );
        }
    }

    #[test]
    fn a_coarse_last_sight_teaches_nothing() {
        let mut profile = bare();
        let factors = FactorSet::NONE.with(Factor::Face);
        for (seconds, radius) in [(900, 1_000), (60, 100_001)] {
            let position = Some(at("CN", 40_000, 116_000, radius));
            happen(&mut profile, seconds, Happening::Proved { factors, device: None, position });
        }
        let last = profile.last_seen().unwrap();
        assert_eq!((last.point.radius_m(), last.at), (1_000, ago(900)));
    }
}
