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
pub use entry::{EntrySeen, ExportSeen, entry_seen};
pub use overview::room_seen;
pub use proof::EntryProof;
pub use roles::{Line, lines};
pub use terms::{TermSeen, terms_seen};

use crate::room::{READ_OVERSEER, READ_SETTINGS};
use desk::{Line as PolicyLine, Routes};

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

pub(crate) fn routes() -> Routes {
    const OVERSEER: PolicyLine = PolicyLine::Read(&READ_OVERSEER);
    const SETTINGS: PolicyLine = PolicyLine::Read(&READ_SETTINGS);
    Routes::new()
        .get("/overseer", OVERSEER, overview::show)
        .get("/api/overseer", OVERSEER, overview::show_json)
        .get("/roles", SETTINGS, roles::show)
        .get("/api/roles", SETTINGS, roles::show_json)
        .get("/terms", SETTINGS, terms::show)
        .get("/api/terms", SETTINGS, terms::show_json)
        .get("/code-lists", SETTINGS, code_lists::show_all)
        .get("/code-lists/{name}", SETTINGS, code_lists::show_one)
        .get("/api/code-lists", SETTINGS, code_lists::all_json)
        .get("/api/code-lists/{name}", SETTINGS, code_lists::one_json)
        .get("/overseer/findings/{finding}", OVERSEER, finding::show)
        .get("/api/overseer/findings/{finding}", OVERSEER, finding::show_json)
        .get("/overseer/entries/{entry}", OVERSEER, entry::show)
        .get("/api/overseer/entries/{entry}", OVERSEER, entry::show_json)
        .get("/api/overseer/entries/{entry}/proof", OVERSEER, proof::give)
}

#[cfg(test)]
mod tests;
