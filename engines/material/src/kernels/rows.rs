//! Weighted sums down the columns of rows of bytes.

use super::Level;

/// Largest weight of a row: sums of two products of a byte and a weight must fit into 16 bits with a sign.
pub(crate) const MAX_WEIGHT: u32 = 64;
/// Rows that are weighed together.
const TOGETHER: usize = 4;

/// Writes to `sums` what the rows add up to, each `sums.len()` bytes of `bytes` long and multiplied by its weight. Whole numbers below 2^24, so
/// that each is exact.
///
/// # Panics
/// If a weight is above [`MAX_WEIGHT`], if there are more than 256 rows or fewer bytes than rows.
pub(crate) fn weigh_rows(bytes: &[u8], weights: &[u32], sums: &mut [f32]) {
    assert!(weights.len() <= 2 * TOGETHER * MAX_WEIGHT as usize && bytes.len() >= weights.len() * sums.len());
    let weights: Vec<[i8; TOGETHER]> = weights.chunks(TOGETHER).map(four).collect();
    match Level::best() {
        #[cfg(target_arch = "x86_64")]
        // SAFETY: a level is only ever made where the processor has its instructions.
        Level::Avx512(_) => unsafe { x86::weigh_rows_512(bytes, &weights, sums) },
        #[cfg(target_arch = "x86_64")]
        // SAFETY: as above.
        Level::Avx2(_) => unsafe { x86::weigh_rows_256(bytes, &weights, sums) },
        Level::Plain => plain(bytes, &weights, sums, 0),
    }
}

/// Weights of up to four rows, the missing ones 0.
fn four(weights: &[u32]) -> [i8; TOGETHER] {
    let weight = |row: usize| weights.get(row).map_or(0, |&weight| i8::try_from(weight).unwrap_or(i8::MAX));
    let weights = std::array::from_fn(weight);
    assert!(weights.iter().all(|&weight| i32::from(weight) <= MAX_WEIGHT.cast_signed()));
    weights
}

/// Row `row` of the group, or what stands in for it where the weight is 0.
fn row_of(bytes: &[u8], length: usize, row: usize) -> &[u8] {
    bytes.get(row * length..(row + 1) * length).unwrap_or(&bytes[..length])
}

/// The same without any special instruction, from column `from` on.
fn plain(bytes: &[u8], weights: &[[i8; TOGETHER]], sums: &mut [f32], from: usize) {
    let length = sums.len();
    let mut whole = vec![0i32; length - from];
    for (group, weights) in weights.iter().enumerate() {
        for (n, &weight) in weights.iter().enumerate() {
            let row = &row_of(bytes, length, group * TOGETHER + n)[from..];
            let weight = i32::from(weight);
            whole.iter_mut().zip(row).for_each(|(sum, &byte)| *sum += weight * i32::from(byte));
        }
    }
    sums[from..].iter_mut().zip(&whole).for_each(|(sum, &whole)| *sum = whole as f32);
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::{TOGETHER, plain, row_of};
    use std::arch::x86_64::*;

    /// Columns that are summed at once, a multiple of 64: their sums stay in the nearest cache.
    const STRIP: usize = 2_048;

    /// As [`super::weigh_rows`], 64 columns at a time.
    #[target_feature(enable = "avx512f,avx512bw,avx512vnni")]
    pub(super) fn weigh_rows_512(bytes: &[u8], weights: &[[i8; TOGETHER]], sums: &mut [f32]) {
        let length = sums.len();
        let whole = length - length % 64;
        let mut strip = [_mm512_setzero_si512(); STRIP / 16];
        for from in (0..whole).step_by(STRIP) {
            let columns = STRIP.min(whole - from);
            let strip = &mut strip[..columns / 16];
            strip.fill(_mm512_setzero_si512());
            for (group, weights) in weights.iter().enumerate() {
                let row = |n: usize| &row_of(bytes, length, group * TOGETHER + n)[from..from + columns];
                let (a, b, c, d) = (row(0), row(1), row(2), row(3));
                let weight = _mm512_set1_epi32(i32::from_le_bytes(weights.map(i8::cast_unsigned)));
                for (sums, at) in strip.chunks_exact_mut(4).zip((0..columns).step_by(64)) {
                    let (a, b) = (load_512(&a[at..at + 64]), load_512(&b[at..at + 64]));
                    let (c, d) = (load_512(&c[at..at + 64]), load_512(&d[at..at + 64]));
                    let (ab, cd) = (_mm512_unpacklo_epi8(a, b), _mm512_unpacklo_epi8(c, d));
                    sums[0] = _mm512_dpbusd_epi32(sums[0], _mm512_unpacklo_epi16(ab, cd), weight);
                    sums[1] = _mm512_dpbusd_epi32(sums[1], _mm512_unpackhi_epi16(ab, cd), weight);
                    let (ab, cd) = (_mm512_unpackhi_epi8(a, b), _mm512_unpackhi_epi8(c, d));
                    sums[2] = _mm512_dpbusd_epi32(sums[2], _mm512_unpacklo_epi16(ab, cd), weight);
                    sums[3] = _mm512_dpbusd_epi32(sums[3], _mm512_unpackhi_epi16(ab, cd), weight);
                }
            }
            for (four, out) in strip.chunks_exact(4).zip(sums[from..].chunks_exact_mut(64)) {
                // Unpacking left quarter `l` of register `q` with columns 16 l + 4 q and on: laid back in order.
                let (low_01, high_01) = (
                    _mm512_shuffle_i32x4::<0x44>(four[0], four[1]),
                    _mm512_shuffle_i32x4::<0xEE>(four[0], four[1]),
                );
                let (low_23, high_23) = (
                    _mm512_shuffle_i32x4::<0x44>(four[2], four[3]),
                    _mm512_shuffle_i32x4::<0xEE>(four[2], four[3]),
                );
                let ordered = [
                    _mm512_shuffle_i32x4::<0x88>(low_01, low_23),
                    _mm512_shuffle_i32x4::<0xDD>(low_01, low_23),
                    _mm512_shuffle_i32x4::<0x88>(high_01, high_23),
                    _mm512_shuffle_i32x4::<0xDD>(high_01, high_23),
                ];
                for (whole, out) in ordered.into_iter().zip(out.chunks_exact_mut(16)) {
                    store_512(out, _mm512_cvtepi32_ps(whole));
                }
            }
        }
        plain(bytes, weights, sums, whole);
    }

    /// As [`super::weigh_rows`], 32 columns at a time.
    #[target_feature(enable = "avx2")]
    pub(super) fn weigh_rows_256(bytes: &[u8], weights: &[[i8; TOGETHER]], sums: &mut [f32]) {
        let length = sums.len();
        let whole = length - length % 32;
        let ones = _mm256_set1_epi16(1);
        let mut strip = [_mm256_setzero_si256(); STRIP / 8];
        for from in (0..whole).step_by(STRIP) {
            let columns = STRIP.min(whole - from);
            let strip = &mut strip[..columns / 8];
            strip.fill(_mm256_setzero_si256());
            for (group, weights) in weights.iter().enumerate() {
                let row = |n: usize| &row_of(bytes, length, group * TOGETHER + n)[from..from + columns];
                let (a, b, c, d) = (row(0), row(1), row(2), row(3));
                let weight = _mm256_set1_epi32(i32::from_le_bytes(weights.map(i8::cast_unsigned)));
                for (sums, at) in strip.chunks_exact_mut(4).zip((0..columns).step_by(32)) {
                    let (a, b) = (load_256(&a[at..at + 32]), load_256(&b[at..at + 32]));
                    let (c, d) = (load_256(&c[at..at + 32]), load_256(&d[at..at + 32]));
                    let (low_ab, low_cd) = (_mm256_unpacklo_epi8(a, b), _mm256_unpacklo_epi8(c, d));
                    let (high_ab, high_cd) = (_mm256_unpackhi_epi8(a, b), _mm256_unpackhi_epi8(c, d));
                    let fours = [
                        _mm256_unpacklo_epi16(low_ab, low_cd),
                        _mm256_unpackhi_epi16(low_ab, low_cd),
                        _mm256_unpacklo_epi16(high_ab, high_cd),
                        _mm256_unpackhi_epi16(high_ab, high_cd),
                    ];
                    for (sum, four) in sums.iter_mut().zip(fours) {
                        let pairs = _mm256_maddubs_epi16(four, weight);
                        *sum = _mm256_add_epi32(*sum, _mm256_madd_epi16(pairs, ones));
                    }
                }
            }
            for (four, out) in strip.chunks_exact(4).zip(sums[from..].chunks_exact_mut(32)) {
                let ordered = [
                    _mm256_permute2x128_si256::<0x20>(four[0], four[1]),
                    _mm256_permute2x128_si256::<0x20>(four[2], four[3]),
                    _mm256_permute2x128_si256::<0x31>(four[0], four[1]),
                    _mm256_permute2x128_si256::<0x31>(four[2], four[3]),
                ];
                for (whole, out) in ordered.into_iter().zip(out.chunks_exact_mut(8)) {
                    store_256(out, _mm256_cvtepi32_ps(whole));
                }
            }
        }
        plain(bytes, weights, sums, whole);
    }

    #[target_feature(enable = "avx512f")]
    #[inline]
    fn load_512(bytes: &[u8]) -> __m512i {
        assert!(bytes.len() == 64);
        // SAFETY: 64 bytes are there, and the load needs no alignment.
        unsafe { _mm512_loadu_si512(bytes.as_ptr().cast()) }
    }

    #[target_feature(enable = "avx512f")]
    #[inline]
    fn store_512(out: &mut [f32], values: __m512) {
        assert!(out.len() == 16);
        // SAFETY: 16 values are there, and the store needs no alignment.
        unsafe { _mm512_storeu_ps(out.as_mut_ptr(), values) }
    }

    #[target_feature(enable = "avx2")]
    #[inline]
    fn load_256(bytes: &[u8]) -> __m256i {
        assert!(bytes.len() == 32);
        // SAFETY: 32 bytes are there, and the load needs no alignment.
        unsafe { _mm256_loadu_si256(bytes.as_ptr().cast()) }
    }

    #[target_feature(enable = "avx2")]
    #[inline]
    fn store_256(out: &mut [f32], values: __m256) {
        assert!(out.len() == 8);
        // SAFETY: 8 values are there, and the store needs no alignment.
        unsafe { _mm256_storeu_ps(out.as_mut_ptr(), values) }
    }

    #[cfg(test)]
    mod tests {
        use super::super::{MAX_WEIGHT, four, plain};
        use super::{STRIP, weigh_rows_256, weigh_rows_512};
        use proptest::prelude::*;

        /// Bytes that reach both ends of their range, from a seed.
        fn bytes_of(seed: u64, length: usize) -> Vec<u8> {
            let mut state = seed | 1;
            let mut next = || {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                state.to_be_bytes()[0]
            };
            (0..length).map(|_| if next() < 64 { 255 } else { next() }).collect()
        }

        proptest! {
            #![proptest_config(ProptestConfig::with_cases(400))]
            #[test]
            fn every_form_has_the_same_bits(
                seed: u64,
                length in prop_oneof![0usize..300, (STRIP - 70)..(STRIP + 200)],
                weights in prop::collection::vec(prop_oneof![0..=MAX_WEIGHT, Just(MAX_WEIGHT)], 0..40),
            ) {
                let bytes = bytes_of(seed, length * weights.len());
                let weights: Vec<_> = weights.chunks(4).map(four).collect();
                let mut wanted = vec![-1.0; length];
                plain(&bytes, &weights, &mut wanted, 0);
                if std::arch::is_x86_feature_detected!("avx2") {
                    let mut found = vec![-2.0; length];
                    // SAFETY: the processor has it.
                    unsafe { weigh_rows_256(&bytes, &weights, &mut found) };
                    prop_assert_eq!(&found, &wanted);
                }
                if std::arch::is_x86_feature_detected!("avx512bw") && std::arch::is_x86_feature_detected!("avx512vnni") {
                    let mut found = vec![-3.0; length];
                    // SAFETY: the processor has both.
                    unsafe { weigh_rows_512(&bytes, &weights, &mut found) };
                    prop_assert_eq!(&found, &wanted);
                }
            }
        }
    }
}
