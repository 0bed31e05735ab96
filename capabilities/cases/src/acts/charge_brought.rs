//! A fact: an authority charged a person.

use super::RECORDERS;
use crate::deed::{Accusation, Deed, Told};
use crate::tables::Proceeding;
use kernel::codes::{Iccs, Stage, Verdict};
use kernel::rule::Step;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Source, View, event};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An authority charged a person. The latest charge stands.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChargeBrought {
    /// Whom, who, when, by which document.
    #[n(0)]
    pub deed: Deed,
    /// The offence charged.
    #[n(1)]
    pub offence: Iccs,
    /// What the person is accused of.
    #[n(2)]
    pub accusation: Accusation,
}
event!(ChargeBrought, 1212, 1, "cases.charge-brought");

/// Kind of [`ChargeBrought`].
const KIND: ActKind = ActKind {
    code: 322,
    name: "cases.charge-brought",
    about: "Enter that an authority charged a person",
    nature: Nature::Fact,
    roles: RECORDERS,
};

impl Told for ChargeBrought {
    fn deed(&self) -> &Deed {
        &self.deed
    }
    fn tell(&self, proceeding: &mut Proceeding) {
        proceeding.advance(Stage::Charged);
        proceeding.charge(self.deed.happened.from, self.offence, &self.accusation);
    }
}

impl Act for ChargeBrought {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        self.deed.names()
    }

    fn needs(&self, _: &Ctx, view: &View, needs: &mut Needs) {
        self.deed.needs(view, needs);
    }

    fn facets(&self, _: &Ctx, view: &View) -> Vec<Facet> {
        let accuses = self.deed.dated(self.accusation, view).facet(self.deed.person, Step::Charge);
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
        let followed = self.deed.accused(&accusation, Stage::Charged, Verdict::NotKnown, view);
        Ok([vec![NewEntry::of(self)], followed].concat())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::DecideCharge;
    use crate::tests::desk::{ADULT, CHILD, Desk, case, charge, deed, suspect};
    use facts::outcome::StageReached;
    use kernel::codes::ConductOfExploitation;
    use kernel::{Outcome, RuleName};

    #[test]
    fn the_latest_charge_stands_in_whatever_order_it_comes() {
        let mut desk = Desk::with_case();
        desk.does(&ChargeBrought { deed: deed("2026-05-20"), offence: Iccs::Grooming, ..charge() });
        desk.does(&ChargeBrought { deed: deed("2026-05-05"), offence: Iccs::Rape, ..charge() });
        assert_eq!(desk.row::<Proceeding>((case(), ADULT)).unwrap().charged(), Some(Iccs::Grooming));
        let stages: Vec<Stage> = desk.entered::<StageReached>().into_iter().map(|told| told.stage).collect();
        assert_eq!(stages, [Stage::Charged], "a person is counted, not the charges");
    }

    #[test]
    fn a_charge_against_a_child_for_its_exploitation_is_refused_as_decision_and_marked_as_fact() {
        let mut desk = Desk::with_case();
        let conduct = Some(ConductOfExploitation::Status);
        let offence = charge().offence;
        let decision = DecideCharge { case: case(), person: CHILD, offence, conduct };
        assert_eq!(desk.refused_to(desk.prosecutor(), &decision), RuleName::VictimIsNotOffender);
        let accusation = Accusation { conduct, ..Accusation::SILENT };
        let fact =
            ChargeBrought { deed: Deed { person: CHILD, ..deed("2026-05-05") }, accusation, ..charge() };
        assert!(desk.marked(&fact, RuleName::VictimIsNotOffender).repeats > 0);
        assert!(!desk.row::<Proceeding>((case(), CHILD)).unwrap().suspect);
    }

    #[test]
    fn the_date_of_the_conduct_is_the_records_where_the_document_is_silent() {
        let mut desk = Desk::with_case();
        desk.does(&suspect());
        let accusation = Accusation { conduct: Some(ConductOfExploitation::Migration), ..Accusation::SILENT };
        let outcome = desk.enter(desk.investigator(), &ChargeBrought { accusation, ..charge() });
        assert!(
            matches!(outcome, Outcome::Entered { marks, .. } if marks.is_empty()),
            "an adult by the record"
        );
    }
}
