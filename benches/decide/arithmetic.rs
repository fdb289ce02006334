//! The floors' own copy of the integer arithmetic: distance, logarithm, decay, tags.

use super::raw::RawPoint;

const QUARTER: i64 = 180_000_000;
const ONE: i64 = 1 << 31;

const SINE: [i64; 6] = [-7_370, 344_144, -10_053_783, 171_138_563, -1_387_197_332, 3_373_259_426];
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

fn times(a: i64, b: i64) -> i64 {
    (a * b + (1 << 30)) >> 31
}

fn polynomial<const N: usize>(coefficients: &[i64; N], at: i64) -> i64 {
    coefficients.iter().fold(0, |sum, coefficient| times(sum, at) + coefficient)
}

fn sine(half_microdegrees: i64) -> i64 {
    let part = (half_microdegrees * ONE + QUARTER / 2) / QUARTER;
    times(part, polynomial(&SINE, times(part, part)))
}

fn haversine(half_north: i64, half_east: i64, cosines: i64) -> u64 {
    let (up, along) = (sine(half_north), sine(half_east));
    let across = (i128::from(cosines) * i128::from(along * along)) >> 62;
    (up * up).cast_unsigned() + across as u64
}

fn arc(square: u64) -> i64 {
    times(square.isqrt().cast_signed(), polynomial(&ARC_SINE, (square >> 31).cast_signed()))
}

/// Metres between two points along the great circle.
pub fn distance(a: RawPoint, b: RawPoint) -> u32 {
    let (north, other) = (i64::from(a.latitude), i64::from(b.latitude));
    let east = (i64::from(a.longitude) - i64::from(b.longitude)).abs();
    let east = east.min(2 * QUARTER - east);
    let cosines = sine(QUARTER - 2 * north.abs()) * sine(QUARTER - 2 * other.abs());
    let near = haversine((north - other).abs(), east, cosines);
    let angle = if near <= 1 << 61 {
        arc(near)
    } else {
        3_373_259_426 - arc(haversine((north + other).abs(), QUARTER - east, cosines))
    };
    ((angle * 127_420_176 + 5 * ONE) / (10 * ONE)) as u32
}

/// Whether two points are at most so many metres apart, without a haversine where the differences tell.
pub fn is_within(a: RawPoint, b: RawPoint, metres: u32) -> bool {
    let north = u64::from(a.latitude.abs_diff(b.latitude));
    let east = u64::from(a.longitude.abs_diff(b.longitude));
    let east = east.min(360_000_000 - east);
    let (way, limit) = ((north + east) * 100_000, u64::from(metres));
    if way <= limit.saturating_sub(1) * 899_320 {
        return true;
    }
    north * 100_000 <= (limit + 1) * 899_321 && distance(a, b) <= metres
}

/// The 64 bits that stand for 16 bytes.
pub fn tag(bytes: [u8; 16]) -> u64 {
    const fn finalise(mut z: u64) -> u64 {
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
    let whole = u128::from_le_bytes(bytes);
    finalise(finalise((whole as u64).wrapping_add(0x9e37_79b9_7f4a_7c15)) ^ (whole >> 64) as u64).max(1)
}

/// A weight in 16ths of visits after so many days, halved every thirty.
pub fn faded(weight: u16, days: u32) -> u16 {
    const ROOTS: [u32; 16] = [
        0xb504_f334,
        0xd744_fccb,
        0xeac0_c6e8,
        0xf525_7d15,
        0xfa83_b2db,
        0xfd3e_0c0d,
        0xfe9e_115c,
        0xff4e_cb59,
        0xffa7_5652,
        0xffd3_a752,
        0xffe9_d2b3,
        0xfff4_e91c,
        0xfffa_747f,
        0xfffd_3a3b,
        0xfffe_9d1d,
        0xffff_4e8e,
    ];
    let halves = (u64::from(days) << 16) / 30;
    let mut scaled = u64::from(weight) << 31;
    for (place, root) in ROOTS.into_iter().enumerate() {
        if (halves << place) & 0x8000 != 0 {
            scaled = ((u128::from(scaled) * u128::from(root)) >> 32) as u64;
        }
    }
    let scaled = scaled.checked_shr((halves >> 16) as u32).unwrap_or(0);
    ((scaled + (1 << 30)) >> 31) as u16
}

/// 256 times the binary logarithm of an amount, rounded down; 0 of nothing.
pub fn log2_256(minor: i64) -> u16 {
    if minor <= 0 {
        return 0;
    }
    let value = minor.cast_unsigned();
    let whole = value.ilog2();
    let mantissa = value << (63 - whole);
    let least = GUESS[usize::from((mantissa << 1).to_be_bytes()[0])];
    let next = usize::from(least);
    let one = u16::from(mantissa >= STEPS[next + 1]);
    let two = u16::from(mantissa >= STEPS[next + 2]);
    (whole as u16) * 256 + u16::from(least) + one + two
}

/// The least mantissa of each 256th, and two that no mantissa reaches.
static STEPS: [u64; 258] = steps();
/// The 256th in which a mantissa with these eight leading bits begins.
static GUESS: [u8; 256] = guesses();

const fn fraction(mut mantissa: u64) -> u16 {
    let (mut log, mut bit) = (0, 8);
    while bit > 0 {
        bit -= 1;
        let square = (mantissa as u128) * (mantissa as u128);
        if square >> 127 != 0 {
            mantissa = (square >> 64) as u64;
            log |= 1 << bit;
        } else {
            mantissa = (square >> 63) as u64;
        }
    }
    log
}

const fn steps() -> [u64; 258] {
    let mut table = [u64::MAX; 258];
    let mut step = 0;
    while step < 256 {
        let (mut low, mut high) = (1_u64 << 63, u64::MAX);
        while low < high {
            let middle = low + (high - low) / 2;
            if fraction(middle) as usize >= step {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        table[step] = low;
        step += 1;
    }
    table
}

const fn guesses() -> [u8; 256] {
    let mut table = [0; 256];
    let mut place = 0;
    while place < 256 {
        table[place] = fraction((1 << 63) | ((place as u64) << 55)) as u8;
        place += 1;
    }
    table
}

/// `part` of `whole` in basis points, at most 10,000; `None` of nothing.
pub fn basis_points(part: i64, whole: i64) -> Option<u16> {
    if whole <= 0 {
        return None;
    }
    if part >= whole {
        return Some(10_000);
    }
    let (part, whole) = (part.max(0).cast_unsigned(), whole.cast_unsigned());
    Some(match part.checked_mul(10_000) {
        Some(scaled) => (scaled / whole) as u16,
        None => (u128::from(part) * 10_000 / u128::from(whole)) as u16,
    })
}
