//! What is entered about units and accounts. A sign-in name is personal and never stands here.

use crate::codes::Environment;
use facts::unit::UnitKind;
use kernel::{EventSpec, Id, Instant, Role, event};
use minicbor::{Decode, Encode};

/// A new node has its first administrator and its first overseer.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct Founded {
    /// The administrator's account.
    #[n(0)]
    pub administrator: Id,
    /// The administrator's unit.
    #[n(1)]
    pub administration: Id,
    /// The overseer's account.
    #[n(2)]
    pub overseer: Id,
    /// The overseer's unit.
    #[n(3)]
    pub oversight: Id,
    /// Whether nobody signs in here without a second factor.
    #[n(4)]
    pub second_factor: bool,
}
event!(Founded, 900, 1, "access.founded");

/// A unit works on this node.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct UnitOpened {
    /// The unit.
    #[n(0)]
    pub unit: Id,
    /// The word by which people call it.
    #[n(1)]
    pub word: String,
    /// What it is for.
    #[n(2)]
    pub kind: UnitKind,
}
event!(UnitOpened, 901, 1, "access.unit-opened");

/// Somebody proposed what an account should be. The entry's act is the proposal's number.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct AccountProposed {
    /// The role that it should have.
    #[n(0)]
    pub role: Role,
    /// The unit that it should act for.
    #[n(1)]
    pub unit: Id,
}
event!(AccountProposed, 902, 1, "access.account-proposed");

/// Somebody else approved it: the account is so from now on, and open.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct AccountApproved {
    /// The proposal.
    #[n(0)]
    pub proposal: Id,
    /// The role.
    #[n(1)]
    pub role: Role,
    /// The unit.
    #[n(2)]
    pub unit: Id,
}
event!(AccountApproved, 903, 1, "access.account-approved");

/// Nobody works with the account until two people open it again.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct AccountSuspended {}
event!(AccountSuspended, 904, 1, "access.account-suspended");

/// The account is closed for good.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct AccountClosed {}
event!(AccountClosed, 905, 1, "access.account-closed");

/// Somebody proposed that the holder of an account choose name and password anew. The entry's act is the proposal's number.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct RecoveryProposed {}
event!(RecoveryProposed, 906, 1, "access.recovery-proposed");

/// Somebody else approved it: who holds the one-time link may do so, once.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct RecoveryApproved {
    /// The proposal.
    #[n(0)]
    pub proposal: Id,
}
event!(RecoveryApproved, 907, 1, "access.recovery-approved");

/// All sessions that the account had at that moment have ended.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct SessionsEnded {}
event!(SessionsEnded, 910, 1, "access.sessions-ended");

/// The names by which the holder of the account is known were set, all of them; they are sealed beside the act.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct NamesSet {}
event!(NamesSet, 911, 1, "access.names-set");

/// A sender's system may send from now on, by a key whose name and secret stand beside the journal.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct MachineKeyOpened {
    /// The key's number.
    #[n(0)]
    pub key: Id,
    /// The unit that it sends for.
    #[n(1)]
    pub unit: Id,
    /// What it opens.
    #[n(2)]
    pub environment: Environment,
    /// Most reports that it hands in within a minute; the usual number where nothing is said.
    #[n(3)]
    pub per_minute: Option<u32>,
    /// Most bytes that it hands in within a day; the usual number where nothing is said.
    #[n(4)]
    pub bytes_a_day: Option<u64>,
}
event!(MachineKeyOpened, 980, 1, "access.machine-key-opened");

/// A machine key opens nothing any more.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct MachineKeyEnded {
    /// The key's number.
    #[n(0)]
    pub key: Id,
}
event!(MachineKeyEnded, 981, 1, "access.machine-key-ended");

/// How much a machine key hands in at most, from now on.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct MachineQuotaSet {
    /// The key's number.
    #[n(0)]
    pub key: Id,
    /// Most reports within a minute.
    #[n(1)]
    pub per_minute: u32,
    /// Most bytes within a day.
    #[n(2)]
    pub bytes_a_day: u64,
}
event!(MachineQuotaSet, 1720, 1, "access.machine-quota-set");

/// A sender's system has a new key, which opens what the old one does.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct MachineKeySucceeded {
    /// The new key's number.
    #[n(0)]
    pub key: Id,
    /// The old key's number.
    #[n(1)]
    pub old: Id,
    /// When the old one ends; the moment of the entry where it ended at once.
    #[n(2)]
    pub ends_at: Instant,
}
event!(MachineKeySucceeded, 1721, 1, "access.machine-key-succeeded");

pub(crate) fn events() -> Vec<EventSpec> {
    vec![
        EventSpec::of::<Founded>(),
        EventSpec::of::<UnitOpened>(),
        EventSpec::of::<AccountProposed>(),
        EventSpec::of::<AccountApproved>(),
        EventSpec::of::<AccountSuspended>(),
        EventSpec::of::<AccountClosed>(),
        EventSpec::of::<RecoveryProposed>(),
        EventSpec::of::<RecoveryApproved>(),
        EventSpec::of::<SessionsEnded>(),
        EventSpec::of::<NamesSet>(),
        EventSpec::of::<MachineKeyOpened>(),
        EventSpec::of::<MachineKeyEnded>(),
        EventSpec::of::<MachineQuotaSet>(),
        EventSpec::of::<MachineKeySucceeded>(),
    ]
}
