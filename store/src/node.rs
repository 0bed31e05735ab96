//! A node: one database, one journal, one writer; what the doors and the command line speak to.

mod open;

pub(crate) use open::{MOVED, connect, head_row, journal_end, lock, open_runtime, postgres_runtime};
pub use open::{NodeConfig, OpenFault, node_name};
use open::{become_writer, close_to_others, file_fault, make_directory, open_keys, reopened, write_verifier};

use crate::crypto::{CannotOpen, Secret, open_sealed_to, place, public_key};
use crate::database::{Database, DatabaseFault, declaration};
use crate::deed::{Answer, Deed, DeedBuilder, DeedFault};
use crate::erasing;
use crate::keys::{KeyFault, KeyStatus, KeyStore, Rotated};
use crate::merkle::VerifierKey;
use crate::meters::Meters;
use crate::schema::EntryRow;
use crate::sqlite::Sqlite;
use crate::world::{Sql, main_tables};
use crate::writer::{Between, Order, SubjectKeys, Waiting, Writer, now, signer};
use kernel::journal::Job;
use kernel::look::Look;
use kernel::{
    Act, Actor, Ask, Cell, Entry, Forbidden, Id, Instant, Outcome, Personal, Purpose, ReadKind, Refusal,
    Registry, Value, allow,
};
use std::collections::BTreeSet;
use std::fs::File;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use tokio::sync::{oneshot, watch};

/// Why personal data are not shown.
#[derive(Debug, thiserror::Error)]
pub enum LookFault {
    /// The policy refuses.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// A rights rule refuses.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The trace could not be made durable: then nothing is shown.
    #[error(transparent)]
    Trace(#[from] DeedFault),
    /// The data are erased, or not covered by the trace, or the record is not known to the unit of whoever asks.
    #[error("erased")]
    Gone,
    /// The database.
    #[error(transparent)]
    Database(#[from] DatabaseFault),
    /// It does not open: a damaged database.
    #[error(transparent)]
    CannotOpen(#[from] CannotOpen),
}

/// The durable trace of a look: what it does not name is not opened.
#[derive(Debug)]
pub struct Trace {
    whose: BTreeSet<Id>,
}

type Readers = Mutex<Vec<Box<dyn Database>>>;

/// A running node.
pub struct Node {
    registry: Arc<Registry>,
    config: NodeConfig,
    orders: Sender<Order>,
    writer: Mutex<Option<JoinHandle<()>>>,
    readers: Readers,
    runtime: Mutex<Sqlite>,
    keys: Arc<KeyStore>,
    root: Secret,
    index_key: Secret,
    digest_key: Secret,
    box_key: Secret,
    verifier: VerifierKey,
    subject_keys: Arc<SubjectKeys>,
    grown: watch::Receiver<u64>,
    transactions: Arc<AtomicU64>,
    meters: Arc<Meters>,
    tokio: Option<Arc<tokio::runtime::Runtime>>,
    _lock: File,
}

impl Node {
    /// Opens a node, or makes a new one.
    ///
    /// # Errors
    /// [`OpenFault`] says what is in the way.
    pub fn open(config: NodeConfig, registry: Registry) -> Result<Node, OpenFault> {
        Node::open_with_clock(config, registry, Box::new(now))
    }

    /// As [`Node::open`], with a clock of the caller's: what is entered twice is then the same twice.
    ///
    /// # Errors
    /// [`OpenFault`].
    pub fn open_with_clock(
        config: NodeConfig,
        registry: Registry,
        clock: Box<dyn Fn() -> Instant + Send>,
    ) -> Result<Node, OpenFault> {
        crate::keeping::refuse_unfinished(&config.data)?;
        Node::start(config, registry, clock)
    }

    /// Opens a node that a restore has just built, and that nobody else may open yet.
    pub(crate) fn open_restored(config: NodeConfig, registry: Registry) -> Result<Node, OpenFault> {
        Node::start(config, registry, Box::new(now))
    }

    fn start(
        config: NodeConfig,
        registry: Registry,
        clock: Box<dyn Fn() -> Instant + Send>,
    ) -> Result<Node, OpenFault> {
        make_directory(&config.data)?;
        let lock = lock(&config.data)?;
        let registry = Arc::new(registry);
        let tokio = match &config.database {
            None => None,
            Some(_) => Some(Arc::new(postgres_runtime().map_err(file_fault(&config.data))?)),
        };
        let mut database = connect(&config, tokio.as_deref())?;
        let tables = main_tables(&registry);
        database.declare(
            &tables.iter().map(|table| declaration(table, database.dialect())).collect::<String>(),
        )?;
        let head_row = become_writer(&mut *database, &config.data)?;
        let (head, tree, signed) = journal_end(&mut *database, &head_row)?;
        let keys = Arc::new(open_keys(&config, head.seq)?);
        let root = keys.root().clone();
        erasing::finish(&mut *database, &keys).map_err(|_| KeyFault::InUse)?;
        let runtime = open_runtime(&config.data, &registry)?;
        close_to_others(&config.data)?;
        let signer = signer(&root, &config.name);
        let verifier = signer.verifier();
        write_verifier(&config.data, &verifier)?;
        let subject_keys = Arc::new(SubjectKeys::default());
        let (grow, grown) = watch::channel(head.seq);
        let (transactions, meters) = (Arc::new(AtomicU64::new(0)), Arc::new(Meters::default()));
        let (orders, taken) = channel();
        let (again, carrier) = (config.clone(), tokio.clone());
        let reopen =
            move |term| reopened(&again, carrier.as_deref(), term).map_err(|fault| fault.to_string());
        let writer = Writer {
            registry: Arc::clone(&registry),
            sql: Arc::new(Sql::of(tables.into_iter())),
            database,
            runtime: Box::new(Sqlite::open(&config.data.join("runtime.db"))?.seldom_waiting_for_the_disk()?),
            keys: Arc::clone(&keys),
            signer,
            head,
            tree,
            term: head_row.term,
            jobs_waiting: true,
            signed,
            subject_keys: Arc::clone(&subject_keys),
            grown: grow,
            transactions: Arc::clone(&transactions),
            meters: Arc::clone(&meters),
            reopen: Box::new(reopen),
            clock,
            between: Between::default(),
        };
        let thread = std::thread::Builder::new().name("writer".into()).spawn(move || writer.work(&taken));
        Ok(Node {
            registry,
            orders,
            writer: Mutex::new(Some(thread.map_err(file_fault(&config.data))?)),
            readers: Mutex::default(),
            runtime: Mutex::new(runtime),
            keys,
            index_key: root.derive("blind index"),
            digest_key: root.derive("digests"),
            box_key: root.derive("public door"),
            root,
            verifier,
            subject_keys,
            grown,
            transactions,
            meters,
            tokio,
            config,
            _lock: lock,
        })
    }

    /// All charters of this node.
    #[must_use]
    pub fn registry(&self) -> &Arc<Registry> {
        &self.registry
    }

    /// Where the node lives.
    #[must_use]
    pub fn config(&self) -> &NodeConfig {
        &self.config
    }

    /// What this node's checkpoints are verified with.
    #[must_use]
    pub fn verifier(&self) -> &VerifierKey {
        &self.verifier
    }

    /// Puts together an act with what is sealed beside it.
    pub fn deed<A: Act>(&self, act: Id, what: &A, actor: Actor, purpose: Purpose) -> DeedBuilder<'_> {
        DeedBuilder::new(self, act, what, actor, purpose)
    }

    /// A new random number.
    ///
    /// # Errors
    /// [`DeedFault::Broken`] when the system gives no randomness.
    pub fn new_id(&self) -> Result<Id, DeedFault> {
        Ok(Id(crate::crypto::random()?))
    }

    /// Sends a deed to the writer; the answer comes when it is durable.
    ///
    /// # Errors
    /// [`DeedFault`]: nothing was entered.
    pub async fn enter(&self, deed: Deed) -> Result<Answer, DeedFault> {
        self.send(deed)?.await.map_err(|_| DeedFault::Stopping)?
    }

    /// As [`Node::enter`], for threads outside of any async runtime.
    ///
    /// # Errors
    /// [`DeedFault`]: nothing was entered.
    pub fn enter_now(&self, deed: Deed) -> Result<Answer, DeedFault> {
        self.send(deed)?.blocking_recv().map_err(|_| DeedFault::Stopping)?
    }

    fn send(&self, deed: Deed) -> Result<oneshot::Receiver<Result<Answer, DeedFault>>, DeedFault> {
        let (answer, answered) = oneshot::channel();
        let queued = self.meters.queue();
        let order = Order::Enter(Box::new(Waiting { deed, answer, _queued: queued }));
        self.orders.send(order).map_err(|_| DeedFault::Stopping)?;
        Ok(answered)
    }

    /// Signs a checkpoint now and tells its text.
    ///
    /// # Errors
    /// [`DeedFault`].
    pub fn checkpoint(&self) -> Result<String, DeedFault> {
        let (answer, answered) = oneshot::channel();
        self.orders.send(Order::Checkpoint(answer)).map_err(|_| DeedFault::Stopping)?;
        answered.blocking_recv().map_err(|_| DeedFault::Stopping)?
    }

    /// The key store in figures: counts and ages. Blocking.
    ///
    /// # Errors
    /// [`KeyFault`].
    pub fn key_status(&self) -> Result<KeyStatus, KeyFault> {
        self.keys.status()
    }

    /// Replaces the node key and wraps every key anew; acts go on meanwhile, and nothing that is sealed is touched. Blocking.
    ///
    /// # Errors
    /// [`KeyFault`]: another call or the next start finishes it.
    pub fn rotate_keys(&self, progress: &mut dyn FnMut(Rotated)) -> Result<Rotated, KeyFault> {
        self.keys.rotate(progress)
    }

    /// Replaces a node key that is older than a decision; false when that was done already. Blocking.
    ///
    /// # Errors
    /// [`KeyFault`]: another call or the next start finishes it.
    pub fn rotate_keys_decided(&self, decided: Instant) -> Result<bool, KeyFault> {
        self.keys.rotate_decided(decided)
    }

    /// Tells the number of the last entry, and when it grows.
    #[must_use]
    pub fn grown(&self) -> watch::Receiver<u64> {
        self.grown.clone()
    }

    /// How many transactions the writer has committed since it started.
    #[must_use]
    pub fn transactions(&self) -> u64 {
        self.transactions.load(Ordering::Relaxed)
    }

    /// What the writer has counted since it started.
    #[must_use]
    pub fn meters(&self) -> &Meters {
        &self.meters
    }

    /// Whether the writer lives and has its database: acts can be entered.
    #[must_use]
    pub fn is_writing(&self) -> bool {
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        writer.as_ref().is_some_and(|thread| !thread.is_finished()) && !self.meters.is_database_away()
    }

    /// Reads the main database beside the writer. Blocking: call it outside of async code.
    ///
    /// # Errors
    /// [`DatabaseFault`].
    pub fn read<T>(
        &self,
        read: impl FnOnce(&mut dyn Database) -> Result<T, DatabaseFault>,
    ) -> Result<T, DatabaseFault> {
        let idle = {
            let mut readers = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
            readers.retain(|database| !database.lost());
            readers.pop()
        };
        let mut database = match idle {
            Some(database) => database,
            None => connect(&self.config, self.tokio.as_deref())?,
        };
        let answer = read(&mut *database)?;
        self.readers.lock().unwrap_or_else(PoisonError::into_inner).push(database);
        Ok(answer)
    }

    /// Works on `runtime.db`: sessions and the like, which prove nothing. Blocking.
    ///
    /// # Errors
    /// [`DatabaseFault`].
    pub fn runtime<T>(
        &self,
        work: impl FnOnce(&mut dyn Database) -> Result<T, DatabaseFault>,
    ) -> Result<T, DatabaseFault> {
        work(&mut *self.runtime.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// A blind token: equal texts of one domain give equal tokens, and without the root secret a token tells nothing.
    #[must_use]
    pub fn token(&self, domain: &str, text: &[u8]) -> [u8; 32] {
        self.index_key.mac(&[domain.as_bytes(), text])
    }

    pub(crate) fn digest(&self, parts: &[&[u8]]) -> [u8; 32] {
        self.digest_key.mac(parts)
    }

    /// A secret for one use in the doors (sessions, say), derived from the root secret: a new node key leaves it as it is.
    #[must_use]
    pub fn secret(&self, label: &str) -> Secret {
        self.root.derive(label)
    }

    /// The public key that the public door seals to.
    #[must_use]
    pub fn box_public_key(&self) -> [u8; 32] {
        public_key(&self.box_key)
    }

    /// Opens what the public door sealed to [`Node::box_public_key`].
    ///
    /// # Errors
    /// [`CannotOpen`].
    pub fn open_box(&self, sealed: &[u8]) -> Result<Personal<Vec<u8>>, CannotOpen> {
        open_sealed_to(&self.box_key, sealed).map(Personal::new)
    }

    /// The key that a subject's data are sealed with: the one in use, or a new one.
    pub(crate) fn key_of(&self, subject: Id) -> Result<(Id, Secret), DeedFault> {
        let known = self.subject_keys.lock().unwrap_or_else(PoisonError::into_inner).get(&subject).copied();
        let known = match known {
            Some(key) => Some(key),
            None => self.stored_key_of(subject)?,
        };
        match known {
            Some(id) => {
                let key = self.keys.get(id)?;
                self.remember_key(subject, id);
                Ok((id, key))
            }
            None => self.draw_key_for(subject),
        }
    }

    /// Draws a new key for a subject.
    pub(crate) fn draw_key_for(&self, subject: Id) -> Result<(Id, Secret), DeedFault> {
        let (id, key) = self.keys.draw()?;
        self.remember_key(subject, id);
        Ok((id, key))
    }

    fn remember_key(&self, subject: Id, key: Id) {
        let mut remembered = self.subject_keys.lock().unwrap_or_else(PoisonError::into_inner);
        if remembered.len() >= 65_536 {
            remembered.clear();
        }
        remembered.insert(subject, key);
    }

    fn stored_key_of(&self, subject: Id) -> Result<Option<Id>, DeedFault> {
        let sql = "SELECT key FROM payload WHERE subject = $1 LIMIT 1";
        let rows = self.read(|database| database.rows(sql, vec![subject.to_value()]));
        let rows = rows.map_err(|fault| DeedFault::Broken(fault.to_string()))?;
        Ok(rows.first().and_then(|row| row.first()).and_then(|cell| Id::from_value(cell).ok()))
    }

    /// Asks the policy and the rules, and makes the trace of a look durable. Blocking.
    ///
    /// # Errors
    /// [`LookFault`]: then nothing may be shown.
    pub fn look(
        &self,
        actor: Actor,
        read: &'static ReadKind,
        purpose: Purpose,
        whose: &[Id],
    ) -> Result<Trace, LookFault> {
        allow(&actor, Ask::Read(read), purpose)?;
        let look = Look { read: read.code, whose: whose.to_vec() };
        let deed = self.deed(self.new_id()?, &look, actor, purpose).build();
        match self.enter_now(deed)?.outcome {
            Outcome::Entered { .. } => Ok(Trace { whose: whose.iter().copied().collect() }),
            Outcome::Refused(refusal) => Err(refusal.into()),
            Outcome::Forbidden(forbidden) => Err(forbidden.into()),
            // All that can be wrong with a look is that the unit does not know of the record.
            Outcome::Invalid(_) => Err(LookFault::Gone),
        }
    }

    /// Opens one sealed payload under a trace that names its subject. Blocking.
    ///
    /// # Errors
    /// [`LookFault::Gone`] when it is erased or belongs to somebody whom the trace does not name.
    pub fn open_payload(&self, trace: &Trace, act: Id, slot: u16) -> Result<Personal<Vec<u8>>, LookFault> {
        let sql = "SELECT subject, key, ciphertext FROM payload WHERE act = $1 AND slot = $2";
        let rows =
            self.read(|database| database.rows(sql, vec![act.to_value(), Value::Integer(i64::from(slot))]))?;
        let Some([subject, key, Value::Bytes(ciphertext)]) = rows.first().map(Vec::as_slice) else {
            return Err(LookFault::Gone);
        };
        let (Ok(subject), Ok(key)) = (Id::from_value(subject), Id::from_value(key)) else {
            return Err(LookFault::Gone);
        };
        if !trace.whose.contains(&subject) {
            return Err(LookFault::Gone);
        }
        let key = self.keys.get(key).map_err(|_| LookFault::Gone)?;
        Ok(Personal::new(key.open(&place(act, slot), ciphertext)?))
    }

    /// Jobs of a reaction that wait for a worker, the oldest first.
    ///
    /// # Errors
    /// [`DatabaseFault`].
    pub fn jobs(&self, reaction: &str, most: i64) -> Result<Vec<Job>, DatabaseFault> {
        let sql = "SELECT act, cause, reactor, automatic FROM job WHERE reactor = $1 AND automatic = 0 \
            ORDER BY cause, act LIMIT $2";
        let parameters = vec![Value::Text(reaction.to_owned()), Value::Integer(most)];
        self.read(|database| database.records::<Job>(sql, parameters))
    }

    /// The entry of that number.
    ///
    /// # Errors
    /// [`DatabaseFault`].
    pub fn entry(&self, seq: u64) -> Result<Option<Entry>, DatabaseFault> {
        let sql = "SELECT seq, bytes FROM entry WHERE seq = $1";
        let rows =
            self.read(|database| database.records::<EntryRow>(sql, vec![Value::Integer(seq.cast_signed())]))?;
        Ok(rows.first().and_then(|row| Entry::from_bytes(&row.bytes).ok()))
    }

    /// Finishes what waits, signs a checkpoint and stops the writer. Called when the node is dropped, too.
    pub fn stop(&self) {
        // A writer that is gone already needs no order.
        drop(self.orders.send(Order::Stop));
        if let Some(thread) = self.writer.lock().unwrap_or_else(PoisonError::into_inner).take() {
            drop(thread.join());
        }
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        self.stop();
        self.readers.lock().unwrap_or_else(PoisonError::into_inner).clear();
        if let Some(tokio) = self.tokio.take().and_then(Arc::into_inner) {
            tokio.shutdown_background();
        }
    }
}

impl std::fmt::Debug for Node {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Node").field("data", &self.config.data).finish_non_exhaustive()
    }
}
