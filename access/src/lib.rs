//! Who works here, and how they prove it.
//!
//! **Authority stands in the journal.** A unit is opened, an account is proposed by one and approved by another, suspended or
//! closed at once by one: acts like all others, through the same gate. What they amount to are derived tables, which verify
//! compares. Who signs in, with which name and password, stands in `runtime.db` beside it: that can be lost or burgled
//! without giving anybody a role.
//!
//! | act | who | enters |
//! |---|---|---|
//! | [`Found`](acts::Found) | Tutela itself, once | the first administrator and the first overseer |
//! | [`OpenUnit`](acts::OpenUnit) | administrator | a unit |
//! | [`ProposeAccount`](acts::ProposeAccount), [`ApproveAccount`](acts::ApproveAccount) | two of administrators and overseers | an account, its role and unit |
//! | [`SuspendAccount`](acts::SuspendAccount), [`CloseAccount`](acts::CloseAccount) | administrator, overseer | it is so, at once |
//! | [`ProposeRecovery`](acts::ProposeRecovery), [`ApproveRecovery`](acts::ApproveRecovery) | two of administrators and overseers; the console may propose | a new one-time link |
//!
//! Rules that touch these acts: two-people, no-judge-in-own-cause.

pub mod acts;
pub mod codes;
pub mod events;
mod founding;
pub mod tables;
#[cfg(test)]
mod testing;

pub use founding::{READ_STAFF, READ_UNITS, console};

use kernel::Charter;

/// The pure half of this floor.
#[must_use]
pub fn charter() -> Charter {
    Charter {
        name: "access",
        paragraphs: "46, 52, 69",
        acts: acts::acts(),
        reads: vec![&READ_UNITS, &READ_STAFF],
        events: events::events(),
        projections: tables::projections(),
        tables: tables::tables(),
        ..Charter::default()
    }
}
