//! With which hotlines this one speaks: a table that two people lay down, each row by itself, and that one person can close (¶38, 63).

use crate::codes::PeerState;
use crate::events::{PeerClosed, PeerProposed, PeerSet};
use crate::limits::{MAX_ENDPOINT, MAX_NAME, MOST_COUNTRIES};
use crate::tables::{Peer, Proposal, Route};
use couriers::hook::is_address;
use facts::unit::Unit;
use kernel::codes::Country;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// Slot of the user name under which this hotline is known there.
pub const SLOT_USER: u16 = 0;
/// Slot of the password.
pub const SLOT_PASSWORD: u16 = 1;

/// Who lays the table down.
const KEEPERS: &[Role] = &[Role::Administrator, Role::Overseer];

/// Kind of [`ProposePeer`].
pub const PROPOSE: ActKind = ActKind {
    code: 770,
    name: "exchange.propose-peer",
    about: "Propose a hotline with which addresses are exchanged, or a change of one",
    nature: Nature::Decision,
    roles: KEEPERS,
};

/// Proposes a hotline. The user name under which this one is known there travels sealed in slot 0, the password in slot 1.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposePeer {
    /// Its number: left out, the node draws it.
    #[n(0)]
    #[schema(required = false)]
    pub proposal: Id,
    /// The hotline that is changed; left out, a new one.
    #[n(1)]
    #[serde(default)]
    pub peer: Id,
    /// Its name.
    #[n(2)]
    #[schema(max_length = 120)]
    pub name: String,
    /// Where it is spoken with: https://HOST/PATH.
    #[n(3)]
    #[schema(max_length = 500)]
    pub endpoint: String,
    /// The States whose addresses it takes, by two letters each, apart by blanks: FR LU.
    #[n(4)]
    pub countries: String,
    /// The unit here that has what it hands in.
    #[n(5)]
    pub unit: Id,
}

impl ProposePeer {
    /// The hotline: the one that is changed, or the one that this proposal makes.
    fn whose(&self) -> Id {
        self.peer.some().unwrap_or(self.proposal)
    }

    fn states(&self) -> Result<Vec<Country>, Problem> {
        let right = "two letters for each State, apart by blanks, each once: FR LU";
        let wrong = || Problem::new("countries", "are none, or name what is no State", right);
        let named: Vec<&str> = self.countries.split_whitespace().collect();
        if named.is_empty() || named.len() > MOST_COUNTRIES {
            return Err(wrong());
        }
        let read: Result<Vec<Country>, _> = named.into_iter().map(Country::from_alpha2).collect();
        let countries = read.map_err(|_| wrong())?;
        let each: BTreeSet<Country> = countries.iter().copied().collect();
        if each.len() == countries.len() { Ok(countries) } else { Err(wrong()) }
    }
}

/// Whether a text is where a hotline can be spoken with: https, or http on this machine for tests; nothing behind the path.
#[must_use]
pub fn is_endpoint(text: &str) -> bool {
    let fits = text.len() <= MAX_ENDPOINT && !text.contains(['?', '#']) && !text.ends_with('/');
    fits && text.bytes().all(|b| b.is_ascii_graphic()) && is_address(text)
}

impl Act for ProposePeer {
    const KIND: &'static ActKind = &PROPOSE;

    fn names(&self) -> Vec<(&'static str, Id)> {
        // Hotlines are no records that one unit keeps from another.
        Vec::new()
    }

    fn makes(&self) -> Vec<(&'static str, Id)> {
        vec![("proposal", self.proposal)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<Peer>(self.peer);
        needs.row::<Unit>(self.unit);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        self.whose()
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let wrong = |field, wrong, right| Err(Problem::new(field, wrong, right).into());
        if self.proposal.is_none() {
            return wrong("proposal", "names nothing", "the number that the node draws");
        }
        if !self.peer.is_none() && view.get::<Peer>(self.peer).is_none() {
            return wrong(
                "peer",
                "is none that is known",
                "a hotline of the list, or left out for a new one",
            );
        }
        let name = self.name.trim();
        if name.is_empty() || name.chars().count() > MAX_NAME || name.chars().any(char::is_control) {
            return wrong("name", "is no name", "1 to 120 letters in one line");
        }
        if !is_endpoint(&self.endpoint) {
            let right =
                "https://HOST/PATH of at most 500 letters, without a user, a query or a slash at its end";
            return wrong("endpoint", "is nowhere a hotline can be spoken with", right);
        }
        let countries = self.states()?;
        if view.get::<Unit>(self.unit).is_none() {
            return wrong("unit", "is no unit of this node", "the number of a unit");
        }
        let (proposal, peer, unit) = (self.proposal, self.whose(), self.unit);
        let (name, endpoint) = (name.to_owned(), self.endpoint.clone());
        Ok(vec![NewEntry::of(&PeerProposed { proposal, peer, name, endpoint, countries, unit })])
    }
}

/// Kind of [`ApprovePeer`].
pub const APPROVE: ActKind = ActKind {
    code: 771,
    name: "exchange.approve-peer",
    about: "Approve a hotline with which addresses are exchanged, as somebody else proposed",
    nature: Nature::Decision,
    roles: KEEPERS,
};

/// Approves a proposal.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApprovePeer {
    /// The proposal's number.
    #[n(0)]
    pub proposal: Id,
}

impl Act for ApprovePeer {
    const KIND: &'static ActKind = &APPROVE;

    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, view: &View, needs: &mut Needs) {
        needs.row::<Proposal>(self.proposal);
        let Some(row) = view.peek::<Proposal>(self.proposal) else { return };
        row.countries.split(' ').for_each(|country| needs.row::<Route>(country.to_owned()));
    }

    fn facets(&self, _: &Ctx, view: &View) -> Vec<Facet> {
        let waiting = view.get::<Proposal>(self.proposal).filter(|row| row.waits_for_second);
        waiting.map(|row| Facet::NeedsTwo { first: row.proposed_by }).into_iter().collect()
    }

    fn subject(&self) -> Id {
        Id::NONE
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let proposal = self.proposal;
        let Some(row) = view.get::<Proposal>(proposal).filter(|row| row.waits_for_second) else {
            let right = "the number of a proposal that waits";
            return Err(Problem::new("proposal", "waits for nobody", right).into());
        };
        let of_another =
            |country: &str| view.get::<Route>(country.to_owned()).is_some_and(|route| route.peer != row.peer);
        if row.countries.split(' ').any(of_another) {
            let right = "first close that hotline, or change its States";
            return Err(Problem::new("proposal", "names a State that another hotline takes", right).into());
        }
        Ok(vec![NewEntry::of(&PeerSet { proposal, proposed_by: row.proposed_by }).about(row.peer)])
    }
}

/// Kind of [`ClosePeer`].
pub const CLOSE: ActKind = ActKind {
    code: 772,
    name: "exchange.close-peer",
    about: "Speak no more with a hotline",
    nature: Nature::Decision,
    roles: KEEPERS,
};

/// Closes a hotline at once: nothing goes there and nothing comes from there any more, until two people set it again.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClosePeer {
    /// The hotline.
    #[n(0)]
    pub peer: Id,
}

impl Act for ClosePeer {
    const KIND: &'static ActKind = &CLOSE;

    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<Peer>(self.peer);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        self.peer
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let peer = self.peer;
        if view.get::<Peer>(peer).is_none_or(|row| row.peer_state != PeerState::Open) {
            return Err(Problem::new("peer", "is not spoken with", "a hotline that is open").into());
        }
        Ok(vec![NewEntry::of(&PeerClosed { peer })])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Room, a_peer, administrator, analyst, field};
    use kernel::{Outcome, RuleName};

    #[test]
    fn two_people_lay_a_hotline_down_and_one_closes_it() {
        let mut room = Room::default();
        assert!(matches!(room.enter(&a_peer(), analyst(1)), Outcome::Forbidden(_)));
        let proposal = room.proposed(a_peer(), administrator(1));
        let approve = ApprovePeer { proposal };
        assert!(room.rows::<Peer>().is_empty(), "a proposal is nothing yet");
        assert_eq!(room.refused_by(&approve, administrator(1)), RuleName::TwoPeople);
        assert!(room.entered(&approve, administrator(2)));
        assert_eq!(field(&room.enter(&approve, administrator(3))), "proposal");
        let row = room.rows::<Peer>().remove(0);
        assert_eq!((row.peer, row.peer_state, row.countries.as_str()), (proposal, PeerState::Open, "FR LU"));
        assert_eq!(room.rows::<Route>().len(), 2);
        assert!(room.entered(&ClosePeer { peer: proposal }, administrator(1)));
        assert!(room.rows::<Route>().is_empty(), "nobody takes these States any more");
        assert_eq!(field(&room.enter(&ClosePeer { peer: proposal }, administrator(1))), "peer");
        assert!(room.replays());
    }

    #[test]
    fn a_change_leaves_what_is_no_more_and_takes_no_state_of_another() {
        let mut room = Room::with_peer();
        let peer = room.peer();
        let change = ProposePeer { peer, countries: "FR BE".into(), ..a_peer() };
        let proposal = room.proposed(change, administrator(1));
        assert!(room.entered(&ApprovePeer { proposal }, administrator(2)));
        let states: Vec<String> = room.rows::<Route>().into_iter().map(|row| row.country).collect();
        assert_eq!(states, ["BE", "FR"]);
        let other = room.proposed(ProposePeer { countries: "LU FR".into(), ..a_peer() }, administrator(1));
        assert_eq!(field(&room.enter(&ApprovePeer { proposal: other }, administrator(2))), "proposal");
        assert!(room.replays());
    }

    #[test]
    fn what_does_not_fit_is_named() {
        let mut room = Room::default();
        let mut wrong = |act: ProposePeer| {
            let made = ProposePeer { proposal: room.next_made("proposal"), ..act };
            field(&room.enter(&made, administrator(1)))
        };
        for countries in ["", "XX", "FR fr", "FR FR", "France"] {
            assert_eq!(
                wrong(ProposePeer { countries: countries.into(), ..a_peer() }),
                "countries",
                "{countries}"
            );
        }
        for endpoint in
            ["http://peer.example/api", "https://peer.example/", "https://u:p@peer.example", "peer.example"]
        {
            assert_eq!(
                wrong(ProposePeer { endpoint: endpoint.into(), ..a_peer() }),
                "endpoint",
                "{endpoint}"
            );
        }
        assert_eq!(wrong(ProposePeer { name: " ".into(), ..a_peer() }), "name");
        assert_eq!(wrong(ProposePeer { unit: Id([9; 16]), ..a_peer() }), "unit");
        assert_eq!(wrong(ProposePeer { peer: Id([9; 16]), ..a_peer() }), "peer");
    }
}
