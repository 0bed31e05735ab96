//! Names a parent or guardian of a child, and the thread in which they can be told.

use super::CARERS;
use crate::persons::{handles, person_needs, two_persons};
use crate::tables::VictimThread;
use facts::Standing;
use facts::person::GuardianNamed;
use facts::standing::GuardianTie;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of [`NameGuardian`].
pub const KIND: ActKind = ActKind {
    code: 400,
    name: "victims.name-guardian",
    about: "Name a parent or guardian of a child",
    nature: Nature::Decision,
    roles: CARERS,
};

/// Names a parent or guardian. It gives them nothing yet: whatever they would get passes the rule when it is given, so a
/// suspected one may be named. Named again with another thread, the new thread counts; an exclusion by the child stays.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NameGuardian {
    /// The child.
    #[n(0)]
    pub child: Id,
    /// The parent or guardian.
    #[n(1)]
    pub guardian: Id,
    /// The report through whose thread they can be told; none when there is none. Never the child's own.
    #[n(2)]
    pub thread: Id,
}

impl Act for NameGuardian {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("child", self.child), ("guardian", self.guardian), ("thread", self.thread)]
    }

    fn needs(&self, _: &Ctx, view: &View, needs: &mut Needs) {
        person_needs(self.child, view, needs);
        needs.row::<Standing>(self.guardian);
        needs.row::<GuardianTie>((self.child, self.guardian));
        needs.list::<VictimThread>("victim_thread_by_victim", self.child);
    }

    fn facets(&self, _: &Ctx, view: &View) -> Vec<Facet> {
        handles(self.child, view).collect()
    }

    fn subject(&self) -> Id {
        self.child
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let NameGuardian { child, guardian, thread } = *self;
        two_persons(child, guardian)?;
        for (field, person) in [("child", child), ("guardian", guardian)] {
            if view.get::<Standing>(person).is_none() {
                let right = "enter the person first; nothing but the number needs to be known";
                return Err(Problem::new(field, "was never entered", right).into());
            }
        }
        let own = view.list::<VictimThread>("victim_thread_by_victim", child);
        if !thread.is_none() && own.iter().any(|row| row.thread == thread) {
            let right = "a thread of the guardian's, or none: the child's own stays the child's";
            return Err(Problem::new("thread", "is the child's own", right).into());
        }
        if view.get::<GuardianTie>((child, guardian)).is_some_and(|tie| tie.thread == thread) {
            return Err(Problem::new("guardian", "is named already", "nothing is left to do").into());
        }
        Ok(vec![NewEntry::of(&GuardianNamed { child, guardian, thread })])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{CHILD, CHILD_THREAD, GUARDIAN, GUARDIAN_THREAD, Room, carer, field};
    use kernel::RuleName;

    fn name() -> NameGuardian {
        NameGuardian { child: CHILD, guardian: GUARDIAN, thread: GUARDIAN_THREAD }
    }

    #[test]
    fn a_guardian_is_named_and_a_new_thread_replaces_the_old() {
        let mut room = Room::with_people();
        assert!(room.entered(&name(), carer(1)));
        assert_eq!(field(&room.enter(&name(), carer(1))), "guardian");
        assert!(room.entered(&NameGuardian { thread: Id::NONE, ..name() }, carer(1)));
        let tie = room.rows::<GuardianTie>().remove(0);
        assert_eq!((tie.child, tie.guardian, tie.thread, tie.excluded), (CHILD, GUARDIAN, Id::NONE, false));
        assert!(room.replays());
    }

    #[test]
    fn persons_must_be_known_and_different_and_the_childs_thread_stays_its_own() {
        let mut room = Room::with_people();
        let wrong = [
            ("child", NameGuardian { child: Id::NONE, ..name() }),
            ("child", NameGuardian { child: Id([90; 16]), ..name() }),
            ("guardian", NameGuardian { guardian: Id::NONE, ..name() }),
            ("guardian", NameGuardian { guardian: CHILD, ..name() }),
            ("guardian", NameGuardian { guardian: Id([90; 16]), ..name() }),
            ("thread", NameGuardian { thread: CHILD_THREAD, ..name() }),
        ];
        for (name, act) in wrong {
            assert_eq!(field(&room.enter(&act, carer(1))), name, "{act:?}");
        }
        assert!(room.rows::<GuardianTie>().is_empty());
    }

    #[test]
    fn a_carer_with_a_conflict_leaves_it_to_others() {
        let mut room = Room::with_people();
        room.declare_conflict(1, CHILD);
        assert_eq!(room.refused_by(&name(), carer(1)), RuleName::NoJudgeInOwnCause);
        assert!(room.entered(&name(), carer(2)));
    }
}
