//! Reports over all doors while the node is killed again and again: none lost, none double, the journal verifies, memory stays flat.

use crate::demo::{Demo, run};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use store::testing::{Home, on_both};

/// Senders at once.
const SENDERS: u32 = 8;
/// Lines of one file.
const LINES: u32 = 100;
/// Reports that the demo begins with: its own, and none of machines.
const OF_THE_DEMO: i64 = 2;

fn setting(name: &str, else_: u32) -> u32 {
    std::env::var(name).ok().map_or(else_, |text| text.parse().unwrap())
}

/// The way by which a report comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    /// JSON at the public door.
    Json,
    /// The form of a browser, with a picture.
    Form,
    /// Fingerprints of what somebody wants gone.
    Gone,
    /// A line of a file, told by telephone.
    Person,
    /// A line of a file: a machine says something of its own.
    Machine,
    /// A line of a file: a machine says what it always says.
    Flood,
}

const WAYS: [Way; 6] = [Way::Json, Way::Form, Way::Gone, Way::Person, Way::Machine, Way::Flood];

/// The reports are sent in parcels: one at the public door, a file at the staff's.
fn way_of(parcel: u32) -> Way {
    WAYS[parcel as usize % WAYS.len()]
}

fn size_of(parcel: u32) -> u32 {
    if way_of(parcel) < Way::Person { 1 } else { LINES }
}

/// 32 bytes that look drawn, as hexadecimal digits: a report's secret.
fn secret(parcel: u32) -> String {
    let bytes = kernel::Hash::of(&[b"a report of the test", &parcel.to_be_bytes()]).0;
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn words(parcel: u32) -> String {
    format!("Fictional report {parcel} of a test: somebody writes to children of a school every evening.")
}

/// A client of both doors of one demo.
struct Client {
    agent: ureq::Agent,
    public: String,
    staff: String,
    token: String,
}

impl Client {
    fn of(demo: &Demo) -> Client {
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(60)))
            .build()
            .new_agent();
        let door = |name: &str| demo.doors[name].as_str().unwrap().to_owned();
        Client { agent, public: door("public"), staff: door("staff"), token: demo.token("analyst") }
    }

    fn post(&self, url: String, media: &str, body: &str) -> Option<(u16, String)> {
        let sent = self.agent.post(url).header("content-type", media);
        let sent = sent.header("authorization", format!("Bearer {}", self.token));
        let mut answer = sent.send(body).ok()?;
        let text = answer.body_mut().with_config().limit(64 << 20).read_to_string().ok()?;
        Some((answer.status().as_u16(), text))
    }

    fn to_public(&self, body: &Value) -> Option<(u16, String)> {
        self.post(format!("{}/api/reports", self.public), "application/json", &body.to_string())
    }

    fn form(&self, parcel: u32) -> Option<(u16, String)> {
        let part = |name: &str, value: &str| {
            format!("--limit\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        };
        let body = part("id", &secret(parcel))
            + &part("text", &words(parcel))
            + &part("by", "child")
            + "--limit--\r\n";
        self.post(format!("{}/api/reports", self.public), "multipart/form-data; boundary=limit", &body)
    }

    fn file(&self, parcel: u32) -> Option<(u16, String)> {
        let line = |n: u32| {
            let id = format!("{parcel}-{n}");
            match way_of(parcel) {
                Way::Person => json!({ "id": id, "by": "professional", "text": words(parcel * 1_000 + n) }),
                Way::Machine => json!({ "id": id, "text": words(parcel * 1_000 + n) }),
                _ => json!({ "id": id, "text": "Fictional: a machine says what it always says." }),
            }
        };
        let lines: Vec<String> = (0..LINES).map(|n| line(n).to_string()).collect();
        self.post(format!("{}/api/reports/intake", self.staff), "application/x-ndjson", &lines.join("\n"))
    }

    /// Sends a parcel. Answers the receipt, or that every line is in; none when that is not known.
    fn send(&self, parcel: u32) -> Option<Option<String>> {
        let (status, text) = match way_of(parcel) {
            Way::Json => self.to_public(
                &json!({ "id": secret(parcel), "text": words(parcel), "by": "child", "age": "13-15" }),
            ),
            Way::Gone => {
                self.to_public(&json!({ "id": secret(parcel), "hashes": [secret(parcel)], "by": "child" }))
            }
            Way::Form => self.form(parcel),
            _ => self.file(parcel),
        }?;
        if status == 503 || status == 429 {
            return None;
        }
        assert_eq!(status, 200, "{:?}: {text}", way_of(parcel));
        if way_of(parcel) >= Way::Person {
            let all_in = text.lines().count() == LINES as usize && !text.contains("\"refused\"");
            // A line that says "try again" is sent again with its file.
            assert!(all_in || text.contains("was not entered"), "{text}");
            return all_in.then_some(None);
        }
        let answer: Value = serde_json::from_str(&text).unwrap();
        Some(Some(answer["receipt"]["digits"].as_str().unwrap_or_else(|| panic!("{text}")).to_owned()))
    }
}

/// What the node's process holds in memory, in MiB.
fn resident(demo: &Demo) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", demo.process())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() / 1024
}

fn number(home: &Home, sql: &str) -> i64 {
    store::verify::on_node(&home.config(), |database| database.number(sql, Vec::new())).unwrap()
}

#[test]
fn reports_over_all_doors_survive_kills_each_of_them_once() {
    on_both(|home| {
        let on = if home.config().database.is_some() { "POSTGRESQL" } else { "SQLITE" };
        let all = setting(&format!("TUTELA_MIXED_{on}"), 1_500);
        survive(home, on, all, setting("TUTELA_MIXED_KILL_EVERY", 500));
    });
}

fn survive(home: &Home, on: &str, all: u32, kill_every: u32) {
    let log = home.path().join("log");
    let receipts: Mutex<BTreeMap<u32, Option<String>>> = Mutex::new(BTreeMap::new());
    let (mut parcels, mut reports) = (Vec::new(), 0);
    while reports < all {
        let parcel = u32::try_from(parcels.len()).unwrap();
        parcels.push(parcel);
        reports += size_of(parcel);
    }
    let (mut kills, mut memory) = (0, Vec::new());
    loop {
        let open: Vec<u32> = {
            let known = receipts.lock().unwrap();
            parcels.iter().copied().filter(|parcel| !known.contains_key(parcel)).collect()
        };
        if open.is_empty() {
            break;
        }
        let demo = Demo::start(home, 2, 1, "error", &log);
        let (next, done) = (AtomicU32::new(0), AtomicU32::new(0));
        std::thread::scope(|scope| {
            let sending = || {
                let client = Client::of(&demo);
                while let Some(&parcel) = open.get(next.fetch_add(1, Ordering::Relaxed) as usize) {
                    if let Some(receipt) = client.send(parcel) {
                        receipts.lock().unwrap().insert(parcel, receipt);
                    }
                    // The parcels that are under way when it dies are sent again.
                    if done.fetch_add(size_of(parcel), Ordering::Relaxed) >= kill_every {
                        return;
                    }
                }
            };
            let senders: Vec<_> = (0..SENDERS).map(|_| scope.spawn(sending)).collect();
            // It dies while others speak to it.
            while done.load(Ordering::Relaxed) < kill_every
                && !senders.iter().all(|sender| sender.is_finished())
            {
                std::thread::sleep(Duration::from_millis(5));
            }
            memory.push(resident(&demo));
            demo.kill_now();
        });
        kills += 1;
        drop(demo);
        let verified = run(home, &["verify", "--json"]);
        assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
    }
    is_all_there(home, &log, &receipts.into_inner().unwrap(), i64::from(reports));
    println!(
        "proof: {reports} reports over all doors on {on}, {kills} kills, none lost, none double; MiB before each kill {memory:?}"
    );
    assert!(kills >= reports / kill_every.max(1) / 2, "{kills} kills");
}

fn is_all_there(home: &Home, log: &std::path::Path, receipts: &BTreeMap<u32, Option<String>>, reports: i64) {
    let public = receipts.values().filter(|receipt| receipt.is_some()).count();
    let public = i64::try_from(public).unwrap();
    let floods = receipts.keys().filter(|parcel| way_of(**parcel) == Way::Flood).count();
    assert_eq!(number(home, "SELECT COUNT(*) FROM report"), reports + OF_THE_DEMO);
    assert_eq!(number(home, "SELECT COUNT(*) FROM receipt_token"), public + OF_THE_DEMO);
    assert_eq!(number(home, "SELECT COUNT(*) FROM gone_hash"), public / 3);
    let lines = number(home, "SELECT CAST(SUM(stands_for) AS BIGINT) FROM report WHERE state <> 6");
    assert_eq!(lines, reports + OF_THE_DEMO, "each report stands in exactly one line");
    let in_lines = number(home, "SELECT COUNT(*) FROM report_folded");
    let flood = i64::from(LINES) * i64::try_from(floods).unwrap();
    // Where a kill fell between the first report of the line and the others, there can be a line more.
    assert!((flood - in_lines) >= 1 && (flood - in_lines) <= 4, "{in_lines} of {flood} in one line");
    let demo = Demo::start(home, 2, 1, "error", log);
    let step = (receipts.len() / 200).max(1);
    for (parcel, receipt) in receipts.iter().filter(|(_, receipt)| receipt.is_some()).step_by(step) {
        let (status, thread) = demo.post(None, "/api/thread", &json!({ "receipt": receipt })).unwrap();
        assert_eq!((status, thread["state"].as_str()), (200, Some("new")), "{parcel}");
    }
    demo.stop();
}
