//! The public door: pages without cookies, scripts or memory. What was typed rides in the form, never in an address.
//!
//! `/` are you safe now -> `/who` who tells -> `/tell` the one text that is needed -> `/report` filed, then the receipt.
//! `/thread` opens replies by receipt. `/api/...` is the same for machines.

mod api;
mod ask;
mod intake;
mod pages;
mod thread;

pub use ask::{Asking, Door};

use crate::limits::{MAX_PICTURE_BYTES, MAX_PICTURES};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

/// The largest body of a report: its pictures, its text and what is around them.
const MOST_BODY: u64 = MAX_PICTURES as u64 * MAX_PICTURE_BYTES + 256 * 1024;

/// The door's routes. The caller lays `Extension(face::Looks)` over them.
pub fn routes(door: Door) -> Router {
    Router::new()
        .route("/", get(pages::safe))
        .route("/who", get(pages::to_the_start).post(pages::who))
        .route("/tell", get(pages::to_the_start).post(pages::tell))
        .route("/report", get(pages::to_the_start).post(intake::report))
        .route("/kept", get(pages::kept))
        .route("/not-kept", get(pages::not_kept))
        .route("/thread", get(thread::ask).post(thread::open))
        .route("/thread/message", get(pages::to_the_start).post(thread::further))
        .route("/api/reports", post(api::report))
        .route("/api/thread", post(api::thread))
        .route("/api/thread/messages", post(api::further))
        .route("/openapi.json", get(api::openapi))
        .fallback(pages::nothing_here)
        .layer(DefaultBodyLimit::max(usize::try_from(MOST_BODY).unwrap_or(usize::MAX)))
        .with_state(door)
}
