//! Random acts about the ways by which people are reached.

use super::{Acts, officer};
use calling::acts::{BeginAttempt, CloseWay, OpenWay, TellAttempt, TryWay};
use kernel::{AnyAct, Id, Role};

impl Acts {
    pub(super) fn open_way(&mut self) -> Box<dyn AnyAct> {
        let way = self.fresh();
        self.ways.push(way);
        let officer = if self.numbers.chance(30) { officer(Role::Analyst, 1).id } else { Id::NONE };
        Box::new(OpenWay {
            way,
            means: self.numbers.code(),
            unit: if self.numbers.chance(30) { self.some(|acts| &acts.units) } else { Id::NONE },
            from_level: self.numbers.below(4) as u8,
            officer,
            way_language: self.numbers.code(),
        })
    }
    pub(super) fn close_way(&mut self) -> Box<dyn AnyAct> {
        Box::new(CloseWay { way: self.some(|acts| &acts.ways) })
    }
    pub(super) fn try_way(&mut self) -> Box<dyn AnyAct> {
        let way = self.some(|acts| &acts.ways);
        // Where it is entered, this is the number of its message.
        self.messages.push(self.act_id().derive("trial", 0));
        Box::new(TryWay { way })
    }
    pub(super) fn begin_attempt(&mut self) -> Box<dyn AnyAct> {
        let message = self.some(|acts| &acts.messages);
        Box::new(BeginAttempt { message, attempt: 1 + self.numbers.below(2) as u32 })
    }
    pub(super) fn tell_attempt(&mut self) -> Box<dyn AnyAct> {
        Box::new(TellAttempt {
            message: self.some(|acts| &acts.messages),
            attempt: 1 + self.numbers.below(2) as u32,
            attempted: self.numbers.code(),
            code: 250,
            words: String::new(),
        })
    }
}
