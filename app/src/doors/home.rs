//! The staff door's first page, and the overseer's lists of what the journal itself knows.

use crate::checkpoints::PlaceRow;
use crate::doors::checkpoint::{self, READ_CHECKPOINT};
use crate::doors::keys::{self, READ_KEYS};
use crate::doors::watch::{self, WATCH};
use askama::Template;
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use desk::{
    ActDoor, Caller, Desk, Entrusted, Guard, Line, Listing, Nav, Offered, Pressing, Room, Routes, Rows,
    Waiting, Waits, offered, problem_of_database, waiting, waiting_table,
};
use face::{Cards, Form, Page, Problem, Table, Texts, Typed};
use kernel::erasure::{AskErasure, ConfirmErasure, ConfirmErasures, Erasure};
use kernel::export::Export;
use kernel::glass::{BreakGlass, Glass, ReviewGlass};
use kernel::journal::{Alarm, Look, Refusal, RuleCount, Task};
use kernel::term::{ApproveTerm, ProposeTerm, TermProposal};
use kernel::turning::RotateKeys;
use kernel::{Ask, Charter, ReadKind, Record, Role};
use serde_json::Value;
use utoipa::OpenApi as _;

/// Everybody who works here may see how the rules are kept.
const EVERYBODY: &[Role] = Role::STAFF;

/// Reading what rules refused and marked, in numbers.
static READ_RULES: ReadKind =
    ReadKind { code: 1, name: "journal.read-rules", roles: EVERYBODY, personal: false };
/// Reading alarms, looks, refused reactions and erasures: the overseer's work.
static READ_OVERSIGHT: ReadKind =
    ReadKind { code: 2, name: "journal.read-oversight", roles: &[Role::Overseer], personal: false };
/// Reading which erasures are asked for.
static READ_ERASURES: ReadKind = ReadKind {
    code: 3,
    name: "journal.read-erasures",
    roles: &[Role::Analyst, Role::VictimSupport, Role::Overseer],
    personal: false,
};

const fn listing(
    name: &'static str,
    table: &'static kernel::Table,
    read: &'static ReadKind,
    order: &'static str,
) -> Listing {
    Listing {
        room: "journal",
        name,
        table,
        rows: Rows::Kept,
        read,
        guard: Guard::Open,
        columns: &[],
        filters: &[],
        when: "",
        order,
        href: "",
    }
}

static RULES: Listing = listing("rules", RuleCount::TABLE, &READ_RULES, "rule");
static ALARMS: Listing = Listing {
    filters: &["rule", "record_id", "actor", "unit", "role", "purpose"],
    when: "at",
    href: "/overseer/entries/{}",
    ..listing("alarms", Alarm::TABLE, &READ_OVERSIGHT, "-seq")
};
static LOOKS: Listing = Listing {
    filters: &["whose", "record_id", "actor", "unit", "role", "purpose", "read"],
    when: "at",
    href: "/overseer/entries/{}",
    ..listing("looks", Look::TABLE, &READ_OVERSIGHT, "-seq")
};
static REFUSALS: Listing = Listing {
    filters: &["rule", "act_kind", "record_id", "actor", "unit", "role", "purpose"],
    when: "at",
    href: "/overseer/entries/{}",
    ..listing("refusals", Refusal::TABLE, &READ_OVERSIGHT, "-seq")
};
static EXPORTS: Listing = Listing {
    filters: &["list", "record_id", "actor", "unit", "role", "purpose"],
    when: "at",
    href: "/overseer/entries/{}",
    ..listing("exports", Export::TABLE, &READ_OVERSIGHT, "-seq")
};
static TASKS: Listing = listing("tasks", Task::TABLE, &READ_OVERSIGHT, "-seq");
static ERASURES: Listing = Listing {
    filters: &["subject", "done", "schedule"],
    guard: Guard::Record("subject"),
    ..listing("erasures", Erasure::TABLE, &READ_ERASURES, "-asked_at")
};
static GLASSES: Listing = Listing {
    filters: &["record_id", "officer", "unit", "role", "reason", "reviewed_by", "justified"],
    when: "at",
    href: "/overseer/entries/{}",
    ..listing("glass", Glass::TABLE, &READ_OVERSIGHT, "-seq")
};

static WAITS_ERASURES: Waits = Waits {
    label: "waits-erasures",
    listing: &ERASURES,
    filters: &[("done", "no")],
    own: "",
    due: "",
    pressing: Pressing::Open,
};

static WAITS_GLASS: Waits = Waits {
    label: "waits-glass",
    listing: &GLASSES,
    filters: &[("reviewed_by", "00000000000000000000000000000000")],
    own: "",
    due: "",
    pressing: Pressing::Open,
};

static TERMS: Entrusted =
    Entrusted::decided_by_another("entrusted-terms", TermProposal::TABLE, "proposed_by", None);
static ASKED_ERASURES: Entrusted =
    Entrusted::decided_by_another("entrusted-erasures", Erasure::TABLE, "asked_by", Some(("done", 0)));

/// What the journal itself shows. The overseer's room counts and explains it.
pub(crate) fn oversight() -> Room {
    Room {
        charter: Charter {
            name: "node",
            paragraphs: "52, 69",
            reads: vec![&READ_RULES, &READ_OVERSIGHT, &READ_ERASURES, &READ_CHECKPOINT, &WATCH, &READ_KEYS],
            tables: vec![PlaceRow::TABLE],
            ..Charter::default()
        },
        nav: vec![
            Nav { label: "nav-rules", href: "/lists/journal/rules", read: &READ_RULES },
            Nav { label: "nav-checkpoints", href: "/checkpoints", read: &READ_CHECKPOINT },
            Nav { label: "nav-keys", href: "/keys", read: &READ_KEYS },
        ],
        waits: vec![&WAITS_ERASURES, &WAITS_GLASS],
        listings: vec![&RULES, &ALARMS, &LOOKS, &EXPORTS, &GLASSES, &REFUSALS, &TASKS, &ERASURES],
        openapi: Some(Described::openapi()),
        acts: vec![
            ActDoor::of::<AskErasure>(&[]),
            ActDoor::of::<ConfirmErasure>(&[]),
            ActDoor::of::<ConfirmErasures>(&[]),
            ActDoor::of::<BreakGlass>(&[]),
            ActDoor::of::<ReviewGlass>(&[]),
            ActDoor::of::<ProposeTerm>(&[]),
            ActDoor::of::<ApproveTerm>(&[]),
            ActDoor::of::<RotateKeys>(&[]),
        ],
        entrusted: vec![&TERMS, &ASKED_ERASURES],
        workers: vec![watch::hourly, keys::turn],
        daily: vec![keys::keep],
        texts: checkpoint::texts(),
        ..Room::default()
    }
}

#[derive(Template)]
#[template(path = "home.html")]
struct Home<'a> {
    t: &'a Texts,
    waits: Option<Table>,
    offers: Vec<Offered>,
    find: Form<'a>,
    lists: Cards,
}

async fn home(State(desk): State<Desk>, caller: Caller) -> Response {
    let (frame, typed) = (caller.frame(&desk), Typed::nothing());
    let waits = match waiting(&desk, &caller).await {
        Ok(all) => waiting_table(&caller.texts, &all),
        Err(problem) => return problem.staff_page(&frame).into_response(),
    };
    let open = desk.listings().filter(|listing| caller.may(Ask::Read(listing.read)).is_ok());
    let lists = open.fold(Cards::new(), |cards, listing| {
        let key = format!("list-{}-{}", listing.room, listing.name);
        cards.card(caller.texts.t(&key), String::new(), format!("/lists/{}/{}", listing.room, listing.name))
    });
    let offers = match offered(&desk, &caller, None) {
        Ok(offers) => offers,
        Err(problem) => return problem.staff_page(&frame).into_response(),
    };
    let find = Form::again(&caller.texts, &typed, &[]);
    let page = Home { t: &caller.texts, waits, offers, find, lists };
    Page::staff(&frame, &caller.texts.t("home-title"), &page).into_response()
}

/// What waits for whoever asks, the most pressing first: each with its list, how many, and by when the most pressing.
#[utoipa::path(
    get,
    path = "/api/home",
    operation_id = "journal.home",
    tag = "journal",
    responses((status = 200, description = "What waits; nothing for what nobody waits for", body = Vec<Waiting>))
)]
async fn waits(State(desk): State<Desk>, caller: Caller) -> Result<Json<Vec<Waiting>>, Problem> {
    waiting(&desk, &caller).await.map(Json)
}

/// Every rights rule: paragraphs, basis, whether it is in force, how often it refused and was violated.
#[utoipa::path(
    get,
    path = "/api/rules",
    operation_id = "journal.rules",
    tag = "journal",
    responses((status = 200, description = "One object for each of the twenty rules: `rule`, `paragraphs`, `basis`, `state`, `refusals`, `violations`", body = Vec<Value>))
)]
async fn rules(State(desk): State<Desk>, caller: Caller) -> Result<Json<Vec<Value>>, Problem> {
    caller.may(Ask::Read(&READ_RULES))?;
    let read = desk.blocking(crate::commands::rules_of).await;
    read.map(Json).map_err(|fault| problem_of_database(&caller.texts, &fault))
}

/// The route of the rules as OpenAPI describes it.
#[derive(utoipa::OpenApi)]
#[openapi(paths(waits, rules, checkpoint::checkpoint, checkpoint::places, watch::from_api, keys::keys))]
struct Described;

/// `GET /`, `GET /api/home`, `GET /api/rules`.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/", Line::Staff, home)
        .get("/api/home", Line::Staff, waits)
        .get("/api/rules", Line::Read(&READ_RULES), rules)
        .and(checkpoint::routes())
        .and(watch::routes())
        .and(keys::routes())
}
