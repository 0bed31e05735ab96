//! The fingerprints of pictures that somebody wants gone: for the request to those who can look for them. Each look is recorded.

use crate::READ_REPORT;
use crate::core::queue_row;
use crate::sealed::GoneHash;
use askama::Template;
use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use desk::{Caller, Desk, problem_of_look};
use face::{BackLink, ErrorStatus, Page, Problem, Texts};
use kernel::{Actor, Ask, Cell as _, Id, Purpose, Value as Stored};
use serde_json::{Value, json};
use store::{LookFault, Node};

/// SHA-256 of a report, in hexadecimal and in their order; nothing where there is no such report. None are left once it is erased.
fn look(node: &Node, actor: Actor, purpose: Purpose, report: Id) -> Result<Option<Vec<String>>, LookFault> {
    if queue_row(node, report)?.is_none() {
        return Ok(None);
    }
    node.look(actor, &READ_REPORT, purpose, &[report])?;
    let sql = format!(
        "SELECT sha256 FROM {} WHERE report = $1 ORDER BY n",
        <GoneHash as kernel::Record>::TABLE.name
    );
    let rows = node.read(|database| database.rows(&sql, vec![report.to_value()]))?;
    let hexadecimal = |cell: &Stored| match cell {
        Stored::Bytes(bytes) => Some(bytes.iter().map(|byte| format!("{byte:02x}")).collect()),
        _ => None,
    };
    Ok(Some(rows.iter().filter_map(|row| hexadecimal(row.first()?)).collect()))
}

async fn looked(desk: &Desk, caller: &Caller, path: &str) -> Result<(Id, Vec<String>), Problem> {
    let t = &caller.texts;
    caller.may(Ask::Read(&READ_REPORT))?;
    let report: Id = path.parse().map_err(|_| Problem::of(t, ErrorStatus::NOT_FOUND))?;
    caller.may_read(desk, &READ_REPORT, report).await?;
    let (actor, purpose) = (caller.actor, caller.purpose);
    let hashes = desk.blocking(move |node| look(node, actor, purpose, report)).await;
    let hashes = hashes.map_err(|fault| problem_of_look(t, &fault))?;
    Ok((report, hashes.ok_or_else(|| Problem::of(t, ErrorStatus::NOT_FOUND))?))
}

#[derive(Template)]
#[template(path = "hashes.html")]
struct HashesPage<'a> {
    t: &'a Texts,
    back: BackLink,
    title: String,
    hashes: Vec<String>,
}

/// The page.
pub(super) async fn show(State(desk): State<Desk>, caller: Caller, Path(path): Path<String>) -> Response {
    let frame = caller.frame(&desk);
    match looked(&desk, &caller, &path).await {
        Ok((report, hashes)) => {
            let t = &caller.texts;
            let back = BackLink::new(t, format!("/reports/{report}"));
            let title = t.with("report-hashes-title", "number", report.short().as_str());
            let page = HashesPage { t, back, title, hashes };
            Page::staff(&frame, &page.title, &page).into_response()
        }
        Err(problem) => problem.staff_page(&frame).into_response(),
    }
}

/// SHA-256 of pictures that somebody wants gone. The look is recorded.
#[utoipa::path(
    get,
    path = "/api/reports/{report}/hashes",
    operation_id = "reports.hashes",
    tag = "reports",
    params(("report" = Id, Path, description = "The report")),
    responses(
        (status = 200, description = "`report`, `sha256` (in hexadecimal; empty when none came or they are erased)", body = Value),
        (status = 403, description = "Not for this role, or no purpose is stated"),
        (status = 404, description = "No such report"),
        desk::Conflicted,
    )
)]
pub(super) async fn show_json(
    State(desk): State<Desk>,
    caller: Caller,
    Path(path): Path<String>,
) -> Result<Json<Value>, Problem> {
    let (report, hashes) = looked(&desk, &caller, &path).await?;
    Ok(Json(json!({ "report": report, "sha256": hashes })))
}
