//! `runtime.db` as the doors use it: one at a time, in this process and among those that share the file.

use crate::database::{Database, DatabaseFault};
use crate::sqlite::Sqlite;
use std::fs::{File, TryLockError};
use std::io;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long another process may keep the file to itself.
const PATIENCE: Duration = Duration::from_secs(5);

/// The runtime tables.
pub(crate) struct Runtime {
    file: Mutex<Sqlite>,
    /// Locked while a process reads and then writes what it read: so no code counts twice, whichever process is asked.
    turn: Option<File>,
}

/// The turn among processes, given up when this goes.
struct Turn<'f>(&'f File);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        // Where it cannot be given up, it goes with the process.
        drop(self.0.unlock());
    }
}

fn take_turn(file: &File) -> Result<Turn<'_>, DatabaseFault> {
    let begun = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(Turn(file)),
            Err(TryLockError::WouldBlock) if begun.elapsed() < PATIENCE => {
                std::thread::sleep(Duration::from_millis(1));
            }
            Err(error) => return Err(DatabaseFault::Broken(format!("runtime.lock: {error}"))),
        }
    }
}

impl Runtime {
    pub(crate) fn new(file: Sqlite, data: &Path, is_shared: bool) -> io::Result<Runtime> {
        let turn = if is_shared { Some(File::create(data.join("runtime.lock"))?) } else { None };
        Ok(Runtime { file: Mutex::new(file), turn })
    }

    /// Whether other processes share the node's files.
    pub(crate) fn is_shared(&self) -> bool {
        self.turn.is_some()
    }

    /// Works on the tables, and nobody else does meanwhile.
    pub(crate) fn work<T>(
        &self,
        work: impl FnOnce(&mut dyn Database) -> Result<T, DatabaseFault>,
    ) -> Result<T, DatabaseFault> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let _turn = self.turn.as_ref().map(take_turn).transpose()?;
        work(&mut *file)
    }
}
