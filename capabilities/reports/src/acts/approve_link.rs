//! A second person approves that two reports belong together.

use super::known;
use crate::codes::LinkState;
use crate::events::ReportsLinked;
use crate::priority::{Reason, numbers, points, union};
use crate::tables::{REASONS_OF, Report, ReportLink, ReportReason};
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of [`ApproveLink`].
pub const KIND: ActKind = ActKind {
    code: 114,
    name: "reports.approve-link",
    about: "Approve that two reports belong together, as somebody else proposed",
    nature: Nature::Decision,
    roles: &[Role::Analyst, Role::Investigator, Role::VictimSupport],
};

/// Links two reports. Each shows the other; the reasons of both count for both, so that neither is less urgent than the other.
/// Neither is folded into the other: two people may have told of one child, and each is answered.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApproveLink {
    /// A report.
    #[n(0)]
    pub report: Id,
    /// The other one.
    #[n(1)]
    pub other_report: Id,
}

impl ApproveLink {
    fn proposed(&self, view: &View) -> Option<ReportLink> {
        let row = view.get::<ReportLink>((self.report, self.other_report))?;
        (row.link_state == LinkState::Proposed).then_some(row)
    }
}

fn reasons(report: Id, view: &View) -> Vec<Reason> {
    view.list::<ReportReason>(REASONS_OF, report).into_iter().map(|row| row.reason).collect()
}

impl Act for ApproveLink {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("report", self.report), ("other_report", self.other_report)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        for report in [self.report, self.other_report] {
            needs.row::<Report>(report);
            needs.list::<ReportReason>(REASONS_OF, report);
        }
        needs.row::<ReportLink>((self.report, self.other_report));
    }

    fn facets(&self, _: &Ctx, view: &View) -> Vec<Facet> {
        let handles = [self.report, self.other_report].map(|matter| Facet::Handles { matter });
        let two = self.proposed(view).map(|row| Facet::NeedsTwo { first: row.proposed_by });
        handles.into_iter().chain(two).collect()
    }

    fn subject(&self) -> Id {
        self.report
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let (one, Some(two)) = (known(self.report, view)?, view.get::<Report>(self.other_report)) else {
            return Err(kernel::knowing::not_known("other_report").into());
        };
        if self.proposed(view).is_none() {
            let right = "a report that somebody proposed to link with it";
            return Err(Problem::new("other_report", "waits for no approval with this report", right).into());
        }
        let both = union(&reasons(self.report, view), &reasons(self.other_report, view));
        // Points given under an older table of points are kept where they are higher.
        let before = u32::try_from(one.points.max(two.points)).unwrap_or(0);
        let (reasons, points) = (numbers(&both), points(&both).max(before));
        Ok(vec![NewEntry::of(&ReportsLinked {
            report: self.report,
            other: self.other_report,
            reasons,
            points,
        })])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::{FileReport, ProposeLink};
    use crate::testing::{REPORT, Room, TOLD, analyst, field, told};
    use kernel::codes::DangerAnswer;
    use kernel::{Actor, Outcome, RuleName};

    const OTHER: Id = Id([3; 16]);
    const PROPOSE: ProposeLink = ProposeLink { report: REPORT, other_report: OTHER };
    const APPROVE: ApproveLink = ApproveLink { report: REPORT, other_report: OTHER };

    fn room() -> Room {
        let mut room = Room::with_report();
        let urgent = told(&crate::priority::Told { danger: DangerAnswer::NotSafe, ..TOLD });
        assert!(room.entered(&FileReport { report: OTHER, ..urgent }, Actor::PUBLIC));
        room
    }

    #[test]
    fn two_people_link_two_reports_and_the_higher_urgency_wins() {
        let mut room = room();
        assert_eq!(field(&room.enter(&APPROVE, analyst(2))), "other_report");
        assert!(room.entered(&PROPOSE, analyst(1)));
        assert_eq!(room.refused_by(&APPROVE, analyst(1)), RuleName::TwoPeople);
        // Whichever of the two is named first.
        let turned = ApproveLink { report: OTHER, other_report: REPORT };
        assert!(room.entered(&turned, analyst(2)));
        let rows = room.rows::<Report>();
        assert_eq!(rows[0].points, rows[1].points);
        assert!(rows.iter().all(|row| row.points >= 60 && row.rank == 100 - row.points));
        let hour = crate::testing::HOUR_MS;
        assert!(rows.iter().all(|row| row.waiting && row.due_at.0 - row.last_at.0 <= 2 * hour), "{rows:?}");
        let links = room.rows::<ReportLink>();
        assert_eq!(links.len(), 2);
        assert!(links.iter().all(|link| link.link_state == LinkState::Linked
            && (link.proposed_by, link.approved_by) == (Id([1; 16]), Id([2; 16]))));
        assert_eq!(field(&room.enter(&PROPOSE, analyst(1))), "other_report");
        assert_eq!(field(&room.enter(&APPROVE, analyst(2))), "other_report");
        assert!(room.replays());
    }

    #[test]
    fn what_does_not_fit_is_told_and_a_conflict_links_nothing() {
        let mut room = room();
        let own = ProposeLink { report: REPORT, other_report: REPORT };
        assert_eq!(field(&room.enter(&own, analyst(1))), "other_report");
        let unknown = ProposeLink { report: REPORT, other_report: Id([9; 16]) };
        assert_eq!(field(&room.enter(&unknown, analyst(1))), "other_report");
        assert!(matches!(room.enter(&PROPOSE, Actor::PUBLIC), Outcome::Forbidden(_)));
        room.declare_conflict(1, OTHER);
        assert_eq!(room.refused_by(&PROPOSE, analyst(1)), RuleName::NoJudgeInOwnCause);
    }
}
