//! What the pages show of second looks, of reports that belong together, and of opinions.

use super::{House, OTHER, catalogue, officer};
use crate::acts::{
    ApproveLink, AskSecondLook, FileReport, GiveOpinion, NotPursue, ProposeLink, SLOT_TEXT, TakeUp,
};
use crate::codes::{DoorLanguage, Opinion};
use crate::testing::{REPORT, UNIT, a_report};
use face::{Language, check};
use kernel::codes::NotPursuedReason;
use kernel::{Actor, Id, Purpose, Role};
use serde_json::Value;
use store::testing::on_both;

fn rows(house: &House, token: &str, list: &str) -> Vec<Value> {
    let listed = house.json(token, &format!("/api/lists/reports/{list}"));
    listed["rows"].as_array().unwrap().clone()
}

#[test]
fn linked_reports_show_each_other_to_those_who_may_know_of_both() {
    on_both(|home| {
        let house = House::open(home);
        house.enter(&FileReport { report: OTHER, ..a_report() }, Actor::PUBLIC, &[(SLOT_TEXT, "Fictional")]);
        let (token, account) = house.account(Role::Analyst, Purpose::Triage);
        let page = |token: &str, report: Id| house.get(token, &format!("/reports/{report}")).1;
        let first = Actor { id: account, ..officer() };
        let second = Actor { id: Id([77; 16]), ..first };
        house.enter(&ProposeLink { report: REPORT, other_report: OTHER }, second, &[]);
        let approve = format!("/acts/reports.approve-link?report={OTHER}&#38;other_report={REPORT}");
        assert!(page(&token, OTHER).contains(&approve), "{}", page(&token, OTHER));
        assert_eq!(rows(&house, &token, "links?link_state=proposed").len(), 1);
        house.enter(&ApproveLink { report: OTHER, other_report: REPORT }, first, &[]);
        for (report, other) in [(REPORT, OTHER), (OTHER, REPORT)] {
            let shown = page(&token, report);
            assert!(shown.contains(&format!("href=\"/reports/{other}\"")) && !shown.contains("approve-link"));
            let told = house.json(&token, &format!("/api/reports/{report}"));
            let linked = [&told["linked"][0]["report"], &told["linked"][0]["other_report"]];
            assert!(linked.contains(&&Value::from(other.to_string())) && shown.contains("reports.part-link"));
            for &language in Language::STAFF {
                let path = format!("/reports/{report}?lang={}", language.code());
                let shown = house.get(&token, &path).1;
                assert_eq!(
                    check::page(&shown, &catalogue().texts(language)),
                    Vec::<String>::new(),
                    "{shown}"
                );
            }
        }
        // Another unit takes one of them up: the other one no longer tells of it.
        house.enter(&TakeUp { report: OTHER }, Actor { unit: Id([201; 16]), ..second }, &[]);
        assert!(!page(&token, REPORT).contains(&OTHER.to_string()));
        assert_eq!(house.json(&token, &format!("/api/reports/{REPORT}"))["linked"], serde_json::json!([]));
        assert_eq!(rows(&house, &token, "links"), Vec::<Value>::new());
        house.node.stop();
    });
}

#[test]
fn whoever_put_a_report_aside_is_named_where_a_second_look_is_asked_for() {
    on_both(|home| {
        let house = House::open(home);
        let (token, _) = house.account(Role::Analyst, Purpose::Triage);
        let reason = NotPursuedReason::TooLittleToAct;
        let aside = NotPursue { report: REPORT, reason, ground: None, told: false };
        house.enter(&aside, Actor { unit: UNIT, ..officer() }, &[]);
        assert_eq!(rows(&house, &token, "second-looks?second_look=asked"), Vec::<Value>::new());
        house.enter(&AskSecondLook { report: REPORT }, Actor::PUBLIC, &[]);
        let waiting = rows(&house, &token, "second-looks?second_look=asked");
        assert_eq!((waiting.len(), &waiting[0]["report"]), (1, &REPORT.to_string().into()));
        let shown = house.get(&token, &format!("/reports/{REPORT}")).1;
        assert!(shown.contains(officer().id.short().as_str()), "{shown}");
        let told = house.json(&token, &format!("/api/reports/{REPORT}"));
        assert_eq!(told["second_look"]["second_look"], "asked");
        house.node.stop();
    });
}

#[test]
fn opinions_are_a_list_of_counts() {
    on_both(|home| {
        let house = House::open(home);
        let (token, _) = house.account(Role::Overseer, Purpose::Oversight);
        let (easy, in_language) = (Some(Opinion::Partly), DoorLanguage::Arabic);
        house.enter(&GiveOpinion { in_language, easy, serious: None, friend: None }, Actor::PUBLIC, &[]);
        let rows = rows(&house, &token, "opinions?opinion_of=easy");
        assert_eq!((rows.len(), &rows[0]["opinion"], &rows[0]["given"]), (1, &"partly".into(), &1.into()));
        house.node.stop();
    });
}
