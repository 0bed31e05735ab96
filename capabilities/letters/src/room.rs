//! What the room shows: letters and what goes to platforms, platforms, legal bases, and the doors of its acts.

use crate::acts::add_platform::{SLOT_CONTACT, SLOT_REASON};
use crate::acts::draft::{SLOT_IDENTIFIERS, SLOT_ORDER};
use crate::acts::record_answer::SLOT_ANSWER;
use crate::acts::{
    AddPlatform, ApproveBasis, Draft, MendPlatform, ProposeBasis, RecordAnswer, ReviewEmergency, Send,
    SentByHand, Withdraw,
};
use crate::codes::{LetterAnswer, OrderOf};
use crate::tables::{Basis, Letter, Platform, Sending};
use crate::{READ_BASES, READ_LETTERS, clock, pages};
use couriers::mail;
use desk::{ActDoor, Guard, Listing, Nav, Pressing, Room, Rows, Slot, Waits};
use face::FieldError;
use kernel::{CodeList as _, Record};
use serde_json::Value;
use std::collections::BTreeMap;
use utoipa::OpenApi as _;

const fn listing(name: &'static str, table: &'static kernel::Table, order: &'static str) -> Listing {
    Listing {
        room: "letters",
        name,
        table,
        rows: Rows::Kept,
        read: &READ_LETTERS,
        guard: Guard::Record("record_id"),
        columns: &[],
        filters: &[],
        when: "",
        order,
        href: "",
    }
}

pub(crate) static LETTERS: Listing = Listing {
    columns: &[
        "letter",
        "letter_stands",
        "letter_asks",
        "platform",
        "record_id",
        "basis",
        "authority",
        "period_from",
        "period_to",
        "order_of",
        "letter_danger",
        "asked_about",
        "due_at",
        "overdue",
        "lapses_at",
        "runs",
        "follows",
        "extended_by",
        "drafted_by",
        "drafted_at",
        "signed_by",
        "signed_at",
        "letter_sent_at",
        "platform_answer",
        "platform_refusal",
        "platform_answered_at",
        "answer_hash",
        "days_to_answer",
        "emergency_look",
        "look_by",
        "looked_by",
    ],
    filters: &[
        "letter_stands",
        "letter_asks",
        "platform",
        "record_id",
        "basis",
        "overdue",
        "runs",
        "emergency_look",
        "platform_answer",
        "platform_refusal",
        "drafted_by",
    ],
    when: "drafted_at",
    href: "/letters/letters/{}",
    ..listing("letters", Letter::TABLE, "-drafted_at")
};
pub(crate) static SENDINGS: Listing = Listing {
    columns: &[
        "sending",
        "letter",
        "record_id",
        "platform",
        "sending_kind",
        "sending_state",
        "letter_way",
        "letter_attempts",
        "letter_tried",
        "letter_answer",
        "letter_since",
        "letter_next",
        "letter_taken_at",
        "sent_by",
    ],
    filters: &["letter", "platform", "sending_kind", "sending_state", "letter_way", "record_id"],
    when: "letter_since",
    ..listing("sendings", Sending::TABLE, "-letter_since")
};
pub(crate) static PLATFORMS: Listing = Listing {
    read: &READ_BASES,
    guard: Guard::Open,
    columns: &["platform", "platform_name", "country", "letter_way", "letter_language", "contact_at"],
    filters: &["country", "letter_way", "letter_language"],
    href: "/letters/platforms/{}",
    ..listing("platforms", Platform::TABLE, "platform_name")
};
pub(crate) static BASES: Listing = Listing {
    read: &READ_BASES,
    guard: Guard::Open,
    filters: &["basis_state", "country", "order_of"],
    href: "/letters/bases/{}",
    ..listing("bases", Basis::TABLE, "country")
};

const fn waits(label: &'static str, filters: &'static [(&'static str, &'static str)]) -> Waits {
    Waits { label, listing: &LETTERS, filters, own: "", due: "", pressing: Pressing::Open }
}
static WAITS_LOOK: Waits = Waits {
    due: "look_by",
    pressing: Pressing::Now,
    ..waits("waits-letters-look", &[("emergency_look", "waits")])
};
static WAITS_LATE: Waits =
    Waits { pressing: Pressing::Now, ..waits("waits-letters-late", &[("emergency_look", "late")]) };
static WAITS_SIGN: Waits = waits("waits-letters-sign", &[("letter_stands", "drafted")]);
static WAITS_HAND: Waits =
    Waits { listing: &SENDINGS, ..waits("waits-letters-hand", &[("sending_state", "by-hand")]) };
static WAITS_UNDELIVERED: Waits =
    Waits { listing: &SENDINGS, ..waits("waits-letters-undelivered", &[("sending_state", "given-up")]) };
static WAITS_ASKS: Waits = waits("waits-letters-asks", &[("letter_stands", "asks-back")]);
static WAITS_ANSWER: Waits =
    Waits { due: "due_at", ..waits("waits-letters-answer", &[("letter_stands", "waits")]) };
static WAITS_LAPSE: Waits = Waits { due: "lapses_at", ..waits("waits-letters-lapse", &[("runs", "yes")]) };
static WAITS_BASES: Waits =
    Waits { listing: &BASES, ..waits("waits-letters-bases", &[("basis_state", "proposed")]) };

const CONTACT: &[Slot] = &[
    Slot { slot: SLOT_CONTACT, label: "field-platform-contact", required: false },
    Slot { slot: SLOT_REASON, label: "field-platform-reason", required: true },
];
const DRAFT: &[Slot] = &[
    Slot { slot: SLOT_IDENTIFIERS, label: "field-identifiers", required: true },
    Slot { slot: SLOT_ORDER, label: "field-order-reference", required: false },
];
const ANSWER: &[Slot] = &[Slot { slot: SLOT_ANSWER, label: "field-platform-words", required: false }];

fn sealed(slot: u16, sealed: &BTreeMap<u16, String>) -> &str {
    sealed.get(&slot).map(|text| text.trim()).unwrap_or_default()
}

fn missing(slot: u16, wrong: &str, right: &str) -> FieldError {
    FieldError { field: format!("sealed.{slot}"), wrong: wrong.into(), right: right.into() }
}

/// Whether there is an address that mail can be sent to, where letters go by mail.
fn contact_fits(act: &Value, texts: &BTreeMap<u16, String>) -> Result<(), FieldError> {
    let contact = sealed(SLOT_CONTACT, texts);
    if mail::is_address(contact) || (contact.is_empty() && act["way"] != "mail") {
        return Ok(());
    }
    Err(missing(SLOT_CONTACT, "is no mail address", "a mail address such as legal@platform.example"))
}

/// Whether an order that is named has its reference, and none is given without one.
fn order_fits(act: &Value, texts: &BTreeMap<u16, String>) -> Result<(), FieldError> {
    let has_order = act["order"] != OrderOf::Nobody.code();
    if has_order != sealed(SLOT_ORDER, texts).is_empty() {
        return Ok(());
    }
    Err(missing(
        SLOT_ORDER,
        "does not fit the order",
        "the order's reference with an order, nothing without one",
    ))
}

/// Whether it is said where what was disclosed lies.
fn answer_fits(act: &Value, texts: &BTreeMap<u16, String>) -> Result<(), FieldError> {
    let discloses = [LetterAnswer::Disclosed, LetterAnswer::Partly]
        .iter()
        .any(|one| act["platform_answer"] == one.code());
    if !discloses || !sealed(SLOT_ANSWER, texts).is_empty() {
        return Ok(());
    }
    Err(missing(SLOT_ANSWER, "says nothing", "where what was disclosed lies"))
}

/// The room.
#[must_use]
pub fn room() -> Room {
    Room {
        charter: crate::charter(),
        texts: face::resources!("letters").to_vec(),
        nav: vec![Nav { label: "nav-letters", href: "/letters", read: &READ_BASES }],
        waits: vec![
            &WAITS_LOOK,
            &WAITS_LATE,
            &WAITS_SIGN,
            &WAITS_HAND,
            &WAITS_UNDELIVERED,
            &WAITS_ASKS,
            &WAITS_ANSWER,
            &WAITS_LAPSE,
            &WAITS_BASES,
        ],
        listings: vec![&LETTERS, &SENDINGS, &PLATFORMS, &BASES],
        acts: vec![
            ActDoor::of::<AddPlatform>(CONTACT).making("platform").checking(contact_fits),
            ActDoor::of::<MendPlatform>(CONTACT).checking(contact_fits),
            ActDoor::of::<ProposeBasis>(&[]).making("basis"),
            ActDoor::of::<ApproveBasis>(&[]),
            ActDoor::of::<Draft>(DRAFT).making("letter").checking(order_fits),
            ActDoor::of::<Send>(&[]),
            ActDoor::of::<ReviewEmergency>(&[]),
            ActDoor::of::<SentByHand>(&[]),
            ActDoor::of::<RecordAnswer>(ANSWER).checking(answer_fits),
            ActDoor::of::<Withdraw>(&[]),
        ],
        pages: pages::pages(),
        api: pages::api(),
        daily: vec![clock::daily],
        openapi: Some(pages::Described::openapi()),
        ..Room::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use face::Catalogue;

    /// Words that several rooms share stand in the file of the room that had them first.
    const SHARED: &[&str] = &[
        "column-approved-by",
        "column-basis",
        "column-contact-at",
        "column-letter",
        "column-letter-answer",
        "column-letter-attempts",
        "column-letter-next",
        "column-letter-since",
        "column-letter-taken-at",
        "column-letter-tried",
        "column-sent-by",
    ];

    #[test]
    fn everything_shown_has_its_words_in_all_languages() {
        let room = room();
        assert_eq!(Catalogue::new(&room.texts).unwrap().differences(), Vec::<String>::new());
        let columns = room.listings.iter().flat_map(|listing| listing.shown());
        let columns = columns.map(|(_, column)| format!("column-{}", column.name.replace('_', "-")));
        let lists = room.listings.iter().map(|listing| format!("list-letters-{}", listing.name));
        let acts = room.acts.iter().map(|door| format!("act-{}", door.kind.name.replace('.', "-")));
        let slots = CONTACT.iter().chain(DRAFT).chain(ANSWER).map(|slot| slot.label.to_owned());
        let waits = room.waits.iter().map(|waits| waits.label.to_owned());
        let keys: Vec<String> = columns.chain(lists).chain(acts).chain(slots).chain(waits).collect();
        let all: Vec<_> = desk::texts::resources().into_iter().chain(room.texts.iter().copied()).collect();
        let catalogue = Catalogue::new(&all).unwrap();
        for &language in face::Language::STAFF {
            let texts = catalogue.texts(language);
            let missing = |key: &&String| !texts.has(key) && !SHARED.contains(&key.as_str());
            let missing: Vec<_> = keys.iter().filter(missing).collect();
            assert!(missing.is_empty(), "{missing:?} in {}", language.code());
        }
    }
}
