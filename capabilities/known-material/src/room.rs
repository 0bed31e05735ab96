//! What the room shows staff: lists, their entries and what is said of them, leads and checks, and the doors of its acts.

use crate::acts::{
    AnswerDispute, ApproveMapping, ConfirmLead, CreateList, Dispute, HideList, NoteVictims, ProposeGrade,
    ProposeMapping, RejectLead, SetExpiry, ShowList, VoteGrade, WithdrawHashes,
};
use crate::tables::{
    EntryDispute, EntryExpiry, EntryGrading, EntryVote, GradeMapping, HashEntry, HashList, Lead, MappedLabel,
    PictureCheck, SetAside,
};
use crate::{READ_LEADS, READ_LISTS, READ_MAPPINGS, charter, expiry, pages, service};
use desk::{ActDoor, Guard, Listing, Nav, Pressing, Room, Rows, Waits};
use kernel::Record;
use utoipa::OpenApi;

/// A list of something about entries of hash lists.
pub(crate) const fn listing(
    name: &'static str,
    table: &'static kernel::Table,
    order: &'static str,
) -> Listing {
    Listing {
        room: "known-material",
        name,
        table,
        rows: Rows::Kept,
        read: &READ_LISTS,
        guard: Guard::Record("list"),
        columns: &[],
        filters: &[],
        when: "",
        order,
        href: "",
    }
}

/// Where an entry's page is.
const ENTRY: &str = "/known-material/lists/{}/entries/{}";

/// All lists that the reader sees.
pub(crate) static LISTS: Listing = Listing {
    columns: &[
        "name",
        "purpose",
        "organisation",
        "owner",
        "country",
        "grade_scheme",
        "max_distance",
        "list_visible",
        "entries",
        "withdrawn",
        "compared_back",
        "created_at",
    ],
    filters: &["purpose", "country", "owner", "organisation", "list_visible"],
    href: "/known-material/lists/{}",
    ..listing("lists", HashList::TABLE, "name")
};

/// All leads, the newest first.
pub(crate) static LEADS: Listing = Listing {
    read: &READ_LEADS,
    guard: Guard::Record("report"),
    columns: &[
        "lead", "state", "undone", "report", "picture", "list", "entry", "how", "distance", "grade", "at",
    ],
    filters: &["state", "undone", "how", "grade", "list", "entry", "report"],
    href: "/known-material/leads/{}",
    ..listing("leads", Lead::TABLE, "-at")
};

/// Entries with their grades; their hashes are in no list.
pub(crate) static ENTRIES: Listing = Listing {
    columns: &[
        "entry",
        "list",
        "grade",
        "grade_stands",
        "entry_reach",
        "withdrawn",
        "withdrawn_why",
        "added_at",
        "brought_by",
        "exchange",
    ],
    filters: &[
        "list",
        "grade",
        "grade_stands",
        "entry_reach",
        "withdrawn",
        "withdrawn_why",
        "brought_by",
        "exchange",
    ],
    when: "added_at",
    href: ENTRY,
    ..listing("entries", HashEntry::TABLE, "entry")
};

/// What people say of grades.
pub(crate) static GRADINGS: Listing = Listing {
    columns: &[
        "entry",
        "list",
        "proposed_grade",
        "grade_proposed_by",
        "grade_proposed_at",
        "grade_waits",
        "votes_for",
        "votes_against",
        "graded_first",
        "graded_by",
        "graded_at",
    ],
    filters: &["list", "grade_waits", "proposed_grade", "grade_proposed_by", "graded_by"],
    when: "grade_proposed_at",
    href: ENTRY,
    ..listing("gradings", EntryGrading::TABLE, "-grade_proposed_at")
};

/// Votes on grades.
pub(crate) static VOTES: Listing = Listing {
    columns: &["entry", "list", "grade_round", "voter", "voter_unit", "agrees", "voted_at"],
    filters: &["list", "entry", "voter", "agrees"],
    when: "voted_at",
    href: ENTRY,
    ..listing("votes", EntryVote::TABLE, "-voted_at")
};

/// Disputes about entries.
pub(crate) static DISPUTES: Listing = Listing {
    columns: &[
        "dispute",
        "dispute_state",
        "dispute_reason",
        "list",
        "entry",
        "disputed_by",
        "disputed_unit",
        "disputed_at",
        "dispute_answered_by",
        "dispute_answered_at",
    ],
    filters: &["dispute_state", "dispute_reason", "list", "entry", "disputed_by"],
    when: "disputed_at",
    ..listing("disputes", EntryDispute::TABLE, "-disputed_at")
};

/// Entries that end.
static EXPIRIES: Listing = Listing {
    columns: &["entry", "list", "ends_at"],
    filters: &["list"],
    when: "ends_at",
    href: ENTRY,
    ..listing("expiries", EntryExpiry::TABLE, "ends_at")
};

/// Matches that are no leads, each with the entry that says why.
static SET_ASIDE: Listing = Listing {
    read: &READ_LEADS,
    guard: Guard::Record("report"),
    columns: &[
        "report",
        "picture",
        "list",
        "entry",
        "how",
        "distance",
        "grade",
        "negative_list",
        "negative_entry",
        "set_aside_at",
    ],
    filters: &["report", "list", "negative_list", "grade"],
    when: "set_aside_at",
    ..listing("set-aside", SetAside::TABLE, "-set_aside_at")
};

/// Tables of labels.
static MAPPINGS: Listing = Listing {
    read: &READ_MAPPINGS,
    guard: Guard::Open,
    filters: &["mapping_version"],
    ..listing("mappings", GradeMapping::TABLE, "-mapping_version")
};

/// Labels of each law.
static LABELS: Listing = Listing {
    read: &READ_MAPPINGS,
    guard: Guard::Open,
    filters: &["mapping", "country", "grade"],
    ..listing("labels", MappedLabel::TABLE, "country")
};

/// Which reports' pictures were compared, those that found nothing included.
static CHECKS: Listing = Listing {
    read: &READ_LEADS,
    guard: Guard::Record("report"),
    columns: &["report", "pictures", "checked_at", "leads", "exact_only", "left_out"],
    filters: &["report"],
    href: "/reports/{}",
    ..listing("checks", PictureCheck::TABLE, "-checked_at")
};

const fn waits(
    label: &'static str,
    listing: &'static Listing,
    filters: &'static [(&'static str, &'static str)],
) -> Waits {
    Waits { label, listing, filters, own: "", due: "", pressing: Pressing::Open }
}

static WAITS_LEADS: Waits = waits("waits-leads", &LEADS, &[("state", "unverified")]);
static WAITS_GRADES: Waits = waits("waits-grades", &GRADINGS, &[("grade_waits", "yes")]);
static WAITS_DISPUTES: Waits = waits("waits-disputes", &DISPUTES, &[("dispute_state", "open")]);
static WAITS_MAPPINGS: Waits = waits("waits-mappings", &MAPPINGS, &[("mapping_version", "0")]);

/// The room. Its worker is [`MatchWorker`](crate::MatchWorker), which has a memory and is run by the app itself.
#[must_use]
pub fn room() -> Room {
    Room {
        charter: charter(),
        texts: face::resources!("known-material").to_vec(),
        nav: vec![Nav { label: "nav-known-material", href: "/known-material", read: &READ_LEADS }],
        waits: vec![&WAITS_LEADS, &WAITS_GRADES, &WAITS_DISPUTES],
        waits_for: vec![(&WAITS_MAPPINGS, &crate::acts::map_grades::APPROVE)],
        listings: [
            &LEADS, &LISTS, &ENTRIES, &GRADINGS, &VOTES, &DISPUTES, &EXPIRIES, &SET_ASIDE, &MAPPINGS,
            &LABELS, &CHECKS,
        ]
        .into_iter()
        .chain(service::room::listings())
        .collect(),
        acts: [
            ActDoor::of::<CreateList>(&[]),
            ActDoor::of::<WithdrawHashes>(&[]),
            ActDoor::of::<ConfirmLead>(&[]),
            ActDoor::of::<RejectLead>(&[]),
            ActDoor::of::<ShowList>(&[]),
            ActDoor::of::<HideList>(&[]),
            ActDoor::of::<ProposeGrade>(&[]),
            ActDoor::of::<VoteGrade>(&[]),
            ActDoor::of::<Dispute>(&[]).making("dispute"),
            ActDoor::of::<AnswerDispute>(&[]),
            ActDoor::of::<SetExpiry>(&[]),
            ActDoor::of::<NoteVictims>(&[]),
            ActDoor::of::<ProposeMapping>(&[]).making("mapping"),
            ActDoor::of::<ApproveMapping>(&[]),
        ]
        .into_iter()
        .chain(service::room::acts())
        .collect(),
        pages: pages::pages(),
        api: pages::api().and(service::room::api()),
        openapi: Some(described()),
        daily: vec![expiry::daily, service::let_go],
        ..Room::default()
    }
}

fn described() -> utoipa::openapi::OpenApi {
    let mut all = pages::Described::openapi();
    all.merge(service::room::Described::openapi());
    all
}
