//! The places where a customer usually is: a few centres with a radius and a fading weight, never a track.

use crate::place::{Country, Point, Position};
use crate::profile::habit::Weight;
use crate::profile::view::KnownPlace;
use crate::profile::wire::Wire;
use crate::reputation::decay;
use crate::units::Timestamp;

/// A visit's weight in 16ths.
const VISIT: u16 = 16;
/// Days in which the weight of a place halves. SOURCE: the design's; a month of absence halves what is usual.
const HALF_LIFE: u32 = 30;
/// Two positions within so many metres, beyond their radii, are one place. SOURCE: the design's; a quarter of a city.
const NEAR: u32 = 3_000;
/// The largest radius of a place, metres; a place is never as large as a region.
const WIDEST: u32 = 20_000;

/// One remembered place; free where it has no country.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Place {
    point: Option<Point>,
    country: Option<Country>,
    /// Sixteenths of a visit on the day of `last`.
    weight: u16,
    /// Day since 1970 of the last visit, UTC.
    last: u16,
}

/// The origin: what a free slot's bytes read as.
fn nowhere() -> Option<Point> {
    Point::new(0, 0, 0).ok()
}

impl Place {
    fn weight(&self, day: u16) -> u16 {
        let faded = decay(u32::from(self.weight), u32::from(day.saturating_sub(self.last)), HALF_LIFE);
        u16::try_from(faded).unwrap_or(u16::MAX)
    }
}

/// The day of a time, UTC.
fn day_of(at: Timestamp) -> u16 {
    u16::try_from(at.seconds() / 86_400).unwrap_or(u16::MAX)
}

/// Four places.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Places {
    slots: [Place; 4],
}

impl Places {
    /// Nowhere yet.
    pub(super) const NOWHERE: Self =
        Self { slots: [Place { point: None, country: None, weight: 0, last: 0 }; 4] };

    /// The places with their weight at `now`.
    pub(super) fn at(&self, now: Timestamp) -> impl Iterator<Item = KnownPlace> {
        self.slots.iter().filter_map(move |slot| {
            let (point, country) = (slot.point?, slot.country?);
            Some(KnownPlace { point, country, weight: slot.weight(day_of(now)) })
        })
    }

    /// Learns a visit. A position without a point teaches nothing: there is nothing to be near to.
    pub(super) fn learn(&mut self, position: Position, at: Timestamp, weight: Weight) {
        let Some(point) = position.point else { return };
        let day = day_of(at);
        let more = if matches!(weight, Weight::Full) { VISIT } else { VISIT / 4 };
        let near = self.slots.iter_mut().find(|slot| {
            let within = |centre: Point| {
                let reach = NEAR.saturating_add(centre.radius_m()).saturating_add(point.radius_m());
                distance(centre, point) <= reach.min(WIDEST)
            };
            slot.country == Some(position.country) && slot.point.is_some_and(within)
        });
        if let Some(slot) = near {
            slot.point = slot.point.map(|centre| closer(centre, point));
            slot.weight = slot.weight(day).saturating_add(more);
            slot.last = slot.last.max(day);
            return;
        }
        let least = self.slots.iter_mut().min_by_key(|slot| (slot.country.is_some(), slot.weight(day)));
        if let Some(slot) = least {
            let point = Point::new(point.latitude(), point.longitude(), point.radius_m().min(WIDEST));
            *slot = Place { point: point.ok(), country: Some(position.country), weight: more, last: day };
        }
    }

    /// Sixty-eight bytes.
    pub(super) fn walk(&mut self, wire: &mut impl Wire) {
        const FIELD: &str = "place";
        for slot in &mut self.slots {
            wire.point(&mut slot.point, FIELD);
            wire.country(&mut slot.country, FIELD);
            wire.u16(&mut slot.weight);
            wire.u16(&mut slot.last);
            if slot.country.is_none() {
                wire.check(slot.point == nowhere() && (slot.weight, slot.last) == (0, 0), FIELD);
                slot.point = None;
            }
        }
    }
}

/// A centre an eighth of the way towards a new point, and a radius that follows how far off the points are.
fn closer(centre: Point, point: Point) -> Point {
    let off = distance(centre, point);
    let toward = |from: i32, by: i32| from.saturating_add(by / 8);
    let latitude = toward(centre.latitude(), point.latitude().saturating_sub(centre.latitude()));
    let longitude = toward(centre.longitude(), east(centre.longitude(), point.longitude()));
    let wrapped = match longitude {
        180_000_001.. => longitude.saturating_sub(360_000_000),
        ..-180_000_000 => longitude.saturating_add(360_000_000),
        _ => longitude,
    };
    let radius = centre.radius_m();
    let radius = if off > radius {
        radius.saturating_add(off.saturating_sub(radius) / 4)
    } else {
        radius.saturating_sub(radius.saturating_sub(off) / 16)
    };
    Point::new(latitude, wrapped, radius.min(WIDEST)).unwrap_or(centre)
}

/// Microdegrees from one longitude east to another, the short way round.
fn east(from: i32, to: i32) -> i32 {
    let by = to.saturating_sub(from);
    match by {
        180_000_001.. => by.saturating_sub(360_000_000),
        ..-180_000_000 => by.saturating_add(360_000_000),
        _ => by,
    }
}

/// Metres between two points on a plane that touches Earth at the first: within a few percent below 100 km.
#[expect(
    clippy::arithmetic_side_effects,
    reason = "angles below 2^29 in 64 bits; the divisor is at least 32,400"
)]
fn distance(a: Point, b: Point) -> u32 {
    // SOURCE: the cosine of Bhaskara I, off by at most 0.0017: (32400 - 4 x^2) / (32400 + x^2) for x degrees.
    let degrees = i64::from(a.latitude()) / 1_000_000;
    let cosine = ((32_400 - 4 * degrees * degrees) * 1_024 / (32_400 + degrees * degrees)).max(0);
    let north = i64::from(b.latitude()) - i64::from(a.latitude());
    let east = i64::from(east(a.longitude(), b.longitude())) * cosine / 1_024;
    // 111,195 m a degree: a ninth of a metre a microdegree, nearly.
    let square = (north * north + east * east).unsigned_abs();
    u32::try_from(square.isqrt() * 111_195 / 1_000_000).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spot(latitude: i32, longitude: i32) -> Position {
        let country = Country::from_code("CN").unwrap();
        Position { country, point: Some(Point::new(latitude, longitude, 50).unwrap()) }
    }

    #[test]
    fn near_visits_are_one_place_and_the_least_visited_gives_way() {
        let (mut places, now) = (Places::NOWHERE, Timestamp::from_seconds(1_000 * 86_400));
        for step in 0..5 {
            places.learn(spot(39_904_200 + step * 1_000, 116_407_400), now, Weight::Full);
        }
        assert_eq!(places.at(now).count(), 1);
        assert_eq!(places.at(now).next().unwrap().weight, 80);
        assert_eq!(places.at(now.plus(30 * 86_400)).next().unwrap().weight, 40, "a month halves it");
        for step in 1..=4 {
            places.learn(spot(39_904_200 - step * 2_000_000, 116_407_400), now, Weight::Full);
        }
        assert_eq!(places.at(now).count(), 4);
        assert!(places.at(now).any(|place| place.weight == 80), "the usual place stays");
        places.learn(Position { point: None, ..spot(0, 0) }, now, Weight::Full);
        assert!(places.at(now).all(|place| place.point.latitude() > 1));
    }

    #[test]
    fn a_place_on_the_date_line_stays_on_it() {
        let (mut places, now) = (Places::NOWHERE, Timestamp::from_seconds(1_000 * 86_400));
        places.learn(spot(0, 179_999_000), now, Weight::Full);
        places.learn(spot(0, -179_999_000), now, Weight::Full);
        assert_eq!(places.at(now).count(), 1);
        assert!(places.at(now).next().unwrap().point.longitude() > 179_000_000);
    }

    #[test]
    fn distances_are_right_to_a_few_percent() {
        // Beijing to Tianjin, about 108 km.
        let [Some(beijing), Some(tianjin)] =
            [spot(39_904_200, 116_407_400), spot(39_125_600, 117_190_400)].map(|at| at.point)
        else {
            panic!()
        };
        assert!((105_000..112_000).contains(&distance(beijing, tianjin)));
    }
}
