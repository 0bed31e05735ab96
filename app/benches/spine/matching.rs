//! The match service: a million random hashes in one list, asked at `/m/lookup` over HTTP with kept connections from two threads of this
//! process, each request with its token and its trace; half of the hashes that are asked are near a listed one. First as fast as it goes,
//! then in an open loop at half of that, where an answer's time counts from when its question was due.

use crate::{Result, disk};
use access::codes::Environment;
use access::machine_keys::open_machine_key;
use desk::Desk;
use facts::unit::UnitKind;
use kernel::codes::Country;
use kernel::{Act, Actor, Id, Outcome, Purpose, Role};
use known_material::acts::CreateList;
use known_material::codes::{ListPurpose, ListVisible};
use known_material::service::acts::{LetMatch, SetMatchQuota};
use known_material::service::{check_look_ups, keep, routes};
use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Cursor, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::Node;
use store::testing::Home;
use tutela::rooms::{registry, rooms};

/// How many hashes are listed.
const LISTED: usize = 1_000_000;
/// How many threads ask.
const ASKING: usize = 2;
/// How long each run lasts.
const RUN: Duration = Duration::from_secs(10);
const LIST: Id = Id([9; 16]);
const UNIT: Id = Id([200; 16]);

/// Bits from a seed (SplitMix64).
struct Dice(u64);

impl Dice {
    fn word(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn hash(&mut self) -> [u64; 4] {
        std::array::from_fn(|_| self.word())
    }
}

fn text(hash: [u64; 4]) -> String {
    hash.map(|word| format!("{word:016x}")).concat()
}

fn enter<A: Act>(node: &Node, act: &A, role: Role) -> Result<()> {
    let by = Actor { id: Id([7; 16]), role, unit: UNIT };
    let deed = node.deed(node.new_id()?, act, by, Purpose::Triage).build();
    match node.enter_now(deed)?.outcome {
        Outcome::Entered { .. } => Ok(()),
        outcome => Err(format!("not entered: {outcome:?}").into()),
    }
}

/// Lists a million hashes; tells the bearer token of a key that may ask them.
fn filled(node: &Node, listed: &[[u64; 4]]) -> Result<String> {
    access::add_unit(node, UNIT, "hotline", UnitKind::Hotline)?;
    let country = Country::from_alpha2("FR")?;
    let (name, purpose) = ("Random hashes".to_owned(), ListPurpose::Recognise);
    let (visible, organisation) = (ListVisible::default(), String::new());
    let list = CreateList {
        list: LIST,
        name,
        country,
        grade_scheme: 1,
        max_distance: 31,
        purpose,
        visible,
        organisation,
    };
    enter(node, &list, Role::Analyst)?;
    let mut csv = String::from("pdq,grade\n");
    listed.iter().try_for_each(|hash| writeln!(csv, "{},baseline", text(*hash)))?;
    let by = Actor { id: Id([7; 16]), role: Role::Analyst, unit: UNIT };
    known_material::import(node, by, Purpose::Triage, LIST, node.new_id()?, Cursor::new(csv), &mut |_| {})?;
    let administrator = Actor { role: Role::Administrator, ..by };
    let key = open_machine_key(node, administrator, "bench", UNIT, Environment::Production, Desk::now())?;
    enter(node, &LetMatch { list: LIST, asker: key.key }, Role::Analyst)?;
    enter(node, &SetMatchQuota { asker: key.key, a_minute: 100_000_000 }, Role::Administrator)?;
    Ok(format!("{}.{}", key.name, key.secret))
}

/// A kept connection.
struct Line {
    stream: TcpStream,
    told: BufReader<TcpStream>,
    head: String,
    body: Vec<u8>,
}

impl Line {
    fn to(door: SocketAddr, token: &str) -> Result<Line> {
        let stream = TcpStream::connect(door)?;
        stream.set_nodelay(true)?;
        let told = BufReader::new(stream.try_clone()?);
        let head = format!(" HTTP/1.1\r\nhost: door\r\nauthorization: Bearer {token}\r\n\r\n");
        Ok(Line { stream, told, head, body: Vec::new() })
    }

    /// Asks; whether something matched.
    fn ask(&mut self, hash: &str) -> Result<bool> {
        let request = format!("GET /m/lookup?signal_type=pdq&signal={hash}{}", self.head);
        self.stream.write_all(request.as_bytes())?;
        let (mut line, mut length, mut first) = (String::new(), 0, true);
        loop {
            line.clear();
            self.told.read_line(&mut line)?;
            if first && !line.starts_with("HTTP/1.1 200") {
                return Err(format!("answered with {line}").into());
            }
            first = false;
            if let Some(bytes) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = bytes.trim().parse()?;
            }
            if line == "\r\n" {
                break;
            }
        }
        self.body.resize(length, 0);
        self.told.read_exact(&mut self.body)?;
        Ok(self.body.len() > 2)
    }
}

/// What a run saw: how many a second, how many of them matched, and how long each took in ms, the shortest first.
struct Run {
    a_second: f64,
    asked: usize,
    matched: usize,
    waits: Vec<f64>,
}

impl Run {
    fn at(&self, percent: usize) -> f64 {
        let at = (self.waits.len() * percent / 100).min(self.waits.len().saturating_sub(1));
        self.waits.get(at).copied().unwrap_or_default()
    }
}

/// Asks from all threads: as fast as it goes, or so many a second.
fn asked(door: SocketAddr, token: &str, listed: &Arc<Vec<[u64; 4]>>, pace: Option<f64>) -> Result<Run> {
    let began = Instant::now();
    let threads = (0..ASKING as u64).map(|thread| {
        let (token, listed) = (token.to_owned(), Arc::clone(listed));
        std::thread::spawn(move || {
            one(door, &token, &listed, thread, pace).map_err(|error| error.to_string())
        })
    });
    let threads: Vec<_> = threads.collect();
    let (mut waits, mut matched) = (Vec::new(), 0);
    for thread in threads {
        let (some, hits) = thread.join().map_err(|_| "a thread that asks failed")??;
        waits.extend(some);
        matched += hits;
    }
    waits.sort_by(f64::total_cmp);
    Ok(Run {
        a_second: waits.len() as f64 / began.elapsed().as_secs_f64(),
        asked: waits.len(),
        matched,
        waits,
    })
}

fn one(
    door: SocketAddr,
    token: &str,
    listed: &[[u64; 4]],
    thread: u64,
    pace: Option<f64>,
) -> Result<(Vec<f64>, usize)> {
    let mut line = Line::to(door, token)?;
    let mut dice = Dice(77 + thread);
    let (mut waits, mut matched, began) = (Vec::new(), 0, Instant::now());
    for n in 0_u32.. {
        let mut hash = listed[usize::try_from(dice.word() % listed.len() as u64)?];
        if n.is_multiple_of(2) {
            for _ in 0..dice.word() % 31 {
                let [word, bit, ..] = dice.word().to_be_bytes();
                hash[usize::from(word % 4)] ^= 1 << (bit % 64);
            }
        } else {
            hash = dice.hash();
        }
        let due = match pace {
            Some(pace) => began + Duration::from_secs_f64(f64::from(n) * ASKING as f64 / pace),
            None => Instant::now(),
        };
        if due.duration_since(began) > RUN {
            break;
        }
        while let Some(left) = due.checked_duration_since(Instant::now()).filter(|left| !left.is_zero()) {
            std::thread::sleep(left);
        }
        matched += usize::from(line.ask(&text(hash))?);
        waits.push(due.elapsed().as_secs_f64() * 1000.0);
    }
    Ok((waits, matched))
}

/// `-- "SQLite match"`.
pub(crate) fn run(name: &str, home: fn() -> Home) -> Result<()> {
    let home = home();
    let mut all = rooms();
    let registry = registry(&mut all)?;
    let node = Arc::new(Node::open(home.config(), registry)?);
    let mut dice = Dice(1);
    let listed: Arc<Vec<[u64; 4]>> = Arc::new((0..LISTED).map(|_| dice.hash()).collect());
    let began = Instant::now();
    let token = filled(&node, &listed)?;
    println!("{name:10} match: {LISTED} hashes listed in {:.0} s", began.elapsed().as_secs_f64());
    let mut texts = desk::texts::resources();
    texts.extend(all.iter_mut().flat_map(|room| std::mem::take(&mut room.texts)));
    let desk = Desk::new(
        Arc::clone(&node),
        face::Looks::new(face::Catalogue::new(&texts)?, "about:blank"),
        &mut all,
    );
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0"))?;
    let door = listener.local_addr()?;
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let keeping = runtime.spawn(keep(desk.clone(), async { drop(stopped.await) }));
    runtime.spawn(std::future::IntoFuture::into_future(axum::serve(listener, routes(desk))));
    let began = Instant::now();
    while Line::to(door, &token)?.ask(&text(listed[0])).is_err() {
        std::thread::sleep(Duration::from_millis(20));
    }
    println!("{name:10} match: held in memory after {:.1} s", began.elapsed().as_secs_f64());
    let fast = asked(door, &token, &listed, None)?;
    let paced = asked(door, &token, &listed, Some(fast.a_second / 2.0))?;
    for (how, run) in [("as fast as it goes", &fast), ("open loop at half of that", &paced)] {
        let (p50, p99) = (run.at(50), run.at(99));
        println!(
            "{name:10} match, {how}: {:.0}/s, p50 {p50:.3} ms, p99 {p99:.3} ms; {} of {} matched",
            run.a_second, run.matched, run.asked
        );
    }
    drop(stop);
    runtime.block_on(keeping)?;
    let checked = check_look_ups(&node, Desk::now())?;
    let waits = disk(&home)?;
    println!(
        "{name:10} match: {} look-ups under {} digests, {} wrong; fdatasync p99 {:.2} ms in this place",
        checked.look_ups,
        checked.digests,
        checked.wrong.len(),
        waits[99]
    );
    runtime.shutdown_background();
    Ok(())
}
