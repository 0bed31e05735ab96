//! Signed checkpoints of the running node, to be kept elsewhere: what finds a cut tail or a rewritten whole. One now, and what
//! became of those that the node writes to other places by itself.

use crate::checkpoints::{self, PlaceRow};
use askama::Template;
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use desk::{Caller, Desk, Line, Routes, problem_of_database, problem_of_deed};
use face::{Cell, Column, Page, Problem, Resource, Table, Tag, Texts, Tone};
use kernel::{Ask, Instant, ReadKind, Role};
use serde_json::Value;

/// Asking for a checkpoint: it tells how long the journal is and nothing of what stands in it.
pub(crate) static READ_CHECKPOINT: ReadKind = ReadKind {
    code: 4,
    name: "journal.read-checkpoint",
    roles: &[Role::Overseer, Role::Administrator],
    personal: false,
};

/// The texts of this page.
pub(crate) fn texts() -> Vec<Resource> {
    face::resources!("checkpoints").to_vec()
}

/// Signs a checkpoint now and tells it: C2SP tlog-checkpoint text, to be kept elsewhere.
#[utoipa::path(
    get,
    path = "/api/checkpoint",
    operation_id = "journal.checkpoint",
    tag = "journal",
    responses(
        (status = 200, content_type = "text/plain", body = String, description = "The signed checkpoint"),
        (status = 403, description = "Only the overseer and the administrator may ask for one"),
    )
)]
pub(crate) async fn checkpoint(State(desk): State<Desk>, caller: Caller) -> Response {
    if let Err(problem) = caller.may(Ask::Read(&READ_CHECKPOINT)) {
        return problem.into_response();
    }
    match desk.blocking(store::Node::checkpoint).await {
        Ok(text) => ([("content-type", "text/plain; charset=utf-8")], text).into_response(),
        Err(fault) => problem_of_deed(&caller.texts, &fault).into_response(),
    }
}

async fn rows(desk: &Desk, caller: &Caller) -> Result<Vec<PlaceRow>, Problem> {
    caller.may(Ask::Read(&READ_CHECKPOINT))?;
    let read = desk.blocking(checkpoints::all).await;
    read.map_err(|fault| problem_of_database(&caller.texts, &fault))
}

/// Where this node writes checkpoints, when it last could, and what went wrong.
#[utoipa::path(
    get,
    path = "/api/checkpoints",
    operation_id = "journal.checkpoints",
    tag = "journal",
    responses(
        (status = 200, description = "One object for each place: `number`, `kind` (file, directory, http), `place` (without user, password and query), `succeeded`, `size` (entries covered), `failed`, `failures` (in a row), `trouble`, `status`; what never was is null", body = Vec<Value>),
        (status = 403, description = "Only the overseer and the administrator may ask"),
    )
)]
pub(crate) async fn places(State(desk): State<Desk>, caller: Caller) -> Result<Json<Vec<Value>>, Problem> {
    Ok(Json(rows(&desk, &caller).await?.iter().map(checkpoints::told).collect()))
}

#[derive(Template)]
#[template(path = "checkpoints.html")]
struct Places<'a> {
    t: &'a Texts,
    table: Option<Table>,
    entries: String,
}

fn moment(t: &Texts, at: Instant) -> Cell {
    if at.0 > 0 { Cell::code(at.to_string()) } else { Cell::text(t.t("checkpoints-never")) }
}

/// Why it failed last, and whether it still does.
fn trouble(t: &Texts, row: &PlaceRow) -> Cell {
    if row.trouble.is_empty() {
        return Tag::new(t.t("checkpoints-fine"), Tone::Good).into();
    }
    let words = t.with(&format!("checkpoints-trouble-{}", row.trouble), "status", row.status);
    if row.failures > 0 { Tag::new(words, Tone::Alarm).into() } else { Cell::text(words) }
}

impl<'a> Places<'a> {
    fn new(t: &'a Texts, rows: &[PlaceRow], entries: u64) -> Places<'a> {
        let columns = vec![
            Column::new(t, "place", "checkpoints-place"),
            Column::new(t, "succeeded", "checkpoints-succeeded"),
            Column::new(t, "size", "checkpoints-size").number(),
            Column::new(t, "failed", "checkpoints-failed"),
            Column::new(t, "failures", "checkpoints-failures").number(),
            Column::new(t, "trouble", "checkpoints-trouble"),
        ];
        let cells = rows.iter().map(|row| {
            vec![
                Cell::code(row.name.clone()),
                moment(t, row.succeeded),
                Cell::number(t, row.size),
                moment(t, row.failed),
                Cell::number(t, row.failures),
                trouble(t, row),
            ]
        });
        let table = Table::new(t, "places", t.t("checkpoints-caption"), columns).rows(cells);
        let entries = i64::try_from(entries).unwrap_or(i64::MAX);
        let entries = t.with("checkpoints-entries", "entries", t.number(entries).as_str());
        Places { t, table: (!rows.is_empty()).then_some(table), entries }
    }
}

async fn page(State(desk): State<Desk>, caller: Caller) -> Response {
    let frame = caller.frame(&desk);
    match rows(&desk, &caller).await {
        Ok(rows) => {
            let entries = *desk.node().grown().borrow();
            let page = Places::new(&caller.texts, &rows, entries);
            Page::staff(&frame, &caller.texts.t("checkpoints-title"), &page).into_response()
        }
        Err(problem) => problem.staff_page(&frame).into_response(),
    }
}

/// `GET /api/checkpoint`, `GET /api/checkpoints`, `GET /checkpoints`.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/api/checkpoint", Line::Read(&READ_CHECKPOINT), checkpoint)
        .get("/api/checkpoints", Line::Read(&READ_CHECKPOINT), places)
        .get("/checkpoints", Line::Read(&READ_CHECKPOINT), page)
}

#[cfg(test)]
mod tests {
    use super::*;
    use face::{StaffFrame, check};

    fn row(trouble: &str, failures: i64) -> PlaceRow {
        PlaceRow {
            id: vec![7],
            number: 1,
            kind: "http".into(),
            name: "https://***@keeper.example/in?***".into(),
            succeeded: Instant(if failures > 0 { 0 } else { 1_790_000_000_000 }),
            size: 4096,
            failed: Instant(if trouble.is_empty() { 0 } else { 1_789_000_000_000 }),
            failures,
            trouble: trouble.into(),
            status: if trouble == "status" { 503 } else { 0 },
        }
    }

    #[test]
    fn the_page_is_whole_in_all_languages_and_has_words_for_every_trouble() {
        let troubles = [
            "unreachable",
            "late",
            "encryption",
            "status",
            "missing",
            "denied",
            "full",
            "differs",
            "unwritable",
        ];
        let rows: Vec<PlaceRow> =
            troubles.iter().map(|trouble| row(trouble, 3)).chain([row("", 0), row("late", 0)]).collect();
        let catalogue = crate::doors::core::catalogue(texts()).unwrap();
        assert_eq!(catalogue.differences(), Vec::<String>::new());
        for &language in face::Language::STAFF {
            let t = catalogue.texts(language);
            for rows in [&rows[..], &[]] {
                let frame = StaffFrame::sample(&t);
                let html = Page::staff(&frame, "sample", &Places::new(&t, rows, 5000)).into_html();
                assert_eq!(check::page(&html, &t), Vec::<String>::new());
                assert_eq!(html.contains("503"), !rows.is_empty());
            }
        }
    }
}
