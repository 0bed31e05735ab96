//! One report: its explained priority, its thread, and what can be done with it. Texts are opened under a trace.

use super::{PICTURES, QUEUE, due, may};
use crate::codes::Speaker;
use crate::core::{messages, queue_row};
use crate::state::{Step, next};
use crate::tables::{Message, Picture, Report, ReportReason};
use crate::{READ_CONTACT, READ_REPORT};
use askama::Template;
use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use desk::{Caller, Desk, problem_of_look};
use face::{Button, Cell, ErrorStatus, Page, Problem, SummaryList, Texts};
use kernel::{Ask, Cell as _, CodeList, Id, Record};
use serde_json::{Value, json};
use store::{LookFault, Node};

/// A report as staff see it. Texts are opened under a trace; pictures never are.
struct Seen {
    row: Report,
    reasons: Vec<ReportReason>,
    pictures: Vec<Picture>,
    thread: Vec<(Message, String)>,
}

fn rows_of<R: Record>(node: &Node, report: Id) -> Result<Vec<R>, store::DatabaseFault> {
    let names: Vec<String> =
        R::TABLE.columns.iter().map(|column| store::database::quoted(column.name)).collect();
    let sql = format!("SELECT {} FROM {} WHERE report = $1 ORDER BY 2", names.join(", "), R::TABLE.name);
    node.read(|database| database.records::<R>(&sql, vec![report.to_value()]))
}

fn see(node: &Node, caller: &Caller, report: Id) -> Result<Option<Seen>, LookFault> {
    let Some(row) = queue_row(node, report)? else { return Ok(None) };
    let trace = node.look(caller.actor, &READ_REPORT, caller.purpose, &[report])?;
    let mut thread = Vec::new();
    for message in messages(node, report)? {
        let text = if message.speaker == Speaker::Notice {
            String::new()
        } else {
            match node.open_payload(&trace, message.act, u16::try_from(message.slot).unwrap_or(u16::MAX)) {
                Ok(opened) => String::from_utf8_lossy(opened.expose()).into_owned(),
                Err(LookFault::Gone) => caller.texts.t("report-erased"),
                Err(fault) => return Err(fault),
            }
        };
        thread.push((message, text));
    }
    Ok(Some(Seen { row, reasons: rows_of(node, report)?, pictures: rows_of(node, report)?, thread }))
}

#[derive(Template)]
#[template(path = "report.html")]
struct ReportPage<'a> {
    t: &'a Texts,
    title: String,
    summary: SummaryList,
    reasons: Vec<(String, u32)>,
    pictures: Vec<String>,
    thread: Vec<(String, String, String)>,
    contact: Option<Button>,
    links: Vec<(String, String)>,
}

fn summary(caller: &Caller, row: &Report) -> SummaryList {
    let t = &caller.texts;
    let column = |name: &str| t.t(&format!("column-{name}"));
    SummaryList::new(t)
        .row(column("state"), Cell::text(caller.label(row.state)))
        .row(column("points"), Cell::number(t, row.points))
        .row(column("waiting"), Cell::text(t.t(&row.waiting.to_text())))
        .row(column("due-at"), due(t, row, Desk::now()))
        .row(column("filed-at"), Cell::text(row.filed_at.to_text()))
        .row(column("reporter"), Cell::text(caller.label(row.reporter)))
        .row(column("danger"), Cell::text(caller.label(row.danger)))
        .row(column("age"), Cell::text(caller.label(row.age)))
        .row(column("language"), Cell::text(&row.language))
        .row(column("contact"), Cell::text(t.t(&row.contact.to_text())))
}

/// What can be done with a report from where it stands, by this role: the text of each act, and the address of its form.
fn links(desk: &Desk, caller: &Caller, row: &Report) -> Vec<(String, String)> {
    let id = row.report;
    let goes = |step| next(row.state, step).is_some();
    // A case or a decision does not end the talk: a reply is possible in every state.
    let acts = [
        ("reports.reply", "report", true),
        ("reports.take-up", "report", goes(Step::TakeUp)),
        ("reports.refer", "report", goes(Step::Refer)),
        ("reports.not-pursue", "report", goes(Step::NotPursue)),
        ("journal.ask-erasure", "subject", true),
    ];
    let open = acts.into_iter().filter(|(act, _, is_open)| *is_open && may(desk, caller, act));
    let mut links: Vec<(String, String)> = open
        .map(|(act, field, _)| {
            let label = caller.texts.t(&format!("act-{}", act.replace('.', "-")));
            (label, format!("/acts/{act}?{field}={id}&next=/reports/{id}"))
        })
        .collect();
    if row.case_id.is_none() && may(desk, caller, "cases.open") {
        links.push((caller.texts.t("report-open-case"), format!("/cases/new?report={id}")));
    }
    links
}

/// The way to the safe contact: only where there is one, for those who may read it.
fn contact(caller: &Caller, row: &Report) -> Option<Button> {
    let open = row.contact && Ask::Read(&READ_CONTACT).is_for(caller.actor.role);
    let href = format!("/reports/{}/contact", row.report);
    open.then(|| Button::link(caller.texts.t("report-contact-show"), href).secondary())
}

fn report_page<'a>(desk: &Desk, caller: &'a Caller, seen: &Seen) -> ReportPage<'a> {
    let t = &caller.texts;
    let reason = |row: &ReportReason| (caller.label(row.reason), row.reason.points());
    let picture = |row: &Picture| {
        format!("{} · {} × {} · {} B", caller.label(row.media), row.width, row.height, row.bytes)
    };
    let said = |(message, text): &(Message, String)| {
        let text = if message.speaker == Speaker::Notice {
            facts::report::Notice::from_number(message.notice)
                .map(|notice| caller.label(notice))
                .unwrap_or_default()
        } else {
            text.clone()
        };
        (caller.label(message.speaker), message.at.to_text(), text)
    };
    ReportPage {
        t,
        title: t.with("report-title", "number", seen.row.report.short().as_str()),
        summary: summary(caller, &seen.row),
        reasons: seen.reasons.iter().map(reason).collect(),
        pictures: seen.pictures.iter().map(picture).collect(),
        thread: seen.thread.iter().map(said).collect(),
        contact: contact(caller, &seen.row),
        links: links(desk, caller, &seen.row),
    }
}

async fn looked(desk: &Desk, caller: &Caller, id: &str) -> Result<Seen, Problem> {
    let t = &caller.texts;
    caller.may(Ask::Read(&READ_REPORT))?;
    let report: Id = id.parse().map_err(|_| Problem::of(t, ErrorStatus::NOT_FOUND))?;
    caller.may_read(desk, &READ_REPORT, report).await?;
    let by = caller.clone();
    let seen = desk.blocking(move |node| see(node, &by, report)).await;
    seen.map_err(|fault| problem_of_look(t, &fault))?.ok_or_else(|| Problem::of(t, ErrorStatus::NOT_FOUND))
}

/// The report.
pub(super) async fn show(State(desk): State<Desk>, caller: Caller, Path(id): Path<String>) -> Response {
    let frame = caller.frame(&desk);
    match looked(&desk, &caller, &id).await {
        Ok(seen) => {
            let page = report_page(&desk, &caller, &seen);
            Page::staff(&frame, &page.title, &page).into_response()
        }
        Err(problem) => problem.staff_page(&frame).into_response(),
    }
}

/// One report with the reasons of its priority, what is known of its pictures, and its thread. The look is recorded.
#[utoipa::path(
    get,
    path = "/api/reports/{report}",
    operation_id = "reports.report",
    tag = "reports",
    params(("report" = Id, Path, description = "The report")),
    responses((status = 200, description = "`report`, `contact` (whether a safe way to be reached is sealed with it), `reasons`, `pictures`, `thread`", body = Value),
        desk::Conflicted)
)]
pub(super) async fn show_json(
    State(desk): State<Desk>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<Value>, Problem> {
    let seen = looked(&desk, &caller, &id).await?;
    let thread = seen.thread.iter().map(|(message, text)| {
        json!({ "speaker": message.speaker.code(), "at": message.at.to_string(), "text": text, "notice": message.notice })
    });
    let reasons =
        seen.reasons.iter().map(|row| json!({ "reason": row.reason.code(), "points": row.reason.points() }));
    Ok(Json(json!({
        "report": QUEUE.json(&seen.row.to_row()),
        "contact": seen.row.contact,
        "reasons": reasons.collect::<Vec<_>>(),
        "pictures": seen.pictures.iter().map(|row| PICTURES.json(&row.to_row())).collect::<Vec<_>>(),
        "thread": thread.collect::<Vec<_>>(),
    })))
}
