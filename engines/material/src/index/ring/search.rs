//! Finding what is near.

use super::layout::{Band, Words};
use super::{Ring, SortedBand};
use crate::kernels::sift::{Bucket, sift};
use crate::kernels::{Level, prefetch};

/// Room for what a search finds on its way; one for each thread saves the making of it.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    buckets: Vec<Bucket>,
    soon: Vec<Bucket>,
    entries: Vec<u32>,
    candidates: Vec<Candidate>,
}

/// A hash that met the query in a band.
#[derive(Clone, Copy, Debug)]
struct Candidate {
    place: u32,
    band: u32,
}

impl Ring {
    /// Calls `found` with place and distance of each hash within `limit` bits (at most 31) of `query`, each once.
    pub(crate) fn visit(
        &self,
        level: Level,
        query: &Words,
        limit: u32,
        scratch: &mut Scratch,
        found: &mut impl FnMut(u32, u32),
    ) {
        match level {
            #[cfg(target_arch = "x86_64")]
            Level::Avx512(_) | Level::Avx2(_) => {
                crate::kernels::with_popcnt(level, || self.visit_at(level, query, limit, scratch, found));
            }
            Level::Plain => self.visit_at(level, query, limit, scratch, found),
        }
    }

    #[inline(always)]
    fn visit_at(
        &self,
        level: Level,
        query: &Words,
        limit: u32,
        scratch: &mut Scratch,
        found: &mut impl FnMut(u32, u32),
    ) {
        let Scratch { buckets, soon, entries, candidates } = scratch;
        candidates.clear();
        self.gather(0, query, soon);
        for (at, sorted) in self.bands.iter().enumerate() {
            std::mem::swap(buckets, soon);
            if at + 1 < self.bands.len() {
                self.gather(at + 1, query, soon);
            }
            entries.clear();
            sift(level, &sorted.signs, buckets, self.layout.next(at).sign(query), entries);
            // What the band before found has arrived meanwhile.
            self.verify(query, limit, candidates, found);
            candidates.clear();
            entries.iter().for_each(|&entry| prefetch(&sorted.places, entry as usize));
            let band = u32::try_from(at).unwrap_or(u32::MAX);
            candidates.extend(entries.iter().map(|&entry| {
                let place = sorted.places[entry as usize];
                prefetch(&self.words, place as usize);
                Candidate { place, band }
            }));
        }
        self.verify(query, limit, candidates, found);
    }

    /// The buckets that band `at` looks into, and asks for the first signs of each.
    #[inline(always)]
    fn gather(&self, at: usize, query: &Words, buckets: &mut Vec<Bucket>) {
        buckets.clear();
        let sorted: &SortedBand = &self.bands[at];
        let value = self.layout.bands()[at].of(query);
        let both = self.layout.both(at);
        for &(mask, bits) in self.layout.probes(at) {
            let value = (value ^ mask) as usize;
            let (from, to) = (sorted.starts[value], sorted.starts[value + 1]);
            if from < to {
                prefetch(&sorted.signs, from as usize);
                let [low, high, ..] = (both - bits).to_le_bytes();
                buckets.push(Bucket { from, to, limit: u16::from_le_bytes([low, high]) });
            }
        }
    }

    #[inline(always)]
    fn verify(&self, query: &Words, limit: u32, candidates: &[Candidate], found: &mut impl FnMut(u32, u32)) {
        for &Candidate { place, band } in candidates {
            let words = &self.words[place as usize];
            let distance = (0..4).map(|n| (words[n] ^ query[n]).count_ones()).sum();
            if distance <= limit && !self.met_before(query, words, band as usize) {
                found(place, distance);
            }
        }
    }

    /// Whether the two meet in a band before this one too: then they were found there.
    fn met_before(&self, query: &Words, words: &Words, band: usize) -> bool {
        (0..band).any(|at| {
            let (this, next): (Band, Band) = (self.layout.bands()[at], self.layout.next(at));
            let apart = (this.of(query) ^ this.of(words)).count_ones();
            let beside = (next.sign(query) ^ next.sign(words)).count_ones();
            apart <= this.radius && apart + beside <= self.layout.both(at)
        })
    }

    /// The places of all entries with exactly these bits.
    pub(crate) fn places_of(&self, words: &Words) -> impl Iterator<Item = u32> {
        let sorted = &self.bands[0];
        let value = self.layout.bands()[0].of(words) as usize;
        let entries = sorted.starts[value] as usize..sorted.starts[value + 1] as usize;
        let sign = self.layout.next(0).sign(words);
        let alike = sorted.signs[entries.clone()].iter().zip(&sorted.places[entries]);
        alike
            .filter(move |&(&other, _)| other == sign)
            .map(|(_, &place)| place)
            .filter(move |&place| self.words[place as usize] == *words)
    }
}
