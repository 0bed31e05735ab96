//! Ways to sign in, as the holder of an account sees and changes them: passkeys are added, named, removed; the last way stays.

use crate::answers::{problem_of_account, unread_body};
use crate::caller::Caller;
use crate::passkey::{self, PasskeyBox};
use crate::room::Desk;
use crate::routes::{Line, Routes};
use access::{
    AccountFault, Answered, NewPasskey, Passkey, READ_OWN, Ways, add_passkey, end_other_sessions,
    name_passkey, remove_passkey, ways,
};
use askama::Template;
use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use face::{
    Button, Cell, Choice, Column, ErrorStatus, FieldError, Form, Page, Problem, SummaryList, Table, Texts,
    Typed,
};
use kernel::{Ask, Cell as _, Id};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Template)]
#[template(path = "ways.html")]
struct WaysPage<'a> {
    t: &'a Texts,
    form: Form<'a>,
    summary: SummaryList,
    table: Table,
    proved: bool,
    choices: Vec<Choice>,
    remove: Button,
    origin: Option<&'a str>,
    passkey: Option<PasskeyBox>,
    provider: Option<String>,
    bound: bool,
}

async fn mine(desk: &Desk, caller: &Caller) -> Result<Ways, Problem> {
    caller.may(Ask::Read(&READ_OWN))?;
    let account = caller.actor.id;
    let found = desk.blocking(move |node| ways(node, account)).await;
    found.map_err(|fault| problem_of_account(&caller.texts, &fault))
}

fn used(t: &Texts, one: &Passkey) -> String {
    if one.used.0 == 0 { t.t("token-unused") } else { one.used.to_text() }
}

fn table(t: &Texts, all: &[Passkey]) -> Table {
    let columns =
        ["label", "made", "used"].map(|name| Column::new(t, name, &format!("column-passkey-{name}")));
    let row = |one: &Passkey| {
        let label = Cell::text(one.label.clone());
        vec![label, Cell::code(one.added.to_text()), Cell::code(used(t, one))]
    };
    Table::new(t, "passkeys", t.t("passkeys-title"), columns.into()).rows(all.iter().map(row))
}

fn summary(t: &Texts, ways: &Ways) -> SummaryList {
    let yes_no = |is: bool| Cell::text(t.t(if is { "ways-there" } else { "ways-none" }));
    SummaryList::new(t)
        .row(t.t("sign-in-password"), yes_no(ways.password))
        .row(t.t("second-factor-title"), yes_no(ways.second_factor))
        .row(t.t("codes-title"), Cell::text(ways.recovery_codes.to_string()))
}

async fn page(desk: &Desk, caller: &Caller, typed: &Typed, errors: &[FieldError]) -> Result<Page, Problem> {
    let found = mine(desk, caller).await?;
    let t = &caller.texts;
    let proved = caller.is_proved();
    let page = WaysPage {
        t,
        form: Form::again(t, typed, errors),
        summary: summary(t, &found),
        table: table(t, &found.passkeys),
        proved,
        choices: found
            .passkeys
            .iter()
            .map(|one| Choice::new(one.number.to_string(), one.label.clone()))
            .collect(),
        remove: Button::new(t.t("passkey-remove")).warning().sends("remove", "yes"),
        provider: desk.provider().map(|one| one.name().to_owned()),
        bound: found.bound.is_some(),
        origin: desk.site().map(access::Site::origin),
        passkey: if proved { passkey::to_add(desk, caller).await } else { None },
    };
    Ok(Page::staff(&caller.frame(desk), &t.t("ways-title"), &page))
}

async fn shown(desk: &Desk, caller: &Caller, typed: &Typed, problem: Option<Problem>) -> Response {
    let errors =
        problem.as_ref().map(|problem| passkey::told_at("label", problem.errors())).unwrap_or_default();
    match page(desk, caller, typed, &errors).await {
        Ok(page) if errors.is_empty() => page.into_response(),
        Ok(page) => page.with_status(StatusCode::UNPROCESSABLE_ENTITY).into_response(),
        Err(problem) => problem.staff_page(&caller.frame(desk)).into_response(),
    }
}

async fn show(State(desk): State<Desk>, caller: Caller) -> Response {
    shown(&desk, &caller, &Typed::nothing(), None).await
}

/// What is changed is grave: whoever holds another's open browser for a moment does not make it theirs.
fn may_change(caller: &Caller) -> Result<(), Problem> {
    caller.may(Ask::Read(&READ_OWN))?;
    caller.has_proved()
}

async fn add(State(desk): State<Desk>, caller: Caller, typed: Typed) -> Response {
    if let Err(problem) = may_change(&caller) {
        return problem.staff_page(&caller.frame(&desk)).into_response();
    }
    let (Some(sent), Some(site)) = (passkey::sent(&typed), desk.site().cloned()) else {
        let problem = problem_of_account(&caller.texts, &AccountFault::Passkey);
        return shown(&desk, &caller, &typed, Some(problem)).await;
    };
    let (account, session, label) = (caller.actor.id, caller.pass.number, typed.get("label").to_owned());
    let added = desk.blocking(move |node| {
        let answered = Answered { site: &site, ceremony: &sent.ceremony, answer: &sent.answer };
        add_passkey(node, account, &NewPasskey { answered, label: &label }, Desk::now())?;
        Ok(end_other_sessions(node, account, session)?)
    });
    match added.await {
        Ok(()) => Redirect::to("/ways").into_response(),
        Err(fault) => shown(&desk, &caller, &typed, Some(problem_of_account(&caller.texts, &fault))).await,
    }
}

/// What is to become of a passkey.
enum Change {
    Name(String),
    Remove,
}

async fn changed(desk: &Desk, caller: &Caller, number: Option<Id>, what: Change) -> Result<(), Problem> {
    may_change(caller)?;
    let t = &caller.texts;
    let number = number.ok_or_else(|| Problem::of(t, ErrorStatus::NOT_FOUND))?;
    let (account, session) = (caller.actor.id, caller.pass.number);
    let done = desk.blocking(move |node| match what {
        Change::Name(label) => name_passkey(node, account, number, &label),
        Change::Remove => {
            let removed = remove_passkey(node, account, number)?;
            // Where nothing was removed nobody else is turned out.
            if removed {
                end_other_sessions(node, account, session)?;
            }
            Ok(removed)
        }
    });
    match done.await {
        Ok(true) => Ok(()),
        Ok(false) => Err(Problem::of(t, ErrorStatus::NOT_FOUND)),
        Err(fault) => Err(problem_of_account(t, &fault)),
    }
}

async fn change(State(desk): State<Desk>, caller: Caller, typed: Typed) -> Response {
    let what = if typed.has("remove", "yes") {
        Change::Remove
    } else {
        Change::Name(typed.get("new_label").to_owned())
    };
    match changed(&desk, &caller, typed.get("number").parse().ok(), what).await {
        Ok(()) => Redirect::to("/ways").into_response(),
        Err(problem) if problem.errors().is_empty() => {
            problem.staff_page(&caller.frame(&desk)).into_response()
        }
        Err(problem) => {
            // The page has two names: this is about the one of a passkey that is there.
            let at = |error: &FieldError| match &*error.field {
                "label" => FieldError { field: "new_label".into(), ..error.clone() },
                _ => error.clone(),
            };
            let errors = problem.errors().iter().map(at).collect();
            shown(&desk, &caller, &typed, Some(problem.with_errors(errors))).await
        }
    }
}

/// A passkey of one's own.
#[derive(Serialize, ToSchema)]
struct PasskeySeen {
    /// Its number, by which it is named or removed.
    number: String,
    /// Its name.
    label: String,
    /// When it was added.
    added: String,
    /// When it was last used; nothing before the first time.
    used: Option<String>,
}

/// How one may sign in.
#[derive(Serialize, ToSchema)]
struct WaysSeen {
    /// Whether there is a password.
    password: bool,
    /// Whether there is a second factor to it.
    second_factor: bool,
    /// Recovery codes that are left.
    recovery_codes_left: usize,
    /// Since when the account is bound to the provider of identities; nothing where it is not. It is bound in a browser alone.
    bound: Option<String>,
    /// The passkeys, the oldest first. They are added in a browser alone.
    passkeys: Vec<PasskeySeen>,
}

/// One's own ways to sign in.
#[utoipa::path(
    get,
    path = "/api/ways",
    operation_id = "access.list-own-ways",
    tag = "access",
    responses((status = 200, description = "One's own ways to sign in", body = WaysSeen))
)]
async fn show_json(State(desk): State<Desk>, caller: Caller) -> Result<Json<WaysSeen>, Problem> {
    let found = mine(&desk, &caller).await?;
    let seen = |one: Passkey| PasskeySeen {
        number: one.number.to_string(),
        label: one.label,
        added: one.added.to_text(),
        used: (one.used.0 != 0).then(|| one.used.to_text()),
    };
    Ok(Json(WaysSeen {
        password: found.password,
        second_factor: found.second_factor,
        recovery_codes_left: found.recovery_codes,
        bound: found.bound.map(|since| since.to_text()),
        passkeys: found.passkeys.into_iter().map(seen).collect(),
    }))
}

/// Which passkey is to change, and how.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ToChange {
    /// The passkey's number.
    number: Id,
    /// Its new name: 1 to 40 characters. Without one the passkey is removed.
    #[serde(default)]
    label: Option<String>,
}

/// What has changed.
#[derive(Serialize, ToSchema)]
struct Changed {
    /// True: it is so from now on.
    changed: bool,
}

/// Names or removes one of one's own passkeys. It wants a proof of who one is that is at most ten minutes old.
#[utoipa::path(
    post,
    path = "/api/ways/change",
    operation_id = "access.change-own-way",
    tag = "access",
    request_body = ToChange,
    responses((status = 200, description = "Changed", body = Changed),
        (status = 403, description = "Sign in again first."),
        (status = 404, description = "One has no passkey of that number."),
        (status = 422, description = "It is the only way to sign in, or the name does not fit."))
)]
async fn change_json(
    State(desk): State<Desk>,
    caller: Caller,
    body: Result<Json<ToChange>, JsonRejection>,
) -> Result<Json<Changed>, Problem> {
    caller.may(Ask::Read(&READ_OWN))?;
    let right = r#"JSON: {"number": "...", "label": "..."}, or without a label to remove it"#;
    let Json(asked) = body.map_err(|rejection| unread_body(&caller.texts, rejection.body_text(), right))?;
    let what = asked.label.map_or(Change::Remove, Change::Name);
    changed(&desk, &caller, Some(asked.number), what).await.map(|()| Json(Changed { changed: true }))
}

/// What OpenAPI says of it.
#[derive(utoipa::OpenApi)]
#[openapi(paths(show_json, change_json))]
pub(crate) struct Described;

/// `/ways`, what changes them, and the same under `/api`.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/ways", Line::Read(&READ_OWN), show)
        .post("/ways/add", Line::Read(&READ_OWN), add)
        .post("/ways/change", Line::Read(&READ_OWN), change)
        .get("/api/ways", Line::Read(&READ_OWN), show_json)
        .post("/api/ways/change", Line::Read(&READ_OWN), change_json)
}
