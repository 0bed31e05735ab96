//! The reaction to a planned release: who of its victims asked to be told? Each of them becomes a fact of its own.

use crate::events::{ReleaseConsidered, ReleaseToTell, release_id};
use crate::tables::Wish;
use facts::outcome::ReleasePlanned;
use kernel::codes::ReleaseKind;
use kernel::entry::to_cbor;
use kernel::{Act, ActKind, Ctx, Denial, Entry, Facet, Id, Nature, Needs, NewEntry, Role, Span, View};
use minicbor::{Decode, Encode};

/// Kind of [`NotifyRelease`].
pub const KIND: ActKind = ActKind {
    code: 403,
    name: "victims.notify-release",
    about: "Find the victims who asked to be told of a planned release",
    nature: Nature::Decision,
    roles: &[Role::System],
};

/// Finds who is to be told of a planned release. It tells nobody by itself, so no rule can refuse it.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct NotifyRelease {
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
}

/// The act that answers a [`ReleasePlanned`].
pub(crate) fn react(entry: &Entry) -> Option<(u16, Vec<u8>)> {
    let ReleasePlanned { person, case, kind, on } = entry.event().ok()?;
    let release = release_id(entry);
    Some((KIND.code, to_cbor(&NotifyRelease { release, case, person, kind, on })))
}

const BY_CASE: &str = "wish_by_case";

impl Act for NotifyRelease {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("case", self.case), ("person", self.person)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.list::<Wish>(BY_CASE, self.case);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        self.case
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let NotifyRelease { release, case, person, kind, on } = *self;
        let wishes = view.list::<Wish>(BY_CASE, case).into_iter().filter(|wish| wish.told_of_release);
        let to_tell: Vec<NewEntry> = wishes
            .map(|Wish { victim, through, .. }| {
                let fact = ReleaseToTell { release, case, person, kind, on, victim, through };
                NewEntry::of(&fact).about(victim)
            })
            .collect();
        let asked = u32::try_from(to_tell.len()).unwrap_or(u32::MAX);
        let considered = NewEntry::of(&ReleaseConsidered { release, case, asked });
        Ok(std::iter::once(considered).chain(to_tell).collect())
    }
}

#[cfg(test)]
mod tests {
    use crate::acts::StateWish;
    use crate::events::ReleaseConsidered;
    use crate::tables::ReleaseNotice;
    use crate::testing::{CASE, CHILD, OTHER_CHILD, Room, asks, carer};
    use kernel::Id;

    #[test]
    fn who_asked_in_this_case_is_found_and_nobody_else() {
        let mut room = Room::with_people();
        room.enter(&asks(CHILD, Id::NONE), carer(1));
        room.enter(&StateWish { told_of_release: false, ..asks(OTHER_CHILD, Id::NONE) }, carer(1));
        room.release(Id([91; 16]), "2030-01-01");
        assert!(room.rows::<ReleaseNotice>().is_empty(), "another case");
        room.release(CASE, "2030-01-01");
        let notices: Vec<ReleaseNotice> = room.rows();
        assert_eq!(notices.iter().map(|notice| notice.victim).collect::<Vec<_>>(), [CHILD]);
        let asked: Vec<u32> =
            room.facts::<ReleaseConsidered>().iter().map(|considered| considered.asked).collect();
        assert_eq!(asked, [0, 1]);
        assert!(room.node.jobs().is_empty());
    }
}
