//! The logarithm on which habits are learned: log2 of minor units in 256ths, in integers.

/// 256 times the binary logarithm of an amount in minor units, rounded down; 0 for 0 (and below), `0 ..= 16,127`.
///
/// Monotone: a larger amount never has a smaller logarithm. Exact at powers of two; elsewhere less than one 256th
/// below the true value (bits are found by repeated squaring of 64 bits; their cut-off parts add up to under 2^-54).
#[must_use]
pub fn log2_256(minor: i64) -> u16 {
    let Ok(value) = u64::try_from(minor) else { return 0 };
    if value == 0 {
        return 0;
    }
    let whole = value.ilog2();
    // The mantissa in 1 ..= 2, with 63 bits after the point.
    let mut mantissa = value.wrapping_shl(63_u32.saturating_sub(whole));
    let mut log = whole;
    for _ in 0..8 {
        // WHY: the square of a number below 2 is below 4, so that two bits before the point always hold it.
        let square = u128::from(mantissa).wrapping_mul(u128::from(mantissa)) >> 63;
        let carry = u32::from(square >> 64 != 0);
        log = (log << 1) | carry;
        mantissa = u64::try_from(square >> carry).unwrap_or(u64::MAX);
    }
    u16::try_from(log).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn powers_of_two_are_exact_and_nothing_has_no_logarithm() {
        for power in 0..63_u32 {
            assert_eq!(u32::from(log2_256(1 << power)), power * 256);
        }
        assert_eq!((log2_256(0), log2_256(-5), log2_256(i64::MIN)), (0, 0, 0));
        assert!(log2_256(i64::MAX) <= 16_127);
    }

    #[test]
    fn small_amounts_are_monotone_without_a_gap() {
        for minor in 0..200_000_i64 {
            assert!(log2_256(minor) <= log2_256(minor + 1), "{minor}");
        }
    }

    proptest! {
        #[test]
        fn a_larger_amount_never_has_a_smaller_logarithm(a in 0..i64::MAX, b in 0..i64::MAX) {
            let (low, high) = (a.min(b), a.max(b));
            prop_assert!(log2_256(low) <= log2_256(high));
        }

        #[test]
        fn the_logarithm_is_within_one_256th(minor in 1..1_000_000_000_000_i64) {
            let truth = (minor as f64).log2() * 256.0;
            let found = f64::from(log2_256(minor));
            prop_assert!(found <= truth + 1e-6 && truth < found + 1.0 + 1e-6);
        }
    }
}
