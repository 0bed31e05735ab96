//! What may befall a statement on its way to an SQLite file. A thread without weather never notices this.

use crate::database::DatabaseFault;
use rusqlite::Connection;
use std::cell::RefCell;
use std::path::Path;
use std::rc::Rc;

/// What becomes of a statement.
pub(crate) enum Verdict {
    /// It is carried out.
    Go,
    /// It is not, and whoever sent it is told that it was.
    Pretend,
    /// Another is carried out in its place.
    Instead(&'static str),
    /// The database gives up the whole transaction, as SQLite may when the disk is full.
    GiveUp(DatabaseFault),
}

/// The weather over all SQLite files of a thread.
pub(crate) trait Weather {
    /// Before a statement; opening a file is the statement `OPEN`.
    fn before(&mut self, file: &Path, sql: &str) -> Result<Verdict, DatabaseFault>;
    /// After it was carried out.
    fn after(&mut self) -> Result<(), DatabaseFault>;
}

type Shared = Rc<RefCell<dyn Weather>>;

thread_local! {
    static WEATHER: RefCell<Option<Shared>> = const { RefCell::new(None) };
}

struct Calm;

impl Drop for Calm {
    fn drop(&mut self) {
        WEATHER.set(None);
    }
}

/// Does some work under a weather.
pub(crate) fn under<T>(weather: Shared, work: impl FnOnce() -> T) -> T {
    WEATHER.set(Some(weather));
    let _calm = Calm;
    work()
}

fn here() -> Option<Shared> {
    WEATHER.with_borrow(Clone::clone)
}

pub(crate) fn weathered<T>(
    connection: &Connection,
    sql: &str,
    pretended: T,
    work: impl FnOnce(&str) -> Result<T, DatabaseFault>,
) -> Result<T, DatabaseFault> {
    let Some(weather) = here() else { return work(sql) };
    let file = Path::new(connection.path().unwrap_or_default());
    let verdict = weather.borrow_mut().before(file, sql)?;
    let done = match verdict {
        Verdict::Go => work(sql)?,
        Verdict::Instead(other) => work(other)?,
        Verdict::Pretend => return Ok(pretended),
        Verdict::GiveUp(fault) => {
            // There may be no transaction to give up.
            drop(connection.execute_batch("ROLLBACK"));
            return Err(fault);
        }
    };
    weather.borrow_mut().after()?;
    Ok(done)
}

pub(crate) fn opened(file: &Path) -> Result<(), DatabaseFault> {
    match here() {
        Some(weather) => weather.borrow_mut().before(file, "OPEN").map(drop),
        None => Ok(()),
    }
}
