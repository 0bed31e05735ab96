//! A fact: a person was taken into detention.

use super::RECORDERS;
use crate::deed::{Accusation, Deed, Told};
use crate::tables::Proceeding;
use kernel::codes::{Stage, Verdict};
use kernel::rule::Step;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Source, View, event};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A court or another authority took a person into detention. It counts as the stage of arrest: who is held was arrested.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonDetained {
    /// Whom, who, when, by which document.
    #[n(0)]
    pub deed: Deed,
    /// What the person is accused of.
    #[n(1)]
    pub accusation: Accusation,
}
event!(PersonDetained, 1211, 1, "cases.person-detained");

/// Kind of [`PersonDetained`].
const KIND: ActKind = ActKind {
    code: 321,
    name: "cases.person-detained",
    about: "Enter that a person was taken into detention",
    nature: Nature::Fact,
    roles: RECORDERS,
};

impl Told for PersonDetained {
    fn deed(&self) -> &Deed {
        &self.deed
    }
    fn tell(&self, proceeding: &mut Proceeding) {
        proceeding.advance(Stage::Arrested);
        proceeding.accuse(&self.accusation);
    }
}

impl Act for PersonDetained {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        self.deed.names()
    }

    fn needs(&self, _: &Ctx, view: &View, needs: &mut Needs) {
        self.deed.needs(view, needs);
    }

    fn facets(&self, _: &Ctx, view: &View) -> Vec<Facet> {
        let accuses = self.deed.dated(self.accusation, view).facet(self.deed.person, Step::Arrest);
        self.deed.handles(view).into_iter().chain([accuses]).collect()
    }

    fn subject(&self) -> Id {
        self.deed.person
    }

    fn source(&self) -> Option<Source> {
        Some(self.deed.source())
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        self.deed.check(view)?;
        self.accusation.check(&self.deed, view)?;
        let accusation = self.deed.dated(self.accusation, view);
        let followed = self.deed.accused(&accusation, Stage::Arrested, Verdict::NotKnown, view);
        Ok([vec![NewEntry::of(self)], followed].concat())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::desk::{ADULT, CHILD, Desk, case, deed};
    use facts::outcome::StageReached;
    use kernel::RuleName;
    use kernel::codes::ConductOfExploitation;

    #[test]
    fn detention_without_an_arrest_on_record_is_arrest_enough() {
        let mut desk = Desk::with_case();
        desk.does(&PersonDetained { deed: deed("2026-05-02"), accusation: Accusation::SILENT });
        assert_eq!(desk.row::<Proceeding>((case(), ADULT)).unwrap().stage, Stage::Arrested);
        assert_eq!(desk.entered::<StageReached>().len(), 1);
    }

    #[test]
    fn a_child_detained_for_its_migration_is_marked() {
        let mut desk = Desk::with_case();
        let accusation = Accusation { conduct: Some(ConductOfExploitation::Migration), ..Accusation::SILENT };
        let deed = Deed { person: CHILD, ..deed("2026-05-02") };
        desk.marked(&PersonDetained { deed, accusation }, RuleName::VictimIsNotOffender);
    }
}
