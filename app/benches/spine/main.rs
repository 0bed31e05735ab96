//! Durable reports a second beside a bare insert of the same rows: same bytes, tables, indexes, key rows and batches, once row by
//! row (bare) and once as the writer does it, where the database can take many rows at once (bulk); reports over HTTP; the
//! queue's page at 100,000 reports; memory and verify at 1,000,000 entries; the desk at 1,000,000 reports: queue, search for what is
//! alike, and a flood of a machine's reports while a child tells something; the machine door: whole sequences of the wire, and batches; the
//! match service at 1,000,000 hashes.
//!
//! `TUTELA_TEST_POSTGRES=... cargo bench -p tutela --bench spine` prints a table; the ratio is what counts, since disks differ.
//! Words choose parts of it: `-- SQLite acts`, `-- PostgreSQL http`, `-- queue`, `-- SQLite million`, `-- SQLite desk`, `-- SQLite machine`,
//! `-- SQLite native`, `-- SQLite match`, and, alone, `-- SQLite machine-long` and `-- SQLite machine-large`.

mod bare;
mod desk;
mod doors;
mod machine;
mod matching;
mod million;

use bare::bare;
use kernel::codes::{AgeBand, DangerAnswer, ReportingPerson};
use kernel::{Actor, Id, Purpose};
use reports::acts::{FileReport, SLOT_TEXT};
use reports::circumstances::Circumstances;
use reports::priority::{answered, numbers, points};
use reports::sealed::{ReceiptToken, TOKEN_DOMAIN};
use std::error::Error;
use std::io::Write;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};
use store::Node;
use store::testing::Home;
use tutela::rooms::{registry, rooms};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// Twenty gigabytes and a quarter of an hour: by its own word alone.
const LONG: &str = "machine-long";
/// Large files, which take room on the disk.
const LARGE: &str = "machine-large";
/// How long each run lasts.
const RUN: Duration = Duration::from_secs(3);
/// What a report of the benchmark tells: as long as people write.
const TEXT: &str = "A fictional report of a benchmark. It is as long as what people write when they are asked to use their own words, \
                    a few sentences that say what happened, to whom, and what they are afraid of.";

fn file(node: &Node, n: u64, sender: u64) -> Result<()> {
    let report = Id((u128::from(sender) << 64 | u128::from(n)).to_be_bytes()).derive("bench", 0);
    let (by, danger, age) = (ReportingPerson::Child, DangerAnswer::Safe, AgeBand::From13To15);
    let reasons = answered(by, danger, age, 0);
    let act = FileReport {
        report,
        by,
        danger,
        age,
        language: "en".into(),
        pictures: Vec::new(),
        points: points(&reasons),
        reasons: numbers(&reasons),
        contact: false,
        circumstances: Circumstances::default(),
        kept_away: Vec::new(),
        folded_into: None,
        voice: None,
        hashes: None,
        came_by: None,
        duty: None,
    };
    let token = ReceiptToken::new(node.token(TOKEN_DOMAIN, &report.0), report);
    let deed = node.deed(report.derive("act", 0), &act, Actor::PUBLIC, Purpose::Intake);
    let deed = deed.for_new(report)?.seal(SLOT_TEXT, report, TEXT.as_bytes())?.row(report, &token)?.build();
    node.enter_now(deed)?;
    Ok(())
}

/// Acts a second with so many senders, how many in all, and how many one transaction took on average.
fn ours(home: &Home, senders: u64) -> Result<(f64, u64, u64)> {
    let node = Node::open(home.config(), registry(&mut rooms())?)?;
    let (done, going) = (AtomicU64::new(0), AtomicBool::new(true));
    let began = Instant::now();
    std::thread::scope(|scope| {
        for sender in 0..senders {
            let (node, done, going) = (&node, &done, &going);
            scope.spawn(move || {
                for n in 0.. {
                    if !going.load(Ordering::Relaxed) || file(node, n, sender).is_err() {
                        return;
                    }
                    done.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        std::thread::sleep(RUN);
        going.store(false, Ordering::Relaxed);
    });
    let (acts, seconds) = (done.into_inner(), began.elapsed().as_secs_f64());
    let transactions = node.transactions().max(1);
    let batch = ((acts + transactions / 2) / transactions).max(1);
    Ok((acts as f64 / seconds, acts, batch))
}

/// Waits for the disk, in milliseconds, the shortest first.
fn disk(home: &Home) -> Result<Vec<f64>> {
    let mut file = std::fs::File::create(home.path().join("disk"))?;
    let mut waits = Vec::new();
    for _ in 0..100 {
        file.write_all(&[0; 4096])?;
        let began = Instant::now();
        file.sync_data()?;
        waits.push(began.elapsed().as_secs_f64() * 1000.0);
    }
    waits.sort_by(f64::total_cmp);
    Ok(waits)
}

/// Files so many reports, for the queue's page.
fn fill(home: &Home, reports: u64) -> Result<()> {
    let node = Node::open(home.config(), registry(&mut rooms())?)?;
    std::thread::scope(|scope| {
        let filing = |sender| {
            let node = &node;
            scope.spawn(move || (0..reports / 64).all(|n| file(node, n, sender).is_ok()))
        };
        let threads: Vec<_> = (0..64).map(filing).collect();
        let all = threads.into_iter().all(|thread| thread.join().unwrap_or(false));
        if all { Ok(()) } else { Err("the queue was not filled".into()) }
    })
}

fn acts(name: &str, home: fn() -> Home) -> Result<()> {
    for senders in [1, 8, 64, 256] {
        let from = home();
        let (rate, acts, batch) = ours(&from, senders)?;
        let [each, many] = [false, true].map(|many| bare(&from, &home(), acts, batch, many));
        let (each, many) = (each?, many?);
        println!(
            "{name:10} {senders:>8} {rate:>10.0} {batch:>8} {each:>10.0} {:>7.2} {many:>10.0} {:>7.2}",
            rate / each,
            rate / many
        );
    }
    Ok(())
}

fn http(name: &str, home: fn() -> Home) -> Result<()> {
    let (from, into) = (home(), home());
    let (_, acts, batch) = ours(&from, doors::SENDERS as u64)?;
    let beside = bare(&from, &into, acts, batch, false)?;
    for (how, rate) in [
        ("over HTTP, one process", doors::through_one_process(&home())?),
        ("over HTTP, public and core", doors::through_two_processes(&home())?),
    ] {
        let senders = doors::SENDERS;
        println!(
            "{name:10} {senders:>8} {rate:>10.0} {:>8} {beside:>10.0} {:>7.2}   {how}",
            "-",
            rate / beside
        );
    }
    Ok(())
}

fn queue(name: &str, home: fn() -> Home) -> Result<()> {
    let full = home();
    fill(&full, 100_000)?;
    let (median, most) = doors::queue_page(&full)?;
    println!(
        "{name:10} queue page at 100,000 reports, {} a second in an open loop: p50 {median:.1} ms, p99 {most:.1} ms",
        doors::PAGES_A_SECOND
    );
    Ok(())
}

fn main() -> Result<()> {
    let asked: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let named = |word: &str| asked.iter().any(|asked| asked == word);
    let wanted = |group: &[&str], word: &str| named(word) || !group.iter().any(|word| named(word));
    let (databases, parts) = (
        ["SQLite", "PostgreSQL"],
        ["acts", "http", "queue", "million", "desk", "machine", "native", "match", LONG, LARGE],
    );
    let waits = disk(&Home::sqlite())?;
    println!("disk: fdatasync p50 {:.2} ms, p99 {:.2} ms", waits[50], waits[99]);
    println!(
        "{:10} {:>8} {:>10} {:>8} {:>10} {:>7} {:>10} {:>7}",
        "database", "senders", "acts/s", "batch", "bare/s", "ratio", "bulk/s", "ratio"
    );
    for (name, home) in databases.into_iter().zip([Home::sqlite as fn() -> Home, Home::postgres]) {
        let run: [fn(&str, fn() -> Home) -> Result<()>; 10] = [
            acts,
            http,
            queue,
            million::run,
            desk::run,
            machine::run,
            machine::native,
            matching::run,
            machine::long,
            machine::large,
        ];
        for (part, run) in parts.into_iter().zip(run) {
            if wanted(&databases, name)
                && wanted(&parts, part)
                && (![LONG, LARGE].contains(&part) || named(part))
            {
                run(name, home)?;
            }
        }
    }
    Ok(())
}
