//! The service at its routes, on a real node.

use super::limits::{MANY_NEAR, MANY_WALKS};
use super::tables::{LookUpDigest, LookUpSegment, Probing};
use super::{Checked, acts, check_look_ups, keep_once, routes, status_routes};
use crate::acts::{CreateList, VoteGrade, WithdrawHashes};
use crate::codes::{ListVisible, WithdrawnWhy};
use crate::testing::{House, LIST, UNIT, a_list, analyst};
use access::codes::Environment;
use access::machine_keys::{OpenedKey, open_machine_key};
use access::{NewAccount, NewToken, Scope, account_named, add_account, add_unit, make_token};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use desk::Desk;
use face::{Catalogue, Looks};
use facts::unit::UnitKind;
use kernel::codes::Grade;
use kernel::{Actor, Id, Instant, Purpose, Record as _, Role};
use serde_json::{Value, json};
use std::sync::Arc;
use store::database::TableSql;
use store::testing::{Home, on_both};

const OTHER: Id = Id([5; 16]);

/// A service with two lists, of which a key may ask the first.
struct Service {
    house: House,
    door: Router,
    key: OpenedKey,
    runtime: tokio::runtime::Runtime,
    /// Goes last.
    _home: Option<Home>,
}

/// What was answered.
struct Told {
    status: u16,
    body: Value,
    text: String,
    again: bool,
}

fn pdq(n: u8) -> [u8; 32] {
    std::array::from_fn(|at| n.wrapping_mul(31).wrapping_add(u8::try_from(at).unwrap()).wrapping_mul(97))
}

fn hex(bytes: &[u8]) -> String {
    super::signal::written(bytes)
}

/// The hash with so many of its bits changed.
fn near(n: u8, bits: usize) -> String {
    let mut hash = pdq(n);
    (0..bits).for_each(|bit| hash[bit % 32] ^= 1 << (bit / 32));
    hex(&hash)
}

fn import(house: &House, list: Id, csv: &str) {
    let (act, by) = (house.node.new_id().unwrap(), analyst(1));
    let file = std::io::Cursor::new(csv.to_owned());
    crate::import(&house.node, by, Purpose::Triage, list, act, file, &mut |_| {}).unwrap();
}

impl Service {
    fn alone() -> Service {
        let home = Home::sqlite();
        Service::open(&home).with(home)
    }

    fn with(self, home: Home) -> Service {
        Service { _home: Some(home), ..self }
    }

    fn open(home: &Home) -> Service {
        let house = House::with_list(home);
        let node = &house.node;
        add_unit(node, UNIT, "hotline", UnitKind::Hotline).unwrap();
        let other = CreateList { list: OTHER, name: "Fictional list".into(), max_distance: 10, ..a_list() };
        house.enter(&other, analyst(1));
        let line = |n: u8| format!("{},{},{},baseline\n", hex(&pdq(n)), hex(&[n; 32]), hex(&[n; 16]));
        import(&house, LIST, &format!("pdq,sha256,md5,grade\n{}{}", line(1), line(2)));
        import(&house, OTHER, &format!("pdq,sha256,md5,grade\n{}", line(3)));
        let key = Service::key(&house, "platform-1");
        house.enter(&acts::LetMatch { list: LIST, asker: key.key }, analyst(1));
        keep_once(node).unwrap();
        let mut rooms = [crate::room()];
        let texts: Vec<_> =
            desk::texts::resources().into_iter().chain(std::mem::take(&mut rooms[0].texts)).collect();
        let looks = Looks::new(Catalogue::new(&texts).unwrap(), "about:blank");
        let desk = Desk::new(Arc::clone(node), looks, &mut rooms);
        let door = routes(desk.clone()).merge(status_routes(desk));
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        Service { house, door, key, runtime, _home: None }
    }

    fn key(house: &House, name: &str) -> OpenedKey {
        let by = Actor { role: Role::Administrator, ..analyst(8) };
        open_machine_key(&house.node, by, name, UNIT, Environment::Production, Desk::now()).unwrap()
    }

    fn token(&self) -> String {
        format!("Bearer {}.{}", self.key.name, self.key.secret)
    }

    fn send(&self, token: &str, request: axum::http::request::Builder, body: impl Into<Body>) -> Told {
        use tower::ServiceExt as _;
        let request = request.header("authorization", token).body(body.into()).unwrap();
        let door = self.door.clone();
        self.runtime.block_on(async move {
            let (head, body) = door.oneshot(request).await.unwrap().into_parts();
            let again = head.headers.contains_key("retry-after");
            let text = String::from_utf8(to_bytes(body, 1 << 24).await.unwrap().to_vec()).unwrap();
            let body = serde_json::from_str(&text).unwrap_or_default();
            Told { status: head.status.as_u16(), body, text, again }
        })
    }

    fn get(&self, path: &str) -> Told {
        self.send(&self.token(), Request::get(path), Body::empty())
    }

    fn look_up(&self, kind: &str, signal: &str) -> Told {
        self.get(&format!("/m/lookup?signal_type={kind}&signal={signal}"))
    }

    fn post(&self, token: &str, path: &str, media: &str, body: &str) -> Told {
        self.send(token, Request::post(path).header("content-type", media), body.to_owned())
    }

    fn form(&self, token: &str, path: &str, parts: &[(&str, Option<&str>, &[u8])]) -> Told {
        let mut body = Vec::new();
        for (name, file, bytes) in parts {
            let file = file.map(|file| format!("; filename=\"{file}\"")).unwrap_or_default();
            body.extend(
                format!("--b\r\ncontent-disposition: form-data; name=\"{name}\"{file}\r\n\r\n").bytes(),
            );
            body.extend_from_slice(bytes);
            body.extend(b"\r\n");
        }
        body.extend(b"--b--\r\n");
        self.send(token, Request::post(path).header("content-type", "multipart/form-data; boundary=b"), body)
    }

    /// The token of an analyst of the unit that keeps the lists, for what it names.
    fn staff(&self, may: &str) -> String {
        let node = &self.house.node;
        let new = NewAccount {
            user: "fictional",
            role: Role::Analyst,
            unit: UNIT,
            password: "a fictional password",
        };
        let account = match add_account(node, &new) {
            Ok(account) => account,
            Err(_) => account_named(node, "fictional").unwrap().unwrap(),
        };
        let scope = Scope::read(may, node.registry()).unwrap();
        let new = NewToken { account: account.id, label: "test", purpose: Purpose::Triage, scope, days: 1 };
        format!("Bearer {}", make_token(node, &new, Desk::now()).unwrap().1)
    }

    fn checked(&self) -> Checked {
        check_look_ups(&self.house.node, Desk::now()).unwrap()
    }
}

#[test]
fn a_key_asks_its_lists_and_learns_of_no_other() {
    on_both(|home| {
        let service = Service::open(home);
        let told = service.look_up("pdq", &near(1, 4));
        assert_eq!(
            (told.status, told.body),
            (200, json!({ "FICTIONAL_LIST": [{ "bank_content_id": 1, "distance": "4" }] }))
        );
        let exact = service.look_up("sha256", &hex(&[2; 32]));
        assert_eq!(exact.body, json!({ "FICTIONAL_LIST": [{ "bank_content_id": 2, "distance": "-" }] }));
        for (kind, signal) in
            [("pdq", hex(&pdq(3))), ("md5", hex(&[3; 16])), ("md5", hex(&[9; 16])), ("pdq", near(1, 32))]
        {
            let told = service.look_up(kind, &signal);
            assert_eq!((told.status, told.body), (200, json!({})), "{kind}");
        }
        let other = format!("FICTIONAL_LIST_{}", "05050505");
        let banks = service.get("/c/banks").body;
        assert_eq!(banks.as_array().unwrap().len(), 1);
        assert_eq!((&banks[0]["name"], &banks[0]["entries"]), (&json!("FICTIONAL_LIST"), &json!(2)));
        assert_eq!(service.get(&format!("/c/bank/{other}")).status, 404);
        assert_eq!(service.get("/c/bank/FICTIONAL_LIST/content/1").body["grade"], "baseline");
        assert_eq!(service.get("/c/bank/FICTIONAL_LIST/content/1?include_signals=true").status, 403);
        assert_eq!(
            service.get(&format!("/m/lookup?signal_type=pdq&signal={}&banks={other}", hex(&pdq(1)))).body,
            json!({})
        );
        // The other list's unit lets it, too: it is asked with the next request, within its own distance.
        service.house.enter(&acts::LetMatch { list: OTHER, asker: service.key.key }, analyst(1));
        keep_once(&service.house.node).unwrap();
        assert_eq!(service.look_up("pdq", &near(3, 10)).body[&other][0]["distance"], "10");
        assert_eq!(service.look_up("pdq", &near(3, 11)).body, json!({}));
        let content =
            service.look_up("pdq", &hex(&pdq(3))).body[&other][0]["bank_content_id"].as_u64().unwrap();
        assert_eq!(content, (1 << 32) + 1);
        assert_eq!(service.get(&format!("/c/bank/{other}/content/{content}")).status, 200);
        assert_eq!(service.get(&format!("/c/bank/FICTIONAL_LIST/content/{content}")).status, 404);
        // Withdrawn and ended, nothing matches with the next request.
        service.house.enter(
            &WithdrawHashes { list: LIST, entries: vec![1], withdrawn_why: WithdrawnWhy::NotSaid },
            analyst(1),
        );
        keep_once(&service.house.node).unwrap();
        assert_eq!(service.look_up("pdq", &hex(&pdq(1))).body, json!({}));
        assert_eq!(service.get("/c/bank/FICTIONAL_LIST/content/1").body["disable_until_ts"], 0);
        for list in [LIST, OTHER] {
            service.house.enter(&acts::EndMatch { list, asker: service.key.key }, analyst(1));
        }
        assert_eq!(service.look_up("pdq", &hex(&pdq(2))).status, 403);
    });
}

#[test]
fn who_is_not_known_is_told_nothing() {
    let service = Service::alone();
    let stranger = Service::key(&service.house, "platform-2");
    let path = format!("/m/lookup?signal_type=pdq&signal={}", hex(&pdq(1)));
    let with = |token: &str| service.send(token, Request::get(&path), Body::empty()).status;
    assert_eq!(with("Bearer platform-1.wrong"), 401);
    assert_eq!(with(""), 401);
    assert_eq!(with("Bearer wrong"), 401);
    assert_eq!(with(&format!("Bearer {}.{}", stranger.name, stranger.secret)), 403, "no list");
    assert_eq!(with(&service.staff("known-material.lists")), 403, "a token for something else");
    assert_eq!(with(&service.staff("known-material.match")), 200);
    let from_page =
        Request::post("/m/compare").header("origin", "https://elsewhere.example").header("host", "here");
    assert_eq!(service.send(&service.token(), from_page, "{}").status, 403);
    access::enter(
        &service.house.node,
        &access::acts::EndMachineKey { key: service.key.key },
        Actor { role: Role::Administrator, ..analyst(8) },
    )
    .unwrap();
    assert_eq!(with(&service.token()), 401, "an ended key is nobody's with the next request");
}

#[test]
fn a_quota_holds_and_says_when_there_is_room() {
    let service = Service::alone();
    let by = Actor { role: Role::Administrator, ..analyst(8) };
    service.house.enter(&acts::SetMatchQuota { asker: service.key.key, a_minute: 3 }, by);
    let told: Vec<Told> = (0..7).map(|_| service.look_up("md5", &hex(&[1; 16]))).collect();
    let over: Vec<&Told> = told.iter().filter(|one| one.status == 429).collect();
    assert!(
        !over.is_empty() && over.iter().all(|one| one.again),
        "of 7 some are too much, in whatever minutes"
    );
    assert!(over[0].body["message"].as_str().unwrap().contains("3 hashes a minute"));
    let lines = format!("{{\"md5\":\"{}\"}}\n", hex(&[1; 16])).repeat(4);
    let batch = service.post(&service.token(), "/v1/match", "application/x-ndjson", &lines);
    assert_eq!((batch.status, batch.again), (429, true), "a batch that is too large is not done in part");
}

#[test]
fn the_other_calls_answer_in_the_shapes_that_callers_know() {
    let service = Service::alone();
    let token = service.token();
    let one = hex(&pdq(1));
    assert_eq!(
        service.get(&format!("/m/raw_lookup?signal_type=pdq&signal={one}")).body,
        json!({ "matches": [1] })
    );
    let raw = service.get(&format!("/m/raw_lookup?signal_type=pdq&signal={one}&include_distance=true"));
    assert_eq!(raw.body, json!({ "matches": [{ "bank_content_id": 1, "distance": "0" }] }));
    let pair = json!({ "pdq": [one, near(1, 9)], "md5": [hex(&[1; 16]), hex(&[2; 16])] });
    let compared = service.post(&token, "/m/compare", "application/json", &pair.to_string());
    assert_eq!(compared.body, json!({ "pdq": [true, { "distance": 9 }], "md5": [false, {}] }));
    let status = service.get("/m/index/status").body;
    assert_eq!((&status["pdq"]["present"], &status["pdq"]["size"]), (&json!(true), &json!(2)));
    assert!(status["video_md5"]["built_to"].as_i64().unwrap() > 1_600_000_000);
    assert_eq!(service.get("/m/index/status?signal_type=pdq").body.as_object().unwrap().len(), 1);
    for path in [
        "/h/hash?url=http://127.0.0.1/x",
        "/m/lookup?url=http://127.0.0.1/x",
        "/m/raw_lookup?url=file:///etc",
    ] {
        let told = service.get(path);
        assert_eq!(told.status, 403, "{path}");
        assert!(told.body["message"].as_str().unwrap().contains("not fetched"));
    }
    let wrong = [
        "/m/lookup",
        "/m/lookup?signal=00",
        "/m/lookup?signal_type=pdq&signal=00",
        "/m/lookup?signal_type=trend&signal=00",
        "/m/raw_lookup?signal_type=md5&signal=zz&include_distance=1",
        "/m/index/status?signal_type=x",
    ];
    for path in wrong {
        let told = service.get(path);
        assert_eq!(told.status, 400, "{path}");
        assert!(told.body["message"].is_string());
    }
    for body in
        ["[]", "{\"pdq\":[]}", "{\"pdq\":[1,2]}", "{\"x\":[\"a\",\"b\"]}", "{\"pdq\":[\"a\",\"b\"]}", "", "{"]
    {
        assert_eq!(service.post(&token, "/m/compare", "application/json", body).status, 400, "{body}");
    }
    for (status, path) in [(403, "/c/banks"), (404, "/c/exchanges")] {
        assert_eq!(service.post(&token, path, "application/json", "{}").status, status, "{path}");
    }
    assert_eq!(service.get("/status").text, "I-AM-ALIVE");
}

#[test]
fn staff_add_and_withdraw_by_the_same_acts_and_a_machine_key_does_not() {
    let service = Service::alone();
    let path = "/c/bank/FICTIONAL_LIST/signal";
    let body = json!({ "pdq": hex(&pdq(7)), "md5": hex(&[7; 16]), "grade": "national" }).to_string();
    let entries = || service.house.rows::<crate::tables::HashEntry>().len();
    let before = entries();
    let by_machine = service.post(&service.token(), path, "application/json", &body);
    assert_eq!(by_machine.status, 403);
    assert!(by_machine.text.contains("sender"), "{}", by_machine.text);
    let reader = service.staff("known-material.match");
    assert_eq!(
        service.post(&reader, path, "application/json", &body).status,
        403,
        "the token does not name it"
    );
    assert_eq!(entries(), before);
    let staff =
        service.staff("known-material.match known-material.add-hashes known-material.withdraw-hashes");
    let added = service.post(&staff, path, "application/json", &body);
    assert_eq!((added.status, &added.body["id"]), (201, &json!(3)));
    assert_eq!(added.body["signals"]["md5"], hex(&[7; 16]));
    keep_once(&service.house.node).unwrap();
    assert_eq!(service.look_up("pdq", &hex(&pdq(7))).body["FICTIONAL_LIST"][0]["bank_content_id"], 3);
    assert_eq!(service.get("/c/bank/FICTIONAL_LIST/content/3").body["grade"], "national");
    for wrong in
        ["{}", "{\"pdq\":\"0\"}", "{\"note\":\"x\"}", "{\"grade\":\"x\"}", "{\"x\":\"y\"}", "{\"md5\":7}"]
    {
        assert_eq!(service.post(&staff, path, "application/json", wrong).status, 400, "{wrong}");
    }
    let delete = |token: &str| {
        let request = Request::delete("/c/bank/FICTIONAL_LIST/content/3");
        service.send(token, request, Body::empty())
    };
    assert_eq!(delete(&service.token()).status, 403);
    assert_eq!(delete(&staff).body, json!({ "deleted": 1 }));
    assert_eq!(delete(&staff).status, 400, "it is withdrawn already");
    keep_once(&service.house.node).unwrap();
    assert_eq!(service.look_up("pdq", &hex(&pdq(7))).body, json!({}));
}

#[test]
fn many_at_once_are_answered_line_by_line() {
    let service = Service::alone();
    let lines = [
        json!({ "id": "a", "pdq": near(1, 2), "quality": 90, "sha256": hex(&[2; 32]) }),
        json!({ "id": "b", "pdq": hex(&pdq(1)), "quality": 30 }),
        json!({ "id": "c", "md5": "no hash" }),
        json!({ "id": "d", "md5": hex(&[1; 16]), "sha256": hex(&[1; 32]) }),
    ];
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let told = service.post(&service.token(), "/v1/match", "application/x-ndjson", &text);
    let answers: Vec<Value> = told.text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let found = |at: usize| -> Vec<(u64, &str, u64)> {
        let hits = answers[at]["matches"].as_array().unwrap().iter();
        hits.map(|hit| {
            (hit["entry"].as_u64().unwrap(), hit["by"].as_str().unwrap(), hit["distance"].as_u64().unwrap())
        })
        .collect()
    };
    assert_eq!(found(0), [(2, "sha256", 0), (1, "pdq", 2)]);
    assert_eq!((found(1), &answers[1]["not_compared"]), (vec![], &json!(["pdq: quality below 50"])));
    assert_eq!((&answers[2]["id"], &answers[2]["error"]["field"]), (&json!("c"), &json!("md5")));
    assert_eq!(found(3), [(1, "sha256", 0)], "each entry once, by its strongest hash");
    let list = json!(lines).to_string();
    let as_list = service.post(&service.token(), "/v1/match", "application/json", &list);
    assert_eq!(as_list.body, json!(answers));
    let none = service.post(&service.token(), &format!("/v1/match?lists={OTHER}"), "application/json", &list);
    assert!(none.body.as_array().unwrap().iter().all(|one| one["matches"] == json!([])));
    for (media, body, status) in [
        ("text/plain", "x", 415),
        ("application/json", "{", 422),
        ("application/json", "{\"md5\":1}", 422),
        ("application/x-ndjson", "", 200),
        ("application/json", "[]", 200),
    ] {
        let told = service.post(&service.token(), "/v1/match", media, body);
        assert_eq!(told.status, status, "{media} {body}: {}", told.text);
    }
    let large = "x".repeat(super::limits::MAX_BATCH_BYTES + 1);
    assert_eq!(service.post(&service.token(), "/v1/match", "application/json", &large).status, 413);
    assert_eq!(service.post("Bearer x.y", "/v1/match", "application/json", "[]").status, 401);
}

#[test]
fn a_file_is_hashed_and_looked_up_and_what_is_none_is_told() {
    let service = Service::alone();
    let token = service.token();
    let bytes: &[u8] = b"a fictional video";
    let hashed = service.form(&token, "/h/hash", &[("video", Some("v.mp4"), bytes)]);
    assert_eq!(hashed.status, 200, "{}", hashed.text);
    let digests = material::Digests::of(bytes);
    assert_eq!(hashed.body, json!({ "video_md5": hex(&digests.md5), "sha256": hex(&digests.sha256) }));
    import(&service.house, OTHER, &format!("md5,grade\n{},baseline\n", hex(&digests.md5)));
    import(&service.house, LIST, &format!("md5,grade\n{},baseline\n", hex(&digests.md5)));
    keep_once(&service.house.node).unwrap();
    let found = service.form(&token, "/m/lookup", &[("video", Some("v.mp4"), bytes)]);
    assert_eq!(
        found.body,
        json!({ "video_md5": { "FICTIONAL_LIST": [{ "bank_content_id": 3, "distance": "-" }] }, "sha256": {} })
    );
    let only = service.form(&token, "/m/lookup?types=sha256", &[("video", Some("v.mp4"), bytes)]);
    assert_eq!(only.body, json!({ "sha256": {} }));
    let hostile: [(&str, &[(&str, Option<&str>, &[u8])]); 6] = [
        ("/h/hash", &[("photo", Some("p.jpg"), b"no picture at all")]),
        ("/h/hash", &[("photo", Some("p.jpg"), b"\xff\xd8\xff\xe0\x00\x10JFIF\x00 cut off")]),
        ("/h/hash", &[("attachment", Some("p.jpg"), b"x")]),
        ("/h/hash", &[("video", Some("a"), b"x"), ("video", Some("b"), b"y")]),
        ("/h/hash", &[]),
        ("/m/lookup?types=x", &[("video", Some("a"), b"x")]),
    ];
    for (path, parts) in hostile {
        let told = service.form(&token, path, parts);
        assert_eq!(told.status, 400, "{path} {parts:?}: {}", told.text);
        assert!(told.body["message"].is_string());
    }
    let cut = Request::post("/h/hash").header("content-type", "multipart/form-data; boundary=b");
    assert_eq!(
        service
            .send(
                &token,
                cut,
                "--b\r\ncontent-disposition: form-data; name=\"video\"; filename=\"x\"\r\n\r\nhalf"
            )
            .status,
        400
    );
    assert_eq!(service.post(&token, "/h/hash", "text/plain", "x").status, 400);
    let machine = service.form(&token, "/c/bank/FICTIONAL_LIST/content", &[("video", Some("v"), b"x")]);
    assert_eq!(machine.status, 403, "a machine key adds nothing");
}

#[test]
fn each_second_is_journalled_and_a_changed_record_is_found() {
    on_both(|home| {
        let service = Service::open(home);
        let node = &service.house.node;
        let before = service.house.rows::<LookUpDigest>().len();
        (0..5).for_each(|_| drop(service.look_up("pdq", &near(1, 3))));
        service.look_up("md5", &hex(&[9; 16]));
        assert_eq!(keep_once(node).unwrap(), 6);
        assert_eq!(keep_once(node).unwrap(), 0, "nothing was asked, nothing is entered");
        service.look_up("md5", &hex(&[1; 16]));
        keep_once(node).unwrap();
        let digests = service.house.rows::<LookUpDigest>();
        assert_eq!(digests.len(), before + 2);
        assert_eq!((digests[0].look_ups, digests[0].matched, digests[0].askers), (6, 5, 1));
        assert_eq!(service.checked(), Checked { digests: 2, look_ups: 7, ..Checked::default() });
        // No hash that was asked for stands in what was kept.
        let all = TableSql::of(LookUpSegment::TABLE).all;
        let segments = node.runtime(|database| database.records::<LookUpSegment>(&all, Vec::new())).unwrap();
        assert_eq!(
            segments.iter().map(|one| one.records.len()).sum::<usize>(),
            7 * super::audit::RECORD_BYTES
        );
        let asked = pdq(1);
        assert!(segments.iter().all(|one| one.records.windows(8).all(|part| part != &asked[..8])));
        // One bit of one record.
        let mut changed = segments[0].clone();
        changed.records[30] ^= 1;
        let put = |row: &LookUpSegment| {
            let statement = store::Statement::new(TableSql::of(LookUpSegment::TABLE).put, row.to_row());
            node.runtime(|database| database.run(&[statement])).unwrap();
        };
        put(&changed);
        let wrong = service.checked().wrong;
        assert_eq!((wrong.len(), wrong[0].place), (1, 0));
        put(&segments[0]);
        assert!(service.checked().holds());
        // A second that was taken out.
        let gone = "DELETE FROM look_up_segment WHERE place = 1";
        node.runtime(|database| database.run(&[store::Statement::new(gone, Vec::new())])).unwrap();
        assert_eq!(service.checked().wrong.len(), 1);
        let later = Instant(Desk::now().0 + 2 * super::limits::SEGMENTS_MS);
        assert_eq!(check_look_ups(node, later).unwrap().let_go, 1, "its time would be over");
    });
}

#[test]
fn what_was_written_and_not_entered_is_entered_by_the_next_process() {
    let home = Home::sqlite();
    let service = Service::open(&home);
    service.look_up("md5", &hex(&[1; 16]));
    keep_once(&service.house.node).unwrap();
    let end = service.house.node.runtime(|database| {
        let all = TableSql::of(super::tables::LookUpEnd::TABLE).all;
        database.records::<super::tables::LookUpEnd>(&all, Vec::new())
    });
    let mut end = end.unwrap().remove(0);
    (end.process, end.digest) = (Id([66; 16]), vec![3; 32]);
    let put = store::Statement::new(TableSql::of(super::tables::LookUpEnd::TABLE).put, end.to_row());
    service.house.node.runtime(|database| database.run(&[put])).unwrap();
    let Service { house, door, .. } = service;
    drop((house, door));
    let again = House::open(&home);
    keep_once(&again.node).unwrap();
    let digests = again.rows::<LookUpDigest>();
    assert!(digests.iter().any(|one| one.process == Id([66; 16]) && one.digest == [3; 32]));
}

#[test]
fn probing_is_put_before_the_overseer_once() {
    let service = Service::alone();
    let steps = usize::try_from(MANY_WALKS.max(MANY_NEAR)).unwrap() + 50;
    let lines: String = (0..steps)
        .map(|step| format!("{}\n", json!({ "pdq": near(1, step % 40), "quality": 100 })))
        .collect();
    let told = service.post(&service.token(), "/v1/match", "application/x-ndjson", &lines);
    assert_eq!(told.status, 200);
    keep_once(&service.house.node).unwrap();
    keep_once(&service.house.node).unwrap();
    let seen = service.house.rows::<Probing>();
    assert_eq!(seen.len(), 1);
    assert_eq!(seen[0].asker, service.key.key);
    assert!(seen[0].near_misses > 0 && seen[0].walks > 0);
}

#[test]
fn what_is_harmless_or_without_detail_matches_nothing() {
    let service = Service::alone();
    let csv = format!("pdq,md5,grade\n{},{},known-harmless\n", hex(&pdq(8)), hex(&[8; 16]));
    import(&service.house, LIST, &csv);
    keep_once(&service.house.node).unwrap();
    assert_eq!(service.look_up("pdq", &hex(&pdq(8))).body, json!({}));
    assert_eq!(service.look_up("md5", &hex(&[8; 16])).body, json!({}));
    assert_eq!(service.look_up("pdq", &"0".repeat(64)).body, json!({}));
    assert_eq!(service.get("/c/bank/FICTIONAL_LIST").body["entries"], 2);
    assert_eq!(Grade::KnownHarmless as i64, 3);
}

#[test]
fn what_two_people_know_to_be_harmless_sets_what_is_less_alike_aside() {
    let service = Service::alone();
    let csv = format!("pdq,grade\n{},known-harmless\n", near(1, 20));
    import(&service.house, LIST, &csv);
    keep_once(&service.house.node).unwrap();
    assert_eq!(
        service.look_up("pdq", &near(1, 20)).body["FICTIONAL_LIST"][0]["distance"],
        "20",
        "one alone says so"
    );
    service.house.enter(&VoteGrade { list: LIST, entries: vec![3], agrees: true }, analyst(2));
    keep_once(&service.house.node).unwrap();
    assert_eq!(service.look_up("pdq", &near(1, 20)).body, json!({}), "two say so");
    assert_eq!(
        service.look_up("pdq", &near(1, 4)).body["FICTIONAL_LIST"][0]["distance"],
        "4",
        "this is nearer to the listed one"
    );
    assert_eq!(
        service.get("/c/bank/FICTIONAL_LIST").body["entries"],
        2,
        "what is harmless counts for nothing"
    );
}

#[test]
fn a_staff_token_asks_the_lists_that_its_unit_knows_of() {
    let service = Service::alone();
    let hidden = CreateList { list: Id([6; 16]), visible: ListVisible::Named, ..a_list() };
    let elsewhere = Actor { unit: Id([77; 16]), ..analyst(3) };
    service.house.enter(&hidden, elsewhere);
    keep_once(&service.house.node).unwrap();
    let token = service.staff("known-material.match");
    let banks = service.send(&token, Request::get("/c/banks"), Body::empty()).body;
    assert_eq!(banks.as_array().unwrap().len(), 2, "{banks}");
}
