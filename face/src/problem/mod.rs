//! Problem details (RFC 9457), as JSON for machines and as a page for people.

pub mod described;
mod dressed;
mod field_error;
mod page;
mod status;

use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;

pub use dressed::dressed;
pub use field_error::FieldError;
pub use status::{ErrorStatus, NotAnError};

use crate::{Texts, headers};

/// Why a request was not fulfilled. Says only what the asker may know; what the operator needs goes to the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    kind: Option<String>,
    title: String,
    status: ErrorStatus,
    detail: Option<String>,
    exact: Option<String>,
    instance: Option<String>,
    errors: Vec<FieldError>,
}

/// The members of RFC 9457 in its order, and `errors`.
#[derive(Serialize)]
struct Json<'a> {
    r#type: String,
    title: &'a str,
    status: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    instance: Option<&'a str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    errors: &'a [FieldError],
}

impl Problem {
    /// A problem with a title of its own, in the asker's language.
    #[must_use]
    pub fn new(status: ErrorStatus, title: impl Into<String>) -> Self {
        let (title, errors) = (title.into(), Vec::new());
        Self { kind: None, title, status, detail: None, exact: None, instance: None, errors }
    }

    /// The usual words for a status: title and what to do.
    #[must_use]
    pub fn of(t: &Texts, status: ErrorStatus) -> Self {
        let text = |part: &str| t.t(&format!("problem-{}-{part}", status.name()));
        Self::new(status, text("title")).with_detail(text("detail"))
    }

    /// A stable code of this kind of problem, such as a rule's name; `type` becomes `/problems/CODE`.
    #[must_use]
    pub fn with_kind(mut self, code: impl Into<String>) -> Self {
        self.kind = Some(code.into());
        self
    }

    /// What happened here and what can be done instead.
    #[must_use]
    pub fn with_detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// The detail for machines, in English, where a page says it in the reader's language.
    #[must_use]
    pub fn with_exact_detail(mut self, detail: impl Into<String>) -> Self {
        self.exact = Some(detail.into());
        self
    }

    /// A reference to this occurrence, by which support finds it in the log.
    #[must_use]
    pub fn with_instance(mut self, instance: impl Into<String>) -> Self {
        self.instance = Some(instance.into());
        self
    }

    /// The fields to mend.
    #[must_use]
    pub fn with_errors(mut self, errors: Vec<FieldError>) -> Self {
        self.errors = errors;
        self
    }

    /// The status.
    #[must_use]
    pub fn status(&self) -> ErrorStatus {
        self.status
    }

    /// The title, for a page of its own.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// What happened and what can be done instead, as pages say it.
    #[must_use]
    pub fn detail(&self) -> Option<&str> {
        self.detail.as_deref()
    }

    /// The fields to mend, for a form that is shown again.
    #[must_use]
    pub fn errors(&self) -> &[FieldError] {
        &self.errors
    }

    /// The JSON text of the problem.
    #[must_use]
    pub fn to_json(&self) -> String {
        let json = Json {
            r#type: self
                .kind
                .as_ref()
                .map_or_else(|| "about:blank".into(), |code| format!("/problems/{code}")),
            title: &self.title,
            status: self.status.code().as_u16(),
            detail: self.exact.as_deref().or(self.detail.as_deref()),
            instance: self.instance.as_deref(),
            errors: &self.errors,
        };
        serde_json::to_string(&json).expect("strings and numbers always serialise")
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = (self.status.code(), self.to_json()).into_response();
        // A page may be drawn of it later, in the reader's words.
        response.extensions_mut().insert(self);
        let into = response.headers_mut();
        into.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers::secure(into);
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn machines_get_the_exact_detail_and_pages_the_readers_words() {
        let problem =
            Problem::new(ErrorStatus::REFUSED, "Title").with_detail("Words").with_exact_detail("exactly so");
        assert_eq!(problem.detail(), Some("Words"));
        let json = problem.to_json();
        assert!(json.contains(r#""detail":"exactly so""#) && !json.contains("Words"), "{json}");
    }

    #[test]
    fn json_has_the_members_of_the_standard() {
        let error =
            FieldError { field: "born".into(), wrong: "Not a day.".into(), right: "Enter a day.".into() };
        let problem =
            Problem::new(ErrorStatus::REFUSED, "Not accepted").with_kind("bad-date").with_errors(vec![error]);
        assert_eq!(
            problem.to_json(),
            r#"{"type":"/problems/bad-date","title":"Not accepted","status":422,"errors":[{"field":"born","wrong":"Not a day.","right":"Enter a day."}]}"#
        );
        let response = problem.into_response();
        assert_eq!(response.status(), 422);
        assert_eq!(response.headers()["content-type"], "application/problem+json");
        assert_eq!(response.headers()["x-content-type-options"], "nosniff");
    }
}
