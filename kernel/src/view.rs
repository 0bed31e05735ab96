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
    /// The first of them in the order of the index, so many at most.
    First(&'static Table, &'static Index, Vec<Value>, usize),
}

/// Table, index, cells, and how many rows at most; 0 where all are wanted.
type Place = (&'static str, &'static str, Vec<Value>, usize);

impl Need {
    fn place(&self) -> Place {
        match self {
            Need::Row(table, key) => (table.name, "", key.clone(), 0),
            Need::List(table, index, prefix) => (table.name, index.name, prefix.clone(), 0),
            Need::First(table, index, prefix, most) => (table.name, index.name, prefix.clone(), *most),
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

    /// As [`Needs::list`], for the first rows alone, `most` of them: where a list may be long, and its beginning is enough.
    pub fn first<R: Record>(&mut self, index: &str, prefix: impl Key, most: usize) {
        if let Some(index) = R::TABLE.index(index) {
            self.add(Need::First(R::TABLE, index, prefix.cells(), most));
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
        self.rows(R::TABLE, "", key.cells(), 0).first().and_then(|row| self.read(row))
    }

    /// All rows of `R` that `index` lists under `prefix`, in the order of the index.
    ///
    /// # Panics
    /// As [`View::get`].
    #[must_use]
    pub fn list<R: Record>(&self, index: &str, prefix: impl Key) -> Vec<R> {
        let name = R::TABLE.index(index).map_or("?", |index| index.name);
        self.rows(R::TABLE, name, prefix.cells(), 0).iter().filter_map(|row| self.read(row)).collect()
    }

    /// The first rows of `R` that `index` lists under `prefix`, as [`Needs::first`] asked for them.
    ///
    /// # Panics
    /// As [`View::get`].
    #[must_use]
    pub fn first<R: Record>(&self, index: &str, prefix: impl Key, most: usize) -> Vec<R> {
        let name = R::TABLE.index(index).map_or("?", |index| index.name);
        self.rows(R::TABLE, name, prefix.cells(), most).iter().filter_map(|row| self.read(row)).collect()
    }

    /// As [`View::get`], for use inside `needs`: `None` also when it is not loaded yet.
    #[must_use]
    pub fn peek<R: Record>(&self, key: impl Key) -> Option<R> {
        let rows = self.seen.get(&(R::TABLE.name, "", key.cells(), 0))?;
        rows.first().and_then(|row| self.read(row))
    }

    /// As [`View::list`], for use inside `needs`: empty also when it is not loaded yet.
    #[must_use]
    pub fn peek_list<R: Record>(&self, index: &str, prefix: impl Key) -> Vec<R> {
        self.peek_first(index, prefix, 0)
    }

    /// As [`View::first`], for use inside `needs`: empty also when it is not loaded yet.
    #[must_use]
    pub fn peek_first<R: Record>(&self, index: &str, prefix: impl Key, most: usize) -> Vec<R> {
        let Some(index) = R::TABLE.index(index) else { return Vec::new() };
        let rows = self.seen.get(&(R::TABLE.name, index.name, prefix.cells(), most));
        rows.into_iter().flatten().filter_map(|row| self.read(row)).collect()
    }

    /// The table whose rows were read without being asked for, or did not fit their declaration.
    #[must_use]
    pub fn fault(&self) -> Option<&'static str> {
        self.fault.get()
    }

    fn rows(&self, table: &'static Table, index: &'static str, cells: Vec<Value>, most: usize) -> &[Row] {
        let found = self.seen.get(&(table.name, index, cells, most));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowing::Holding;
    use crate::{Id, Loader, MemoryTables, Tables};

    const BY_RECORD: &str = "holding_by_record";

    #[test]
    fn the_first_of_a_list_are_no_more_than_were_asked_for_and_in_the_order_of_the_index() {
        let (mut tables, record_id) = (MemoryTables::default(), Id([9; 16]));
        for (unit, record) in [(4, 9), (2, 9), (3, 9), (1, 8), (5, 9)] {
            let (unit, record_id) = (Id([unit; 16]), Id([record; 16]));
            let row = Holding { unit, record_id, through: Id::NONE };
            (&mut tables as &mut dyn Tables).put(&row).unwrap();
        }
        let (mut view, mut needs) = (View::default(), Needs::default());
        for most in [2, 9] {
            needs.first::<Holding>(BY_RECORD, record_id, most);
        }
        needs.list::<Holding>(BY_RECORD, record_id);
        assert!(view.peek_first::<Holding>(BY_RECORD, record_id, 2).is_empty(), "not loaded yet");
        tables.load(&needs.missing_from(&view), &mut view).unwrap();
        let units = |rows: Vec<Holding>| rows.into_iter().map(|row| row.unit.0[0]).collect::<Vec<_>>();
        assert_eq!(units(view.first(BY_RECORD, record_id, 2)), [2, 3]);
        assert_eq!(units(view.peek_first(BY_RECORD, record_id, 9)), [2, 3, 4, 5]);
        assert_eq!(units(view.list(BY_RECORD, record_id)), [2, 3, 4, 5]);
        assert_eq!(view.fault(), None);
    }
}
