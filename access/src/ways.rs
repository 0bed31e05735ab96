//! How somebody may sign in, as they see and change it themselves. Whoever changes it has just proved who they are; the door
//! sees to that. What somebody else had opened in their name ends then.

use crate::accounts::{credential_of, founding};
use crate::fault::AccountFault;
use crate::passkeys::passkeys;
use crate::passwords;
use crate::provider::bound_since;
use crate::runtime::{Credential, Passkey, RecoveryCode, all, delete_all, one, put, together};
use crate::second_factor::new_codes;
use crate::sessions::end_others;
use kernel::{Cell, Id, Instant, Value};
use store::{Node, Statement};

/// How somebody may sign in.
#[derive(Clone, Debug)]
pub struct Ways {
    /// Whether there is a password.
    pub password: bool,
    /// Whether there is a second factor to it.
    pub second_factor: bool,
    /// Whether a password without a second factor lets nobody in here.
    pub second_factor_required: bool,
    /// Recovery codes that are left.
    pub recovery_codes: usize,
    /// The passkeys, the oldest first.
    pub passkeys: Vec<Passkey>,
    /// Since when the account is bound to the provider.
    pub bound: Option<Instant>,
}

/// How the holder of an account may sign in.
///
/// # Errors
/// [`AccountFault`] when a database fails.
pub fn ways(node: &Node, account: Id) -> Result<Ways, AccountFault> {
    let known = credential_of(node, account)?;
    let codes = node
        .runtime(|database| all::<RecoveryCode>(database, "recovery_code_by_account", account.to_value()))?;
    Ok(Ways {
        password: known.as_ref().is_some_and(|known| !known.password.is_empty()),
        second_factor: known.as_ref().is_some_and(|known| !known.totp.is_empty()),
        second_factor_required: founding(node)?.is_none_or(|founding| founding.second_factor),
        recovery_codes: codes.len(),
        passkeys: passkeys(node, account)?,
        bound: bound_since(node, account)?,
    })
}

/// Whether a password would let its holder in, with the second factor that there is.
pub(crate) fn password_lets_in(node: &Node, account: Id) -> Result<bool, AccountFault> {
    let is_required = founding(node)?.is_none_or(|founding| founding.second_factor);
    let known = credential_of(node, account)?;
    Ok(known.is_some_and(|known| !known.password.is_empty() && (!is_required || !known.totp.is_empty())))
}

/// Whether something else than the provider lets its holder in.
pub(crate) fn another_way(node: &Node, account: Id) -> Result<bool, AccountFault> {
    Ok(password_lets_in(node, account)? || !passkeys(node, account)?.is_empty())
}

/// Sets another password, or a first one beside a passkey. All other sessions of the account end.
///
/// # Errors
/// [`AccountFault::Password`], [`AccountFault::Common`] or [`AccountFault::SaysWhere`] when it may not be chosen.
pub fn change_password(
    node: &Node,
    account: Id,
    session: Id,
    new: &str,
    now: Instant,
) -> Result<(), AccountFault> {
    let known = credential_of(node, account)?.ok_or(AccountFault::WrongPassword)?;
    passwords::may_be_chosen(node, &known.user, new)?;
    let password = passwords::hashed(node, account, new)?;
    let changed = node.runtime(|database| {
        // It is read again: a recovery may have taken its place while the password was hashed.
        match one::<Credential>(database, Value::Text(known.user))?.filter(|row| row.account == account) {
            Some(row) if row.given_by == known.given_by => {
                let row = Credential { password, set_at: now, ..row };
                together(database, &[put(&row), end_others(account, session)]).map(|()| true)
            }
            _ => Ok(false),
        }
    })?;
    if changed { Ok(()) } else { Err(AccountFault::WrongPassword) }
}

/// Makes ten new recovery codes in the place of those that are left, and tells them, once. All other sessions of the account end.
///
/// # Errors
/// [`AccountFault::SecondFactor`] when there is no second factor that they could stand in for.
pub fn renew_codes(node: &Node, account: Id, session: Id) -> Result<Vec<String>, AccountFault> {
    let known = credential_of(node, account)?.filter(|known| !known.totp.is_empty());
    known.ok_or(AccountFault::SecondFactor)?;
    let (codes, rows) = new_codes(node, account)?;
    let first = [delete_all::<RecoveryCode>(account), end_others(account, session)];
    let statements: Vec<Statement> = first.into_iter().chain(rows).collect();
    node.runtime(|database| together(database, &statements))?;
    Ok(codes)
}
