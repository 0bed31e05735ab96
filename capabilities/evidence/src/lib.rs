//! Evidence: sealed originals leave only to a named lawful unit, encrypted to its key, hand by hand (¶63).
//!
//! | act | number | by | sealed slots |
//! |---|---|---|---|
//! | [`ProposeRecipient`](acts::ProposeRecipient) | 800 | administrator, overseer | 0 name of a unit outside |
//! | [`ApproveRecipient`](acts::ApproveRecipient) | 801 | another of them | |
//! | [`WithdrawRecipient`](acts::WithdrawRecipient) | 802 | one of them, at once | |
//! | [`ProposeHandover`](acts::ProposeHandover) | 803 | analyst, investigator, prosecutor | 0 words of the legal basis |
//! | [`ApproveHandover`](acts::ApproveHandover) | 804 | another of them | |
//! | [`RecordPackage`](acts::RecordPackage) | 806 | Tutela itself | |
//! | [`TellHand`](acts::TellHand) | 807 | analyst, investigator, prosecutor | |
//! | [`AnswerHandover`](acts::AnswerHandover) | 809 | the same | |
//!
//! *two-people* (52, 69): nobody names a recipient or hands originals over alone. A hand whose hash differs stops the handover.
//!
//! This is the pure half: no door, worker or command stands above it yet, and `app` does not list the room.

pub mod acts;
pub mod codes;
pub mod events;
pub mod tables;

use kernel::Charter;

/// The room's charter.
#[must_use]
pub fn charter() -> Charter {
    Charter {
        name: "evidence",
        paragraphs: "63",
        acts: acts::specs(),
        events: events::specs(),
        projections: tables::projections(),
        tables: tables::tables(),
        kept: tables::kept(),
        ..Charter::default()
    }
}
