//! Durable reports a second beside a bare insert of the same rows: same bytes, tables, indexes, key rows and batches.
//!
//! `TUTELA_TEST_POSTGRES=... cargo bench -p tutela --bench spine` prints a table; the ratio is what counts, since disks differ.

use kernel::codes::{AgeBand, DangerAnswer, ReportingPerson};
use kernel::{Actor, Class, Id, Purpose, Table, Value};
use reports::acts::{FileReport, SLOT_TEXT};
use reports::priority::{answered, numbers, points};
use reports::sealed::{ReceiptToken, TOKEN_DOMAIN};
use std::error::Error;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};
use store::database::{SEAL_COLUMNS, TableSql, declaration, quoted};
use store::testing::Home;
use store::{Database, Node, Statement};
use tutela::rooms::{registry, rooms};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

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
    let batch = acts.div_ceil(node.transactions().max(1));
    Ok((acts as f64 / seconds, acts, batch))
}

fn connect(home: &Home, tokio: &tokio::runtime::Runtime) -> Result<Box<dyn Database>> {
    Ok(match home.config().database {
        None => Box::new(store::sqlite::Sqlite::open(&home.path().join("tutela.db"))?),
        Some(url) => Box::new(store::postgres::Postgres::connect(&url, tokio.handle())?),
    })
}

fn columns(table: &Table) -> String {
    let own = table.columns.iter().map(|column| quoted(column.name));
    let seal = SEAL_COLUMNS.iter().map(|(name, _)| quoted(name)).filter(|_| table.class == Class::Sealed);
    own.chain(seal).collect::<Vec<_>>().join(", ")
}

/// Inserts the same rows as fast as the database alone can, in transactions of the same size, with the same key rows.
fn bare(from: &Home, into: &Home, acts: u64, batch: u64, tokio: &tokio::runtime::Runtime) -> Result<f64> {
    let house = registry(&mut rooms())?;
    let tables = store::world::main_tables(&house);
    let mut source = connect(from, tokio)?;
    let mut target = connect(into, tokio)?;
    let ddl: String = tables.iter().map(|table| declaration(table, target.dialect())).collect();
    target.declare(&ddl)?;
    let mut rows = Vec::new();
    for table in &tables {
        let all = source.rows(&format!("SELECT {} FROM {}", columns(table), table.name), Vec::new())?;
        if all.len() as u64 >= acts {
            rows.push((TableSql::of(table).put, all));
        }
    }
    drop(source);
    let mut keys = store::sqlite::Sqlite::open(&into.path().join("keys.db"))?;
    keys.declare("CREATE TABLE wrapped_key (id BLOB NOT NULL PRIMARY KEY, wrapped BLOB NOT NULL) STRICT, WITHOUT ROWID;")?;
    let size = batch.max(1);
    let statement = |sql: &'static str| Statement::new(sql, Vec::new());
    let began = Instant::now();
    for first in (0..acts).step_by(usize::try_from(size)?) {
        let last = (first + size).min(acts);
        if first / 2048 != last / 2048 || first == 0 {
            let mut all = vec![statement("BEGIN")];
            for n in 0..2048_u64 {
                let id = Id(u128::from(first << 16 | n).to_be_bytes()).derive("key", 0);
                let row = vec![Value::Bytes(id.0.to_vec()), Value::Bytes(vec![7; 72])];
                all.push(Statement::new("INSERT INTO wrapped_key (id, wrapped) VALUES ($1, $2)", row));
            }
            all.push(statement("COMMIT"));
            keys.run(&all)?;
        }
        let mut all = vec![statement("BEGIN")];
        for (put, table) in &rows {
            let part = |n: u64| usize::try_from(n * table.len() as u64 / acts);
            all.extend(
                table[part(first)?..part(last)?].iter().map(|row| Statement::new(put.clone(), row.clone())),
            );
        }
        all.push(statement("COMMIT"));
        target.run(&all)?;
    }
    Ok(acts as f64 / began.elapsed().as_secs_f64())
}

/// The fastest single wait for the disk out of many, and the median, in milliseconds.
fn disk(home: &Home) -> Result<f64> {
    let mut file = std::fs::File::create(home.path().join("disk"))?;
    let mut waits = Vec::new();
    for _ in 0..100 {
        file.write_all(&[0; 4096])?;
        let began = Instant::now();
        file.sync_data()?;
        waits.push(began.elapsed().as_secs_f64() * 1000.0);
    }
    waits.sort_by(f64::total_cmp);
    Ok(waits[50])
}

struct Served(Child);

impl Drop for Served {
    fn drop(&mut self) {
        // Whether it ended by itself does not matter to a figure.
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// Reports a second over HTTP through the public process and core, 32 senders.
fn through_the_door(home: &Home) -> Result<f64> {
    let config = home.config();
    let mut command = Command::new(env!("CARGO_BIN_EXE_tutela"));
    command
        .args(["demo", "--json", "--port", "0", "--reports", "0", "--cases", "0", "--data"])
        .arg(home.path());
    command.args(config.database.map(|url| format!("--database={url}")));
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
    let mut line = String::new();
    BufReader::new(child.stdout.take().ok_or("no output")?).read_line(&mut line)?;
    let _served = Served(child);
    let doors: serde_json::Value = serde_json::from_str(&line)?;
    let url = format!("{}/api/reports", doors["public"].as_str().ok_or("no public door")?);
    let body =
        serde_json::json!({ "text": TEXT, "by": "child", "danger": "safe", "age": "13-15" }).to_string();
    let (done, going) = (AtomicU64::new(0), AtomicBool::new(true));
    let began = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..32 {
            let (url, body, done, going) = (&url, &body, &done, &going);
            scope.spawn(move || {
                let agent = ureq::Agent::new_with_defaults();
                while going.load(Ordering::Relaxed) {
                    let sent = agent
                        .post(url.as_str())
                        .header("content-type", "application/json")
                        .send(body.as_str());
                    let Ok(mut answer) = sent else { return };
                    if answer.body_mut().read_to_string().is_err() {
                        return;
                    }
                    done.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        std::thread::sleep(RUN);
        going.store(false, Ordering::Relaxed);
    });
    Ok(done.into_inner() as f64 / began.elapsed().as_secs_f64())
}

fn main() -> Result<()> {
    let tokio = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    println!("disk: median fdatasync {:.2} ms", disk(&Home::sqlite())?);
    println!(
        "{:10} {:>8} {:>10} {:>8} {:>10} {:>7}",
        "database", "senders", "acts/s", "batch", "bare/s", "ratio"
    );
    for (name, home) in [("SQLite", Home::sqlite as fn() -> Home), ("PostgreSQL", Home::postgres)] {
        let mut last = 0.0;
        for senders in [1, 8, 64] {
            let (from, into) = (home(), home());
            let (rate, acts, batch) = ours(&from, senders)?;
            let beside = bare(&from, &into, acts, batch, &tokio)?;
            println!("{name:10} {senders:>8} {rate:>10.0} {batch:>8} {beside:>10.0} {:>7.2}", rate / beside);
            last = beside;
        }
        let rate = through_the_door(&home())?;
        println!(
            "{name:10} {:>8} {rate:>10.0} {:>8} {last:>10.0} {:>7.2}   over HTTP, public and core",
            32,
            "-",
            rate / last
        );
    }
    Ok(())
}
