//! The door for telephones without internet: text messages (SMS), menus (USSD) and calls, by a small webhook. Between a provider and this
//! door stands the operator's adapter; what it sends is signed (Standard Webhooks 1.0.0) and documented in `docs/phones.md`.
//!
//! No telephone number is kept: a thread is opened by the number and a code that was given with the first answer, both together
//! ([`keys`]). A delivery that comes again is the same act, and gets the same answer. Nothing is ever sent without being asked for.

mod bodies;
mod call;
mod described;
mod filing;
mod keys;
mod parts;
mod sms;
#[cfg(test)]
mod tests;
mod tongue;
mod ussd;

pub(super) use described::paths;
pub use keys::{Phones, PhonesFault};

use super::ask::{Door, Kept};
use super::intake::{later, problem};
use axum::body::Bytes;
use axum::extract::{Extension, Request, State};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_LENGTH;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use bodies::Body;
use desk::Desk;
use face::{ErrorStatus, FieldError, Language, Looks, Problem, Texts};
use filing::Line;
use serde_json::Value;

/// A delivery that is so old, or from so far ahead, is refused: somebody may send it again who heard it. Seconds.
const MOST_APART: u64 = 300;
/// Longest number of a delivery in its header, in bytes.
const MOST_NUMBER: usize = 200;
/// The largest body of a text message or a menu, in bytes.
const MOST_BODY: usize = 256 * 1024;
/// The largest body of a call: a recording of 10 MiB in Base64.
const MOST_CALL_BODY: usize = 15 * 1024 * 1024;

/// Why a delivery is not answered with what to say.
enum Declined {
    Field(FieldError),
    Kept(Kept),
}

impl From<Kept> for Declined {
    fn from(kept: Kept) -> Self {
        Declined::Kept(kept)
    }
}

impl Declined {
    fn field(field: &str, wrong: impl Into<String>, right: &str) -> Declined {
        Declined::Field(FieldError { field: field.into(), wrong: wrong.into(), right: right.into() })
    }

    fn into_response(self, t: &Texts) -> Response {
        match self {
            Declined::Field(error) => refused(t, ErrorStatus::REFUSED, error).into_response(),
            Declined::Kept(Kept::Busy(seconds)) => {
                later(problem(t, Kept::Busy(seconds)).into_response(), seconds)
            }
            Declined::Kept(kept) => problem(t, kept).into_response(),
        }
    }
}

/// A problem with one field, in English: a machine reads it.
fn refused(t: &Texts, status: ErrorStatus, error: FieldError) -> Problem {
    Problem::of(t, status).with_kind("input").with_errors(vec![error])
}

/// A delivery that is not known to be the gateway's.
fn unsigned(error: FieldError) -> Problem {
    let title = "The delivery is not signed by the gateway of this door, just now";
    Problem::new(ErrorStatus::SIGN_IN, title).with_kind("unsigned").with_errors(vec![error])
}

/// The three addresses of the gateway.
pub(super) fn routes() -> Router<Door> {
    Router::new()
        .route("/gateway/sms", post(sms))
        .route("/gateway/ussd", post(ussd))
        .route("/gateway/call", post(call))
}

async fn sms(State(door): State<Door>, Extension(looks): Extension<Looks>, request: Request) -> Response {
    taken::<bodies::Sms>(&door, &looks, request, MOST_BODY).await
}

async fn ussd(State(door): State<Door>, Extension(looks): Extension<Looks>, request: Request) -> Response {
    taken::<bodies::Ussd>(&door, &looks, request, MOST_BODY).await
}

async fn call(State(door): State<Door>, Extension(looks): Extension<Looks>, request: Request) -> Response {
    taken::<bodies::Call>(&door, &looks, request, MOST_CALL_BODY).await
}

/// A header's text; empty where it is none.
fn header<'h>(headers: &'h HeaderMap, name: &str) -> &'h str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// When a delivery says that it was sent, if that is now.
fn sent_now(headers: &HeaderMap) -> Result<i64, Problem> {
    let sent_at = header(headers, "webhook-timestamp").parse::<i64>().ok();
    let now = Desk::now().0 / 1_000;
    sent_at.filter(|sent_at| now.abs_diff(*sent_at) <= MOST_APART).ok_or_else(|| {
        let wrong = "is missing, or more than 5 minutes from this door's time".into();
        let right = "seconds since 1970-01-01, UTC, when it is sent; sent again, it is signed anew".into();
        let error = FieldError { field: "webhook-timestamp".into(), wrong, right };
        unsigned(error)
    })
}

/// The body of a delivery that the gateway signed just now; nothing of it is looked at before.
async fn verified(phones: &Phones, t: &Texts, request: Request, most: usize) -> Result<Bytes, Problem> {
    let (head, body) = request.into_parts();
    let sent_at = sent_now(&head.headers)?;
    let bytes = axum::body::to_bytes(body, most).await.map_err(|_| {
        let wrong = format!("breaks off, or has more than {most} bytes");
        let error = FieldError { field: "body".into(), wrong, right: "a smaller one, whole".into() };
        refused(t, ErrorStatus::TOO_LARGE, error)
    })?;
    let number = header(&head.headers, "webhook-id");
    let signatures = header(&head.headers, "webhook-signature");
    let is_signed = !number.is_empty()
        && number.len() <= MOST_NUMBER
        && std::str::from_utf8(&bytes).is_ok_and(|text| phones.verifies(number, sent_at, text, signatures));
    if is_signed {
        return Ok(bytes);
    }
    let wrong = "is not that of these headers and this body under the secret of this door".into();
    let right = "\"v1,\" and HMAC-SHA-256 over \"ID.TIMESTAMP.BODY\" in Base64, as Standard Webhooks has it";
    let error = FieldError { field: "webhook-signature".into(), wrong, right: right.into() };
    Err(unsigned(error))
}

/// What a delivery is answered with, once it is known to be the gateway's.
async fn answered<B: Body>(
    door: &Door,
    phones: &Phones,
    looks: &Looks,
    bytes: &[u8],
) -> Result<Value, Declined> {
    let body: B = bodies::read(bytes)?;
    let caller = keys::Caller::read(body.from()).map_err(|wrong| {
        Declined::field("from", wrong, "the sender's number as +12025550101; nothing where none is shown")
    })?;
    body.answer(&Line { door, phones, looks, caller }).await
}

/// Whether a delivery says that it is one of the small ones: an alarm is, and never waits for a place.
fn is_small(request: &Request) -> bool {
    let length = header(request.headers(), CONTENT_LENGTH.as_str()).parse::<usize>();
    length.is_ok_and(|length| length <= MOST_BODY)
}

/// In how many seconds a recording that found no place is sent again.
const LATER_SECONDS: u32 = 5;

/// Takes one delivery: verified, read, answered.
async fn taken<B: Body>(door: &Door, looks: &Looks, request: Request, most: usize) -> Response {
    let t = looks.catalogue().texts(Language::default());
    let Some(phones) = door.phones() else { return Problem::of(&t, ErrorStatus::NOT_FOUND).into_response() };
    // Of what is large only so many are in memory at once, whoever sends it.
    let (most, place) = if is_small(&request) { (MOST_BODY, None) } else { (most, door.place()) };
    if most > MOST_BODY && place.is_none() {
        return Declined::Kept(Kept::Busy(LATER_SECONDS)).into_response(&t);
    }
    let bytes = match verified(phones, &t, request, most).await {
        Ok(bytes) => bytes,
        Err(problem) => return problem.into_response(),
    };
    match answered::<B>(door, phones, looks, &bytes).await {
        Ok(answer) => Json(answer).into_response(),
        Err(declined) => declined.into_response(&t),
    }
}
