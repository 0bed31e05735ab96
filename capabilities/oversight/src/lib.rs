//! Oversight (¶52, 69): every look, export, broken glass, violation and refusal, explained and put before a human.
//!
//! The traces themselves are the journal's (`kernel::journal`, `kernel::export`, `kernel::glass`). Here they are counted for
//! whoever oversees, and explained one by one: who, in which role and unit, why, when, through which case.
//!
//! # Acts
//! | act | number | by | enters |
//! |---|---|---|---|
//! | [`SeeTo`](acts::SeeTo) | 920 | overseer | up to which entry they saw to everything |
//! | [`FindUnusual`](acts::FindUnusual) | 921 | Tutela itself | looks that stand out ([`watch`]) |
//! | [`AnswerFinding`](acts::AnswerFinding) | 922 | overseer | in order, or passed on for inquiry |
//! | [`SetWorkingWeek`](acts::SetWorkingWeek) | 930 | administrator | when a unit works |
//! | [`SetHoliday`](acts::SetHoliday) | 931 | administrator | a free day, with its source |
//! | [`SetTimeZone`](acts::SetTimeZone) | 932 | administrator | the node's time zone |
//!
//! # Rules that apply
//! - *two-people* (52): whoever looked and whoever answers for it are two.
//! - *no-judge-in-own-cause* (46, 52): who has a conflict with an officer leaves the answer to others.

pub mod acts;
pub mod codes;
pub mod events;
mod pages;
mod room;
pub mod tables;
pub mod watch;
pub mod week;
mod worker;

#[cfg(test)]
mod testing;

pub use pages::{
    Code, CodeListSeen, EntryProof, EntrySeen, ExportSeen, Line, TermSeen, entry_seen, lines, room_seen,
    terms_seen,
};
pub use room::{READ_OVERSEER, READ_SETTINGS, room};
pub use worker::{PersonsNamed, watch, watch_hourly, weeks};

use kernel::Charter;

/// The room's charter.
#[must_use]
pub fn charter() -> Charter {
    Charter {
        name: "oversight",
        paragraphs: "52, 69",
        acts: acts::specs(),
        reads: vec![&READ_OVERSEER, &READ_SETTINGS],
        events: events::events(),
        projections: tables::projections(),
        tables: tables::tables(),
        kept: tables::kept(),
        ..Charter::default()
    }
}
