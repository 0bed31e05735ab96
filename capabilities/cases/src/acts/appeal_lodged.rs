//! A fact: an appeal was lodged.

use super::RECORDERS;
use crate::checks::proceeded_against;
use crate::deed::{Deed, Told};
use crate::tables::Proceeding;
use kernel::codes::{Stage, Verdict};
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Source, View, event};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An appeal was lodged, by whichever side.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AppealLodged {
    /// Whom, who, when, by which document.
    #[n(0)]
    pub deed: Deed,
}
event!(AppealLodged, 1215, 1, "cases.appeal-lodged");

/// Kind of [`AppealLodged`].
const KIND: ActKind = ActKind {
    code: 325,
    name: "cases.appeal-lodged",
    about: "Enter that an appeal was lodged",
    nature: Nature::Fact,
    roles: RECORDERS,
};

impl Told for AppealLodged {
    fn deed(&self) -> &Deed {
        &self.deed
    }
    fn tell(&self, proceeding: &mut Proceeding) {
        proceeding.advance(Stage::Appealed);
    }
}

impl Act for AppealLodged {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        self.deed.names()
    }

    fn needs(&self, _: &Ctx, view: &View, needs: &mut Needs) {
        self.deed.needs(view, needs);
    }

    fn facets(&self, _: &Ctx, view: &View) -> Vec<Facet> {
        self.deed.handles(view)
    }

    fn subject(&self) -> Id {
        self.deed.person
    }

    fn source(&self) -> Option<Source> {
        Some(self.deed.source())
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        self.deed.check(view)?;
        proceeded_against(self.deed.case, self.deed.person, view)?;
        let reached = self.deed.reached(Stage::Appealed, Verdict::NotKnown, view);
        Ok(std::iter::once(NewEntry::of(self)).chain(reached).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::desk::{ADULT, Desk, case, deed, suspect};
    use facts::outcome::StageReached;

    #[test]
    fn an_appeal_needs_a_proceeding_and_counts_once() {
        let mut desk = Desk::with_case();
        let appeal = AppealLodged { deed: deed("2026-05-22") };
        assert_eq!(desk.problem(&appeal), "person");
        desk.does(&suspect());
        desk.does(&appeal);
        desk.does(&appeal);
        assert_eq!(desk.row::<Proceeding>((case(), ADULT)).unwrap().stage, Stage::Appealed);
        let appeals = desk.entered::<StageReached>().into_iter().filter(|told| told.stage == Stage::Appealed);
        assert_eq!(appeals.count(), 1);
    }
}
