//! The one writer of a database: it takes what waits, passes it through the gate, and makes one durable transaction of it.

mod acts;
mod digests;
mod rows;

use acts::{Entered, decode, enter, first_needs, react};
use rows::{opening, sealed_statements, signed};

use crate::crypto::Secret;
use crate::database::{Database, DatabaseFault, Statement, TableSql};
use crate::deed::{Answer, Deed, DeedFault};
use crate::keys::{KeyFault, KeyStore};
use crate::merkle::{Signer25519, Tree};
use crate::schema::{CheckpointRow, Digests, EntryRow};
use crate::world::{Overlay, Sql, Warm};
use kernel::erasure::Erased;
use kernel::ledger::Written;
use kernel::{AnyAct, Cell, Event, GateFault, Head, Id, Instant, Outcome, Record, Registry, Value};
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
/// A checkpoint is signed after so many entries, and at a clean stop.
const CHECKPOINT_EVERY: u64 = 4096;

/// A deed and where its answer goes.
pub(crate) struct Waiting {
    pub(crate) deed: Deed,
    pub(crate) answer: oneshot::Sender<Result<Answer, DeedFault>>,
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
    /// Makes a new connection for the same writer, where the old one is lost.
    pub(crate) reopen: Box<Reopen>,
    /// The last batch failed on its connection: where the journal ends must be read again before the next.
    pub(crate) lost: bool,
    pub(crate) clock: Clock,
    /// What the last transaction read, as it left it.
    pub(crate) warm: Warm,
    /// Digests of what was entered and not yet kept: that happens once the senders are answered.
    pub(crate) digests: Vec<Digests>,
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
                    Order::Enter(waiting) if !acts.insert(waiting.deed.act) => {
                        // The same act again: it is answered from the journal, once the first is there.
                        held = Some(Order::Enter(waiting));
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
        let patience = match (self.lost, self.jobs_waiting) {
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
        if let Err(fault) = self.keys.refill() {
            tracing::warn!(%fault, "the pool of keys was not filled");
        }
        if self.tree.size() >= self.signed + CHECKPOINT_EVERY
            && let Err(fault) = self.checkpoint()
        {
            tracing::error!(%fault, "a checkpoint was not signed");
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
        if batch.is_empty() && !self.jobs_waiting && !self.lost {
            return;
        }
        let (deeds, senders): (Vec<Deed>, Vec<_>) =
            batch.into_iter().map(|waiting| (waiting.deed, waiting.answer)).unzip();
        let done = self.find_back().map_err(BatchFault::Broken).and_then(|()| self.transaction(&deeds));
        let answers = match done {
            Ok(answers) => answers,
            Err(BatchFault::Broken(fault)) => {
                tracing::error!(%fault, "a batch was not written");
                self.lost = true;
                // Nothing is tried again by itself: the next act, or the next start, does.
                self.jobs_waiting = false;
                vec![Err(DeedFault::Broken(fault)); deeds.len()]
            }
            Err(BatchFault::Data(fault)) if deeds.is_empty() => {
                tracing::error!(%fault, "reactions were not written");
                self.jobs_waiting = false;
                Vec::new()
            }
            Err(BatchFault::Data(_)) => deeds.iter().map(|deed| self.singly(deed)).collect(),
        };
        for (sender, answer) in senders.into_iter().zip(answers) {
            // A sender that went away may ask again under the same act id.
            drop(sender.send(answer));
        }
        let due = std::mem::take(&mut self.digests);
        if let Err(fault) = digests::keep(&mut *self.runtime, &due) {
            tracing::error!(%fault, "digests of acts were not kept");
        }
    }

    /// After a lost connection: a new one, and the journal's end as it is now. The lost COMMIT may have arrived; whoever sends
    /// the same act again is answered from the journal.
    fn find_back(&mut self) -> Result<(), String> {
        if !self.lost {
            return Ok(());
        }
        let alive = self.database.rows("SELECT term FROM head WHERE one = 1", Vec::new()).is_ok();
        if !alive {
            let found = (self.reopen)(self.term)?;
            (self.database, self.head, self.tree) = (found.database, found.head, found.tree);
            tracing::warn!(entries = self.head.seq, "the database is back");
        }
        self.lost = false;
        self.jobs_waiting = true;
        Ok(())
    }

    fn singly(&mut self, deed: &Deed) -> Result<Answer, DeedFault> {
        match self.transaction(std::slice::from_ref(deed)) {
            Ok(mut answers) => answers.pop().unwrap_or(Err(DeedFault::Stopping)),
            Err(BatchFault::Broken(fault)) => {
                self.lost = true;
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
            self.warm.clear();
            // After an error the connection may be inside a lost transaction.
            drop(self.database.declare("ROLLBACK"));
        }
        done
    }

    fn attempt(&mut self, deeds: &[Deed]) -> Result<Vec<Result<Answer, DeedFault>>, BatchFault> {
        let registry = Arc::clone(&self.registry);
        let sql = Arc::clone(&self.sql);
        let (mut head, fresh) = (self.head, (self.clock)());
        let mut overlay = Overlay::new(&mut *self.database, &sql, std::mem::take(&mut self.warm));
        let acts: Vec<Result<Box<dyn AnyAct>, DeedFault>> =
            deeds.iter().map(|deed| decode(&registry, deed)).collect();
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
        let mut erasing = Vec::new();
        for (deed, one) in deeds.iter().zip(entered) {
            if matches!(&one.answer, Ok(Answer { outcome: Outcome::Entered { .. }, again: false, .. })) {
                sealed.extend(sealed_statements(&sql, deed)?);
            }
            erasing.push(erased_in(&one.written).next().is_some());
            written.extend(one.written);
            answers.push(one.answer);
        }
        let erased: Vec<Id> = erased_in(&written).collect();
        let keys = self.commit(head, &written, derived, sealed, &erased)?;
        self.warm = warm;
        self.digests.extend(digests::of(first, deeds, &answers, fresh));
        self.notice_jobs(&written);
        if let Err(fault) = self.erase_keys(&keys) {
            // The entry stands and the next start erases again; but nobody is told that the data are gone while they are not.
            for (answer, _) in answers.iter_mut().zip(erasing).filter(|(_, erases)| *erases) {
                *answer = Err(DeedFault::Broken(fault.to_string()));
            }
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
        let keys = self.keys_of(erased)?;
        let due = "INSERT INTO key_to_erase (key) VALUES ($1) ON CONFLICT (key) DO NOTHING";
        statements.extend(keys.iter().map(|key| Statement::new(due, vec![key.to_value()])));
        statements.extend(erased.iter().flat_map(|&subject| self.erase_statements(subject)));
        let seal = "UPDATE head SET seq = $1, leaf = $2, recorded = $3 WHERE one = 1";
        let parameters = vec![
            Value::Integer(signed(head.seq)),
            Value::Bytes(head.leaf.0.to_vec()),
            Value::Integer(head.recorded.0),
        ];
        statements.push(Statement::new(seal, parameters));
        statements.push(Statement::new("COMMIT", Vec::new()));
        self.database.run(&statements)?;
        self.head = head;
        self.transactions.fetch_add(1, Ordering::Relaxed);
        let mut remembered = self.subject_keys.lock().unwrap_or_else(PoisonError::into_inner);
        remembered.retain(|subject, _| !erased.contains(subject));
        self.grown.send_replace(head.seq);
        Ok(keys)
    }

    fn keys_of(&mut self, subjects: &[Id]) -> Result<Vec<Id>, BatchFault> {
        let mut keys = Vec::new();
        for subject in subjects {
            let sql = "SELECT DISTINCT key FROM payload WHERE subject = $1";
            for row in self.database.rows(sql, vec![subject.to_value()])? {
                keys.extend(row.first().and_then(|cell| Id::from_value(cell).ok()));
            }
        }
        Ok(keys)
    }

    fn erase_statements(&self, subject: Id) -> Vec<Statement> {
        let payloads = "DELETE FROM payload WHERE subject = $1".to_owned();
        let tables = self.registry.tables().filter(|table| table.class == kernel::Class::Sealed);
        let rows = tables.map(|table| format!("DELETE FROM {} WHERE seal_subject = $1", table.name));
        std::iter::once(payloads)
            .chain(rows)
            .map(|sql| Statement::new(sql, vec![subject.to_value()]))
            .collect()
    }

    /// Whether the writer has reactions of its own to carry out.
    fn notice_jobs(&mut self, written: &[Written]) {
        let calls = |one: &Written| {
            self.registry.reactors(one.entry.kind).any(|reactor| matches!(reactor.work, kernel::Work::Act(_)))
        };
        self.jobs_waiting = written.iter().any(calls) || (self.jobs_waiting && !written.is_empty());
    }

    fn erase_keys(&mut self, keys: &[Id]) -> Result<(), EraseFault> {
        if keys.is_empty() { Ok(()) } else { erase_keys(&mut *self.database, &self.keys, keys) }
    }
}

fn erased_in(written: &[Written]) -> impl Iterator<Item = Id> {
    written.iter().filter(|one| one.entry.kind == Erased::KIND).map(|one| one.entry.subject)
}

/// Why keys of an erasure are not gone yet.
#[derive(Debug, thiserror::Error)]
pub(crate) enum EraseFault {
    /// The key store.
    #[error(transparent)]
    Keys(#[from] KeyFault),
    /// The database that lists what is due.
    #[error(transparent)]
    Database(#[from] DatabaseFault),
}

/// Takes the keys of erasures out of use. The entries stand whatever happens here: the next start does it again.
pub(crate) fn erase_keys(
    database: &mut dyn Database,
    store: &KeyStore,
    keys: &[Id],
) -> Result<(), EraseFault> {
    store.erase(keys)?;
    let done = |key: &Id| Statement::new("DELETE FROM key_to_erase WHERE key = $1", vec![key.to_value()]);
    database.run(&keys.iter().map(done).collect::<Vec<_>>())?;
    Ok(())
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

/// The secrets of a node that sign and digest, derived from its node key.
pub(crate) fn signer(node_key: &Secret, name: &str) -> Signer25519 {
    Signer25519::new(name, &node_key.derive("checkpoints"))
}
