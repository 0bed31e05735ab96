//! One's own sessions: seen, ended one by one, ended all at once.

use crate::answers::{problem_of_database, unread_body};
use crate::caller::Caller;
use crate::room::Desk;
use crate::routes::{Line, Routes};
use access::{READ_OWN, Session, end_session, end_sessions, sessions_of};
use askama::Template;
use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::response::{IntoResponse, Redirect, Response};
use face::{Button, Cell, Column, ErrorStatus, FieldError, Page, Problem, Table, Texts, Typed};
use kernel::{Ask, Cell as _, CodeList, Id};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Template)]
#[template(path = "sessions.html")]
struct SessionsPage<'a> {
    t: &'a Texts,
    table: Table,
    buttons: Vec<Button>,
}

async fn mine(desk: &Desk, caller: &Caller) -> Result<Vec<Session>, Problem> {
    caller.may(Ask::Read(&READ_OWN))?;
    let account = caller.actor.id;
    let found = desk.blocking(move |node| sessions_of(node, account, Desk::now())).await;
    found.map_err(|fault| problem_of_database(&caller.texts, &fault))
}

fn table(caller: &Caller, sessions: &[Session]) -> Table {
    let t = &caller.texts;
    let columns = ["number", "where", "purpose", "began", "used", "ends"];
    let columns = columns.map(|name| Column::new(t, name, &format!("column-{name}")));
    let row = |one: &Session| {
        let kind = if one.number == caller.pass.number {
            "session-this"
        } else if one.bearer {
            "session-command-line"
        } else {
            "session-browser"
        };
        vec![
            Cell::code(one.number.short()),
            Cell::text(t.t(kind)),
            Cell::text(caller.label(one.purpose)),
            Cell::code(one.began.to_text()),
            Cell::code(one.used.to_text()),
            Cell::code(one.ends.to_text()),
        ]
    };
    Table::new(t, "sessions", t.t("sessions-title"), columns.into()).rows(sessions.iter().map(row))
}

async fn show(State(desk): State<Desk>, caller: Caller) -> Response {
    let frame = caller.frame(&desk);
    match mine(&desk, &caller).await {
        Ok(sessions) => {
            let t = &caller.texts;
            let end = |one: &Session| {
                let label = t.with("session-end", "number", one.number.short());
                Button::new(label).secondary().sends("number", one.number.to_string())
            };
            let all = Button::new(t.t("sessions-end-all")).warning().sends("all", "yes");
            let buttons = sessions.iter().map(end).chain([all]).collect();
            let page = SessionsPage { t, table: table(&caller, &sessions), buttons };
            Page::staff(&frame, &t.t("sessions-title"), &page).into_response()
        }
        Err(problem) => problem.staff_page(&frame).into_response(),
    }
}

/// What is to end.
enum End {
    One(Id),
    All,
}

async fn end(desk: &Desk, caller: &Caller, what: End) -> Result<bool, Problem> {
    caller.may(Ask::Read(&READ_OWN))?;
    caller.has_proved()?;
    let account = caller.actor.id;
    let done = desk.blocking(move |node| match what {
        End::One(number) => end_session(node, account, number),
        End::All => end_sessions(node, account).map(|()| true),
    });
    done.await.map_err(|fault| problem_of_database(&caller.texts, &fault))
}

async fn send(State(desk): State<Desk>, caller: Caller, typed: Typed) -> Response {
    let what = match typed.get("number").parse() {
        Ok(number) => Some(End::One(number)),
        Err(_) => typed.has("all", "yes").then_some(End::All),
    };
    let Some(what) = what else { return Redirect::to("/sessions").into_response() };
    if !caller.machine && !caller.is_proved() {
        return crate::again::led_there("/sessions");
    }
    match end(&desk, &caller, what).await {
        Ok(_) => Redirect::to("/sessions").into_response(),
        Err(problem) => problem.staff_page(&caller.frame(&desk)).into_response(),
    }
}

/// One of one's own sessions.
#[derive(Serialize, ToSchema)]
struct Seen {
    /// Its number, by which it is ended.
    number: String,
    /// Whether it is the one that asks.
    this: bool,
    /// Whether it is the command line's.
    command_line: bool,
    /// The purpose stated.
    purpose: String,
    /// When it began.
    began: String,
    /// When it was last used, to the minute.
    used: String,
    /// When it ends whatever happens.
    ends: String,
    /// When its holder last proved who they are.
    proved: String,
}

/// One's own sessions, the newest first.
#[utoipa::path(
    get,
    path = "/api/sessions",
    operation_id = "access.list-own-sessions",
    tag = "access",
    responses((status = 200, description = "One's own sessions", body = Vec<Seen>))
)]
async fn show_json(State(desk): State<Desk>, caller: Caller) -> Result<Json<Vec<Seen>>, Problem> {
    let sessions = mine(&desk, &caller).await?;
    let seen = |one: Session| Seen {
        number: one.number.to_string(),
        this: one.number == caller.pass.number,
        command_line: one.bearer,
        purpose: one.purpose.code().to_owned(),
        began: one.began.to_text(),
        used: one.used.to_text(),
        ends: one.ends.to_text(),
        proved: one.proved.to_text(),
    };
    Ok(Json(sessions.into_iter().map(seen).collect()))
}

/// Which sessions are to end: one, or all.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ToEnd {
    /// The number of one.
    #[serde(default)]
    number: Option<Id>,
    /// True for all, this one too.
    #[serde(default)]
    all: bool,
}

/// What has ended.
#[derive(Serialize, ToSchema)]
struct Ended {
    /// True: nobody comes in with it any more.
    ended: bool,
}

/// Ends one of one's own sessions, or all of them. It wants a proof of who one is that is at most ten minutes old.
#[utoipa::path(
    post,
    path = "/api/sessions/end",
    operation_id = "access.end-own-sessions",
    tag = "access",
    request_body = ToEnd,
    responses((status = 200, description = "Ended", body = Ended),
        (status = 403, description = "Sign in again first."),
        (status = 404, description = "One has no session of that number."),
        (status = 422, description = "Neither one nor all are named."))
)]
async fn send_json(
    State(desk): State<Desk>,
    caller: Caller,
    body: Result<Json<ToEnd>, JsonRejection>,
) -> Result<Json<Ended>, Problem> {
    caller.may(Ask::Read(&READ_OWN))?;
    let right = r#"JSON: {"number": "..."} or {"all": true}"#;
    let Json(asked) = body.map_err(|rejection| unread_body(&caller.texts, rejection.body_text(), right))?;
    let what = match asked {
        ToEnd { number: Some(number), all: false } => End::One(number),
        ToEnd { number: None, all: true } => End::All,
        _ => {
            let wrong = "names neither one session nor all, or both".to_owned();
            let error = FieldError { field: "number".into(), wrong, right: right.into() };
            return Err(Problem::of(&caller.texts, ErrorStatus::REFUSED)
                .with_kind("input")
                .with_errors(vec![error]));
        }
    };
    if end(&desk, &caller, what).await? {
        Ok(Json(Ended { ended: true }))
    } else {
        Err(Problem::of(&caller.texts, ErrorStatus::NOT_FOUND))
    }
}

/// What OpenAPI says of it.
#[derive(utoipa::OpenApi)]
#[openapi(paths(show_json, send_json))]
pub(crate) struct Described;

/// `/sessions` and `/api/sessions`, and their ends.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/sessions", Line::Read(&READ_OWN), show)
        .post("/sessions/end", Line::Read(&READ_OWN), send)
        .get("/api/sessions", Line::Read(&READ_OWN), show_json)
        .post("/api/sessions/end", Line::Read(&READ_OWN), send_json)
}
