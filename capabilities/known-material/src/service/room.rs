//! What staff see of the match service: who may ask which list, how much was asked, and what looks like probing.

use super::acts::{EndMatch, LetMatch, SetMatchQuota};
use super::tables::{LookUpDigest, MatchQuota, MatchRight, Probing};
use super::{Checked, READ_LOOK_UPS, check_look_ups};
use axum::Json;
use axum::extract::State;
use desk::{ActDoor, Caller, Desk, Guard, Line, Listing, Routes, Rows, problem_of_database};
use face::Problem;
use kernel::{Ask, ReadKind, Record as _, Role};
use utoipa::OpenApi;

/// Comparing what stands beside the journal about look-ups with the journal.
pub const READ_CHECKED: ReadKind =
    ReadKind { code: 247, name: "known-material.check-look-ups", roles: &[Role::Overseer], personal: false };

const LIKE: Listing = Listing {
    room: "known-material",
    name: "match-rights",
    table: MatchRight::TABLE,
    rows: Rows::Kept,
    read: &READ_LOOK_UPS,
    guard: Guard::Open,
    columns: &["list", "asker", "let_by", "let_at"],
    filters: &["list", "asker"],
    when: "let_at",
    order: "-let_at",
    href: "",
};

/// Which machine key may ask which list.
static RIGHTS: Listing = Listing { ..LIKE };

/// How much keys may ask, where it was said.
static QUOTAS: Listing = Listing {
    name: "match-quotas",
    table: MatchQuota::TABLE,
    columns: &["asker", "a_minute"],
    filters: &["asker"],
    when: "",
    order: "asker",
    ..LIKE
};

/// What was asked, a second in a row.
static LOOK_UPS: Listing = Listing {
    name: "look-ups",
    table: LookUpDigest::TABLE,
    columns: &["kept_at", "look_ups", "matched", "askers", "process", "place"],
    filters: &["process"],
    when: "kept_at",
    order: "-kept_at",
    ..LIKE
};

/// What looks like probing.
static PROBINGS: Listing = Listing {
    name: "probing",
    table: Probing::TABLE,
    columns: &["at", "asker", "since", "look_ups", "near_misses", "walks"],
    filters: &["asker"],
    when: "at",
    order: "-at",
    ..LIKE
};

/// The lists.
pub(crate) fn listings() -> Vec<&'static Listing> {
    vec![&RIGHTS, &QUOTAS, &LOOK_UPS, &PROBINGS]
}

/// The acts of staff.
pub(crate) fn acts() -> Vec<ActDoor> {
    vec![ActDoor::of::<LetMatch>(&[]), ActDoor::of::<EndMatch>(&[]), ActDoor::of::<SetMatchQuota>(&[])]
}

/// Compares each digest of look-ups in the journal with the segments beside it.
#[utoipa::path(
    get,
    path = "/api/known-material/look-ups/check",
    operation_id = "known-material.check-look-ups",
    tag = "known-material",
    responses((status = 200, description = "How many are as they were, and which are not", body = Checked))
)]
async fn checked(State(desk): State<Desk>, caller: Caller) -> Result<Json<Checked>, Problem> {
    caller.may(Ask::Read(&READ_CHECKED))?;
    let found = desk.blocking(|node| check_look_ups(node, Desk::now())).await;
    found.map(Json).map_err(|fault| problem_of_database(&caller.texts, &fault))
}

/// The routes.
pub(crate) fn api() -> Routes {
    Routes::new().get("/api/known-material/look-ups/check", Line::Read(&READ_CHECKED), checked)
}

/// What is described of them.
#[derive(OpenApi)]
#[openapi(paths(checked))]
pub(crate) struct Described;
