//! Founding a node at its console; and for demos and tests, opening accounts as two people would.

use crate::accounts::{Account, account_named, account_of, credential_of, derived, founding};
use crate::acts::{ApproveAccount, Found, KEEPERS, OpenUnit, ProposeAccount};
use crate::credentials::{Chosen, may_be_named, set};
use crate::fault::AccountFault;
use crate::passwords;
use crate::sessions::open_long;
use crate::sign_in::{Typed, check};
use crate::tables::Founding;
use facts::unit::{Unit, UnitKind};
use kernel::{Act, Actor, Cell, Id, Instant, Outcome, Purpose, ReadKind, Role};
use store::Node;

/// Everybody who works here.
pub const EVERYBODY: &[Role] = Role::STAFF;

/// Reading which units work here.
pub static READ_UNITS: ReadKind =
    ReadKind { code: 900, name: "access.read-units", roles: EVERYBODY, personal: false };
/// Reading which accounts there are, and what is proposed for them.
pub static READ_STAFF: ReadKind =
    ReadKind { code: 901, name: "access.read-staff", roles: KEEPERS, personal: false };
/// Reading and ending one's own sessions, and enrolling one's own second factor.
pub static READ_OWN: ReadKind =
    ReadKind { code: 902, name: "access.read-own", roles: EVERYBODY, personal: false };
/// The names by which people who work here are known: Tutela alone reads them, to find whom a reporter wants to be kept away.
pub static READ_NAMES: ReadKind =
    ReadKind { code: 904, name: "access.read-names", roles: &[Role::System], personal: true };
/// Listing and withdrawing everybody's tokens.
pub static READ_TOKENS: ReadKind =
    ReadKind { code: 903, name: "access.read-tokens", roles: KEEPERS, personal: false };

/// Whoever holds the files of a node that does not run: Tutela itself, under a number of its own, so that the journal tells
/// what was done at the console and so that it counts as one of two people.
#[must_use]
pub fn console() -> Actor {
    Actor { id: Id(*b"tutela console\0\0"), role: Role::System, unit: Id::NONE }
}

/// Enters an act at the console, and tells its number.
///
/// # Errors
/// [`AccountFault::Denied`] says why it was not entered.
pub fn enter<A: Act>(node: &Node, act: &A, actor: Actor) -> Result<Id, AccountFault> {
    let id = node.new_id()?;
    match node.enter_now(node.deed(id, act, actor, Purpose::Administration).build())?.outcome {
        Outcome::Entered { .. } => Ok(id),
        Outcome::Refused(refusal) => Err(AccountFault::Denied(refusal.to_string())),
        Outcome::Forbidden(forbidden) => Err(AccountFault::Denied(forbidden.to_string())),
        Outcome::Invalid(problem) => Err(AccountFault::Denied(problem.to_string())),
    }
}

/// The node's founding; makes it, with new numbers, where there is none.
///
/// # Errors
/// [`AccountFault`].
pub fn founded(node: &Node, second_factor: bool) -> Result<Founding, AccountFault> {
    if let Some(known) = founding(node)? {
        return Ok(known);
    }
    let found = Found {
        administrator: node.new_id()?,
        administration: node.new_id()?,
        overseer: node.new_id()?,
        oversight: node.new_id()?,
        second_factor,
    };
    enter(node, &found, Actor::SYSTEM)?;
    founding(node)?.ok_or_else(|| AccountFault::Broken("the founding does not stand in its table".into()))
}

/// An account to be, for demos and tests.
pub struct NewAccount<'a> {
    /// The name one signs in with: 2 to 40 letters, digits, dots, hyphens.
    pub user: &'a str,
    /// The role.
    pub role: Role,
    /// The unit.
    pub unit: Id,
    /// The password: at least 12 characters.
    pub password: &'a str,
}

/// The two who open accounts in demos and tests.
fn keepers(node: &Node) -> Result<(Actor, Actor), AccountFault> {
    let known = founded(node, false)?;
    let actor = |id| Ok::<_, AccountFault>(account_of(node, id)?.ok_or(AccountFault::Link)?.actor());
    Ok((actor(known.administrator)?, actor(known.overseer)?))
}

/// For demos and tests: opens a unit where there is none of that number.
///
/// # Errors
/// [`AccountFault::Denied`].
pub fn add_unit(node: &Node, unit: Id, word: &str, kind: UnitKind) -> Result<(), AccountFault> {
    if derived::<Unit>(node, unit.to_value())?.is_some() {
        return Ok(());
    }
    let (administrator, _) = keepers(node)?;
    enter(node, &OpenUnit { unit, word: word.to_owned(), kind }, administrator).map(drop)
}

/// For demos and tests: an account as two people open it, with a credential at once and no second factor. The acts pass the
/// same gate; that both keepers agree is made up. On a node that people run, they do it themselves.
///
/// # Errors
/// [`AccountFault`] names the field, what is wrong and what would be right.
pub fn add_account(node: &Node, new: &NewAccount<'_>) -> Result<Account, AccountFault> {
    may_be_named(new.user)?;
    passwords::is_long_enough(new.password)?;
    if account_named(node, new.user)?.is_some() {
        return Err(AccountFault::Taken(new.user.to_owned()));
    }
    let (administrator, overseer) = keepers(node)?;
    let mut given_by = Id::NONE;
    let mut account = None;
    for founder in [administrator, overseer] {
        let same = (founder.role, founder.unit) == (new.role, new.unit);
        if same && credential_of(node, founder.id)?.is_none() {
            account = Some(founder.id);
        }
    }
    let account = match account {
        Some(founder) => founder,
        None => {
            add_unit(node, new.unit, &format!("unit-{}", new.unit.short()), UnitKind::Other)?;
            let account = node.new_id()?;
            let propose = ProposeAccount { account, staff_role: new.role, unit: new.unit };
            given_by = enter(node, &propose, administrator)?;
            enter(node, &ApproveAccount { account, proposal: given_by }, overseer)?;
            account
        }
    };
    let chosen = Chosen { link_code: "", user: new.user, password: new.password, code: "", passkey: None };
    set(node, account, &chosen, given_by, None, Instant(0))?;
    account_of(node, account)?.ok_or_else(|| AccountFault::Broken("the account is not open".into()))
}

/// For demos and tests: a bearer session of an account that lasts a year.
///
/// # Errors
/// [`AccountFault`].
pub fn add_token(node: &Node, user: &str, purpose: Purpose, now: Instant) -> Result<String, AccountFault> {
    let account = account_named(node, user)?.ok_or_else(|| AccountFault::Nobody(user.to_owned()))?;
    open_long(node, account.id, purpose, now)
}

/// Who acts on the command line of a node that is not running: what they sign in with at the door.
///
/// # Errors
/// [`AccountFault::WrongPassword`].
pub fn at_the_console(
    node: &Node,
    user: &str,
    password: &str,
    code: &str,
    now: Instant,
) -> Result<Account, AccountFault> {
    check(node, &Typed { user, password, code, browser: "" }, now)
}
