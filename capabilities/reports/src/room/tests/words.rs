//! A screenshot's words: real tesseract reads them under a trace; the picture itself goes out nowhere.

use super::*;
use crate::READ_WORDS;
use crate::acts::file_report::SLOT_PICTURES;
use crate::codes::Media;
use crate::events::PictureMeta;
use crate::priority::{Told, assess, numbers, points};

const DRAWN: &[u8] = include_bytes!("../../../../../engines/reader/pictures/rus.png");

fn with_pictures(home: &Home) -> House {
    let house = House::open(home);
    let meta = |slot, bytes: &[u8]| PictureMeta {
        media: Media::Png,
        bytes: bytes.len() as u64,
        width: 640,
        height: 120,
        quality: 90,
        slot,
    };
    let odd: &[u8] = b"\x89PNG\r\n\x1a\n and nothing more";
    let reasons = assess(&Told { pictures: 2, ..crate::testing::TOLD });
    let act = FileReport {
        report: OTHER,
        language: "ru".into(),
        pictures: vec![meta(SLOT_PICTURES, DRAWN), meta(SLOT_PICTURES + 1, odd)],
        points: points(&reasons),
        reasons: numbers(&reasons),
        ..a_report()
    };
    let deed = house.node.deed(house.node.new_id().unwrap(), &act, Actor::PUBLIC, Purpose::Intake);
    let deed = deed.for_new(OTHER).unwrap().seal(SLOT_TEXT, OTHER, b"").unwrap();
    let deed = deed.seal(SLOT_PICTURES, OTHER, DRAWN).unwrap().seal(SLOT_PICTURES + 1, OTHER, odd).unwrap();
    assert!(matches!(house.node.enter_now(deed.build()).unwrap().outcome, Outcome::Entered { .. }));
    house
}

/// Asks again while two others are read, as by tests beside this one.
fn patiently(house: &House, token: &str, path: &str) -> (StatusCode, String) {
    let busy = Language::STAFF.iter().map(|&language| catalogue().texts(language).t("report-words-busy"));
    let busy: Vec<String> = busy.collect();
    loop {
        let (status, body) = house.get(token, path);
        if !busy.iter().any(|words| body.contains(words)) {
            return (status, body);
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
}

fn looks(house: &House) -> usize {
    house.looks().iter().filter(|look| look.read == i64::from(READ_WORDS.code)).count()
}

#[test]
fn the_words_of_a_picture_are_read_under_a_trace_and_stand_folded() {
    on_both(|home| {
        let house = with_pictures(home);
        let (token, account) = house.account(Role::Analyst, Purpose::Triage);
        let way = format!("/reports/{OTHER}/pictures/0/words");
        assert!(house.get(&token, &format!("/reports/{OTHER}")).1.contains(&format!("href=\"{way}\"")));
        assert_eq!(looks(&house), 0);
        let (status, page) = patiently(&house, &token, &way);
        assert_eq!(status, StatusCode::OK, "{page}");
        let (before, folded) = page.split_once("<details").unwrap();
        let t = catalogue().texts(Language::English);
        assert!(before.contains(&t.t("report-distress")) && !before.contains("Библиотека"));
        assert!(folded.contains("Библиотека открыта в девять.") && page.contains("rus, eng"), "{page}");
        assert!(!page.contains("<img"));
        let (status, body) = patiently(&house, &token, &format!("/api{way}"));
        let seen: Value = serde_json::from_str(&body).unwrap();
        assert_eq!(
            (status, &seen["picture"], &seen["is_cut"]),
            (StatusCode::OK, &json!(0), &json!(false)),
            "{seen}"
        );
        assert!(seen["words"].as_str().unwrap().contains("Семь зелёных яблок."), "{seen}");
        assert_eq!(seen["held"], reader::installed().unwrap().held.code());
        let own = house.looks().into_iter().filter(|look| look.read == i64::from(READ_WORDS.code));
        assert!(own.clone().all(|look| look.actor == account && look.whose == OTHER));
        assert!(own.count() >= 2);
    });
}

#[test]
fn what_cannot_be_read_is_told_and_what_is_not_there_is_not() {
    let home = Home::sqlite();
    let house = with_pictures(&home);
    let (token, account) = house.account(Role::Investigator, Purpose::Investigation);
    let (status, body) = patiently(&house, &token, &format!("/api/reports/{OTHER}/pictures/1/words"));
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
    let opened = looks(&house);
    for path in [
        format!("/reports/{OTHER}/pictures/2/words"),
        format!("/reports/{OTHER}/pictures/x/words"),
        format!("/reports/{REPORT}/pictures/0/words"),
        "/reports/7/pictures/0/words".to_owned(),
    ] {
        assert_eq!(house.get(&token, &path).0, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(house.get(&token, &format!("/api{path}")).0, StatusCode::NOT_FOUND, "{path}");
    }
    let (overseer, _) = house.account(Role::Overseer, Purpose::Oversight);
    assert_eq!(house.get(&overseer, &format!("/reports/{OTHER}/pictures/0/words")).0, StatusCode::FORBIDDEN);
    house.enter(&Elsewhere::of(&KeptAway { officer: account, matter: OTHER }), Actor::SYSTEM, &[]);
    assert_eq!(house.get(&token, &format!("/reports/{OTHER}/pictures/0/words")).0, StatusCode::NOT_FOUND);
    assert_eq!(looks(&house), opened);
}

#[test]
fn the_page_of_the_words_is_sound_in_every_language() {
    let home = Home::sqlite();
    let house = with_pictures(&home);
    let (token, _) = house.account(Role::Analyst, Purpose::Triage);
    for &language in Language::STAFF {
        let path = format!("/reports/{OTHER}/pictures/0/words?lang={}", language.code());
        let (_, page) = patiently(&house, &token, &path);
        assert_eq!(check::page(&page, &catalogue().texts(language)), Vec::<String>::new(), "{page}");
        assert!(page.contains("Библиотека"), "{page}");
    }
}
