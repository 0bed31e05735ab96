//! Asking a victim to testify: always a request, never a condition (¶65, 82(c)).

use super::RECORDERS;
use crate::checks::{still_open, victim_of};
use crate::events::TestimonyRequested;
use crate::matters::{handles, person_needs};
use crate::tables::{CaseFile, CaseVictim};
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Asks a victim to testify.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestTestimony {
    /// The case.
    #[n(0)]
    pub case: Id,
    /// The victim.
    #[n(1)]
    pub victim: Id,
    /// True when the case would not go on without the testimony: refused.
    #[n(2)]
    pub condition: bool,
}

/// Kind of [`RequestTestimony`].
const KIND: ActKind = ActKind {
    code: 311,
    name: "cases.request-testimony",
    about: "Ask a victim to testify",
    nature: Nature::Decision,
    roles: RECORDERS,
};

impl Act for RequestTestimony {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("case", self.case), ("victim", self.victim)]
    }

    fn needs(&self, _: &Ctx, view: &View, needs: &mut Needs) {
        needs.row::<CaseFile>(self.case);
        needs.row::<CaseVictim>((self.case, self.victim));
        person_needs(self.victim, view, needs);
    }

    fn facets(&self, _: &Ctx, view: &View) -> Vec<Facet> {
        let requires = self.condition.then_some(Facet::RequiresTestimony);
        handles(self.case, &[self.victim], view).into_iter().chain(requires).collect()
    }

    fn subject(&self) -> Id {
        self.case
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        still_open(self.case, view)?;
        victim_of(self.case, self.victim, view)?;
        let RequestTestimony { case, victim, .. } = *self;
        Ok(vec![NewEntry::of(&TestimonyRequested { case, victim })])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::desk::{ADULT, CHILD, Desk, case, victim};
    use kernel::RuleName;

    #[test]
    fn asks_and_never_requires() {
        let mut desk = Desk::with_case();
        desk.does(&victim());
        let ask = RequestTestimony { case: case(), victim: CHILD, condition: false };
        desk.does(&ask);
        assert_eq!(desk.refused(&RequestTestimony { condition: true, ..ask.clone() }), RuleName::ExOfficio);
        assert_eq!(desk.problem(&RequestTestimony { victim: ADULT, ..ask }), "victim");
    }
}
