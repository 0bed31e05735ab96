//! The room's own pages and their twins in the API: one list with its file in and out, one lead. No page shows a picture or a hash.

mod answers;
mod file_in;
mod file_out;
mod home;
mod lead;
mod list;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;
mod upload;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use desk::{Caller, Desk};
use face::{ErrorStatus, Problem, Texts};
use kernel::{CodeList, Id, Instant};

/// The pages.
pub(crate) fn pages() -> Router<Desk> {
    let taking = DefaultBodyLimit::max(upload::MAX_BODY);
    Router::new()
        .route("/known-material", get(home::show))
        .route("/known-material/lists/new", get(home::new_list))
        .route("/known-material/lists/{list}", get(list::show))
        .route("/known-material/lists/{list}/import", post(file_in::from_page).layer(taking))
        .route("/known-material/lists/{list}/export", post(file_out::from_page))
        .route("/known-material/leads/{lead}", get(lead::show))
}

/// The JSON and CSV routes.
pub(crate) fn api() -> Router<Desk> {
    let taking = DefaultBodyLimit::max(upload::MAX_BODY);
    Router::new()
        .route("/api/known-material/lists/{list}", get(list::show_json))
        .route("/api/known-material/lists/{list}/import", post(file_in::from_api).layer(taking))
        .route("/api/known-material/lists/{list}/export", get(file_out::from_api))
        .route("/api/known-material/leads/{lead}", get(lead::show_json))
}

/// The JSON and CSV routes as OpenAPI describes them.
#[derive(utoipa::OpenApi)]
#[openapi(paths(list::show_json, lead::show_json, file_in::from_api, file_out::from_api))]
pub(crate) struct Described;

fn id_in(caller: &Caller, path: &str) -> Result<Id, Problem> {
    path.parse().map_err(|_| Problem::of(&caller.texts, ErrorStatus::NOT_FOUND))
}

/// A code in the reader's language, or its English label where that has no word for it.
fn label<L: CodeList>(t: &Texts, code: L) -> String {
    let key = code.key();
    if t.has(&key) { t.t(&key) } else { code.label().to_owned() }
}

/// A moment as the language writes it.
fn moment(t: &Texts, at: Instant) -> String {
    let (year, month, day) = at.day().parts();
    let minute = at.0.div_euclid(60_000).rem_euclid(24 * 60);
    let part = |n: i64| u8::try_from(n).unwrap_or_default();
    let date = (i32::from(year), part(i64::from(month)), part(i64::from(day)));
    t.date_time(date, (part(minute / 60), part(minute % 60)))
}
