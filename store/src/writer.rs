//! The one writer of a database: it takes what waits, passes it through the gate, and makes one durable transaction of it.

mod acts;
mod batch;
mod digests;
mod fault;
mod rows;

pub(crate) use fault::BatchFault;
use rows::signed;

use crate::crypto::Secret;
use crate::database::{Database, DatabaseFault, Statement, TableSql};
use crate::deed::{Answer, Deed, DeedFault};
use crate::erasing::erases;
use crate::keys::KeyStore;
use crate::merkle::{Signer25519, Tree};
use crate::meters::{Meters, Queued};
use crate::schema::{CheckpointRow, Digests};
use crate::world::{Sql, Warm};
use kernel::{Head, Id, Instant, Record, Registry};
use std::collections::{HashMap, HashSet};
use std::sync::atomic::AtomicU64;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::{oneshot, watch};

/// How many acts one transaction takes at most.
const BATCH: usize = 512;
/// How many reactions one transaction takes at most.
const JOBS: i64 = 128;
/// Old digests are forgotten after so many milliseconds: every hour.
const PRUNE_EVERY_MS: i64 = 3_600_000;
/// A checkpoint is signed after so many entries, and at a clean stop.
const CHECKPOINT_EVERY: u64 = 4096;

/// A deed and where its answer goes.
pub(crate) struct Waiting {
    pub(crate) deed: Deed,
    pub(crate) answer: oneshot::Sender<Result<Answer, DeedFault>>,
    /// Its place in the queue, given up when a transaction takes it.
    pub(crate) _queued: Queued,
}

/// What the writer is told.
pub(crate) enum Order {
    /// Enter this.
    Enter(Box<Waiting>),
    /// Sign a checkpoint now and tell its text.
    Checkpoint(oneshot::Sender<Result<String, DeedFault>>),
    /// Finish and stop.
    Stop,
}

/// What tells the writer the time: [`now`], but for tests that must be the same again.
pub(crate) type Clock = Box<dyn Fn() -> Instant + Send>;

/// Reads the clock: the only place where the node asks what time it is.
pub(crate) fn now() -> Instant {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    Instant(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// The writer's state.
pub(crate) struct Writer {
    pub(crate) registry: Arc<Registry>,
    pub(crate) sql: Arc<Sql>,
    pub(crate) database: Box<dyn Database>,
    pub(crate) runtime: Box<dyn Database>,
    pub(crate) keys: Arc<KeyStore>,
    pub(crate) signer: Signer25519,
    pub(crate) head: Head,
    pub(crate) tree: Tree,
    pub(crate) term: i64,
    pub(crate) jobs_waiting: bool,
    pub(crate) signed: u64,
    pub(crate) subject_keys: Arc<SubjectKeys>,
    pub(crate) grown: watch::Sender<u64>,
    pub(crate) transactions: Arc<AtomicU64>,
    pub(crate) meters: Arc<Meters>,
    /// Makes a new connection for the same writer, where the old one is lost.
    pub(crate) reopen: Box<Reopen>,
    pub(crate) clock: Clock,
    pub(crate) between: Between,
}

/// What the writer remembers from one batch to the next.
#[derive(Default)]
pub(crate) struct Between {
    /// The last batch failed on its connection: where the journal ends must be read again before the next.
    lost: bool,
    /// What the last transaction read, as it left it.
    warm: Warm,
    /// Keys of erasures that are entered and whose keys are not gone yet.
    due: Vec<Id>,
    /// When old digests were forgotten last.
    pruned: Instant,
    /// Digests of what was entered and not yet kept: that happens once the senders are answered.
    digests: Vec<Digests>,
}

/// A connection to the database, and where the journal ends there.
pub(crate) struct Reopened {
    pub(crate) database: Box<dyn Database>,
    pub(crate) head: Head,
    pub(crate) tree: Tree,
}

/// Connects again, for the writer of that term; fails while the database is away or when another has become the writer.
pub(crate) type Reopen = dyn Fn(i64) -> Result<Reopened, String> + Send;

/// Which key each subject's newest payload was sealed with, as far as it is remembered.
pub(crate) type SubjectKeys = Mutex<HashMap<Id, Id>>;

impl Writer {
    /// Works until it is told to stop or nobody can tell it any more.
    pub(crate) fn work(mut self, orders: &Receiver<Order>) {
        let mut held = None;
        while let Some(first) = self.wait(held.take(), orders) {
            let mut batch = Vec::new();
            let mut acts = HashSet::new();
            let mut next = first;
            let mut going = true;
            while let Some(order) = next {
                match order {
                    // The same act again is answered from the journal, once the first is there; and an erasure has a
                    // transaction of its own, so that what came before it goes and what comes after it stays.
                    Order::Enter(waiting)
                        if !acts.insert(waiting.deed.act) || (erases(&waiting.deed) && !batch.is_empty()) =>
                    {
                        held = Some(Order::Enter(waiting));
                        break;
                    }
                    Order::Enter(waiting) if erases(&waiting.deed) => {
                        batch.push(*waiting);
                        break;
                    }
                    Order::Enter(waiting) => batch.push(*waiting),
                    Order::Checkpoint(answer) => {
                        self.write(std::mem::take(&mut batch));
                        // Who asked may be gone: the checkpoint is signed all the same.
                        drop(
                            answer.send(
                                self.checkpoint().map_err(|fault| DeedFault::Broken(fault.to_string())),
                            ),
                        );
                    }
                    Order::Stop => {
                        going = false;
                        break;
                    }
                }
                if batch.len() >= BATCH {
                    break;
                }
                next = orders.try_recv().ok();
            }
            self.write(batch);
            self.maintain();
            if !going {
                break;
            }
        }
        self.close();
    }

    /// What to do next: an order, nothing but what waits in the tables, or (`None`) to stop.
    #[expect(clippy::option_option, reason = "no order is something to do; no more orders is not")]
    fn wait(&self, held: Option<Order>, orders: &Receiver<Order>) -> Option<Option<Order>> {
        if held.is_some() {
            return Some(held);
        }
        let patience = match (self.between.lost, self.jobs_waiting) {
            (true, _) => Duration::from_secs(1),
            (false, true) => Duration::ZERO,
            (false, false) => Duration::from_secs(3600),
        };
        match orders.recv_timeout(patience) {
            Ok(order) => Some(Some(order)),
            Err(RecvTimeoutError::Timeout) => Some(None),
            Err(RecvTimeoutError::Disconnected) => None,
        }
    }

    fn close(&mut self) {
        if let Err(fault) = self.checkpoint() {
            tracing::error!(%fault, "the last checkpoint was not signed");
        }
        if let Err(fault) = self.keys.give_back() {
            tracing::warn!(%fault, "unused keys were left in the key store");
        }
    }

    fn maintain(&mut self) {
        if let Err(fault) = self.erase_due_keys() {
            tracing::error!(%fault, "erased keys are not gone yet; it is tried again");
        }
        self.forget_old_digests();
        if let Err(fault) = self.keys.refill() {
            tracing::warn!(%fault, "the pool of keys was not filled");
        }
        if self.tree.size() >= self.signed + CHECKPOINT_EVERY
            && let Err(fault) = self.checkpoint()
        {
            tracing::error!(%fault, "a checkpoint was not signed");
        }
    }

    /// Digests tell a retry from another act for 72 hours; older ones have done their work.
    fn forget_old_digests(&mut self) {
        let now = (self.clock)();
        if now.0 < self.between.pruned.0 + PRUNE_EVERY_MS {
            return;
        }
        self.between.pruned = now;
        if let Err(fault) = digests::forget(&mut *self.runtime, now.plus_days(-3)) {
            tracing::warn!(%fault, "old digests were not forgotten");
        }
    }

    fn checkpoint(&mut self) -> Result<String, DatabaseFault> {
        let size = self.tree.size();
        let text = self.signer.sign(&self.tree);
        if size > self.signed {
            let row = CheckpointRow { size: signed(size), text: text.clone(), edge: self.tree.edge() };
            let put = TableSql::of(CheckpointRow::TABLE).put;
            self.database.run(&[Statement::new(put, row.to_row())])?;
            self.signed = size;
        }
        Ok(text)
    }
}

/// What signs a node's checkpoints and backups, derived from its root secret.
pub(crate) fn signer(root: &Secret, name: &str) -> Signer25519 {
    Signer25519::new(name, &root.derive("checkpoints"))
}
