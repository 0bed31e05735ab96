//! Tells one victim of one release, by code, in the victim's thread or that of the guardian who stands in its place.

use crate::events::{ReleaseToTell, ReleaseTold};
use crate::persons::{person_needs, told_through};
use crate::tables::{ReleaseNotice, VictimThread, Wish};
use facts::report::{Notice, ThreadNotice};
use facts::standing::GuardianTie;
use kernel::entry::to_cbor;
use kernel::{
    Act, ActKind, Ctx, Denial, Entry, Facet, Id, Nature, Needs, NewEntry, Problem, Role, Span, View,
};
use minicbor::{Decode, Encode};

/// Kind of [`TellOfRelease`].
pub const KIND: ActKind = ActKind {
    code: 405,
    name: "victims.tell-of-release",
    about: "Tell a victim who asked, or a safe guardian, of a release",
    nature: Nature::Decision,
    roles: &[Role::System],
};

/// Tells one victim of one release. Where a rule or a missing thread stands in the way it becomes a human's task, and
/// stating the wish anew (another safe adult, or the victim itself) tells it.
#[derive(Clone, Copy, Debug, PartialEq, Encode, Decode)]
pub struct TellOfRelease {
    /// The release.
    #[n(0)]
    pub release: Id,
    /// The case.
    #[n(1)]
    pub case: Id,
    /// On which day.
    #[n(2)]
    pub on: Span,
    /// The victim.
    #[n(3)]
    pub victim: Id,
    /// The parent or guardian who is told in the victim's place; none when it is the victim.
    #[n(4)]
    pub through: Id,
}

/// The act that answers a [`ReleaseToTell`].
pub(crate) fn react(entry: &Entry) -> Option<(u16, Vec<u8>)> {
    let ReleaseToTell { release, case, on, victim, through, .. } = entry.event().ok()?;
    Some((KIND.code, to_cbor(&TellOfRelease { release, case, on, victim, through })))
}

impl Act for TellOfRelease {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("victim", self.victim), ("case", self.case)]
    }

    fn needs(&self, _: &Ctx, view: &View, needs: &mut Needs) {
        needs.row::<ReleaseNotice>((self.release, self.victim));
        needs.row::<Wish>((self.victim, self.case));
        needs.row::<VictimThread>((self.victim, self.case));
        if !self.through.is_none() {
            person_needs(self.victim, view, needs);
            person_needs(self.through, view, needs);
            needs.row::<GuardianTie>((self.victim, self.through));
        }
    }

    fn facets(&self, _: &Ctx, view: &View) -> Vec<Facet> {
        told_through(self.victim, self.through, view)
    }

    fn subject(&self) -> Id {
        self.victim
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let TellOfRelease { release, on, victim, through, .. } = *self;
        let wished = view.get::<Wish>((victim, self.case));
        if !wished.is_some_and(|wish| wish.told_of_release && wish.through == through) {
            return Err(
                Problem::new("victim", "did not ask for this", "ask the victim what it wishes").into()
            );
        }
        match view.get::<ReleaseNotice>((release, victim)) {
            None => {
                return Err(Problem::new("release", "is none to tell of", "a release that is planned").into());
            }
            Some(notice) if notice.is_told() => {
                return Err(Problem::new("release", "was told already", "nothing is left to do").into());
            }
            Some(_) => {}
        }
        let thread = self.thread(view).some().ok_or_else(|| {
            let right = "tell them by the way agreed with them; give them a thread for the next time";
            Problem::new("thread", "there is none", right)
        })?;
        let ahead = on.to >= ctx.now.day();
        let notice = if ahead { Notice::ReleaseAhead } else { Notice::Released };
        Ok(vec![
            NewEntry::of(&ThreadNotice { thread, notice, on }).about(thread),
            NewEntry::of(&ReleaseTold { release, victim, thread }),
        ])
    }
}

impl TellOfRelease {
    /// The thread in which it is said; none when there is none.
    fn thread(&self, view: &View) -> Id {
        let thread = if self.through.is_none() {
            view.get::<VictimThread>((self.victim, self.case)).map(|row| row.thread)
        } else {
            view.get::<GuardianTie>((self.victim, self.through)).map(|tie| tie.thread)
        };
        thread.unwrap_or(Id::NONE)
    }
}

#[cfg(test)]
mod tests;
