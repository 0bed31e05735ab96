//! What the room shows: recipients, handovers and their hands, where originals lie, and the doors of its acts. Nothing yields an original.

use crate::acts::{
    AnswerHandover, ApproveHandover, ApproveRecipient, CallOff, ProposeHandover, ProposeRecipient, TellHand,
    WithdrawRecipient,
};
use crate::tables::{Handover, Passed, Recipient};
use crate::{READ_HANDOVERS, READ_RECIPIENTS, SLOT_WORDS, pages, worker};
use desk::{ActDoor, Guard, Listing, Nav, Pressing, Room, Rows, Slot, Waits};
use facts::original::Original;
use kernel::Record;
use utoipa::OpenApi as _;

const fn listing(name: &'static str, table: &'static kernel::Table, order: &'static str) -> Listing {
    Listing {
        room: "evidence",
        name,
        table,
        rows: Rows::Kept,
        read: &READ_HANDOVERS,
        guard: Guard::Record("record_id"),
        columns: &[],
        filters: &[],
        when: "",
        order,
        href: "",
    }
}

pub(crate) static HANDOVERS: Listing = Listing {
    columns: &[
        "handover",
        "handover_state",
        "record_id",
        "recipient",
        "legal_basis",
        "held_to",
        "proposed_by",
        "proposed_at",
        "approved_by",
        "package",
        "manifest",
        "bytes",
    ],
    filters: &["handover_state", "record_id", "recipient", "legal_basis"],
    when: "proposed_at",
    href: "/evidence/handovers/{}",
    ..listing("handovers", Handover::TABLE, "-proposed_at")
};
pub(crate) static HANDS: Listing = Listing {
    columns: &["handover", "seq", "record_id", "hand", "hand_hash", "unbroken", "entered_by", "entered_at"],
    filters: &["handover", "hand", "unbroken", "record_id"],
    when: "entered_at",
    ..listing("hands", Passed::TABLE, "-seq")
};
static RECIPIENTS: Listing = Listing {
    read: &READ_RECIPIENTS,
    guard: Guard::Open,
    columns: &[
        "recipient",
        "recipient_name",
        "recipient_state",
        "unit",
        "public_key",
        "ends_on",
        "proposed_by",
        "approved_by",
    ],
    filters: &["recipient_state", "unit"],
    href: "/evidence/recipients/{}",
    ..listing("recipients", Recipient::TABLE, "recipient_name")
};
static ORIGINALS: Listing = Listing {
    guard: Guard::Record("record"),
    filters: &["record", "kind"],
    href: "/evidence/records/{}",
    ..listing("originals", Original::TABLE, "record")
};

const fn waits(
    label: &'static str,
    listing: &'static Listing,
    filters: &'static [(&'static str, &'static str)],
) -> Waits {
    Waits { label, listing, filters, own: "", due: "", pressing: Pressing::Open }
}
static WAITS_SECOND: Waits = waits("waits-evidence-second", &HANDOVERS, &[("handover_state", "proposed")]);
static WAITS_PACKED: Waits = waits("waits-evidence-packed", &HANDOVERS, &[("handover_state", "packed")]);
static WAITS_STOPPED: Waits = waits("waits-evidence-stopped", &HANDOVERS, &[("handover_state", "stopped")]);
static WAITS_RECIPIENTS: Waits =
    waits("waits-evidence-recipients", &RECIPIENTS, &[("recipient_state", "proposed")]);

const WORDS: &[Slot] = &[Slot { slot: SLOT_WORDS, label: "field-basis-words", required: true }];

/// The room.
#[must_use]
pub fn room() -> Room {
    Room {
        charter: crate::charter(),
        texts: face::resources!("evidence").to_vec(),
        nav: vec![Nav { label: "nav-evidence", href: "/evidence", read: &READ_RECIPIENTS }],
        waits: vec![&WAITS_SECOND, &WAITS_PACKED, &WAITS_STOPPED, &WAITS_RECIPIENTS],
        listings: vec![&HANDOVERS, &HANDS, &RECIPIENTS, &ORIGINALS],
        acts: vec![
            ActDoor::of::<ProposeRecipient>(&[]).making("recipient"),
            ActDoor::of::<ApproveRecipient>(&[]),
            ActDoor::of::<WithdrawRecipient>(&[]),
            ActDoor::of::<ProposeHandover>(WORDS).making("handover"),
            ActDoor::of::<ApproveHandover>(&[]),
            ActDoor::of::<CallOff>(&[]),
            ActDoor::of::<TellHand>(&[]),
            ActDoor::of::<AnswerHandover>(&[]),
        ],
        pages: pages::pages(),
        api: pages::api(),
        workers: vec![worker::work],
        daily: vec![worker::let_go],
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
        let lists = room.listings.iter().map(|listing| format!("list-evidence-{}", listing.name));
        let acts = room.acts.iter().map(|door| format!("act-{}", door.kind.name.replace('.', "-")));
        let slots = WORDS.iter().map(|slot| slot.label.to_owned());
        let waits = room.waits.iter().map(|waits| waits.label.to_owned());
        let keys: Vec<String> = columns.chain(lists).chain(acts).chain(slots).chain(waits).collect();
        let all: Vec<_> = desk::texts::resources().into_iter().chain(room.texts.iter().copied()).collect();
        let catalogue = Catalogue::new(&all).unwrap();
        for &language in face::Language::STAFF {
            let texts = catalogue.texts(language);
            // Words that several rooms share stand in the file of the room that had them first.
            let shared = ["column-ends-on", "column-approved-by"];
            let missing = |key: &&String| !texts.has(key) && !shared.contains(&key.as_str());
            let missing: Vec<_> = keys.iter().filter(missing).collect();
            assert!(missing.is_empty(), "{missing:?} in {}", language.code());
        }
    }
}
