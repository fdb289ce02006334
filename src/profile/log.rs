//! The logarithm on which habits are learned: log2 of minor units in 256ths, in integers.

/// 256 times the binary logarithm of an amount in minor units, rounded down; 0 for 0 (and below), `0 ..= 16,127`.
///
/// Monotone: a larger amount never has a smaller logarithm. Exact at powers of two; elsewhere less than one 256th
/// below the true value (steps are found by repeated squaring of 64 bits, whose cut-off parts add up to under 2^-54).
#[must_use]
pub fn log2_256(minor: i64) -> u16 {
    let Ok(value) = u64::try_from(minor) else { return 0 };
    let Some(whole) = value.checked_ilog2() else { return 0 };
    // The mantissa in 1 to 2, with 63 bits after the point.
    let mantissa = value.wrapping_shl(63_u32.saturating_sub(whole));
    let [top, ..] = (mantissa << 1).to_be_bytes().map(usize::from);
    // WHY: between two neighbours of 256 the logarithm rises by less than two steps.
    let least = GUESS.get(top).copied().unwrap_or(0);
    let next = |more: usize| usize::from(least).saturating_add(more);
    let reached = |more: usize| STEPS.get(next(more)).is_some_and(|step| mantissa >= *step);
    let fraction =
        u16::from(least).saturating_add(u16::from(reached(1))).saturating_add(u16::from(reached(2)));
    u16::try_from(whole).unwrap_or(0).saturating_mul(256).saturating_add(fraction)
}

/// The least mantissa of each step: `STEPS[k]` is 2^63 times 2^(k/256), rounded up.
static STEPS: [u64; 256] = steps();
/// The step of the mantissa that begins with these eight bits after the point.
static GUESS: [u8; 256] = guesses();

/// The eight bits after the point of the logarithm of a mantissa in 1 to 2.
#[expect(clippy::cast_possible_truncation, reason = "128 bits are taken apart into two halves")]
const fn fraction(mut mantissa: u64) -> u8 {
    let mut log = 0_u8;
    let mut bit = 0x80_u8;
    while bit != 0 {
        // WHY: the square of a number below 2 is below 4, so that two bits before the point always hold it.
        let square = (mantissa as u128).wrapping_mul(mantissa as u128);
        let [high, low] = [(square >> 64) as u64, square as u64];
        if high >> 63 == 1 {
            (mantissa, log) = (high, log | bit);
        } else {
            mantissa = (high << 1) | (low >> 63);
        }
        bit >>= 1;
    }
    log
}

const fn steps() -> [u64; 256] {
    // SOURCE: 2^64 times (2^(1/256) - 1); each step is guessed from the last and put right by squaring.
    const RISE: u128 = 0xb1_afa5_abcb_ed61;
    let mut table = [1 << 63; 256];
    let mut rest: &mut [u64] = &mut table;
    let (mut step, mut at) = (0_u8, 1_u64 << 63);
    while let Some((first, tail)) = rest.split_first_mut() {
        while fraction(at) >= step && at > 1 << 63 {
            at = at.saturating_sub(1);
        }
        while fraction(at) < step {
            at = at.saturating_add(1);
        }
        *first = at;
        rest = tail;
        step = step.wrapping_add(1);
        at = at.saturating_add(((at as u128).wrapping_mul(RISE) >> 64) as u64);
    }
    table
}

const fn guesses() -> [u8; 256] {
    let mut table = [0; 256];
    let mut rest: &mut [u8] = &mut table;
    let mut at = 1_u64 << 63;
    while let Some((first, tail)) = rest.split_first_mut() {
        *first = fraction(at);
        rest = tail;
        at = at.wrapping_add(1 << 55);
    }
    table
}

#[cfg(test)]
#[expect(
    clippy::arithmetic_side_effects,
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    reason = "the truth is computed in floats"
)]
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
    fn the_tables_agree_with_repeated_squaring() {
        for (place, step) in STEPS.iter().enumerate() {
            assert_eq!(usize::from(fraction(*step)), place);
            assert!(place == 0 || usize::from(fraction(step - 1)) + 1 == place);
        }
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
        fn every_logarithm_is_found_by_repeated_squaring(minor in 1..i64::MAX, shift in 0_u32..63) {
            let minor = (minor >> shift).max(1);
            let whole = u64::try_from(minor).unwrap().ilog2();
            let mantissa = u64::try_from(minor).unwrap() << (63 - whole);
            prop_assert_eq!(u32::from(log2_256(minor)), whole * 256 + u32::from(fraction(mantissa)));
        }

        #[test]
        fn the_logarithm_is_within_one_256th(minor in 1..1_000_000_000_000_i64) {
            let truth = (minor as f64).log2() * 256.0;
            let found = f64::from(log2_256(minor));
            prop_assert!(found <= truth + 1e-6 && truth < found + 1.0 + 1e-6);
        }
    }
}
