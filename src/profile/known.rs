//! The places where a customer usually is: a few centres with a radius and a fading weight, never a track.

use crate::geo;
use crate::place::{Country, Point, Position};
use crate::profile::habit::Weight;
use crate::profile::view::KnownPlace;
use crate::profile::wire::{FARTHEST, Wire};
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

/// One remembered place, or a country where no more than that is known; free where it has no country.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Place {
    point: Option<Point>,
    country: Option<Country>,
    /// Sixteenths of a visit on the day of `last`.
    weight: u16,
    /// Day since 1970 of the last visit, UTC.
    last: u16,
}

/// The origin, with a radius: what the bytes of a free slot (0) and of a mere country read as.
fn origin(radius: u32) -> Option<Point> {
    Point::new(0, 0, radius).ok()
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
            Some(KnownPlace { point: slot.point, country: slot.country?, weight: slot.weight(day_of(now)) })
        })
    }

    /// Learns a visit. A point too coarse to be a place teaches its country, as a mere country does; that takes a slot
    /// only while no place in the country is remembered.
    pub(super) fn learn(&mut self, position: Position, at: Timestamp, weight: Weight) {
        let point = position.point.filter(|point| point.radius_m() <= WIDEST);
        let day = day_of(at);
        let more = if matches!(weight, Weight::Full) { VISIT } else { VISIT / 4 };
        let in_country = |slot: &Place| slot.country == Some(position.country);
        let near = self.slots.iter_mut().find(|slot| {
            let here = match (slot.point, point) {
                (Some(centre), Some(point)) => is_near(centre, point),
                (None, None) => true,
                _ => false,
            };
            here && in_country(slot)
        });
        if let Some(slot) = near {
            slot.point = slot.point.zip(point).map(|(centre, point)| closer(centre, point));
            slot.weight = slot.weight(day).saturating_add(more);
            slot.last = slot.last.max(day);
            return;
        }
        if point.is_none() && self.slots.iter().any(in_country) {
            return;
        }
        // WHY: of a country of which a place is known, it need not be known besides that it is one.
        let worth = |slot: &&mut Place| {
            let mere = slot.point.is_none() && in_country(slot);
            (!mere, slot.country.is_some(), slot.weight(day))
        };
        if let Some(slot) = self.slots.iter_mut().min_by_key(worth) {
            *slot = Place { point, country: Some(position.country), weight: more, last: day };
        }
    }

    /// Whether no visit is later than `now`, and no country stands there twice without a place.
    pub(super) fn fit(&self, now: Timestamp) -> bool {
        let mut countries = self.slots.iter().filter(|slot| slot.country.is_some() && slot.point.is_none());
        let mut once = true;
        while let Some(one) = countries.next() {
            once &= countries.clone().all(|other| other.country != one.country);
        }
        once && self.slots.iter().all(|slot| slot.last <= day_of(now))
    }

    /// Sixty-eight bytes.
    pub(super) fn walk(&mut self, wire: &mut impl Wire) {
        const FIELD: &str = "place";
        for slot in &mut self.slots {
            let unknown = if slot.country.is_some() { FARTHEST } else { 0 };
            let mut point = slot.point.or(origin(unknown));
            wire.point(&mut point, FIELD);
            wire.country(&mut slot.country, FIELD);
            wire.u16(&mut slot.weight);
            wire.u16(&mut slot.last);
            let (free, country) = (point == origin(0), point == origin(FARTHEST));
            if slot.country.is_none() {
                wire.check(free && (slot.weight, slot.last) == (0, 0), FIELD);
                slot.point = None;
            } else {
                wire.check(country || point.is_some_and(|point| point.radius_m() <= WIDEST), FIELD);
                slot.point = point.filter(|_| !country);
            }
        }
    }
}

/// Whether two points are one place, beyond their radii.
fn is_near(centre: Point, point: Point) -> bool {
    let reach = NEAR.saturating_add(centre.radius_m()).saturating_add(point.radius_m());
    geo::is_within(centre, point, reach.min(WIDEST))
}

/// A centre an eighth of the way towards a new point, and a radius that follows how far off the points are.
fn closer(centre: Point, point: Point) -> Point {
    let off = geo::distance_m(centre, point);
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
        assert!(places.at(now).all(|place| place.point.unwrap().latitude() > 1));
    }

    #[test]
    fn a_place_on_the_date_line_stays_on_it() {
        let (mut places, now) = (Places::NOWHERE, Timestamp::from_seconds(1_000 * 86_400));
        places.learn(spot(0, 179_999_000), now, Weight::Full);
        places.learn(spot(0, -179_999_000), now, Weight::Full);
        assert_eq!(places.at(now).count(), 1);
        assert!(places.at(now).next().unwrap().point.unwrap().longitude() > 179_000_000);
    }

    #[test]
    fn a_country_is_known_without_a_point_and_gives_way_to_a_place_in_it() {
        let (mut places, now) = (Places::NOWHERE, Timestamp::from_seconds(1_000 * 86_400));
        let vague =
            Position { point: Some(Point::new(39_904_200, 116_407_400, WIDEST + 1).unwrap()), ..spot(0, 0) };
        for position in [Position { point: None, ..spot(0, 0) }, vague] {
            places.learn(position, now, Weight::Full);
        }
        let only = places.at(now).next().unwrap();
        assert_eq!((places.at(now).count(), only.point, only.weight), (1, None, 32));
        places.learn(spot(39_904_200, 116_407_400), now, Weight::Full);
        assert!(places.at(now).count() == 1 && places.at(now).all(|place| place.point.is_some()));
        places.learn(vague, now, Weight::Full);
        assert_eq!(places.at(now).next().unwrap().weight, 16, "a coarse point is no visit to a place");
    }
}
