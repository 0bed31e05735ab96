//! A human answers a call: they have the report, and nobody else need be called.

use super::{known, second_look_needs, those_who_look};
use crate::codes::CallState;
use crate::events::CallAnswered;
use crate::tables::{Call, Report};
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of [`AnswerCall`].
pub const KIND: ActKind = ActKind {
    code: 110,
    name: "reports.answer-call",
    about: "Say that you have an urgent report, so that nobody else is called",
    nature: Nature::Decision,
    roles: &[Role::Analyst, Role::Investigator, Role::VictimSupport],
};

/// Answers a call. Taking the report up, or replying, answers it as well.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerCall {
    /// The report.
    #[n(0)]
    pub report: Id,
}

impl Act for AnswerCall {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("report", self.report)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<Report>(self.report);
        needs.row::<Call>(self.report);
        second_look_needs(self.report, needs);
    }

    fn facets(&self, _: &Ctx, view: &View) -> Vec<Facet> {
        let two = those_who_look(self.report, view);
        std::iter::once(Facet::Handles { matter: self.report }).chain(two).collect()
    }

    fn subject(&self) -> Id {
        self.report
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        known(self.report, view)?;
        match view.get::<Call>(self.report).filter(|call| call.state == CallState::Calling) {
            Some(_) => Ok(vec![NewEntry::of(&CallAnswered {})]),
            None => Err(Problem::new("report", "calls nobody now", "nothing is left to do").into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{REPORT, Room, TOLD, analyst, field, told};
    use kernel::codes::DangerAnswer;
    use kernel::{Actor, RuleName};

    #[test]
    fn only_a_call_is_answered_and_only_by_who_may_handle_it() {
        let act = AnswerCall { report: REPORT };
        let mut room = Room::with_report();
        assert_eq!(field(&room.enter(&act, analyst(1))), "report", "it calls nobody");
        let mut room = Room::default();
        let urgent = crate::priority::Told { danger: DangerAnswer::NotSafe, ..TOLD };
        assert!(room.entered(&told(&urgent), Actor::PUBLIC));
        room.declare_conflict(1, REPORT);
        assert_eq!(room.refused_by(&act, analyst(1)), RuleName::NoJudgeInOwnCause);
        assert!(room.entered(&act, analyst(2)));
        assert_eq!(field(&room.enter(&act, analyst(2))), "report", "it is answered");
    }
}
