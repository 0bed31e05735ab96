//! A host's own page at the machine door, and the same as JSON for its system: by the link that its notices bring, without scripts.
//!
//! A host sees the notices that it got and its own figures: nothing of another host, of who reported, who graded, whom it is about.

mod api;
mod csv;
mod does;
mod pace;
mod page;
mod seen;
#[cfg(test)]
mod tests;
mod token;

pub use token::host_link;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use desk::Desk;
use utoipa::OpenApi as _;

/// The largest request body: the words of an appeal.
const MOST_BODY: usize = 64 * 1024;

/// What the machine door answers to hosts.
pub fn machine_routes(desk: Desk) -> Router {
    let pages = Router::new()
        .route("/host/{token}", get(page::list))
        .route("/host/{token}/notices.csv", get(csv::file))
        .route("/host/{token}/notices/{notice}", get(page::one))
        .route("/host/{token}/notices/{notice}/removed", post(page::removed))
        .route("/host/{token}/notices/{notice}/appeal", post(page::appeal))
        .route("/host/{token}/notices/{notice}/not-ours", post(page::not_ours))
        .layer(axum::middleware::map_response(face::headers::secured));
    let api = Router::new()
        .route("/v1/host", get(api::own))
        .route("/v1/host/notices", get(api::notices))
        .route("/v1/host/notices/{notice}", get(api::notice))
        .route("/v1/host/notices/{notice}/removed", post(api::removed))
        .route("/v1/host/notices/{notice}/appeal", post(api::appeal))
        .route("/v1/host/notices/{notice}/not-ours", post(api::not_ours));
    pages.merge(api).layer(DefaultBodyLimit::max(MOST_BODY)).with_state(desk)
}

/// What is described of it.
#[must_use]
pub fn machine_described() -> utoipa::openapi::OpenApi {
    api::Described::openapi()
}
