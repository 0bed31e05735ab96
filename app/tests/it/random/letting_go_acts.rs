//! Random acts of the room that lets go: holds, schedules, what falls due, requests.

use super::Acts;
use kernel::kept::RecordKind;
use kernel::{AnyAct, Day, Id, Span};
use letting_go::acts::{
    Announce, ApproveSchedule, AskLift, CallOff, DecideRequest, EndHold, ExtendRequest, ImposeHold, LayDown,
    LiftHold, MakeRequest, PutForward, ReleaseAnswer, Remind, RenewHold, TellPartner, WarnOfEnd,
    WatchRequest,
};
use letting_go::codes::{AnswerTo, Asks, RefusalGround, ToTell};

impl Acts {
    /// A record and one of its holds, mostly.
    fn a_hold(&mut self) -> (Id, Id) {
        if self.holds.is_empty() || self.numbers.chance(3) {
            return (self.report(), self.fresh());
        }
        let back = self.numbers.below(self.holds.len().min(4));
        self.holds[self.holds.len() - 1 - back]
    }
    /// The last day of a hold: from the day on which the acts begin, sometimes further ahead than may be.
    pub(super) fn until(&mut self) -> Span {
        let first = Day::of(2026, 11, 1).expect("a date").0;
        let leap = if self.numbers.chance(20) { 400 + self.numbers.below(120) as i32 } else { 0 };
        Span::on(Day(first + leap + self.numbers.below(370) as i32))
    }
    pub(super) fn impose_hold(&mut self) -> Box<dyn AnyAct> {
        let hold = self.fresh();
        let record = if self.numbers.chance(70) { self.report() } else { self.case() };
        self.holds.push((record, hold));
        let document = if self.numbers.chance(95) { self.fresh() } else { Id::NONE };
        let (reason, until) = (self.numbers.code(), self.until());
        Box::new(ImposeHold { hold, record, reason, authority: Id([210; 16]), document, until })
    }
    pub(super) fn renew_hold(&mut self) -> Box<dyn AnyAct> {
        let ((record, hold), document, until) = (self.a_hold(), self.fresh(), self.until());
        Box::new(RenewHold { record, hold, authority: Id([210; 16]), document, until })
    }
    pub(super) fn ask_lift(&mut self) -> Box<dyn AnyAct> {
        let ((record, hold), document) = (self.a_hold(), self.fresh());
        Box::new(AskLift { record, hold, document })
    }
    pub(super) fn lift_hold(&mut self) -> Box<dyn AnyAct> {
        let (record, hold) = self.a_hold();
        Box::new(LiftHold { record, hold })
    }
    pub(super) fn end_hold(&mut self) -> Box<dyn AnyAct> {
        let (record, hold) = self.a_hold();
        Box::new(EndHold { record, hold })
    }
    pub(super) fn warn_of_end(&mut self) -> Box<dyn AnyAct> {
        let (record, hold) = self.a_hold();
        Box::new(WarnOfEnd { record, hold })
    }
    pub(super) fn lay_down(&mut self) -> Box<dyn AnyAct> {
        let schedule = self.fresh();
        self.schedules.push(schedule);
        let days = if self.numbers.chance(90) { 180 } else { 179 };
        // Of reports seldom: a newer schedule calls off what the older one announced.
        let kind = if self.numbers.chance(85) { self.numbers.code() } else { RecordKind::Report };
        let kind =
            if kind == RecordKind::Report && self.numbers.chance(70) { RecordKind::Case } else { kind };
        if kind == RecordKind::Report {
            self.of_reports.push(schedule);
        }
        Box::new(LayDown {
            schedule,
            kind,
            counts_from: self.numbers.code(),
            days: if self.numbers.chance(80) { days } else { 2_000 },
            notice_days: 14 + self.numbers.below(20) as u32,
            basis: "A fictional law".to_owned(),
        })
    }
    pub(super) fn approve_schedule(&mut self) -> Box<dyn AnyAct> {
        Box::new(ApproveSchedule { schedule: self.some(|acts| &acts.schedules) })
    }
    pub(super) fn announce(&mut self) -> Box<dyn AnyAct> {
        // Of all reports, not of the latest alone: those that are done with are older.
        let known = self.reports.len();
        let done = self.put_aside.len();
        let record = match known {
            0 => Id::NONE,
            _ if done > 0 && self.numbers.chance(60) => self.put_aside[self.numbers.below(done)],
            _ => self.reports[self.numbers.below(known)],
        };
        self.announcing = Some(record);
        Box::new(Announce { record, schedule: self.some(|acts| &acts.of_reports) })
    }
    fn a_due(&mut self) -> Id {
        let known = self.due.len();
        if known == 0 { Id::NONE } else { self.due[known - 1 - self.numbers.below(known.min(40))] }
    }
    pub(super) fn put_forward(&mut self) -> Box<dyn AnyAct> {
        let record = self.a_due();
        self.putting = Some(record);
        Box::new(PutForward { record })
    }
    pub(super) fn call_off(&mut self) -> Box<dyn AnyAct> {
        Box::new(CallOff { record: self.a_due() })
    }
    pub(super) fn remind(&mut self) -> Box<dyn AnyAct> {
        // Of all that was put forward: what waits too long was put forward long ago.
        let known = self.put_forward.len();
        let record = if known == 0 { self.a_due() } else { self.put_forward[self.numbers.below(known)] };
        Box::new(Remind { record })
    }
    pub(super) fn tell_partner(&mut self) -> Box<dyn AnyAct> {
        let (record, unit, document) = (self.some(|acts| &acts.erasures), self.unit(), self.fresh());
        Box::new(TellPartner { record, unit, what: self.numbers.code::<ToTell>(), document })
    }

    pub(super) fn make_request(&mut self) -> Box<dyn AnyAct> {
        let (request, asks) = (self.fresh(), self.numbers.code::<Asks>());
        let subject = if self.numbers.chance(80) { self.person() } else { self.report() };
        self.requests.push((request, subject, asks));
        let guardian = if self.numbers.chance(20) { self.person() } else { Id::NONE };
        let told = self.numbers.chance(90);
        Box::new(MakeRequest { request, subject, asks, guardian, identity: self.numbers.code(), told })
    }
    fn a_request(&mut self) -> (Id, Id, Asks) {
        if self.requests.is_empty() || self.numbers.chance(3) {
            return (self.fresh(), self.person(), Asks::Access);
        }
        let back = self.numbers.below(self.requests.len().min(4));
        self.requests[self.requests.len() - 1 - back]
    }
    pub(super) fn extend_request(&mut self) -> Box<dyn AnyAct> {
        let (request, subject, _) = self.a_request();
        Box::new(ExtendRequest { request, subject, reason: self.numbers.code() })
    }
    pub(super) fn decide_request(&mut self) -> Box<dyn AnyAct> {
        let (request, subject, asks) = self.a_request();
        let answer = [AnswerTo::Granted, AnswerTo::InPart, AnswerTo::Refused][self.numbers.below(3)];
        let refuses = answer != AnswerTo::Granted;
        let ground = if refuses { self.numbers.code() } else { RefusalGround::None };
        let mends = asks == Asks::Rectification && answer != AnswerTo::Refused;
        let withheld = if answer == AnswerTo::InPart { vec![self.fresh()] } else { Vec::new() };
        Box::new(DecideRequest {
            request,
            subject,
            answer,
            ground,
            appeal: refuses.then(|| self.numbers.code()),
            withheld,
            born: (mends && self.numbers.chance(70)).then(|| self.born()),
            sex: (mends && self.numbers.chance(60)).then(|| self.numbers.code()),
            renamed: mends && self.numbers.chance(50),
        })
    }
    pub(super) fn release_answer(&mut self) -> Box<dyn AnyAct> {
        let (request, subject, _) = self.a_request();
        Box::new(ReleaseAnswer { request, subject })
    }
    pub(super) fn watch_request(&mut self) -> Box<dyn AnyAct> {
        let (request, subject, _) = self.a_request();
        Box::new(WatchRequest { request, subject })
    }
}
