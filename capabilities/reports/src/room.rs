//! What the room shows staff: the queue, one report with its explained priority and its thread, a safe contact.

mod contact;
mod report;
#[cfg(test)]
mod tests;

use crate::acts::{HandOver, NotPursue, Refer, Reply, SLOT_TEXT, TakeUp};
use crate::tables::{Picture, Report, ReportReason};
use crate::{READ_CONTACT, READ_QUEUE, READ_REPORT};
use desk::{ActDoor, Caller, Desk, Guard, Line, Listing, Nav, Room, Routes, Slot};
use face::{Language, Resource, Tag, Texts, Tone};
use kernel::{Ask, Cell as _, Instant, Record};
use utoipa::OpenApi as _;

const fn listing(name: &'static str, table: &'static kernel::Table, order: &'static str) -> Listing {
    Listing {
        room: "reports",
        name,
        table,
        read: &READ_QUEUE,
        guard: Guard::Record("report"),
        columns: &[],
        filters: &["report"],
        when: "",
        order,
        href: "/reports/{}",
    }
}

static QUEUE: Listing = Listing {
    columns: &[
        "report", "state", "points", "waiting", "due_at", "reporter", "danger", "age", "language",
        "pictures", "filed_at", "taken_by",
    ],
    filters: &["waiting", "state", "reporter", "danger", "age", "language", "unit"],
    guard: Guard::Unit("unit"),
    ..listing("queue", Report::TABLE, "rank")
};
static REASONS: Listing = listing("reasons", ReportReason::TABLE, "report");
static PICTURES: Listing = listing("pictures", Picture::TABLE, "report");

const REPLY: &[Slot] = &[Slot { slot: SLOT_TEXT, label: "field-reply", required: true }];

/// Required with the reason "other", which says so itself.
const TOLD: &[Slot] = &[Slot { slot: SLOT_TEXT, label: "field-told-text", required: false }];

/// When an answer is due; marked where it is late.
fn due(t: &Texts, row: &Report, now: Instant) -> face::Cell {
    let at = row.due_at.to_text();
    if row.waiting && row.due_at < now {
        Tag::new(t.with("list-overdue", "when", at.as_str()), Tone::Alarm).into()
    } else {
        face::Cell::text(at)
    }
}

/// Whether the caller's role may do that act of whichever room.
fn may(desk: &Desk, caller: &Caller, act: &str) -> bool {
    desk.act(act).is_some_and(|door| Ask::Act(door.kind).is_for(caller.actor.role))
}

/// The room's own routes as OpenAPI describes them.
#[derive(utoipa::OpenApi)]
#[openapi(paths(report::show_json, contact::show_json))]
struct Described;

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
        nav: vec![Nav { label: "nav-reports", href: "/lists/reports/queue?waiting=yes", read: &READ_QUEUE }],
        listings: vec![&QUEUE, &REASONS, &PICTURES],
        acts: vec![
            ActDoor::of::<TakeUp>(&[]),
            ActDoor::of::<HandOver>(&[]),
            ActDoor::of::<Refer>(&[]),
            ActDoor::of::<NotPursue>(TOLD).telling("told", SLOT_TEXT),
            ActDoor::of::<Reply>(REPLY),
        ],
        pages: Routes::new().get("/reports/{report}", Line::Read(&READ_REPORT), report::show).get(
            "/reports/{report}/contact",
            Line::Read(&READ_CONTACT),
            contact::show,
        ),
        api: Routes::new().get("/api/reports/{report}", Line::Read(&READ_REPORT), report::show_json).get(
            "/api/reports/{report}/contact",
            Line::Read(&READ_CONTACT),
            contact::show_json,
        ),
        openapi: Some(Described::openapi()),
        ..Room::default()
    }
}
