//! What `tutela doctor` looks at: whether a node is set up as it should be, beside a running one or without. It reads only, and
//! what it tells is made of counts, times, modes and names of files and tables: nothing of any person.
//!
//! | file | what it looks at |
//! |---|---|
//! | `files` | the data directory, modes, owners, room on the disk |
//! | `database` | the main database, its settings and tables, the clock, tasks, accounts |
//! | `kept` | keys, backups, checkpoints elsewhere |
//! | `doors` | how the doors are served |
//! | `words` | whether the words of pictures can be read |

mod database;
mod doors;
mod files;
mod kept;
#[cfg(test)]
mod tests;
mod words;

pub(crate) use kept::{Kept, note};

use crate::settings::Settings;
use kernel::{Instant, Registry};
use std::path::Path;
use store::NodeConfig;

/// How something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// As it should be.
    Ok,
    /// It works, and should be mended.
    Warning,
    /// It does not work, or is not safe.
    Failure,
}

impl Standing {
    /// As a code.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Standing::Ok => "ok",
            Standing::Warning => "warning",
            Standing::Failure => "failure",
        }
    }
}

/// One line of the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// What was looked at.
    pub(crate) check: &'static str,
    /// How it stands.
    pub(crate) standing: Standing,
    /// What was found.
    pub(crate) found: String,
    /// What to do; empty when it is as it should be.
    pub(crate) todo: String,
}

/// All lines so far.
#[derive(Debug, Default)]
pub(crate) struct Report(pub(crate) Vec<Line>);

impl Report {
    fn ok(&mut self, check: &'static str, found: impl Into<String>) {
        self.add(check, Standing::Ok, found.into(), "");
    }

    fn warn(&mut self, check: &'static str, found: impl Into<String>, todo: &str) {
        self.add(check, Standing::Warning, found.into(), todo);
    }

    fn fail(&mut self, check: &'static str, found: impl Into<String>, todo: &str) {
        self.add(check, Standing::Failure, found.into(), todo);
    }

    fn add(&mut self, check: &'static str, standing: Standing, found: String, todo: &str) {
        let found = found.replace(['\n', '\r'], " ");
        self.0.push(Line { check, standing, found, todo: todo.to_owned() });
    }

    /// Whether something is not as it must be.
    pub(crate) fn has_failed(&self) -> bool {
        self.0.iter().any(|line| line.standing == Standing::Failure)
    }
}

/// What is looked at.
pub(crate) struct Patient<'p> {
    /// Where it lives.
    pub(crate) config: &'p NodeConfig,
    /// What its tables should be.
    pub(crate) registry: &'p Registry,
    /// How it is set.
    pub(crate) settings: &'p Settings,
    /// Now.
    pub(crate) now: Instant,
}

impl Patient<'_> {
    fn data(&self) -> &Path {
        &self.config.data
    }

    /// Whether a process has the node open.
    fn runs(&self) -> bool {
        let lock = std::fs::File::open(self.data().join("writer.lock"));
        // The lock is given back at once: a node that starts in this very moment tries again.
        lock.is_ok_and(|lock| lock.try_lock_shared().is_err())
    }

    /// Whole days and hours since a moment, in words.
    fn since(&self, at: Instant) -> String {
        let minutes = (self.now.0 - at.0).max(0) / 60_000;
        match (minutes / 1440, minutes / 60) {
            (0, 0) => format!("{minutes} minutes ago"),
            (0, hours) => format!("{hours} hours ago"),
            (days, _) => format!("{days} days ago"),
        }
    }
}

/// Looks at everything.
pub(crate) fn examine(patient: &Patient<'_>) -> Report {
    let mut report = Report::default();
    match &patient.settings.file {
        Some(file) => report.ok("settings", format!("{} was read", file.display())),
        None => report.ok("settings", "no file: command line, environment and defaults alone"),
    }
    let is_there = files::look(patient, &mut report);
    if is_there {
        database::look(patient, &mut report);
        kept::look(patient, &mut report);
        doors::look(patient, &mut report);
        words::look(&mut report);
    }
    report
}
