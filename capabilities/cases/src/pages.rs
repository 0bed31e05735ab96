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

use crate::acts::{EnterPerson, OpenCase};
use crate::{READ_CASES, READ_NAMES};
use desk::{Caller, Line, Routes};
use face::{ErrorStatus, Problem};
use kernel::Act as _;
use kernel::Id;

/// The pages.
pub(crate) fn pages() -> Routes {
    Routes::new()
        .get("/cases", Line::Read(&READ_CASES), home::show)
        .get("/cases/new", Line::Act(OpenCase::KIND), new::case)
        .get("/cases/{case}", Line::Read(&READ_CASES), case::show)
        .get("/cases/{case}/names", Line::Read(&READ_NAMES), names::show)
        .get("/cases/{case}/persons/new", Line::Read(&READ_NAMES), candidates::show)
        .post("/cases/{case}/persons/new", Line::Read(&READ_NAMES), candidates::find)
        .get("/cases/{case}/persons/enter", Line::Act(EnterPerson::KIND), new::person)
        .get("/cases/{case}/persons/{person}", Line::Read(&READ_CASES), person::show)
}

/// The JSON routes.
pub(crate) fn api() -> Routes {
    Routes::new()
        .post("/api/cases/candidates", Line::Read(&READ_NAMES), candidates::find_json)
        .get("/api/cases/{case}", Line::Read(&READ_CASES), case::show_json)
        .get("/api/cases/{case}/names", Line::Read(&READ_NAMES), names::show_json)
        .get("/api/cases/{case}/persons/{person}", Line::Read(&READ_CASES), person::show_json)
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
