//! Passkeys: a key pair that a device keeps for one site and uses after it has checked who holds it. That is two factors at
//! once, and nothing that a false site could ask for. All of WebAuthn is `webauthn_rp`'s; here stands what is kept and when.

mod adding;
mod proving;

pub(crate) use adding::{Added, added_at_beginning};
pub use adding::{NewPasskey, add_passkey, ask_to_add, ask_to_begin};
pub use proving::{ask_to_prove, ask_to_sign_in, prove_by_passkey, sign_in_by_passkey};

use crate::fault::AccountFault;
use crate::provider::bound_since;
use crate::runtime::{Passkey, all, delete, put};
use crate::site::Site;
use crate::ways::password_lets_in;
use kernel::{Cell, Id};
use store::{DatabaseFault, Node};
use webauthn_rp::request::register::UserHandle;
use webauthn_rp::request::{AsciiDomain, RpId};

/// Whose a passkey is, as the device keeps it.
type Handle = UserHandle<16>;
/// An answer of a browser is never longer.
const MOST: usize = 16 * 1024;

/// What a browser is to be asked.
#[derive(Debug)]
pub struct AskPasskey {
    /// The options of WebAuthn, as JSON.
    pub options: String,
    /// The question, sealed; it comes back with the answer.
    pub ceremony: String,
}

/// What came back.
#[derive(Clone, Copy)]
pub struct Answered<'a> {
    /// The site at which it was asked.
    pub site: &'a Site,
    /// The question.
    pub ceremony: &'a str,
    /// The browser's answer, as JSON.
    pub answer: &'a str,
}

fn relying_party(site: &Site) -> Result<RpId, AccountFault> {
    let host = AsciiDomain::try_from(site.host().to_owned());
    host.map(RpId::Domain).map_err(|error| AccountFault::Broken(error.to_string()))
}

/// The number under which a device keeps an account's passkey: it says nothing about the account to anybody else.
fn handle(node: &Node, account: Id) -> Handle {
    let mac = node.secret("passkeys").mac(&[b"handle", &account.0]);
    let mut short = [0; 16];
    short.copy_from_slice(&mac[..16]);
    short.into()
}

/// Binds a row to the node key, with its counter: nobody makes one that opens an account by writing to `runtime.db`.
fn seal(node: &Node, row: &Passkey) -> Vec<u8> {
    let parts: [&[u8]; 6] =
        [b"passkey", &row.credential, &row.account.0, &row.number.0, &row.public_key, &row.dynamic];
    node.secret("passkeys").mac(&parts).to_vec()
}

fn is_ours(node: &Node, row: &Passkey) -> bool {
    row.seal == seal(node, row)
}

/// A name for a passkey.
fn may_be_called(label: &str) -> Result<String, AccountFault> {
    let label = label.trim();
    let fits = (1..=40).contains(&label.chars().count()) && !label.chars().any(char::is_control);
    if fits { Ok(label.to_owned()) } else { Err(AccountFault::Label) }
}

/// The passkeys of an account, the oldest first.
///
/// # Errors
/// [`DatabaseFault`].
pub fn passkeys(node: &Node, account: Id) -> Result<Vec<Passkey>, DatabaseFault> {
    let all = node.runtime(|database| all::<Passkey>(database, "passkey_by_account", account.to_value()))?;
    let mut ours: Vec<Passkey> = all.into_iter().filter(|row| is_ours(node, row)).collect();
    ours.sort_by_key(|row| row.added);
    Ok(ours)
}

/// Gives one of an account's passkeys another name; false when it has none of that number.
///
/// # Errors
/// [`AccountFault::Label`].
pub fn name_passkey(node: &Node, account: Id, number: Id, label: &str) -> Result<bool, AccountFault> {
    let label = may_be_called(label)?;
    Ok(node.runtime(|database| {
        let all = all::<Passkey>(database, "passkey_by_account", account.to_value())?;
        match all.into_iter().find(|row| row.number == number) {
            Some(row) => database.run(&[put(&Passkey { label, ..row })]).map(|()| true),
            None => Ok(false),
        }
    })?)
}

/// Removes one of an account's passkeys; false when it has none of that number.
///
/// # Errors
/// [`AccountFault::LastWay`] when nothing else would let its holder in.
pub fn remove_passkey(node: &Node, account: Id, number: Id) -> Result<bool, AccountFault> {
    let has_another = password_lets_in(node, account)? || bound_since(node, account)?.is_some();
    node.runtime(|database| {
        let all = all::<Passkey>(database, "passkey_by_account", account.to_value())?;
        let others = all.iter().filter(|row| row.number != number && is_ours(node, row)).count();
        match all.iter().find(|row| row.number == number) {
            None => Ok(Ok(false)),
            Some(_) if others == 0 && !has_another => Ok(Err(AccountFault::LastWay)),
            Some(row) => database.run(&[delete(row)]).map(|()| Ok(true)),
        }
    })?
}
