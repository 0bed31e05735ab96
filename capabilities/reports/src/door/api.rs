//! The door for machines: the same as the pages, in JSON.

use super::ask::Door;
use super::intake::{check, file, problem, read};
use super::thread::{receipt_error, send};
use crate::receipt::Receipt;
use crate::wire::Thread;
use axum::Json;
use axum::extract::{FromRequest, Multipart, Request, State};
use axum::http::header;
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
}

/// A receipt, with a message where one is sent.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ByReceipt {
    receipt: String,
    #[serde(default)]
    text: String,
}

fn refused(t: &Texts, errors: Vec<FieldError>) -> Problem {
    Problem::of(t, ErrorStatus::REFUSED).with_kind("input").with_errors(errors)
}

fn unreadable(t: &Texts, wrong: String) -> Problem {
    let error = FieldError { field: "body".into(), wrong, right: "see /openapi.json".into() };
    Problem::of(t, ErrorStatus::BAD_REQUEST).with_kind("input").with_errors(vec![error])
}

/// `POST /api/reports`: JSON, or multipart/form-data with pictures.
pub(crate) async fn report(
    State(door): State<Door>,
    visit: Visit,
    request: Request,
) -> Result<Json<Value>, Problem> {
    let t = visit.texts();
    let media =
        request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (typed, pictures, mut errors) = if media.starts_with("multipart/form-data") {
        let form =
            Multipart::from_request(request, &()).await.map_err(|error| unreadable(t, error.body_text()))?;
        let came = read(&door, t, form).await;
        (came.typed, came.pictures, came.errors)
    } else {
        let Json(told) = Json::<ReportJson>::from_request(request, &())
            .await
            .map_err(|error| unreadable(t, error.body_text()))?;
        let typed = Typed::nothing().and("text", told.text).and("by", told.by).and("danger", told.danger);
        (typed.and("age", told.age).and("contact", told.contact), Vec::new(), Vec::new())
    };
    errors.extend(check(t, &typed));
    if !errors.is_empty() {
        return Err(refused(t, errors));
    }
    let filed = file(&door, t.language().code(), &typed, pictures).await.map_err(|kept| problem(t, kept))?;
    Ok(Json(json!({ "receipt": { "words": filed.words, "digits": filed.digits } })))
}

async fn by_receipt(t: &Texts, request: Request) -> Result<ByReceipt, Problem> {
    let read = Json::<ByReceipt>::from_request(request, &()).await;
    read.map(|Json(by)| by).map_err(|error| unreadable(t, error.body_text()))
}

fn receipt(t: &Texts, given: &str) -> Result<Receipt, Problem> {
    Receipt::parse(given).map_err(|error| refused(t, vec![receipt_error(t, &error)]))
}

fn told(thread: &Thread) -> Value {
    let said = thread.said.iter().map(|one| {
        json!({ "at": kernel::Instant(one.at).to_string(), "by": one.by, "text": one.text, "notice": one.notice, "on": one.days() })
    });
    json!({ "state": thread.state, "said": said.collect::<Vec<_>>() })
}

/// `POST /api/thread`: replies and notices.
pub(crate) async fn thread(
    State(door): State<Door>,
    visit: Visit,
    request: Request,
) -> Result<Json<Value>, Problem> {
    let t = visit.texts();
    let by = by_receipt(t, request).await?;
    let receipt = receipt(t, &by.receipt)?;
    let thread = door.thread(receipt.proof()).await.map_err(|kept| problem(t, kept))?;
    Ok(Json(told(&thread)))
}

/// `POST /api/thread/messages`: a further message.
pub(crate) async fn further(
    State(door): State<Door>,
    visit: Visit,
    request: Request,
) -> Result<Json<Value>, Problem> {
    let t = visit.texts();
    let by = by_receipt(t, request).await?;
    let receipt = receipt(t, &by.receipt)?;
    let typed = Typed::nothing().and("text", &by.text);
    let errors = check(t, &typed);
    if !errors.is_empty() {
        return Err(refused(t, errors));
    }
    send(&door, &receipt, &by.text).await.map_err(|kept| problem(t, kept))?;
    Ok(Json(json!({ "sent": true })))
}

/// `GET /openapi.json` of the public door.
pub(crate) async fn openapi() -> Json<Value> {
    let text = json!({ "type": "string" });
    let body = |properties: Value, required: Value| {
        json!({ "required": true, "content": { "application/json": { "schema": {
            "type": "object", "properties": properties, "required": required, "additionalProperties": false } } } })
    };
    let answers = json!({
        "200": { "description": "Done, durably." },
        "400": { "description": "Unreadable (application/problem+json)." },
        "404": { "description": "No report has this receipt." },
        "422": { "description": "A field is wrong (application/problem+json)." },
        "503": { "description": "Nothing was taken in; try again." },
    });
    let report = body(
        json!({ "text": text, "by": text, "danger": text, "age": text, "contact": text }),
        json!(["text"]),
    );
    let by_receipt = body(json!({ "receipt": text }), json!(["receipt"]));
    let message = body(json!({ "receipt": text, "text": text }), json!(["receipt", "text"]));
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
