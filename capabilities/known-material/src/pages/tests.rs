use crate::MatchWorker;
use crate::acts::record_matches::lead_id;
use crate::acts::{CreateList, NoteVictims, VoteGrade};
use crate::codes::{ListVisible, VictimStatus};
use crate::matcher::PictureHashes;
use crate::tables::{HashEntry, Lead};
use crate::testing::{House, LIST, REPORT, a_hit, a_list, analyst, csv, officer_of};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, Response, StatusCode, header};
use kernel::{Actor, Id, Purpose, Role};
use material::Digests;
use serde_json::{Value, json};
use store::testing::{Home, on_both};
use tower::ServiceExt;

struct Door {
    routes: Router,
    token: String,
    runtime: tokio::runtime::Runtime,
}

impl Door {
    fn of(house: &House, user: &str, role: Role, purpose: Purpose) -> Door {
        let (routes, token) = house.door(user, role, purpose);
        Door { routes, token, runtime: tokio::runtime::Builder::new_current_thread().build().unwrap() }
    }

    fn ask(&self, request: axum::http::request::Builder, body: impl Into<Body>) -> Response<Body> {
        let request = request.header(header::AUTHORIZATION, format!("Bearer {}", self.token));
        let request: Request<Body> = request.body(body.into()).unwrap();
        self.runtime.block_on(self.routes.clone().oneshot(request)).unwrap()
    }

    fn text(&self, answer: Response<Body>) -> (StatusCode, String) {
        let status = answer.status();
        let bytes = self.runtime.block_on(to_bytes(answer.into_body(), usize::MAX)).unwrap();
        (status, String::from_utf8(bytes.to_vec()).unwrap())
    }

    fn get(&self, uri: &str) -> (StatusCode, String) {
        self.text(self.ask(Request::get(uri), Body::empty()))
    }

    fn json(&self, uri: &str) -> Value {
        serde_json::from_str(&self.get(uri).1).unwrap()
    }

    fn import(&self, file: &str, key: &str) -> (StatusCode, Value) {
        let request = Request::post(format!("/api/known-material/lists/{LIST}/import"));
        let request =
            request.header(header::CONTENT_TYPE, "text/csv; charset=utf-8").header("idempotency-key", key);
        let (status, text) = self.text(self.ask(request, file.to_owned()));
        (status, serde_json::from_str(&text).unwrap())
    }

    fn send_form(&self, file: &str) -> Response<Body> {
        let part = |head: &str, body: &str| {
            format!("--edge\r\nContent-Disposition: form-data; {head}\r\n\r\n{body}\r\n")
        };
        let id = "0b".repeat(16);
        let body =
            part("name=\"id\"", &id) + &part("name=\"file\"; filename=\"list.csv\"", file) + "--edge--\r\n";
        let request = Request::post(format!("/known-material/lists/{LIST}/import"));
        self.ask(request.header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge"), body)
    }
}

const KEY: &str = "8e03978e-40d5-43dd-bc93-6894a57f9324";

#[test]
fn a_file_comes_in_by_the_api_and_goes_out_again() {
    on_both(|home| {
        let house = House::with_list(home);
        let door = Door::of(&house, "analyst", Role::Analyst, Purpose::Triage);
        assert_eq!(door.import(&csv(3), KEY), (StatusCode::OK, json!({ "entries": 3, "first": 1 })));
        assert_eq!(door.import(&csv(3), KEY).1, json!({ "entries": 3, "first": 1 }));
        assert_eq!(house.rows::<HashEntry>().len(), 3);
        assert_eq!(door.import(&csv(2), KEY).0, StatusCode::CONFLICT);
        let (status, problem) = door.import("sha256\nabc\n", "\"another\"");
        assert_eq!(
            (status, &problem["errors"][0]["field"]),
            (StatusCode::BAD_REQUEST, &json!("Idempotency-Key"))
        );
        let (status, problem) = door.import("sha256,md5\nabc,\n,xyz\n", &"01".repeat(16));
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(problem["type"], "/problems/input");
        let fields: Vec<_> =
            [0, 1].iter().map(|&n: &usize| problem["errors"][n]["field"].as_str().unwrap()).collect();
        assert_eq!(fields, ["line 2, sha256", "line 3, md5"]);
        let export =
            door.ask(Request::get(format!("/api/known-material/lists/{LIST}/export")), Body::empty());
        assert_eq!(export.headers()["content-type"], "text/csv; charset=utf-8");
        assert_eq!(export.headers()["cache-control"], "no-store");
        let (_, text) = door.text(export);
        assert_eq!(text.lines().count(), 4);
        let list = door.json(&format!("/api/known-material/lists/{LIST}"));
        assert_eq!((&list["entries"], &list["list"]), (&json!(3), &json!(LIST.to_string())));
        let entries = door.json(&format!("/api/lists/known-material/entries?list={LIST}&sort=-entry"));
        assert_eq!((&entries["total"], &entries["rows"][0]["entry"]), (&json!(3), &json!(3)));
    });
}

#[test]
fn the_lists_page_takes_a_file_and_says_what_is_wrong_with_it() {
    let home = Home::sqlite();
    let house = House::with_list(&home);
    let door = Door::of(&house, "analyst", Role::Analyst, Purpose::Triage);
    let (status, page) = door.text(door.send_form("sha256\nabc\n"));
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("line 2, sha256: has 3 characters.") && page.contains("href=\"#file\""), "{page}");
    let answer = door.send_form(&csv(1_200));
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    let next = answer.headers()["location"].to_str().unwrap().to_owned();
    assert_eq!(next, format!("/known-material/lists/{LIST}?entries=1200&first=1"));
    let (_, page) = door.get(&next);
    assert!(page.contains("1,200 entries were added, from number 1 on."), "{page}");
    assert_eq!(door.send_form(&csv(1_200)).headers()["location"], next.as_str());
    assert_eq!(house.rows::<HashEntry>().len(), 1_200);
    let export = Request::post(format!("/known-material/lists/{LIST}/export"));
    let (status, page) = door.text(door.ask(export, Body::empty()));
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("needs two people"), "{page}");
}

#[test]
fn what_is_too_large_or_no_file_is_told() {
    let home = Home::sqlite();
    let house = House::with_list(&home);
    let door = Door::of(&house, "analyst", Role::Analyst, Purpose::Triage);
    let uri = format!("/api/known-material/lists/{LIST}/import");
    let csv = |bytes: usize| {
        door.ask(Request::post(&uri).header(header::CONTENT_TYPE, "text/csv"), vec![b'\n'; bytes]).status()
    };
    assert_eq!(csv(super::upload::MAX_FILE + 1), StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(csv(super::upload::MAX_BODY + 1), StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(csv(3_000_000), StatusCode::UNPROCESSABLE_ENTITY, "larger than what other routes take");
    let json = Request::post(&uri).header(header::CONTENT_TYPE, "application/json");
    assert_eq!(door.ask(json, "{}").status(), StatusCode::BAD_REQUEST);
    let statistician = Door::of(&house, "statistician", Role::Statistician, Purpose::Statistics);
    assert_eq!(statistician.import("sha256\n", KEY).0, StatusCode::FORBIDDEN);
    for uri in [
        "/api/known-material/lists/7",
        &format!("/api/known-material/leads/{LIST}"),
        "/known-material/leads/x",
    ] {
        assert_eq!(door.get(uri).0, StatusCode::NOT_FOUND, "{uri}");
    }
}

#[test]
fn from_a_file_to_a_confirmed_lead() {
    let home = Home::sqlite();
    let house = House::with_list(&home);
    let door = Door::of(&house, "analyst", Role::Analyst, Purpose::Triage);
    let digests = Digests::of(b"fictional bytes");
    let sha256: String = digests.sha256.iter().map(|byte| format!("{byte:02x}")).collect();
    door.import(&format!("sha256,grade\n{sha256},baseline\n"), KEY);
    house.file(REPORT, &[PictureHashes { picture: 0, digests, pdq: Vec::new() }]);
    assert_eq!(MatchWorker::default().work(&house.node).unwrap(), 2);
    assert!(door.get("/known-material").1.contains("1 lead waits"));
    let lead = lead_id(REPORT, &a_hit());
    let (status, page) = door.get(&format!("/known-material/leads/{lead}"));
    assert_eq!(status, StatusCode::OK);
    for part in ["is never shown", "Unverified lead", &format!("/reports/{REPORT}"), "confirm-lead?lead="] {
        assert!(page.contains(part), "{part} is not in {page}");
    }
    let act = json!({ "act": { "lead": lead } }).to_string();
    let request = Request::post("/api/acts/known-material.confirm-lead")
        .header(header::CONTENT_TYPE, "application/json");
    let (status, answer) = door.text(door.ask(request, act));
    assert_eq!(status, StatusCode::OK, "{answer}");
    let shown = door.json(&format!("/api/known-material/leads/{lead}"));
    assert_eq!((&shown["state"], &shown["entry_withdrawn"]), (&json!("confirmed"), &json!(false)));
    assert!(!door.get(&format!("/known-material/leads/{lead}")).1.contains("confirm-lead"));
    let checks = door.json("/api/lists/known-material/checks");
    assert_eq!(checks["rows"][0]["leads"], 1);
}

#[test]
fn a_new_list_is_made_and_entries_are_withdrawn_by_forms() {
    let home = Home::sqlite();
    let house = House::with_list(&home);
    let door = Door::of(&house, "analyst", Role::Analyst, Purpose::Triage);
    let answer = door.ask(Request::get("/known-material/lists/new"), Body::empty());
    let next = answer.headers()["location"].to_str().unwrap();
    assert!(next.starts_with("/acts/known-material.create-list?list="), "{next}");
    assert_eq!(door.get(next).0, StatusCode::OK);
    door.import(&csv(5), KEY);
    let withdraw = Request::post("/acts/known-material.withdraw-hashes");
    let form = withdraw.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let (status, page) = door.text(door.ask(form, format!("list={LIST}&entries=1,%203-4")));
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    let withdrawn = house.rows::<HashEntry>().iter().filter(|entry| entry.withdrawn).count();
    assert_eq!(withdrawn, 3);
}

#[test]
fn an_entry_shows_who_stands_behind_it_and_a_lead_what_it_rests_on() {
    let home = Home::sqlite();
    let house = House::with_list(&home);
    let door = Door::of(&house, "analyst", Role::Analyst, Purpose::Triage);
    let digests = Digests::of(b"fictional bytes");
    let sha256: String = digests.sha256.iter().map(|byte| format!("{byte:02x}")).collect();
    door.import(&format!("sha256,grade\n{sha256},baseline\n"), KEY);
    let uri = format!("/known-material/lists/{LIST}/entries/1");
    let shown = door.json(&format!("/api{uri}"));
    assert_eq!(
        (&shown["grade_stands"], &shown["grading"]["grade_waits"]),
        (&json!("proposed"), &json!("yes"))
    );
    assert!(!shown.to_string().contains(&sha256), "no hash is shown");
    house.enter(&VoteGrade { list: LIST, entries: vec![1], agrees: true }, analyst(2));
    let dispute = house.node.new_id().unwrap();
    let number = kernel::act::made(dispute, "dispute");
    let act = json!({ "id": dispute, "act": { "list": LIST, "entry": 1, "dispute_reason": "wrong-grade" } });
    let request =
        Request::post("/api/acts/known-material.dispute").header(header::CONTENT_TYPE, "application/json");
    let (status, answer) = door.text(door.ask(request, act.to_string()));
    assert_eq!(status, StatusCode::OK, "{answer}");
    let (status, page) = door.get(&uri);
    assert_eq!(status, StatusCode::OK);
    let number = number.short();
    for part in ["Confirmed by two people", "The grade is wrong", &number, "withdraw-hashes?list="] {
        assert!(page.contains(part), "{part} is not in {page}");
    }
    assert!(!page.contains("vote-grade?"), "nothing waits for a vote");
    house.file(REPORT, &[PictureHashes { picture: 0, digests, pdq: Vec::new() }]);
    MatchWorker::default().work(&house.node).unwrap();
    let lead = door.json(&format!("/api/known-material/leads/{}", lead_id(REPORT, &a_hit())));
    assert_eq!(lead["explained"]["grade_stands"], "confirmed");
    assert_eq!(lead["explained"]["disputes"][0]["dispute_state"], "open");
    for uri in [
        "/known-material/lists/7/entries/1",
        &format!("/known-material/lists/{LIST}/entries/x"),
        &format!("{uri}0"),
    ] {
        assert_eq!(door.get(uri).0, StatusCode::NOT_FOUND, "{uri}");
    }
}

#[test]
fn a_list_of_another_unit_that_is_not_shown_is_answered_like_one_that_never_was() {
    on_both(|home| {
        let house = House::open(home);
        let other = officer_of(Id([77; 16]));
        house.enter(&CreateList { visible: ListVisible::Named, ..a_list() }, other);
        let file = std::io::Cursor::new(csv(2));
        crate::import(&house.node, other, Purpose::Triage, LIST, Id([7; 16]), file, &mut |_| {}).unwrap();
        let door = Door::of(&house, "analyst", Role::Analyst, Purpose::Triage);
        let absent = Id([99; 16]);
        let same = |path: &dyn Fn(Id) -> String| {
            let (there, never) = (door.get(&path(LIST)), door.get(&path(absent)));
            let text = |text: String, id: Id| text.replace(&id.to_string(), "ID");
            assert_eq!((there.0, text(there.1, LIST)), (never.0, text(never.1, absent)));
            assert_eq!(never.0, StatusCode::NOT_FOUND);
        };
        same(&|list| format!("/api/known-material/lists/{list}"));
        same(&|list| format!("/api/known-material/lists/{list}/entries/1"));
        same(&|list| format!("/api/known-material/lists/{list}/export"));
        for name in ["lists", "entries", "gradings"] {
            assert_eq!(door.json(&format!("/api/lists/known-material/{name}"))["total"], 0, "{name}");
        }
        // Its leads are told all the same, without its name.
        let hashes = Digests { sha256: [0; 32], ..Digests::of(b"") };
        house.file(REPORT, &[PictureHashes { picture: 0, digests: hashes, pdq: Vec::new() }]);
        MatchWorker::default().work(&house.node).unwrap();
        let lead = house.rows::<Lead>().remove(0).lead;
        let (status, page) = door.get(&format!("/known-material/leads/{lead}"));
        assert_eq!(status, StatusCode::OK);
        assert!(
            page.contains("A list that your unit does not see") && !page.contains("Fictional list"),
            "{page}"
        );
    });
}

#[test]
fn how_far_victims_are_found_is_for_few_and_each_look_is_recorded() {
    let home = Home::sqlite();
    let house = House::with_list(&home);
    let analyst_door = Door::of(&house, "analyst", Role::Analyst, Purpose::Triage);
    analyst_door.import(&csv(1), KEY);
    let uri = format!("/known-material/lists/{LIST}/entries/1/victims");
    assert_eq!(analyst_door.get(&uri).0, StatusCode::FORBIDDEN);
    assert!(!analyst_door.get(uri.trim_end_matches("/victims")).1.contains("/victims"));
    let door = Door::of(&house, "investigator", Role::Investigator, Purpose::Investigation);
    assert_eq!(door.json(&format!("/api{uri}"))["victim_status"], "");
    let investigator = Actor { role: Role::Investigator, ..analyst(3) };
    let status = VictimStatus::Safeguarded;
    house.enter(&NoteVictims { list: LIST, entry: 1, victim_status: status }, investigator);
    assert_eq!(door.json(&format!("/api{uri}"))["victim_status"], "safeguarded");
    assert!(door.get(&uri).1.contains("Identified and safe"));
    let looks = house.rows::<kernel::journal::Look>();
    let seen: Vec<_> = looks.iter().map(|look| (look.whose, look.read)).collect();
    assert_eq!(seen, [(LIST, 203); 3]);
}
