//! Great-circle distance in integers: the same metres on every machine.
//!
//! The haversine formula on a sphere, in fixed point with 31 binary digits after the point. The result differs from
//! the exact distance *on that sphere* by at most [`ERROR_M`] metres, at any distance, poles and antipodes included;
//! the Earth itself is up to 0.6 % off the sphere, far below what any level of `place` or `travel` can tell apart.

use crate::place::Point;

/// How far [`distance_m`] may be from the exact great circle, in metres; held by a test over a million pairs.
pub const ERROR_M: u32 = 1;

/// Twice the mean radius of the Earth, decimetres. SOURCE: IUGG mean radius, 6,371,008.8 m.
const DIAMETER_DM: i64 = 127_420_176;

/// Microdegrees of latitude in 100 km, 10^11 * 180 / (pi * radius), rounded down.
const LATITUDE_OF_100_KM: u64 = 899_320;

/// A quarter turn, in half microdegrees: what the haversine's half angles are counted in.
const QUARTER: i64 = 180_000_000;
const SHIFT: u32 = 31;
const ONE: i64 = 1 << SHIFT;
const HALF: i64 = 1 << (SHIFT - 1);
/// A right angle in radians, 31 digits.
const RIGHT_ANGLE: i64 = 3_373_259_426;

/// SOURCE: Chebyshev interpolation of sin(pi/2 sqrt y) / sqrt y on 0 ..= 1; off by at most 3e-11. Highest power first.
const SINE: [i64; 6] = [-7_370, 344_144, -10_053_783, 171_138_563, -1_387_197_332, 3_373_259_426];

/// SOURCE: Chebyshev interpolation of asin(sqrt y) / sqrt y on 0 ..= 1/2; off by at most 4e-10. Highest power first.
const ARC_SINE: [i64; 10] = [
    307_414_563,
    -419_932_424,
    345_383_625,
    -88_193_049,
    77_756_466,
    61_061_123,
    96_202_690,
    161_047_987,
    357_914_145,
    2_147_483_647,
];

/// Metres between two points along the great circle, `0 ..= 20_015_114`; the radii of accuracy do not count.
///
/// Symmetric to the last bit, 0 for points with the same coordinates, and within [`ERROR_M`] of the exact distance on
/// the sphere, so that the triangle inequality holds within three times that.
#[must_use]
#[expect(
    clippy::arithmetic_side_effects,
    reason = "angles are at most 180,000,000; sines at most 2^31, one more by rounding; the angle at most 2^32"
)]
pub fn distance_m(a: Point, b: Point) -> u32 {
    let (north, other_north) = (i64::from(a.latitude()), i64::from(b.latitude()));
    let east = (i64::from(a.longitude()) - i64::from(b.longitude())).abs();
    let east = east.min(2 * QUARTER - east);
    let cosines = sine(QUARTER - 2 * north.abs()) * sine(QUARTER - 2 * other_north.abs());
    let near = haversine((north - other_north).abs(), east, cosines);
    // WHY: near the antipode the haversine is nearly 1 and its last digits are hundreds of metres; from the antipode
    // of `b` the same formula is exact again.
    let angle = if near <= 1 << 61 {
        arc(near)
    } else {
        RIGHT_ANGLE - arc(haversine((north + other_north).abs(), QUARTER - east, cosines))
    };
    let metres = (angle * DIAMETER_DM + 5 * ONE) / (10 * ONE);
    u32::try_from(metres).unwrap_or(0)
}

/// Whether two points are at most `metres` apart: what [`distance_m`] says, but for most pairs in a few comparisons.
///
/// WHY: the way along the meridian alone is never longer than the great circle, and the way along the meridian and then
/// along the equator never shorter. Only between the two is a haversine needed; one metre is left for its error.
#[must_use]
pub(crate) fn is_within(a: Point, b: Point, metres: u32) -> bool {
    let north = u64::from(a.latitude().abs_diff(b.latitude()));
    let east = u64::from(a.longitude().abs_diff(b.longitude()));
    let east = east.min(360_000_000_u64.saturating_sub(east));
    let (way, limit) = (north.saturating_add(east).saturating_mul(100_000), u64::from(metres));
    if way <= limit.saturating_sub(u64::from(ERROR_M)).saturating_mul(LATITUDE_OF_100_KM) {
        return true;
    }
    let beyond =
        limit.saturating_add(u64::from(ERROR_M)).saturating_mul(LATITUDE_OF_100_KM.saturating_add(1));
    north.saturating_mul(100_000) <= beyond && distance_m(a, b) <= metres
}

/// The sine of an angle in half microdegrees, `0 ..= QUARTER`, with 31 digits.
#[expect(clippy::arithmetic_side_effects, reason = "an angle of at most 2^27.5 times 2^31 stays below 2^59")]
fn sine(half_microdegrees: i64) -> i64 {
    let part = (half_microdegrees * ONE + QUARTER / 2) / QUARTER;
    times(part, polynomial(&SINE, times(part, part)))
}

/// The squared sine of half the angle between two points, with 62 digits, from half the differences of latitude and
/// longitude (half microdegrees) and the product of the cosines of latitude (62 digits).
#[expect(
    clippy::arithmetic_side_effects,
    reason = "squares of sines are at most about 2^62, so their sum fits 64 bits"
)]
fn haversine(half_north: i64, half_east: i64, cosines: i64) -> u64 {
    let (up, along) = (sine(half_north), sine(half_east));
    // WHY: a product of two fractions of 62 digits has 124; `>> 62` brings it back to 62.
    let across = (i128::from(cosines) * i128::from(along * along)) >> 62;
    (up * up).cast_unsigned() + u64::try_from(across).unwrap_or(0)
}

/// The angle whose squared sine is `square` (62 digits, at most a half and a little), in radians with 31 digits.
fn arc(square: u64) -> i64 {
    let root = square.isqrt().cast_signed();
    times(root, polynomial(&ARC_SINE, (square >> SHIFT).cast_signed()))
}

/// The polynomial with these coefficients, highest power first, at `at` (`0 ..= 2^31`).
#[expect(clippy::arithmetic_side_effects, reason = "every partial sum of both tables stays below 2^33")]
fn polynomial<const N: usize>(coefficients: &[i64; N], at: i64) -> i64 {
    coefficients.iter().fold(0, |sum, coefficient| times(sum, at) + coefficient)
}

/// The product of two numbers with 31 digits, rounded to the nearest.
#[expect(
    clippy::arithmetic_side_effects,
    reason = "one factor is at most 2^31 (or both 2^31.7), so 2^63 is not reached"
)]
fn times(a: i64, b: i64) -> i64 {
    (a * b + HALF) >> SHIFT
}

#[cfg(test)]
#[expect(clippy::float_arithmetic, clippy::arithmetic_side_effects, reason = "the oracle computes in floats")]
mod tests {
    use super::*;

    fn point(latitude: i32, longitude: i32) -> Point {
        Point::new(latitude, longitude, 0).unwrap()
    }

    /// The textbook formula, by the chord through the sphere: exact near the antipode too.
    fn oracle(a: Point, b: Point) -> f64 {
        let on_sphere = |point: Point| {
            let (latitude, longitude) = (
                f64::from(point.latitude()).to_radians() / 1e6,
                f64::from(point.longitude()).to_radians() / 1e6,
            );
            [latitude.cos() * longitude.cos(), latitude.cos() * longitude.sin(), latitude.sin()]
        };
        let (u, v) = (on_sphere(a), on_sphere(b));
        let norm = |sign: f64| u.iter().zip(v).map(|(x, y)| (x + sign * y).powi(2)).sum::<f64>().sqrt();
        12_742_017.6 * norm(-1.0).atan2(norm(1.0))
    }

    /// A plain generator, so that the million pairs are the same in every run.
    struct Pairs(u64);

    impl Pairs {
        fn below(&mut self, end: u64) -> u64 {
            self.0 = self.0.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(0x1405_7b7e_f767_814f);
            (self.0 >> 20) % end
        }

        fn point(&mut self) -> Point {
            let latitude = i32::try_from(self.below(180_000_001)).unwrap() - 90_000_000;
            point(latitude, i32::try_from(self.below(360_000_001)).unwrap() - 180_000_000)
        }

        /// A point up to 2^`bits` microdegrees away in each coordinate.
        fn near(&mut self, from: Point, bits: u64) -> Point {
            let mut shift = |at: i32, most: i32| {
                let by = i32::try_from(self.below(2 << bits)).unwrap() - (1 << bits);
                (at + by).clamp(-most, most)
            };
            point(shift(from.latitude(), 90_000_000), shift(from.longitude(), 180_000_000))
        }
    }

    fn off(a: Point, b: Point) -> f64 {
        (f64::from(distance_m(a, b)) - oracle(a, b)).abs()
    }

    #[test]
    fn a_million_pairs_are_within_the_stated_error() {
        let mut pairs = Pairs(2_026);
        let mut worst = 0.0_f64;
        for round in 0..1_000_000_u64 {
            let a = pairs.point();
            let b = match round % 4 {
                0 | 1 => pairs.point(),
                2 => pairs.near(a, round % 26),
                // Near the antipode.
                _ => {
                    let east = a.longitude() + if a.longitude() > 0 { -180_000_000 } else { 180_000_000 };
                    pairs.near(point(-a.latitude(), east), round % 26)
                }
            };
            worst = worst.max(off(a, b));
            assert_eq!(distance_m(a, b), distance_m(b, a), "symmetric");
        }
        assert!(worst <= f64::from(ERROR_M), "{worst} m");
        println!("worst error {worst} m");
    }

    #[test]
    fn poles_antipodes_the_date_line_and_identical_points_are_right() {
        for (a, b) in [
            (point(90_000_000, 0), point(-90_000_000, 0)),
            (point(90_000_000, 0), point(90_000_000, 180_000_000)),
            (point(0, 180_000_000), point(0, -180_000_000)),
            (point(0, 0), point(0, 180_000_000)),
            (point(52_000_000, 179_999_999), point(52_000_000, -179_999_999)),
            (point(39_904_200, 116_407_400), point(31_230_400, 121_473_700)),
            (point(45_000_000, 90_000_000), point(-45_000_000, -90_000_000)),
            (point(89_999_999, 1), point(89_999_999, 180_000_000)),
        ] {
            assert!(off(a, b) <= f64::from(ERROR_M), "{a:?} {b:?}: {} {}", distance_m(a, b), oracle(a, b));
        }
        assert_eq!(distance_m(point(90_000_000, 0), point(-90_000_000, 7)), 20_015_114);
        assert_eq!(distance_m(point(0, 180_000_000), point(0, -180_000_000)), 0);
        let mut pairs = Pairs(1);
        for _ in 0..10_000 {
            let here = pairs.point();
            assert_eq!(distance_m(here, here), 0);
        }
    }

    #[test]
    fn no_detour_is_shorter_than_the_way() {
        let mut pairs = Pairs(7);
        for round in 0..100_000 {
            let a = pairs.point();
            let (b, c) = (pairs.near(a, round % 27), pairs.near(a, (round / 27) % 27));
            assert!(distance_m(a, b) <= distance_m(a, c) + distance_m(c, b) + 3 * ERROR_M);
        }
    }

    #[test]
    fn being_within_is_what_the_distance_says() {
        let mut pairs = Pairs(9);
        for round in 0..300_000_u64 {
            let a = pairs.point();
            let b = pairs.near(a, round % 27);
            let distance = distance_m(a, b);
            let about = u32::try_from(pairs.below(4)).unwrap();
            for metres in [distance.saturating_sub(about), distance + about, 10_000, 150_000] {
                assert_eq!(is_within(a, b, metres), distance <= metres, "{distance} {metres}");
            }
        }
        let (west, east) = (point(60_000_000, -179_999_000), point(60_000_000, 179_999_000));
        assert!(is_within(west, east, 112) && !is_within(west, east, 110));
        assert!(is_within(west, west, 0) && is_within(west, point(-60_000_000, 1_000), u32::MAX));
    }

    #[test]
    #[ignore = "a timing, not a promise: cargo test --release -- --ignored distance_takes"]
    fn distance_takes_tens_of_nanoseconds() {
        let mut pairs = Pairs(3);
        let points: Vec<Point> = (0..1_024).map(|_| pairs.point()).collect();
        let begun = std::time::Instant::now();
        let mut sum = 0_u64;
        for _ in 0..1_000 {
            for pair in points.windows(2) {
                sum = sum.wrapping_add(u64::from(distance_m(pair[0], pair[1])));
            }
        }
        let nanos = begun.elapsed().as_nanos() / 1_023_000;
        println!("{nanos} ns a distance ({sum})");
    }
}
