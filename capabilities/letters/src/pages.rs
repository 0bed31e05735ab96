//! The room's own pages and their twins in the API: where it begins, one letter as it is written, one platform, one legal basis, and the
//! figures of platforms.

mod home;
mod one;
mod others;

use crate::{READ_BASES, READ_LETTERS};
use desk::{Caller, Desk, Line, Routes};
use face::{ErrorStatus, Problem};
use kernel::{Ask, Id, Key as _, Record};
use store::database::TableSql;
use store::{DatabaseFault, Node};

/// The pages.
pub(crate) fn pages() -> Routes {
    Routes::new()
        .get("/letters", Line::Read(&READ_BASES), home::show)
        .get("/letters/letters/{letter}", Line::Read(&READ_LETTERS), one::show)
        .get("/letters/platforms/{platform}", Line::Read(&READ_BASES), others::platform)
        .get("/letters/bases/{basis}", Line::Read(&READ_BASES), others::basis)
        .get("/letters/statistics", Line::Read(&READ_LETTERS), others::statistics)
}

/// The JSON routes.
pub(crate) fn api() -> Routes {
    Routes::new().get("/api/letters/letters/{letter}", Line::Read(&READ_LETTERS), one::show_json).get(
        "/api/letters/statistics",
        Line::Read(&READ_LETTERS),
        others::statistics_json,
    )
}

/// The JSON routes as OpenAPI describes them.
#[derive(utoipa::OpenApi)]
#[openapi(paths(one::show_json, others::statistics_json))]
pub(crate) struct Described;

fn id_in(caller: &Caller, path: &str) -> Result<Id, Problem> {
    path.parse().map_err(|_| Problem::of(&caller.texts, ErrorStatus::NOT_FOUND))
}

/// The row of that number.
fn row<R: Record>(node: &Node, number: Id) -> Result<Option<R>, DatabaseFault> {
    let sql = TableSql::of(R::TABLE).get;
    Ok(node.read(|database| database.records::<R>(&sql, number.cells()))?.pop())
}

/// A link to an act that comes next.
struct Way {
    href: String,
    label: String,
}

/// The way to an act of this room, with what its form already knows, for whoever may do it.
fn way(desk: &Desk, caller: &Caller, name: &str, with: &str, next: &str) -> Option<Way> {
    let door = desk.act(&format!("letters.{name}"))?;
    Ask::Act(door.kind).is_for(caller.actor.role).then(|| Way {
        href: format!("/acts/letters.{name}?{with}&next={next}"),
        label: caller.texts.t(&format!("act-letters-{name}")),
    })
}
