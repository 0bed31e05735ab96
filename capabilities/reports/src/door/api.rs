//! The door for machines: the same as the pages, in JSON.

use super::ask::{Door, Kept};
use super::intake::{check_text, file, problem, wrong};
use super::new_receipt::change_receipt;
use super::official::{OFFICIAL, in_json};
use super::once::Once;
use super::opinion::{Given, give};
use super::reading::{Came, read};
use super::thread::{ask_second_look, receipt_error, send};
use crate::intake::DutyLine;
use crate::receipt::Receipt;
use crate::wire::{OfOfficial, Said, Thread};
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
    #[serde(default)]
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
    contact_hours: String,
    #[serde(default)]
    contact_other: String,
    #[serde(default)]
    happening: String,
    #[serde(default)]
    about: Vec<String>,
    #[serde(default)]
    reach: String,
    #[serde(default)]
    not_for: String,
    #[serde(default)]
    place: String,
    #[serde(default)]
    hashes: Vec<String>,
    #[serde(default)]
    duty: Option<DutyLine>,
    #[serde(default)]
    id: String,
}

impl ReportJson {
    fn typed(self) -> Typed {
        let is_official = self.duty.is_some();
        let duty = self.duty.unwrap_or_default();
        let fields = [
            ("text", self.text),
            ("by", self.by),
            ("danger", self.danger),
            ("age", self.age),
            ("contact", self.contact),
            ("contact_hours", self.contact_hours),
            ("contact_other", self.contact_other),
            ("happening", self.happening),
            ("reach", self.reach),
            ("not_for", self.not_for),
            ("place", self.place),
            ("hashes", self.hashes.join("\n")),
            ("duty", duty.kind),
            ("duty_words", duty.words),
            ("agency", duty.agency),
            ("child_knows", duty.child_knows),
            (OFFICIAL, if is_official { "yes" } else { "" }.to_owned()),
            ("id", self.id),
        ];
        let about = self.about.into_iter().map(|one| ("about", one));
        fields.into_iter().chain(about).fold(Typed::nothing(), |typed, (name, value)| typed.and(name, value))
    }
}

/// The largest body of JSON, in bytes: the longest text with every letter escaped.
pub(super) const MOST_JSON: usize = 1024 * 1024;

/// A receipt, and which page of its thread.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ThreadJson {
    receipt: String,
    #[serde(default)]
    page: u32,
}

/// A receipt, and a message to its thread.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MessageJson {
    receipt: String,
    #[serde(default)]
    text: String,
    #[serde(default)]
    id: String,
}

/// A receipt, and the sender's own id.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ByReceiptJson {
    receipt: String,
    #[serde(default)]
    id: String,
}

/// What somebody thinks of the door.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OpinionJson {
    #[serde(default)]
    easy: String,
    #[serde(default)]
    serious: String,
    #[serde(default)]
    friend: String,
    #[serde(default)]
    id: String,
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
pub(super) async fn json_of<T: serde::de::DeserializeOwned>(
    t: &Texts,
    request: Request,
) -> Result<T, Problem> {
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
    Ok(Came::of_json(told.typed()))
}

/// `POST /api/reports`: JSON, or multipart/form-data with pictures and a voice message.
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
        let errors = if came.is_json { errors.into_iter().map(in_json).collect() } else { errors };
        return Err(Problem::of(t, status).with_kind("input").with_errors(errors));
    }
    let once = once_of(t, came.typed.get("id"))?;
    let given = came.given();
    let filed = file(&door, t.language().code(), &came.typed, given, &once).await;
    let filed = filed.map_err(|kept| problem(t, kept))?;
    let Json(mut answer) = shown(&filed.words, &filed.digits);
    if let Some(official) = filed.official {
        answer["official"] = of_official(&official);
    }
    Ok(Json(answer))
}

/// What an official is told of a report; times that are not there are empty.
fn of_official(official: &OfOfficial) -> Value {
    let at = |at: i64| if at == 0 { String::new() } else { kernel::Instant(at).to_string() };
    json!({
        "number": official.number, "filed_at": at(official.filed_at),
        "acknowledge_by": at(official.acknowledge_by), "acknowledged_at": at(official.acknowledged_at),
    })
}

/// A receipt, as its holder keeps it.
fn shown(words: &[&str], digits: &str) -> Json<Value> {
    Json(json!({ "receipt": { "words": words, "digits": digits } }))
}

pub(super) fn receipt(t: &Texts, given: &str) -> Result<Receipt, Problem> {
    Receipt::parse(given).map_err(|error| refused(t, vec![receipt_error(t, &error)]))
}

/// A reply or notice.
pub(super) fn said(one: &Said) -> Value {
    json!({ "at": kernel::Instant(one.at).to_string(), "by": one.by, "text": one.text, "notice": one.notice, "on": one.days() })
}

fn told(thread: &Thread) -> Value {
    let said = thread.said.iter().map(said);
    let answer_by = (thread.answer_by != 0).then(|| kernel::Instant(thread.answer_by).to_string());
    json!({
        "state": thread.state, "not_pursued": thread.not_pursued, "answer_by": answer_by.unwrap_or_default(),
        "said": said.collect::<Vec<_>>(), "older": thread.older, "second_look": thread.second_look,
        "official": thread.official.as_ref().map(of_official),
    })
}

/// `POST /api/thread`: replies and notices.
pub(crate) async fn thread(
    State(door): State<Door>,
    visit: Visit,
    request: Request,
) -> Result<Json<Value>, Problem> {
    let t = visit.texts();
    let by: ThreadJson = json_of(t, request).await?;
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
    let by: MessageJson = json_of(t, request).await?;
    let receipt = receipt(t, &by.receipt)?;
    if let Some(error) = check_text(t, &by.text) {
        return Err(refused(t, vec![error]));
    }
    let once = once_of(t, &by.id)?;
    send(&door, &receipt, &by.text, &once).await.map_err(|kept| problem(t, kept))?;
    Ok(Json(json!({ "sent": true })))
}

/// `POST /api/thread/second-look`: another person looks again at a report that was put aside.
pub(crate) async fn second_look(
    State(door): State<Door>,
    visit: Visit,
    request: Request,
) -> Result<Json<Value>, Problem> {
    let t = visit.texts();
    let by: ByReceiptJson = json_of(t, request).await?;
    let receipt = receipt(t, &by.receipt)?;
    let once = once_of(t, &by.id)?;
    ask_second_look(&door, &receipt, &once).await.map_err(|kept| match kept {
        Kept::Invalid { .. } => {
            let error = wrong(t, "receipt", "door-second-look-not", "door-second-look-not-right");
            refused(t, vec![error])
        }
        kept => problem(t, kept),
    })?;
    Ok(Json(json!({ "asked": true })))
}

/// `POST /api/thread/receipt`: a new receipt in the place of this one.
pub(crate) async fn new_receipt(
    State(door): State<Door>,
    visit: Visit,
    request: Request,
) -> Result<Json<Value>, Problem> {
    let t = visit.texts();
    let by: ByReceiptJson = json_of(t, request).await?;
    let old = receipt(t, &by.receipt)?;
    if by.id.is_empty() {
        // Where the answer is lost, a receipt made of anything else is lost with it.
        return Err(refused(t, vec![wrong(t, "id", "door-id-wrong", "door-id-right")]));
    }
    let once = once_of(t, &by.id)?;
    let new = change_receipt(&door, &old, &once).await.map_err(|kept| match kept {
        // Another receipt took its place in the meantime.
        Kept::Invalid { .. } => problem(t, Kept::NoSuchThread),
        kept => problem(t, kept),
    })?;
    Ok(shown(&new.words_in(t.language().code()), &new.digits()))
}

/// `POST /api/opinions`: what somebody thinks of the door.
pub(crate) async fn opinion(
    State(door): State<Door>,
    visit: Visit,
    request: Request,
) -> Result<Json<Value>, Problem> {
    let t = visit.texts();
    let OpinionJson { easy, serious, friend, id } = json_of(t, request).await?;
    let given = Given { easy, serious, friend };
    if given.is_empty() {
        return Err(refused(t, vec![wrong(t, "easy", "door-opinion-empty", "door-opinion-one")]));
    }
    let once = once_of(t, &id)?;
    give(&door, t.language().code(), given, &once).await.map_err(|kept| problem(t, kept))?;
    Ok(Json(json!({ "given": true })))
}
