//! A fact: an authority sent a person into a programme instead of prosecution.

use super::RECORDERS;
use super::close_case::ended;
use super::divert::diverts;
use crate::checks::proceeded_against;
use crate::deed::{Deed, Told};
use crate::tables::Proceeding;
use kernel::codes::ClosureReason;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Source, View, event};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An authority diverted a person; marked where it was an adult (¶50).
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DivertedByAuthority {
    /// Whom, who, when, by which document.
    #[n(0)]
    pub deed: Deed,
}
event!(DivertedByAuthority, 1219, 1, "cases.diverted-by-authority");

/// Kind of [`DivertedByAuthority`].
const KIND: ActKind = ActKind {
    code: 329,
    name: "cases.diverted-by-authority",
    about: "Enter that an authority sent a person into a programme instead of prosecution",
    nature: Nature::Fact,
    roles: RECORDERS,
};

impl Told for DivertedByAuthority {
    fn deed(&self) -> &Deed {
        &self.deed
    }
    /// The closing itself is told by the fact that follows.
    fn tell(&self, _: &mut Proceeding) {}
}

impl Act for DivertedByAuthority {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        self.deed.names()
    }

    fn needs(&self, _: &Ctx, view: &View, needs: &mut Needs) {
        self.deed.needs(view, needs);
    }

    fn facets(&self, _: &Ctx, view: &View) -> Vec<Facet> {
        let diverts = diverts(self.deed.case, self.deed.person, view);
        self.deed.handles(view).into_iter().chain([diverts]).collect()
    }

    fn subject(&self) -> Id {
        self.deed.person
    }

    fn source(&self) -> Option<Source> {
        Some(self.deed.source())
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        self.deed.check(view)?;
        let Deed { case, person, .. } = self.deed;
        proceeded_against(case, person, view)?;
        Ok(vec![NewEntry::of(self), ended(case, person, ClosureReason::DivertedToProgramme, view)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::{Divert, NameSuspect};
    use crate::tests::desk::{ADULT, CHILD, Desk, case, deed, suspect};
    use kernel::RuleName;

    #[test]
    fn an_adults_diversion_is_entered_and_marked_a_childs_is_not() {
        let mut desk = Desk::with_case();
        assert_eq!(desk.problem(&DivertedByAuthority { deed: deed("2026-05-10") }), "person");
        desk.does(&suspect());
        desk.does(&NameSuspect { person: CHILD, ..suspect() });
        let rule = RuleName::NoProgrammeInsteadOfProsecution;
        assert_eq!(desk.refused(&Divert { case: case(), person: ADULT }), rule);
        let alarm = desk.marked(&DivertedByAuthority { deed: deed("2026-05-10") }, rule);
        assert!(alarm.repeats > 0);
        assert_eq!(desk.row::<Proceeding>((case(), ADULT)).unwrap().violations, 1);
        desk.does(&DivertedByAuthority { deed: Deed { person: CHILD, ..deed("2026-05-10") } });
    }
}
