//! Passwords: argon2id over the password mixed with its account under a node key. A row that somebody writes into
//! `runtime.db` without that key, or copies from another account, fits no password.

use crate::fault::AccountFault;
use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use kernel::Id;
use store::Node;

/// Least length of a password in characters.
const LEAST: usize = 12;
/// Greatest length of a password in characters.
const MOST: usize = 1_000;

/// A hash of nothing anybody knows, so that an unknown name costs as much time as a known one.
const DUMMY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$Zm9yIHRpbWluZyBvbmx5LCBmaXRzIG5vIHdvcmQgYXQgYWw";

/// Whether a password is one that may be chosen.
pub(crate) fn may_be_chosen(password: &str) -> Result<(), AccountFault> {
    if (LEAST..=MOST).contains(&password.chars().count()) { Ok(()) } else { Err(AccountFault::Password) }
}

fn mixed(node: &Node, account: Id, password: &str) -> [u8; 32] {
    node.secret("passwords").mac(&[&account.0, password.as_bytes()])
}

/// The hash that is stored.
pub(crate) fn hashed(node: &Node, account: Id, password: &str) -> Result<String, AccountFault> {
    let hash = Argon2::default().hash_password(&mixed(node, account, password));
    Ok(hash.map_err(|error| AccountFault::Broken(error.to_string()))?.to_string())
}

/// Whether a password fits; costs the same whether there is a hash or not.
pub(crate) fn fits(
    node: &Node,
    account: Id,
    known: Option<&str>,
    password: &str,
) -> Result<bool, AccountFault> {
    let hash =
        PasswordHash::new(known.unwrap_or(DUMMY)).map_err(|error| AccountFault::Broken(error.to_string()))?;
    let typed: String = password.chars().take(MOST + 1).collect();
    let fits = Argon2::default().verify_password(&mixed(node, account, &typed), &hash).is_ok();
    Ok(fits && known.is_some())
}
