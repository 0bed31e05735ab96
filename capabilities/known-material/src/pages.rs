//! The room's own pages and their twins in the API: one list with its file in and out, one entry, one lead. No page shows a picture or a hash.

mod answers;
mod entry;
mod explained;
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

use crate::acts::{AddHashes, CreateList};
use crate::{READ_HASHES, READ_LEADS, READ_LISTS, READ_VICTIMS};
use desk::{Caller, Line, Routes};
use face::{ErrorStatus, Problem, Texts};
use kernel::{Act as _, CodeList, Id, Instant};

/// The pages.
pub(crate) fn pages() -> Routes {
    Routes::new()
        .get("/known-material", Line::Read(&READ_LEADS), home::show)
        .get("/known-material/lists/new", Line::Act(CreateList::KIND), home::new_list)
        .get("/known-material/lists/{list}", Line::Read(&READ_LISTS), list::show)
        .post_at_most(
            "/known-material/lists/{list}/import",
            Line::Act(AddHashes::KIND),
            upload::MAX_BODY,
            file_in::from_page,
        )
        .post("/known-material/lists/{list}/export", Line::Read(&READ_HASHES), file_out::from_page)
        .get("/known-material/lists/{list}/entries/{entry}", Line::Read(&READ_LISTS), entry::show)
        .get(
            "/known-material/lists/{list}/entries/{entry}/victims",
            Line::Read(&READ_VICTIMS),
            entry::victims,
        )
        .get("/known-material/leads/{lead}", Line::Read(&READ_LEADS), lead::show)
}

/// The JSON and CSV routes.
pub(crate) fn api() -> Routes {
    Routes::new()
        .get("/api/known-material/lists/{list}", Line::Read(&READ_LISTS), list::show_json)
        .post_at_most(
            "/api/known-material/lists/{list}/import",
            Line::Act(AddHashes::KIND),
            upload::MAX_BODY,
            file_in::from_api,
        )
        .get("/api/known-material/lists/{list}/export", Line::Read(&READ_HASHES), file_out::from_api)
        .get("/api/known-material/lists/{list}/entries/{entry}", Line::Read(&READ_LISTS), entry::show_json)
        .get(
            "/api/known-material/lists/{list}/entries/{entry}/victims",
            Line::Read(&READ_VICTIMS),
            entry::victims_json,
        )
        .get("/api/known-material/leads/{lead}", Line::Read(&READ_LEADS), lead::show_json)
}

/// The JSON and CSV routes as OpenAPI describes them.
#[derive(utoipa::OpenApi)]
#[openapi(paths(
    list::show_json,
    entry::show_json,
    entry::victims_json,
    lead::show_json,
    file_in::from_api,
    file_out::from_api
))]
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
