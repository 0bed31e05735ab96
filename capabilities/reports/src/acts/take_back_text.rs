//! Taking an organisation's own words for a text of the public door back: the built-in ones are shown again.

use crate::codes::{DoorLanguage, Wording};
use crate::events::TextTakenBack;
use crate::tables::{DoorText, DoorTextProposal};
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of [`TakeBackText`].
pub const KIND: ActKind = ActKind {
    code: 944,
    name: "reports.take-back-text",
    about: "Take back your own words for a text of the public door, proposed or in force",
    nature: Nature::Decision,
    roles: &[Role::Overseer, Role::Administrator],
};

/// Takes back what was put in the place of a text's built-in words, and what waits to be. One person does it at once: words that
/// mislead a child must not wait for a second one, and the built-in words were read by many.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TakeBackText {
    /// The text.
    #[n(0)]
    pub wording: Wording,
    /// The language.
    #[n(1)]
    pub in_language: DoorLanguage,
}

impl Act for TakeBackText {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<DoorText>((self.wording, self.in_language));
        needs.row::<DoorTextProposal>((self.wording, self.in_language));
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        Id::NONE
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let (wording, in_language) = (self.wording, self.in_language);
        let is_replaced =
            view.get::<DoorText>((wording, in_language)).is_some_and(|row| !row.words.is_empty());
        let waits = view.get::<DoorTextProposal>((wording, in_language)).is_some();
        if !is_replaced && !waits {
            let right = "a text that has words of your own, or for which some wait";
            return Err(Problem::new("wording", "has its built-in words in this language", right).into());
        }
        Ok(vec![NewEntry::of(&TextTakenBack { wording, in_language })])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::{ApproveText, ProposeText};
    use crate::testing::{Room, administrator, field, overseer};

    #[test]
    fn built_in_words_are_in_force_again_and_what_waited_waits_no_more() {
        let mut room = Room::default();
        let (wording, in_language) = (Wording::HelpWords, DoorLanguage::English);
        let back = TakeBackText { wording, in_language };
        assert_eq!(field(&room.enter(&back, administrator(1))), "wording");
        let propose = ProposeText { wording, in_language, new_words: "Fictional words".into() };
        assert!(room.entered(&propose, administrator(1)));
        assert!(room.entered(&back, overseer(3)), "what waits can be taken back, too");
        assert!(room.rows::<DoorTextProposal>().is_empty() && room.rows::<DoorText>().is_empty());
        assert!(room.entered(&propose, administrator(1)));
        let proposal = room.rows::<DoorTextProposal>()[0].proposal;
        assert!(room.entered(&ApproveText { wording, in_language, proposal }, overseer(3)));
        assert_eq!(field(&room.enter(&propose, administrator(1))), "new_words", "they are in force already");
        assert!(
            room.entered(
                &ProposeText { new_words: "Other words".into(), ..propose.clone() },
                administrator(1)
            )
        );
        assert!(room.entered(&back, administrator(2)));
        let row = &room.rows::<DoorText>()[0];
        assert_eq!(
            (row.words.as_str(), row.changed_by),
            ("", administrator(2).id),
            "who took them back stays"
        );
        assert!(room.rows::<DoorTextProposal>().is_empty());
        assert!(room.replays());
    }
}
