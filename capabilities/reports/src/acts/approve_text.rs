//! Approving an organisation's own words for a text of the public door: children read them, so two people answer for them.

use crate::codes::{DoorLanguage, Wording};
use crate::events::TextReplaced;
use crate::tables::DoorTextProposal;
use crate::wording::fitting;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of [`ApproveText`].
pub const KIND: ActKind = ActKind {
    code: 943,
    name: "reports.approve-text",
    about: "Approve words for a text of the public door that somebody else proposed",
    nature: Nature::Decision,
    roles: &[Role::Overseer, Role::Administrator],
};

/// Approves words that wait. It names the proposal, too, so that nobody approves others than those they read.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApproveText {
    /// The text.
    #[n(0)]
    pub wording: Wording,
    /// The language.
    #[n(1)]
    pub in_language: DoorLanguage,
    /// The proposal's number.
    #[n(2)]
    pub proposal: Id,
}

impl Act for ApproveText {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<DoorTextProposal>((self.wording, self.in_language));
    }

    fn facets(&self, _: &Ctx, view: &View) -> Vec<Facet> {
        let proposed = view.get::<DoorTextProposal>((self.wording, self.in_language));
        proposed.map(|one| Facet::NeedsTwo { first: one.proposed_by }).into_iter().collect()
    }

    fn subject(&self) -> Id {
        Id::NONE
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let proposed = view.get::<DoorTextProposal>((self.wording, self.in_language));
        let Some(row) = proposed.filter(|one| one.proposal == self.proposal) else {
            let right = "the newest one's number";
            return Err(Problem::new("proposal", "is not the one that waits", right).into());
        };
        // An update may have changed the built-in text since.
        fitting(row.wording, row.in_language, &row.words)?;
        let replaced = TextReplaced {
            wording: row.wording,
            in_language: row.in_language,
            words: row.words.clone(),
            proposed_by: row.proposed_by,
        };
        Ok(vec![NewEntry::of(&replaced)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::ProposeText;
    use crate::tables::DoorText;
    use crate::testing::{Room, administrator, analyst, field, overseer};
    use kernel::{Outcome, RuleName};

    const TEXT: (Wording, DoorLanguage) = (Wording::NextWho, DoorLanguage::Arabic);

    fn waiting(room: &mut Room, words: &str) -> ApproveText {
        let (wording, in_language) = TEXT;
        let act = ProposeText { wording, in_language, new_words: words.into() };
        assert!(room.entered(&act, administrator(1)));
        let proposal = room.rows::<DoorTextProposal>()[0].proposal;
        ApproveText { wording, in_language, proposal }
    }

    #[test]
    fn nobody_approves_their_own_words_and_only_those_who_keep_the_node_do() {
        let mut room = Room::default();
        let act = waiting(&mut room, "يقرؤه شخص خيالي.");
        assert_eq!(room.refused_by(&act, administrator(1)), RuleName::TwoPeople);
        assert!(matches!(room.enter(&act, analyst(2)), Outcome::Forbidden(_)));
        assert!(room.rows::<DoorText>().is_empty());
        assert!(room.entered(&act, administrator(2)));
        let row = &room.rows::<DoorText>()[0];
        assert_eq!((row.wording, row.in_language), TEXT);
        assert_eq!(row.words, "يقرؤه شخص خيالي.");
        assert_eq!((row.changed_by, row.confirmed_by), (administrator(1).id, administrator(2).id));
        assert!(room.rows::<DoorTextProposal>().is_empty());
        assert!(room.replays());
    }

    #[test]
    fn only_the_words_that_were_read_are_approved() {
        let mut room = Room::default();
        let read = waiting(&mut room, "كلمات أولى");
        let newest = waiting(&mut room, "كلمات ثانية");
        assert_eq!(field(&room.enter(&read, overseer(2))), "proposal");
        assert!(room.entered(&newest, overseer(2)));
        assert_eq!(field(&room.enter(&newest, overseer(2))), "proposal", "nothing waits any more");
    }
}
