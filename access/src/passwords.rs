//! Passwords: argon2id over the password mixed with its account under a node key. A row that somebody writes into
//! `runtime.db` without that key, or copies from another account, fits no password.

use crate::fault::AccountFault;
use crate::guessed::{is_common, says_where};
use crate::turns::{Turn, Turns};
use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use kernel::Id;
use std::sync::LazyLock;
use std::thread::available_parallelism;
use std::time::Duration;
use store::Node;

/// Least length of a password in characters.
const LEAST: usize = 12;
/// Greatest length of a password in characters.
const MOST: usize = 1_000;

/// Most passwords that are hashed at once, however many cores there are: each takes 19 MiB.
const MOST_AT_ONCE: usize = 8;
/// How many may wait for their turn. Each holds a thread, of which there are some hundreds for all blocking work.
const MOST_WAITING: usize = 64;
/// How long one may wait, so that whoever stands at the door is answered before they give up.
const PATIENCE: Duration = Duration::from_secs(10);

/// One turn for each core: more at once would only take memory.
static TURNS: LazyLock<Turns> = LazyLock::new(|| {
    let cores = available_parallelism().map_or(1, usize::from);
    Turns::new(cores.min(MOST_AT_ONCE), MOST_WAITING, PATIENCE)
});

fn turn() -> Result<Turn<'static>, AccountFault> {
    TURNS.take().ok_or(AccountFault::Busy)
}

/// A hash of nothing anybody knows, so that an unknown name costs as much time as a known one.
const DUMMY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$Zm9yIHRpbWluZyBvbmx5LCBmaXRzIG5vIHdvcmQgYXQgYWw";

/// Whether a password is long enough, and not too long.
pub(crate) fn is_long_enough(password: &str) -> Result<(), AccountFault> {
    if (LEAST..=MOST).contains(&password.chars().count()) { Ok(()) } else { Err(AccountFault::Password) }
}

/// Whether a password is one that the holder of that name may choose: long enough, and none of those that are guessed first.
pub(crate) fn may_be_chosen(node: &Node, user: &str, password: &str) -> Result<(), AccountFault> {
    is_long_enough(password)?;
    if says_where(password, user, &node.config().name) {
        return Err(AccountFault::SaysWhere);
    }
    if is_common(password) { Err(AccountFault::Common) } else { Ok(()) }
}

fn mixed(node: &Node, account: Id, password: &str) -> [u8; 32] {
    node.secret("passwords").mac(&[&account.0, password.as_bytes()])
}

/// The hash that is stored.
pub(crate) fn hashed(node: &Node, account: Id, password: &str) -> Result<String, AccountFault> {
    let _turn = turn()?;
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
    let _turn = turn()?;
    let fits = Argon2::default().verify_password(&mixed(node, account, &typed), &hash).is_ok();
    Ok(fits && known.is_some())
}
