//! A report is given to a named colleague. No list says who is above whom: whoever of the unit gives it stands in the entry, and the
//! colleague finds it on their first page. A call goes on until that colleague answers it: being told is not having read.

use super::hand_over::TAKERS;
use super::{may_handle, may_handle_needs, that_can};
use crate::events::Assigned;
use crate::state::Step;
use crate::tables::Report;
use access::codes::AccountState;
use access::tables::Staff;
use facts::machine::{SenderStage, tell_needs, to_tell};
use kernel::codes::QueueState;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of [`Assign`].
pub const KIND: ActKind = ActKind {
    code: 177,
    name: "reports.assign",
    about: "Give a report to a colleague of your unit, who looks after it from now on",
    nature: Nature::Decision,
    roles: &[Role::Analyst, Role::Investigator, Role::VictimSupport, Role::Administrator],
};

/// Gives a report to an officer of the acting person's unit.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Assign {
    /// The report.
    #[n(0)]
    pub report: Id,
    /// The account of the colleague: open, of the same unit.
    #[n(1)]
    pub colleague: Id,
}

impl Act for Assign {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("report", self.report)]
    }

    fn needs(&self, ctx: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<Report>(self.report);
        needs.row::<Staff>(self.colleague);
        may_handle_needs(self.report, self.colleague, ctx.actor.unit, needs);
        tell_needs(self.report, needs);
    }

    /// Whoever has a conflict does not choose who looks after it, either.
    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        vec![Facet::Handles { matter: self.report }]
    }

    fn subject(&self) -> Id {
        self.report
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        if ctx.actor.unit.is_none() {
            return Err(Problem::new("unit", "names nobody", "sign in for a unit").into());
        }
        let row = that_can(Step::TakeUp, self.report, view)?;
        // Officers of another unit are answered like nobody.
        let colleague = view.get::<Staff>(self.colleague).filter(|staff| staff.unit == ctx.actor.unit);
        let Some(colleague) = colleague else {
            let right = "the number of a colleague's account";
            return Err(Problem::new("colleague", "is nobody of your unit", right).into());
        };
        if colleague.state != AccountState::Open || !TAKERS.contains(&colleague.role) {
            let right = "another open account of the unit whose role looks after reports";
            return Err(Problem::new("colleague", "cannot look after reports", right).into());
        }
        if row.state == QueueState::TakenUp && row.taken_by == self.colleague {
            return Err(Problem::new("colleague", "looks after it already", "nothing is left to do").into());
        }
        if !may_handle(self.report, self.colleague, ctx.actor.unit, view) {
            return Err(Problem::new("colleague", "may not handle this report", "another colleague").into());
        }
        let assigned = NewEntry::of(&Assigned { report: self.report, to: self.colleague });
        let told = to_tell(self.report, SenderStage::InReview, view);
        Ok(std::iter::once(assigned).chain(told).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::{AnswerCall, CallHuman, FileReport, Reply, TakeUp};
    use crate::codes::CallState;
    use crate::tables::Call;
    use crate::testing::{REPORT, Room, TOLD, UNIT, analyst, field, told};
    use facts::conflict::KeptAway;
    use kernel::codes::DangerAnswer;
    use kernel::{Actor, Instant, Outcome, RuleName, Tables};

    /// Analysts 1 to 3 of the unit, 4 of another; a report that is urgent.
    fn room() -> Room {
        let mut room = Room::default();
        let urgent = told(&crate::priority::Told { danger: DangerAnswer::NotSafe, ..TOLD });
        assert!(room.entered(&urgent, Actor::PUBLIC));
        for n in 1..=4_u8 {
            let unit = if n == 4 { Id([201; 16]) } else { UNIT };
            let (account, role, state) = (analyst(n).id, Role::Analyst, AccountState::Open);
            let tables: &mut dyn Tables = &mut room.node.tables;
            tables.put(&Staff { account, role, unit, state, since: Instant(1) }).unwrap();
        }
        room
    }

    fn to(n: u8) -> Assign {
        Assign { report: REPORT, colleague: analyst(n).id }
    }

    #[test]
    fn a_colleague_looks_after_it_and_is_called_until_they_answer() {
        let mut room = room();
        assert!(room.entered(&CallHuman { report: REPORT }, Actor::SYSTEM));
        assert!(room.entered(&to(2), analyst(1)));
        let row = room.report();
        assert_eq!((row.state, row.taken_by, row.unit), (QueueState::TakenUp, analyst(2).id, UNIT));
        assert_eq!(room.node.entries.last().unwrap().actor.id, analyst(1).id, "the entry says who gave it");
        let call = |room: &Room| room.rows::<Call>().pop().unwrap().state;
        assert_eq!(call(&room), CallState::Calling);
        assert_eq!(field(&room.enter(&to(2), analyst(1))), "colleague", "they have it");
        assert!(room.entered(&AnswerCall { report: REPORT }, analyst(2)));
        assert_eq!(call(&room), CallState::Taken);
        assert!(room.entered(&to(1), Actor { role: Role::Administrator, ..analyst(3) }));
        assert_eq!(room.report().taken_by, analyst(1).id);
        assert!(room.entered(&Reply { report: REPORT }, analyst(1)));
    }

    #[test]
    fn nobody_gets_what_they_may_not_handle_and_no_other_unit_gives_or_gets() {
        let mut room = room();
        room.declare_conflict(2, REPORT);
        assert_eq!(field(&room.enter(&to(2), analyst(1))), "colleague");
        room.tell(&KeptAway { officer: analyst(3).id, matter: REPORT });
        assert_eq!(field(&room.enter(&to(3), analyst(1))), "colleague");
        assert_eq!(room.refused_by(&to(1), analyst(2)), RuleName::NoJudgeInOwnCause);
        let words = |outcome: Outcome| match outcome {
            Outcome::Invalid(problem) => problem.to_string(),
            other => panic!("{other:?}"),
        };
        let absent = Assign { report: REPORT, colleague: Id([77; 16]) };
        assert_eq!(
            words(room.enter(&to(4), analyst(1))),
            words(room.enter(&absent, analyst(1))),
            "like nobody"
        );
        let none = Assign { report: Id([9; 16]), colleague: analyst(1).id };
        let kept = words(room.enter(&to(1), analyst(3)));
        assert_eq!(kept, words(room.enter(&none, analyst(3))), "whoever is kept from it learns nothing");
        let tables: &mut dyn Tables = &mut room.node.tables;
        tables.change::<Staff>(analyst(1).id, |staff| staff.state = AccountState::Suspended).unwrap();
        assert_eq!(field(&room.enter(&to(1), analyst(1))), "colleague");
        assert_eq!(room.report().taken_by, Id::NONE);
        assert!(room.entered(&TakeUp { report: REPORT }, analyst(1)));
        let outsider = Actor { unit: Id([201; 16]), ..analyst(4) };
        assert_eq!(field(&room.enter(&to(4), outsider)), "report", "another unit does not know of it now");
    }

    #[test]
    fn whoever_put_it_aside_is_given_no_second_look() {
        let mut room = room();
        let reason = kernel::codes::NotPursuedReason::TooLittleToAct;
        let aside = crate::acts::NotPursue { report: REPORT, reason, ground: None, told: false };
        assert!(room.entered(&aside, analyst(2)));
        assert!(room.entered(&crate::acts::AskSecondLook { report: REPORT }, Actor::PUBLIC));
        // Another report says nothing about this one.
        let other = FileReport { report: Id([3; 16]), ..crate::testing::a_report() };
        assert!(room.entered(&other, Actor::PUBLIC));
        assert_eq!(field(&room.enter(&to(2), analyst(1))), "colleague");
        assert!(room.entered(&to(1), analyst(2)), "they may leave it to another");
        let looks = room.rows::<crate::tables::AskedLook>();
        assert_eq!(looks[0].second_look, crate::codes::SecondLook::Done);
        assert_eq!(room.report().taken_by, analyst(1).id);
    }
}
