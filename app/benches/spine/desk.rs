//! The desk at a million reports, as its people use it: the queue's page, the search for reports that tell the same and the search box,
//! each in an open loop, while reports come in; then a flood of a machine's reports, all the same, while a child tells something.

use crate::doors::Served;
use crate::million::resident_of;
use crate::{Result, disk};
use kernel::{Actor, Id, Role};
use reports::intake::{Line, take};
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::time::{Duration, Instant};
use store::Node;
use store::testing::Home;
use tutela::rooms::{registry, rooms};

/// How many reports, unless `TUTELA_BENCH_REPORTS` says otherwise.
const REPORTS: u64 = 1_000_000;
/// How many of the flood, and how many lines of one file.
const FLOOD: usize = 100_000;
const FILE: usize = 10_000;
/// For how long the desk is used, in seconds.
const SECONDS: u32 = 30;
/// How often in a second each thing is asked for, whatever becomes of the earlier ones.
const READS: u32 = 10;
/// How many reports come in in a second meanwhile.
const WRITES: u32 = 10;
/// Reports whose like is searched for.
const SAMPLE: u64 = 500;
/// Words of the benchmark's texts.
const WORDS: u64 = 4_000;

fn reports() -> Result<u64> {
    std::env::var("TUTELA_BENCH_REPORTS").map_or(Ok(REPORTS), |text| Ok(text.parse()?))
}

/// A number that looks drawn, the same for the same place.
fn drawn(n: u64, place: u64) -> u64 {
    let mut z = n.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ place.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 31)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 29)
}

/// A fictional report of forty made-up words. One in twenty repeats another one nearly; one in ten names an address.
fn text(n: u64) -> String {
    let like = if drawn(n, 0).is_multiple_of(20) { drawn(n, 1) % (n + 1) } else { n };
    let word = |place: u64| format!("{:x}", drawn(drawn(like, place) % WORDS, 77) % 0xff_ffff);
    let words: Vec<String> = (2..42).map(word).collect();
    let address = if n.is_multiple_of(10) {
        format!(" https://example.org/{}", drawn(n, 3) % 50_000)
    } else {
        String::new()
    };
    let last = if like == n { String::new() } else { format!(" {n}") };
    format!("Fictional {}{address}{last}", words.join(" "))
}

fn line(n: u64) -> Line {
    let by = ["child", "adult-for-child", "professional", "adult-survivor", "machine"][(n % 5) as usize];
    Line {
        id: n.to_string(),
        by: by.into(),
        danger: ["safe", "unsure", ""][(n % 3) as usize].into(),
        age: ["13-15", "10-12", "", "16-17"][(n % 4) as usize].into(),
        language: "en".into(),
        text: text(n),
        place: String::new(),
        happening: String::new(),
        about: Vec::new(),
        contact: String::new(),
        duty: None,
    }
}

/// Fills a node; answers reports for which others are searched, and how many came in a second.
fn fill(home: &Home, reports: u64) -> Result<(Vec<Id>, f64)> {
    let node = Node::open(home.config(), registry(&mut rooms())?)?;
    let by = Actor { id: Id([9; 16]), role: Role::Analyst, unit: Id([200; 16]) };
    let (next, began) = (AtomicU64::new(0), Instant::now());
    let some = 2_000;
    let filling = || -> std::result::Result<Vec<Id>, String> {
        let mut sample = Vec::new();
        loop {
            let from = next.fetch_add(some, Ordering::Relaxed);
            if from >= reports {
                return Ok(sample);
            }
            let lines: Vec<Line> = (from..(from + some).min(reports)).map(line).collect();
            for (n, taken) in (from..).zip(take(&node, &by, &lines, &mut |_| ())) {
                let report = taken.report.ok_or_else(|| format!("{taken:?}"))?;
                if n.is_multiple_of((reports / SAMPLE).max(1)) {
                    sample.push(report);
                }
            }
        }
    };
    let sample = std::thread::scope(|scope| -> std::result::Result<Vec<Id>, String> {
        let threads: Vec<_> = (0..3).map(|_| scope.spawn(filling)).collect();
        let mut all = Vec::new();
        for thread in threads {
            all.extend(thread.join().map_err(|_| "a sender died")??);
        }
        Ok(all)
    })?;
    node.stop();
    Ok((sample, reports as f64 / began.elapsed().as_secs_f64()))
}

/// What is asked for in an open loop, and how long each took from the moment at which it was due.
fn open_loop(
    per_second: u32,
    seconds: u32,
    ask: impl Fn(u32) -> std::result::Result<(), String> + Sync,
) -> Result<Vec<f64>> {
    let (all, next, began) = (per_second * seconds, AtomicU32::new(0), Instant::now());
    let asking = || -> std::result::Result<Vec<f64>, String> {
        let mut waits = Vec::new();
        loop {
            let n = next.fetch_add(1, Ordering::Relaxed);
            if n >= all {
                return Ok(waits);
            }
            let due = began + Duration::from_secs(1) / per_second * n;
            std::thread::sleep(due.saturating_duration_since(Instant::now()));
            ask(n)?;
            waits.push(due.elapsed().as_secs_f64() * 1000.0);
        }
    };
    let mut waits = Vec::new();
    std::thread::scope(|scope| -> Result<()> {
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(asking)).collect();
        for thread in threads {
            waits.extend(thread.join().map_err(|_| "a sender died")??);
        }
        Ok(())
    })?;
    waits.sort_by(f64::total_cmp);
    Ok(waits)
}

fn percentile(waits: &[f64], percent: usize) -> f64 {
    waits.get(waits.len().saturating_sub(1) * percent / 100).copied().unwrap_or(f64::NAN)
}

/// Asks a door.
struct Doors {
    agent: ureq::Agent,
    staff: String,
    public: String,
    bearer: String,
}

impl Doors {
    fn of(served: &Served) -> Result<Doors> {
        let agent = ureq::Agent::new_with_defaults();
        let (staff, public) = (served.url("staff")?, served.url("public")?);
        Ok(Doors { agent, staff, public, bearer: served.bearer()? })
    }

    fn get(&self, path: &str, accept: &str) -> std::result::Result<(), String> {
        let asked = self.agent.get(format!("{}{path}", self.staff));
        let asked = asked.header("authorization", &self.bearer).header("accept", accept);
        let mut answer = asked.call().map_err(|error| format!("{path}: {error}"))?;
        answer.body_mut().read_to_string().map(drop).map_err(|error| error.to_string())
    }

    fn find(&self, text: &str) -> std::result::Result<(), String> {
        let sent = self.agent.post(format!("{}/api/find", self.staff)).header("authorization", &self.bearer);
        let body = serde_json::json!({ "q": text }).to_string();
        let mut answer =
            sent.header("content-type", "application/json").send(body).map_err(|error| error.to_string())?;
        answer.body_mut().read_to_string().map(drop).map_err(|error| error.to_string())
    }

    fn child_tells(&self, n: u32) -> std::result::Result<(), String> {
        let body = serde_json::json!({ "text": text(2_000_000_000 + u64::from(n)), "by": "child", "danger": "safe", "age": "13-15" });
        let sent = self.agent.post(format!("{}/api/reports", self.public));
        let sent = sent.header("content-type", "application/json").send(body.to_string());
        let mut answer = sent.map_err(|error| error.to_string())?;
        answer.body_mut().read_to_string().map(drop).map_err(|error| error.to_string())
    }

    /// Sends a file of lines that all say the same; answers how many were put in one line.
    fn flood(&self, file: usize) -> std::result::Result<usize, String> {
        let words = "Fictional: an account was closed, two files were known by their hashes. https://example.org/flood";
        let line = |n: usize| {
            serde_json::json!({ "id": format!("flood-{}", file * FILE + n), "text": words }).to_string()
        };
        let body: Vec<String> = (0..FILE).map(line).collect();
        let sent = self.agent.post(format!("{}/api/reports/intake", self.staff));
        let sent = sent.header("authorization", &self.bearer).header("content-type", "application/x-ndjson");
        let mut answer = sent.send(body.join("\n")).map_err(|error| error.to_string())?;
        let reading = answer.body_mut().with_config().limit(64 * 1024 * 1024).read_to_string();
        let told = reading.map_err(|error| error.to_string())?;
        Ok(told.lines().filter(|line| line.contains("\"outcome\":\"folded\"")).count())
    }
}

/// The desk in use: page, search for what is alike and search box, while reports come in.
fn used(name: &str, doors: &Doors, sample: &[Id]) -> Result<()> {
    let of = |n: u32| sample[n as usize % sample.len()];
    let queue = |_| doors.get("/lists/reports/queue?waiting=yes", "text/html");
    let alike = |n| doors.get(&format!("/api/reports/{}/alike", of(n)), "application/json");
    let search = |n| doors.find(&format!("https://example.org/{n}"));
    let writes = |n| doors.child_tells(n);
    let [queue, alike, search, writes] = std::thread::scope(|scope| -> Result<[Vec<f64>; 4]> {
        let queue = scope.spawn(|| open_loop(READS, SECONDS, queue).map_err(|error| error.to_string()));
        let alike = scope.spawn(|| open_loop(READS, SECONDS, alike).map_err(|error| error.to_string()));
        let search = scope.spawn(|| open_loop(READS, SECONDS, search).map_err(|error| error.to_string()));
        let writes = open_loop(WRITES, SECONDS, writes)?;
        let joined = |thread: std::thread::ScopedJoinHandle<'_, std::result::Result<Vec<f64>, String>>| {
            thread.join().map_err(|_| "a sender died".to_owned())?
        };
        Ok([joined(queue)?, joined(alike)?, joined(search)?, writes])
    })?;
    for (what, waits) in [
        ("queue's page", queue),
        ("search for what is alike", alike),
        ("search box", search),
        ("a child's report", writes),
    ] {
        println!(
            "{name:10} {what}, {READS} a second in an open loop: p50 {:.1} ms, p99 {:.1} ms, longest {:.1} ms",
            percentile(&waits, 50),
            percentile(&waits, 99),
            percentile(&waits, 100)
        );
    }
    Ok(())
}

/// A flood of reports that all say the same, from two senders, while a child tells something twice a second.
fn flooded(name: &str, doors: &Doors) -> Result<()> {
    let (going, next, began) = (AtomicBool::new(true), AtomicU32::new(0), Instant::now());
    let (folded, told) = std::thread::scope(|scope| -> Result<(usize, Vec<f64>)> {
        let sending = || -> std::result::Result<usize, String> {
            let mut folded = 0;
            loop {
                let file = next.fetch_add(1, Ordering::Relaxed) as usize;
                if file >= FLOOD / FILE {
                    return Ok(folded);
                }
                folded += doors.flood(file)?;
            }
        };
        let telling = || -> std::result::Result<Vec<f64>, String> {
            let (mut waits, mut n) = (Vec::new(), 1_000_000);
            while going.load(Ordering::Relaxed) {
                let began = Instant::now();
                doors.child_tells(n)?;
                n += 1;
                waits.push(began.elapsed().as_secs_f64() * 1000.0);
                std::thread::sleep(Duration::from_millis(500).saturating_sub(began.elapsed()));
            }
            waits.sort_by(f64::total_cmp);
            Ok(waits)
        };
        let senders: Vec<_> = (0..2).map(|_| scope.spawn(sending)).collect();
        let child = scope.spawn(telling);
        let mut folded = 0;
        for sender in senders {
            folded += sender.join().map_err(|_| "a sender died")??;
        }
        going.store(false, Ordering::Relaxed);
        Ok((folded, child.join().map_err(|_| "a sender died")??))
    })?;
    println!(
        "{name:10} a flood of {FLOOD}: {folded} in one line after {:.1} s; a child's report meanwhile, {} of them: p50 {:.0} ms, longest {:.0} ms",
        began.elapsed().as_secs_f64(),
        told.len(),
        percentile(&told, 50),
        percentile(&told, 100)
    );
    Ok(())
}

/// What PostgreSQL's own housekeeping does in the months in which a million reports come in, and had no time for here.
fn tidy(home: &Home) -> Result<()> {
    let Some(url) = home.config().database else { return Ok(()) };
    let ran = std::process::Command::new("psql")
        .args(["--quiet", "--command", "VACUUM ANALYZE", "--command", "CHECKPOINT", &url])
        .status()?;
    if ran.success() { Ok(()) } else { Err("psql could not tidy up".into()) }
}

pub(crate) fn run(name: &str, home: fn() -> Home) -> Result<()> {
    let (home, reports) = (home(), reports()?);
    let (sample, rate) = fill(&home, reports)?;
    println!("{name:10} {reports} reports by the file: {rate:.0} a second");
    tidy(&home)?;
    let waits = disk(&home)?;
    println!("{name:10} disk now: fdatasync p50 {:.2} ms, p99 {:.2} ms", waits[50], waits[99]);
    let served = Served::filled(&home)?;
    let doors = Doors::of(&served)?;
    used(name, &doors, &sample)?;
    flooded(name, &doors)?;
    println!("{name:10} the node holds {} MiB", resident_of(&served.process().to_string())?);
    Ok(())
}
