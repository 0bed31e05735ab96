//! Adding a passkey: to an account that somebody is signed in to, or when an account begins.

use super::{Answered, AskPasskey, MOST, handle, may_be_called, passkeys, relying_party, seal};
use crate::ceremony::{self, Kind, Opened};
use crate::fault::AccountFault;
use crate::runtime::{Passkey, one, put};
use crate::site::Site;
use kernel::{Id, Instant, Value};
use store::Node;
use webauthn_rp::bin::{Decode, Encode};
use webauthn_rp::request::PublicKeyCredentialDescriptor;
use webauthn_rp::request::register::{
    CredProtect, PublicKeyCredentialUserEntity, RegistrationVerificationOptions, Username,
};
use webauthn_rp::response::{AuthTransports, CredentialId};
use webauthn_rp::{PublicKeyCredentialCreationOptions, Registration, RegistrationServerState};

/// A passkey to be.
#[derive(Clone, Copy)]
pub struct NewPasskey<'a> {
    /// What the browser answered.
    pub answered: Answered<'a>,
    /// The name that its holder gives it: 1 to 40 characters.
    pub label: &'a str,
}

/// A passkey that was checked and is not written yet.
pub(crate) struct Added {
    pub(crate) row: Passkey,
    pub(crate) opened: Opened,
}

const fn to_add(account: Id) -> Kind {
    Kind { what: "add a passkey", whose: account }
}

const fn to_begin(proposal: Id) -> Kind {
    Kind { what: "begin with a passkey", whose: proposal }
}

/// Asks the holder of an account for one more passkey.
///
/// # Errors
/// [`AccountFault`].
pub fn ask_to_add(
    node: &Node,
    site: &Site,
    account: Id,
    user: &str,
    now: Instant,
) -> Result<AskPasskey, AccountFault> {
    ask(node, site, (account, user), to_add(account), now)
}

/// Asks whom a one-time link belongs to for a first passkey.
///
/// # Errors
/// [`AccountFault::Link`].
pub fn ask_to_begin(node: &Node, site: &Site, link: &str, now: Instant) -> Result<AskPasskey, AccountFault> {
    let leave = crate::links::leave(node, link, now)?;
    let account = leave.staff.account;
    let user = leave.user.unwrap_or_else(|| account.short());
    ask(node, site, (account, &user), to_begin(leave.proposal), now)
}

fn ask(
    node: &Node,
    site: &Site,
    (account, user): (Id, &str),
    kind: Kind,
    now: Instant,
) -> Result<AskPasskey, AccountFault> {
    let broken = |error: &dyn std::fmt::Display| AccountFault::Broken(error.to_string());
    let (party, id) = (relying_party(site)?, handle(node, account));
    let name = Username::try_from(user).map_err(|error| broken(&error))?;
    let known = passkeys(node, account)?.into_iter().filter_map(|row| {
        let id = CredentialId::try_from(row.credential).ok()?;
        Some(PublicKeyCredentialDescriptor { id, transports: AuthTransports::NONE })
    });
    let entity = PublicKeyCredentialUserEntity { name, id: &id, display_name: None };
    let mut options = PublicKeyCredentialCreationOptions::passkey(&party, entity, known.collect());
    // Many a device does not know this protection; whoever signs in is verified in any case.
    options.extensions.cred_protect = CredProtect::None;
    let (server, client) = options.start_ceremony().map_err(|error| broken(&error))?;
    let state = server.encode().map_err(|error| broken(&error))?;
    let options = serde_json::to_string(&client).map_err(|error| broken(&error))?;
    Ok(AskPasskey { options, ceremony: ceremony::sealed(node, kind, &state, now)? })
}

/// Checks what a browser made of the question.
fn checked(
    node: &Node,
    new: &NewPasskey<'_>,
    account: Id,
    kind: Kind,
    now: Instant,
) -> Result<Added, AccountFault> {
    let label = may_be_called(new.label)?;
    let Answered { site, ceremony, answer } = new.answered;
    let opened = ceremony::opened(node, kind, ceremony, now).ok_or(AccountFault::Passkey)?;
    let asked = RegistrationServerState::<16>::decode(&opened.state).map_err(|_| AccountFault::Passkey)?;
    let answer = Some(answer.as_bytes()).filter(|bytes| bytes.len() <= MOST).unwrap_or_default();
    let made = Registration::from_json_relaxed(answer).map_err(|_| AccountFault::Passkey)?;
    let origins = [site.origin()];
    let options = RegistrationVerificationOptions::<&str, &str> {
        allowed_origins: &origins,
        error_on_unsolicited_extensions: false,
        ..Default::default()
    };
    let registered = asked.verify(&relying_party(site)?, &made, &options).map_err(|fault| {
        // Which check fails says nothing about a person, and helps whoever runs the node.
        tracing::info!(?fault, "a passkey was not added");
        AccountFault::Passkey
    })?;
    let Ok(public_key) = registered.static_state().encode();
    let Ok(dynamic) = registered.dynamic_state().encode();
    let mut row = Passkey {
        credential: registered.id().as_ref().to_vec(),
        account,
        number: node.new_id()?,
        label,
        public_key,
        dynamic: dynamic.to_vec(),
        added: now,
        used: Instant(0),
        seal: Vec::new(),
    };
    row.seal = seal(node, &row);
    Ok(Added { row, opened })
}

/// Adds a passkey to an account and tells its number.
///
/// # Errors
/// [`AccountFault::Passkey`] when the answer does not fit the question, was sent before, or the passkey is another account's.
pub fn add_passkey(node: &Node, account: Id, new: &NewPasskey<'_>, now: Instant) -> Result<Id, AccountFault> {
    let Added { row, opened } = checked(node, new, account, to_add(account), now)?;
    let added = node.runtime(|database| {
        let taken = one::<Passkey>(database, Value::Bytes(row.credential.clone()))?.is_some();
        if taken || !ceremony::spend(database, &opened, now)? {
            return Ok(false);
        }
        database.run(&[put(&row)]).map(|()| true)
    })?;
    if added { Ok(row.number) } else { Err(AccountFault::Passkey) }
}

/// The passkey with which an account begins, by the leave of that proposal; it is written with all else that is chosen.
pub(crate) fn added_at_beginning(
    node: &Node,
    new: &NewPasskey<'_>,
    (account, proposal): (Id, Id),
    now: Instant,
) -> Result<Added, AccountFault> {
    checked(node, new, account, to_begin(proposal), now)
}
