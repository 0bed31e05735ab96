//! A fact: an authority arrested a person.

use super::RECORDERS;
use crate::deed::{Accusation, Deed, Told};
use crate::tables::Proceeding;
use kernel::codes::{Stage, Verdict};
use kernel::rule::Step;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Source, View, event};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An authority arrested a person, named as a suspect before or not.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ArrestMade {
    /// Whom, who, when, by which document.
    #[n(0)]
    pub deed: Deed,
    /// What the person is accused of.
    #[n(1)]
    pub accusation: Accusation,
}
event!(ArrestMade, 1210, 1, "cases.arrest-made");

/// Kind of [`ArrestMade`].
const KIND: ActKind = ActKind {
    code: 320,
    name: "cases.arrest-made",
    about: "Enter that an authority arrested a person",
    nature: Nature::Fact,
    roles: RECORDERS,
};

impl Told for ArrestMade {
    fn deed(&self) -> &Deed {
        &self.deed
    }
    fn tell(&self, proceeding: &mut Proceeding) {
        proceeding.advance(Stage::Arrested);
        proceeding.accuse(&self.accusation);
    }
}

impl Act for ArrestMade {
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
    use crate::acts::{AppealLodged, ChargeBrought, NameSuspect, ReleaseHappened};
    use crate::tables::{CaseFile, TimelineRow};
    use crate::tests::desk::{ADULT, CHILD, Desk, arrest, case, charge, deed, id, suspect};
    use facts::Standing;
    use facts::outcome::StageReached;
    use kernel::codes::{ConductOfExploitation, ReleaseKind};
    use kernel::{RuleName, Span};

    fn of_a_child() -> ArrestMade {
        let conduct = Some(ConductOfExploitation::Prostitution);
        let deed = Deed { person: CHILD, ..deed("2026-05-01") };
        ArrestMade { deed, accusation: Accusation { conduct, ..Accusation::SILENT } }
    }

    #[test]
    fn an_arrest_of_somebody_never_named_opens_the_proceeding() {
        let mut desk = Desk::with_case();
        desk.does(&arrest());
        let row: Proceeding = desk.row((case(), ADULT)).unwrap();
        assert_eq!((row.stage, row.suspect, row.ground), (Stage::Arrested, true, 0));
        assert!(desk.row::<Standing>(ADULT).unwrap().suspected);
        assert_eq!(desk.row::<CaseFile>(case()).unwrap().suspects, 1);
        desk.does(&suspect());
        assert_eq!(desk.row::<CaseFile>(case()).unwrap().suspects, 1, "naming adds nobody");
    }

    #[test]
    fn a_second_arrest_counts_nobody_twice() {
        let mut desk = Desk::with_case();
        desk.does(&suspect());
        desk.does(&arrest());
        desk.does(&ArrestMade { deed: deed("2026-05-20"), ..arrest() });
        let arrested =
            desk.entered::<StageReached>().into_iter().filter(|told| told.stage == Stage::Arrested);
        assert_eq!(arrested.count(), 1);
        let lines: Vec<TimelineRow> = desk.rows();
        assert_eq!(lines.iter().filter(|line| line.document == deed("2026-05-01").document).count(), 2);
    }

    #[test]
    fn a_wronged_child_is_no_suspect_and_the_wrong_is_alarmed() {
        let mut desk = Desk::with_case();
        let conduct = Some(ConductOfExploitation::Prostitution);
        let naming = NameSuspect { person: CHILD, conduct, ..suspect() };
        assert_eq!(desk.refused(&naming), RuleName::VictimIsNotOffender);
        let alarm = desk.marked(&of_a_child(), RuleName::VictimIsNotOffender);
        assert!(alarm.repeats > 0, "it repeats what was refused here");
        let row: Proceeding = desk.row((case(), CHILD)).unwrap();
        assert_eq!((row.stage, row.suspect, row.violations), (Stage::Arrested, false, 1));
        assert!(!desk.row::<Standing>(CHILD).unwrap().suspected);
        assert_eq!(desk.row::<CaseFile>(case()).unwrap().suspects, 0);
        desk.does(&AppealLodged { deed: Deed { person: CHILD, ..deed("2026-05-22") } });
        assert_eq!(desk.entered::<StageReached>().len(), 0, "no offender is counted");
        let kind = ReleaseKind::ReleasedWithoutCharge;
        desk.does(&ReleaseHappened { deed: Deed { person: CHILD, ..deed("2026-05-02") }, kind });
    }

    #[test]
    fn a_late_arrest_does_not_unsay_the_charge() {
        let mut desk = Desk::with_case();
        let when = "2025-06".parse().unwrap();
        desk.does(&ChargeBrought { accusation: Accusation { conduct: None, when }, ..charge() });
        let conduct = Some(ConductOfExploitation::Migration);
        let accusation = Accusation { conduct, when: "2024".parse().unwrap() };
        desk.does(&ArrestMade { accusation, ..arrest() });
        let row: Proceeding = desk.row((case(), ADULT)).unwrap();
        assert_eq!((row.conduct_of_exploitation(), row.conduct_when()), (None, when));
    }

    #[test]
    fn conduct_and_arrest_may_lie_in_the_same_uncertain_time() {
        let mut desk = Desk::with_case();
        let accusation = Accusation { conduct: None, when: "2026-05-20".parse().unwrap() };
        desk.does(&ArrestMade { deed: deed("2026-05"), accusation });
    }

    #[test]
    fn a_conflict_of_who_enters_it_is_marked_too() {
        let mut desk = Desk::with_case();
        let officer = desk.investigator().id;
        desk.does(&crate::acts::DeclareConflict { officer, matter: ADULT });
        desk.marked(&arrest(), RuleName::NoJudgeInOwnCause);
    }

    #[test]
    fn only_what_cannot_be_is_a_problem() {
        let mut desk = Desk::with_case();
        let at = |deed| ArrestMade { deed, ..arrest() };
        assert_eq!(desk.problem(&at(Deed { case: id(99), ..deed("2026-05-01") })), "case");
        assert_eq!(desk.problem(&at(Deed { person: id(99), ..deed("2026-05-01") })), "person");
        assert_eq!(desk.problem(&at(deed("2026-12-24"))), "happened");
        assert_eq!(desk.problem(&at(deed("1950"))), "happened", "before birth");
        let document = kernel::Id::NONE;
        assert_eq!(desk.problem(&at(Deed { document, ..deed("2026-05-01") })), "document");
        let happened = Span { from: kernel::Day(9), to: kernel::Day(8) };
        assert_eq!(desk.problem(&at(Deed { happened, ..deed("2026-05-01") })), "happened");
        let after = Accusation { when: "2026-05-20".parse().unwrap(), ..Accusation::SILENT };
        assert_eq!(desk.problem(&ArrestMade { accusation: after, ..arrest() }), "accusation.when");
    }
}
