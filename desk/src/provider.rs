//! Signing in by the node's provider of identities: a browser goes there, and comes back with a code.
//!
//! Forms lead nowhere else, so a page leads there; and whoever comes back from another site has no session yet, so a page of
//! this site leads on to where the session is seen. Both pages lead by themselves, and by a link.

use crate::act_form::local;
use crate::answers::problem_of_account;
use crate::caller::{Caller, cookie, language};
use crate::cookies::{VISIT, kept, made};
use crate::room::Desk;
use crate::routes::{Line, Routes};
use crate::sign_in::{let_in, outside, with_session};
use access::{
    AccountFault, Back, READ_OWN, Returned, Why, begin_visit, browser_to_keep, close_session,
    end_other_sessions, end_visit, unbind,
};
use askama::Template;
use axum::extract::{FromRequest, Query, Request, State};
use axum::http::{HeaderValue, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use face::{ErrorStatus, FieldError, Page, Problem, Texts, Typed};
use kernel::{Ask, CodeList, Purpose};
use std::collections::BTreeMap;

/// How long a browser keeps what belongs to a visit, in seconds: as long as an answer is waited for.
const VISIT_SECONDS: u32 = 300;
/// Where it comes back to.
const DONE: &str = "/sign-in/provider/done";

#[derive(Template)]
#[template(path = "leading.html")]
struct Leading<'a> {
    t: &'a Texts,
    to: &'a str,
    button: String,
}

/// A page that leads on by itself, and by a link.
fn leading(t: &Texts, to: &str, button: String) -> Response {
    let page = Leading { t, to, button };
    let mut response = Page::staff(&outside(t), &t.t("leading-title"), &page).into_response();
    if let Ok(value) = HeaderValue::from_str(&format!("0; url={to}")) {
        response.headers_mut().insert(header::REFRESH, value);
    }
    response
}

async fn visited(desk: &Desk, texts: &Texts, why: Why, next: &str) -> Result<Response, AccountFault> {
    let provider = desk.provider().ok_or(AccountFault::ProviderSilent)?;
    let (button, next) = (texts.with("provider-go", "name", provider.name()), next.to_owned());
    let begun =
        desk.blocking(move |node| begin_visit(node, provider.as_ref(), why, &next, Desk::now())).await;
    let (address, sealed) = begun?;
    let mut response = leading(texts, &address, button);
    response.headers_mut().append(header::SET_COOKIE, made(desk, VISIT, &sealed, Some(VISIT_SECONDS)));
    Ok(response)
}

async fn to_sign_in(State(desk): State<Desk>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let texts = desk.looks().catalogue().texts(language(&parts));
    let read = <Typed as FromRequest<Desk>>::from_request(Request::from_parts(parts, body), &desk).await;
    let purpose = read.map(|typed| Purpose::from_code(typed.get("purpose")).ok());
    let purpose = match purpose {
        Ok(purpose) => purpose.filter(|one| ![Purpose::Reaction, Purpose::NotStated].contains(one)),
        Err(problem) => return problem.staff_page(&outside(&texts)).into_response(),
    };
    let Some(purpose) = purpose else {
        let error = FieldError::new(&texts, "purpose", "sign-in-no-purpose", "sign-in-purpose-hint");
        let problem = Problem::of(&texts, ErrorStatus::REFUSED).with_kind("input").with_errors(vec![error]);
        return problem.staff_page(&outside(&texts)).into_response();
    };
    match visited(&desk, &texts, Why::SignIn(purpose), "/").await {
        Ok(response) => response,
        Err(fault) => problem_of_account(&texts, &fault).staff_page(&outside(&texts)).into_response(),
    }
}

async fn to_prove(State(desk): State<Desk>, caller: Caller, typed: Typed) -> Response {
    let next = local(typed.get("next")).unwrap_or("/");
    match visited(&desk, &caller.texts, Why::Prove(caller.pass.number), next).await {
        Ok(response) => response,
        Err(fault) => {
            problem_of_account(&caller.texts, &fault).staff_page(&caller.frame(&desk)).into_response()
        }
    }
}

async fn to_bind(State(desk): State<Desk>, caller: Caller) -> Response {
    let problem = match caller.may(Ask::Read(&READ_OWN)).and_then(|()| caller.has_proved()) {
        Ok(()) => match visited(&desk, &caller.texts, Why::Bind(caller.actor.id), "/ways").await {
            Ok(response) => return response,
            Err(fault) => problem_of_account(&caller.texts, &fault),
        },
        Err(problem) => problem,
    };
    problem.staff_page(&caller.frame(&desk)).into_response()
}

async fn to_unbind(State(desk): State<Desk>, caller: Caller) -> Response {
    let (account, session) = (caller.actor.id, caller.pass.number);
    let unbound = move |node: &store::Node| {
        unbind(node, account)?;
        Ok::<_, AccountFault>(end_other_sessions(node, account, session)?)
    };
    let problem = match caller.may(Ask::Read(&READ_OWN)).and_then(|()| caller.has_proved()) {
        Ok(()) => match desk.blocking(unbound).await {
            Ok(()) => return Redirect::to("/ways").into_response(),
            Err(fault) => problem_of_account(&caller.texts, &fault),
        },
        Err(problem) => problem,
    };
    problem.staff_page(&caller.frame(&desk)).into_response()
}

/// Whoever comes back is led on within this site, where the browser shows what it kept.
async fn back(State(desk): State<Desk>, uri: Uri, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let texts = desk.looks().catalogue().texts(language(&parts));
    let query = uri.query().filter(|query| query.len() < 4_096).unwrap_or_default();
    leading(&texts, &format!("{DONE}?{query}"), texts.t("leading-on"))
}

async fn done(
    State(desk): State<Desk>,
    Query(query): Query<BTreeMap<String, String>>,
    request: Request,
) -> Response {
    let (parts, _) = request.into_parts();
    let texts = desk.looks().catalogue().texts(language(&parts));
    let visit = kept(&parts.headers, VISIT).unwrap_or_default();
    let session = cookie(&parts.headers).unwrap_or_default();
    let ended = match desk.provider() {
        Some(provider) => {
            desk.blocking(move |node| {
                let part = |name: &str| query.get(name).map_or("", String::as_str);
                let (state, code, issuer) = (part("state"), part("code"), part("iss"));
                let back = Back { kept: &visit, state, code, issuer, session: &session };
                let returned = end_visit(node, provider.as_ref(), &back, Desk::now())?;
                let known = match &returned {
                    Returned::SignedIn(_, account) => {
                        close_session(node, &session)?;
                        browser_to_keep(node, &account.user)?
                    }
                    _ => String::new(),
                };
                Ok((returned, known))
            })
            .await
        }
        None => Err(AccountFault::ProviderSilent),
    };
    let mut response = match ended {
        Ok((Returned::SignedIn(secret, _), known)) => {
            let_in(&desk, Redirect::to("/").into_response(), &secret, &known)
        }
        Ok((Returned::Proved { next, secret }, _)) => {
            with_session(&desk, Redirect::to(local(&next).unwrap_or("/")).into_response(), &secret)
        }
        Ok((Returned::Bound, _)) => Redirect::to("/ways").into_response(),
        Err(fault) => problem_of_account(&texts, &fault).staff_page(&outside(&texts)).into_response(),
    };
    response.headers_mut().append(header::SET_COOKIE, made(&desk, VISIT, "", Some(0)));
    response
}

/// `/sign-in/provider` and what belongs to it.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .post("/sign-in/provider", Line::Open, to_sign_in)
        .post("/sign-in/provider/again", Line::Read(&READ_OWN), to_prove)
        .get("/sign-in/provider/back", Line::Open, back)
        .get(DONE, Line::Open, done)
        .post("/ways/provider", Line::Read(&READ_OWN), to_bind)
        .post("/ways/provider/unbind", Line::Read(&READ_OWN), to_unbind)
}
