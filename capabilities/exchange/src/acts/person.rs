//! What people decide about one address: it stays here, or what nobody took over is tried again.

use super::exchanged;
use crate::codes::{ExchangeState, WordState};
use crate::events::{HeldBack, TriedAgain};
use crate::tables::{Exchanged, Word};
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Who works at the hotline's desk.
const DESK: &[Role] = &[Role::Analyst, Role::Investigator];

/// Kind of [`HoldBack`].
pub const HOLD: ActKind = ActKind {
    code: 778,
    name: "exchange.hold-back",
    about: "Keep an address here, or let it go to another hotline again",
    nature: Nature::Decision,
    roles: DESK,
};

/// Keeps an address here, or lets it go again. What another hotline has already cannot be taken back.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HoldBack {
    /// The address.
    #[n(0)]
    pub address: Id,
    /// Whether it stays here.
    #[n(1)]
    pub back: bool,
}

impl Act for HoldBack {
    const KIND: &'static ActKind = &HOLD;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("address", self.address)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<Exchanged>(self.address);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        vec![Facet::Handles { matter: self.address }]
    }

    fn subject(&self) -> Id {
        self.address
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let HoldBack { address, back } = *self;
        let row = exchanged(address, view)?;
        if row.exchange_state != ExchangeState::Waiting || row.may_be_there() {
            let right = "an address that waits to be handed over";
            return Err(Problem::new(
                "address",
                "another hotline has it, or nothing is to be handed over",
                right,
            )
            .into());
        }
        if row.held_back == back {
            return Err(Problem::new("back", "is so already", "the other answer").into());
        }
        Ok(vec![NewEntry::of(&HeldBack { address, back })])
    }
}

/// Kind of [`TryAgain`].
pub const AGAIN: ActKind = ActKind {
    code: 779,
    name: "exchange.try-again",
    about: "Try again what another hotline did not take over",
    nature: Nature::Decision,
    roles: DESK,
};

/// Tries an address again, and all words about it that were given up.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TryAgain {
    /// The address.
    #[n(0)]
    pub address: Id,
}

impl Act for TryAgain {
    const KIND: &'static ActKind = &AGAIN;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("address", self.address)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<Exchanged>(self.address);
        needs.list::<Word>(Word::BY_ADDRESS, self.address);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        vec![Facet::Handles { matter: self.address }]
    }

    fn subject(&self) -> Id {
        self.address
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let address = self.address;
        let row = exchanged(address, view)?;
        let given_up = view.list::<Word>(Word::BY_ADDRESS, address).into_iter();
        let given_up = given_up.filter(|word| word.word_state == WordState::GivenUp);
        let words: Vec<Id> = given_up.map(|word| word.word).collect();
        if !row.send_given_up && words.is_empty() {
            let right = "an address that waits for a person";
            return Err(Problem::new("address", "was not given up, and no word about it", right).into());
        }
        Ok(vec![NewEntry::of(&TriedAgain { address, words })])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::BeginSend;
    use crate::codes::ExchangeTried;
    use crate::testing::{ADDRESS, OTHER_UNIT, Room, analyst, field, of_unit, told};
    use kernel::Actor;

    #[test]
    fn only_who_knows_of_it_keeps_it_here_and_not_once_another_may_have_it() {
        let mut room = Room::ready();
        let hold = HoldBack { address: ADDRESS, back: true };
        assert_eq!(field(&room.enter(&hold, of_unit(2, OTHER_UNIT))), "address");
        assert_eq!(field(&room.enter(&HoldBack { back: false, ..hold.clone() }, analyst(1))), "back");
        let begin = BeginSend { address: ADDRESS, word: Id::NONE, peer: room.peer(), attempt: 1 };
        assert!(room.entered(&begin, Actor::SYSTEM));
        assert_eq!(field(&room.enter(&hold, analyst(1))), "address");
        assert!(room.entered(&told(1, ExchangeTried::Unknown, 0), Actor::SYSTEM));
        assert_eq!(field(&room.enter(&hold, analyst(1))), "address", "nobody knows whether it arrived");
    }

    #[test]
    fn what_was_refused_for_good_is_tried_again_by_a_person_alone() {
        let mut room = Room::begun();
        let again = TryAgain { address: ADDRESS };
        assert_eq!(field(&room.enter(&again, analyst(1))), "address");
        assert!(room.entered(&told(1, ExchangeTried::RefusedForGood, 0), Actor::SYSTEM));
        assert!(room.address().send_given_up);
        assert!(room.entered(&again, analyst(1)));
        assert!(!room.address().send_given_up);
        assert!(room.replays());
    }
}
