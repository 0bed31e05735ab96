//! The sender's webhook: laid down, tried, ended; messages to it, dead letters among them.

use super::Reader;
use crate::codes::HookDelivery;
use crate::hooks::{Refused, again, end_own, hook_of, latest_messages, lay_own, try_own};
use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use desk::{Desk, MachineCaller};
use face::{
    Asked, Banner, Cell, Choice, Column, ErrorStatus, FieldError, Filter, Form, SummaryList, Table, Texts,
    Typed,
};
use kernel::{Cell as _, CodeList};

const SHOWN: i64 = 100;

#[derive(Template)]
#[template(path = "webhook.html")]
struct Webhook<'a> {
    t: &'a Texts,
    form: Form<'a>,
    done: Option<Banner>,
    secret: Option<String>,
    summary: Option<SummaryList>,
    filter: Filter,
    table: Option<Table>,
    lay: String,
    end: String,
    test: String,
    replay: String,
}

fn messages_table(t: &Texts, rows: &[crate::tables::HookMessage]) -> Option<Table> {
    let columns = [
        ("sequence", "column-sequence"),
        ("message", "sender-message"),
        ("report", "column-report"),
        ("stage", "column-sender-stage"),
        ("state", "column-hook-delivery"),
        ("attempts", "sender-attempts"),
        ("last", "column-hook-attempt"),
        ("tried", "sender-tried-at"),
    ]
    .map(|(name, label)| Column::new(t, name, label));
    let cells = rows.iter().map(|row| {
        let answer = if row.answer_code == 0 { String::new() } else { format!(" ({})", row.answer_code) };
        let tried = if row.tried_at.0 == 0 { String::new() } else { row.tried_at.to_text() };
        vec![
            Cell::number(t, row.sequence),
            Cell::code(row.message.to_string()),
            Cell::code(row.report.some().map(|report| report.to_string()).unwrap_or_default()),
            Cell::text(t.t(&row.sender_stage.key())),
            Cell::text(t.t(&row.hook_delivery.key())),
            Cell::number(t, row.attempts),
            Cell::text(t.t(&row.hook_attempt.key()) + &answer),
            Cell::text(tried),
        ]
    });
    let table = Table::new(t, "messages", t.t("sender-messages"), columns.into()).rows(cells);
    (!rows.is_empty()).then_some(table)
}

async fn drawn(
    desk: &Desk,
    reader: &Reader,
    uri: &Uri,
    typed: &Typed,
    errors: &[FieldError],
    secret: Option<String>,
) -> Response {
    let (t, asked) = (&reader.texts, Asked::of(uri));
    let (unit, state, sandbox) =
        (reader.caller.sender.unit, HookDelivery::from_code(asked.get("state")).ok(), reader.is_sandbox());
    let found = desk.blocking(move |node| {
        if sandbox {
            return Ok((None, Vec::new()));
        }
        Ok::<_, store::DatabaseFault>((hook_of(node, unit)?, latest_messages(node, unit, state, SHOWN)?))
    });
    let (hook, rows) = match found.await {
        Ok(found) => found,
        Err(fault) => return reader.broken(fault),
    };
    let summary = hook.map(|row| {
        let at = |at: kernel::Instant| if at.0 == 0 { String::new() } else { at.to_text() };
        SummaryList::new(t)
            .row(t.t("column-laid-at"), Cell::text(row.laid_at.to_text()))
            .row(t.t("sender-failed"), Cell::number(t, row.failed))
            .row(t.t("column-rest-until"), Cell::text(row.rest_until.to_text()))
            .row(t.t("sender-taken-at"), Cell::text(at(row.taken_at)))
    });
    let choices: Vec<Choice> =
        HookDelivery::all().iter().map(|state| Choice::of(t, state.code(), &state.key())).collect();
    let body = Webhook {
        t,
        form: Form::again(t, typed, errors),
        done: reader.done(uri),
        secret,
        summary,
        filter: Filter::new(t, &asked).one_of("state", "column-hook-delivery", choices),
        table: messages_table(t, &rows),
        lay: reader.link("/sender/webhook"),
        end: reader.link("/sender/webhook/end"),
        test: reader.link("/sender/webhook/test"),
        replay: reader.link("/sender/webhook/replay"),
    };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    reader.page("sender-webhook", &body).with_status(status).into_response()
}

/// The webhook and the latest messages to it.
pub(super) async fn show(
    State(desk): State<Desk>,
    caller: MachineCaller,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let reader = Reader::of(&desk, caller, &uri, &headers);
    drawn(&desk, &reader, &uri, &Typed::nothing(), &[], None).await
}

/// Lays it down; a secret that was drawn is shown once.
pub(super) async fn lay(
    State(desk): State<Desk>,
    caller: MachineCaller,
    uri: Uri,
    headers: HeaderMap,
    typed: Typed,
) -> Response {
    let reader = Reader::of(&desk, caller.clone(), &uri, &headers);
    let (address, secret) = (typed.get("address").to_owned(), typed.get("secret").to_owned());
    let secret = (!secret.is_empty()).then_some(secret);
    match desk.blocking(move |node| lay_own(node, &caller, &address, secret)).await {
        Ok((_, Some(secret))) => drawn(&desk, &reader, &uri, &Typed::nothing(), &[], Some(secret)).await,
        Ok((_, None)) => Redirect::to(&reader.link("/sender/webhook?done=laid")).into_response(),
        Err(Refused::Field(error)) => drawn(&desk, &reader, &uri, &typed, &[error], None).await,
        Err(_) => reader.problem(ErrorStatus::UNAVAILABLE),
    }
}

/// What a button did, as a page.
fn became(reader: &Reader, done: &str, what: Result<(), Refused>) -> Response {
    match what {
        Ok(()) => Redirect::to(&reader.link(&format!("/sender/webhook?done={done}"))).into_response(),
        Err(Refused::NotFound) => reader.problem(ErrorStatus::NOT_FOUND),
        Err(_) => reader.problem(ErrorStatus::UNAVAILABLE),
    }
}

/// Ends it.
pub(super) async fn end(
    State(desk): State<Desk>,
    caller: MachineCaller,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let reader = Reader::of(&desk, caller.clone(), &uri, &headers);
    became(&reader, "ended", desk.blocking(move |node| end_own(node, &caller)).await)
}

/// Tries it.
pub(super) async fn test(
    State(desk): State<Desk>,
    caller: MachineCaller,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let reader = Reader::of(&desk, caller.clone(), &uri, &headers);
    became(&reader, "tested", desk.blocking(move |node| try_own(node, &caller).map(drop)).await)
}

/// Sends dead letters again.
pub(super) async fn replay(
    State(desk): State<Desk>,
    caller: MachineCaller,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let reader = Reader::of(&desk, caller.clone(), &uri, &headers);
    let again = desk.blocking(move |node| again(node, &caller, 0, Some(HookDelivery::Dead)).map(drop));
    became(&reader, "replayed", again.await)
}
