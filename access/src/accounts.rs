//! Who holds an account, as the journal has it now: asked on every request.

use crate::acts::{MOST_NAMES, SLOT_NAMES};
use crate::codes::AccountState;
use crate::founding::READ_NAMES;
use crate::runtime::{Credential, all, one};
use crate::tables::{AccountProposal, Founding, OfficerNames, RecoveryProposal, Staff};
use facts::unit::Unit;
use kernel::{Actor, Cell, Id, Purpose, Record, Role, Value};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use store::database::TableSql;
use store::{DatabaseFault, LookFault, Node};

/// An account, as far as its holder is concerned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The name one signs in with; the first digits of the number where there is none yet.
    pub user: String,
    /// The number that stands in entries.
    pub id: Id,
    /// The role.
    pub role: Role,
    /// The unit.
    pub unit: Id,
}

impl Account {
    /// As an actor.
    #[must_use]
    pub fn actor(&self) -> Actor {
        Actor { id: self.id, role: self.role, unit: self.unit }
    }
}

/// One row of a derived table.
pub(crate) fn derived<R: Record>(node: &Node, key: Value) -> Result<Option<R>, DatabaseFault> {
    let sql = TableSql::of(R::TABLE).get;
    let rows = node.read(|database| database.records::<R>(&sql, vec![key]))?;
    Ok(rows.into_iter().next())
}

/// The account of that number, if somebody may work with it now.
pub(crate) fn open_staff(node: &Node, account: Id) -> Result<Option<Staff>, DatabaseFault> {
    let staff = derived::<Staff>(node, account.to_value())?;
    Ok(staff.filter(|staff| staff.state == AccountState::Open))
}

/// What was laid down when the node was founded; none before.
///
/// # Errors
/// [`DatabaseFault`].
pub fn founding(node: &Node) -> Result<Option<Founding>, DatabaseFault> {
    derived::<Founding>(node, Value::Integer(1))
}

/// The credential of an account.
pub(crate) fn credential_of(node: &Node, account: Id) -> Result<Option<Credential>, DatabaseFault> {
    let found =
        node.runtime(|database| all::<Credential>(database, "credential_by_account", account.to_value()))?;
    Ok(found.into_iter().next())
}

/// The name that somebody signs in with, or the first digits of their number.
///
/// # Errors
/// [`DatabaseFault`].
pub fn name_of(node: &Node, account: Id) -> Result<String, DatabaseFault> {
    Ok(credential_of(node, account)?.map_or_else(|| account.short(), |known| known.user))
}

/// The names that people are known by, with their accounts: what they sign in with, and what keepers of accounts set beside it. For
/// finding who is meant by a name; what was set is opened once by each process, which leaves its trace.
///
/// # Errors
/// [`LookFault`].
pub fn names(node: &Node) -> Result<Vec<(Id, String)>, LookFault> {
    let mut names = sign_in_names(node)?;
    let sql = TableSql::of(OfficerNames::TABLE).all;
    let set = node.read(|database| database.records::<OfficerNames>(&sql, Vec::new()))?;
    if set.is_empty() {
        return Ok(names);
    }
    let read = node.memory::<ReadNames>();
    let mut read = read.0.lock().unwrap_or_else(PoisonError::into_inner);
    read.retain(|act, _| set.iter().any(|row| row.act == *act));
    let new: Vec<&OfficerNames> = set.iter().filter(|row| !read.contains_key(&row.act)).collect();
    if !new.is_empty() {
        let accounts: Vec<Id> = new.iter().map(|row| row.account).collect();
        let trace = node.look(Actor::SYSTEM, &READ_NAMES, Purpose::Reaction, &accounts)?;
        for row in new {
            match node.open_payload(&trace, row.act, SLOT_NAMES) {
                Ok(opened) => drop(read.insert(row.act, lines(opened.expose()))),
                // Set to none.
                Err(LookFault::Gone) => drop(read.insert(row.act, Vec::new())),
                // One that cannot be opened keeps no report from being filed.
                Err(fault) => tracing::error!(%fault, "names that an officer is known by were not read"),
            }
        }
    }
    let known = set.iter().filter_map(|row| Some((row.account, read.get(&row.act)?)));
    names.extend(known.flat_map(|(account, said)| said.iter().map(move |name| (account, name.clone()))));
    Ok(names)
}

/// The names that were set, by the act beside which they are sealed: read once by each process, and forgotten with it.
#[derive(Default)]
struct ReadNames(Mutex<BTreeMap<Id, Vec<String>>>);

/// The names in a sealed text, one a line.
fn lines(text: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(text);
    let names = text.lines().map(str::trim).filter(|line| !line.is_empty());
    names.take(MOST_NAMES).map(str::to_owned).collect()
}

/// The names that people sign in with, with their accounts.
fn sign_in_names(node: &Node) -> Result<Vec<(Id, String)>, DatabaseFault> {
    let sql = "SELECT \"account\", \"user\" FROM credential ORDER BY \"account\"";
    let rows = node.runtime(|database| database.rows(sql, Vec::new()))?;
    let read = |row: kernel::Row| match <[Value; 2]>::try_from(row) {
        Ok([account, Value::Text(user)]) => Id::from_value(&account).ok().map(|account| (account, user)),
        _ => None,
    };
    Ok(rows.into_iter().filter_map(read).collect())
}

/// The open account of that number.
pub(crate) fn account_of(node: &Node, account: Id) -> Result<Option<Account>, DatabaseFault> {
    let Some(Staff { role, unit, .. }) = open_staff(node, account)? else { return Ok(None) };
    Ok(Some(Account { user: name_of(node, account)?, id: account, role, unit }))
}

/// The open account whose holder signs in with that name.
///
/// # Errors
/// [`DatabaseFault`].
pub fn account_named(node: &Node, user: &str) -> Result<Option<Account>, DatabaseFault> {
    let known = node.runtime(|database| one::<Credential>(database, Value::Text(user.to_owned())))?;
    known.map_or(Ok(None), |known| account_of(node, known.account))
}

/// What is known of an account: for those who keep accounts.
#[derive(Clone, Debug, PartialEq)]
pub struct Known {
    /// Role, unit and state; none for one that is only proposed.
    pub staff: Option<Staff>,
    /// The word of its unit; empty when there is none.
    pub unit_word: String,
    /// The name its holder signs in with; empty when they have chosen none yet.
    pub user: String,
    /// What waits for a second person.
    pub proposal: Option<AccountProposal>,
    /// The recovery that waits for a second person.
    pub recovery: Option<RecoveryProposal>,
}

/// What is known of an account; none when nobody ever proposed it.
///
/// # Errors
/// [`DatabaseFault`].
pub fn known(node: &Node, account: Id) -> Result<Option<Known>, DatabaseFault> {
    let staff = derived::<Staff>(node, account.to_value())?;
    let proposal = derived::<AccountProposal>(node, account.to_value())?;
    if staff.is_none() && proposal.is_none() {
        return Ok(None);
    }
    let unit = staff.as_ref().map(|staff| staff.unit).or(proposal.as_ref().map(|one| one.unit));
    let unit = derived::<Unit>(node, unit.unwrap_or(Id::NONE).to_value())?;
    Ok(Some(Known {
        staff,
        unit_word: unit.map(|unit| unit.word).unwrap_or_default(),
        user: credential_of(node, account)?.map(|known| known.user).unwrap_or_default(),
        proposal,
        recovery: derived::<RecoveryProposal>(node, account.to_value())?,
    }))
}
