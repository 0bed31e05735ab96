//! The door for machines: the same as the pages, in JSON.

use super::ask::Door;
use super::intake::{check_text, file, problem, wrong};
use super::once::Once;
use super::reading::{Came, read};
use super::thread::{receipt_error, send};
use crate::receipt::Receipt;
use crate::wire::Thread;
use axum::Json;
use axum::extract::{FromRequest, Multipart, Request, State};
use axum::http::{StatusCode, header};
use face::{ErrorStatus, FieldError, Problem, Texts, Typed, Visit};
use serde::Deserialize;
use serde_json::{Value, json};

/// A report without pictures.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReportJson {
    text: String,
    #[serde(default)]
    by: String,
    #[serde(default)]
    danger: String,
    #[serde(default)]
    age: String,
    #[serde(default)]
    contact: String,
    #[serde(default)]
    id: String,
}

/// The largest body of JSON, in bytes: the longest text with every letter escaped.
const MOST_JSON: usize = 1024 * 1024;

/// A receipt, with a message where one is sent.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ByReceipt {
    receipt: String,
    #[serde(default)]
    text: String,
    #[serde(default)]
    id: String,
    #[serde(default)]
    page: u32,
}

fn refused(t: &Texts, errors: Vec<FieldError>) -> Problem {
    Problem::of(t, ErrorStatus::REFUSED).with_kind("input").with_errors(errors)
}

fn unreadable(t: &Texts, status: StatusCode, wrong: String) -> Problem {
    let status = ErrorStatus::try_from(status).unwrap_or(ErrorStatus::BAD_REQUEST);
    let error = FieldError { field: "body".into(), wrong, right: "See /openapi.json.".into() };
    Problem::of(t, status).with_kind("input").with_errors(vec![error])
}

/// A body of JSON, of at most [`MOST_JSON`] bytes: no more of it is ever in memory.
async fn json_of<T: serde::de::DeserializeOwned>(t: &Texts, request: Request) -> Result<T, Problem> {
    let (parts, body) = request.into_parts();
    let bytes = axum::body::to_bytes(body, MOST_JSON).await.map_err(|error| {
        let limit = format!("The body breaks off or has more than {MOST_JSON} bytes: {error}.");
        unreadable(t, StatusCode::PAYLOAD_TOO_LARGE, limit)
    })?;
    let read = Json::<T>::from_request(Request::from_parts(parts, bytes.into()), &()).await;
    read.map(|Json(read)| read).map_err(|error| unreadable(t, error.status(), error.body_text()))
}

/// The sender's own secret, from which the numbers and the receipt follow; a fresh one where none is sent.
fn once_of(t: &Texts, id: &str) -> Result<Once, Problem> {
    if id.is_empty() {
        return Once::draw().map_err(|_| Problem::of(t, ErrorStatus::UNAVAILABLE));
    }
    Once::parse(id).ok_or_else(|| refused(t, vec![wrong(t, "id", "door-id-wrong", "door-id-right")]))
}

/// A report as it came, by either media type.
async fn came(door: &Door, t: &Texts, request: Request) -> Result<Came, Problem> {
    let media =
        request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if media.starts_with("multipart/form-data") {
        let form = Multipart::from_request(request, &()).await;
        let form = form.map_err(|error| unreadable(t, error.status(), error.body_text()))?;
        return Ok(read(door, t, form).await);
    }
    let told: ReportJson = json_of(t, request).await?;
    let typed = Typed::nothing().and("text", told.text).and("by", told.by).and("danger", told.danger);
    let typed = typed.and("age", told.age).and("contact", told.contact).and("id", told.id);
    Ok(Came::without_pictures(typed))
}

/// `POST /api/reports`: JSON, or multipart/form-data with pictures.
pub(crate) async fn report(
    State(door): State<Door>,
    visit: Visit,
    request: Request,
) -> Result<Json<Value>, Problem> {
    let t = visit.texts();
    let mut came = came(&door, t, request).await?;
    let errors = came.all_errors(t);
    if !errors.is_empty() {
        let status = if came.busy { ErrorStatus::UNAVAILABLE } else { ErrorStatus::REFUSED };
        return Err(Problem::of(t, status).with_kind("input").with_errors(errors));
    }
    let once = once_of(t, came.typed.get("id"))?;
    let pictures = std::mem::take(&mut came.pictures);
    let filed = file(&door, t.language().code(), &came.typed, pictures, &once).await;
    let filed = filed.map_err(|kept| problem(t, kept))?;
    Ok(Json(json!({ "receipt": { "words": filed.words, "digits": filed.digits } })))
}

fn receipt(t: &Texts, given: &str) -> Result<Receipt, Problem> {
    Receipt::parse(given).map_err(|error| refused(t, vec![receipt_error(t, &error)]))
}

fn told(thread: &Thread) -> Value {
    let said = thread.said.iter().map(|one| {
        json!({ "at": kernel::Instant(one.at).to_string(), "by": one.by, "text": one.text, "notice": one.notice, "on": one.days() })
    });
    let answer_by = (thread.answer_by != 0).then(|| kernel::Instant(thread.answer_by).to_string());
    json!({
        "state": thread.state, "not_pursued": thread.not_pursued, "answer_by": answer_by.unwrap_or_default(),
        "said": said.collect::<Vec<_>>(), "older": thread.older,
    })
}

/// `POST /api/thread`: replies and notices.
pub(crate) async fn thread(
    State(door): State<Door>,
    visit: Visit,
    request: Request,
) -> Result<Json<Value>, Problem> {
    let t = visit.texts();
    let by: ByReceipt = json_of(t, request).await?;
    let receipt = receipt(t, &by.receipt)?;
    let thread = door.thread(receipt.proof(), by.page).await.map_err(|kept| problem(t, kept))?;
    Ok(Json(told(&thread)))
}

/// `POST /api/thread/messages`: a further message.
pub(crate) async fn further(
    State(door): State<Door>,
    visit: Visit,
    request: Request,
) -> Result<Json<Value>, Problem> {
    let t = visit.texts();
    let by: ByReceipt = json_of(t, request).await?;
    let receipt = receipt(t, &by.receipt)?;
    if let Some(error) = check_text(t, &by.text) {
        return Err(refused(t, vec![error]));
    }
    let once = once_of(t, &by.id)?;
    send(&door, &receipt, &by.text, &once).await.map_err(|kept| problem(t, kept))?;
    Ok(Json(json!({ "sent": true })))
}

/// `GET /openapi.json` of the public door.
pub(crate) async fn openapi() -> Json<Value> {
    let text = json!({ "type": "string" });
    let id = json!({
        "type": "string", "pattern": "^[0-9a-fA-F]{64}$",
        "description": "32 random bytes of the sender's choice, in hexadecimal. Sent again with the same content, nothing is entered twice and the answer is the same, the receipt included: it is derived from them. So draw them anew for each report and message, from the operating system's generator, and keep them as secret as the receipt.",
    });
    let page = json!({ "type": "integer", "minimum": 0, "description": "0, or nothing, is the latest 100; each further page is older." });
    let body = |properties: Value, required: Value| {
        json!({ "required": true, "content": { "application/json": { "schema": {
            "type": "object", "properties": properties, "required": required, "additionalProperties": false } } } })
    };
    let answers = json!({
        "200": { "description": "Done, durably." },
        "400": { "description": "Unreadable (application/problem+json)." },
        "404": { "description": "No report has this receipt." },
        "409": { "description": "This id came before, with another content; nothing was taken in now." },
        "413": { "description": "More than 1 MiB of JSON, or a form of more than 256 MiB." },
        "422": { "description": "A field is wrong (application/problem+json)." },
        "503": { "description": "Nothing was taken in; try again." },
    });
    let report = body(
        json!({ "text": text, "by": text, "danger": text, "age": text, "contact": text, "id": id }),
        json!(["text"]),
    );
    let by_receipt = body(json!({ "receipt": text, "page": page }), json!(["receipt"]));
    let message = body(json!({ "receipt": text, "text": text, "id": id }), json!(["receipt", "text"]));
    Json(json!({
        "openapi": "3.1.0",
        "info": { "title": "Tutela, the public door", "version": env!("CARGO_PKG_VERSION") },
        "paths": {
            "/api/reports": { "post": { "operationId": "report", "summary": "Report; multipart/form-data with 'pictures' takes up to five.", "requestBody": report, "responses": answers } },
            "/api/thread": { "post": { "operationId": "thread", "summary": "Open replies by receipt.", "requestBody": by_receipt, "responses": answers } },
            "/api/thread/messages": { "post": { "operationId": "further", "summary": "Send a further message.", "requestBody": message, "responses": answers } },
        },
    }))
}
