//! The API of the machine door on a real node, on both databases.

use super::machine_routes;
use crate::acts::TakeUp;
use crate::codes::Duty;
use crate::tables::Report;
use access::acts::EndMachineKey;
use access::codes::Environment;
use access::machine_keys::{OpenedKey, open_machine_key};
use access::{add_unit, founded};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use desk::Desk;
use face::{Catalogue, Looks};
use facts::report::CameBy;
use facts::unit::UnitKind;
use kernel::codes::ReportingPerson;
use kernel::{Actor, Id, Purpose, Record as _, Registry, Role};
use serde_json::{Value, json};
use std::sync::Arc;
use store::Node;
use store::database::TableSql;
use store::testing::{Home, on_both};
use tower::ServiceExt as _;

const PLATFORM: Id = Id([60; 16]);
const OTHER: Id = Id([61; 16]);

struct House {
    node: Arc<Node>,
    router: Router,
    runtime: tokio::runtime::Runtime,
    by: Actor,
}

impl House {
    fn new(home: &Home) -> House {
        let charters = vec![facts::charter(), rules::charter(), access::charter(), crate::charter()];
        let node = Arc::new(Node::open(home.config(), Registry::new(charters).unwrap()).unwrap());
        let founding = founded(&node, false).unwrap();
        for (unit, word) in [(PLATFORM, "platform"), (OTHER, "other-platform")] {
            add_unit(&node, unit, word, UnitKind::Platform).unwrap();
        }
        let by = Actor { id: founding.administrator, role: Role::Administrator, unit: Id([1; 16]) };
        let mut rooms = [crate::room()];
        let texts: Vec<_> =
            desk::texts::resources().into_iter().chain(rooms[0].texts.iter().copied()).collect();
        let looks = Looks::new(Catalogue::new(&texts).unwrap(), "https://example.org/");
        let desk = Desk::new(Arc::clone(&node), looks, &mut rooms);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        House { node, router: machine_routes(desk, utoipa::openapi::OpenApi::default()), runtime, by }
    }

    fn key(&self, name: &str, unit: Id, environment: Environment) -> OpenedKey {
        open_machine_key(&self.node, self.by, name, unit, environment, Desk::now()).unwrap()
    }

    fn asked(&self, request: Request<Body>) -> (StatusCode, String) {
        self.runtime.block_on(async {
            let response = self.router.clone().oneshot(request).await.unwrap();
            let status = response.status();
            let media = response.headers()["content-type"].to_str().unwrap().to_owned();
            assert_eq!(media.contains("problem"), !status.is_success(), "{status} as {media}");
            let bytes = to_bytes(response.into_body(), 1 << 22).await.unwrap();
            (status, String::from_utf8(bytes.to_vec()).unwrap())
        })
    }

    fn one(&self, key: &OpenedKey, number: &str, body: &Value) -> (u16, Value) {
        let request = Request::post("/v1/reports")
            .header("authorization", format!("Bearer {}.{}", key.name, key.secret))
            .header("idempotency-key", number)
            .header("content-type", "application/json");
        let (status, text) = self.asked(request.body(Body::from(body.to_string())).unwrap());
        (status.as_u16(), serde_json::from_str(&text).unwrap())
    }

    fn standing(&self, key: &OpenedKey, number: &str) -> (u16, Value) {
        let request = Request::get(format!("/v1/reports/{number}"))
            .header("authorization", format!("Bearer {}.{}", key.name, key.secret));
        let (status, text) = self.asked(request.body(Body::empty()).unwrap());
        (status.as_u16(), serde_json::from_str(&text).unwrap())
    }

    fn batch(&self, key: &OpenedKey, lines: &str) -> (u16, String) {
        let request = Request::post("/v1/reports/batch")
            .header("authorization", format!("Bearer {}.{}", key.name, key.secret))
            .header("content-type", "application/x-ndjson");
        let (status, text) = self.asked(request.body(Body::from(lines.to_owned())).unwrap());
        (status.as_u16(), text)
    }

    fn reports(&self) -> Vec<Report> {
        let all = TableSql::of(Report::TABLE).all;
        self.node.read(|database| database.records::<Report>(&all, Vec::new())).unwrap()
    }
}

#[test]
fn one_report_is_one_whatever_is_sent_again_and_its_sender_alone_hears_of_it() {
    on_both(|home| {
        let house = House::new(home);
        let key = house.key("platform-a", PLATFORM, Environment::Production);
        let told = json!({ "text": "Fictional: an account asks children for meetings." });
        let (status, first) = house.one(&key, "a-1", &told);
        assert_eq!((status, &first["status"], &first["id"]), (201, &json!("received"), &json!("a-1")));
        assert_eq!(house.one(&key, "a-1", &told), (201, first.clone()));
        let (status, other) = house.one(&key, "a-1", &json!({ "text": "Fictional: something else." }));
        assert_eq!((status, &other["errors"][0]["field"]), (422, &json!("id")));
        let filed = house.reports();
        assert_eq!(filed.len(), 1);
        assert_eq!((filed[0].reporter, filed[0].came_by), (ReportingPerson::Machine, CameBy::Platform));
        assert_eq!(house.standing(&key, "a-1").1["status"], "received");

        // Another unit's number is its own, and of this one it hears nothing.
        let theirs = house.key("platform-b", OTHER, Environment::Production);
        assert_eq!(house.standing(&theirs, "a-1").0, 404);
        // A newer key of the same unit asks after what the older one sent.
        let newer = house.key("platform-a2", PLATFORM, Environment::Production);
        assert_eq!(house.standing(&newer, "a-1").1["report"], first["report"]);
        assert_eq!(house.one(&newer, "a-2", &told).0, 201);

        // What stands in the line of another goes where the line goes.
        let officer = Actor { id: Id([9; 16]), role: Role::Analyst, unit: Id([1; 16]) };
        let act = TakeUp { report: filed[0].report };
        let deed = house.node.deed(Id([8; 16]), &act, officer, Purpose::Intake).build();
        assert!(matches!(house.node.enter_now(deed).unwrap().outcome, kernel::Outcome::Entered { .. }));
        for number in ["a-1", "a-2"] {
            assert_eq!(house.standing(&key, number).1["status"], "in-review", "{number}");
        }
        house.node.stop();
    });
}

#[test]
fn many_are_answered_a_line_each_and_the_sandbox_keeps_nothing() {
    on_both(|home| {
        let house = House::new(home);
        let (key, sandbox) = (
            house.key("platform-a", PLATFORM, Environment::Production),
            house.key("platform-a-try", PLATFORM, Environment::Sandbox),
        );
        let lines = "{\"id\":\"1\",\"text\":\"Fictional: one.\"}\n{\"id\":\"2\",\"text\":\"Fictional: one.\"}\n\
                     {\"id\":\"3\",\"text\":\"Fictional.\",\"language\":\"no tag at all\"}\nno json\n";
        let outcomes = |text: &str| -> Vec<String> {
            let outcome = |line: &str| {
                let answer: Value = serde_json::from_str(line).unwrap();
                answer["outcome"].as_str().unwrap().to_owned()
            };
            text.lines().map(outcome).collect()
        };
        let (status, tried) = house.batch(&sandbox, lines);
        assert_eq!(
            (status, outcomes(&tried)),
            (200, ["checked", "checked", "refused", "refused"].map(String::from).into())
        );
        assert_eq!(house.one(&sandbox, "4", &json!({ "text": "Fictional." })).1["report"], Value::Null);
        assert!(house.reports().is_empty());
        assert_eq!(house.standing(&sandbox, "1").0, 404);

        // That another says the same is not told to who sends it.
        let (_, entered) = house.batch(&key, lines);
        assert_eq!(outcomes(&entered), ["filed", "filed", "refused", "refused"]);
        assert_eq!(house.reports().len(), 2);
        let too_many = "{\"id\":\"1\"}\n".repeat(10_001);
        assert_eq!(house.batch(&key, &too_many).0, 422);
        house.node.stop();
    });
}

#[test]
fn what_is_wrong_is_a_problem_that_names_the_field_and_none_of_its_words() {
    let home = Home::sqlite();
    let house = House::new(&home);
    let key = house.key("platform-a", PLATFORM, Environment::Production);
    let wrong = [
        ("id", json!({ "id": "b", "text": "Fictional." })),
        ("body", json!({ "text": "Fictional.", "secret-word": "x" })),
        ("body", json!(["Fictional."])),
        ("danger", json!({ "text": "Fictional.", "danger": "secret-word" })),
        ("text", json!({ "text": "x".repeat(20_001) })),
        ("text", json!({})),
    ];
    for (field, body) in wrong {
        let (status, answer) = house.one(&key, "a", &body);
        assert_eq!((status, &answer["errors"][0]["field"]), (422, &json!(field)), "{answer}");
    }
    let nameless = house.one(&key, "", &json!({ "text": "Fictional." }));
    assert_eq!((nameless.0, &nameless.1["errors"][0]["field"]), (422, &json!("Idempotency-Key")));
    let plain = Request::post("/v1/reports")
        .header("authorization", format!("Bearer {}.{}", key.name, key.secret))
        .header("idempotency-key", "a")
        .header("content-type", "text/plain");
    assert_eq!(house.asked(plain.body(Body::from("{}")).unwrap()).0, 415);
    let nobody = OpenedKey { secret: "another".into(), ..key };
    assert_eq!(house.one(&nobody, "a", &json!({ "text": "Fictional." })).0, 401);
    assert_eq!(house.standing(&nobody, "a").0, 401);
    assert!(house.reports().is_empty());
    house.node.stop();
}

#[test]
fn the_description_names_every_route_and_every_name_that_it_refers_to() {
    let home = Home::sqlite();
    let house = House::new(&home);
    let (_, text) = house.asked(Request::get("/v1/openapi.json").body(Body::empty()).unwrap());
    let described: Value = serde_json::from_str(&text).unwrap();
    for path in ["/v1/reports", "/v1/reports/batch", "/v1/reports/{id}"] {
        assert!(described["paths"][path].is_object(), "{path}");
    }
    for part in text.split("#/components/schemas/").skip(1) {
        let name = part.split('"').next().unwrap();
        assert!(described["components"]["schemas"][name].is_object(), "{name}");
    }
    assert_eq!(described["components"]["securitySchemes"]["machine"]["scheme"], "basic");
    house.node.stop();
}

#[test]
fn a_key_that_is_ended_sends_nothing() {
    let home = Home::sqlite();
    let house = House::new(&home);
    let key = house.key("platform-a", PLATFORM, Environment::Production);
    access::enter(&house.node, &EndMachineKey { key: key.key }, house.by).unwrap();
    assert_eq!(house.one(&key, "a", &json!({ "text": "Fictional." })).0, 401);
    assert!(house.reports().is_empty());
    house.node.stop();
}

#[test]
fn an_agencys_system_says_what_obliges_it_and_reads_which_field_is_wrong() {
    on_both(|home| {
        let house = House::new(home);
        let key = house.key("platform-a", PLATFORM, Environment::Production);
        let duty = json!({
            "kind": "law", "words": "Article 3 of a fictional law", "agency": "A fictional ministry", "child_knows": "no",
        });
        let told = json!({ "text": "Fictional: a school told us.", "danger": "unsure", "duty": duty });
        assert_eq!(house.one(&key, "o-1", &told).0, 201);
        assert_eq!(house.one(&key, "o-1", &told).0, 201, "sent again it is the same");
        let filed = house.reports();
        assert_eq!(filed.len(), 1);
        assert_eq!((filed[0].reporter, filed[0].duty), (ReportingPerson::Professional, Duty::Law));
        for (field, value) in [("kind", "a-whim"), ("child_knows", "perhaps"), ("words", &"x".repeat(2_001))]
        {
            let mut wrong = told.clone();
            wrong["duty"][field] = json!(value);
            let (status, answer) = house.one(&key, "o-2", &wrong);
            assert_eq!(
                (status, &answer["errors"][0]["field"]),
                (422, &json!(format!("duty.{field}"))),
                "{answer}"
            );
        }
        let machine = json!({ "text": "Fictional.", "by": "machine", "duty": {} });
        let (status, answer) = house.one(&key, "o-3", &machine);
        assert_eq!((status, &answer["errors"][0]["field"]), (422, &json!("duty")), "{answer}");
        house.node.stop();
    });
}
