//! The machine door for what becomes of reports: asking after them in pages, and webhooks.

use super::Reach;
use super::changes::{self, Changed, Since, changed};
use super::own::{Standing, codes, hook, messages};
use super::refused::{Refused, answered, field};
use crate::acts::{EndHook, LayHook, SLOT_ADDRESS, SLOT_SECRET, SendAgain, TryHook, trial_of};
use crate::codes::HookDelivery;
use crate::limits::{AGAIN_AT_ONCE, MAX_ADDRESS_CHARS};
use crate::tables::HookMessage;
use access::codes::Environment;
use axum::extract::rejection::{JsonRejection, QueryRejection};
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use couriers::hook::{Secret, is_address_within};
use desk::{Desk, MachineCaller};
use kernel::act::made;
use kernel::{Act, CodeList as _, Id, Outcome, Purpose};
use serde::{Deserialize, Serialize};
use store::{DeedBuilder, DeedFault, Node};
use utoipa::{OpenApi, ToSchema};

/// The routes.
pub(crate) fn routes() -> Router<Desk> {
    Router::new()
        .route("/v1/reports", get(changed))
        .route("/v1/webhook", get(shown).put(laid).delete(ended))
        .route("/v1/webhook/test", post(tried))
        .route("/v1/webhook/messages", get(listed))
        .route("/v1/webhook/replay", post(replayed))
}

/// A webhook to be laid down.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ToLay {
    /// Where messages go: https, to the open internet.
    address: String,
    /// The secret that both sides know: `whsec_` and 24 to 64 bytes in Base64; where it is left out, one is drawn and told once.
    secret: Option<String>,
}

/// A webhook that was laid down.
#[derive(Serialize, ToSchema)]
struct Laid {
    /// Its number; null in the sandbox, which keeps nothing.
    webhook: Option<Id>,
    /// The secret, where it was drawn: told once.
    #[serde(skip_serializing_if = "Option::is_none")]
    secret: Option<String>,
    /// `laid`; `checked` in the sandbox.
    status: &'static str,
}

/// Enters what a sender does with its own webhook.
fn enter<A: Act>(
    node: &Node,
    caller: &MachineCaller,
    act: Id,
    what: &A,
    more: impl FnOnce(DeedBuilder<'_>) -> Result<DeedBuilder<'_>, DeedFault>,
) -> Result<(), Refused> {
    let deed = more(node.deed(act, what, caller.actor, Purpose::Administration))?.build();
    match node.enter_now(deed)?.outcome {
        Outcome::Entered { .. } => Ok(()),
        Outcome::Invalid(problem) if problem.field == "sender" => Err(Refused::NotFound),
        Outcome::Invalid(problem) => Err(field(problem.field, problem.wrong, problem.right)),
        Outcome::Refused(_) | Outcome::Forbidden(_) => {
            Err(field("key", "may not do this", "a key of the sender's own"))
        }
    }
}

/// With nothing sealed beside it.
fn plain(deed: DeedBuilder<'_>) -> Result<DeedBuilder<'_>, DeedFault> {
    Ok(deed)
}

/// Lays a webhook down for the sender: checked, sealed, entered. Blocking.
pub(crate) fn lay_own(
    node: &Node,
    caller: &MachineCaller,
    address: &str,
    secret: Option<String>,
) -> Result<(Id, Option<String>), Refused> {
    let address = address.trim();
    if address.chars().count() > MAX_ADDRESS_CHARS || !is_address_within(Reach::of(node), address) {
        let right = "https://, a host of the open internet, no user and no password, at most 500 characters";
        return Err(field("address", "is no address that a webhook may have", right));
    }
    let drawn = if secret.is_none() { Some(drawn_secret(node)?) } else { None };
    let secret = secret.or_else(|| drawn.clone()).unwrap_or_default();
    if Secret::read(&secret).is_err() {
        let right = "whsec_ and 24 to 64 bytes in Base64, or nothing: one is drawn then";
        return Err(field("secret", "is no secret of a webhook", right));
    }
    let act = node.new_id()?;
    let hook = made(act, "hook");
    if caller.sender.environment == Environment::Production {
        let what = LayHook { hook, sender: caller.sender.unit };
        enter(node, caller, act, &what, |deed| {
            let deed = deed.for_new(hook)?.seal(SLOT_ADDRESS, hook, address.as_bytes())?;
            deed.seal(SLOT_SECRET, hook, secret.as_bytes())
        })?;
    }
    Ok((hook, drawn))
}

/// A secret of 32 bytes that nobody had before.
fn drawn_secret(node: &Node) -> Result<String, Refused> {
    let mut bytes = [0; 32];
    for half in bytes.chunks_mut(16) {
        half.copy_from_slice(&node.new_id()?.0);
    }
    Ok(Secret::written(&bytes))
}

/// Lay down where your system is told what becomes of your reports.
///
/// It takes the place of the one before. Messages are signed as Standard Webhooks 1.0.0 asks for.
#[utoipa::path(
    put,
    path = "/v1/webhook",
    operation_id = "lay-webhook",
    tag = "webhook",
    request_body = ToLay,
    responses(
        (status = 200, description = "It is laid down", body = Laid),
        (status = 401, description = "No key, or none that is open", content_type = "application/problem+json"),
        (status = 422, description = "A field is wrong", content_type = "application/problem+json"),
    ),
    security(("machine" = []))
)]
async fn laid(
    State(desk): State<Desk>,
    caller: MachineCaller,
    body: Result<Json<ToLay>, JsonRejection>,
) -> Response {
    let answer = async {
        let Json(ToLay { address, secret }) = body?;
        let is_kept = caller.sender.environment == Environment::Production;
        let (hook, secret) = desk.blocking(move |node| lay_own(node, &caller, &address, secret)).await?;
        let (webhook, status) = if is_kept { (Some(hook), "laid") } else { (None, "checked") };
        Ok(Json(Laid { webhook, secret, status }).into_response())
    };
    answered(&desk, answer.await)
}

/// A webhook, without its address and secret: these are sealed.
#[derive(Serialize, ToSchema)]
struct Shown {
    /// Its number.
    webhook: Id,
    /// When it was laid down, in milliseconds since 1970.
    laid_at: i64,
    /// How many attempts failed since the last that did not.
    failed: i64,
    /// Until when nothing goes there, since it failed.
    rests_until: i64,
    /// When a message was last taken over; 0 before the first.
    taken_at: i64,
}

/// Ask after your webhook. Its address and its secret are sealed and shown to nobody.
#[utoipa::path(
    get,
    path = "/v1/webhook",
    operation_id = "webhook",
    tag = "webhook",
    responses(
        (status = 200, description = "The webhook", body = Shown),
        (status = 401, description = "No key, or none that is open", content_type = "application/problem+json"),
        (status = 404, description = "There is none", content_type = "application/problem+json"),
    ),
    security(("machine" = []))
)]
async fn shown(State(desk): State<Desk>, caller: MachineCaller) -> Response {
    let answer = async {
        let sender = of_production(&caller)?;
        let row = desk.blocking(move |node| hook(node, sender)).await?.ok_or(Refused::NotFound)?;
        let (laid_at, rests_until, taken_at) = (row.laid_at.0, row.rest_until.0, row.taken_at.0);
        let shown = Shown { webhook: row.hook, laid_at, failed: row.failed, rests_until, taken_at };
        Ok(Json(shown).into_response())
    };
    answered(&desk, answer.await)
}

/// The sender; in the sandbox it has nothing here.
fn of_production(caller: &MachineCaller) -> Result<Id, Refused> {
    match caller.sender.environment {
        Environment::Production => Ok(caller.sender.unit),
        Environment::Sandbox => Err(Refused::NotFound),
    }
}

/// End your webhook. What was on its way waits for the next one.
#[utoipa::path(
    delete,
    path = "/v1/webhook",
    operation_id = "end-webhook",
    tag = "webhook",
    responses(
        (status = 204, description = "It is ended"),
        (status = 401, description = "No key, or none that is open", content_type = "application/problem+json"),
        (status = 404, description = "There is none", content_type = "application/problem+json"),
    ),
    security(("machine" = []))
)]
async fn ended(State(desk): State<Desk>, caller: MachineCaller) -> Response {
    let answer = async {
        desk.blocking(move |node| end_own(node, &caller)).await?;
        Ok(StatusCode::NO_CONTENT.into_response())
    };
    answered(&desk, answer.await)
}

/// A message that goes out.
#[derive(Serialize, ToSchema)]
struct Sent {
    /// Its number, which `webhook-id` bears.
    message: Id,
}

/// Have a message sent that shows whether your webhook works: once, at once.
#[utoipa::path(
    post,
    path = "/v1/webhook/test",
    operation_id = "test-webhook",
    tag = "webhook",
    responses(
        (status = 202, description = "It is on its way", body = Sent),
        (status = 401, description = "No key, or none that is open", content_type = "application/problem+json"),
        (status = 404, description = "There is no webhook", content_type = "application/problem+json"),
    ),
    security(("machine" = []))
)]
async fn tried(State(desk): State<Desk>, caller: MachineCaller) -> Response {
    let answer = async {
        let message = desk.blocking(move |node| try_own(node, &caller)).await?;
        Ok((StatusCode::ACCEPTED, Json(Sent { message })).into_response())
    };
    answered(&desk, answer.await)
}

/// A message to your webhook, and how far it came.
#[derive(Serialize, ToSchema)]
struct Listed {
    /// Its number, which `webhook-id` bears.
    message: Id,
    /// The report; null for a trial.
    report: Option<Id>,
    /// Its place, rising with gaps; 0 for a trial.
    sequence: i64,
    /// What it says of the report.
    status: &'static str,
    /// What would have made the report useful, as codes.
    needed: Vec<String>,
    /// `kept`, `on-its-way`, `taken`, `dead`.
    state: &'static str,
    /// How many attempts were begun.
    attempts: i64,
    /// What became of the last.
    attempted: &'static str,
    /// HTTP status of its answer; 0 when there was none.
    answer: i64,
    /// When it was last tried, in milliseconds since 1970; 0 before.
    tried_at: i64,
}

impl From<HookMessage> for Listed {
    fn from(row: HookMessage) -> Listed {
        Listed {
            message: row.message,
            report: row.report.some(),
            sequence: row.sequence,
            status: row.sender_stage.code(),
            needed: codes(&row.needed),
            state: row.hook_delivery.code(),
            attempts: row.attempts,
            attempted: row.hook_attempt.code(),
            answer: row.answer_code,
            tried_at: row.tried_at.0,
        }
    }
}

/// Messages to your webhook.
#[derive(Serialize, ToSchema)]
struct Messages {
    /// The messages, in their order.
    messages: Vec<Listed>,
    /// `since` of the next question.
    next: i64,
    /// Whether more stands there already.
    more: bool,
}

/// List messages to your webhook: `state=dead` are those that nobody took over within four days.
#[utoipa::path(
    get,
    path = "/v1/webhook/messages",
    operation_id = "webhook-messages",
    tag = "webhook",
    params(Since),
    responses(
        (status = 200, description = "The messages", body = Messages),
        (status = 401, description = "No key, or none that is open", content_type = "application/problem+json"),
        (status = 404, description = "A key of the sandbox has none", content_type = "application/problem+json"),
        (status = 422, description = "A field is wrong", content_type = "application/problem+json"),
    ),
    security(("machine" = []))
)]
async fn listed(
    State(desk): State<Desk>,
    caller: MachineCaller,
    asked: Result<Query<Since>, QueryRejection>,
) -> Response {
    let answer = async {
        let Query(asked) = asked?;
        let (limit, since, state) = (asked.checked()?, asked.since, asked.state()?);
        let sender = of_production(&caller)?;
        let rows = desk.blocking(move |node| messages(node, sender, since, state, limit)).await?;
        let next = rows.last().map_or(since, |last| last.sequence);
        let more = i64::try_from(rows.len()).is_ok_and(|count| count == limit);
        let messages = rows.into_iter().map(Listed::from).collect();
        Ok(Json(Messages { messages, next, more }).into_response())
    };
    answered(&desk, answer.await)
}

/// From where messages go out again.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ToReplay {
    /// Messages after this place; `next` of the answer before, to go on.
    #[schema(minimum = 0)]
    since: i64,
}

/// What goes out again.
#[derive(Serialize, ToSchema)]
pub(crate) struct Replayed {
    /// How many messages go out again.
    messages: usize,
    /// `since` of the next request.
    next: i64,
    /// Whether more stands there.
    more: bool,
}

/// Have messages sent again, at most 256 at once: what your system lost, and dead letters.
///
/// Each goes out under its own number, in order for each report; what you have already you tell by `webhook-id`.
#[utoipa::path(
    post,
    path = "/v1/webhook/replay",
    operation_id = "replay",
    tag = "webhook",
    request_body = ToReplay,
    responses(
        (status = 202, description = "They are on their way", body = Replayed),
        (status = 401, description = "No key, or none that is open", content_type = "application/problem+json"),
        (status = 404, description = "There is no webhook", content_type = "application/problem+json"),
        (status = 422, description = "A field is wrong", content_type = "application/problem+json"),
    ),
    security(("machine" = []))
)]
async fn replayed(
    State(desk): State<Desk>,
    caller: MachineCaller,
    body: Result<Json<ToReplay>, JsonRejection>,
) -> Response {
    let answer = async {
        let Json(ToReplay { since }) = body?;
        if since < 0 {
            return Err(field("since", "is less than 0", "0, or `next` of the answer before"));
        }
        let replayed = desk.blocking(move |node| again(node, &caller, since, None));
        Ok((StatusCode::ACCEPTED, Json(replayed.await?)).into_response())
    };
    answered(&desk, answer.await)
}

/// Ends the sender's webhook. Blocking.
pub(crate) fn end_own(node: &Node, caller: &MachineCaller) -> Result<(), Refused> {
    let what = EndHook { sender: of_production(caller)? };
    enter(node, caller, node.new_id()?, &what, plain)
}

/// Tries the sender's webhook; tells the number of the message. Blocking.
pub(crate) fn try_own(node: &Node, caller: &MachineCaller) -> Result<Id, Refused> {
    let (what, act) = (TryHook { sender: of_production(caller)? }, node.new_id()?);
    enter(node, caller, act, &what, plain).map(|()| trial_of(act))
}

/// The next messages after a place go out again, of one state or of all. Blocking.
pub(crate) fn again(
    node: &Node,
    caller: &MachineCaller,
    since: i64,
    state: Option<HookDelivery>,
) -> Result<Replayed, Refused> {
    let sender = of_production(caller)?;
    hook(node, sender)?.ok_or(Refused::NotFound)?;
    let rows = messages(node, sender, since, state, i64::try_from(AGAIN_AT_ONCE).unwrap_or(i64::MAX))?;
    let next = rows.last().map_or(since, |last| last.sequence);
    let messages: Vec<Id> = rows.iter().map(|row| row.message).collect();
    let (count, more) = (messages.len(), messages.len() == AGAIN_AT_ONCE);
    if count > 0 {
        enter(node, caller, node.new_id()?, &SendAgain { sender, messages }, plain)?;
    }
    Ok(Replayed { messages: count, next, more })
}

#[derive(OpenApi)]
#[openapi(
    paths(changes::changed, shown, laid, ended, tried, listed, replayed),
    components(schemas(Changed, Standing, ToLay, Laid, Shown, Sent, Listed, Messages, ToReplay, Replayed))
)]
struct Described;

/// What is described of it.
pub(crate) fn described() -> utoipa::openapi::OpenApi {
    Described::openapi()
}
