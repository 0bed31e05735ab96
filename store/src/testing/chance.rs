//! Chance from a seed: what a thread draws is then the same each time.

use std::cell::Cell;

thread_local! {
    static STATE: Cell<Option<u64>> = const { Cell::new(None) };
}

/// A generator of numbers, the same on every machine (SplitMix64).
#[derive(Clone, Debug)]
pub struct Numbers(pub u64);

impl Numbers {
    /// The next number.
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`; 0 when that is 0.
    pub fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.draw() % bound.max(1) as u64).unwrap_or(0)
    }

    /// True in so many of a hundred cases.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

/// Fills `bytes` from this thread's seed; false when it has none.
pub(crate) fn filled(bytes: &mut [u8]) -> bool {
    STATE.with(|state| {
        let Some(seed) = state.get() else { return false };
        let mut numbers = Numbers(seed);
        for chunk in bytes.chunks_mut(8) {
            let drawn = numbers.draw().to_be_bytes();
            chunk.copy_from_slice(&drawn[..chunk.len()]);
        }
        state.set(Some(numbers.0));
        true
    })
}

/// Gives this thread a seed while it lives.
pub(crate) struct Seeded(());

impl Seeded {
    pub(crate) fn with(seed: u64) -> Seeded {
        STATE.set(Some(seed));
        Seeded(())
    }
}

impl Drop for Seeded {
    fn drop(&mut self) {
        STATE.set(None);
    }
}
