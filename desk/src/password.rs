//! Another password, chosen by the holder of an account who has just proved who they are; and ten new recovery codes.

use crate::again::led_there;
use crate::answers::{problem_of_account, unread_secret};
use crate::caller::Caller;
use crate::room::Desk;
use crate::routes::{Line, Routes};
use crate::second_factor::{Codes, CodesPage};
use access::{AccountFault, READ_OWN, change_password, renew_codes};
use askama::Template;
use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use face::{FieldError, Form, Page, Problem, Texts, Typed};
use kernel::Ask;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Template)]
#[template(path = "password.html")]
struct PasswordPage<'a> {
    t: &'a Texts,
    form: Form<'a>,
}

fn page(desk: &Desk, caller: &Caller, errors: &[FieldError]) -> Page {
    let (t, typed) = (&caller.texts, Typed::nothing());
    let page = PasswordPage { t, form: Form::again(t, &typed, errors) };
    Page::staff(&caller.frame(desk), &t.t("password-title"), &page)
}

async fn show(State(desk): State<Desk>, caller: Caller) -> Response {
    if !caller.machine && !caller.is_proved() {
        return led_there("/password");
    }
    match caller.may(Ask::Read(&READ_OWN)) {
        Ok(()) => page(&desk, &caller, &[]).into_response(),
        Err(problem) => problem.staff_page(&caller.frame(&desk)).into_response(),
    }
}

async fn changed(desk: &Desk, caller: &Caller, new: String) -> Result<(), AccountFault> {
    let (account, session) = (caller.actor.id, caller.pass.number);
    desk.blocking(move |node| change_password(node, account, session, &new, Desk::now())).await
}

async fn send(State(desk): State<Desk>, caller: Caller, typed: Typed) -> Response {
    if let Err(problem) = caller.may(Ask::Read(&READ_OWN)).and_then(|()| caller.has_proved()) {
        return problem.staff_page(&caller.frame(&desk)).into_response();
    }
    match changed(&desk, &caller, typed.exact("password").to_owned()).await {
        Ok(()) => Redirect::to("/ways").into_response(),
        Err(fault) => {
            let problem = problem_of_account(&caller.texts, &fault);
            if problem.errors().is_empty() {
                return problem.staff_page(&caller.frame(&desk)).into_response();
            }
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            page(&desk, &caller, problem.errors()).with_status(status).into_response()
        }
    }
}

/// Another password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewPassword {
    /// At least 12 characters.
    #[schema(min_length = 12)]
    password: String,
}

/// What has changed.
#[derive(Serialize, ToSchema)]
struct Changed {
    /// True: from now on it is asked for.
    changed: bool,
}

/// Sets another password; all other sessions end. It wants a proof of who one is that is at most ten minutes old.
#[utoipa::path(
    post,
    path = "/api/password",
    operation_id = "access.change-password",
    tag = "access",
    request_body = NewPassword,
    responses((status = 200, description = "Changed", body = Changed),
        (status = 403, description = "Sign in again first."),
        (status = 422, description = "It may not be chosen; nothing is changed."))
)]
async fn send_json(
    State(desk): State<Desk>,
    caller: Caller,
    body: Result<Json<NewPassword>, JsonRejection>,
) -> Result<Json<Changed>, Problem> {
    caller.may(Ask::Read(&READ_OWN))?;
    let read =
        body.map_err(|rejection| unread_secret(&caller.texts, &rejection, r#"JSON: {"password": "..."}"#));
    let Json(NewPassword { password }) = read?;
    caller.has_proved()?;
    let done = changed(&desk, &caller, password).await;
    done.map(|()| Json(Changed { changed: true })).map_err(|fault| problem_of_account(&caller.texts, &fault))
}

async fn renewed(desk: &Desk, caller: &Caller) -> Result<Vec<String>, Problem> {
    caller.may(Ask::Read(&READ_OWN))?;
    caller.has_proved()?;
    let (account, session) = (caller.actor.id, caller.pass.number);
    let codes = desk.blocking(move |node| renew_codes(node, account, session)).await;
    codes.map_err(|fault| problem_of_account(&caller.texts, &fault))
}

async fn send_codes(State(desk): State<Desk>, caller: Caller) -> Response {
    if !caller.machine && !caller.is_proved() {
        return led_there("/second-factor");
    }
    match renewed(&desk, &caller).await {
        Ok(codes) => CodesPage::of(&caller.texts, &codes).shown(&caller.frame(&desk)).into_response(),
        Err(problem) => problem.staff_page(&caller.frame(&desk)).into_response(),
    }
}

/// Makes ten new recovery codes in the place of those that are left, and tells them, once; all other sessions end. It wants a
/// proof of who one is that is at most ten minutes old.
#[utoipa::path(
    post,
    path = "/api/second-factor/codes",
    operation_id = "access.renew-recovery-codes",
    tag = "access",
    responses((status = 200, description = "The recovery codes, told once", body = Codes),
        (status = 403, description = "Sign in again first."),
        (status = 422, description = "There is no second factor that they could stand in for."))
)]
async fn send_codes_json(State(desk): State<Desk>, caller: Caller) -> Result<Json<Codes>, Problem> {
    renewed(&desk, &caller).await.map(|recovery_codes| Json(Codes { recovery_codes }))
}

/// What OpenAPI says of it.
#[derive(utoipa::OpenApi)]
#[openapi(paths(send_json, send_codes_json))]
pub(crate) struct Described;

/// `/password`, `/second-factor/codes` and the same under `/api`.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/password", Line::Read(&READ_OWN), show)
        .post("/password", Line::Read(&READ_OWN), send)
        .post("/api/password", Line::Read(&READ_OWN), send_json)
        .post("/second-factor/codes", Line::Read(&READ_OWN), send_codes)
        .post("/api/second-factor/codes", Line::Read(&READ_OWN), send_codes_json)
}
