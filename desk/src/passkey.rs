//! The button that asks a browser for a passkey. A script shows it where it can work, and sends the answer with the form that the
//! button stands in, so that a page needs no other way to say it.

use crate::caller::Caller;
use crate::room::Desk;
use access::{AccountFault, AskPasskey, Site, ask_to_add, ask_to_begin, ask_to_prove, ask_to_sign_in};
use face::{FieldError, Texts, Typed};
use store::Node;

/// What a page needs to show the button.
pub(crate) struct PasskeyBox {
    /// What the script calls: `get` or `create`.
    pub(crate) way: &'static str,
    pub(crate) origin: String,
    pub(crate) options: String,
    pub(crate) ceremony: String,
    pub(crate) button: String,
    /// The script's address.
    pub(crate) script: String,
}

/// Question and answer that came with a form.
pub(crate) struct Sent {
    pub(crate) ceremony: String,
    pub(crate) answer: String,
}

/// What came with a form; none when it was sent without a passkey.
pub(crate) fn sent(typed: &Typed) -> Option<Sent> {
    let answer = typed.get("passkey").to_owned();
    (!answer.is_empty()).then(|| Sent { ceremony: typed.get("ceremony").to_owned(), answer })
}

/// A wrong passkey is told at a field that the page has.
pub(crate) fn told_at(field: &'static str, errors: &[FieldError]) -> Vec<FieldError> {
    let at = |error: &FieldError| match &*error.field {
        "passkey" => FieldError { field: field.into(), ..error.clone() },
        _ => error.clone(),
    };
    errors.iter().map(at).collect()
}

async fn asked(
    desk: &Desk,
    way: &'static str,
    button: String,
    ask: impl FnOnce(&Node, &Site) -> Result<AskPasskey, AccountFault> + Send + 'static,
) -> Option<PasskeyBox> {
    let site = desk.site()?.clone();
    let origin = site.origin().to_owned();
    match desk.blocking(move |node| ask(node, &site)).await {
        Ok(AskPasskey { options, ceremony }) => {
            let script = face::assets::passkey_script().href();
            Some(PasskeyBox { way, origin, options, ceremony, button, script })
        }
        Err(fault) => {
            // The other ways stay open.
            tracing::error!(%fault, "no passkey was asked for");
            None
        }
    }
}

pub(crate) async fn to_sign_in(desk: &Desk, t: &Texts) -> Option<PasskeyBox> {
    asked(desk, "get", t.t("passkey-sign-in"), |node, site| ask_to_sign_in(node, site, Desk::now())).await
}

pub(crate) async fn to_prove(desk: &Desk, caller: &Caller) -> Option<PasskeyBox> {
    let session = caller.pass.number;
    let button = caller.texts.t("passkey-prove");
    asked(desk, "get", button, move |node, site| ask_to_prove(node, site, session, Desk::now())).await
}

pub(crate) async fn to_add(desk: &Desk, caller: &Caller) -> Option<PasskeyBox> {
    let (account, user) = (caller.actor.id, caller.user.clone());
    let ask = move |node: &Node, site: &Site| ask_to_add(node, site, account, &user, Desk::now());
    asked(desk, "create", caller.texts.t("passkey-add"), ask).await
}

pub(crate) async fn to_begin(desk: &Desk, t: &Texts, link: &str) -> Option<PasskeyBox> {
    let link = link.to_owned();
    let ask = move |node: &Node, site: &Site| ask_to_begin(node, site, &link, Desk::now());
    asked(desk, "create", t.t("passkey-begin"), ask).await
}
