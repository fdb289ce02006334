//! Numbers drawn from the fuzzer's bytes, so that coverage steers every choice that a generator makes.

/// Same interface as the tests' dice, which draw from a seed. What few bytes do not say is said by a fixed sequence.
pub struct Dice<'a> {
    bytes: &'a [u8],
    after: u64,
}

impl<'a> Dice<'a> {
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, after: 0 }
    }

    pub const fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// So many bytes, little-endian. A choice takes as few as it needs, so that a changed byte changes one choice.
    fn draw(&mut self, count: usize) -> u64 {
        if let Some((taken, rest)) = self.bytes.split_at_checked(count) {
            self.bytes = rest;
            return taken.iter().rev().fold(0, |sum, byte| sum << 8 | u64::from(*byte));
        }
        self.bytes = &[];
        // SplitMix64 (Steele, Lea, Flood 2014), always from the same seed.
        self.after = self.after.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.after ^ (self.after >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn next(&mut self) -> u64 {
        self.draw(8)
    }

    /// A number in `0 .. below`.
    pub fn below(&mut self, below: usize) -> usize {
        let count = if below <= 1 << 8 { 1 } else { 4 };
        usize::try_from(self.draw(count) % u64::try_from(below.max(1)).unwrap()).unwrap()
    }

    /// A number in `least ..= most`.
    pub fn between(&mut self, least: i64, most: i64) -> i64 {
        let span = u64::try_from(most - least).unwrap() + 1;
        let count = match span {
            0..=0x100 => 1,
            0x101..=0x1_0000 => 2,
            _ => 8,
        };
        least + i64::try_from(self.draw(count) % span).unwrap()
    }

    /// True so many times in a hundred.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub fn pick<'t, T>(&mut self, from: &'t [T]) -> &'t T {
        &from[self.below(from.len())]
    }

    /// Some of them, each with this chance, in order.
    pub fn some<T: Copy>(&mut self, from: &[T], percent: usize) -> Vec<T> {
        from.iter().copied().filter(|_| self.chance(percent)).collect()
    }
}
