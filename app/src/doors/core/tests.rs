//! The staff door of the whole house: what it describes is there and what is there it describes; rules speak all languages;
//! workers finish what a fault cut short.

use super::*;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use kernel::codes::{AgeBand, DangerAnswer, ReportingPerson};
use kernel::{Actor, CodeList, Id, Purpose, Role, RuleName};
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::atomic::AtomicU64;
use store::team::Team;
use store::testing::Home;
use tower::ServiceExt;

fn house() -> (Home, House) {
    let home = Home::sqlite();
    let house = House::open(home.config(), "about:blank").unwrap();
    (home, house)
}

fn ask(house: &House, method: &str, path: &str) -> (StatusCode, String) {
    let request = Request::builder().method(method).uri(path).body(Body::empty()).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let answer = runtime.block_on(house.staff().oneshot(request)).unwrap();
    let media = answer.headers().get(header::CONTENT_TYPE).map(|media| media.to_str().unwrap().to_owned());
    (answer.status(), media.unwrap_or_default())
}

/// A path with its parameters' names left out.
fn bare(path: &str) -> String {
    let mut parts = path.split('{');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |all, part| all + "{" + &part[part.find('}').unwrap_or(0)..])
}

/// Method and path of every route for programs at the staff door.
fn laid() -> BTreeSet<(String, String)> {
    let all = crate::rooms::addresses();
    let for_programs = all.iter().filter(|address| address.path.starts_with("/api/"));
    for_programs.map(|address| (address.method.to_lowercase(), bare(address.path))).collect()
}

fn described(house: &House) -> BTreeSet<(String, String)> {
    let document = desk::document(&house.desk);
    let paths = document["paths"].as_object().unwrap();
    let methods = |(path, item): (&String, &Value)| {
        let path = path.clone();
        let methods: Vec<String> = item.as_object().unwrap().keys().cloned().collect();
        methods.into_iter().map(move |method| (method, path.clone()))
    };
    paths.iter().flat_map(methods).collect()
}

#[test]
fn every_route_for_programs_is_described() {
    let (_home, house) = house();
    let described = described(&house);
    let bared: BTreeSet<_> = described.iter().map(|(method, path)| (method.clone(), bare(path))).collect();
    let laid = laid();
    let generic = ["/api/acts/{}", "/api/lists/{}/{}"];
    for route in laid.iter().filter(|(_, path)| !generic.contains(&path.as_str())) {
        assert!(bared.contains(route), "{route:?} is not in the OpenAPI");
    }
    for door in house.desk.acts() {
        assert!(described.contains(&("post".to_owned(), format!("/api/acts/{}", door.kind.name))));
    }
    for listing in house.desk.listings() {
        let path = format!("/api/lists/{}/{}", listing.room, listing.name);
        assert!(described.contains(&("get".to_owned(), path)));
    }
}

#[test]
fn every_route_that_is_described_is_there_and_asks_who_comes() {
    let (_home, house) = house();
    for (method, path) in described(&house) {
        let at = bare(&path).replace("{}", "07070707070707070707070707070707");
        let (status, media) = ask(&house, &method.to_uppercase(), &at);
        // Signing in and one-time links are open to everybody: what is sent decides.
        let wanted = match (method.as_str(), path.as_str()) {
            ("post", "/api/sign-in" | "/api/begin/{link}") => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            ("get", "/api/begin/{link}") => StatusCode::UNPROCESSABLE_ENTITY,
            _ => StatusCode::UNAUTHORIZED,
        };
        assert_eq!((status, media.as_str()), (wanted, "application/problem+json"), "{method} {path}");
    }
}

#[test]
fn what_is_not_there_is_told_in_words() {
    let (_home, house) = house();
    let get = |path: &str| ask(&house, Method::GET.as_str(), path);
    assert_eq!(get("/nothing"), (StatusCode::NOT_FOUND, "text/html; charset=utf-8".into()));
    assert_eq!(get("/api/nothing"), (StatusCode::NOT_FOUND, "application/problem+json".into()));
    assert_eq!(get("/sign-out"), (StatusCode::METHOD_NOT_ALLOWED, "text/html; charset=utf-8".into()));
}

#[test]
fn every_rule_in_force_says_why_and_what_instead_in_all_languages() {
    let (_home, house) = house();
    let registry = house.node.registry();
    let in_force: Vec<&str> =
        RuleName::all().iter().filter(|rule| registry.in_force(**rule)).map(|rule| rule.code()).collect();
    assert_eq!(in_force.len(), 10);
    let mut said = BTreeSet::new();
    for &language in face::Language::STAFF {
        let texts = house.desk.looks().catalogue().texts(language);
        for key in
            in_force.iter().flat_map(|rule| ["why", "instead"].map(|part| format!("refusal-{rule}-{part}")))
        {
            assert!(texts.has(&key), "{key} in {}", language.code());
            assert!(said.insert(texts.t(&key)), "{key} in {} says what another says", language.code());
        }
    }
}

#[test]
fn what_a_fault_cut_short_is_done_again_without_a_new_entry() {
    let (going, calls) = (AtomicBool::new(true), AtomicU64::new(0));
    let begun = std::time::Instant::now();
    // The journal does not grow: the second round is for the fault alone, and after it nothing is left to do.
    rounds(
        || {
            if begun.elapsed() > AFTER_FAULT * 3 {
                going.store(false, Ordering::Relaxed);
            }
            Some(7)
        },
        &going,
        || calls.fetch_add(1, Ordering::Relaxed) == 1,
    );
    assert_eq!(calls.load(Ordering::Relaxed), 2);
}

#[test]
fn workers_go_on_when_the_journal_grows_while_they_work() {
    let (going, size) = (AtomicBool::new(true), AtomicU64::new(1));
    let mut seen = Vec::new();
    rounds(
        || Some(size.load(Ordering::Relaxed)),
        &going,
        || {
            seen.push(size.load(Ordering::Relaxed));
            if seen.len() == 3 {
                going.store(false, Ordering::Relaxed);
            }
            size.fetch_add(1, Ordering::Relaxed);
            true
        },
    );
    assert_eq!(seen, [1, 2, 3]);
}

#[test]
fn an_old_key_of_a_team_is_replaced_by_the_daily_work_and_given_out_at_once() {
    let (home, house) = house();
    write_out(&house.node).unwrap();
    let given = || store::team::read_file(&team_keys_path(home.path())).unwrap();
    let before = given().of(Team::ReportsDesk);
    let mut keys = store::sqlite::Sqlite::open(&home.path().join("keys.db")).unwrap();
    store::Database::declare(&mut keys, "UPDATE team_key SET made = 1").unwrap();
    let going = AtomicBool::new(true);
    std::thread::scope(|scope| {
        scope.spawn(|| work(&house.node, &[], &[crate::doors::keys::keep], &going));
        let until = std::time::Instant::now() + Duration::from_secs(20);
        while given().of(Team::ReportsDesk).number == 1 && std::time::Instant::now() < until {
            std::thread::sleep(GLANCE);
        }
        going.store(false, Ordering::Relaxed);
    });
    let after = given().of(Team::ReportsDesk);
    assert_eq!((before.number, after.number), (1, 2));
    for key in [before, after] {
        let sealed = key.seal(b"ordinary words").unwrap();
        assert_eq!(house.node.open_box(Team::ReportsDesk, &sealed).unwrap().expose(), b"ordinary words");
    }
    house.node.stop();
}

#[test]
fn the_first_page_counts_what_waits_for_whoever_comes_and_nothing_else() {
    let (_home, house) = house();
    access::founded(&house.node, false).unwrap();
    let unit = Id([200; 16]);
    let token = |user: &str, role, purpose| {
        let new = desk::NewAccount { user, role, unit, password: "fictional words 17" };
        desk::add_account(&house.node, &new).unwrap();
        desk::add_token(&house.node, user, purpose, Desk::now()).unwrap()
    };
    let analyst = token("analyst", Role::Analyst, Purpose::Triage);
    let statistician = token("statistician", Role::Statistician, Purpose::Statistics);
    let home = |token: &str| {
        let request = Request::get("/api/home").header(header::AUTHORIZATION, format!("Bearer {token}"));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        let answer = runtime.block_on(async {
            let answer = house.staff().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
            axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap()
        });
        let all: Vec<Value> = serde_json::from_slice(&answer).unwrap();
        let told = |one: &Value| {
            format!(
                "{} {} {}",
                one["pressing"].as_str().unwrap(),
                one["what"].as_str().unwrap(),
                one["count"]
            )
        };
        all.iter().map(told).collect::<Vec<_>>()
    };
    assert_eq!(home(&analyst), Vec::<String>::new());
    let (by, danger, age) = (ReportingPerson::Child, DangerAnswer::NotSafe, AgeBand::From13To15);
    let reasons = reports::priority::answered(by, danger, age, 0);
    let report = Id([6; 16]);
    let file = reports::acts::FileReport {
        report,
        by,
        danger,
        age,
        language: "en".into(),
        pictures: Vec::new(),
        points: reports::priority::points(&reasons),
        reasons: reports::priority::numbers(&reasons),
        contact: false,
        circumstances: reports::circumstances::Circumstances::default(),
        kept_away: Vec::new(),
        folded_into: None,
        voice: None,
        hashes: None,
        came_by: None,
        duty: None,
    };
    let enter = |deed: store::Deed| {
        let outcome = house.node.enter_now(deed).unwrap().outcome;
        assert!(matches!(outcome, kernel::Outcome::Entered { .. }), "{outcome:?}");
    };
    enter(house.node.deed(Id([1; 16]), &file, Actor::PUBLIC, Purpose::Intake).build());
    assert_eq!(home(&analyst), ["now waits-calls 1", "open waits-new-reports 1", "open waits-reports 1"]);
    assert_eq!(home(&statistician), Vec::<String>::new());
    let account = access::account_named(&house.node, "analyst").unwrap().unwrap();
    let actor = Actor { id: account.id, role: Role::Analyst, unit };
    let take = reports::acts::TakeUp { report };
    enter(house.node.deed(Id([2; 16]), &take, actor, Purpose::Triage).build());
    assert_eq!(home(&analyst), ["own waits-own-reports 1", "open waits-reports 1"]);
}
