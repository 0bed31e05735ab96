//! Declaring a conflict of interest (¶46, 52).

use facts::conflict::ConflictDeclared;
use facts::standing::Conflict;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Declares that an officer has a conflict of interest in a matter: one's own, or a colleague's.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeclareConflict {
    /// The officer.
    #[n(0)]
    pub officer: Id,
    /// The case, report or person.
    #[n(1)]
    pub matter: Id,
}

/// Kind of [`DeclareConflict`].
const KIND: ActKind = ActKind {
    code: 312,
    name: "cases.declare-conflict",
    about: "Declare an officer's conflict of interest in a case, report or person",
    nature: Nature::Decision,
    roles: Role::STAFF,
};

impl Act for DeclareConflict {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("matter", self.matter)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<Conflict>((self.officer, self.matter));
    }

    /// Declaring is no handling: whoever has a conflict must be able to say so.
    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        self.matter
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let DeclareConflict { officer, matter } = *self;
        if officer.is_none() {
            return Err(Problem::new("officer", "names nobody", "the number of an account").into());
        }
        if matter.is_none() {
            return Err(Problem::new("matter", "names nothing", "a case, a report or a person").into());
        }
        if view.get::<Conflict>((officer, matter)).is_some() {
            return Err(Problem::new("matter", "is declared already", "nothing is left to do").into());
        }
        Ok(vec![NewEntry::of(&ConflictDeclared { officer, matter })])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::CloseCase;
    use crate::tests::desk::{ADULT, Desk, case, suspect};
    use kernel::RuleName;
    use kernel::codes::ClosureReason;

    #[test]
    fn who_declared_handles_no_more_and_a_colleague_goes_on() {
        for matter in [case(), ADULT] {
            let mut desk = Desk::with_case();
            desk.does(&suspect());
            let officer = desk.investigator().id;
            desk.does(&DeclareConflict { officer, matter });
            assert_eq!(desk.refused(&suspect()), RuleName::NoJudgeInOwnCause);
            let reason = ClosureReason::InsufficientEvidence;
            let close = CloseCase { case: case(), person: Id::NONE, reason };
            assert_eq!(desk.refused(&close), RuleName::NoJudgeInOwnCause);
            desk.does_as(desk.prosecutor(), &suspect());
        }
    }

    #[test]
    fn names_somebody_and_something_once() {
        let mut desk = Desk::with_case();
        let officer = desk.investigator().id;
        let declare = DeclareConflict { officer, matter: case() };
        assert_eq!(desk.problem(&DeclareConflict { officer: Id::NONE, ..declare.clone() }), "officer");
        assert_eq!(desk.problem(&DeclareConflict { matter: Id::NONE, ..declare.clone() }), "matter");
        desk.does_as(desk.prosecutor(), &declare);
        assert_eq!(desk.problem(&declare), "matter");
    }
}
