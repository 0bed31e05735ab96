//! The sender's page and the API beside it, on a real node, on both databases. All are fictional.

use crate::ispws::tests::{House, OTHER, PLATFORM};
use access::acts::SetMachineQuota;
use access::codes::Environment;
use access::enter;
use access::machine_keys::OpenedKey;
use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, StatusCode};
use face::Catalogue;
use serde_json::{Value, json};
use store::testing::on_both;
use tower::ServiceExt as _;

const FORM: &str = "application/x-www-form-urlencoded";

fn asked(
    house: &House,
    key: &OpenedKey,
    method: Method,
    path: &str,
    media: &str,
    body: &str,
) -> (StatusCode, String) {
    let bearer = format!("Bearer {}.{}", key.name, key.secret);
    let request = Request::builder().method(method).uri(path).header("authorization", bearer);
    let request = request.header("content-type", media).body(Body::from(body.to_owned())).unwrap();
    house.runtime.block_on(async {
        let response = house.router.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let bytes = to_bytes(response.into_body(), 1 << 22).await.unwrap();
        (status, String::from_utf8(bytes.to_vec()).unwrap())
    })
}

fn page(house: &House, key: &OpenedKey, path: &str) -> String {
    let (status, text) = asked(house, key, Method::GET, path, FORM, "");
    assert_eq!(status, StatusCode::OK, "{path}: {text}");
    assert!(!text.contains('⟦'), "{path}: a text is missing");
    text
}

fn json_of(house: &House, key: &OpenedKey, method: Method, path: &str, body: &Value) -> (StatusCode, Value) {
    let (status, text) = asked(house, key, method, path, "application/json", &body.to_string());
    (status, serde_json::from_str(&text).unwrap_or(Value::Null))
}

/// A report, handed in whole.
fn sent(house: &House, key: &OpenedKey, seed: u64) -> u64 {
    let number = house.submit(key, seed);
    house.form(key, "finish", number);
    number
}

#[test]
fn a_sender_reads_of_its_own_reports_in_pages_and_of_nobody_elses() {
    on_both(|home| {
        let house = House::new(home);
        let [own, other] = [("platform-1", PLATFORM), ("other-1", OTHER)]
            .map(|(name, unit)| house.key(name, unit, Environment::Production));
        let numbers: Vec<u64> = (1..=3).map(|seed| sent(&house, &own, seed)).collect();
        sent(&house, &other, 9);
        let (status, first) = json_of(&house, &own, Method::GET, "/v1/reports?limit=2", &json!(null));
        assert_eq!(status, StatusCode::OK, "{first}");
        assert_eq!((first["reports"].as_array().unwrap().len(), &first["more"]), (2, &json!(true)));
        assert_eq!(first["reports"][0]["number"], json!(numbers[0]));
        assert_eq!(first["reports"][0]["status"], "received");
        let next = format!("/v1/reports?since={}", first["next"]);
        let (_, rest) = json_of(&house, &own, Method::GET, &next, &json!(null));
        assert_eq!((rest["reports"].as_array().unwrap().len(), &rest["more"]), (1, &json!(false)));
        for wrong in ["since=-1", "limit=0", "limit=1001", "since=x", "other=1"] {
            let (status, _) =
                json_of(&house, &own, Method::GET, &format!("/v1/reports?{wrong}"), &json!(null));
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        }
        for language in ["en", "ar"] {
            for path in ["/sender", "/sender/reports", "/sender/webhook", "/sender/key"] {
                page(&house, &own, &format!("{path}?lang={language}"));
            }
        }
        let shown = page(&house, &own, "/sender/reports");
        assert!(numbers.iter().all(|number| shown.contains(&number.to_string())));
        assert!(page(&house, &own, "/sender/reports?stage=became-case").contains("There is none"));
        let file = page(&house, &own, "/sender/reports.csv");
        assert_eq!(file.lines().count(), 4, "{file}");
    });
}

#[test]
fn a_webhook_is_laid_down_shown_tried_and_ended_by_the_senders_key() {
    on_both(|home| {
        let house = House::new(home);
        let key = house.key("platform-1", PLATFORM, Environment::Production);
        let none = json_of(&house, &key, Method::GET, "/v1/webhook", &json!(null)).0;
        assert_eq!(none, StatusCode::NOT_FOUND);
        let lay = |body: Value| json_of(&house, &key, Method::PUT, "/v1/webhook", &body);
        for wrong in
            ["http://platform.example", "https://127.0.0.1/", "https://u:p@platform.example", "x", ""]
        {
            let (status, told) = lay(json!({ "address": wrong }));
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
            assert_eq!(told["errors"][0]["field"], "address", "{told}");
        }
        let (_, told) = lay(json!({ "address": "https://platform.example/in", "secret": "short" }));
        assert_eq!(told["errors"][0]["field"], "secret", "{told}");
        let (status, told) = lay(json!({ "address": "https://platform.example/in" }));
        assert_eq!(status, StatusCode::OK, "{told}");
        assert!(couriers::hook::Secret::read(told["secret"].as_str().unwrap()).is_ok());
        let (status, shown) = json_of(&house, &key, Method::GET, "/v1/webhook", &json!(null));
        assert_eq!((status, shown.get("address"), shown.get("secret")), (StatusCode::OK, None, None));
        let (status, _) = json_of(&house, &key, Method::POST, "/v1/webhook/test", &json!(null));
        assert_eq!(status, StatusCode::ACCEPTED);
        let (_, listed) = json_of(&house, &key, Method::GET, "/v1/webhook/messages", &json!(null));
        assert_eq!(listed["messages"], json!([]), "a trial has no place among them");
        assert!(page(&house, &key, "/sender/webhook").contains("On its way"));
        let (status, told) =
            json_of(&house, &key, Method::POST, "/v1/webhook/replay", &json!({ "since": 0 }));
        assert_eq!((status, &told["messages"]), (StatusCode::ACCEPTED, &json!(0)));
        let (status, _) = asked(&house, &key, Method::DELETE, "/v1/webhook", "", "");
        assert_eq!(status, StatusCode::NO_CONTENT);
        let (status, _) = json_of(&house, &key, Method::POST, "/v1/webhook/test", &json!(null));
        assert_eq!(status, StatusCode::NOT_FOUND);
        // Nothing of it is kept for the sandbox.
        let tries = house.key("platform-try", PLATFORM, Environment::Sandbox);
        let (_, told) = json_of(
            &house,
            &tries,
            Method::PUT,
            "/v1/webhook",
            &json!({ "address": "https://platform.example" }),
        );
        assert_eq!((&told["status"], &told["webhook"]), (&json!("checked"), &Value::Null));
        assert_eq!(json_of(&house, &key, Method::GET, "/v1/webhook", &json!(null)).0, StatusCode::NOT_FOUND);
    });
}

#[test]
fn a_key_hands_in_no_more_than_it_may_and_opens_the_next_one() {
    on_both(|home| {
        let house = House::new(home);
        let key = house.key("platform-1", PLATFORM, Environment::Production);
        let quota = SetMachineQuota { key: key.key, per_minute: 2, bytes_a_day: 4 << 20 };
        enter(&house.node, &quota, house.by).unwrap();
        let submit = || {
            let document = tipline::testing::report(1);
            asked(&house, &key, Method::POST, "/ispws/submit", "text/xml", &document)
        };
        // A minute of the clock may begin in between.
        let answers: Vec<StatusCode> = (0..5).map(|_| submit().0).collect();
        let over = answers.iter().filter(|status| **status == StatusCode::TOO_MANY_REQUESTS).count();
        assert!((1..=3).contains(&over), "{answers:?}");
        assert!(page(&house, &key, "/sender").contains(" of 2"));

        let change =
            |key: &OpenedKey, body: &str| asked(&house, key, Method::POST, "/sender/key", FORM, body);
        for wrong in
            ["name=No+Name&ends=later", "name=platform-1&ends=later", "name=platform-2&ends=never", ""]
        {
            let (status, text) = change(&key, wrong);
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
            assert!(!text.contains('⟦'), "{wrong}");
        }
        let (status, text) = change(&key, "name=platform-2&ends=at-once");
        assert_eq!(status, StatusCode::OK);
        let secret = text.split("platform-2:").nth(1).unwrap().split('<').next().unwrap().to_owned();
        let next = OpenedKey { key: key.key, name: "platform-2".into(), secret };
        assert!(page(&house, &next, "/sender").contains("platform-2"));
        let (status, _) = asked(&house, &key, Method::GET, "/sender", "", "");
        assert_eq!(status, StatusCode::UNAUTHORIZED, "the old one has ended");
        let (_, text) = change(&next, "name=platform-3&ends=later");
        assert!(text.contains("platform-3:"));
        let (status, _) = change(&next, "name=platform-4&ends=later");
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "it has a successor");
    });
}

#[test]
fn a_process_that_begins_anew_goes_on_with_the_quotas() {
    on_both(|home| {
        let house = House::new(home);
        let key = house.key("platform-1", PLATFORM, Environment::Production);
        let bytes_a_day = 4 << 20;
        enter(&house.node, &SetMachineQuota { key: key.key, per_minute: 600, bytes_a_day }, house.by)
            .unwrap();
        let document = " ".repeat(1_300_000);
        let submit =
            |house: &House| asked(house, &key, Method::POST, "/ispws/submit", "text/xml", &document).0;
        let taken = |house: &House| (0..3).map(|_| submit(house)).collect::<Vec<_>>();
        assert_eq!(taken(&house), [StatusCode::OK; 3]);
        drop(house);
        let house = House::new(home);
        // A day of the clock may begin in between.
        let left = taken(&house);
        assert!(left.contains(&StatusCode::TOO_MANY_REQUESTS), "{left:?}");
    });
}

#[test]
fn no_other_site_sends_what_a_browser_knows_the_key_of() {
    let home = store::testing::Home::sqlite();
    let house = House::new(&home);
    let key = house.key("platform-1", PLATFORM, Environment::Production);
    let bearer = format!("Bearer {}.{}", key.name, key.secret);
    for (name, value) in [("origin", "https://elsewhere.example"), ("sec-fetch-site", "cross-site")] {
        for path in ["/sender/webhook/test", "/v1/webhook/test", "/sender/key"] {
            let request = Request::post(path).header("authorization", &bearer).header(name, value);
            let request = request.header("content-type", FORM).body(Body::empty()).unwrap();
            let answer = house.runtime.block_on(house.router.clone().oneshot(request)).unwrap();
            assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{path} {name}");
        }
    }
}

#[test]
fn everything_shown_has_its_words_in_all_languages() {
    let room = crate::room();
    assert_eq!(Catalogue::new(&room.texts).unwrap().differences(), Vec::<String>::new());
}
