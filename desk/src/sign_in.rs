//! Signing in and out, and stating another purpose.

use crate::accounts::{AccountFault, check_password, close_session, open_session, restate, short_token};
use crate::caller::{COOKIE, Caller, cookie, language};
use crate::listing_page::choices;
use crate::room::Desk;
use crate::{act_form, acts, listing, listing_page, openapi};
use askama::Template;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use face::{Choice, ErrorStatus, FieldError, Form, Page, Problem, StaffFrame, Texts, Typed};
use kernel::codes::Listing;
use kernel::{CodeList, Purpose};

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignIn<'a> {
    t: &'a Texts,
    form: Form<'a>,
    purposes: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "purpose.html")]
struct PurposePage<'a> {
    t: &'a Texts,
    form: Form<'a>,
    purposes: Vec<Choice>,
}

/// The purposes that a person may state: not "none", not Tutela's own.
fn purposes(texts: &Texts) -> Vec<Choice> {
    let mut list = Listing::of::<Purpose>();
    let own = [Purpose::NotStated, Purpose::Reaction].map(CodeList::code);
    list.codes.retain(|one| !own.contains(&one.code));
    choices(texts, &list)
}

fn outside(texts: &Texts) -> StaffFrame {
    StaffFrame {
        texts: texts.clone(),
        who: String::new(),
        nav: Vec::new(),
        purpose: None,
        purpose_href: "/purpose".into(),
        sign_out: "/sign-out".into(),
        here: "/sign-in".into(),
    }
}

fn page(texts: &Texts, typed: &Typed, errors: &[FieldError]) -> Page {
    let form = Form::again(texts, typed, errors);
    Page::staff(
        &outside(texts),
        &texts.t("sign-in-title"),
        &SignIn { t: texts, form, purposes: purposes(texts) },
    )
}

async fn show(State(desk): State<Desk>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let texts = desk.looks().catalogue().texts(language(&parts));
    page(&texts, &Typed::nothing(), &[]).into_response()
}

fn session_cookie(secret: &str, ends_now: bool) -> HeaderValue {
    let age = if ends_now { "; Max-Age=0" } else { "" };
    let text = format!("{COOKIE}={secret}; Path=/; HttpOnly; SameSite=Strict{age}");
    // The secret is hexadecimal, so the header is always well formed.
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(""))
}

async fn send(State(desk): State<Desk>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let texts = desk.looks().catalogue().texts(language(&parts));
    let request = Request::from_parts(parts, body);
    let typed = match <Typed as axum::extract::FromRequest<Desk>>::from_request(request, &desk).await {
        Ok(typed) => typed,
        Err(problem) => return problem.staff_page(&outside(&texts)).into_response(),
    };
    let Ok(purpose) = Purpose::from_code(typed.get("purpose")) else {
        let error = FieldError::new(&texts, "purpose", "sign-in-no-purpose", "sign-in-purpose-hint");
        return page(&texts, &typed, &[error]).with_status(StatusCode::UNPROCESSABLE_ENTITY).into_response();
    };
    let (user, password) = (typed.get("user").to_owned(), typed.exact("password").to_owned());
    let opened = desk.blocking(move |node| {
        let now = Desk::now();
        let account = check_password(node, &user, &password, now)?;
        open_session(node, &account.user, purpose, now)
    });
    match opened.await {
        Ok(secret) => {
            let mut response = Redirect::to("/").into_response();
            response.headers_mut().insert(header::SET_COOKIE, session_cookie(&secret, false));
            response
        }
        Err(AccountFault::WrongPassword) => {
            let error = FieldError::new(&texts, "user", "sign-in-wrong", "sign-in-right");
            page(&texts, &typed, &[error]).with_status(StatusCode::UNPROCESSABLE_ENTITY).into_response()
        }
        Err(fault) => {
            tracing::error!(%fault, "nobody can sign in");
            Problem::of(&texts, ErrorStatus::UNAVAILABLE).staff_page(&outside(&texts)).into_response()
        }
    }
}

async fn sign_out(State(desk): State<Desk>, _caller: Caller, headers: HeaderMap) -> Response {
    if let Some(secret) = cookie(&headers)
        && let Err(fault) = desk.blocking(move |node| close_session(node, &secret)).await
    {
        tracing::error!(%fault, "a session was not closed");
    }
    let mut response = Redirect::to("/sign-in").into_response();
    response.headers_mut().insert(header::SET_COOKIE, session_cookie("", true));
    response
}

async fn show_purpose(State(desk): State<Desk>, caller: Caller) -> Response {
    let texts = &caller.texts;
    let typed = Typed::nothing().and("purpose", caller.purpose.code());
    let page = PurposePage { t: texts, form: Form::again(texts, &typed, &[]), purposes: purposes(texts) };
    Page::staff(&caller.frame(&desk), &texts.t("purpose-title"), &page).into_response()
}

async fn set_purpose(State(desk): State<Desk>, caller: Caller, headers: HeaderMap, typed: Typed) -> Response {
    let purpose =
        Purpose::from_code(typed.get("purpose")).ok().filter(|purpose| *purpose != Purpose::Reaction);
    if let (Some(purpose), Some(secret)) = (purpose, cookie(&headers))
        && let Err(fault) = desk.blocking(move |node| restate(node, &secret, purpose)).await
    {
        tracing::error!(%fault, "a purpose was not kept");
        return Problem::of(&caller.texts, ErrorStatus::UNAVAILABLE)
            .staff_page(&caller.frame(&desk))
            .into_response();
    }
    Redirect::to("/").into_response()
}

/// A person without a session who opens a page is led to the door; a machine gets the problem.
async fn lead_to_the_door(State(desk): State<Desk>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let path = parts.uri.path().to_owned();
    let asked = parts
        .uri
        .query()
        .and_then(|query| query.split('&').find_map(|pair| pair.strip_prefix("lang=")))
        .map(ToOwned::to_owned);
    let texts = desk.looks().catalogue().texts(language(&parts));
    let mut response = next.run(Request::from_parts(parts, body)).await;
    let is_api = path.starts_with("/api") || path == "/openapi.json";
    if response.status() == StatusCode::UNAUTHORIZED && !is_api {
        response = Redirect::to("/sign-in").into_response();
    } else if response.status() == StatusCode::NOT_FOUND
        && response.headers().get(header::CONTENT_TYPE).is_none()
    {
        let problem = Problem::of(&texts, ErrorStatus::NOT_FOUND);
        response = if is_api {
            problem.into_response()
        } else {
            problem.staff_page(&outside(&texts)).into_response()
        };
    }
    // The language asked for in an address is kept for the session: staff pages link without it.
    if let Some(code) = asked.filter(|code| face::Language::of_code(code).is_some())
        && let Ok(value) = HeaderValue::from_str(&format!("lang={code}; Path=/; HttpOnly; SameSite=Strict"))
    {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}

/// Name, password and purpose, for the command line.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct ForToken {
    user: String,
    password: String,
    purpose: Purpose,
}

async fn token(
    State(desk): State<Desk>,
    axum::Json(asked): axum::Json<ForToken>,
) -> Result<axum::Json<serde_json::Value>, Problem> {
    let texts = desk.looks().catalogue().texts(face::Language::default());
    let made = desk
        .blocking(move |node| short_token(node, &asked.user, &asked.password, asked.purpose, Desk::now()))
        .await;
    match made {
        Ok(token) => Ok(axum::Json(serde_json::json!({ "token": token }))),
        Err(AccountFault::WrongPassword) => {
            let error = FieldError::new(&texts, "user", "sign-in-wrong", "sign-in-right");
            Err(Problem::of(&texts, ErrorStatus::SIGN_IN).with_kind("input").with_errors(vec![error]))
        }
        Err(fault) => {
            tracing::error!(%fault, "no token was made");
            Err(Problem::of(&texts, ErrorStatus::UNAVAILABLE))
        }
    }
}

/// All routes that no room has of its own: signing in, purpose, acts, lists, OpenAPI.
pub fn routes(desk: &Desk, rooms: Router<Desk>) -> Router {
    Router::new()
        .route("/sign-in", get(show).post(send))
        .route("/api/sign-in", axum::routing::post(token))
        .route("/sign-out", axum::routing::post(sign_out))
        .route("/purpose", get(show_purpose).post(set_purpose))
        .merge(acts::routes())
        .merge(act_form::routes())
        .merge(listing::routes())
        .merge(listing_page::routes())
        .merge(openapi::routes())
        .merge(face::assets::router())
        .merge(rooms)
        .layer(from_fn_with_state(desk.clone(), lead_to_the_door))
        .with_state(desk.clone())
}
