//! What the gate and `apply` see while a batch is being written: the database as it was, and over it what the batch changed.

use crate::database::{Database, DatabaseFault, Statement, TableSql};
use kernel::{
    Class, Index, Loader, Need, Registry, Row, Table, TableFault, Tables, Value, View, World, WrongCell,
};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// The rendered SQL of every table, once a node.
pub struct Sql {
    tables: HashMap<&'static str, TableSql>,
    lists: HashMap<(&'static str, usize), Arc<str>>,
}

impl Sql {
    /// Renders the SQL of all tables of a registry and of the store's own.
    #[must_use]
    pub fn of<'t>(tables: impl Iterator<Item = &'t Table>) -> Sql
    where
        't: 'static,
    {
        let mut sql = Sql { tables: HashMap::new(), lists: HashMap::new() };
        for table in tables {
            sql.tables.insert(table.name, TableSql::of(table));
            for index in table.indexes {
                for cells in 0..=index.columns.len() {
                    sql.lists.insert((index.name, cells), TableSql::list(table, index, cells).into());
                }
            }
        }
        sql
    }

    /// The SQL of one table.
    ///
    /// # Errors
    /// [`TableFault`] when no charter lists the table.
    pub fn table(&self, table: &'static Table) -> Result<&TableSql, TableFault> {
        let cause = WrongCell { wanted: "a table that a charter lists" };
        self.tables.get(table.name).ok_or(TableFault::Row { table: table.name, cause })
    }

    fn ask(&self, need: &Need) -> Result<Statement, TableFault> {
        Ok(match need {
            Need::Row(table, key) => self.table(table)?.get_by(key.clone()),
            Need::List(table, index, prefix) => {
                Statement::new(self.list(table, index, prefix)?.clone(), prefix.clone())
            }
            Need::First(table, index, prefix, most) => {
                let sql = format!("{} LIMIT ${}", self.list(table, index, prefix)?, prefix.len() + 1);
                let most = Value::Integer(i64::try_from(*most).unwrap_or(i64::MAX));
                Statement::new(sql, prefix.iter().cloned().chain([most]).collect())
            }
        })
    }

    fn list(&self, table: &Table, index: &Index, prefix: &[Value]) -> Result<&Arc<str>, TableFault> {
        let cause = WrongCell { wanted: "an index of a table that a charter lists" };
        self.lists.get(&(index.name, prefix.len())).ok_or(TableFault::Row { table: table.name, cause })
    }
}

/// A row's or list's table or index, and its key.
pub type Place = (&'static str, Vec<Value>);

/// Rows that the last batch read, as it left them. Only this process writes (the fence of each batch makes sure of it), so they
/// still stand: a row that every batch reads, a year's count say, costs no round trip.
pub type Warm = BTreeMap<Place, Option<Row>>;

/// The tables during one batch.
pub struct Overlay<'d> {
    database: &'d mut dyn Database,
    sql: &'d Sql,
    warm: Warm,
    rows: BTreeMap<Place, Option<Row>>,
    lists: BTreeMap<Place, Vec<Row>>,
    dirty: BTreeMap<Place, (&'static Table, Option<Row>)>,
}

impl<'d> Overlay<'d> {
    /// Nothing changed, and nothing read but what is warm.
    pub fn new(database: &'d mut dyn Database, sql: &'d Sql, warm: Warm) -> Overlay<'d> {
        Overlay { database, sql, warm, rows: BTreeMap::new(), lists: BTreeMap::new(), dirty: BTreeMap::new() }
    }

    /// Reads all these needs in one round trip.
    ///
    /// # Errors
    /// [`TableFault::Database`].
    pub fn prefetch(&mut self, needs: &[Need]) -> Result<(), TableFault> {
        self.prefetch_after(&[], needs).map(drop)
    }

    /// The dialect of the database below.
    #[must_use]
    pub fn dialect(&self) -> crate::database::Dialect {
        self.database.dialect()
    }

    /// Runs `first` and reads all these needs, in one round trip; tells what `first` answered.
    ///
    /// # Errors
    /// [`TableFault::Database`].
    pub fn prefetch_after(
        &mut self,
        first: &[Statement],
        needs: &[Need],
    ) -> Result<Vec<Vec<Row>>, TableFault> {
        let mut wanted: BTreeMap<Place, &Need> = BTreeMap::new();
        for need in needs {
            match need {
                Need::Row(table, key) => {
                    let place = (table.name, key.clone());
                    if self.rows.contains_key(&place) {
                        continue;
                    }
                    match self.warm.remove(&place) {
                        Some(row) => drop(self.rows.insert(place, row)),
                        None => drop(wanted.insert(place, need)),
                    }
                }
                Need::List(_, index, prefix) if !self.lists.contains_key(&(index.name, prefix.clone())) => {
                    wanted.insert((index.name, prefix.clone()), need);
                }
                _ => {}
            }
        }
        if wanted.is_empty() && first.is_empty() {
            return Ok(Vec::new());
        }
        let mut asks = first.to_vec();
        for need in wanted.values() {
            asks.push(self.sql.ask(need)?);
        }
        let mut opened = self.database.query(&asks)?;
        let answers = opened.split_off(first.len());
        for ((place, need), rows) in wanted.into_iter().zip(answers) {
            match need {
                Need::Row(..) => drop(self.rows.insert(place, rows.into_iter().next())),
                _ => drop(self.lists.insert(place, rows)),
            }
        }
        Ok(opened)
    }

    fn row(&self, table: &'static Table, key: &[Value]) -> Option<Row> {
        let place = (table.name, key.to_vec());
        match self.dirty.get(&place) {
            Some((_, row)) => row.clone(),
            None => self.rows.get(&place).cloned().flatten(),
        }
    }

    /// What answers a need that was fetched ahead; the beginning of a list is read now, since what the batch changed moves it.
    fn answer(&mut self, need: &Need) -> Result<Vec<Row>, TableFault> {
        Ok(match need {
            Need::Row(table, key) => self.row(table, key).into_iter().collect(),
            Need::List(table, index, prefix) => {
                let base = self.lists.get(&(index.name, prefix.clone())).cloned().unwrap_or_default();
                self.listed(table, index, prefix, base)
            }
            Need::First(table, index, prefix, most) => {
                let ask = Need::First(table, index, prefix.clone(), most.saturating_add(self.changed(table)));
                let base = self.database.query(&[self.sql.ask(&ask)?])?.pop().unwrap_or_default();
                let mut rows = self.listed(table, index, prefix, base);
                rows.truncate(*most);
                rows
            }
        })
    }

    /// How many rows of a table the batch changed: so many may be gone from the beginning of any list.
    fn changed(&self, table: &'static Table) -> usize {
        self.dirty.range((table.name, Vec::new())..).take_while(|((name, _), _)| *name == table.name).count()
    }

    /// The list as it was, without rows that the batch changed, with those that now belong to it, in the index's order.
    fn listed(
        &self,
        table: &'static Table,
        index: &'static Index,
        prefix: &[Value],
        base: Vec<Row>,
    ) -> Vec<Row> {
        let changed = |row: &Row| self.dirty.contains_key(&(table.name, table.key_of(row).to_vec()));
        let mut rows: Vec<Row> = base.into_iter().filter(|row| !changed(row)).collect();
        let from = (table.name, Vec::new());
        let added = self.dirty.range(from..).take_while(|((name, _), _)| *name == table.name);
        let cells = |row: &Row| -> Vec<Value> {
            index.columns.iter().filter_map(|&at| row.get(at).cloned()).collect()
        };
        let mut grew = false;
        for row in added.filter_map(|(_, (_, row))| row.as_ref()) {
            if cells(row).starts_with(prefix) {
                rows.push(row.clone());
                grew = true;
            }
        }
        if grew {
            rows.sort_by_cached_key(|row| (cells(row), table.key_of(row).to_vec()));
        }
        rows
    }

    /// The statements that write what the batch changed, and what is warm once they are committed.
    ///
    /// # Errors
    /// [`TableFault`] when a table is not listed by any charter.
    pub fn into_statements(self) -> Result<(Vec<Statement>, Warm), TableFault> {
        let mut warm = self.rows;
        for (place, row) in &mut warm {
            if let Some((_, changed)) = self.dirty.get(place) {
                row.clone_from(changed);
            }
        }
        let (mut puts, mut deletes) = (Vec::with_capacity(self.dirty.len()), Vec::new());
        for ((_, key), (table, row)) in self.dirty {
            let sql = self.sql.table(table)?;
            match row {
                Some(row) => puts.push(sql.put_apart(row)),
                None => deletes.push(Statement::new(sql.delete.clone(), key)),
            }
        }
        // Each row stands there once, so the order is free; what is deleted would part what travels together.
        puts.append(&mut deletes);
        Ok((puts, warm))
    }

    /// Runs other reads of the batch.
    ///
    /// # Errors
    /// [`DatabaseFault`].
    pub fn query(&mut self, asks: &[Statement]) -> Result<Vec<Vec<Row>>, DatabaseFault> {
        self.database.query(asks)
    }
}

impl Loader for Overlay<'_> {
    fn load(&mut self, needs: &[Need], view: &mut View) -> Result<(), TableFault> {
        self.prefetch(needs)?;
        for need in needs {
            let rows = self.answer(need)?;
            view.fill(need, rows);
        }
        Ok(())
    }
}

impl Tables for Overlay<'_> {
    fn get_row(&mut self, table: &'static Table, key: &[Value]) -> Result<Option<Row>, TableFault> {
        let need = Need::Row(table, key.to_vec());
        if !self.dirty.contains_key(&(table.name, key.to_vec())) {
            self.prefetch(std::slice::from_ref(&need))?;
        }
        Ok(self.row(table, key))
    }

    fn put_row(&mut self, table: &'static Table, row: Row) -> Result<(), TableFault> {
        if !table.fits(&row) || table.class != Class::Derived {
            let cause = WrongCell { wanted: "the declared columns of a derived table, without NUL" };
            return Err(TableFault::Row { table: table.name, cause });
        }
        self.dirty.insert((table.name, table.key_of(&row).to_vec()), (table, Some(row)));
        Ok(())
    }

    fn delete_row(&mut self, table: &'static Table, key: &[Value]) -> Result<(), TableFault> {
        self.dirty.insert((table.name, key.to_vec()), (table, None));
        Ok(())
    }
}

impl World for Overlay<'_> {
    fn tables(&mut self) -> &mut dyn Tables {
        self
    }
    fn loader(&mut self) -> &mut dyn Loader {
        self
    }
}

/// All tables that a node declares in its main database: the store's own and every charter's but runtime ones.
#[must_use]
pub fn main_tables(registry: &Registry) -> Vec<&'static Table> {
    use crate::schema::{CheckpointRow, EntryRow, HeadRow, KeyToErase, LaidRow, PayloadRow};
    use kernel::Record;
    let own = [
        EntryRow::TABLE,
        HeadRow::TABLE,
        CheckpointRow::TABLE,
        PayloadRow::TABLE,
        KeyToErase::TABLE,
        LaidRow::TABLE,
    ];
    own.into_iter().chain(registry.tables().filter(|table| table.class != Class::Runtime)).collect()
}
