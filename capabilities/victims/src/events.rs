//! What this room enters about releases, beside the facts that cross: who is to be told, and who was told.

use kernel::codes::ReleaseKind;
use kernel::{Entry, Id, Span, event};
use minicbor::{Decode, Encode};

/// A planned release was held against the wishes of the victims of its case. With none it says: looked, nobody asked.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct ReleaseConsidered {
    /// The release, see [`release_id`].
    #[n(0)]
    pub release: Id,
    /// The case.
    #[n(1)]
    pub case: Id,
    /// How many victims asked to be told.
    #[n(2)]
    pub asked: u32,
}
event!(ReleaseConsidered, 1300, 1, "victims.release-considered");

/// One victim is to be told of one release. Each victim is a fact of its own, so that what stands in the way of telling one
/// does not stand in the way of another.
#[derive(Clone, Copy, Debug, PartialEq, Encode, Decode)]
pub struct ReleaseToTell {
    /// The release.
    #[n(0)]
    pub release: Id,
    /// The case.
    #[n(1)]
    pub case: Id,
    /// Who is released.
    #[n(2)]
    pub person: Id,
    /// Which kind of release.
    #[n(3)]
    pub kind: ReleaseKind,
    /// On which day.
    #[n(4)]
    pub on: Span,
    /// The victim.
    #[n(5)]
    pub victim: Id,
    /// The parent or guardian who is told in the victim's place; none when it is the victim.
    #[n(6)]
    pub through: Id,
}
event!(ReleaseToTell, 1301, 1, "victims.release-to-tell");

/// A victim, or the parent or guardian in its place, was told of a release.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct ReleaseTold {
    /// The release.
    #[n(0)]
    pub release: Id,
    /// The victim.
    #[n(1)]
    pub victim: Id,
    /// The report in whose thread it was said.
    #[n(2)]
    pub thread: Id,
}
event!(ReleaseTold, 1302, 1, "victims.release-told");

/// A wish was held against the releases already planned in its case.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct WishConsidered {
    /// The case.
    #[n(0)]
    pub case: Id,
    /// Of how many planned releases the victim is still to be told.
    #[n(1)]
    pub releases: u32,
}
event!(WishConsidered, 1303, 1, "victims.wish-considered");

/// The number of the release that an entry plans: the same for whoever reads the entry.
#[must_use]
pub fn release_id(planned: &Entry) -> Id {
    planned.act.derive("release", u32::from(planned.ordinal))
}
