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
    /// The same statement for many at once, each parameter an array, in PostgreSQL's words: where it is there, statements of
    /// one kind may travel as one. What reads answers the place of whom it is for (from 1) in its first column.
    together: Option<Arc<str>>,
}

impl Statement {
    /// A statement.
    pub fn new(sql: impl Into<Arc<str>>, parameters: Vec<Value>) -> Statement {
        Statement { sql: sql.into(), parameters, together: None }
    }

    /// What this statement and others of its kind may travel as.
    pub(crate) fn together(&self) -> Option<&Arc<str>> {
        self.together.as_ref()
    }
}

/// A cell as the database holds it, lent for as long as its row is looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Lent<'r> {
    /// 64-bit signed integer.
    Integer(i64),
    /// IEEE 754 double.
    Double(f64),
    /// Unicode text.
    Text(&'r str),
    /// Bytes.
    Bytes(&'r [u8]),
}

impl Lent<'_> {
    /// A cell of one's own.
    #[must_use]
    pub fn to_value(self) -> Value {
        match self {
            Lent::Integer(n) => Value::Integer(n),
            Lent::Double(n) => Value::Double(n),
            Lent::Text(text) => Value::Text(text.to_owned()),
            Lent::Bytes(bytes) => Value::Bytes(bytes.to_vec()),
        }
    }
}

impl<'v> From<&'v Value> for Lent<'v> {
    fn from(value: &'v Value) -> Lent<'v> {
        match value {
            Value::Integer(n) => Lent::Integer(*n),
            Value::Double(n) => Lent::Double(*n),
            Value::Text(text) => Lent::Text(text),
            Value::Bytes(bytes) => Lent::Bytes(bytes),
        }
    }
}

/// How many bytes a cell takes on its way.
pub(crate) fn bytes_of(value: &Value) -> usize {
    match value {
        Value::Integer(_) | Value::Double(_) => 8,
        Value::Text(text) => text.len(),
        Value::Bytes(bytes) => bytes.len(),
    }
}

/// A row of one's own.
#[must_use]
pub fn owned(cells: &[Lent<'_>]) -> Row {
    cells.iter().map(|cell| cell.to_value()).collect()
}

/// A connection to one database.
pub trait Database: Send {
    /// The dialect of its declarations.
    fn dialect(&self) -> Dialect;

    /// True when the connection is known to be gone: it answers nothing any more.
    fn lost(&self) -> bool {
        false
    }

    /// Runs statements that return rows, in one round trip where the database can; in order, but that reads which
    /// [`TableSql::get_by`] made may be read together with those before them that follow no other statement.
    ///
    /// # Errors
    /// [`DatabaseFault`]; in a transaction, the transaction is lost.
    fn query(&mut self, asks: &[Statement]) -> Result<Vec<Vec<Row>>, DatabaseFault>;

    /// Runs statements in order, in one round trip where the database can. Those that [`TableSql::put_apart`] made may be run
    /// in another order among themselves, but never before or after another statement that stood on their other side.
    ///
    /// # Errors
    /// [`DatabaseFault`] of the first that failed; in a transaction, the transaction is lost.
    fn run(&mut self, statements: &[Statement]) -> Result<(), DatabaseFault>;

    /// Streams the rows of one statement; stops when `take` answers false.
    ///
    /// # Errors
    /// [`DatabaseFault`].
    fn each(&mut self, ask: &Statement, take: &mut dyn FnMut(Row) -> bool) -> Result<(), DatabaseFault> {
        self.each_lent(ask, &mut |cells| take(owned(cells)))
    }

    /// The same, with rows that are lent: for those who look at very many and keep none.
    ///
    /// # Errors
    /// [`DatabaseFault`].
    fn each_lent(
        &mut self,
        ask: &Statement,
        take: &mut dyn FnMut(&[Lent<'_>]) -> bool,
    ) -> Result<(), DatabaseFault>;

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
    let arrays = types.enumerate().map(|(n, column_type)| {
        let name = match column_type {
            ColumnType::Integer => "BIGINT",
            ColumnType::Double => "DOUBLE PRECISION",
            ColumnType::Text => "TEXT",
            ColumnType::Bytes => "BYTEA",
        };
        format!("${}::{name}[]", n + 1)
    });
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
        Statement { together: Some(self.put_together.clone()), ..Statement::new(self.put.clone(), row) }
    }

    /// Reads the row with this key.
    #[must_use]
    pub fn get_by(&self, key: Vec<Value>) -> Statement {
        Statement { together: Some(self.get_together.clone()), ..Statement::new(self.get.clone(), key) }
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
