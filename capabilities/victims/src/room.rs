//! What the room shows: its lists, its acts as JSON and forms, its texts.

use crate::acts::{ExcludeGuardian, NameGuardian, StateWish};
use crate::tables::{ReleaseNotice, Wish};
use desk::{ActDoor, Guard, Listing, Nav, Pressing, Room, Rows, Waits};
use facts::standing::GuardianTie;
use kernel::{ReadKind, Record, Role};

/// Wishes, release notices and ties to guardians: ids, codes and dates.
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
        rows: Rows::Kept,
        read: &READ_VICTIMS,
        guard: Guard::Record("case_id"),
        columns: &[],
        filters: &["case_id"],
        when: "",
        order,
        href: "",
    }
}

static WISHES: Listing =
    Listing { filters: &["case_id", "victim"], ..listing("wishes", Wish::TABLE, "-stated_at") };
/// Parents and guardians with the children they were named for; those whom a child excluded stand among them.
static GUARDIANS: Listing = Listing {
    filters: &["child", "guardian", "excluded"],
    guard: Guard::Record("child"),
    ..listing("guardians", GuardianTie::TABLE, "child")
};
/// The soonest release first; those of whom nobody was told yet are work for a human.
static NOTICES: Listing = Listing {
    columns: &["victim", "case_id", "on_from", "on_to", "through", "told_at", "thread", "release_id"],
    filters: &["case_id", "victim", "release_id", "told_at"],
    ..listing("notices", ReleaseNotice::TABLE, "on_from")
};

/// Told at no moment: nobody was told yet.
static WAITS_NOTICES: Waits = Waits {
    label: "waits-notices",
    listing: &NOTICES,
    filters: &[("told_at", "1970-01-01")],
    own: "",
    due: "on_from",
    pressing: Pressing::Open,
};

/// The room.
#[must_use]
pub fn room() -> Room {
    Room {
        charter: crate::charter(),
        texts: face::resources!("victims").to_vec(),
        nav: vec![
            Nav { label: "nav-victims", href: "/lists/victims/wishes", read: &READ_VICTIMS },
            Nav { label: "nav-victims-notices", href: "/lists/victims/notices", read: &READ_VICTIMS },
        ],
        waits: vec![&WAITS_NOTICES],
        listings: vec![&WISHES, &NOTICES, &GUARDIANS],
        acts: vec![
            ActDoor::of::<NameGuardian>(&[]),
            ActDoor::of::<ExcludeGuardian>(&[]),
            ActDoor::of::<StateWish>(&[]),
        ],
        ..Room::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{CHILD, GUARDIAN, GUARDIAN_THREAD, carer};
    use face::Catalogue;

    #[test]
    fn everything_shown_has_its_words_in_all_languages() {
        let room = room();
        assert_eq!(Catalogue::new(&room.texts).unwrap().differences(), Vec::<String>::new());
        let columns = room.listings.iter().flat_map(|listing| listing.shown());
        let columns = columns.map(|(_, column)| format!("column-{}", column.name.replace('_', "-")));
        let lists = room.listings.iter().map(|listing| format!("list-victims-{}", listing.name));
        let acts = room.acts.iter().map(|door| format!("act-{}", door.kind.name.replace('.', "-")));
        let nav = room.nav.iter().map(|nav| nav.label.to_owned());
        let keys: Vec<String> = columns.chain(lists).chain(acts).chain(nav).collect();
        let all: Vec<_> = desk::texts::resources().into_iter().chain(room.texts.iter().copied()).collect();
        let catalogue = Catalogue::new(&all).unwrap();
        for &language in face::Language::STAFF {
            let texts = catalogue.texts(language);
            let missing: Vec<_> = keys.iter().filter(|key| !texts.has(key)).collect();
            assert!(missing.is_empty(), "{missing:?} in {}", language.code());
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

    #[test]
    fn ties_to_guardians_stand_on_a_list_with_what_the_child_said_of_them() {
        let mut room = crate::testing::Room::with_people();
        let (child, guardian) = (CHILD, GUARDIAN);
        assert!(room.entered(&NameGuardian { child, guardian, thread: GUARDIAN_THREAD }, carer(1)));
        let listed = |room: &crate::testing::Room| {
            let rows = room.rows::<GuardianTie>();
            rows.iter().map(|row| GUARDIANS.json(&row.to_row())).collect::<Vec<_>>()
        };
        let named = listed(&room);
        assert_eq!(
            (&named[0]["child"], &named[0]["guardian"]),
            (&CHILD.to_string().into(), &GUARDIAN.to_string().into())
        );
        assert_eq!(
            (&named[0]["thread"], &named[0]["excluded"]),
            (&GUARDIAN_THREAD.to_string().into(), &"no".into())
        );
        assert!(room.entered(&ExcludeGuardian { child, guardian }, carer(1)));
        assert_eq!(listed(&room)[0]["excluded"], "yes");
        assert!(crate::room().listings.iter().any(|listing| listing.table.name == "guardian_tie"));
    }

    #[test]
    fn whoever_may_do_an_act_by_a_door_may_read_the_lists() {
        for door in room().acts {
            assert!(
                door.kind.roles.iter().all(|role| READ_VICTIMS.roles.contains(role)),
                "{}",
                door.kind.name
            );
        }
    }
}
