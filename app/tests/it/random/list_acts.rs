//! Random acts about hash lists: who sees them, grades, disputes, and what ends.

use super::Acts;
use kernel::codes::{Country, Grade};
use kernel::{AnyAct, Id};
use known_material::acts::{
    AnswerDispute, ApproveMapping, Dispute, ExpireHashes, HideList, LookBack, NoteVictims, ProposeGrade,
    ProposeMapping, SetExpiry, ShowList, VoteGrade,
};
use known_material::events::GradeLabel;

impl Acts {
    /// A list and one of its entries; sometimes one more than it has.
    fn entry(&mut self) -> (Id, u32) {
        let (at, pick) = (self.list(), self.numbers.next() as usize);
        let (list, held) = self.held(at);
        (list, 1 + (pick % (held.len() + 1)) as u32)
    }

    /// The last entry of a list that was entered as known to be harmless: a second person behind it makes a negative list of it.
    fn harmless(&mut self) -> (Id, u32) {
        let at = self.list();
        let (list, held) = self.held(at);
        let place = held.iter().rposition(|grade| *grade == Grade::KnownHarmless);
        (list, 1 + place.unwrap_or(0) as u32)
    }

    pub(super) fn show_list(&mut self) -> Box<dyn AnyAct> {
        let unit = self.some(|acts| &acts.units);
        Box::new(ShowList { list: self.entry().0, unit })
    }

    pub(super) fn hide_list(&mut self) -> Box<dyn AnyAct> {
        let unit = if self.numbers.chance(50) { Id::NONE } else { self.some(|acts| &acts.units) };
        Box::new(HideList { list: self.entry().0, unit })
    }

    pub(super) fn propose_grade(&mut self) -> Box<dyn AnyAct> {
        let (list, entry) = self.entry();
        Box::new(ProposeGrade { list, entries: vec![entry], grade: self.numbers.code::<Grade>() })
    }

    pub(super) fn vote_grade(&mut self) -> Box<dyn AnyAct> {
        let (list, entry) = if self.numbers.chance(50) { self.harmless() } else { self.entry() };
        Box::new(VoteGrade { list, entries: vec![entry], agrees: self.numbers.chance(80) })
    }

    pub(super) fn dispute_entry(&mut self) -> Box<dyn AnyAct> {
        let (dispute, (list, entry)) = (self.new_number("dispute"), self.entry());
        self.disputes.push(dispute);
        Box::new(Dispute { dispute, list, entry, dispute_reason: self.numbers.code() })
    }

    pub(super) fn answer_dispute(&mut self) -> Box<dyn AnyAct> {
        Box::new(AnswerDispute {
            answered_dispute: self.some(|acts| &acts.disputes),
            dispute_state: self.numbers.code(),
            grade: self.numbers.code::<Grade>(),
        })
    }

    pub(super) fn set_expiry(&mut self) -> Box<dyn AnyAct> {
        let (list, entry) = self.entry();
        let until = kernel::Span::on(kernel::Day(20_760 + self.numbers.below(40) as i32));
        Box::new(SetExpiry { list, entries: vec![entry], until })
    }

    pub(super) fn expire_hashes(&mut self) -> Box<dyn AnyAct> {
        let at = self.list();
        let (list, held) = self.held(at);
        let all = 1..=held.len().min(40) as u32;
        Box::new(ExpireHashes { list, entries: all.collect() })
    }

    pub(super) fn note_victims(&mut self) -> Box<dyn AnyAct> {
        let (list, entry) = self.entry();
        Box::new(NoteVictims { list, entry, victim_status: self.numbers.code() })
    }

    pub(super) fn propose_mapping(&mut self) -> Box<dyn AnyAct> {
        let mapping = self.new_number("mapping");
        self.mappings.push(mapping);
        let label = |n: usize, acts: &mut Acts| GradeLabel {
            country: acts.numbers.code::<Country>(),
            label: format!("fictional-{n}"),
            grade: acts.numbers.code(),
        };
        let count = self.numbers.below(4);
        let labels = (0..count).map(|n| label(n, self)).collect();
        Box::new(ProposeMapping { mapping, labels })
    }

    pub(super) fn approve_mapping(&mut self) -> Box<dyn AnyAct> {
        Box::new(ApproveMapping { proposed_mapping: self.some(|acts| &acts.mappings) })
    }

    pub(super) fn look_back(&mut self) -> Box<dyn AnyAct> {
        let (entries, pictures) = (1 + self.numbers.below(4) as u32, self.numbers.below(900) as u64);
        Box::new(LookBack { list: self.entry().0, entries, pictures, reports: 0 })
    }
}
