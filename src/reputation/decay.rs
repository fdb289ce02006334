//! Exponential decay in integers: a value halved every so many units of time.

/// `value`, halved every `half_life` units of elapsed time, to the nearest.
pub(crate) fn decay(value: u32, elapsed: u32, half_life: u32) -> u32 {
    // SOURCE: 2^32 times 2^(-1/2), 2^(-1/4) and so on to 2^(-1/65536).
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
    let half_life = u64::from(half_life.max(1));
    // Half-lives in 65,536ths, rounded down: decays are never too strong.
    let halves = (u64::from(elapsed) << 16).checked_div(half_life).unwrap_or(0);
    let mut scaled = u64::from(value) << 31;
    for (place, root) in (0_u32..).zip(ROOTS) {
        if (halves << place) & 0x8000 != 0 {
            let product = u128::from(scaled).wrapping_mul(u128::from(root)) >> 32;
            scaled = u64::try_from(product).unwrap_or(u64::MAX);
        }
    }
    let whole = u32::try_from(halves >> 16).unwrap_or(u32::MAX);
    let scaled = scaled.checked_shr(whole).unwrap_or(0);
    u32::try_from(scaled.saturating_add(1 << 30) >> 31).unwrap_or(u32::MAX)
}

#[cfg(test)]
#[expect(
    clippy::arithmetic_side_effects,
    clippy::float_arithmetic,
    reason = "the truth is computed in floats"
)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn decay_never_grows_keeps_the_order_and_is_right_to_a_thousandth(
            value in 0..u32::MAX, elapsed in 0_u32..200_000, half_life in 1_u32..1000,
        ) {
            let left = decay(value, elapsed, half_life);
            let truth = f64::from(value) * (-f64::from(elapsed) / f64::from(half_life)).exp2();
            prop_assert!(left <= value && (f64::from(left) - truth).abs() <= truth / 1000.0 + 1.0, "{left} {truth}");
            prop_assert!(decay(value, elapsed + 1, half_life) <= left);
            prop_assert!(decay(value / 2, elapsed, half_life) <= left);
            prop_assert_eq!(decay(value, 0, half_life), value);
        }
    }
}
