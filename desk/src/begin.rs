//! A one-time link: the holder of an account chooses name, password and second factor. Nobody is signed in here.

use crate::answers::{problem_of_account, unread_secret};
use crate::caller::language;
use crate::passkey::{self, PasskeyBox, Sent};
use crate::room::Desk;
use crate::routes::{Line, Routes};
use crate::sign_in::outside;
use access::{
    AccountFault, Answered, Chosen, Enrolment, Leave, NewPasskey, begin, enrolment_by_link, qr_svg,
};
use askama::Template;
use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{FromRequest, Path, Request, State};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use face::{FieldError, Form, Page, Problem, Texts, Typed};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Template)]
#[template(path = "begin.html")]
struct BeginPage<'a> {
    t: &'a Texts,
    form: Form<'a>,
    action: String,
    leave: &'a Leave,
    offered: &'a Enrolment,
    drawn: String,
    passkey: Option<PasskeyBox>,
}

#[derive(Template)]
#[template(path = "begun.html")]
struct BegunPage<'a> {
    t: &'a Texts,
    user: &'a str,
    codes: &'a [String],
}

/// What the page shows: link, leave and second factor, a passkey's button.
type Shown<'a> = (&'a str, &'a (Leave, Enrolment), Option<PasskeyBox>);

fn page(texts: &Texts, shown: Shown<'_>, typed: &Typed, errors: &[FieldError]) -> Page {
    let (link, (leave, offered), passkey) = shown;
    let typed = match &leave.user {
        Some(user) if typed.get("user").is_empty() => typed.clone().and("user", user.clone()),
        _ => typed.clone(),
    };
    let page = BeginPage {
        t: texts,
        form: Form::again(texts, &typed, errors),
        action: format!("/begin/{link}"),
        leave,
        offered,
        drawn: qr_svg(&offered.address, &texts.t("second-factor-qr")).unwrap_or_default(),
        passkey,
    };
    Page::staff(&outside(texts), &texts.t("begin-title"), &page)
}

fn texts_of(desk: &Desk, parts: &Parts) -> Texts {
    desk.looks().catalogue().texts(language(parts))
}

async fn found(desk: &Desk, link: &str) -> Result<(Leave, Enrolment), AccountFault> {
    let link = link.to_owned();
    desk.blocking(move |node| enrolment_by_link(node, &link, Desk::now())).await
}

async fn show(State(desk): State<Desk>, Path(link): Path<String>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let texts = texts_of(&desk, &parts);
    match found(&desk, &link).await {
        Ok(found) => {
            let passkey = passkey::to_begin(&desk, &texts, &link).await;
            page(&texts, (&link, &found, passkey), &Typed::nothing(), &[]).into_response()
        }
        Err(fault) => problem_of_account(&texts, &fault).staff_page(&outside(&texts)).into_response(),
    }
}

/// What the holder of an account chooses.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Choice {
    /// The name to sign in with: 2 to 40 letters, digits, dots, hyphens.
    user: String,
    /// The password: at least 12 characters.
    password: String,
    /// The code to the link, from who proposed it; empty where none belongs to it.
    #[serde(default)]
    link_code: String,
    /// What the app shows for the secret; empty for no second factor, where the node lets that be.
    #[serde(default)]
    code: String,
}

/// What was chosen, and the recovery codes, told once.
#[derive(Serialize, ToSchema)]
struct Begun {
    /// The account.
    account: String,
    /// The name to sign in with.
    user: String,
    /// Each stands in for a code of the second factor once; none without a second factor.
    recovery_codes: Vec<String>,
}

/// Sets what was chosen; a passkey that came along is called `label`.
async fn chosen(
    desk: &Desk,
    link: String,
    choice: Choice,
    by_passkey: Option<(Sent, String)>,
) -> Result<Begun, AccountFault> {
    let site = desk.site().cloned();
    desk.blocking(move |node| {
        let Choice { user, password, link_code, code } = &choice;
        let passkey = site.as_ref().zip(by_passkey.as_ref()).map(|(site, (sent, label))| NewPasskey {
            answered: Answered { site, ceremony: &sent.ceremony, answer: &sent.answer },
            label,
        });
        let chosen = Chosen { link_code, user, password, code, passkey };
        let (account, recovery_codes) = begin(node, &link, &chosen, Desk::now())?;
        Ok(Begun { account: account.id.to_string(), user: account.user, recovery_codes })
    })
    .await
}

async fn send(State(desk): State<Desk>, Path(link): Path<String>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let texts = texts_of(&desk, &parts);
    let as_page = |problem: Problem| problem.staff_page(&outside(&texts)).into_response();
    let typed =
        match <Typed as FromRequest<Desk>>::from_request(Request::from_parts(parts, body), &desk).await {
            Ok(typed) => typed,
            Err(problem) => return as_page(problem),
        };
    let before = match found(&desk, &link).await {
        Ok(found) => found,
        Err(fault) => return as_page(problem_of_account(&texts, &fault)),
    };
    let choice = Choice {
        user: typed.get("user").to_owned(),
        password: typed.exact("password").to_owned(),
        link_code: typed.get("link_code").to_owned(),
        code: typed.get("code").to_owned(),
    };
    let by_passkey = passkey::sent(&typed).map(|sent| (sent, texts.t("passkey-first")));
    match chosen(&desk, link.clone(), choice, by_passkey).await {
        Ok(begun) => {
            let page = BegunPage { t: &texts, user: &begun.user, codes: &begun.recovery_codes };
            Page::staff(&outside(&texts), &texts.t("begun-title"), &page).into_response()
        }
        Err(fault) => {
            let problem = problem_of_account(&texts, &fault);
            if problem.errors().is_empty() {
                return as_page(problem);
            }
            let passkey = passkey::to_begin(&desk, &texts, &link).await;
            let errors = passkey::told_at("user", problem.errors());
            let again = page(&texts, (&link, &before, passkey), &typed, &errors);
            again.with_status(problem.status().code()).into_response()
        }
    }
}

/// What a one-time link gives leave to, and the second factor that may be enrolled with it.
#[derive(Serialize, ToSchema)]
struct Offered {
    /// The account.
    account: String,
    /// Its role.
    role: String,
    /// The name that its holder signed in with until now.
    user: Option<String>,
    /// Whether a code belongs to the link.
    needs_code: bool,
    /// Whether nobody signs in here without a second factor.
    second_factor_required: bool,
    /// The secret of the second factor in base 32.
    secret: String,
    /// The same as an address for an app.
    otpauth: String,
}

/// Tells what a one-time link gives leave to. The link decides who asks.
#[utoipa::path(
    get,
    path = "/api/begin/{link}",
    operation_id = "access.see-link",
    tag = "access",
    params(("link" = String, Path, description = "The end of the link's address")),
    responses((status = 200, description = "What it gives leave to", body = Offered),
        (status = 422, description = "It is used, too old, another's or none.")),
    security(())
)]
async fn show_json(
    State(desk): State<Desk>,
    Path(link): Path<String>,
    request: Request,
) -> Result<Json<Offered>, Problem> {
    let (parts, _) = request.into_parts();
    let texts = texts_of(&desk, &parts);
    let (leave, offered) = found(&desk, &link).await.map_err(|fault| problem_of_account(&texts, &fault))?;
    Ok(Json(Offered {
        account: leave.staff.account.to_string(),
        role: kernel::CodeList::code(leave.staff.role).to_owned(),
        user: leave.user,
        needs_code: leave.needs_code,
        second_factor_required: offered.is_required,
        secret: offered.secret,
        otpauth: offered.address,
    }))
}

/// Chooses name, password and second factor by a one-time link.
#[utoipa::path(
    post,
    path = "/api/begin/{link}",
    operation_id = "access.use-link",
    tag = "access",
    params(("link" = String, Path, description = "The end of the link's address")),
    request_body = Choice,
    responses((status = 200, description = "What was chosen, and the recovery codes, told once", body = Begun),
        (status = 422, description = "A field is wrong, or the link is no good; nothing is set.")),
    security(())
)]
async fn send_json(
    State(desk): State<Desk>,
    Path(link): Path<String>,
    request: Request,
) -> Result<Json<Begun>, Problem> {
    let (parts, body) = request.into_parts();
    let texts = texts_of(&desk, &parts);
    let read = Json::<Choice>::from_request(Request::from_parts(parts, body), &desk).await;
    let Json(choice) = read.map_err(|rejection: JsonRejection| {
        unread_secret(
            &texts,
            &rejection,
            r#"JSON: {"user": "...", "password": "...", "link_code": "...", "code": "..."}"#,
        )
    })?;
    chosen(&desk, link, choice, None).await.map(Json).map_err(|fault| problem_of_account(&texts, &fault))
}

/// What OpenAPI says of it.
#[derive(utoipa::OpenApi)]
#[openapi(paths(show_json, send_json))]
pub(crate) struct Described;

/// `GET` and `POST` of `/begin/{link}` and `/api/begin/{link}`.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/begin/{link}", Line::Open, show)
        .post("/begin/{link}", Line::Open, send)
        .get("/api/begin/{link}", Line::Open, show_json)
        .post("/api/begin/{link}", Line::Open, send_json)
}
