//! Letting go: how long records are kept, what stops their erasure, and who is told of it (A/HRC/31/58 ¶52, 69 derived;
//! Regulation (EU) 2016/679 Art. 5(1)(e), 17, 19; Directive (EU) 2016/680 Art. 5, 16).
//!
//! A **schedule** says for one kind of record how many days after which event it is erased, and by which law. One lays it
//! down, another approves it. Every day a job ([`fall_due`]) looks what falls due, *announces* it at least 14 days before, and
//! when the day comes puts the erasure forward. It never erases: the overseer confirms, each record by its number. What
//! waits too long is said so.
//!
//! A **legal hold** stops every erasure of a record, or of everything that belongs to a case. It names authority, reason and
//! document, and a last day, at most a year away; it ends by itself, is warned of before, can be renewed, and is lifted early
//! by two.
//!
//! | act | by | enters |
//! |---|---|---|
//! | [`ImposeHold`](acts::ImposeHold), [`RenewHold`](acts::RenewHold) | investigator, prosecutor, court officer, overseer | a hold until a day |
//! | [`AskLift`](acts::AskLift), [`LiftHold`](acts::LiftHold) | the same; a prosecutor or the overseer | it is lifted early |
//! | [`EndHold`](acts::EndHold), [`WarnOfEnd`](acts::WarnOfEnd) | Tutela itself | it ended, it ends soon |
//! | [`LayDown`](acts::LayDown), [`ApproveSchedule`](acts::ApproveSchedule) | two of administrators and overseers | a schedule in force |
//! | [`Announce`](acts::Announce), [`PutForward`](acts::PutForward), [`CallOff`](acts::CallOff), [`Remind`](acts::Remind) | Tutela itself | what falls due, and what became of it |
//! | [`NamePartners`](acts::NamePartners) | Tutela itself, after each erasure | which units are to be told |
//! | [`TellPartner`](acts::TellPartner) | who works with records | it was told |
//! | [`MakeRequest`](acts::MakeRequest) | analyst, victim support, overseer | what somebody asks about what is held on them |
//! | [`ExtendRequest`](acts::ExtendRequest), [`DecideRequest`](acts::DecideRequest) | the same; victim support, prosecutor, overseer | more time, once; how it is answered |
//! | [`ReleaseAnswer`](acts::ReleaseAnswer) | a second of those | the answer, and what is mended |
//! | [`WatchRequest`](acts::WatchRequest) | Tutela itself | its term runs out, was missed |
//!
//! A **request** is what somebody asks about what is held on them: to see it, or to have it mended. It has a term of 30 days,
//! extended once by 60. What is held is collected from all rooms' declarations; what names others is withheld. One decides,
//! another releases. What was wrong is mended by a new fact ([`PersonCorrected`](facts::letting_go::PersonCorrected)); the
//! journal keeps both, and partners are told.
//!
//! What other rooms keep they declare (`kernel::kept`): which facts move a record's clock, what each table holds on whom.
//! What they still need they say by bars of their own: an open case, a report that waits for an answer, a planned release.

pub mod acts;
pub mod codes;
pub mod events;
pub mod tables;
pub mod terms;

mod bars;
mod confirm;
mod daily;
mod held;
mod page;
mod room;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

pub use daily::{fall_due, fall_due_at};
pub use room::{READ_HELD, READ_KEEPING, READ_REQUESTS, room};

use kernel::erasure::Erased;
use kernel::{Act, Charter, Event, Reactor, Work};

/// The pure half of the room.
#[must_use]
pub fn charter() -> Charter {
    Charter {
        name: "letting-go",
        paragraphs: "52, 69",
        acts: acts::specs(),
        reads: vec![&READ_KEEPING, &READ_HELD, &READ_REQUESTS],
        events: events::specs(),
        projections: tables::projections(),
        reactors: vec![Reactor {
            name: "letting-go.name-partners",
            on: Erased::KIND,
            work: Work::Act(|entry| {
                let act = acts::NamePartners { record: entry.subject };
                Some((acts::NamePartners::KIND.code, kernel::entry::to_cbor(&act)))
            }),
        }],
        tables: tables::tables(),
        bars: bars::bars(),
        kept: tables::kept(),
        ..Charter::default()
    }
}
