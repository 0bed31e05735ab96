//! SQLite: the embedded default. WAL, `synchronous=FULL`: what is answered is on the disk.

use crate::database::{Database, DatabaseFault, Dialect, Lent, Statement};
use kernel::{Row, Value};
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, Connection, ErrorCode, OpenFlags, ToSql};
use std::path::Path;

#[cfg(feature = "testing")]
use crate::testing::weather::{opened, weathered};
/// Between a statement and the disk there is nothing; tests bring weather.
#[cfg(not(feature = "testing"))]
fn weathered<T>(
    _: &Connection,
    sql: &str,
    _: T,
    work: impl FnOnce(&str) -> Result<T, DatabaseFault>,
) -> Result<T, DatabaseFault> {
    work(sql)
}
#[cfg(not(feature = "testing"))]
fn opened(_: &Path) -> Result<(), DatabaseFault> {
    Ok(())
}

/// How much of a database a connection keeps in memory at most: 64 MiB, as SQLite writes it.
const CACHE_KIB: i64 = -65_536;
/// After so many pages (4 KiB each) the write-ahead log is brought into the database: 32 MiB.
const CHECKPOINT_PAGES: i64 = 8_192;

/// A connection to an SQLite file.
pub struct Sqlite {
    connection: Connection,
}

struct Parameter<'v>(&'v Value);

impl ToSql for Parameter<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self.0 {
            Value::Integer(n) => ValueRef::Integer(*n),
            Value::Double(n) => ValueRef::Real(*n),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

fn fault(error: &rusqlite::Error) -> DatabaseFault {
    let broken = [
        ErrorCode::DiskFull,
        ErrorCode::SystemIoFailure,
        ErrorCode::CannotOpen,
        ErrorCode::DatabaseBusy,
        ErrorCode::DatabaseLocked,
        ErrorCode::ReadOnly,
        ErrorCode::DatabaseCorrupt,
        ErrorCode::NotADatabase,
    ];
    match error.sqlite_error_code() {
        Some(code) if broken.contains(&code) => DatabaseFault::Broken(error.to_string()),
        _ => DatabaseFault::Refused(error.to_string()),
    }
}

/// SQLite reads `$1` as a named parameter and numbers it by first appearance: `?1` is what is meant.
fn numbered(sql: &str) -> String {
    sql.replace('$', "?")
}

fn lent<'r>(row: &'r rusqlite::Row<'_>, columns: usize) -> rusqlite::Result<Vec<Lent<'r>>> {
    let cell = |at| {
        Ok(match row.get_ref(at)? {
            ValueRef::Null => Lent::Integer(0),
            ValueRef::Integer(n) => Lent::Integer(n),
            ValueRef::Real(n) => Lent::Double(n),
            // Text that is none is told as the bytes that it is: it fits no column then.
            ValueRef::Text(text) => std::str::from_utf8(text).map_or(Lent::Bytes(text), Lent::Text),
            ValueRef::Blob(bytes) => Lent::Bytes(bytes),
        })
    };
    (0..columns).map(cell).collect()
}

impl Sqlite {
    /// Opens or creates a file.
    ///
    /// # Errors
    /// [`DatabaseFault::Broken`] when the file cannot be opened or is no SQLite database.
    pub fn open(file: &Path) -> Result<Sqlite, DatabaseFault> {
        opened(file)?;
        let open = || -> rusqlite::Result<Connection> {
            let connection = Connection::open(file)?;
            connection.pragma_update(None, "journal_mode", "WAL")?;
            connection.pragma_update(None, "synchronous", "FULL")?;
            connection.pragma_update(None, "foreign_keys", "OFF")?;
            // Keys are random: pages that a small cache would drop are wanted again, and rare checkpoints write each page once.
            connection.pragma_update(None, "cache_size", CACHE_KIB)?;
            connection.pragma_update(None, "wal_autocheckpoint", CHECKPOINT_PAGES)?;
            connection.busy_timeout(std::time::Duration::from_secs(10))?;
            connection.set_prepared_statement_cache_capacity(256);
            Ok(connection)
        };
        open().map(|connection| Sqlite { connection }).map_err(|error| fault(&error))
    }

    /// Opens an existing file for reading only.
    ///
    /// # Errors
    /// [`DatabaseFault::Broken`] when the file does not exist or is no SQLite database.
    pub fn open_to_read(file: &Path) -> Result<Sqlite, DatabaseFault> {
        let open = || -> rusqlite::Result<Connection> {
            let connection = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
            connection.busy_timeout(std::time::Duration::from_secs(10))?;
            connection.set_prepared_statement_cache_capacity(128);
            Ok(connection)
        };
        open().map(|connection| Sqlite { connection }).map_err(|error| fault(&error))
    }

    /// For accounts, sessions and digests: after a power cut the last moments may be lost, and the file stays whole.
    ///
    /// # Errors
    /// [`DatabaseFault`].
    pub fn seldom_waiting_for_the_disk(self) -> Result<Sqlite, DatabaseFault> {
        self.connection.pragma_update(None, "synchronous", "NORMAL").map_err(|error| fault(&error))?;
        Ok(self)
    }

    fn prepare(&self, sql: &str) -> Result<CachedStatement<'_>, DatabaseFault> {
        self.connection.prepare_cached(&numbered(sql)).map_err(|error| fault(&error))
    }

    fn run_one(&self, statement: &Statement) -> Result<(), DatabaseFault> {
        weathered(&self.connection, &statement.sql, (), |sql| {
            let mut prepared = self.prepare(sql)?;
            let parameters = rusqlite::params_from_iter(statement.parameters.iter().map(Parameter));
            if prepared.column_count() > 0 {
                let mut rows = prepared.query(parameters).map_err(|error| fault(&error))?;
                while rows.next().map_err(|error| fault(&error))?.is_some() {}
            } else {
                prepared.execute(parameters).map_err(|error| fault(&error))?;
            }
            Ok(())
        })
    }
}

impl Database for Sqlite {
    fn dialect(&self) -> Dialect {
        Dialect::Sqlite
    }

    fn query(&mut self, asks: &[Statement]) -> Result<Vec<Vec<Row>>, DatabaseFault> {
        let mut answers = Vec::with_capacity(asks.len());
        for ask in asks {
            let mut answer = Vec::new();
            self.each(ask, &mut |row| {
                answer.push(row);
                true
            })?;
            answers.push(answer);
        }
        Ok(answers)
    }

    fn run(&mut self, statements: &[Statement]) -> Result<(), DatabaseFault> {
        statements.iter().try_for_each(|statement| self.run_one(statement))
    }

    fn each_lent(
        &mut self,
        ask: &Statement,
        take: &mut dyn FnMut(&[Lent<'_>]) -> bool,
    ) -> Result<(), DatabaseFault> {
        weathered(&self.connection, &ask.sql, (), |sql| {
            let mut prepared = self.prepare(sql)?;
            let columns = prepared.column_count();
            let parameters = rusqlite::params_from_iter(ask.parameters.iter().map(Parameter));
            let mut rows = prepared.query(parameters).map_err(|error| fault(&error))?;
            while let Some(row) = rows.next().map_err(|error| fault(&error))? {
                if !take(&lent(row, columns).map_err(|error| fault(&error))?) {
                    break;
                }
            }
            Ok(())
        })
    }

    fn begin_snapshot(&mut self) -> Result<(), DatabaseFault> {
        self.declare("BEGIN")?;
        // A deferred transaction takes its snapshot at the first read.
        self.query(&[Statement::new("SELECT COUNT(*) FROM sqlite_schema", Vec::new())]).map(drop)
    }

    fn declare(&mut self, ddl: &str) -> Result<(), DatabaseFault> {
        weathered(&self.connection, ddl, (), |sql| {
            self.connection.execute_batch(sql).map_err(|error| fault(&error))
        })
    }
}
