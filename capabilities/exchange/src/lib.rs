//! Exchange between hotlines: an address whose host stands in another State is handed to the hotline of that State, what other hotlines
//! hand in is taken in here, and what was done is told both ways (¶38, 63).
//!
//! Nothing that is at an address is fetched, sent or shown. What leaves is the address, the State of its host, its grade and what was done
//! about it: no reporter, no victim, no report, no grader, no text that anybody wrote.
//!
//! # From a grade to another hotline
//! graded as illegal by two people (`takedown`) → the State of its host is known, and a hotline takes that State's addresses → *begun* is
//! entered → it goes out → assessment and fields follow → handed over → words about it, never in the run that created the report.
//!
//! # From another hotline to here
//! its list is read from a cursor → each address is taken over once, by its number there → `takedown` takes it in, two people here grade
//! it → the grade is told, then what was done.
//!
//! # Acts
//! | act | number | by | sealed slots |
//! |---|---|---|---|
//! | [`ProposePeer`](acts::ProposePeer) | 770 | administrator, overseer | 0 user name, 1 password |
//! | [`ApprovePeer`](acts::ApprovePeer) | 771 | another administrator or overseer | |
//! | [`ClosePeer`](acts::ClosePeer) | 772 | administrator, overseer | |
//! | [`BeginSend`](acts::BeginSend) | 773 | Tutela itself | |
//! | [`TellSend`](acts::TellSend) | 774 | Tutela itself | |
//! | [`TakeOver`](acts::TakeOver) | 775 | Tutela itself | 0 the address |
//! | [`TellPull`](acts::TellPull) | 776 | Tutela itself | |
//! | [`TellHeard`](acts::TellHeard) | 777 | Tutela itself | |
//! | [`HoldBack`](acts::HoldBack) | 778 | analyst, investigator | |
//! | [`TryAgain`](acts::TryAgain) | 779 | analyst, investigator | |
//!
//! # Rules that apply
//! - *two-people* (52, 69): with whom this hotline speaks.
//! - A hold of the police (38, 63): nothing is handed over while it stands.
//! - *no-judge-in-own-cause* (46, 52): who has a conflict with an address leaves it to others.
//! - *every-look-leaves-a-trace* (52, 69): each opening of an address or of credentials is entered, Tutela's own too.
//!
//! # Nothing lost, nothing double
//! What makes something new on the other side is entered as begun before it leaves. A process that dies, or an answer that does not come,
//! leaves it begun: the next attempt asks the other side first whether it is there. What can be said twice without harm is said again.
//! A list is read again from a day before the cursor, and each number of the other side is taken over once.
//!
//! # Limits
//! - An address goes one way, to or from one hotline: a second one that hands it in is noted and not answered.
//! - Names of fields beyond those that SCART's published calls show are assumed (`engines/iccam`).

pub mod acts;
mod apply;
pub mod codes;
pub mod events;
mod hear;
pub mod limits;
pub mod line;
mod pages;
mod room;
#[cfg(any(test, feature = "testing"))]
pub mod simulated;
pub mod tables;
mod works;

#[cfg(test)]
mod testing;

pub use room::room;
pub use works::{Exchange, Settings};

use kernel::{Charter, EventSpec, ReadKind, Role};

/// Addresses between hotlines, and words about them: codes, numbers and times; no address.
pub const READ_EXCHANGE: ReadKind = ReadKind {
    code: 770,
    name: "exchange.addresses",
    roles: &[Role::Analyst, Role::Investigator, Role::Overseer],
    personal: false,
};

/// Hotlines, and proposals of them; no credentials.
pub const READ_PEERS: ReadKind = ReadKind {
    code: 771,
    name: "exchange.peers",
    roles: &[Role::Analyst, Role::Investigator, Role::Overseer, Role::Administrator],
    personal: false,
};

/// An address that is handed over.
pub const READ_URL: ReadKind =
    ReadKind { code: 772, name: "exchange.url", roles: &[Role::System], personal: true };

/// The credentials under which this hotline is known to another.
pub const READ_CREDENTIALS: ReadKind =
    ReadKind { code: 773, name: "exchange.credentials", roles: &[Role::System], personal: true };

/// The room's charter.
#[must_use]
pub fn charter() -> Charter {
    use events::{
        HeldBack, PeerClosed, PeerProposed, PeerPulled, PeerSet, SendBegun, SendTold, TakenOver, TriedAgain,
        WordsHeard,
    };
    Charter {
        name: "exchange",
        paragraphs: "38, 63",
        acts: acts::specs(),
        reads: vec![&READ_EXCHANGE, &READ_PEERS, &READ_URL, &READ_CREDENTIALS],
        events: vec![
            EventSpec::of::<PeerProposed>(),
            EventSpec::of::<PeerSet>(),
            EventSpec::of::<PeerClosed>(),
            EventSpec::of::<SendBegun>(),
            EventSpec::of::<SendTold>(),
            EventSpec::of::<TakenOver>(),
            EventSpec::of::<PeerPulled>(),
            EventSpec::of::<WordsHeard>(),
            EventSpec::of::<HeldBack>(),
            EventSpec::of::<TriedAgain>(),
        ],
        projections: apply::projections(),
        tables: tables::tables(),
        kept: tables::kept(),
        ..Charter::default()
    }
}
