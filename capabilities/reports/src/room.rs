//! What the room shows staff: the queue, one report with its explained priority and its thread, a safe contact.

pub(crate) mod alike;
mod between;
mod consultation;
mod contact;
mod desk_hours;
mod doing;
mod find;
mod folded;
mod hashes;
pub(crate) mod intake;
mod live;
mod machine;
pub(crate) mod native;
mod officials;
mod report;
#[cfg(test)]
mod tests;
mod texts;
mod voice;
mod weights;
mod words;

use crate::acts::file_report;
use crate::acts::{
    Acknowledge, AnswerCall, ApproveDeskHours, ApproveLink, ApproveText, ApproveWeights, Assign, AssignNext,
    ClearConcern, Consult, EndConsultation, Fold, GiveView, HandOver, MarkComplaint, MarkWords, NameBody,
    NotPursue, PartLink, ProposeDeskHours, ProposeLink, ProposeText, ProposeWeights, RateUsefulness, Refer,
    Reply, ReturnReferral, RoundTheClock, SLOT_TEXT, TakeBackText, TakeUp, Unfold,
};
use crate::tables::desk_hours::{DeskHours, DeskHoursProposal};
use crate::tables::weights::{Weight, WeightsProposal, WeightsVersion};
use crate::tables::{
    AskedLook, ByMachine, Call, Circumstance, DeskFigure, DoorTextProposal, DoorTextSeen, FoldedReport,
    OpinionCount, Picture, PutAside, Report, ReportLink, ReportReason, ReportVoice, SaidOfReport, WishedGone,
};
use crate::wording;
use crate::{
    READ_CONSULTATION, READ_CONTACT, READ_DESK_HOURS, READ_FIGURES, READ_MACHINE_DOCUMENT, READ_MOVES,
    READ_QUEUE, READ_REPORT, READ_TEXTS, READ_VOICE, READ_WEIGHTS, READ_WORDS,
};
use between::{AGREEMENTS, ASKED, CONSULTATIONS, REFERRALS, REFERRALS_SENT, WAITS_ASKED, WAITS_REFERRALS};
use desk::{
    ActDoor, Caller, Desk, Entrusted, GoesOn, Guard, Line, Listing, Nav, Offer, PageOf, Pressing, Room,
    Routes, Rows, Slot, Waits,
};
use face::{Tag, Texts, Tone};
use facts::complaint::ComplaintBody;
use kernel::codes::QueueState;
use kernel::kept::RecordKind;
use kernel::{Act as _, Ask, Cell as _, Instant, Record};
use officials::{DUTY_FIGURES, OFFICIALS, WAITS_OFFICIALS};
use utoipa::OpenApi as _;

const fn listing(name: &'static str, table: &'static kernel::Table, order: &'static str) -> Listing {
    Listing {
        room: "reports",
        name,
        table,
        rows: Rows::Kept,
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
        "report",
        "state",
        "points",
        "stands_for",
        "waiting",
        "due_at",
        "reporter",
        "danger",
        "age",
        "language",
        "came_by",
        "duty",
        "pictures",
        "filed_at",
        "taken_by",
    ],
    filters: &[
        "waiting", "state", "reporter", "danger", "age", "language", "came_by", "duty", "unit", "taken_by",
    ],
    guard: Guard::Unit("unit", "report"),
    ..listing("queue", Report::TABLE, "rank,filed_at")
};
static CALLS: Listing =
    Listing { filters: &["state", "call_reason"], ..listing("calls", Call::TABLE, "state,next_at") };
static REASONS: Listing = listing("reasons", ReportReason::TABLE, "report");
static PICTURES: Listing = listing("pictures", Picture::TABLE, "report");
static VOICES: Listing =
    Listing { filters: &["report", "sound"], ..listing("voices", ReportVoice::TABLE, "report") };
static MACHINES: Listing = Listing {
    columns: &["report", "machine_way", "usefulness", "machine_files"],
    filters: &["report", "machine_way", "usefulness"],
    ..listing("machines", ByMachine::TABLE, "-usefulness,report")
};
static GONE: Listing = listing("wished-gone", WishedGone::TABLE, "report");

static PUT_ASIDE: Listing = Listing {
    filters: &["report", "put_aside_by"],
    ..listing("put-aside", PutAside::TABLE, "-put_aside_at")
};
static LOOKS: Listing = Listing {
    filters: &["report", "second_look"],
    ..listing("second-looks", AskedLook::TABLE, "second_look,look_asked_at")
};
static LINKS: Listing = Listing {
    guard: Guard::Both("report", "other_report"),
    filters: &["report", "link_state"],
    ..listing("links", ReportLink::TABLE, "link_state,report")
};
static FOLDED: Listing = Listing {
    guard: Guard::Record("head"),
    filters: &["head", "report", "folded_by"],
    href: "",
    ..listing("folded", FoldedReport::TABLE, "head,folded_at")
};
static FIGURES: Listing = Listing {
    read: &READ_FIGURES,
    guard: Guard::Open,
    filters: &["in_month", "language", "reporter", "came_by"],
    href: "",
    ..listing("figures", DeskFigure::TABLE, "-in_month,language,reporter,came_by")
};
static OPINIONS: Listing = Listing {
    read: &READ_FIGURES,
    guard: Guard::Open,
    filters: &["in_month", "in_language", "opinion_of", "opinion"],
    href: "",
    ..listing("opinions", OpinionCount::TABLE, "-in_month")
};

static CIRCUMSTANCES: Listing = Listing {
    filters: &["report", "happening", "reach", "kept_from", "body"],
    ..listing("circumstances", Circumstance::TABLE, "report")
};
static SAID_OF: Listing =
    Listing { filters: &["report", "said_of"], ..listing("said-of", SaidOfReport::TABLE, "report") };
static BODIES: Listing = Listing {
    guard: Guard::Open,
    filters: &["body"],
    href: "",
    ..listing("bodies", ComplaintBody::TABLE, "body")
};

static TEXTS: Listing = Listing {
    rows: Rows::Made(wording::rows),
    read: &READ_TEXTS,
    guard: Guard::Open,
    filters: &["wording", "in_language", "replaced", "proposed", "changed_by"],
    href: "/texts/{}",
    ..listing("texts", DoorTextSeen::TABLE, "wording")
};

static WEIGHTS: Listing = Listing {
    read: &READ_WEIGHTS,
    guard: Guard::Open,
    filters: &["weights_version", "reason"],
    href: "",
    ..listing("weights", Weight::TABLE, "-weights_version")
};
static WEIGHTS_VERSIONS: Listing = Listing {
    read: &READ_WEIGHTS,
    guard: Guard::Open,
    filters: &["also_waiting"],
    href: "",
    ..listing("weights-versions", WeightsVersion::TABLE, "-weights_version")
};

static DESK_HOURS: Listing = Listing {
    read: &READ_DESK_HOURS,
    guard: Guard::Open,
    filters: &[],
    href: "",
    ..listing("desk-hours", DeskHours::TABLE, "weekday")
};

/// What lays down how door and queue work.
static WEIGHTS_PROPOSED: Listing = Listing {
    read: &READ_WEIGHTS,
    guard: Guard::Open,
    columns: &["proposal", "proposed_by", "proposed_at", "also_waiting"],
    filters: &["proposed_by"],
    href: "",
    ..listing("weights-proposed", WeightsProposal::TABLE, "proposed_at")
};
static HOURS_PROPOSED: Listing = Listing {
    read: &READ_DESK_HOURS,
    guard: Guard::Open,
    columns: &["proposal", "proposed_by", "proposed_at"],
    filters: &["proposed_by"],
    href: "",
    ..listing("desk-hours-proposed", DeskHoursProposal::TABLE, "proposed_at")
};
static SETTINGS: [&Listing; 6] =
    [&TEXTS, &WEIGHTS, &WEIGHTS_VERSIONS, &WEIGHTS_PROPOSED, &DESK_HOURS, &HOURS_PROPOSED];

const fn waits(label: &'static str, filters: &'static [(&'static str, &'static str)]) -> Waits {
    Waits { label, listing: &QUEUE, filters, own: "", due: "due_at", pressing: Pressing::Open }
}
static WAITS_CALLS: Waits = Waits {
    listing: &CALLS,
    due: "next_at",
    pressing: Pressing::Now,
    ..waits("waits-calls", &[("state", "calling")])
};
static WAITS_OWN: Waits =
    Waits { own: "taken_by", pressing: Pressing::Own, ..waits("waits-own-reports", &[("waiting", "yes")]) };
static WAITS_LOOKS: Waits =
    Waits { listing: &LOOKS, due: "", ..waits("waits-second-looks", &[("second_look", "asked")]) };
static WAITS_LINKS: Waits =
    Waits { listing: &LINKS, due: "", ..waits("waits-links", &[("link_state", "proposed")]) };
static WAITS_NEW: Waits = waits("waits-new-reports", &[("waiting", "yes"), ("state", "new")]);
static WAITS_ALL: Waits = waits("waits-reports", &[("waiting", "yes")]);

static WAITS_WEIGHTS: Waits = Waits { listing: &WEIGHTS_PROPOSED, due: "", ..waits("waits-weights", &[]) };
static WAITS_HOURS: Waits = Waits { listing: &HOURS_PROPOSED, due: "", ..waits("waits-desk-hours", &[]) };
static WAITS_TEXTS: Waits =
    Waits { listing: &TEXTS, due: "", ..waits("waits-texts", &[("proposed", "yes")]) };
/// The next report for whoever asks, and then its page.
static NEXT: Offer =
    Offer { listing: &QUEUE, act: "reports.assign-next", next: "/reports/{report}", lighter: "lighter" };

static LOOKED_AFTER: Entrusted = Entrusted {
    label: "entrusted-reports",
    table: Report::TABLE,
    officer: "taken_by",
    record: Some("report"),
    while_it_is: Some(("state", QueueState::TakenUp as i64)),
    goes_on: GoesOn::HandedOver { act: "reports.hand-over", officer: "officer" },
};
static PROPOSED_TEXTS: Entrusted =
    Entrusted::decided_by_another("entrusted-texts", DoorTextProposal::TABLE, "proposed_by", None);

static PROPOSED_WEIGHTS: Entrusted =
    Entrusted::decided_by_another("entrusted-weights", WeightsProposal::TABLE, "proposed_by", None);

static PROPOSED_HOURS: Entrusted =
    Entrusted::decided_by_another("entrusted-desk-hours", DeskHoursProposal::TABLE, "proposed_by", None);

const REPLY: &[Slot] = &[Slot { slot: SLOT_TEXT, label: "field-reply", required: true }];

const QUESTION: &[Slot] = &[Slot { slot: SLOT_TEXT, label: "field-question", required: true }];
const VIEW: &[Slot] = &[Slot { slot: SLOT_TEXT, label: "field-view", required: true }];

/// Required with the reason "other", which says so itself.
const TOLD: &[Slot] = &[Slot { slot: SLOT_TEXT, label: "field-told-text", required: false }];

/// All rows of a small table, in the order of its key.
fn every<R: Record>(database: &mut dyn store::Database) -> Result<Vec<R>, store::DatabaseFault> {
    database.records::<R>(&store::database::TableSql::of(R::TABLE).all, Vec::new())
}

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
#[openapi(
    paths(
        report::show_json,
        alike::show_json,
        live::all_json,
        intake::from_api,
        contact::show_json,
        consultation::show_json,
        voice::from_api,
        machine::from_api,
        hashes::show_json,
        words::show_json,
        texts::all_json,
        texts::one_json,
        weights::all_json,
        weights::moves_json,
        desk_hours::show_json
    ),
    components(schemas(crate::intake::Line))
)]
struct Described;

/// The acts that staff do, with what is sealed beside them.
fn acts() -> Vec<ActDoor> {
    let of_reports = [
        ActDoor::of::<AnswerCall>(&[]).for_many_of(&CALLS, "report"),
        ActDoor::of::<Acknowledge>(&[]).for_many_of(&OFFICIALS, "report"),
        ActDoor::of::<TakeUp>(&[]).for_many_of(&QUEUE, "report").for_many_of(&CALLS, "report"),
        ActDoor::of::<HandOver>(&[]),
        ActDoor::of::<Refer>(&[]).for_many_of(&QUEUE, "report"),
        ActDoor::of::<MarkComplaint>(&[]).for_many_of(&QUEUE, "report"),
        ActDoor::of::<ClearConcern>(&[]),
        ActDoor::of::<NameBody>(&[]),
        ActDoor::of::<ProposeLink>(&[]),
        ActDoor::of::<ApproveLink>(&[]),
        ActDoor::of::<PartLink>(&[]),
        ActDoor::of::<MarkWords>(&[]),
        ActDoor::of::<Fold>(&[]),
        ActDoor::of::<Unfold>(&[]).for_many_of(&FOLDED, "report"),
        ActDoor::of::<NotPursue>(TOLD).telling("told", SLOT_TEXT).for_many_of(&QUEUE, "report"),
        ActDoor::of::<Reply>(REPLY),
        ActDoor::of::<ProposeText>(&[]),
        ActDoor::of::<ApproveText>(&[]),
        ActDoor::of::<TakeBackText>(&[]),
    ];
    of_reports.into_iter().chain(queue_acts()).collect()
}

/// The pages that are no list and no act.
fn pages() -> Routes {
    Routes::new()
        .get("/reports/{report}", Line::Read(&READ_REPORT), report::show)
        .get("/reports/{report}/contact", Line::Read(&READ_CONTACT), contact::show)
        .get("/reports/{report}/live", Line::Read(&READ_REPORT), live::show)
        .get("/chats", Line::Read(&READ_QUEUE), live::show_all)
        .get("/consultations/{consultation}", Line::Read(&READ_CONSULTATION), consultation::show)
        .get("/reports/{report}/hashes", Line::Read(&READ_REPORT), hashes::show)
        .get("/reports/{report}/pictures/{n}/words", Line::Read(&READ_WORDS), words::show)
        .get("/reports/{report}/document", Line::Read(&READ_MACHINE_DOCUMENT), machine::show)
        .get("/reports/{report}/voice", Line::Read(&READ_VOICE), voice::show)
        .get("/reports/{report}/voice/sound", Line::Read(&READ_VOICE), voice::sound)
        .and(settings_pages())
}

/// The same for programs.
fn api() -> Routes {
    Routes::new()
        .get("/api/reports/{report}", Line::Read(&READ_REPORT), report::show_json)
        .get("/api/reports/{report}/alike", Line::Read(&READ_QUEUE), alike::show_json)
        .get("/api/chats", Line::Read(&READ_QUEUE), live::all_json)
        .post_at_most(
            "/api/reports/intake",
            Line::Act(&file_report::KIND),
            crate::intake::MAX_BYTES,
            intake::from_api,
        )
        .get("/api/reports/{report}/contact", Line::Read(&READ_CONTACT), contact::show_json)
        .get("/api/consultations/{consultation}", Line::Read(&READ_CONSULTATION), consultation::show_json)
        .get("/api/reports/{report}/hashes", Line::Read(&READ_REPORT), hashes::show_json)
        .get("/api/reports/{report}/pictures/{n}/words", Line::Read(&READ_WORDS), words::show_json)
        .get("/api/reports/{report}/document", Line::Read(&READ_MACHINE_DOCUMENT), machine::from_api)
        .get("/api/reports/{report}/voice", Line::Read(&READ_VOICE), voice::from_api)
        .and(settings_api())
}

/// The acts that say who gets which report, and lay down how the queue works.
fn queue_acts() -> [ActDoor; 12] {
    [
        ActDoor::of::<AssignNext>(&[]).finding("report"),
        ActDoor::of::<Assign>(&[]),
        ActDoor::of::<ReturnReferral>(&[]),
        ActDoor::of::<Consult>(QUESTION),
        // The answer is a word about the report, whose number the one who answers does not know.
        ActDoor::of::<GiveView>(VIEW).sealed_about(consultation::report_of),
        ActDoor::of::<EndConsultation>(&[]),
        ActDoor::of::<RateUsefulness>(&[]),
        ActDoor::of::<ProposeWeights>(&[]),
        ActDoor::of::<ApproveWeights>(&[]),
        ActDoor::of::<ProposeDeskHours>(&[]),
        ActDoor::of::<ApproveDeskHours>(&[]),
        ActDoor::of::<RoundTheClock>(&[]),
    ]
}

/// The pages of what lays down how door and queue work.
fn settings_pages() -> Routes {
    Routes::new()
        .get("/texts", Line::Read(&READ_TEXTS), texts::show_all)
        .get("/texts/{wording}", Line::Read(&READ_TEXTS), texts::show_one)
        .get("/weights", Line::Read(&READ_WEIGHTS), weights::show_all)
        .get("/weights/{proposal}", Line::Read(&READ_MOVES), weights::show_moves)
        .get("/desk-hours", Line::Read(&READ_DESK_HOURS), desk_hours::show)
}

/// The same as JSON.
fn settings_api() -> Routes {
    Routes::new()
        .get("/api/texts", Line::Read(&READ_TEXTS), texts::all_json)
        .get("/api/texts/{wording}", Line::Read(&READ_TEXTS), texts::one_json)
        .get("/api/weights", Line::Read(&READ_WEIGHTS), weights::all_json)
        .get("/api/weights/{proposal}", Line::Read(&READ_MOVES), weights::moves_json)
        .get("/api/desk-hours", Line::Read(&READ_DESK_HOURS), desk_hours::show_json)
}

/// The entries of the navigation.
fn navigation() -> Vec<Nav> {
    vec![
        Nav { label: "nav-reports", href: "/lists/reports/queue?waiting=yes", read: &READ_QUEUE },
        Nav { label: "nav-calls", href: "/lists/reports/calls?state=calling", read: &READ_QUEUE },
        Nav { label: "nav-officials", href: "/lists/reports/officials?acknowledged=no", read: &READ_QUEUE },
        Nav { label: "nav-duties", href: "/lists/reports/duties", read: &READ_FIGURES },
        Nav { label: "nav-figures", href: "/lists/reports/figures", read: &READ_FIGURES },
        Nav { label: "nav-agreements", href: "/lists/reports/agreements", read: &READ_FIGURES },
        Nav { label: "nav-opinions", href: "/lists/reports/opinions", read: &READ_FIGURES },
        Nav { label: "nav-texts", href: "/texts", read: &READ_TEXTS },
        Nav { label: "nav-weights", href: "/weights", read: &READ_WEIGHTS },
        Nav { label: "nav-desk-hours", href: "/desk-hours", read: &READ_DESK_HOURS },
    ]
}

/// The room.
#[must_use]
pub fn room() -> Room {
    Room {
        charter: crate::charter(),
        texts: [&face::door_resources!("door")[..], &face::resources!("reports")].concat(),
        nav: navigation(),
        listings: vec![
            &QUEUE,
            &CALLS,
            &PUT_ASIDE,
            &LOOKS,
            &LINKS,
            &FOLDED,
            &REFERRALS,
            &REFERRALS_SENT,
            &CONSULTATIONS,
            &ASKED,
            &AGREEMENTS,
            &REASONS,
            &PICTURES,
            &VOICES,
            &MACHINES,
            &GONE,
            &CIRCUMSTANCES,
            &SAID_OF,
            &BODIES,
            &OFFICIALS,
            &DUTY_FIGURES,
            &FIGURES,
            &OPINIONS,
        ]
        .into_iter()
        .chain(SETTINGS)
        .collect(),
        acts: acts(),
        pages: pages(),
        api: api(),
        openapi: Some(Described::openapi()),
        workers: vec![
            crate::calls::work,
            crate::reassessing::work,
            crate::intake::file_complete,
            crate::telling::work,
        ],
        entrusted: vec![&LOOKED_AFTER, &PROPOSED_TEXTS, &PROPOSED_WEIGHTS, &PROPOSED_HOURS],
        waits_for: vec![
            (&WAITS_TEXTS, ApproveText::KIND),
            (&WAITS_WEIGHTS, ApproveWeights::KIND),
            (&WAITS_HOURS, ApproveDeskHours::KIND),
        ],
        waits: vec![
            &WAITS_CALLS,
            &WAITS_OWN,
            &WAITS_REFERRALS,
            &WAITS_ASKED,
            &WAITS_OFFICIALS,
            &WAITS_LOOKS,
            &WAITS_LINKS,
            &WAITS_NEW,
            &WAITS_ALL,
        ],
        waits_now: vec![&live::WAITS_CHATS],
        pages_of: vec![PageOf { kind: RecordKind::Report, href: "/reports/{}", read: &READ_REPORT }],
        offers: vec![&NEXT],
        finders: vec![find::find],
        ..Room::default()
    }
}
