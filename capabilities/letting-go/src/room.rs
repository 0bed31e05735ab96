//! What the room shows: holds, schedules, what will be erased when and why, and who is still to be told.

use crate::acts::decide_request::SLOT_ANSWER;
use crate::acts::request::SLOT_WORDS;
use crate::acts::{
    ApproveSchedule, AskLift, DecideRequest, ExtendRequest, ImposeHold, LayDown, LiftHold, MakeRequest,
    ReleaseAnswer, RenewHold, TellPartner,
};
use crate::codes::{HoldState, RequestState, ScheduleState};
use crate::page;
use crate::tables::{DataRequest, Due, Hold, PartnerNotice, Schedule};
use desk::{ActDoor, Entrusted, Guard, Line, Listing, Nav, Pressing, Room, Routes, Rows, Slot, Waits};
use facts::letting_go::SLOT_CORRECTED;
use kernel::erasure::CONFIRM_SEVERAL;
use kernel::{Act as _, ReadKind, Record, Role};
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

static LIFTS: Entrusted = Entrusted::decided_by_another(
    "entrusted-lifts",
    Hold::TABLE,
    "lift_asked_by",
    Some(("state", HoldState::Standing as i64)),
);
static LAID_DOWN: Entrusted = Entrusted::decided_by_another(
    "entrusted-schedules",
    Schedule::TABLE,
    "laid_down_by",
    Some(("state", ScheduleState::Proposed as i64)),
);
static DECIDED: Entrusted = Entrusted::decided_by_another(
    "entrusted-answers",
    DataRequest::TABLE,
    "decided_by",
    Some(("state", RequestState::Decided as i64)),
);

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
        rows: Rows::Kept,
        read: &READ_KEEPING,
        guard: Guard::Record("record_id"),
        columns: &[],
        filters: &["record_id"],
        when: "",
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

static WAITS_REQUESTS: Waits = WAITS_REQUESTS_LIST;
const WAITS_REQUESTS_LIST: Waits = Waits {
    label: "waits-requests",
    listing: &REQUESTS,
    filters: &[("state", "open")],
    own: "",
    due: "due_at",
    pressing: Pressing::Open,
};

static WAITS_DECIDED: Waits =
    Waits { label: "waits-decided-requests", filters: &[("state", "decided")], ..WAITS_REQUESTS_LIST };
static WAITS_SCHEDULES: Waits = Waits {
    label: "waits-schedules",
    listing: &SCHEDULES,
    filters: &[("state", "proposed")],
    due: "",
    ..WAITS_REQUESTS_LIST
};
static WAITS_PARTNERS: Waits = Waits {
    label: "waits-partners",
    listing: &PARTNERS,
    filters: &[("waiting", "yes")],
    ..WAITS_REQUESTS_LIST
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
        waits: vec![&WAITS_REQUESTS],
        waits_for: vec![
            (&WAITS_DECIDED, ReleaseAnswer::KIND),
            (&WAITS_SCHEDULES, ApproveSchedule::KIND),
            (&WAITS_PARTNERS, TellPartner::KIND),
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
        pages: Routes::new().get("/letting-go/requests/{request}", Line::Read(&READ_HELD), page::show).get(
            "/letting-go/confirm",
            Line::Act(&CONFIRM_SEVERAL),
            crate::confirm::show,
        ),
        api: Routes::new().get("/api/letting-go/requests/{request}", Line::Read(&READ_HELD), page::show_json),
        openapi: Some(page::Described::openapi()),
        entrusted: vec![&LIFTS, &LAID_DOWN, &DECIDED],
        daily: vec![crate::fall_due],
        ..Room::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::*;
    use face::Catalogue;
    use kernel::CodeList;
    use kernel::codes::Listing as Codes;

    fn code_lists() -> Vec<Codes> {
        vec![
            Codes::of::<HoldReason>(),
            Codes::of::<HoldState>(),
            Codes::of::<ScheduleState>(),
            Codes::of::<DueState>(),
            Codes::of::<ToTell>(),
            Codes::of::<Asks>(),
            Codes::of::<IdentityCheck>(),
            Codes::of::<RequestState>(),
            Codes::of::<AnswerTo>(),
            Codes::of::<RefusalGround>(),
            Codes::of::<AppealTo>(),
            Codes::of::<ExtendReason>(),
        ]
    }

    #[test]
    fn everything_shown_has_its_words_in_all_languages() {
        let room = room();
        assert_eq!(Catalogue::new(&room.texts).unwrap().differences(), Vec::<String>::new());
        let tables = room.charter.tables.iter().flat_map(|table| table.columns.iter());
        let columns = tables.map(|column| format!("column-{}", column.name.replace('_', "-")));
        let lists = room.listings.iter().map(|listing| format!("list-letting-go-{}", listing.name));
        let acts = room.acts.iter().map(|door| format!("act-{}", door.kind.name.replace('.', "-")));
        let fields = room.acts.iter().flat_map(|door| {
            let schema = serde_json::to_value((door.schema)().0).unwrap();
            let told = door.tells.map(|(field, _)| field);
            let names: Vec<String> = schema["properties"].as_object().unwrap().keys().cloned().collect();
            names.into_iter().filter(move |name| Some(name.as_str()) != told)
        });
        let fields = fields.map(|field| format!("field-{}", field.replace('_', "-")));
        let slots = room.acts.iter().flat_map(|door| door.slots.iter().map(|slot| slot.label.to_owned()));
        let codes = code_lists();
        let codes =
            codes.iter().flat_map(|list| list.codes.iter().map(|one| format!("{}-{}", list.name, one.code)));
        let held = [kernel::journal::charter(), facts::charter(), crate::charter()];
        let held = held.iter().flat_map(|charter| &charter.kept).filter(|kept| !kept.whose.is_empty());
        let held = held.map(|kept| format!("held-{}", kept.table.name.replace('_', "-")));
        let nav = room.nav.iter().map(|nav| nav.label.to_owned());
        let keys: Vec<String> = columns
            .chain(lists)
            .chain(acts)
            .chain(fields)
            .chain(slots)
            .chain(codes)
            .chain(held)
            .chain(nav)
            .chain(face::check::keys_in(include_str!("page.rs")).into_iter().map(ToOwned::to_owned))
            .chain(
                face::check::keys_in(include_str!("../templates/request.html"))
                    .into_iter()
                    .map(ToOwned::to_owned),
            )
            .chain(face::check::keys_in(include_str!("confirm.rs")).into_iter().map(ToOwned::to_owned))
            .chain(
                face::check::keys_in(include_str!("../templates/confirm.html"))
                    .into_iter()
                    .map(ToOwned::to_owned),
            )
            .filter(|key| !key.ends_with('-'))
            .collect();
        let all: Vec<_> = desk::texts::resources().into_iter().chain(room.texts.iter().copied()).collect();
        let catalogue = Catalogue::new(&all).unwrap();
        for &language in face::Language::STAFF {
            let texts = catalogue.texts(language);
            let missing: Vec<_> = keys.iter().filter(|key| !texts.has(key)).collect();
            assert!(missing.is_empty(), "{missing:?} in {}", language.code());
        }
        assert_eq!(AnswerTo::all().len(), 4);
    }

    #[test]
    fn the_english_label_is_that_of_the_code() {
        let all: Vec<_> = desk::texts::resources().into_iter().chain(room().texts).collect();
        let english = Catalogue::new(&all).unwrap().texts(face::Language::English);
        for list in code_lists() {
            for one in &list.codes {
                assert_eq!(english.t(&format!("{}-{}", list.name, one.code)), one.label);
            }
        }
    }

    #[test]
    fn lists_filter_and_sort_by_columns_that_they_have() {
        for listing in room().listings {
            let columns: Vec<&str> = listing.table.columns.iter().map(|column| column.name).collect();
            let named = listing.columns.iter().chain(listing.filters);
            let wrong: Vec<_> = named.filter(|name| !columns.contains(name)).collect();
            assert!(wrong.is_empty(), "{wrong:?} in {}", listing.name);
            assert!(columns.contains(&listing.order.trim_start_matches('-')), "{}", listing.order);
        }
    }
}
