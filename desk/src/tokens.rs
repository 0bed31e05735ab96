//! Tokens of machines. Somebody makes one for their own account, for a part of what they may themselves, after proving who they
//! are: nobody gets another's authority by a token. Who keeps accounts sees and withdraws everybody's.

use crate::answers::{problem_of_account, problem_of_database, unread_body};
use crate::caller::Caller;
use crate::room::Desk;
use crate::routes::{Line, Routes};
use crate::sign_in::purposes;
use access::{
    AccountFault, NewToken, READ_OWN, READ_TOKENS, Scope, Token, make_token, tokens, withdraw_token,
};
use askama::Template;
use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use face::{Button, Cell, Choice, Column, ErrorStatus, FieldError, Form, Page, Problem, Table, Texts, Typed};
use kernel::{Ask, Cell as _, CodeList, Id, Purpose};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Template)]
#[template(path = "tokens.html")]
struct TokensPage<'a> {
    t: &'a Texts,
    form: Form<'a>,
    purposes: Vec<Choice>,
    made: Option<&'a str>,
    table: Table,
    buttons: Vec<Button>,
}

/// Whose tokens a caller sees and withdraws: their own, or everybody's.
fn whose(caller: &Caller) -> Option<Id> {
    if caller.may(Ask::Read(&READ_TOKENS)).is_ok() { None } else { Some(caller.actor.id) }
}

async fn seen(desk: &Desk, caller: &Caller) -> Result<Vec<Token>, Problem> {
    caller.may(Ask::Read(&READ_OWN))?;
    let of = whose(caller);
    let found = desk.blocking(move |node| tokens(node, of, Desk::now())).await;
    found.map_err(|fault| problem_of_database(&caller.texts, &fault))
}

fn table(caller: &Caller, all: &[Token]) -> Table {
    let t = &caller.texts;
    let columns = ["label", "account", "purpose", "scope", "made", "used", "ends"];
    let columns = columns.map(|name| Column::new(t, name, &format!("column-{name}")));
    let row = |one: &Token| {
        let used =
            if one.used.0 == 0 { Cell::text(t.t("token-unused")) } else { Cell::code(one.used.to_text()) };
        vec![
            Cell::text(one.label.clone()),
            Cell::code(one.account.short()),
            Cell::text(caller.label(one.purpose)),
            Cell::code(one.scope.clone()),
            Cell::code(one.made.to_text()),
            used,
            Cell::code(one.ends.to_text()),
        ]
    };
    Table::new(t, "tokens", t.t("tokens-title"), columns.into()).rows(all.iter().map(row))
}

async fn page(
    desk: &Desk,
    caller: &Caller,
    typed: &Typed,
    errors: &[FieldError],
    made: Option<&str>,
) -> Result<Page, Problem> {
    let (t, all) = (&caller.texts, seen(desk, caller).await?);
    let withdraw = |one: &Token| {
        let label = t.with("token-withdraw", "label", one.label.as_str());
        Button::new(label).secondary().sends("number", one.number.to_string())
    };
    let buttons = all.iter().map(withdraw).collect();
    let form = Form::again(t, typed, errors);
    let page = TokensPage { t, form, purposes: purposes(t), made, table: table(caller, &all), buttons };
    Ok(Page::staff(&caller.frame(desk), &t.t("tokens-title"), &page))
}

fn drawn(desk: &Desk, caller: &Caller, page: Result<Page, Problem>) -> Response {
    match page {
        Ok(page) => page.into_response(),
        Err(problem) => problem.staff_page(&caller.frame(desk)).into_response(),
    }
}

async fn show(State(desk): State<Desk>, caller: Caller) -> Response {
    if !caller.machine && !caller.is_proved() {
        return crate::again::led_there(&caller.here);
    }
    let page = page(&desk, &caller, &Typed::nothing(), &[], None).await;
    drawn(&desk, &caller, page)
}

/// A token to be made for one's own account.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ToMake {
    /// What it is for, in 1 to 40 characters.
    label: String,
    /// The purpose that it states.
    purpose: Purpose,
    /// Names of acts and reads that it may do, or rooms as `room.*`, with spaces between them; nothing else is open to it.
    scope: String,
    /// How many days it lasts: 1 to 365.
    days: i64,
}

/// A token, told once.
#[derive(Serialize, ToSchema)]
struct Made {
    /// Its number, by which it is withdrawn.
    number: String,
    /// Goes into the header `Authorization: Bearer`.
    token: String,
}

async fn make(desk: &Desk, caller: &Caller, asked: ToMake) -> Result<Made, AccountFault> {
    let account = caller.actor.id;
    desk.blocking(move |node| {
        let scope = Scope::read(&asked.scope, node.registry())?;
        let ToMake { label, purpose, days, .. } = &asked;
        let new = NewToken { account, label, purpose: *purpose, scope, days: *days };
        let (number, token) = make_token(node, &new, Desk::now())?;
        Ok(Made { number: number.to_string(), token })
    })
    .await
}

async fn send(State(desk): State<Desk>, caller: Caller, typed: Typed) -> Response {
    if let Err(problem) = caller.may(Ask::Read(&READ_OWN)).and_then(|()| caller.has_proved()) {
        return problem.staff_page(&caller.frame(&desk)).into_response();
    }
    let t = &caller.texts;
    let asked = ToMake {
        label: typed.get("label").to_owned(),
        purpose: Purpose::from_code(typed.get("purpose")).unwrap_or(Purpose::NotStated),
        scope: typed.get("scope").to_owned(),
        days: typed.get("days").parse().unwrap_or(0),
    };
    let made = if asked.purpose == Purpose::NotStated || asked.purpose == Purpose::Reaction {
        Err(vec![FieldError::new(t, "purpose", "sign-in-no-purpose", "sign-in-purpose-hint")])
    } else {
        let made = make(&desk, &caller, asked).await;
        made.map_err(|fault| problem_of_account(t, &fault).errors().to_vec())
    };
    let page = match made {
        Ok(Made { token, .. }) => page(&desk, &caller, &Typed::nothing(), &[], Some(&token)).await,
        Err(errors) => page(&desk, &caller, &typed, &errors, None)
            .await
            .map(|page| page.with_status(StatusCode::UNPROCESSABLE_ENTITY)),
    };
    drawn(&desk, &caller, page)
}

async fn withdraw(desk: &Desk, caller: &Caller, number: Id) -> Result<bool, Problem> {
    caller.may(Ask::Read(&READ_OWN))?;
    let of = whose(caller);
    let done = desk.blocking(move |node| withdraw_token(node, of, number)).await;
    done.map_err(|fault| problem_of_database(&caller.texts, &fault))
}

async fn send_withdrawal(State(desk): State<Desk>, caller: Caller, typed: Typed) -> Response {
    let Ok(number) = typed.get("number").parse() else { return Redirect::to("/tokens").into_response() };
    match withdraw(&desk, &caller, number).await {
        Ok(_) => Redirect::to("/tokens").into_response(),
        Err(problem) => problem.staff_page(&caller.frame(&desk)).into_response(),
    }
}

/// A token, as it is listed: never its secret.
#[derive(Serialize, ToSchema)]
struct Listed {
    /// Its number, by which it is withdrawn.
    number: String,
    /// The account that it acts for.
    account: String,
    /// What it is for.
    label: String,
    /// The purpose that it states.
    purpose: String,
    /// What it may do.
    scope: Vec<String>,
    /// When it was made.
    made: String,
    /// When it was last used, to the minute; nothing before the first time.
    used: Option<String>,
    /// When it ends.
    ends: String,
}

/// The tokens of one's own account; for who keeps accounts, everybody's.
#[utoipa::path(
    get,
    path = "/api/tokens",
    operation_id = "access.list-tokens",
    tag = "access",
    responses((status = 200, description = "The tokens, without their secrets", body = Vec<Listed>))
)]
async fn show_json(State(desk): State<Desk>, caller: Caller) -> Result<Json<Vec<Listed>>, Problem> {
    let listed = |one: Token| Listed {
        number: one.number.to_string(),
        account: one.account.to_string(),
        label: one.label,
        purpose: one.purpose.code().to_owned(),
        scope: one.scope.split(' ').map(ToOwned::to_owned).collect(),
        made: one.made.to_text(),
        used: (one.used.0 != 0).then(|| one.used.to_text()),
        ends: one.ends.to_text(),
    };
    Ok(Json(seen(&desk, &caller).await?.into_iter().map(listed).collect()))
}

/// Makes a token for one's own account, and tells it once.
#[utoipa::path(
    post,
    path = "/api/tokens",
    operation_id = "access.make-token",
    tag = "access",
    request_body = ToMake,
    responses((status = 200, description = "The token, told once", body = Made),
        (status = 403, description = "Sign in again first (type /problems/reauthenticate); a token makes none."),
        (status = 422, description = "A field is wrong."))
)]
async fn send_json(
    State(desk): State<Desk>,
    caller: Caller,
    body: Result<Json<ToMake>, JsonRejection>,
) -> Result<Json<Made>, Problem> {
    caller.may(Ask::Read(&READ_OWN))?;
    let right = r#"JSON: {"label": "...", "purpose": "intake", "scope": "reports.*", "days": 90}"#;
    let Json(asked) = body.map_err(|rejection| unread_body(&caller.texts, rejection.body_text(), right))?;
    caller.has_proved()?;
    let made = make(&desk, &caller, asked).await;
    made.map(Json).map_err(|fault| problem_of_account(&caller.texts, &fault))
}

/// Which token is to be withdrawn.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ToWithdraw {
    /// Its number.
    number: Id,
}

/// What is withdrawn.
#[derive(Serialize, ToSchema)]
struct Withdrawn {
    /// True: nobody comes in with it any more.
    withdrawn: bool,
}

/// Withdraws a token, at once.
#[utoipa::path(
    post,
    path = "/api/tokens/withdraw",
    operation_id = "access.withdraw-token",
    tag = "access",
    request_body = ToWithdraw,
    responses((status = 200, description = "Withdrawn", body = Withdrawn),
        (status = 404, description = "There is no token of that number that one may withdraw."))
)]
async fn withdraw_json(
    State(desk): State<Desk>,
    caller: Caller,
    body: Result<Json<ToWithdraw>, JsonRejection>,
) -> Result<Json<Withdrawn>, Problem> {
    caller.may(Ask::Read(&READ_OWN))?;
    let right = r#"JSON: {"number": "..."}"#;
    let Json(asked) = body.map_err(|rejection| unread_body(&caller.texts, rejection.body_text(), right))?;
    if withdraw(&desk, &caller, asked.number).await? {
        Ok(Json(Withdrawn { withdrawn: true }))
    } else {
        Err(Problem::of(&caller.texts, ErrorStatus::NOT_FOUND))
    }
}

/// What OpenAPI says of it.
#[derive(utoipa::OpenApi)]
#[openapi(paths(show_json, send_json, withdraw_json))]
pub(crate) struct Described;

/// `/tokens` and `/api/tokens`, and their withdrawals.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/tokens", Line::Read(&READ_OWN), show)
        .post("/tokens", Line::Read(&READ_OWN), send)
        .post("/tokens/withdraw", Line::Read(&READ_OWN), send_withdrawal)
        .get("/api/tokens", Line::Read(&READ_OWN), show_json)
        .post("/api/tokens", Line::Read(&READ_OWN), send_json)
        .post("/api/tokens/withdraw", Line::Read(&READ_OWN), withdraw_json)
}
