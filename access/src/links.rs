//! One-time links, by which the holder of an account chooses name and password. Two people give leave, and neither of them
//! alone can use it: who approved knows the link, who proposed knows the code to it. At a node's founding there is nobody yet,
//! and the console has both.
//!
//! Link and code follow from what stands in the journal and the node key, so that none is stored; which leave was used last
//! stands with the credential.

use crate::accounts::{credential_of, derived, open_staff};
use crate::fault::AccountFault;
use crate::tables::{Handover, Staff};
use kernel::{Cell, Id, Instant};
use store::Node;

/// How long a link is good for.
pub const LINK_HOLDS_MS: i64 = 24 * 60 * 60 * 1000;
/// Bytes of a link: proposal, account, its end, keyed hash.
const BYTES: usize = 16 + 16 + 8 + 16;

/// What one of two people hands over.
#[derive(Clone, PartialEq, Eq)]
pub enum Half {
    /// Who approved: the end of the link's address, and until when it is good.
    Link(String, Instant),
    /// Who proposed: the code to it.
    Code(String),
}

/// A secret is not printed.
impl std::fmt::Debug for Half {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if matches!(self, Half::Link(..)) { "Link" } else { "Code" })
    }
}

/// The leave that a link gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Leave {
    /// The account.
    pub staff: Staff,
    /// The name that its holder signed in with until now; none for a new one.
    pub user: Option<String>,
    /// Whether a code belongs to it.
    pub needs_code: bool,
    pub(crate) proposal: Id,
}

fn hash(node: &Node, proposal: Id, account: Id, ends: Instant) -> [u8; 16] {
    let mac = node.secret("links").mac(&[b"link", &proposal.0, &account.0, &ends.0.to_be_bytes()]);
    let mut short = [0; 16];
    short.copy_from_slice(&mac[..16]);
    short
}

fn link_text(node: &Node, proposal: Id, account: Id, ends: Instant) -> String {
    let bytes = [&proposal.0[..], &account.0, &ends.0.to_be_bytes(), &hash(node, proposal, account, ends)];
    bytes.concat().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The code to a link: eight digits.
pub(crate) fn code_text(node: &Node, proposal: Id, account: Id) -> String {
    let mac = node.secret("links").mac(&[b"code", &proposal.0, &account.0]);
    let number = u64::from_be_bytes([mac[0], mac[1], mac[2], mac[3], mac[4], mac[5], mac[6], mac[7]]);
    format!("{:08}", number % 100_000_000)
}

fn bytes_of(link: &str) -> Option<[u8; BYTES]> {
    if link.len() != 2 * BYTES || !link.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let mut bytes = [0; BYTES];
    for (n, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(link.get(2 * n..2 * n + 2)?, 16).ok()?;
    }
    Some(bytes)
}

/// Proposal, account and end of a link that was made here.
fn read(node: &Node, link: &str) -> Option<(Id, Id, Instant)> {
    let bytes = bytes_of(link)?;
    let id = |from: usize| bytes[from..from + 16].try_into().ok().map(Id);
    let (proposal, account) = (id(0)?, id(16)?);
    let ends = Instant(i64::from_be_bytes(bytes[32..40].try_into().ok()?));
    (hash(node, proposal, account, ends)[..] == bytes[40..]).then_some((proposal, account, ends))
}

/// What a link gives leave to.
///
/// # Errors
/// [`AccountFault::Link`] when it is used, too old, another's or none.
pub fn leave(node: &Node, link: &str, now: Instant) -> Result<Leave, AccountFault> {
    let (proposal, account, ends) = read(node, link).ok_or(AccountFault::Link)?;
    let newest = derived::<Handover>(node, account.to_value())?.filter(|one| one.proposal == proposal);
    let newest = newest.filter(|_| now < ends).ok_or(AccountFault::Link)?;
    let staff = open_staff(node, account)?.ok_or(AccountFault::Link)?;
    let known = credential_of(node, account)?;
    if known.as_ref().is_some_and(|known| known.given_by == proposal) {
        return Err(AccountFault::Link);
    }
    Ok(Leave {
        staff,
        user: known.map(|known| known.user),
        needs_code: !newest.approved_by.is_none(),
        proposal,
    })
}

/// The half of an account's leave that somebody hands over: the link to who approved it, the code to who proposed it, nothing
/// to anybody else.
///
/// # Errors
/// [`AccountFault`] when a database fails.
pub fn half(node: &Node, account: Id, of: Id) -> Result<Option<Half>, AccountFault> {
    let Some(newest) = derived::<Handover>(node, account.to_value())? else { return Ok(None) };
    let used = credential_of(node, account)?.is_some_and(|known| known.given_by == newest.proposal);
    if used || of.is_none() {
        return Ok(None);
    }
    let ends = Instant(newest.approved_at.0 + LINK_HOLDS_MS);
    Ok(if of == newest.approved_by {
        Some(Half::Link(link_text(node, newest.proposal, account, ends), ends))
    } else if of == newest.proposed_by {
        Some(Half::Code(code_text(node, newest.proposal, account)))
    } else {
        None
    })
}

/// At the console: the link of an account that was made at the founding and never used; good for 24 hours from now.
///
/// # Errors
/// [`AccountFault::Link`] when it was used, or is another account's.
pub fn founder_link(node: &Node, account: Id, now: Instant) -> Result<(String, Instant), AccountFault> {
    let newest = derived::<Handover>(node, account.to_value())?.filter(|one| one.approved_by.is_none());
    let newest = newest.ok_or(AccountFault::Link)?;
    if credential_of(node, account)?.is_some() {
        return Err(AccountFault::Link);
    }
    let ends = Instant(now.0 + LINK_HOLDS_MS);
    Ok((link_text(node, newest.proposal, account, ends), ends))
}

/// At the console: the code of a recovery that was proposed there.
///
/// # Errors
/// [`AccountFault`] when a database fails.
#[must_use]
pub fn console_code(node: &Node, proposal: Id, account: Id) -> String {
    code_text(node, proposal, account)
}
