//! Chance that can be repeated: the same seed, the same country.

/// Numbers that look random and follow from a seed (SplitMix64). Nothing secret may hang on them.
#[derive(Clone, Debug)]
pub struct Chance(u64);

impl Chance {
    /// A sequence that follows from a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number.
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from zero up to, and without, `end`; zero where there is no other.
    pub fn below(&mut self, end: u32) -> u32 {
        // Its lean towards small numbers, some in a billion, harms nobody here.
        u32::try_from(self.draw() % u64::from(end.max(1))).unwrap_or_default()
    }

    /// One of several; none of none.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        let number = self.below(u32::try_from(from.len()).unwrap_or(u32::MAX));
        from.get(usize::try_from(number).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::Chance;

    #[test]
    fn the_same_seed_says_the_same_and_stays_in_bounds() {
        let draw = |seed| {
            let mut chance = Chance::new(seed);
            (0..100).map(|_| chance.below(7)).collect::<Vec<_>>()
        };
        assert_eq!(draw(1), draw(1));
        assert_ne!(draw(1), draw(2));
        assert!(draw(3).iter().all(|number| *number < 7) && draw(3).contains(&6));
        assert_eq!(
            (Chance::new(1).below(0), Chance::new(1).pick::<u8>(&[])),
            (0, None)
        );
    }
}
