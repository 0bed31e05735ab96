//! Deciding a release from custody, or planning one that is due by law (¶56, 59).

use super::RECORDERS;
use crate::checks::{opened, proceeded_against, well_formed};
use crate::matters::{handles, person_needs};
use crate::release::{choice, release_needs, releases};
use crate::tables::{CaseFile, Proceeding};
use facts::outcome::ReleasePlanned;
use kernel::codes::ReleaseKind;
use kernel::rule::today;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Span, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Decides a release. A discretionary one needs the risk to every victim of the case assessed; what is due by law is
/// entered at once.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecideRelease {
    /// The case.
    #[n(0)]
    pub case: Id,
    /// Who is to be released.
    #[n(1)]
    pub person: Id,
    /// Which kind of release.
    #[n(2)]
    pub kind: ReleaseKind,
    /// On which day.
    #[n(3)]
    pub on: Span,
}

/// Kind of [`DecideRelease`].
const KIND: ActKind = ActKind {
    code: 310,
    name: "cases.decide-release",
    about: "Decide a release from custody, or plan one that is due by law",
    nature: Nature::Decision,
    roles: RECORDERS,
};

impl Act for DecideRelease {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("case", self.case), ("person", self.person)]
    }

    fn needs(&self, _: &Ctx, view: &View, needs: &mut Needs) {
        needs.row::<CaseFile>(self.case);
        needs.row::<Proceeding>((self.case, self.person));
        release_needs(self.case, self.person, needs);
        person_needs(self.person, view, needs);
    }

    fn facets(&self, ctx: &Ctx, view: &View) -> Vec<Facet> {
        let releases = releases(self.case, self.person, choice(self.kind), today(ctx.now), view);
        handles(self.case, &[self.person], view).into_iter().chain([releases]).collect()
    }

    fn subject(&self) -> Id {
        self.person
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        opened(self.case, view)?;
        proceeded_against(self.case, self.person, view)?;
        well_formed("on", self.on)?;
        if self.on.to < ctx.now.day() {
            return Err(Problem::new("on", "is past", "enter the release as the fact that it is").into());
        }
        let DecideRelease { case, person, kind, on } = *self;
        Ok(vec![NewEntry::of(&ReleasePlanned { person, case, kind, on })])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ASSESSMENT_HOLDS_DAYS;
    use crate::acts::{AssessRisk, RecordVictim};
    use crate::tables::TimelineRow;
    use crate::tests::desk::{CHILD, Desk, OTHER_CHILD, assessment, case, id, release, suspect, victim};
    use kernel::codes::CodeList;
    use kernel::{Day, RuleName};

    fn desk() -> Desk {
        let mut desk = Desk::with_case();
        desk.does(&victim());
        desk.does(&suspect());
        desk
    }

    #[test]
    fn what_is_due_by_law_is_never_delayed_and_what_is_not_needs_the_risk_assessed() {
        for &kind in ReleaseKind::all() {
            let mut desk = desk();
            let act = DecideRelease { kind, ..release() };
            if kind.is_discretionary() {
                assert_eq!(desk.refused(&act), RuleName::RiskBeforeRelease, "{kind:?}");
                desk.does(&assessment());
            }
            desk.does(&act);
            assert_eq!(desk.entered::<ReleasePlanned>()[0].kind, kind);
        }
    }

    #[test]
    fn every_victim_counts_and_so_do_its_best_interests() {
        let mut desk = desk();
        desk.does(&RecordVictim { person: OTHER_CHILD, ..victim() });
        desk.does(&assessment());
        assert_eq!(desk.refused(&release()), RuleName::RiskBeforeRelease);
        let other = AssessRisk { victim: OTHER_CHILD, ..assessment() };
        desk.does(&AssessRisk { best_interests_considered: false, ..other.clone() });
        assert_eq!(desk.refused(&release()), RuleName::RiskBeforeRelease);
        desk.does(&other);
        desk.does(&release());
    }

    #[test]
    fn an_assessment_holds_for_its_days_and_not_one_longer() {
        let mut desk = desk();
        desk.does(&assessment());
        desk.days_pass(i64::from(ASSESSMENT_HOLDS_DAYS));
        desk.does(&DecideRelease { on: today(desk.now()), ..release() });
        desk.days_pass(1);
        let late = DecideRelease { on: today(desk.now()), ..release() };
        assert_eq!(desk.refused(&late), RuleName::RiskBeforeRelease);
    }

    #[test]
    fn the_timeline_shows_the_day_of_the_release() {
        let mut desk = desk();
        desk.does(&assessment());
        desk.does(&release());
        let line = desk.rows::<TimelineRow>().pop().unwrap();
        assert_eq!((line.case_id, line.happened_from), (case(), release().on.from));
    }

    #[test]
    fn wants_a_case_a_suspect_and_a_day_to_come() {
        let mut desk = desk();
        desk.does(&assessment());
        assert_eq!(desk.problem(&DecideRelease { case: id(99), ..release() }), "case");
        assert_eq!(
            desk.problem(&DecideRelease { person: CHILD, kind: ReleaseKind::TermEnded, ..release() }),
            "person"
        );
        let on = Span::on(Day(desk.now().day().0 - 1));
        assert_eq!(desk.problem(&DecideRelease { on, ..release() }), "on");
    }
}
