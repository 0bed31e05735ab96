//! What the room shows: hotlines, addresses between them and words about these, and the doors of its acts. No list holds an address itself.

use crate::acts::{ApprovePeer, ClosePeer, HoldBack, ProposePeer, SLOT_PASSWORD, SLOT_USER, TryAgain};
use crate::tables::{Exchanged, Peer, Proposal, Word};
use crate::{READ_EXCHANGE, READ_PEERS, pages};
use couriers::hook::is_address_elsewhere;
use desk::{ActDoor, Guard, Listing, Nav, Pressing, Room, Rows, Slot, Waits};
use face::FieldError;
use kernel::Record;
use serde_json::Value;
use std::collections::BTreeMap;
use utoipa::OpenApi as _;

const fn listing(name: &'static str, table: &'static kernel::Table, order: &'static str) -> Listing {
    Listing {
        room: "exchange",
        name,
        table,
        rows: Rows::Kept,
        read: &READ_EXCHANGE,
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
        "exchange_way",
        "exchange_state",
        "peer",
        "host",
        "address_grade",
        "peer_grade",
        "peer_action",
        "exchange_since",
        "handed_at",
        "content_no",
        "send_attempts",
        "send_tried",
        "send_answer",
        "send_at",
        "send_given_up",
        "held_until",
        "held_back",
        "heard_at",
    ],
    filters: &["exchange_state", "exchange_way", "peer", "peer_action", "send_given_up", "held_back", "host"],
    when: "exchange_since",
    href: "/exchange/addresses/{}",
    ..listing("addresses", Exchanged::TABLE, "-exchange_since")
};
pub(crate) static WORDS: Listing = Listing {
    columns: &[
        "word",
        "address",
        "exchange_way",
        "address_action",
        "word_state",
        "done_at",
        "word_at",
        "word_attempts",
        "word_tried",
        "word_answer",
        "word_next",
    ],
    filters: &["address", "exchange_way", "address_action", "word_state"],
    when: "done_at",
    ..listing("words", Word::TABLE, "-done_at")
};
pub(crate) static PEERS: Listing = Listing {
    read: &READ_PEERS,
    guard: Guard::Open,
    columns: &[
        "peer",
        "peer_name",
        "endpoint",
        "countries",
        "unit",
        "peer_state",
        "peer_since",
        "pull_tried",
        "pull_answer",
        "pulled_at",
        "pulled_until",
        "taken_over",
        "handed_over",
        "unreadable",
    ],
    filters: &["peer_state", "pull_tried", "unit"],
    ..listing("peers", Peer::TABLE, "peer_name")
};
static PROPOSALS: Listing = Listing {
    read: &READ_PEERS,
    guard: Guard::Open,
    columns: &[
        "proposal",
        "peer",
        "peer_name",
        "endpoint",
        "countries",
        "unit",
        "waits_for_second",
        "proposed_by",
        "proposed_at",
    ],
    filters: &["waits_for_second", "peer"],
    when: "proposed_at",
    ..listing("proposals", Proposal::TABLE, "-proposed_at")
};

const fn waits(
    label: &'static str,
    listing: &'static Listing,
    filters: &'static [(&'static str, &'static str)],
) -> Waits {
    Waits { label, listing, filters, own: "", due: "", pressing: Pressing::Open }
}
static WAITS_GIVEN_UP: Waits = waits("waits-exchange-given-up", &ADDRESSES, &[("send_given_up", "yes")]);
static WAITS_WORDS: Waits = waits("waits-exchange-words", &WORDS, &[("word_state", "given-up")]);
static WAITS_NOT_ILLEGAL: Waits = waits(
    "waits-exchange-not-illegal",
    &ADDRESSES,
    &[("peer_action", "not-illegal"), ("exchange_way", "out")],
);
static WAITS_SECOND: Waits = waits("waits-exchange-second", &PROPOSALS, &[("waits_for_second", "yes")]);

const CREDENTIALS: &[Slot] = &[
    Slot { slot: SLOT_USER, label: "field-exchange-user", required: true },
    Slot { slot: SLOT_PASSWORD, label: "field-exchange-password", required: true },
];

/// Whether the endpoint leads elsewhere: other services of this machine take no orders from whoever enters addresses.
fn leads_elsewhere(act: &Value, _: &BTreeMap<u16, String>) -> Result<(), FieldError> {
    if is_address_elsewhere(act["endpoint"].as_str().unwrap_or_default()) {
        return Ok(());
    }
    Err(FieldError {
        field: "act.endpoint".into(),
        wrong: "is nowhere another hotline can be spoken with".into(),
        right: "https://HOST/PATH of another machine".into(),
    })
}

/// The room.
#[must_use]
pub fn room() -> Room {
    Room {
        charter: crate::charter(),
        texts: face::resources!("exchange").to_vec(),
        nav: vec![Nav { label: "nav-exchange", href: "/exchange", read: &READ_PEERS }],
        waits: vec![&WAITS_GIVEN_UP, &WAITS_WORDS, &WAITS_NOT_ILLEGAL, &WAITS_SECOND],
        listings: vec![&ADDRESSES, &WORDS, &PEERS, &PROPOSALS],
        acts: vec![
            ActDoor::of::<ProposePeer>(CREDENTIALS).making("proposal").checking(leads_elsewhere),
            ActDoor::of::<ApprovePeer>(&[]),
            ActDoor::of::<ClosePeer>(&[]),
            ActDoor::of::<HoldBack>(&[]),
            ActDoor::of::<TryAgain>(&[]).for_many_of(&ADDRESSES, "address"),
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
    use serde_json::json;

    #[test]
    fn everything_shown_has_its_words_in_all_languages() {
        let room = room();
        assert_eq!(Catalogue::new(&room.texts).unwrap().differences(), Vec::<String>::new());
        let columns = room.charter.tables.iter().flat_map(|table| table.columns);
        let columns = columns.map(|column| format!("column-{}", column.name.replace('_', "-")));
        let lists = room.listings.iter().map(|listing| format!("list-exchange-{}", listing.name));
        let acts = room.charter.acts.iter().map(|act| format!("act-{}", act.kind.name.replace('.', "-")));
        let slots = CREDENTIALS.iter().map(|slot| slot.label.to_owned());
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

    #[test]
    fn what_people_enter_leads_elsewhere() {
        let told =
            |endpoint: &str| leads_elsewhere(&json!({ "endpoint": endpoint }), &BTreeMap::new()).is_ok();
        assert!(told("https://hotline.example/api"));
        assert!(!told("http://127.0.0.1:9/api") && !told("https://localhost/api") && !told(""));
    }
}
