//! What the room shows: ways and messages, its acts as JSON and forms.

use crate::acts::{CloseWay, OpenWay, SLOT_ADDRESS, SLOT_SECRET, TryWay};
use crate::codes::Means;
use crate::limits::MAX_ADDRESS_CHARS;
use crate::tables::{Message, Way};
use crate::{READ_MESSAGES, READ_WAYS};
use couriers::{hook, mail};
use desk::{ActDoor, Guard, Listing, Nav, Pressing, Room, Rows, Slot, Waits};
use face::FieldError;
use kernel::{CodeList, Record};
use serde_json::Value;
use std::collections::BTreeMap;

const fn listing(name: &'static str, table: &'static kernel::Table, order: &'static str) -> Listing {
    Listing {
        room: "calling",
        name,
        table,
        rows: Rows::Kept,
        read: &READ_WAYS,
        guard: Guard::Open,
        columns: &[],
        filters: &[],
        when: "",
        order,
        href: "",
    }
}

static WAYS: Listing = Listing {
    columns: &[
        "way",
        "means",
        "unit",
        "from_level",
        "officer",
        "way_language",
        "in_use",
        "trial",
        "trial_at",
        "opened_by",
        "opened_at",
    ],
    filters: &["means", "unit", "officer", "in_use"],
    ..listing("ways", Way::TABLE, "unit,from_level")
};
static MESSAGES: Listing = Listing {
    read: &READ_MESSAGES,
    columns: &[
        "message",
        "way",
        "message_level",
        "message_times",
        "delivery",
        "attempts",
        "under_way",
        "attempted",
        "answer_code",
        "proof",
        "due_since",
        "tried_at",
        "try_at",
    ],
    filters: &["way", "delivery", "attempted"],
    when: "due_since",
    ..listing("messages", Message::TABLE, "-due_since")
};

const ADDRESS: &[Slot] = &[
    Slot { slot: SLOT_ADDRESS, label: "field-way-address", required: true },
    Slot { slot: SLOT_SECRET, label: "field-way-secret", required: false },
];

/// Whether the address is one for the means, and a webhook's secret is there. What else is wrong the act itself says.
fn address_fits(act: &Value, sealed: &BTreeMap<u16, String>) -> Result<(), FieldError> {
    let text = |slot: u16| sealed.get(&slot).map(|text| text.trim()).unwrap_or_default();
    let wrong = |slot: u16, wrong: &str, right: &str| {
        Err(FieldError { field: format!("sealed.{slot}"), wrong: wrong.into(), right: right.into() })
    };
    let Some(means) = act["means"].as_str().and_then(|code| Means::from_code(code).ok()) else {
        return Ok(());
    };
    let address = text(SLOT_ADDRESS);
    let (fits, right) = match means {
        Means::Mail => (mail::is_address(address), "a mail address such as duty@hotline.example"),
        Means::Webhook => {
            (hook::is_address_elsewhere(address), "an address such as https://duty.example/calls")
        }
        Means::Text | Means::Voice => (is_phone_number(address), "a phone number such as +12025550100"),
    };
    if !fits || address.chars().count() > MAX_ADDRESS_CHARS {
        return wrong(SLOT_ADDRESS, "is no address for this way", right);
    }
    let secret = text(SLOT_SECRET);
    match means {
        Means::Webhook if hook::Secret::read(secret).is_err() => {
            let right = "whsec_ and 24 to 64 bytes in Base64, which the other side knows, too";
            wrong(SLOT_SECRET, "is no secret of a webhook", right)
        }
        Means::Mail | Means::Text | Means::Voice if !secret.is_empty() => {
            wrong(SLOT_SECRET, "is of no use here", "nothing: only a webhook has a secret of its own")
        }
        _ => Ok(()),
    }
}

/// Whether a text is a phone number as E.164 writes it: a plus, and 8 to 15 digits.
fn is_phone_number(text: &str) -> bool {
    text.strip_prefix('+').is_some_and(|digits| {
        (8..=15).contains(&digits.len())
            && !digits.starts_with('0')
            && digits.bytes().all(|b| b.is_ascii_digit())
    })
}

static WAITS_GIVEN_UP: Waits = Waits {
    label: "waits-given-up",
    listing: &MESSAGES,
    filters: &[("delivery", "given-up")],
    own: "",
    due: "",
    pressing: Pressing::Open,
};

/// The room.
#[must_use]
pub fn room() -> Room {
    Room {
        charter: crate::charter(),
        texts: face::resources!("calling").to_vec(),
        nav: vec![
            Nav { label: "nav-calling", href: "/lists/calling/ways?in_use=yes", read: &READ_WAYS },
            Nav { label: "nav-calling-messages", href: "/lists/calling/messages", read: &READ_MESSAGES },
        ],
        waits: vec![&WAITS_GIVEN_UP],
        listings: vec![&WAYS, &MESSAGES],
        acts: vec![
            ActDoor::of::<OpenWay>(ADDRESS).making("way").checking(address_fits),
            ActDoor::of::<CloseWay>(&[]),
            ActDoor::of::<TryWay>(&[]),
        ],
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
        let columns = room.listings.iter().flat_map(|listing| listing.shown());
        let columns = columns.map(|(_, column)| format!("column-{}", column.name.replace('_', "-")));
        let lists = room.listings.iter().map(|listing| format!("list-calling-{}", listing.name));
        let acts = room.acts.iter().map(|door| format!("act-{}", door.kind.name.replace('.', "-")));
        let slots = ADDRESS.iter().map(|slot| slot.label.to_owned());
        let nav = room.nav.iter().map(|nav| nav.label.to_owned());
        let keys: Vec<String> = columns.chain(lists).chain(acts).chain(slots).chain(nav).collect();
        let all: Vec<_> = desk::texts::resources().into_iter().chain(room.texts.iter().copied()).collect();
        let catalogue = Catalogue::new(&all).unwrap();
        for &language in face::Language::STAFF {
            let texts = catalogue.texts(language);
            let missing: Vec<_> = keys.iter().filter(|key| !texts.has(key)).collect();
            assert!(missing.is_empty(), "{missing:?} in {}", language.code());
        }
    }

    #[test]
    fn an_address_fits_its_means_or_is_refused_before_it_is_sealed() {
        let told = |means: &str, address: &str, secret: &str| {
            let texts = [(SLOT_ADDRESS, address), (SLOT_SECRET, secret)].into_iter();
            let sealed =
                texts.filter(|(_, text)| !text.is_empty()).map(|(slot, text)| (slot, text.to_owned()));
            address_fits(&json!({ "means": means }), &sealed.collect()).map_err(|error| error.field)
        };
        let secret = hook::Secret::written(&[7; 32]);
        assert_eq!(told("mail", " duty@hotline.example ", ""), Ok(()));
        assert_eq!(told("webhook", "https://duty.example/in", &secret), Ok(()));
        for means in ["text", "voice"] {
            assert_eq!(told(means, "+12025550100", ""), Ok(()));
            for wrong in ["", "02025550100", "+1202", "+0202555010", "+1202555010a", "duty@hotline.example"] {
                assert_eq!(told(means, wrong, ""), Err("sealed.0".to_owned()), "{wrong}");
            }
        }
        assert_eq!(told("mail", "duty", ""), Err("sealed.0".to_owned()));
        assert_eq!(told("mail", "duty@hotline.example", &secret), Err("sealed.1".to_owned()));
        assert_eq!(told("webhook", "http://duty.example/in", &secret), Err("sealed.0".to_owned()));
        assert_eq!(told("webhook", "https://duty.example/in", "secret"), Err("sealed.1".to_owned()));
        assert_eq!(told("pigeon", "", ""), Ok(()), "the act itself says that there is no such means");
    }
}
