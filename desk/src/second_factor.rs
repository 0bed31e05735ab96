//! A second factor, enrolled by the holder of an account: a secret for an app, as text and as QR code, and recovery codes.

use crate::answers::{problem_of_account, unread_secret};
use crate::caller::Caller;
use crate::cookies::{KNOWN, kept};
use crate::room::Desk;
use crate::routes::{Line, Routes};
use access::{
    AccountFault, Enrolment, READ_OWN, end_other_sessions, enrol, enrolment, qr_svg, second_factor_of,
};
use askama::Template;
use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use face::{FieldError, Form, Page, Problem, StaffFrame, Texts, Typed};
use kernel::Ask;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Template)]
#[template(path = "second_factor.html")]
struct SecondFactorPage<'a> {
    t: &'a Texts,
    form: Form<'a>,
    has: bool,
    left: String,
    offered: &'a Enrolment,
    drawn: String,
}

#[derive(Template)]
#[template(path = "codes.html")]
pub(crate) struct CodesPage<'a> {
    t: &'a Texts,
    codes: &'a [String],
}

impl<'a> CodesPage<'a> {
    pub(crate) fn of(t: &'a Texts, codes: &'a [String]) -> CodesPage<'a> {
        CodesPage { t, codes }
    }

    pub(crate) fn shown(&self, frame: &StaffFrame) -> Page {
        Page::staff(frame, &self.t.t("second-factor-title"), self)
    }
}

type Offered = (Enrolment, (bool, usize));

async fn offered(desk: &Desk, caller: &Caller) -> Result<Offered, Problem> {
    caller.may(Ask::Read(&READ_OWN))?;
    let account = caller.actor.id;
    let found = desk.blocking(move |node| {
        Ok::<_, AccountFault>((enrolment(node, account)?, second_factor_of(node, account)?))
    });
    found.await.map_err(|fault| problem_of_account(&caller.texts, &fault))
}

fn page(desk: &Desk, caller: &Caller, offered: &Offered, errors: &[FieldError]) -> Page {
    let (t, typed, (offered, (has, left))) = (&caller.texts, Typed::nothing(), offered);
    let page = SecondFactorPage {
        t,
        form: Form::again(t, &typed, errors),
        has: *has,
        left: t.with("second-factor-left", "count", *left),
        offered,
        drawn: qr_svg(&offered.address, &t.t("second-factor-qr")).unwrap_or_default(),
    };
    Page::staff(&caller.frame(desk), &t.t("second-factor-title"), &page)
}

async fn show(State(desk): State<Desk>, caller: Caller) -> Response {
    match offered(&desk, &caller).await {
        Ok(offered) => page(&desk, &caller, &offered, &[]).into_response(),
        Err(problem) => problem.staff_page(&caller.frame(&desk)).into_response(),
    }
}

/// What enrols a second factor.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Enrol {
    /// The password.
    password: String,
    /// A code of the second factor until now, or a recovery code; empty when there was none.
    #[serde(default)]
    code_until_now: String,
    /// What the app shows for the new secret.
    code: String,
}

async fn enrolled(
    desk: &Desk,
    caller: &Caller,
    headers: &HeaderMap,
    asked: Enrol,
) -> Result<Vec<String>, AccountFault> {
    let (account, user, session) = (caller.actor.id, caller.user.clone(), caller.pass.number);
    let browser = kept(headers, KNOWN).unwrap_or_default();
    desk.blocking(move |node| {
        let Enrol { password, code_until_now, code: new } = &asked;
        let typed = access::Typed { user: &user, password, code: code_until_now, browser: &browser };
        let codes = enrol(node, account, &typed, new, Desk::now())?;
        end_other_sessions(node, account, session)?;
        Ok(codes)
    })
    .await
}

async fn send(State(desk): State<Desk>, caller: Caller, headers: HeaderMap, typed: Typed) -> Response {
    let before = match offered(&desk, &caller).await {
        Ok(offered) => offered,
        Err(problem) => return problem.staff_page(&caller.frame(&desk)).into_response(),
    };
    let asked = Enrol {
        password: typed.exact("password").to_owned(),
        code_until_now: typed.get("code_until_now").to_owned(),
        code: typed.get("code").to_owned(),
    };
    match enrolled(&desk, &caller, &headers, asked).await {
        Ok(codes) => CodesPage::of(&caller.texts, &codes).shown(&caller.frame(&desk)).into_response(),
        Err(fault) => {
            let problem = problem_of_account(&caller.texts, &fault);
            if problem.errors().is_empty() {
                return problem.staff_page(&caller.frame(&desk)).into_response();
            }
            let status = axum::http::StatusCode::UNPROCESSABLE_ENTITY;
            let errors: Vec<FieldError> = problem.errors().iter().cloned().map(at_its_field).collect();
            page(&desk, &caller, &before, &errors).with_status(status).into_response()
        }
    }
}

/// There is no name on this page: what does not fit is told at the password.
fn at_its_field(error: FieldError) -> FieldError {
    if error.field == "user" { FieldError { field: "password".into(), ..error } } else { error }
}

/// A second factor that may be enrolled.
#[derive(Serialize, ToSchema)]
struct OfferedFactor {
    /// Whether there is one now.
    enrolled: bool,
    /// Recovery codes that are left.
    recovery_codes_left: usize,
    /// The secret of a new one in base 32.
    secret: String,
    /// The same as an address for an app.
    otpauth: String,
}

/// Tells whether one has a second factor, and the secret of one that may be enrolled.
#[utoipa::path(
    get,
    path = "/api/second-factor",
    operation_id = "access.see-second-factor",
    tag = "access",
    responses((status = 200, description = "The one there is, and the one there may be", body = OfferedFactor))
)]
async fn show_json(State(desk): State<Desk>, caller: Caller) -> Result<Json<OfferedFactor>, Problem> {
    let (offered, (enrolled, recovery_codes_left)) = offered(&desk, &caller).await?;
    let Enrolment { secret, address: otpauth, .. } = offered;
    Ok(Json(OfferedFactor { enrolled, recovery_codes_left, secret, otpauth }))
}

/// Recovery codes, told once.
#[derive(Serialize, ToSchema)]
pub(crate) struct Codes {
    /// Each stands in for a code of the second factor once.
    pub(crate) recovery_codes: Vec<String>,
}

/// Enrols a second factor in the place of the one before, and tells ten recovery codes, once.
#[utoipa::path(
    post,
    path = "/api/second-factor",
    operation_id = "access.enrol-second-factor",
    tag = "access",
    request_body = Enrol,
    responses((status = 200, description = "The recovery codes, told once", body = Codes),
        (status = 401, description = "Password or code until now do not fit."),
        (status = 422, description = "The code does not fit the new secret; nothing is enrolled."))
)]
async fn send_json(
    State(desk): State<Desk>,
    caller: Caller,
    headers: HeaderMap,
    body: Result<Json<Enrol>, JsonRejection>,
) -> Result<Json<Codes>, Problem> {
    caller.may(Ask::Read(&READ_OWN))?;
    let right = r#"JSON: {"password": "...", "code_until_now": "...", "code": "..."}"#;
    let Json(asked) = body.map_err(|rejection| unread_secret(&caller.texts, &rejection, right))?;
    let codes = enrolled(&desk, &caller, &headers, asked).await;
    codes
        .map(|recovery_codes| Json(Codes { recovery_codes }))
        .map_err(|fault| problem_of_account(&caller.texts, &fault))
}

/// What OpenAPI says of it.
#[derive(utoipa::OpenApi)]
#[openapi(paths(show_json, send_json))]
pub(crate) struct Described;

/// `GET` and `POST` of `/second-factor` and `/api/second-factor`.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/second-factor", Line::Read(&READ_OWN), show)
        .post("/second-factor", Line::Read(&READ_OWN), send)
        .get("/api/second-factor", Line::Read(&READ_OWN), show_json)
        .post("/api/second-factor", Line::Read(&READ_OWN), send_json)
}
