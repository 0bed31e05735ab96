//! All lists in memory, and what a picture matches in them.

use crate::codes::How;
use crate::events::Hit;
use crate::hashes::EntryHashes;
use kernel::Id;
use kernel::codes::Grade;
use material::{
    Digests, ExactDigest, ExactIndex, HashIndex, MatchedBy, Pdq, PdqHash, PdqTurns, Radius, RadiusTooLarge,
    ScanIndex,
};
use std::collections::HashMap;

/// What is compared of one picture of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PictureHashes {
    /// The picture's place in the report, from 0.
    pub picture: u32,
    /// Digests of the file as it came.
    pub digests: Digests,
    /// Its perceptual hashes, as it is and turned or mirrored; empty when the file could not be decoded.
    pub pdq: Vec<PdqHash>,
}

impl PictureHashes {
    /// With the hashes of all eight positions, so that a mirrored copy is known again; `None` for a file that could not
    /// be decoded.
    #[must_use]
    pub fn new(picture: u32, digests: Digests, turns: Option<&PdqTurns>) -> PictureHashes {
        let each = |turns: &PdqTurns| turns.hashes.map(|(_, hash)| PdqHash { hash, quality: turns.quality });
        PictureHashes { picture, digests, pdq: turns.map(each).map(Vec::from).unwrap_or_default() }
    }

    /// True when the picture can be compared by its exact digests only: not decoded, or too little detail.
    #[must_use]
    pub fn exact_only(&self) -> bool {
        !self.pdq.iter().any(PdqHash::usable)
    }
}

/// Why a list or an entry cannot be held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotListed {
    /// The list was not opened.
    #[error("no list {0} is held")]
    NoSuchList(Id),
    /// A perceptual limit above 31 bits.
    #[error(transparent)]
    Distance(#[from] RadiusTooLarge),
    /// Its only hash is the perceptual one of a picture without detail, which would match what has nothing in common.
    #[error("entry {entry} of list {list} has no hash that can be matched")]
    Unmatchable {
        /// The list.
        list: Id,
        /// The entry.
        entry: u32,
    },
    /// More lists than numbers.
    #[error("too many lists are held")]
    Full,
}

/// Holds lists and finds what a picture matches. It answers with hits, which are leads about pictures and never say
/// anything of a person. `I` is the perceptual index; all indexes find the same.
#[derive(Default)]
pub struct Matcher<I = ScanIndex> {
    lists: Vec<(Id, Radius)>,
    places: HashMap<Id, u32>,
    grades: HashMap<u64, Grade>,
    exact: ExactIndex,
    perceptual: I,
}

impl<I: HashIndex> Matcher<I> {
    /// Holds a list, without entries at first. `max_distance` is in bits; holding a list again changes nothing.
    ///
    /// # Errors
    /// [`NotListed::Distance`] above 31 bits.
    pub fn hold(&mut self, list: Id, max_distance: u8) -> Result<(), NotListed> {
        let radius = Radius::new(u32::from(max_distance))?;
        if !self.places.contains_key(&list) {
            let place = u32::try_from(self.lists.len()).map_err(|_| NotListed::Full)?;
            self.lists.push((list, radius));
            self.places.insert(list, place);
        }
        Ok(())
    }

    /// Lists an entry, in the place of what it held before. What is known to be harmless is not listed at all: it can
    /// make no lead.
    ///
    /// # Errors
    /// [`NotListed`] when the list is not held or nothing of the entry can be matched.
    pub fn add(&mut self, list: Id, entry: u32, hashes: &EntryHashes, grade: Grade) -> Result<(), NotListed> {
        let place = *self.places.get(&list).ok_or(NotListed::NoSuchList(list))?;
        let (_, radius) = self.lists[place as usize];
        let key = key(place, entry);
        self.remove(key);
        let pdq = hashes.pdq.filter(|pdq| *pdq != Pdq::ZERO);
        if hashes.sha256.is_none() && hashes.md5.is_none() && pdq.is_none() {
            return Err(NotListed::Unmatchable { list, entry });
        }
        if grade == Grade::KnownHarmless {
            return Ok(());
        }
        if let Some(pdq) = pdq {
            let listed = self.perceptual.insert(key, pdq, radius);
            listed.map_err(|_| NotListed::Unmatchable { list, entry })?;
        }
        let sha256 = hashes.sha256.map(ExactDigest::Sha256);
        for digest in sha256.into_iter().chain(hashes.md5.map(ExactDigest::Md5)) {
            self.exact.insert(key, digest);
        }
        self.grades.insert(key, grade);
        Ok(())
    }

    /// Takes an entry off its list; whether it could be matched until now.
    pub fn withdraw(&mut self, list: Id, entry: u32) -> bool {
        self.places.get(&list).copied().is_some_and(|place| self.remove(key(place, entry)))
    }

    fn remove(&mut self, key: u64) -> bool {
        self.exact.remove(key);
        self.perceptual.remove(key);
        self.grades.remove(&key).is_some()
    }

    /// What the picture matches, strongest first: each entry once, by its strongest way. Exact digests are compared
    /// always, the perceptual hashes only when the picture has detail enough ([`PdqHash::usable`]).
    #[must_use]
    pub fn hits(&self, picture: &PictureHashes) -> Vec<Hit> {
        let exact = self.exact.lookup(&picture.digests).into_iter().map(|hit| match hit.by {
            MatchedBy::Sha256 => (hit.id, How::ExactSha256, 0),
            MatchedBy::Md5 => (hit.id, How::ExactMd5, 0),
        });
        let usable = picture.pdq.iter().filter(|pdq| pdq.usable());
        let near = usable.flat_map(|pdq| self.perceptual.lookup(&pdq.hash));
        let near = near.map(|hit| (hit.id, How::Perceptual, hit.distance));
        let mut hits: Vec<(u64, How, u32)> = exact.chain(near).collect();
        hits.sort_unstable();
        hits.dedup_by_key(|(key, ..)| *key);
        let mut hits: Vec<Hit> = hits.into_iter().filter_map(|hit| self.hit(picture.picture, hit)).collect();
        hits.sort_unstable_by_key(strength);
        hits
    }

    fn hit(&self, picture: u32, (key, how, distance): (u64, How, u32)) -> Option<Hit> {
        let place = usize::try_from(key >> 32).ok()?;
        let (list, _) = *self.lists.get(place)?;
        let entry = u32::try_from(key & u64::from(u32::MAX)).ok()?;
        let grade = *self.grades.get(&key)?;
        Some(Hit { picture, list, entry, how, distance: u8::try_from(distance).ok()?, grade })
    }

    /// Entries that can be matched.
    #[must_use]
    pub fn len(&self) -> usize {
        self.grades.len()
    }

    /// True when nothing can be matched.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.grades.is_empty()
    }
}

/// Orders hits of one or several pictures, the strongest first: for the part that fits one act.
#[must_use]
pub fn strength(hit: &Hit) -> (How, u8, u32, Id, u32) {
    (hit.how, hit.distance, hit.picture, hit.list, hit.entry)
}

fn key(place: u32, entry: u32) -> u64 {
    u64::from(place) << 32 | u64::from(entry)
}

#[cfg(test)]
mod tests;
