//! What every answer tells the browser: load nothing from elsewhere, run nothing inline, tell nobody, keep nothing.

use axum::{
    http::{Extensions, HeaderMap, HeaderName, HeaderValue, StatusCode, Version, header},
    response::Response,
};

/// Only this site's style, images and script; forms go only here; nobody may frame a page.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; \
     form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// What one page may do beside what every page may.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Leave {
    /// Nothing.
    #[default]
    Nothing,
    /// Ask for the microphone, and play what the page itself has recorded.
    Record,
    /// Play sound of this site.
    Play,
}

impl Leave {
    /// Sets the headers that give leave; [`secure`] adds the rest.
    pub fn give(self, headers: &mut HeaderMap) {
        let (policy, permissions) = match self {
            Leave::Nothing => return,
            Leave::Record => (RECORDING, RECORDING_PERMISSIONS),
            Leave::Play => (PLAYING, PERMISSIONS),
        };
        headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
        headers.insert(PERMISSIONS_POLICY, HeaderValue::from_static(permissions));
    }
}

/// [`CONTENT_SECURITY_POLICY`], and sound that a page holds in its own memory.
const RECORDING: &str = "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; \
     form-action 'self'; frame-ancestors 'none'; base-uri 'none'; media-src blob:";
/// [`CONTENT_SECURITY_POLICY`], and sound of this site.
const PLAYING: &str = "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; \
     form-action 'self'; frame-ancestors 'none'; base-uri 'none'; media-src 'self'";
const RECORDING_PERMISSIONS: &str = "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(self), payment=(), usb=()";
const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");

const PERMISSIONS: &str = "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()";

/// By TLS alone for a year, on all names below this one too. A browser that came without TLS does not listen to it.
pub const TRANSPORT: &str = "max-age=31536000; includeSubDomains";

const HEADERS: [(HeaderName, &str); 8] = [
    (header::STRICT_TRANSPORT_SECURITY, TRANSPORT),
    (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (PERMISSIONS_POLICY, PERMISSIONS),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (header::CACHE_CONTROL, "no-store"),
];

/// Says to whatever stands between that an answer comes in pieces, each of which is to go on at once.
pub const UNBUFFERED: HeaderName = HeaderName::from_static("x-accel-buffering");

/// Whether an answer may be compressed: what comes in pieces would be held back for it.
#[must_use]
pub fn may_be_compressed(_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    !headers.contains_key(UNBUFFERED)
}

/// When to try again, in seconds.
const SOON: HeaderValue = HeaderValue::from_static("1");

/// Sets the headers that an answer does not have yet: an asset keeps its own cache rule.
pub fn secure(headers: &mut HeaderMap) {
    for (name, value) in HEADERS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
}

/// The same for whole routers, redirects and bare status codes included:
/// `router.layer(axum::middleware::map_response(face::headers::secured))`.
///
/// Who is told that something does not work now is told, too, when to try again.
pub async fn secured(mut response: Response) -> Response {
    if response.status() == StatusCode::SERVICE_UNAVAILABLE {
        response.headers_mut().entry(header::RETRY_AFTER).or_insert(SOON);
    }
    secure(response.headers_mut());
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn who_must_wait_is_told_how_long() {
        let told = |status: StatusCode| async move {
            let mut response = Response::new(axum::body::Body::empty());
            *response.status_mut() = status;
            secured(response).await.headers().get(header::RETRY_AFTER).cloned()
        };
        assert_eq!(told(StatusCode::SERVICE_UNAVAILABLE).await, Some(SOON));
        assert_eq!(told(StatusCode::OK).await, None);
    }

    #[test]
    fn leave_adds_one_source_of_sound_and_takes_nothing_back() {
        for (leave, source) in [(Leave::Record, "; media-src blob:"), (Leave::Play, "; media-src 'self'")] {
            let mut headers = HeaderMap::new();
            leave.give(&mut headers);
            secure(&mut headers);
            let policy = headers["content-security-policy"].to_str().unwrap();
            assert_eq!(policy.strip_prefix(CONTENT_SECURITY_POLICY), Some(source));
            let microphone = if leave == Leave::Record { "microphone=(self)" } else { "microphone=()" };
            let permissions = headers["permissions-policy"].to_str().unwrap();
            assert_eq!(permissions.replace(microphone, "microphone=()"), PERMISSIONS);
        }
        let mut headers = HeaderMap::new();
        Leave::Nothing.give(&mut headers);
        assert!(headers.is_empty());
    }

    #[test]
    fn what_is_set_stays_and_the_rest_is_added() {
        let mut headers = HeaderMap::new();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public"));
        secure(&mut headers);
        assert_eq!(headers["cache-control"], "public");
        assert_eq!(headers["x-content-type-options"], "nosniff");
        assert_eq!(headers["strict-transport-security"], "max-age=31536000; includeSubDomains");
        assert_eq!(headers.len(), HEADERS.len());
    }
}
