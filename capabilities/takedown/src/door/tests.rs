//! A host's page on a real node, on both databases. All are fictional.

use super::machine_routes;
use super::token::token;
use crate::READ_HOST_PAGE;
use crate::acts::{
    AskPreservation, DecideAppeal, EndLink, GradeAddress, SLOT_CONTACT, SLOT_REASON, SendNotice, SetContact,
};
use crate::address::host_number;
use crate::codes::{ContactSource, LegalGround};
use crate::intake::deed;
use crate::tables::HostLink;
use crate::testing::{Ahead, a_grade, analyst, from, node_with_clock};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use desk::Desk;
use face::{Catalogue, Looks};
use kernel::journal::Looked;
use kernel::{Act, Event as _, Id, Outcome, Purpose, Record as _};
use serde_json::{Value, json};
use std::sync::Arc;
use store::Node;
use store::database::TableSql;
use store::testing::{Home, on_both};
use tower::ServiceExt as _;

const HOST: &str = "host.example";
const OTHER: &str = "other.example";

struct House {
    node: Arc<Node>,
    router: Router,
    runtime: tokio::runtime::Runtime,
}

impl House {
    fn new(home: &Home) -> House {
        let node = Arc::new(node_with_clock(home, &Ahead::default()));
        let texts: Vec<_> = desk::texts::resources()
            .into_iter()
            .chain(face::resources!("takedown").iter().copied())
            .collect();
        let looks = Looks::new(Catalogue::new(&texts).unwrap(), "https://weather.example");
        let desk = Desk::new(Arc::clone(&node), looks, &mut [crate::room()]);
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
        House { node, router: machine_routes(desk), runtime }
    }

    fn does<A: Act>(&self, act: &A, n: u8) {
        let mut deed = self.node.deed(self.node.new_id().unwrap(), act, analyst(n), Purpose::Triage);
        if A::KIND.code == SetContact::KIND.code {
            deed = deed.seal(SLOT_CONTACT, act.subject(), b"abuse@host.example").unwrap();
            deed = deed.seal(SLOT_REASON, act.subject(), b"fictional").unwrap();
        }
        let outcome = self.node.enter_now(deed.build()).unwrap().outcome;
        assert!(matches!(outcome, Outcome::Entered { .. }), "{outcome:?}");
    }

    /// An address of a host that got notice of it.
    fn noticed(&self, host: &str, path: &str) -> Id {
        let url = format!("https://{host}/{path}");
        let (address, deed) = deed(&self.node, self.node.new_id().unwrap(), &url, &from()).unwrap();
        assert!(matches!(self.node.enter_now(deed).unwrap().outcome, Outcome::Entered { .. }));
        for n in [1, 2] {
            self.does(&GradeAddress { address, ..a_grade("baseline") }, n);
        }
        self.does(&AskPreservation { address }, 1);
        let (host, source) = (host_number(host), ContactSource::ByHand);
        if self.links(host).is_empty() {
            self.does(&SetContact { host, source, country: None, registrar: String::new() }, 1);
        }
        self.does(&SendNotice { address, ground: LegalGround::Opsc }, 1);
        address
    }

    fn links(&self, host: Id) -> Vec<HostLink> {
        let sql = TableSql::of(HostLink::TABLE).all;
        let all = self.node.read(|database| database.records::<HostLink>(&sql, Vec::new())).unwrap();
        all.into_iter().filter(|link| link.host == host).collect()
    }

    /// What the link of a host carries.
    fn token(&self, host: &str) -> String {
        token(&self.node, self.links(host_number(host))[0].link)
    }

    /// How many entries the journal has that tell of a host's look at addresses.
    fn looks(&self) -> i64 {
        let entries = (1..).map_while(|seq| self.node.entry(seq).unwrap());
        let looks = entries.filter(|entry| entry.kind == Looked::KIND);
        let own = looks.filter(|entry| entry.event::<Looked>().unwrap().read == READ_HOST_PAGE.code);
        i64::try_from(own.count()).unwrap()
    }

    fn asked(&self, request: Request<Body>) -> (StatusCode, String) {
        self.runtime.block_on(async {
            let response = self.router.clone().oneshot(request).await.unwrap();
            let status = response.status();
            let bytes = to_bytes(response.into_body(), 1 << 22).await.unwrap();
            (status, String::from_utf8(bytes.to_vec()).unwrap())
        })
    }

    fn page(&self, path: &str) -> (StatusCode, String) {
        let (status, text) = self.asked(Request::get(path).body(Body::empty()).unwrap());
        assert!(!text.contains('⟦'), "{path}: a text is missing");
        (status, text)
    }

    fn sent(&self, path: &str, form: &str) -> (StatusCode, String) {
        let request = Request::post(path).header("content-type", "application/x-www-form-urlencoded");
        self.asked(request.body(Body::from(form.to_owned())).unwrap())
    }

    fn api(&self, token: &str, method: &str, path: &str, body: &Value) -> (StatusCode, Value) {
        let request =
            Request::builder().method(method).uri(path).header("authorization", format!("Bearer {token}"));
        let request = request.header("content-type", "application/json");
        let (status, text) = self.asked(request.body(Body::from(body.to_string())).unwrap());
        (status, serde_json::from_str(&text).unwrap_or(Value::Null))
    }
}

#[test]
fn a_host_sees_the_notices_that_it_got_and_nothing_of_another_and_each_look_is_entered() {
    on_both(|home| {
        let house = House::new(home);
        let own = house.noticed(HOST, "1");
        let other = house.noticed(OTHER, "2");
        let token = house.token(HOST);
        for language in ["en", "ar"] {
            let (status, page) = house.page(&format!("/host/{token}?lang={language}"));
            assert_eq!(status, StatusCode::OK, "{page}");
            assert!(page.contains("https://host.example/1") && page.contains(HOST));
            let of_others =
                [OTHER.to_owned(), other.to_string(), Id([1; 16]).to_string(), Id([2; 16]).to_string()];
            assert!(of_others.iter().all(|one| !page.contains(one)), "{page}");
        }
        assert_eq!(house.looks(), 2);
        assert_eq!(house.page(&format!("/host/{token}/notices/{own}?lang=ar")).0, StatusCode::OK);
        assert_eq!(house.page(&format!("/host/{token}/notices/{other}")).0, StatusCode::NOT_FOUND);
        assert_eq!(
            house.sent(&format!("/host/{token}/notices/{other}/removed"), "").0,
            StatusCode::NOT_FOUND
        );
        let (status, told) = house.api(&token, "GET", "/v1/host", &Value::Null);
        assert_eq!((status, &told["open"], &told["median_hours"]), (StatusCode::OK, &json!(1), &Value::Null));
        let (_, told) = house.api(&token, "GET", "/v1/host/notices?state=open", &Value::Null);
        assert_eq!(
            (&told["count"], &told["notices"][0]["address"]),
            (&json!(1), &json!("https://host.example/1"))
        );
        let wrong = house.api(&token, "GET", "/v1/host/notices?state=no", &Value::Null).0;
        assert_eq!(wrong, StatusCode::UNPROCESSABLE_ENTITY);
        let (_, file) = house.page(&format!("/host/{token}/notices.csv"));
        assert!(file.lines().count() == 2 && file.contains("https://host.example/1,open,"), "{file}");
        assert_eq!(house.looks(), 5);
    });
}

#[test]
fn a_wrong_link_and_one_that_was_ended_are_told_in_the_same_words() {
    on_both(|home| {
        let house = House::new(home);
        house.noticed(HOST, "1");
        house.noticed(OTHER, "2");
        let token = house.token(HOST);
        let spoiled = format!("{}{}", &token[..63], if token.ends_with('0') { '1' } else { '0' });
        // The number of one and the hash of another.
        let mixed = format!("{}{}", &token[..32], &house.token(OTHER)[32..]);
        house.does(&EndLink { host: host_number(HOST) }, 1);
        let shown = |token: &str| {
            let (status, page) = house.page(&format!("/host/{token}?lang=en"));
            (status, page.replace(token, ""))
        };
        let ended = shown(&token);
        assert_eq!(ended.0, StatusCode::NOT_FOUND);
        assert!(ended.1.contains("This link opens no page"), "{}", ended.1);
        let long = "0".repeat(64);
        for wrong in [spoiled.as_str(), mixed.as_str(), long.as_str(), "no-link"] {
            assert_eq!(shown(wrong), ended, "{wrong}");
        }
        let refused = house.api(&token, "GET", "/v1/host", &Value::Null);
        assert_eq!(refused.0, StatusCode::UNAUTHORIZED);
        assert_eq!(house.api(&spoiled, "GET", "/v1/host", &Value::Null), refused);
        assert_eq!(house.looks(), 0, "nothing was seen");
    });
}

#[test]
fn what_a_host_says_reaches_the_desk_and_what_was_decided_reaches_the_host() {
    on_both(|home| {
        let house = House::new(home);
        let (one, two) = (house.noticed(HOST, "1"), house.noticed(HOST, "2"));
        let token = house.token(HOST);
        let at = |notice: Id, what: &str| format!("/host/{token}/notices/{notice}/{what}?lang=en");
        let (status, page) = house.sent(&at(one, "appeal"), "words=");
        assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("There are no words"), "{page}");
        assert_eq!(house.sent(&at(one, "appeal"), "words=A+fictional+reason").0, StatusCode::SEE_OTHER);
        let api = |notice: Id, what: &str, body: Value| {
            house.api(&token, "POST", &format!("/v1/host/notices/{notice}/{what}"), &body)
        };
        let again = api(one, "appeal", json!({ "words": "A second" }));
        assert_eq!(again.0, StatusCode::UNPROCESSABLE_ENTITY, "{}", again.1);
        assert_eq!(api(two, "removed", Value::Null).0, StatusCode::NO_CONTENT);
        assert_eq!(api(two, "not-ours", Value::Null).0, StatusCode::NO_CONTENT);
        assert_eq!(api(two, "not-ours", Value::Null).0, StatusCode::UNPROCESSABLE_ENTITY);
        house.does(&DecideAppeal { address: one, mistaken: true }, 9);
        let (_, page) = house.page(&format!("/host/{token}?lang=en"));
        assert!(page.contains("The notice was a mistake") && page.contains("Nobody decided yet"), "{page}");
        let (_, told) = house.api(&token, "GET", &format!("/v1/host/notices/{one}"), &Value::Null);
        assert_eq!((&told["state"], &told["appeal"]), (&json!("corrected"), &json!("mistake")));
        let (_, told) = house.api(&token, "GET", &format!("/v1/host/notices/{two}"), &Value::Null);
        assert_eq!((&told["state"], &told["not_ours"]), (&json!("claimed"), &json!("waits")));
    });
}

#[test]
fn who_asks_too_often_waits() {
    let home = Home::sqlite();
    let house = House::new(&home);
    house.noticed(HOST, "1");
    let token = house.token(HOST);
    let statuses: Vec<_> = (0..2 * super::pace::BY_LINK + 1)
        .map(|_| house.api(&token, "GET", "/v1/host", &Value::Null).0)
        .collect();
    // The minute may end in between, once.
    assert!(statuses.contains(&StatusCode::TOO_MANY_REQUESTS));
}
