//! The machine door: whole sequences of the wire (submit, a file of 200 kB, its details, finish), each its own, in an open loop of 16
//! senders, with validation on and each answer durable; reports in batches by Tutela's own API. Beside the first, the same bytes put
//! into the same database with nothing around them.

use crate::doors::Served;
use crate::million::resident_of;
use crate::{Result, TEXT};
use kernel::Value;
use std::fmt::Write as _;
use std::io::Read;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};
use store::testing::Home;
use store::{Database, Statement};
use tipline::testing::{file_details_of, report};

/// How many senders send at once.
const SENDERS: usize = 16;
/// How large a file is, in bytes.
const FILE_BYTES: usize = 200_000;
/// How many sequences are due in a second of the open loop.
const DUE_A_SECOND: u32 = 110;
/// How many sequences there are.
const SEQUENCES: u64 = 3_300;
/// How many there are where memory is looked at: `-- "SQLite machine-long"`.
const MANY_SEQUENCES: u64 = 100_000;
/// How large a large file is, in bytes: `-- "SQLite machine-large"`.
const LARGE_BYTES: u64 = 300 << 20;
/// How many come at once.
const LARGE_SENDERS: u64 = 4;
/// What ends a form.
const END: &[u8] = b"\r\n--tutela--\r\n";
/// How many reports a batch of the own API holds.
const BATCH: usize = 1_000;
/// How many batches each sender sends.
const BATCHES: usize = 3;

/// A sender: an agent, the door, and the header that lets it in.
struct Sender {
    agent: ureq::Agent,
    url: String,
    key: String,
}

impl Sender {
    fn of(served: &Served) -> Result<Sender> {
        let (url, key) = served.wire()?;
        Ok(Sender { agent: ureq::Agent::new_with_defaults(), url, key })
    }

    fn post(&self, path: &str, media: &str, body: &[u8]) -> Result<String> {
        let post = self.agent.post(format!("{}/{path}", self.url)).header("authorization", &self.key);
        let mut answer = post.header("content-type", media).send(body)?;
        Ok(answer.body_mut().read_to_string()?)
    }

    /// What an element of a successful answer says.
    fn done(&self, path: &str, media: &str, body: &[u8], element: &str) -> Result<String> {
        let text = self.post(path, media, body)?;
        let said = |name: &str| {
            text.split_once(&format!("<{name}>"))
                .and_then(|(_, rest)| rest.split('<').next())
                .map(str::to_owned)
        };
        if said("responseCode").as_deref() != Some("0") {
            return Err(format!("{path}: {text}").into());
        }
        Ok(said(element).unwrap_or_default())
    }

    /// A report with one large file.
    fn large(&self, n: u64) -> Result<()> {
        let number = self.done("submit", "text/xml", report(n).as_bytes(), "reportId")?;
        let form = form(&number, b"");
        let (head, tail) = form.split_at(form.len() - END.len());
        let mut body = head.chain(Endless(n).take(LARGE_BYTES)).chain(tail);
        let post = self.agent.post(format!("{}/upload", self.url)).header("authorization", &self.key);
        let sent = post.header("content-type", "multipart/form-data; boundary=tutela");
        let text = sent.send(ureq::SendBody::from_reader(&mut body))?.body_mut().read_to_string()?;
        if !text.contains("<responseCode>0<") {
            return Err(format!("upload: {text}").into());
        }
        let id = format!("id={number}");
        self.done("finish", "application/x-www-form-urlencoded", id.as_bytes(), "reportId").map(drop)
    }

    /// One whole sequence.
    fn sequence(&self, n: u64) -> Result<()> {
        let number = self.done("submit", "text/xml", report(n).as_bytes(), "reportId")?;
        let form = form(&number, &file(n));
        let file = self.done("upload", "multipart/form-data; boundary=tutela", &form, "fileId")?;
        let details = file_details_of(n, number.parse()?, &file);
        self.done("fileinfo", "text/xml", details.as_bytes(), "reportId")?;
        let id = format!("id={number}");
        self.done("finish", "application/x-www-form-urlencoded", id.as_bytes(), "reportId").map(drop)
    }
}

/// Bytes that no other file has and nothing can make smaller.
fn file(n: u64) -> Vec<u8> {
    let mut state = n.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut bytes = Vec::with_capacity(FILE_BYTES + 8);
    while bytes.len() < FILE_BYTES {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        bytes.extend_from_slice(&state.to_le_bytes());
    }
    bytes.truncate(FILE_BYTES);
    bytes
}

fn form(number: &str, file: &[u8]) -> Vec<u8> {
    let head = format!(
        "--tutela\r\ncontent-disposition: form-data; name=\"id\"\r\n\r\n{number}\r\n--tutela\r\ncontent-disposition: form-data; \
         name=\"file\"; filename=\"one.jpg\"\r\n\r\n"
    );
    [head.as_bytes(), file, END].concat()
}

/// Sequences a second that were done, their median and 99th percentile in milliseconds from the moment at which each was due, and the
/// process's memory in MiB while it went on: after a tenth of them, and at the end.
fn open_loop(served: &Served, all: u64) -> Result<(f64, [f64; 2], [u64; 2])> {
    let (next, began) = (AtomicU64::new(0), Instant::now());
    let mut waits = Vec::new();
    let early = AtomicU64::new(0);
    std::thread::scope(|scope| -> Result<()> {
        let sending = || -> std::result::Result<Vec<f64>, String> {
            let sender = Sender::of(served).map_err(|fault| fault.to_string())?;
            let mut waits = Vec::new();
            loop {
                let n = next.fetch_add(1, Ordering::Relaxed);
                if n >= all {
                    return Ok(waits);
                }
                if n == all / 10 {
                    early.store(resident_of(&served.process().to_string()).unwrap_or(0), Ordering::Relaxed);
                }
                let due = began + Duration::from_secs_f64(n as f64 / f64::from(DUE_A_SECOND));
                std::thread::sleep(due.saturating_duration_since(Instant::now()));
                sender.sequence(n).map_err(|fault| fault.to_string())?;
                waits.push(due.elapsed().as_secs_f64() * 1000.0);
            }
        };
        let threads: Vec<_> = (0..SENDERS).map(|_| scope.spawn(sending)).collect();
        for thread in threads {
            waits.extend(thread.join().map_err(|_| "a sender died")??);
        }
        Ok(())
    })?;
    let rate = all as f64 / began.elapsed().as_secs_f64();
    waits.sort_by(f64::total_cmp);
    let at = |share: usize| waits[waits.len() * share / 100];
    Ok((rate, [at(50), at(99)], [early.into_inner(), resident_of(&served.process().to_string())?]))
}

/// Sequences a second when the same bytes go into the same kind of database, a transaction for each step, and nothing else is done.
fn bare(home: &Home) -> Result<f64> {
    let mut database: Box<dyn Database> = match home.config().database {
        None => Box::new(store::sqlite::Sqlite::open(&home.path().join("bare.db"))?),
        Some(url) => Box::new(store::postgres::Postgres::connect_to_write(&url)?),
    };
    let bytes = if home.config().database.is_none() { "BLOB" } else { "BYTEA" };
    database.declare(&format!(
        "CREATE TABLE bare_step (n BIGINT NOT NULL PRIMARY KEY, bytes {bytes} NOT NULL)"
    ))?;
    let began = Instant::now();
    let mut step = 0_i64;
    let sequences = 200_u64;
    for n in 0..sequences {
        let document = report(n).into_bytes();
        for bytes in [document, file(n), file_details_of(n, n, "a").into_bytes(), b"id".to_vec()] {
            step += 1;
            let row = vec![Value::Integer(step), Value::Bytes(bytes)];
            let insert = Statement::new("INSERT INTO bare_step (n, bytes) VALUES ($1, $2)", row);
            let plain = |sql: &'static str| Statement::new(sql, Vec::new());
            database.run(&[plain("BEGIN"), insert, plain("COMMIT")])?;
        }
    }
    Ok(sequences as f64 / began.elapsed().as_secs_f64())
}

fn sequences(name: &str, home: fn() -> Home, all: u64) -> Result<()> {
    let bare = bare(&home())?;
    let from = home();
    let served = Served::start(&from)?;
    let (rate, [median, most], [early, late]) = open_loop(&served, all)?;
    println!(
        "{name:10} machine door, {all} sequences with a file of {FILE_BYTES} B, {SENDERS} senders, {DUE_A_SECOND} a second in an open loop: \
         {rate:.1} a second (bare {bare:.1}, ratio {:.2}), p50 {median:.1} ms, p99 {most:.1} ms, {early} MiB after a tenth, {late} MiB at the end",
        rate / bare
    );
    Ok(())
}

/// Reports a second that come in batches by the own API, each report another.
fn batches(served: &Served) -> Result<f64> {
    let began = Instant::now();
    std::thread::scope(|scope| -> Result<()> {
        let sending = |sender: usize| {
            move || -> std::result::Result<(), String> {
                let door = Sender::of(served).map_err(|fault| fault.to_string())?;
                for batch in 0..BATCHES {
                    let mut lines = String::new();
                    for n in 0..BATCH {
                        let id = (sender * BATCHES + batch) * BATCH + n;
                        writeln!(lines, "{{\"id\":\"{id}\",\"text\":\"{TEXT} {id}\"}}")
                            .map_err(|fault| fault.to_string())?;
                    }
                    let url = door.url.replace("/ispws", "/v1/reports/batch");
                    let post = door.agent.post(url).header("authorization", &door.key);
                    let sent = post.header("content-type", "application/x-ndjson").send(lines.as_str());
                    let answer = sent.and_then(|mut answer| answer.body_mut().read_to_string());
                    let answer = answer.map_err(|fault| fault.to_string())?;
                    let filed = answer.lines().filter(|line| line.contains("\"filed\"")).count();
                    if filed != BATCH {
                        return Err(format!("{filed} of {BATCH} were filed: {:?}", answer.lines().next()));
                    }
                }
                Ok(())
            }
        };
        let threads: Vec<_> = (0..4).map(|sender| scope.spawn(sending(sender))).collect();
        for thread in threads {
            thread.join().map_err(|_| "a sender died")??;
        }
        Ok(())
    })?;
    Ok((4 * BATCHES * BATCH) as f64 / began.elapsed().as_secs_f64())
}

/// The wire's sequences.
pub(crate) fn run(name: &str, home: fn() -> Home) -> Result<()> {
    sequences(name, home, SEQUENCES)
}

/// So many of them that memory which grows would show.
pub(crate) fn long(name: &str, home: fn() -> Home) -> Result<()> {
    sequences(name, home, MANY_SEQUENCES)
}

/// Bytes that nothing can make smaller, without end.
struct Endless(u64);

impl Read for Endless {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        for bytes in into.chunks_mut(8) {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            bytes.copy_from_slice(&self.0.to_le_bytes()[..bytes.len()]);
        }
        Ok(into.len())
    }
}

/// Large files, one from each of some senders at once: mebibytes a second, and the process's memory before and at most while they come.
pub(crate) fn large(name: &str, home: fn() -> Home) -> Result<()> {
    let from = home();
    let served = Served::start(&from)?;
    let held = || resident_of(&served.process().to_string());
    Sender::of(&served)?.sequence(1)?;
    let (before, most, going) = (held()?, AtomicU64::new(0), AtomicBool::new(true));
    let began = Instant::now();
    std::thread::scope(|scope| -> Result<()> {
        let sending = |n: u64| -> std::result::Result<(), String> {
            let sender = Sender::of(&served).map_err(|fault| fault.to_string())?;
            sender.large(n).map_err(|fault| fault.to_string())
        };
        let threads: Vec<_> = (1..=LARGE_SENDERS).map(|n| scope.spawn(move || sending(n))).collect();
        scope.spawn(|| {
            while going.load(Ordering::Relaxed) {
                most.fetch_max(held().unwrap_or(0), Ordering::Relaxed);
                std::thread::sleep(Duration::from_millis(50));
            }
        });
        let done: Vec<_> = threads.into_iter().map(std::thread::ScopedJoinHandle::join).collect();
        going.store(false, Ordering::Relaxed);
        for one in done {
            one.map_err(|_| "a sender died")??;
        }
        Ok(())
    })?;
    let rate = ((LARGE_BYTES * LARGE_SENDERS) >> 20) as f64 / began.elapsed().as_secs_f64();
    println!(
        "{name:10} wire, {LARGE_SENDERS} files of {} MiB at once: {rate:.0} MiB a second; the process holds {before} MiB before, {} MiB at most",
        LARGE_BYTES >> 20,
        most.into_inner()
    );
    Ok(())
}

/// Batches of the own API.
pub(crate) fn native(name: &str, home: fn() -> Home) -> Result<()> {
    let from = home();
    let rate = batches(&Served::start(&from)?)?;
    println!("{name:10} own API, batches of {BATCH} reports from 4 senders: {rate:.0} reports a second");
    Ok(())
}
