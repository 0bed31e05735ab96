//! The staff door: live figures, freezing, two people, and the rule count-nobody-out at work.

use super::house::{House, catalogue, id};
use face::{Language, check};
use kernel::Role;
use serde_json::{Value, json};
use store::testing::on_both;

fn count(live: &Value, code: &str) -> i64 {
    let cells = live["cells"].as_array().unwrap();
    cells.iter().find(|cell| cell["code"] == code).unwrap()["count"].as_i64().unwrap()
}

#[test]
fn live_figures_count_every_arrest_and_say_what_is_not_known() {
    on_both(|home| {
        let house = House::open(home);
        house.a_year();
        let token = house.token("analyst", Role::Analyst);
        let live = house.get(&token, "/api/demand-map/live?year=2025").json();
        assert_eq!((count(&live, "identified"), count(&live, "formal-contact")), (60, 40));
        assert_eq!((count(&live, "online-material"), count(&live, "persons-not-determined")), (12, 46));
        assert_eq!(live["arrested"]["convicted"], 14);
        assert_eq!(live["arrested"]["outcome_not_known"], 26);
        let none = house.get(&token, "/api/demand-map/live?year=2019").json();
        assert_eq!(count(&none, "identified"), 0);
        let wrong = house.get(&token, "/api/demand-map/live?year=last");
        assert_eq!((wrong.status.as_u16(), wrong.problem().as_str()), (400, "/problems/input"));
    });
}

#[test]
fn live_figures_are_closed_to_who_does_not_count() {
    on_both(|home| {
        let house = House::open(home);
        let token = house.token("administrator", Role::Administrator);
        let answer = house.get(&token, "/api/demand-map/live");
        assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (403, "/problems/policy"));
        assert_eq!(house.get(&token, "/demand-map").status, 403);
        assert_eq!(house.get(&token, "/demand-map/release").status, 403);
        assert_eq!(house.get("", "/api/demand-map/live").status, 401);
    });
}

#[test]
fn linked_records_count_once_and_in_the_year_in_which_they_began() {
    on_both(|home| {
        let house = House::open(home);
        house.one_person_under_two_records();
        let token = house.token("analyst", Role::Analyst);
        let of = |year| {
            let live = house.get(&token, &format!("/api/demand-map/live?year={year}")).json();
            (count(&live, "identified"), count(&live, "convicted"))
        };
        assert_eq!((of("2023"), of("2024"), of("")), ((1, 1), (0, 0), (1, 1)));
    });
}

#[test]
fn one_freezes_another_publishes_and_a_retry_is_one_release() {
    on_both(|home| {
        let house = House::open(home);
        house.a_year();
        let first = house.token("statistician", Role::Statistician);
        let overseer = house.token("overseer", Role::Overseer);
        let proposal = json!({ "period": "2025", "id": id("proposal", 1) });
        let proposed = house.post(&first, "/api/demand-map/releases", &proposal);
        assert_eq!(proposed.status, 200, "{}", proposed.body);
        let release = proposed.json()["release"].as_str().unwrap().to_owned();
        house.one_more(1);
        let again = house.post(&first, "/api/demand-map/releases", &proposal);
        assert_eq!(again.status, 200, "{}", again.body);
        assert_eq!(again.json()["release"], release.as_str());
        let confirm = json!({ "act": { "release": release } });
        let alone = house.post(&first, "/api/acts/demand-map.confirm-release", &confirm);
        assert_eq!((alone.status.as_u16(), alone.problem().as_str()), (422, "/problems/rule/two-people"));
        let published = house.post(&overseer, "/api/acts/demand-map.confirm-release", &confirm);
        assert_eq!(published.status, 200, "{}", published.body);
        let shown = house.get(&overseer, &format!("/api/demand-map/releases/{release}")).json();
        assert_eq!(shown["release"]["state"], "published");
        assert_eq!(shown["release"]["threshold"], 5);
        let list = house.get(&overseer, "/api/lists/demand-map/cells?per_page=500").json();
        assert_eq!(list["total"], crate::scheme::keys().len());
    });
}

/// The proposal that a node froze, as a raw act for another number.
fn raw(house: &House, token: &str, release: &str) -> Value {
    let shown = house.get(token, &format!("/api/demand-map/releases/{release}")).json();
    json!({ "act": { "release": id("raw", 1), "period": "2025", "threshold": 5, "cells": shown["cells"] } })
}

#[test]
fn a_small_count_sent_as_a_raw_act_is_refused_by_the_rule() {
    on_both(|home| {
        let house = House::open(home);
        house.a_year();
        let token = house.token("statistician", Role::Statistician);
        let frozen = house.post(&token, "/api/demand-map/releases", &json!({ "period": "2025" }));
        let release = frozen.json()["release"].as_str().unwrap().to_owned();
        let mut act = raw(&house, &token, &release);
        let honest = house.post(&token, "/api/acts/demand-map.propose-release", &act);
        assert_eq!(honest.status, 200, "{}", honest.body);
        act["act"]["release"] = json!(id("raw", 2));
        let cells = act["act"]["cells"].as_array_mut().unwrap();
        let reports = cells.iter_mut().find(|cell| cell["key"] == json!({ "part": "funnel", "number": 1 }));
        reports.unwrap()["figure"] = json!({ "Shown": 2 });
        let refused = house.post(&token, "/api/acts/demand-map.propose-release", &act);
        assert_eq!(refused.status, 422);
        assert_eq!(refused.problem(), "/problems/rule/count-nobody-out");
        let list = house.get(&token, "/api/lists/demand-map/releases").json();
        assert_eq!(list["total"], 2, "the refused one left nothing");
    });
}

#[test]
fn pages_are_sound_in_every_language_and_wrong_input_comes_back() {
    on_both(|home| {
        let house = House::open(home);
        house.a_year();
        let token = house.token("statistician", Role::Statistician);
        let sent = house.form(&token, "/demand-map/release", "period=2025&threshold=5");
        assert_eq!(sent.status, 303, "{}", sent.body);
        assert!(sent.to.starts_with("/demand-map/releases/"));
        for path in [
            "/demand-map",
            "/demand-map?year=2025",
            "/demand-map/release",
            &sent.to,
            "/lists/demand-map/releases",
        ] {
            for &language in Language::STAFF {
                let joint = if path.contains('?') { '&' } else { '?' };
                let page = house.get(&token, &format!("{path}{joint}lang={}", language.code()));
                assert_eq!(page.status, 200, "{path}");
                assert_eq!(
                    check::page(&page.body, &catalogue().texts(language)),
                    Vec::<String>::new(),
                    "{path}"
                );
            }
        }
        for (body, field) in [
            ("period=last&threshold=5", "period"),
            ("period=2025&threshold=2", "threshold"),
            ("period=2025&threshold=five", "threshold"),
            ("period=2025-03&threshold=5", "period"),
            ("period=2199&threshold=5", "period"),
        ] {
            let page = house.form(&token, "/demand-map/release", body);
            assert_eq!(page.status, 422, "{body}");
            assert!(page.body.contains(&format!("href=\"#{field}\"")), "{body}: {}", page.body);
            assert_eq!(
                check::page(&page.body, &catalogue().texts(Language::English)),
                Vec::<String>::new(),
                "{body}"
            );
        }
    });
}

#[test]
fn who_proposed_is_told_that_another_must_publish() {
    on_both(|home| {
        let house = House::open(home);
        house.a_year();
        let (first, second) =
            (house.token("first", Role::Statistician), house.token("second", Role::Statistician));
        let to = house.form(&first, "/demand-map/release", "period=2025&threshold=5").to;
        let link = "/acts/demand-map.confirm-release?release=";
        assert!(!house.get(&first, &to).body.contains(link));
        assert!(house.get(&second, &to).body.contains(link));
    });
}

#[test]
fn the_rooms_own_routes_are_described() {
    let described = crate::room().openapi.unwrap();
    let paths: Vec<_> = described.paths.paths.keys().map(String::as_str).collect();
    assert_eq!(paths, ["/api/demand-map/live", "/api/demand-map/releases", "/api/demand-map/releases/{id}"]);
}
