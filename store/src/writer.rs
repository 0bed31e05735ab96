//! The one writer of a database: it takes what waits, passes it through the gate, and makes one durable transaction of it.

use crate::crypto::Secret;
use crate::database::{Database, DatabaseFault, Statement, TableSql};
use crate::deed::{Answer, Deed, DeedFault, ROW_SLOTS};
use crate::keys::KeyStore;
use crate::merkle::{Signer25519, Tree};
use crate::schema::{CheckpointRow, Digest, EntryRow, PayloadRow};
use crate::world::{Overlay, Sql};
use kernel::erasure::Erased;
use kernel::journal::{ActSeen, Job, Refused};
use kernel::ledger::{self, Written};
use kernel::{
    AnyAct, Cell, CodeList, Ctx, Entry, Event, Forbidden, GateFault, Head, Id, Instant, Need, Needs, Outcome,
    Record, Refusal, Registry, RuleName, Value, View,
};
use std::collections::HashMap;
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
}

/// Which key each subject's newest payload was sealed with, as far as it is remembered.
pub(crate) type SubjectKeys = Mutex<HashMap<Id, Id>>;

/// What one act of a batch came to.
struct Entered {
    answer: Result<Answer, DeedFault>,
    written: Vec<Written>,
}

impl Writer {
    /// Works until it is told to stop or nobody can tell it any more.
    pub(crate) fn work(mut self, orders: &Receiver<Order>) {
        let mut going = true;
        while going {
            let first = match orders.recv_timeout(if self.jobs_waiting {
                Duration::ZERO
            } else {
                Duration::from_secs(3600)
            }) {
                Ok(order) => Some(order),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => break,
            };
            let mut batch = Vec::new();
            let mut next = first;
            while let Some(order) = next {
                match order {
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
        }
        self.close();
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
        if batch.is_empty() && !self.jobs_waiting {
            return;
        }
        let (deeds, senders): (Vec<Deed>, Vec<_>) =
            batch.into_iter().map(|waiting| (waiting.deed, waiting.answer)).unzip();
        let answers = match self.transaction(&deeds) {
            Ok(answers) => answers,
            Err(BatchFault::Broken(fault)) => {
                tracing::error!(%fault, "a batch was not written");
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
    }

    fn singly(&mut self, deed: &Deed) -> Result<Answer, DeedFault> {
        match self.transaction(std::slice::from_ref(deed)) {
            Ok(mut answers) => answers.pop().unwrap_or(Err(DeedFault::Stopping)),
            Err(BatchFault::Broken(fault)) => Err(DeedFault::Broken(fault)),
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
            // After an error the connection may be inside a lost transaction.
            drop(self.database.declare("ROLLBACK"));
        }
        done
    }

    fn attempt(&mut self, deeds: &[Deed]) -> Result<Vec<Result<Answer, DeedFault>>, BatchFault> {
        let digests = self.known_digests(deeds)?;
        self.begin()?;
        let registry = Arc::clone(&self.registry);
        let sql = Arc::clone(&self.sql);
        let (mut head, fresh) = (self.head, now());
        let mut overlay = Overlay::new(&mut *self.database, &sql);
        let acts: Vec<Result<Box<dyn AnyAct>, DeedFault>> =
            deeds.iter().map(|deed| decode(&registry, deed)).collect();
        overlay.prefetch(&first_needs(deeds, &acts, fresh))?;
        let mut written = Vec::new();
        if self.jobs_waiting {
            written.extend(react(&registry, &mut head, &mut overlay, fresh)?);
        }
        let mut entered = Vec::with_capacity(deeds.len());
        for (deed, act) in deeds.iter().zip(&acts) {
            let one = match act {
                Ok(act) => enter(&registry, &mut head, deed, &**act, fresh, &digests, &mut overlay)?,
                Err(fault) => Entered { answer: Err(fault.clone()), written: Vec::new() },
            };
            entered.push(one);
        }
        let derived = overlay.into_statements()?;
        let mut answers = Vec::with_capacity(deeds.len());
        let mut sealed = Vec::new();
        for (deed, one) in deeds.iter().zip(entered) {
            if matches!(&one.answer, Ok(Answer { outcome: Outcome::Entered { .. }, again: false, .. })) {
                sealed.extend(sealed_statements(&sql, deed)?);
            }
            written.extend(one.written);
            answers.push(one.answer);
        }
        let erased: Vec<Id> = written
            .iter()
            .filter(|one| one.entry.kind == Erased::KIND)
            .map(|one| one.entry.subject)
            .collect();
        let keys = self.commit(head, &written, derived, sealed, &erased)?;
        self.after(deeds, &answers, &written, &keys, fresh)?;
        Ok(answers)
    }

    /// Opens the transaction and makes sure that this process is still the writer.
    fn begin(&mut self) -> Result<(), BatchFault> {
        let begin = match self.database.dialect() {
            crate::database::Dialect::Sqlite => "BEGIN IMMEDIATE",
            crate::database::Dialect::Postgres => "BEGIN",
        };
        let fence = "UPDATE head SET term = term WHERE one = 1 AND term = $1 AND seq = $2";
        let parameters = vec![Value::Integer(self.term), Value::Integer(signed(self.head.seq))];
        let changed =
            self.database.run(&[Statement::new(begin, Vec::new()), Statement::new(fence, parameters)])?;
        if changed.last() == Some(&1) {
            Ok(())
        } else {
            Err(BatchFault::Broken(DatabaseFault::Fenced.to_string()))
        }
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

    /// What follows a commit: jobs are noticed, keys go, digests are kept.
    fn after(
        &mut self,
        deeds: &[Deed],
        answers: &[Result<Answer, DeedFault>],
        written: &[Written],
        keys: &[Id],
        now: Instant,
    ) -> Result<(), BatchFault> {
        let calls = |one: &Written| {
            self.registry.reactors(one.entry.kind).any(|reactor| matches!(reactor.work, kernel::Work::Act(_)))
        };
        self.jobs_waiting = written.iter().any(calls) || (self.jobs_waiting && !written.is_empty());
        if !keys.is_empty() {
            erase_keys(&mut *self.database, &self.keys, keys)?;
        }
        let put = TableSql::of(Digest::TABLE).put;
        let fresh =
            deeds.iter().zip(answers).filter(|(_, answer)| matches!(answer, Ok(answer) if !answer.again));
        let mut statements = vec![Statement::new("BEGIN", Vec::new())];
        statements.extend(fresh.map(|(deed, _)| {
            let row = Digest { act: deed.act, digest: deed.digest.to_vec(), at: now.0 };
            Statement::new(put.clone(), row.to_row())
        }));
        statements.push(Statement::new("COMMIT", Vec::new()));
        if statements.len() > 2 {
            self.runtime.run(&statements)?;
        }
        Ok(())
    }

    fn known_digests(&mut self, deeds: &[Deed]) -> Result<HashMap<Id, Vec<u8>>, BatchFault> {
        let sql = TableSql::of(Digest::TABLE).get;
        let asks: Vec<Statement> =
            deeds.iter().map(|deed| Statement::new(sql.clone(), vec![deed.act.to_value()])).collect();
        let rows = self.runtime.query(&asks)?;
        let known = rows.iter().flatten().filter_map(|row| Digest::from_row(row).ok());
        Ok(known.map(|digest| (digest.act, digest.digest)).collect())
    }
}

/// Takes the keys of erasures out of use. The entries stand whatever happens here: the next start does it again.
pub(crate) fn erase_keys(
    database: &mut dyn Database,
    store: &KeyStore,
    keys: &[Id],
) -> Result<(), BatchFault> {
    store.erase(keys).map_err(|fault| BatchFault::Broken(fault.to_string()))?;
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
        BatchFault::Data(fault.to_string())
    }
}

impl From<GateFault> for BatchFault {
    fn from(fault: GateFault) -> Self {
        BatchFault::Data(fault.to_string())
    }
}

fn signed(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn decode(registry: &Registry, deed: &Deed) -> Result<Box<dyn AnyAct>, DeedFault> {
    let spec = registry.act(deed.kind).ok_or(DeedFault::UnknownAct(deed.kind))?;
    (spec.decode)(&deed.body).map_err(DeedFault::Unreadable)
}

fn ctx_of(deed: &Deed, now: Instant) -> Ctx {
    Ctx { now, act: deed.act, actor: deed.actor, purpose: deed.purpose, cause: deed.cause }
}

/// Everything that is known to be needed before the batch begins goes in one round trip.
fn first_needs(deeds: &[Deed], acts: &[Result<Box<dyn AnyAct>, DeedFault>], now: Instant) -> Vec<Need> {
    let empty = View::default();
    let mut all = Vec::new();
    for (deed, act) in deeds.iter().zip(acts) {
        let mut needs = Needs::default();
        needs.row::<ActSeen>(deed.act);
        if let Ok(act) = act {
            act.needs(&ctx_of(deed, now), &empty, &mut needs);
        }
        all.extend(needs.missing_from(&empty));
    }
    all
}

fn enter(
    registry: &Registry,
    head: &mut Head,
    deed: &Deed,
    act: &dyn AnyAct,
    now: Instant,
    digests: &HashMap<Id, Vec<u8>>,
    overlay: &mut Overlay<'_>,
) -> Result<Entered, BatchFault> {
    let tables: &mut dyn kernel::Tables = overlay;
    if let Some(seen) = tables.get::<ActSeen>(deed.act)? {
        let answer = match digests.get(&deed.act) {
            Some(digest) if digest.as_slice() != deed.digest => Err(DeedFault::AnotherBody),
            _ => answered_before(registry, overlay, deed.act, seen.seq),
        };
        return Ok(Entered { answer, written: Vec::new() });
    }
    let (outcome, written) =
        ledger::enter(registry, head, act, &ctx_of(deed, now), deed.commitments(), overlay)?;
    Ok(Entered { answer: Ok(Answer { act: deed.act, outcome, again: false }), written })
}

/// The answer that an act got when it was entered first.
fn answered_before(
    registry: &Registry,
    overlay: &mut Overlay<'_>,
    act: Id,
    seq: i64,
) -> Result<Answer, DeedFault> {
    let ask = Statement::new("SELECT bytes FROM entry WHERE seq = $1", vec![Value::Integer(seq)]);
    let rows = overlay.query(&[ask]).map_err(|fault| DeedFault::Broken(fault.to_string()))?;
    let entry = match rows.first().and_then(|rows| rows.first()).and_then(|row| row.first()) {
        Some(Value::Bytes(bytes)) => {
            Entry::from_bytes(bytes).map_err(|fault| DeedFault::Internal(fault.to_string()))?
        }
        // In the same batch: entered a moment ago, under the same id.
        _ => {
            return Ok(Answer {
                act,
                outcome: Outcome::Entered { seq: seq.unsigned_abs(), marks: Vec::new() },
                again: true,
            });
        }
    };
    let outcome = match entry.kind {
        Refused::KIND => match entry.event::<Refused>() {
            Ok(Refused { rule: Some(rule), .. }) => Outcome::Refused(refused_before(rule)),
            Ok(Refused { rule: None, act_kind }) => {
                let what = registry.act(act_kind).map_or("this act", |spec| spec.kind.name);
                Outcome::Forbidden(Forbidden::Role { what, role: CodeList::code(entry.actor.role) })
            }
            Err(fault) => return Err(DeedFault::Internal(fault.to_string())),
        },
        _ => Outcome::Entered { seq: entry.seq, marks: entry.marks },
    };
    Ok(Answer { act, outcome, again: true })
}

fn refused_before(rule: RuleName) -> Refusal {
    Refusal {
        rule,
        why: "this very act was refused before.",
        instead: "see the first answer; a new act needs a new id.",
    }
}

/// Carries out reactions that wait, by the number of their cause, from the table and not from memory.
fn react(
    registry: &Registry,
    head: &mut Head,
    overlay: &mut Overlay<'_>,
    now: Instant,
) -> Result<Vec<Written>, BatchFault> {
    let sql =
        "SELECT act, cause, reactor, automatic FROM job WHERE automatic = 1 ORDER BY cause, act LIMIT $1";
    let mut rows = overlay.query(&[Statement::new(sql, vec![Value::Integer(JOBS)])])?;
    let mut written = Vec::new();
    for row in rows.pop().unwrap_or_default() {
        let Ok(job) = Job::from_row(&row) else { continue };
        let ask = Statement::new("SELECT bytes FROM entry WHERE seq = $1", vec![Value::Integer(job.cause)]);
        let found = overlay.query(&[ask])?;
        let Some(Value::Bytes(bytes)) =
            found.first().and_then(|rows| rows.first()).and_then(|row| row.first())
        else {
            continue;
        };
        let Ok(cause) = Entry::from_bytes(bytes) else { continue };
        if let Some((act, ctx)) = ledger::reaction(registry, &cause, &job.reactor) {
            let ctx = Ctx { now, ..ctx };
            let (_, entries) = ledger::enter(registry, head, &*act, &ctx, Vec::new(), overlay)?;
            written.extend(entries);
        }
    }
    Ok(written)
}

fn sealed_statements(sql: &Sql, deed: &Deed) -> Result<Vec<Statement>, BatchFault> {
    let put = sql.table(PayloadRow::TABLE)?.put.clone();
    let mut statements = Vec::with_capacity(deed.payloads.len() + deed.rows.len());
    for payload in &deed.payloads {
        let row = PayloadRow {
            act: deed.act,
            slot: i64::from(payload.slot),
            subject: payload.subject,
            key: payload.key,
            ciphertext: payload.ciphertext.clone(),
        };
        statements.push(Statement::new(put.clone(), row.to_row()));
    }
    for (slot, row) in (ROW_SLOTS..).zip(&deed.rows) {
        let mut parameters = row.row.clone();
        parameters.extend([
            deed.act.to_value(),
            Value::Integer(i64::from(slot)),
            row.subject.to_value(),
            Value::Bytes(row.salt.to_vec()),
        ]);
        statements.push(Statement::new(sql.table(row.table)?.put.clone(), parameters));
    }
    Ok(statements)
}

/// The secrets of a node that sign and digest, derived from its node key.
pub(crate) fn signer(node_key: &Secret, name: &str) -> Signer25519 {
    Signer25519::new(name, &node_key.derive("checkpoints"))
}
