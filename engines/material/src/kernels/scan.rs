//! Compares a hash with each of a list.

use super::Level;

/// The hashes of a list, the first words of all side by side, then the second, and so on.
#[derive(Clone, Debug, Default)]
pub(crate) struct Columns {
    pub(crate) words: [Vec<u64>; 4],
}

impl Columns {
    pub(crate) fn len(&self) -> usize {
        self.words[0].len()
    }

    pub(crate) fn get(&self, at: usize) -> [u64; 4] {
        std::array::from_fn(|n| self.words[n][at])
    }

    pub(crate) fn push(&mut self, words: &[u64; 4]) {
        self.words.iter_mut().zip(words).for_each(|(column, &word)| column.push(word));
    }

    /// The last takes the place of the one that goes.
    pub(crate) fn swap_remove(&mut self, at: usize) {
        self.words.iter_mut().for_each(|column| {
            column.swap_remove(at);
        });
    }
}

/// Calls `found` with place and distance of each hash within `limit` bits of `wanted`, in the order of places.
pub(crate) fn scan(
    level: Level,
    columns: &Columns,
    wanted: &[u64; 4],
    limit: u32,
    found: &mut impl FnMut(usize, u32),
) {
    match level {
        #[cfg(target_arch = "x86_64")]
        // SAFETY: a level is only ever made where the processor has its instructions.
        Level::Avx512(_) => unsafe { x86::scan_512(columns, wanted, limit, found) },
        #[cfg(target_arch = "x86_64")]
        // SAFETY: as above.
        Level::Avx2(_) => unsafe { x86::scan_popcnt(columns, wanted, limit, found) },
        Level::Plain => plain(columns, wanted, limit, 0, found),
    }
}

#[inline(always)]
fn plain(columns: &Columns, wanted: &[u64; 4], limit: u32, from: usize, found: &mut impl FnMut(usize, u32)) {
    for at in from..columns.len() {
        let distance = (0..4).map(|n| (columns.words[n][at] ^ wanted[n]).count_ones()).sum();
        if distance <= limit {
            found(at, distance);
        }
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::{Columns, plain};
    use std::arch::x86_64::*;

    #[target_feature(enable = "popcnt")]
    pub(super) fn scan_popcnt(
        columns: &Columns,
        wanted: &[u64; 4],
        limit: u32,
        found: &mut impl FnMut(usize, u32),
    ) {
        plain(columns, wanted, limit, 0, found);
    }

    #[target_feature(enable = "avx512f,avx512vpopcntdq,popcnt")]
    pub(super) fn scan_512(
        columns: &Columns,
        wanted: &[u64; 4],
        limit: u32,
        found: &mut impl FnMut(usize, u32),
    ) {
        let wanted_all: [__m512i; 4] = std::array::from_fn(|n| _mm512_set1_epi64(wanted[n].cast_signed()));
        let limit_all = _mm512_set1_epi64(i64::from(limit));
        let chunks = columns.len() / 8;
        for chunk in 0..chunks {
            let at = chunk * 8;
            let mut sum = _mm512_setzero_si512();
            for (column, wanted) in columns.words.iter().zip(wanted_all) {
                let eight = &column[at..at + 8];
                // SAFETY: eight words are there, and the load needs no alignment.
                let values = unsafe { _mm512_loadu_epi64(eight.as_ptr().cast()) };
                sum = _mm512_add_epi64(sum, _mm512_popcnt_epi64(_mm512_xor_si512(values, wanted)));
            }
            let mut near = _mm512_cmple_epu64_mask(sum, limit_all);
            while near != 0 {
                let place = at + near.trailing_zeros() as usize;
                let distance = (0..4).map(|n| (columns.words[n][place] ^ wanted[n]).count_ones()).sum();
                found(place, distance);
                near &= near - 1;
            }
        }
        plain(columns, wanted, limit, chunks * 8, found);
    }
}

#[cfg(test)]
mod tests {
    use super::{Columns, plain, scan};
    use crate::kernels::Level;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_form_finds_the_same(
            hashes in prop::collection::vec(prop::array::uniform4(prop_oneof![0u64..4, any::<u64>()]), 0..60),
            wanted in prop::array::uniform4(0u64..4),
            limit in 0u32..140,
        ) {
            let mut columns = Columns::default();
            hashes.iter().for_each(|words| columns.push(words));
            let mut expected = Vec::new();
            plain(&columns, &wanted, limit, 0, &mut |at, distance| expected.push((at, distance)));
            for level in Level::all() {
                let mut found = Vec::new();
                scan(level, &columns, &wanted, limit, &mut |at, distance| found.push((at, distance)));
                prop_assert_eq!(&found, &expected, "{:?}", level);
            }
        }
    }
}
