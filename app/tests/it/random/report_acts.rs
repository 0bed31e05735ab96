//! Random acts about reports.

use super::access_acts::HEARS;
use super::{Acts, officer};
use facts::complaint::Body;
use kernel::codes::{AgeBand, ClosureReason, DangerAnswer, NotPursuedReason, ReportingPerson};
use kernel::{AnyAct, Id, Role};
use reports::acts::{
    Acknowledge, AddToThread, AddVoice, AnswerCall, ApproveLink, AskSecondLook, Assign, AssignNext,
    CallHuman, ChangeReceipt, ClearConcern, Consult, EndConsultation, FileReport, Fold, GiveOpinion,
    GiveView, HandOver, MarkComplaint, MarkWords, NameBody, NotPursue, PartLink, ProposeLink, RateUsefulness,
    Refer, Reply, ReturnReferral, TakeUp, TellLine, Unfold,
};
use reports::circumstances::Circumstances;
use reports::codes::{Agreement, SaidOf};
use reports::duty::UnderDuty;
use reports::events::{PictureMeta, VoiceMeta};
use reports::tables::consultation::Consultation;

impl Acts {
    pub(super) fn file_report(&mut self) -> Box<dyn AnyAct> {
        let report = self.fresh();
        let (by, danger, age) = (
            self.numbers.code::<ReportingPerson>(),
            self.numbers.code::<DangerAnswer>(),
            self.numbers.code::<AgeBand>(),
        );
        self.reports.push(report);
        let folds = by == ReportingPerson::Machine && self.numbers.chance(50) || self.numbers.chance(1);
        let folded_into = folds.then(|| self.of_machine());
        if by == ReportingPerson::Machine {
            match folded_into {
                Some(head) => self.folded.push((report, head)),
                None => self.of_machines.push(report),
            }
        }
        let picture = PictureMeta {
            media: self.numbers.code(),
            bytes: 1_000,
            width: 640,
            height: 480,
            quality: 90,
            slot: reports::acts::file_report::SLOT_PICTURES,
        };
        let pictures = if self.numbers.chance(60) { vec![picture] } else { Vec::new() };
        let circumstances = self.circumstances();
        let answered = reports::priority::answered(by, danger, age, pictures.len());
        let reasons = reports::priority::union(&answered, &circumstances.reasons());
        let points = reports::priority::points(&reasons);
        Box::new(FileReport {
            report,
            by,
            danger,
            age,
            language: if self.numbers.chance(50) { "en" } else { "ar" }.to_owned(),
            pictures,
            points: if self.numbers.chance(3) { points + 1 } else { points },
            reasons: reports::priority::numbers(&reasons),
            contact: self.numbers.chance(30),
            kept_away: if circumstances.kept_from { vec![officer(Role::Analyst, 1).id] } else { Vec::new() },
            folded_into,
            circumstances,
            voice: self.voice(),
            hashes: self.hashes(),
            came_by: self.numbers.chance(50).then(|| self.numbers.code()),
            duty: self.duty(report, by),
        })
    }
    /// Of somebody at work, as a rule.
    fn duty(&mut self, report: Id, by: ReportingPerson) -> Option<UnderDuty> {
        let at_work = by == ReportingPerson::Professional && self.numbers.chance(80);
        if !at_work && !self.numbers.chance(1) {
            return None;
        }
        self.of_officials.push(report);
        let (kind, child_knows) = (self.numbers.code(), self.numbers.code());
        Some(UnderDuty { kind, words: self.numbers.chance(50), agency: self.numbers.chance(50), child_knows })
    }
    /// One of the latest that came from an official, as a rule.
    pub(super) fn acknowledge(&mut self) -> Box<dyn AnyAct> {
        let latest = self.of_officials.pop().filter(|_| self.numbers.chance(90));
        Box::new(Acknowledge { report: latest.unwrap_or_else(|| self.report()) })
    }
    /// Rarely one too many.
    fn hashes(&mut self) -> Option<u32> {
        let some = if self.numbers.chance(5) { 51 } else { 3 };
        self.numbers.chance(10).then_some(some)
    }
    /// A few are too large.
    fn voice(&mut self) -> Option<VoiceMeta> {
        let bytes = if self.numbers.chance(5) { u64::MAX } else { 40_000 };
        self.numbers.chance(15).then(|| VoiceMeta { media: self.numbers.code(), bytes })
    }
    /// Most are about nobody, or about somebody near; some are complaints, or out of order.
    pub(super) fn circumstances(&mut self) -> Circumstances {
        let mut said_of = Vec::new();
        if self.numbers.chance(10) {
            said_of.push(self.numbers.code::<SaidOf>());
        }
        if self.numbers.chance(2) {
            said_of.push(self.numbers.code::<SaidOf>());
        }
        Circumstances {
            happening: self.numbers.chance(40).then(|| self.numbers.code()),
            said_of,
            reach: self.numbers.chance(20).then(|| self.numbers.code()),
            kept_from: self.numbers.chance(2),
            place: self.numbers.chance(10),
        }
    }
    pub(super) fn call_human(&mut self) -> Box<dyn AnyAct> {
        Box::new(CallHuman { report: self.report() })
    }
    pub(super) fn answer_call(&mut self) -> Box<dyn AnyAct> {
        Box::new(AnswerCall { report: self.report() })
    }
    pub(super) fn ask_second_look(&mut self) -> Box<dyn AnyAct> {
        let report = self.put_aside.last().copied().filter(|_| self.numbers.chance(60));
        Box::new(AskSecondLook { report: report.unwrap_or_else(|| self.report()) })
    }
    pub(super) fn mark_words(&mut self) -> Box<dyn AnyAct> {
        Box::new(MarkWords { report: self.report(), may_distress: self.numbers.chance(50) })
    }
    pub(super) fn rate_usefulness(&mut self) -> Box<dyn AnyAct> {
        let needed = (0..=self.numbers.below(3)).map(|_| self.numbers.code()).collect();
        Box::new(RateUsefulness { report: self.of_machine(), needed })
    }
    /// What the worker finds: some of those that were said to stand in a line.
    pub(super) fn tell_line(&mut self) -> Box<dyn AnyAct> {
        let (head, reports) = (self.of_machine(), vec![self.of_machine(), self.report()]);
        let more_after = if self.numbers.chance(10) { self.report() } else { Id::NONE };
        Box::new(TellLine { head, stage: self.numbers.code(), needed: Vec::new(), reports, more_after })
    }
    pub(super) fn part_link(&mut self) -> Box<dyn AnyAct> {
        let (report, other_report) =
            self.links.first().copied().unwrap_or_else(|| (self.report(), self.report()));
        self.links.retain(|pair| *pair != (report, other_report));
        Box::new(PartLink { report, other_report })
    }
    pub(super) fn fold(&mut self) -> Box<dyn AnyAct> {
        // The two latest, which nobody has moved yet, as a rule.
        let latest = self.of_machines.len().checked_sub(2).filter(|_| self.numbers.chance(80));
        let (report, other_report) = match latest {
            Some(at) => (self.of_machines[at + 1], self.of_machines[at]),
            None => (self.of_machine(), self.of_machine()),
        };
        self.folded.push((report, other_report));
        Box::new(Fold { report, other_report })
    }
    pub(super) fn unfold(&mut self) -> Box<dyn AnyAct> {
        let (report, head) = self.folded.pop().unwrap_or_else(|| (self.report(), self.of_machine()));
        Box::new(Unfold { head, report })
    }
    /// A report of a machine, as a rule.
    fn of_machine(&mut self) -> Id {
        let last = self.of_machines.len().saturating_sub(1 + self.numbers.below(4));
        self.of_machines
            .get(last)
            .copied()
            .filter(|_| self.numbers.chance(90))
            .unwrap_or_else(|| self.report())
    }
    pub(super) fn change_receipt(&mut self) -> Box<dyn AnyAct> {
        Box::new(ChangeReceipt { report: self.report(), replaces: Id::NONE })
    }
    pub(super) fn give_opinion(&mut self) -> Box<dyn AnyAct> {
        let mut answer = || self.numbers.chance(70).then(|| self.numbers.code());
        let (easy, serious, friend) = (answer(), answer(), answer());
        Box::new(GiveOpinion { in_language: self.numbers.code(), easy, serious, friend })
    }
    pub(super) fn propose_link(&mut self) -> Box<dyn AnyAct> {
        let (report, other_report) = (self.report(), self.report());
        self.links.push((report, other_report));
        Box::new(ProposeLink { report, other_report })
    }
    pub(super) fn approve_link(&mut self) -> Box<dyn AnyAct> {
        let waiting = self.links.last().copied().filter(|_| self.numbers.chance(80));
        let (report, other_report) = waiting.unwrap_or_else(|| (self.report(), self.report()));
        Box::new(ApproveLink { report, other_report })
    }
    pub(super) fn mark_complaint(&mut self) -> Box<dyn AnyAct> {
        let said_of = if self.numbers.chance(50) { SaidOf::Police } else { self.numbers.code() };
        // Often one before which somebody has just broken the glass.
        let looked_into = self.broken_before.filter(|_| self.numbers.chance(35));
        let report = looked_into.unwrap_or_else(|| self.report());
        self.complaints.push(report);
        Box::new(MarkComplaint { report, said_of })
    }
    pub(super) fn clear_concern(&mut self) -> Box<dyn AnyAct> {
        let said_of = if self.numbers.chance(80) { SaidOf::Police } else { self.numbers.code() };
        let report = self.some(|acts| &acts.complaints);
        Box::new(ClearConcern { report, said_of })
    }
    pub(super) fn name_body(&mut self) -> Box<dyn AnyAct> {
        if self.numbers.chance(50) {
            return Box::new(NameBody { body: Body::First, unit: HEARS });
        }
        Box::new(NameBody { body: self.numbers.code(), unit: self.oversight_unit() })
    }
    pub(super) fn add_to_thread(&mut self) -> Box<dyn AnyAct> {
        Box::new(AddToThread { report: self.report(), reasons: Vec::new() })
    }
    pub(super) fn add_voice(&mut self) -> Box<dyn AnyAct> {
        let voice = self.voice().unwrap_or(VoiceMeta { media: self.numbers.code(), bytes: 40_000 });
        Box::new(AddVoice { report: self.report(), voice })
    }
    pub(super) fn take_up(&mut self) -> Box<dyn AnyAct> {
        Box::new(TakeUp { report: self.report() })
    }
    pub(super) fn assign_next(&mut self) -> Box<dyn AnyAct> {
        Box::new(AssignNext { lighter: self.numbers.chance(30).then_some(true) })
    }
    pub(super) fn assign(&mut self) -> Box<dyn AnyAct> {
        let colleague = officer(Role::Analyst, self.numbers.below(4) as u8).id;
        Box::new(Assign { report: self.report(), colleague })
    }
    pub(super) fn hand_over(&mut self) -> Box<dyn AnyAct> {
        let mut one = || officer(Role::Analyst, self.numbers.below(4) as u8).id;
        Box::new(HandOver { officer: one(), colleague: one() })
    }
    pub(super) fn refer(&mut self) -> Box<dyn AnyAct> {
        let report = self.report();
        self.referred = Some(report);
        // Often between the two units that work with reports, so that one returns what the other sent.
        let of = if self.numbers.chance(60) { 2 } else { 5 };
        let unit = Id([200 + self.numbers.below(of) as u8; 16]);
        let with_contact = self.numbers.chance(20).then_some(true);
        Box::new(Refer { report, unit, agreement: self.agreement(), with_contact })
    }
    /// Mostly one that fits what a person told.
    fn agreement(&mut self) -> Option<Agreement> {
        if self.numbers.chance(70) {
            Some(Agreement::LawObliges)
        } else {
            self.numbers.chance(80).then(|| self.numbers.code())
        }
    }
    /// Of the unit that is asked about it later: the other of the two that work with reports.
    pub(super) fn consult(&mut self) -> Box<dyn AnyAct> {
        let report = self.report();
        let unit = Id([200 + self.numbers.below(2) as u8; 16]);
        self.asked.push((report, Consultation::number(report, 0)));
        let days = self.numbers.chance(30).then(|| self.numbers.below(40) as u32);
        Box::new(Consult {
            report,
            unit,
            parts: vec![self.numbers.code()],
            days,
            agreement: self.agreement(),
        })
    }
    pub(super) fn give_view(&mut self) -> Box<dyn AnyAct> {
        let (_, consultation) = self.asked_of();
        Box::new(GiveView { consultation })
    }
    pub(super) fn end_consultation(&mut self) -> Box<dyn AnyAct> {
        let (report, consultation) = self.asked_of();
        Box::new(EndConsultation { report, consultation })
    }
    /// One of the latest questions, that may have been asked.
    fn asked_of(&mut self) -> (Id, Id) {
        let back = 1 + self.numbers.below(6);
        let at = self.asked.len().checked_sub(back);
        at.map_or((Id::NONE, Id::NONE), |at| self.asked[at])
    }
    pub(super) fn return_referral(&mut self) -> Box<dyn AnyAct> {
        let newest = self.referred.filter(|_| self.numbers.chance(80));
        let report = newest.unwrap_or_else(|| self.report());
        Box::new(ReturnReferral { report, return_reason: self.numbers.code() })
    }
    pub(super) fn not_pursue(&mut self) -> Box<dyn AnyAct> {
        let ground = self.numbers.chance(50).then(|| self.numbers.code::<ClosureReason>());
        // Of all reports, too, not of the latest alone: what is old and decided can be let go.
        let known = self.reports.len();
        let old = (known > 0 && self.numbers.chance(50)).then(|| self.reports[self.numbers.below(known)]);
        let report = old.unwrap_or_else(|| self.report());
        self.putting_aside = Some(report);
        Box::new(NotPursue {
            report,
            reason: self.numbers.code::<NotPursuedReason>(),
            ground,
            told: self.numbers.chance(70),
        })
    }
    pub(super) fn reply(&mut self) -> Box<dyn AnyAct> {
        Box::new(Reply { report: self.report() })
    }
    /// Often the unit of oversight that the founding opened.
    fn oversight_unit(&mut self) -> Id {
        if self.numbers.chance(40) { Id([152; 16]) } else { self.some(|acts| &acts.units) }
    }
}
