//! Tutela goes over what waits, some reports at a time, after a table of points was approved for these, too.

use crate::events::{PointsGiven, WaitingReassessed};
use crate::priority::Reason;
use crate::priority::weights::under;
use crate::tables::weights::WeightsInForce;
use crate::tables::{REASONS_OF, Report, ReportReason};
use crate::weights::{THE_ONE, column, in_force, in_force_needs, of_report, of_report_needs};
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Instant, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// So many reports at a time at most.
pub const AT_A_TIME: usize = 200;

/// Kind of [`Reassess`].
pub const KIND: ActKind = ActKind {
    code: 172,
    name: "reports.reassess",
    about: "Give reports that wait their points by the table in force",
    nature: Nature::Decision,
    roles: &[Role::System],
};

/// Gives reports that wait their points by the table in force, in the order in which they are due, from where the last step ended.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Reassess {
    /// Number of the table.
    #[n(0)]
    pub version: u32,
    /// Where the last step ended: by when that report was due, UTC ms; 0 before the first.
    #[n(1)]
    pub after_due: i64,
    /// That report; none before the first.
    #[n(2)]
    pub after_report: Id,
    /// The reports of this step, at most [`AT_A_TIME`].
    #[n(3)]
    pub reports: Vec<Id>,
    /// Where this step ends: by when its last report is due, UTC ms.
    #[n(4)]
    pub upto_due: i64,
    /// That report.
    #[n(5)]
    pub upto_report: Id,
    /// True when none is left.
    #[n(6)]
    pub done: bool,
}

impl Reassess {
    /// What a report gets, where that is something else than it has.
    fn given(&self, report: Id, view: &View) -> Option<NewEntry> {
        let row = view.get::<Report>(report).filter(|row| row.waiting)?;
        let listed = view.list::<ReportReason>(REASONS_OF, report);
        let reasons: Vec<Reason> = listed.into_iter().map(|row| row.reason).collect();
        let (version, weights) = in_force(view);
        let before = u32::try_from(row.points).unwrap_or(0);
        let points = under(&weights, &of_report(report, view), before, &reasons);
        (points != before).then(|| NewEntry::of(&PointsGiven { version, points }).about(report))
    }
}

impl Act for Reassess {
    const KIND: &'static ActKind = &KIND;

    /// Tutela itself acts on what it finds.
    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, view: &View, needs: &mut Needs) {
        in_force_needs(view, needs);
        for &report in self.reports.iter().take(AT_A_TIME) {
            needs.row::<Report>(report);
            needs.list::<ReportReason>(REASONS_OF, report);
            of_report_needs(report, view, needs);
        }
    }

    // It follows from what two people laid down.
    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        Id::NONE
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let here = view.get::<WeightsInForce>(THE_ONE).filter(|row| {
            let at = (row.upto_due, row.upto_report) == (Instant(self.after_due), self.after_report);
            row.going_over && row.weights_version == column(self.version) && at
        });
        if here.is_none() {
            let right = "the table in force, and where the last step ended";
            return Err(Problem::new("version", "is not gone over from here", right).into());
        }
        if self.reports.len() > AT_A_TIME {
            return Err(Problem::new("reports", "are too many", "at most 200").into());
        }
        if (self.upto_due, self.upto_report) <= (self.after_due, self.after_report) && !self.done {
            return Err(Problem::new("upto_due", "goes no further", "where the step ends").into());
        }
        let upto_due = Instant(self.upto_due);
        let step = WaitingReassessed {
            version: self.version,
            upto_due,
            upto_report: self.upto_report,
            done: self.done,
        };
        let given = self.reports.iter().filter_map(|&report| self.given(report, view));
        Ok(given.chain([NewEntry::of(&step)]).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::{ApproveWeights, FileReport, ProposeWeights, Reply};
    use crate::codes::CallState;
    use crate::priority::weights::Weights;
    use crate::tables::Call;
    use crate::tables::weights::{ReportWeights, WeightsProposal};
    use crate::testing::{REPORT, Room, a_report, administrator, analyst, field, overseer};
    use facts::report::ReportsLinked;
    use kernel::{Actor, Outcome};

    const OTHER: Id = Id([3; 16]);

    fn laid_down(room: &mut Room, weights: Weights) {
        assert!(room.entered(&ProposeWeights { weights, also_waiting: true }, administrator(1)));
        let proposal = room.rows::<WeightsProposal>()[0].proposal;
        assert!(room.entered(&ApproveWeights { proposal }, overseer(2)));
    }

    fn step(version: u32, reports: Vec<Id>) -> Reassess {
        let upto_report = reports.last().copied().unwrap_or(Id::NONE);
        let after_report = Id::NONE;
        Reassess { version, after_due: 0, after_report, reports, upto_due: 1, upto_report, done: true }
    }

    fn more(room: &mut Room, child_13_17: u32) -> i64 {
        laid_down(room, Weights { child_13_17, child_under_13: 60, ..Weights::BUILT_IN });
        room.report().due_at.0
    }

    #[test]
    fn what_waits_gets_its_points_and_its_time_is_brought_forward() {
        let mut room = Room::with_report();
        assert!(room.entered(&FileReport { report: OTHER, ..a_report() }, Actor::PUBLIC));
        assert!(room.entered(&Reply { report: OTHER }, analyst(1)));
        let due_before = more(&mut room, 60);
        assert_eq!(room.report().points, 10, "nothing moves by the approval itself");
        assert!(room.entered(&step(1, vec![REPORT, OTHER]), Actor::SYSTEM));
        let row = room.report();
        assert_eq!((row.points, row.rank), (60, 40));
        assert!(row.due_at.0 < due_before);
        assert!(
            room.rows::<Call>().iter().any(|call| call.report == REPORT && call.state == CallState::Calling)
        );
        let other = room.rows::<Report>().into_iter().find(|row| row.report == OTHER).unwrap();
        assert_eq!(other.points, 10, "what does not wait stays");
        assert_eq!(room.rows::<ReportWeights>(), [ReportWeights { report: REPORT, weights_version: 1 }]);
        assert_eq!(field(&room.enter(&step(1, vec![REPORT]), Actor::SYSTEM)), "version", "it is done");
        // Less moves it back in the queue, and puts off nothing.
        laid_down(&mut room, Weights { child_13_17: 5, ..Weights::BUILT_IN });
        assert!(room.entered(&step(2, vec![REPORT]), Actor::SYSTEM));
        assert_eq!((room.report().points, room.report().due_at), (5, row.due_at));
        assert!(room.replays());
    }

    #[test]
    fn what_a_link_made_urgent_stays_urgent() {
        let mut room = Room::with_report();
        room.tell(&ReportsLinked { report: REPORT, other: OTHER, points: 80 });
        assert_eq!(room.report().points, 80);
        more(&mut room, 35);
        assert!(room.entered(&step(1, vec![REPORT]), Actor::SYSTEM));
        assert_eq!(room.report().points, 80);
        assert!(room.replays());
    }

    #[test]
    fn a_step_begins_where_the_last_one_ended_and_nobody_else_takes_it() {
        let mut room = Room::with_report();
        assert_eq!(
            field(&room.enter(&step(1, vec![REPORT]), Actor::SYSTEM)),
            "version",
            "nothing is gone over"
        );
        more(&mut room, 35);
        assert!(matches!(room.enter(&step(1, vec![REPORT]), administrator(1)), Outcome::Forbidden(_)));
        assert_eq!(field(&room.enter(&step(2, vec![REPORT]), Actor::SYSTEM)), "version");
        let still = Reassess { upto_due: 0, upto_report: Id::NONE, done: false, ..step(1, vec![]) };
        assert_eq!(field(&room.enter(&still, Actor::SYSTEM)), "upto_due");
        let first = Reassess { done: false, ..step(1, vec![REPORT]) };
        assert!(room.entered(&first, Actor::SYSTEM));
        assert_eq!(field(&room.enter(&first, Actor::SYSTEM)), "version");
        let last = Reassess { after_due: 1, after_report: REPORT, ..step(1, vec![]) };
        assert!(room.entered(&last, Actor::SYSTEM));
        assert!(room.replays());
    }
}
