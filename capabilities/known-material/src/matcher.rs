//! All lists in memory, and what a picture matches in them.
//!
//! Exact digests stand in a hash table, perceptual hashes in the engine's [`LiveIndex`]. Both change while they are asked: what was added is
//! found, and what was withdrawn is silent, by the next look-up that begins.

mod state;
#[cfg(test)]
mod tests;

use crate::acts::record_matches::Negated;
use crate::codes::{GradeStands, How};
use crate::events::Hit;
use crate::hashes::EntryHashes;
use kernel::Id;
use kernel::codes::Grade;
use material::{Digests, LiveIndex, MatchedBy, PdqHash, PdqTurns, Query, Radius, RadiusTooLarge};
use state::{Found, State};
use std::collections::BTreeSet;
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

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

/// The lists that somebody may match with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Visible {
    /// All: Tutela's own work on reports.
    All,
    /// These and no other.
    These(BTreeSet<Id>),
}

impl Visible {
    /// Whether that list is among them.
    #[must_use]
    pub fn has(&self, list: Id) -> bool {
        match self {
            Visible::All => true,
            Visible::These(lists) => lists.contains(&list),
        }
    }
}

/// What a picture matches in one list entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Match {
    /// The list.
    pub list: Id,
    /// The entry's number in the list.
    pub entry: u32,
    /// How it was found.
    pub how: How,
    /// Bits that differ, 0 to 31; 0 when the file is the same.
    pub distance: u8,
    /// The list's grade of the entry.
    pub grade: Grade,
    /// How many people stand behind the grade.
    pub stands: GradeStands,
    /// The entry of a negative list, its list first, by which this is no lead: two people found that picture to be harmless.
    pub set_aside_by: Option<(Id, u32)>,
}

/// A grade, and how many people stand behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Graded {
    /// The grade.
    pub grade: Grade,
    /// Who stands behind it.
    pub stands: GradeStands,
}

/// What a picture of a report matches.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hits {
    /// What becomes leads, strongest first.
    pub leads: Vec<Hit>,
    /// What does not, with the reason.
    pub set_aside: Vec<Negated>,
}

/// Holds lists and finds what a picture matches. It answers with matches, which are leads about pictures and never say
/// anything of a person. It may be asked and changed from many threads.
#[derive(Default)]
pub struct Matcher {
    /// Changed together with the index below, and read during a whole look-up: nobody sees one without the other.
    state: RwLock<State>,
    perceptual: LiveIndex,
}

impl Matcher {
    /// Holds a list, without entries at first. `max_distance` is in bits; holding a list again changes nothing.
    ///
    /// # Errors
    /// [`NotListed::Distance`] above 31 bits.
    pub fn hold(&self, list: Id, max_distance: u8) -> Result<(), NotListed> {
        self.write().hold(list, max_distance)
    }

    /// Lists an entry, in the place of what it held before. What two people know to be harmless makes no lead and sets others aside; what one
    /// person calls harmless is not held at all.
    ///
    /// # Errors
    /// [`NotListed`] when the list is not held or nothing of the entry can be matched.
    pub fn add(&self, list: Id, entry: u32, hashes: &EntryHashes, grade: Graded) -> Result<(), NotListed> {
        let mut state = self.write();
        let key = state.key(list, entry)?;
        self.remove(&mut state, key);
        if let Some(listing) = state.list(key, hashes, grade)? {
            let listed = self.perceptual.add(listing);
            listed.map_err(|_| NotListed::Unmatchable { list, entry })?;
        }
        Ok(())
    }

    /// Takes an entry off its list; whether it could be matched until now.
    pub fn withdraw(&self, list: Id, entry: u32) -> bool {
        let mut state = self.write();
        state.key(list, entry).is_ok_and(|key| self.remove(&mut state, key))
    }

    /// Takes all entries off a list.
    pub fn forget(&self, list: Id) {
        let mut state = self.write();
        for key in state.keys_of(list) {
            self.remove(&mut state, key);
        }
    }

    /// Sorts what came since into the index where that is due, on so many threads; whether it was. Nobody who asks or adds waits for it.
    pub fn merge(&self, threads: usize) -> bool {
        self.perceptual.merge(threads)
    }

    fn remove(&self, state: &mut State, key: u64) -> bool {
        let Some(gone) = state.remove(key) else { return false };
        if let Some(pdq) = gone.pdq {
            self.perceptual.remove(key, &pdq);
        }
        true
    }

    /// What the picture matches in the lists that the asker may see, strongest first, at most so many: each entry once, by its strongest
    /// way. Exact digests are compared always, the perceptual hashes only when the picture has detail enough ([`PdqHash::usable`]).
    ///
    /// A match by likeness is set aside where a negative entry that the asker may see is the same file by SHA-256, or looks more alike than
    /// the match does. The same file on a list is never set aside, and MD5 alone sets nothing aside: two files of one MD5 can be made.
    #[must_use]
    pub fn look_up(&self, picture: &PictureHashes, lists: &Visible, limit: usize) -> Vec<Match> {
        let mut matches = self.all(picture, lists);
        matches.sort_unstable_by_key(|one| (one.how, one.distance, one.list, one.entry));
        let negative = matches.iter().find(|one| is_negative(one) && one.how != How::ExactMd5).copied();
        matches.retain(|one| !is_negative(one));
        if let Some(negative) = negative {
            let nearer = |one: &Match| negative.how == How::ExactSha256 || negative.distance < one.distance;
            for one in matches.iter_mut().filter(|one| one.how == How::Perceptual && nearer(one)) {
                one.set_aside_by = Some((negative.list, negative.entry));
            }
        }
        matches.truncate(limit);
        matches
    }

    /// Everything that is near, negative entries included, each entry once.
    fn all(&self, picture: &PictureHashes, lists: &Visible) -> Vec<Match> {
        let state = self.read();
        let exact = state.exact.lookup(&picture.digests).into_iter().map(|hit| match hit.by {
            MatchedBy::Sha256 => Found { key: hit.id, how: How::ExactSha256, distance: 0 },
            MatchedBy::Md5 => Found { key: hit.id, how: How::ExactMd5, distance: 0 },
        });
        let asked = state.numbers(lists);
        let usable = picture.pdq.iter().filter(|pdq| pdq.usable());
        let near = usable.flat_map(|pdq| {
            let query = Query { hash: pdq.hash, lists: asked, radius: Radius::MAX, most: usize::MAX };
            self.perceptual.find(&query).hits
        });
        let near = near.map(|hit| Found { key: hit.id, how: How::Perceptual, distance: hit.distance });
        let mut found: Vec<Found> = exact.chain(near).collect();
        found.sort_unstable();
        found.dedup_by_key(|one| one.key);
        let matches = found.into_iter().filter_map(|one| state.told(one));
        matches.filter(|one| lists.has(one.list)).collect()
    }

    /// What a picture of a report matches in any list.
    #[must_use]
    pub fn hits(&self, picture: &PictureHashes) -> Hits {
        let mut hits = Hits::default();
        for one in self.look_up(picture, &Visible::All, usize::MAX) {
            let Match { list, entry, how, distance, grade, .. } = one;
            let hit = Hit { picture: picture.picture, list, entry, how, distance, grade };
            match one.set_aside_by {
                None => hits.leads.push(hit),
                Some((list, entry)) => hits.set_aside.push(Negated { hit, list, entry }),
            }
        }
        hits
    }

    /// Entries that can be matched.
    #[must_use]
    pub fn len(&self) -> usize {
        self.read().len()
    }

    /// True when nothing can be matched.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn read(&self) -> RwLockReadGuard<'_, State> {
        // A panic leaves an entry out at worst: what can be matched is always in both halves.
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, State> {
        self.state.write().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_negative(one: &Match) -> bool {
    one.grade == Grade::KnownHarmless
}

/// Many entries at once, sorted when all are there: the start of a node.
#[derive(Default)]
pub struct Loading {
    state: State,
    listings: Vec<material::Listing>,
}

impl Loading {
    /// As [`Matcher::hold`].
    ///
    /// # Errors
    /// As there.
    pub fn hold(&mut self, list: Id, max_distance: u8) -> Result<(), NotListed> {
        self.state.hold(list, max_distance)
    }

    /// As [`Matcher::add`], each entry once.
    ///
    /// # Errors
    /// As there.
    pub fn add(
        &mut self,
        list: Id,
        entry: u32,
        hashes: &EntryHashes,
        grade: Graded,
    ) -> Result<(), NotListed> {
        let key = self.state.key(list, entry)?;
        self.listings.extend(self.state.list(key, hashes, grade)?);
        Ok(())
    }

    /// What was added, sorted on so many threads.
    #[must_use]
    pub fn finish(self, threads: usize) -> Matcher {
        let Loading { state, listings } = self;
        let perceptual = LiveIndex::build(listings.len(), listings.into_iter(), threads);
        Matcher { state: RwLock::new(state), perceptual }
    }
}

/// Orders hits of one or several pictures, the strongest first: for the part that fits one act.
#[must_use]
pub fn strength(hit: &Hit) -> (How, u8, u32, Id, u32) {
    (hit.how, hit.distance, hit.picture, hit.list, hit.entry)
}
