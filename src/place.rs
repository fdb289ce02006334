//! Positions and countries as they enter: integers, with a radius of accuracy.

use thiserror::Error;

use crate::bytes::{Put, Take};

/// A country by its two-letter code (ISO 3166-1 alpha-2, upper case).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Country([u8; 2]);

impl Country {
    /// The country with this code; two upper-case ASCII letters, whether assigned or not.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        match code.as_bytes() {
            [a, b] if a.is_ascii_uppercase() && b.is_ascii_uppercase() => Some(Self([*a, *b])),
            _ => None,
        }
    }

    /// The two letters as a number that is never 0, for storage.
    #[must_use]
    pub const fn to_number(self) -> u16 {
        u16::from_le_bytes(self.0)
    }

    /// The country behind a stored number.
    #[must_use]
    pub fn from_number(number: u16) -> Option<Self> {
        let letters = number.to_le_bytes();
        letters.iter().all(u8::is_ascii_uppercase).then_some(Self(letters))
    }
}

impl core::fmt::Debug for Country {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        self.0.iter().try_for_each(|letter| write!(f, "{}", char::from(*letter)))
    }
}

/// A point with a larger radius of accuracy than this, in metres, counts as no point at all.
///
/// WHY: subtracting a radius that the sender states must not make every journey possible; 100 km is more than a cell
/// or a city's exchange is ever off.
pub(crate) const COARSE_M: u32 = 100_000;

/// A point on Earth in microdegrees, with the radius in which the device really is.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Point {
    latitude: i32,
    longitude: i32,
    radius_m: u32,
}

/// A coordinate outside its range.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("a {what} lies between {least} and {most} microdegrees")]
pub struct PointError {
    /// Which coordinate.
    pub what: &'static str,
    /// The least it may be.
    pub least: i32,
    /// The most it may be.
    pub most: i32,
}

impl Point {
    /// Latitude and longitude in microdegrees (39904200 is 39.9042 degrees north), radius of accuracy in metres.
    ///
    /// # Errors
    /// [`PointError`] beyond 90 degrees of latitude or 180 of longitude; the value itself is not repeated.
    pub const fn new(latitude: i32, longitude: i32, radius_m: u32) -> Result<Self, PointError> {
        if latitude < -90_000_000 || latitude > 90_000_000 {
            return Err(PointError { what: "latitude", least: -90_000_000, most: 90_000_000 });
        }
        if longitude < -180_000_000 || longitude > 180_000_000 {
            return Err(PointError { what: "longitude", least: -180_000_000, most: 180_000_000 });
        }
        Ok(Self { latitude, longitude, radius_m })
    }

    /// Microdegrees north, -90,000,000 ..= 90,000,000.
    #[must_use]
    pub const fn latitude(self) -> i32 {
        self.latitude
    }

    /// Microdegrees east, -180,000,000 ..= 180,000,000.
    #[must_use]
    pub const fn longitude(self) -> i32 {
        self.longitude
    }

    /// Metres.
    #[must_use]
    pub const fn radius_m(self) -> u32 {
        self.radius_m
    }

    /// Latitude, longitude and radius as they lie in an encoding, 4 bytes each.
    pub(crate) fn to_bytes(self) -> [u8; 12] {
        let mut out = [0; 12];
        let mut to = Put::new(&mut out);
        to.put(&self.latitude.to_le_bytes());
        to.put(&self.longitude.to_le_bytes());
        to.put(&self.radius_m.to_le_bytes());
        out
    }

    /// The point behind the bytes of an encoding.
    pub(crate) fn from_bytes(bytes: [u8; 12]) -> Result<Self, PointError> {
        let mut take = Take::new(&bytes);
        let (latitude, longitude) = (i32::from_le_bytes(take.next()), i32::from_le_bytes(take.next()));
        Self::new(latitude, longitude, u32::from_le_bytes(take.next()))
    }
}

/// Movements are sensitive: a debug print shows whole degrees only.
impl core::fmt::Debug for Point {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "about {}°, {}°", self.latitude / 1_000_000, self.longitude / 1_000_000)
    }
}

/// Where a device or a line says it is: a country, and a point where it knows one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Position {
    /// The country.
    pub country: Country,
    /// The point, where more than the country is known.
    pub point: Option<Point>,
}
