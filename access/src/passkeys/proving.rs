//! Proving who one is by a passkey: at the door, where it says itself whose it is, and once more for what is grave.

use super::{Answered, AskPasskey, MOST, handle, is_ours, relying_party, seal};
use crate::accounts::{Account, account_of};
use crate::ceremony::{self, Kind, Opened};
use crate::fault::AccountFault;
use crate::runtime::{Passkey, one, put};
use crate::sessions::{renewed, session_row};
use crate::site::Site;
use kernel::{Id, Instant, Value};
use store::Node;
use webauthn_rp::bin::{Decode, Encode};
use webauthn_rp::request::auth::AuthenticationVerificationOptions;
use webauthn_rp::response::CredentialId;
use webauthn_rp::response::register::{CompressedPubKey, DynamicState, StaticState};
use webauthn_rp::{
    AuthenticatedCredential, DiscoverableAuthentication16, DiscoverableAuthenticationServerState,
    DiscoverableCredentialRequestOptions,
};

const TO_SIGN_IN: Kind = Kind { what: "sign in by a passkey", whose: Id::NONE };

const fn to_prove(session: Id) -> Kind {
    Kind { what: "prove by a passkey", whose: session }
}

/// Asks for a passkey at the door; whose it is, the passkey says.
///
/// # Errors
/// [`AccountFault::Broken`].
pub fn ask_to_sign_in(node: &Node, site: &Site, now: Instant) -> Result<AskPasskey, AccountFault> {
    ask(node, site, TO_SIGN_IN, now)
}

/// Asks the holder of a session for a passkey.
///
/// # Errors
/// [`AccountFault::Broken`].
pub fn ask_to_prove(node: &Node, site: &Site, session: Id, now: Instant) -> Result<AskPasskey, AccountFault> {
    ask(node, site, to_prove(session), now)
}

fn ask(node: &Node, site: &Site, kind: Kind, now: Instant) -> Result<AskPasskey, AccountFault> {
    let broken = |error: &dyn std::fmt::Display| AccountFault::Broken(error.to_string());
    let party = relying_party(site)?;
    let options = DiscoverableCredentialRequestOptions::passkey(&party);
    let (server, client) = options.start_ceremony().map_err(|error| broken(&error))?;
    let state = server.encode().map_err(|error| broken(&error))?;
    let options = serde_json::to_string(&client).map_err(|error| broken(&error))?;
    Ok(AskPasskey { options, ceremony: ceremony::sealed(node, kind, &state, now)? })
}

/// Whose passkey answered; the same fault whatever is wrong.
fn whose(node: &Node, kind: Kind, answered: &Answered<'_>, now: Instant) -> Result<Id, AccountFault> {
    let opened = ceremony::opened(node, kind, answered.ceremony, now).ok_or(AccountFault::Passkey)?;
    let answer = Some(answered.answer.as_bytes()).filter(|bytes| bytes.len() <= MOST).unwrap_or_default();
    let answer =
        DiscoverableAuthentication16::from_json_relaxed(answer).map_err(|_| AccountFault::Passkey)?;
    let key = Value::Bytes(answer.raw_id().as_ref().to_vec());
    let account = node.runtime(|database| {
        let Some(row) = one::<Passkey>(database, key)?.filter(|row| is_ours(node, row)) else {
            return Ok(None);
        };
        let Some(dynamic) = fits(node, &row, &opened, &answer, answered.site) else { return Ok(None) };
        if !ceremony::spend(database, &opened, now)? {
            return Ok(None);
        }
        let mut used = Passkey { dynamic, used: now, ..row };
        used.seal = seal(node, &used);
        database.run(&[put(&used)]).map(|()| Some(used.account))
    })?;
    account.ok_or(AccountFault::Passkey)
}

/// What stands in the row after an answer that fits: the counter goes up, where the device has one.
fn fits(
    node: &Node,
    row: &Passkey,
    opened: &Opened,
    answer: &DiscoverableAuthentication16,
    site: &Site,
) -> Option<Vec<u8>> {
    type Key = CompressedPubKey<[u8; 32], [u8; 32], [u8; 48], Vec<u8>>;
    let asked = DiscoverableAuthenticationServerState::decode(&opened.state).ok()?;
    let fixed = StaticState::<Key>::decode(&row.public_key).ok()?;
    let dynamic = DynamicState::decode(row.dynamic.as_slice().try_into().ok()?).ok()?;
    let (id, user) = (CredentialId::try_from(row.credential.as_slice()).ok()?, handle(node, row.account));
    let mut known = AuthenticatedCredential::new(id, &user, fixed, dynamic).ok()?;
    let origins = [site.origin()];
    let options = AuthenticationVerificationOptions::<&str, &str> {
        allowed_origins: &origins,
        error_on_unsolicited_extensions: false,
        ..Default::default()
    };
    match asked.verify(&relying_party(site).ok()?, answer, &mut known, &options) {
        Ok(_) => {
            let Ok(dynamic) = known.dynamic_state().encode();
            Some(dynamic.to_vec())
        }
        Err(fault) => {
            // Which check fails says nothing about a person, and a counter that goes back means a copied device.
            tracing::warn!(?fault, "a passkey was refused");
            None
        }
    }
}

/// Who signs in by a passkey.
///
/// # Errors
/// [`AccountFault::Passkey`], whatever is wrong.
pub fn sign_in_by_passkey(
    node: &Node,
    answered: &Answered<'_>,
    now: Instant,
) -> Result<Account, AccountFault> {
    let account = whose(node, TO_SIGN_IN, answered, now)?;
    account_of(node, account)?.ok_or(AccountFault::Passkey)
}

/// The holder of a session proves once more who they are, for what is grave; tells the new secret of the session.
///
/// # Errors
/// [`AccountFault::Passkey`], whatever is wrong.
pub fn prove_by_passkey(
    node: &Node,
    secret: &str,
    answered: &Answered<'_>,
    now: Instant,
) -> Result<String, AccountFault> {
    let row = session_row(node, secret)?.ok_or(AccountFault::Passkey)?;
    if whose(node, to_prove(row.number), answered, now)? != row.account {
        return Err(AccountFault::Passkey);
    }
    renewed(node, secret, now)
}
