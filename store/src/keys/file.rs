//! The file of the key store: its tables, the root secret, and which node key wraps what.

use super::teams::TeamKeyRow;
use super::{Generation, Inner, KeyFault, WrappedKey, node_key};
use crate::crypto::{CannotOpen, Secret};
use crate::database::{Database, DatabaseFault, Dialect, Statement, TableSql, declaration};
use crate::sqlite::Sqlite;
use crate::writer::now;
use kernel::{Record, Row, Table, Value, record};
use std::path::{Path, PathBuf};

/// The key store's tables.
pub(crate) const TABLES: [&Table; 4] =
    [NodeKeyRow::TABLE, RootSecret::TABLE, WrappedKey::TABLE, TeamKeyRow::TABLE];

/// What the root secret is authenticated with, so that it opens nowhere else.
pub(super) const ROOT: &[u8] = b"root secret";

record! {
    /// The root secret: what everything is derived from that must outlive a node key.
    pub struct RootSecret in "root_secret", Journal, key 1, indexes [] {
        /// Always 1.
        one: i64, Internal;
        /// Nonce and ciphertext.
        wrapped: Vec<u8>, Sealed;
        /// The node key that wraps it, by its number.
        generation: i64, Internal;
    }
}

record! {
    /// The node keys that wrap something: one, or two while keys are being wrapped anew.
    pub struct NodeKeyRow in "node_key", Journal, key 1, indexes [] {
        /// Its number, from 1.
        number: i64, Internal;
        /// By what it is recognised: a hash under it that does not tell it.
        mark: Vec<u8>, Internal;
        /// Since when it wraps, UTC ms; 0 when that was not written down yet.
        since: i64, Internal;
    }
}

/// The key store's file.
pub(crate) fn path(data: &Path) -> PathBuf {
    data.join("keys.db")
}

/// By what a node key is recognised.
pub(super) fn mark(node_key: &Secret) -> Vec<u8> {
    node_key.derive("mark").0.to_vec()
}

/// What a node key wraps with.
pub(super) fn wrapping(node_key: &Secret) -> Secret {
    node_key.derive("wrapping")
}

/// Enters or replaces a row.
pub(super) fn put<R: Record>(row: &R) -> Statement {
    Statement::new(TableSql::of(R::TABLE).put, row.to_row())
}

/// Runs statements as one transaction.
pub(super) fn in_one(file: &mut Sqlite, statements: Vec<Statement>) -> Result<(), KeyFault> {
    let begun = file.declare("BEGIN IMMEDIATE");
    let done = begun.and_then(|()| file.run(&statements)).and_then(|()| file.declare("COMMIT"));
    if done.is_err() {
        // A BEGIN whose answer is lost has begun, too. The first fault is the one to tell.
        drop(file.declare("ROLLBACK"));
    }
    done.map_err(KeyFault::from)
}

/// Empties the write-ahead log, in which rows that were deleted or replaced may still stand.
///
/// # Errors
/// [`KeyFault::InUse`] when a reader keeps it.
pub(super) fn empty_log(file: &mut dyn Database) -> Result<(), KeyFault> {
    let told = file.rows("PRAGMA wal_checkpoint(TRUNCATE)", Vec::new());
    let is_busy = told.ok().and_then(|rows| rows.into_iter().flatten().next());
    if is_busy == Some(Value::Integer(0)) { Ok(()) } else { Err(KeyFault::InUse) }
}

fn has(file: &mut dyn Database, sql: &'static str) -> Result<bool, KeyFault> {
    Ok(file.number(sql, Vec::new())? > 0)
}

const KEYS_THERE: &str = "SELECT COUNT(*) FROM sqlite_schema WHERE name = 'wrapped_key'";
const ROOT_THERE: &str = "SELECT COUNT(*) FROM sqlite_schema WHERE name = 'root_secret'";

/// True for a key store of before there was a root secret: everything was derived from its node key.
///
/// # Errors
/// [`KeyFault::File`].
pub(crate) fn has_no_root(data: &Path) -> Result<bool, KeyFault> {
    if !path(data).exists() {
        return Ok(false);
    }
    let mut file = Sqlite::open(&path(data))?;
    Ok(has(&mut file, KEYS_THERE)? && !has(&mut file, ROOT_THERE)?)
}

/// Opens the file; a new one gets a root secret, and one of before there was one keeps what was derived from its node key.
pub(super) fn open(
    data: &Path,
    node_key: &Secret,
    next: Option<&Secret>,
) -> Result<(Sqlite, Secret, Vec<Generation>), KeyFault> {
    let mut file = Sqlite::open(&path(data))?;
    file.declare("PRAGMA secure_delete = ON; PRAGMA locking_mode = NORMAL;")?;
    if !has(&mut file, ROOT_THERE)? {
        let is_old = has(&mut file, KEYS_THERE)?;
        if is_old {
            belongs(&mut file, node_key)?;
        }
        let root = if is_old { node_key.clone() } else { Secret::random()? };
        set_up(&mut file, node_key, &root, is_old)?;
    }
    // A key store of before there were keys of teams has no table of them.
    file.declare(&declaration(TeamKeyRow::TABLE, Dialect::Sqlite))?;
    let generations = generations(&mut file, [Some(node_key), next])?;
    let root = root(&mut file, &generations)?;
    Ok((file, root, generations))
}

/// A key store without a root secret must be opened with the node key that its root is made of, and with no other.
fn belongs(file: &mut dyn Database, node_key: &Secret) -> Result<(), KeyFault> {
    let rows = file.rows("SELECT id, wrapped FROM wrapped_key LIMIT 1", Vec::new())?;
    match rows.first().map(Vec::as_slice) {
        Some([Value::Bytes(id), Value::Bytes(wrapped)]) => {
            wrapping(node_key).open(id, wrapped).map(drop).map_err(|_| KeyFault::WrongNodeKey)
        }
        _ => Ok(()),
    }
}

fn set_up(file: &mut Sqlite, node_key: &Secret, root: &Secret, is_old: bool) -> Result<(), KeyFault> {
    let columns = "ALTER TABLE wrapped_key ADD COLUMN generation INTEGER NOT NULL DEFAULT 1;\
                   ALTER TABLE wrapped_key ADD COLUMN made INTEGER NOT NULL DEFAULT 0;";
    let mut ddl = if is_old { columns.to_owned() } else { declaration(WrappedKey::TABLE, Dialect::Sqlite) };
    ddl += &declaration(RootSecret::TABLE, Dialect::Sqlite);
    ddl += &declaration(NodeKeyRow::TABLE, Dialect::Sqlite);
    let since = if is_old { 0 } else { now().0 };
    let rows = [
        put(&NodeKeyRow { number: 1, mark: mark(node_key), since }),
        put(&RootSecret { one: 1, wrapped: wrapping(node_key).seal(ROOT, &root.0)?, generation: 1 }),
    ];
    let begun = file.declare("BEGIN IMMEDIATE").and_then(|()| file.declare(&ddl));
    let done = begun.and_then(|()| file.run(&rows)).and_then(|()| file.declare("COMMIT"));
    if done.is_err() {
        // The first fault is the one to tell.
        drop(file.declare("ROLLBACK"));
    }
    done.map_err(KeyFault::from)
}

/// The node keys that are here, by what the file says wraps in it. One that is not here may wrap nothing.
fn generations(file: &mut dyn Database, here: [Option<&Secret>; 2]) -> Result<Vec<Generation>, KeyFault> {
    let rows =
        file.records::<NodeKeyRow>("SELECT number, mark, since FROM node_key ORDER BY number", vec![])?;
    let mut known = Vec::new();
    for row in rows {
        let key = here.into_iter().flatten().find(|key| mark(key) == row.mark);
        if let Some(key) = key {
            known.push(Generation { number: row.number, wrap: wrapping(key), since: row.since });
        } else if wraps(file, row.number)? {
            return Err(KeyFault::WrongNodeKey);
        }
    }
    if known.is_empty() { Err(KeyFault::WrongNodeKey) } else { Ok(known) }
}

/// Whether anything is wrapped under the node key of that number.
pub(super) fn wraps(file: &mut dyn Database, generation: i64) -> Result<bool, KeyFault> {
    let sql = "SELECT (SELECT COUNT(*) FROM wrapped_key WHERE generation = $1) \
               + (SELECT COUNT(*) FROM root_secret WHERE generation = $1) \
               + (SELECT COUNT(*) FROM team_key WHERE generation = $1)";
    Ok(file.number(sql, vec![Value::Integer(generation)])? > 0)
}

fn root(file: &mut dyn Database, generations: &[Generation]) -> Result<Secret, KeyFault> {
    let rows = file.records::<RootSecret>("SELECT one, wrapped, generation FROM root_secret", vec![])?;
    let row = rows.first().ok_or(KeyFault::WrongNodeKey)?;
    opened_root(row, generations).map_err(|_| KeyFault::WrongNodeKey)
}

fn opened_root(row: &RootSecret, generations: &[Generation]) -> Result<Secret, CannotOpen> {
    let known = generations.iter().find(|one| one.number == row.generation).ok_or(CannotOpen)?;
    let plain = known.wrap.open(ROOT, &row.wrapped)?;
    plain.try_into().map(Secret).map_err(|_| CannotOpen)
}

/// The root secret among the rows of a key store's backup.
///
/// # Errors
/// [`KeyFault::WrongNodeKey`] when they were wrapped under another node key.
pub(crate) fn root_in<'r>(
    rows: impl Iterator<Item = (&'r str, &'r Row)> + Clone,
    node_key: &Secret,
) -> Result<Secret, KeyFault> {
    let of = |table: &'static str| rows.clone().find(|(name, _)| *name == table).map(|(_, row)| row);
    let key = of(NodeKeyRow::TABLE.name).and_then(|row| NodeKeyRow::from_row(row).ok());
    let key = key.filter(|key| key.mark == mark(node_key)).ok_or(KeyFault::WrongNodeKey)?;
    let known = [Generation { number: key.number, wrap: wrapping(node_key), since: key.since }];
    let root = of(RootSecret::TABLE.name).and_then(|row| RootSecret::from_row(row).ok());
    opened_root(&root.ok_or(KeyFault::WrongNodeKey)?, &known).map_err(|_| KeyFault::WrongNodeKey)
}

/// A key store that is being put together from a backup.
pub(crate) struct Restoring {
    file: Sqlite,
    waiting: Vec<Statement>,
}

impl Restoring {
    /// Begins with an empty one.
    ///
    /// # Errors
    /// [`KeyFault::File`].
    pub(crate) fn begin(data: &Path) -> Result<Restoring, KeyFault> {
        let mut file = Sqlite::open(&path(data))?;
        file.declare(&TABLES.map(|table| declaration(table, Dialect::Sqlite)).concat())?;
        Ok(Restoring { file, waiting: Vec::new() })
    }

    /// Adds a row.
    ///
    /// # Errors
    /// [`KeyFault::File`], also when there is no such table.
    pub(crate) fn put(&mut self, table: &str, row: Row) -> Result<(), KeyFault> {
        let known = TABLES.into_iter().find(|known| known.name == table && known.fits(&row));
        let known =
            known.ok_or_else(|| DatabaseFault::Refused(format!("no table {table} here takes such a row")))?;
        self.waiting.push(Statement::new(TableSql::of(known).put, row));
        if self.waiting.len() >= 1_000 { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<(), KeyFault> {
        in_one(&mut self.file, std::mem::take(&mut self.waiting))
    }

    /// Makes it durable.
    ///
    /// # Errors
    /// [`KeyFault::File`].
    pub(crate) fn end(mut self) -> Result<(), KeyFault> {
        self.flush()
    }
}

impl Inner {
    /// What wraps the root secret anew under the newest node key; none when it does so already.
    pub(super) fn root_wrapped(&mut self, root: &Secret) -> Result<Statement, KeyFault> {
        let newest = self.newest()?;
        let wrapped = newest.wrap.seal(ROOT, &root.0)?;
        Ok(put(&RootSecret { one: 1, wrapped, generation: newest.number }))
    }
}

/// Reads the root secret of a node's files, beside whoever has them open; changes nothing.
///
/// # Errors
/// [`KeyFault`], also when the key store was never opened by a version that knows a root secret.
pub(crate) fn read_root(data: &Path) -> Result<Secret, KeyFault> {
    let node_key = node_key::read(&node_key::path(data))?.ok_or(KeyFault::WrongNodeKey)?;
    // One that is being written this moment wraps nothing yet.
    let next = node_key::read(&node_key::next_path(data)).unwrap_or(None);
    let mut file = Sqlite::open_to_read(&path(data))?;
    if !has(&mut file, ROOT_THERE)? {
        belongs(&mut file, &node_key)?;
        return Ok(node_key);
    }
    file.begin_snapshot()?;
    let known = generations(&mut file, [Some(&node_key), next.as_ref()])?;
    root(&mut file, &known)
}
