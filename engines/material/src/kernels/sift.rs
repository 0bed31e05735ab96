//! Looks through the 16 bits that lie beside the entries of an index.

use super::Level;

/// Entries of one value of a band, and how many bits of their signs may differ from the one looked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bucket {
    pub(crate) from: u32,
    pub(crate) to: u32,
    pub(crate) limit: u16,
}

/// Pushes the places of all signs in the buckets that are within their limit of `wanted`.
///
/// # Panics
/// If a bucket ends beyond the signs.
#[inline(always)]
pub(crate) fn sift(level: Level, signs: &[u16], buckets: &[Bucket], wanted: u16, places: &mut Vec<u32>) {
    match level {
        #[cfg(target_arch = "x86_64")]
        // SAFETY: a level is only ever made where the processor has its instructions.
        Level::Avx512(_) => unsafe { x86::sift_512(signs, buckets, wanted, places) },
        #[cfg(target_arch = "x86_64")]
        // SAFETY: as above.
        Level::Avx2(_) => unsafe { x86::sift_256(signs, buckets, wanted, places) },
        Level::Plain => plain(signs, buckets, wanted, places),
    }
}

fn plain(signs: &[u16], buckets: &[Bucket], wanted: u16, places: &mut Vec<u32>) {
    for bucket in buckets {
        let entries = &signs[bucket.from as usize..bucket.to as usize];
        for (place, sign) in (bucket.from..).zip(entries) {
            if (sign ^ wanted).count_ones() <= u32::from(bucket.limit) {
                places.push(place);
            }
        }
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::Bucket;
    use crate::kernels::prefetch;
    use std::arch::x86_64::*;

    /// So many buckets ahead the first of a bucket's signs are asked for.
    const AHEAD: usize = 6;

    /// Asks for the first cache lines of a bucket.
    #[inline(always)]
    fn ask_for(signs: &[u16], bucket: Option<&Bucket>) {
        if let Some(bucket) = bucket {
            for line in (bucket.from as usize..bucket.to as usize).step_by(32).take(4) {
                prefetch(signs, line);
            }
        }
    }

    #[inline(always)]
    fn push(mut found: u32, from: u32, places: &mut Vec<u32>) {
        while found != 0 {
            places.push(from + found.trailing_zeros());
            found &= found - 1;
        }
    }

    #[target_feature(enable = "avx512f,avx512bw,avx512bitalg,bmi1,bmi2,popcnt,lzcnt")]
    pub(super) fn sift_512(signs: &[u16], buckets: &[Bucket], wanted: u16, places: &mut Vec<u32>) {
        let wanted = _mm512_set1_epi16(wanted.cast_signed());
        for (n, bucket) in buckets.iter().enumerate() {
            ask_for(signs, buckets.get(n + AHEAD));
            let limit = _mm512_set1_epi16(bucket.limit.cast_signed());
            let entries = &signs[bucket.from as usize..bucket.to as usize];
            let mut from = bucket.from;
            for chunk in entries.chunks(32) {
                let there = u32::MAX >> (32 - chunk.len());
                // SAFETY: the mask leaves out what is beyond the chunk, and the load needs no alignment.
                let values = unsafe { _mm512_maskz_loadu_epi16(there, chunk.as_ptr().cast()) };
                let apart = _mm512_popcnt_epi16(_mm512_xor_si512(values, wanted));
                push(_mm512_mask_cmple_epu16_mask(there, apart, limit), from, places);
                from += 32;
            }
        }
    }

    #[target_feature(enable = "avx2,bmi1,bmi2,popcnt,lzcnt")]
    pub(super) fn sift_256(signs: &[u16], buckets: &[Bucket], wanted: u16, places: &mut Vec<u32>) {
        let wanted_all = _mm256_set1_epi16(wanted.cast_signed());
        let nibble = _mm256_set1_epi8(15);
        let counts = _mm256_setr_epi8(
            0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4, 0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4,
        );
        for (n, bucket) in buckets.iter().enumerate() {
            ask_for(signs, buckets.get(n + AHEAD));
            let above = _mm256_set1_epi16(bucket.limit.cast_signed() + 1);
            let (chunks, rest) = signs[bucket.from as usize..bucket.to as usize].as_chunks::<16>();
            let mut from = bucket.from;
            for chunk in chunks {
                // SAFETY: 16 values are there, and the load needs no alignment.
                let values = unsafe { _mm256_loadu_si256(chunk.as_ptr().cast()) };
                let apart = _mm256_xor_si256(values, wanted_all);
                let low = _mm256_shuffle_epi8(counts, _mm256_and_si256(apart, nibble));
                let high =
                    _mm256_shuffle_epi8(counts, _mm256_and_si256(_mm256_srli_epi16::<4>(apart), nibble));
                let bytes = _mm256_add_epi8(low, high);
                let bits = _mm256_srli_epi16::<8>(_mm256_add_epi8(bytes, _mm256_slli_epi16::<8>(bytes)));
                let near = _mm256_cmpgt_epi16(above, bits);
                let mask = _mm256_movemask_epi8(near).cast_unsigned();
                // One bit for each value: every second one.
                push_pairs(mask & 0x5555_5555, from, places);
                from += 16;
            }
            for (place, sign) in (from..).zip(rest) {
                if (sign ^ wanted).count_ones() <= u32::from(bucket.limit) {
                    places.push(place);
                }
            }
        }
    }

    #[inline(always)]
    fn push_pairs(mut found: u32, from: u32, places: &mut Vec<u32>) {
        while found != 0 {
            places.push(from + found.trailing_zeros() / 2);
            found &= found - 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Bucket, plain, sift};
    use crate::kernels::Level;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(500))]
        #[test]
        fn every_form_finds_the_same(
            signs in prop::collection::vec(prop_oneof![any::<u16>(), 0u16..8, Just(u16::MAX)], 1..300),
            cuts in prop::collection::vec((0usize..300, 0usize..300, 0u16..17), 0..12),
            wanted: u16,
        ) {
            let buckets: Vec<Bucket> = cuts
                .into_iter()
                .map(|(a, b, limit)| (a.min(signs.len()), b.min(signs.len()), limit))
                .map(|(a, b, limit)| (u32::try_from(a.min(b)).unwrap(), u32::try_from(a.max(b)).unwrap(), limit))
                .map(|(from, to, limit)| Bucket { from, to, limit })
                .collect();
            let mut expected = Vec::new();
            plain(&signs, &buckets, wanted, &mut expected);
            for level in Level::all() {
                let mut found = Vec::new();
                sift(level, &signs, &buckets, wanted, &mut found);
                prop_assert_eq!(&found, &expected, "{:?}", level);
            }
        }
    }
}
