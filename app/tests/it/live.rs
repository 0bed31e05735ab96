//! Chats as operators run them: processes, connections that stay open, a core that is killed. What holds by the clock of a test
//! alone is in `reports/src/door/live`.

use crate::demo::{Demo, TUTELA, post};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use store::testing::Home;

/// As many pages as one door holds open.
const MOST: usize = 256;
/// An answer shows within so much.
const SOON: Duration = Duration::from_secs(3);

/// A public door in a process of its own beside a demo's core, as another user of the machine runs it.
struct Beside {
    child: Child,
    url: String,
}

impl Beside {
    fn start(home: &Home) -> Beside {
        let log = std::fs::File::create(home.path().join("door.log")).unwrap();
        let mut child = Command::new(TUTELA)
            .args(["public", "--json", "--listen", "127.0.0.1:0", "--door-burst", "5000", "--data"])
            .arg(home.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let told: Value = serde_json::from_str(&line).unwrap();
        Beside { child, url: told["public"].as_str().unwrap().to_owned() }
    }

    fn file(&self) -> String {
        let report = json!({ "text": "Fictional report for a test." });
        let (status, told) = post(&self.url, None, "/api/reports", &report).unwrap();
        assert_eq!(status, 200, "{told}");
        told["receipt"]["digits"].as_str().unwrap().to_owned()
    }

    /// What the process holds in memory, in KiB.
    fn memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.trim().trim_end_matches(" kB").parse().unwrap()
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// One page that stays open, and what has come of it.
struct Page {
    stream: TcpStream,
    came: Vec<u8>,
}

fn coded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut coded, byte| {
        if byte.is_ascii_alphanumeric() {
            coded.push(char::from(byte));
        } else {
            write!(coded, "%{byte:02X}").unwrap();
        }
        coded
    })
}

impl Page {
    fn asked(door: &str, request: &str) -> Page {
        let address = door.strip_prefix("http://").unwrap();
        let mut stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(Duration::from_millis(100))).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        Page { stream, came: Vec::new() }
    }

    fn post(door: &str, path: &str, fields: &[(&str, &str)]) -> Page {
        Page::post_with(door, path, fields, "")
    }

    /// The same, with a header more.
    fn post_with(door: &str, path: &str, fields: &[(&str, &str)], header: &str) -> Page {
        let pairs: Vec<String> =
            fields.iter().map(|(name, value)| format!("{name}={}", coded(value))).collect();
        let body = pairs.join("&");
        let head = format!(
            "POST {path}?lang=en HTTP/1.1\r\nhost: door\r\n{header}\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        Page::asked(door, &(head + &body))
    }

    fn live(door: &str, receipt: &str) -> Page {
        Page::post(door, "/thread/live", &[("receipt", receipt)])
    }

    /// What has come so far.
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.came).into_owned()
    }

    /// Waits until those words have come; how long that took.
    fn says(&mut self, words: &str, patience: Duration) -> Duration {
        let begun = Instant::now();
        let mut buffer = [0; 16 * 1024];
        while !self.text().contains(words) {
            assert!(begun.elapsed() < patience, "{words:?} is not in {}", self.text());
            match self.stream.read(&mut buffer) {
                Ok(0) => assert!(self.text().contains(words), "{words:?}: it ended with {}", self.text()),
                Ok(read) => self.came.extend_from_slice(&buffer[..read]),
                Err(error) => assert!(
                    matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut),
                    "{error}"
                ),
            }
        }
        begun.elapsed()
    }
}

fn hidden(page: &str, name: &str) -> String {
    let (_, after) = page.split_once(&format!(r#"name="{name}" value=""#)).unwrap();
    after.split('"').next().unwrap().to_owned()
}

fn demo(home: &Home) -> Demo {
    Demo::start(home, 2, 1, "warn", &home.path().join("log"))
}

fn staff(demo: &Demo, path: &str) -> Value {
    let url = format!("{}{path}", demo.doors["staff"].as_str().unwrap());
    let mut answer =
        ureq::get(url).header("authorization", format!("Bearer {}", demo.token("analyst"))).call().unwrap();
    serde_json::from_str(&answer.body_mut().read_to_string().unwrap()).unwrap()
}

fn newest(demo: &Demo) -> String {
    let queue = staff(demo, "/api/lists/reports/queue?sort=-filed_at&per_page=1");
    queue["rows"][0]["report"].as_str().unwrap().to_owned()
}

fn reply(demo: &Demo, report: &str, text: &str) {
    let body = json!({ "act": { "report": report }, "sealed": { "0": text } });
    let (status, told) = demo.post(Some("analyst"), "/api/acts/reports.reply", &body).unwrap();
    assert_eq!(status, 200, "{told}");
}

/// The desk's page of a report's chat.
fn desk(demo: &Demo, report: &str) -> Page {
    let head = format!(
        "GET /reports/{report}/live?lang=en HTTP/1.1\r\nhost: desk\r\nauthorization: Bearer {}\r\n\r\n",
        demo.token("analyst")
    );
    Page::asked(demo.doors["staff"].as_str().unwrap(), &head)
}

fn looks(demo: &Demo, report: &str) -> u64 {
    let url = format!("{}/api/lists/journal/looks?whose={report}", demo.doors["staff"].as_str().unwrap());
    let asked = ureq::get(url).header("authorization", format!("Bearer {}", demo.token("overseer")));
    let told: Value =
        serde_json::from_str(&asked.call().unwrap().body_mut().read_to_string().unwrap()).unwrap();
    told["total"].as_u64().unwrap()
}

#[test]
fn both_sides_read_each_other_within_moments_and_each_text_that_is_shown_leaves_its_trace() {
    let home = Home::sqlite();
    let demo = demo(&home);
    let door = Beside::start(&home);
    let receipt = door.file();
    let report = newest(&demo);
    assert_eq!(staff(&demo, "/api/chats"), json!([]));
    let gzip = "accept-encoding: gzip\r\n";
    let mut child = Page::post_with(&door.url, "/thread/live", &[("receipt", &receipt)], gzip);
    child.says("Nobody is here just now.", SOON);
    let head = child.text();
    assert!(!head.contains("content-encoding") && head.contains("x-accel-buffering: no"), "{head}");
    assert_eq!(staff(&demo, "/api/chats"), json!([{ "report": report, "staff_here": false }]));
    let waits = staff(&demo, "/api/home");
    let waits = waits.as_array().unwrap().iter().find(|one| one["what"] == "waits-chats").unwrap();
    assert_eq!((waits["count"].as_u64(), waits["pressing"].as_str()), (Some(1), Some("now")));
    assert_eq!(staff(&demo, &format!("/api/reports/{report}"))["reporter_here"], true);

    let before = looks(&demo, &report);
    let mut officer = desk(&demo, &report);
    officer.says("The reporter is here now.", SOON);
    child.says("Somebody of the team is here now.", SOON);
    assert_eq!(looks(&demo, &report), before + 1, "the page that was opened, and nothing a second");
    reply(&demo, &report, "Fictional answer one.");
    let took = child.says("Fictional answer one.", SOON);
    officer.says("Fictional answer one.", SOON);
    assert_eq!(looks(&demo, &report), before + 3, "its reader's and the officer's");
    // The reporter writes; the page that answers goes on, and the officer reads it.
    let fields =
        [("receipt", &*receipt), ("once", &hidden(&child.text(), "once")), ("text", "Fictional words.")];
    let mut child = Page::post(&door.url, "/thread/live/message", &fields);
    child.says("Your message is with us.", SOON);
    let took_back = officer.says("Fictional words.", SOON);
    child.says("Somebody of the team is here now.", SOON);
    println!("proof: an answer shows after {took:?}, a message after {took_back:?}");
    drop(officer);
    // Nobody is said to be there when nobody is.
    child.says("Nobody is here just now.", Duration::from_secs(45));
    drop((child, door));
    demo.stop();
}

#[test]
fn hundreds_of_pages_are_open_within_bounds_and_a_report_is_taken_in_meanwhile() {
    let home = Home::sqlite();
    let demo = demo(&home);
    let door = Beside::start(&home);
    let receipts: Vec<String> = (0..=MOST).map(|_| door.file()).collect();
    let before = door.memory();
    let mut pages: Vec<Page> =
        receipts[..MOST].iter().map(|receipt| Page::live(&door.url, receipt)).collect();
    for page in &mut pages {
        page.says("Nobody is here just now.", Duration::from_secs(20));
    }
    let grown = door.memory().saturating_sub(before);
    assert!(grown < 64 * 1024, "{grown} KiB more for {MOST} pages");
    let mut full = Page::live(&door.url, &receipts[MOST]);
    full.says("Very many people write with us just now.", SOON);
    assert!(full.text().starts_with("HTTP/1.1 503"));
    let begun = Instant::now();
    door.file();
    let took = begun.elapsed();
    assert!(took < Duration::from_secs(2), "{took:?}");
    assert_eq!(staff(&demo, "/api/chats").as_array().unwrap().len(), MOST);
    println!("proof: {MOST} pages open, {grown} KiB more, an ordinary report after {took:?}");
    // Whoever leaves makes room: the door notices by itself.
    pages.truncate(MOST - 1);
    let begun = Instant::now();
    while !{
        let mut again = Page::live(&door.url, &receipts[MOST]);
        again.says("HTTP/1.1", SOON);
        again.text().starts_with("HTTP/1.1 200")
    } {
        assert!(begun.elapsed() < Duration::from_secs(15), "the place of a page that is gone stays taken");
        std::thread::sleep(Duration::from_millis(500));
    }
    drop((pages, full, door));
    demo.stop();
}

#[test]
fn a_core_that_is_killed_ends_the_page_in_words_and_what_was_acknowledged_is_there() {
    let home = Home::sqlite();
    let first = demo(&home);
    let door = Beside::start(&home);
    let receipt = door.file();
    let report = newest(&first);
    let mut child = Page::live(&door.url, &receipt);
    child.says("Nobody is here just now.", SOON);
    let fields =
        [("receipt", &*receipt), ("once", &hidden(&child.text(), "once")), ("text", "Fictional words.")];
    let mut child = Page::post(&door.url, "/thread/live/message", &fields);
    child.says("Your message is with us.", SOON);
    reply(&first, &report, "Fictional answer.");
    child.says("Fictional answer.", SOON);
    first.kill_now();
    child.says("We lost the line just now.", Duration::from_secs(25));
    assert!(child.text().contains(r#"form="live" formaction="/thread/live?lang=en""#));
    drop(first);
    let again = demo(&home);
    let mut child = Page::live(&door.url, &receipt);
    child.says("Fictional answer.", SOON);
    child.says("Nobody is here just now.", SOON);
    let thread = staff(&again, &format!("/api/reports/{report}"));
    let texts: Vec<&str> =
        thread["thread"].as_array().unwrap().iter().map(|one| one["text"].as_str().unwrap()).collect();
    assert_eq!(texts, ["Fictional report for a test.", "Fictional words.", "Fictional answer."]);
    drop(child);
    // Told to stop, a door with open pages says so to them and is gone at once.
    let mut child = Page::live(&door.url, &receipt);
    child.says("Nobody is here just now.", SOON);
    let told = Command::new("kill").args(["-TERM", &door.child.id().to_string()]).status().unwrap();
    assert!(told.success());
    child.says("We lost the line just now.", SOON);
    drop((child, door));
    // So does the desk's.
    let mut officer = desk(&again, &report);
    officer.says("The reporter is here now.", SOON);
    let begun = Instant::now();
    again.stop();
    assert!(begun.elapsed() < Duration::from_secs(8), "a page that was open held the node");
    officer.says("The node does not answer.", SOON);
}
