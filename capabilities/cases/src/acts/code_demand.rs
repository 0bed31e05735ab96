//! Coding a person or a case on the levels of demand (¶22-48).

use super::HANDLERS;
use crate::checks::{opened, proceeded_against};
use crate::deed::ADULT_AGE;
use crate::matters::{handles, person_needs};
use crate::tables::{CaseFile, Demand, Proceeding};
use facts::outcome::DemandCoded;
use facts::persons_standing;
use kernel::codes::{DemandCategory, DemandLevel, SuspectRole};
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Codes a category. A person or a case may have several; while none is coded, "not determined" stands, and coding "not
/// determined" takes back what was coded.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CodeDemand {
    /// The case.
    #[n(0)]
    pub case: Id,
    /// The suspect; none to code the case as a whole.
    #[n(1)]
    pub person: Id,
    /// The level.
    #[n(2)]
    pub level: DemandLevel,
    /// The category on that level.
    #[n(3)]
    pub category: DemandCategory,
}

const BY_CODED: &str = "demand_by_coded";

/// Kind of [`CodeDemand`].
const KIND: ActKind = ActKind {
    code: 305,
    name: "cases.code-demand",
    about: "Code a suspect or a case on the levels of demand",
    nature: Nature::Decision,
    roles: HANDLERS,
};

impl Act for CodeDemand {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("case", self.case), ("person", self.person)]
    }

    fn needs(&self, _: &Ctx, view: &View, needs: &mut Needs) {
        needs.row::<CaseFile>(self.case);
        needs.row::<Proceeding>((self.case, self.person));
        needs.list::<Demand>(BY_CODED, (self.case, self.person));
        person_needs(self.person, view, needs);
    }

    fn facets(&self, _: &Ctx, view: &View) -> Vec<Facet> {
        handles(self.case, &[self.person], view)
    }

    fn subject(&self) -> Id {
        self.person.some().unwrap_or(self.case)
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        opened(self.case, view)?;
        let CodeDemand { case, person, level, category } = *self;
        let coded = view.list::<Demand>(BY_CODED, (case, person));
        if level == DemandLevel::NotDetermined && category == DemandCategory::NotDetermined {
            if coded.is_empty() {
                return Err(
                    Problem::new("level", "is not determined as it is", "nothing is left to do").into()
                );
            }
        } else {
            self.check_category()?;
            self.check_person(view)?;
            if coded.iter().any(|row| row.category == category) {
                return Err(Problem::new("category", "is coded already", "nothing is left to do").into());
            }
        }
        Ok(vec![NewEntry::of(&DemandCoded { person, case, level, category })])
    }
}

impl CodeDemand {
    fn check_category(&self) -> Result<(), Problem> {
        let fits =
            if self.person.is_none() { self.level.codes_contexts() } else { self.level.codes_persons() };
        if self.category.level() != self.level {
            Err(Problem::new("category", "belongs to another level", "a category of the level given"))
        } else if !fits {
            Err(Problem::new(
                "level",
                "does not fit",
                "immediate or intermediate for a person, underlying or external for a case",
            ))
        } else if self.category.needs_clinician() {
            // No role that exists so far is a clinician's.
            Err(Problem::new(
                "category",
                "is a diagnosis",
                "a category by conduct; only a clinician diagnoses",
            ))
        } else {
            Ok(())
        }
    }

    fn check_person(&self, view: &View) -> Result<(), Problem> {
        if self.person.is_none() {
            return Ok(());
        }
        let row = proceeded_against(self.case, self.person, view)?;
        if !row.suspect {
            return Err(Problem::new("person", "is no suspect", "the person who exploited"));
        }
        let born = persons_standing(self.person, view).born();
        // As in no-programme-instead-of-prosecution: an age that nobody looked into is no doubt, and a company has none.
        let may_be_child = !born.is_unknown() && born.may_be_under(ADULT_AGE, row.conduct_when());
        if may_be_child && row.suspect_role != SuspectRole::Company {
            return Err(Problem::new(
                "person",
                "was or may have been under 18",
                "the adult who exploited: a child is never coded as demand",
            ));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::{EnterPerson, NameSuspect};
    use crate::tests::desk::{ADULT, CHILD, Desk, case, id, suspect};
    use kernel::Span;
    use kernel::codes::Sex;

    fn travelling() -> CodeDemand {
        let (level, category) = (DemandLevel::Immediate, DemandCategory::Travelling);
        CodeDemand { case: case(), person: ADULT, level, category }
    }

    fn desk() -> Desk {
        let mut desk = Desk::with_case();
        desk.does(&suspect());
        desk
    }

    #[test]
    fn persons_on_two_levels_and_cases_on_the_others() {
        let mut desk = desk();
        let (level, category) = (DemandLevel::Intermediate, DemandCategory::TourOperatorOrGuide);
        desk.does(&travelling());
        desk.does(&CodeDemand { level, category, ..travelling() });
        for category in [DemandCategory::Impunity, DemandCategory::MajorEvent] {
            desk.does(&CodeDemand { person: Id::NONE, level: category.level(), category, ..travelling() });
        }
        assert_eq!(desk.entered::<DemandCoded>().len(), 4);
        assert_eq!(desk.problem(&travelling()), "category", "coded already");
    }

    #[test]
    fn a_level_takes_its_own_categories_and_only_whom_it_fits() {
        let mut desk = desk();
        let level = DemandLevel::Intermediate;
        assert_eq!(desk.problem(&CodeDemand { level, ..travelling() }), "category");
        assert_eq!(desk.problem(&CodeDemand { person: Id::NONE, ..travelling() }), "level");
        let (level, category) = (DemandLevel::Underlying, DemandCategory::Impunity);
        assert_eq!(desk.problem(&CodeDemand { level, category, ..travelling() }), "level");
        let category = DemandCategory::NotDetermined;
        assert_eq!(desk.problem(&CodeDemand { category, ..travelling() }), "category");
    }

    #[test]
    fn not_determined_takes_back_what_was_coded_on_that_person_only() {
        let mut desk = desk();
        let (level, category) = (DemandLevel::NotDetermined, DemandCategory::NotDetermined);
        let take_back = CodeDemand { level, category, ..travelling() };
        assert_eq!(desk.problem(&take_back), "level", "nothing is coded");
        desk.does(&travelling());
        let (level, category) = (DemandLevel::Underlying, DemandCategory::Impunity);
        desk.does(&CodeDemand { person: Id::NONE, level, category, ..travelling() });
        desk.does(&take_back);
        let left: Vec<Demand> = desk.rows();
        assert_eq!(left.iter().map(|row| row.category).collect::<Vec<_>>(), [DemandCategory::Impunity]);
        desk.does(&travelling());
    }

    #[test]
    fn nobody_here_diagnoses() {
        let mut desk = desk();
        let category = DemandCategory::PreferentialDiagnosed;
        for actor in [desk.investigator(), desk.prosecutor()] {
            let act = CodeDemand { category, ..travelling() };
            assert_eq!(desk.problem_of(actor, &act), "category");
        }
    }

    #[test]
    fn neither_a_company_nor_somebody_of_unknown_age_counts_as_a_child() {
        let mut desk = desk();
        desk.does(&EnterPerson { person: id(9), born: Span::UNKNOWN, sex: Sex::NotKnown });
        desk.does(&NameSuspect { person: id(9), ..suspect() });
        desk.does(&CodeDemand { person: id(9), ..travelling() });
        desk.person(8, "2020");
        desk.does(&NameSuspect { person: id(8), role: SuspectRole::Company, ..suspect() });
        let (level, category) = (DemandLevel::Intermediate, DemandCategory::CompanyLookingAway);
        desk.does(&CodeDemand { person: id(8), level, category, ..travelling() });
    }

    #[test]
    fn a_child_is_never_coded_and_neither_is_who_was_not_named() {
        let mut desk = desk();
        assert_eq!(desk.problem(&CodeDemand { person: CHILD, ..travelling() }), "person");
        desk.does(&NameSuspect { person: CHILD, ..suspect() });
        assert_eq!(desk.problem(&CodeDemand { person: CHILD, ..travelling() }), "person");
    }
}
