//! Tutela's own API at the machine door: `/v1/reports`. A sender's system hands in one report or many, and asks what became of its own.
//!
//! A sender knows a report by a number of its own, from which, with its unit, the report's number is made: what another unit sent has
//! no number here, and is answered like one that never was.

use crate::intake::native::{standing, try_out};
use crate::intake::{DutyLine, Line, MAX_BYTES, MAX_LINES, Taken, TooManyLines, each_of_file, take};
use crate::state::stage_of;
use access::codes::Environment;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use desk::{Desk, MachineCaller, NoMachine, spend};
use face::{ErrorStatus, FieldError, Language, Problem};
use facts::machine::SenderStage;
use kernel::Id;
use kernel::codes::{CodeList as _, QueueState};
use serde::Serialize;
use store::Node;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi, ToSchema};

const NDJSON: &str = "application/x-ndjson";
const KEY: &str = "idempotency-key";

/// The routes of the API; `beside` is what other rooms lay at the machine door, and is described with them.
pub fn machine_routes(desk: Desk, beside: utoipa::openapi::OpenApi) -> Router {
    let mut all = Described::openapi();
    all.merge(beside);
    let described = move || std::future::ready(Json(all.clone()));
    Router::new()
        .route("/v1/reports", post(one))
        .route("/v1/reports/batch", post(batch).layer(DefaultBodyLimit::max(MAX_BYTES)))
        .route("/v1/reports/{id}", get(status))
        .route("/v1/openapi.json", get(described))
        .with_state(desk)
}

/// A report was taken in.
#[derive(Serialize, ToSchema)]
struct Receipt {
    /// The sender's own number.
    id: String,
    /// The report's number; null in the sandbox, which keeps nothing.
    report: Option<Id>,
    /// `received`; `checked` in the sandbox.
    status: &'static str,
}

/// How it stands with a report.
#[derive(Serialize, ToSchema)]
struct Standing {
    /// The sender's own number.
    id: String,
    /// The report's number.
    report: Id,
    /// When it came, in milliseconds since 1970.
    received_at: i64,
    /// `received`, `in-review`, `referred`, `put-aside` or `became-case`: never who looks at it, and nothing of what was found.
    status: &'static str,
}

/// A problem, as RFC 9457 has it.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it is what the description says of `face::Problem`")]
struct ProblemDetails {
    /// What kind of problem it is.
    r#type: String,
    /// What it is, in words.
    title: String,
    /// The HTTP status.
    status: u16,
    /// What can be done.
    detail: Option<String>,
    /// The fields to mend.
    errors: Option<Vec<Fault>>,
}

/// A field to mend.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it is what the description says of `face::FieldError`")]
struct Fault {
    /// Which.
    field: String,
    /// What is wrong.
    wrong: String,
    /// What would be right.
    right: String,
}

type Sender = Result<MachineCaller, NoMachine>;

fn problem(desk: &Desk, status: ErrorStatus) -> Problem {
    Problem::of(&desk.looks().catalogue().texts(Language::English), status)
}

fn refused(desk: &Desk, field: &str, wrong: impl Into<String>, right: &str) -> Response {
    let error = FieldError { field: field.into(), wrong: wrong.into(), right: right.into() };
    problem(desk, ErrorStatus::REFUSED).with_errors(vec![error]).into_response()
}

/// Who sends, or the answer to nobody.
fn known(desk: &Desk, sender: Sender) -> Result<MachineCaller, Response> {
    sender.map_err(|reason| {
        if reason != NoMachine::Nobody {
            return reason.into_response();
        }
        let mut answer = problem(desk, ErrorStatus::SIGN_IN).into_response();
        answer.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Basic realm=\"machine\""));
        answer
    })
}

/// The body, of the media type that is taken here.
fn body_of(
    desk: &Desk,
    headers: &HeaderMap,
    media: &str,
    body: Result<Bytes, BytesRejection>,
) -> Result<String, Response> {
    let given = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if given.split(';').next().unwrap_or_default().trim() != media {
        return Err(problem(desk, ErrorStatus::MEDIA_TYPE).into_response());
    }
    let bytes = body.map_err(|fault| {
        let too_large = fault.status() == StatusCode::PAYLOAD_TOO_LARGE;
        let status = if too_large { ErrorStatus::TOO_LARGE } else { ErrorStatus::BAD_REQUEST };
        problem(desk, status).into_response()
    })?;
    String::from_utf8(bytes.to_vec()).map_err(|_| refused(desk, "body", "is no text in UTF-8", "UTF-8"))
}

/// A line from the body of one report, whose number the header gives.
fn line_from(desk: &Desk, key: &str, text: &str) -> Result<Line, Response> {
    let right = "a JSON object with `text`, as /v1/openapi.json describes it";
    let unread = |wrong: String| refused(desk, "body", wrong, right);
    let mut fields: serde_json::Map<String, serde_json::Value> = serde_json::from_str(text)
        .map_err(|fault| unread(format!("is no JSON object, at byte {}", fault.column())))?;
    let id = fields.entry("id").or_insert_with(|| key.into());
    if id.as_str() != Some(key) {
        return Err(refused(desk, "id", "is another than the Idempotency-Key", "the same, or none"));
    }
    // A fault's words may be somebody's: they are not said.
    serde_json::from_value(fields.into())
        .map_err(|_| unread("has a field that is unknown, missing or of another kind".into()))
}

/// Counts what came, or says that it is more than the key may hand in.
async fn within(desk: &Desk, caller: &MachineCaller, reports: usize, bytes: usize) -> Result<(), Response> {
    spend(desk, &caller.sender, reports, bytes, Desk::now()).await.map_err(|over| {
        let (what, most) = (over.to_string(), format!("at most {}", over.most));
        let error = FieldError { field: "body".into(), wrong: what, right: most };
        let mut answer = problem(desk, ErrorStatus::TOO_MANY).with_errors(vec![error]).into_response();
        if let Ok(after) = HeaderValue::from_str(&over.seconds.to_string()) {
            answer.headers_mut().insert(RETRY_AFTER, after);
        }
        answer
    })
}

/// Enters what came, or in the sandbox only checks it. Blocking.
fn enter(node: &Node, caller: &MachineCaller, lines: &[Line]) -> Vec<Taken> {
    match caller.sender.environment {
        Environment::Sandbox => try_out(node, &caller.actor, lines),
        Environment::Production => take(node, &caller.actor, lines, &mut |_| ()),
    }
}

/// Hand in one report.
///
/// Its number is the `Idempotency-Key`: sent again with the same content it is the same report and gets the same answer; with other
/// content it is refused.
#[utoipa::path(
    post,
    path = "/v1/reports",
    operation_id = "report",
    tag = "reports",
    params(("Idempotency-Key" = String, Header, description = "The sender's own number of the report, 1 to 100 characters")),
    request_body(content = Line, description = "`id` may be left out: the header says it"),
    responses(
        (status = 201, description = "It was taken in", body = Receipt),
        (status = 401, description = "No key, or none that is open", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 413, description = "Too large", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 415, description = "Not application/json", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 422, description = "A field is wrong, or the key was used for another report", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 429, description = "More than the key may hand in: again after `Retry-After` seconds", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 503, description = "Not entered: the same again in a moment", body = ProblemDetails, content_type = "application/problem+json"),
    ),
    security(("machine" = []))
)]
async fn one(
    State(desk): State<Desk>,
    sender: Sender,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Response> {
    let caller = known(&desk, sender)?;
    let key = headers.get(KEY).and_then(|value| value.to_str().ok()).map(str::trim).unwrap_or_default();
    if key.is_empty() {
        return Err(refused(
            &desk,
            "Idempotency-Key",
            "is missing",
            "the sender's own number, 1 to 100 characters",
        ));
    }
    let text = body_of(&desk, &headers, "application/json", body)?;
    within(&desk, &caller, 1, text.len()).await?;
    let line = line_from(&desk, key, &text)?;
    let taken = desk.blocking(move |node| enter(node, &caller, &[line]));
    let Some(taken) = taken.await.pop() else {
        return Err(problem(&desk, ErrorStatus::INTERNAL).into_response());
    };
    match taken.outcome {
        "refused" if taken.field == "line" => Err(problem(&desk, ErrorStatus::UNAVAILABLE).into_response()),
        "refused" => Err(refused(&desk, &taken.field, taken.wrong, &taken.right)),
        outcome => {
            let status = if outcome == "checked" { outcome } else { "received" };
            Ok((StatusCode::CREATED, Json(Receipt { id: taken.id, report: taken.report, status }))
                .into_response())
        }
    }
}

/// Hand in many reports, a line of JSON each.
///
/// Each line is answered by a line, in the same order; what is refused stops nothing else. A line sent again under its number is the
/// same report.
#[utoipa::path(
    post,
    path = "/v1/reports/batch",
    operation_id = "reports",
    tag = "reports",
    request_body(content = String, content_type = "application/x-ndjson", description = "At most 10,000 lines and 32 MiB; each line is an object as for `POST /v1/reports`, with `id`"),
    responses(
        (status = 200, description = "A line for each line: `id`, `report`, `outcome` (`filed`, `again`, `refused`; `checked` in the sandbox)", body = String, content_type = "application/x-ndjson"),
        (status = 401, description = "No key, or none that is open", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 413, description = "Larger than 32 MiB", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 415, description = "Not application/x-ndjson", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 422, description = "More than 10,000 lines; nothing was entered", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 429, description = "More than the key may hand in; nothing was entered: again after `Retry-After` seconds", body = ProblemDetails, content_type = "application/problem+json"),
    ),
    security(("machine" = []))
)]
async fn batch(
    State(desk): State<Desk>,
    sender: Sender,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Response> {
    let caller = known(&desk, sender)?;
    let text = body_of(&desk, &headers, NDJSON, body)?;
    let lines = text.lines().filter(|line| !line.trim().is_empty()).count();
    within(&desk, &caller, lines, text.len()).await?;
    let all = desk.blocking(move |node| each_of_file(&text, |lines| enter(node, &caller, lines)));
    let all = all.await.map_err(|TooManyLines(count)| {
        refused(
            &desk,
            "body",
            format!("has {count} lines"),
            &format!("at most {MAX_LINES} lines; more in a second file"),
        )
    })?;
    let mut answer = String::new();
    for mut one in all {
        // That others said the same is not the sender's to know.
        if one.outcome == "folded" {
            one.outcome = "filed";
        }
        answer += &serde_json::to_string(&one).unwrap_or_default();
        answer.push('\n');
    }
    Ok(([(CONTENT_TYPE, NDJSON)], answer).into_response())
}

/// Ask what became of one of your own reports, by your own number of it.
#[utoipa::path(
    get,
    path = "/v1/reports/{id}",
    operation_id = "status",
    tag = "reports",
    params(("id" = String, Path, description = "The sender's own number of the report")),
    responses(
        (status = 200, description = "Where it stands", body = Standing),
        (status = 401, description = "No key, or none that is open", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 404, description = "You sent none under this number", body = ProblemDetails, content_type = "application/problem+json"),
    ),
    security(("machine" = []))
)]
async fn status(
    State(desk): State<Desk>,
    sender: Sender,
    Path(id): Path<String>,
) -> Result<Response, Response> {
    let caller = known(&desk, sender)?;
    let own = id.clone();
    let found = desk.blocking(move |node| match caller.sender.environment {
        Environment::Sandbox => Ok(None),
        Environment::Production => standing(node, &caller.actor, &own),
    });
    match found.await {
        Ok(Some((report, at, state))) => {
            Ok(Json(Standing { id, report, received_at: at.0, status: status_of(state) }).into_response())
        }
        Ok(None) => Err(problem(&desk, ErrorStatus::NOT_FOUND).into_response()),
        Err(fault) => {
            tracing::error!(%fault, "a report's standing was not looked up");
            Err(problem(&desk, ErrorStatus::UNAVAILABLE).into_response())
        }
    }
}

/// Where a report stands, in the words of the API. What stands in a line whose report is gone is where it was.
fn status_of(state: QueueState) -> &'static str {
    stage_of(state).unwrap_or(SenderStage::Received).code()
}

#[derive(OpenApi)]
#[openapi(
    paths(one, batch, status),
    components(schemas(Line, DutyLine, Taken, Receipt, Standing, ProblemDetails, Fault)),
    modifiers(&ByKey),
    info(title = "Tutela: reports by machine", version = "1")
)]
struct Described;

struct ByKey;

impl Modify for ByKey {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Basic).build();
        let components = openapi.components.get_or_insert_default();
        components.add_security_scheme("machine", SecurityScheme::Http(scheme));
    }
}

#[cfg(test)]
mod tests;
