//! Killed at random moments under load: what was acknowledged is there once, and the journal verifies.

use crate::demo::{Demo, run};
use crate::random::Numbers;
use base64::Engine;
use kernel::act::made;
use kernel::{Cell, Id};
use serde_json::json;
use std::collections::BTreeSet;
use std::io::Write;
use std::sync::Mutex;
use std::time::Duration;
use store::testing::{Home, on_both};

pub(crate) fn act_of(n: u32) -> (Id, Id) {
    let act = Id([3; 16]).derive("act", n);
    (act, made(act, "case"))
}

pub(crate) fn open_case(n: u32) -> serde_json::Value {
    let (act, case) = act_of(n);
    let body = json!({ "case": case, "report": "", "offence": "03022", "conduct_when": "2025", "country": "NL", "ex_officio": true });
    json!({ "id": act, "act": body })
}

#[test]
fn what_was_acknowledged_survives_a_kill() {
    on_both(|home| {
        let on = if home.config().database.is_some() { "PostgreSQL" } else { "SQLite" };
        let name = format!("TUTELA_KILLS_{}", on.to_uppercase());
        let kills = std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(20);
        survives(home, on, kills);
    });
}

fn survives(home: &Home, on: &str, kills: u32) {
    let log = home.path().join("log");
    let acknowledged = Mutex::new(BTreeSet::new());
    let mut sent = 0;
    let mut numbers = Numbers(11);
    for _ in 0..kills {
        let demo = Demo::start(home, 2, 1, "error", &log);
        let wait = Duration::from_millis(20 + numbers.below(230) as u64);
        let first = sent;
        std::thread::scope(|scope| {
            for sender in 0..4 {
                let (demo, acknowledged) = (&demo, &acknowledged);
                scope.spawn(move || {
                    for n in (first + sender..first + 400).step_by(4) {
                        match demo.post(Some("investigator"), "/api/acts/cases.open", &open_case(n)) {
                            Some((200, _)) => drop(acknowledged.lock().unwrap().insert(n)),
                            Some((status, body)) => panic!("{status}: {body}"),
                            None => return,
                        }
                    }
                });
            }
            std::thread::sleep(wait);
            demo.kill_now();
        });
        sent += 400;
        drop(demo);
        let verified = run(home, &["verify", "--json"]);
        assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
    }
    let acknowledged = acknowledged.into_inner().unwrap();
    let found: BTreeSet<Id> = store::verify::on_node(&home.config(), |database| {
        database.rows("SELECT act FROM act_seen", Vec::new())
    })
    .unwrap()
    .iter()
    .map(|row| Id::from_value(&row[0]).unwrap())
    .collect();
    let lost: Vec<u32> = acknowledged.iter().copied().filter(|n| !found.contains(&act_of(*n).0)).collect();
    assert_eq!(lost, Vec::<u32>::new(), "acknowledged and lost");
    // The same acts again: each is one entry and the same answer.
    let demo = Demo::start(home, 2, 1, "error", &log);
    for n in acknowledged.iter().take(50) {
        let (status, _) = demo.post(Some("investigator"), "/api/acts/cases.open", &open_case(*n)).unwrap();
        assert_eq!(status, 200);
    }
    demo.stop();
    let cases = store::verify::on_node(&home.config(), |database| {
        database.number("SELECT COUNT(*) FROM case_file", Vec::new())
    })
    .unwrap();
    let distinct = found.iter().filter(|act| (0..sent).any(|n| act_of(n).0 == **act)).count();
    println!(
        "proof: {kills} kills on {on}, {} acknowledged, {distinct} entered, none lost, none twice",
        acknowledged.len()
    );
    assert!(acknowledged.len() > kills as usize, "the load was too small to prove anything");
    // One case of the demo's own seeding beside those of the load.
    assert_eq!(cases, distinct as i64 + 1);
}

/// A platform's system that speaks the wire byte by byte.
struct Sender {
    url: String,
    key: String,
}

impl Sender {
    fn of(demo: &Demo) -> Sender {
        let word = |name: &str| demo.doors["cybertipline"][name].as_str().unwrap();
        let key = base64::engine::general_purpose::STANDARD.encode(format!(
            "{}:{}",
            word("user"),
            word("password")
        ));
        Sender { url: word("url").to_owned(), key: format!("Basic {key}") }
    }

    /// Sends a body whole; the text of that element in the answer.
    fn told(&self, path: &str, media: &str, body: &[u8], element: &str) -> String {
        let sent = ureq::post(format!("{}/{path}", self.url)).header("authorization", &self.key);
        let text =
            sent.header("content-type", media).send(body).unwrap().body_mut().read_to_string().unwrap();
        let said = |name: &str| Some(text.split_once(&format!("<{name}>"))?.1.split('<').next()?.to_owned());
        assert_eq!(said("responseCode").as_deref(), Some("0"), "{text}");
        said(element).unwrap_or_else(|| panic!("no {element} in {text}"))
    }

    /// Begins to send that body and never ends: the connection stays open as long as what is answered.
    fn begins(&self, form: &[u8], of: usize) -> std::net::TcpStream {
        let host = self.url.trim_start_matches("http://").trim_end_matches("/ispws");
        let mut stream = std::net::TcpStream::connect(host).unwrap();
        let head = format!(
            "POST /ispws/upload HTTP/1.1\r\nhost: {host}\r\nauthorization: {}\r\ncontent-type: {FORM}\r\ncontent-length: {of}\r\n\r\n",
            self.key
        );
        stream.write_all(head.as_bytes()).unwrap();
        stream.write_all(form).unwrap();
        stream
    }
}

const FORM: &str = "multipart/form-data; boundary=tutela";
const MIB: usize = 1 << 20;

fn file_form(report: &str, file: &[u8]) -> Vec<u8> {
    let head = format!(
        "--tutela\r\ncontent-disposition: form-data; name=\"id\"\r\n\r\n{report}\r\n--tutela\r\ncontent-disposition: form-data; name=\"file\"; filename=\"pattern.bin\"\r\n\r\n"
    );
    [head.as_bytes(), file, b"\r\n--tutela--\r\n"].concat()
}

/// How many pieces lie beside acts that took none of them in.
fn pieces_laid(home: &Home) -> i64 {
    let sql = "SELECT COUNT(*) FROM payload WHERE act IN (SELECT act FROM laid)";
    store::verify::on_node(&home.config(), |database| database.number(sql, Vec::new())).unwrap()
}

#[test]
fn a_kill_in_the_middle_of_an_upload_leaves_nothing_half_and_the_sender_goes_on() {
    on_both(|home| {
        let log = home.path().join("log");
        let demo = Demo::start(home, 2, 1, "error", &log);
        let sender = Sender::of(&demo);
        let report = "<report><incidentSummary><incidentType>Online Enticement of Children for Sexual Acts</incidentType>\
            <incidentDateTime>2026-01-02T03:04:05Z</incidentDateTime></incidentSummary><reporter><reportingPerson>\
            <firstName>Fictional</firstName></reportingPerson></reporter></report>";
        let number = sender.told("submit", "text/xml", report.as_bytes(), "reportId");
        let file: Vec<u8> = (0..6 * MIB).map(|n| (n ^ (n >> 7)) as u8).collect();
        let form = file_form(&number, &file);
        let stream = sender.begins(&form[..4 * MIB], form.len());
        let until = std::time::Instant::now() + Duration::from_secs(30);
        while pieces_laid(home) < 3 {
            assert!(std::time::Instant::now() < until, "{} pieces are laid", pieces_laid(home));
            std::thread::sleep(Duration::from_millis(20));
        }
        demo.kill_now();
        drop((stream, demo));
        assert!(pieces_laid(home) >= 3, "the kill came in the middle");
        let verified = run(home, &["verify", "--json"]);
        assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));

        let demo = Demo::start(home, 2, 1, "error", &log);
        assert_eq!(pieces_laid(home), 0, "what no act took in is gone");
        let sender = Sender::of(&demo);
        let hash = sender.told("upload", FORM, &form, "hash");
        assert_eq!(hash.len(), 32, "{hash}");
        let finished = format!("id={number}");
        let media = "application/x-www-form-urlencoded";
        assert_eq!(sender.told("finish", media, finished.as_bytes(), "reportId"), number);
        demo.stop();
        let verified = run(home, &["verify", "--json"]);
        assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
    });
}
