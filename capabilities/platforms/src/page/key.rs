//! The sender's key: changed by the sender, without anybody's help and without a gap.

use super::Reader;
use access::AccountFault;
use access::machine_keys::{OpenedKey, succeed_machine_key};
use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use desk::{Desk, MachineCaller};
use face::{Choice, FieldError, Form, Texts, Typed};

#[derive(Template)]
#[template(path = "key.html")]
struct Key<'a> {
    t: &'a Texts,
    form: Form<'a>,
    name: String,
    /// The new name and secret, once.
    opened: Option<(String, String)>,
    ends: Vec<Choice>,
    change: String,
}

fn drawn(reader: &Reader, typed: &Typed, errors: &[FieldError], opened: Option<OpenedKey>) -> Response {
    let t = &reader.texts;
    let ends =
        vec![Choice::of(t, "later", "sender-key-later"), Choice::of(t, "at-once", "sender-key-at-once")];
    let body = Key {
        t,
        form: Form::again(t, typed, errors),
        name: reader.caller.sender.name.clone(),
        opened: opened.map(|key| (key.name, key.secret)),
        ends,
        change: reader.link("/sender/key"),
    };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    reader.page("sender-key", &body).with_status(status).into_response()
}

/// The form by which the next key is opened.
pub(super) async fn show(
    State(desk): State<Desk>,
    caller: MachineCaller,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let reader = Reader::of(&desk, caller, &uri, &headers);
    drawn(&reader, &Typed::nothing().and("ends", "later"), &[], None)
}

/// Opens the next key; name and secret are shown once.
pub(super) async fn change(
    State(desk): State<Desk>,
    caller: MachineCaller,
    uri: Uri,
    headers: HeaderMap,
    typed: Typed,
) -> Response {
    let reader = Reader::of(&desk, caller.clone(), &uri, &headers);
    let t = &reader.texts;
    let at_once = match typed.get("ends") {
        "later" => false,
        "at-once" => true,
        _ => {
            let error = FieldError::new(t, "ends", "sender-wrong-ends", "sender-right-ends");
            return drawn(&reader, &typed, &[error], None);
        }
    };
    let name = typed.get("name").to_owned();
    let opened =
        desk.blocking(move |node| succeed_machine_key(node, &caller.sender, &name, at_once, Desk::now()));
    let wrong = |wrong: &str, right: &str| {
        let errors = [FieldError::new(t, "name", wrong, right)];
        drawn(&reader, &typed, &errors, None)
    };
    match opened.await {
        Ok(opened) => drawn(&reader, &Typed::nothing().and("ends", "later"), &[], Some(opened)),
        Err(AccountFault::KeyName) => wrong("sender-wrong-name", "sender-right-name"),
        Err(AccountFault::KeyNameTaken) => wrong("sender-wrong-taken", "sender-right-name"),
        Err(AccountFault::Denied(_)) => wrong("sender-wrong-succeeded", "sender-right-succeeded"),
        Err(fault) => reader.broken(fault),
    }
}
