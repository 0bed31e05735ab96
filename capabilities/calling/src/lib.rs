//! Calling: whoever is on duty is reached, by mail, webhook, text message or phone, until a human has what cannot wait (¶43, 82(g)).
//!
//! A room that wants a human enters [`HumanWanted`](facts::call::HumanWanted). The writer answers it with messages, one for each
//! [`Way`](tables::Way) that is to be used ([`SendOut`](acts::SendOut)); [`Couriers`] deliver them beside the writer, and what
//! becomes of each attempt is entered ([`TellAttempt`](acts::TellAttempt)): the journal holds who was called when, by what way, and
//! what the other side said.
//!
//! # Acts
//! | act | number | by | sealed slots |
//! |---|---|---|---|
//! | [`OpenWay`](acts::OpenWay) | 120 | administrator, overseer | 0 address, 1 a webhook's secret |
//! | [`CloseWay`](acts::CloseWay) | 121 | administrator, overseer | |
//! | [`TryWay`](acts::TryWay) | 122 | administrator, overseer | |
//! | [`SendOut`](acts::SendOut) | 123 | Tutela itself | |
//! | [`BeginAttempt`](acts::BeginAttempt) | 124 | Tutela itself | |
//! | [`TellAttempt`](acts::TellAttempt) | 125 | Tutela itself | |
//!
//! # How sure it is
//! - A message is on its way until somebody took it over, somebody has the matter, a newer call goes out, or an hour of attempts is
//!   over. A process that ends in between leaves it on its way: the next one goes on.
//! - Before it leaves, the attempt is entered as begun, by one courier alone; what became of it is entered afterwards. An attempt of
//!   which nothing was told within three minutes is one of which nobody knows what became.
//! - Its number goes out with it (`Message-ID`, `webhook-id`). It goes out a second time only after a known failure, or after an
//!   attempt of which nobody knows what became; then the receiver tells by the number that it is the same.
//! - Each way is served by itself: a server that is slow or away holds up no other way.
//! - In a flood one message of the last minute does for every further call by the same way: all lead to one list.
//! - No message says what a matter is about, and none names it: it leads to the list of calls.
//!
//! # Rules that apply
//! - *no-judge-in-own-cause* (46, 52): nobody is called, by a way of their own, to what they have a conflict with or are kept from;
//!   a complaint goes by no way that several units share, and the ways of a unit that hears complaints are the overseer's.
//! - *every-look-leaves-a-trace* (52, 69): the courier's look at an address is entered.

pub mod acts;
pub mod codes;
mod deliver;
pub mod events;
pub mod limits;
mod room;
pub mod tables;

#[cfg(test)]
mod testing;

pub use deliver::{Couriers, Equipment, Gateway, MailServer};
pub use room::room;

use facts::call::HumanWanted;
use kernel::kept::Kept;
use kernel::{Charter, Event, EventSpec, Reactor, ReadKind, Record, Role, Work};

/// Ways: codes, numbers and times, no address, and of what went out by them only trials.
pub const READ_WAYS: ReadKind = ReadKind {
    code: 120,
    name: "calling.ways",
    roles: &[Role::Administrator, Role::Overseer],
    personal: false,
};

/// Messages: when who was called by which way. Whoever a complaint is about could learn of it by them.
pub const READ_MESSAGES: ReadKind =
    ReadKind { code: 122, name: "calling.messages", roles: &[Role::Overseer], personal: false };

/// The address of a way: whoever delivers opens it.
pub const READ_ADDRESS: ReadKind =
    ReadKind { code: 121, name: "calling.address", roles: &[Role::System], personal: true };

/// The room's charter.
#[must_use]
pub fn charter() -> Charter {
    Charter {
        name: "calling",
        paragraphs: "43, 82(g)",
        acts: acts::specs(),
        reads: vec![&READ_WAYS, &READ_MESSAGES, &READ_ADDRESS],
        events: vec![
            EventSpec::of::<events::WayOpened>(),
            EventSpec::of::<events::WayClosed>(),
            EventSpec::of::<events::MessagesDue>(),
            EventSpec::of::<events::AttemptBegun>(),
            EventSpec::of::<events::MessageTried>(),
        ],
        projections: tables::projections(),
        reactors: vec![Reactor {
            name: "calling.send-out",
            on: HumanWanted::KIND,
            work: Work::Act(acts::send_out::react),
        }],
        tables: tables::tables(),
        kept: vec![
            Kept::of(tables::Way::TABLE, &["way"], &["officer", "opened_by"]),
            Kept::of(tables::Message::TABLE, &["matter"], &[]),
        ],
        ..Charter::default()
    }
}
