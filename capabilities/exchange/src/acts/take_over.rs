//! Another hotline handed an address in.

use crate::codes::PeerState;
use crate::events::TakenOver;
use crate::tables::{Content, Peer};
use facts::address::{AddressGrade, AddressHandedIn, HostKind, host_number, is_host};
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};

/// Kind of [`TakeOver`].
pub const KIND: ActKind = ActKind {
    code: 775,
    name: "exchange.take-over",
    about: "Take over an address that another hotline hands in",
    nature: Nature::Decision,
    roles: &[Role::System],
};

/// Takes over an address, which travels sealed in slot 0 under its own number. The room of takedown takes it in.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct TakeOver {
    /// The address: the number that follows from it.
    #[n(0)]
    pub address: Id,
    /// Its host.
    #[n(1)]
    pub host: String,
    /// What that is.
    #[n(2)]
    pub kind: HostKind,
    /// From which hotline.
    #[n(3)]
    pub peer: Id,
    /// That hotline's number of the report; 0 where it tells none.
    #[n(4)]
    pub report_no: i64,
    /// That hotline's number of the address.
    #[n(5)]
    pub content_no: i64,
    /// What that hotline says it is.
    #[n(6)]
    pub grade: AddressGrade,
}

impl Act for TakeOver {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        // Tutela itself acts on what it is handed.
        Vec::new()
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<Peer>(self.peer);
        needs.row::<Content>((self.peer, self.content_no));
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        // What the other side says is there decides nothing: two people here grade it.
        Vec::new()
    }

    fn subject(&self) -> Id {
        self.address
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let TakeOver { address, kind, peer, report_no, content_no, grade, .. } = *self;
        let Some(row) = view.get::<Peer>(peer).filter(|row| row.peer_state == PeerState::Open) else {
            return Err(Problem::new("peer", "is not spoken with", "a hotline that is open").into());
        };
        if address.is_none() {
            return Err(Problem::new("address", "names nothing", "the number that the node makes").into());
        }
        if !is_host(&self.host, kind) {
            return Err(Problem::new("host", "is no host of that kind", "a host such as host.example").into());
        }
        if content_no <= 0 || report_no < 0 {
            return Err(Problem::new("content_no", "is none", "the other hotline's number, above 0").into());
        }
        if view.get::<Content>((peer, content_no)).is_some() {
            return Err(Problem::new("content_no", "is known already", "nothing is left to do").into());
        }
        let host = host_number(&self.host);
        let taken = TakenOver { address, host, peer, report_no, content_no, grade };
        let (host, unit, told_in) = (self.host.clone(), row.unit, ctx.act);
        let handed_in = AddressHandedIn { address, host, kind, unit, told_in };
        Ok(vec![NewEntry::of(&taken), NewEntry::of(&handed_in)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::{ExchangeState, ExchangeTried, ExchangeWay};
    use crate::tables::Word;
    use crate::testing::{Room, field, taking_over, told};
    use kernel::Actor;

    #[test]
    fn it_is_taken_over_once_and_graded_here() {
        let mut room = Room::with_peer();
        let take = taking_over(&room);
        assert!(room.entered(&take, Actor::SYSTEM));
        assert_eq!(field(&room.enter(&take, Actor::SYSTEM)), "content_no", "once");
        let row = room.address();
        assert_eq!((row.exchange_way, row.exchange_state), (ExchangeWay::In, ExchangeState::TakenOver));
        assert_eq!(row.address_grade, AddressGrade::NotGraded, "what the other side says decides nothing");
        assert!(room.entered(&told(1, ExchangeTried::Taken, 0), Actor::SYSTEM));
        assert_eq!(room.address().exchange_state, ExchangeState::ToGrade);
        room.settled("not-illegal");
        assert_eq!(room.address().exchange_state, ExchangeState::Graded);
        assert_eq!(room.rows::<Word>().len(), 1, "the other side is told that it is not illegal");
        assert!(room.entered(&told(1, ExchangeTried::Taken, 0), Actor::SYSTEM));
        assert_eq!(room.address().exchange_state, ExchangeState::Told);
        assert!(room.replays());
    }

    #[test]
    fn what_was_graded_before_is_answered() {
        let mut room = Room::with_peer();
        room.settled("not-illegal");
        assert_eq!(room.address().exchange_state, ExchangeState::Ended);
        let take = taking_over(&room);
        assert!(room.entered(&take, Actor::SYSTEM));
        assert!(room.entered(&told(1, ExchangeTried::Taken, 0), Actor::SYSTEM));
        assert_eq!(room.address().exchange_state, ExchangeState::Graded);
        assert_eq!(room.rows::<Word>().len(), 1);
        assert!(room.replays());
    }

    #[test]
    fn what_another_hotline_has_stays_with_it() {
        let mut room = Room::begun();
        let take = taking_over(&room);
        assert!(room.entered(&take, Actor::SYSTEM));
        assert_eq!(room.address().exchange_way, ExchangeWay::Out);
        assert!(room.replays());
    }

    #[test]
    fn what_does_not_fit_is_named() {
        let mut room = Room::with_peer();
        let take = taking_over(&room);
        let no_host = TakeOver { host: "two words".into(), ..taking_over(&room) };
        let mut wrong = |act: TakeOver| field(&room.enter(&act, Actor::SYSTEM));
        assert_eq!(wrong(TakeOver { peer: Id([99; 16]), ..take.clone() }), "peer");
        assert_eq!(wrong(no_host), "host");
        assert_eq!(wrong(TakeOver { content_no: 0, ..take.clone() }), "content_no");
        assert_eq!(wrong(TakeOver { address: Id::NONE, ..take }), "address");
    }
}
