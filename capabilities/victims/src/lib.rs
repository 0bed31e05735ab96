//! Victims: safe adults, wishes, notices of release (¶35, 56, 59, 65).
//!
//! A child victim, or a safe parent or guardian in its place, has the right to be told before an offender is released, if
//! they so wish. The room keeps who is safe, who wishes what, and sees that who asked is told: by a code and a day in a
//! thread, never by a text that a stranger could read.
//!
//! # From a release to a notice
//! 1. `cases` enters [`ReleasePlanned`](facts::outcome::ReleasePlanned). The reaction
//!    [`NotifyRelease`](acts::NotifyRelease) finds the victims of that case who asked and enters one
//!    [`ReleaseToTell`](events::ReleaseToTell) for each.
//! 2. Each of these is answered by a [`TellOfRelease`](acts::TellOfRelease) of its own: a notice that is refused (the
//!    guardian is suspected by now) or that has no thread becomes a human's task and stops no other.
//! 3. The human asks the victim who else may be told. The new [`StateWish`](acts::StateWish) is answered by
//!    [`NotifyAfterWish`](acts::NotifyAfterWish), which reaches for every release of which the victim was not told yet. So
//!    does a first wish that comes after the plan.
//!
//! A release is never delayed by any of this: telling follows it.
//!
//! # Acts
//! | act | number | by | enters |
//! |---|---|---|---|
//! | [`NameGuardian`](acts::NameGuardian) | 400 | victim support, investigator | `GuardianNamed` |
//! | [`ExcludeGuardian`](acts::ExcludeGuardian) | 401 | victim support, investigator | `GuardianExcluded` |
//! | [`StateWish`](acts::StateWish) | 402 | victim support, investigator | `WishStated` |
//! | [`NotifyRelease`](acts::NotifyRelease) | 403 | Tutela itself | who is to be told |
//! | [`NotifyAfterWish`](acts::NotifyAfterWish) | 404 | Tutela itself | what is still to be told |
//! | [`TellOfRelease`](acts::TellOfRelease) | 405 | Tutela itself | `ThreadNotice`, and that it was said |
//!
//! # Rules that apply
//! - *guardian-is-not-suspect* (35, 59): a wish through, or a notice to, a guardian who is suspected or excluded, on any
//!   record of that guardian.
//! - *no-judge-in-own-cause* (46, 52): who has a conflict with the case or the victim leaves it to others.

pub mod acts;
pub mod events;
mod persons;
mod room;
pub mod tables;

#[cfg(test)]
mod testing;

pub use room::{READ_VICTIMS, room};

mod kept;

use facts::outcome::ReleasePlanned;
use facts::person::WishStated;
use kernel::{Charter, Event, EventSpec, Reactor, Work};

/// The room's charter.
#[must_use]
pub fn charter() -> Charter {
    let react = |name, on, answer| Reactor { name, on, work: Work::Act(answer) };
    Charter {
        name: "victims",
        paragraphs: "35, 56, 59, 65",
        acts: acts::specs(),
        reads: vec![&READ_VICTIMS],
        events: vec![
            EventSpec::of::<events::ReleaseConsidered>(),
            EventSpec::of::<events::ReleaseToTell>(),
            EventSpec::of::<events::ReleaseTold>(),
            EventSpec::of::<events::WishConsidered>(),
        ],
        projections: tables::projections(),
        reactors: vec![
            react("victims.notify-release", ReleasePlanned::KIND, acts::notify_release::react),
            react("victims.notify-after-wish", WishStated::KIND, acts::notify_after_wish::react),
            react("victims.tell", events::ReleaseToTell::KIND, acts::tell_of_release::react),
        ],
        tables: tables::tables(),
        bars: vec![kept::PLANNED_RELEASE],
        touches: kept::touches(),
        kept: kept::kept(),
        ..Charter::default()
    }
}
