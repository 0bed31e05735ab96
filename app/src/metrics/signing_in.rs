//! Counts sign-ins that were refused, whoever it was: a number, and no name.

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// How many there were since the start.
#[derive(Clone, Debug, Default)]
pub(crate) struct FailedSignIns(Arc<AtomicU64>);

impl FailedSignIns {
    pub(super) fn count(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// Every step of signing in, in the pages and for programs.
fn is_sign_in(method: &Method, path: &str) -> bool {
    let under =
        |door: &str| path.strip_prefix(door).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    (method == Method::POST && (under("/sign-in") || under("/api/sign-in")))
        || path == "/sign-in/provider/done"
}

/// What a door answers when the proof of who comes does not hold; not what it answers to a form of another shape.
fn is_refused(status: StatusCode) -> bool {
    matches!(
        status,
        StatusCode::UNAUTHORIZED
            | StatusCode::FORBIDDEN
            | StatusCode::UNPROCESSABLE_ENTITY
            | StatusCode::TOO_MANY_REQUESTS
    )
}

async fn count(State(failed): State<FailedSignIns>, request: Request, next: Next) -> Response {
    let signs_in = is_sign_in(request.method(), request.uri().path());
    let response = next.run(request).await;
    if signs_in && is_refused(response.status()) {
        failed.0.fetch_add(1, Ordering::Relaxed);
    }
    response
}

/// Counts the refused sign-ins of a door.
pub(crate) fn counted(door: Router, failed: &FailedSignIns) -> Router {
    door.layer(from_fn_with_state(failed.clone(), count))
}
