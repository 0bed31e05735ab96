//! Signing in from the command line: name, password and purpose for a token that ends with the working day.

use crate::accounts::{AccountFault, short_token};
use crate::caller::language;
use crate::room::Desk;
use axum::extract::rejection::JsonRejection;
use axum::extract::{FromRequest, Request, State};
use axum::{Json, Router};
use face::{ErrorStatus, FieldError, Problem};
use kernel::Purpose;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Name, password and purpose, for the command line.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ForToken {
    /// The name one signs in with.
    user: String,
    /// The password.
    password: String,
    /// Why one works here now; it is recorded with every look.
    purpose: Purpose,
}

/// A token, told once.
#[derive(Serialize, ToSchema)]
struct Token {
    /// Goes into the header `Authorization: Bearer`. It ends after 12 hours.
    token: String,
}

/// Signs in with name, password and purpose, and tells a token for 12 hours.
#[utoipa::path(
    post,
    path = "/api/sign-in",
    operation_id = "sign-in",
    tag = "desk",
    request_body = ForToken,
    responses(
        (status = 200, description = "The token", body = Token),
        (status = 400, description = "What was sent cannot be read."),
        (status = 401, description = "Name and password do not fit each other, or the account waits after too many attempts."),
    ),
    security(())
)]
async fn sign_in(State(desk): State<Desk>, request: Request) -> Result<Json<Token>, Problem> {
    let (parts, body) = request.into_parts();
    let texts = desk.looks().catalogue().texts(language(&parts));
    let read = Json::<ForToken>::from_request(Request::from_parts(parts, body), &desk).await;
    let Json(asked) = read.map_err(|rejection: JsonRejection| {
        let right = "JSON: {\"user\": \"...\", \"password\": \"...\", \"purpose\": \"triage\"}".to_owned();
        // The rejection's own words could repeat a password.
        let error = FieldError { field: "body".into(), wrong: "cannot be read".into(), right };
        let status = ErrorStatus::try_from(rejection.status()).unwrap_or(ErrorStatus::BAD_REQUEST);
        Problem::of(&texts, status).with_kind("input").with_errors(vec![error])
    })?;
    let made = desk
        .blocking(move |node| short_token(node, &asked.user, &asked.password, asked.purpose, Desk::now()))
        .await;
    match made {
        Ok(token) => Ok(Json(Token { token })),
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

/// What OpenAPI says of it.
#[derive(utoipa::OpenApi)]
#[openapi(paths(sign_in))]
pub(crate) struct Described;

/// `POST /api/sign-in`.
pub(crate) fn routes() -> Router<Desk> {
    Router::new().route("/api/sign-in", axum::routing::post(sign_in))
}
