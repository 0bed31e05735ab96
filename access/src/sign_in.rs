//! Proving who one is: name, password and, where there is one, the second factor. Whatever is wrong, the answer is the same,
//! costs the same and counts the same.

use crate::accounts::{Account, account_of, founding, open_staff};
use crate::attempts::{Who, counted, known_browser};
use crate::fault::AccountFault;
use crate::passwords;
use crate::runtime::{Credential, one};
use crate::second_factor::judged;
use kernel::{Id, Instant, Value};
use store::Node;

/// What somebody types at the door.
pub struct Typed<'a> {
    /// The name.
    pub user: &'a str,
    /// The password.
    pub password: &'a str,
    /// The code of the second factor, or a recovery code; empty when there is none.
    pub code: &'a str,
    /// What the browser kept from the last time; empty when it kept nothing.
    pub browser: &'a str,
}

/// Whether they are who they say.
///
/// # Errors
/// [`AccountFault::WrongPassword`], whatever is wrong.
pub fn check(node: &Node, typed: &Typed<'_>, now: Instant) -> Result<Account, AccountFault> {
    let who = Who::at_the_door(node, typed.user, typed.browser);
    proved(node, typed, &who, now)
}

/// The holder of a session proves once more who they are.
pub(crate) fn check_again(
    node: &Node,
    typed: &Typed<'_>,
    session: Id,
    now: Instant,
) -> Result<Account, AccountFault> {
    proved(node, typed, &Who::of_session(node, session), now)
}

fn proved(node: &Node, typed: &Typed<'_>, who: &Who, now: Instant) -> Result<Account, AccountFault> {
    let find = || node.runtime(|database| one::<Credential>(database, Value::Text(typed.user.to_owned())));
    let known = find()?;
    let account = known.as_ref().map_or(Id::NONE, |known| known.account);
    let password = known.as_ref().map(|known| known.password.as_str()).filter(|hash| !hash.is_empty());
    let fits = passwords::fits(node, account, password, typed.password)?;
    let works_here = open_staff(node, account)?.is_some();
    let is_required = founding(node)?.is_none_or(|founding| founding.second_factor);
    let Some(tried) = known else { return Err(AccountFault::WrongPassword) };
    let right = node.runtime(|database| {
        counted(database, who, now, |database| {
            // It may have been changed while the password was hashed.
            let Some(known) = one::<Credential>(database, Value::Text(tried.user.clone()))? else {
                return Ok(false);
            };
            let same = known.password == tried.password && known.account == tried.account;
            let second = judged(node, database, &known, typed.code, now, is_required)?;
            match second.filter(|_| fits && same && works_here) {
                Some(used) => database.run(&[used]).map(|()| true),
                None => Ok(false),
            }
        })
    })?;
    let account = if right { account_of(node, account)? } else { None };
    account.ok_or(AccountFault::WrongPassword)
}

/// What a browser is to keep, so that wrong attempts of others do not keep its holder out.
///
/// # Errors
/// [`AccountFault::Broken`] when the system gives no randomness.
pub fn browser_to_keep(node: &Node, user: &str) -> Result<String, AccountFault> {
    Ok(known_browser(node, user)?)
}
