//! `core`: the process that holds the keys. Staff pages and API on one address, the socket for `public`, the workers.

use crate::doors::{health, serving, socket};
use crate::fault::Fault;
use crate::metrics::{FailedSignIns, counted};
use crate::rooms::{registry, rooms, routes};
use axum::Router;
use desk::{Desk, Routes, Worker};
use face::{Catalogue, Looks, Resource};
use known_material::MatchWorker;
use std::future::IntoFuture;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use store::{Duty, Node, NodeConfig, Post};
use tokio::net::TcpListener;
use tokio::sync::oneshot::Receiver;

/// How long a request may take.
const PATIENCE: Duration = Duration::from_secs(120);
/// The largest request body: a hash list's import.
const MOST_BODY: usize = 64 * 1024 * 1024;

/// How often the workers look whether the journal has grown.
const GLANCE: Duration = Duration::from_millis(20);
/// How long they wait after a fault before they try again.
const AFTER_FAULT: Duration = Duration::from_secs(1);

/// A node with all its rooms, before any door is open.
pub(crate) struct House {
    pub(crate) node: Arc<Node>,
    pub(crate) desk: Desk,
    /// Counts sign-ins that the staff door refuses.
    pub(crate) failed: FailedSignIns,
    pages: Routes,
    workers: Vec<Worker>,
    daily: Vec<Worker>,
}

/// What tells the demo's own data directory from a real node's: a file of this name.
pub(crate) const DEMO_MARKER: &str = "demo";
/// The line of that file with which a demo shows the pseudo-language. A real node has no such file.
pub(crate) const PSEUDO_LINE: &str = "It speaks the pseudo-language.";

/// The texts of desk and rooms.
pub(crate) fn catalogue(texts: impl IntoIterator<Item = Resource>) -> Result<Catalogue, Fault> {
    let all: Vec<Resource> = desk::texts::resources().into_iter().chain(texts).collect();
    Ok(Catalogue::new(&all)?)
}

/// The same, or the pseudo-language in the place of all of them.
fn catalogue_or_pseudo(
    texts: impl IntoIterator<Item = Resource>,
    is_pseudo: bool,
) -> Result<Catalogue, Fault> {
    if !is_pseudo {
        return catalogue(texts);
    }
    let all: Vec<Resource> = desk::texts::resources().into_iter().chain(texts).collect();
    Ok(Catalogue::pseudo(&all)?)
}

/// The texts of the public door of this data directory: those of a demo may be the pseudo-language.
pub(crate) fn catalogue_of(
    data: &Path,
    texts: impl IntoIterator<Item = Resource>,
) -> Result<Catalogue, Fault> {
    let marker = std::fs::read_to_string(data.join(DEMO_MARKER)).unwrap_or_default();
    catalogue_or_pseudo(texts, marker.lines().any(|line| line == PSEUDO_LINE))
}

impl House {
    /// Opens a node with all rooms.
    ///
    /// # Errors
    /// [`Fault`] says what is in the way.
    pub(crate) fn open(config: NodeConfig, exit: &str) -> Result<House, Fault> {
        House::open_demo(config, exit, Box::new(Desk::now), false)
    }

    /// As [`House::open`], with another clock, since the demo's State has a past, and maybe in the pseudo-language.
    ///
    /// # Errors
    /// [`Fault`].
    pub(crate) fn open_demo(
        config: NodeConfig,
        exit: &str,
        clock: Box<dyn Fn() -> kernel::Instant + Send>,
        is_pseudo: bool,
    ) -> Result<House, Fault> {
        House::with_node(exit, is_pseudo, |registry| Node::open_with_clock(config, registry, clock))
    }

    /// Opens a node beside other processes that do so: as its writer, or standing by.
    ///
    /// # Errors
    /// [`Fault`].
    pub(crate) fn open_beside_others(config: NodeConfig, exit: &str) -> Result<House, Fault> {
        House::with_node(exit, false, |registry| {
            Node::open_beside_others(config, registry, Box::new(Desk::now))
        })
    }

    /// Opens a node beside processes that serve it, never as its writer.
    ///
    /// # Errors
    /// [`Fault`].
    pub(crate) fn open_following(config: NodeConfig, exit: &str) -> Result<House, Fault> {
        House::with_node(exit, false, |registry| Node::open_following(config, registry, Box::new(Desk::now)))
    }

    fn with_node(
        exit: &str,
        is_pseudo: bool,
        open: impl FnOnce(kernel::Registry) -> Result<Node, store::OpenFault>,
    ) -> Result<House, Fault> {
        let mut rooms = rooms();
        let texts: Vec<Resource> =
            rooms.iter_mut().flat_map(|room| std::mem::take(&mut room.texts)).collect();
        let node = Arc::new(open(registry(&mut rooms)?)?);
        let looks = Looks::new(catalogue_or_pseudo(texts, is_pseudo)?, exit);
        let desk = Desk::new(Arc::clone(&node), looks, &mut rooms);
        let daily = rooms.iter().flat_map(|room| room.daily.iter().copied()).collect();
        let workers = rooms.iter().flat_map(|room| room.workers.iter().copied()).collect();
        let pages = routes(rooms);
        Ok(House { node, desk, failed: FailedSignIns::default(), pages, workers, daily })
    }

    /// The staff door.
    pub(crate) fn staff(&self) -> Router {
        let routes = desk::door(&self.desk, self.pages.clone())
            .layer(axum::extract::DefaultBodyLimit::max(MOST_BODY))
            .layer(tower_http::timeout::TimeoutLayer::with_status_code(
                axum::http::StatusCode::SERVICE_UNAVAILABLE,
                PATIENCE,
            ));
        // The time limit refuses too: its answer gets words like every other.
        let door = counted(desk::dressed(&self.desk, routes), &self.failed)
            .layer(serving::compressed())
            .layer(axum::middleware::from_fn(crate::log::answered));
        // In this order: of two routers the second one's answer to unknown addresses is kept, with its words.
        health::of_core(&self.node).merge(door)
    }
}

/// What `public` needs and `core` writes out for it.
pub(crate) fn public_directory(data: &Path) -> PathBuf {
    data.join("public")
}

/// The socket's place.
pub(crate) fn socket_path(data: &Path) -> PathBuf {
    data.join("core.sock")
}

/// The file of the public halves that `public` seals to.
pub(crate) fn team_keys_path(data: &Path) -> PathBuf {
    public_directory(data).join("team-keys.json")
}

/// Writes out what `public` may know: the keys to seal to, the published statistics, and the organisation's own words.
pub(crate) fn write_out(node: &Node) -> Result<(), Fault> {
    let data = &node.config().data;
    let directory = public_directory(data);
    std::fs::create_dir_all(&directory).map_err(Fault::file(&directory))?;
    let (file, keys) = (team_keys_path(data), node.team_keys()?.to_text());
    // A public door reads the file again when another takes its place.
    if std::fs::read(&file).ok().as_deref() != Some(keys.as_bytes()) {
        put_whole(&file, keys.as_bytes())?;
    }
    for file in demand_map::write_out(node)? {
        put_whole(&directory.join(&file.name), &file.bytes)?;
    }
    put_whole(&directory.join(reports::wording::FILE), &reports::wording::write_out(node)?)
}

/// Readers see the old file or the new one, never half of one; two processes that write it never meet.
fn put_whole(file: &Path, bytes: &[u8]) -> Result<(), Fault> {
    let fresh = file.with_extension(format!("{}.new", std::process::id()));
    std::fs::write(&fresh, bytes).map_err(Fault::file(&fresh))?;
    std::fs::rename(&fresh, file).map_err(Fault::file(file))
}

/// Carries out what rooms do beside the writer, whenever the journal grows and every minute; once an hour, too, what the day
/// brings.
fn work(node: &Arc<Node>, workers: &[Worker], daily: &[Worker], going: &AtomicBool) {
    let mut matching = MatchWorker::default();
    let begun = std::time::Instant::now();
    let minute = || begun.elapsed().as_secs() / 60;
    let mut looked = None;
    rounds(
        || (!node.is_standby()).then(|| (*node.grown().borrow(), minute())),
        going,
        || {
            let now = minute() / 60;
            let mut is_done = round(node, workers, &mut matching);
            if looked != Some(now) {
                looked = each(node, daily).then_some(now);
                is_done &= looked.is_some();
                // The daily work may have replaced keys that public doors seal to.
                is_done &= is_written_out(node);
            }
            is_done
        },
    );
}

/// Calls each worker; a fault or a defect in one keeps no other from its work. True when none had one.
fn each(node: &Node, workers: &[Worker]) -> bool {
    let mut is_done = true;
    for worker in workers {
        match desk::unless_it_panics(|| worker(node)) {
            Some(Ok(_)) => continue,
            Some(Err(fault)) => tracing::error!(%fault, "a worker stopped short; it is tried again"),
            None => tracing::error!("a worker has a defect; it is tried again"),
        }
        is_done = false;
    }
    is_done
}

/// Calls `round` whenever the journal has grown, and again, after a pause, until it has done everything. While `grown` is
/// none, another process does this work.
fn rounds<T: PartialEq + Copy>(
    grown: impl Fn() -> Option<T>,
    going: &AtomicBool,
    mut round: impl FnMut() -> bool,
) {
    let mut done = None;
    while going.load(Ordering::Relaxed) {
        let Some(now) = grown() else {
            done = None;
            std::thread::sleep(GLANCE);
            continue;
        };
        if done == Some(now) {
            std::thread::sleep(GLANCE);
        } else if round() {
            done = Some(now);
        } else {
            pause(going);
        }
    }
}

/// Waits after a fault, but not for a node that stops.
fn pause(going: &AtomicBool) {
    let mut left = AFTER_FAULT;
    while going.load(Ordering::Relaxed) && !left.is_zero() {
        std::thread::sleep(GLANCE);
        left = left.saturating_sub(GLANCE);
    }
}

/// Does everything once; a fault in one thing keeps no other from being done. True when nothing is left.
fn round(node: &Node, workers: &[Worker], matching: &mut MatchWorker) -> bool {
    let mut is_done = true;
    match desk::unless_it_panics(|| matching.work(node)) {
        Some(Ok(_)) => {}
        Some(Err(fault)) => {
            tracing::error!(%fault, "matching stopped short; it is tried again");
            is_done = false;
        }
        None => {
            tracing::error!("matching has a defect; it is tried again, and the index is read anew");
            *matching = MatchWorker::default();
            is_done = false;
        }
    }
    is_done &= each(node, workers);
    is_done & is_written_out(node)
}

/// Writes out what `public` may know; false when that is to be tried again.
fn is_written_out(node: &Node) -> bool {
    let written = write_out(node);
    if let Err(fault) = &written {
        tracing::error!(%fault, "what the public door shows was not written out; it is tried again");
    }
    written.is_ok()
}

/// Ends when this process has that duty; never, once its writer has ended.
pub(crate) async fn has_duty(post: &mut tokio::sync::watch::Receiver<Post>, duty: Duty) {
    if post.wait_for(|post| post.duty == duty).await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// Answers at the socket for public doors: the writer does, of all processes that serve a node.
async fn answer_the_public_door(node: Arc<Node>, socket: PathBuf) {
    let mut post = node.post();
    loop {
        has_duty(&mut post, Duty::Writer).await;
        let asked = Arc::clone(&node);
        let answer = move |question: Vec<u8>| {
            let node = Arc::clone(&asked);
            async move {
                let answered =
                    tokio::task::spawn_blocking(move || reports::core::answer(&node, &question)).await;
                answered.unwrap_or_default()
            }
        };
        tokio::select! {
            done = socket::serve(&socket, answer) => {
                if let Err(error) = done {
                    tracing::error!(%error, "the socket for the public door is closed");
                }
                return;
            }
            () = has_duty(&mut post, Duty::Standby) => {}
        }
    }
}

/// Serves a house until `stop` comes, then finishes what is under way.
///
/// # Errors
/// [`Fault`] when an address or the socket cannot be had.
pub(crate) async fn serve(
    house: House,
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), Fault> {
    let node = Arc::clone(&house.node);
    let data = node.config().data.clone();
    let going = Arc::new(AtomicBool::new(true));
    let (working, worker_node) = (Arc::clone(&going), Arc::clone(&node));
    let (workers, daily) = (house.workers.clone(), house.daily.clone());
    let works = move || work(&worker_node, &workers, &daily, &working);
    let goes_on = Arc::clone(&going);
    let worker = std::thread::spawn(move || desk::until_it_ends(|| goes_on.load(Ordering::Relaxed), works));
    let door = tokio::spawn(answer_the_public_door(Arc::clone(&node), socket_path(&data)));
    let staff = house.staff().into_make_service_with_connect_info::<SocketAddr>();
    let talking = Arc::clone(&node);
    let stop = async move {
        stop.await;
        reports::closing(&talking);
    };
    let served = |told: Receiver<()>| {
        axum::serve(listener, staff).with_graceful_shutdown(async { drop(told.await) }).into_future()
    };
    let done = serving::until(served, stop).await.map_err(|error| Fault::File("staff door".into(), error));
    door.abort();
    going.store(false, Ordering::Relaxed);
    drop(worker.join());
    tokio::task::spawn_blocking(move || node.stop()).await.unwrap_or_default();
    done
}

#[cfg(test)]
mod tests;
