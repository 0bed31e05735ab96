//! What another hotline assigned to this one was looked through.

use crate::codes::{ExchangeTried, PeerState};
use crate::events::PeerPulled;
use crate::tables::Peer;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Instant, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};

/// Kind of [`TellPull`].
pub const KIND: ActKind = ActKind {
    code: 776,
    name: "exchange.tell-pull",
    about: "Tell that what another hotline hands in was looked through",
    nature: Nature::Decision,
    roles: &[Role::System],
};

/// Tells until when it was looked through, after all of it is entered; or that this does not succeed. Where nothing is new, nothing is told.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct TellPull {
    /// The hotline.
    #[n(0)]
    pub peer: Id,
    /// What became of it.
    #[n(1)]
    pub tried: ExchangeTried,
    /// The status of the answer; 0 when there was none.
    #[n(2)]
    pub code: u16,
    /// When the newest of it came in there.
    #[n(3)]
    pub until: Instant,
    /// How many addresses were taken over.
    #[n(4)]
    pub taken: u32,
    /// How many could not be read.
    #[n(5)]
    pub unreadable: u32,
}

impl Act for TellPull {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        // Tutela itself acts on what it finds.
        Vec::new()
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<Peer>(self.peer);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        // It decides nothing about anybody.
        Vec::new()
    }

    fn subject(&self) -> Id {
        self.peer
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let TellPull { peer, tried, code, until, taken, unreadable } = *self;
        let Some(row) = view.get::<Peer>(peer).filter(|row| row.peer_state == PeerState::Open) else {
            return Err(Problem::new("peer", "is not spoken with", "a hotline that is open").into());
        };
        if tried == ExchangeTried::NotYet {
            return Err(Problem::new("tried", "is no outcome", "what became of it").into());
        }
        if until <= row.pulled_until && tried == row.pull_tried && unreadable == 0 {
            return Err(Problem::new("until", "tells nothing new", "nothing is left to do").into());
        }
        Ok(vec![NewEntry::of(&PeerPulled { peer, tried, code, until, taken, unreadable })])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Room, field};
    use kernel::Actor;

    #[test]
    fn the_cursor_only_goes_on() {
        let mut room = Room::with_peer();
        let peer = room.peer();
        let told = |until, tried| TellPull {
            peer,
            tried,
            code: 200,
            until: Instant(until),
            taken: 1,
            unreadable: 0,
        };
        let first = TellPull { unreadable: 2, ..told(50, ExchangeTried::Taken) };
        assert!(room.entered(&first, Actor::SYSTEM));
        assert_eq!(field(&room.enter(&told(50, ExchangeTried::Taken), Actor::SYSTEM)), "until");
        assert!(room.entered(&told(0, ExchangeTried::NotLetIn), Actor::SYSTEM));
        assert_eq!(field(&room.enter(&told(0, ExchangeTried::NotLetIn), Actor::SYSTEM)), "until");
        let row = room.rows::<Peer>().remove(0);
        assert_eq!(
            (row.pulled_until, row.pull_tried, row.unreadable),
            (Instant(50), ExchangeTried::NotLetIn, 2)
        );
        assert!(room.replays());
    }
}
