//! Opening a node: its files, its database, the one writer's place, and where the journal ends.

use crate::crypto::Secret;
use crate::database::{Database, DatabaseFault, Statement, declaration};
use crate::keys::{self, KeyFault, KeyStore, node_key};
use crate::merkle::{Tree, VerifierKey};
use crate::postgres::Postgres;
use crate::schema::{CheckpointRow, Digests, EntryRow, HeadRow};
use crate::sqlite::Sqlite;
use crate::writer::{Reopened, signer};
use kernel::{Class, Hash, Head, Instant, Record, Registry, Value};
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Where a node lives.
#[derive(Clone, Debug)]
pub struct NodeConfig {
    /// Its data directory: node key, key store, `runtime.db`, socket; and the main database unless `database` names another.
    pub data: PathBuf,
    /// A PostgreSQL URL for the main database.
    pub database: Option<String>,
    /// The node's name: origin of its checkpoints.
    pub name: String,
}

/// Why a node does not open.
#[derive(Debug, thiserror::Error)]
pub enum OpenFault {
    /// Another process has it open.
    #[error("{0} is in use by another process: stop it, or speak to it through its socket")]
    InUse(PathBuf),
    /// A file cannot be read or written.
    #[error("{0}: {1}")]
    File(PathBuf, String),
    /// A journal is there, and what opens its sealed data is not.
    #[error(
        "{file} is not there, and the journal has {entries} entries: put it back from its backup, or name the data directory that it is in"
    )]
    KeysLost {
        /// The file that is missing.
        file: PathBuf,
        /// How many entries the journal has.
        entries: u64,
    },
    /// Its checkpoints are signed under another name, or its node key was exchanged.
    #[error(
        "{data}: the checkpoints of this node are signed as '{name}' with its first node key: leave --name out, or give that name; and put the first node.key back if it was exchanged"
    )]
    AnotherName {
        /// The data directory.
        data: PathBuf,
        /// The name that it has.
        name: String,
    },
    /// The database.
    #[error(transparent)]
    Database(#[from] DatabaseFault),
    /// The key store.
    #[error(transparent)]
    Keys(#[from] KeyFault),
    /// It was moved to another database.
    #[error(
        "this database was left: the node was moved with 'tutela migrate'; give --database as it was told then, or leave it out if it went to SQLite"
    )]
    Moved,
    /// A restore did not come to its end.
    #[error(
        "{0}: a restore into this directory did not come to its end; empty directory and database, and restore again"
    )]
    Unfinished(PathBuf),
    /// Only processes on one PostgreSQL database can share a node.
    #[error("two processes can serve one node on PostgreSQL only: give --database, or leave --standby out")]
    NotShared,
    /// The journal's end does not fit its head row.
    #[error("the journal is damaged near entry {0}: run `tutela verify`")]
    Damaged(u64),
}

pub(super) fn file_fault(file: &Path) -> impl Fn(std::io::Error) -> OpenFault {
    let file = file.to_owned();
    move |error| OpenFault::File(file.clone(), error.to_string())
}

/// Makes a data directory that nobody else may look into; one that is there stays as it is.
pub(super) fn make_directory(data: &Path) -> Result<(), OpenFault> {
    use std::os::unix::fs::DirBuilderExt;
    let made = std::fs::DirBuilder::new().recursive(true).mode(0o700).create(data);
    made.map_err(file_fault(data))
}

/// How long a lock is waited for: a program that is being started holds the files of who starts it for a moment.
const LOCK_PATIENCE: Duration = Duration::from_millis(500);

/// Takes the data directory for this process alone.
pub(crate) fn lock(data: &Path) -> Result<File, OpenFault> {
    locked(data, File::try_lock)
}

/// Takes the data directory for this process and others that share it likewise.
pub(super) fn lock_beside_others(data: &Path) -> Result<File, OpenFault> {
    locked(data, File::try_lock_shared)
}

fn locked(data: &Path, try_lock: fn(&File) -> Result<(), TryLockError>) -> Result<File, OpenFault> {
    let file = data.join("writer.lock");
    let lock = File::create(&file).map_err(file_fault(&file))?;
    let begun = std::time::Instant::now();
    loop {
        match try_lock(&lock) {
            Ok(()) => return Ok(lock),
            Err(TryLockError::WouldBlock) if begun.elapsed() < LOCK_PATIENCE => {
                std::thread::sleep(Duration::from_millis(5));
            }
            Err(TryLockError::WouldBlock) => return Err(OpenFault::InUse(data.to_owned())),
            Err(TryLockError::Error(error)) => return Err(file_fault(&file)(error)),
        }
    }
}

/// Waits until no other process of the same directory is opening its files.
pub(super) fn opening(data: &Path) -> Result<File, OpenFault> {
    let file = data.join("opening.lock");
    let lock = File::create(&file).map_err(file_fault(&file))?;
    lock.lock().map_err(file_fault(&file))?;
    Ok(lock)
}

/// The name under which the checkpoints of the node in this directory are signed, once it has been opened.
#[must_use]
pub fn node_name(data: &Path) -> Option<String> {
    let text = std::fs::read_to_string(data.join("checkpoint.vkey")).ok()?;
    text.split_once('+').map(|(name, _)| name.to_owned())
}

/// Writes out what this node's checkpoints are verified with, the first time. Another name or key later would make those kept
/// elsewhere worthless.
pub(super) fn write_verifier(data: &Path, verifier: &VerifierKey) -> Result<(), OpenFault> {
    let (file, text) = (data.join("checkpoint.vkey"), verifier.to_text() + "\n");
    match std::fs::read_to_string(&file) {
        Ok(known) if known == text => Ok(()),
        Ok(known) => {
            let name = known.split_once('+').map_or(known.trim(), |(name, _)| name).to_owned();
            Err(OpenFault::AnotherName { data: data.to_owned(), name })
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            std::fs::write(&file, text).map_err(file_fault(&file))
        }
        Err(error) => Err(file_fault(&file)(error)),
    }
}

/// Reads the node key, or makes one that only this user can read: for a new journal, never for one that is there.
fn node_key(data: &Path, entries: u64) -> Result<Secret, OpenFault> {
    let file = node_key::path(data);
    if let Some(lost) = [&file, &data.join("keys.db")].into_iter().find(|file| entries > 0 && !file.exists())
    {
        return Err(OpenFault::KeysLost { file: lost.clone(), entries });
    }
    match node_key::read(&file)? {
        Some(key) => Ok(key),
        None => Ok(node_key::make(&file)?),
    }
}

/// Opens the key store of a node whose journal has so many entries.
pub(super) fn open_keys(config: &NodeConfig, entries: u64) -> Result<KeyStore, OpenFault> {
    let node_key = node_key(&config.data, entries)?;
    if keys::has_no_root(&config.data)? {
        // What was derived from the node key is kept: so it must be the first one.
        write_verifier(&config.data, &signer(&node_key, &config.name).verifier())?;
    }
    Ok(KeyStore::open(&config.data, &node_key)?)
}

/// Database files are for this user alone; what SQLite makes beside them takes the same mode.
pub(super) fn close_to_others(data: &Path) -> Result<(), OpenFault> {
    use std::os::unix::fs::PermissionsExt;
    for file in ["tutela.db", "keys.db", "runtime.db"].map(|name| data.join(name)) {
        match std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)) {
            // The main database is a server's.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            done => done.map_err(file_fault(&file))?,
        }
    }
    Ok(())
}

pub(crate) fn connect(config: &NodeConfig) -> Result<Box<dyn Database>, DatabaseFault> {
    match &config.database {
        Some(url) => Ok(Box::new(Postgres::connect(url)?)),
        // One kind of connection does both there.
        None => connect_to_write(config),
    }
}

/// For the one who writes, or may become so.
pub(crate) fn connect_to_write(config: &NodeConfig) -> Result<Box<dyn Database>, DatabaseFault> {
    match &config.database {
        Some(url) => Ok(Box::new(Postgres::connect_to_write(url)?)),
        None => Ok(Box::new(Sqlite::open(&config.data.join("tutela.db"))?)),
    }
}

/// Puts the journal's end together again: from the last checkpoint's edge on, entry by entry.
pub(crate) fn journal_end(
    database: &mut dyn Database,
    head: &HeadRow,
) -> Result<(Head, Tree, u64), OpenFault> {
    let sql = "SELECT size, text, edge FROM checkpoint ORDER BY size DESC LIMIT 1";
    let last = database.records::<CheckpointRow>(sql, Vec::new())?.into_iter().next();
    let known = last.and_then(|row| Tree::from_edge(row.size.unsigned_abs(), &row.edge));
    let mut tree = known.unwrap_or_default();
    let signed = tree.size();
    let mut leaf = None;
    let ask = Statement::new(
        "SELECT seq, bytes FROM entry WHERE seq > $1 ORDER BY seq",
        vec![Value::Integer(signed.cast_signed())],
    );
    database.each(&ask, &mut |row| {
        if let Ok(row) = EntryRow::from_row(&row) {
            let hash = kernel::entry::leaf_hash(&row.bytes);
            tree.push(hash);
            leaf = Some(hash);
        }
        true
    })?;
    let seq = head.seq.unsigned_abs();
    let stored = Hash(head.leaf.clone().try_into().unwrap_or_default());
    if tree.size() != seq || leaf.is_some_and(|leaf| leaf != stored) {
        return Err(OpenFault::Damaged(seq));
    }
    Ok((Head { seq, leaf: stored, recorded: Instant(head.recorded) }, tree, signed))
}

/// The term of a database that was left for another one: no writer comes after it.
pub(crate) const MOVED: i64 = i64::MAX;

/// Takes the lock of a PostgreSQL database's writer, if nobody has it: 1 then. It lasts as long as the connection.
pub(crate) const TAKE_LOCK: &str = "SELECT CAST(CAST(pg_try_advisory_lock(7237463) AS INTEGER) AS BIGINT)";

/// The newest term for this process, which has the lock.
pub(crate) fn raise_term(database: &mut dyn Database) -> Result<HeadRow, OpenFault> {
    if database.number("SELECT term FROM head WHERE one = 1", Vec::new())? == MOVED {
        return Err(OpenFault::Moved);
    }
    let first = "INSERT INTO head (one, term, seq, leaf, recorded) VALUES (1, 0, 0, $1, 0) ON CONFLICT (one) DO NOTHING";
    database.run(&[
        Statement::new(first, vec![Value::Bytes(vec![0; 32])]),
        Statement::new("UPDATE head SET term = term + 1 WHERE one = 1", Vec::new()),
    ])?;
    head_row(database)
}

pub(super) fn lock_for_writing(database: &mut dyn Database, data: &Path) -> Result<(), OpenFault> {
    if database.dialect() == crate::database::Dialect::Sqlite {
        return Ok(());
    }
    // The server may take a moment to notice that the process before this one has gone.
    for _ in 0..20 {
        if takes_lock(database)? {
            return Ok(());
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    Err(OpenFault::InUse(data.to_owned()))
}

pub(super) fn takes_lock(database: &mut dyn Database) -> Result<bool, DatabaseFault> {
    Ok(database.number(TAKE_LOCK, Vec::new())? == 1)
}

/// The head row of a database whose writer is another process; it may be about to write the first.
pub(super) fn head_row_of_another(database: &mut dyn Database, data: &Path) -> Result<HeadRow, OpenFault> {
    let there = "SELECT COUNT(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'head'";
    for _ in 0..100 {
        if database.number(there, Vec::new())? > 0
            && let Ok(row) = head_row(database)
        {
            return Ok(row);
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    Err(OpenFault::InUse(data.to_owned()))
}

pub(crate) fn head_row(database: &mut dyn Database) -> Result<HeadRow, OpenFault> {
    let rows = database.records::<HeadRow>("SELECT one, term, seq, leaf, recorded FROM head", Vec::new())?;
    rows.into_iter().next().ok_or(OpenFault::Damaged(0))
}

/// The same writer again on a new connection; nobody else may have become the writer meanwhile.
pub(super) fn reopened(config: &NodeConfig, term: i64) -> Result<Reopened, OpenFault> {
    let mut database = connect_to_write(config)?;
    lock_for_writing(&mut *database, &config.data)?;
    let (head, tree) = end_for(&mut *database, term)?;
    Ok(Reopened { database, head, tree })
}

/// Where the journal ends, for the writer of that term.
///
/// # Errors
/// [`DatabaseFault::Fenced`] when another has become the writer.
pub(crate) fn end_for(database: &mut dyn Database, term: i64) -> Result<(Head, Tree), OpenFault> {
    let row = head_row(database)?;
    if row.term != term {
        return Err(DatabaseFault::Fenced.into());
    }
    let (head, tree, _) = journal_end(database, &row)?;
    Ok((head, tree))
}

pub(crate) fn open_runtime(data: &Path, registry: &Registry) -> Result<Sqlite, OpenFault> {
    let mut runtime = Sqlite::open(&data.join("runtime.db"))?.seldom_waiting_for_the_disk()?;
    let tables = registry.tables().filter(|table| table.class == Class::Runtime);
    let ddl: String =
        tables.chain([Digests::TABLE]).map(|table| declaration(table, runtime.dialect())).collect();
    runtime.declare(&ddl)?;
    Ok(runtime)
}
