//! Several processes on one PostgreSQL database and one data directory: one is the writer, the others stand by.
//!
//! A standby reads by itself and hands its acts on to the writer, through a socket in the data directory. When the writer is
//! gone, or says nothing for too long, a standby takes its place: the advisory lock, a new term, the journal's end. Acts that
//! nobody has answered by then it enters itself, under the same ids, so that one whose COMMIT arrived after all is answered
//! from the journal. A writer that lost its place becomes a standby. A process that *follows* hands its acts on likewise and
//! never takes the place.

mod frames;
mod line;
mod listening;
mod place;
mod waiting;
mod wire;

use crate::database::{Database, DatabaseFault};
use crate::writer::Orders;
use kernel::Table;
use line::Line;
use listening::Listening;
use std::path::{Path, PathBuf};

/// What a process does for its database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Duty {
    /// It writes.
    Writer,
    /// It hands acts on to the writer, and is ready to take its place.
    Standby,
}

/// A duty, and the term that it knows of: terms count the writers of a database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Post {
    /// What this process does.
    pub duty: Duty,
    /// The newest term that it has seen; a writer's own.
    pub term: i64,
}

/// Connects to the database once more.
pub(crate) type Reconnect = dyn Fn() -> Result<Box<dyn Database>, DatabaseFault> + Send;

/// What a writer's thread holds where it shares the database with other processes.
pub(crate) struct Shared {
    is_writer: bool,
    /// It never becomes the writer.
    follows: bool,
    socket: PathBuf,
    orders: Orders,
    tables: Vec<&'static Table>,
    reconnect: Box<Reconnect>,
    line: Line,
    listening: Option<Listening>,
}

impl Shared {
    pub(crate) fn new(
        data: &Path,
        (is_writer, follows): (bool, bool),
        orders: Orders,
        tables: Vec<&'static Table>,
        reconnect: Box<Reconnect>,
    ) -> Shared {
        let socket = data.join("writer.sock");
        let line = Line::new(socket.clone());
        Shared { is_writer, follows, socket, orders, tables, reconnect, line, listening: None }
    }
}
