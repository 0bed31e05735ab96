//! The plain index: compare with every listed hash.

use std::collections::HashMap;

use super::{HashIndex, Hit, Radius, Unmatchable};
use crate::Pdq;

/// Compares each query with every listed hash: nothing to build and exact by construction. A million hashes
/// take some 7 ms on one core, so it suits lists up to about that size.
#[derive(Clone, Debug, Default)]
pub struct ScanIndex {
    entries: Vec<Entry>,
    places: HashMap<u64, usize>,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    words: [u64; 4],
    id: u64,
    max_distance: Radius,
}

impl HashIndex for ScanIndex {
    fn insert(&mut self, id: u64, hash: Pdq, max_distance: Radius) -> Result<(), Unmatchable> {
        if hash == Pdq::ZERO {
            return Err(Unmatchable);
        }
        let entry = Entry { words: hash.words(), id, max_distance };
        match self.places.get(&id) {
            Some(&place) => self.entries[place] = entry,
            None => {
                self.places.insert(id, self.entries.len());
                self.entries.push(entry);
            }
        }
        Ok(())
    }

    fn remove(&mut self, id: u64) -> bool {
        let Some(place) = self.places.remove(&id) else { return false };
        self.entries.swap_remove(place);
        if let Some(moved) = self.entries.get(place) {
            self.places.insert(moved.id, place);
        }
        true
    }

    fn lookup(&self, query: &Pdq) -> Vec<Hit> {
        let words = query.words();
        let mut hits: Vec<Hit> = self.entries.iter().filter_map(|entry| entry.hit(&words)).collect();
        hits.sort_unstable_by_key(|hit| (hit.distance, hit.id));
        hits
    }

    fn len(&self) -> usize {
        self.entries.len()
    }
}

impl Entry {
    fn hit(&self, query: &[u64; 4]) -> Option<Hit> {
        let distance = (0..4).map(|i| (self.words[i] ^ query[i]).count_ones()).sum();
        (distance <= self.max_distance.bits()).then_some(Hit { id: self.id, distance })
    }
}
