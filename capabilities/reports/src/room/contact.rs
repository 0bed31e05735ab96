//! A safe way to reach the reporter, and when. It stands on a page of its own: few need it, and each look is recorded.

use crate::READ_CONTACT;
use crate::acts::file_report::SLOT_CONTACT;
use crate::core::{messages, queue_row};
use crate::tables::Report;
use crate::tables::referral::ContactReach;
use askama::Template;
use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use desk::{Caller, Desk, problem_of_look};
use face::{BackLink, ErrorStatus, Page, Problem, Texts};
use kernel::{Actor, Ask, Cell as _, Id, Personal, Purpose, Record as _};
use serde_json::{Value, json};
use store::{DatabaseFault, LookFault, Node};

/// Whether the safe contact is closed to a unit that knows of a report: it was not to go with it there, nor to the unit that has it now and
/// lets others know of it.
pub(super) fn is_closed(node: &Node, report: &Report, unit: Id) -> Result<bool, DatabaseFault> {
    let sql = store::database::TableSql::of(ContactReach::TABLE).get;
    for unit in [unit, report.unit] {
        let key = vec![report.report.to_value(), unit.to_value()];
        let rows = node.read(|database| database.records::<ContactReach>(&sql, key))?;
        if let Some(row) = rows.first() {
            return Ok(!row.contact_open);
        }
    }
    Ok(false)
}

/// What a look at a contact comes to.
enum Found {
    /// There is none.
    Nothing,
    /// It is closed to the reader's unit.
    Closed,
    /// It is shown.
    Open(Left),
}

/// A contact as it was left; none when it is erased.
struct Left {
    report: Id,
    contact: Option<Personal<String>>,
}

/// Opens a report's contact under a trace that names it; nothing where none was left.
fn look(node: &Node, actor: Actor, purpose: Purpose, report: Id) -> Result<Found, LookFault> {
    let Some(row) = queue_row(node, report)?.filter(|row| row.contact) else { return Ok(Found::Nothing) };
    if is_closed(node, &row, actor.unit)? {
        return Ok(Found::Closed);
    }
    // It is sealed beside the act that filed the report, whose text is the thread's first message.
    let Some(first) = messages(node, report)?.into_iter().next() else { return Ok(Found::Nothing) };
    let trace = node.look(actor, &READ_CONTACT, purpose, &[report])?;
    let contact = match node.open_payload(&trace, first.act, SLOT_CONTACT) {
        Ok(opened) => Some(Personal::new(String::from_utf8_lossy(opened.expose()).into_owned())),
        Err(LookFault::Gone) => None,
        Err(fault) => return Err(fault),
    };
    Ok(Found::Open(Left { report, contact }))
}

#[derive(Template)]
#[template(path = "contact.html")]
struct ContactPage<'a> {
    t: &'a Texts,
    back: BackLink,
    title: String,
    lines: Vec<String>,
}

fn page<'a>(t: &'a Texts, left: &Left) -> ContactPage<'a> {
    let text = left.contact.as_ref().map_or_else(|| t.t("report-erased"), |text| text.expose().clone());
    ContactPage {
        t,
        back: BackLink::new(t, format!("/reports/{}", left.report)),
        title: t.with("report-contact-title", "number", left.report.short().as_str()),
        lines: text.lines().map(ToOwned::to_owned).collect(),
    }
}

async fn looked(desk: &Desk, caller: &Caller, path: &str) -> Result<Left, Problem> {
    let t = &caller.texts;
    caller.may(Ask::Read(&READ_CONTACT))?;
    let report: Id = path.parse().map_err(|_| Problem::of(t, ErrorStatus::NOT_FOUND))?;
    caller.may_read(desk, &READ_CONTACT, report).await?;
    let (actor, purpose) = (caller.actor, caller.purpose);
    let left = desk.blocking(move |node| look(node, actor, purpose, report)).await;
    match left.map_err(|fault| problem_of_look(t, &fault))? {
        Found::Open(left) => Ok(left),
        Found::Nothing => Err(Problem::of(t, ErrorStatus::NOT_FOUND)),
        Found::Closed => {
            Err(Problem::of(t, ErrorStatus::FORBIDDEN).with_detail(t.t("report-contact-closed")))
        }
    }
}

/// The contact.
pub(super) async fn show(State(desk): State<Desk>, caller: Caller, Path(path): Path<String>) -> Response {
    let frame = caller.frame(&desk);
    match looked(&desk, &caller, &path).await {
        Ok(left) => {
            let page = page(&caller.texts, &left);
            Page::staff(&frame, &page.title, &page).into_response()
        }
        Err(problem) => problem.staff_page(&frame).into_response(),
    }
}

/// How and when the reporter can safely be reached. The look is recorded.
#[utoipa::path(
    get,
    path = "/api/reports/{report}/contact",
    operation_id = "reports.contact",
    tag = "reports",
    params(("report" = Id, Path, description = "The report")),
    responses(
        (status = 200, description = "`report`, `contact` (null when it is erased)", body = Value),
        (status = 403, description = "Not for this role, no purpose is stated, or the report was referred without its contact"),
        (status = 404, description = "No such report, or no contact was left with it"),
        desk::Conflicted,
    )
)]
pub(super) async fn show_json(
    State(desk): State<Desk>,
    caller: Caller,
    Path(path): Path<String>,
) -> Result<Json<Value>, Problem> {
    let left = looked(&desk, &caller, &path).await?;
    let contact = left.contact.map(|text| text.expose().clone());
    Ok(Json(json!({ "report": left.report, "contact": contact })))
}
