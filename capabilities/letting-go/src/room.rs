//! What the room shows: holds, schedules, what will be erased when and why, and who is still to be told.

use crate::acts::decide_request::SLOT_ANSWER;
use crate::acts::request::SLOT_WORDS;
use crate::acts::{
    ApproveSchedule, AskLift, DecideRequest, ExtendRequest, ImposeHold, LayDown, LiftHold, MakeRequest,
    ReleaseAnswer, RenewHold, TellPartner,
};
use crate::page;
use crate::tables::{DataRequest, Due, Hold, PartnerNotice, Schedule};
use desk::{ActDoor, Guard, Line, Listing, Nav, Room, Routes, Slot};
use facts::letting_go::SLOT_CORRECTED;
use kernel::{ReadKind, Record, Role};
use utoipa::OpenApi as _;

/// Holds, schedules, what falls due, who is to be told: numbers, codes and dates.
pub static READ_KEEPING: ReadKind =
    ReadKind { code: 600, name: "letting-go.read", roles: Role::STAFF, personal: false };

/// Everything that is held on somebody who asked, for those who decide the answer. Each look is recorded.
pub static READ_HELD: ReadKind =
    ReadKind { code: 601, name: "letting-go.held", roles: crate::acts::ANSWERERS, personal: true };

/// Which requests there are and how far they are: codes and dates.
pub static READ_REQUESTS: ReadKind = ReadKind {
    code: 602,
    name: "letting-go.requests",
    roles: &[Role::Analyst, Role::Prosecutor, Role::VictimSupport, Role::Overseer],
    personal: false,
};

const WORDS: &[Slot] = &[Slot { slot: SLOT_WORDS, label: "field-request-words", required: false }];
const ANSWER: &[Slot] = &[
    Slot { slot: SLOT_ANSWER, label: "field-request-answer", required: true },
    Slot { slot: SLOT_CORRECTED, label: "field-right-name", required: false },
];

const fn listing(name: &'static str, table: &'static kernel::Table, order: &'static str) -> Listing {
    Listing {
        room: "letting-go",
        name,
        table,
        read: &READ_KEEPING,
        guard: Guard::Record("record_id"),
        columns: &[],
        filters: &["record_id"],
        order,
        href: "",
    }
}

static HOLDS: Listing = Listing {
    columns: &[
        "hold",
        "record_id",
        "hold_reason",
        "state",
        "ends_on",
        "authority",
        "document",
        "imposed_by",
        "imposed_at",
        "warned",
        "lift_asked_by",
        "lifted_by",
    ],
    filters: &["record_id", "state", "hold_reason"],
    ..listing("holds", Hold::TABLE, "ends_on")
};
static SCHEDULES: Listing = Listing {
    guard: Guard::Open,
    filters: &["kind", "state"],
    ..listing("schedules", Schedule::TABLE, "-laid_down_at")
};
/// What will be erased, the soonest first.
static DUE: Listing =
    Listing { filters: &["record_id", "kind", "state", "waiting"], ..listing("due", Due::TABLE, "due_on") };
static PARTNERS: Listing = Listing {
    filters: &["record_id", "unit", "to_tell", "waiting"],
    ..listing("partners", PartnerNotice::TABLE, "due_at")
};

/// Requests, the most pressing first.
static REQUESTS: Listing = Listing {
    read: &READ_REQUESTS,
    guard: Guard::Record("subject"),
    columns: &[
        "request",
        "subject",
        "asks",
        "state",
        "waiting",
        "due_at",
        "asked_at",
        "identity",
        "guardian",
        "extended",
        "reminded",
        "missed",
        "answer",
        "ground",
        "decided_by",
    ],
    filters: &["subject", "asks", "state", "waiting", "missed"],
    href: "/letting-go/requests/{}",
    ..listing("requests", DataRequest::TABLE, "due_at")
};

/// The room.
#[must_use]
pub fn room() -> Room {
    Room {
        charter: crate::charter(),
        texts: face::resources!("letting-go").to_vec(),
        nav: vec![
            Nav { label: "nav-letting-go", href: "/lists/letting-go/due", read: &READ_KEEPING },
            Nav {
                label: "nav-requests",
                href: "/lists/letting-go/requests?waiting=yes",
                read: &READ_REQUESTS,
            },
        ],
        listings: vec![&DUE, &HOLDS, &SCHEDULES, &PARTNERS, &REQUESTS],
        acts: vec![
            ActDoor::of::<ImposeHold>(&[]),
            ActDoor::of::<RenewHold>(&[]),
            ActDoor::of::<AskLift>(&[]),
            ActDoor::of::<LiftHold>(&[]),
            ActDoor::of::<LayDown>(&[]),
            ActDoor::of::<ApproveSchedule>(&[]),
            ActDoor::of::<TellPartner>(&[]),
            ActDoor::of::<MakeRequest>(WORDS).telling("told", SLOT_WORDS),
            ActDoor::of::<ExtendRequest>(&[]),
            ActDoor::of::<DecideRequest>(ANSWER).telling("renamed", SLOT_CORRECTED),
            ActDoor::of::<ReleaseAnswer>(&[]),
        ],
        pages: Routes::new().get("/letting-go/requests/{request}", Line::Read(&READ_HELD), page::show),
        api: Routes::new().get("/api/letting-go/requests/{request}", Line::Read(&READ_HELD), page::show_json),
        openapi: Some(page::Described::openapi()),
        daily: vec![crate::fall_due],
        ..Room::default()
    }
}
