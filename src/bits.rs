//! A set of up to `64 * W` numbered things in `W` words: which rules fire.

/// A bit set; bit `n` of word `w` is number `64 * w + n`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bits<const W: usize>(pub [u64; W]);

impl<const W: usize> Bits<W> {
    pub(crate) const NONE: Self = Self([0; W]);
    pub(crate) const ALL: Self = Self([u64::MAX; W]);

    /// Keeps what is also in `other`.
    pub(crate) fn keep(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(a, b)| *a &= b);
    }

    /// Drops what is in `other`.
    pub(crate) fn drop_all(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(a, b)| *a &= !b);
    }

    pub(crate) fn and(mut self, other: &Self) -> Self {
        self.keep(other);
        self
    }

    pub(crate) fn meets(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).fold(0, |any, (a, b)| any | (a & b)) != 0
    }

    pub(crate) fn contains(&self, number: usize) -> bool {
        self.0.get(number >> 6).is_some_and(|word| word >> (number & 63) & 1 != 0)
    }

    pub(crate) fn count(&self) -> u32 {
        self.0.iter().fold(0, |sum, word| sum.saturating_add(word.count_ones()))
    }

    pub(crate) fn insert(&mut self, number: usize) {
        if let Some(word) = self.0.get_mut(number >> 6) {
            *word |= 1_u64 << (number & 63);
        }
    }

    pub(crate) fn remove(&mut self, number: usize) {
        if let Some(word) = self.0.get_mut(number >> 6) {
            *word &= !(1_u64 << (number & 63));
        }
    }

    /// The numbers in the set, ascending.
    pub(crate) fn iter(self) -> impl Iterator<Item = usize> {
        self.0.into_iter().enumerate().flat_map(|(index, mut word)| {
            core::iter::from_fn(move || {
                let lowest = usize::try_from(word.trailing_zeros()).unwrap_or(64);
                let found = if word == 0 { None } else { Some((index << 6) | lowest) };
                word &= word.wrapping_sub(1);
                found
            })
        })
    }
}
