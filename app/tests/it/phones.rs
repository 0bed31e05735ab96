//! Telephones without internet at a real node, on both databases: `tutela phone` as the telephone and the gateway behind it, and Python's
//! own library as another one that signs.

use crate::demo::{Demo, TUTELA};
use crate::knowing::Asker;
use material::Digests;
use serde_json::{Value, json};
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use store::testing::{Home, on_both};
use tutela::rooms::{registry, rooms};

/// Numbers that are kept for fiction.
const NUMBER: &str = "+12025550177";
const ANOTHER: &str = "+12025550178";
/// The role that reads and answers reports.
const ANALYST: &str = "analyst";

/// A telephone with that number at the demo's door.
fn phone(demo: &Demo, number: &str, words: &[&str]) -> Output {
    let secret = format!("@{}", demo.doors["phone_secret"].as_str().unwrap());
    let at = [
        "phone",
        "--json",
        "--door",
        demo.doors["public"].as_str().unwrap(),
        "--secret",
        &secret,
        "--from",
        number,
    ];
    Command::new(TUTELA).args(at).args(words).stdin(Stdio::null()).output().unwrap()
}

/// The answer to a telephone that is taken.
fn answered(demo: &Demo, number: &str, words: &[&str]) -> Value {
    let output = phone(demo, number, words);
    assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// What came back to a text message, in one.
fn texted(demo: &Demo, number: &str, words: &[&str]) -> String {
    let answer = answered(demo, number, &[&["sms"], words].concat());
    let parts = answer["reply"].as_array().unwrap();
    parts.iter().map(|part| part.as_str().unwrap()).collect::<Vec<_>>().join(" ")
}

/// The code in a text: two groups of four digits.
fn code_in(text: &str) -> String {
    let digits: Vec<&str> = text.split(|letter: char| !letter.is_ascii_digit()).collect();
    digits.windows(2).find(|pair| pair.iter().all(|group| group.len() == 4)).expect("a code").concat()
}

fn user_of<'d>(demo: &'d Demo, role: &str) -> &'d str {
    let accounts = demo.doors["accounts"].as_array().unwrap();
    accounts.iter().find(|one| one["role"] == role).unwrap()["user"].as_str().unwrap()
}

/// The desk, as an analyst.
struct Desk<'d> {
    asker: Asker<'d>,
    user: &'d str,
}

impl Desk<'_> {
    /// The rows of the queue that came by that way, the newest first.
    fn came_by(&self, way: &str) -> Vec<Value> {
        self.asker.rows(self.user, &format!("reports/queue?came_by={way}&sort=-filed_at"))
    }

    fn report(&self, report: &str) -> Value {
        let (status, body) =
            self.asker.ask(self.user, "GET", &format!("/api/reports/{report}"), &Value::Null);
        assert_eq!(status, 200, "{body}");
        serde_json::from_str(&body).unwrap()
    }

    fn reply(&self, report: &str, words: &str) {
        let body = json!({ "act": { "report": report }, "sealed": { "0": words } });
        let (status, body) = self.asker.ask(self.user, "POST", "/api/acts/reports.reply", &body);
        assert_eq!(status, 200, "{body}");
    }
}

fn id_of(row: &Value) -> &str {
    row["report"].as_str().unwrap()
}

/// Every file below a folder.
fn files_below(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = |path: std::path::PathBuf| match std::fs::metadata(&path) {
        Ok(known) if known.is_dir() => files_below(&path),
        Ok(known) if known.is_file() => vec![(path.display().to_string(), std::fs::read(&path).unwrap())],
        // A socket, or what is gone already.
        _ => Vec::new(),
    };
    paths.flat_map(files).collect()
}

fn has(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|part| part == wanted)
}

/// All rows of all tables as text, where the database is no file.
fn rows_as_text(home: &Home) -> Vec<(String, Vec<u8>)> {
    if home.config().database.is_none() {
        return Vec::new();
    }
    let house = registry(&mut rooms()).unwrap();
    let tables: Vec<&str> = house
        .charters()
        .iter()
        .flat_map(|one| &one.tables)
        .filter(|table| table.class != kernel::Class::Runtime)
        .map(|table| table.name)
        .collect();
    let node = store::Node::open(home.config(), house).unwrap();
    let read = |name: &str| {
        let sql = format!("SELECT t::text FROM \"{name}\" AS t");
        let rows = node.read(|database| database.rows(&sql, Vec::new())).unwrap();
        (name.to_owned(), format!("{rows:?}").into_bytes())
    };
    let rows = tables.into_iter().map(read).collect();
    node.stop();
    rows
}

/// Neither the number nor its plain hash lies anywhere, in bytes or digits; what is looked through is what the node wrote.
fn number_is_nowhere(home: &Home, number: &str) {
    let digits = number.trim_start_matches('+');
    let hash = Digests::of(digits.as_bytes()).sha256;
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let all: Vec<_> = files_below(home.path()).into_iter().chain(rows_as_text(home)).collect();
    let size: usize = all.iter().map(|(_, bytes)| bytes.len()).sum();
    assert!(all.len() > 5 && size > 10_000, "{size} bytes were looked through");
    for (name, bytes) in &all {
        for wanted in [digits.as_bytes(), hex(digits.as_bytes()).as_bytes(), hex(&hash).as_bytes(), &hash] {
            assert!(!has(bytes, wanted), "the number lies in {name}");
        }
    }
}

#[test]
fn a_telephone_reports_is_answered_and_leaves_no_number_behind() {
    on_both(|home| {
        let log = home.path().join("log");
        let demo = Demo::start(home, 2, 1, "trace", &log);
        let desk = Desk { asker: Asker::new(&demo), user: user_of(&demo, ANALYST) };
        assert!(desk.came_by("sms").is_empty());

        // An alarm: a human is called. The same delivery again files nothing twice and gets the same answer.
        let danger = ["Fictional: he is here now, I am in danger", "--id", "m1"];
        let said = texted(&demo, NUMBER, &danger);
        assert_eq!(said, texted(&demo, NUMBER, &danger));
        let queue = desk.came_by("sms");
        assert_eq!(queue.len(), 1);
        let report = id_of(&queue[0]);
        assert!(queue[0]["points"].as_i64().unwrap() >= 60, "{queue:?}");
        let calls = desk.asker.rows(desk.user, "reports/calls?per_page=200");
        let call = calls.iter().find(|row| row["report"] == report).expect("a human is called");
        assert_eq!((&call["state"], &call["call_reason"]), (&json!("calling"), &json!("danger")));
        let used = phone(&demo, NUMBER, &["sms", "Other words", "--id", "m1"]);
        assert_eq!(used.status.code(), Some(2), "another text under the same number");

        // The code opens the answer from this telephone, and from no other.
        let code = code_in(&said);
        assert!(texted(&demo, NUMBER, &[&format!("{code} ?")]).contains("no answer yet"));
        desk.reply(report, "Fictional: we have read it.");
        assert!(texted(&demo, NUMBER, &[&format!("{code} ?")]).contains("we have read it"));
        assert!(!texted(&demo, ANOTHER, &[&format!("{code} ?")]).contains("we have read it"));
        texted(&demo, NUMBER, &[&format!("{code} Fictional: he came again")]);
        let thread = desk.report(report)["thread"].clone();
        assert_eq!(thread.as_array().unwrap().last().unwrap()["text"], "Fictional: he came again");

        menu_and_call(home, &demo, &desk);
        demo.stop();
        number_is_nowhere(home, NUMBER);
        number_is_nowhere(home, ANOTHER);
    });
}

/// Somebody types that they are not safe and loses the connection; somebody calls, presses the same and speaks.
fn menu_and_call(home: &Home, demo: &Demo, desk: &Desk<'_>) {
    answered(demo, NUMBER, &["ussd", "1", "2", "--session", "s1"]);
    let first = desk.came_by("ussd");
    assert_eq!((first.len(), &first[0]["danger"]), (1, &json!("not-safe")));
    answered(demo, NUMBER, &["ussd", "1", "2", "1", "3", "--session", "s1", "--ended"]);
    assert_eq!(desk.came_by("ussd").len(), 1, "what follows goes to the same report");
    assert_eq!(desk.report(id_of(&first[0]))["thread"].as_array().unwrap().len(), 2);

    let sound = home.path().join("message.wav");
    std::fs::write(&sound, [&b"RIFF\x64\0\0\0WAVEfmt "[..], &[0; 88]].concat()).unwrap();
    assert!(first[0]["points"].as_i64().unwrap() >= 60, "a human is called");
    let press = ["call", "--id", "c1", "--press", "1", "--press", "2"];
    answered(demo, NUMBER, &press);
    let called = desk.came_by("call");
    assert_eq!((called.len(), &called[0]["danger"]), (1, &json!("not-safe")));
    let report = id_of(&called[0]);
    assert!(desk.report(report)["voice"].is_null(), "nothing was said yet");
    let spoken = [&press[..], &["--recording", sound.to_str().unwrap()]].concat();
    let said = answered(demo, NUMBER, &spoken);
    assert_eq!(said, answered(demo, NUMBER, &spoken), "sent again, the same");
    assert_eq!(desk.report(report)["voice"]["sound"], "wav");
    answered(demo, NUMBER, &[&press[..], &["--hang-up"]].concat());
    assert_eq!(desk.came_by("call").len(), 1);
}

/// What the telephone in the terminal shows of what is typed.
fn in_terminal(demo: &Demo, typed: &str) -> String {
    let secret = format!("@{}", demo.doors["phone_secret"].as_str().unwrap());
    let words =
        ["phone", "--door", demo.doors["public"].as_str().unwrap(), "--secret", &secret, "--from", ANOTHER];
    let child = Command::new(TUTELA).args(words).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let mut child = child.unwrap();
    child.stdin.take().unwrap().write_all(typed.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

/// Signs as Python's standard library does, and prints the headers' values.
const SIGNER: &str = "import base64,hashlib,hmac,sys,time\n\
    secret=base64.b64decode(open(sys.argv[1]).read().strip().removeprefix('whsec_'))\n\
    body=sys.stdin.read()\n\
    at=str(int(time.time())-int(sys.argv[2]))\n\
    mac=hmac.new(secret,('delivery-1.'+at+'.'+body).encode(),hashlib.sha256)\n\
    print(at,'v1,'+base64.b64encode(mac.digest()).decode())\n";

/// Sends a body as another gateway would, signed by Python so many seconds ago; the status and the problem's first field.
fn sent_by_python(demo: &Demo, body: &str, ago: &str, spoil: &str) -> (u16, String) {
    let secret = demo.doors["phone_secret"].as_str().unwrap();
    let mut signer = Command::new("python3")
        .args(["-c", SIGNER, secret, ago])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3 is wanted here: scripts/install-for-tests");
    signer.stdin.take().unwrap().write_all(body.as_bytes()).unwrap();
    let printed = String::from_utf8(signer.wait_with_output().unwrap().stdout).unwrap();
    let (at, signature) = printed.trim().split_once(' ').unwrap();
    let agent = ureq::Agent::config_builder().http_status_as_error(false).build().new_agent();
    let mut answer = agent
        .post(format!("{}/gateway/sms", demo.doors["public"].as_str().unwrap()))
        .header("content-type", "application/json")
        .header("webhook-id", "delivery-1")
        .header("webhook-timestamp", at)
        .header("webhook-signature", format!("{signature}{spoil}"))
        .send(body)
        .unwrap();
    let told: Value = serde_json::from_str(&answer.body_mut().read_to_string().unwrap()).unwrap();
    (answer.status().as_u16(), told["errors"][0]["field"].as_str().unwrap_or_default().to_owned())
}

#[test]
fn another_librarys_signature_is_taken_and_a_wrong_old_or_large_delivery_is_told_so() {
    let home = Home::sqlite();
    let demo = Demo::start(&home, 2, 1, "error", &home.path().join("log"));
    let body = json!({ "id": "m1", "from": NUMBER, "text": "Fictional words" }).to_string();
    let large = json!({ "id": "m1", "text": "x".repeat(300_000) }).to_string();
    for (body, ago, spoil, status, field) in [
        (&body, "0", "", 200, ""),
        (&body, "0", "x", 401, "webhook-signature"),
        (&body, "400", "", 401, "webhook-timestamp"),
        (&large, "0", "", 413, "body"),
    ] {
        assert_eq!(sent_by_python(&demo, body, ago, spoil), (status, field.to_owned()), "{ago} {spoil}");
    }
    let desk = Desk { asker: Asker::new(&demo), user: user_of(&demo, ANALYST) };
    assert_eq!(desk.came_by("sms").len(), 1, "only what was signed is filed");
    let shown =
        in_terminal(&demo, "Fictional words\n*123#\n1\n2\nhang up\ncall\n1\n2\nhang up\nquit\nnot sent\n");
    assert_eq!(code_in(&shown).len(), 8, "{shown}");
    for (way, count) in [("sms", 2), ("ussd", 1), ("call", 1)] {
        assert_eq!(desk.came_by(way).len(), count, "{way}: {shown}");
    }
    demo.stop();
}

/// A process that ends with the test.
struct Adapter(std::process::Child);

impl Drop for Adapter {
    fn drop(&mut self) {
        // It may have ended by itself.
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// The adapter of the manual, as it stands there, before a demo's door.
fn adapter(home: &Home, demo: &Demo, port: u16) -> Adapter {
    let manual = include_str!("../../../docs/phones.md");
    let program = manual.split("```python\n").nth(1).unwrap().split("```").next().unwrap();
    let file = home.path().join("adapter.py");
    std::fs::write(&file, program).unwrap();
    let words = ["public", "phone_secret"].map(|name| demo.doors[name].as_str().unwrap().to_owned());
    let child = Command::new("python3").arg(&file).args(words).arg(port.to_string()).spawn();
    Adapter(child.expect("python3 is wanted here: scripts/install-for-tests"))
}

#[test]
fn the_adapter_of_the_manual_works_as_it_stands_there() {
    let home = Home::sqlite();
    let demo = Demo::start(&home, 2, 1, "error", &home.path().join("log"));
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let _adapter = adapter(&home, &demo, port);
    let agent = ureq::Agent::config_builder().http_status_as_error(false).build().new_agent();
    let post = || {
        let form = [("MessageSid", "SM1"), ("From", NUMBER), ("Body", "Fictional: ¿señal?")];
        agent.post(format!("http://127.0.0.1:{port}/")).send_form(form)
    };
    let begun = std::time::Instant::now();
    let mut answer = loop {
        match post() {
            Ok(answer) => break answer,
            Err(error) => assert!(begun.elapsed() < std::time::Duration::from_secs(20), "{error}"),
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    };
    assert_eq!(answer.status(), 200);
    let first = answer.body_mut().read_to_string().unwrap();
    assert_eq!(code_in(&first).len(), 8, "{first}");
    assert_eq!(post().unwrap().body_mut().read_to_string().unwrap(), first, "the provider sends it again");
    let desk = Desk { asker: Asker::new(&demo), user: user_of(&demo, ANALYST) };
    let queue = desk.came_by("sms");
    assert_eq!(queue.len(), 1);
    assert_eq!(desk.report(id_of(&queue[0]))["thread"][0]["text"], "Fictional: ¿señal?");
    demo.stop();
}

#[test]
fn a_door_without_a_secret_takes_no_telephones_and_a_poor_secret_does_not_start() {
    let home = Home::sqlite();
    assert!(crate::demo::run(&home, &["init"]).status.success());
    let mut served = crate::served::Served::start(&home, "log", &[]);
    let sent = ureq::post(served.url("public") + "/gateway/sms").send("{}");
    assert!(matches!(sent, Err(ureq::Error::StatusCode(404))), "{sent:?}");
    served.stop();
    let file = home.path().join("poor.secret");
    std::fs::write(&file, "whsec_c2hvcnQ=").unwrap();
    let at = format!("@{}", file.display());
    let told = crate::demo::run(&home, &["public", "--door-phone-secret", &at]);
    assert_eq!(told.status.code(), Some(2));
    let told = String::from_utf8_lossy(&told.stderr).into_owned();
    assert!(told.contains("poor.secret") && !told.contains("c2hvcnQ"), "{told}");
}
