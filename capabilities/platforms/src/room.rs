//! What the room shows: deliveries, and the routes of the machine door.

use crate::acts::expire_report::expires_at;
use crate::acts::{EndHook, ExpireReport, LayHook, SLOT_ADDRESS, SLOT_SECRET, SendAgain, TryHook};
use crate::codes::TipState;
use crate::limits::{IDLE_MS, MAX_ADDRESS_CHARS, OPEN_MS};
use crate::tables::{HookMessage, MachineReport, SenderHook};
use crate::{READ_DELIVERIES, READ_HOOKS};
use axum::Router;
use couriers::hook;
use desk::{ActDoor, Desk, Guard, Listing, Nav, Room, Rows, Slot};
use face::FieldError;
use kernel::{Actor, Cell as _, CodeList as _, Outcome, Purpose, Record as _};
use serde_json::Value;
use std::collections::BTreeMap;
use store::database::TableSql;
use store::{DeedFault, Node};

const HOOKS_LIKE: Listing = Listing {
    room: "platforms",
    name: "webhooks",
    table: SenderHook::TABLE,
    rows: Rows::Kept,
    read: &READ_HOOKS,
    guard: Guard::Open,
    columns: &["sender", "in_use", "laid_by", "laid_at", "failed", "rest_until", "taken_at"],
    filters: &["sender", "in_use"],
    when: "laid_at",
    order: "-laid_at",
    href: "",
};

static HOOKS: Listing = Listing { ..HOOKS_LIKE };

static MESSAGES: Listing = Listing {
    name: "messages",
    table: HookMessage::TABLE,
    columns: &[
        "message",
        "sender",
        "sequence",
        "sender_stage",
        "hook_delivery",
        "attempts",
        "hook_attempt",
        "answer_code",
        "said_at",
        "tried_at",
        "try_at",
    ],
    filters: &["sender", "hook_delivery", "hook_attempt"],
    when: "said_at",
    order: "-said_at",
    ..HOOKS_LIKE
};

static DELIVERIES: Listing = Listing {
    room: "platforms",
    name: "deliveries",
    table: MachineReport::TABLE,
    rows: Rows::Kept,
    read: &READ_DELIVERIES,
    guard: Guard::Record("report"),
    columns: &[
        "number",
        "sender",
        "wire",
        "tip_state",
        "files",
        "bytes",
        "quality",
        "opened_at",
        "changed_at",
        "report",
    ],
    filters: &["sender", "wire", "tip_state"],
    when: "opened_at",
    order: "-number",
    href: "",
};

const HOOK: &[Slot] = &[
    Slot { slot: SLOT_ADDRESS, label: "field-webhook-address", required: true },
    Slot { slot: SLOT_SECRET, label: "field-webhook-secret", required: true },
];

/// Whether address and secret are such as a webhook has. Private networks are for the sender's own door, where they are open.
fn hook_fits(_: &Value, sealed: &BTreeMap<u16, String>) -> Result<(), FieldError> {
    let text = |slot: u16| sealed.get(&slot).map(|text| text.trim()).unwrap_or_default();
    let wrong = |slot: u16, wrong: &str, right: &str| {
        Err(FieldError { field: format!("sealed.{slot}"), wrong: wrong.into(), right: right.into() })
    };
    let address = text(SLOT_ADDRESS);
    if address.chars().count() > MAX_ADDRESS_CHARS || !hook::is_address_elsewhere(address) {
        let right = "an address such as https://platform.example/tutela";
        return wrong(SLOT_ADDRESS, "is no address of a webhook", right);
    }
    if hook::Secret::read(text(SLOT_SECRET)).is_err() {
        let right = "whsec_ and 24 to 64 bytes in Base64, which the other side knows, too";
        return wrong(SLOT_SECRET, "is no secret of a webhook", right);
    }
    Ok(())
}

/// So many go in one turn.
const TOGETHER: i64 = 256;

/// Lets go of what was never finished; answers how many. Blocking.
fn expire(node: &Node) -> Result<usize, DeedFault> {
    let now = Desk::now();
    // Neither time can be over before the shorter one is.
    let before = now.0.saturating_sub(OPEN_MS.min(IDLE_MS));
    let every = TableSql::of(MachineReport::TABLE).every;
    let sql =
        format!("{every} WHERE tip_state = $1 AND changed_at < $2 ORDER BY changed_at LIMIT {TOGETHER}");
    let parameters = vec![TipState::Open.number().to_value(), before.to_value()];
    let open = node.read(|database| database.records::<MachineReport>(&sql, parameters));
    let open = open.map_err(|fault| DeedFault::Broken(fault.to_string()))?;
    let mut gone = 0;
    for row in open.iter().filter(|row| now >= expires_at(row)) {
        let act = row.report.derive("expire", 0);
        let what = ExpireReport { report: row.report };
        let deed = node.deed(act, &what, Actor::SYSTEM, Purpose::Reaction).build();
        match node.enter_now(deed)?.outcome {
            Outcome::Entered { .. } => gone += 1,
            outcome => tracing::error!(?outcome, "a report that was never finished did not go"),
        }
    }
    Ok(gone)
}

/// What the machine door answers; a file has at most so many bytes, up to [`MOST_FILE_BYTES`](crate::limits::MOST_FILE_BYTES).
pub fn machine_routes(desk: Desk, largest_file: u64) -> Router {
    let beside = crate::hooks::routes().merge(crate::page::routes());
    crate::ispws::routes(desk.clone(), largest_file).merge(beside.with_state(desk))
}

/// What is described of the machine door here: the wire, and Tutela's own API.
#[must_use]
pub fn machine_described() -> utoipa::openapi::OpenApi {
    let mut all = crate::hooks::described();
    all.merge(crate::ispws::described());
    all
}

/// The room.
#[must_use]
pub fn room() -> Room {
    Room {
        charter: crate::charter(),
        texts: face::resources!("platforms").to_vec(),
        nav: vec![
            Nav { label: "nav-platforms", href: "/lists/platforms/deliveries", read: &READ_DELIVERIES },
            Nav { label: "nav-webhooks", href: "/lists/platforms/webhooks?in_use=yes", read: &READ_HOOKS },
        ],
        listings: vec![&DELIVERIES, &HOOKS, &MESSAGES],
        acts: vec![
            ActDoor::of::<LayHook>(HOOK).making("hook").checking(hook_fits),
            ActDoor::of::<EndHook>(&[]),
            ActDoor::of::<TryHook>(&[]),
            ActDoor::of::<SendAgain>(&[]),
        ],
        daily: vec![expire],
        ..Room::default()
    }
}
