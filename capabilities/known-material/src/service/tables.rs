//! The service's tables: what its facts amount to, and in `runtime.db` what was asked.

use super::events::{LookUpsKept, MatchEnded, MatchLet, MatchQuotaSet, ProbingSeen};
use kernel::charter::Apply;
use kernel::kept::Kept;
use kernel::{Entry, Event as _, EventSpec, Id, Instant, Record as _, Table, TableFault, Tables, record};

record! {
    /// Which machine key may ask which list.
    pub struct MatchRight in "match_right", Derived, key 2, indexes [by_asker: 1] {
        /// The list.
        list: Id, Internal;
        /// The machine key.
        asker: Id, Internal;
        /// Who let it, for the unit that keeps the list.
        let_by: Id, Internal;
        /// Since when, UTC ms.
        let_at: Instant, Internal;
    }
}

record! {
    /// How many hashes machine keys may look up within a minute, where somebody said so.
    pub struct MatchQuota in "match_quota", Derived, key 1, indexes [] {
        /// The machine key.
        asker: Id, Internal;
        /// Most look-ups within a minute.
        a_minute: i64, Internal;
    }
}

record! {
    /// What was looked up, a second or so in one row: how much, and a digest by which the segments beside the journal are checked.
    pub struct LookUpDigest in "look_up_digest", Derived, key 2, indexes [by_time: 6] {
        /// The process that answered.
        process: Id, Internal;
        /// Place among the digests of the process, from 0.
        place: i64, Internal;
        /// Hashes that were looked up.
        look_ups: i64, Internal;
        /// How many of them matched something.
        matched: i64, Internal;
        /// Callers that asked.
        askers: i64, Internal;
        /// SHA-256 over the digest before and each caller's segment, 32 bytes.
        digest: Vec<u8>, Internal;
        /// When it was entered, UTC ms.
        kept_at: Instant, Internal;
    }
}

record! {
    /// Callers whose look-ups looked like finding out what stands on a list.
    pub struct Probing in "probing", Derived, key 1, indexes [by_time: 6] {
        /// The finding.
        probing: Id, Internal;
        /// The caller: a machine key, or an account.
        asker: Id, Internal;
        /// Since when it was counted, UTC ms.
        since: Instant, Internal;
        /// Hashes that it looked up since.
        look_ups: i64, Internal;
        /// Matches that were hardly any.
        near_misses: i64, Internal;
        /// Look-ups close to one that matched, and not the same.
        walks: i64, Internal;
        /// When it was seen, UTC ms.
        at: Instant, Internal;
    }
}

record! {
    /// What one caller looked up within a second or so, as fixed records. No hash stands here in clear.
    pub struct LookUpSegment in "look_up_segment", Runtime, key 3, indexes [by_time: 6] {
        /// The process that answered.
        process: Id, Internal;
        /// Place of the digest that covers it.
        place: i64, Internal;
        /// The caller: a machine key, or an account.
        asker: Id, Internal;
        /// Records in it.
        look_ups: i64, Internal;
        /// How many of them matched something.
        matched: i64, Internal;
        /// When the first was answered, UTC ms.
        from_at: Instant, Internal;
        /// When the last was answered, UTC ms.
        until_at: Instant, Internal;
        /// The records, 28 bytes each.
        records: Vec<u8>, Sealed;
    }
}

record! {
    /// The last digest that each process has made: what the journal has not, is entered when a process begins.
    pub struct LookUpEnd in "look_up_end", Runtime, key 1, indexes [] {
        /// The process.
        process: Id, Internal;
        /// Place of the digest.
        place: i64, Internal;
        /// Hashes that were looked up.
        look_ups: i64, Internal;
        /// How many of them matched something.
        matched: i64, Internal;
        /// Callers that asked.
        askers: i64, Internal;
        /// The digest, 32 bytes.
        digest: Vec<u8>, Internal;
        /// When it was made, UTC ms.
        made_at: Instant, Internal;
    }
}

pub(crate) fn tables() -> Vec<&'static Table> {
    vec![
        MatchRight::TABLE,
        MatchQuota::TABLE,
        LookUpDigest::TABLE,
        Probing::TABLE,
        LookUpSegment::TABLE,
        LookUpEnd::TABLE,
    ]
}

/// Of lists, keys and counts; who let a key ask a list may be named.
pub(crate) fn kept() -> Vec<Kept> {
    vec![
        Kept::of(MatchRight::TABLE, &["list"], &["let_by"]),
        Kept::nothing(MatchQuota::TABLE),
        Kept::nothing(LookUpDigest::TABLE),
        Kept::nothing(Probing::TABLE),
    ]
}

pub(crate) fn events() -> Vec<EventSpec> {
    vec![
        EventSpec::of::<MatchLet>(),
        EventSpec::of::<MatchEnded>(),
        EventSpec::of::<MatchQuotaSet>(),
        EventSpec::of::<LookUpsKept>(),
        EventSpec::of::<ProbingSeen>(),
    ]
}

pub(crate) fn projections() -> Vec<(u16, Apply)> {
    vec![
        (MatchLet::KIND, apply_let as Apply),
        (MatchEnded::KIND, apply_ended),
        (MatchQuotaSet::KIND, apply_quota),
        (LookUpsKept::KIND, apply_kept),
        (ProbingSeen::KIND, apply_probing),
    ]
}

fn apply_let(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let MatchLet { list, asker } = entry.event()?;
    tables.put(&MatchRight { list, asker, let_by: entry.actor.id, let_at: entry.recorded })
}

fn apply_ended(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let MatchEnded { list, asker } = entry.event()?;
    tables.delete::<MatchRight>((list, asker))
}

fn apply_quota(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let MatchQuotaSet { asker, a_minute } = entry.event()?;
    tables.put(&MatchQuota { asker, a_minute: i64::from(a_minute) })
}

fn apply_kept(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let kept: LookUpsKept = entry.event()?;
    tables.put(&LookUpDigest {
        process: kept.process,
        place: i64::from(kept.place),
        look_ups: kept.look_ups.cast_signed(),
        matched: kept.matched.cast_signed(),
        askers: i64::from(kept.askers),
        digest: kept.digest.0.to_vec(),
        kept_at: entry.recorded,
    })
}

fn apply_probing(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let seen: ProbingSeen = entry.event()?;
    tables.put(&Probing {
        probing: entry.act,
        asker: seen.asker,
        since: seen.since,
        look_ups: seen.look_ups.cast_signed(),
        near_misses: i64::from(seen.near_misses),
        walks: i64::from(seen.walks),
        at: entry.recorded,
    })
}
