//! Signing in and out, and stating another purpose.

use crate::answers::problem_of_account;
use crate::caller::{Caller, cookie, language};
use crate::cookies::{KNOWN, LANGUAGE, SESSION, kept, made};
use crate::dressed::{dressed, is_for_programs};
use crate::listing_page::choices;
use crate::passkey::{self, PasskeyBox, Sent};
use crate::room::Desk;
use crate::routes::{Line, Routes};
use crate::{
    act_form, acts, again, begin, habits, listing, listing_page, login, many, many_page, news, openapi,
    password, provider, second_factor, sessions, tokens, views, ways,
};
use access::{
    AccountFault, Answered, browser_to_keep, check, close_session, may_come_without, open_session, restate,
    sign_in_by_passkey,
};
use askama::Template;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Redirect, Response};
use face::{Choice, ErrorStatus, FieldError, Form, Page, Problem, StaffFrame, Texts, Typed};
use kernel::codes::Listing;
use kernel::{CodeList, Purpose};

/// How long a browser is known, in seconds: 180 days.
const KNOWN_SECONDS: u32 = 180 * 24 * 60 * 60;

/// Tells a browser what to throw away.
const CLEAR: HeaderName = HeaderName::from_static("clear-site-data");

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignIn<'a> {
    t: &'a Texts,
    form: Form<'a>,
    purposes: Vec<Choice>,
    passkey: Option<PasskeyBox>,
    provider: Option<String>,
}

#[derive(Template)]
#[template(path = "purpose.html")]
struct PurposePage<'a> {
    t: &'a Texts,
    form: Form<'a>,
    purposes: Vec<Choice>,
}

/// The purposes that a person may state: not "none", not Tutela's own.
pub(crate) fn purposes(texts: &Texts) -> Vec<Choice> {
    let mut list = Listing::of::<Purpose>();
    let own = [Purpose::NotStated, Purpose::Reaction].map(CodeList::code);
    list.codes.retain(|one| !own.contains(&one.code));
    choices(texts, &list)
}

/// The frame around pages that nobody is signed in for.
pub(crate) fn outside(texts: &Texts) -> StaffFrame {
    StaffFrame {
        texts: texts.clone(),
        who: String::new(),
        nav: Vec::new(),
        purpose: None,
        purpose_href: "/purpose".into(),
        sign_out: "/sign-out".into(),
        here: "/sign-in".into(),
        reminder: None,
    }
}

async fn page(desk: &Desk, texts: &Texts, typed: &Typed, errors: &[FieldError]) -> Page {
    let (form, passkey) = (Form::again(texts, typed, errors), passkey::to_sign_in(desk, texts).await);
    let provider = desk.provider().map(|one| texts.with("provider-sign-in", "name", one.name()));
    let page = SignIn { t: texts, form, purposes: purposes(texts), passkey, provider };
    Page::staff(&outside(texts), &texts.t("sign-in-title"), &page)
}

/// The same page with what is wrong.
async fn wrong(desk: &Desk, texts: &Texts, typed: &Typed, error: FieldError) -> Response {
    let page = page(desk, texts, typed, &[error]).await;
    page.with_status(StatusCode::UNPROCESSABLE_ENTITY).into_response()
}

async fn show(State(desk): State<Desk>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let texts = desk.looks().catalogue().texts(language(&parts));
    page(&desk, &texts, &Typed::nothing(), &[]).await.into_response()
}

async fn send(State(desk): State<Desk>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let texts = desk.looks().catalogue().texts(language(&parts));
    let browser = kept(&parts.headers, KNOWN).unwrap_or_default();
    let before = cookie(&parts.headers);
    let request = Request::from_parts(parts, body);
    let typed = match <Typed as axum::extract::FromRequest<Desk>>::from_request(request, &desk).await {
        Ok(typed) => typed,
        Err(problem) => return problem.staff_page(&outside(&texts)).into_response(),
    };
    let Ok(purpose) = Purpose::from_code(typed.get("purpose")) else {
        let error = FieldError::new(&texts, "purpose", "sign-in-no-purpose", "sign-in-purpose-hint");
        return wrong(&desk, &texts, &typed, error).await;
    };
    let (user, password) = (typed.get("user").to_owned(), typed.exact("password").to_owned());
    let code = typed.get("code").to_owned();
    let (by_passkey, site, provider) = (passkey::sent(&typed), desk.site().cloned(), desk.provider());
    let opened = desk.blocking(move |node| {
        let now = Desk::now();
        let account = match (&by_passkey, &site) {
            (Some(Sent { ceremony, answer }), Some(site)) => {
                sign_in_by_passkey(node, &Answered { site, ceremony, answer }, now)?
            }
            _ => {
                let typed =
                    access::Typed { user: &user, password: &password, code: &code, browser: &browser };
                check(node, &typed, now)?
            }
        };
        may_come_without(node, provider.as_deref(), &account)?;
        before.map_or(Ok(()), |secret| close_session(node, &secret))?;
        Ok((open_session(node, account.id, purpose, now)?, browser_to_keep(node, &account.user)?))
    });
    match opened.await {
        Ok((secret, known)) => let_in(&desk, Redirect::to("/").into_response(), &secret, &known),
        Err(AccountFault::WrongPassword) => {
            let error = FieldError::new(&texts, "user", "sign-in-wrong", "sign-in-right");
            wrong(&desk, &texts, &typed, error).await
        }
        Err(AccountFault::Passkey) => {
            let error = FieldError::new(&texts, "user", "account-passkey-wrong", "account-passkey-right");
            wrong(&desk, &texts, &typed, error).await
        }
        Err(fault) => problem_of_account(&texts, &fault).staff_page(&outside(&texts)).into_response(),
    }
}

/// An answer that brings the session's new secret.
pub(crate) fn with_session(desk: &Desk, mut response: Response, secret: &str) -> Response {
    response.headers_mut().append(header::SET_COOKIE, made(desk, SESSION, secret, None));
    response
}

/// An answer that brings a session and what a browser keeps after it.
pub(crate) fn let_in(desk: &Desk, response: Response, secret: &str, known: &str) -> Response {
    let mut response = with_session(desk, response, secret);
    response.headers_mut().append(header::SET_COOKIE, made(desk, KNOWN, known, Some(KNOWN_SECONDS)));
    response
}

async fn sign_out(State(desk): State<Desk>, _caller: Caller, headers: HeaderMap) -> Response {
    if let Some(secret) = cookie(&headers)
        && let Err(fault) = desk.blocking(move |node| close_session(node, &secret)).await
    {
        tracing::error!(%fault, "a session was not closed");
    }
    let mut response = Redirect::to("/sign-in").into_response();
    response.headers_mut().insert(header::SET_COOKIE, made(&desk, SESSION, "", Some(0)));
    // Nothing is kept in a browser's storage; should a page ever have, it goes now. What a browser is known by stays.
    response.headers_mut().insert(CLEAR, HeaderValue::from_static("\"storage\""));
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

/// A person without a session who opens a page is led to the door; a program gets the problem.
async fn lead_to_the_door(State(desk): State<Desk>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let path = parts.uri.path().to_owned();
    let asked = parts
        .uri
        .query()
        .and_then(|query| query.split('&').find_map(|pair| pair.strip_prefix("lang=")))
        .map(ToOwned::to_owned);
    let mut response = next.run(Request::from_parts(parts, body)).await;
    if response.status() == StatusCode::UNAUTHORIZED && !is_for_programs(&path) {
        response = Redirect::to("/sign-in").into_response();
    }
    // The language asked for in an address is kept for the session: staff pages link without it.
    if let Some(code) = asked.filter(|code| crate::caller::of_staff(code).is_some()) {
        response.headers_mut().append(header::SET_COOKIE, made(&desk, LANGUAGE, &code, None));
    }
    response
}

/// All routes that no room has of its own: signing in, purpose, acts, lists, OpenAPI.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/sign-in", Line::Open, show)
        .post("/sign-in", Line::Open, send)
        .post("/sign-out", Line::Staff, sign_out)
        .get("/purpose", Line::Staff, show_purpose)
        .post("/purpose", Line::Staff, set_purpose)
        .and(login::routes())
        .and(again::routes())
        .and(begin::routes())
        .and(second_factor::routes())
        .and(sessions::routes())
        .and(ways::routes())
        .and(provider::routes())
        .and(password::routes())
        .and(tokens::routes())
        .and(views::routes())
        .and(habits::routes())
        .and(acts::routes())
        .and(act_form::routes())
        .and(many::routes())
        .and(many_page::routes())
        .and(listing::routes())
        .and(listing_page::routes())
        .and(news::routes())
        .and(crate::search::routes())
        .and(openapi::routes())
        .files("/assets/{file}", face::assets::router())
}

/// The staff door: the desk's own routes and those of the rooms.
pub fn door(desk: &Desk, rooms: Routes) -> Router {
    let routes = routes()
        .and(rooms)
        .into_router()
        .layer(from_fn_with_state(desk.clone(), lead_to_the_door))
        .with_state(desk.clone());
    dressed(desk, routes)
}
