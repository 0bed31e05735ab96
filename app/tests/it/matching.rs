//! The match service of a real node, on both databases: the sequence of somebody who used another matcher before, per-caller lists, quota,
//! the trace of look-ups, and the service alone in a process of its own.

use crate::commands::{lines, said, with_password};
use crate::demo::{Demo, TUTELA, at, run};
use crate::knowing::Asker;
use crate::served::Served;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};
use store::Statement;
use store::testing::{Home, beside_all_rules, on_both};

const ANALYST: &str = "fictional-analyst";
const ADMINISTRATOR: &str = "fictional-administrator";
const LIST: &str = "0a0b0c0d0e0f0a0b0c0d0e0f0a0b0c0d";
const OTHER: &str = "1a1b1c1d1e1f1a1b1c1d1e1f1a1b1c1d";

/// Somebody who asks.
struct Caller {
    url: String,
    token: String,
    agent: ureq::Agent,
}

impl Caller {
    fn of(url: &str, token: &str) -> Caller {
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(20)))
            .build()
            .new_agent();
        Caller { url: url.to_owned(), token: token.to_owned(), agent }
    }

    fn send(&self, method: &str, path: &str, media: &str, body: Vec<u8>) -> (u16, Value) {
        let request = ureq::http::Request::builder().method(method).uri(format!("{}{path}", self.url));
        let request = request.header("authorization", format!("Bearer {}", self.token));
        let mut answer = self.agent.run(request.header("content-type", media).body(body).unwrap()).unwrap();
        let text = answer.body_mut().read_to_string().unwrap();
        (answer.status().as_u16(), serde_json::from_str(&text).unwrap_or_default())
    }

    fn get(&self, path: &str) -> (u16, Value) {
        self.send("GET", path, "text/plain", Vec::new())
    }

    fn post(&self, path: &str, body: &Value) -> (u16, Value) {
        self.send("POST", path, "application/json", body.to_string().into_bytes())
    }

    /// Sends a file as the field `photo`.
    fn photo(&self, path: &str, bytes: &[u8]) -> (u16, Value) {
        let mut body =
            b"--b\r\ncontent-disposition: form-data; name=\"photo\"; filename=\"p.png\"\r\n\r\n".to_vec();
        body.extend_from_slice(bytes);
        body.extend(b"\r\n--b--\r\n");
        self.send("POST", path, "multipart/form-data; boundary=b", body)
    }

    /// Asks until the answer is what is wanted: a change is there as soon as the journal has grown.
    fn becomes(&self, path: &str, wanted: &Value) {
        let until = Instant::now() + Duration::from_secs(20);
        loop {
            let (_, told) = self.get(path);
            if told == *wanted {
                return;
            }
            assert!(Instant::now() < until, "{path}: {told}");
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

/// Hills of a program's making; nobody is in them.
fn picture() -> Vec<u8> {
    let shade = |x: u32, y: u32| {
        let hill = (f64::from(x) / 23.0).sin() * 40.0 + (f64::from(x) / 7.0).cos() * 12.0 + 100.0;
        let below = f64::from(y) > hill;
        let grain = x.wrapping_mul(2_654_435_761).wrapping_add(y.wrapping_mul(40_503)) >> 27;
        u8::try_from(if below { 40 + grain } else { 170 + y / 4 }).unwrap()
    };
    let drawn = image::RgbImage::from_fn(320, 200, |x, y| image::Rgb([shade(x, y), shade(x, y) / 2, 60]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    drawn.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

fn flipped(hash: &str, bits: usize) -> String {
    let digits: Vec<u32> = hash.chars().map(|digit| digit.to_digit(16).unwrap()).collect();
    let flip =
        |(at, digit): (usize, u32)| char::from_digit(if at < bits { digit ^ 1 } else { digit }, 16).unwrap();
    digits.into_iter().enumerate().map(flip).collect()
}

fn create_list(asker: &Asker<'_>, list: &str, name: &str) {
    let act = json!({ "list": list, "name": name, "country": "FR", "grade_scheme": 1, "max_distance": 31, "purpose": "recognise" });
    let (status, told) = asker.act(ANALYST, "known-material.create-list", &act);
    assert_eq!(status, 200, "{told}");
}

fn act(asker: &Asker<'_>, user: &str, name: &str, act: &Value) -> u16 {
    asker.act(user, name, act).0
}

/// The number of a machine key.
fn key_named(asker: &Asker<'_>, name: &str) -> String {
    let (_, told) = asker.ask(ADMINISTRATOR, "GET", "/api/machine-keys", &Value::Null);
    let keys: Vec<Value> = serde_json::from_str(&told).unwrap();
    let found = keys.iter().find(|key| key["name"] == name).unwrap();
    found["key"].as_str().unwrap().to_owned()
}

/// What somebody does who comes from another matcher.
fn whole_sequence(caller: &Caller, staff: &Caller) {
    let picture = picture();
    let (status, hashes) = caller.photo("/h/hash", &picture);
    assert_eq!(status, 200, "{hashes}");
    let pdq = hashes["pdq"].as_str().unwrap().to_owned();
    assert_eq!(pdq.len(), 64, "a picture with detail enough has a hash");
    let (status, told) = caller.get("/c/banks");
    assert_eq!(
        (status, &told[0]["name"], &told[0]["matching_enabled_ratio"]),
        (200, &json!("FICTIONAL_LIST_A"), &json!(1.0))
    );
    assert_eq!(
        caller.post("/c/bank/FICTIONAL_LIST_A/signal", &json!({ "pdq": pdq })).0,
        403,
        "a machine adds nothing"
    );
    let (status, added) =
        staff.post("/c/bank/FICTIONAL_LIST_A/signal", &json!({ "pdq": pdq, "grade": "baseline" }));
    assert_eq!((status, &added["signals"]["pdq"]), (201, &json!(pdq)));
    let id = &added["id"];
    let match_of =
        |distance: &str| json!({ "FICTIONAL_LIST_A": [{ "bank_content_id": id, "distance": distance }] });
    caller.becomes(&format!("/m/lookup?signal={pdq}&signal_type=pdq"), &match_of("0"));
    let near = flipped(&pdq, 7);
    assert_eq!(
        caller.get(&format!("/m/lookup?signal={near}&signal_type=pdq&banks=FICTIONAL_LIST_A,NO")),
        (200, match_of("7"))
    );
    assert_eq!(caller.get(&format!("/m/lookup?signal={near}&signal_type=pdq&banks=NO")), (200, json!({})));
    assert_eq!(
        caller.get(&format!("/m/lookup?signal={}&signal_type=pdq", flipped(&pdq, 32))),
        (200, json!({}))
    );
    let raw = format!("/m/raw_lookup?signal={near}&signal_type=pdq");
    assert_eq!(caller.get(&raw), (200, json!({ "matches": [id] })));
    let with_distance = json!({ "matches": [{ "bank_content_id": id, "distance": "7" }] });
    assert_eq!(caller.get(&format!("{raw}&include_distance=true")), (200, with_distance));
    let (status, found) = caller.photo("/m/lookup", &picture);
    assert_eq!((status, &found["pdq"], &found["md5"]), (200, &match_of("0"), &json!({})));
    assert_eq!(
        caller.post("/m/compare", &json!({ "pdq": [pdq, near] })),
        (200, json!({ "pdq": [true, { "distance": 7 }] }))
    );
    let (status, told) = caller.get("/m/index/status");
    assert_eq!((status, &told["pdq"]["size"], &told["pdq"]["present"]), (200, &json!(1), &json!(true)));
    let (status, told) = caller.get(&format!("/c/bank/FICTIONAL_LIST_A/content/{id}"));
    assert_eq!(
        (status, &told["bank"]["name"], &told["grade"]),
        (200, &json!("FICTIONAL_LIST_A"), &json!("baseline"))
    );
    assert_eq!(caller.get("/h/hash?url=http://127.0.0.1/").0, 403);
    let lines = json!([{ "id": "1", "pdq": near, "quality": 88 }, { "id": "2", "md5": "0".repeat(32) }]);
    let (status, told) = caller.post("/v1/match", &lines);
    let hit = &told[0]["matches"][0];
    assert_eq!(
        (status, &hit["list"], &hit["distance"], &hit["grade"]),
        (200, &json!(LIST), &json!(7), &json!("baseline"))
    );
    assert_eq!(told[1], json!({ "id": "2", "matches": [] }));
    assert_eq!(
        staff.send("DELETE", &format!("/c/bank/FICTIONAL_LIST_A/content/{id}"), "text/plain", Vec::new()).0,
        200
    );
    caller.becomes(&format!("/m/lookup?signal={pdq}&signal_type=pdq"), &json!({}));
}

/// The digests that the overseer sees, once everything that was asked has been kept.
fn kept(asker: &Asker<'_>) -> u64 {
    let (status, told) =
        asker.ask("fictional-overseer", "GET", "/api/known-material/look-ups/check", &Value::Null);
    assert_eq!(status, 200, "{told}");
    let told: Value = serde_json::from_str(&told).unwrap();
    assert_eq!(told["wrong"], json!([]));
    told["look_ups"].as_u64().unwrap()
}

/// What the command says of the trace, by the overseer.
fn audit(home: &Home, overseer: &Value) -> Output {
    let user = overseer["user"].as_str().unwrap();
    with_password(home, overseer, &["match-audit", "--as", user, "--purpose", "oversight", "--json"])
}

fn overseer(demo: &Demo) -> Value {
    let accounts = demo.doors["accounts"].as_array().unwrap();
    accounts.iter().find(|account| account["role"] == "overseer").unwrap().clone()
}

/// Flips bits of what was asked: the command tells it.
fn a_changed_record_is_found(home: &Home, overseer: &Value) {
    let right = audit(home, overseer);
    assert!(right.status.success(), "{}", said(&right));
    beside_all_rules(home, |database| {
        let sql = "UPDATE look_up_segment SET records = CAST($1 || substr(records, 2) AS BLOB)";
        database.run(&[Statement::new(sql, vec![kernel::Value::Bytes(vec![0x7f])])])
    });
    let wrong = audit(home, overseer);
    assert_eq!(wrong.status.code(), Some(1), "{}", said(&wrong));
    assert!(!lines(&wrong)[0]["wrong"].as_array().unwrap().is_empty());
}

#[test]
fn somebody_who_used_another_matcher_switches_and_every_look_up_leaves_a_trace() {
    on_both(|home| {
        let demo = Demo::start(home, 2, 1, "error", &home.path().join("log"));
        let asker = Asker::new(&demo);
        let word = |of: &str, name: &str| demo.doors[of][name].as_str().unwrap().to_owned();
        let url = word("match", "url");
        let caller = Caller::of(&url, &word("match", "token"));
        let path = format!("/m/lookup?signal={}&signal_type=md5", "0".repeat(32));
        assert_eq!(caller.get(&path).0, 403, "no list may be asked yet");
        assert_eq!(Caller::of(&url, "fictional.wrong").get(&path).0, 401);
        create_list(&asker, LIST, "Fictional list A");
        create_list(&asker, OTHER, "Fictional list B");
        let key = key_named(&asker, "fictional-platform-match");
        let right = json!({ "list": LIST, "asker": key });
        assert_eq!(act(&asker, "fictional-outsider-analyst", "known-material.let-match", &right), 422);
        assert_eq!(act(&asker, ANALYST, "known-material.let-match", &right), 200);
        let other = format!("{}.{}", word("cybertipline", "user"), word("cybertipline", "password"));
        assert_eq!(Caller::of(&url, &other).get(&path).0, 403, "a key that sends reports asks nothing");
        let staff = Caller::of(&url, &demo.token("analyst"));
        caller.becomes(&path, &json!({}));
        let until = Instant::now() + Duration::from_secs(20);
        while staff.get("/c/banks").1.as_array().unwrap().len() < 2 {
            assert!(Instant::now() < until, "the second list is not known");
            std::thread::sleep(Duration::from_millis(10));
        }
        assert_eq!(
            caller.get("/c/banks").1.as_array().unwrap().len(),
            1,
            "of the other list nothing is told"
        );
        whole_sequence(&caller, &staff);
        let until = Instant::now() + Duration::from_secs(20);
        while kept(&asker) < 12 {
            assert!(Instant::now() < until, "{} look-ups were journalled", kept(&asker));
            std::thread::sleep(Duration::from_millis(50));
        }
        assert!(!asker.rows("fictional-overseer", "known-material/look-ups").is_empty());
        let quota = json!({ "asker": key, "a_minute": 1 });
        assert_eq!(act(&asker, ADMINISTRATOR, "known-material.set-match-quota", &quota), 200);
        let told: Vec<u16> = (0..3).map(|_| caller.get(&path).0).collect();
        assert!(told.contains(&429), "{told:?}");
        assert_eq!(act(&asker, ANALYST, "known-material.end-match", &right), 200);
        assert_eq!(caller.get(&path).0, 403);
        let verified = run(home, &["verify", "--json"]);
        assert!(verified.status.success(), "{}", said(&verified));
        let overseer = overseer(&demo);
        demo.stop();
        a_changed_record_is_found(home, &overseer);
    });
}

/// A match server, killed when this goes.
struct Alone {
    child: Child,
    url: String,
}

impl Alone {
    fn start(home: &Home, words: &[&str]) -> Alone {
        let mut child = Command::new(TUTELA)
            .args(["match-server", "--json", "--listen", "127.0.0.1:0"])
            .args(words)
            .args(at(home))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let told: Value = serde_json::from_str(&line).unwrap();
        Alone { child, url: told["match"].as_str().unwrap().to_owned() }
    }

    fn stop(mut self) {
        let stopped = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(stopped.success() && self.child.wait().unwrap().success());
    }
}

impl Drop for Alone {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

#[test]
fn a_match_server_stands_alone_or_beside_a_served_node() {
    on_both(|home| {
        let demo = Demo::start(home, 2, 1, "error", &home.path().join("log"));
        let asker = Asker::new(&demo);
        create_list(&asker, LIST, "Fictional list A");
        let key = key_named(&asker, "fictional-platform-match");
        assert_eq!(
            act(&asker, ANALYST, "known-material.let-match", &json!({ "list": LIST, "asker": key })),
            200
        );
        let (token, staff) =
            (demo.doors["match"]["token"].as_str().unwrap().to_owned(), demo.token("analyst"));
        let overseer = overseer(&demo);
        demo.stop();
        // On PostgreSQL beside a node that others serve; on SQLite the node is this process's alone.
        let beside = home.config().database.is_some();
        let mut served = beside.then(|| Served::start(home, "served.log", &["--standby"]));
        let alone = Alone::start(home, if beside { &["--beside"] } else { &[] });
        let caller = Caller::of(&alone.url, &token);
        let until = Instant::now() + Duration::from_secs(20);
        while caller.get("/status").0 != 200 {
            assert!(Instant::now() < until, "the service is not ready");
            std::thread::sleep(Duration::from_millis(20));
        }
        whole_sequence(&caller, &Caller::of(&alone.url, &staff));
        alone.stop();
        if let Some(served) = &mut served {
            served.stop();
        }
        let audit = audit(home, &overseer);
        assert!(audit.status.success(), "{}", said(&audit));
        assert!(lines(&audit)[0]["look_ups"].as_u64().unwrap() >= 10, "{}", said(&audit));
        let verified = run(home, &["verify", "--json"]);
        assert!(verified.status.success(), "{}", said(&verified));
    });
}
