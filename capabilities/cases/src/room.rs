//! What the room shows: its lists, its acts as JSON and forms, its pages, its texts.

use crate::acts::*;
use crate::pages;
use crate::sealed::with_name_token;
use crate::tables::{CaseFile, CaseVictim, Demand, Proceeding, Risk, SilentMatch, TimelineRow};
use desk::{ActDoor, Guard, Listing, Nav, PageOf, Pressing, Room, Rows, Slot, Waits};
use kernel::kept::RecordKind;
use kernel::{Act as _, ReadKind, Record, Role};
use utoipa::OpenApi;

/// Case files, timelines and proceedings: codes, ids and dates; names are a look of their own.
pub static READ_CASES: ReadKind = ReadKind {
    code: 300,
    name: "cases.read",
    roles: &[Role::Investigator, Role::Prosecutor, Role::CourtOfficer, Role::VictimSupport, Role::Overseer],
    personal: false,
};

/// Names and notes of the persons of a case.
pub static READ_NAMES: ReadKind = ReadKind {
    code: 301,
    name: "cases.read-names",
    roles: &[Role::Investigator, Role::Prosecutor, Role::CourtOfficer, Role::VictimSupport],
    personal: true,
};

const fn listing(name: &'static str, table: &'static kernel::Table, order: &'static str) -> Listing {
    Listing {
        room: "cases",
        name,
        table,
        rows: Rows::Kept,
        read: &READ_CASES,
        guard: Guard::Record("case_id"),
        columns: &[],
        filters: &["case_id"],
        when: "",
        order,
        href: "/cases/{}",
    }
}

static FILES: Listing = Listing {
    columns: &[
        "case_id",
        "state",
        "offence",
        "country",
        "unit",
        "opened_at",
        "last_at",
        "suspects",
        "victims",
        "ex_officio",
    ],
    filters: &["state", "offence", "country", "unit"],
    ..listing("files", CaseFile::TABLE, "-last_at")
};
static PROCEEDINGS: Listing = Listing {
    columns: &["case_id", "person", "suspect_role", "sector", "stage", "verdict", "last_at"],
    filters: &["case_id", "stage", "verdict", "suspect_role", "sector"],
    ..listing("proceedings", Proceeding::TABLE, "-last_at")
};
static TIMELINE: Listing =
    Listing { filters: &["case_id", "kind", "person"], ..listing("timeline", TimelineRow::TABLE, "seq") };
static VICTIMS: Listing = listing("victims", CaseVictim::TABLE, "case_id");
static RISKS: Listing = listing("risks", Risk::TABLE, "-seq");
/// What only the keeper of the stricter record is told; the other record is no column.
static MATCHES: Listing = Listing {
    columns: &["match_id", "kept", "state", "found_at", "answered_by"],
    filters: &["state", "kept"],
    guard: Guard::Record("kept"),
    href: "/acts/cases.answer-match?match_id={}",
    ..listing("matches", SilentMatch::TABLE, "-found_at")
};
static DEMAND: Listing = Listing {
    filters: &["case_id", "demand_level", "category"],
    ..listing("demand", Demand::TABLE, "case_id")
};

const NAME: &[Slot] = &[Slot { slot: SLOT_PERSON, label: "field-name-and-notes", required: false }];
const WORDS: &[Slot] = &[Slot { slot: SLOT_WORDS, label: "field-words", required: false }];

fn acts() -> Vec<ActDoor> {
    vec![
        ActDoor::of::<OpenCase>(&[]).making("case"),
        ActDoor::of::<EnterPerson>(NAME).making("person").with_rows(with_name_token),
        ActDoor::of::<LinkPersons>(&[]),
        ActDoor::of::<RecordVictim>(&[]),
        ActDoor::of::<NameSuspect>(&[]),
        ActDoor::of::<CodeDemand>(&[]),
        ActDoor::of::<DecideCharge>(&[]),
        ActDoor::of::<CloseCase>(WORDS),
        ActDoor::of::<Divert>(&[]),
        ActDoor::of::<AssessRisk>(&[]),
        ActDoor::of::<DecideRelease>(&[]),
        ActDoor::of::<RequestTestimony>(&[]),
        ActDoor::of::<DeclareConflict>(&[]),
        ActDoor::of::<ShareCase>(&[]),
        ActDoor::of::<UnshareCase>(&[]),
        ActDoor::of::<AnswerMatch>(&[]),
        ActDoor::of::<ArrestMade>(&[]),
        ActDoor::of::<PersonDetained>(&[]),
        ActDoor::of::<ChargeBrought>(&[]),
        ActDoor::of::<VerdictGiven>(&[]),
        ActDoor::of::<SentencePassed>(&[]),
        ActDoor::of::<AppealLodged>(&[]),
        ActDoor::of::<BecameFinal>(&[]),
        ActDoor::of::<ReleaseHappened>(&[]),
        ActDoor::of::<ClosedByAuthority>(&[]),
        ActDoor::of::<DivertedByAuthority>(&[]),
    ]
}

static WAITS_MATCHES: Waits = Waits {
    label: "waits-matches",
    listing: &MATCHES,
    filters: &[("state", "open")],
    own: "",
    due: "",
    pressing: Pressing::Open,
};

const WAITS_ON: Waits = Waits {
    label: "waits-charges",
    listing: &PROCEEDINGS,
    filters: &[("stage", "arrested")],
    own: "",
    due: "",
    pressing: Pressing::Open,
};
static WAITS_CHARGES: Waits = WAITS_ON;
static WAITS_VERDICTS: Waits =
    Waits { label: "waits-verdicts", filters: &[("stage", "charged")], ..WAITS_ON };

/// The room.
#[must_use]
pub fn room() -> Room {
    Room {
        charter: crate::charter(),
        texts: face::resources!("cases").to_vec(),
        nav: vec![Nav { label: "nav-cases", href: "/cases", read: &READ_CASES }],
        waits: vec![&WAITS_MATCHES],
        waits_for: vec![(&WAITS_CHARGES, DecideCharge::KIND), (&WAITS_VERDICTS, VerdictGiven::KIND)],
        pages_of: vec![
            PageOf { kind: RecordKind::Case, href: "/cases/{}", read: &READ_CASES },
            PageOf { kind: RecordKind::Person, href: "/cases/{through}/persons/{}", read: &READ_CASES },
        ],
        listings: vec![&FILES, &PROCEEDINGS, &TIMELINE, &VICTIMS, &RISKS, &DEMAND, &MATCHES],
        workers: vec![crate::silent::work],
        acts: acts(),
        pages: pages::pages(),
        api: pages::api(),
        openapi: Some(pages::Described::openapi()),
        ..Room::default()
    }
}
