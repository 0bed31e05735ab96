//! Who holds an account, as the journal has it now: asked on every request.

use crate::codes::AccountState;
use crate::runtime::{Credential, all, one};
use crate::tables::{AccountProposal, Founding, RecoveryProposal, Staff};
use facts::unit::Unit;
use kernel::{Actor, Cell, Id, Record, Role, Value};
use store::database::TableSql;
use store::{DatabaseFault, Node};

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
