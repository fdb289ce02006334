//! Sums of money in three bytes: six bits of exponent, eighteen of mantissa, always rounded up.
//!
//! Exact below 5,242.88 (2^19 minor units); above, a stored sum is less than one part in 262,144 over the number
//! that was stored. Each addition rounds again, so a bucket of n transfers is over by less than n parts in 262,144.
//! The largest sum is 2^63 - 2^44, nine times the largest amount; a larger one stays there.

use crate::units::Amount;

/// The largest sum that a bucket holds, minor units.
pub(super) const MOST: i64 = ((1 << 19) - 1) << 44;
/// Bits of mantissa that are written; one more is implied.
const BITS: u32 = 18;
/// The largest exponent that has a meaning.
const TOP: u32 = 45;

const _: () = assert!(MOST / 9 > Amount::MAX_MINOR);

/// The least sum that three bytes can hold and that is not below `sum`; at most [`MOST`].
pub(super) const fn round_up(sum: i64) -> i64 {
    if sum >= MOST {
        return MOST;
    }
    if sum <= 0 {
        return 0;
    }
    let length = 64_u32.saturating_sub(sum.leading_zeros());
    let shift = length.saturating_sub(BITS.saturating_add(1));
    let low = (1_i64 << shift).saturating_sub(1);
    // WHY: below `MOST` the sum and the low bits stay below 2^63.
    sum.saturating_add(low) & !low
}

/// The three bytes of a sum that [`round_up`] has made.
pub(super) const fn to_code(sum: i64) -> [u8; 3] {
    let length = 64_u32.saturating_sub(sum.leading_zeros());
    let exponent = length.saturating_sub(BITS);
    let shift = exponent.saturating_sub(1);
    let mantissa = (sum >> shift) & ((1 << BITS) - 1);
    let [a, b, c, ..] = (((exponent as i64) << BITS) | mantissa).to_le_bytes();
    [a, b, c]
}

/// The sum behind three bytes; `None` where the exponent is beyond the largest.
pub(super) const fn from_code(code: [u8; 3]) -> Option<i64> {
    let [a, b, c] = code;
    let code = u32::from_le_bytes([a, b, c, 0]);
    let exponent = code >> BITS;
    let mantissa = (code & ((1 << BITS) - 1)) as i64;
    match exponent {
        0 => Some(mantissa),
        1..=TOP => Some((mantissa | (1 << BITS)) << exponent.saturating_sub(1)),
        _ => None,
    }
}

#[cfg(test)]
#[expect(clippy::arithmetic_side_effects, reason = "small numbers of tests")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_code_is_one_sum_and_one_code_again() {
        for code in 0..1_u32 << 24 {
            let [a, b, c, _] = code.to_le_bytes();
            if let Some(sum) = from_code([a, b, c]) {
                assert_eq!(round_up(sum), sum);
                assert_eq!(to_code(sum), [a, b, c]);
            } else {
                assert!(code >> BITS > TOP);
            }
        }
    }

    #[test]
    fn small_sums_are_exact() {
        for sum in 0..1_i64 << 19 {
            assert_eq!(round_up(sum), sum);
        }
        assert_eq!((round_up(i64::MAX), round_up(-1)), (MOST, 0));
    }

    proptest! {
        #[test]
        fn a_stored_sum_is_never_below_and_hardly_above(sum in 0..MOST) {
            let stored = round_up(sum);
            prop_assert!(stored >= sum && stored - sum <= sum >> 18);
            prop_assert_eq!(from_code(to_code(stored)), Some(stored));
        }

        #[test]
        fn rounding_keeps_the_order(a in 0..MOST, b in 0..MOST) {
            prop_assert!(round_up(a.min(b)) <= round_up(a.max(b)));
        }
    }
}
