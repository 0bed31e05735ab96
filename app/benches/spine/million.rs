//! A journal of a million entries: what the process takes of memory while it grows, and how fast verify goes through it at each
//! depth, beside a bare walk that reads and hashes the same entries and does nothing else.

use crate::{Result, file};
use kernel::entry::leaf_hash;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use store::Node;
use store::testing::Home;
use store::verify::{Against, Depth, on_node, verify};
use tutela::rooms::{registry, rooms};

/// How many acts, unless `TUTELA_BENCH_ACTS` says otherwise.
const ACTS: u64 = 1_000_000;
/// Senders that enter them.
const SENDERS: u64 = 64;
/// How often memory is read on the way.
const STEPS: u64 = 10;

fn acts() -> Result<u64> {
    std::env::var("TUTELA_BENCH_ACTS").map_or(Ok(ACTS), |text| Ok(text.parse()?))
}

/// What a process holds in memory, in MiB.
pub(crate) fn resident_of(process: &str) -> Result<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no VmRSS")?;
    let kib: u64 = line.trim().trim_end_matches(" kB").parse()?;
    Ok(kib / 1024)
}

fn resident() -> Result<u64> {
    resident_of("self")
}

/// Enters the acts; answers memory after each step.
fn grown(home: &Home, acts: u64) -> Result<Vec<u64>> {
    let step = acts.div_ceil(STEPS).max(1);
    let node = Node::open(home.config(), registry(&mut rooms())?)?;
    let next = AtomicU64::new(0);
    let mut memory = Vec::new();
    std::thread::scope(|scope| -> Result<()> {
        let sending = |_| {
            let (node, next) = (&node, &next);
            scope.spawn(move || {
                loop {
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    if n >= acts || file(node, n, 0).is_err() {
                        return n >= acts;
                    }
                }
            })
        };
        let threads: Vec<_> = (0..SENDERS).map(sending).collect();
        while (memory.len() as u64) < acts / step {
            if next.load(Ordering::Relaxed) >= (memory.len() as u64 + 1) * step {
                memory.push(resident()?);
            }
            if threads.iter().all(|thread| thread.is_finished()) && next.load(Ordering::Relaxed) < acts {
                return Err("the senders stopped short".into());
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        let all = threads.into_iter().all(|thread| thread.join().unwrap_or(false));
        if all { Ok(()) } else { Err("not every act was entered".into()) }
    })?;
    node.stop();
    Ok(memory)
}

/// Entries a second that a bare walk reads and hashes.
fn bare(home: &Home) -> Result<f64> {
    let began = Instant::now();
    let (mut entries, mut last) = (0_u64, kernel::Hash::of(&[]));
    on_node(&home.config(), |database| -> Result<()> {
        let ask = store::Statement::new("SELECT bytes FROM entry ORDER BY seq", Vec::new());
        database.each(&ask, &mut |row| {
            if let Some(kernel::Value::Bytes(bytes)) = row.first() {
                last = leaf_hash(bytes);
                entries += 1;
            }
            true
        })?;
        Ok(())
    })?;
    std::hint::black_box(last);
    Ok(entries as f64 / began.elapsed().as_secs_f64())
}

pub(crate) fn run(name: &str, home: fn() -> Home) -> Result<()> {
    let home = home();
    let began = Instant::now();
    let acts = acts()?;
    let memory = grown(&home, acts)?;
    let seconds = began.elapsed().as_secs_f64();
    let mib: Vec<String> = memory.iter().map(ToString::to_string).collect();
    println!("{name:10} {acts} acts in {seconds:.0} s; resident MiB after each tenth: {}", mib.join(" "));
    let beside = bare(&home)?;
    println!("{name:10} a bare walk reads and hashes {beside:.0} entries/s");
    let verifier = {
        let node = Node::open(home.config(), registry(&mut rooms())?)?;
        let verifier = node.verifier().clone();
        node.stop();
        verifier
    };
    for (depth, floor) in [(Depth::Chain, 250_000), (Depth::Tables, 50_000), (Depth::Everything, 25_000)] {
        let registry = registry(&mut rooms())?;
        let began = Instant::now();
        let against = Against { verifier: &verifier, kept: None, depth };
        let found = on_node(&home.config(), |database| verify(database, &registry, &against, &mut |_| {}))?;
        if !found.findings.is_empty() {
            return Err(format!("verify finds: {:?}", found.findings.first()).into());
        }
        let rate = found.entries as f64 / began.elapsed().as_secs_f64();
        println!(
            "{name:10} verify of {} entries, {depth:?}: {rate:.0} entries/s (floor {floor}), {:.2} of the bare walk, {} MiB resident",
            found.entries,
            rate / beside,
            resident()?
        );
    }
    Ok(())
}
