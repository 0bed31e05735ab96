//! What the room shows staff: lists, their entries, leads and checks, and the doors of its acts.

use crate::acts::{ConfirmLead, CreateList, RejectLead, WithdrawHashes};
use crate::tables::{HashEntry, HashList, Lead, PictureCheck};
use crate::{READ_LEADS, READ_LISTS, charter, pages, service};
use desk::{ActDoor, Guard, Listing, Nav, Pressing, Room, Rows, Waits};
use kernel::Record;
use utoipa::OpenApi;

/// All lists.
pub(crate) const LISTS: Listing = Listing {
    room: "known-material",
    name: "lists",
    table: HashList::TABLE,
    rows: Rows::Kept,
    read: &READ_LISTS,
    // Whoever matches pictures knows of all lists.
    guard: Guard::Open,
    columns: &[
        "name",
        "purpose",
        "country",
        "grade_scheme",
        "max_distance",
        "entries",
        "withdrawn",
        "created_at",
    ],
    filters: &["purpose", "country"],
    when: "",
    order: "name",
    href: "/known-material/lists/{}",
};

/// All leads, the newest first.
pub(crate) const LEADS: Listing = Listing {
    room: "known-material",
    name: "leads",
    table: Lead::TABLE,
    rows: Rows::Kept,
    read: &READ_LEADS,
    guard: Guard::Record("report"),
    columns: &["lead", "state", "report", "picture", "list", "entry", "how", "distance", "grade", "at"],
    filters: &["state", "how", "grade", "list", "report"],
    when: "",
    order: "-at",
    href: "/known-material/leads/{}",
};

static ALL_LISTS: Listing = LISTS;
static ALL_LEADS: Listing = LEADS;

/// Entries with their grades; their hashes are in no list.
static ENTRIES: Listing = Listing {
    name: "entries",
    table: HashEntry::TABLE,
    columns: &["list", "entry", "grade", "withdrawn", "added_at"],
    filters: &["list", "grade", "withdrawn"],
    order: "entry",
    ..LISTS
};

/// Which reports' pictures were compared, those that found nothing included.
static CHECKS: Listing = Listing {
    name: "checks",
    table: PictureCheck::TABLE,
    columns: &["report", "pictures", "checked_at", "leads", "exact_only", "left_out"],
    filters: &["report"],
    when: "",
    order: "-checked_at",
    href: "/reports/{}",
    ..LEADS
};

static WAITS_LEADS: Waits = Waits {
    label: "waits-leads",
    listing: &ALL_LEADS,
    filters: &[("state", "unverified")],
    own: "",
    due: "",
    pressing: Pressing::Open,
};

/// The room. Its worker is [`MatchWorker`](crate::MatchWorker), which has a memory and is run by the app itself.
#[must_use]
pub fn room() -> Room {
    Room {
        charter: charter(),
        texts: face::resources!("known-material").to_vec(),
        nav: vec![Nav { label: "nav-known-material", href: "/known-material", read: &READ_LEADS }],
        waits: vec![&WAITS_LEADS],
        listings: [&ALL_LEADS, &ALL_LISTS, &ENTRIES, &CHECKS]
            .into_iter()
            .chain(service::room::listings())
            .collect(),
        acts: [
            ActDoor::of::<CreateList>(&[]),
            ActDoor::of::<WithdrawHashes>(&[]),
            ActDoor::of::<ConfirmLead>(&[]),
            ActDoor::of::<RejectLead>(&[]),
        ]
        .into_iter()
        .chain(service::room::acts())
        .collect(),
        pages: pages::pages(),
        api: pages::api().and(service::room::api()),
        openapi: Some(described()),
        daily: vec![service::let_go],
        ..Room::default()
    }
}

fn described() -> utoipa::openapi::OpenApi {
    let mut all = pages::Described::openapi();
    all.merge(service::room::Described::openapi());
    all
}
