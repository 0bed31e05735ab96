//! What the room shows staff: the queue, one report with its explained priority and its thread.

use crate::acts::{NotPursue, Refer, Reply, SLOT_TEXT, TakeUp};
use crate::codes::Speaker;
use crate::core::{messages, queue_row};
use crate::tables::{Message, Picture, Report, ReportReason};
use crate::{READ_QUEUE, READ_REPORT};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use desk::{ActDoor, Caller, Desk, Listing, Nav, Room, Slot, problem_of_database, problem_of_look};
use face::{Cell, ErrorStatus, Language, Page, Problem, Resource, SummaryList, Texts};
use kernel::{Ask, Cell as _, CodeList, Id, Record, allow};
use serde_json::{Value, json};
use store::{LookFault, Node};

const fn listing(name: &'static str, table: &'static kernel::Table, order: &'static str) -> Listing {
    Listing {
        room: "reports",
        name,
        table,
        read: &READ_QUEUE,
        columns: &[],
        filters: &["report"],
        order,
        href: "/reports/{}",
    }
}

static QUEUE: Listing = Listing {
    columns: &[
        "report", "state", "points", "due_at", "reporter", "danger", "age", "language", "pictures",
        "filed_at", "taken_by",
    ],
    filters: &["state", "reporter", "danger", "age", "language", "unit"],
    ..listing("queue", Report::TABLE, "rank")
};
static REASONS: Listing = listing("reasons", ReportReason::TABLE, "report");
static PICTURES: Listing = listing("pictures", Picture::TABLE, "report");

const REPLY: &[Slot] = &[Slot { slot: SLOT_TEXT, label: "field-reply", required: true }];

/// Required with the reason "other", which says so itself.
const TOLD: &[Slot] = &[Slot { slot: SLOT_TEXT, label: "field-told-text", required: false }];

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
    id: String,
    title: String,
    summary: SummaryList,
    reasons: Vec<(String, u32)>,
    pictures: Vec<String>,
    thread: Vec<(String, String, String)>,
    open: bool,
}

fn summary(caller: &Caller, row: &Report) -> SummaryList {
    let t = &caller.texts;
    let column = |name: &str| t.t(&format!("column-{name}"));
    SummaryList::new(t)
        .row(column("state"), Cell::text(caller.label(row.state)))
        .row(column("points"), Cell::number(t, row.points))
        .row(column("due-at"), Cell::text(row.due_at.to_text()))
        .row(column("filed-at"), Cell::text(row.filed_at.to_text()))
        .row(column("reporter"), Cell::text(caller.label(row.reporter)))
        .row(column("danger"), Cell::text(caller.label(row.danger)))
        .row(column("age"), Cell::text(caller.label(row.age)))
        .row(column("language"), Cell::text(&row.language))
        .row(column("contact"), Cell::text(t.t(&row.contact.to_text())))
}

fn report_page<'a>(caller: &'a Caller, seen: &Seen) -> ReportPage<'a> {
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
        id: seen.row.report.to_string(),
        title: t.with("report-title", "number", seen.row.report.short().as_str()),
        summary: summary(caller, &seen.row),
        reasons: seen.reasons.iter().map(reason).collect(),
        pictures: seen.pictures.iter().map(picture).collect(),
        thread: seen.thread.iter().map(said).collect(),
        open: matches!(
            seen.row.state,
            kernel::codes::QueueState::New
                | kernel::codes::QueueState::TakenUp
                | kernel::codes::QueueState::Referred
        ),
    }
}

async fn looked(desk: &Desk, caller: &Caller, id: &str) -> Result<Seen, Problem> {
    let t = &caller.texts;
    allow(&caller.actor, Ask::Read(&READ_REPORT), caller.purpose).map_err(|forbidden| {
        Problem::of(t, ErrorStatus::FORBIDDEN).with_kind("policy").with_detail(forbidden.to_string())
    })?;
    let report: Id = id.parse().map_err(|_| Problem::of(t, ErrorStatus::NOT_FOUND))?;
    let by = caller.clone();
    let seen = desk.blocking(move |node| see(node, &by, report)).await;
    seen.map_err(|fault| match &fault {
        LookFault::Database(fault) => problem_of_database(t, fault),
        _ => problem_of_look(t, &fault),
    })?
    .ok_or_else(|| Problem::of(t, ErrorStatus::NOT_FOUND))
}

async fn show(State(desk): State<Desk>, caller: Caller, Path(id): Path<String>) -> Response {
    let frame = caller.frame(&desk);
    match looked(&desk, &caller, &id).await {
        Ok(seen) => {
            let page = report_page(&caller, &seen);
            Page::staff(&frame, &page.title, &page).into_response()
        }
        Err(problem) => problem.staff_page(&frame).into_response(),
    }
}

async fn show_json(
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
        "reasons": reasons.collect::<Vec<_>>(),
        "pictures": seen.pictures.iter().map(|row| PICTURES.json(&row.to_row())).collect::<Vec<_>>(),
        "thread": thread.collect::<Vec<_>>(),
    })))
}

/// The room.
#[must_use]
pub fn room() -> Room {
    Room {
        charter: crate::charter(),
        texts: vec![
            Resource { language: Language::English, source: include_str!("../languages/en/door.ftl") },
            Resource { language: Language::Arabic, source: include_str!("../languages/ar/door.ftl") },
            Resource { language: Language::English, source: include_str!("../languages/en/reports.ftl") },
            Resource { language: Language::Arabic, source: include_str!("../languages/ar/reports.ftl") },
        ],
        nav: vec![Nav { label: "nav-reports", href: "/lists/reports/queue", read: &READ_QUEUE }],
        listings: vec![&QUEUE, &REASONS, &PICTURES],
        acts: vec![
            ActDoor::of::<TakeUp>(&[]),
            ActDoor::of::<Refer>(&[]),
            ActDoor::of::<NotPursue>(TOLD),
            ActDoor::of::<Reply>(REPLY),
        ],
        pages: Router::new().route("/reports/{id}", get(show)),
        api: Router::new().route("/api/reports/{id}", get(show_json)),
        ..Room::default()
    }
}
