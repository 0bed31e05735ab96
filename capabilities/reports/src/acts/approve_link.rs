//! A second person approves that two reports belong together.

use super::carrying::{carried, carried_needs};
use super::{known, same_unit};
use crate::codes::LinkState;
use crate::tables::{Report, ReportLink};
use facts::report::ReportsLinked;
use kernel::knowing::not_known;
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

/// Links two reports. Each shows the other, the higher urgency wins, and whoever must not see the one, or has a conflict with it, is
/// kept from the other in the same way: as it is for the two at that moment. Neither is folded into the other: two people may have told of one child, and each is answered.
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
        let row = view.get::<ReportLink>(ReportLink::pair(self.report, self.other_report))?;
        (row.link_state == LinkState::Proposed).then_some(row)
    }
}

impl Act for ApproveLink {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("report", self.report), ("other_report", self.other_report)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        for report in [self.report, self.other_report] {
            needs.row::<Report>(report);
            carried_needs(report, needs);
        }
        needs.row::<ReportLink>(ReportLink::pair(self.report, self.other_report));
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
            return Err(not_known("other_report").into());
        };
        if self.proposed(view).is_none() {
            let right = "a report that somebody proposed to link with it";
            return Err(Problem::new("other_report", "waits for no approval with this report", right).into());
        }
        same_unit(&one, &two)?;
        let points = u32::try_from(one.points.max(two.points)).unwrap_or(0);
        let linked = ReportsLinked { report: self.report, other: self.other_report, points };
        let (there, back) = (carried(self.report, &two, view)?, carried(self.other_report, &one, view)?);
        Ok(std::iter::once(NewEntry::of(&linked)).chain(there).chain(back).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::{FileReport, PartLink, ProposeLink, TakeUp};
    use crate::testing::{REPORT, Room, TOLD, analyst, field, told};
    use facts::conflict::KeptAway;
    use kernel::codes::DangerAnswer;
    use kernel::knowing::KeptFrom;
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
        let highest = room.rows::<Report>().iter().map(|row| row.points).max().unwrap();
        // Whichever of the two is named first.
        let turned = ApproveLink { report: OTHER, other_report: REPORT };
        assert!(room.entered(&turned, analyst(2)));
        let rows = room.rows::<Report>();
        assert!(rows.iter().all(|row| (row.points, row.rank) == (highest, 100 - highest)));
        let hour = crate::testing::HOUR_MS;
        assert!(rows.iter().all(|row| row.waiting && row.due_at.0 - row.last_at.0 <= 2 * hour), "{rows:?}");
        let links = room.rows::<ReportLink>();
        assert_eq!(links.len(), 1);
        assert_eq!((links[0].link_state, links[0].other_than(REPORT)), (LinkState::Linked, OTHER));
        assert_eq!((links[0].proposed_by, links[0].approved_by), (Id([1; 16]), Id([2; 16])));
        assert_eq!(field(&room.enter(&PROPOSE, analyst(1))), "other_report");
        assert_eq!(field(&room.enter(&APPROVE, analyst(2))), "other_report");
        assert!(room.replays());
    }

    #[test]
    fn whoever_must_not_see_the_one_does_not_see_the_other() {
        let mut room = room();
        room.tell(&KeptAway { officer: Id([7; 16]), matter: OTHER });
        room.tell(&KeptAway { officer: Id([8; 16]), matter: REPORT });
        assert!(room.entered(&PROPOSE, analyst(1)));
        assert!(room.entered(&APPROVE, analyst(2)));
        for officer in [7, 8] {
            for matter in [REPORT, OTHER] {
                let kept = room
                    .rows::<KeptFrom>()
                    .iter()
                    .any(|row| row.officer == Id([officer; 16]) && row.record_id == matter);
                assert!(kept, "{officer} {matter}");
            }
        }
        assert!(room.replays());
    }

    #[test]
    fn a_conflict_with_the_one_is_one_with_the_other_and_nobody_at_work_is_cut_off() {
        let mut room = room();
        room.declare_conflict(7, OTHER);
        assert!(room.entered(&PROPOSE, analyst(1)));
        for report in [REPORT, OTHER] {
            assert!(room.entered(&TakeUp { report }, analyst(if report == REPORT { 7 } else { 1 })));
        }
        assert_eq!(field(&room.enter(&APPROVE, analyst(2))), "other_report", "7 is at work on it");
        assert!(room.entered(&TakeUp { report: REPORT }, analyst(2)));
        assert!(room.entered(&APPROVE, analyst(2)));
        let act = TakeUp { report: REPORT };
        assert_eq!(room.refused_by(&act, analyst(7)), RuleName::NoJudgeInOwnCause);
        assert!(room.replays());
    }

    #[test]
    fn reports_of_two_units_are_not_linked() {
        let mut room = room();
        assert!(room.entered(&PROPOSE, analyst(1)));
        assert!(room.entered(&TakeUp { report: REPORT }, analyst(1)));
        assert_eq!(field(&room.enter(&APPROVE, analyst(2))), "other_report");
        assert!(room.entered(&TakeUp { report: OTHER }, analyst(2)));
        assert!(room.entered(&APPROVE, analyst(2)));
        assert!(room.replays());
    }

    #[test]
    fn what_was_proposed_or_linked_by_mistake_is_parted() {
        let mut room = room();
        let part = PartLink { report: OTHER, other_report: REPORT };
        assert_eq!(field(&room.enter(&part, analyst(1))), "other_report");
        assert!(room.entered(&PROPOSE, analyst(1)));
        assert!(room.entered(&part, analyst(1)));
        assert!(room.rows::<ReportLink>().is_empty());
        assert!(room.entered(&PROPOSE, analyst(1)));
        assert!(room.entered(&APPROVE, analyst(2)));
        assert!(room.entered(&part, analyst(3)));
        assert!(room.rows::<ReportLink>().is_empty());
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
