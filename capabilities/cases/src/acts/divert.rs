//! The node's own decision to send a person into a programme instead of prosecution: for children only (¶50).

use super::HANDLERS;
use super::close_case::ended;
use crate::checks::{proceeded_against, still_open};
use crate::matters::{conduct_when, handles, person_needs};
use crate::tables::{CaseFile, Proceeding};
use kernel::codes::ClosureReason;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Diverts a person into a programme: the separate track for those who were or may have been under 18.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Divert {
    /// The case.
    #[n(0)]
    pub case: Id,
    /// The person.
    #[n(1)]
    pub person: Id,
}

/// Kind of [`Divert`].
const KIND: ActKind = ActKind {
    code: 308,
    name: "cases.divert",
    about: "Send a young person into a programme instead of prosecution",
    nature: Nature::Decision,
    roles: HANDLERS,
};

/// The facet of a diversion, dated by the proceeding or else by the case; shared with what an authority did.
pub(super) fn diverts(case: Id, person: Id, view: &View) -> Facet {
    Facet::Diverts { person, when: conduct_when(case, person, view) }
}

impl Act for Divert {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("case", self.case), ("person", self.person)]
    }

    fn needs(&self, _: &Ctx, view: &View, needs: &mut Needs) {
        needs.row::<CaseFile>(self.case);
        needs.row::<Proceeding>((self.case, self.person));
        person_needs(self.person, view, needs);
    }

    fn facets(&self, _: &Ctx, view: &View) -> Vec<Facet> {
        let diverts = diverts(self.case, self.person, view);
        handles(self.case, &[self.person], view).into_iter().chain([diverts]).collect()
    }

    fn subject(&self) -> Id {
        self.person
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        still_open(self.case, view)?;
        proceeded_against(self.case, self.person, view)?;
        let Divert { case, person } = *self;
        Ok(vec![ended(case, person, ClosureReason::DivertedToProgramme, view)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::NameSuspect;
    use crate::tests::desk::{ADULT, CHILD, Desk, case, suspect};
    use kernel::RuleName;
    use kernel::codes::CodeList;

    #[test]
    fn a_child_may_be_diverted_and_an_adult_not() {
        let mut desk = Desk::with_case();
        desk.does(&suspect());
        desk.does(&NameSuspect { person: CHILD, ..suspect() });
        desk.does(&Divert { case: case(), person: CHILD });
        let closed = desk.row::<Proceeding>((case(), CHILD)).unwrap().closed_reason;
        assert_eq!(closed, ClosureReason::DivertedToProgramme.number());
        let adult = Divert { case: case(), person: ADULT };
        assert_eq!(desk.refused(&adult), RuleName::NoProgrammeInsteadOfProsecution);
    }

    #[test]
    fn only_whom_somebody_proceeds_against_can_be_diverted() {
        let mut desk = Desk::with_case();
        assert_eq!(desk.problem(&Divert { case: case(), person: CHILD }), "person");
    }
}
