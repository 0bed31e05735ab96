//! Tutela calls a human to what is urgent, or waits beyond its time, again and again until one answers (¶43, 82(g)).

use crate::codes::{CallReason, CallState, ReferralState};
use crate::events::HumanCalled;
use crate::limits::{CALLS_A_LEVEL, LAST_LEVEL};
use crate::tables::referral::Referral;
use crate::tables::{Call, Report};
use facts::call::HumanWanted;
use kernel::kept::RecordKind;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of [`CallHuman`].
pub const KIND: ActKind = ActKind {
    code: 109,
    name: "reports.call-human",
    about: "Call a human to an urgent report that nobody has yet",
    nature: Nature::Decision,
    roles: &[Role::System],
};

/// Calls a human to a report: those on duty first, their superiors when nobody answers.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CallHuman {
    /// The report.
    #[n(0)]
    pub report: Id,
}

impl Act for CallHuman {
    const KIND: &'static ActKind = &KIND;

    /// Tutela itself acts on what it finds.
    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, view: &View, needs: &mut Needs) {
        needs.row::<Report>(self.report);
        needs.row::<Call>(self.report);
        if let Some(row) = view.peek::<Report>(self.report) {
            needs.row::<Referral>((self.report, row.unit));
        }
    }

    // It decides nothing about anybody.
    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        self.report
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let (report, call) = (view.get::<Report>(self.report), view.get::<Call>(self.report));
        let no_need = || {
            Problem::new(
                "report",
                "needs no call now",
                "what is urgent, or beyond its time, and what nobody has",
            )
        };
        let report = report.ok_or_else(no_need)?;
        let referral = view.get::<Referral>((self.report, report.unit));
        let is_unanswered = referral
            .is_some_and(|row| row.referral_state == ReferralState::Waiting && row.answer_by <= ctx.now);
        let is_silent = (report.waiting && report.due_at <= ctx.now) || is_unanswered;
        let is_due = call.as_ref().is_some_and(|call| call.next_at <= ctx.now);
        let is_needed = match call.as_ref().map(|call| call.state) {
            Some(CallState::Calling) => is_due,
            Some(CallState::Taken) => is_due && is_silent,
            Some(CallState::Settled) | None => is_silent,
        };
        if !is_needed {
            return Err(no_need().into());
        }
        let calling = call.as_ref().filter(|call| call.state == CallState::Calling);
        let times = calling.map_or(0, |call| call.times).saturating_add(1);
        let (reason, first) = if is_silent { (CallReason::Silence, 2) } else { (CallReason::Danger, 1) };
        let climbed = first + (times - 1) / i64::from(CALLS_A_LEVEL);
        // Whoever took it and forgot it does not put the climb back.
        let before = call.as_ref().filter(|call| call.state != CallState::Settled);
        let level = climbed.max(before.map_or(0, |call| call.called_level)).min(i64::from(LAST_LEVEL));
        let called = HumanCalled {
            reason,
            level: u8::try_from(level).unwrap_or(LAST_LEVEL),
            times: u32::try_from(times).unwrap_or(u32::MAX),
        };
        let wanted = HumanWanted {
            matter: self.report,
            kind: RecordKind::Report,
            unit: report.unit,
            level: called.level,
            times: called.times,
        };
        Ok(vec![NewEntry::of(&called), NewEntry::of(&wanted)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::{AddToThread, AnswerCall, Refer, Reply, TakeUp};
    use crate::testing::{REPORT, Room, TOLD, analyst, field, told};
    use facts::unit::UnitKind;
    use kernel::codes::DangerAnswer;
    use kernel::{Actor, Instant};

    const ACT: CallHuman = CallHuman { report: REPORT };

    fn in_danger() -> Room {
        let mut room = Room::default();
        let urgent = crate::priority::Told { danger: DangerAnswer::NotSafe, ..TOLD };
        assert!(room.entered(&told(&urgent), Actor::PUBLIC));
        room
    }

    fn call(room: &Room) -> Call {
        room.rows::<Call>().pop().unwrap()
    }

    fn is_wanted(room: &Room) -> bool {
        room.rows::<facts::call::Wanted>().pop().is_some_and(|row| row.wanted)
    }

    /// Calls when the next call is due, and tells reason, level and how many times.
    fn called(room: &mut Room) -> (CallReason, i64, i64) {
        room.at(call(room).next_at);
        assert!(room.entered(&ACT, Actor::SYSTEM));
        let row = call(room);
        (row.call_reason, row.called_level, row.times)
    }

    #[test]
    fn danger_calls_at_once_and_again_and_the_next_level_when_nobody_answers() {
        let mut room = in_danger();
        assert_eq!(call(&room).state, CallState::Calling);
        assert_eq!(called(&mut room), (CallReason::Danger, 1, 1));
        assert_eq!(field(&room.enter(&ACT, Actor::SYSTEM)), "report", "not before its time");
        let levels: Vec<i64> = (0..5).map(|_| called(&mut room).1).collect();
        assert_eq!(levels, [1, 1, 2, 2, 2]);
        let (reason, level, _) = called(&mut room);
        assert_eq!((reason, level), (CallReason::Silence, 3), "the hour to answer is over");
        assert_eq!(called(&mut room).1, 3, "and so on");
        assert!(room.replays());
    }

    #[test]
    fn whoever_answers_or_takes_it_up_ends_the_calls_until_its_time_is_over() {
        for ends in [true, false] {
            let mut room = in_danger();
            called(&mut room);
            assert!(is_wanted(&room));
            if ends {
                assert!(room.entered(&AnswerCall { report: REPORT }, analyst(1)));
            } else {
                assert!(room.entered(&TakeUp { report: REPORT }, analyst(1)));
            }
            let row = call(&room);
            assert_eq!((row.state, row.had_by), (CallState::Taken, analyst(1).id));
            assert!(!is_wanted(&room), "messages that are on their way are not needed any more");
            assert_eq!(field(&room.enter(&ACT, Actor::SYSTEM)), "report");
            // Nobody replied within the hour: then those above are called.
            assert_eq!(called(&mut room), (CallReason::Silence, 2, 1));
            assert!(room.entered(&Reply { report: REPORT }, analyst(1)));
            assert_eq!(call(&room).state, CallState::Settled);
            room.at(Instant(call(&room).next_at.0 + 1));
            assert_eq!(field(&room.enter(&ACT, Actor::SYSTEM)), "report", "nothing waits any more");
            assert!(room.replays());
        }
    }

    #[test]
    fn new_danger_calls_again_and_more_words_do_not() {
        let mut room = in_danger();
        called(&mut room);
        assert!(room.entered(&Reply { report: REPORT }, analyst(1)));
        let words = AddToThread { report: REPORT, reasons: Vec::new() };
        assert!(room.entered(&words, Actor::PUBLIC));
        assert_eq!((call(&room).state, call(&room).next_at), (CallState::Taken, room.report().due_at));
        let held = crate::priority::numbers(&[crate::priority::Reason::Held]);
        for _ in 0..2 {
            // Told in the same words again, it is danger again.
            assert!(room.entered(&AddToThread { report: REPORT, reasons: held.clone() }, Actor::PUBLIC));
            assert_eq!((call(&room).state, call(&room).had_by), (CallState::Calling, analyst(1).id));
            assert!(room.entered(&AnswerCall { report: REPORT }, analyst(1)));
            assert_eq!(call(&room).state, CallState::Taken);
        }
        assert!(room.replays());
    }

    #[test]
    fn what_is_referred_calls_the_other_unit_and_what_is_answered_stays_quiet() {
        let mut room = in_danger();
        called(&mut room);
        assert!(room.entered(&TakeUp { report: REPORT }, analyst(1)));
        let support = room.unit("support", UnitKind::VictimSupport);
        assert!(room.entered(&Refer::agreed(REPORT, support), analyst(1)));
        assert_eq!(call(&room).state, CallState::Calling, "nobody of that unit has it yet");
        let other = Actor { unit: support, ..analyst(5) };
        assert!(room.entered(&Reply { report: REPORT }, other));
        // Whoever takes up what waits for nothing has nothing to forget.
        assert!(room.entered(&TakeUp { report: REPORT }, other));
        assert_eq!(call(&room).state, CallState::Settled);
        assert!(room.replays());
    }

    #[test]
    fn what_can_wait_calls_those_above_when_its_time_is_over() {
        let mut room = Room::with_report();
        assert!(room.rows::<Call>().is_empty());
        room.at(Instant(room.report().due_at.0 - 1));
        assert_eq!(field(&room.enter(&ACT, Actor::SYSTEM)), "report");
        room.at(room.report().due_at);
        assert!(room.entered(&ACT, Actor::SYSTEM));
        assert_eq!((call(&room).call_reason, call(&room).called_level), (CallReason::Silence, 2));
        assert!(room.entered(&Reply { report: REPORT }, analyst(1)));
        room.at(Instant(call(&room).next_at.0 + 1));
        assert_eq!(field(&room.enter(&ACT, Actor::SYSTEM)), "report", "nothing waits any more");
        assert!(room.replays());
        assert_eq!(field(&room.enter(&CallHuman { report: Id([9; 16]) }, Actor::SYSTEM)), "report");
    }
}
