//! Search among listed hashes.

mod exact;
mod groups;
mod layer;
mod lists;
mod live;
mod radius;
mod ring;
mod scan;
mod sync;

pub use exact::{ExactDigest, ExactHit, ExactIndex, MatchedBy};
pub use lists::Lists;
pub use live::{Found, Listing, LiveIndex, Near, Query, Size};
pub use radius::{Radius, RadiusTooLarge};
pub use scan::ScanIndex;

use crate::Pdq;
use groups::Group;
use ring::Words;

/// A listed hash as the live index keeps it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Listed {
    pub(crate) id: u64,
    pub(crate) words: Words,
    pub(crate) group: Group,
}

/// A listed hash near the one looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Hit {
    /// The listed hash, as named on insertion.
    pub id: u64,
    /// Bits that differ, at most the listed hash's own limit.
    pub distance: u32,
}

/// The all-zero hash is that of every flat picture: listing it would match things that have nothing in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the all-zero hash of a picture without detail cannot be listed")]
pub struct Unmatchable;

/// Finds listed hashes near a given one. All implementations are exact: every hash within its own limit is
/// found, and no other.
///
/// The index sees no quality: callers list and look up only hashes that are [`usable`](crate::PdqHash::usable).
pub trait HashIndex {
    /// Lists a hash, to be found by hashes at most `max_distance` bits away. An `id` has one hash; inserting
    /// it again replaces hash and limit.
    ///
    /// # Errors
    /// [`Unmatchable`] for the all-zero hash; what `id` had before stays.
    fn insert(&mut self, id: u64, hash: Pdq, max_distance: Radius) -> Result<(), Unmatchable>;

    /// Takes a hash off the list at once; whether it was listed.
    fn remove(&mut self, id: u64) -> bool;

    /// All listed hashes within their limit of `query`, the nearest first, then by id.
    fn lookup(&self, query: &Pdq) -> Vec<Hit>;

    /// Number of listed hashes.
    fn len(&self) -> usize;

    /// Whether nothing is listed.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
