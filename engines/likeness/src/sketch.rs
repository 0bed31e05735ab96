//! Keyed MinHash: how alike two texts are, and what finds those that are.

use siphasher::sip::SipHasher13;
use std::collections::VecDeque;
use std::hash::Hasher as _;

/// How many minima a sketch has.
pub const MINIMA: usize = 24;
/// How many bands they make, of four minima each. Of texts that share 80 % of their runs 96 % have a band in common, of those that
/// share 90 % all but two in a thousand, of those that share 30 % one in twenty.
pub const BANDS: usize = 6;
/// Fewest characters of a text that has a sketch.
pub const LEAST_CHARS: usize = 40;
/// Characters of a run.
const RUN: usize = 5;
const ROWS: usize = MINIMA / BANDS;

/// Under what texts are sketched. Sketches of different keys have nothing in common.
#[derive(Clone)]
pub struct Key([u8; 16]);

impl Key {
    /// A key of 16 secret bytes.
    #[must_use]
    pub fn new(bytes: [u8; 16]) -> Key {
        Key(bytes)
    }

    fn hash(&self, bytes: &[u8]) -> u64 {
        let mut hasher = SipHasher13::new_with_key(&self.0);
        hasher.write(bytes);
        hasher.finish()
    }
}

/// Odd numbers, one for each minimum: a run's keyed hash times one of them is as good as another hash.
const FACTORS: [u64; MINIMA] = factors();

const fn factors() -> [u64; MINIMA] {
    let (mut made, mut n) = ([0; MINIMA], 0);
    let mut seed: u64 = 0x9e37_79b9_7f4a_7c15;
    while n < MINIMA {
        // SplitMix64, as Steele, Lea and Flood give it.
        seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = seed;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        made[n] = (z ^ (z >> 31)) | 1;
        n += 1;
    }
    made
}

/// What is kept of a text to tell how alike it is to others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sketch {
    minima: [u32; MINIMA],
    bands: [u64; BANDS],
}

impl Sketch {
    /// The sketch of a text that is [`normal`](crate::normal) already; none for one of fewer than [`LEAST_CHARS`] characters. A
    /// character beyond that costs some 50 ns.
    #[must_use]
    pub fn of(key: &Key, normal: &str) -> Option<Sketch> {
        if normal.chars().count() < LEAST_CHARS {
            return None;
        }
        let mut minima = [u32::MAX; MINIMA];
        let mut starts: VecDeque<usize> = VecDeque::with_capacity(RUN);
        let ends = normal.char_indices().map(|(at, letter)| (at, at + letter.len_utf8()));
        for (start, end) in ends {
            starts.push_back(start);
            if starts.len() < RUN {
                continue;
            }
            let Some(first) = starts.pop_front() else { continue };
            let hash = key.hash(normal.as_bytes().get(first..end).unwrap_or_default());
            for (minimum, factor) in minima.iter_mut().zip(FACTORS) {
                let value = (hash.wrapping_mul(factor) >> 32) as u32;
                *minimum = (*minimum).min(value);
            }
        }
        let mut bands = [0; BANDS];
        for ((n, band), four) in (0_u8..).zip(&mut bands).zip(minima.chunks(ROWS)) {
            let mut bytes = vec![n];
            bytes.extend(four.iter().flat_map(|minimum| minimum.to_le_bytes()));
            *band = key.hash(&bytes);
        }
        Some(Sketch { minima, bands })
    }

    /// One number for each band: texts that are alike have at least one in common, in the same place.
    #[must_use]
    pub fn bands(&self) -> [u64; BANDS] {
        self.bands
    }

    /// How much of their runs two texts share, 0 to 100: an estimate whose standard error is at most ten.
    #[must_use]
    pub fn percent(&self, other: &Sketch) -> u32 {
        percent(&self.to_bytes(), &other.to_bytes())
    }

    /// What is kept of it: two bytes of each minimum.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.minima.iter().flat_map(|minimum| minimum.to_le_bytes().into_iter().take(2)).collect()
    }
}

/// As [`Sketch::percent`], of what was kept of two sketches. What is no sketch is like nothing.
#[must_use]
pub fn percent(one: &[u8], other: &[u8]) -> u32 {
    if one.len() != MINIMA * 2 || other.len() != MINIMA * 2 {
        return 0;
    }
    let equal = one.chunks(2).zip(other.chunks(2)).filter(|(one, other)| one == other).count();
    u32::try_from(equal * 100 / MINIMA).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normal;
    use proptest::prelude::*;
    use std::collections::HashSet;

    const KEY: Key = Key([3; 16]);

    fn runs(text: &str) -> HashSet<Vec<char>> {
        text.chars().collect::<Vec<_>>().windows(RUN).map(<[char]>::to_vec).collect()
    }

    fn jaccard(one: &str, other: &str) -> f64 {
        let (one, other) = (runs(one), runs(other));
        one.intersection(&other).count() as f64 / one.union(&other).count() as f64
    }

    /// A text of so many made-up words, the same for the same seed.
    fn words(seed: u64, count: u64) -> Vec<String> {
        let word = |n: u64| Key([9; 16]).hash(&(seed * 1000 + n).to_le_bytes());
        (0..count).map(|n| format!("{:x}", word(n) >> 40)).collect()
    }

    #[test]
    fn the_estimate_is_near_what_two_texts_share() {
        let (mut off, mut texts) = (0.0_f64, 0);
        for seed in 0..60 {
            let one = words(seed, 80);
            for changed in [2_usize, 10, 25, 60] {
                let mut two = one.clone();
                two.splice(..changed, words(seed + 500, changed as u64));
                let (one, two) = (one.join(" "), two.join(" "));
                let told = Sketch::of(&KEY, &one).unwrap().percent(&Sketch::of(&KEY, &two).unwrap());
                off += (f64::from(told) / 100.0 - jaccard(&one, &two)).abs();
                texts += 1;
            }
        }
        assert!(off / f64::from(texts) < 0.09, "off by {} on average", off / f64::from(texts));
    }

    #[test]
    fn bands_find_what_is_alike_and_little_else() {
        let (mut found, mut chance) = (0, 0);
        for seed in 0..200 {
            let one = words(seed, 60);
            let mut near = one.clone();
            near[7] = "changed".into();
            let far = words(seed + 5_000, 60);
            let bands = |text: &[String]| Sketch::of(&KEY, &text.join(" ")).unwrap().bands();
            let meets = |a: [u64; BANDS], b: [u64; BANDS]| a.iter().zip(&b).any(|(a, b)| a == b);
            found += i32::from(meets(bands(&one), bands(&near)));
            chance += i32::from(meets(bands(&one), bands(&far)));
        }
        assert!(found >= 198, "{found} of 200 found");
        assert_eq!(chance, 0);
    }

    #[test]
    fn another_key_has_nothing_in_common_and_a_short_text_no_sketch() {
        let text = words(1, 40).join(" ");
        let (one, two) = (Sketch::of(&KEY, &text).unwrap(), Sketch::of(&Key([4; 16]), &text).unwrap());
        assert!(one.bands().iter().all(|band| !two.bands().contains(band)));
        assert!(one.percent(&two) < 20);
        assert_eq!(Sketch::of(&KEY, "a short text"), None);
        assert_eq!(percent(&one.to_bytes(), b"no sketch"), 0);
    }

    proptest! {
        #[test]
        fn any_text_is_like_itself(text in "\\PC{0,300}") {
            if let Some(sketch) = Sketch::of(&KEY, &normal(&text)) {
                prop_assert_eq!(sketch.percent(&sketch), 100);
                prop_assert_eq!(sketch.to_bytes().len(), MINIMA * 2);
            }
        }
    }
}
