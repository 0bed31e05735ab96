//! Somebody takes a report up: new, referred to their unit, put aside before, or from a colleague who cannot go on.

use super::{second_look_needs, that_can, those_who_look};
use crate::events::TakenUp;
use crate::state::Step;
use crate::tables::Report;
use facts::machine::{SenderStage, tell_needs, to_tell};
use kernel::codes::QueueState;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of [`TakeUp`].
pub const KIND: ActKind = ActKind {
    code: 103,
    name: "reports.take-up",
    about: "Look after a report from now on, for your unit",
    nature: Nature::Decision,
    roles: &[Role::Analyst, Role::Investigator, Role::VictimSupport],
};

/// Takes a report up for the acting person and their unit.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TakeUp {
    /// The report.
    #[n(0)]
    pub report: Id,
}

impl Act for TakeUp {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("report", self.report)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<Report>(self.report);
        second_look_needs(self.report, needs);
        tell_needs(self.report, needs);
    }

    fn facets(&self, _: &Ctx, view: &View) -> Vec<Facet> {
        let two = those_who_look(self.report, view);
        std::iter::once(Facet::Handles { matter: self.report }).chain(two).collect()
    }

    fn subject(&self) -> Id {
        self.report
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        if ctx.actor.unit.is_none() {
            return Err(Problem::new("unit", "names nobody", "sign in for a unit").into());
        }
        let row = that_can(Step::TakeUp, self.report, view)?;
        if row.state == QueueState::TakenUp && row.taken_by == ctx.actor.id {
            return Err(Problem::new("report", "is taken up by you already", "nothing is left to do").into());
        }
        let taken_up = NewEntry::of(&TakenUp { report: self.report });
        let told = to_tell(self.report, SenderStage::InReview, view);
        Ok(std::iter::once(taken_up).chain(told).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{REPORT, Room, UNIT, analyst, field, support};
    use facts::report::ReportBecameCase;
    use kernel::{Actor, Outcome, RuleName};

    const ACT: TakeUp = TakeUp { report: REPORT };

    #[test]
    fn one_takes_it_up_and_a_colleague_can_take_it_over() {
        let mut room = Room::with_report();
        assert!(room.entered(&ACT, analyst(1)));
        let row = room.report();
        assert_eq!((row.state, row.taken_by, row.unit), (QueueState::TakenUp, analyst(1).id, UNIT));
        assert!(row.waiting, "taking up is no answer");
        assert_eq!(field(&room.enter(&ACT, analyst(1))), "report");
        assert!(room.entered(&ACT, support(2)));
        assert_eq!(room.report().taken_by, support(2).id);
        assert!(room.replays());
    }

    #[test]
    fn what_went_into_a_case_is_not_taken_up_here() {
        let mut room = Room::with_report();
        room.tell(&ReportBecameCase { report: REPORT, case: Id([5; 16]) });
        assert_eq!(field(&room.enter(&ACT, analyst(1))), "report");
        assert_eq!((room.report().state, room.report().case_id), (QueueState::Closed, Id([5; 16])));
    }

    #[test]
    fn a_conflict_or_a_missing_unit_stands_in_the_way() {
        let mut room = Room::with_report();
        room.declare_conflict(1, REPORT);
        assert_eq!(room.refused_by(&ACT, analyst(1)), RuleName::NoJudgeInOwnCause);
        assert_eq!(field(&room.enter(&ACT, Actor { unit: Id::NONE, ..analyst(2) })), "unit");
        assert_eq!(field(&room.enter(&TakeUp { report: Id([9; 16]) }, analyst(2))), "report");
        assert!(matches!(room.enter(&ACT, Actor::PUBLIC), Outcome::Forbidden(_)));
        assert_eq!(room.report().state, QueueState::New);
    }
}
