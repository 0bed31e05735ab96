//! Load on the real doors: reports from closed-loop senders, the queue's page from an open loop.

use crate::{RUN, Result, TEXT};
use face::{Catalogue, Looks};
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use store::Node;
use store::testing::Home;
use tutela::rooms::{registry, rooms};

/// How many send reports at once.
pub(crate) const SENDERS: usize = 32;
/// How many pages of the queue are asked for in a second, whatever becomes of the earlier ones.
pub(crate) const PAGES_A_SECOND: u32 = 40;
/// For how many seconds pages are asked for.
const ASKING_SECONDS: u32 = 10;

/// A demo that serves a home.
pub(crate) struct Served {
    child: Child,
    doors: serde_json::Value,
}

impl Served {
    pub(crate) fn start(home: &Home) -> Result<Served> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tutela"));
        command
            .args(["demo", "--plain", "--json", "--port", "0", "--reports", "0", "--cases", "0", "--data"])
            .arg(home.path());
        // The node keeps the name that its checkpoints are signed with.
        command.args(["--name", &home.config().name]);
        command.args(home.config().database.map(|url| format!("--database={url}")));
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let mut line = String::new();
        BufReader::new(child.stdout.take().ok_or("no output")?).read_line(&mut line)?;
        Ok(Served { child, doors: serde_json::from_str(&line)? })
    }

    /// A demo that serves what a benchmark has filled.
    pub(crate) fn filled(home: &Home) -> Result<Served> {
        // A demo takes no other node than a demo's.
        std::fs::write(home.path().join("demo"), "This node is a benchmark's.\n")?;
        Served::start(home)
    }

    /// What lets an analyst in, as a header's value.
    pub(crate) fn bearer(&self) -> Result<String> {
        let tokens = self.doors["tokens"].as_array().ok_or("no tokens")?;
        let token = tokens.iter().find(|token| token["name"] == "triage").or(tokens.first());
        let token = token.and_then(|token| token["token"].as_str()).ok_or("no token")?;
        Ok(format!("Bearer {token}"))
    }

    /// Where platforms' systems send reports, and the header's value that lets one in.
    pub(crate) fn wire(&self) -> Result<(String, String)> {
        let word = |name: &str| self.doors["cybertipline"][name].as_str().ok_or("no machine door");
        Ok((word("url")?.to_owned(), format!("Bearer {}.{}", word("user")?, word("password")?)))
    }

    /// Its process.
    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }

    pub(crate) fn url(&self, door: &str) -> Result<String> {
        Ok(self.doors[door].as_str().ok_or("a door is missing")?.to_owned())
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // Whether it ended by itself does not matter to a figure.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Reports a second that `url` takes from 32 senders.
fn reports_a_second(url: &str) -> f64 {
    let url = format!("{url}/api/reports");
    let body =
        serde_json::json!({ "text": TEXT, "by": "child", "danger": "safe", "age": "13-15" }).to_string();
    let (done, going) = (AtomicU64::new(0), AtomicBool::new(true));
    let began = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..SENDERS {
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
    done.into_inner() as f64 / began.elapsed().as_secs_f64()
}

/// Reports a second through the public process, its socket, and core.
pub(crate) fn through_two_processes(home: &Home) -> Result<f64> {
    let served = Served::start(home)?;
    Ok(reports_a_second(&served.url("public")?))
}

/// Reports a second with the public door's routes and the node in one process: what the second process costs shows beside it.
pub(crate) fn through_one_process(home: &Home) -> Result<f64> {
    let mut rooms = rooms();
    let texts = rooms.iter_mut().flat_map(|room| std::mem::take(&mut room.texts));
    let texts: Vec<face::Resource> = desk::texts::resources().into_iter().chain(texts).collect();
    let looks = Looks::new(Catalogue::new(&texts)?, "about:blank");
    let node = Arc::new(Node::open(home.config(), registry(&mut rooms)?)?);
    let asked = Arc::clone(&node);
    let ask = move |question: Vec<u8>| {
        let node = Arc::clone(&asked);
        Box::pin(async move {
            let answer = tokio::task::spawn_blocking(move || reports::core::answer(&node, &question)).await;
            answer.map_err(std::io::Error::other)
        }) as reports::door::Asking
    };
    // What is measured is the way of a report, not the pace at which the door lets it in.
    let limits = reports::door::Limits { per_second: 100_000, burst: 100_000, ..Default::default() };
    let desk_key = node.team_keys()?.of(store::team::Team::ReportsDesk);
    let door = reports::door::Door::new(Arc::new(ask), Arc::new(move || desk_key));
    let door = door.with_pace(reports::door::Pace::new(limits));
    let routes = reports::door::routes(door).layer(axum::Extension(looks));
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0"))?;
    let url = format!("http://{}", listener.local_addr()?);
    runtime.spawn(async move { axum::serve(listener, routes).await });
    let rate = reports_a_second(&url);
    runtime.shutdown_timeout(Duration::from_secs(5));
    Ok(rate)
}

/// Median and 99th percentile in milliseconds of the queue's page, counted from the moment at which it was due: who waits
/// behind a slow page counts as waiting.
pub(crate) fn queue_page(home: &Home) -> Result<(f64, f64)> {
    let served = Served::filled(home)?;
    let (url, bearer) =
        (format!("{}/lists/reports/queue?waiting=yes", served.url("staff")?), served.bearer()?);
    let all = (ASKING_SECONDS * PAGES_A_SECOND) as usize;
    let (next, began) = (AtomicUsize::new(0), Instant::now());
    let mut waits = Vec::with_capacity(all);
    std::thread::scope(|scope| -> Result<()> {
        let asking = || -> std::result::Result<Vec<f64>, String> {
            let agent = ureq::Agent::new_with_defaults();
            let mut waits = Vec::new();
            loop {
                let n = next.fetch_add(1, Ordering::Relaxed);
                if n >= all {
                    return Ok(waits);
                }
                let due = began + Duration::from_secs(1) / PAGES_A_SECOND * u32::try_from(n).unwrap_or(0);
                std::thread::sleep(due.saturating_duration_since(Instant::now()));
                let asked = agent.get(&url).header("authorization", &bearer).header("accept", "text/html");
                let mut page = asked.call().map_err(|error| error.to_string())?;
                page.body_mut().read_to_string().map_err(|error| error.to_string())?;
                waits.push(due.elapsed().as_secs_f64() * 1000.0);
            }
        };
        let threads: Vec<_> = (0..16).map(|_| scope.spawn(asking)).collect();
        for thread in threads {
            waits.extend(thread.join().map_err(|_| "a sender died")??);
        }
        Ok(())
    })?;
    waits.sort_by(f64::total_cmp);
    Ok((waits[waits.len() / 2], waits[waits.len() * 99 / 100]))
}
