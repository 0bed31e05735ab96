//! Fingerprints of pictures that somebody wants gone: how many came stands on the report's page, and a look at them leaves its trace.

use super::*;
use crate::READ_REPORT;
use crate::sealed::GoneHash;

fn with_hashes(home: &Home) -> House {
    let house = House::open(home);
    let act = FileReport { report: OTHER, hashes: Some(2), ..a_report() };
    let deed = house.node.deed(house.node.new_id().unwrap(), &act, Actor::PUBLIC, Purpose::Intake);
    let deed = deed.for_new(OTHER).unwrap().seal(SLOT_TEXT, OTHER, b"").unwrap();
    let deed = deed.row(OTHER, &GoneHash::new(OTHER, 0, [7; 32])).unwrap();
    let deed = deed.row(OTHER, &GoneHash::new(OTHER, 1, [8; 32])).unwrap();
    assert!(matches!(house.node.enter_now(deed.build()).unwrap().outcome, Outcome::Entered { .. }));
    house
}

fn looks(house: &House) -> usize {
    house.looks().iter().filter(|look| look.read == i64::from(READ_REPORT.code)).count()
}

#[test]
fn how_many_came_is_told_and_they_are_given_out_under_a_trace() {
    on_both(|home| {
        let house = with_hashes(home);
        let (token, account) = house.account(Role::Analyst, Purpose::Triage);
        let page = house.get(&token, &format!("/reports/{OTHER}")).1;
        let way = format!("/reports/{OTHER}/hashes");
        assert!(page.contains("The SHA-256 of 2 pictures") && page.contains(&way), "{page}");
        assert!(!page.contains(&"07".repeat(32)));
        assert_eq!(house.json(&token, &format!("/api/reports/{OTHER}"))["hashes"], 2);
        assert_eq!(house.json(&token, &format!("/api/reports/{REPORT}"))["hashes"], 0);
        let before = looks(&house);
        let page = house.get(&token, &way).1;
        assert!(page.contains(&"07".repeat(32)) && page.contains(&"08".repeat(32)), "{page}");
        let seen = house.json(&token, &format!("/api/reports/{OTHER}/hashes"));
        assert_eq!(seen, json!({ "report": OTHER, "sha256": ["07".repeat(32), "08".repeat(32)] }));
        assert_eq!(looks(&house), before + 2);
        assert_eq!(found(&house, &token, &"08".repeat(32)), [OTHER.to_string()]);
        house.enter(&Elsewhere::of(&KeptAway { officer: account, matter: OTHER }), Actor::SYSTEM, &[]);
        assert_eq!(house.get(&token, &way).0, StatusCode::NOT_FOUND);
        assert_eq!(found(&house, &token, &"08".repeat(32)), Vec::<String>::new());
        assert_eq!(looks(&house), before + 2);
    });
}

#[test]
fn the_pages_are_sound_in_every_language() {
    let home = Home::sqlite();
    let house = with_hashes(&home);
    let (token, _) = house.account(Role::Analyst, Purpose::Triage);
    for &language in Language::STAFF {
        for path in ["", "/hashes"] {
            let (_, page) = house.get(&token, &format!("/reports/{OTHER}{path}?lang={}", language.code()));
            assert_eq!(check::page(&page, &catalogue().texts(language)), Vec::<String>::new(), "{page}");
        }
    }
}
