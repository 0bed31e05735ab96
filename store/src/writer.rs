//! The one writer of a database: it takes what waits, passes it through the gate, and makes one durable transaction of it.

mod acts;
mod digests;
mod rows;

use acts::{Entered, decode, enter, first_needs, react};
use rows::{opening, sealed_statements, signed};

use crate::crypto::Secret;
use crate::database::{Database, DatabaseFault, Statement, TableSql};
use crate::deed::{Answer, Deed, DeedFault};
use crate::erasing::{self, EraseFault, erase_keys, erased_in, erases, keys_stand};
use crate::keys::KeyStore;
use crate::merkle::{Signer25519, Tree};
use crate::meters::{Meters, Queued};
use crate::node::{OpenFault, end_for};
use crate::schema::{CheckpointRow, Digests, EntryRow};
use crate::world::{Overlay, Sql, Warm};
use kernel::ledger::Written;
use kernel::{AnyAct, GateFault, Head, Id, Instant, Outcome, Record, Registry, Value};
use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::sync::{Arc, Mutex, PoisonError};
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
    /// An order that was taken and belongs to the next round.
    pub(crate) held: Option<Order>,
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
        while let Some(first) = self.wait(orders) {
            if !self.round(first, orders) {
                break;
            }
        }
        self.close();
    }

    /// One round: what waits becomes one transaction, and what is to be done beside it is done. False when told to stop.
    pub(crate) fn round(&mut self, first: Option<Order>, orders: &Receiver<Order>) -> bool {
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
                    self.between.held = Some(Order::Enter(waiting));
                    break;
                }
                Order::Enter(waiting) if erases(&waiting.deed) => {
                    batch.push(*waiting);
                    break;
                }
                Order::Enter(waiting) => batch.push(*waiting),
                Order::Checkpoint(answer) => {
                    self.write(std::mem::take(&mut batch));
                    let signed = self.checkpoint().map_err(|fault| DeedFault::Broken(fault.to_string()));
                    // Who asked may be gone: the checkpoint is signed all the same.
                    drop(answer.send(signed));
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
        going
    }

    /// What to do next: an order, nothing but what waits in the tables, or (`None`) to stop.
    #[expect(clippy::option_option, reason = "no order is something to do; no more orders is not")]
    fn wait(&mut self, orders: &Receiver<Order>) -> Option<Option<Order>> {
        if let Some(held) = self.between.held.take() {
            return Some(Some(held));
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

    /// Signs a last checkpoint and gives unused keys back.
    pub(crate) fn close(&mut self) {
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

    /// One transaction for all; where its data are refused, each act again by itself.
    fn write(&mut self, batch: Vec<Waiting>) {
        if batch.is_empty() && !self.jobs_waiting && !self.between.lost {
            return;
        }
        let (deeds, senders): (Vec<Deed>, Vec<_>) =
            batch.into_iter().map(|waiting| (waiting.deed, waiting.answer)).unzip();
        let done = self.find_back().map_err(BatchFault::Broken).and_then(|()| self.transaction(&deeds));
        let answers = match done {
            Ok(answers) => answers,
            Err(BatchFault::Broken(fault)) => {
                tracing::error!(%fault, "a batch was not written");
                self.between.lost = true;
                // Nothing is tried again by itself: the next act, or the next start, does.
                self.jobs_waiting = false;
                vec![Err(DeedFault::Broken(fault)); deeds.len()]
            }
            Err(BatchFault::Data(fault)) if deeds.is_empty() => {
                tracing::error!(%fault, "reactions were not written");
                self.jobs_waiting = false;
                Vec::new()
            }
            Err(BatchFault::Data(_)) => {
                // A reaction that cannot be written must not keep anybody's act from being entered.
                let jobs = std::mem::take(&mut self.jobs_waiting);
                let answers = deeds.iter().map(|deed| self.singly(deed)).collect();
                self.jobs_waiting |= jobs;
                answers
            }
        };
        self.meters.batch(&deeds, &answers);
        self.meters.database_is_away(self.between.lost);
        for (sender, answer) in senders.into_iter().zip(answers) {
            // A sender that went away may ask again under the same act id.
            drop(sender.send(answer));
        }
        let due = std::mem::take(&mut self.between.digests);
        if let Err(fault) = digests::keep(&mut *self.runtime, &due) {
            tracing::error!(%fault, "digests of acts were not kept");
        }
    }

    /// After a failed connection or disk: a new connection where the old one is gone, and the journal's end as it is now. The
    /// lost COMMIT may have arrived; whoever sends the same act again is answered from the journal.
    fn find_back(&mut self) -> Result<(), String> {
        if !self.between.lost {
            return Ok(());
        }
        #[cfg(feature = "testing")]
        if crate::testing::simulation::is_sown(crate::testing::simulation::Bug::KeepOldHead) {
            self.between.lost = false;
            return Ok(());
        }
        // What is left of a transaction must not be taken for the journal; most often nothing is.
        drop(self.database.declare("ROLLBACK"));
        match end_for(&mut *self.database, self.term) {
            Ok(end) => (self.head, self.tree) = end,
            Err(OpenFault::Database(DatabaseFault::Fenced)) => return Err(DatabaseFault::Fenced.to_string()),
            Err(_) => {
                let found = (self.reopen)(self.term)?;
                (self.database, self.head, self.tree) = (found.database, found.head, found.tree);
            }
        }
        // An erasure may be among what arrived: its keys are still to go, and nothing new may be sealed with them.
        self.between.due = erasing::due(&mut *self.database).map_err(|fault| fault.to_string())?;
        self.subject_keys.lock().unwrap_or_else(PoisonError::into_inner).clear();
        tracing::warn!(entries = self.head.seq, "the database is back");
        self.between.lost = false;
        self.jobs_waiting = true;
        Ok(())
    }

    fn singly(&mut self, deed: &Deed) -> Result<Answer, DeedFault> {
        match self.transaction(std::slice::from_ref(deed)) {
            Ok(mut answers) => answers.pop().unwrap_or(Err(DeedFault::Stopping)),
            Err(BatchFault::Broken(fault)) => {
                self.between.lost = true;
                Err(DeedFault::Broken(fault))
            }
            Err(BatchFault::Data(fault)) => {
                tracing::error!(%fault, act = %deed.act, "an act was not written");
                Err(DeedFault::Internal(fault))
            }
        }
    }

    fn transaction(&mut self, deeds: &[Deed]) -> Result<Vec<Result<Answer, DeedFault>>, BatchFault> {
        let before = (self.head, self.tree.clone());
        let done = self.attempt(deeds);
        if done.is_err() {
            (self.head, self.tree) = before;
            self.between.warm.clear();
            // After an error the connection may be inside a lost transaction.
            drop(self.database.declare("ROLLBACK"));
        }
        done
    }

    fn attempt(&mut self, deeds: &[Deed]) -> Result<Vec<Result<Answer, DeedFault>>, BatchFault> {
        let registry = Arc::clone(&self.registry);
        let sql = Arc::clone(&self.sql);
        let (mut head, fresh) = (self.head, (self.clock)());
        let acts: Vec<Result<Box<dyn AnyAct>, DeedFault>> = deeds
            .iter()
            .map(|deed| {
                keys_stand(&self.keys, &self.between.due, deed).and_then(|()| decode(&registry, deed))
            })
            .collect();
        let mut overlay = Overlay::new(&mut *self.database, &sql, std::mem::take(&mut self.between.warm));
        let first = signed(head.seq + 1);
        let opened = overlay.prefetch_after(
            &opening(overlay.dialect(), self.term, head.seq),
            &first_needs(deeds, &acts, fresh),
        )?;
        // The fence answers with its row while this process is still the writer.
        if opened.last().is_none_or(Vec::is_empty) {
            return Err(BatchFault::Broken(DatabaseFault::Fenced.to_string()));
        }
        let mut written = Vec::new();
        if self.jobs_waiting {
            written.extend(react(&registry, &mut head, &mut overlay, fresh)?);
        }
        let mut entered = Vec::with_capacity(deeds.len());
        for (deed, act) in deeds.iter().zip(&acts) {
            let one = match act {
                Ok(act) => {
                    enter(&registry, &mut head, deed, &**act, fresh, &mut *self.runtime, &mut overlay)?
                }
                Err(fault) => Entered { answer: Err(fault.clone()), written: Vec::new() },
            };
            entered.push(one);
        }
        let (derived, warm) = overlay.into_statements()?;
        let mut answers = Vec::with_capacity(deeds.len());
        let mut sealed = Vec::new();
        for (deed, one) in deeds.iter().zip(entered) {
            if matches!(&one.answer, Ok(Answer { outcome: Outcome::Entered { .. }, again: false, .. })) {
                sealed.extend(sealed_statements(&sql, deed)?);
            }
            written.extend(one.written);
            answers.push(one.answer);
        }
        let erased: Vec<Id> = erased_in(&written).collect();
        let keys = self.commit(head, &written, derived, sealed, &erased)?;
        self.between.warm = warm;
        self.between.digests.extend(digests::of(first, deeds, &answers, fresh));
        self.notice_jobs(&written);
        self.between.due.extend(keys);
        if let Err(fault) = self.erase_due_keys() {
            // The entry stands and it is tried again; but nobody is told that the data are gone while they are not.
            let entered =
                answers.iter_mut().zip(deeds).filter(|(answer, deed)| answer.is_ok() && erases(deed));
            entered.for_each(|(answer, _)| *answer = Err(DeedFault::Broken(fault.to_string())));
        }
        Ok(answers)
    }

    /// Writes everything and commits; tells the keys that erasures made useless.
    fn commit(
        &mut self,
        head: Head,
        written: &[Written],
        derived: Vec<Statement>,
        sealed: Vec<Statement>,
        erased: &[Id],
    ) -> Result<Vec<Id>, BatchFault> {
        if written.is_empty() {
            self.database.declare("ROLLBACK")?;
            self.jobs_waiting = false;
            return Ok(Vec::new());
        }
        let put = self.sql.table(EntryRow::TABLE)?.put.clone();
        let mut statements: Vec<Statement> =
            Vec::with_capacity(written.len() + derived.len() + sealed.len() + 3);
        for one in written {
            let row = EntryRow { seq: signed(one.entry.seq), bytes: one.bytes.clone() };
            statements.push(Statement::new(put.clone(), row.to_row()));
            self.tree.push(one.leaf);
        }
        statements.extend(sealed);
        statements.extend(derived);
        let keys = erasing::keys_of(&mut *self.database, erased)?;
        statements.extend(erasing::statements(&self.registry, erased, &keys));
        let seal = "UPDATE head SET seq = $1, leaf = $2, recorded = $3 WHERE one = 1";
        let parameters = vec![
            Value::Integer(signed(head.seq)),
            Value::Bytes(head.leaf.0.to_vec()),
            Value::Integer(head.recorded.0),
        ];
        statements.push(Statement::new(seal, parameters));
        statements.push(Statement::new("COMMIT", Vec::new()));
        let begun = std::time::Instant::now();
        self.database.run(&statements)?;
        self.meters.commit(begun.elapsed());
        self.head = head;
        self.transactions.fetch_add(1, Ordering::Relaxed);
        let mut remembered = self.subject_keys.lock().unwrap_or_else(PoisonError::into_inner);
        remembered.retain(|subject, _| !erased.contains(subject));
        self.grown.send_replace(head.seq);
        Ok(keys)
    }

    fn erase_due_keys(&mut self) -> Result<(), EraseFault> {
        if !self.between.due.is_empty() {
            erase_keys(&mut *self.database, &self.keys, &self.between.due)?;
            self.between.due.clear();
        }
        Ok(())
    }

    /// Whether the writer has reactions of its own to carry out.
    fn notice_jobs(&mut self, written: &[Written]) {
        let calls = |one: &Written| {
            self.registry.reactors(one.entry.kind).any(|reactor| matches!(reactor.work, kernel::Work::Act(_)))
        };
        self.jobs_waiting = written.iter().any(calls) || (self.jobs_waiting && !written.is_empty());
    }
}

/// Why a batch failed.
pub(crate) enum BatchFault {
    /// The connection, disk or key store: nobody's data are to blame.
    Broken(String),
    /// Data or a defect: each act is tried by itself.
    Data(String),
}

impl From<DatabaseFault> for BatchFault {
    fn from(fault: DatabaseFault) -> Self {
        match fault {
            DatabaseFault::Refused(_) => BatchFault::Data(fault.to_string()),
            _ => BatchFault::Broken(fault.to_string()),
        }
    }
}

impl From<kernel::TableFault> for BatchFault {
    fn from(fault: kernel::TableFault) -> Self {
        match fault {
            kernel::TableFault::Unreachable(_) => BatchFault::Broken(fault.to_string()),
            _ => BatchFault::Data(fault.to_string()),
        }
    }
}

impl From<GateFault> for BatchFault {
    fn from(fault: GateFault) -> Self {
        match fault {
            GateFault::Table(fault) => fault.into(),
            GateFault::Undeclared { .. } => BatchFault::Data(fault.to_string()),
        }
    }
}

/// What signs a node's checkpoints and backups, derived from its root secret.
pub(crate) fn signer(root: &Secret, name: &str) -> Signer25519 {
    Signer25519::new(name, &root.derive("checkpoints"))
}
