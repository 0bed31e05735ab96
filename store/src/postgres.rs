//! PostgreSQL 15 or later: several statements travel in one round trip, in order, ending in COMMIT.

mod parameters;
mod together;

use crate::database::{Database, DatabaseFault, Dialect, Lent, Statement};
use futures_util::future::join_all;
use futures_util::{StreamExt, pin_mut};
use kernel::Row;
use parameters::{MISFIT, Parameter};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use together::{Trip, trips};
use tokio::runtime::Runtime;
use tokio_postgres::error::Severity;
use tokio_postgres::types::{FromSql, ToSql, Type};
use tokio_postgres::{Client, NoTls};

/// A connection to a PostgreSQL server. Whoever waits for an answer carries it: no other thread has to be woken.
pub struct Postgres {
    client: Client,
    carrier: Carrier,
    prepared: HashMap<Arc<str>, tokio_postgres::Statement>,
}

impl<'a> FromSql<'a> for Lent<'a> {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(match *ty {
            Type::INT8 => Lent::Integer(i64::from_sql(ty, raw)?),
            Type::INT4 => Lent::Integer(i64::from(i32::from_sql(ty, raw)?)),
            Type::BOOL => Lent::Integer(i64::from(bool::from_sql(ty, raw)?)),
            Type::FLOAT8 => Lent::Double(f64::from_sql(ty, raw)?),
            Type::BYTEA => Lent::Bytes(raw),
            _ => Lent::Text(FromSql::from_sql(ty, raw)?),
        })
    }

    fn from_sql_null(_: &Type) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Lent::Integer(0))
    }

    fn accepts(ty: &Type) -> bool {
        [Type::INT8, Type::INT4, Type::BOOL, Type::FLOAT8, Type::TEXT, Type::VARCHAR, Type::NAME, Type::BYTEA]
            .contains(ty)
    }
}

/// What the server says, without its details: those hold the values of rows.
fn words_of(db: &tokio_postgres::error::DbError) -> String {
    format!("{}: {} ({})", db.severity(), db.message(), db.code().code())
}

/// Whether nobody's data are to blame: the server ends the connection, or what it says is about connection, resources,
/// intervention, its system, or a transaction that it rolled back.
fn is_the_servers(db: &tokio_postgres::error::DbError) -> bool {
    matches!(db.parsed_severity(), Some(Severity::Fatal | Severity::Panic))
        || ["08", "40", "53", "55", "57", "58"].contains(&&db.code().code()[..2])
}

fn fault(error: &tokio_postgres::Error) -> DatabaseFault {
    match error.as_db_error() {
        Some(db) if is_the_servers(db) => DatabaseFault::Broken(words_of(db)),
        Some(db) => DatabaseFault::Refused(words_of(db)),
        // A parameter that does not fit its column is a defect of this statement; everything else is the connection.
        None => {
            let source = std::error::Error::source(error).map_or(String::new(), ToString::to_string);
            let told = format!("{error}: {source}");
            if source.contains(MISFIT) { DatabaseFault::Refused(told) } else { DatabaseFault::Broken(told) }
        }
    }
}

fn lent(row: &tokio_postgres::Row) -> Result<Vec<Lent<'_>>, DatabaseFault> {
    (0..row.len()).map(|at| row.try_get(at).map_err(|error| fault(&error))).collect()
}

/// A server or a network that is gone shows within seconds, unless the URL says otherwise.
fn patient(mut config: tokio_postgres::Config) -> tokio_postgres::Config {
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(Duration::from_secs(5));
    }
    if config.get_tcp_user_timeout().is_none() {
        config.tcp_user_timeout(Duration::from_secs(10));
    }
    if config.get_keepalives_interval().is_none() {
        config.keepalives_idle(Duration::from_secs(5));
        config.keepalives_interval(Duration::from_secs(2)).keepalives_retries(3);
    }
    config
}

/// What moves a connection on while somebody waits for it.
struct Carrier(Option<Runtime>);

impl Carrier {
    fn new() -> Result<Carrier, DatabaseFault> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().enable_time().build();
        runtime
            .map(|runtime| Carrier(Some(runtime)))
            .map_err(|error| DatabaseFault::Broken(error.to_string()))
    }

    fn wait<T>(
        &self,
        answer: impl Future<Output = Result<T, tokio_postgres::Error>>,
    ) -> Result<T, DatabaseFault> {
        self.each(answer)?.map_err(|error| fault(&error))
    }

    /// The same for answers that may fail each by itself.
    fn each<T>(&self, answer: impl Future<Output = T>) -> Result<T, DatabaseFault> {
        // It is there until this is dropped.
        let gone = || DatabaseFault::Broken("the connection is closed".to_owned());
        Ok(self.0.as_ref().ok_or_else(gone)?.block_on(answer))
    }
}

impl Drop for Carrier {
    fn drop(&mut self) {
        // Whoever drops it may stand in a runtime of their own, where nobody may wait.
        self.0.take().into_iter().for_each(Runtime::shutdown_background);
    }
}

/// So many statements a connection keeps prepared; each table has about half a dozen.
const MOST_PREPARED: usize = 2_000;

/// A statement that the server knows, and what goes with it.
type Bound<'s> = (tokio_postgres::Statement, Vec<Parameter<'s>>);

impl Postgres {
    /// Connects. Calls come from threads that no runtime owns.
    ///
    /// # Errors
    /// [`DatabaseFault::Broken`] when the server cannot be reached or refuses.
    pub fn connect(url: &str) -> Result<Postgres, DatabaseFault> {
        let cannot = |error: tokio_postgres::Error| {
            DatabaseFault::Broken(error.as_db_error().map_or_else(|| error.to_string(), words_of))
        };
        let config = patient(url.parse().map_err(cannot)?);
        let carrier = Carrier::new()?;
        let (client, connection) = carrier.each(config.connect(NoTls))?.map_err(cannot)?;
        carrier.each(async {
            drop(tokio::spawn(async move {
                if let Err(error) = connection.await {
                    tracing::error!(%error, "connection to PostgreSQL ended");
                }
            }));
        })?;
        // A writer that stalls inside a transaction must not hang the one that takes over.
        let session = "SET idle_in_transaction_session_timeout = '30s'; SET lock_timeout = '10s'; \
                       SET client_min_messages = warning; SET bytea_output = 'hex'";
        carrier.wait(client.batch_execute(session))?;
        // A server that waits for a lock notices then that nobody waits for it any more. Not every system can.
        let noticed = carrier.wait(client.batch_execute("SET client_connection_check_interval = '1s'"));
        if noticed.is_err() {
            tracing::debug!("this server notices late that a connection is gone");
        }
        Ok(Postgres { client, carrier, prepared: HashMap::new() })
    }

    /// Connects to write: the same short statements over and over, by key. Planned once, not each time anew for what is in the
    /// arrays.
    ///
    /// # Errors
    /// [`DatabaseFault::Broken`] when the server cannot be reached or refuses.
    pub fn connect_to_write(url: &str) -> Result<Postgres, DatabaseFault> {
        let mut database = Postgres::connect(url)?;
        database.declare("SET plan_cache_mode = force_generic_plan")?;
        Ok(database)
    }

    fn bind<'s>(&mut self, trips: &[Trip<'s>]) -> Result<Vec<Bound<'s>>, DatabaseFault> {
        let bind = |trip: &Trip<'s>| {
            let (prepared, parameters) = (self.known(trip.sql())?, trip.parameters());
            let types = prepared.params();
            let fit = types.len() == parameters.len()
                && parameters.iter().zip(types).all(|(parameter, ty)| parameter.fits(ty));
            let misfit = || DatabaseFault::Refused(format!("{MISFIT}: {}", trip.sql()));
            if fit { Ok((prepared, parameters)) } else { Err(misfit()) }
        };
        trips.iter().map(bind).collect()
    }

    fn known(&mut self, sql: &Arc<str>) -> Result<tokio_postgres::Statement, DatabaseFault> {
        if let Some(prepared) = self.prepared.get(sql) {
            return Ok(prepared.clone());
        }
        let made = self.carrier.wait(self.client.prepare(sql))?;
        // A statement that is let go is closed at the server, too.
        if self.prepared.len() >= MOST_PREPARED {
            self.prepared.clear();
        }
        self.prepared.insert(sql.clone(), made.clone());
        Ok(made)
    }
}

fn borrowed<'p>(parameters: &'p [Parameter<'_>]) -> Vec<&'p (dyn ToSql + Sync)> {
    parameters.iter().map(|parameter| parameter as &(dyn ToSql + Sync)).collect()
}

impl Database for Postgres {
    fn dialect(&self) -> Dialect {
        Dialect::Postgres
    }

    fn lost(&self) -> bool {
        // What the server said meanwhile is heard first: nobody carried the connection since the last answer.
        let heard = self.carrier.each(async {
            for _ in 0..3 {
                tokio::task::yield_now().await;
            }
        });
        heard.is_err() || self.client.is_closed()
    }

    fn query(&mut self, asks: &[Statement]) -> Result<Vec<Vec<Row>>, DatabaseFault> {
        let trips = trips(asks);
        let bound = self.bind(&trips)?;
        let client = &self.client;
        let sent = bound
            .iter()
            .map(|(prepared, parameters)| async move { client.query(prepared, &borrowed(parameters)).await });
        let mut answers = vec![Vec::new(); asks.len()];
        for (trip, answer) in trips.iter().zip(self.carrier.each(join_all(sent))?) {
            for row in answer.map_err(|error| fault(&error))? {
                let (at, cells) = trip.answered(&lent(&row)?)?;
                answers[at].push(cells);
            }
        }
        Ok(answers)
    }

    fn run(&mut self, statements: &[Statement]) -> Result<(), DatabaseFault> {
        let bound = self.bind(&trips(statements))?;
        let client = &self.client;
        let sent = bound.iter().map(|(prepared, parameters)| async move {
            client.execute(prepared, &borrowed(parameters)).await
        });
        let done = self.carrier.each(join_all(sent))?;
        // The first error counts: what follows it, a COMMIT included, answers only that the transaction is lost.
        done.into_iter().try_for_each(|one| one.map(drop).map_err(|error| fault(&error)))
    }

    fn each_lent(
        &mut self,
        ask: &Statement,
        take: &mut dyn FnMut(&[Lent<'_>]) -> bool,
    ) -> Result<(), DatabaseFault> {
        let prepared = self.known(&ask.sql)?;
        let parameters = ask.parameters.iter().map(Parameter::One);
        let rows = self.carrier.wait(self.client.query_raw(&prepared, parameters))?;
        pin_mut!(rows);
        // Whoever takes a row may wait for another connection meanwhile.
        while let Some(row) = self.carrier.each(rows.next())? {
            if !take(&lent(&row.map_err(|error| fault(&error))?)?) {
                break;
            }
        }
        Ok(())
    }

    fn begin_snapshot(&mut self) -> Result<(), DatabaseFault> {
        self.declare("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    }

    fn declare(&mut self, ddl: &str) -> Result<(), DatabaseFault> {
        self.carrier.wait(self.client.batch_execute(ddl))
    }
}

/// A database of one's own on a server, dropped when this goes.
pub struct TemporaryDatabase {
    server: String,
    name: String,
    url: String,
}

fn on_server(server: &str, sql: &str) -> Result<(), DatabaseFault> {
    Postgres::connect(server).and_then(|mut database| database.declare(sql))
}

impl TemporaryDatabase {
    /// Makes one on the server that `url` names.
    ///
    /// # Errors
    /// [`DatabaseFault`] when the server cannot be reached or refuses.
    pub fn make(url: &str) -> Result<TemporaryDatabase, DatabaseFault> {
        TemporaryDatabase::made(url, "")
    }

    /// Another one that holds the same. Nobody may be connected to this one.
    ///
    /// # Errors
    /// [`DatabaseFault`] when the server refuses.
    pub fn copy(&self) -> Result<TemporaryDatabase, DatabaseFault> {
        TemporaryDatabase::made(&self.server, &format!(" TEMPLATE {}", self.name))
    }

    fn made(url: &str, like: &str) -> Result<TemporaryDatabase, DatabaseFault> {
        let random: [u8; 8] =
            crate::crypto::random().map_err(|error| DatabaseFault::Broken(error.to_string()))?;
        let name: String = "tutela_"
            .chars()
            .chain(random.iter().flat_map(|byte| format!("{byte:02x}").chars().collect::<Vec<_>>()))
            .collect();
        on_server(url, &format!("CREATE DATABASE {name}{like}"))?;
        let host = url.rsplit_once('/').map_or(url, |(host, _)| host);
        Ok(TemporaryDatabase { server: url.to_owned(), url: format!("{host}/{name}"), name })
    }

    /// Its URL.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for TemporaryDatabase {
    fn drop(&mut self) {
        if let Err(fault) =
            on_server(&self.server, &format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name))
        {
            tracing::warn!(%fault, "a temporary database was left over");
        }
    }
}
