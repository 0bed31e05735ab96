//! The staff pages on a real node, on both databases: what can be done from each state, the queue that waits, the contact.

mod again;
mod alike;
mod assigning;
mod consultation;
mod desk_hours;
mod folded;
mod hashes;
mod live;
mod machine;
mod officials;
mod referrals;
mod voice;
mod weights;
mod wording;
mod words;

use crate::acts::file_report::SLOT_CONTACT;
use crate::acts::{FileReport, NotPursue, Reply, SLOT_TEXT, TakeUp};
use crate::receipt::Receipt;
use crate::sealed::{PictureHash, ReceiptToken, TOKEN_DOMAIN};
use crate::testing::{Elsewhere, REPORT, UNIT, a_report};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use desk::{ActDoor, Desk, NewAccount, Room};
use face::{Catalogue, Language, Looks, check};
use facts::conflict::{ConflictDeclared, KeptAway};
use facts::report::ReportBecameCase;
use kernel::codes::NotPursuedReason;
use kernel::erasure::AskErasure;
use kernel::glass::{BreakGlass, GlassReason};
use kernel::journal::Look;
use kernel::{Act, ActSpec, Actor, Charter, Id, Outcome, Purpose, Record, Registry, Role};
use serde_json::{Value, json};
use std::sync::Arc;
use store::Node;
use store::testing::{Home, on_both};
use tower::ServiceExt;

const CONTACT: &str = "Fictional number of nobody\nafter eight";
/// Another report than the one that is there.
const OTHER: Id = Id([0xa1; 16]);
const TOLD: &str = "A fictional report";

/// A node with one report, and its staff door.
struct House {
    node: Arc<Node>,
    door: Router,
    runtime: tokio::runtime::Runtime,
}

fn catalogue() -> Catalogue {
    let texts: Vec<_> = desk::texts::resources().into_iter().chain(crate::room().texts).collect();
    Catalogue::new(&texts).unwrap()
}

impl House {
    fn with(home: &Home, report: &FileReport) -> House {
        let test =
            Charter { name: "elsewhere", acts: vec![ActSpec::of::<Elsewhere>()], ..Charter::default() };
        let charters = vec![facts::charter(), rules::charter(), desk::charter(), crate::charter(), test];
        let node = Arc::new(Node::open(home.config(), Registry::new(charters).unwrap()).unwrap());
        let journal = Room { acts: vec![ActDoor::of::<AskErasure>(&[])], ..Room::default() };
        let mut rooms = [crate::room(), journal, desk::staff_room()];
        let desk = Desk::new(Arc::clone(&node), Looks::new(catalogue(), "about:blank"), &mut rooms);
        let [room, _, staff] = rooms;
        let door = desk::door(&desk, room.pages.and(room.api).and(staff.pages));
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let house = House { node, door, runtime };
        let contact = report.contact.then_some((SLOT_CONTACT, CONTACT));
        let sealed: Vec<_> = [(SLOT_TEXT, TOLD)].into_iter().chain(contact).collect();
        house.enter(report, Actor::PUBLIC, &sealed);
        house
    }

    fn open(home: &Home) -> House {
        House::with(home, &FileReport { contact: true, ..a_report() })
    }

    fn enter<A: Act>(&self, act: &A, actor: Actor, sealed: &[(u16, &str)]) {
        let deed = self.node.deed(self.node.new_id().unwrap(), act, actor, Purpose::Intake);
        let deed = sealed
            .iter()
            .fold(deed, |deed, (slot, text)| deed.seal(*slot, act.subject(), text.as_bytes()).unwrap());
        let outcome = self.node.enter_now(deed.build()).unwrap().outcome;
        assert!(matches!(outcome, Outcome::Entered { .. }), "{outcome:?}");
    }

    /// A token of an account of that role, and the account's number.
    fn account(&self, role: Role, purpose: Purpose) -> (String, Id) {
        let user = format!("{}-{}", kernel::CodeList::code(role), kernel::CodeList::code(purpose));
        let new = NewAccount { user: &user, role, unit: UNIT, password: "a fictional password" };
        let id = desk::add_account(&self.node, &new).unwrap().id;
        (desk::add_token(&self.node, &user, purpose, Desk::now()).unwrap(), id)
    }

    fn ask(&self, token: &str, request: axum::http::request::Builder, body: String) -> (StatusCode, String) {
        self.ask_with(request.header(header::AUTHORIZATION, format!("Bearer {token}")), body)
    }

    /// As [`House::ask`], by whatever the request brings.
    fn ask_with(&self, request: axum::http::request::Builder, body: String) -> (StatusCode, String) {
        let request = request.body(Body::from(body)).unwrap();
        self.runtime.block_on(async {
            let answer = self.door.clone().oneshot(request).await.unwrap();
            let status = answer.status();
            let bytes = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
            (status, String::from_utf8(bytes.to_vec()).unwrap())
        })
    }

    fn get(&self, token: &str, path: &str) -> (StatusCode, String) {
        self.ask(token, Request::get(path), String::new())
    }

    fn json(&self, token: &str, path: &str) -> Value {
        let (status, text) = self.get(token, path);
        assert_eq!(status, StatusCode::OK, "{text}");
        serde_json::from_str(&text).unwrap()
    }

    fn looks(&self) -> Vec<Look> {
        let sql = store::database::TableSql::of(Look::TABLE).all;
        self.node.read(|database| database.records::<Look>(&sql, Vec::new())).unwrap()
    }

    /// The acts that the report's page offers.
    fn offered(&self, token: &str) -> Vec<String> {
        let (status, page) = self.get(token, &format!("/reports/{REPORT}"));
        assert_eq!(status, StatusCode::OK, "{page}");
        let links =
            page.split("href=\"/acts/").skip(1).map(|rest| rest.split('?').next().unwrap().to_owned());
        links.collect()
    }
}

fn aside(reason: NotPursuedReason) -> NotPursue {
    NotPursue { report: REPORT, reason, ground: None, told: false }
}

fn officer() -> Actor {
    Actor { id: Id([90; 16]), role: Role::Investigator, unit: UNIT }
}

#[test]
fn a_page_offers_what_can_be_done_from_each_state_and_a_reply_in_all() {
    on_both(|home| {
        let house = House::open(home);
        let (token, _) = house.account(Role::Analyst, Purpose::Triage);
        let all = [
            "reports.reply",
            "reports.take-up",
            "reports.assign",
            "reports.refer",
            "reports.mark-complaint",
            "reports.propose-link",
            "reports.mark-words",
            "reports.not-pursue",
            "journal.ask-erasure",
        ];
        assert_eq!(house.offered(&token), all);
        house.enter(&aside(NotPursuedReason::Duplicate), officer(), &[]);
        assert_eq!(
            house.offered(&token),
            [
                "reports.reply",
                "reports.take-up",
                "reports.assign",
                "reports.refer",
                "reports.mark-complaint",
                "reports.propose-link",
                "reports.mark-words",
                "journal.ask-erasure"
            ]
        );
        house.enter(
            &Elsewhere::of(&ReportBecameCase { report: REPORT, case: Id([5; 16]) }),
            Actor::SYSTEM,
            &[],
        );
        assert_eq!(
            house.offered(&token),
            [
                "reports.reply",
                "reports.mark-complaint",
                "reports.propose-link",
                "reports.mark-words",
                "journal.ask-erasure"
            ]
        );
        let reply = json!({ "act": { "report": REPORT }, "sealed": { "0": "A fictional answer." } });
        let post = Request::post("/api/acts/reports.reply").header(header::CONTENT_TYPE, "application/json");
        assert_eq!(house.ask(&token, post, reply.to_string()).0, StatusCode::OK);
    });
}

#[test]
fn a_page_offers_only_what_the_role_may_do() {
    let home = Home::sqlite();
    let house = House::open(&home);
    let (support, _) = house.account(Role::VictimSupport, Purpose::VictimSupport);
    let offered = [
        "reports.reply",
        "reports.take-up",
        "reports.assign",
        "reports.refer",
        "reports.mark-complaint",
        "reports.propose-link",
        "reports.mark-words",
        "journal.ask-erasure",
    ];
    assert_eq!(house.offered(&support), offered);
    let (investigator, _) = house.account(Role::Investigator, Purpose::Investigation);
    let offered = [
        "reports.reply",
        "reports.take-up",
        "reports.assign",
        "reports.refer",
        "reports.mark-complaint",
        "reports.propose-link",
        "reports.mark-words",
        "reports.not-pursue",
    ];
    assert_eq!(house.offered(&investigator), offered);
}

#[test]
fn the_queue_shows_what_waits_and_marks_what_is_late() {
    on_both(|home| {
        let house = House::open(home);
        let (token, _) = house.account(Role::Analyst, Purpose::Triage);
        let (_, page) = house.get(&token, "/lists/reports/queue?waiting=yes");
        assert!(
            page.contains("/lists/reports/queue?waiting=yes") && !page.contains("Overdue since"),
            "{page}"
        );
        assert!(page.contains(r#"<option value="yes" selected>"#), "{page}");
        let late = "UPDATE report SET due_at = 1";
        store::testing::burgle(home, late, Vec::new());
        assert!(house.get(&token, "/lists/reports/queue?waiting=yes").1.contains("Overdue since"));
        assert!(house.get(&token, &format!("/reports/{REPORT}")).1.contains("Overdue since"));
        let waits = |answer: &str| {
            house.json(&token, &format!("/api/lists/reports/queue?waiting={answer}"))["total"]
                .as_i64()
                .unwrap()
        };
        assert_eq!((waits("yes"), waits("no")), (1, 0));
        house.enter(&Reply { report: REPORT }, officer(), &[(SLOT_TEXT, "A fictional answer.")]);
        assert_eq!((waits("yes"), waits("no")), (0, 1));
        store::testing::burgle(home, late, Vec::new());
        assert!(!house.get(&token, "/lists/reports/queue").1.contains("Overdue since"), "nothing waits");
    });
}

#[test]
fn a_contact_is_opened_only_for_whom_it_is_and_leaves_its_trace() {
    on_both(|home| {
        let house = House::open(home);
        let (token, account) = house.account(Role::VictimSupport, Purpose::VictimSupport);
        let page = house.get(&token, &format!("/reports/{REPORT}")).1;
        assert!(page.contains(&format!("/reports/{REPORT}/contact")), "{page}");
        let before = house.looks().len();
        let (status, page) = house.get(&token, &format!("/reports/{REPORT}/contact"));
        assert_eq!(status, StatusCode::OK);
        assert!(page.contains("Fictional number of nobody") && page.contains("after eight"), "{page}");
        assert!(!page.contains(TOLD), "the text is another look");
        let seen = house.json(&token, &format!("/api/reports/{REPORT}/contact"));
        assert_eq!(seen, json!({ "report": REPORT, "contact": CONTACT }));
        let looks = house.looks();
        assert_eq!(looks.len(), before + 2);
        let own = looks.iter().filter(|look| look.read == i64::from(crate::READ_CONTACT.code));
        assert!(own.clone().all(|look| look.actor == account && look.whose == REPORT));
        assert_eq!(own.count(), 2);
    });
}

#[test]
fn a_contact_stays_closed_to_others_without_a_trace() {
    let home = Home::sqlite();
    let house = House::open(&home);
    let path = format!("/api/reports/{REPORT}/contact");
    let (analyst, _) = house.account(Role::Analyst, Purpose::Triage);
    assert_eq!(house.get(&analyst, &path).0, StatusCode::FORBIDDEN);
    let (aimless, _) = house.account(Role::Investigator, Purpose::NotStated);
    assert_eq!(house.get(&aimless, &path).0, StatusCode::FORBIDDEN);
    let (conflicted, officer) = house.account(Role::Investigator, Purpose::Investigation);
    house.enter(&Elsewhere::of(&ConflictDeclared { officer, matter: REPORT }), Actor::SYSTEM, &[]);
    let (status, body) = house.get(&conflicted, &path);
    assert!(status == 422 && body.contains("/problems/rule/no-judge-in-own-cause"), "{body}");
    assert!(house.looks().is_empty());
    assert!(!house.get(&analyst, &format!("/reports/{REPORT}")).1.contains("/contact"));
}

#[test]
fn whom_a_reporter_keeps_away_never_learns_of_the_report() {
    on_both(|home| {
        let house = House::open(home);
        let (kept, officer) = house.account(Role::Investigator, Purpose::Investigation);
        let (colleague, _) = house.account(Role::Analyst, Purpose::Triage);
        house.enter(&Elsewhere::of(&KeptAway { officer, matter: REPORT }), Actor::SYSTEM, &[]);
        let absent = Id([9; 16]);
        let act = |token: &str, name: &str, body: Value| {
            let post =
                Request::post(format!("/api/acts/{name}")).header(header::CONTENT_TYPE, "application/json");
            house.ask(token, post, json!({ "act": body }).to_string())
        };
        let looks = || house.json(&kept, "/api/lists/reports/queue")["total"].as_i64().unwrap();
        for is_glass_broken in [false, true] {
            for path in ["/reports/{}", "/api/reports/{}", "/api/reports/{}/contact"] {
                let ask = |report: Id| {
                    let (status, body) = house.get(&kept, &path.replace("{}", &report.to_string()));
                    (status, body.replace(&report.to_string(), "NUMBER"))
                };
                assert_eq!(ask(REPORT), ask(absent), "{path}, glass broken: {is_glass_broken}");
                assert_eq!(ask(REPORT).0, StatusCode::NOT_FOUND);
            }
            for name in ["reports.take-up", "reports.mark-complaint"] {
                let body = |report: Id| match name {
                    "reports.take-up" => json!({ "report": report }),
                    _ => json!({ "report": report, "said_of": "police" }),
                };
                let (status, words) = act(&kept, name, body(REPORT));
                assert_eq!((status, words), act(&kept, name, body(absent)), "{name}");
            }
            assert_eq!(looks(), 0);
            for record in [REPORT, absent] {
                let glass = BreakGlass { record, reason: GlassReason::DangerNow };
                let by = Actor { id: officer, role: Role::Investigator, unit: UNIT };
                house.enter(&glass, by, &[]);
            }
        }
        assert_eq!(house.json(&colleague, "/api/lists/reports/queue")["total"], 1);
        assert_eq!(act(&colleague, "reports.take-up", json!({ "report": REPORT })).0, StatusCode::OK);
    });
}

#[test]
fn where_no_contact_was_left_there_is_none_and_nothing_was_looked_at() {
    let home = Home::sqlite();
    let house = House::with(&home, &a_report());
    let (token, _) = house.account(Role::Investigator, Purpose::Investigation);
    for report in [REPORT.to_string(), Id([9; 16]).to_string(), "7".to_owned()] {
        assert_eq!(house.get(&token, &format!("/reports/{report}/contact")).0, StatusCode::NOT_FOUND);
    }
    assert!(house.looks().is_empty());
    assert!(!house.get(&token, &format!("/reports/{REPORT}")).1.contains("/contact"));
}

#[test]
fn words_to_the_reporter_are_never_sealed_where_nobody_looks_for_them() {
    let home = Home::sqlite();
    let house = House::open(&home);
    let (token, _) = house.account(Role::Analyst, Purpose::Triage);
    let form = |rest: &str| {
        let request = Request::post("/acts/reports.not-pursue");
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        house.ask(&token, request, format!("report={REPORT}&{rest}"))
    };
    let (status, page) = form("reason=other&ground=time-barred");
    assert!(status == 422 && page.contains(r##"href="#sealed-0""##), "{page}");
    assert_eq!(form("reason=duplicate&sealed-0=Fictional+words").0, StatusCode::SEE_OTHER);
    let seen = house.json(&token, &format!("/api/reports/{REPORT}"));
    assert_eq!(seen["thread"][1]["text"], "Fictional words", "{seen}");
}

#[test]
fn pages_are_sound_in_every_language() {
    let home = Home::sqlite();
    let house = House::open(&home);
    let (token, _) = house.account(Role::Investigator, Purpose::Investigation);
    for &language in Language::STAFF {
        let texts = catalogue().texts(language);
        for path in [
            format!("/reports/{REPORT}"),
            format!("/reports/{REPORT}/contact"),
            "/lists/reports/queue".into(),
        ] {
            let (_, page) = house.get(&token, &format!("{path}?lang={}", language.code()));
            assert_eq!(check::page(&page, &texts), Vec::<String>::new(), "{path}: {page}");
        }
    }
}

#[test]
fn the_rooms_own_routes_are_described() {
    let described = crate::room().openapi.unwrap();
    let paths: Vec<_> = described.paths.paths.keys().map(String::as_str).collect();
    assert_eq!(
        paths,
        [
            "/api/chats",
            "/api/consultations/{consultation}",
            "/api/desk-hours",
            "/api/reports/intake",
            "/api/reports/{report}",
            "/api/reports/{report}/alike",
            "/api/reports/{report}/contact",
            "/api/reports/{report}/document",
            "/api/reports/{report}/hashes",
            "/api/reports/{report}/pictures/{n}/words",
            "/api/reports/{report}/voice",
            "/api/texts",
            "/api/texts/{wording}",
            "/api/weights",
            "/api/weights/{proposal}"
        ]
    );
}

#[test]
fn an_accounts_page_counts_what_is_still_with_its_officer_and_leads_to_where_it_is_handed_over() {
    on_both(|home| {
        let house = House::open(home);
        let (keeper, _) = house.account(Role::Administrator, Purpose::Administration);
        let (overseer, _) = house.account(Role::Overseer, Purpose::Administration);
        let (_, analyst) = house.account(Role::Analyst, Purpose::Triage);
        let (_, colleague) = house.account(Role::Analyst, Purpose::Intake);
        let still = |account: Id| {
            let all = house.json(&keeper, &format!("/api/accounts/{account}"))["still_with"].clone();
            let one =
                |row: &Value| (row["what"].as_str().unwrap().to_owned(), row["count"].as_u64().unwrap());
            all.as_array().unwrap().iter().map(one).collect::<Vec<_>>()
        };
        assert_eq!(still(analyst), []);
        let token = access::NewToken {
            account: analyst,
            label: "A fictional machine",
            purpose: Purpose::Triage,
            scope: access::Scope::read("reports.reply", house.node.registry()).unwrap(),
            days: 1,
        };
        access::make_token(&house.node, &token, Desk::now()).unwrap();
        let token = ("entrusted-tokens".to_owned(), 1);
        assert_eq!(still(analyst), std::slice::from_ref(&token));
        let officer = Actor { id: analyst, role: Role::Analyst, unit: UNIT };
        house.enter(&crate::acts::TakeUp { report: REPORT }, officer, &[]);
        assert_eq!(still(analyst), [("entrusted-reports".to_owned(), 1), token.clone()]);
        let way = format!("/acts/reports.hand-over?officer={analyst}");
        let page = |token: &str| house.get(token, &format!("/staff/{analyst}")).1;
        assert!(page(&keeper).contains(&way), "{}", page(&keeper));
        assert!(!page(&overseer).contains(&way), "who may not hand over is not led there");
        for &language in Language::STAFF {
            let (_, page) = house.get(&keeper, &format!("/staff/{analyst}?lang={}", language.code()));
            assert_eq!(check::page(&page, &catalogue().texts(language)), Vec::<String>::new(), "{page}");
        }
        let act = crate::acts::HandOver { officer: analyst, colleague };
        house.enter(&act, Actor { id: colleague, ..officer }, &[]);
        assert_eq!(still(analyst), [token]);
        assert_eq!(still(colleague), [("entrusted-reports".to_owned(), 1)]);
        house.node.stop();
    });
}

/// What is found for a text: the numbers of the records.
fn found(house: &House, token: &str, text: &str) -> Vec<String> {
    let post = Request::post("/api/find").header(header::CONTENT_TYPE, "application/json");
    let (status, answer) = house.ask(token, post, json!({ "q": text }).to_string());
    assert_eq!(status, StatusCode::OK, "{answer}");
    let hits: Vec<Value> = serde_json::from_str(&answer).unwrap();
    hits.iter().map(|hit| hit["record"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_report_is_found_by_number_receipt_and_hash_by_whoever_may_know_of_it() {
    on_both(|home| {
        let house = House::open(home);
        let receipt = Receipt::from_entropy([7; 10]);
        let row = ReceiptToken::new(house.node.token(TOKEN_DOMAIN, &receipt.proof()), OTHER);
        let hash = PictureHash::new(OTHER, 0, &material::Digests::of(b"a fictional file"), &[], 0);
        let act = FileReport { report: OTHER, ..a_report() };
        let deed = house.node.deed(house.node.new_id().unwrap(), &act, Actor::PUBLIC, Purpose::Intake);
        let deed = deed.seal(SLOT_TEXT, OTHER, b"A fictional report").unwrap();
        let deed = deed.row(OTHER, &row).unwrap().row(OTHER, &hash).unwrap();
        assert!(matches!(house.node.enter_now(deed.build()).unwrap().outcome, Outcome::Entered { .. }));
        let (token, account) = house.account(Role::Analyst, Purpose::Triage);
        let other = vec![OTHER.to_string()];
        let whole = OTHER.to_string();
        let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        let digests = material::Digests::of(b"a fictional file");
        let texts =
            [whole.clone(), whole[..6].to_owned(), receipt.digits(), hex(&digests.sha256), hex(&digests.md5)];
        for text in &texts {
            assert_eq!(found(&house, &token, &format!(" {text} ")), other, "{text}");
        }
        for nothing in ["", "0", "fictional", &whole[..5], "0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f"] {
            assert_eq!(found(&house, &token, nothing), Vec::<String>::new(), "{nothing}");
        }
        let (status, _) = house.ask(
            &token,
            Request::post("/api/find").header(header::CONTENT_TYPE, "application/json"),
            json!({ "q": "x".repeat(401) }).to_string(),
        );
        assert_eq!(status, StatusCode::BAD_REQUEST);
        let form = Request::post("/find").header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let (status, page) = house.ask(&token, form, format!("q={whole}"));
        assert!(status == StatusCode::OK && page.contains(&format!("href=\"/reports/{OTHER}\"")), "{page}");
        // Whoever is kept from it, and every other unit once it is taken up, finds nothing by any word.
        house.enter(&Elsewhere::of(&KeptAway { officer: account, matter: OTHER }), Actor::SYSTEM, &[]);
        for text in &texts {
            assert_eq!(found(&house, &token, text), Vec::<String>::new(), "{text}");
        }
        let (overseer, _) = house.account(Role::Overseer, Purpose::Oversight);
        assert_eq!(found(&house, &overseer, &whole), Vec::<String>::new(), "no page of it is theirs");
        let (colleague, _) = house.account(Role::Investigator, Purpose::Investigation);
        assert_eq!(found(&house, &colleague, &whole), other);
        house.enter(&TakeUp { report: OTHER }, Actor { unit: Id([201; 16]), ..officer() }, &[]);
        for text in &texts {
            assert_eq!(found(&house, &colleague, text), Vec::<String>::new(), "{text}");
        }
    });
}
