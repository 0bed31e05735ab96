//! A child says that a parent or guardian must not be told or asked (¶35).

use super::CARERS;
use crate::persons::{handles, person_needs, two_persons};
use facts::person::GuardianExcluded;
use facts::standing::GuardianTie;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of [`ExcludeGuardian`].
pub const KIND: ActKind = ActKind {
    code: 401,
    name: "victims.exclude-guardian",
    about: "Enter that a child does not want a parent or guardian told or asked",
    nature: Nature::Decision,
    roles: CARERS,
};

/// Excludes a parent or guardian at the child's word. It needs no reason, and nobody need have named them before.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExcludeGuardian {
    /// The child.
    #[n(0)]
    pub child: Id,
    /// The parent or guardian.
    #[n(1)]
    pub guardian: Id,
}

impl Act for ExcludeGuardian {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("child", self.child)]
    }

    fn needs(&self, _: &Ctx, view: &View, needs: &mut Needs) {
        person_needs(self.child, view, needs);
        needs.row::<GuardianTie>((self.child, self.guardian));
    }

    fn facets(&self, _: &Ctx, view: &View) -> Vec<Facet> {
        handles(self.child, view).collect()
    }

    fn subject(&self) -> Id {
        self.child
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let ExcludeGuardian { child, guardian } = *self;
        two_persons(child, guardian)?;
        if view.get::<GuardianTie>((child, guardian)).is_some_and(|tie| tie.excluded) {
            return Err(Problem::new("guardian", "is excluded already", "nothing is left to do").into());
        }
        Ok(vec![NewEntry::of(&GuardianExcluded { child, guardian })])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::NameGuardian;
    use crate::testing::{CHILD, GUARDIAN, GUARDIAN_THREAD, Room, carer, field};

    const EXCLUDE: ExcludeGuardian = ExcludeGuardian { child: CHILD, guardian: GUARDIAN };

    #[test]
    fn the_childs_word_is_enough_and_stays() {
        let mut room = Room::default();
        room.person(CHILD);
        assert!(room.entered(&EXCLUDE, carer(1)), "before anybody was named");
        assert_eq!(field(&room.enter(&EXCLUDE, carer(1))), "guardian");
        let mut room = Room::with_people();
        assert!(room.entered(&EXCLUDE, carer(1)));
        let name = NameGuardian { child: CHILD, guardian: GUARDIAN, thread: GUARDIAN_THREAD };
        assert!(room.entered(&name, carer(1)));
        assert!(room.rows::<GuardianTie>()[0].excluded, "naming them later does not lift it");
        assert!(room.replays());
    }

    #[test]
    fn two_persons_must_be_named() {
        let mut room = Room::with_people();
        let before = room.node.entries.len();
        assert_eq!(field(&room.enter(&ExcludeGuardian { child: Id::NONE, ..EXCLUDE }, carer(1))), "child");
        assert_eq!(field(&room.enter(&ExcludeGuardian { guardian: CHILD, ..EXCLUDE }, carer(1))), "guardian");
        assert_eq!(room.node.entries.len(), before);
    }
}
