//! What the matcher knows of lists and entries, beside the index of their perceptual hashes.

use super::{Graded, Match, NotListed, Visible};
use crate::codes::{GradeStands, How};
use crate::hashes::EntryHashes;
use kernel::Id;
use kernel::codes::Grade;
use material::{ExactDigest, ExactIndex, Listing, Lists, Pdq, Radius};
use std::collections::HashMap;

/// So many numbers the index has for lists; where there are more lists, several share one and what is found is looked through.
const NUMBERS: u32 = 128;

/// An entry that can be matched.
#[derive(Clone, Copy)]
pub(super) struct Held {
    /// Its perceptual hash, if it is listed by one: the index names an entry by both.
    pub(super) pdq: Option<Pdq>,
    grade: Graded,
}

/// An entry that was found; ordered so that of one entry the strongest way comes first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Found {
    pub(super) key: u64,
    pub(super) how: How,
    pub(super) distance: u32,
}

/// Lists, entries and exact digests.
#[derive(Default)]
pub(super) struct State {
    lists: Vec<(Id, Radius)>,
    places: HashMap<Id, u32>,
    held: HashMap<u64, Held>,
    pub(super) exact: ExactIndex,
}

impl State {
    pub(super) fn hold(&mut self, list: Id, max_distance: u8) -> Result<(), NotListed> {
        let radius = Radius::new(u32::from(max_distance))?;
        if !self.places.contains_key(&list) {
            let place = u32::try_from(self.lists.len()).map_err(|_| NotListed::Full)?;
            self.lists.push((list, radius));
            self.places.insert(list, place);
        }
        Ok(())
    }

    /// The number under which an entry is held: its list's place, and its own number.
    pub(super) fn key(&self, list: Id, entry: u32) -> Result<u64, NotListed> {
        let place = *self.places.get(&list).ok_or(NotListed::NoSuchList(list))?;
        Ok(u64::from(place) << 32 | u64::from(entry))
    }

    /// Holds an entry that is not held; what the index must list for it.
    pub(super) fn list(
        &mut self,
        key: u64,
        hashes: &EntryHashes,
        grade: Graded,
    ) -> Result<Option<Listing>, NotListed> {
        let Some((list, radius, entry)) = self.named(key) else { return Err(NotListed::Full) };
        let pdq = hashes.pdq.filter(|pdq| !pdq.says_little());
        if hashes.sha256.is_none() && hashes.md5.is_none() && pdq.is_none() {
            return Err(NotListed::Unmatchable { list, entry });
        }
        if (grade.grade, grade.stands) == (Grade::KnownHarmless, GradeStands::Proposed) {
            return Ok(None);
        }
        let sha256 = hashes.sha256.map(ExactDigest::Sha256);
        for digest in sha256.into_iter().chain(hashes.md5.map(ExactDigest::Md5)) {
            self.exact.insert(key, digest);
        }
        self.held.insert(key, Held { pdq, grade });
        Ok(pdq.map(|hash| Listing { id: key, hash, lists: number(key), radius }))
    }

    pub(super) fn remove(&mut self, key: u64) -> Option<Held> {
        self.exact.remove(key);
        self.held.remove(&key)
    }

    pub(super) fn keys_of(&self, list: Id) -> Vec<u64> {
        let Some(&place) = self.places.get(&list) else { return Vec::new() };
        self.held.keys().copied().filter(|key| key >> 32 == u64::from(place)).collect()
    }

    /// The numbers that the index has for these lists.
    pub(super) fn numbers(&self, lists: &Visible) -> Lists {
        match lists {
            Visible::All => Lists::ALL,
            Visible::These(lists) => lists
                .iter()
                .filter_map(|list| self.key(*list, 0).ok())
                .fold(Lists::NONE, |all, key| all.or(number(key))),
        }
    }

    pub(super) fn told(&self, found: Found) -> Option<Match> {
        let (list, _, entry) = self.named(found.key)?;
        let Held { grade, .. } = *self.held.get(&found.key)?;
        let distance = u8::try_from(found.distance).ok()?;
        let Graded { grade, stands } = grade;
        Some(Match { list, entry, how: found.how, distance, grade, stands, set_aside_by: None })
    }

    pub(super) fn len(&self) -> usize {
        self.held.len()
    }

    fn named(&self, key: u64) -> Option<(Id, Radius, u32)> {
        let (list, radius) = *self.lists.get(usize::try_from(key >> 32).ok()?)?;
        Some((list, radius, u32::try_from(key & u64::from(u32::MAX)).ok()?))
    }
}

/// The number that the index has for the list of an entry.
fn number(key: u64) -> Lists {
    let place = u32::try_from(key >> 32).unwrap_or(u32::MAX);
    Lists::one(place % NUMBERS)
}
