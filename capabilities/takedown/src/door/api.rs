//! A host's own notices as JSON, by the token of its link.

use super::does::{Refused, Said, own as own_notice, say, whose};
use super::seen::{Figures, Notice, notices as all_notices, with_addresses};
use crate::codes::NoticeState;
use axum::Json;
use axum::extract::rejection::{JsonRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::header::{AUTHORIZATION, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use desk::Desk;
use face::{ErrorStatus, FieldError, Language, Problem};
use kernel::{CodeList as _, Id};
use serde::{Deserialize, Serialize};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi, ToSchema};

/// How many notices an answer has.
const PER_PAGE: usize = 100;

/// Your own figures. There are none of another host.
#[derive(Serialize, ToSchema)]
pub(super) struct Own {
    /// Your host.
    host: String,
    /// Addresses of which a notice is open.
    open: i64,
    /// Addresses that are gone.
    removed: i64,
    /// Notices that were a mistake.
    corrected: i64,
    /// Of what is gone, the median of hours from notice until then; null while nothing is.
    median_hours: Option<i64>,
    /// Until when this token opens your page, in milliseconds since 1970; a notice makes it last longer.
    until: i64,
}

/// A notice that you got.
#[derive(Serialize, ToSchema)]
pub(super) struct Listed {
    /// Its number here, of which a message to your system tells, too.
    notice: Id,
    /// The address that it names; null where it was erased.
    address: Option<String>,
    /// `open`, `claimed` (you said that it is gone), `removed`, `moved`, `corrected` (the notice was a mistake), `elsewhere` (not at you).
    state: &'static str,
    /// When you first got notice, in milliseconds since 1970.
    noticed_at: i64,
    /// When it was found gone; null before.
    removed_at: Option<i64>,
    /// Hours from one to the other, begun ones counted whole.
    hours: Option<i64>,
    /// What became of your appeal: `waits`, `stands`, `mistake`; null where none was lodged.
    appeal: Option<&'static str>,
    /// What became of your word that it is not at you: `waits`, `stands`, `not-theirs`; null where you did not say so.
    not_ours: Option<&'static str>,
}

fn listed((notice, address): (Notice, Option<String>)) -> Listed {
    Listed {
        notice: notice.notice,
        address,
        state: notice.state.code(),
        noticed_at: notice.noticed_at.0,
        removed_at: notice.removed_at.map(|at| at.0),
        hours: notice.hours(),
        appeal: notice.appeal.map(|answer| answer.code()),
        not_ours: notice.not_ours.map(|answer| answer.code()),
    }
}

/// Notices that you got.
#[derive(Serialize, ToSchema)]
pub(super) struct Notices {
    /// The notices, the newest first.
    notices: Vec<Listed>,
    /// How many there are in that state, or in all.
    count: usize,
    /// Whether the next page has more.
    more: bool,
}

/// Which part is asked for.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Part {
    /// Which page, from 1; a page has 100.
    #[param(minimum = 1, maximum = 1000)]
    page: Option<usize>,
    /// Notices of one state alone.
    state: Option<String>,
}

impl Part {
    fn read(&self) -> Result<(usize, Option<NoticeState>), Refused> {
        let wrong = |name, right| Refused::Invalid(kernel::Problem::new(name, "is none", right));
        let page = self.page.unwrap_or(1);
        if !(1..=1_000).contains(&page) {
            return Err(wrong("page", "1 to 1,000"));
        }
        let state = self.state.as_ref().map(|code| NoticeState::from_code(code)).transpose();
        Ok((page, state.map_err(|_| wrong("state", "open, claimed, removed, moved, corrected, elsewhere"))?))
    }
}

/// Why a notice is a mistake.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Appeal {
    /// Your words, at most 5,000 characters.
    words: String,
}

impl Refused {
    fn answer(self, desk: &Desk) -> Response {
        let problem = |status| Problem::of(&desk.looks().catalogue().texts(Language::English), status);
        let (status, header) = match &self {
            Refused::Nobody => (ErrorStatus::SIGN_IN, Some((WWW_AUTHENTICATE, "Bearer".to_owned()))),
            Refused::TooMany(seconds) => (ErrorStatus::TOO_MANY, Some((RETRY_AFTER, seconds.to_string()))),
            Refused::NotFound => (ErrorStatus::NOT_FOUND, None),
            Refused::Invalid(_) => (ErrorStatus::REFUSED, None),
            Refused::Ours(fault) => {
                tracing::error!(fault, "a host's system was not answered");
                (ErrorStatus::UNAVAILABLE, None)
            }
        };
        let mut told = problem(status);
        if let Refused::Invalid(wrong) = self {
            let (field, wrong, right) =
                (wrong.field.to_owned(), wrong.wrong.to_string(), wrong.right.to_string());
            told = told.with_errors(vec![FieldError { field, wrong, right }]);
        }
        let mut answer = told.into_response();
        if let Some((name, value)) = header
            && let Ok(value) = HeaderValue::from_str(&value)
        {
            answer.headers_mut().insert(name, value);
        }
        answer
    }
}

fn answered(desk: &Desk, answer: Result<Response, Refused>) -> Response {
    answer.unwrap_or_else(|refused| refused.answer(desk))
}

fn token_in(headers: &HeaderMap) -> Result<String, Refused> {
    let value = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()).ok_or(Refused::Nobody)?;
    let (scheme, token) = value.split_once(' ').ok_or(Refused::Nobody)?;
    if scheme.eq_ignore_ascii_case("bearer") { Ok(token.trim().to_owned()) } else { Err(Refused::Nobody) }
}

/// Ask after your own figures.
#[utoipa::path(
    get,
    path = "/v1/host",
    operation_id = "host",
    tag = "host",
    responses(
        (status = 200, description = "Your own figures", body = Own),
        (status = 401, description = "No token, or none that is open", content_type = "application/problem+json"),
        (status = 429, description = "Too many: again after `Retry-After` seconds", content_type = "application/problem+json"),
    ),
    security(("host" = []))
)]
pub(super) async fn own(State(desk): State<Desk>, headers: HeaderMap) -> Response {
    let answer = async {
        let opened = whose(&desk, token_in(&headers)?).await?;
        let (host, until) = (opened.host.host_name.clone(), opened.link.link_until.0);
        let all = desk.blocking(move |node| all_notices(node, &opened.host)).await?;
        let Figures { open, removed, corrected, median_hours } = Figures::of(&all);
        Ok(Json(Own { host, open, removed, corrected, median_hours, until }).into_response())
    };
    answered(&desk, answer.await)
}

/// List the notices that you got, the newest first. That you looked at them is recorded.
#[utoipa::path(
    get,
    path = "/v1/host/notices",
    operation_id = "host-notices",
    tag = "host",
    params(Part),
    responses(
        (status = 200, description = "The notices", body = Notices),
        (status = 401, description = "No token, or none that is open", content_type = "application/problem+json"),
        (status = 422, description = "A field is wrong", content_type = "application/problem+json"),
        (status = 429, description = "Too many: again after `Retry-After` seconds", content_type = "application/problem+json"),
    ),
    security(("host" = []))
)]
pub(super) async fn notices(
    State(desk): State<Desk>,
    headers: HeaderMap,
    asked: Result<Query<Part>, QueryRejection>,
) -> Response {
    let answer = async {
        let opened = whose(&desk, token_in(&headers)?).await?;
        let unread = |fault: QueryRejection| {
            tracing::debug!(fault = fault.body_text(), "a host's question was not read");
            Refused::Invalid(kernel::Problem::new(
                "query",
                "cannot be read",
                "what /v1/openapi.json describes",
            ))
        };
        let (page, state) = asked.map_err(unread)?.0.read()?;
        let found = desk.blocking(move |node| -> Result<_, Refused> {
            let mut all = all_notices(node, &opened.host)?;
            all.retain(|notice| state.is_none_or(|state| notice.state == state));
            let count = all.len();
            let part = all.into_iter().skip((page - 1) * PER_PAGE).take(PER_PAGE).collect();
            Ok((count, with_addresses(node, &opened, part)?))
        });
        let (count, rows) = found.await?;
        let more = count > page * PER_PAGE;
        Ok(Json(Notices { notices: rows.into_iter().map(listed).collect(), count, more }).into_response())
    };
    answered(&desk, answer.await)
}

/// Ask after one notice. That you looked at it is recorded.
#[utoipa::path(
    get,
    path = "/v1/host/notices/{notice}",
    operation_id = "host-notice",
    tag = "host",
    params(("notice" = Id, Path, description = "The notice")),
    responses(
        (status = 200, description = "The notice", body = Listed),
        (status = 401, description = "No token, or none that is open", content_type = "application/problem+json"),
        (status = 404, description = "You got none of that number", content_type = "application/problem+json"),
        (status = 429, description = "Too many: again after `Retry-After` seconds", content_type = "application/problem+json"),
    ),
    security(("host" = []))
)]
pub(super) async fn notice(
    State(desk): State<Desk>,
    headers: HeaderMap,
    Path(notice): Path<String>,
) -> Response {
    let answer = async {
        let opened = whose(&desk, token_in(&headers)?).await?;
        let found = desk.blocking(move |node| -> Result<_, Refused> {
            let one = own_notice(node, &opened, &notice)?;
            with_addresses(node, &opened, vec![one])?.pop().ok_or(Refused::NotFound)
        });
        Ok(Json(listed(found.await?)).into_response())
    };
    answered(&desk, answer.await)
}

async fn said(desk: &Desk, headers: &HeaderMap, notice: String, said: Result<Said, Refused>) -> Response {
    let answer = async {
        let opened = whose(desk, token_in(headers)?).await?;
        let said = said?;
        desk.blocking(move |node| say(node, &opened, &notice, &said)).await?;
        Ok(axum::http::StatusCode::NO_CONTENT.into_response())
    };
    answered(desk, answer.await)
}

/// Say that a page is gone. Its status is looked at at once.
#[utoipa::path(
    post,
    path = "/v1/host/notices/{notice}/removed",
    operation_id = "host-removed",
    tag = "host",
    params(("notice" = Id, Path, description = "The notice")),
    responses(
        (status = 204, description = "It is entered, durably"),
        (status = 401, description = "No token, or none that is open", content_type = "application/problem+json"),
        (status = 404, description = "You got none of that number", content_type = "application/problem+json"),
        (status = 422, description = "It is not open", content_type = "application/problem+json"),
        (status = 429, description = "Too many: again after `Retry-After` seconds", content_type = "application/problem+json"),
    ),
    security(("host" = []))
)]
pub(super) async fn removed(
    State(desk): State<Desk>,
    headers: HeaderMap,
    Path(notice): Path<String>,
) -> Response {
    said(&desk, &headers, notice, Ok(Said::Removed)).await
}

/// Say that a notice is a mistake. Somebody who had no part in it decides.
#[utoipa::path(
    post,
    path = "/v1/host/notices/{notice}/appeal",
    operation_id = "host-appeal",
    tag = "host",
    params(("notice" = Id, Path, description = "The notice")),
    request_body = Appeal,
    responses(
        (status = 204, description = "It is entered, durably"),
        (status = 401, description = "No token, or none that is open", content_type = "application/problem+json"),
        (status = 404, description = "You got none of that number", content_type = "application/problem+json"),
        (status = 422, description = "The words are wrong, or an appeal waits", content_type = "application/problem+json"),
        (status = 429, description = "Too many: again after `Retry-After` seconds", content_type = "application/problem+json"),
    ),
    security(("host" = []))
)]
pub(super) async fn appeal(
    State(desk): State<Desk>,
    headers: HeaderMap,
    Path(notice): Path<String>,
    body: Result<Json<Appeal>, JsonRejection>,
) -> Response {
    let unread = |_| Refused::Invalid(kernel::Problem::new("body", "cannot be read", "{\"words\": \"...\"}"));
    let words = body.map(|Json(Appeal { words })| Said::Appeal(words)).map_err(unread);
    said(&desk, &headers, notice, words).await
}

/// Say that an address is not at you. Somebody at the desk decides, and the right host gets the notice.
#[utoipa::path(
    post,
    path = "/v1/host/notices/{notice}/not-ours",
    operation_id = "host-not-ours",
    tag = "host",
    params(("notice" = Id, Path, description = "The notice")),
    responses(
        (status = 204, description = "It is entered, durably"),
        (status = 401, description = "No token, or none that is open", content_type = "application/problem+json"),
        (status = 404, description = "You got none of that number", content_type = "application/problem+json"),
        (status = 422, description = "It is not open, or you said so before", content_type = "application/problem+json"),
        (status = 429, description = "Too many: again after `Retry-After` seconds", content_type = "application/problem+json"),
    ),
    security(("host" = []))
)]
pub(super) async fn not_ours(
    State(desk): State<Desk>,
    headers: HeaderMap,
    Path(notice): Path<String>,
) -> Response {
    said(&desk, &headers, notice, Ok(Said::NotOurs)).await
}

#[derive(OpenApi)]
#[openapi(
    paths(own, notices, notice, removed, appeal, not_ours),
    components(schemas(Own, Notices, Listed, Appeal)),
    modifiers(&ByLink)
)]
pub(super) struct Described;

struct ByLink;

impl Modify for ByLink {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
        let components = openapi.components.get_or_insert_default();
        components.add_security_scheme("host", SecurityScheme::Http(scheme));
    }
}
