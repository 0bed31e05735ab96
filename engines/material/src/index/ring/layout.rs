//! How the 256 bits are cut into bands, and how far each band is searched.
//!
//! # Why nothing is missed
//! The bands stand in a ring. Band `i` is searched up to radius `T[i]`, and the sum of all `T[i] + 1` is 32. Let two hashes be at most 31 bits
//! apart, `d[i]` of them in band `i`, and let `a[i] = T[i] + 1 - d[i]`. The sum of all `a[i]` is at least 1. So there is a band from which on
//! every sum of consecutive `a` around the ring is at least 1 (the cycle lemma): there `d[i] <= T[i]`, and `d[i] + d[i+1] <= T[i] + T[i+1] + 1`.
//! That band is searched, and the second condition, asked of 16 bits of the next band that lie beside each entry, leaves few candidates.
//! (The idea is that of the pigeonring, Qin and Xiao, PVLDB 12(1), 2018; radii that differ are those of Qin et al., TKDE 2019.)

/// Sum of all radii, each plus one: one more than the largest distance that is found.
const REACH: u32 = 32;
/// Bits of a hash.
const BITS: u32 = 256;

/// A hash as four words, the least significant first.
pub(crate) type Words = [u64; 4];

/// A piece of the hash that entries are sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Band {
    /// Its first bit.
    pub(crate) shift: u32,
    /// Its bits, at most 32.
    pub(crate) width: u32,
    /// Values up to so many bits away are looked at.
    pub(crate) radius: u32,
}

impl Band {
    /// The band's bits of a hash.
    #[inline(always)]
    pub(crate) fn of(self, words: &Words) -> u32 {
        let (word, bit) = ((self.shift / 64) as usize, self.shift % 64);
        let mut bits = words[word] >> bit;
        if bit + self.width > 64 {
            bits |= words[word + 1] << (64 - bit);
        }
        low_32(bits & ((1 << self.width) - 1))
    }

    /// The first 16 of its bits.
    #[inline(always)]
    pub(crate) fn sign(self, words: &Words) -> u16 {
        let [low, high, ..] = self.of(words).to_le_bytes();
        u16::from_le_bytes([low, high])
    }
}

#[inline(always)]
fn low_32(bits: u64) -> u32 {
    let [a, b, c, d, ..] = bits.to_le_bytes();
    u32::from_le_bytes([a, b, c, d])
}

/// A value of a band that is looked at: what is flipped, and how many bits that is.
pub(crate) type Probe = (u32, u32);

/// All bands with their probes.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    bands: Vec<Band>,
    probes: Vec<Vec<Probe>>,
}

impl Layout {
    /// So many bands, as alike as they can be; from 9 to 16. The wider ones are searched farther: their buckets are smaller.
    pub(crate) fn of(bands: u32) -> Layout {
        assert!((9..=16).contains(&bands));
        let (width, wider) = (BITS / bands, BITS % bands);
        let (radius, farther) = (REACH / bands - 1, REACH % bands);
        let mut shift = 0;
        let bands: Vec<Band> = (0..bands)
            .map(|at| {
                let band = Band {
                    shift,
                    width: width + u32::from(at < wider),
                    radius: radius + u32::from(at < farther),
                };
                shift += band.width;
                band
            })
            .collect();
        let probes = bands.iter().map(|band| probes(band.width, band.radius)).collect();
        Layout { bands, probes }
    }

    /// The layout that is the fastest for so many hashes.
    pub(crate) fn for_count(count: usize) -> Layout {
        Layout::of(if count > 30_000_000 { 14 } else { 16 })
    }

    pub(crate) fn bands(&self) -> &[Band] {
        &self.bands
    }

    /// The band after `at`, around the ring.
    #[inline(always)]
    pub(crate) fn next(&self, at: usize) -> Band {
        self.bands[(at + 1) % self.bands.len()]
    }

    #[inline(always)]
    pub(crate) fn probes(&self, at: usize) -> &[Probe] {
        &self.probes[at]
    }

    /// Most bits that may differ in band `at` and the next together.
    #[inline(always)]
    pub(crate) fn both(&self, at: usize) -> u32 {
        self.bands[at].radius + self.next(at).radius + 1
    }
}

/// All values of so many bits with at most `radius` bits set, the fewest first.
fn probes(width: u32, radius: u32) -> Vec<Probe> {
    let mut all: Vec<Probe> = vec![(0, 0)];
    let mut last = vec![0u32];
    for bits in 1..=radius {
        let mut next = Vec::new();
        for &mask in &last {
            next.extend((32 - mask.leading_zeros()..width).map(|bit| mask | 1 << bit));
        }
        all.extend(next.iter().map(|&mask| (mask, bits)));
        last = next;
    }
    all
}

#[cfg(test)]
mod tests {
    use super::{BITS, Layout, REACH, probes};
    use proptest::prelude::*;

    #[test]
    fn bands_cover_each_bit_once_and_their_radii_reach_31() {
        for bands in 9..=16 {
            let layout = Layout::of(bands);
            assert_eq!(layout.bands().iter().map(|band| band.width).sum::<u32>(), BITS);
            assert_eq!(layout.bands().iter().map(|band| band.radius + 1).sum::<u32>(), REACH);
            let mut seen = [0u64; 4];
            for bit in 0..BITS {
                let mut words = [0u64; 4];
                words[(bit / 64) as usize] = 1 << (bit % 64);
                seen[(bit / 64) as usize] |= u64::from(
                    layout.bands().iter().map(|band| band.of(&words).count_ones()).sum::<u32>() == 1,
                ) << (bit % 64);
            }
            assert_eq!(seen, [u64::MAX; 4], "{bands}");
        }
    }

    #[test]
    fn probes_are_all_values_within_the_radius() {
        assert_eq!(probes(3, 1), [(0, 0), (1, 1), (2, 1), (4, 1)]);
        assert_eq!(probes(19, 2).len(), 1 + 19 + 19 * 18 / 2);
        assert!(probes(19, 2).iter().all(|&(mask, bits)| mask.count_ones() == bits && mask < 1 << 19));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        #[test]
        fn two_hashes_within_31_bits_meet_in_some_band(
            words: [u64; 4],
            flips in prop::collection::vec(0u32..256, 0..32),
            bands in 9u32..=16,
        ) {
            let mut other = words;
            flips.iter().for_each(|&bit| other[(bit / 64) as usize] ^= 1 << (bit % 64));
            let layout = Layout::of(bands);
            let meets = |at: usize| {
                let (band, next) = (layout.bands()[at], layout.next(at));
                let apart = (band.of(&words) ^ band.of(&other)).count_ones();
                let beside = (next.sign(&words) ^ next.sign(&other)).count_ones();
                apart <= band.radius && apart + beside <= layout.both(at)
            };
            prop_assert!((0..layout.bands().len()).any(meets));
        }
    }
}
