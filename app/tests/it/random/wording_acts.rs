//! Random acts about an organisation's own words at the public door.

use super::Acts;
use kernel::{AnyAct, Id};
use reports::acts::{ApproveText, ProposeText, TakeBackText};
use reports::codes::{DoorLanguage, Wording};
use reports::wording::built_in_words;

impl Acts {
    pub(super) fn propose_text(&mut self) -> Box<dyn AnyAct> {
        // Few texts, so that acts meet each other.
        let wording = [Wording::EmergencyNumber, Wording::NextWho][self.numbers.below(2)];
        let in_language: DoorLanguage = self.numbers.code();
        self.texts.push((wording, in_language, self.act_id()));
        let built_in = built_in_words(wording, in_language);
        let new_words = if self.numbers.chance(10) {
            "{ $no }".into()
        } else {
            format!("{built_in} {}", self.numbers.below(9))
        };
        Box::new(ProposeText { wording, in_language, new_words })
    }

    /// A recent one of the texts for which words were proposed.
    fn text(&mut self) -> (Wording, DoorLanguage, Id) {
        let back = self.numbers.below(self.texts.len().min(3));
        let none = (Wording::NextWho, DoorLanguage::English, Id::NONE);
        self.texts.iter().rev().nth(back).copied().unwrap_or(none)
    }

    pub(super) fn approve_text(&mut self) -> Box<dyn AnyAct> {
        let (wording, in_language, proposal) = self.text();
        Box::new(ApproveText { wording, in_language, proposal })
    }

    pub(super) fn take_back_text(&mut self) -> Box<dyn AnyAct> {
        let (wording, in_language, _) = self.text();
        Box::new(TakeBackText { wording, in_language })
    }
}
