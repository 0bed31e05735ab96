//! What the room shows: addresses, hosts, letters, tables of labels, and the doors of its acts. No list holds an address itself.

use crate::acts::{
    AnswerDisowned, ApproveScheme, AskPreservation, ClaimRemoval, DecideAppeal, DecideFound, Disown, EndHold,
    EndLink, GradeAddress, LodgeAppeal, PlaceHold, ProposeScheme, RenewLink, SLOT_CONTACT, SLOT_HOOK,
    SLOT_HOOK_REASON, SLOT_HOOK_SECRET, SLOT_REASON, SLOT_WORDS, SendNotice, SetContact, SetHook,
};
use crate::tables::{Address, Host, HostLink, Label, Letter, Scheme, Word};
use crate::{READ_ADDRESSES, READ_SCHEMES, pages};
use couriers::{hook, mail};
use desk::{ActDoor, Guard, Listing, Nav, Pressing, Room, Rows, Slot, Waits};
use face::FieldError;
use kernel::Record;
use serde_json::Value;
use std::collections::BTreeMap;
use utoipa::OpenApi as _;

const fn listing(name: &'static str, table: &'static kernel::Table, order: &'static str) -> Listing {
    Listing {
        room: "takedown",
        name,
        table,
        rows: Rows::Kept,
        read: &READ_ADDRESSES,
        guard: Guard::Record("address"),
        columns: &[],
        filters: &[],
        when: "",
        order,
        href: "",
    }
}

pub(crate) static ADDRESSES: Listing = Listing {
    columns: &[
        "address",
        "address_state",
        "host",
        "address_source",
        "address_grade",
        "seen",
        "came_at",
        "preserved_at",
        "held_until",
        "noticed_at",
        "notices",
        "check_found",
        "http_status",
        "checked_at",
        "claimed_at",
        "offline_at",
        "hours_to_removal",
        "appealed",
        "taken_by",
        "grader_1",
        "grader_2",
        "moved_to",
        "moved_from",
    ],
    filters: &[
        "address_state",
        "address_grade",
        "address_source",
        "host",
        "appealed",
        "check_found",
        "taken_by",
    ],
    when: "came_at",
    href: "/takedown/addresses/{}",
    ..listing("addresses", Address::TABLE, "-came_at")
};
/// One host by another, by name: there is no order by which one is worse.
static HOSTS: Listing = Listing {
    guard: Guard::Open,
    columns: &[
        "host",
        "host_name",
        "host_kind",
        "contact_source",
        "contact_at",
        "host_country",
        "registrar",
        "addresses",
        "addresses_noticed",
        "addresses_offline",
        "hours_in_all",
        "mistakes",
        "registry_found",
        "registry_at",
        "host_operator",
        "operator_since",
    ],
    filters: &["host", "host_kind", "contact_source", "registrar", "host_country", "registry_found"],
    ..listing("hosts", Host::TABLE, "host_name")
};
static LETTERS: Listing = Listing {
    columns: &[
        "letter",
        "address",
        "host",
        "letter_kind",
        "legal_ground",
        "letter_state",
        "letter_attempts",
        "letter_tried",
        "letter_answer",
        "letter_since",
        "letter_taken_at",
        "letter_next",
        "sent_by",
        "letter_means",
    ],
    filters: &["address", "host", "letter_kind", "letter_state", "letter_tried"],
    when: "letter_since",
    ..listing("letters", Letter::TABLE, "-letter_since")
};
/// Links to hosts' pages: their numbers, which open nothing by themselves.
static HOST_LINKS: Listing = Listing {
    guard: Guard::Open,
    filters: &["host", "link_ended"],
    when: "link_opened_at",
    ..listing("links", HostLink::TABLE, "-link_opened_at")
};
static SAID: Listing = Listing {
    filters: &["address", "host", "host_word", "host_answer"],
    when: "said_at",
    href: "/takedown/addresses/{}",
    ..listing("words", Word::TABLE, "-said_at")
};
static LABELS: Listing = Listing {
    read: &READ_SCHEMES,
    guard: Guard::Open,
    filters: &["proposal", "label_country", "address_grade"],
    ..listing("labels", Label::TABLE, "label_country")
};
static SCHEMES: Listing =
    Listing { read: &READ_SCHEMES, guard: Guard::Open, ..listing("schemes", Scheme::TABLE, "only") };

const fn waits(label: &'static str, filters: &'static [(&'static str, &'static str)]) -> Waits {
    Waits { label, listing: &ADDRESSES, filters, own: "", due: "", pressing: Pressing::Open }
}
static WAITS_FIRST: Waits = waits("waits-takedown-first", &[("address_state", "taken-in")]);
static WAITS_SECOND: Waits = waits("waits-takedown-second", &[("address_state", "graded-once")]);
static WAITS_DISPUTED: Waits = waits("waits-takedown-disputed", &[("address_state", "disputed")]);
static WAITS_QUESTION: Waits = waits("waits-takedown-question", &[("address_state", "question")]);
static WAITS_MOVED: Waits = waits("waits-takedown-moved", &[("address_state", "moved")]);
static WAITS_GRADED: Waits = waits("waits-takedown-graded", &[("address_state", "graded")]);
static WAITS_APPEALED: Waits = waits("waits-takedown-appealed", &[("appealed", "yes")]);
static WAITS_DISOWNED: Waits = Waits {
    listing: &SAID,
    ..waits("waits-takedown-disowned", &[("host_word", "not-ours"), ("host_answer", "waits")])
};
static WAITS_LETTERS: Waits =
    Waits { listing: &LETTERS, ..waits("waits-takedown-letters", &[("letter_state", "given-up")]) };

const WORDS: &[Slot] = &[Slot { slot: SLOT_WORDS, label: "field-appeal-words", required: true }];
const CONTACT: &[Slot] = &[
    Slot { slot: SLOT_CONTACT, label: "field-host-contact", required: true },
    Slot { slot: SLOT_REASON, label: "field-contact-reason", required: true },
];

const HOOK: &[Slot] = &[
    Slot { slot: SLOT_HOOK, label: "field-host-hook", required: true },
    Slot { slot: SLOT_HOOK_REASON, label: "field-contact-reason", required: true },
    Slot { slot: SLOT_HOOK_SECRET, label: "field-host-hook-secret", required: true },
];

/// Whether address and secret of a host's system are such.
fn hook_fits(_: &Value, sealed: &BTreeMap<u16, String>) -> Result<(), FieldError> {
    let of = |slot: u16| sealed.get(&slot).map(|text| text.trim()).unwrap_or_default();
    let wrong = |slot: u16, wrong: &str, right: &str| {
        Err(FieldError { field: format!("sealed.{slot}"), wrong: wrong.into(), right: right.into() })
    };
    if !hook::is_address(of(SLOT_HOOK)) {
        return wrong(
            SLOT_HOOK,
            "is no address of a system",
            "an address such as https://host.example/notices",
        );
    }
    if hook::Secret::read(of(SLOT_HOOK_SECRET)).is_err() {
        return wrong(SLOT_HOOK_SECRET, "is no secret of a webhook", "whsec_ and 24 to 64 bytes in Base64");
    }
    Ok(())
}

/// Whether the contact is an address that mail can be sent to.
fn contact_fits(_: &Value, sealed: &BTreeMap<u16, String>) -> Result<(), FieldError> {
    let contact = sealed.get(&SLOT_CONTACT).map(|text| text.trim()).unwrap_or_default();
    if mail::is_address(contact) {
        return Ok(());
    }
    Err(FieldError {
        field: format!("sealed.{SLOT_CONTACT}"),
        wrong: "is no mail address".into(),
        right: "a mail address such as abuse@host.example".into(),
    })
}

/// The room.
#[must_use]
pub fn room() -> Room {
    Room {
        charter: crate::charter(),
        texts: face::resources!("takedown").to_vec(),
        nav: vec![Nav { label: "nav-takedown", href: "/takedown", read: &READ_ADDRESSES }],
        waits: vec![
            &WAITS_FIRST,
            &WAITS_SECOND,
            &WAITS_DISPUTED,
            &WAITS_QUESTION,
            &WAITS_GRADED,
            &WAITS_MOVED,
            &WAITS_APPEALED,
            &WAITS_DISOWNED,
            &WAITS_LETTERS,
        ],
        listings: vec![&ADDRESSES, &HOSTS, &LETTERS, &HOST_LINKS, &SAID, &LABELS, &SCHEMES],
        acts: vec![
            ActDoor::of::<GradeAddress>(&[]),
            ActDoor::of::<AskPreservation>(&[]).for_many_of(&ADDRESSES, "address"),
            ActDoor::of::<PlaceHold>(&[]),
            ActDoor::of::<EndHold>(&[]),
            ActDoor::of::<SendNotice>(&[]).for_many_of(&ADDRESSES, "address"),
            ActDoor::of::<ClaimRemoval>(&[]),
            ActDoor::of::<DecideFound>(&[]),
            ActDoor::of::<LodgeAppeal>(WORDS),
            ActDoor::of::<DecideAppeal>(&[]),
            ActDoor::of::<Disown>(&[]),
            ActDoor::of::<AnswerDisowned>(&[]),
            ActDoor::of::<RenewLink>(&[]),
            ActDoor::of::<EndLink>(&[]),
            ActDoor::of::<SetContact>(CONTACT).checking(contact_fits),
            ActDoor::of::<SetHook>(HOOK).checking(hook_fits),
            ActDoor::of::<ProposeScheme>(&[]).making("proposal"),
            ActDoor::of::<ApproveScheme>(&[]),
        ],
        pages: pages::pages(),
        api: pages::api(),
        openapi: Some(pages::Described::openapi()),
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
        assert_eq!(Catalogue::new(&room.texts).unwrap().differences(), Vec::<String>::new());
        let columns = room.listings.iter().flat_map(|listing| listing.shown());
        let columns = columns.map(|(_, column)| format!("column-{}", column.name.replace('_', "-")));
        let lists = room.listings.iter().map(|listing| format!("list-takedown-{}", listing.name));
        let acts = room.acts.iter().map(|door| format!("act-{}", door.kind.name.replace('.', "-")));
        let slots = WORDS.iter().chain(CONTACT).chain(HOOK).map(|slot| slot.label.to_owned());
        let waits = room.waits.iter().map(|waits| waits.label.to_owned());
        let keys: Vec<String> = columns.chain(lists).chain(acts).chain(slots).chain(waits).collect();
        let all: Vec<_> = desk::texts::resources().into_iter().chain(room.texts.iter().copied()).collect();
        let catalogue = Catalogue::new(&all).unwrap();
        for &language in face::Language::STAFF {
            let texts = catalogue.texts(language);
            let missing: Vec<_> = keys.iter().filter(|key| !texts.has(key)).collect();
            assert!(missing.is_empty(), "{missing:?} in {}", language.code());
        }
    }
}
