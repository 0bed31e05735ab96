//! One interface, two databases. SQL is the same text on both: `$1` placeholders, four types, no NULL.

mod sql;

pub use sql::{SEAL_COLUMNS, TableSql, declaration, quoted};

use kernel::{Row, Value};
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

    /// A statement that may travel with others of its kind.
    fn in_company(sql: &Arc<str>, together: &Arc<str>, parameters: Vec<Value>) -> Statement {
        Statement { sql: sql.clone(), parameters, together: Some(together.clone()) }
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
