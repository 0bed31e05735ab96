//! The match service: callers ask whether a hash or a file is listed, and get list, distance and grade, never a list.
//!
//! It speaks to those who used a hasher-matcher-actioner before in its own calls and answer shapes ([`hma`], [`banks`]), and has a call of
//! its own for many hashes at once ([`batch`]). Nothing is fetched from an address that somebody names.
//!
//! 1. [`caller`]: a machine key asks the lists whose units have let it ([`acts::LetMatch`]); a staff token asks them all.
//! 2. [`source`]: the lists in memory; a change is here as soon as the journal has grown.
//! 3. [`audit`]: each look-up is written down, and each second a digest of them is journalled; [`checked`] compares.
//! 4. [`probing`]: many near misses and walks of one caller are put before the overseer.
//!
//! [`keep`] has to run beside the routes: where it does not, nothing is answered.

pub mod acts;
mod audit;
mod banks;
pub mod batch;
mod caller;
mod checked;
pub mod events;
mod file;
mod hma;
pub mod limits;
mod probing;
pub(crate) mod room;
pub mod signal;
mod source;
pub mod tables;
mod told;
mod turns;

#[cfg(test)]
mod tests;

pub use checked::{Checked, WrongDigest, check_look_ups};
pub use room::READ_CHECKED;

use audit::Audit;
use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use caller::{Caller, Known};
use desk::{Desk, unless_it_panics};
use kernel::{ReadKind, Role};
use limits::{
    AFTER_FAULT, FOLLOW_EVERY, KEEP_EVERY, MAX_BATCH_BYTES, MAX_FILE_BYTES, MAX_JSON_BYTES, SEGMENTS_MS,
};
use signal::Signal;
use source::{Asked, Match, Source};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, OnceLock};
use store::crypto::Secret;
use store::{DeedFault, Node};
use tokio::sync::watch;
use tokio::time::MissedTickBehavior;
use told::Told;
use turns::Turns;
use utoipa::OpenApi as _;

/// Asking whether something is listed: a list is handed out by no answer.
pub const READ_MATCH: ReadKind = ReadKind {
    code: 249,
    name: "known-material.match",
    roles: &[Role::Analyst, Role::Investigator, Role::Sender],
    personal: false,
};

/// How much was looked up and by whom, and who may.
pub const READ_LOOK_UPS: ReadKind = ReadKind {
    code: 248,
    name: "known-material.look-ups",
    roles: &[Role::Analyst, Role::Investigator, Role::Administrator, Role::Overseer],
    personal: false,
};

/// Where nothing was written down for so long, in ms, nothing is answered: every look leaves a trace (¶52, 69).
const UNKEPT_MS: i64 = 30_000;

/// What a process knows and does for this service: one for a node.
#[derive(Default)]
pub(crate) struct Service {
    pub(crate) source: Source,
    pub(crate) audit: Audit,
    known: Known,
    turns: Turns,
    /// When what was asked was last written down, UTC ms; 0 before.
    kept_at: AtomicI64,
    key: OnceLock<Secret>,
    grown: OnceLock<watch::Receiver<u64>>,
}

/// The desk with the service: state of every route here.
#[derive(Clone)]
pub(crate) struct Matching {
    pub(crate) desk: Desk,
    pub(crate) service: Arc<Service>,
}

impl Matching {
    pub(crate) fn of(desk: Desk) -> Matching {
        let service = desk.node().memory::<Service>();
        Matching { desk, service }
    }

    /// The number of the journal's last entry.
    fn grown(&self) -> u64 {
        *self.service.grown.get_or_init(|| self.desk.node().grown()).borrow()
    }

    /// Looks one hash up and writes it down. Who asks has spent it before.
    pub(crate) fn look_up(&self, caller: &Caller, signal: &Signal, asked: &Asked) -> Vec<Match> {
        let matches = self.service.source.find(signal, asked);
        let key = self.service.key.get_or_init(|| self.desk.node().secret("match look-ups"));
        caller.0.tally.note(key, signal, &matches, Desk::now());
        matches
    }

    /// Whether the lists are read and what is asked is written down.
    pub(crate) fn is_ready(&self) -> Result<(), Told> {
        if !self.service.source.is_ready() {
            return Err(Told::later("index not yet ready", 1));
        }
        let kept_at = self.service.kept_at.load(Ordering::Relaxed);
        if Desk::now().0.saturating_sub(kept_at) > UNKEPT_MS {
            return Err(Told::later("what is asked cannot be written down now, so nothing is answered", 5));
        }
        Ok(())
    }
}

/// Brings the lists up to date and writes down what was asked, once. Blocking.
///
/// # Errors
/// [`DeedFault`]: nothing is lost, the next time does it.
pub fn keep_once(node: &Node) -> Result<u64, DeedFault> {
    refresh(node);
    write_down(node)
}

/// Brings the lists up to date; false when that is to be tried again.
fn refresh(node: &Node) -> bool {
    let service = node.memory::<Service>();
    let done = unless_it_panics(|| service.source.refresh(node, Desk::now().0.div_euclid(1_000)));
    if done.is_none() {
        // What a defect left in memory is not asked: the lists are read anew.
        service.source.distrust();
    }
    match done {
        Some(Ok(())) => true,
        Some(Err(fault)) => {
            tracing::error!(%fault, "lists were not brought up to date; it is tried again");
            false
        }
        None => false,
    }
}

fn write_down(node: &Node) -> Result<u64, DeedFault> {
    let service = node.memory::<Service>();
    let now = Desk::now();
    let kept = service.audit.keep(node, now)?;
    service.kept_at.store(now.0, Ordering::Relaxed);
    Ok(kept)
}

/// Keeps the lists up to date whenever the journal has grown, and writes down each second what was asked, until `stop` comes; then a last
/// time.
pub async fn keep(desk: Desk, stop: impl Future<Output = ()>) {
    tokio::select! {
        () = stop => {}
        () = follow(&desk) => {}
        () = write_each_second(&desk) => {}
    }
    written_down(&desk).await;
}

/// Brings the lists up to date whenever the journal has grown, until its writer ends.
async fn follow(desk: &Desk) {
    let mut grown = desk.node().grown();
    loop {
        grown.mark_unchanged();
        if !desk.blocking(refresh).await {
            tokio::time::sleep(AFTER_FAULT).await;
            continue;
        }
        tokio::time::sleep(FOLLOW_EVERY).await;
        if grown.changed().await.is_err() {
            return;
        }
    }
}

async fn write_each_second(desk: &Desk) {
    let mut seconds = tokio::time::interval(KEEP_EVERY);
    seconds.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        seconds.tick().await;
        written_down(desk).await;
    }
}

async fn written_down(desk: &Desk) {
    let written = desk.blocking(|node| unless_it_panics(|| write_down(node)));
    if let Some(Err(fault)) = written.await {
        tracing::error!(%fault, "what was looked up was not written down; it is tried again");
    }
}

/// Lets go of what is over; daily.
pub(crate) fn let_go(node: &Node) -> Result<usize, DeedFault> {
    audit::let_go(node, kernel::Instant(Desk::now().0.saturating_sub(SEGMENTS_MS)))
}

/// What the machine door answers.
pub fn routes(desk: Desk) -> Router {
    let file = || DefaultBodyLimit::max(MAX_FILE_BYTES + MAX_JSON_BYTES);
    Router::new()
        .route("/h/hash", get(hma::no_address).post(hma::hashed).layer(file()))
        .route("/m/lookup", get(hma::look_up).post(hma::look_up_file).layer(file()))
        .route("/m/raw_lookup", get(hma::raw_look_up))
        .route("/m/compare", post(hma::compare).layer(DefaultBodyLimit::max(MAX_JSON_BYTES)))
        .route("/m/index/status", get(hma::index_status))
        .route("/c/banks", get(banks::all).post(banks::made))
        .route("/c/bank/{bank}", get(banks::one).put(banks::changed).delete(banks::ended))
        .route("/c/bank/{bank}/content", post(banks::add_file).layer(file()))
        .route(
            "/c/bank/{bank}/content/{content}",
            get(banks::content_of).put(banks::content_changed).delete(banks::withdraw),
        )
        .route("/c/bank/{bank}/signal", post(banks::add_signals).layer(DefaultBodyLimit::max(MAX_JSON_BYTES)))
        .route("/c/exchanges", axum::routing::any(banks::no_exchanges))
        .route("/c/exchanges/{*rest}", axum::routing::any(banks::no_exchanges))
        .route("/c/exchange/{*rest}", axum::routing::any(banks::no_exchanges))
        .route("/v1/match", post(batch::matched).layer(DefaultBodyLimit::max(MAX_BATCH_BYTES)))
        .with_state(Matching::of(desk))
}

/// What balancers ask of a matcher that stands alone: it lives; its lists are read and what is asked is written down.
pub fn status_routes(desk: Desk) -> Router {
    async fn ready(State(matching): State<Matching>) -> (StatusCode, &'static str) {
        match matching.is_ready() {
            Ok(()) => (StatusCode::OK, "I-AM-ALIVE"),
            Err(_) if !matching.service.source.is_ready() => {
                (StatusCode::SERVICE_UNAVAILABLE, "INDEX-NOT-LOADED")
            }
            Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "INDEX-STALE"),
        }
    }
    Router::new()
        .route("/status", get(ready))
        .route("/status/live", get(|| std::future::ready("I-AM-ALIVE")))
        .with_state(Matching::of(desk))
}

/// What is described of it.
#[must_use]
pub fn described() -> utoipa::openapi::OpenApi {
    let mut all = hma::Described::openapi();
    all.merge(banks::Described::openapi());
    all.merge(batch::Described::openapi());
    all
}
