//! What the room shows: its lists, its acts as JSON and forms, its texts.

use crate::acts::{ExcludeGuardian, NameGuardian, StateWish};
use crate::tables::{ReleaseNotice, Wish};
use desk::{ActDoor, Listing, Nav, Room};
use face::{Language, Resource};
use kernel::{ReadKind, Record, Role};

/// Wishes and release notices: ids, codes and dates.
pub static READ_VICTIMS: ReadKind = ReadKind {
    code: 400,
    name: "victims.read",
    roles: &[Role::VictimSupport, Role::Investigator, Role::Overseer],
    personal: false,
};

const fn listing(name: &'static str, table: &'static kernel::Table, order: &'static str) -> Listing {
    Listing {
        room: "victims",
        name,
        table,
        read: &READ_VICTIMS,
        columns: &[],
        filters: &["case_id"],
        order,
        href: "",
    }
}

static WISHES: Listing = listing("wishes", Wish::TABLE, "victim");
static NOTICES: Listing = listing("notices", ReleaseNotice::TABLE, "release_id");

/// The room.
#[must_use]
pub fn room() -> Room {
    Room {
        charter: crate::charter(),
        texts: vec![
            Resource { language: Language::English, source: include_str!("../languages/en/victims.ftl") },
            Resource { language: Language::Arabic, source: include_str!("../languages/ar/victims.ftl") },
        ],
        nav: vec![Nav { label: "nav-victims", href: "/lists/victims/wishes", read: &READ_VICTIMS }],
        listings: vec![&WISHES, &NOTICES],
        acts: vec![
            ActDoor::of::<NameGuardian>(&[]),
            ActDoor::of::<ExcludeGuardian>(&[]),
            ActDoor::of::<StateWish>(&[]),
        ],
        ..Room::default()
    }
}
