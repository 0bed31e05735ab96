//! Senders' systems at the machine door: whose a request is, and the keys by which they send.

use crate::answers::{problem_of_account, problem_of_database, unread_body};
use crate::caller::{Caller, from_elsewhere};
use crate::room::Desk;
use crate::routes::{Line, Routes};
use access::READ_STAFF;
use access::acts::OpenMachineKey;
use access::codes::Environment;
use access::machine_keys::{
    ListedKey, MachineSender, OpenedKey, machine_keys, open_with_quotas, sender_at_door,
};
use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use face::Problem;
use kernel::{Act as _, Actor, Ask, Cell as _, CodeList as _, Id};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Whose system sends.
#[derive(Clone, Debug)]
pub struct MachineCaller {
    /// The system.
    pub sender: MachineSender,
    /// Who acts by it.
    pub actor: Actor,
}

/// Why it is not known whose system sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoMachine {
    /// Nobody is known by what came along.
    Nobody,
    /// A browser sends it from a page of somebody else's, and the key along with it.
    Elsewhere,
    /// A fault of ours, which passes: a sender with a good key must not take it for a bad one.
    Ours(String),
}

impl IntoResponse for NoMachine {
    fn into_response(self) -> Response {
        let (status, title, told) = match self {
            NoMachine::Nobody => {
                let basic = (header::WWW_AUTHENTICATE, "Basic realm=\"machine\"");
                (StatusCode::UNAUTHORIZED, "Name and secret of a machine key are wanted", basic)
            }
            NoMachine::Elsewhere => {
                let told = (header::VARY, "origin, sec-fetch-site");
                (StatusCode::FORBIDDEN, "Another site sent this: send it from this door's own page", told)
            }
            NoMachine::Ours(why) => {
                tracing::error!(fault = why, "a machine key was not looked up");
                let title = "The node cannot look the key up now: send the same again";
                (StatusCode::SERVICE_UNAVAILABLE, title, (header::RETRY_AFTER, "5"))
            }
        };
        let body = serde_json::json!({ "type": "about:blank", "title": title, "status": status.as_u16() });
        let kind = (header::CONTENT_TYPE, "application/problem+json");
        (status, [told, kind], body.to_string()).into_response()
    }
}

/// Name and secret: as HTTP Basic, or as a bearer token `name.secret`.
fn given(headers: &HeaderMap) -> Option<(String, String)> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, rest) = value.split_once(' ')?;
    let pair = |text: &str, between: char| {
        text.split_once(between).map(|(name, secret)| (name.to_owned(), secret.to_owned()))
    };
    match scheme.to_ascii_lowercase().as_str() {
        "basic" => pair(&String::from_utf8(BASE64_STANDARD.decode(rest.trim()).ok()?).ok()?, ':'),
        "bearer" => pair(rest.trim(), '.'),
        _ => None,
    }
}

impl FromRequestParts<Desk> for MachineCaller {
    type Rejection = NoMachine;

    async fn from_request_parts(parts: &mut Parts, desk: &Desk) -> Result<MachineCaller, NoMachine> {
        if from_elsewhere(parts) {
            return Err(NoMachine::Elsewhere);
        }
        let (name, secret) = given(&parts.headers).ok_or(NoMachine::Nobody)?;
        let found = desk.blocking(move |node| sender_at_door(node, &name, &secret, Desk::now())).await;
        let sender = found.map_err(|fault| NoMachine::Ours(fault.to_string()))?;
        let sender = sender.ok_or(NoMachine::Nobody)?;
        Ok(MachineCaller { actor: sender.actor(), sender })
    }
}

/// A key to be opened.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ToOpen {
    /// The name that it signs in with: 3 to 40 small letters, digits or hyphens.
    name: String,
    /// The unit that it sends for.
    unit: Id,
    /// What it opens.
    environment: Environment,
    /// Most reports that it hands in within a minute; 600,000 where it is left out.
    per_minute: Option<u32>,
    /// Most bytes that it hands in within a day; a tebibyte where it is left out.
    bytes_a_day: Option<u64>,
}

/// A key, its secret told once.
#[derive(Serialize, ToSchema)]
struct Opened {
    /// Its number, by which it is ended.
    key: String,
    /// The name that it signs in with.
    name: String,
    /// The secret: goes with the name as HTTP Basic.
    secret: String,
}

/// Opens a key for a sender's system, and tells its secret once.
#[utoipa::path(
    post,
    path = "/api/machine-keys",
    operation_id = "access.open-machine-key",
    tag = "access",
    request_body = ToOpen,
    responses((status = 200, description = "The key, its secret told once", body = Opened),
        (status = 403, description = "Sign in again first (type /problems/reauthenticate)."),
        (status = 422, description = "A field is wrong."))
)]
async fn open(
    State(desk): State<Desk>,
    caller: Caller,
    body: Result<Json<ToOpen>, JsonRejection>,
) -> Result<Json<Opened>, Problem> {
    caller.may(Ask::Act(OpenMachineKey::KIND))?;
    let right = r#"JSON: {"name": "platform-1", "unit": "...", "environment": "sandbox"}"#;
    let Json(asked) = body.map_err(|rejection| unread_body(&caller.texts, rejection.body_text(), right))?;
    caller.has_proved()?;
    let by = caller.actor;
    let opened = desk.blocking(move |node| {
        let quotas = (asked.per_minute, asked.bytes_a_day);
        open_with_quotas(node, by, &asked.name, asked.unit, asked.environment, quotas, Desk::now())
    });
    let OpenedKey { key, name, secret } =
        opened.await.map_err(|fault| problem_of_account(&caller.texts, &fault))?;
    Ok(Json(Opened { key: key.to_string(), name, secret }))
}

/// A key, as it is listed: never its secret.
#[derive(Serialize, ToSchema)]
struct Listed {
    /// Its number, by which it is ended.
    key: String,
    /// The name that it signs in with; nothing where the secrets were lost, and it lets nobody in.
    name: Option<String>,
    /// The unit that it sends for.
    unit: String,
    /// What it opens.
    environment: &'static str,
    /// False once it is ended.
    works: bool,
    /// Most reports that it hands in within a minute.
    per_minute: i64,
    /// Most bytes that it hands in within a day.
    bytes_a_day: i64,
    /// When it ends by itself, its successor open; nothing where it does not.
    ends_at: Option<String>,
    /// When it was opened.
    opened_at: String,
    /// When it was last used, to the minute; nothing before the first time.
    used: Option<String>,
}

impl From<ListedKey> for Listed {
    fn from(ListedKey { key, name, used }: ListedKey) -> Listed {
        Listed {
            key: key.key.to_string(),
            name,
            unit: key.unit.to_string(),
            environment: key.environment.code(),
            works: key.lets_in(Desk::now()),
            per_minute: key.per_minute,
            bytes_a_day: key.bytes_a_day,
            ends_at: (key.ends_at.0 != 0).then(|| key.ends_at.to_text()),
            opened_at: key.opened_at.to_text(),
            used: used.map(|at| at.to_text()),
        }
    }
}

/// The keys of senders' systems with their names and last use, the newest first.
#[utoipa::path(
    get,
    path = "/api/machine-keys",
    operation_id = "access.list-machine-keys",
    tag = "access",
    responses((status = 200, description = "The keys, without their secrets", body = Vec<Listed>))
)]
async fn list(State(desk): State<Desk>, caller: Caller) -> Result<Json<Vec<Listed>>, Problem> {
    caller.may(Ask::Read(&READ_STAFF))?;
    let found = desk.blocking(machine_keys).await;
    let found = found.map_err(|fault| problem_of_database(&caller.texts, &fault))?;
    Ok(Json(found.into_iter().map(Listed::from).collect()))
}

/// What is described of it.
#[derive(utoipa::OpenApi)]
#[openapi(paths(open, list))]
pub(crate) struct Described;

/// Where keys are opened.
pub(crate) fn routes() -> Routes {
    Routes::new().post("/api/machine-keys", Line::Act(OpenMachineKey::KIND), open).get(
        "/api/machine-keys",
        Line::Read(&READ_STAFF),
        list,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_fault_of_ours_is_no_wrong_key() {
        let told = |reason: NoMachine| async move {
            let answer = reason.into_response();
            let head = |name| answer.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
            let (status, kind) = (answer.status().as_u16(), head(header::CONTENT_TYPE));
            assert_eq!(kind.as_deref(), Some("application/problem+json"));
            let waits = (head(header::WWW_AUTHENTICATE), head(header::RETRY_AFTER));
            let body = axum::body::to_bytes(answer.into_body(), 1000).await.unwrap();
            (status, waits, String::from_utf8(body.to_vec()).unwrap())
        };
        assert_eq!(told(NoMachine::Elsewhere).await.0, 403);
        let (status, waits, _) = told(NoMachine::Nobody).await;
        assert_eq!((status, waits), (401, (Some("Basic realm=\"machine\"".to_owned()), None)));
        let (status, waits, body) = told(NoMachine::Ours("a fictional path".to_owned())).await;
        assert_eq!((status, waits), (503, (None, Some("5".to_owned()))));
        assert!(!body.contains("fictional"), "what failed is for the log");
    }

    #[test]
    fn name_and_secret_are_read_in_both_forms_and_in_no_other() {
        let read = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::AUTHORIZATION, value.parse().unwrap());
            given(&headers)
        };
        let pair = Some(("platform-1".to_owned(), "secret:with.signs".to_owned()));
        let basic = BASE64_STANDARD.encode("platform-1:secret:with.signs");
        assert_eq!(read(&format!("Basic {basic}")), pair);
        assert_eq!(read(&format!("basic {basic}")), pair);
        assert_eq!(read("Bearer platform-1.secret:with.signs"), pair);
        for wrong in ["", "Basic", "Basic ???", "Digest platform-1.secret", "Basic cGxhdGZvcm0="] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
        assert_eq!(given(&HeaderMap::new()), None);
    }
}
