//! Reports that come by the file, what looks like one another, and what the search box finds of them.

use super::{House, catalogue, officer};
use crate::acts::{FileReport, TakeUp, Unfold};
use crate::room::find::find;
use crate::testing::a_report;
use axum::http::{Request, StatusCode, header};
use face::{Language, check};
use kernel::{Actor, Id, Purpose, Role};
use serde_json::{Value, json};
use store::testing::{Home, on_both};

/// Long enough, beside one letter that is changed, that no key of a node misses the likeness: less than one in a million.
const WORDS: &str = "Fictional: somebody who calls himself blue fox writes to children of our class every evening and asks them for pictures. \
                     He says that he is as old as they are, that he lives in the next town, and that nobody else is to know of it. \
                     Three of them told their teacher, and one of them does not want to go to school any more because of it.";

fn intake(house: &House, token: &str, body: String) -> (StatusCode, String) {
    let request = Request::post("/api/reports/intake").header(header::CONTENT_TYPE, "application/x-ndjson");
    house.ask(token, request, body)
}

/// Enters lines and answers the reports' numbers.
fn entered(house: &House, token: &str, lines: &[Value]) -> Vec<Id> {
    let body: Vec<String> = lines.iter().map(Value::to_string).collect();
    let (status, answer) = intake(house, token, body.join("\n"));
    assert_eq!(status, StatusCode::OK, "{answer}");
    let number = |line: &str| {
        let line: Value = serde_json::from_str(line).unwrap();
        line["report"].as_str().unwrap_or_else(|| panic!("{line}")).parse().unwrap()
    };
    answer.lines().map(number).collect()
}

fn alike(house: &House, token: &str, report: Id) -> Vec<(Id, u64, u64)> {
    let told = house.json(token, &format!("/api/reports/{report}/alike"));
    let one = |like: &Value| {
        (
            like["report"].as_str().unwrap().parse().unwrap(),
            like["percent"].as_u64().unwrap(),
            like["marks"].as_u64().unwrap(),
        )
    };
    told.as_array().unwrap().iter().map(one).collect()
}

#[test]
fn what_tells_the_same_is_shown_to_those_who_may_know_of_both() {
    on_both(|home| {
        let house = House::with(home, &a_report());
        let (token, _) = house.account(Role::Analyst, Purpose::Triage);
        let child = |id: &str, text: &str| json!({ "id": id, "by": "child", "text": text });
        let near = WORDS.replace("evening", "evenings");
        let of = entered(
            &house,
            &token,
            &[
                child("1", WORDS),
                child("2", &format!("  {}!", WORDS.to_uppercase())),
                child("3", &near),
                child("4", "Fictional: see https://www.example.org/fox?utm_source=a"),
                json!({ "id": "5", "by": "child", "text": "Fictional.", "place": "hxxp://example[.]org/fox/" }),
                child(
                    "6",
                    "Fictional: nothing of that at all, it is about another matter that happened to somebody else.",
                ),
            ],
        );
        let first = alike(&house, &token, of[0]);
        let percent =
            |report| first.iter().find(|(other, ..)| *other == report).map(|(_, percent, _)| *percent);
        assert_eq!((first.len(), percent(of[1])), (2, Some(100)), "{first:?}");
        assert!(percent(of[2]).is_some_and(|percent| percent >= 60), "{first:?}");
        assert_eq!(alike(&house, &token, of[3]), [(of[4], 0, 1)]);
        assert_eq!(alike(&house, &token, of[5]), []);
        let shown = house.get(&token, &format!("/reports/{}", of[0])).1;
        let link = format!("/acts/reports.propose-link?report={}&#38;other_report={}", of[0], of[1]);
        assert!(shown.contains(&link), "{shown}");
        for &language in Language::STAFF {
            let shown = house.get(&token, &format!("/reports/{}?lang={}", of[0], language.code())).1;
            assert_eq!(check::page(&shown, &catalogue().texts(language)), Vec::<String>::new(), "{shown}");
        }
        // Another unit takes one of them up: it looks like nothing any more to those who must not know of it.
        let elsewhere = Actor { unit: Id([201; 16]), ..officer() };
        house.enter(&TakeUp { report: of[1] }, elsewhere, &[]);
        assert_eq!(alike(&house, &token, of[0]).len(), 1);
        assert_eq!(house.get(&token, &format!("/api/reports/{}/alike", of[1])).0, StatusCode::NOT_FOUND);
        house.node.stop();
    });
}

#[test]
fn a_flood_is_one_line_whose_reports_are_listed_and_taken_out() {
    on_both(|home| {
        let house = House::with(home, &a_report());
        let (token, account) = house.account(Role::Analyst, Purpose::Triage);
        let lines: Vec<Value> = (0..50).map(|n| json!({ "id": n.to_string(), "text": WORDS })).collect();
        let of = entered(&house, &token, &lines);
        let queue = house.json(&token, "/api/lists/reports/queue?waiting=yes&reporter=machine");
        assert_eq!((queue["total"].as_u64(), queue["rows"][0]["stands_for"].as_i64()), (Some(1), Some(50)));
        let listed = house.json(&token, &format!("/api/lists/reports/folded?head={}", of[0]));
        assert_eq!(listed["total"], 49);
        let shown = house.get(&token, &format!("/reports/{}", of[0])).1;
        assert!(shown.contains(&format!("/lists/reports/folded?head={}", of[0])), "{shown}");
        assert_eq!(house.get(&token, &format!("/reports/{}", of[1])).0, StatusCode::NOT_FOUND);
        let by = Actor { id: account, role: Role::Analyst, unit: crate::testing::UNIT };
        house.enter(&Unfold { head: of[0], report: of[1] }, by, &[]);
        assert_eq!(house.get(&token, &format!("/reports/{}", of[1])).0, StatusCode::OK);
        assert_eq!(house.json(&token, "/api/lists/reports/queue?waiting=yes&reporter=machine")["total"], 2);
        house.node.stop();
    });
}

#[test]
fn a_line_of_another_unit_is_no_line_for_those_who_must_not_know_of_it() {
    on_both(|home| {
        let house = House::with(home, &a_report());
        let (token, _) = house.account(Role::Analyst, Purpose::Triage);
        let line = |id: &str| json!({ "id": id, "text": WORDS });
        let of = entered(&house, &token, &[line("1"), line("2")]);
        let folded = || house.json(&token, "/api/lists/reports/queue?state=folded")["total"].clone();
        assert_eq!(folded(), 0, "what stands in a line is on no list of its own");
        let elsewhere = Actor { unit: Id([201; 16]), ..officer() };
        house.enter(&TakeUp { report: of[0] }, elsewhere, &[]);
        assert_eq!(folded(), 0);
        assert_eq!(house.json(&token, &format!("/api/lists/reports/folded?head={}", of[0]))["total"], 0);
        // The same words stand in a line of their own for this unit, and the next ones in that.
        let (status, answer) =
            intake(&house, &token, [line("3"), line("4")].map(|line| line.to_string()).join("\n"));
        assert_eq!(status, StatusCode::OK);
        let outcomes: Vec<Value> = answer
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap()["outcome"].clone())
            .collect();
        assert_eq!(outcomes, ["filed", "folded"]);
        // What was sent before is the same report still.
        let again = intake(&house, &token, line("2").to_string()).1;
        assert!(again.contains("\"again\""), "{again}");
        house.node.stop();
    });
}

#[test]
fn the_search_box_finds_addresses_numbers_and_names_without_reading_a_report() {
    on_both(|home| {
        let house = House::with(home, &a_report());
        let (token, _) = house.account(Role::Analyst, Purpose::Triage);
        let text = "Fictional: at https://example.org/fox, +49 170 5550123, Fox@example.org";
        let of = entered(
            &house,
            &token,
            &[
                json!({ "id": "1", "by": "child", "text": text }),
                json!({ "id": "2", "by": "child", "text": "Fictional.", "place": "Example chat, Blue_Fox 91" }),
            ],
        );
        let found = |text: &str| find(&house.node, text).unwrap();
        for text in ["http://www.example.org/fox/", "example.org/fox", "0170 555-0123", "fox@EXAMPLE.org"] {
            assert_eq!(found(text), [of[0]], "{text}");
        }
        for text in ["@bluefox91", "blue fox 91", "BLUE_FOX91"] {
            assert_eq!(found(text), [of[1]], "{text}");
        }
        for text in ["example.org", "fox", "somebody"] {
            assert_eq!(found(text), [], "{text}");
        }
        house.node.stop();
    });
}

#[test]
fn only_analysts_hand_in_files_and_wrong_ones_are_told() {
    let home = Home::sqlite();
    let house = House::with(&home, &FileReport { contact: true, ..a_report() });
    let (token, _) = house.account(Role::Analyst, Purpose::Triage);
    let (support, _) = house.account(Role::VictimSupport, Purpose::Triage);
    let line = json!({ "id": "1", "text": "Fictional." }).to_string();
    assert_eq!(intake(&house, &support, line.clone()).0, StatusCode::FORBIDDEN);
    let as_json = Request::post("/api/reports/intake").header(header::CONTENT_TYPE, "application/json");
    assert_eq!(house.ask(&token, as_json, line.clone()).0, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let (status, answer) =
        intake(&house, &token, format!("{line}\n\nno json\n{{\"id\":\"2\",\"secret\":1}}\n"));
    assert_eq!(status, StatusCode::OK);
    let of: Vec<Value> = answer.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let told: Vec<_> = of.iter().map(|one| (&one["outcome"], &one["field"])).collect();
    let refused = (&json!("refused"), &json!("line"));
    assert_eq!(told, [(&json!("filed"), &Value::Null), refused, refused]);
    assert!(!answer.contains("secret"), "a line's words are not told back: {answer}");
    let many = vec!["{}"; crate::intake::MAX_LINES + 1].join("\n");
    assert_eq!(intake(&house, &token, many).0, StatusCode::UNPROCESSABLE_ENTITY);
    house.node.stop();
}
