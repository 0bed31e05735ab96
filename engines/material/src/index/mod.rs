//! Search among listed hashes.

mod exact;
mod groups;
mod layer;
mod lists;
mod live;
mod radius;
mod ring;
mod sync;

pub use exact::{ExactDigest, ExactHit, ExactIndex, MatchedBy};
pub use lists::Lists;
pub use live::{Found, Listing, LiveIndex, Near, Query, Size};
pub use radius::{Radius, RadiusTooLarge};

use groups::Group;
use ring::Words;

/// A listed hash as the live index keeps it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Listed {
    pub(crate) id: u64,
    pub(crate) words: Words,
    pub(crate) group: Group,
}

/// The all-zero hash is that of every flat picture: listing it would match things that have nothing in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the all-zero hash of a picture without detail cannot be listed")]
pub struct Unmatchable;
