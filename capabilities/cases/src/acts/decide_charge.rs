//! The prosecution's own decision to charge.

use crate::checks::{opened, proceeded_against};
use crate::deed::Accusation;
use crate::events::ChargeDecided;
use crate::matters::{conduct_when, handles, person_needs};
use crate::tables::{CaseFile, Proceeding};
use facts::outcome::StageReached;
use kernel::codes::{ConductOfExploitation, Iccs, Stage, Verdict};
use kernel::rule::{Step, today};
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Decides to charge a suspect. The person is charged by it; when a document comes in,
/// [`ChargeBrought`](super::ChargeBrought) adds it, and nobody is counted twice.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecideCharge {
    /// The case.
    #[n(0)]
    pub case: Id,
    /// The suspect.
    #[n(1)]
    pub person: Id,
    /// The offence.
    #[n(2)]
    pub offence: Iccs,
    /// What exploitation makes of a child (¶82(f)), where the charge is of that kind.
    #[n(3)]
    pub conduct: Option<ConductOfExploitation>,
}

/// Kind of [`DecideCharge`].
const KIND: ActKind = ActKind {
    code: 306,
    name: "cases.decide-charge",
    about: "Decide to charge a suspect",
    nature: Nature::Decision,
    roles: &[Role::Prosecutor],
};

impl Act for DecideCharge {
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
        let when = conduct_when(self.case, self.person, view);
        let accusation = Accusation { conduct: self.conduct, when };
        let accuses = accusation.facet(self.person, Step::Charge);
        handles(self.case, &[self.person], view).into_iter().chain([accuses]).collect()
    }

    fn subject(&self) -> Id {
        self.person
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        opened(self.case, view)?;
        let row = proceeded_against(self.case, self.person, view)?;
        if !row.suspect {
            return Err(
                Problem::new("person", "is not a suspect of this case", "name the suspect first").into()
            );
        }
        let DecideCharge { case, person, offence, conduct } = *self;
        let mut entries = vec![NewEntry::of(&ChargeDecided { case, person, offence, conduct })];
        if !row.has_reached(Stage::Charged) {
            let (stage, verdict, happened) = (Stage::Charged, Verdict::NotKnown, today(ctx.now));
            entries.push(NewEntry::of(&StageReached { person, case, stage, verdict, happened }));
        }
        Ok(entries)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::{ChargeBrought, NameSuspect};
    use crate::tests::desk::{ADULT, CHILD, Desk, case, charge, suspect};
    use kernel::{Forbidden, Outcome, RuleName};

    fn decide() -> DecideCharge {
        DecideCharge { case: case(), person: ADULT, offence: Iccs::ExploitationInProstitution, conduct: None }
    }

    #[test]
    fn charges_a_suspect_and_counts_the_person_once() {
        let mut desk = Desk::with_case();
        desk.does(&suspect());
        desk.does_as(desk.prosecutor(), &decide());
        desk.does(&ChargeBrought { offence: Iccs::Grooming, ..charge() });
        let row: Proceeding = desk.row((case(), ADULT)).unwrap();
        assert_eq!(row.stage, Stage::Charged);
        assert_eq!(row.charged(), Some(Iccs::ExploitationInProstitution), "the later charge stands");
        let charged = desk.entered::<StageReached>().into_iter().filter(|told| told.stage == Stage::Charged);
        assert_eq!(charged.count(), 1);
    }

    #[test]
    fn nobody_is_charged_who_is_no_suspect() {
        let mut desk = Desk::with_case();
        assert_eq!(desk.problem_of(desk.prosecutor(), &decide()), "person");
    }

    #[test]
    fn no_child_is_charged_for_what_exploitation_made_of_it() {
        let mut desk = Desk::with_case();
        desk.does(&NameSuspect { person: CHILD, ..suspect() });
        let conduct = Some(ConductOfExploitation::SelfMadeImages);
        let act = DecideCharge { person: CHILD, conduct, ..decide() };
        assert_eq!(desk.refused_to(desk.prosecutor(), &act), RuleName::VictimIsNotOffender);
    }

    #[test]
    fn charging_is_the_prosecutors() {
        let mut desk = Desk::with_case();
        desk.does(&suspect());
        let outcome = desk.enter(desk.investigator(), &decide());
        assert!(matches!(outcome, Outcome::Forbidden(Forbidden::Role { .. })));
    }
}
