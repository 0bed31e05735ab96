//! A report goes to another unit; the reporter is told that another team looks after it.

use super::that_can;
use crate::events::Referred;
use crate::state::Step;
use crate::tables::Report;
use facts::report::{Notice, ThreadNotice};
use facts::unit::Unit;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, Span, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of [`Refer`].
pub const KIND: ActKind = ActKind {
    code: 104,
    name: "reports.refer",
    about: "Hand a report to the unit that should look after it",
    nature: Nature::Decision,
    roles: &[Role::Analyst, Role::Investigator, Role::VictimSupport],
};

/// Refers a report to another unit. What waits for an answer goes on waiting, with its time.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Refer {
    /// The report.
    #[n(0)]
    pub report: Id,
    /// The unit that looks after it from now on.
    #[n(1)]
    pub unit: Id,
}

impl Act for Refer {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("report", self.report)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<Report>(self.report);
        needs.row::<Unit>(self.unit);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        let matter = self.report;
        vec![Facet::Handles { matter }, Facet::Gives { matter, to: self.unit }]
    }

    fn subject(&self) -> Id {
        self.report
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let wrong = |wrong, right| Err(Problem::new("unit", wrong, right).into());
        if self.unit.is_none() {
            return wrong("names nobody", "the unit that should look after the report");
        }
        if ctx.actor.unit.is_none() {
            return wrong("is referred to by nobody", "a sender of a unit: sign in for one");
        }
        if self.unit == ctx.actor.unit {
            return wrong("is your own", "take the report up instead");
        }
        if that_can(Step::Refer, self.report, view)?.unit == self.unit {
            return wrong("looks after it already", "another unit, or leave it there");
        }
        if view.get::<Unit>(self.unit).is_none() {
            return wrong("is no unit of this node", "the number of a unit that was opened here");
        }
        let on = Span::on(ctx.now.day());
        Ok(vec![
            NewEntry::of(&Referred { report: self.report, unit: self.unit }),
            NewEntry::of(&ThreadNotice { thread: self.report, notice: Notice::Referred, on }),
        ])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::TakeUp;
    use crate::codes::Speaker;
    use crate::tables::Message;
    use crate::testing::{REPORT, Room, UNIT, analyst, field};
    use facts::report::ReportBecameCase;
    use kernel::codes::{CodeList, QueueState};
    use kernel::knowing::NO_UNIT_YET;
    use kernel::{Actor, Outcome, RuleName};

    const OTHER: Id = Id([201; 16]);
    const ACT: Refer = Refer { report: REPORT, unit: OTHER };

    #[test]
    fn another_unit_has_it_and_the_reporter_reads_so() {
        let mut room = Room::with_report();
        room.hotline(OTHER);
        room.hotline(UNIT);
        assert!(room.entered(&TakeUp { report: REPORT }, analyst(1)));
        let due_at = room.report().due_at;
        assert!(room.entered(&ACT, analyst(1)));
        let row = room.report();
        assert_eq!((row.state, row.unit, row.taken_by), (QueueState::Referred, OTHER, Id::NONE));
        assert_eq!((row.waiting, row.due_at, row.messages), (true, due_at, 2));
        let notice = room.rows::<Message>().pop().unwrap();
        assert_eq!((notice.speaker, notice.notice), (Speaker::Notice, Notice::Referred.number()));
        assert_eq!(
            (notice.on_from, notice.on_to, notice.act),
            (row.last_at.day(), row.last_at.day(), Id::NONE)
        );

        assert_eq!(field(&room.enter(&ACT, analyst(1))), "report", "the unit knows of it no more");
        let back = Actor { unit: OTHER, ..analyst(3) };
        assert!(room.entered(&Refer { report: REPORT, unit: UNIT }, back));
        assert_eq!(room.report().unit, UNIT);
        assert!(room.replays());
    }

    #[test]
    fn what_does_not_fit_is_told() {
        let mut room = Room::with_report();
        for unit in [Id::NONE, UNIT, OTHER, NO_UNIT_YET] {
            assert_eq!(field(&room.enter(&Refer { report: REPORT, unit }, analyst(1))), "unit");
        }
        assert_eq!(field(&room.enter(&Refer { report: Id([9; 16]), unit: OTHER }, analyst(1))), "report");
        room.tell(&ReportBecameCase { report: REPORT, case: Id([5; 16]) });
        assert_eq!(field(&room.enter(&ACT, analyst(1))), "report");
    }

    #[test]
    fn a_conflict_does_not_choose_who_looks_after_it() {
        let mut room = Room::with_report();
        room.declare_conflict(1, REPORT);
        assert_eq!(room.refused_by(&ACT, analyst(1)), RuleName::NoJudgeInOwnCause);
        assert!(matches!(room.enter(&ACT, Actor::PUBLIC), Outcome::Forbidden(_)));
        assert_eq!((room.report().state, room.report().messages), (QueueState::New, 1));
    }
}
