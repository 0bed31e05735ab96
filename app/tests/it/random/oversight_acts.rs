//! Random acts of who oversees and of settings: exports, findings, working hours, terms.

use super::{Acts, officer};
use kernel::export::NoteExport;
use kernel::term::{ApproveTerm, ProposeTerm, Term};
use kernel::{AnyAct, Day, Id, Role, Span};
use oversight::acts::{AnswerFinding, FindUnusual, SeeTo, SetHoliday, SetTimeZone, SetWorkingWeek};
use oversight::watch::{Finding, Ordinary};

impl Acts {
    pub(super) fn note_export(&mut self) -> Box<dyn AnyAct> {
        let list = if self.numbers.chance(90) { "cases.files" } else { "No list" }.to_owned();
        let narrowed_by = if self.numbers.chance(50) { vec!["state".to_owned()] } else { Vec::new() };
        let record = if self.numbers.chance(80) { Id::NONE } else { self.case() };
        Box::new(NoteExport { list, rows: self.numbers.below(500) as u64, narrowed_by, record })
    }
    pub(super) fn see_to(&mut self) -> Box<dyn AnyAct> {
        Box::new(SeeTo { up_to: self.numbers.below(usize::from(u16::MAX)) as u64 })
    }

    pub(super) fn find_unusual(&mut self) -> Box<dyn AnyAct> {
        let finding = Finding {
            rule: self.numbers.code(),
            officer: officer(Role::Analyst, self.numbers.below(4) as u8).id,
            role: Role::Analyst,
            unit: self.unit(),
            record: if self.numbers.chance(50) { self.person() } else { Id::NONE },
            day: Day(20_000 + self.numbers.below(3) as i32),
            counted: self.numbers.below(60) as i64,
            own: self.numbers.chance(50).then_some(Ordinary { median: 9, bound: 27 }),
            peers: None,
            first: 1,
            last: 1 + self.numbers.below(9) as u64,
            glass: self.numbers.chance(20).then_some(7),
        };
        self.findings.push(finding.id());
        Box::new(FindUnusual::from(&finding))
    }
    pub(super) fn answer_finding(&mut self) -> Box<dyn AnyAct> {
        let finding = self.some(|acts| &acts.findings);
        Box::new(AnswerFinding { finding, answer: self.numbers.code(), ground: self.numbers.code() })
    }
    pub(super) fn set_working_week(&mut self) -> Box<dyn AnyAct> {
        let unit = if self.numbers.chance(50) { Id::NONE } else { self.some(|acts| &acts.units) };
        let (days, from_minute) = (self.numbers.below(130) as u8, self.numbers.below(1_450) as u16);
        Box::new(SetWorkingWeek {
            unit,
            weekdays: days,
            from_minute,
            until_minute: self.numbers.below(1_450) as u16,
        })
    }
    pub(super) fn set_holiday(&mut self) -> Box<dyn AnyAct> {
        let source = if self.numbers.chance(90) { "fictional law" } else { "" }.to_owned();
        let on = if self.numbers.chance(80) { Span::on(Day(20_700)) } else { self.when() };
        Box::new(SetHoliday { unit: Id::NONE, on, free: self.numbers.chance(70), source })
    }
    pub(super) fn propose_term(&mut self) -> Box<dyn AnyAct> {
        let term: Term = self.numbers.code();
        self.terms.push((term, self.act_id()));
        // Near what is ordinary, so that rules still meet assessments that hold.
        let value = term.ordinary() - 1 + self.numbers.below(4) as i64;
        Box::new(ProposeTerm { term, value })
    }
    pub(super) fn approve_term(&mut self) -> Box<dyn AnyAct> {
        let back = self.numbers.below(self.terms.len().min(6));
        let (term, proposal) =
            self.terms.iter().rev().nth(back).copied().unwrap_or((Term::GlassOpen, Id::NONE));
        Box::new(ApproveTerm { term, proposal })
    }
    pub(super) fn set_time_zone(&mut self) -> Box<dyn AnyAct> {
        let zones = ["UTC", "America/Bogota", "Asia/Amman", "Nowhere"];
        Box::new(SetTimeZone { zone: zones[self.numbers.below(zones.len())].to_owned() })
    }
}
