//! The room's own pages and their twins in the API: where it begins, one record's originals, one recipient, one handover with its package
//! and its chain of custody.

mod home;
mod one;
mod out;
mod record;

use crate::acts::tell_hand;
use crate::{READ_HANDOVERS, READ_RECIPIENTS};
use desk::{Caller, Line, Routes, in_words, summary};
use face::{ErrorStatus, Problem};
use kernel::Id;

/// The pages.
pub(crate) fn pages() -> Routes {
    Routes::new()
        .get("/evidence", Line::Read(&READ_RECIPIENTS), home::show)
        .get("/evidence/records/{record}", Line::Read(&READ_HANDOVERS), record::show)
        .get("/evidence/recipients/{recipient}", Line::Read(&READ_RECIPIENTS), home::recipient)
        .get("/evidence/handovers/{handover}", Line::Read(&READ_HANDOVERS), one::show)
        .post("/evidence/handovers/{handover}/package", Line::Act(&tell_hand::KIND), out::package_from_page)
        .get("/evidence/handovers/{handover}/custody", Line::Read(&READ_HANDOVERS), out::custody_from_page)
}

/// The JSON routes.
pub(crate) fn api() -> Routes {
    Routes::new()
        .get("/api/evidence/handovers/{handover}", Line::Read(&READ_HANDOVERS), one::show_json)
        .post("/api/evidence/handovers/{handover}/package", Line::Act(&tell_hand::KIND), out::package)
        .get("/api/evidence/handovers/{handover}/custody", Line::Read(&READ_HANDOVERS), out::custody)
}

/// The JSON routes as OpenAPI describes them.
#[derive(utoipa::OpenApi)]
#[openapi(paths(one::show_json, out::package, out::custody))]
pub(crate) struct Described;

fn id_in(caller: &Caller, path: &str) -> Result<Id, Problem> {
    path.parse().map_err(|_| Problem::of(&caller.texts, ErrorStatus::NOT_FOUND))
}

/// A link to an act that comes next.
struct Way {
    href: String,
    label: String,
}
