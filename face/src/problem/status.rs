//! The statuses that a problem can have.

use axum::http::StatusCode;

/// A status from 400 to 599: a problem cannot be built with any other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ErrorStatus(StatusCode);

impl ErrorStatus {
    /// 400: not what this address takes.
    pub const BAD_REQUEST: Self = Self(StatusCode::BAD_REQUEST);
    /// 401: nobody is signed in.
    pub const SIGN_IN: Self = Self(StatusCode::UNAUTHORIZED);
    /// 403: this role or purpose may not.
    pub const FORBIDDEN: Self = Self(StatusCode::FORBIDDEN);
    /// 404: nothing is here, or nothing that this person may know of.
    pub const NOT_FOUND: Self = Self(StatusCode::NOT_FOUND);
    /// 405: the address takes another method.
    pub const METHOD: Self = Self(StatusCode::METHOD_NOT_ALLOWED);
    /// 409: somebody was faster.
    pub const CONFLICT: Self = Self(StatusCode::CONFLICT);
    /// 413: too many bytes.
    pub const TOO_LARGE: Self = Self(StatusCode::PAYLOAD_TOO_LARGE);
    /// 415: another media type than this address takes.
    pub const MEDIA_TYPE: Self = Self(StatusCode::UNSUPPORTED_MEDIA_TYPE);
    /// 422: understood and not accepted: fields to mend, or a rule that refuses.
    pub const REFUSED: Self = Self(StatusCode::UNPROCESSABLE_ENTITY);
    /// 429: too many attempts.
    pub const TOO_MANY: Self = Self(StatusCode::TOO_MANY_REQUESTS);
    /// 500: a fault of ours.
    pub const INTERNAL: Self = Self(StatusCode::INTERNAL_SERVER_ERROR);
    /// 503: not now.
    pub const UNAVAILABLE: Self = Self(StatusCode::SERVICE_UNAVAILABLE);

    /// The status as HTTP has it.
    #[must_use]
    pub fn code(self) -> StatusCode {
        self.0
    }

    /// The middle of the keys of face's own texts: `problem-NAME-title` and `problem-NAME-detail`.
    pub(super) fn name(self) -> &'static str {
        match self.0.as_u16() {
            401 => "sign-in",
            403 => "forbidden",
            404 | 410 => "not-found",
            405 => "method",
            409 | 412 => "conflict",
            413 => "too-large",
            422 => "refused",
            429 => "too-many",
            503 => "unavailable",
            500.. => "internal",
            _ => "bad-request",
        }
    }
}

/// A status below 400 says that nothing went wrong.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("{0} is not an error status")]
pub struct NotAnError(pub StatusCode);

impl TryFrom<StatusCode> for ErrorStatus {
    type Error = NotAnError;

    fn try_from(code: StatusCode) -> Result<Self, NotAnError> {
        if code.is_client_error() || code.is_server_error() { Ok(Self(code)) } else { Err(NotAnError(code)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Catalogue, Language};

    #[test]
    fn exactly_the_error_statuses_are_taken() {
        for code in (100..1000).map(|number| StatusCode::from_u16(number).unwrap()) {
            let taken = ErrorStatus::try_from(code);
            assert_eq!(taken.is_ok(), (400..600).contains(&code.as_u16()), "{code}");
        }
    }

    #[test]
    fn every_error_status_has_words() {
        let texts = Catalogue::new(&[]).unwrap().texts(Language::English);
        for number in 400..600 {
            let status = ErrorStatus::try_from(StatusCode::from_u16(number).unwrap()).unwrap();
            assert!(texts.has(&format!("problem-{}-title", status.name())), "{number}");
            assert!(texts.has(&format!("problem-{}-detail", status.name())), "{number}");
        }
    }
}
