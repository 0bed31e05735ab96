//! What the entries about units and accounts amount to: derived tables, compared by verify like all others.

use crate::codes::{AccountState, Environment};
use crate::events::*;
use facts::unit::{Unit, UnitKind};
use kernel::charter::Apply;
use kernel::kept::Kept;
use kernel::{Entry, Event, Id, Instant, Record, Role, Table, TableFault, Tables, record};

record! {
    /// The node's founding: the first two accounts, and what was laid down then.
    pub struct Founding in "founding", Derived, key 1, indexes [] {
        /// 1: a node is founded once.
        one: i64, Internal;
        /// The first administrator's account.
        administrator: Id, Internal;
        /// The first overseer's account.
        overseer: Id, Internal;
        /// 1 when nobody signs in without a second factor.
        second_factor: bool, Internal;
        /// When, UTC ms.
        at: Instant, Internal;
    }
}

record! {
    /// Staff accounts: who may work here, in which role, for which unit.
    pub struct Staff in "staff", Derived, key 1, indexes [by_role: 1 3] {
        /// The account: the number that stands in entries.
        account: Id, Internal;
        /// The role.
        role: Role, Internal;
        /// The unit.
        unit: Id, Internal;
        /// Whether somebody may work with it.
        state: AccountState, Internal;
        /// Since when it is so, UTC ms.
        since: Instant, Internal;
    }
}

record! {
    /// What was proposed for an account and waits for a second person; a newer proposal takes the place of an older one.
    pub struct AccountProposal in "account_proposal", Derived, key 1, indexes [] {
        /// The account.
        account: Id, Internal;
        /// The proposal's number.
        proposal: Id, Internal;
        /// The role that it should have.
        role: Role, Internal;
        /// The unit that it should act for.
        unit: Id, Internal;
        /// Who proposed it.
        proposed_by: Id, Internal;
        /// When, UTC ms.
        proposed_at: Instant, Internal;
    }
}

record! {
    /// Recoveries that were proposed and wait for a second person.
    pub struct RecoveryProposal in "recovery_proposal", Derived, key 1, indexes [] {
        /// The account.
        account: Id, Internal;
        /// The proposal's number.
        proposal: Id, Internal;
        /// Who proposed it.
        proposed_by: Id, Internal;
        /// When, UTC ms.
        proposed_at: Instant, Internal;
    }
}

record! {
    /// The last occasion on which the holder of an account was given leave to choose name and password.
    pub struct Handover in "handover", Derived, key 1, indexes [] {
        /// The account.
        account: Id, Internal;
        /// The proposal that was approved; the founding's act for the first two accounts.
        proposal: Id, Internal;
        /// Who proposed it: knows the code. Nobody at the founding.
        proposed_by: Id, Internal;
        /// Who approved it: knows the link. Nobody at the founding.
        approved_by: Id, Internal;
        /// When, UTC ms.
        approved_at: Instant, Internal;
    }
}

record! {
    /// Until when all sessions of an account have ended: those that began later go on.
    pub struct EndedSessions in "ended_sessions", Derived, key 1, indexes [] {
        /// The account.
        account: Id, Internal;
        /// When somebody last ended them, UTC ms.
        at: Instant, Internal;
    }
}

record! {
    /// Where the names are sealed by which the holder of an account is known, beside the one that they sign in with.
    pub struct OfficerNames in "officer_names", Derived, key 1, indexes [] {
        /// The account.
        account: Id, Internal;
        /// The act beside which they are sealed.
        act: Id, Internal;
        /// When they were set, UTC ms.
        set_at: Instant, Internal;
    }
}

/// Most reports a minute that a key hands in where nothing was said.
pub const USUAL_PER_MINUTE: u32 = 600_000;
/// Most bytes a day that a key hands in where nothing was said: a tebibyte.
pub const USUAL_BYTES_A_DAY: u64 = 1 << 40;

record! {
    /// Keys of senders' systems: what each opens, and for whom. Their names and secrets stand beside the journal.
    pub struct MachineKey in "machine_key", Derived, key 1, indexes [] {
        /// The key.
        key: Id, Internal;
        /// The unit that it sends for.
        unit: Id, Internal;
        /// What it opens.
        environment: Environment, Internal;
        /// 1 until it is ended.
        works: bool, Internal;
        /// When it was opened, UTC ms.
        opened_at: Instant, Internal;
        /// Who opened it.
        opened_by: Id, Internal;
        /// Most reports that it hands in within a minute.
        per_minute: i64, Internal;
        /// Most bytes that it hands in within a day.
        bytes_a_day: i64, Internal;
        /// When it ends by itself, UTC ms; 0 where it does not.
        ends_at: Instant, Internal;
        /// The key that took its place; none before.
        successor: Id, Internal;
    }
}

impl MachineKey {
    /// Whether it lets its system in.
    #[must_use]
    pub fn lets_in(&self, now: Instant) -> bool {
        self.works && (self.ends_at == Instant(0) || now < self.ends_at)
    }
}

pub(crate) fn tables() -> Vec<&'static Table> {
    vec![
        Founding::TABLE,
        Staff::TABLE,
        AccountProposal::TABLE,
        RecoveryProposal::TABLE,
        Handover::TABLE,
        EndedSessions::TABLE,
        OfficerNames::TABLE,
        MachineKey::TABLE,
    ]
}

/// Accounts are numbers of people who work here; their names stand beside the journal. None of these rows is about a report
/// or a person of a case.
pub(crate) fn kept() -> Vec<Kept> {
    vec![
        Kept::nothing(Founding::TABLE),
        Kept::of(Staff::TABLE, &["account"], &[]),
        Kept::of(AccountProposal::TABLE, &["account"], &["proposed_by"]),
        Kept::of(RecoveryProposal::TABLE, &["account"], &["proposed_by"]),
        Kept::of(Handover::TABLE, &["account"], &["proposed_by", "approved_by"]),
        Kept::of(EndedSessions::TABLE, &["account"], &[]),
        Kept::of(OfficerNames::TABLE, &["account"], &[]),
        // Of systems, and who opened them.
        Kept::nothing(MachineKey::TABLE),
    ]
}

pub(crate) fn projections() -> Vec<(u16, Apply)> {
    vec![
        (Founded::KIND, apply_founded as Apply),
        (UnitOpened::KIND, apply_unit_opened),
        (AccountProposed::KIND, apply_account_proposed),
        (AccountApproved::KIND, apply_account_approved),
        (AccountSuspended::KIND, apply_account_suspended),
        (AccountClosed::KIND, apply_account_closed),
        (RecoveryProposed::KIND, apply_recovery_proposed),
        (RecoveryApproved::KIND, apply_recovery_approved),
        (SessionsEnded::KIND, apply_sessions_ended),
        (NamesSet::KIND, apply_names_set),
        (MachineKeyOpened::KIND, apply_key_opened),
        (MachineKeyEnded::KIND, apply_key_ended),
        (MachineQuotaSet::KIND, apply_quota_set),
        (MachineKeySucceeded::KIND, apply_key_succeeded),
    ]
}

fn apply_founded(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let Founded { administrator, administration, overseer, oversight, second_factor } = entry.event()?;
    let at = entry.recorded;
    tables.put(&Founding { one: 1, administrator, overseer, second_factor, at })?;
    let first = [
        (administrator, Role::Administrator, administration, "administration", UnitKind::Administration),
        (overseer, Role::Overseer, oversight, "oversight", UnitKind::Oversight),
    ];
    for (account, role, unit, word, kind) in first {
        tables.put(&Unit { unit, word: word.to_owned(), kind, opened_at: at })?;
        tables.put(&Staff { account, role, unit, state: AccountState::Open, since: at })?;
        let (proposed_by, approved_by) = (Id::NONE, Id::NONE);
        tables.put(&Handover { account, proposal: entry.act, proposed_by, approved_by, approved_at: at })?;
    }
    Ok(())
}

fn apply_key_opened(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let MachineKeyOpened { key, unit, environment, per_minute, bytes_a_day } = entry.event()?;
    tables.put(&MachineKey {
        key,
        unit,
        environment,
        works: true,
        opened_at: entry.recorded,
        opened_by: entry.actor.id,
        per_minute: i64::from(per_minute.unwrap_or(USUAL_PER_MINUTE)),
        bytes_a_day: bytes_a_day.unwrap_or(USUAL_BYTES_A_DAY).cast_signed(),
        ends_at: Instant(0),
        successor: Id::NONE,
    })
}

fn apply_quota_set(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let MachineQuotaSet { key, per_minute, bytes_a_day } = entry.event()?;
    tables.change::<MachineKey>(key, |row| {
        (row.per_minute, row.bytes_a_day) = (i64::from(per_minute), bytes_a_day.cast_signed());
    })
}

/// The new key opens what the old one did; the old one ends by itself, or has ended.
fn apply_key_succeeded(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let MachineKeySucceeded { key, old, ends_at } = entry.event()?;
    let Some(row) = tables.get::<MachineKey>(old)? else { return Ok(()) };
    let new = MachineKey { key, opened_at: entry.recorded, opened_by: entry.actor.id, ..row };
    tables.put(&new)?;
    let works = ends_at > entry.recorded;
    tables.put(&MachineKey { works, ends_at, successor: key, ..row })
}

fn apply_key_ended(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    tables.change::<MachineKey>(entry.event::<MachineKeyEnded>()?.key, |row| row.works = false)
}

fn apply_unit_opened(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let UnitOpened { unit, word, kind } = entry.event()?;
    tables.put(&Unit { unit, word, kind, opened_at: entry.recorded })
}

fn apply_account_proposed(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let AccountProposed { role, unit } = entry.event()?;
    tables.put(&AccountProposal {
        account: entry.subject,
        proposal: entry.act,
        role,
        unit,
        proposed_by: entry.actor.id,
        proposed_at: entry.recorded,
    })
}

fn apply_account_approved(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let AccountApproved { proposal, role, unit } = entry.event()?;
    let (account, at) = (entry.subject, entry.recorded);
    let proposed_by = tables.get::<AccountProposal>(account)?.map_or(Id::NONE, |one| one.proposed_by);
    // Who has an account already goes on signing in as before.
    if tables.get::<Staff>(account)?.is_none() {
        tables.put(&Handover {
            account,
            proposal,
            proposed_by,
            approved_by: entry.actor.id,
            approved_at: at,
        })?;
    }
    tables.put(&Staff { account, role, unit, state: AccountState::Open, since: at })?;
    tables.delete::<AccountProposal>(account)
}

/// What was proposed before somebody was stopped is no longer to be approved.
fn stopped(tables: &mut dyn Tables, entry: &Entry, state: AccountState) -> Result<(), TableFault> {
    tables.delete::<AccountProposal>(entry.subject)?;
    tables.delete::<RecoveryProposal>(entry.subject)?;
    tables.change::<Staff>(entry.subject, |staff| {
        staff.state = state;
        staff.since = entry.recorded;
    })
}

fn apply_account_suspended(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    stopped(tables, entry, AccountState::Suspended)
}

fn apply_account_closed(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    // Who does not work here any more is kept away from nothing.
    tables.delete::<OfficerNames>(entry.subject)?;
    stopped(tables, entry, AccountState::Closed)
}

fn apply_names_set(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    tables.put(&OfficerNames { account: entry.subject, act: entry.act, set_at: entry.recorded })
}

fn apply_sessions_ended(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    tables.put(&EndedSessions { account: entry.subject, at: entry.recorded })
}

fn apply_recovery_proposed(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    tables.put(&RecoveryProposal {
        account: entry.subject,
        proposal: entry.act,
        proposed_by: entry.actor.id,
        proposed_at: entry.recorded,
    })
}

fn apply_recovery_approved(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let RecoveryApproved { proposal } = entry.event()?;
    let account = entry.subject;
    let proposed_by = tables.get::<RecoveryProposal>(account)?.map_or(Id::NONE, |one| one.proposed_by);
    tables.put(&Handover {
        account,
        proposal,
        proposed_by,
        approved_by: entry.actor.id,
        approved_at: entry.recorded,
    })?;
    tables.delete::<RecoveryProposal>(account)
}
