//! A unit returns a report that was referred to it: it is not theirs, and whoever sent it must know so, with the reason.

use super::known;
use crate::codes::{ReferralState, ReturnReason};
use crate::events::ReferralReturned;
use crate::tables::Report;
use crate::tables::referral::Referral;
use facts::report::{Notice, ThreadNotice};
use kernel::codes::QueueState;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, Span, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of [`ReturnReferral`].
pub const KIND: ActKind = ActKind {
    code: 178,
    name: "reports.return-referral",
    about: "Return a report that was referred to your unit, with the reason",
    nature: Nature::Decision,
    roles: &[Role::Analyst, Role::Investigator, Role::VictimSupport],
};

/// Returns a report to the unit that referred it, as long as nobody has taken it up. What waits for an answer goes on waiting.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReturnReferral {
    /// The report.
    #[n(0)]
    pub report: Id,
    /// Why.
    #[n(1)]
    pub return_reason: ReturnReason,
}

impl ReturnReferral {
    /// The referral that waits for the acting unit, if one does.
    fn waiting(&self, ctx: &Ctx, view: &View) -> Option<Referral> {
        let row = view.get::<Referral>((self.report, ctx.actor.unit))?;
        (row.referral_state == ReferralState::Waiting && !row.from_unit.is_none()).then_some(row)
    }
}

impl Act for ReturnReferral {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("report", self.report)]
    }

    fn needs(&self, ctx: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<Report>(self.report);
        needs.row::<Referral>((self.report, ctx.actor.unit));
    }

    /// What was found to be about its sender never goes back there.
    fn facets(&self, ctx: &Ctx, view: &View) -> Vec<Facet> {
        let matter = self.report;
        let gives = self.waiting(ctx, view).map(|row| Facet::Gives { matter, to: row.from_unit });
        std::iter::once(Facet::Handles { matter }).chain(gives).collect()
    }

    fn subject(&self) -> Id {
        self.report
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let row = known(self.report, view)?;
        if self.return_reason == ReturnReason::NotReturned {
            return Err(Problem::new("return_reason", "is none", "why it is not for your unit").into());
        }
        let waiting = self.waiting(ctx, view).filter(|_| row.state == QueueState::Referred);
        let Some(Referral { from_unit, .. }) = waiting else {
            let right = "a report that was referred to your unit and that nobody has taken up; else refer it";
            return Err(Problem::new("report", "waits for no answer of your unit", right).into());
        };
        let returned = ReferralReturned { report: self.report, to: from_unit, reason: self.return_reason };
        let on = Span::on(ctx.now.day());
        Ok(vec![
            NewEntry::of(&returned),
            NewEntry::of(&ThreadNotice { thread: self.report, notice: Notice::Referred, on }),
        ])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::{AnswerCall, CallHuman, NotPursue, Refer, Reply, TakeUp};
    use crate::codes::{CallReason, CallState};
    use crate::tables::Call;
    use crate::testing::{HOUR_MS, REPORT, Room, UNIT, analyst, field};
    use facts::unit::UnitKind;
    use kernel::codes::NotPursuedReason;
    use kernel::{Actor, Instant, Outcome, RuleName, Tables};

    const OTHER: Id = Id([201; 16]);

    fn act() -> ReturnReferral {
        ReturnReferral { report: REPORT, return_reason: ReturnReason::NotOurs }
    }

    fn there() -> Actor {
        Actor { unit: OTHER, ..analyst(5) }
    }

    /// A report that the one unit referred to the other.
    fn room() -> Room {
        let mut room = Room::with_report();
        room.hotline(UNIT);
        room.hotline(OTHER);
        assert!(room.entered(&TakeUp { report: REPORT }, analyst(1)));
        assert!(room.entered(&Refer::agreed(REPORT, OTHER), analyst(1)));
        room
    }

    fn referral(room: &Room) -> Referral {
        room.rows::<Referral>().pop().unwrap()
    }

    #[test]
    fn what_is_returned_is_with_its_sender_again_with_the_reason() {
        let mut room = room();
        let row = referral(&room);
        assert_eq!((row.from_unit, row.to_unit, row.referred_by), (UNIT, OTHER, analyst(1).id));
        assert_eq!(row.referral_state, ReferralState::Waiting);
        assert_eq!(row.answer_by.0 - row.referred_at.0, 24 * HOUR_MS, "within the day, whatever its points");
        assert_eq!(field(&room.enter(&act(), analyst(1))), "report", "its sender does not know of it now");
        let none = ReturnReferral { return_reason: ReturnReason::NotReturned, ..act() };
        assert_eq!(field(&room.enter(&none, there())), "return_reason");
        let due_at = room.report().due_at;
        assert!(room.entered(&act(), there()));
        let report = room.report();
        assert_eq!((report.unit, report.state, report.taken_by), (UNIT, QueueState::Referred, Id::NONE));
        assert_eq!((report.waiting, report.due_at), (true, due_at), "it waits as before");
        let row = referral(&room);
        assert_eq!((row.referral_state, row.decided_by), (ReferralState::Returned, there().id));
        assert_eq!(row.return_reason, ReturnReason::NotOurs);
        assert_eq!(field(&room.enter(&act(), there())), "report", "the other unit does not know of it now");
        assert_eq!(field(&room.enter(&act(), analyst(1))), "report", "nothing was referred to its sender");
        assert!(room.entered(&TakeUp { report: REPORT }, analyst(2)));
        // Referred once more, it waits once more.
        assert!(room.entered(&Refer::agreed(REPORT, OTHER), analyst(2)));
        assert_eq!(
            (referral(&room).referral_state, referral(&room).return_reason),
            (ReferralState::Waiting, ReturnReason::NotReturned)
        );
        assert!(room.replays());
    }

    #[test]
    fn whatever_the_other_unit_does_about_it_says_that_it_has_it() {
        let reason = NotPursuedReason::TooLittleToAct;
        let acts: [&dyn kernel::AnyAct; 4] = [
            &TakeUp { report: REPORT },
            &Reply { report: REPORT },
            &NotPursue { report: REPORT, reason, ground: None, told: false },
            &Refer::agreed(REPORT, UNIT),
        ];
        for act_there in acts {
            let mut room = room();
            assert!(room.entered(act_there, there()));
            let row = room.rows::<Referral>().into_iter().find(|row| row.to_unit == OTHER).unwrap();
            assert_eq!((row.referral_state, row.decided_by), (ReferralState::Taken, there().id));
            if act_there.kind().name != "reports.refer" {
                assert_eq!(field(&room.enter(&act(), there())), "report", "it is theirs");
            }
            assert!(room.replays());
        }
    }

    #[test]
    fn nobody_is_silent_about_a_referral_for_ever() {
        let mut room = room();
        let answer_by = referral(&room).answer_by;
        room.at(Instant(answer_by.0 - 1));
        assert_eq!(field(&room.enter(&CallHuman { report: REPORT }, Actor::SYSTEM)), "report");
        room.at(answer_by);
        assert!(room.entered(&CallHuman { report: REPORT }, Actor::SYSTEM));
        let call = room.rows::<Call>().pop().unwrap();
        assert_eq!(
            (call.call_reason, call.called_level, call.state),
            (CallReason::Silence, 2, CallState::Calling)
        );
        // Whoever answers the call has it, and the referral is taken.
        assert!(room.entered(&AnswerCall { report: REPORT }, there()));
        assert_ne!(room.rows::<Call>().pop().unwrap().state, CallState::Calling);
        assert_eq!(referral(&room).referral_state, ReferralState::Taken);
        assert!(room.entered(&TakeUp { report: REPORT }, there()));
        assert!(room.replays());
    }

    #[test]
    fn what_is_about_its_sender_does_not_go_back_and_a_conflict_returns_nothing() {
        let mut room = Room::with_report();
        let police = room.unit("police", UnitKind::Police);
        room.hotline(OTHER);
        let sender = Actor { unit: police, ..analyst(1) };
        assert!(room.entered(&TakeUp { report: REPORT }, sender));
        assert!(room.entered(&Refer::agreed(REPORT, OTHER), sender));
        let tables: &mut dyn Tables = &mut room.node.tables;
        facts::complaint::set_concern(tables, REPORT, UnitKind::Police, true).unwrap();
        assert_eq!(room.refused_by(&act(), there()), RuleName::NoJudgeInOwnCause);
        room.declare_conflict(5, REPORT);
        assert_eq!(room.refused_by(&act(), there()), RuleName::NoJudgeInOwnCause);
        assert!(matches!(room.enter(&act(), Actor::PUBLIC), Outcome::Forbidden(_)));
        assert_eq!(room.report().unit, OTHER);
    }
}
