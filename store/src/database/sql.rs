//! What a declared table is in SQL: its declaration, and the statements that loaders and `apply` need.

use super::{Dialect, Statement};
use kernel::{Class, ColumnType, Row, Table, Value};
use std::sync::Arc;

/// The columns that the store adds to every sealed table: which promise of which act covers the row, and its salt.
pub const SEAL_COLUMNS: [(&str, ColumnType); 4] = [
    ("seal_act", ColumnType::Bytes),
    ("seal_slot", ColumnType::Integer),
    ("seal_subject", ColumnType::Bytes),
    ("seal_salt", ColumnType::Bytes),
];

fn type_name(column_type: ColumnType, dialect: Dialect) -> &'static str {
    match (dialect, column_type) {
        (Dialect::Sqlite, ColumnType::Integer) => "INTEGER",
        (Dialect::Sqlite, ColumnType::Double) => "REAL",
        (Dialect::Sqlite, ColumnType::Text) => "TEXT",
        (Dialect::Sqlite, ColumnType::Bytes) => "BLOB",
        (Dialect::Postgres, ColumnType::Integer) => "BIGINT",
        (Dialect::Postgres, ColumnType::Double) => "DOUBLE PRECISION",
        (Dialect::Postgres, ColumnType::Text) => "TEXT",
        (Dialect::Postgres, ColumnType::Bytes) => "BYTEA",
    }
}

/// How texts are compared: byte by byte, as SQLite does by itself.
fn collation(column_type: ColumnType, dialect: Dialect) -> &'static str {
    match (dialect, column_type) {
        (Dialect::Postgres, ColumnType::Text) => " COLLATE \"C\"",
        _ => "",
    }
}

/// The declaration of a table and its indexes.
#[must_use]
pub fn declaration(table: &Table, dialect: Dialect) -> String {
    let own = table.columns.iter().map(|column| (column.name, column.column_type));
    let seal = SEAL_COLUMNS.into_iter().filter(|_| table.class == Class::Sealed);
    let columns: Vec<String> = own
        .chain(seal)
        .map(|(name, kind)| {
            format!("\"{name}\" {}{} NOT NULL", type_name(kind, dialect), collation(kind, dialect))
        })
        .collect();
    let keys: Vec<String> = table.columns[..table.key].iter().map(|column| quoted(column.name)).collect();
    let tail = match (dialect, table.class) {
        (Dialect::Postgres, _) => "",
        (Dialect::Sqlite, Class::Derived | Class::Runtime) => " STRICT, WITHOUT ROWID",
        (Dialect::Sqlite, _) => " STRICT",
    };
    let mut ddl = format!(
        "CREATE TABLE IF NOT EXISTS {} ({}, PRIMARY KEY ({})){tail};\n",
        table.name,
        columns.join(", "),
        keys.join(", ")
    );
    // What the beginning of the key lists already needs no index of its own.
    let is_key =
        |index: &&kernel::Index| index.columns.iter().copied().eq(0..index.columns.len().min(table.key));
    for index in table.indexes.iter().filter(|index| !is_key(index)) {
        let columns = index.columns.iter().filter_map(|&at| table.columns.get(at));
        let names: Vec<String> = columns.map(|column| quoted(column.name)).collect();
        ddl +=
            &format!("CREATE INDEX IF NOT EXISTS {} ON {} ({});\n", index.name, table.name, names.join(", "));
    }
    if table.class == Class::Sealed {
        ddl += &format!("CREATE INDEX IF NOT EXISTS {0}_seal ON {0} (seal_subject);\n", table.name);
    }
    ddl
}

/// The SQL that `apply` and loaders need for one table, rendered once.
pub struct TableSql {
    /// Enters or replaces a row.
    pub put: Arc<str>,
    /// Removes a row by key.
    pub delete: Arc<str>,
    /// Reads a row by key.
    pub get: Arc<str>,
    /// Reads all rows in the order of the key.
    pub all: Arc<str>,
    /// Reads all rows in whatever order is cheapest.
    pub every: Arc<str>,
    /// [`put`](TableSql::put) for many rows at once.
    put_together: Arc<str>,
    /// [`get`](TableSql::get) for many keys at once.
    get_together: Arc<str>,
}

/// Column names may be words of SQL: `case`, say.
#[must_use]
pub fn quoted(name: &str) -> String {
    format!("\"{name}\"")
}

/// Each name equal to the parameter in its place, which is written with this before its number.
fn equals_each(names: &[String], parameter: &str) -> String {
    let each = names.iter().enumerate().map(|(n, name)| format!("{name} = {parameter}{}", n + 1));
    each.collect::<Vec<_>>().join(" AND ")
}

fn equals(names: &[String]) -> String {
    equals_each(names, "$")
}

/// One array a parameter, as rows.
fn arrays(types: impl Iterator<Item = ColumnType>) -> String {
    let array = |(n, column_type)| format!("${}::{}[]", n + 1, type_name(column_type, Dialect::Postgres));
    let arrays = types.enumerate().map(array);
    format!("unnest({})", arrays.collect::<Vec<_>>().join(", "))
}

/// Reads by many keys at once. The OFFSET keeps the inner query what it is, a look-up for each key, and no join with the whole
/// table.
fn get_together(table: &Table, names: &[String]) -> String {
    let keys: Vec<String> = (1..=table.key).map(|n| format!("k{n}")).collect();
    format!(
        "SELECT wanted.n, found.* FROM {} WITH ORDINALITY AS wanted ({}, n), \
         LATERAL (SELECT {} FROM {} WHERE {} OFFSET 0) AS found",
        arrays(table.columns[..table.key].iter().map(|column| column.column_type)),
        keys.join(", "),
        names.join(", "),
        table.name,
        equals_each(&names[..table.key], "wanted.k")
    )
}

impl TableSql {
    /// Renders the SQL of a table.
    #[must_use]
    pub fn of(table: &Table) -> TableSql {
        let names: Vec<String> = table.columns.iter().map(|column| quoted(column.name)).collect();
        let seal = SEAL_COLUMNS.into_iter().filter(|_| table.class == Class::Sealed);
        let written: Vec<String> =
            names.iter().cloned().chain(seal.clone().map(|(name, _)| quoted(name))).collect();
        let types = table.columns.iter().map(|column| column.column_type).chain(seal.map(|(_, kind)| kind));
        let (keys, rest) = names.split_at(table.key);
        let places: Vec<String> = (1..=written.len()).map(|n| format!("${n}")).collect();
        let conflict = if table.class == Class::Sealed {
            String::new()
        } else if rest.is_empty() {
            format!(" ON CONFLICT ({}) DO NOTHING", keys.join(", "))
        } else {
            let sets: Vec<String> = rest.iter().map(|name| format!("{name} = excluded.{name}")).collect();
            format!(" ON CONFLICT ({}) DO UPDATE SET {}", keys.join(", "), sets.join(", "))
        };
        let (name, all) = (table.name, names.join(", "));
        let into = format!("INSERT INTO {name} ({})", written.join(", "));
        TableSql {
            put: format!("{into} VALUES ({}){conflict}", places.join(", ")).into(),
            put_together: format!("{into} SELECT * FROM {}{conflict}", arrays(types)).into(),
            get_together: get_together(table, &names).into(),
            delete: format!("DELETE FROM {name} WHERE {}", equals(keys)).into(),
            get: format!("SELECT {all} FROM {name} WHERE {}", equals(keys)).into(),
            all: format!("SELECT {all} FROM {name} ORDER BY {}", keys.join(", ")).into(),
            every: format!("SELECT {all} FROM {name}").into(),
        }
    }

    /// Enters a row, or replaces it where the table is not a sealed one; it is another one than all those put beside it.
    #[must_use]
    pub fn put_apart(&self, row: Row) -> Statement {
        Statement::in_company(&self.put, &self.put_together, row)
    }

    /// Reads the row with this key.
    #[must_use]
    pub fn get_by(&self, key: Vec<Value>) -> Statement {
        Statement::in_company(&self.get, &self.get_together, key)
    }

    /// Reads the rows that an index lists under a prefix of `cells` columns, in the order of the index.
    #[must_use]
    pub fn list(table: &Table, index: &kernel::Index, cells: usize) -> String {
        let all: Vec<String> = table.columns.iter().map(|column| quoted(column.name)).collect();
        let listed: Vec<String> = index.columns.iter().filter_map(|&at| all.get(at).cloned()).collect();
        let order: Vec<String> = listed.iter().chain(&all[..table.key]).cloned().collect();
        let filter = if cells == 0 { "1 = 1".to_owned() } else { equals(&listed[..cells.min(listed.len())]) };
        format!("SELECT {} FROM {} WHERE {filter} ORDER BY {}", all.join(", "), table.name, order.join(", "))
    }
}
