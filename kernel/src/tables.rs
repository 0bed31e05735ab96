//! What `apply` writes to: get, put and delete by key. Writer, replay and tests share one `apply` through this trait.

use crate::table::{Key, Record, Table};
use crate::value::{Row, Value, WrongCell};
use crate::view::Need;
use std::collections::{BTreeMap, BTreeSet};

/// Why rows could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum TableFault {
    /// A row does not fit its declaration.
    #[error("table {table}: {cause}")]
    Row {
        /// The table.
        table: &'static str,
        /// What does not fit.
        cause: WrongCell,
    },
    /// An entry's body cannot be read.
    #[error("body of entry kind {kind}: {cause}")]
    Body {
        /// The entry kind's number.
        kind: u16,
        /// What the decoder says.
        cause: String,
    },
    /// The database refused a read: a defect of this read alone.
    #[error("database: {0}")]
    Database(String),
    /// The database cannot be reached: nobody's data are to blame.
    #[error("database: {0}")]
    Unreachable(String),
}

impl Table {
    /// Checks that a row fits the declaration.
    ///
    /// # Errors
    /// [`TableFault::Row`] when it does not.
    pub fn check(&self, row: &[Value]) -> Result<(), TableFault> {
        let cause = WrongCell { wanted: "the declared columns, without NUL" };
        if self.fits(row) { Ok(()) } else { Err(TableFault::Row { table: self.name, cause }) }
    }
}

/// Rows by key. Object safe, so that one `apply` serves the writer, a replay and memory.
pub trait Tables {
    /// The row with this key.
    ///
    /// # Errors
    /// [`TableFault::Database`] when the backend fails.
    fn get_row(&mut self, table: &'static Table, key: &[Value]) -> Result<Option<Row>, TableFault>;
    /// Enters or replaces a row.
    ///
    /// # Errors
    /// [`TableFault`] when the row does not fit or the backend fails.
    fn put_row(&mut self, table: &'static Table, row: Row) -> Result<(), TableFault>;
    /// Removes the row with this key, if there is one.
    ///
    /// # Errors
    /// [`TableFault::Database`] when the backend fails.
    fn delete_row(&mut self, table: &'static Table, key: &[Value]) -> Result<(), TableFault>;
}

impl dyn Tables + '_ {
    /// The record with this key.
    ///
    /// # Errors
    /// [`TableFault`] when the row does not fit or the backend fails.
    pub fn get<R: Record>(&mut self, key: impl Key) -> Result<Option<R>, TableFault> {
        let row = self.get_row(R::TABLE, &key.cells())?;
        row.map(|row| R::from_row(&row))
            .transpose()
            .map_err(|cause| TableFault::Row { table: R::TABLE.name, cause })
    }

    /// Enters or replaces a record.
    ///
    /// # Errors
    /// [`TableFault`] when the backend fails.
    pub fn put<R: Record>(&mut self, record: &R) -> Result<(), TableFault> {
        self.put_row(R::TABLE, record.to_row())
    }

    /// Changes the record with this key, or does nothing where there is none.
    ///
    /// # Errors
    /// [`TableFault`] when the row does not fit or the backend fails.
    pub fn change<R: Record>(
        &mut self,
        key: impl Key,
        change: impl FnOnce(&mut R),
    ) -> Result<(), TableFault> {
        let Some(mut record) = self.get::<R>(key)? else { return Ok(()) };
        change(&mut record);
        self.put(&record)
    }

    /// Removes the record with this key, if there is one.
    ///
    /// # Errors
    /// [`TableFault::Database`] when the backend fails.
    pub fn delete<R: Record>(&mut self, key: impl Key) -> Result<(), TableFault> {
        self.delete_row(R::TABLE, &key.cells())
    }
}

#[derive(Default)]
struct Shelf {
    rows: BTreeMap<Vec<Value>, Row>,
    indexes: BTreeMap<&'static str, BTreeSet<(Vec<Value>, Vec<Value>)>>,
}

/// Tables in memory: the loader of tests and of replays.
#[derive(Default)]
pub struct MemoryTables {
    shelves: BTreeMap<&'static str, Shelf>,
}

fn indexed(row: &[Value], columns: &[usize]) -> Vec<Value> {
    columns.iter().filter_map(|&at| row.get(at).cloned()).collect()
}

impl MemoryTables {
    /// The rows that answer a need.
    #[must_use]
    pub fn answer(&self, need: &Need) -> Vec<Row> {
        match need {
            Need::Row(table, key) => self
                .shelves
                .get(table.name)
                .and_then(|shelf| shelf.rows.get(key))
                .cloned()
                .into_iter()
                .collect(),
            Need::List(table, index, prefix) => self.listed(table, index.name, prefix, usize::MAX),
            Need::First(table, index, prefix, most) => self.listed(table, index.name, prefix, *most),
        }
    }

    fn listed(&self, table: &Table, index: &str, prefix: &[Value], most: usize) -> Vec<Row> {
        let Some(shelf) = self.shelves.get(table.name) else { return Vec::new() };
        let Some(listed) = shelf.indexes.get(index) else { return Vec::new() };
        let from = (prefix.to_vec(), Vec::new());
        let rows = listed.range(from..).take_while(|(cells, _)| cells.starts_with(prefix)).take(most);
        rows.filter_map(|(_, key)| shelf.rows.get(key).cloned()).collect()
    }

    /// All rows of a table in the order of their keys.
    pub fn rows(&self, table: &Table) -> impl Iterator<Item = &Row> {
        self.shelves.get(table.name).into_iter().flat_map(|shelf| shelf.rows.values())
    }
}

impl Tables for MemoryTables {
    fn get_row(&mut self, table: &'static Table, key: &[Value]) -> Result<Option<Row>, TableFault> {
        Ok(self.shelves.get(table.name).and_then(|shelf| shelf.rows.get(key)).cloned())
    }

    fn put_row(&mut self, table: &'static Table, row: Row) -> Result<(), TableFault> {
        table.check(&row)?;
        let key = table.key_of(&row).to_vec();
        self.delete_row(table, &key)?;
        let shelf = self.shelves.entry(table.name).or_default();
        for index in table.indexes {
            let place = (indexed(&row, index.columns), key.clone());
            shelf.indexes.entry(index.name).or_default().insert(place);
        }
        shelf.rows.insert(key, row);
        Ok(())
    }

    fn delete_row(&mut self, table: &'static Table, key: &[Value]) -> Result<(), TableFault> {
        let Some(shelf) = self.shelves.get_mut(table.name) else { return Ok(()) };
        let Some(row) = shelf.rows.remove(key) else { return Ok(()) };
        for index in table.indexes {
            let place = (indexed(&row, index.columns), key.to_vec());
            if let Some(listed) = shelf.indexes.get_mut(index.name) {
                listed.remove(&place);
            }
        }
        Ok(())
    }
}
