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

/// Codes a category. A person or a case may have several; while none is coded, "not determined" stands.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
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

    fn needs(&self, _: &Ctx, view: &View, needs: &mut Needs) {
        needs.row::<CaseFile>(self.case);
        needs.row::<Proceeding>((self.case, self.person));
        needs.row::<Demand>((self.case, self.person, self.category));
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
        self.check_category()?;
        if !self.person.is_none() {
            self.check_person(view)?;
        }
        let CodeDemand { case, person, level, category } = *self;
        if view.get::<Demand>((case, person, category)).is_some() {
            return Err(Problem::new("category", "is coded already", "nothing is left to do").into());
        }
        Ok(vec![NewEntry::of(&DemandCoded { person, case, level, category })])
    }
}

impl CodeDemand {
    fn check_category(&self) -> Result<(), Problem> {
        let fits =
            if self.person.is_none() { self.level.codes_contexts() } else { self.level.codes_persons() };
        if self.level == DemandLevel::NotDetermined || self.category == DemandCategory::NotDetermined {
            Err(Problem::new("level", "is not determined", "nothing: that stands while nothing is coded"))
        } else if self.category.level() != self.level {
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
    use crate::acts::NameSuspect;
    use crate::tests::desk::{ADULT, CHILD, Desk, case, suspect};

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
        let (level, category) = (DemandLevel::NotDetermined, DemandCategory::NotDetermined);
        assert_eq!(desk.problem(&CodeDemand { level, category, ..travelling() }), "level");
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
    fn a_child_is_never_coded_and_neither_is_who_was_not_named() {
        let mut desk = desk();
        assert_eq!(desk.problem(&CodeDemand { person: CHILD, ..travelling() }), "person");
        desk.does(&NameSuspect { person: CHILD, ..suspect() });
        assert_eq!(desk.problem(&CodeDemand { person: CHILD, ..travelling() }), "person");
    }
}
