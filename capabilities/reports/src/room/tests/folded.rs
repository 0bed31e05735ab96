//! What the page shows of words that may distress: folded, unless a human is called now.

use super::{House, TOLD};
use crate::acts::FileReport;
use crate::priority::{Reason, numbers, points};
use crate::testing::{REPORT, a_report};
use desk::Fold;
use face::{Language, check};
use kernel::{CodeList, Purpose, Role};
use serde_json::Value;
use store::testing::on_both;

/// A child of 13 to 17 reports, and the text gives these reasons.
fn because_of(words: &[Reason]) -> FileReport {
    let mut reasons = [&[Reason::Child13To17], words].concat();
    reasons.sort_by_key(|reason| reason.number());
    FileReport { points: points(&reasons), reasons: numbers(&reasons), ..a_report() }
}

/// Whether the words stand in what is opened first, and what the API says.
fn shown(house: &House, token: &str) -> (bool, Value) {
    let (_, page) = house.get(token, &format!("/reports/{REPORT}"));
    let words = page.find(TOLD).unwrap_or_else(|| panic!("{page}"));
    let is_folded =
        page[..words].rfind("<details").is_some_and(|from| !page[from..words].contains("</details>"));
    for &language in Language::STAFF {
        let (_, page) = house.get(token, &format!("/reports/{REPORT}?lang={}", language.code()));
        assert_eq!(check::page(&page, &super::catalogue().texts(language)), Vec::<String>::new(), "{page}");
    }
    (is_folded, house.json(token, &format!("/api/reports/{REPORT}"))["may_distress"].clone())
}

#[test]
fn words_that_may_distress_are_folded_and_never_while_a_human_is_called() {
    on_both(|home| {
        let house = House::with(home, &because_of(&[Reason::SharesPictures]));
        let (token, _) = house.account(Role::Analyst, Purpose::Triage);
        assert_eq!(shown(&house, &token), (true, Value::Bool(true)));
        let (_, page) = house.get(&token, &format!("/reports/{REPORT}"));
        let reason = page.find("Somebody threatens to share pictures").unwrap();
        assert!(reason < page.find("It may distress").unwrap(), "reasons stand above, in full");
    });
    on_both(|home| {
        let house = House::with(home, &because_of(&[Reason::DangerNow]));
        let (token, _) = house.account(Role::Analyst, Purpose::Triage);
        assert_eq!(shown(&house, &token), (false, Value::Bool(true)), "a human is called: seconds count");
    });
    on_both(|home| {
        let house = House::with(home, &because_of(&[]));
        let (token, _) = house.account(Role::Analyst, Purpose::Triage);
        assert_eq!(shown(&house, &token), (false, Value::Bool(false)));
    });
}

#[test]
fn whoever_chose_so_finds_all_words_folded_or_none() {
    on_both(|home| {
        let house = House::with(home, &because_of(&[Reason::SharesPictures]));
        let (_, account) = house.account(Role::Analyst, Purpose::Triage);
        let secret = access::open_session(&house.node, account, Purpose::Triage, desk::Desk::now()).unwrap();
        for (fold, folded) in [(Fold::Never, false), (Fold::All, true), (Fold::Marked, true)] {
            let habits = access::Habits { fold, ..access::Habits::default() };
            access::keep_habits(&house.node, account, &habits, desk::Desk::now()).unwrap();
            let request = axum::http::Request::get(format!("/reports/{REPORT}"));
            let page = house.ask_with(request.header("cookie", format!("tutela={secret}")), String::new()).1;
            let words = page.find(TOLD).unwrap_or_else(|| panic!("{page}"));
            let before = page[..words].rsplit("<section").next().unwrap();
            assert_eq!(before.contains("<details"), folded, "{fold:?}");
        }
    });
}
