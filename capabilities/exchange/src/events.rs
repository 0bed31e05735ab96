//! The room's facts.

use crate::codes::ExchangeTried;
use facts::address::{AddressAction, AddressGrade};
use kernel::codes::Country;
use kernel::{Id, Instant, event};
use minicbor::{Decode, Encode};

/// A hotline, or a change of what is known of it, waits for a second person. Its credentials lie sealed beside the act.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct PeerProposed {
    /// The proposal.
    #[n(0)]
    pub proposal: Id,
    /// The hotline.
    #[n(1)]
    pub peer: Id,
    /// Its name.
    #[n(2)]
    pub name: String,
    /// Where it is spoken with.
    #[n(3)]
    pub endpoint: String,
    /// The States whose addresses it takes.
    #[n(4)]
    pub countries: Vec<Country>,
    /// The unit here that has what it hands in.
    #[n(5)]
    pub unit: Id,
}
event!(PeerProposed, 1770, 1, "exchange.peer-proposed");

/// A hotline is spoken with as it was proposed.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct PeerSet {
    /// The proposal.
    #[n(0)]
    pub proposal: Id,
    /// Who proposed it.
    #[n(1)]
    pub proposed_by: Id,
}
event!(PeerSet, 1771, 1, "exchange.peer-set");

/// A hotline is not spoken with any more.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct PeerClosed {
    /// The hotline.
    #[n(0)]
    pub peer: Id,
}
event!(PeerClosed, 1772, 1, "exchange.peer-closed");

/// From here on another hotline may have an address, or a word about it, whatever becomes of this process.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct SendBegun {
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
event!(SendBegun, 1773, 1, "exchange.send-begun");

/// What became of what was said to another hotline.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct SendTold {
    /// The address.
    #[n(0)]
    pub address: Id,
    /// The word about it; none where it is the address itself.
    #[n(1)]
    pub word: Id,
    /// Which attempt, from 1.
    #[n(2)]
    pub attempt: u32,
    /// What became of it.
    #[n(3)]
    pub tried: ExchangeTried,
    /// The status of the answer; 0 when there was none.
    #[n(4)]
    pub code: u16,
    /// The other hotline's number of the report; 0 where it made none.
    #[n(5)]
    pub report_no: i64,
    /// The other hotline's number of the address; 0 where it made none.
    #[n(6)]
    pub content_no: i64,
}
event!(SendTold, 1774, 1, "exchange.send-told");

/// An address of another hotline was taken over. It lies sealed beside the act.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct TakenOver {
    /// The address.
    #[n(0)]
    pub address: Id,
    /// Its host.
    #[n(1)]
    pub host: Id,
    /// From which hotline.
    #[n(2)]
    pub peer: Id,
    /// That hotline's number of the report; 0 where it tells none.
    #[n(3)]
    pub report_no: i64,
    /// That hotline's number of the address.
    #[n(4)]
    pub content_no: i64,
    /// What that hotline says it is. It decides nothing here.
    #[n(5)]
    pub grade: AddressGrade,
}
event!(TakenOver, 1775, 1, "exchange.taken-over");

/// What another hotline assigned to this one was looked through.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct PeerPulled {
    /// The hotline.
    #[n(0)]
    pub peer: Id,
    /// What became of it.
    #[n(1)]
    pub tried: ExchangeTried,
    /// The status of the answer; 0 when there was none.
    #[n(2)]
    pub code: u16,
    /// When the newest of it came in there: what came before is taken over.
    #[n(3)]
    pub until: Instant,
    /// How many addresses were taken over.
    #[n(4)]
    pub taken: u32,
    /// How many could not be read.
    #[n(5)]
    pub unreadable: u32,
}
event!(PeerPulled, 1776, 1, "exchange.peer-pulled");

/// One word of another hotline.
#[derive(Clone, Copy, Debug, PartialEq, Encode, Decode)]
pub struct Heard {
    /// Its number there.
    #[n(0)]
    pub number: i64,
    /// What it did.
    #[n(1)]
    pub action: AddressAction,
    /// When, as it says.
    #[n(2)]
    pub at: Instant,
}

/// Another hotline told what it did about an address.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct WordsHeard {
    /// The address.
    #[n(0)]
    pub address: Id,
    /// What it did.
    #[n(1)]
    pub heard: Vec<Heard>,
}
event!(WordsHeard, 1777, 1, "exchange.words-heard");

/// An address is not handed to another hotline, or may be again.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct HeldBack {
    /// The address.
    #[n(0)]
    pub address: Id,
    /// Whether it stays here.
    #[n(1)]
    pub back: bool,
}
event!(HeldBack, 1778, 1, "exchange.held-back");

/// What nobody took over is tried again.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct TriedAgain {
    /// The address.
    #[n(0)]
    pub address: Id,
    /// Words about it that were given up.
    #[n(1)]
    pub words: Vec<Id>,
}
event!(TriedAgain, 1779, 1, "exchange.tried-again");
