//! Proving once more who one is, for what is grave.

use crate::act_form::local;
use crate::answers::{problem_of_account, unread_secret};
use crate::caller::{Caller, bearer, cookie};
use crate::passkey::{self, PasskeyBox, Sent};
use crate::room::Desk;
use crate::routes::{Line, Routes};
use crate::sign_in::with_session;
use access::{AccountFault, Answered, READ_OWN, prove, prove_by_passkey};
use askama::Template;
use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use face::{FieldError, Form, Page, Problem, Texts, Typed};
use kernel::Ask;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

#[derive(Template)]
#[template(path = "again.html")]
struct AgainPage<'a> {
    t: &'a Texts,
    form: Form<'a>,
    next: String,
    passkey: Option<PasskeyBox>,
    provider: Option<String>,
}

/// To the proof, and from there back to an address of this site.
pub(crate) fn led_there(here: &str) -> Response {
    let next: String = form_urlencoded::byte_serialize(here.as_bytes()).collect();
    Redirect::to(&format!("/sign-in/again?next={next}")).into_response()
}

async fn page(desk: &Desk, caller: &Caller, next: &str, errors: &[FieldError]) -> Page {
    let (t, typed) = (&caller.texts, Typed::nothing());
    let next = local(next).unwrap_or("/").to_owned();
    let passkey = passkey::to_prove(desk, caller).await;
    let provider = desk.provider().map(|one| t.with("provider-prove", "name", one.name()));
    let page = AgainPage { t, form: Form::again(t, &typed, errors), next, passkey, provider };
    Page::staff(&caller.frame(desk), &t.t("again-title"), &page)
}

async fn show(
    State(desk): State<Desk>,
    caller: Caller,
    Query(asked): Query<BTreeMap<String, String>>,
) -> Response {
    let next = asked.get("next").map_or("/", String::as_str);
    page(&desk, &caller, next, &[]).await.into_response()
}

async fn proved(desk: &Desk, secret: String, password: String, code: String) -> Result<String, AccountFault> {
    desk.blocking(move |node| prove(node, &secret, &password, &code, Desk::now())).await
}

async fn proved_by_passkey(desk: &Desk, secret: String, sent: Sent) -> Result<String, AccountFault> {
    let site = desk.site().cloned().ok_or(AccountFault::Passkey)?;
    desk.blocking(move |node| {
        let answered = Answered { site: &site, ceremony: &sent.ceremony, answer: &sent.answer };
        prove_by_passkey(node, &secret, &answered, Desk::now())
    })
    .await
}

async fn send(State(desk): State<Desk>, caller: Caller, headers: HeaderMap, typed: Typed) -> Response {
    let secret = cookie(&headers).unwrap_or_default();
    let (password, code) = (typed.exact("password").to_owned(), typed.get("code").to_owned());
    let next = typed.get("next");
    let is_proved = match passkey::sent(&typed) {
        Some(sent) => proved_by_passkey(&desk, secret, sent).await,
        None => proved(&desk, secret, password, code).await,
    };
    let (wrong, right) = match is_proved {
        Ok(secret) => {
            return with_session(&desk, Redirect::to(local(next).unwrap_or("/")).into_response(), &secret);
        }
        Err(AccountFault::WrongPassword) => ("again-wrong", "sign-in-right"),
        Err(AccountFault::Passkey) => ("account-passkey-wrong", "account-passkey-right"),
        Err(fault) => {
            let problem = problem_of_account(&caller.texts, &fault);
            return problem.staff_page(&caller.frame(&desk)).into_response();
        }
    };
    let error = FieldError::new(&caller.texts, "password", wrong, right);
    let page = page(&desk, &caller, next, &[error]).await;
    page.with_status(StatusCode::UNPROCESSABLE_ENTITY).into_response()
}

/// What proves who one is.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Proof {
    /// The password.
    password: String,
    /// The code of the second factor, or a recovery code; empty when there is none.
    #[serde(default)]
    code: String,
}

/// That who one is has been proved.
#[derive(Serialize, ToSchema)]
struct Proved {
    /// True: grave acts are open to this session for ten minutes.
    proved: bool,
    /// The session's new token, for who came with a bearer token: the one before opens nothing any more. A browser gets a cookie.
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<String>,
}

/// Proves once more who one is: grave acts are open to this session for ten minutes, under a new token. A machine's token cannot.
#[utoipa::path(
    post,
    path = "/api/sign-in/again",
    operation_id = "access.sign-in-again",
    tag = "access",
    request_body = Proof,
    responses((status = 200, description = "Proved; the session goes on under a new token", body = Proved))
)]
async fn send_json(
    State(desk): State<Desk>,
    caller: Caller,
    headers: HeaderMap,
    body: Result<Json<Proof>, JsonRejection>,
) -> Result<Response, Problem> {
    caller.may(Ask::Read(&READ_OWN))?;
    let read =
        body.map_err(|rejection| unread_secret(&caller.texts, &rejection, r#"JSON: {"password": "..."}"#));
    let Json(Proof { password, code }) = read?;
    let secret = if caller.machine { bearer(&headers) } else { cookie(&headers) };
    match proved(&desk, secret.unwrap_or_default(), password, code).await {
        Ok(secret) if caller.machine => {
            Ok(Json(Proved { proved: true, token: Some(secret) }).into_response())
        }
        Ok(secret) => {
            let answer = Json(Proved { proved: true, token: None }).into_response();
            Ok(with_session(&desk, answer, &secret))
        }
        Err(fault) => Err(problem_of_account(&caller.texts, &fault)),
    }
}

/// What OpenAPI says of it.
#[derive(utoipa::OpenApi)]
#[openapi(paths(send_json))]
pub(crate) struct Described;

/// `GET` and `POST /sign-in/again`, `POST /api/sign-in/again`.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/sign-in/again", Line::Read(&READ_OWN), show)
        .post("/sign-in/again", Line::Read(&READ_OWN), send)
        .post("/api/sign-in/again", Line::Read(&READ_OWN), send_json)
}
