//! What an act may look at: it says what it needs, a loader yields just that, and `decide` sees nothing else.

use crate::table::{Index, Key, Record, Table};
use crate::value::{Row, Value};
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

/// One thing an act needs to see.
#[derive(Clone, Debug)]
pub enum Need {
    /// The row with this key.
    Row(&'static Table, Vec<Value>),
    /// All rows whose indexed columns begin with these cells.
    List(&'static Table, &'static Index, Vec<Value>),
}

type Place = (&'static str, &'static str, Vec<Value>);

impl Need {
    fn place(&self) -> Place {
        match self {
            Need::Row(table, key) => (table.name, "", key.clone()),
            Need::List(table, index, prefix) => (table.name, index.name, prefix.clone()),
        }
    }
}

/// What an act says that it needs.
#[derive(Default, Debug)]
pub struct Needs {
    wanted: Vec<Need>,
    places: BTreeSet<Place>,
}

impl Needs {
    /// Asks for the row of `R` with this key.
    pub fn row<R: Record>(&mut self, key: impl Key) {
        self.add(Need::Row(R::TABLE, key.cells()));
    }

    /// Asks for all rows of `R` that `index` lists under `prefix`. An index that `R` does not declare is a programming
    /// error which the first test of that act shows: the need is left out and reading it faults.
    pub fn list<R: Record>(&mut self, index: &str, prefix: impl Key) {
        if let Some(index) = R::TABLE.index(index) {
            self.add(Need::List(R::TABLE, index, prefix.cells()));
        }
    }

    fn add(&mut self, need: Need) {
        if self.places.insert(need.place()) {
            self.wanted.push(need);
        }
    }

    /// Those needs which `view` does not hold yet.
    #[must_use]
    pub fn missing_from(&self, view: &View) -> Vec<Need> {
        self.wanted.iter().filter(|need| !view.seen.contains_key(&need.place())).cloned().collect()
    }
}

/// The rows that an act asked for, as they stood when it was decided.
#[derive(Default, Debug)]
pub struct View {
    seen: BTreeMap<Place, Vec<Row>>,
    fault: Cell<Option<&'static str>>,
}

impl View {
    /// Fills in what a loader found for a need (an empty list when there is no such row).
    pub fn fill(&mut self, need: &Need, rows: Vec<Row>) {
        self.seen.insert(need.place(), rows);
    }

    /// The row of `R` with this key.
    ///
    /// # Panics
    /// In debug builds, when the act did not declare that need. In release builds the act ends in an internal error.
    #[must_use]
    pub fn get<R: Record>(&self, key: impl Key) -> Option<R> {
        self.rows(R::TABLE, "", key.cells()).first().and_then(|row| self.read(row))
    }

    /// All rows of `R` that `index` lists under `prefix`, in the order of the index.
    ///
    /// # Panics
    /// As [`View::get`].
    #[must_use]
    pub fn list<R: Record>(&self, index: &str, prefix: impl Key) -> Vec<R> {
        let name = R::TABLE.index(index).map_or("?", |index| index.name);
        self.rows(R::TABLE, name, prefix.cells()).iter().filter_map(|row| self.read(row)).collect()
    }

    /// As [`View::get`], for use inside `needs`: `None` also when it is not loaded yet.
    #[must_use]
    pub fn peek<R: Record>(&self, key: impl Key) -> Option<R> {
        let rows = self.seen.get(&(R::TABLE.name, "", key.cells()))?;
        rows.first().and_then(|row| self.read(row))
    }

    /// As [`View::list`], for use inside `needs`: empty also when it is not loaded yet.
    #[must_use]
    pub fn peek_list<R: Record>(&self, index: &str, prefix: impl Key) -> Vec<R> {
        let Some(index) = R::TABLE.index(index) else { return Vec::new() };
        let rows = self.seen.get(&(R::TABLE.name, index.name, prefix.cells()));
        rows.into_iter().flatten().filter_map(|row| self.read(row)).collect()
    }

    /// The table whose rows were read without being asked for, or did not fit their declaration.
    #[must_use]
    pub fn fault(&self) -> Option<&'static str> {
        self.fault.get()
    }

    fn rows(&self, table: &'static Table, index: &'static str, cells: Vec<Value>) -> &[Row] {
        let found = self.seen.get(&(table.name, index, cells));
        debug_assert!(found.is_some(), "undeclared need: {} {index}", table.name);
        if found.is_none() {
            self.fault.set(Some(table.name));
        }
        found.map_or(&[], Vec::as_slice)
    }

    fn read<R: Record>(&self, row: &Row) -> Option<R> {
        let record = R::from_row(row);
        if record.is_err() {
            self.fault.set(Some(R::TABLE.name));
        }
        record.ok()
    }
}
