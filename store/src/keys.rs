//! The key store: one key per report and per person, in a file of its own that is never in the database's backup.
//!
//! Keys lie wrapped under the node key, which lies outside of both. So do the keys of teams (`keys/teams.rs`), and the root
//! secret, of which everything is derived that must outlive a node key. A pool of durable, unused keys takes the second wait for
//! the disk off the path of an act. Erasing a key wipes its page and empties the write-ahead log.

mod file;
pub(crate) mod node_key;
mod rotation;
mod status;
mod teams;

pub(crate) use file::{Restoring, TABLES, has_no_root, path, read_root, root_in};
pub use rotation::{Rotated, Rotation};
pub use status::{Age, KeyStatus};
pub use teams::{BoxFault, GRACE_HOURS, MOST_DAYS, TeamKeyStatus};

use crate::crypto::{NoRandomness, Secret, random};
use crate::database::{Database, DatabaseFault, Statement};
use crate::sqlite::Sqlite;
use crate::writer::now;
use kernel::{Cell, Id, Value, record};
use std::collections::{HashMap, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// How many unused keys are kept ready.
const POOL: usize = 2048;
/// The pool is filled again when fewer than one in so many is left.
const LOW: usize = 4;

record! {
    /// One key, wrapped under a node key.
    pub struct WrappedKey in "wrapped_key", Journal, key 1, indexes [] {
        /// The key's number.
        id: Id, Sealed;
        /// Nonce and ciphertext of the key.
        wrapped: Vec<u8>, Sealed;
        /// The node key that wraps it, by its number.
        generation: i64, Internal;
        /// When it was made, UTC ms; 0 when that was not written down yet.
        made: i64, Internal;
    }
}

/// Why a key could not be had.
#[derive(Debug, thiserror::Error)]
pub enum KeyFault {
    /// It was erased, or never was.
    #[error("the key is gone: what it sealed was erased")]
    Gone,
    /// It cannot be unwrapped: the node key is another.
    #[error(
        "the key store does not belong to this node key: put the node.key back that it was wrapped under last"
    )]
    WrongNodeKey,
    /// A file with a node key cannot be read or written.
    #[error("{0}: {1}")]
    NodeKey(PathBuf, String),
    /// The file failed.
    #[error("key store: {0}")]
    File(#[from] DatabaseFault),
    /// No randomness.
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
    /// Somebody has the key file open, so that the erased key may still stand in its log.
    #[error(
        "the key store is in use elsewhere: the erasure is not complete; it is tried again at the next start"
    )]
    InUse,
    /// Another process has the key store open, and would not know the new node key.
    #[error("the key store is shared with another process: stop both, then replace the node key")]
    Shared,
    /// The keys are being wrapped anew already.
    #[error("the node key is being replaced already: wait until that is done")]
    Rotating,
}

struct Inner {
    file: Sqlite,
    /// The node keys that wrap something, oldest first; new keys are wrapped under the last.
    generations: Vec<Generation>,
    pool: VecDeque<(Id, Secret)>,
    /// How many unused keys are kept ready.
    ready: usize,
    open: HashMap<Id, Secret>,
    /// SQLite's count of what other connections changed, when it was asked last.
    version: i64,
}

/// A node key that wraps keys.
struct Generation {
    number: i64,
    wrap: Secret,
    since: i64,
}

/// The key store.
pub struct KeyStore {
    data: PathBuf,
    root: Secret,
    inner: Mutex<Inner>,
    /// Held while keys are wrapped anew.
    turn: Mutex<()>,
    /// How far that is: keys wrapped, and how many there are.
    turning: Mutex<Option<Rotated>>,
}

impl Inner {
    fn newest(&self) -> Result<&Generation, KeyFault> {
        self.generations.last().ok_or(KeyFault::WrongNodeKey)
    }

    fn unwrapped(&self, place: &[u8], wrapped: &[u8], generation: i64) -> Result<Secret, KeyFault> {
        let known = self.generations.iter().find(|one| one.number == generation);
        let plain = known.ok_or(KeyFault::WrongNodeKey)?.wrap.open(place, wrapped);
        Ok(Secret(plain.ok().and_then(|plain| plain.try_into().ok()).ok_or(KeyFault::WrongNodeKey)?))
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl KeyStore {
    /// Opens or creates the key store of a node, and finishes a replacement of the node key that was interrupted.
    ///
    /// # Errors
    /// [`KeyFault`] when the file cannot be opened or belongs to another node key.
    pub fn open(data: &Path, node_key: &Secret) -> Result<KeyStore, KeyFault> {
        let next = node_key::read_next(data)?;
        let (file, root, generations) = file::open(data, node_key, next.as_ref())?;
        let inner =
            Inner { file, generations, pool: VecDeque::new(), ready: POOL, open: HashMap::new(), version: 0 };
        let store = KeyStore {
            data: data.to_owned(),
            root,
            inner: Mutex::new(inner),
            turn: Mutex::new(()),
            turning: Mutex::new(None),
        };
        store.finish_rotation(next)?;
        store.begin_teams()?;
        Ok(store)
    }

    /// What everything is derived from that must outlive a node key: signing key, blind tokens, digests, sessions.
    pub(crate) fn root(&self) -> &Secret {
        &self.root
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        lock(&self.inner)
    }

    /// A durable key that nothing uses yet.
    ///
    /// # Errors
    /// [`KeyFault`].
    pub fn draw(&self) -> Result<(Id, Secret), KeyFault> {
        let mut inner = self.lock();
        if inner.pool.is_empty() {
            fill(&mut inner)?;
        }
        let (id, key) = inner.pool.pop_front().ok_or(KeyFault::Gone)?;
        remember(&mut inner.open, id, &key);
        Ok((id, key))
    }

    /// Fills the pool when it runs low; called beside the path of acts.
    ///
    /// # Errors
    /// [`KeyFault`].
    pub fn refill(&self) -> Result<(), KeyFault> {
        let mut inner = self.lock();
        if inner.pool.len() < inner.ready / LOW { fill(&mut inner) } else { Ok(()) }
    }

    /// The key of that number.
    ///
    /// # Errors
    /// [`KeyFault::Gone`] after an erasure.
    pub fn get(&self, id: Id) -> Result<Secret, KeyFault> {
        let mut inner = self.lock();
        if let Some(key) = inner.open.get(&id) {
            return Ok(key.clone());
        }
        let file: &mut dyn Database = &mut inner.file;
        let sql = "SELECT wrapped, generation FROM wrapped_key WHERE id = $1";
        let rows = file.rows(sql, vec![id.to_value()])?;
        let Some([Value::Bytes(wrapped), Value::Integer(generation)]) = rows.first().map(Vec::as_slice)
        else {
            return Err(KeyFault::Gone);
        };
        let key = inner.unwrapped(&id.0, wrapped, *generation)?;
        remember(&mut inner.open, id, &key);
        Ok(key)
    }

    /// Takes keys out of use for ever: rows overwritten, log emptied.
    ///
    /// # Errors
    /// [`KeyFault::InUse`] when a reader kept the log from being emptied.
    pub fn erase(&self, ids: &[Id]) -> Result<(), KeyFault> {
        let mut inner = self.lock();
        for id in ids {
            inner.open.remove(id);
            inner.file.run(&[deletion(*id)])?;
        }
        file::empty_log(&mut inner.file)
    }

    /// Keeps fewer keys ready than a node does: a simulation opens thousands of nodes.
    #[cfg(feature = "testing")]
    pub(crate) fn keep_ready(&self, keys: usize) {
        self.lock().ready = keys;
    }

    /// Whether another process has changed the key store since this was asked last: then what is kept open may be gone there.
    ///
    /// # Errors
    /// [`KeyFault::File`].
    pub(crate) fn was_changed_elsewhere(&self) -> Result<bool, KeyFault> {
        let mut inner = self.lock();
        let file: &mut dyn Database = &mut inner.file;
        let version = file.number("PRAGMA data_version", Vec::new())?;
        Ok(std::mem::replace(&mut inner.version, version) != version)
    }

    /// Forgets the keys that are kept open; they are read again where they still are.
    pub(crate) fn forget_open(&self) {
        self.lock().open.clear();
    }

    /// Removes the unused keys of the pool: at a clean stop nothing is left over.
    ///
    /// # Errors
    /// [`KeyFault::File`].
    pub fn give_back(&self) -> Result<(), KeyFault> {
        let mut inner = self.lock();
        let unused: Vec<Statement> = inner.pool.drain(..).map(|(id, _)| deletion(id)).collect();
        file::in_one(&mut inner.file, unused)
    }

    /// How many keys there are.
    ///
    /// # Errors
    /// [`KeyFault::File`].
    pub fn count(&self) -> Result<i64, KeyFault> {
        let mut inner = self.lock();
        let file: &mut dyn Database = &mut inner.file;
        Ok(file.number("SELECT COUNT(*) FROM wrapped_key", Vec::new())?)
    }
}

fn fill(inner: &mut Inner) -> Result<(), KeyFault> {
    let generation = inner.newest()?;
    let mut statements = Vec::with_capacity(inner.ready);
    let mut made = Vec::with_capacity(inner.ready);
    while inner.pool.len() + made.len() < inner.ready {
        let (id, key) = (Id(random()?), Secret::random()?);
        let wrapped = generation.wrap.seal(&id.0, &key.0)?;
        let row = WrappedKey { id, wrapped, generation: generation.number, made: now().0 };
        statements.push(file::put(&row));
        made.push((id, key));
    }
    file::in_one(&mut inner.file, statements)?;
    inner.pool.extend(made);
    Ok(())
}

fn deletion(id: Id) -> Statement {
    Statement::new("DELETE FROM wrapped_key WHERE id = $1", vec![id.to_value()])
}

/// Keys in use are kept open, but not without bound.
fn remember(open: &mut HashMap<Id, Secret>, id: Id, key: &Secret) {
    if open.len() >= 65_536 {
        open.clear();
    }
    open.insert(id, key.clone());
}

#[cfg(test)]
mod tests;
