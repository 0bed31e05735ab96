//! Why a request about webhooks or changes is not done, as problem details (RFC 9457).

use axum::extract::rejection::{JsonRejection, QueryRejection};
use axum::response::{IntoResponse, Response};
use desk::Desk;
use face::{ErrorStatus, FieldError, Language, Problem};
use store::{DatabaseFault, DeedFault};

/// What was asked for and what stands in the way of it.
pub(crate) enum Refused {
    /// A field is wrong.
    Field(FieldError),
    /// There is none.
    NotFound,
    /// A fault of ours, which passes.
    Ours(String),
    /// The body or the address cannot be read.
    Unread(String),
}

impl From<DatabaseFault> for Refused {
    fn from(fault: DatabaseFault) -> Refused {
        Refused::Ours(fault.to_string())
    }
}

impl From<DeedFault> for Refused {
    fn from(fault: DeedFault) -> Refused {
        Refused::Ours(fault.to_string())
    }
}

impl From<JsonRejection> for Refused {
    fn from(rejection: JsonRejection) -> Refused {
        Refused::Unread(rejection.body_text())
    }
}

impl From<QueryRejection> for Refused {
    fn from(rejection: QueryRejection) -> Refused {
        Refused::Unread(rejection.body_text())
    }
}

pub(super) fn field(name: &str, wrong: impl Into<String>, right: &str) -> Refused {
    Refused::Field(FieldError { field: name.into(), wrong: wrong.into(), right: right.into() })
}

impl Refused {
    fn answer(self, desk: &Desk) -> Response {
        let problem = |status| Problem::of(&desk.looks().catalogue().texts(Language::English), status);
        match self {
            Refused::Field(error) => problem(ErrorStatus::REFUSED).with_errors(vec![error]).into_response(),
            Refused::NotFound => problem(ErrorStatus::NOT_FOUND).into_response(),
            Refused::Ours(fault) => {
                tracing::error!(fault, "a sender's system was not answered");
                problem(ErrorStatus::UNAVAILABLE).into_response()
            }
            Refused::Unread(wrong) => {
                let right = "what /v1/openapi.json describes";
                let error = FieldError { field: "request".into(), wrong, right: right.into() };
                problem(ErrorStatus::REFUSED).with_errors(vec![error]).into_response()
            }
        }
    }
}

/// Answers, or says why not.
pub(super) fn answered(desk: &Desk, answer: Result<Response, Refused>) -> Response {
    answer.unwrap_or_else(|refused| refused.answer(desk))
}
