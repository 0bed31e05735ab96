//! A part of the live index that does not grow any more, and the list that does.

use super::Listed;
use super::groups::Group;
use super::ring::{Ring, Scratch, Words};
use crate::kernels::Level;
use crate::kernels::scan::{Columns, scan};
use std::sync::Arc;

/// A list that is compared one by one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Short {
    columns: Columns,
    ids: Vec<u64>,
    groups: Vec<Group>,
}

impl Short {
    pub(crate) fn len(&self) -> usize {
        self.ids.len()
    }

    pub(crate) fn bytes(&self) -> usize {
        self.ids.capacity() * (8 + size_of::<Group>() + size_of::<Words>())
    }

    pub(crate) fn push(&mut self, listed: &Listed) {
        self.columns.push(&listed.words);
        self.ids.push(listed.id);
        self.groups.push(listed.group);
    }

    pub(crate) fn remove(&mut self, id: u64, words: &Words) -> bool {
        let Some(at) = self.place_of(id, words) else { return false };
        self.columns.swap_remove(at);
        self.ids.swap_remove(at);
        self.groups.swap_remove(at);
        true
    }

    pub(crate) fn visit(&self, level: Level, query: &Words, limit: u32, found: &mut impl FnMut(Listed, u32)) {
        scan(level, &self.columns, query, limit, &mut |at, distance| found(self.get(at), distance));
    }

    fn get(&self, at: usize) -> Listed {
        Listed { id: self.ids[at], words: self.columns.get(at), group: self.groups[at] }
    }

    fn place_of(&self, id: u64, words: &Words) -> Option<usize> {
        (0..self.len()).find(|&at| self.ids[at] == id && self.columns.get(at) == *words)
    }
}

/// What a layer holds.
#[derive(Debug)]
pub(crate) enum Content {
    /// A full list that waits to be sorted.
    Short(Short),
    /// Sorted.
    Ring(Ring),
}

impl Content {
    fn len(&self) -> usize {
        match self {
            Content::Short(short) => short.len(),
            Content::Ring(ring) => ring.len(),
        }
    }

    fn get(&self, place: u32) -> Listed {
        match self {
            Content::Short(short) => short.get(place as usize),
            Content::Ring(ring) => ring.get(place),
        }
    }

    fn place_of(&self, id: u64, words: &Words, mut there: impl FnMut(u32) -> bool) -> Option<u32> {
        match self {
            Content::Short(short) => {
                let places = (0u32..).take(short.len());
                let mut alike = places
                    .filter(|&at| short.ids[at as usize] == id && short.columns.get(at as usize) == *words);
                alike.find(|&place| there(place))
            }
            Content::Ring(ring) => {
                ring.places_of(words).find(|&place| ring.get(place).id == id && there(place))
            }
        }
    }
}

/// A layer, and what of it was removed. A copy shares the content.
#[derive(Clone, Debug)]
pub(crate) struct Layer {
    content: Arc<Content>,
    removed: Vec<u64>,
    count: usize,
}

impl Layer {
    pub(crate) fn of(content: Content) -> Layer {
        let removed = vec![0; content.len().div_ceil(64)];
        Layer { content: Arc::new(content), removed, count: 0 }
    }

    /// Hashes that it holds, removed or not.
    pub(crate) fn stored(&self) -> usize {
        self.content.len()
    }

    /// How many of them were removed.
    pub(crate) fn removed(&self) -> usize {
        self.count
    }

    pub(crate) fn is_short(&self) -> bool {
        matches!(*self.content, Content::Short(_))
    }

    pub(crate) fn bytes(&self) -> usize {
        let content = match &*self.content {
            Content::Short(short) => short.bytes(),
            Content::Ring(ring) => ring.bytes(),
        };
        content + self.removed.capacity() * 8
    }

    /// All that was not removed.
    pub(crate) fn listed(&self) -> impl Iterator<Item = Listed> {
        (0u32..)
            .take(self.stored())
            .filter(|&place| !self.is_removed(place))
            .map(|place| self.content.get(place))
    }

    /// Marks a hash as removed; whether it was there.
    pub(crate) fn remove(&mut self, id: u64, words: &Words) -> bool {
        let Some(place) = self.content.place_of(id, words, |place| !self.is_removed(place)) else {
            return false;
        };
        self.removed[place as usize / 64] |= 1 << (place % 64);
        self.count += 1;
        true
    }

    /// What was removed since `before`, an earlier copy of this layer.
    pub(crate) fn removed_since(&self, before: &Layer) -> impl Iterator<Item = Listed> {
        debug_assert!(Arc::ptr_eq(&self.content, &before.content));
        let fresh = self.removed.iter().zip(&before.removed).map(|(now, before)| now & !before);
        (0u32..).step_by(64).zip(fresh).flat_map(move |(from, mut bits)| {
            std::iter::from_fn(move || {
                let bit = (bits != 0).then(|| bits.trailing_zeros())?;
                bits &= bits - 1;
                Some(from + bit)
            })
            .map(|place| self.content.get(place))
        })
    }

    pub(crate) fn visit(
        &self,
        level: Level,
        query: &Words,
        limit: u32,
        scratch: &mut Scratch,
        found: &mut impl FnMut(Listed, u32),
    ) {
        match &*self.content {
            Content::Short(short) => {
                scan(level, &short.columns, query, limit, &mut |at, distance| {
                    if !self.is_removed(u32::try_from(at).unwrap_or(u32::MAX)) {
                        found(short.get(at), distance);
                    }
                });
            }
            Content::Ring(ring) => ring.visit(level, query, limit, scratch, &mut |place, distance| {
                if !self.is_removed(place) {
                    found(ring.get(place), distance);
                }
            }),
        }
    }

    fn is_removed(&self, place: u32) -> bool {
        self.removed[place as usize / 64] >> (place % 64) & 1 == 1
    }
}
