//! What a victim wishes about being told of a release: "if they so wish" (¶59).

use super::CARERS;
use crate::persons::{handles, person_needs, told_through};
use crate::tables::VictimThread;
use facts::person::WishStated;
use facts::standing::GuardianTie;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of [`StateWish`].
pub const KIND: ActKind = ActKind {
    code: 402,
    name: "victims.state-wish",
    about: "Enter whether a victim wants to be told of a release, and through whom",
    nature: Nature::Decision,
    roles: CARERS,
};

/// States a victim's wish; the latest counts. Stated again, it also reaches for releases of which nobody could be told yet:
/// so another safe adult, or the victim itself, gets what was refused to the first.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StateWish {
    /// The victim.
    #[n(0)]
    pub victim: Id,
    /// The case.
    #[n(1)]
    pub case: Id,
    /// True: wants to be told before a release.
    #[n(2)]
    pub told_of_release: bool,
    /// The parent or guardian who is told in the victim's place; none when it is the victim.
    #[n(3)]
    pub through: Id,
}

impl Act for StateWish {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("victim", self.victim), ("case", self.case)]
    }

    fn needs(&self, _: &Ctx, view: &View, needs: &mut Needs) {
        person_needs(self.victim, view, needs);
        needs.row::<VictimThread>((self.victim, self.case));
        if !self.through.is_none() {
            person_needs(self.through, view, needs);
            needs.row::<GuardianTie>((self.victim, self.through));
        }
    }

    fn facets(&self, _: &Ctx, view: &View) -> Vec<Facet> {
        let case = Facet::Handles { matter: self.case };
        let through = told_through(self.victim, self.through, view);
        std::iter::once(case).chain(handles(self.victim, view)).chain(through).collect()
    }

    fn subject(&self) -> Id {
        self.victim
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let StateWish { victim, case, told_of_release, through } = *self;
        if view.get::<VictimThread>((victim, case)).is_none() {
            return Err(
                Problem::new("victim", "is not a victim of this case", "record the victim first").into()
            );
        }
        if !through.is_none() {
            if !told_of_release {
                let right = "nobody, where the victim does not want to be told";
                return Err(Problem::new("through", "names somebody", right).into());
            }
            if view.get::<GuardianTie>((victim, through)).is_none() {
                let right = "name them as the victim's parent or guardian first";
                return Err(Problem::new("through", "is no guardian of this victim", right).into());
            }
        }
        Ok(vec![NewEntry::of(&WishStated { victim, case, told_of_release, through })])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::ExcludeGuardian;
    use crate::tables::Wish;
    use crate::testing::{CASE, CHILD, GUARDIAN, GUARDIAN_THREAD, Room, asks, carer, field};
    use facts::person::PersonsLinked;
    use kernel::{Actor, Outcome, Role, RuleName};

    #[test]
    fn the_latest_wish_counts() {
        let mut room = Room::with_people();
        assert!(room.entered(&asks(CHILD, Id::NONE), carer(1)));
        assert!(room.entered(&StateWish { told_of_release: false, ..asks(CHILD, Id::NONE) }, carer(1)));
        let wishes: Vec<Wish> = room.rows();
        assert_eq!((wishes.len(), wishes[0].told_of_release), (1, false));
        assert!(room.replays());
    }

    #[test]
    fn a_wish_names_a_victim_of_the_case_and_its_guardian() {
        let mut room = Room::with_people();
        let wrong = [
            ("victim", asks(GUARDIAN, Id::NONE)),
            ("case", StateWish { case: Id([91; 16]), ..asks(CHILD, Id::NONE) }),
            ("through", asks(CHILD, GUARDIAN)),
            ("through", StateWish { told_of_release: false, ..asks(CHILD, GUARDIAN) }),
        ];
        for (name, act) in wrong {
            assert_eq!(field(&room.enter(&act, carer(1))), name, "{act:?}");
        }
        let analyst = Actor { role: Role::Analyst, ..carer(1) };
        assert!(matches!(room.enter(&asks(CHILD, Id::NONE), analyst), Outcome::Forbidden(_)));
        assert!(room.rows::<Wish>().is_empty());
    }

    #[test]
    fn no_wish_goes_through_a_suspected_or_excluded_guardian() {
        let mut room = Room::with_people();
        room.name_guardian(CHILD, GUARDIAN, GUARDIAN_THREAD);
        room.enter(&ExcludeGuardian { child: CHILD, guardian: GUARDIAN }, carer(1));
        assert_eq!(room.refused_by(&asks(CHILD, GUARDIAN), carer(1)), RuleName::GuardianIsNotSuspect);

        let mut room = Room::with_people();
        room.name_guardian(CHILD, GUARDIAN, GUARDIAN_THREAD);
        assert!(room.entered(&asks(CHILD, GUARDIAN), carer(1)));
        room.suspect(GUARDIAN);
        assert_eq!(room.refused_by(&asks(CHILD, GUARDIAN), carer(1)), RuleName::GuardianIsNotSuspect);
        assert_eq!(room.rows::<Wish>()[0].through, GUARDIAN, "a refusal changes no wish");
    }

    #[test]
    fn an_exclusion_holds_for_every_record_of_the_guardian() {
        let second = Id([44; 16]);
        let mut room = Room::with_people();
        room.person(second);
        room.name_guardian(CHILD, second, GUARDIAN_THREAD);
        room.enter(&ExcludeGuardian { child: CHILD, guardian: GUARDIAN }, carer(1));
        assert!(room.entered(&asks(CHILD, second), carer(1)), "nobody knows yet that they are one");
        room.tell(&PersonsLinked { kept: second, linked: GUARDIAN });
        assert_eq!(room.refused_by(&asks(CHILD, second), carer(1)), RuleName::GuardianIsNotSuspect);
    }

    #[test]
    fn a_conflict_with_the_case_or_the_victim_stands_in_the_way() {
        for matter in [CASE, CHILD] {
            let mut room = Room::with_people();
            room.declare_conflict(1, matter);
            assert_eq!(room.refused_by(&asks(CHILD, Id::NONE), carer(1)), RuleName::NoJudgeInOwnCause);
        }
    }
}
