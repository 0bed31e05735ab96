//! Signing in from the command line: name, password, code and purpose for a bearer session that ends with the working day.

use crate::answers::{problem_of_account, unread_secret};
use crate::caller::{bearer, language};
use crate::room::Desk;
use crate::routes::{Line, Routes};
use access::{AccountFault, Typed, browser_to_keep, check, end_replaced, may_come_without, open_bearer};
use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{FromRequest, Request, State};
use face::Problem;
use kernel::Purpose;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Name, password, code and purpose, for the command line.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ForToken {
    /// The name one signs in with.
    user: String,
    /// The password.
    password: String,
    /// The code of the second factor, or a recovery code; empty when there is none.
    #[serde(default)]
    code: String,
    /// Why one works here now; it is recorded with every look.
    purpose: Purpose,
    /// What was told as `known` the last time: wrong attempts of others do not count against it.
    #[serde(default)]
    known: String,
}

/// A bearer session, told once.
#[derive(Serialize, ToSchema)]
struct Token {
    /// Goes into the header `Authorization: Bearer`. It ends after 12 hours.
    token: String,
    /// To be sent along the next time. It lets nobody in.
    known: String,
}

/// Signs in with name, password, code and purpose, and tells a token for 12 hours. A session of one's own whose token is sent
/// along ends.
#[utoipa::path(
    post,
    path = "/api/sign-in",
    operation_id = "sign-in",
    tag = "desk",
    request_body = ForToken,
    responses(
        (status = 200, description = "The token", body = Token),
        (status = 400, description = "What was sent cannot be read."),
        (status = 401, description = "Name, password and code do not fit each other, or it waits after too many attempts."),
    ),
    security(())
)]
async fn sign_in(State(desk): State<Desk>, request: Request) -> Result<Json<Token>, Problem> {
    let (parts, body) = request.into_parts();
    let texts = desk.looks().catalogue().texts(language(&parts));
    let before = bearer(&parts.headers);
    let read = Json::<ForToken>::from_request(Request::from_parts(parts, body), &desk).await;
    let Json(asked) = read.map_err(|rejection: JsonRejection| {
        let right =
            "JSON: {\"user\": \"...\", \"password\": \"...\", \"code\": \"...\", \"purpose\": \"triage\"}";
        unread_secret(&texts, &rejection, right)
    })?;
    let provider = desk.provider();
    let made = desk.blocking(move |node| {
        let (now, ForToken { user, password, code, purpose, known }) = (Desk::now(), asked);
        let typed = Typed { user: &user, password: &password, code: &code, browser: &known };
        let account = check(node, &typed, now)?;
        may_come_without(node, provider.as_deref(), &account)?;
        before.map_or(Ok(()), |secret| end_replaced(node, account.id, &secret))?;
        let (token, known) = (open_bearer(node, account.id, purpose, now)?, browser_to_keep(node, &user)?);
        Ok::<_, AccountFault>(Token { token, known })
    });
    made.await.map(Json).map_err(|fault| problem_of_account(&texts, &fault))
}

/// What OpenAPI says of it.
#[derive(utoipa::OpenApi)]
#[openapi(paths(sign_in))]
pub(crate) struct Described;

/// `POST /api/sign-in`.
pub(crate) fn routes() -> Routes {
    Routes::new().post("/api/sign-in", Line::Open, sign_in)
}
