//! The room's own pages and their twins in the API: one case, one person in it, and the names behind the numbers.
//!
//! Cases and persons are shown by number. Names, notes, birth and sex stand on two pages alone: the names of a case, and
//! who is known already by a name. Both are asked for expressly, and every look at them is recorded.

mod candidates;
mod case;
mod home;
mod json;
mod links;
mod names;
mod new;
mod person;
#[cfg(test)]
mod samples;
mod seen;
mod tables;
#[cfg(test)]
mod tests;
mod words;

use axum::Router;
use axum::routing::{get, post};
use desk::{Caller, Desk};
use face::{ErrorStatus, Problem};
use kernel::Id;

/// The pages.
pub(crate) fn pages() -> Router<Desk> {
    Router::new()
        .route("/cases", get(home::show))
        .route("/cases/new", get(new::case))
        .route("/cases/{case}", get(case::show))
        .route("/cases/{case}/names", get(names::show))
        .route("/cases/{case}/persons/new", get(candidates::show).post(candidates::find))
        .route("/cases/{case}/persons/enter", get(new::person))
        .route("/cases/{case}/persons/{person}", get(person::show))
}

/// The JSON routes.
pub(crate) fn api() -> Router<Desk> {
    Router::new()
        .route("/api/cases/candidates", post(candidates::find_json))
        .route("/api/cases/{case}", get(case::show_json))
        .route("/api/cases/{case}/names", get(names::show_json))
        .route("/api/cases/{case}/persons/{person}", get(person::show_json))
}

/// The JSON routes as OpenAPI describes them.
#[derive(utoipa::OpenApi)]
#[openapi(paths(candidates::find_json, case::show_json, names::show_json, person::show_json))]
pub(crate) struct Described;

fn not_found(caller: &Caller) -> Problem {
    Problem::of(&caller.texts, ErrorStatus::NOT_FOUND)
}

fn id_in(caller: &Caller, path: &str) -> Result<Id, Problem> {
    path.parse().map_err(|_| not_found(caller))
}
