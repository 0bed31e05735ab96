//! The index that changes while it is asked.
//!
//! A sorted base that is only read, what came since in a short list, and marks on what went: an added hash is found, and a removed one silent, by
//! the next query that begins. When the list is full it becomes a layer; [`LiveIndex::merge`] sorts layers into larger ones without stopping anybody,
//! and takes the lock only to exchange them.

use super::groups::{Common, Groups};
use super::layer::{Content, Layer, Short};
use super::ring::{Ring, Scratch, Words};
use super::sync::{Mutex, MutexGuard, RwLock, RwLockReadGuard, RwLockWriteGuard};
use super::{Listed, Lists, Radius, Unmatchable};
use crate::Pdq;
use crate::kernels::Level;
use std::cell::RefCell;
use std::sync::PoisonError;

/// So many added hashes are kept in a list that is compared one by one, some microseconds' work.
const SHORT: usize = if cfg!(feature = "modelled") {
    2
} else if cfg!(test) {
    24
} else {
    16_384
};
/// So many full lists are sorted together.
const LISTS_TOGETHER: usize = 4;
/// What came since is sorted into the base when it is larger than this part of it.
const PART_OF_BASE: usize = 8;

/// A hash to be listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Listing {
    /// What it is called; not necessarily unique: id and hash together are.
    pub id: u64,
    /// The hash.
    pub hash: Pdq,
    /// The lists that it is on.
    pub lists: Lists,
    /// How far away it is found.
    pub radius: Radius,
}

/// What is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Query {
    /// The hash.
    pub hash: Pdq,
    /// The lists that are asked; hashes of no other are found.
    pub lists: Lists,
    /// How far away, whatever the listed hash allows.
    pub radius: Radius,
    /// The most hits that are told; the nearest are.
    pub most: usize,
}

impl Query {
    /// Of all lists, 31 bits, at most 1,000 hits.
    #[must_use]
    pub fn of(hash: Pdq) -> Query {
        Query { hash, lists: Lists::ALL, radius: Radius::MAX, most: 1_000 }
    }
}

/// A listed hash near the one looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Near {
    /// The listed hash, as named when it was listed.
    pub id: u64,
    /// Bits that differ.
    pub distance: u32,
    /// Of the lists that were asked, those that it is on.
    pub lists: Lists,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The nearest first, then by id, then by lists.
    pub hits: Vec<Near>,
    /// How many there are, told or not.
    pub count: usize,
}

/// How large an index is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Hashes that can be found.
    pub listed: usize,
    /// Hashes that were removed and still take room.
    pub removed: usize,
    /// Sorted layers.
    pub layers: usize,
    /// Bytes in memory.
    pub bytes: usize,
}

/// Finds listed hashes near a given one, exactly: every hash within its limit and no other. It may be asked and changed from many threads.
///
/// ```
/// use material::{Listing, Lists, LiveIndex, Pdq, Query, Radius};
///
/// let index = LiveIndex::default();
/// let hash = Pdq([0x5a; 32]);
/// index.add(Listing { id: 7, hash, lists: Lists::one(3), radius: Radius::MAX })?;
///
/// let mut near = hash;
/// near.0[9] ^= 0b1011;
/// let found = index.find(&Query::of(near));
/// assert_eq!((found.hits[0].id, found.hits[0].distance), (7, 3));
///
/// assert!(index.remove(7, &hash));
/// assert_eq!(index.find(&Query::of(near)).count, 0);
/// # Ok::<(), material::Unmatchable>(())
/// ```
#[derive(Debug, Default)]
pub struct LiveIndex {
    state: RwLock<State>,
    /// Held by whoever merges.
    merging: Mutex<()>,
}

#[derive(Debug, Default)]
struct State {
    groups: Groups,
    /// What came last.
    short: Short,
    /// The base first.
    layers: Vec<Layer>,
}

thread_local! {
    static SCRATCH: RefCell<Scratch> = RefCell::default();
}

impl LiveIndex {
    /// An index of so many hashes, sorted at once on as many threads. All-zero hashes are left out.
    #[must_use]
    pub fn build(count: usize, listings: impl Iterator<Item = Listing>, threads: usize) -> LiveIndex {
        let mut groups = Groups::default();
        let listed = listings.filter(|one| one.hash != Pdq::ZERO).map(|one| groups.listed(&one));
        let layer = Layer::of(Content::Ring(Ring::build(count, listed, threads)));
        LiveIndex {
            state: RwLock::new(State { groups, short: Short::default(), layers: vec![layer] }),
            merging: Mutex::default(),
        }
    }

    /// Lists a hash. Listing the same hash under the same id again replaces lists and radius.
    ///
    /// # Errors
    /// [`Unmatchable`] for the all-zero hash.
    pub fn add(&self, listing: Listing) -> Result<(), Unmatchable> {
        if listing.hash == Pdq::ZERO {
            return Err(Unmatchable);
        }
        let mut state = self.write();
        let listed = state.groups.listed(&listing);
        state.remove(listed.id, &listed.words);
        state.short.push(&listed);
        if state.short.len() >= SHORT {
            let full = std::mem::take(&mut state.short);
            state.layers.push(Layer::of(Content::Short(full)));
        }
        Ok(())
    }

    /// Takes a hash off; whether it was listed.
    pub fn remove(&self, id: u64, hash: &Pdq) -> bool {
        self.write().remove(id, &words_of(hash))
    }

    /// All listed hashes within their limit of the one looked for.
    #[must_use]
    pub fn find(&self, query: &Query) -> Found {
        let state = self.read();
        SCRATCH.with_borrow_mut(|scratch| state.find(query, scratch))
    }

    /// As [`LiveIndex::find`] for many, in their order, on so many threads.
    #[must_use]
    pub fn find_all(&self, queries: &[Query], threads: usize) -> Vec<Found> {
        let share = queries.len().div_ceil(threads.max(1)).max(1);
        if share >= queries.len() {
            return queries.iter().map(|query| self.find(query)).collect();
        }
        std::thread::scope(|scope| {
            let parts: Vec<_> = queries
                .chunks(share)
                .map(|part| scope.spawn(|| part.iter().map(|query| self.find(query)).collect::<Vec<_>>()))
                .collect();
            parts
                .into_iter()
                .flat_map(|part| part.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
                .collect()
        })
    }

    /// How large it is.
    #[must_use]
    pub fn size(&self) -> Size {
        let state = self.read();
        let stored: usize = state.layers.iter().map(Layer::stored).sum();
        let removed: usize = state.layers.iter().map(Layer::removed).sum();
        Size {
            listed: stored - removed + state.short.len(),
            removed,
            layers: state.layers.len(),
            bytes: state.layers.iter().map(Layer::bytes).sum::<usize>() + state.short.bytes(),
        }
    }

    /// Sorts layers together where that is due, on so many threads; whether it was. Queries and changes go on meanwhile. To be called from time to time,
    /// from any thread; a second caller waits for the first.
    pub fn merge(&self, threads: usize) -> bool {
        let _alone: MutexGuard<()> = self.merging.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(from) = self.read().due() else { return false };
        let old: Vec<Layer> = self.read().layers[from..].to_vec();
        let count = old.iter().map(|layer| layer.stored() - layer.removed()).sum();
        let sorted = Ring::build(count, old.iter().flat_map(Layer::listed), threads);
        let mut layer = Layer::of(Content::Ring(sorted));
        let mut state = self.write();
        // What was removed while the new one was sorted.
        for (before, now) in old.iter().zip(&state.layers[from..]) {
            now.removed_since(before).for_each(|gone| {
                layer.remove(gone.id, &gone.words);
            });
        }
        let dropped: Vec<Layer> = state.layers.splice(from..from + old.len(), [layer]).collect();
        drop(state);
        drop(dropped);
        true
    }

    fn read(&self) -> RwLockReadGuard<'_, State> {
        // A panic cannot leave a change half done: each is one push or one mark.
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, State> {
        self.state.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn remove(&mut self, id: u64, words: &Words) -> bool {
        self.short.remove(id, words) || self.layers.iter_mut().any(|layer| layer.remove(id, words))
    }

    fn find(&self, query: &Query, scratch: &mut Scratch) -> Found {
        let level = Level::best();
        let words = words_of(&query.hash);
        let limit = query.radius.bits();
        let mut hits = Vec::new();
        let mut found = |listed: Listed, distance: u32| {
            let common = self.groups.get(listed.group);
            let lists = common.lists.and(query.lists);
            if distance <= common.radius.bits() && !lists.is_none() {
                hits.push(Near { id: listed.id, distance, lists });
            }
        };
        for layer in &self.layers {
            layer.visit(level, &words, limit, scratch, &mut found);
        }
        self.short.visit(level, &words, limit, &mut found);
        let count = hits.len();
        hits.sort_unstable_by_key(|hit| (hit.distance, hit.id, hit.lists.0));
        hits.truncate(query.most);
        Found { hits, count }
    }

    /// From which layer on all are to be sorted into one.
    fn due(&self) -> Option<usize> {
        let removed: usize = self.layers.iter().map(Layer::removed).sum();
        let stored: usize = self.layers.iter().map(Layer::stored).sum();
        let lists = self.layers.iter().filter(|layer| layer.is_short()).count();
        if stored > SHORT && removed > stored / 4 {
            return Some(0);
        }
        if lists < LISTS_TOGETHER {
            return None;
        }
        let base = self.layers.first().map_or(0, Layer::stored);
        let since = stored - base;
        Some(usize::from(since <= base / PART_OF_BASE))
    }
}

impl Groups {
    fn listed(&mut self, listing: &Listing) -> Listed {
        let group = self.number(Common { lists: listing.lists, radius: listing.radius });
        Listed { id: listing.id, words: words_of(&listing.hash), group }
    }
}

/// The least significant word first.
pub(crate) fn words_of(hash: &Pdq) -> Words {
    let [a, b, c, d] = hash.words();
    [d, c, b, a]
}

#[cfg(all(test, feature = "modelled"))]
mod modelled;
#[cfg(all(test, not(feature = "modelled")))]
mod tests;
