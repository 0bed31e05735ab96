//! Many open addresses at fast, slow, refusing, moving, lying and silent hosts are all looked at within their hour, by so many connections
//! at once and no more, and each ends in its state.

use super::house::House;
use crate::calling::catalogue;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use store::testing::Home;
use takedown::Outreach;
use takedown::codes::AddressState;
use takedown::tables::Address;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

const HOUR_MS: i64 = 3_600_000;

/// How a host behaves.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Manner {
    /// Says at once that it is gone.
    Fast,
    /// Says the same after a while.
    Slow,
    Refusing,
    Moving,
    /// Says that it is there, whatever its page shows.
    Lying,
    /// Takes the connection and says nothing.
    Silent,
}

/// Of so many hosts, the first ones: one is silent, a few are slow.
fn manner(n: usize) -> Manner {
    match n {
        0 => Manner::Silent,
        1..=8 => Manner::Slow,
        n if n % 4 == 0 => Manner::Refusing,
        n if n % 4 == 1 => Manner::Moving,
        n if n % 4 == 2 => Manner::Lying,
        _ => Manner::Fast,
    }
}

fn state(manner: Manner) -> AddressState {
    match manner {
        Manner::Fast | Manner::Slow => AddressState::Offline,
        Manner::Refusing => AddressState::Refused,
        Manner::Moving => AddressState::Moved,
        Manner::Lying => AddressState::StillThere,
        // One look without an answer says nothing yet.
        Manner::Silent => AddressState::Noticed,
    }
}

#[derive(Default)]
struct Seen {
    now: AtomicUsize,
    most: AtomicUsize,
    asked: AtomicUsize,
}

async fn answer(mut stream: TcpStream, manner: Manner, seen: Arc<Seen>) {
    let open = seen.now.fetch_add(1, Ordering::SeqCst) + 1;
    seen.most.fetch_max(open, Ordering::SeqCst);
    let mut request = [0; 2_048];
    let n = stream.read(&mut request).await.unwrap_or(0);
    assert!(request[..n].starts_with(b"HEAD ") || n == 0, "nothing but the head is asked for");
    seen.asked.fetch_add(1, Ordering::SeqCst);
    let words = match manner {
        Manner::Fast => "410 Gone",
        Manner::Slow => {
            tokio::time::sleep(Duration::from_millis(150)).await;
            "404 Not Found"
        }
        Manner::Refusing => "403 No",
        Manner::Moving => "302 Found\r\nlocation: https://elsewhere.example/moved",
        Manner::Lying => "200 OK",
        Manner::Silent => {
            // Until whoever asked goes away.
            drop(stream.read(&mut request).await);
            seen.now.fetch_sub(1, Ordering::SeqCst);
            return;
        }
    };
    seen.now.fetch_sub(1, Ordering::SeqCst);
    let text = format!("HTTP/1.1 {words}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    drop(stream.write_all(text.as_bytes()).await);
}

async fn host(listener: TcpListener, manner: Manner, seen: Arc<Seen>) {
    while let Ok((stream, _)) = listener.accept().await {
        tokio::spawn(answer(stream, manner, Arc::clone(&seen)));
    }
}

/// The most memory that this process had, in MiB.
fn most_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("0");
    line.split_whitespace().next().and_then(|text| text.parse::<u64>().ok()).unwrap_or(0) / 1_024
}

fn setting(name: &str, else_: usize) -> usize {
    std::env::var(name).ok().map_or(else_, |text| text.parse().unwrap())
}

#[test]
fn many_open_addresses_are_looked_at_within_their_hour_and_budget() {
    let (count, hosts) = (setting("TUTELA_TAKEDOWN_ADDRESSES", 1_200), setting("TUTELA_TAKEDOWN_HOSTS", 40));
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let seen = Arc::new(Seen::default());
    let names: Vec<String> = (0..hosts)
        .map(|n| {
            let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
            let name = listener.local_addr().unwrap().to_string();
            runtime.spawn(host(listener, manner(n), Arc::clone(&seen)));
            name
        })
        .collect();
    let home = Home::sqlite();
    let house = House::open(&home);
    // The silent host has a few addresses: each costs the whole patience.
    let silent = 5;
    let of = |n: usize| if n < silent { 0 } else { 1 + n % (hosts - 1) };
    let urls: Vec<String> = (0..count).map(|n| format!("http://{}/{n}", names[of(n)])).collect();
    let wanted: BTreeMap<_, _> =
        house.noticed(&urls).into_iter().zip((0..count).map(|n| manner(of(n)))).collect();
    let before = most_memory();
    house.later(HOUR_MS + 60_000);
    let budget = 32;
    let settings =
        takedown::Settings { at_once: budget, patience: Duration::from_secs(3), ..house.settings() };
    let begun = Instant::now();
    let outreach = Outreach::start(&house.node, &catalogue(), settings);
    let open = || {
        let sql = "SELECT COUNT(*) FROM takedown_address WHERE checked_at = 0";
        let rows = house.node.read(|database| database.rows(sql, Vec::new())).unwrap();
        matches!(rows[0][0], kernel::Value::Integer(0))
    };
    house.until("an end of looking", 3_600, open);
    let took = begun.elapsed();
    outreach.stop();
    let (most, asked) = (seen.most.load(Ordering::SeqCst), seen.asked.load(Ordering::SeqCst));
    println!(
        "proof: {count} open addresses of {hosts} hosts looked at in {} s of 3,600, {asked} requests, {most} of {budget} connections at once, {} MiB at most ({before} MiB before)",
        took.as_secs(),
        most_memory()
    );
    assert!(most <= budget, "{most} connections at once");
    assert!(asked >= count, "each was asked for");
    for row in house.rows::<Address>() {
        assert_eq!(row.address_state, state(wanted[&row.address]), "{}", row.http_status);
    }
}
