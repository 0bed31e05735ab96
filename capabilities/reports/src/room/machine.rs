//! A report by machine as staff read it: how useful it is, and the document word for word, by a deliberate step of its own.

use crate::READ_MACHINE_DOCUMENT;
use crate::tables::ByMachine;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use desk::{Caller, Desk, problem_of_look};
use face::{BackLink, Button, ErrorStatus, Page, Problem, Texts};
use facts::machine::{Needed, SentReport};
use kernel::{Ask, Cell as _, CodeList as _, Id, Record};
use store::Node;
use store::database::TableSql;

/// What is known of it; none of a report that no machine finished.
pub(super) fn of(node: &Node, report: Id) -> Result<Option<ByMachine>, store::DatabaseFault> {
    let sql = TableSql::of(ByMachine::TABLE).get;
    Ok(node.read(|database| database.records::<ByMachine>(&sql, vec![report.to_value()]))?.pop())
}

/// How useful it is and how many files came with it, in words.
pub(super) fn words(caller: &Caller, row: &ByMachine) -> String {
    let args = [
        ("way", caller.label(row.machine_way).into()),
        ("points", row.usefulness.into()),
        ("files", row.machine_files.into()),
    ];
    caller.texts.t_args("report-machine-words", &args)
}

/// What its sender was told would have made it useful, each in words; empty while nobody said anything.
pub(super) fn needed(caller: &Caller, row: &SentReport) -> Vec<String> {
    codes_of(row).map(|one| caller.texts.t(&one.key())).collect()
}

/// The same as codes.
pub(super) fn needed_codes(row: &SentReport) -> Vec<&'static str> {
    codes_of(row).map(|one| one.code()).collect()
}

fn codes_of(row: &SentReport) -> impl Iterator<Item = Needed> {
    row.needed.split_whitespace().filter_map(|code| Needed::from_code(code).ok())
}

/// The way to the document, for those who may read it.
pub(super) fn way(caller: &Caller, row: &ByMachine) -> Option<Button> {
    let href = format!("/reports/{}/document", row.report);
    let open = Ask::Read(&READ_MACHINE_DOCUMENT).is_for(caller.actor.role);
    open.then(|| Button::link(caller.texts.t("report-document-open"), href).secondary())
}

#[derive(Template)]
#[template(path = "document.html")]
struct DocumentPage<'a> {
    t: &'a Texts,
    back: BackLink,
    title: String,
    document: String,
}

/// Opens the document under a trace that names the report.
async fn opened(desk: &Desk, caller: &Caller, path: &str) -> Result<(Id, String), Problem> {
    let t = &caller.texts;
    caller.may(Ask::Read(&READ_MACHINE_DOCUMENT))?;
    let report: Id = path.parse().map_err(|_| Problem::of(t, ErrorStatus::NOT_FOUND))?;
    caller.may_read(desk, &READ_MACHINE_DOCUMENT, report).await?;
    let (actor, purpose) = (caller.actor, caller.purpose);
    let text = desk.blocking(move |node| {
        let Some(row) = of(node, report)? else { return Ok(None) };
        let trace = node.look(actor, &READ_MACHINE_DOCUMENT, purpose, &[report])?;
        let mut bytes = Vec::new();
        for slot in 0..u16::try_from(row.slots).unwrap_or(u16::MAX) {
            bytes.extend_from_slice(node.open_payload(&trace, row.told_in, slot)?.expose());
        }
        Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
    });
    let text = text.await.map_err(|fault| problem_of_look(t, &fault))?;
    Ok((report, text.ok_or_else(|| Problem::of(t, ErrorStatus::NOT_FOUND))?))
}

/// The document, as text: nothing of it is drawn or followed.
pub(super) async fn show(State(desk): State<Desk>, caller: Caller, Path(path): Path<String>) -> Response {
    let frame = caller.frame(&desk);
    match opened(&desk, &caller, &path).await {
        Ok((report, document)) => {
            let t = &caller.texts;
            let title = t.with("report-document-title", "number", report.short().as_str());
            let back = BackLink::new(t, format!("/reports/{report}"));
            let page = DocumentPage { t, back, title, document };
            Page::staff(&frame, &page.title, &page).into_response()
        }
        Err(problem) => problem.staff_page(&frame).into_response(),
    }
}

/// The document of a report by machine, word for word. The look is recorded.
#[utoipa::path(
    get,
    path = "/api/reports/{report}/document",
    operation_id = "reports.machine-document",
    tag = "reports",
    params(("report" = Id, Path, description = "The report")),
    responses(
        (status = 200, description = "The document as it came", body = String, content_type = "text/plain"),
        (status = 403, description = "Not for this role, or no purpose is stated"),
        (status = 404, description = "No such report, or no machine finished it, or it is erased"),
        desk::Conflicted,
    )
)]
pub(super) async fn from_api(
    State(desk): State<Desk>,
    caller: Caller,
    Path(path): Path<String>,
) -> Result<Response, Problem> {
    let (_, document) = opened(&desk, &caller, &path).await?;
    Ok(([(CONTENT_TYPE, "text/plain;charset=UTF-8")], document).into_response())
}
