//! `place_conflict`: do position and network agree?
//!
//! The network's own geography is coarse: a difference of region says little, one of country more.

use crate::fact::{Measure, Ranked, State};
use crate::geo;
use crate::place::Position;
use crate::signal::scene::{Scene, unknown_of, usable};
use crate::signal::{Level, Meaning, Scale, Unit};

/// The scale of `place_conflict`.
pub const SCALE: Scale = Scale {
    fact: Ranked::PlaceConflict,
    question: "do position and network agree?",
    question_zh: "定位与网络一致吗？",
    unit: Unit::Rank,
    levels: &[
        Level::new("agree", "一致"),
        Level::new("region", "地区不符"),
        Level::new("country", "国家不符"),
    ],
    edges: &[1, 2],
    meaning: Meaning { unlearned: 1, missing: 1, late: 1, invalid: 1 },
    accusation: None,
};

const AGREE: u16 = 0;
const REGION: u16 = 1;
const COUNTRY: u16 = 2;

/// Beyond both radii, more than this is another region, in metres. SOURCE: the design's own, as `place`.
const REGION_M: u32 = 150_000;

/// Whether the device's position and the line's differ, or the state of the first that is not known; `NotApplicable`
/// where the channel has either not.
pub(crate) fn measure(scene: &Scene<'_>) -> Measure {
    let (device, line) = (&scene.fields.position, &scene.fields.network_position);
    match (unknown_of(device, line), device.known(), line.known()) {
        (None, Some(device), Some(line)) => Measure::known(rank(device, line)),
        (state, ..) => Measure::of_state(state.unwrap_or(State::Missing)),
    }
}

/// How two positions differ. Where either has no point, or one too coarse to mean anything, only countries count.
fn rank(device: Position, line: Position) -> u16 {
    if device.country != line.country {
        return COUNTRY;
    }
    match (usable(device), usable(line)) {
        (Some(device), Some(line)) => {
            let radii = device.radius_m().saturating_add(line.radius_m());
            if geo::is_within(device, line, radii.saturating_add(REGION_M)) { AGREE } else { REGION }
        }
        _ => AGREE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fact::Given;
    use crate::place::Point;
    use crate::signal::trial::{MISSING, NOT_APPLICABLE, at, country, measured, states_pass};

    #[test]
    fn positions_conflict_by_country_and_by_the_gap_beyond_their_radii() {
        let here = at("CN", 40_000, 116_000, 1_000);
        // 150,000 m and the radii of 1,000 and 4,000 are 1,393,946 microdegrees of latitude.
        let there = |north, radius| Position {
            country: country("CN"),
            point: Some(Point::new(40_000_000 + north, 116_000_000, radius).unwrap()),
        };
        assert_eq!(rank(here, there(1_393_900, 4_000)), AGREE);
        assert_eq!(rank(here, there(1_393_960, 4_000)), REGION);
        assert_eq!(rank(there(1_393_960, 4_000), here), REGION);
        assert_eq!(rank(here, there(9_000_000, 100_000)), REGION);
        assert_eq!(rank(here, there(9_000_000, 100_001)), AGREE, "too coarse to differ");
        assert_eq!(rank(here, Position { country: country("CN"), point: None }), AGREE);
        assert_eq!(rank(here, Position { country: country("FR"), point: None }), COUNTRY);
        assert_eq!(rank(here, at("MN", 40_000, 116_000, 0)), COUNTRY);
    }

    #[test]
    fn either_state_passes_through_and_not_applicable_first() {
        let here = Given::Known(at("CN", 40_000, 116_000, 1_000));
        states_pass(measure, |fields, given| (fields.position, fields.network_position) = (given, here));
        states_pass(measure, |fields, given| (fields.position, fields.network_position) = (here, given));
        assert_eq!(measured(measure, |_| ()), MISSING);
        assert_eq!(
            measured(measure, |fields| fields.network_position = Given::NotApplicable),
            NOT_APPLICABLE
        );
        let both =
            |fields: &mut crate::request::Fields| (fields.position, fields.network_position) = (here, here);
        assert_eq!(measured(measure, both), Measure::known(AGREE));
    }
}
