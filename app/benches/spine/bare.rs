//! A bare insert of the same bytes: the same rows, indexes, key rows and batch, by the same statements, with nothing around them.

use crate::Result;
use kernel::{Class, Hash, Id, Row, Table, Value};
use std::time::Instant;
use store::database::{SEAL_COLUMNS, TableSql, declaration, quoted};
use store::testing::Home;
use store::{Database, Statement};
use tutela::rooms::{registry, rooms};

fn connect(home: &Home) -> Result<Box<dyn Database>> {
    Ok(match home.config().database {
        None => Box::new(store::sqlite::Sqlite::open(&home.path().join("tutela.db"))?),
        Some(url) => Box::new(store::postgres::Postgres::connect_to_write(&url)?),
    })
}

fn columns(table: &Table) -> String {
    let own = table.columns.iter().map(|column| quoted(column.name));
    let seal = SEAL_COLUMNS.iter().map(|(name, _)| quoted(name)).filter(|_| table.class == Class::Sealed);
    own.chain(seal).collect::<Vec<_>>().join(", ")
}

/// Rows of one table as they came: tables come back sorted by their random keys, and a sorted insert is no such load.
/// A record's rows (the reasons of one report, say) stay together.
fn as_they_came(table: &Table, rows: Vec<Row>) -> Vec<Row> {
    if !matches!(rows.first().and_then(|row| row.first()), Some(Value::Bytes(_))) {
        return rows;
    }
    let mut groups: Vec<Vec<Row>> = Vec::new();
    for row in rows {
        match groups.last_mut() {
            Some(group) if group[0][0] == row[0] => group.push(row),
            _ => groups.push(vec![row]),
        }
    }
    let salt = table.name.as_bytes();
    groups.sort_by_cached_key(|group| Hash::of(&[salt, &kernel::entry::to_cbor(&group[0][0])]));
    groups.into_iter().flatten().collect()
}

/// Inserts the same rows as fast as the database alone can, in transactions of the same size, with the same key rows: a
/// statement for each, or those of one table at once where the database can.
pub(crate) fn bare(from: &Home, into: &Home, acts: u64, batch: u64, at_once: bool) -> Result<f64> {
    let house = registry(&mut rooms())?;
    let tables = store::world::main_tables(&house);
    let mut source = connect(from)?;
    let mut target = connect(into)?;
    let ddl: String = tables.iter().map(|table| declaration(table, target.dialect())).collect();
    target.declare(&ddl)?;
    let mut rows = Vec::new();
    for table in &tables {
        let all = source.rows(&format!("SELECT {} FROM {}", columns(table), table.name), Vec::new())?;
        if all.len() as u64 >= acts {
            rows.push((TableSql::of(table), as_they_came(table, all)));
        }
    }
    drop(source);
    let mut keys = store::sqlite::Sqlite::open(&into.path().join("keys.db"))?;
    keys.declare("CREATE TABLE wrapped_key (id BLOB NOT NULL PRIMARY KEY, wrapped BLOB NOT NULL) STRICT, WITHOUT ROWID;")?;
    let size = batch.max(1);
    let statement = |sql: &'static str| Statement::new(sql, Vec::new());
    let began = Instant::now();
    for first in (0..acts).step_by(usize::try_from(size)?) {
        let last = (first + size).min(acts);
        if first / 2048 != last / 2048 || first == 0 {
            let mut all = vec![statement("BEGIN")];
            for n in 0..2048_u64 {
                let id = Id(u128::from(first << 16 | n).to_be_bytes()).derive("key", 0);
                let row = vec![Value::Bytes(id.0.to_vec()), Value::Bytes(vec![7; 72])];
                all.push(Statement::new("INSERT INTO wrapped_key (id, wrapped) VALUES ($1, $2)", row));
            }
            all.push(statement("COMMIT"));
            keys.run(&all)?;
        }
        let mut all = vec![statement("BEGIN")];
        for (sql, table) in &rows {
            let part = |n: u64| usize::try_from(n * table.len() as u64 / acts);
            let put = |row: &Row| match at_once {
                true => sql.put_apart(row.clone()),
                false => Statement::new(sql.put.clone(), row.clone()),
            };
            all.extend(table[part(first)?..part(last)?].iter().map(put));
        }
        all.push(statement("COMMIT"));
        target.run(&all)?;
    }
    Ok(acts as f64 / began.elapsed().as_secs_f64())
}
