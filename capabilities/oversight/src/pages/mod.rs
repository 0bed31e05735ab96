//! The overseer's room: what is new, and one entry explained.

mod code_lists;
mod entry;
mod finding;
mod overview;
mod proof;
pub(crate) mod reading;
mod roles;
mod terms;

pub use code_lists::{Code, CodeListSeen};
pub use entry::{EntrySeen, entry_seen};
pub use overview::room_seen;
pub use proof::EntryProof;
pub use roles::{Line, lines};
pub use terms::{TermSeen, terms_seen};

use axum::Router;
use axum::routing::get;
use desk::Desk;

/// What OpenAPI says of these routes.
#[derive(utoipa::OpenApi)]
#[openapi(paths(
    overview::show_json,
    entry::show_json,
    proof::give,
    finding::show_json,
    roles::show_json,
    terms::show_json,
    code_lists::all_json,
    code_lists::one_json
))]
pub(crate) struct Described;

pub(crate) fn routes() -> Router<Desk> {
    Router::new()
        .route("/overseer", get(overview::show))
        .route("/api/overseer", get(overview::show_json))
        .route("/roles", get(roles::show))
        .route("/api/roles", get(roles::show_json))
        .route("/terms", get(terms::show))
        .route("/api/terms", get(terms::show_json))
        .route("/code-lists", get(code_lists::show_all))
        .route("/code-lists/{name}", get(code_lists::show_one))
        .route("/api/code-lists", get(code_lists::all_json))
        .route("/api/code-lists/{name}", get(code_lists::one_json))
        .route("/overseer/findings/{finding}", get(finding::show))
        .route("/api/overseer/findings/{finding}", get(finding::show_json))
        .route("/overseer/entries/{entry}", get(entry::show))
        .route("/api/overseer/entries/{entry}", get(entry::show_json))
        .route("/api/overseer/entries/{entry}/proof", get(proof::give))
}

#[cfg(test)]
mod tests;
