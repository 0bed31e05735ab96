//! What is entered about the match service: who may ask which list, what was asked, and what looks like probing. Numbers are counted
//! from the end of the room's range.

use kernel::{Hash, Id, event};
use minicbor::{Decode, Encode};

/// A machine key may ask a list.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct MatchLet {
    /// The list.
    #[n(0)]
    pub list: Id,
    /// The machine key.
    #[n(1)]
    pub asker: Id,
}
event!(MatchLet, 1199, 1, "known-material.match-let");

/// A machine key may ask a list no longer.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct MatchEnded {
    /// The list.
    #[n(0)]
    pub list: Id,
    /// The machine key.
    #[n(1)]
    pub asker: Id,
}
event!(MatchEnded, 1198, 1, "known-material.match-ended");

/// How many hashes a machine key may look up within a minute.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct MatchQuotaSet {
    /// The machine key.
    #[n(0)]
    pub asker: Id,
    /// Most look-ups within a minute.
    #[n(1)]
    pub a_minute: u32,
}
event!(MatchQuotaSet, 1197, 1, "known-material.match-quota-set");

/// What was looked up within a second or so, by all callers of one process: how much, and a digest that is chained with the one before.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct LookUpsKept {
    /// The process that answered them.
    #[n(0)]
    pub process: Id,
    /// Place of the digest among those of the process, from 0.
    #[n(1)]
    pub place: u32,
    /// Hashes that were looked up.
    #[n(2)]
    pub look_ups: u64,
    /// How many of them matched something.
    #[n(3)]
    pub matched: u64,
    /// Callers that asked.
    #[n(4)]
    pub askers: u32,
    /// SHA-256 over the digest before and each caller's segment.
    #[n(5)]
    pub digest: Hash,
}
event!(LookUpsKept, 1196, 1, "known-material.look-ups-kept");

/// What a caller looks up, looks like finding out what stands on a list.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct ProbingSeen {
    /// The caller: a machine key, or an account.
    #[n(0)]
    pub asker: Id,
    /// Since when it was counted, UTC ms.
    #[n(1)]
    pub since: kernel::Instant,
    /// Hashes that it looked up since.
    #[n(2)]
    pub look_ups: u64,
    /// Matches that were hardly any.
    #[n(3)]
    pub near_misses: u32,
    /// Look-ups that were close to one that matched, and not the same.
    #[n(4)]
    pub walks: u32,
}
event!(ProbingSeen, 1195, 1, "known-material.probing-seen");
