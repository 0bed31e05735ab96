//! A host says that an address is not at it; who works at the desk decides, and a notice to the wrong host is corrected (¶63).

use super::appeal::corrections;
use super::status::is_open;
use super::{DESK, DESK_AND_HOST, address_needs, own_address_that};
use crate::codes::{HostAnswer, HostWord};
use crate::events::{WordAnswered, WordSaid};
use crate::tables::{Address, Letter, Word};
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Whether something that was said of an address waits to be decided.
pub(super) fn waits(view: &View, address: Id, word: HostWord) -> bool {
    view.get::<Word>((address, word)).is_some_and(|row| row.host_answer == HostAnswer::Waits)
}

/// What was decided of it.
pub(super) fn answered(address: Id, word: HostWord, answer: HostAnswer) -> NewEntry {
    NewEntry::of(&WordAnswered { address, word, answer }).about(address)
}

/// Kind of [`Disown`].
pub const DISOWN: ActKind = ActKind {
    code: 761,
    name: "takedown.disown",
    about: "Enter that a host says that an address is not at it",
    nature: Nature::Decision,
    roles: DESK_AND_HOST,
};

/// Enters that a host says so. The notice stands until somebody decided.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Disown {
    /// The address.
    #[n(0)]
    pub address: Id,
}

impl Act for Disown {
    const KIND: &'static ActKind = &DISOWN;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("address", self.address)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        address_needs(self.address, needs);
        needs.row::<Word>((self.address, HostWord::NotOurs));
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        vec![Facet::Handles { matter: self.address }]
    }

    fn subject(&self) -> Id {
        self.address
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let fits = |row: &Address| is_open(row) && !waits(view, self.address, HostWord::NotOurs);
        let right = "an open address with a notice, of which the host did not say so";
        let row = own_address_that(ctx, self.address, view, fits, "cannot be said to be elsewhere", right)?;
        let said = WordSaid { address: self.address, host: row.host, word: HostWord::NotOurs };
        Ok(vec![NewEntry::of(&said)])
    }
}

/// Kind of [`AnswerDisowned`].
pub const ANSWER: ActKind = ActKind {
    code: 762,
    name: "takedown.answer-disowned",
    about: "Decide whether an address is at the host that says that it is not",
    nature: Nature::Decision,
    roles: DESK,
};

/// Decides it. An address that is elsewhere waits to be preserved by whoever has it, and everybody who got the notice gets a correction.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerDisowned {
    /// The address.
    #[n(0)]
    pub address: Id,
    /// Whether it is at that host all the same.
    #[n(1)]
    pub theirs: bool,
}

impl Act for AnswerDisowned {
    const KIND: &'static ActKind = &ANSWER;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("address", self.address)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.list::<Letter>(Letter::BY_ADDRESS, self.address);
        needs.row::<Word>((self.address, HostWord::NotOurs));
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        vec![Facet::Handles { matter: self.address }]
    }

    fn subject(&self) -> Id {
        self.address
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let AnswerDisowned { address, theirs } = *self;
        if !waits(view, address, HostWord::NotOurs) {
            let right = "an address of which its host said that it is elsewhere";
            return Err(Problem::new("address", "waits for no such decision", right).into());
        }
        let answer = if theirs { HostAnswer::Stands } else { HostAnswer::NotTheirs };
        let mut entries = vec![answered(address, HostWord::NotOurs, answer)];
        if !theirs {
            entries.extend(corrections(ctx, view, address));
        }
        Ok(entries)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::{ClaimRemoval, LodgeAppeal, TellLetter};
    use crate::address::host_number;
    use crate::codes::{AddressState, AppealBy, LetterKind};
    use crate::events::LetterTried;
    use crate::testing::{ADDRESS, Room, analyst, field, host};
    use kernel::Actor;

    #[test]
    fn what_is_at_another_host_is_noticed_anew_and_the_wrong_one_gets_a_correction() {
        let mut room = Room::noticed();
        let letter = room.rows::<Letter>()[0].letter;
        let told = TellLetter { letter, attempt: 1, tried: LetterTried::Taken, code: 250 };
        assert!(room.entered(&told, Actor::SYSTEM));
        let answer = AnswerDisowned { address: ADDRESS, theirs: false };
        assert_eq!(field(&room.enter(&answer, analyst(1))), "address", "nobody said so");
        assert!(room.entered(&Disown { address: ADDRESS }, host("host.example")));
        assert_eq!(field(&room.enter(&Disown { address: ADDRESS }, host("host.example"))), "address");
        assert!(room.entered(&answer, analyst(1)));
        let row = room.address();
        assert_eq!((row.address_state, row.preserved_at.0), (AddressState::Graded, 0));
        let letters = room.rows::<Letter>();
        assert_eq!(letters.iter().filter(|one| one.letter_kind == LetterKind::Correction).count(), 1);
        assert_eq!(room.rows::<Word>()[0].host_answer, HostAnswer::NotTheirs);
        assert!(room.replays());
    }

    #[test]
    fn a_host_speaks_of_its_own_addresses_alone() {
        let mut room = Room::noticed();
        let other = host("other.example");
        assert_eq!(field(&room.enter(&ClaimRemoval { address: ADDRESS }, other)), "address");
        assert_eq!(field(&room.enter(&Disown { address: ADDRESS }, other)), "address");
        let appeal = LodgeAppeal { address: ADDRESS, by: AppealBy::Host };
        assert_eq!(field(&room.enter(&appeal, other)), "address");
        let own = host("host.example");
        assert_eq!(own.id, host_number("host.example"));
        let as_another = LodgeAppeal { address: ADDRESS, by: AppealBy::Owner };
        assert_eq!(field(&room.enter(&as_another, own)), "by");
        assert!(room.entered(&ClaimRemoval { address: ADDRESS }, own));
        assert!(room.entered(&appeal, own));
        let words = room.rows::<Word>();
        assert_eq!((words.len(), words[0].host_word, words[0].host), (1, HostWord::Appeal, own.id));
    }
}
