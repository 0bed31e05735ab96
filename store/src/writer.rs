//! The one writer of a database: it takes what waits, passes it through the gate, and makes one durable transaction of it.

mod acts;
mod batch;
mod digests;
mod fault;
mod laying;
mod orders;
mod rows;

pub(crate) use fault::BatchFault;
use laying::Beside;
pub(crate) use orders::{Answering, AnsweringText, Laying, Order, Orders, Waiting};
use rows::signed;

use crate::crypto::Secret;
use crate::database::{Database, DatabaseFault, Statement, TableSql};
use crate::deed::DeedFault;
use crate::erasing::erases;
use crate::keys::KeyStore;
use crate::merkle::{Signer25519, Tree};
use crate::meters::Meters;
use crate::schema::{CheckpointRow, Digests};
use crate::standby::{Post, Shared};
use crate::world::{Sql, Warm};
use kernel::{Head, Id, Instant, Record, Registry};
use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::atomic::AtomicU64;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::watch;

/// How many acts one transaction takes at most.
const BATCH: usize = 512;
/// After so many milliseconds reactions that were refused are tried again.
const REFUSED_REST_MS: i64 = 1_000;
/// How many reactions one transaction takes at most.
const JOBS: i64 = 128;
/// Old digests are forgotten after so many milliseconds: every hour.
const PRUNE_EVERY_MS: i64 = 3_600_000;
/// How often a writer that shares its database looks whether it is still the writer, while nobody sends it anything.
const LOOK_AROUND: Duration = Duration::from_millis(500);
/// A checkpoint is signed after so many entries, and at a clean stop.
const CHECKPOINT_EVERY: u64 = 4096;

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
    /// Orders that were taken and are not carried out yet, before all that wait.
    pub(crate) held: VecDeque<Order>,
    /// What this process is to its database.
    pub(crate) post: watch::Sender<Post>,
    /// Only where other processes share the database.
    pub(crate) shared: Option<Shared>,
}

/// What the writer remembers from one batch to the next.
#[derive(Default)]
pub(crate) struct Between {
    /// The last batch failed on its connection: where the journal ends must be read again before the next.
    lost: bool,
    /// When a transaction was refused last: until reactions went in by themselves they go with nobody's acts.
    refused: Option<Instant>,
    /// What the last transaction read, as it left it.
    warm: Warm,
    /// Keys of erasures that are entered and whose keys are not gone yet.
    due: Vec<Id>,
    /// When old digests were forgotten last.
    pruned: Instant,
    /// Digests of what was entered and not yet kept: that happens once the senders are answered.
    digests: Vec<Digests>,
}

impl Between {
    /// Forgets what only the writer may go by.
    pub(crate) fn forget(&mut self) {
        (self.lost, self.warm, self.due) = (false, Warm::new(), Vec::new());
    }

    /// Keys of erasures that another writer entered.
    pub(crate) fn erase_also(&mut self, keys: Vec<Id>) {
        self.due.extend(keys);
    }

    /// The database does not answer.
    pub(crate) fn lose(&mut self) {
        self.lost = true;
    }

    /// The database answers.
    pub(crate) fn found(&mut self) {
        self.lost = false;
    }

    /// Whether the database did not answer last.
    pub(crate) fn is_lost(&self) -> bool {
        self.lost
    }
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
        self.take_up();
        loop {
            if self.is_standby() && !self.stand_by(orders) {
                break;
            }
            let Some(first) = self.wait(orders) else { break };
            if first.is_none() && !self.keeps_place() {
                self.leave_place(Vec::new());
                continue;
            }
            if !self.round(first, orders) {
                break;
            }
        }
        self.close();
    }

    /// One round: what waits becomes one transaction, and what is to be done beside it is done. False when told to stop.
    pub(crate) fn round(&mut self, first: Option<Order>, orders: &Receiver<Order>) -> bool {
        let (batch, beside, going) = self.gather(first, orders);
        self.write(batch);
        self.do_beside(beside);
        if !self.is_standby() {
            self.maintain();
        }
        going
    }

    /// What goes into one transaction, and whether to go on after it.
    fn gather(&mut self, first: Option<Order>, orders: &Receiver<Order>) -> (Vec<Waiting>, Beside, bool) {
        let (mut batch, mut acts, mut next) = (Vec::new(), HashSet::new(), first);
        let mut beside = Beside::default();
        while let Some(order) = next {
            match order {
                // The same act again is answered from the journal, once the first is there; and an erasure has a
                // transaction of its own, so that what came before it goes and what comes after it stays.
                Order::Enter(waiting)
                    if !acts.insert(waiting.deed.act)
                        || (erases(&self.registry, &waiting.deed) && !batch.is_empty()) =>
                {
                    self.held.push_front(Order::Enter(waiting));
                    break;
                }
                Order::Enter(waiting) if erases(&self.registry, &waiting.deed) => {
                    batch.push(*waiting);
                    break;
                }
                Order::Enter(waiting) => batch.push(*waiting),
                Order::Checkpoint(answer) => {
                    self.write(std::mem::take(&mut batch));
                    // Who asked may be gone: the checkpoint is signed all the same.
                    drop(
                        answer.send(self.checkpoint().map_err(|fault| DeedFault::Broken(fault.to_string()))),
                    );
                }
                Order::Lay(laying) => beside.lay.push(laying),
                Order::LetGo(act) => beside.let_go.push(act),
                Order::Stop => return (batch, beside, false),
            }
            if batch.len() + beside.lay.len() + beside.let_go.len() >= BATCH {
                break;
            }
            next = self.held.pop_front().or_else(|| orders.try_recv().ok());
        }
        (batch, beside, true)
    }

    /// What to do next: an order, nothing but what waits in the tables, or (`None`) to stop.
    #[expect(clippy::option_option, reason = "no order is something to do; no more orders is not")]
    fn wait(&mut self, orders: &Receiver<Order>) -> Option<Option<Order>> {
        if let Some(held) = self.held.pop_front() {
            return Some(Some(held));
        }
        let patience = match (self.between.lost, self.jobs_waiting) {
            (true, _) => Duration::from_secs(1),
            (false, true) if self.between.refused.is_some() => Duration::from_secs(1),
            (false, true) => Duration::ZERO,
            (false, false) if self.shared.is_some() => LOOK_AROUND,
            (false, false) => Duration::from_secs(3600),
        };
        match orders.recv_timeout(patience) {
            Ok(order) => Some(Some(order)),
            Err(RecvTimeoutError::Timeout) => Some(None),
            Err(RecvTimeoutError::Disconnected) => None,
        }
    }

    /// Signs a last checkpoint and gives unused keys back.
    pub(crate) fn close(&mut self) {
        if !self.is_standby()
            && let Err(fault) = self.checkpoint()
        {
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

    /// Digests tell a retry from another act for 72 hours; older ones have done their work. So has what was laid and never taken in.
    fn forget_old_digests(&mut self) {
        let now = (self.clock)();
        if now.0 < self.between.pruned.0 + PRUNE_EVERY_MS {
            return;
        }
        self.between.pruned = now;
        if let Err(fault) = digests::forget(&mut *self.runtime, now.plus_days(-3)) {
            tracing::warn!(%fault, "old digests were not forgotten");
        }
        self.let_go_of_forgotten(now);
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
