//! Finding that two records are one person.

use super::RECORDERS;
use crate::checks::entered;
use crate::matters::{person_needs, records_of};
use facts::person::PersonsLinked;
use kernel::knowing::{share_through, sharing_needs};
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Links two records of one person: rules read both as one from now on.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkPersons {
    /// The record that shall speak for both.
    #[n(0)]
    pub kept: Id,
    /// The record that shall point to it; whatever points to that one will too.
    #[n(1)]
    pub linked: Id,
}

/// Kind of [`LinkPersons`].
const KIND: ActKind = ActKind {
    code: 302,
    name: "cases.link-persons",
    about: "Record that two records are one person",
    nature: Nature::Decision,
    roles: RECORDERS,
};

impl Act for LinkPersons {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("kept", self.kept), ("linked", self.linked)]
    }

    fn needs(&self, _: &Ctx, view: &View, needs: &mut Needs) {
        person_needs(self.kept, view, needs);
        person_needs(self.linked, view, needs);
        sharing_needs(self.kept, self.linked, needs);
    }

    fn facets(&self, _: &Ctx, view: &View) -> Vec<Facet> {
        let persons = [self.kept, self.linked];
        let records = persons.iter().flat_map(|&person| records_of(person, view));
        records.map(|matter| Facet::Handles { matter }).collect()
    }

    fn subject(&self) -> Id {
        self.kept
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let spoken_for =
            |field| Problem::new(field, "was linked already", "the record that speaks for this person");
        if !entered("kept", self.kept, view)?.root.is_none() {
            return Err(spoken_for("kept").into());
        }
        if !entered("linked", self.linked, view)?.root.is_none() {
            return Err(spoken_for("linked").into());
        }
        if self.kept == self.linked {
            return Err(Problem::new("linked", "is the same record", "another record").into());
        }
        // Rules follow one link only, so nothing may point to a record that points on.
        let kept = self.kept;
        let records = records_of(self.linked, view).into_iter();
        let links = records.map(|linked| NewEntry::of(&PersonsLinked { kept, linked }));
        // Whoever knows of one record of a person knows of the other from now on.
        let told = [share_through(kept, self.linked, view), share_through(self.linked, kept, view)];
        Ok(links.chain(told.into_iter().flatten()).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::{CloseCase, DeclareConflict};
    use crate::tests::desk::{ADULT, Desk, case, id, suspect};
    use facts::Standing;
    use kernel::RuleName;
    use kernel::codes::ClosureReason;

    fn link(kept: u8, linked: u8) -> LinkPersons {
        LinkPersons { kept: id(kept), linked: id(linked) }
    }

    fn desk() -> Desk {
        let mut desk = Desk::new();
        (1..=4).for_each(|n| desk.person(n, "1980"));
        desk
    }

    #[test]
    fn whatever_pointed_to_a_linked_record_points_on() {
        let mut desk = desk();
        desk.does(&link(1, 2));
        desk.does(&link(3, 4));
        desk.does(&link(3, 1));
        for n in [1, 2, 4] {
            assert_eq!(desk.row::<Standing>(id(n)).unwrap().root, id(3), "{n}");
        }
    }

    #[test]
    fn refuses_itself_the_unknown_and_the_already_linked() {
        let mut desk = desk();
        assert_eq!(desk.problem(&link(1, 1)), "linked");
        assert_eq!(desk.problem(&link(9, 1)), "kept");
        assert_eq!(desk.problem(&link(1, 9)), "linked");
        desk.does(&link(1, 2));
        assert_eq!(desk.problem(&link(3, 2)), "linked");
        assert_eq!(desk.problem(&link(2, 3)), "kept");
    }

    #[test]
    fn a_conflict_holds_for_every_record_of_the_person() {
        let mut desk = desk();
        desk.does(&link(1, 2));
        desk.does(&DeclareConflict { officer: desk.investigator().id, matter: id(2) });
        assert_eq!(desk.refused(&link(1, 3)), RuleName::NoJudgeInOwnCause);
    }

    #[test]
    fn a_conflict_with_another_record_of_a_suspect_holds_for_the_whole_case() {
        let mut desk = Desk::with_case();
        desk.person(9, "1980");
        desk.does(&suspect());
        desk.does(&LinkPersons { kept: ADULT, linked: id(9) });
        desk.does(&DeclareConflict { officer: desk.investigator().id, matter: id(9) });
        let reason = ClosureReason::InsufficientEvidence;
        let close = CloseCase { case: case(), person: Id::NONE, reason };
        assert_eq!(desk.refused(&close), RuleName::NoJudgeInOwnCause);
        desk.does_as(desk.prosecutor(), &close);
    }
}
