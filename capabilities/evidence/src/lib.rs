//! Evidence: sealed originals leave only to a named lawful unit, encrypted to its key, hand by hand (¶63).
//!
//! # From a recipient to an answer
//! a recipient is proposed with its key → a second person compared the key aloud → originals of a record are chosen for it → a second
//! person approves; the record is held from then on → Tutela packs ([`package`]) → fetched → the recipient's receipt → its answer →
//! destroyed there or returned. The chain of hands is a document that anybody verifies offline ([`custody`]).
//!
//! # Acts
//! | act | number | by | sealed slots |
//! |---|---|---|---|
//! | [`ProposeRecipient`](acts::ProposeRecipient) | 800 | administrator, overseer | |
//! | [`ApproveRecipient`](acts::ApproveRecipient) | 801 | another of them | |
//! | [`WithdrawRecipient`](acts::WithdrawRecipient) | 802 | one of them, at once | |
//! | [`ProposeHandover`](acts::ProposeHandover) | 803 | analyst, investigator, prosecutor | 0 words of the legal basis |
//! | [`ApproveHandover`](acts::ApproveHandover) | 804 | another of them | |
//! | [`CallOff`](acts::CallOff) | 805 | one of them, at once; Tutela itself | |
//! | [`RecordPackage`](acts::RecordPackage) | 806 | Tutela itself | |
//! | [`TellHand`](acts::TellHand) | 807 | analyst, investigator, prosecutor | |
//! | [`AnswerHandover`](acts::AnswerHandover) | 809 | the same | |
//!
//! # Rules that apply
//! - *two-people* (52, 69): nobody names a recipient or hands originals over alone.
//! - *no-judge-in-own-cause* (46, 52): who has a conflict with a record leaves its handovers to others.
//! - *every-look-leaves-a-trace* (52, 69): the packing worker's look at originals is entered, and so is a look at the words of a basis.
//! - A hand whose hash differs stops the handover, and the overseer's first page counts it.
//!
//! # Limits
//! - No page or route yields an original; what leaves is encrypted to the recipient's key, and the node cannot open it any more.
//! - That the journal took an original in is proven by its entry's number; what was promised there is a hash of what is sealed, which
//!   nobody outside can compute.
//! - Who received is told by the unit that enters the receipt: it bears no signature of the recipient.

pub mod acts;
pub mod codes;
pub mod custody;
pub mod events;
mod leaving;
pub mod package;
mod pages;
mod room;
pub mod tables;
mod worker;

pub use leaving::{Fetched, chain_of, fetch};
pub use room::room;
pub use worker::{let_go, work};

use kernel::{Charter, Event, Reactor, ReadKind, Role, Work};

/// The reaction to an approved handover: a worker packs it.
pub const PACK: &str = "evidence.pack";
/// The slot of the words of a legal basis, beside the act that proposed the handover.
pub const SLOT_WORDS: u16 = 0;

/// Recipients: names of units, keys, days.
pub const READ_RECIPIENTS: ReadKind = ReadKind {
    code: 800,
    name: "evidence.recipients",
    roles: &[Role::Analyst, Role::Investigator, Role::Prosecutor, Role::Overseer, Role::Administrator],
    personal: false,
};

/// Handovers, their hands, and where originals lie: numbers, codes, hashes and times.
pub const READ_HANDOVERS: ReadKind = ReadKind {
    code: 801,
    name: "evidence.handovers",
    roles: &[Role::Analyst, Role::Investigator, Role::Prosecutor, Role::Overseer],
    personal: false,
};

/// Originals: only the worker that encrypts them to their recipient.
pub const READ_ORIGINALS: ReadKind =
    ReadKind { code: 802, name: "evidence.originals", roles: &[Role::System], personal: true };

/// The words of law or order on which a handover rests.
pub const READ_WORDS: ReadKind = ReadKind {
    code: 803,
    name: "evidence.words",
    roles: &[Role::Analyst, Role::Investigator, Role::Prosecutor],
    personal: true,
};

/// The room's charter.
#[must_use]
pub fn charter() -> Charter {
    Charter {
        name: "evidence",
        paragraphs: "63",
        acts: acts::specs(),
        reads: vec![&READ_RECIPIENTS, &READ_HANDOVERS, &READ_ORIGINALS, &READ_WORDS],
        events: events::specs(),
        projections: tables::projections(),
        reactors: vec![Reactor { name: PACK, on: events::HandoverApproved::KIND, work: Work::Worker }],
        tables: tables::tables(),
        kept: tables::kept(),
        ..Charter::default()
    }
}
