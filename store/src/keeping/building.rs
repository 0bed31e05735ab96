//! The journal side into an empty database, and everything that follows from it by replay.

use super::parts::Item;
use super::reading::sealed_tables;
use super::{KeepFault, Told};
use crate::database::{Database, Dialect, Statement, TableSql, bytes_of, declaration};
use crate::schema::{CheckpointRow, EntryRow, HeadRow, KeyToErase, PayloadRow};
use crate::verify::Progress;
use crate::world::main_tables;
use kernel::entry::leaf_hash;
use kernel::{Class, Entry, Hash, MemoryTables, Record, Registry, Row};
use std::collections::HashMap;
use std::sync::Arc;

/// How many statements one transaction takes.
const MOST: usize = 1_000;
/// How many bytes it takes.
const MOST_BYTES: usize = 4 * 1024 * 1024;

/// Writes rows into a database, many in one transaction.
pub(super) struct Builder<'d> {
    pub(super) database: &'d mut dyn Database,
    puts: HashMap<&'static str, (Arc<str>, usize)>,
    waiting: Vec<Statement>,
    bytes: usize,
}

/// Whether a database holds any table.
pub(super) fn is_empty(database: &mut dyn Database) -> Result<bool, KeepFault> {
    let sql = match database.dialect() {
        Dialect::Sqlite => "SELECT COUNT(*) FROM sqlite_schema",
        Dialect::Postgres => {
            "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = current_schema()"
        }
    };
    Ok(database.number(sql, Vec::new())? == 0)
}

/// Makes the tables of a node.
///
/// # Errors
/// [`KeepFault`].
pub(super) fn declare(database: &mut dyn Database, registry: &Registry) -> Result<(), KeepFault> {
    let dialect = database.dialect();
    let ddl: String = main_tables(registry).iter().map(|table| declaration(table, dialect)).collect();
    Ok(database.declare(&ddl)?)
}

impl<'d> Builder<'d> {
    /// For a database whose tables are declared.
    pub(super) fn new(database: &'d mut dyn Database, registry: &Registry) -> Builder<'d> {
        let own =
            [EntryRow::TABLE, CheckpointRow::TABLE, PayloadRow::TABLE, KeyToErase::TABLE, HeadRow::TABLE];
        let derived = registry.tables().filter(|table| table.class == Class::Derived);
        let tables = own.into_iter().chain(derived).map(|table| (table, 0));
        let sealed = sealed_tables(registry).map(|table| (table, crate::database::SEAL_COLUMNS.len()));
        let puts = tables
            .chain(sealed)
            .map(|(table, more)| (table.name, (TableSql::of(table).put, table.columns.len() + more)))
            .collect();
        Builder { database, puts, waiting: Vec::new(), bytes: 0 }
    }

    /// Adds a row.
    ///
    /// # Errors
    /// [`KeepFault`], when no such table takes such a row.
    pub(super) fn put(&mut self, table: &str, row: Row) -> Result<(), KeepFault> {
        let put = self.puts.get(table).filter(|(_, cells)| *cells == row.len());
        let (put, _) = put.ok_or_else(|| {
            KeepFault::NotTrue(format!("no table {table} here takes a row of {} cells", row.len()))
        })?;
        self.bytes += row.iter().map(bytes_of).sum::<usize>();
        self.waiting.push(Statement::new(put.clone(), row));
        if self.waiting.len() >= MOST || self.bytes >= MOST_BYTES { self.flush() } else { Ok(()) }
    }

    /// Adds what was read elsewhere.
    ///
    /// # Errors
    /// [`KeepFault`].
    pub(super) fn take(&mut self, item: Item) -> Result<(), KeepFault> {
        self.put(&item.table, item.row)
    }

    /// Runs statements of one's own after what waits.
    ///
    /// # Errors
    /// [`KeepFault`].
    pub(super) fn run(&mut self, statements: Vec<Statement>) -> Result<(), KeepFault> {
        self.waiting.extend(statements);
        self.flush()
    }

    /// Writes what waits, durably.
    ///
    /// # Errors
    /// [`KeepFault`].
    pub(super) fn flush(&mut self) -> Result<(), KeepFault> {
        if !self.waiting.is_empty() {
            let mut all = vec![Statement::new("BEGIN", Vec::new())];
            all.append(&mut self.waiting);
            all.push(Statement::new("COMMIT", Vec::new()));
            self.database.run(&all)?;
            self.bytes = 0;
        }
        Ok(())
    }
}

/// Where a journal ends.
#[derive(Clone, Copy, Debug)]
pub(super) struct End {
    pub(super) seq: u64,
    pub(super) leaf: Hash,
    pub(super) recorded: i64,
}

/// Replays all entries and writes what they amount to, and the head row: from then on the database is a node's.
///
/// # Errors
/// [`KeepFault::Entry`] names an entry that cannot be replayed.
pub(super) fn replay(
    database: &mut dyn Database,
    registry: &Registry,
    term: i64,
    told: Told<'_>,
) -> Result<End, KeepFault> {
    let total = database.number("SELECT COUNT(*) FROM entry", Vec::new())?.unsigned_abs();
    let mut tables = MemoryTables::default();
    let mut end = End { seq: 0, leaf: Hash([0; 32]), recorded: 0 };
    let mut wrong = None;
    let ask = Statement::new("SELECT seq, bytes FROM entry ORDER BY seq", Vec::new());
    database.each(&ask, &mut |row| {
        match step(registry, &mut tables, &row, &end) {
            Ok(next) => end = next,
            Err(fault) => wrong = Some(fault),
        }
        if end.seq.is_multiple_of(4096) {
            told(Progress { doing: "replaying", done: end.seq, of: total });
        }
        wrong.is_none()
    })?;
    if let Some(fault) = wrong {
        return Err(fault);
    }
    let mut builder = Builder::new(database, registry);
    for table in registry.tables().filter(|table| table.class == Class::Derived) {
        tables.rows(table).try_for_each(|row| builder.put(table.name, row.clone()))?;
    }
    let seq = i64::try_from(end.seq).unwrap_or(i64::MAX);
    let head = HeadRow { one: 1, term, seq, leaf: end.leaf.0.to_vec(), recorded: end.recorded };
    builder.put(HeadRow::TABLE.name, head.to_row())?;
    builder.flush()?;
    told(Progress { doing: "replaying", done: end.seq, of: total });
    Ok(end)
}

fn step(registry: &Registry, tables: &mut MemoryTables, row: &Row, end: &End) -> Result<End, KeepFault> {
    let seq = end.seq + 1;
    let wrong = |wrong: String| KeepFault::Entry(seq, wrong);
    let row = EntryRow::from_row(row).map_err(|error| wrong(error.to_string()))?;
    let entry = Entry::from_bytes(&row.bytes).map_err(|error| wrong(error.to_string()))?;
    if entry.seq != seq || entry.previous != end.leaf {
        return Err(wrong("does not follow the one before it".into()));
    }
    registry.apply(tables, &entry).map_err(|error| wrong(error.to_string()))?;
    Ok(End { seq, leaf: leaf_hash(&row.bytes), recorded: entry.recorded.0 })
}
