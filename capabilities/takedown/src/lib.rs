//! Takedown: addresses reported as carrying child sexual abuse material, from intake to the day on which they are gone (¶38, 63).
//!
//! What is at an address is never fetched and never shown: graders look by themselves, in the lawful place that they have for it, and
//! this room asks a host for nothing but a status.
//!
//! # From an address to its end
//! taken in → graded by two people (a third decides where they differ) → the host was asked to preserve it → perhaps a hold of the
//! police, which ends by itself on its day → notice → looks at the status, until it is offline, leads elsewhere, is refused, or a
//! person says what an answer means.
//!
//! # Acts
//! | act | number | by | sealed slots |
//! |---|---|---|---|
//! | [`AddAddress`](acts::AddAddress) | 740 | analyst, investigator; Tutela itself, of what another hotline handed in | 0 the address |
//! | [`GradeAddress`](acts::GradeAddress) | 741 | analyst, investigator; each another person | |
//! | [`AskPreservation`](acts::AskPreservation) | 742 | analyst, investigator | |
//! | [`PlaceHold`](acts::PlaceHold) | 743 | analyst, investigator | |
//! | [`EndHold`](acts::EndHold) | 744 | analyst, investigator | |
//! | [`SendNotice`](acts::SendNotice) | 745 | analyst, investigator | |
//! | [`TellLetter`](acts::TellLetter) | 746 | Tutela itself | |
//! | [`TellChecks`](acts::TellChecks) | 747 | Tutela itself | |
//! | [`ClaimRemoval`](acts::ClaimRemoval) | 748 | analyst, investigator, the host | |
//! | [`DecideFound`](acts::DecideFound) | 749 | analyst, investigator | |
//! | [`LodgeAppeal`](acts::LodgeAppeal) | 750 | analyst, investigator, the host | 0 what was said |
//! | [`DecideAppeal`](acts::DecideAppeal) | 751 | who had no part in it | |
//! | [`SetContact`](acts::SetContact) | 752 | analyst, investigator, Tutela itself | 0 mail address, 1 reason |
//! | [`ProposeScheme`](acts::ProposeScheme) | 753 | administrator, overseer | |
//! | [`ApproveScheme`](acts::ApproveScheme) | 754 | another administrator or overseer | |
//! | [`TellRegistry`](acts::TellRegistry) | 755 | Tutela itself | 0 mail address |
//! | [`SetHook`](acts::SetHook) | 756 | analyst, investigator | 0 address of the host's system, 1 reason, 2 secret |
//! | [`TellMove`](acts::TellMove) | 757 | Tutela itself | 0 where it points |
//! | [`FollowMove`](acts::FollowMove) | 758 | analyst, investigator | 0 the new address |
//! | [`RenewLink`](acts::RenewLink) | 759 | analyst, investigator | |
//! | [`EndLink`](acts::EndLink) | 760 | analyst, investigator | |
//! | [`Disown`](acts::Disown) | 761 | analyst, investigator, the host | |
//! | [`AnswerDisowned`](acts::AnswerDisowned) | 762 | analyst, investigator | |
//!
//! # A host's own page
//! Each notice brings its host a link to a page of its own at the machine door ([`machine_routes`]): the notices that it got, how far each
//! is, its own figures, and what it may say: that a page is gone, that a notice is a mistake, that an address is not at it. What the link
//! carries is the number of a [`HostLink`](tables::HostLink) and a keyed hash of it; nothing of that hash is kept. It ends by itself, when
//! the desk ends it, when the host is reached elsewhere, and when somebody else runs the host.
//!
//! # Whose host it is
//! The registry that the operator named is asked by RDAP ([`Settings::registry`]), and nobody else: with whom a name is registered, where
//! abuse is told, in which State. What a person entered stays. A host that is run by somebody else than before has its open addresses
//! graded and not preserved: whoever runs it now is asked to preserve, and gets a notice of their own.
//!
//! # An address that leads to another host
//! Where it points is kept sealed. A person looks and says whether the same is there ([`FollowMove`](acts::FollowMove)): the new address is
//! linked to the old one, takes its grade over where it is the same and nobody graded it yet, and goes its own way from there.
//!
//! # Rules that apply
//! - [`preserve_before_notice`](rules::preserve_before_notice) (38, 63): no notice before the preservation request, and none under a hold.
//! - *two-people* (52, 69): grades, tables of labels, appeals.
//! - *no-judge-in-own-cause* (46, 52): who has a conflict with an address leaves it to others.
//! - *every-look-leaves-a-trace* (52, 69): reading an address or a contact is entered, Tutela's own look included.
//!
//! # What a letter says
//! The address, the law, where to answer. It names no reporter, no victim, no report and no grader.
//!
//! # Limits
//! - An address's number follows from it by a key of this node, so that the same address is one record. An erased address keeps its number
//!   in the journal: whoever holds the node's key and the address can tell that it was there.
//! - A process that dies between a letter's leaving and its entry sends it again, under the same `Message-ID`.

pub mod acts;
mod apply;
pub mod check;
pub mod codes;
mod door;
pub mod events;
mod found;
pub mod intake;
pub mod limits;
pub mod lines;
mod outreach;
mod pages;
mod room;
pub mod rules;
pub mod tables;

#[cfg(test)]
mod testing;

pub use door::{host_link, machine_described, machine_routes};
pub use facts::address;
pub use outreach::{CONNECTIONS, Outreach, Settings};
pub use room::room;

use facts::address::AddressHandedIn;
use kernel::kept::{Anchor, Kind, RecordKind, Touch};
use kernel::{Charter, Event, EventSpec, Reactor, ReadKind, Role, Work};

/// Addresses, hosts and letters: codes, numbers and times; no address.
pub const READ_ADDRESSES: ReadKind = ReadKind {
    code: 740,
    name: "takedown.addresses",
    roles: &[Role::Analyst, Role::Investigator, Role::Overseer],
    personal: false,
};

/// The address itself, for whoever grades it and for Tutela, which asks for its status.
pub const READ_URL: ReadKind = ReadKind {
    code: 741,
    name: "takedown.url",
    roles: &[Role::Analyst, Role::Investigator, Role::System],
    personal: true,
};

/// Where a host is reached.
pub const READ_CONTACT: ReadKind = ReadKind {
    code: 742,
    name: "takedown.contact",
    roles: &[Role::Analyst, Role::Investigator, Role::System],
    personal: true,
};

/// Tables of labels.
pub const READ_SCHEMES: ReadKind = ReadKind {
    code: 743,
    name: "takedown.schemes",
    roles: &[Role::Analyst, Role::Investigator, Role::Overseer, Role::Administrator],
    personal: false,
};

/// A host's own page: the addresses themselves of the notices that it got.
pub const READ_HOST_PAGE: ReadKind =
    ReadKind { code: 744, name: "takedown.host-page", roles: &[Role::Host], personal: true };

/// The room's charter.
#[must_use]
pub fn charter() -> Charter {
    use events::{
        AddressGraded, AddressSeen, AddressTaken, AddressesChecked, AppealDecided, AppealLodged, ContactSet,
        FoundDecided, HoldEnded, HoldPlaced, HookSet, LetterAttempted, LetterDue, LinkEnded, LinkSet,
        MoveFollowed, MoveFound, OperatorChanged, PreservationAsked, RegistryTold, RemovalClaimed,
        SchemeProposed, SchemeSet, WordAnswered, WordSaid,
    };
    Charter {
        name: "takedown",
        paragraphs: "38, 63",
        acts: acts::specs(),
        reads: vec![&READ_ADDRESSES, &READ_URL, &READ_CONTACT, &READ_SCHEMES, &READ_HOST_PAGE],
        events: vec![
            EventSpec::of::<AddressTaken>(),
            EventSpec::of::<AddressSeen>(),
            EventSpec::of::<AddressGraded>(),
            EventSpec::of::<PreservationAsked>(),
            EventSpec::of::<HoldPlaced>(),
            EventSpec::of::<HoldEnded>(),
            EventSpec::of::<LetterDue>(),
            EventSpec::of::<LetterAttempted>(),
            EventSpec::of::<AddressesChecked>(),
            EventSpec::of::<FoundDecided>(),
            EventSpec::of::<RemovalClaimed>(),
            EventSpec::of::<AppealLodged>(),
            EventSpec::of::<AppealDecided>(),
            EventSpec::of::<ContactSet>(),
            EventSpec::of::<SchemeProposed>(),
            EventSpec::of::<SchemeSet>(),
            EventSpec::of::<RegistryTold>(),
            EventSpec::of::<HookSet>(),
            EventSpec::of::<MoveFound>(),
            EventSpec::of::<MoveFollowed>(),
            EventSpec::of::<OperatorChanged>(),
            EventSpec::of::<LinkSet>(),
            EventSpec::of::<LinkEnded>(),
            EventSpec::of::<WordSaid>(),
            EventSpec::of::<WordAnswered>(),
        ],
        projections: apply::projections(),
        reactors: vec![Reactor {
            name: "takedown.take-in",
            on: AddressHandedIn::KIND,
            work: Work::Act(acts::add_address::react),
        }],
        tables: tables::tables(),
        kinds: vec![Kind {
            kind: RecordKind::Address,
            last_event: "the last thing that a person entered about it",
        }],
        touches: touches(),
        kept: tables::kept(),
        ..Charter::default()
    }
}

/// What moves the clock of an address: what people enter, and not each look at its status.
fn touches() -> Vec<Touch> {
    use events::{
        AddressGraded, AddressSeen, AddressTaken, AppealDecided, AppealLodged, LetterDue, WordAnswered,
        WordSaid,
    };
    let touch = |on, hand, whose| Touch { on, kind: RecordKind::Address, hand, whose };
    vec![
        touch(AddressTaken::KIND, Anchor::Entered, |entry| Ok(entry.event::<AddressTaken>()?.address)),
        touch(AddressSeen::KIND, Anchor::LastEvent, |entry| Ok(entry.event::<AddressSeen>()?.address)),
        touch(AddressGraded::KIND, Anchor::LastEvent, |entry| Ok(entry.event::<AddressGraded>()?.address)),
        touch(LetterDue::KIND, Anchor::LastEvent, |entry| Ok(entry.event::<LetterDue>()?.address)),
        touch(AppealLodged::KIND, Anchor::LastEvent, |entry| Ok(entry.event::<AppealLodged>()?.address)),
        touch(AppealDecided::KIND, Anchor::LastEvent, |entry| Ok(entry.event::<AppealDecided>()?.address)),
        touch(WordSaid::KIND, Anchor::LastEvent, |entry| Ok(entry.event::<WordSaid>()?.address)),
        touch(WordAnswered::KIND, Anchor::LastEvent, |entry| Ok(entry.event::<WordAnswered>()?.address)),
    ]
}
