use crate::acts::{CloseCase, EnterPerson, SLOT_PERSON, SLOT_WORDS};
use crate::tables::PersonName;
use crate::tests::desk::{ADULT, CHILD, arrest, assessment, case, id, open_case, suspect, victim};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, Response, StatusCode, header};
use desk::{Desk, NewAccount};
use face::Looks;
use facts::testing::{Elsewhere, a_report};
use kernel::codes::{ClosureReason, Sex};
use kernel::erasure::{AskErasure, ConfirmErasure};
use kernel::journal::Look;
use kernel::{Act, Actor, Id, Outcome, Purpose, Record, Registry, Role};
use serde_json::{Value, json};
use std::sync::Arc;
use store::Node;
use store::testing::{Home, on_both};
use tower::ServiceExt;

const NAME: &str = "Fictional Name of nobody";

/// A real node with this room and one case.
struct House {
    node: Arc<Node>,
}

fn officer() -> Actor {
    Actor { id: id(201), role: Role::Investigator, unit: id(221) }
}

impl House {
    fn with_case(home: &Home) -> House {
        let test = facts::testing::charter();
        let charters = vec![facts::charter(), rules::charter(), desk::charter(), test, crate::charter()];
        let node = Node::open(home.config(), Registry::new(charters).unwrap().with_chosen_numbers()).unwrap();
        let house = House { node: Arc::new(node) };
        house.person(ADULT, "1980", Some(NAME));
        house.person(CHILD, "2012", None);
        house.enter(&open_case(), None);
        house.enter(&victim(), None);
        house.enter(&suspect(), None);
        house.enter(&arrest(), None);
        house.enter(&assessment(), None);
        house
    }

    fn person(&self, person: Id, born: &str, name: Option<&str>) {
        let act = EnterPerson { person, born: born.parse().unwrap(), sex: Sex::NotKnown };
        self.enter(&act, name.map(|name| (SLOT_PERSON, name)));
    }

    fn enter<A: Act>(&self, act: &A, sealed: Option<(u16, &str)>) {
        self.enter_by(officer(), act, sealed);
    }

    fn enter_by<A: Act>(&self, actor: Actor, act: &A, sealed: Option<(u16, &str)>) {
        let mut deed = self.node.deed(self.node.new_id().unwrap(), act, actor, Purpose::Investigation);
        if let Some((slot, text)) = sealed {
            deed = deed.seal(slot, act.subject(), text.as_bytes()).unwrap();
        }
        let outcome = self.node.enter_now(deed.build()).unwrap().outcome;
        assert!(matches!(outcome, Outcome::Entered { .. }), "{outcome:?}");
    }

    fn rows<R: Record>(&self) -> Vec<R> {
        let sql = store::database::TableSql::of(R::TABLE).all;
        self.node.read(|database| database.records::<R>(&sql, Vec::new())).unwrap()
    }

    fn door(&self, user: &str, role: Role, purpose: Purpose) -> Door {
        let known = NewAccount { user, role, unit: id(221), password: "a fictional password" };
        let account = desk::add_account(&self.node, &known).unwrap();
        let token = desk::add_token(&self.node, user, purpose, Desk::now()).unwrap();
        let mut rooms = [crate::room()];
        let looks = Looks::new(super::samples::catalogue(), "about:blank");
        let desk = Desk::new(Arc::clone(&self.node), looks, &mut rooms);
        let [room] = rooms;
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let routes = desk::door(&desk, room.pages.and(room.api));
        Door { routes, token, runtime, account: account.id }
    }
}

/// The staff door as one account finds it.
struct Door {
    routes: Router,
    token: String,
    runtime: tokio::runtime::Runtime,
    account: Id,
}

impl Door {
    fn ask(&self, request: axum::http::request::Builder, body: impl Into<Body>) -> Response<Body> {
        let request = request.header(header::AUTHORIZATION, format!("Bearer {}", self.token));
        let request: Request<Body> = request.body(body.into()).unwrap();
        self.runtime.block_on(self.routes.clone().oneshot(request)).unwrap()
    }

    fn get(&self, uri: &str) -> (StatusCode, String) {
        let answer = self.ask(Request::get(uri), Body::empty());
        let status = answer.status();
        let bytes = self.runtime.block_on(to_bytes(answer.into_body(), usize::MAX)).unwrap();
        (status, String::from_utf8(bytes.to_vec()).unwrap())
    }

    fn json(&self, uri: &str) -> Value {
        let (status, text) = self.get(uri);
        assert_eq!(status, StatusCode::OK, "{text}");
        serde_json::from_str(&text).unwrap()
    }

    fn answered(&self, request: axum::http::request::Builder, body: String) -> (StatusCode, String) {
        let answer = self.ask(request, body);
        let status = answer.status();
        let bytes = self.runtime.block_on(to_bytes(answer.into_body(), usize::MAX)).unwrap();
        (status, String::from_utf8(bytes.to_vec()).unwrap())
    }

    fn post(&self, uri: &str, body: &Value) -> (StatusCode, String) {
        let request = Request::post(uri).header(header::CONTENT_TYPE, "application/json");
        self.answered(request, body.to_string())
    }

    fn form(&self, uri: &str, typed: &str) -> (StatusCode, String) {
        let request = Request::post(uri).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.answered(request, typed.to_owned())
    }

    /// Where an address leads.
    fn led(&self, uri: &str) -> String {
        let answer = self.ask(Request::get(uri), Body::empty());
        assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{uri}");
        answer.headers()[header::LOCATION].to_str().unwrap().to_owned()
    }

    fn send(&self, act: &str, form: String) -> Response<Body> {
        let request = Request::post(format!("/acts/{act}"));
        self.ask(request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded"), form)
    }
}

/// What stands after `name=` in an address.
fn given<'u>(uri: &'u str, name: &str) -> &'u str {
    let pairs = uri.split_once('?').unwrap().1.split('&');
    pairs.filter_map(|pair| pair.split_once('=')).find(|(key, _)| *key == name).unwrap().1
}

#[test]
fn a_case_and_its_persons_are_shown_by_number_on_both_databases() {
    on_both(|home| {
        let house = House::with_case(home);
        let door = house.door("investigator", Role::Investigator, Purpose::Investigation);
        let seen = door.json(&format!("/api/cases/{}", case()));
        assert_eq!(seen["case"]["state"], "open");
        assert_eq!(seen["case"]["conduct_when"], "2025");
        let row = &seen["proceedings"][0];
        assert_eq!((&row["stage"], &row["closed_reason"]), (&json!("arrested"), &json!("")));
        let kinds: Vec<_> = seen["timeline"].as_array().unwrap().iter().map(|line| &line["kind"]).collect();
        assert_eq!(kinds[0], "arrest-made", "in the order in which it happened, not of entry: {kinds:?}");
        assert_eq!(kinds.len(), 5);
        assert_eq!(seen["risks"][0]["counts_today"], true);
        let person = door.json(&format!("/api/cases/{}/persons/{CHILD}", case()));
        assert_eq!((&person["proceeding"], &person["victim"]["thread"]), (&Value::Null, &json!("")));
        for page in [format!("/cases/{}", case()), format!("/cases/{}/persons/{ADULT}", case())] {
            let (status, page) = door.get(&page);
            assert_eq!(status, StatusCode::OK);
            assert!(page.contains("An authority arrested the person") && !page.contains(NAME), "{page}");
        }
        assert_eq!(house.rows::<Look>().len(), 0, "numbers and codes are no look at personal data");
        let lines = door.json(&format!("/api/lists/cases/timeline?case_id={}&kind=arrest-made", case()));
        assert_eq!((&lines["total"], &lines["rows"][0]["kind"]), (&json!(1), &json!("arrest-made")));
    });
}

#[test]
fn names_are_opened_only_under_a_trace_that_names_everybody() {
    on_both(|home| {
        let house = House::with_case(home);
        let person = CloseCase { case: case(), person: Id::NONE, reason: ClosureReason::Other };
        house.enter(&person, Some((SLOT_WORDS, "Fictional words")));
        let uri = format!("/api/cases/{}/names", case());
        let door = house.door("investigator", Role::Investigator, Purpose::NotStated);
        assert_eq!(door.get(&uri).0, StatusCode::FORBIDDEN, "no purpose, no names");
        assert_eq!(house.rows::<Look>().len(), 0);
        let door = house.door("second", Role::Investigator, Purpose::Investigation);
        let names = door.json(&uri);
        let one = |person: Id| {
            let all = names["persons"].as_array().unwrap();
            all.iter().find(|one| one["person"] == json!(person)).unwrap().clone()
        };
        assert_eq!(one(ADULT)["name_and_notes"], NAME);
        assert_eq!((&one(CHILD)["name_and_notes"], &one(CHILD)["born"]), (&Value::Null, &json!("2012")));
        assert_eq!(names["words"][0]["text"], "Fictional words");
        let mut whose: Vec<Id> = house.rows::<Look>().iter().map(|look| look.whose).collect();
        whose.sort_unstable();
        assert_eq!(whose, [ADULT, CHILD, case()]);
        let (status, page) = door.get(&format!("/cases/{}/names", case()));
        assert_eq!(status, StatusCode::OK);
        assert!(page.contains(NAME) && page.contains("This look is recorded"), "{page}");
        assert_eq!(house.rows::<Look>().len(), 6, "every look leaves its own trace");
        let overseer = house.door("overseer", Role::Overseer, Purpose::Oversight);
        assert_eq!(overseer.get(&uri).0, StatusCode::FORBIDDEN);
        assert_eq!(house.rows::<Look>().len(), 6);
    });
}

#[test]
fn a_conflict_with_the_case_closes_the_names() {
    let home = Home::sqlite();
    let house = House::with_case(&home);
    let door = house.door("investigator", Role::Investigator, Purpose::Investigation);
    house.enter(&crate::acts::DeclareConflict { officer: door.account, matter: case() }, None);
    let (status, problem) = door.get(&format!("/api/cases/{}/names", case()));
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(problem.contains("/problems/rule/no-judge-in-own-cause") && !problem.contains(NAME), "{problem}");
    assert_eq!(house.rows::<Look>().len(), 0);
}

#[test]
fn an_erased_name_is_gone_and_hides_no_other() {
    let home = Home::sqlite();
    let house = House::with_case(&home);
    house.person(id(4), "1990", Some("Another fictional name"));
    house.enter(&crate::acts::RecordVictim { person: id(4), ..victim() }, None);
    let by = |n: u8, role| Actor { id: id(n), role, unit: id(221) };
    house.enter_by(by(210, Role::VictimSupport), &AskErasure { subject: ADULT }, None);
    house.enter_by(by(211, Role::Overseer), &ConfirmErasure { subject: ADULT }, None);
    let door = house.door("investigator", Role::Investigator, Purpose::Investigation);
    let names = door.json(&format!("/api/cases/{}/names", case()));
    let texts = names["persons"].as_array().unwrap().iter().map(|one| &one["name_and_notes"]);
    let texts: Vec<_> = texts.filter(|text| !text.is_null()).collect();
    assert_eq!(texts, ["Another fictional name"]);
}

#[test]
fn a_case_without_persons_has_no_names_and_no_button() {
    let home = Home::sqlite();
    let house = House::with_case(&home);
    let empty = crate::acts::OpenCase { case: id(51), ..open_case() };
    house.enter(&empty, None);
    let door = house.door("investigator", Role::Investigator, Purpose::Investigation);
    assert!(!door.get(&format!("/cases/{}", id(51))).1.contains("Show names"));
    assert_eq!(door.json(&format!("/api/cases/{}/names", id(51)))["persons"], json!([]));
}

#[test]
fn from_a_report_to_a_case_with_a_new_person_by_forms() {
    let home = Home::sqlite();
    let house = House::with_case(&home);
    let door = house.door("investigator", Role::Investigator, Purpose::Investigation);
    let report = id(77);
    house.enter_by(Actor::SYSTEM, &Elsewhere::of(&a_report(report, 0)), None);
    let form = door.led(&format!("/cases/new?report={report}"));
    assert!(form.starts_with("/acts/cases.open?"), "{form}");
    assert_eq!(given(&form, "report"), report.to_string());
    assert_eq!(door.get(&form).0, StatusCode::OK);
    let typed = "&offence=03022&conduct_when=2025&country=NL&ex_officio=no";
    let answer = door.send("cases.open", form.split_once('?').unwrap().1.to_owned() + typed);
    let next = answer.headers()[header::LOCATION].to_str().unwrap().to_owned();
    let new: Id = next.strip_prefix("/cases/").unwrap().parse().unwrap();
    assert_eq!(door.json(&format!("/api/cases/{new}"))["case"]["report"], report.to_string());
    let (status, page) = door.get(&format!("/cases/{new}/persons/new"));
    assert!(status == StatusCode::OK && page.contains("Is this person known already?"), "{page}");
    let form = door.led(&format!("/cases/{new}/persons/enter"));
    let answer = door.send(
        "cases.enter-person",
        form.split_once('?').unwrap().1.to_owned() + "&born=2010&sex=not-known&sealed-0=Fictional",
    );
    let next = answer.headers()[header::LOCATION].to_str().unwrap().to_owned();
    let person: Id = next.strip_prefix(&format!("/cases/{new}/persons/")).unwrap().parse().unwrap();
    let (_, page) = door.get(&next);
    assert!(page.contains("Nothing entered yet"), "{page}");
    assert!(page.contains(&format!("/acts/cases.record-victim?case={new}&#38;person={person}")), "{page}");
    assert_eq!(house.rows::<PersonName>().len(), 3);
    let again = door.send("cases.open", typed.trim_start_matches('&').to_owned().replace("=no", "=yes"));
    assert_eq!(again.headers()[header::LOCATION], "/", "without a way to go on");
    assert_eq!(house.rows::<crate::tables::CaseFile>().len(), 3, "a new number each time");
}

#[test]
fn what_is_not_there_or_not_open_is_told() {
    let home = Home::sqlite();
    let house = House::with_case(&home);
    let door = house.door("investigator", Role::Investigator, Purpose::Investigation);
    for uri in ["/cases/7", "/cases/new?report=7", "/cases/x/persons/new", "/api/cases/x/names"] {
        assert_eq!(door.get(uri).0, StatusCode::NOT_FOUND, "{uri}");
    }
    assert_eq!(door.get(&format!("/cases/{}", id(99))).0, StatusCode::NOT_FOUND);
    assert_eq!(door.get(&format!("/cases/{}/persons/7", case())).0, StatusCode::NOT_FOUND);
    let analyst = house.door("analyst", Role::Analyst, Purpose::Triage);
    for uri in ["/cases".to_owned(), "/cases/new".to_owned(), format!("/api/cases/{}", case())] {
        assert_eq!(analyst.get(&uri).0, StatusCode::FORBIDDEN, "{uri}");
    }
    assert_eq!(door.get("/cases").0, StatusCode::OK);
}

#[test]
fn cases_and_persons_are_found_by_their_numbers_with_the_page_that_the_unit_knows_on_both_databases() {
    on_both(|home| {
        let house = House::with_case(home);
        let door = house.door("investigator", Role::Investigator, Purpose::Investigation);
        let found = |text: &str| {
            let (status, answer) = door.post("/api/find", &serde_json::json!({ "q": text }));
            assert_eq!(status, StatusCode::OK, "{answer}");
            let hits: Vec<Value> = serde_json::from_str(&answer).unwrap();
            hits.iter().map(|hit| hit["href"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        let case = case().to_string();
        assert_eq!(found(&case), [format!("/cases/{case}")]);
        assert_eq!(found(&case[..8]), [format!("/cases/{case}")]);
        for person in [ADULT, CHILD].map(|person| person.to_string()) {
            let page = format!("/cases/{case}/persons/{person}");
            assert_eq!(found(&person), std::slice::from_ref(&page));
            assert_eq!(door.get(&page).0, StatusCode::OK);
        }
        let statistician = house.door("statistician", Role::Statistician, Purpose::Statistics);
        let (status, answer) = statistician.post("/api/find", &serde_json::json!({ "q": case }));
        assert_eq!((status, answer.as_str()), (StatusCode::OK, "[]"), "no page of it is theirs");
    });
}

#[test]
fn who_is_known_by_a_name_is_found_before_the_same_person_is_entered_again_on_both_databases() {
    on_both(|home| {
        let house = House::with_case(home);
        let door = house.door("investigator", Role::Investigator, Purpose::Investigation);
        let act = |person: Id, text: &str| json!({ "act": { "person": person, "born": "1980", "sex": "not-known" }, "sealed": { "0": text } });
        for (n, text) in [(31, "Sample, Fictional\nnotes"), (32, "fictional SAMPLE"), (33, "Fictional Other")]
        {
            assert_eq!(door.post("/api/acts/cases.enter-person", &act(id(n), text)).0, StatusCode::OK);
        }
        let found = |door: &Door, name: &str| {
            let (status, text) = door.post("/api/cases/candidates", &json!({ "name": name }));
            assert_eq!(status, StatusCode::OK, "{text}");
            let answer: Value = serde_json::from_str(&text).unwrap();
            let all = answer["candidates"].as_array().unwrap().iter();
            all.map(|one| one["person"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(found(&door, "Fictional Sámple"), [id(31).to_string(), id(32).to_string()]);
        assert_eq!(found(&door, "Nobody"), Vec::<String>::new());
        let looks = house.rows::<Look>();
        assert_eq!(looks.len(), 2, "one look, a line for each person found: {looks:?}");
        house.enter(&crate::acts::LinkPersons { kept: id(31), linked: id(32) }, None);
        assert_eq!(found(&door, "fictional sample"), [id(31).to_string()], "the record that speaks for both");
        let (status, page) = door.form(&format!("/cases/{}/persons/new", case()), "name=other+fictional");
        assert_eq!(status, StatusCode::OK);
        assert!(page.contains("One person was entered") && page.contains("Fictional Other"), "{page}");
        assert!(
            page.contains(&format!("cases.record-victim?case={}&#38;person={}", case(), id(33))),
            "{page}"
        );
        let (status, page) = door.form(&format!("/cases/{}/persons/new", case()), "name=...");
        assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("holds no letter"), "{page}");
        let analyst = house.door("analyst", Role::Analyst, Purpose::Triage);
        let closed = analyst.post("/api/cases/candidates", &json!({ "name": "Fictional Sample" }));
        assert_eq!(closed.0, StatusCode::FORBIDDEN);
        let silent = house.door("silent", Role::Investigator, Purpose::NotStated);
        let closed = silent.post("/api/cases/candidates", &json!({ "name": "Fictional Sample" }));
        assert_eq!(closed.0, StatusCode::FORBIDDEN, "without a purpose");
        let carer = Actor { id: id(203), role: Role::VictimSupport, unit: id(221) };
        house.enter_by(carer, &AskErasure { subject: id(33) }, None);
        let overseer = Actor { id: id(202), role: Role::Overseer, unit: id(221) };
        house.enter_by(overseer, &ConfirmErasure { subject: id(33) }, None);
        assert_eq!(found(&door, "Fictional Other"), Vec::<String>::new(), "an erased name finds nobody");
    });
}

#[test]
fn the_rooms_own_routes_are_described() {
    let described = crate::room().openapi.unwrap();
    let paths: Vec<_> = described.paths.paths.keys().map(String::as_str).collect();
    assert_eq!(
        paths,
        [
            "/api/cases/candidates",
            "/api/cases/{case}",
            "/api/cases/{case}/names",
            "/api/cases/{case}/persons/{person}"
        ]
    );
}
