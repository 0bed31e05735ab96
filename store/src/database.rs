//! One interface, two databases. SQL is the same text on both: `$1` placeholders, four types, no NULL.

use kernel::{Class, ColumnType, Row, Table, Value};
use std::sync::Arc;

/// Why the database did not do what was asked.
#[derive(Debug, Clone, thiserror::Error)]
pub enum DatabaseFault {
    /// The connection or the disk failed: nothing can be said about the data; try again later.
    #[error("the database cannot be reached or written: {0}")]
    Broken(String),
    /// The statement or its data were refused.
    #[error("the database refused a statement: {0}")]
    Refused(String),
    /// Another process has become the writer.
    #[error("another process is the writer of this database now")]
    Fenced,
}

impl From<DatabaseFault> for kernel::TableFault {
    fn from(fault: DatabaseFault) -> Self {
        match fault {
            DatabaseFault::Refused(_) => kernel::TableFault::Database(fault.to_string()),
            DatabaseFault::Broken(_) | DatabaseFault::Fenced => {
                kernel::TableFault::Unreachable(fault.to_string())
            }
        }
    }
}

/// Which SQL dialect tables are declared in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// SQLite.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

/// A statement with its parameters.
#[derive(Clone, Debug)]
pub struct Statement {
    /// SQL with `$1`, `$2`, ...
    pub sql: Arc<str>,
    /// The parameters.
    pub parameters: Vec<Value>,
}

impl Statement {
    /// A statement.
    pub fn new(sql: impl Into<Arc<str>>, parameters: Vec<Value>) -> Statement {
        Statement { sql: sql.into(), parameters }
    }
}

/// A connection to one database.
pub trait Database: Send {
    /// The dialect of its declarations.
    fn dialect(&self) -> Dialect;

    /// True when the connection is known to be gone: it answers nothing any more.
    fn lost(&self) -> bool {
        false
    }

    /// Runs statements that return rows, in one round trip where the database can.
    ///
    /// # Errors
    /// [`DatabaseFault`]; in a transaction, the transaction is lost.
    fn query(&mut self, asks: &[Statement]) -> Result<Vec<Vec<Row>>, DatabaseFault>;

    /// Runs statements in order, in one round trip where the database can, and tells how many rows each changed.
    ///
    /// # Errors
    /// [`DatabaseFault`] of the first that failed; in a transaction, the transaction is lost.
    fn run(&mut self, statements: &[Statement]) -> Result<Vec<u64>, DatabaseFault>;

    /// Streams the rows of one statement; stops when `take` answers false.
    ///
    /// # Errors
    /// [`DatabaseFault`].
    fn each(&mut self, ask: &Statement, take: &mut dyn FnMut(Row) -> bool) -> Result<(), DatabaseFault>;

    /// Begins a transaction in which every read sees one state of the database and nothing can be written.
    ///
    /// # Errors
    /// [`DatabaseFault`].
    fn begin_snapshot(&mut self) -> Result<(), DatabaseFault>;

    /// Runs declarations: several statements in one text, without parameters.
    ///
    /// # Errors
    /// [`DatabaseFault`].
    fn declare(&mut self, ddl: &str) -> Result<(), DatabaseFault>;
}

impl dyn Database + '_ {
    /// The rows of one statement.
    ///
    /// # Errors
    /// [`DatabaseFault`].
    pub fn rows(&mut self, sql: &str, parameters: Vec<Value>) -> Result<Vec<Row>, DatabaseFault> {
        let mut answers = self.query(&[Statement::new(sql, parameters)])?;
        Ok(answers.pop().unwrap_or_default())
    }

    /// The rows of one statement as records of `R`, whose columns it must select in their declared order.
    ///
    /// # Errors
    /// [`DatabaseFault`], also when a row does not fit its declaration.
    pub fn records<R: kernel::Record>(
        &mut self,
        sql: &str,
        parameters: Vec<Value>,
    ) -> Result<Vec<R>, DatabaseFault> {
        let rows = self.rows(sql, parameters)?;
        let read = |row: &Row| {
            R::from_row(row).map_err(|wrong| DatabaseFault::Refused(format!("{}: {wrong}", R::TABLE.name)))
        };
        rows.iter().map(read).collect()
    }

    /// The first cell of the first row, as an integer; 0 when there is none.
    ///
    /// # Errors
    /// [`DatabaseFault`].
    pub fn number(&mut self, sql: &str, parameters: Vec<Value>) -> Result<i64, DatabaseFault> {
        let rows = self.rows(sql, parameters)?;
        Ok(match rows.first().and_then(|row| row.first()) {
            Some(Value::Integer(n)) => *n,
            _ => 0,
        })
    }
}

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
        (Dialect::Postgres, ColumnType::Text) => "TEXT COLLATE \"C\"",
        (Dialect::Postgres, ColumnType::Bytes) => "BYTEA",
    }
}

/// The declaration of a table and its indexes.
#[must_use]
pub fn declaration(table: &Table, dialect: Dialect) -> String {
    let own = table.columns.iter().map(|column| (column.name, column.column_type));
    let seal = SEAL_COLUMNS.into_iter().filter(|_| table.class == Class::Sealed);
    let columns: Vec<String> = own
        .chain(seal)
        .map(|(name, kind)| format!("\"{name}\" {} NOT NULL", type_name(kind, dialect)))
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
    for index in table.indexes {
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
}

/// Column names may be words of SQL: `case`, say.
#[must_use]
pub fn quoted(name: &str) -> String {
    format!("\"{name}\"")
}

fn equals(names: &[String]) -> String {
    names.iter().enumerate().map(|(n, name)| format!("{name} = ${}", n + 1)).collect::<Vec<_>>().join(" AND ")
}

impl TableSql {
    /// Renders the SQL of a table.
    #[must_use]
    pub fn of(table: &Table) -> TableSql {
        let names: Vec<String> = table.columns.iter().map(|column| quoted(column.name)).collect();
        let written: Vec<String> = match table.class {
            Class::Sealed => {
                names.iter().cloned().chain(SEAL_COLUMNS.iter().map(|(name, _)| quoted(name))).collect()
            }
            _ => names.clone(),
        };
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
        TableSql {
            put: format!(
                "INSERT INTO {name} ({}) VALUES ({}){conflict}",
                written.join(", "),
                places.join(", ")
            )
            .into(),
            delete: format!("DELETE FROM {name} WHERE {}", equals(keys)).into(),
            get: format!("SELECT {all} FROM {name} WHERE {}", equals(keys)).into(),
            all: format!("SELECT {all} FROM {name} ORDER BY {}", keys.join(", ")).into(),
            every: format!("SELECT {all} FROM {name}").into(),
        }
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
