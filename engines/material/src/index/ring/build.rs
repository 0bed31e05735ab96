//! Sorting by each band, by counting.

use super::layout::{Band, Layout, Words};
use super::{Ring, SortedBand};
use crate::index::Listed;
use crate::kernels::memory::roomy;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

impl Ring {
    /// Sorts so many hashes, on as many threads as are given. `listed` tells each hash in turn; at most `u32::MAX` of them.
    pub(crate) fn build(count: usize, listed: impl Iterator<Item = Listed>, threads: usize) -> Ring {
        Ring::build_with(Layout::for_count(count), count, listed, threads)
    }

    fn build_with(
        layout: Layout,
        count: usize,
        listed: impl Iterator<Item = Listed>,
        threads: usize,
    ) -> Ring {
        let (mut words, mut ids, mut groups) = (roomy(count), roomy(count), roomy(count));
        for one in listed {
            words.push(one.words);
            ids.push(one.id);
            groups.push(one.group);
        }
        let bands = sort_all(&layout, &words, threads.max(1));
        Ring { layout, bands, words, ids, groups }
    }
}

fn sort_all(layout: &Layout, words: &[Words], threads: usize) -> Vec<SortedBand> {
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, SortedBand)>> = Mutex::default();
    std::thread::scope(|scope| {
        for _ in 0..threads.min(layout.bands().len()) {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(&band) = layout.bands().get(at) else { break };
                    let sorted = sort(band, layout.next(at), words);
                    done.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push((at, sorted));
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    done.sort_by_key(|&(at, _)| at);
    done.into_iter().map(|(_, sorted)| sorted).collect()
}

fn sort(band: Band, beside: Band, words: &[Words]) -> SortedBand {
    let values = 1usize << band.width;
    let mut starts: Vec<u32> = roomy(values + 1);
    starts.resize(values + 1, 0);
    for one in words {
        starts[band.of(one) as usize + 1] += 1;
    }
    for value in 0..values {
        starts[value + 1] += starts[value];
    }
    let (mut signs, mut places): (Vec<u16>, Vec<u32>) = (roomy(words.len()), roomy(words.len()));
    signs.resize(words.len(), 0);
    places.resize(words.len(), 0);
    let mut free = starts.clone();
    for (place, one) in (0u32..).zip(words) {
        let free = &mut free[band.of(one) as usize];
        signs[*free as usize] = beside.sign(one);
        places[*free as usize] = place;
        *free += 1;
    }
    SortedBand { starts, signs, places }
}

#[cfg(all(test, not(feature = "modelled")))]
impl Ring {
    /// A ring of so many bands.
    pub(crate) fn build_of(bands: u32, listed: &[Listed]) -> Ring {
        Ring::build_with(Layout::of(bands), listed.len(), listed.iter().copied(), 2)
    }
}
