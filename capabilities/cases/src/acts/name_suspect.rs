//! Naming a suspect of a case.

use super::HANDLERS;
use crate::checks::{begun, entered, in_lifetime, opened};
use crate::codes::SuspicionGround;
use crate::events::SuspicionGrounded;
use crate::matters::{handles, person_needs};
use crate::tables::{CaseFile, Proceeding};
use crate::told::{told, told_needs};
use facts::outcome::StageReached;
use facts::person::SuspectNamed;
use kernel::codes::{ConductOfExploitation, Sector, Stage, SuspectRole, Verdict};
use kernel::rule::{Step, today};
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Span, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Names a suspect. Naming again corrects role and sector, and opens again what was closed.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NameSuspect {
    /// The case.
    #[n(0)]
    pub case: Id,
    /// The suspect.
    #[n(1)]
    pub person: Id,
    /// The part that the suspect is said to have played.
    #[n(2)]
    pub role: SuspectRole,
    /// The sector in or through which the suspect is said to have acted.
    #[n(3)]
    pub sector: Sector,
    /// When the conduct was.
    #[n(4)]
    pub conduct_when: Span,
    /// What exploitation makes of a child (¶82(f)), where the conduct is of that kind.
    #[n(5)]
    pub conduct: Option<ConductOfExploitation>,
    /// What the naming rests on.
    #[n(6)]
    pub ground: SuspicionGround,
}

/// Kind of [`NameSuspect`].
const KIND: ActKind = ActKind {
    code: 304,
    name: "cases.name-suspect",
    about: "Name a suspect of a case",
    nature: Nature::Decision,
    roles: HANDLERS,
};

impl Act for NameSuspect {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("case", self.case), ("person", self.person)]
    }

    fn needs(&self, _: &Ctx, view: &View, needs: &mut Needs) {
        needs.row::<CaseFile>(self.case);
        needs.row::<Proceeding>((self.case, self.person));
        person_needs(self.person, view, needs);
        told_needs(self.case, self.person, needs);
    }

    fn facets(&self, _: &Ctx, view: &View) -> Vec<Facet> {
        let NameSuspect { person, conduct, conduct_when: when, ground, .. } = *self;
        let accuses = Facet::Accuses { person, conduct, when, step: Step::Suspect, ground: ground.ground() };
        handles(self.case, &[person], view).into_iter().chain([accuses]).collect()
    }

    fn subject(&self) -> Id {
        self.person
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        opened(self.case, view)?;
        entered("person", self.person, view)?;
        begun("conduct_when", self.conduct_when, ctx)?;
        in_lifetime("conduct_when", self.conduct_when, self.person, view)?;
        let NameSuspect { case, person, role, sector, conduct_when, conduct, ground } = *self;
        let mut entries = vec![
            NewEntry::of(&SuspectNamed { person, case, role, conduct_when, conduct }),
            NewEntry::of(&SuspicionGrounded { case, person, sector, ground }),
        ];
        let stage = Stage::Identified;
        if !view.get::<Proceeding>((case, person)).is_some_and(|row| row.has_reached(stage)) {
            let (verdict, happened) = (Verdict::NotKnown, today(ctx.now));
            entries.push(NewEntry::of(&StageReached { person, case, stage, verdict, happened }));
        }
        entries.extend(told(case, person, view));
        Ok(entries)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::desk::{ADULT, CHILD, Desk, case, id, suspect};
    use facts::Standing;
    use kernel::RuleName;

    #[test]
    fn names_once_and_corrects_afterwards() {
        let mut desk = Desk::with_case();
        desk.does(&suspect());
        desk.does(&NameSuspect { role: SuspectRole::Facilitator, sector: Sector::Transport, ..suspect() });
        let row: Proceeding = desk.row((case(), ADULT)).unwrap();
        assert_eq!((row.suspect_role, row.sector), (SuspectRole::Facilitator, Sector::Transport));
        assert_eq!((row.stage, row.suspect, row.ground), (Stage::Identified, true, 1));
        assert_eq!(desk.entered::<StageReached>().len(), 1, "persons are counted, not namings");
        assert_eq!(desk.row::<CaseFile>(case()).unwrap().suspects, 1);
        assert!(desk.row::<Standing>(ADULT).unwrap().suspected);
    }

    #[test]
    fn no_child_is_suspected_for_what_exploitation_made_of_it() {
        let mut desk = Desk::with_case();
        let conduct = Some(ConductOfExploitation::Prostitution);
        let child = NameSuspect { person: CHILD, conduct, ..suspect() };
        assert_eq!(desk.refused(&child), RuleName::VictimIsNotOffender);
        assert!(!desk.row::<Standing>(CHILD).unwrap().suspected);
    }

    #[test]
    fn no_machine_makes_a_child_a_suspect() {
        let mut desk = Desk::with_case();
        let matched = NameSuspect { person: CHILD, ground: SuspicionGround::Machine, ..suspect() };
        assert_eq!(desk.refused(&matched), RuleName::VictimIsNotOffender);
        desk.does(&NameSuspect { person: ADULT, ..matched });
    }

    #[test]
    fn wants_what_can_be() {
        let mut desk = Desk::with_case();
        assert_eq!(desk.problem(&NameSuspect { case: id(99), ..suspect() }), "case");
        assert_eq!(desk.problem(&NameSuspect { person: id(99), ..suspect() }), "person");
        for when in ["2030", "1950"] {
            let conduct_when = when.parse().unwrap();
            assert_eq!(desk.problem(&NameSuspect { conduct_when, ..suspect() }), "conduct_when", "{when}");
        }
    }
}
