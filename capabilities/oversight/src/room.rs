//! What the room shows: the overseer's pages, findings, settings, and the doors of its acts.

use crate::acts::{AnswerFinding, SeeTo, SetHoliday, SetTimeZone, SetWorkingWeek};
use crate::pages::{Described, routes};
use crate::tables::{Holiday, NodeZone, UnusualLook, WorkingWeek};
use desk::{ActDoor, Guard, Listing, Nav, Pressing, Room, Rows, Waits};
use kernel::{ReadKind, Record, Role};
use utoipa::OpenApi as _;

/// Reading what is new, one entry's trace and what stands out: codes, ids and dates, and the name that an account signs in with.
pub static READ_OVERSEER: ReadKind =
    ReadKind { code: 920, name: "oversight.read", roles: &[Role::Overseer], personal: false };
/// Reading what is set for this node: everybody works by it.
pub static READ_SETTINGS: ReadKind =
    ReadKind { code: 930, name: "oversight.read-settings", roles: Role::STAFF, personal: false };

/// What stands out, the newest first.
pub(crate) static FINDINGS: Listing = Listing {
    filters: &["state", "watch_rule", "officer", "role", "unit", "record_id"],
    when: "at",
    href: "/overseer/findings/{}",
    ..listing("findings", UnusualLook::TABLE, &READ_OVERSEER, "-seq")
};
static WEEKS: Listing = listing("working-weeks", WorkingWeek::TABLE, &READ_SETTINGS, "unit");
static HOLIDAYS: Listing =
    Listing { filters: &["unit", "free"], ..listing("holidays", Holiday::TABLE, &READ_SETTINGS, "-on_day") };
static ZONE: Listing = listing("time-zone", NodeZone::TABLE, &READ_SETTINGS, "one");

const fn listing(
    name: &'static str,
    table: &'static kernel::Table,
    read: &'static ReadKind,
    order: &'static str,
) -> Listing {
    Listing {
        room: "oversight",
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

static WAITS_FINDINGS: Waits = Waits {
    label: "waits-findings",
    listing: &FINDINGS,
    filters: &[("state", "open")],
    own: "",
    due: "",
    pressing: Pressing::Now,
};

/// The room.
#[must_use]
pub fn room() -> Room {
    Room {
        charter: crate::charter(),
        texts: face::resources!("oversight").to_vec(),
        nav: vec![
            Nav { label: "nav-overseer", href: "/overseer", read: &READ_OVERSEER },
            Nav { label: "nav-terms", href: "/terms", read: &READ_SETTINGS },
            Nav { label: "nav-roles", href: "/roles", read: &READ_SETTINGS },
        ],
        waits: vec![&WAITS_FINDINGS],
        listings: vec![&FINDINGS, &WEEKS, &HOLIDAYS, &ZONE],
        acts: vec![
            ActDoor::of::<SeeTo>(&[]),
            ActDoor::of::<AnswerFinding>(&[]),
            ActDoor::of::<SetWorkingWeek>(&[]),
            ActDoor::of::<SetHoliday>(&[]),
            ActDoor::of::<SetTimeZone>(&[]),
        ],
        pages: routes(),
        openapi: Some(Described::openapi()),
        ..Room::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use face::Catalogue;

    #[test]
    fn everything_shown_has_its_words_in_all_languages() {
        let room = room();
        let columns = room.listings.iter().flat_map(|listing| listing.shown());
        let columns = columns.map(|(_, column)| format!("column-{}", column.name.replace('_', "-")));
        let lists = room.listings.iter().map(|listing| format!("list-oversight-{}", listing.name));
        let acts = room.acts.iter().map(|door| format!("act-{}", door.kind.name.replace('.', "-")));
        let lists_of_codes = crate::codes::catalogue();
        let codes = lists_of_codes
            .iter()
            .flat_map(|list| list.codes.iter().map(|one| format!("{}-{}", list.name, one.code)));
        let keys: Vec<String> = columns.chain(lists).chain(acts).chain(codes).collect();
        let all: Vec<_> = desk::texts::resources().into_iter().chain(room.texts.iter().copied()).collect();
        let catalogue = Catalogue::new(&all).unwrap();
        for &language in face::Language::STAFF {
            let texts = catalogue.texts(language);
            let missing: Vec<_> = keys.iter().filter(|key| !texts.has(key)).collect();
            assert!(missing.is_empty(), "{missing:?} in {}", language.code());
        }
    }
}
