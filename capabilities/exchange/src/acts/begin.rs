//! Something goes to another hotline: entered before anything leaves, since from then on the other side may have it.

use super::{exchanged, sending_needs, word_of};
use crate::codes::{ExchangeState, PeerState, WordState};
use crate::events::SendBegun;
use crate::tables::{Exchanged, HostCountry, Peer, Route};
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};

/// Kind of [`BeginSend`].
pub const KIND: ActKind = ActKind {
    code: 773,
    name: "exchange.begin-send",
    about: "Begin to hand an address, or a word about it, to another hotline",
    nature: Nature::Decision,
    roles: &[Role::System],
};

/// Begins to hand an address over, or to tell what was done about it.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct BeginSend {
    /// The address.
    #[n(0)]
    pub address: Id,
    /// The word about it; none where it is the address itself.
    #[n(1)]
    pub word: Id,
    /// To which hotline.
    #[n(2)]
    pub peer: Id,
    /// Which attempt, from 1.
    #[n(3)]
    pub attempt: u32,
}

impl BeginSend {
    /// The address goes to the hotline of its host's State, while nothing keeps it here.
    fn may_go(&self, row: &Exchanged, ctx: &Ctx, view: &View) -> Result<i64, Problem> {
        let wrong = |wrong, right| Err(Problem::new("address", wrong, right));
        if row.exchange_state != ExchangeState::Waiting || row.send_under_way || row.send_given_up {
            return wrong(
                "is not to be handed over",
                "one that waits, is not under way and was not given up",
            );
        }
        if row.held_back {
            return wrong("is kept here by a person", "wait until exchange.hold-back is taken back");
        }
        if ctx.now < row.held_until {
            return wrong("the police asked that it stays for now (¶38, 63)", "wait until the hold's day");
        }
        let country = view.get::<HostCountry>(row.host).map(|host| host.country).unwrap_or_default();
        if view.get::<Route>(country).is_none_or(|route| route.peer != self.peer) {
            return Err(Problem::new(
                "peer",
                "does not take addresses of that State",
                "the hotline of its host's State",
            ));
        }
        Ok(row.send_attempts)
    }
}

impl Act for BeginSend {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        // Tutela itself acts on what it finds.
        Vec::new()
    }

    fn needs(&self, _: &Ctx, view: &View, needs: &mut Needs) {
        sending_needs(self.address, self.word, needs);
        needs.row::<Peer>(self.peer);
        let Some(row) = view.peek::<Exchanged>(self.address).filter(|_| self.word.is_none()) else { return };
        needs.row::<HostCountry>(row.host);
        let country = view.peek::<HostCountry>(row.host).map(|host| host.country).unwrap_or_default();
        needs.row::<Route>(country);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        // Two people graded it; that its State's hotline gets it follows from the table that two others laid down.
        Vec::new()
    }

    fn subject(&self) -> Id {
        self.address
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let BeginSend { address, word, peer, attempt } = *self;
        let row = exchanged(address, view)?;
        if view.get::<Peer>(peer).is_none_or(|peer| peer.peer_state != PeerState::Open) {
            return Err(Problem::new("peer", "is not spoken with", "a hotline that is open").into());
        }
        let before = if word.is_none() {
            self.may_go(&row, ctx, view)?
        } else {
            let said = word_of(address, word, view)?;
            // Order matters to the other side: the assessment and the fields come first.
            if !row.takes_words()
                || row.peer != peer
                || said.word_state != WordState::ToTell
                || said.word_under_way
            {
                let right =
                    "a word to be told about an address that was handed over, or whose grade was told";
                return Err(Problem::new("word", "cannot be told now", right).into());
            }
            said.word_attempts
        };
        if i64::from(attempt) != before.saturating_add(1) {
            return Err(Problem::new("attempt", "is not the next", "one more than there were").into());
        }
        Ok(vec![NewEntry::of(&SendBegun { address, word, peer, attempt })])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::{ClosePeer, HoldBack};
    use crate::testing::{ADDRESS, Room, administrator, analyst, field};
    use facts::address::AddressActed;
    use kernel::{Actor, Outcome};

    #[test]
    fn only_the_hotline_of_the_hosts_state_gets_it() {
        let mut room = Room::with_peer();
        let peer = room.peer();
        let begin = BeginSend { address: ADDRESS, word: Id::NONE, peer, attempt: 1 };
        assert_eq!(field(&room.enter(&begin, Actor::SYSTEM)), "address", "nobody graded it");
        room.settled("baseline");
        assert_eq!(field(&room.enter(&begin, Actor::SYSTEM)), "peer", "nobody knows where the host stands");
        room.stands("DE");
        assert_eq!(field(&room.enter(&begin, Actor::SYSTEM)), "peer", "that State has no hotline here");
        room.stands("FR");
        assert!(matches!(room.enter(&begin, analyst(1)), Outcome::Forbidden(_)));
        assert_eq!(field(&room.enter(&BeginSend { attempt: 2, ..begin.clone() }, Actor::SYSTEM)), "attempt");
        assert!(room.entered(&begin, Actor::SYSTEM));
        assert_eq!(
            field(&room.enter(&BeginSend { attempt: 2, ..begin }, Actor::SYSTEM)),
            "address",
            "under way"
        );
        assert!(room.replays());
    }

    #[test]
    fn neither_under_a_hold_of_the_police_nor_while_a_person_keeps_it() {
        let mut room = Room::ready();
        let begin = BeginSend { address: ADDRESS, word: Id::NONE, peer: room.peer(), attempt: 1 };
        let until = room.now().plus_days(2);
        room.tell(&AddressActed { address: ADDRESS, action: None, held_until: Some(until) });
        assert_eq!(field(&room.enter(&begin, Actor::SYSTEM)), "address");
        room.days_pass(3);
        assert!(room.entered(&HoldBack { address: ADDRESS, back: true }, analyst(1)));
        assert_eq!(field(&room.enter(&begin, Actor::SYSTEM)), "address");
        assert!(room.entered(&HoldBack { address: ADDRESS, back: false }, analyst(1)));
        assert!(room.entered(&begin, Actor::SYSTEM));
        assert!(room.replays());
    }

    #[test]
    fn a_hotline_that_is_closed_gets_nothing() {
        let mut room = Room::ready();
        let peer = room.peer();
        assert!(room.entered(&ClosePeer { peer }, administrator(1)));
        let begin = BeginSend { address: ADDRESS, word: Id::NONE, peer, attempt: 1 };
        assert_eq!(field(&room.enter(&begin, Actor::SYSTEM)), "peer");
    }
}
