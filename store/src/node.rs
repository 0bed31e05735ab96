//! A node: one database, one journal, one writer; what the doors and the command line speak to.

mod memory;
mod open;
mod personal;
mod start;

pub(crate) use open::{
    MOVED, TAKE_LOCK, connect, connect_to_write, end_for, head_row, journal_end, lock, open_runtime,
    raise_term,
};
pub use open::{NodeConfig, OpenFault, node_name};
pub use personal::{LookFault, Trace};
#[cfg(feature = "testing")]
pub(crate) use start::Sharing;

use crate::crypto::Secret;
use crate::database::{Database, DatabaseFault};
use crate::deed::{Answer, Deed, DeedBuilder, DeedFault};
use crate::keys::{KeyFault, KeyStatus, KeyStore, Rotated};
use crate::laying::Piece;
use crate::merkle::VerifierKey;
use crate::meters::Meters;
use crate::runtime::Runtime;
use crate::schema::EntryRow;
use crate::standby::{Duty, Post};
use crate::writer::{Answering, AnsweringText, Orders, SubjectKeys};
use kernel::journal::Job;
use kernel::{Act, Actor, Entry, Id, Instant, Purpose, Registry, Value};
use memory::Memory;
use std::fs::File;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use tokio::sync::watch;

type Readers = Mutex<Vec<Box<dyn Database>>>;

/// A running node.
pub struct Node {
    registry: Arc<Registry>,
    config: NodeConfig,
    orders: Orders,
    writer: Mutex<Option<JoinHandle<()>>>,
    readers: Readers,
    runtime: Runtime,
    pub(crate) keys: Arc<KeyStore>,
    root: Secret,
    index_key: Secret,
    digest_key: Secret,
    verifier: VerifierKey,
    subject_keys: Arc<SubjectKeys>,
    grown: watch::Receiver<u64>,
    posted: watch::Receiver<Post>,
    transactions: Arc<AtomicU64>,
    meters: Arc<Meters>,
    memory: Memory,
    _lock: File,
}

impl Node {
    /// All charters of this node.
    #[must_use]
    pub fn registry(&self) -> &Arc<Registry> {
        &self.registry
    }

    /// What a room remembers of this very moment under that type: shared by all who ask in this process, and by nobody else.
    pub fn memory<T: std::any::Any + Default + Send + Sync>(&self) -> Arc<T> {
        self.memory.of()
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
        self.orders.enter(deed)?.await.map_err(|_| DeedFault::Stopping)?
    }

    /// As [`Node::enter`], for threads outside of any async runtime.
    ///
    /// # Errors
    /// [`DeedFault`]: nothing was entered.
    pub fn enter_now(&self, deed: Deed) -> Result<Answer, DeedFault> {
        self.send(deed)?.blocking_recv().map_err(|_| DeedFault::Stopping)?
    }

    /// Sends many deeds to the writer at once, in their order, and answers when each is durable or refused. Blocking.
    #[must_use]
    pub fn enter_all(&self, deeds: Vec<Deed>) -> Vec<Result<Answer, DeedFault>> {
        let sent: Vec<_> = deeds.into_iter().map(|deed| self.send(deed)).collect();
        let answered =
            |sent: Result<Answering, DeedFault>| sent?.blocking_recv().map_err(|_| DeedFault::Stopping)?;
        sent.into_iter().map(answered).collect()
    }

    pub(crate) fn send(&self, deed: Deed) -> Result<Answering, DeedFault> {
        self.orders.enter(deed)
    }

    /// Sends a piece to the writer that comes before its act; it is durable when this returns. Blocking.
    pub(crate) fn lay(&self, piece: Piece) -> Result<(), DeedFault> {
        self.orders.lay(piece)?.blocking_recv().map_err(|_| DeedFault::Stopping)?
    }

    /// Has what was laid for an act let go of, unless it was entered.
    pub(crate) fn let_go(&self, act: Id) {
        self.orders.let_go(act);
    }

    /// Signs a checkpoint now and tells its text.
    ///
    /// # Errors
    /// [`DeedFault`].
    pub fn checkpoint(&self) -> Result<String, DeedFault> {
        self.ask_for_checkpoint()?.blocking_recv().map_err(|_| DeedFault::Stopping)?
    }

    pub(crate) fn ask_for_checkpoint(&self) -> Result<AnsweringText, DeedFault> {
        self.orders.checkpoint()
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
    /// [`KeyFault`]: another call or the next start finishes it; [`KeyFault::Shared`] beside other processes.
    pub fn rotate_keys(&self, progress: &mut dyn FnMut(Rotated)) -> Result<Rotated, KeyFault> {
        if self.runtime.is_shared() {
            return Err(KeyFault::Shared);
        }
        self.keys.rotate(progress)
    }

    /// Replaces keys of teams and a node key that are older than a decision; false when that was done already. A node key waits
    /// while other processes have the key store open, which would not know the new one. Blocking.
    ///
    /// # Errors
    /// [`KeyFault`]: another call or the next start finishes it.
    pub fn rotate_keys_decided(&self, decided: Instant) -> Result<bool, KeyFault> {
        let teams = self.rotate_team_keys(decided)?;
        Ok((!self.runtime.is_shared() && self.keys.rotate_decided(decided)?) || teams)
    }

    /// Replaces keys of teams that are older than a decision; false when that was done already. Blocking.
    ///
    /// # Errors
    /// [`KeyFault`].
    pub fn rotate_team_keys(&self, decided: Instant) -> Result<bool, KeyFault> {
        self.keys.rotate_teams_decided(decided)
    }

    /// The daily work on the keys of teams: old ones are replaced, and destroyed when their time is over. Blocking.
    ///
    /// # Errors
    /// [`KeyFault`]: what was not done is done the next time.
    pub fn keep_team_keys(&self, now: Instant) -> Result<(), KeyFault> {
        self.keys.keep_teams(now)
    }

    /// Tells the number of the last entry, and when it grows.
    #[must_use]
    pub fn grown(&self) -> watch::Receiver<u64> {
        self.grown.clone()
    }

    /// That moment, or the one when the last entry was recorded, if that is later: a clock that was set back puts off nothing that
    /// is due by the journal. Blocking.
    ///
    /// # Errors
    /// [`DatabaseFault`].
    pub fn no_earlier(&self, now: Instant) -> Result<Instant, DatabaseFault> {
        let recorded = self.read(|database| database.number("SELECT recorded FROM head", Vec::new()))?;
        Ok(now.max(Instant(recorded)))
    }

    /// What this process is to its database, and when that changes.
    #[must_use]
    pub fn post(&self) -> watch::Receiver<Post> {
        self.posted.clone()
    }

    /// True while another process is the writer and this one hands its acts on.
    #[must_use]
    pub fn is_standby(&self) -> bool {
        self.posted.borrow().duty == Duty::Standby
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

    /// Whether acts can be entered: the writer lives and has its database, or this process stands by and finds a writer.
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
        let mut database = match self.idle_reader() {
            Some(database) => database,
            None => connect(&self.config)?,
        };
        let answer = read(&mut *database)?;
        self.readers.lock().unwrap_or_else(PoisonError::into_inner).push(database);
        Ok(answer)
    }

    /// A connection for reading that nobody uses; those that are lost are forgotten.
    fn idle_reader(&self) -> Option<Box<dyn Database>> {
        loop {
            let reader = self.readers.lock().unwrap_or_else(PoisonError::into_inner).pop()?;
            if !reader.lost() {
                return Some(reader);
            }
        }
    }

    /// Works on `runtime.db`: sessions and the like, which prove nothing. Blocking.
    ///
    /// # Errors
    /// [`DatabaseFault`].
    pub fn runtime<T>(
        &self,
        work: impl FnOnce(&mut dyn Database) -> Result<T, DatabaseFault>,
    ) -> Result<T, DatabaseFault> {
        self.runtime.work(work)
    }

    /// Reactions of that name that wait for a worker, by the number of their cause; at most so many. Blocking.
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
        self.orders.stop();
        if let Some(thread) = self.writer.lock().unwrap_or_else(PoisonError::into_inner).take() {
            drop(thread.join());
        }
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        self.stop();
        self.readers.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

impl std::fmt::Debug for Node {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Node").field("data", &self.config.data).finish_non_exhaustive()
    }
}
