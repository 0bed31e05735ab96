//! Why something is not answered: to those who speak as to other matchers in their form, to those who use the API of this house as a problem.

use super::audit::TooMuch;
use crate::ImportFault;
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use desk::Desk;
use face::{ErrorStatus, FieldError, Language, Problem};
use kernel::Refusal;
use serde::Serialize;
use store::{DatabaseFault, DeedFault};
use utoipa::ToSchema;

/// What is in the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Told {
    status: StatusCode,
    message: String,
    /// After how many seconds the same may be asked again.
    again: Option<i64>,
}

/// An error as callers of other matchers know it.
#[derive(Serialize, ToSchema)]
pub(crate) struct Message {
    /// What is wrong.
    pub(crate) message: String,
}

impl Told {
    /// With a status of its own.
    pub(crate) fn of(status: StatusCode, message: impl Into<String>) -> Told {
        Told { status, message: message.into(), again: None }
    }

    /// Something is wrong with what was asked.
    pub(crate) fn wrong(message: impl Into<String>) -> Told {
        Told::of(StatusCode::BAD_REQUEST, message)
    }

    /// It is not for the caller.
    pub(crate) fn forbidden(message: impl Into<String>) -> Told {
        Told::of(StatusCode::FORBIDDEN, message)
    }

    /// There is none.
    pub(crate) fn no_such(message: impl Into<String>) -> Told {
        Told::of(StatusCode::NOT_FOUND, message)
    }

    /// It is too large.
    pub(crate) fn too_large(message: impl Into<String>) -> Told {
        Told::of(StatusCode::PAYLOAD_TOO_LARGE, message)
    }

    /// It passes: the same again.
    pub(crate) fn later(message: impl Into<String>, seconds: i64) -> Told {
        Told { again: Some(seconds), ..Told::of(StatusCode::SERVICE_UNAVAILABLE, message) }
    }

    /// A fault of ours: what it is stands in the log.
    pub(crate) fn ours(fault: impl ToString) -> Told {
        tracing::error!(fault = fault.to_string(), "a look-up was not answered");
        Told::later("the node cannot answer now: send the same again", 5)
    }

    /// The same as a problem of this house.
    pub(crate) fn problem(self, desk: &Desk, field: &str) -> Response {
        let status = ErrorStatus::try_from(match self.status {
            StatusCode::BAD_REQUEST => StatusCode::UNPROCESSABLE_ENTITY,
            other => other,
        });
        let texts = desk.looks().catalogue().texts(Language::English);
        let error =
            FieldError { field: field.into(), wrong: self.message, right: "see /v1/openapi.json".into() };
        let problem = Problem::of(&texts, status.unwrap_or(ErrorStatus::INTERNAL)).with_errors(vec![error]);
        with_heads(problem.into_response(), self.status, self.again)
    }
}

fn with_heads(mut answer: Response, status: StatusCode, again: Option<i64>) -> Response {
    if status == StatusCode::UNAUTHORIZED {
        let basic = HeaderValue::from_static("Basic realm=\"machine\"");
        answer.headers_mut().insert(header::WWW_AUTHENTICATE, basic);
    }
    if let Some(after) = again.and_then(|seconds| HeaderValue::from_str(&seconds.to_string()).ok()) {
        answer.headers_mut().insert(header::RETRY_AFTER, after);
    }
    answer
}

impl IntoResponse for Told {
    fn into_response(self) -> Response {
        let body = Json(Message { message: self.message });
        with_heads((self.status, body).into_response(), self.status, self.again)
    }
}

impl From<TooMuch> for Told {
    fn from(over: TooMuch) -> Told {
        Told { again: Some(over.seconds), ..Told::of(StatusCode::TOO_MANY_REQUESTS, over.to_string()) }
    }
}

impl From<QueryRejection> for Told {
    fn from(rejection: QueryRejection) -> Told {
        Told::wrong(rejection.body_text())
    }
}

impl From<DatabaseFault> for Told {
    fn from(fault: DatabaseFault) -> Told {
        Told::ours(fault)
    }
}

impl From<DeedFault> for Told {
    fn from(fault: DeedFault) -> Told {
        Told::ours(fault)
    }
}

/// A rule's refusal in one line: which rule, of which paragraph, why, and what may be done.
pub(crate) fn refused(refusal: &Refusal) -> Told {
    Told::forbidden(refusal.to_string())
}

impl From<ImportFault> for Told {
    fn from(fault: ImportFault) -> Told {
        match fault {
            ImportFault::Lines { .. } | ImportFault::Empty | ImportFault::Input(_) => {
                Told::wrong("the hashes cannot be listed")
            }
            ImportFault::NoSuchList(_) => Told::no_such("no such bank"),
            ImportFault::Forbidden(forbidden) => Told::forbidden(forbidden.to_string()),
            ImportFault::Refused(refusal) => refused(&refusal),
            ImportFault::Invalid(problem) => Told::wrong(problem.to_string()),
            ImportFault::Deed(fault) => Told::ours(fault),
            ImportFault::Database(fault) => Told::ours(fault),
        }
    }
}

/// Nobody is known by what came along.
pub(crate) fn nobody() -> Told {
    let message =
        "a key that is opened for matching is wanted: Authorization: Bearer NAME.SECRET, or HTTP Basic";
    Told::of(StatusCode::UNAUTHORIZED, message)
}
