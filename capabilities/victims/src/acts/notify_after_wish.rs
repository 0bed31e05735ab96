//! The reaction to a wish: is a release planned already of which the victim is still to be told? Who asks late is told too.

use crate::events::{ReleaseToTell, WishConsidered};
use crate::tables::{PlannedRelease, ReleaseNotice};
use facts::person::WishStated;
use kernel::entry::to_cbor;
use kernel::{Act, ActKind, Ctx, Denial, Entry, Facet, Id, Nature, Needs, NewEntry, Role, View};
use minicbor::{Decode, Encode};

/// Kind of [`NotifyAfterWish`].
pub const KIND: ActKind = ActKind {
    code: 404,
    name: "victims.notify-after-wish",
    about: "Find the planned releases of which a victim who has just asked is still to be told",
    nature: Nature::Decision,
    roles: &[Role::System],
};

/// Finds the releases of which a victim who asked is still to be told: those that lie ahead, and those of which nobody
/// could be told so far.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct NotifyAfterWish {
    /// The victim.
    #[n(0)]
    pub victim: Id,
    /// The case.
    #[n(1)]
    pub case: Id,
    /// The parent or guardian who is told in the victim's place; none when it is the victim.
    #[n(2)]
    pub through: Id,
}

/// The act that answers a [`WishStated`]; none when the victim does not want to be told.
pub(crate) fn react(entry: &Entry) -> Option<(u16, Vec<u8>)> {
    let WishStated { victim, case, told_of_release, through } = entry.event().ok()?;
    told_of_release.then(|| (KIND.code, to_cbor(&NotifyAfterWish { victim, case, through })))
}

const BY_CASE: &str = "planned_release_by_case";

impl Act for NotifyAfterWish {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("victim", self.victim), ("case", self.case)]
    }

    fn needs(&self, _: &Ctx, view: &View, needs: &mut Needs) {
        needs.list::<PlannedRelease>(BY_CASE, self.case);
        for planned in view.peek_list::<PlannedRelease>(BY_CASE, self.case) {
            needs.row::<ReleaseNotice>((planned.release_id, self.victim));
        }
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        self.victim
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let NotifyAfterWish { victim, case, through } = *self;
        let due = |planned: &PlannedRelease| {
            let notice = view.get::<ReleaseNotice>((planned.release_id, victim));
            notice.map_or(planned.on_to >= ctx.now.day(), |notice| !notice.is_told())
        };
        let to_tell: Vec<NewEntry> = view
            .list::<PlannedRelease>(BY_CASE, case)
            .into_iter()
            .filter(due)
            .map(|planned| {
                let (release, person, kind, on) =
                    (planned.release_id, planned.person, planned.kind, planned.on());
                NewEntry::of(&ReleaseToTell { release, case, person, kind, on, victim, through })
            })
            .collect();
        let releases = u32::try_from(to_tell.len()).unwrap_or(u32::MAX);
        let considered = NewEntry::of(&WishConsidered { case, releases });
        Ok(std::iter::once(considered).chain(to_tell).collect())
    }
}

#[cfg(test)]
mod tests {
    use crate::acts::StateWish;
    use crate::events::WishConsidered;
    use crate::testing::{CASE, CHILD, CHILD_THREAD, Room, asks, carer};
    use kernel::Id;

    #[test]
    fn who_asks_after_the_plan_is_told_once() {
        let mut room = Room::with_people();
        room.release(CASE, "2030-01-01");
        assert!(room.threads_told().is_empty());
        room.enter(&asks(CHILD, Id::NONE), carer(1));
        assert_eq!(room.threads_told(), [CHILD_THREAD]);
        room.enter(&asks(CHILD, Id::NONE), carer(1));
        assert_eq!(room.threads_told(), [CHILD_THREAD], "told already");
        assert!(room.replays());
    }

    #[test]
    fn a_release_long_past_is_no_news_and_a_silent_wish_asks_nothing() {
        let mut room = Room::with_people();
        room.release(CASE, "2020-01-01");
        room.enter(&asks(CHILD, Id::NONE), carer(1));
        assert_eq!(room.facts::<WishConsidered>()[0].releases, 0);
        room.enter(&StateWish { told_of_release: false, ..asks(CHILD, Id::NONE) }, carer(1));
        assert_eq!(room.facts::<WishConsidered>().len(), 1);
        assert!(room.threads_told().is_empty() && room.node.jobs().is_empty());
    }

    #[test]
    fn a_changed_day_is_told_and_only_the_latest_plan_to_who_asks_late() {
        let mut room = Room::with_people();
        room.release(CASE, "2030-01-01");
        room.release(CASE, "2029-12-01");
        room.enter(&asks(CHILD, Id::NONE), carer(1));
        assert_eq!(room.days_told(), ["2029-12-01"]);
        room.release(CASE, "2029-11-01");
        assert_eq!(room.days_told(), ["2029-12-01", "2029-11-01"]);
    }
}
