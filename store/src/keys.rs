//! The key store: one key per report and per person, in a file of its own that is never in the database's backup.
//!
//! Keys lie wrapped under the node key, which lies outside of both. A pool of durable, unused keys takes the second wait for
//! the disk off the path of an act. Erasing a key wipes its page and empties the write-ahead log.

use crate::crypto::{NoRandomness, Secret, random};
use crate::database::{Database, DatabaseFault, Statement};
use crate::sqlite::Sqlite;
use kernel::{Cell, Id, Value, record};
use std::collections::{HashMap, VecDeque};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// How many unused keys are kept ready.
const POOL: usize = 2048;
/// Below this many the pool is filled again.
const LOW: usize = 512;

record! {
    /// One key, wrapped under the node key.
    pub struct WrappedKey in "wrapped_key", Journal, key 1, indexes [] {
        /// The key's number.
        id: Id, Sealed;
        /// Nonce and ciphertext of the key.
        wrapped: Vec<u8>, Sealed;
    }
}

/// Why a key could not be had.
#[derive(Debug, thiserror::Error)]
pub enum KeyFault {
    /// It was erased, or never was.
    #[error("the key is gone: what it sealed was erased")]
    Gone,
    /// It cannot be unwrapped: the node key is another.
    #[error("the key store does not belong to this node key")]
    WrongNodeKey,
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
}

struct Inner {
    file: Sqlite,
    pool: VecDeque<(Id, Secret)>,
    open: HashMap<Id, Secret>,
}

/// The key store.
pub struct KeyStore {
    wrap: Secret,
    inner: Mutex<Inner>,
}

impl KeyStore {
    /// Opens or creates the key store of a node.
    ///
    /// # Errors
    /// [`KeyFault`] when the file cannot be opened.
    pub fn open(file: &Path, node_key: &Secret) -> Result<KeyStore, KeyFault> {
        let mut file = Sqlite::open(file)?;
        (&mut file as &mut dyn Database)
            .declare("PRAGMA secure_delete = ON; PRAGMA locking_mode = NORMAL;")?;
        file.declare(
            "CREATE TABLE IF NOT EXISTS wrapped_key (id BLOB NOT NULL PRIMARY KEY, wrapped BLOB NOT NULL) STRICT, WITHOUT ROWID;",
        )?;
        let inner = Inner { file, pool: VecDeque::new(), open: HashMap::new() };
        Ok(KeyStore { wrap: node_key.derive("wrapping"), inner: Mutex::new(inner) })
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A durable key that nothing uses yet.
    ///
    /// # Errors
    /// [`KeyFault`].
    pub fn draw(&self) -> Result<(Id, Secret), KeyFault> {
        let mut inner = self.lock();
        if inner.pool.is_empty() {
            self.fill(&mut inner)?;
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
        if inner.pool.len() < LOW { self.fill(&mut inner) } else { Ok(()) }
    }

    fn fill(&self, inner: &mut Inner) -> Result<(), KeyFault> {
        let mut statements = vec![Statement::new("BEGIN", Vec::new())];
        let mut made = Vec::with_capacity(POOL);
        while inner.pool.len() + made.len() < POOL {
            let (id, key) = (Id(random()?), Secret::random()?);
            let wrapped = self.wrap.seal(&id.0, &key.0)?;
            let sql = "INSERT INTO wrapped_key (id, wrapped) VALUES ($1, $2)";
            statements.push(Statement::new(sql, vec![id.to_value(), Value::Bytes(wrapped)]));
            made.push((id, key));
        }
        statements.push(Statement::new("COMMIT", Vec::new()));
        inner.file.run(&statements)?;
        inner.pool.extend(made);
        Ok(())
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
        let rows = file.rows("SELECT wrapped FROM wrapped_key WHERE id = $1", vec![id.to_value()])?;
        let Some([Value::Bytes(wrapped)]) = rows.first().map(Vec::as_slice) else {
            return Err(KeyFault::Gone);
        };
        let plain = self.wrap.open(&id.0, wrapped).map_err(|_| KeyFault::WrongNodeKey)?;
        let key = Secret(plain.try_into().map_err(|_| KeyFault::WrongNodeKey)?);
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
            let delete = Statement::new("DELETE FROM wrapped_key WHERE id = $1", vec![id.to_value()]);
            inner.file.run(&[delete])?;
        }
        let emptied = |row: &rusqlite::Row<'_>| row.get::<_, i64>(0);
        let busy = inner.file.connection().query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], emptied);
        match busy {
            Ok(0) => Ok(()),
            _ => Err(KeyFault::InUse),
        }
    }

    /// Removes the unused keys of the pool: at a clean stop nothing is left over.
    ///
    /// # Errors
    /// [`KeyFault::File`].
    pub fn give_back(&self) -> Result<(), KeyFault> {
        let mut inner = self.lock();
        let mut statements = vec![Statement::new("BEGIN", Vec::new())];
        let delete = |id: Id| Statement::new("DELETE FROM wrapped_key WHERE id = $1", vec![id.to_value()]);
        statements.extend(inner.pool.drain(..).map(|(id, _)| delete(id)));
        statements.push(Statement::new("COMMIT", Vec::new()));
        inner.file.run(&statements).map(drop).map_err(KeyFault::from)
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

/// Keys in use are kept open, but not without bound.
fn remember(open: &mut HashMap<Id, Secret>, id: Id, key: &Secret) {
    if open.len() >= 65_536 {
        open.clear();
    }
    open.insert(id, key.clone());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawn_key_is_durable_and_an_erased_one_gone() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("keys.db");
        let node_key = Secret::random().unwrap();
        let store = KeyStore::open(&file, &node_key).unwrap();
        let (id, key) = store.draw().unwrap();
        let (kept, _) = store.draw().unwrap();
        drop(store);
        let store = KeyStore::open(&file, &node_key).unwrap();
        assert_eq!(store.get(id).unwrap().0, key.0);
        let wrapped = {
            let mut inner = store.lock();
            let file: &mut dyn Database = &mut inner.file;
            let rows =
                file.rows("SELECT wrapped FROM wrapped_key WHERE id = $1", vec![id.to_value()]).unwrap();
            match &rows[0][0] {
                Value::Bytes(bytes) => bytes.clone(),
                _ => unreachable!(),
            }
        };
        store.erase(&[id]).unwrap();
        assert!(matches!(store.get(id), Err(KeyFault::Gone)));
        assert!(store.get(kept).is_ok());
        for entry in std::fs::read_dir(dir.path()).unwrap() {
            let bytes = std::fs::read(entry.unwrap().path()).unwrap();
            assert!(
                !bytes.windows(wrapped.len()).any(|window| window == wrapped),
                "the erased key still lies on the disk"
            );
        }
        let other = KeyStore::open(&file, &Secret::random().unwrap()).unwrap();
        assert!(matches!(other.get(kept), Err(KeyFault::WrongNodeKey)));
    }
}
