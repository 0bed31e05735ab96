//! Assessing the risk to a victim and its best interests before a release (¶56, 59).

use super::CARERS;
use crate::checks::{opened, proceeded_against, victim_of};
use crate::codes::RiskLevel;
use crate::events::RiskAssessed;
use crate::matters::{handles, person_needs};
use crate::tables::{CaseFile, CaseVictim, Proceeding};
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Assesses the risk to one victim, should one person be released. The latest assessment stands; it opens a discretionary
/// release for [`ASSESSMENT_HOLDS_DAYS`](crate::ASSESSMENT_HOLDS_DAYS), and only with the victim's best interests considered.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AssessRisk {
    /// The case.
    #[n(0)]
    pub case: Id,
    /// The person whose release is in question.
    #[n(1)]
    pub person: Id,
    /// The victim.
    #[n(2)]
    pub victim: Id,
    /// The risk.
    #[n(3)]
    pub risk: RiskLevel,
    /// True when the victim's best interests were considered too.
    #[n(4)]
    pub best_interests_considered: bool,
}

/// Kind of [`AssessRisk`].
const KIND: ActKind = ActKind {
    code: 309,
    name: "cases.assess-risk",
    about: "Assess the risk to a victim and its best interests before a release",
    nature: Nature::Decision,
    roles: CARERS,
};

impl Act for AssessRisk {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("case", self.case), ("person", self.person), ("victim", self.victim)]
    }

    fn needs(&self, _: &Ctx, view: &View, needs: &mut Needs) {
        needs.row::<CaseFile>(self.case);
        needs.row::<Proceeding>((self.case, self.person));
        needs.row::<CaseVictim>((self.case, self.victim));
        person_needs(self.person, view, needs);
        person_needs(self.victim, view, needs);
    }

    fn facets(&self, _: &Ctx, view: &View) -> Vec<Facet> {
        handles(self.case, &[self.person, self.victim], view)
    }

    fn subject(&self) -> Id {
        self.person
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        opened(self.case, view)?;
        proceeded_against(self.case, self.person, view)?;
        victim_of(self.case, self.victim, view)?;
        let AssessRisk { case, person, victim, risk, best_interests_considered } = *self;
        Ok(vec![NewEntry::of(&RiskAssessed { case, person, victim, risk, best_interests_considered })])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::Risk;
    use crate::tests::desk::{ADULT, CHILD, Desk, assessment, id, suspect, victim};

    #[test]
    fn keeps_every_assessment_with_who_made_it() {
        let mut desk = Desk::with_case();
        desk.does(&victim());
        desk.does(&suspect());
        desk.does_as(desk.supporter(), &AssessRisk { risk: RiskLevel::High, ..assessment() });
        desk.does(&assessment());
        let risks: Vec<Risk> = desk.rows();
        assert_eq!(risks.len(), 2);
        assert_eq!((risks[0].risk_level, risks[0].assessed_by), (RiskLevel::High, desk.supporter().id));
    }

    #[test]
    fn wants_a_case_its_suspect_and_its_victim() {
        let mut desk = Desk::with_case();
        desk.does(&suspect());
        assert_eq!(desk.problem(&assessment()), "victim");
        desk.does(&victim());
        assert_eq!(desk.problem(&AssessRisk { case: id(99), ..assessment() }), "case");
        assert_eq!(desk.problem(&AssessRisk { person: CHILD, ..assessment() }), "person");
        assert_eq!(desk.problem(&AssessRisk { victim: ADULT, ..assessment() }), "victim");
    }
}
