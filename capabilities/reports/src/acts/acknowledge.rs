//! A person has read what an official reported and says so: whoever must report learns that it arrived with somebody (¶63, 82(c)).

use super::known;
use crate::events::Acknowledged;
use crate::tables::Report;
use crate::tables::official::OfficialReport;
use kernel::codes::QueueState;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of [`Acknowledge`].
pub const KIND: ActKind = ActKind {
    code: 191,
    name: "reports.acknowledge",
    about: "Say to an official that a person has read what they reported",
    nature: Nature::Decision,
    roles: &[Role::Analyst, Role::Investigator, Role::VictimSupport],
};

/// Says to whoever reported in the course of work that a person has read it. It moves nothing in the queue: whoever takes a report up,
/// answers, hands it on or decides about it has said so by that already.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Acknowledge {
    /// The report.
    #[n(0)]
    pub report: Id,
}

impl Act for Acknowledge {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("report", self.report)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<Report>(self.report);
        needs.row::<OfficialReport>(self.report);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        vec![Facet::Handles { matter: self.report }]
    }

    fn subject(&self) -> Id {
        self.report
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let report = known(self.report, view)?;
        let wrong = |wrong, right| Err(Problem::new("report", wrong, right).into());
        let Some(official) = view.get::<OfficialReport>(self.report) else {
            return wrong("came from nobody who told of a duty", "a report of an official; answer any other");
        };
        if official.acknowledged {
            return wrong("is acknowledged already", "one that waits for it; to say more, reply");
        }
        if report.state == QueueState::Folded {
            return wrong("stands in the line of another", "the report of that line");
        }
        Ok(vec![NewEntry::of(&Acknowledged { report: self.report })])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::{FileReport, NotPursue, Reply, TakeUp};
    use crate::codes::{ChildKnows, Duty};
    use crate::duty::UnderDuty;
    use crate::priority::Told;
    use crate::tables::official::DutyFigure;
    use crate::testing::{HOUR_MS, REPORT, Room, TOLD, a_report, analyst, field, told};
    use facts::report::ReportBecameCase;
    use kernel::codes::{NotPursuedReason, ReportingPerson};
    use kernel::{Actor, AnyAct, Instant, Outcome, RuleName};

    const DUTY: UnderDuty =
        UnderDuty { kind: Duty::Law, words: true, agency: true, child_knows: ChildKnows::MustNot };

    fn by_an_official() -> FileReport {
        let told = told(&Told { by: ReportingPerson::Professional, ..TOLD });
        FileReport { duty: Some(DUTY), ..told }
    }

    fn with_official() -> Room {
        let mut room = Room::default();
        assert!(room.entered(&by_an_official(), Actor::PUBLIC));
        room
    }

    fn official(room: &Room) -> OfficialReport {
        room.rows::<OfficialReport>().remove(0)
    }

    #[test]
    fn whoever_must_report_is_acknowledged_once_in_time() {
        let mut room = with_official();
        let row = official(&room);
        assert_eq!((row.duty, row.child_knows, row.acknowledged), (Duty::Law, ChildKnows::MustNot, false));
        assert_eq!((row.tells_duty, row.tells_agency, room.report().duty), (true, true, Duty::Law));
        assert_eq!(row.acknowledge_by.0 - room.report().filed_at.0, 24 * HOUR_MS);
        let before = room.report();
        assert!(room.entered(&Acknowledge { report: REPORT }, analyst(1)));
        assert_eq!((official(&room).acknowledged, official(&room).acknowledged_by), (true, analyst(1).id));
        assert_eq!((room.report().state, room.report().waiting), (before.state, true), "nothing is moved");
        assert_eq!(field(&room.enter(&Acknowledge { report: REPORT }, analyst(2))), "report");
        let figure = room.rows::<DutyFigure>().remove(0);
        assert_eq!((figure.duty, figure.filed, figure.acknowledged, figure.in_term), (Duty::Law, 1, 1, 1));
        assert!(room.replays());
    }

    #[test]
    fn taking_up_answering_and_deciding_say_so_too() {
        let reason = NotPursuedReason::TooLittleToAct;
        let aside = NotPursue { report: REPORT, reason, ground: None, told: false };
        let acts: [&dyn AnyAct; 3] = [&TakeUp { report: REPORT }, &Reply { report: REPORT }, &aside];
        for act in acts {
            let mut room = with_official();
            assert!(room.entered(act, analyst(1)));
            assert!(official(&room).acknowledged);
            assert!(room.entered(&Reply { report: REPORT }, analyst(2)));
            assert_eq!(official(&room).acknowledged_by, analyst(1).id, "the first time counts");
            assert_eq!(room.rows::<DutyFigure>()[0].acknowledged, 1);
            assert!(room.replays());
        }
    }

    #[test]
    fn what_comes_late_and_what_becomes_a_case_is_counted() {
        let mut room = with_official();
        room.at(Instant(official(&room).acknowledge_by.0 + 1));
        let case = Id([7; 16]);
        room.tell(&ReportBecameCase { report: REPORT, case });
        room.tell(&ReportBecameCase { report: REPORT, case });
        let figure = room.rows::<DutyFigure>().remove(0);
        assert_eq!((figure.acknowledged, figure.in_term, figure.became_cases), (1, 0, 1));
        assert!(room.replays());
    }

    #[test]
    fn only_what_an_official_told_is_acknowledged_and_by_nobody_in_conflict() {
        let mut room = Room::with_report();
        let act = Acknowledge { report: REPORT };
        assert_eq!(field(&room.enter(&act, analyst(1))), "report");
        assert_eq!(field(&room.enter(&Acknowledge { report: Id([9; 16]) }, analyst(1))), "report");
        let mut room = with_official();
        assert!(matches!(room.enter(&act, Actor::PUBLIC), Outcome::Forbidden(_)));
        room.declare_conflict(1, REPORT);
        assert_eq!(room.refused_by(&act, analyst(1)), RuleName::NoJudgeInOwnCause);
    }

    #[test]
    fn a_duty_of_somebody_who_is_not_at_work_is_none() {
        let mut room = Room::default();
        let act = FileReport { duty: Some(DUTY), ..a_report() };
        assert_eq!(field(&room.enter(&act, Actor::PUBLIC)), "duty");
    }
}
