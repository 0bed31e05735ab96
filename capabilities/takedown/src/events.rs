//! The facts of this room.

use crate::codes::{
    AddressGrade, AddressSource, AppealBy, CheckFound, ContactSource, HostAnswer, HostKind, HostWord,
    LegalGround, LetterKind, LetterMeans, RegistryFound,
};
pub use facts::letter::LetterTried;
use kernel::codes::Country;
use kernel::{Id, Instant, event};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An address was taken in. It lies sealed beside the act.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct AddressTaken {
    /// Its number: it follows from the address, by a key that only this node has.
    #[n(0)]
    pub address: Id,
    /// Its host.
    #[n(1)]
    pub host: String,
    /// What that is.
    #[n(2)]
    pub kind: HostKind,
    /// From whom it came.
    #[n(3)]
    pub source: AddressSource,
    /// The report in which it stood; none where it came otherwise.
    #[n(4)]
    pub report: Id,
    /// The act beside which the address lies sealed, where that is another than this one: another hotline's.
    #[n(5)]
    pub told_in: Option<Id>,
    /// The unit that is to have it, where Tutela itself took it in.
    #[n(6)]
    pub unit: Option<Id>,
}
event!(AddressTaken, 1740, 1, "takedown.address-taken");

/// An address that is known came in again.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct AddressSeen {
    /// The address.
    #[n(0)]
    pub address: Id,
    /// From whom it came.
    #[n(1)]
    pub source: AddressSource,
    /// The report in which it stood; none where it came otherwise.
    #[n(2)]
    pub report: Id,
}
event!(AddressSeen, 1741, 1, "takedown.address-seen");

/// Somebody said what is at an address.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct AddressGraded {
    /// The address.
    #[n(0)]
    pub address: Id,
    /// What that law's label means to all.
    #[n(1)]
    pub grade: AddressGrade,
    /// By the law of which State.
    #[n(2)]
    pub country: Country,
    /// The label of that law.
    #[n(3)]
    pub label: String,
    /// The table by which it was mapped; 0 is built in.
    #[n(4)]
    pub scheme: u32,
}
event!(AddressGraded, 1742, 1, "takedown.address-graded");

/// The host was asked to preserve what is there.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct PreservationAsked {
    /// The address.
    #[n(0)]
    pub address: Id,
}
event!(PreservationAsked, 1743, 1, "takedown.preservation-asked");

/// The police ask that it stays for now.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct HoldPlaced {
    /// The address.
    #[n(0)]
    pub address: Id,
    /// Until when. It ends by itself.
    #[n(1)]
    pub until: Instant,
}
event!(HoldPlaced, 1744, 1, "takedown.hold-placed");

/// A hold ended before its day.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct HoldEnded {
    /// The address.
    #[n(0)]
    pub address: Id,
}
event!(HoldEnded, 1745, 1, "takedown.hold-ended");

/// A letter to a host.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct LetterDue {
    /// The letter: the same number goes out with each attempt.
    #[n(0)]
    pub letter: Id,
    /// What it is about.
    #[n(1)]
    pub address: Id,
    /// To which host.
    #[n(2)]
    pub host: Id,
    /// The act beside which that host's contact lies sealed.
    #[n(3)]
    pub contact: Id,
    /// What it is.
    #[n(4)]
    pub kind: LetterKind,
    /// On what law it rests.
    #[n(5)]
    pub ground: LegalGround,
    /// By what it goes; mail where nothing is said.
    #[n(6)]
    pub means: Option<LetterMeans>,
}
event!(LetterDue, 1746, 1, "takedown.letter-due");

/// What became of an attempt to deliver a letter.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct LetterAttempted {
    /// The letter.
    #[n(0)]
    pub letter: Id,
    /// Which attempt, from 1.
    #[n(1)]
    pub attempt: u32,
    /// What became of it.
    #[n(2)]
    pub tried: LetterTried,
    /// The server's answer; 0 when there was none.
    #[n(3)]
    pub code: u16,
}
event!(LetterAttempted, 1747, 1, "takedown.letter-attempted");

/// What one look found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Checked {
    /// The address.
    #[n(0)]
    pub address: Id,
    /// What was found.
    #[n(1)]
    pub found: CheckFound,
    /// HTTP status; 0 when nobody answered.
    #[n(2)]
    pub status: u16,
}

/// The status of addresses was looked at, and nothing else of them.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct AddressesChecked {
    /// What was found of each.
    #[n(0)]
    pub checks: Vec<Checked>,
}
event!(AddressesChecked, 1748, 1, "takedown.addresses-checked");

/// A person said what an answer means.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct FoundDecided {
    /// The address.
    #[n(0)]
    pub address: Id,
    /// What it means.
    #[n(1)]
    pub found: CheckFound,
}
event!(FoundDecided, 1749, 1, "takedown.found-decided");

/// A host says that it took the page down.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct RemovalClaimed {
    /// The address.
    #[n(0)]
    pub address: Id,
}
event!(RemovalClaimed, 1750, 1, "takedown.removal-claimed");

/// Somebody says that a notice was a mistake. Their words lie sealed beside the act.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct AppealLodged {
    /// The address.
    #[n(0)]
    pub address: Id,
    /// Who says so.
    #[n(1)]
    pub by: AppealBy,
}
event!(AppealLodged, 1751, 1, "takedown.appeal-lodged");

/// Somebody who had no part in it decided about an appeal.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct AppealDecided {
    /// The address.
    #[n(0)]
    pub address: Id,
    /// Whether the notice was a mistake.
    #[n(1)]
    pub mistaken: bool,
}
event!(AppealDecided, 1752, 1, "takedown.appeal-decided");

/// Where a host is reached. The contact lies sealed beside the act.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct ContactSet {
    /// The host.
    #[n(0)]
    pub host: Id,
    /// Where it is from.
    #[n(1)]
    pub source: ContactSource,
    /// In which State it stands, as far as that is known.
    #[n(2)]
    pub country: Option<Country>,
    /// With whom its name is registered; empty where nobody knows.
    #[n(3)]
    pub registrar: String,
}
event!(ContactSet, 1753, 1, "takedown.contact-set");

/// What one label of one law means to all.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LawLabel {
    /// The State.
    #[n(0)]
    pub country: Country,
    /// Its label: 1 to 40 letters, digits and hyphens.
    #[n(1)]
    pub label: String,
    /// What it means to all.
    #[n(2)]
    pub grade: AddressGrade,
}

/// A table of labels waits for a second person.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct SchemeProposed {
    /// Its number.
    #[n(0)]
    pub proposal: Id,
    /// All labels.
    #[n(1)]
    pub labels: Vec<LawLabel>,
}
event!(SchemeProposed, 1754, 1, "takedown.scheme-proposed");

/// A table of labels is in force.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct SchemeSet {
    /// Its version, from 1.
    #[n(0)]
    pub version: u32,
    /// Who proposed it.
    #[n(1)]
    pub proposed_by: Id,
    /// The proposal.
    #[n(2)]
    pub proposal: Id,
}
event!(SchemeSet, 1755, 1, "takedown.scheme-set");

/// A registry was asked for a host, and what it said.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct RegistryTold {
    /// The host.
    #[n(0)]
    pub host: Id,
    /// What came of it.
    #[n(1)]
    pub found: RegistryFound,
    /// The registry's number of whoever runs the host; empty where it tells none.
    #[n(2)]
    pub operator: String,
    /// With whom its name is registered, or who has its network; empty where nobody knows.
    #[n(3)]
    pub registrar: String,
    /// In which State it stands, as far as that is known.
    #[n(4)]
    pub country: Option<Country>,
    /// The contact's number, by a key that only this node has: whether it is the same as before.
    #[n(5)]
    pub contact: Id,
    /// Not before when it is asked again.
    #[n(6)]
    pub again: Instant,
}
event!(RegistryTold, 1756, 1, "takedown.registry-told");

/// Where a host's system takes notices. Address and secret lie sealed beside the act.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct HookSet {
    /// The host.
    #[n(0)]
    pub host: Id,
}
event!(HookSet, 1757, 1, "takedown.hook-set");

/// An address points to another host. Where to lies sealed beside the act.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct MoveFound {
    /// The address.
    #[n(0)]
    pub address: Id,
}
event!(MoveFound, 1758, 1, "takedown.move-found");

/// A person looked where an address leads, and the new one is linked to it.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct MoveFollowed {
    /// The address that points elsewhere.
    #[n(0)]
    pub address: Id,
    /// Where it points.
    #[n(1)]
    pub to: Id,
    /// Whether the person found the same there: the grade is taken over then.
    #[n(2)]
    pub same: bool,
}
event!(MoveFollowed, 1759, 1, "takedown.move-followed");

/// A host is run by somebody else than before: whoever runs it now is to preserve what is there and to get a notice of their own.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct OperatorChanged {
    /// The host.
    #[n(0)]
    pub host: Id,
    /// Its addresses of which a notice is open.
    #[n(1)]
    pub addresses: Vec<Id>,
}
event!(OperatorChanged, 1760, 1, "takedown.operator-changed");

/// A host has a link to its own page until then; said of one that is known, it lasts longer from now on.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct LinkSet {
    /// The link: what is told is this number and a keyed hash of it.
    #[n(0)]
    pub link: Id,
    /// The host.
    #[n(1)]
    pub host: Id,
    /// The act beside which lies where it is told: another contact never has this link.
    #[n(2)]
    pub contact: Id,
    /// Until when it opens the page.
    #[n(3)]
    pub until: Instant,
}
event!(LinkSet, 1761, 1, "takedown.link-set");

/// A link to a host's page opens it no more.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct LinkEnded {
    /// The link.
    #[n(0)]
    pub link: Id,
}
event!(LinkEnded, 1762, 1, "takedown.link-ended");

/// Something was said against a notice, by its host or for somebody. Their words, where there are any, lie sealed beside the act.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct WordSaid {
    /// The address.
    #[n(0)]
    pub address: Id,
    /// Its host.
    #[n(1)]
    pub host: Id,
    /// What was said.
    #[n(2)]
    pub word: HostWord,
}
event!(WordSaid, 1763, 1, "takedown.word-said");

/// It was decided what holds of it.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct WordAnswered {
    /// The address.
    #[n(0)]
    pub address: Id,
    /// What had been said.
    #[n(1)]
    pub word: HostWord,
    /// What was decided.
    #[n(2)]
    pub answer: HostAnswer,
}
event!(WordAnswered, 1764, 1, "takedown.word-answered");
