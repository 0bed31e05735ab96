//! Random acts about who may ask which list, and about what was asked.

use super::Acts;
use kernel::{AnyAct, Hash, Id, Instant};
use known_material::service::acts::{EndMatch, KeepLookUps, LetMatch, NoteProbing, SetMatchQuota};

impl Acts {
    fn asker(&mut self) -> Id {
        self.some(|acts| &acts.machine_keys)
    }
    fn asked_list(&mut self) -> Id {
        let at = self.list();
        self.held(at).0
    }
    pub(super) fn let_match(&mut self) -> Box<dyn AnyAct> {
        let (list, asker) = (self.asked_list(), self.asker());
        self.match_rights.push((list, asker));
        Box::new(LetMatch { list, asker })
    }
    pub(super) fn end_match(&mut self) -> Box<dyn AnyAct> {
        let back = self.numbers.below(self.match_rights.len().min(4));
        let known = self.match_rights.len().checked_sub(back + 1).map(|at| self.match_rights[at]);
        let (list, asker) = known.unwrap_or((Id::NONE, Id::NONE));
        Box::new(EndMatch { list, asker })
    }
    pub(super) fn set_match_quota(&mut self) -> Box<dyn AnyAct> {
        Box::new(SetMatchQuota { asker: self.asker(), a_minute: self.numbers.below(100) as u32 })
    }
    /// Sometimes in the wrong order.
    pub(super) fn keep_look_ups(&mut self) -> Box<dyn AnyAct> {
        let place = if self.numbers.chance(90) { self.digests } else { self.digests + 2 };
        self.keeping = Some(place);
        let (look_ups, askers) = (1 + self.numbers.below(90) as u64, 1);
        let matched = (self.numbers.below(30) as u64).min(look_ups);
        let digest = Hash([self.numbers.below(256) as u8; 32]);
        Box::new(KeepLookUps { process: Id([77; 16]), place, look_ups, matched, askers, digest })
    }
    pub(super) fn note_probing(&mut self) -> Box<dyn AnyAct> {
        let (asker, walks) = (self.asker(), self.numbers.below(300) as u32);
        Box::new(NoteProbing { asker, since: Instant(1), look_ups: 900, near_misses: 0, walks })
    }
}
