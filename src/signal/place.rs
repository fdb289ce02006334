//! `place`: is the customer usually here?
//!
//! Usual: within a remembered place that carries weight. Seen: within one that does not yet. Same region: within 150 km of one.

use crate::fact::{Given, Measure, Ranked, State};
use crate::geo;
use crate::place::{Point, Position};
use crate::profile::KnownPlace;
use crate::signal::scene::{Scene, usable};
use crate::signal::{Level, Meaning, Scale, Unit};

/// The scale of `place`.
pub const SCALE: Scale = Scale {
    fact: Ranked::Place,
    question: "is the customer usually here?",
    question_zh: "客户常在这里吗？",
    unit: Unit::Rank,
    levels: &[
        Level::new("usual", "常驻"),
        Level::new("seen", "到过"),
        Level::new("same-region", "同地区"),
        Level::new("announced", "已预告"),
        Level::new("same-country", "同国"),
        Level::new("new-country", "新国家"),
    ],
    edges: &[1, 2, 3, 4, 5],
    meaning: Meaning { unlearned: 2, missing: 5, late: 5, invalid: 5 },
    accusation: None,
};

const USUAL: u16 = 0;
const SEEN: u16 = 1;
const SAME_REGION: u16 = 2;
const ANNOUNCED: u16 = 3;
const SAME_COUNTRY: u16 = 4;
const NEW_COUNTRY: u16 = 5;

/// A remembered place reaches this far beyond the positions that it spans, in metres. SOURCE: the design's own: a
/// city's width, and what positioning by cell or exchange is off.
const NEAR_M: u32 = 10_000;
/// From a remembered place, up to here is its region, in metres. SOURCE: the design's own, a long commute.
const REGION_M: u32 = 150_000;
/// Visits, in 16ths and decayed, from which a place is usual. SOURCE: the design's own: three visits just now.
const USUAL_WEIGHT: u16 = 48;

/// The nearest rank among the remembered places, or the state of the position; `Unlearned` while none is remembered.
pub(crate) fn measure(scene: &Scene<'_>) -> Measure {
    let position = match scene.fields.position {
        Given::Known(position) => position,
        other => return Measure::of_state(other.state()),
    };
    let announced = || scene.profile.is_country_announced(position.country, scene.now);
    rank(position, scene.profile.places(scene.now), announced)
        .map_or(Measure::of_state(State::Unlearned), Measure::known)
}

/// The rank of a position among places; `None` where there are none.
///
/// The position's own radius earns it nothing: a coarse position is taken at its centre, one that is too coarse to
/// mean anything, or a mere country, is at best announced. A region does not end at a border.
fn rank(
    position: Position,
    places: impl Iterator<Item = KnownPlace>,
    announced: impl FnOnce() -> bool,
) -> Option<u16> {
    let point = usable(position);
    let mut nearest = None;
    for place in places {
        let by_country = if place.country == position.country { SAME_COUNTRY } else { NEW_COUNTRY };
        let here = point.and_then(|point| nearness(point, &place)).unwrap_or(by_country);
        nearest = Some(nearest.map_or(here, |nearest: u16| nearest.min(here)));
        if here == USUAL {
            break;
        }
    }
    nearest.map(|rank| if rank > ANNOUNCED && announced() { ANNOUNCED } else { rank })
}

/// The rank of a point within the reach of one place; `None` beyond its region, and of a mere country.
fn nearness(point: Point, place: &KnownPlace) -> Option<u16> {
    let centre = place.point?;
    let within = |metres| geo::is_within(point, centre, centre.radius_m().saturating_add(metres));
    if within(NEAR_M) {
        Some(if place.weight >= USUAL_WEIGHT { USUAL } else { SEEN })
    } else {
        within(REGION_M).then_some(SAME_REGION)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::{Happening, Movement};
    use crate::factor::{Factor, FactorSet};
    use crate::signal::trial::{
        DAY, UNLEARNED, at, country, happen, level, measured, measured_on, movement, states_pass,
    };

    /// A place in CN at 40 N 116 E that spans 5 km.
    fn home(weight: u16) -> KnownPlace {
        let point = at("CN", 40_000, 116_000, 5_000).point;
        KnownPlace { point, country: country("CN"), weight }
    }

    fn ranked(position: Position, places: &[KnownPlace], announced: bool) -> &'static str {
        let rank = rank(position, places.iter().copied(), || announced).unwrap();
        level(Ranked::Place, Measure::known(rank))
    }

    #[test]
    fn a_position_ranks_by_the_nearest_remembered_place() {
        // A thousandth of a degree of latitude is 111 m.
        for (north, expected) in [
            (0, "usual"),
            (134, "usual"),
            (135, "same-region"),
            (1_393, "same-region"),
            (1_394, "same-country"),
            (20_000, "same-country"),
        ] {
            assert_eq!(ranked(at("CN", 40_000 + north, 116_000, 0), &[home(48)], false), expected, "{north}");
        }
        let here = at("CN", 40_000, 116_000, 0);
        assert_eq!(ranked(here, &[home(47)], false), "seen");
        assert_eq!(ranked(here, &[home(49)], false), "usual");
        assert_eq!(ranked(here, &[home(1), home(48)], false), "usual", "the nearest rank wins");
        assert_eq!(
            ranked(at("MN", 41_000, 116_000, 0), &[home(48)], false),
            "same-region",
            "over the border"
        );
        assert_eq!(ranked(at("MN", 48_000, 106_000, 0), &[home(48)], false), "new-country");
    }

    #[test]
    fn an_announced_country_never_makes_a_place_worse() {
        assert_eq!(ranked(at("MN", 48_000, 106_000, 0), &[home(48)], true), "announced");
        assert_eq!(ranked(at("CN", 23_000, 113_000, 0), &[home(48)], true), "announced");
        assert_eq!(ranked(at("CN", 41_000, 116_000, 0), &[home(48)], true), "same-region");
        assert_eq!(ranked(at("CN", 40_000, 116_000, 0), &[home(48)], true), "usual");
    }

    #[test]
    fn a_coarse_position_earns_nothing() {
        for (radius, expected) in [(0, "same-region"), (100_000, "same-region"), (100_001, "same-country")] {
            assert_eq!(ranked(at("CN", 40_200, 116_000, radius), &[home(48)], false), expected, "{radius}");
        }
        let country_only = |code| Position { country: country(code), point: None };
        assert_eq!(ranked(country_only("CN"), &[home(48)], false), "same-country");
        assert_eq!(ranked(country_only("FR"), &[home(48)], false), "new-country");
        assert_eq!(ranked(country_only("FR"), &[home(48)], true), "announced");
    }

    #[test]
    fn a_known_country_is_enough_to_tell_a_new_one() {
        let china = KnownPlace { point: None, country: country("CN"), weight: 800 };
        assert_eq!(ranked(at("NG", 6_500, 3_400, 0), &[china], false), "new-country");
        assert_eq!(ranked(at("CN", 40_000, 116_000, 0), &[china], false), "same-country");
        assert_eq!(ranked(Position { country: country("NG"), point: None }, &[china], false), "new-country");
        let mut profile = crate::signal::trial::bare();
        let home = Position { country: country("CN"), point: None };
        for day in (1..9).rev() {
            let proved = FactorSet::NONE.with(Factor::Face);
            let paid = Movement { position: Some(home), proved, ..movement(day, 100) };
            happen(&mut profile, u32::from(day) * DAY, Happening::Settled(paid));
        }
        for (code, expected) in [("CN", "same-country"), ("NG", "new-country")] {
            let there = Given::Known(Position { country: country(code), point: None });
            let measure = measured_on(&profile, measure, |fields| fields.position = there);
            assert_eq!(level(Ranked::Place, measure), expected);
        }
    }

    #[test]
    fn a_young_profile_is_unlearned_and_states_pass_through() {
        let somewhere = at("CN", 40_000, 116_000, 10);
        assert_eq!(measured(measure, |fields| fields.position = Given::Known(somewhere)), UNLEARNED);
        states_pass(measure, |fields, given| fields.position = given);
    }
}
