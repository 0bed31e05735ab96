//! The weather of a simulation: it lets the fault of a step fall on its statement, and lies where a bug is sown.

use super::bugs::Bug;
use super::disk::{self, Image};
use super::plan::{Fault, Place, Strike, Target};
use crate::database::DatabaseFault;
use crate::testing::weather::{Verdict, Weather};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// What unwinds a process that is killed.
pub(crate) struct Crash;

/// The weather over one simulated machine.
pub(crate) struct Sky {
    /// The machine's files.
    pub(crate) directory: PathBuf,
    /// The fault that is still to fall, if any.
    pub(crate) fault: Option<Fault>,
    /// Whether one fell since this was last set to false.
    pub(crate) struck: bool,
    /// What a crash left.
    pub(crate) left: Option<TempDir>,
    /// All files as they were when the process began: what a file that is seldom forced to the disk may fall back to.
    pub(crate) begun: Image,
    pub(crate) bug: Option<Bug>,
    away: Option<(Place, u8)>,
    /// What falls once the statement at hand is carried out, with the files as they were before it.
    due: Option<(Strike, Image)>,
}

fn place(file: &Path) -> Option<Place> {
    match file.file_name()?.to_str()? {
        "tutela.db" => Some(Place::Main),
        "keys.db" => Some(Place::Keys),
        "runtime.db" => Some(Place::Runtime),
        _ => None,
    }
}

fn fits(target: Target, sql: &str) -> bool {
    match target {
        Target::Any => sql != "ROLLBACK",
        Target::Commit => sql == "COMMIT",
        Target::Begin => sql.starts_with("BEGIN"),
        Target::Rollback => sql == "ROLLBACK",
        Target::Read => sql.starts_with("SELECT"),
        Target::Write => {
            ["INSERT", "UPDATE", "DELETE", "PRAGMA wal"].iter().any(|word| sql.starts_with(word))
        }
        Target::Open => sql == "OPEN",
    }
}

fn broken(words: &str) -> DatabaseFault {
    DatabaseFault::Broken(format!("simulated: {words}"))
}

/// SQLite ends a transaction that is given up, whatever it answers.
fn ended(sql: &str, fault: DatabaseFault) -> Result<Verdict, DatabaseFault> {
    if sql == "ROLLBACK" { Ok(Verdict::GiveUp(fault)) } else { Err(fault) }
}

impl Sky {
    pub(crate) fn over(directory: &Path, bug: Option<Bug>) -> Sky {
        Sky {
            directory: directory.to_owned(),
            fault: None,
            struck: false,
            left: None,
            begun: disk::image(directory),
            bug,
            away: None,
            due: None,
        }
    }

    /// No fault any more.
    pub(crate) fn clear(&mut self) {
        (self.fault, self.away, self.due) = (None, None, None);
    }

    /// The files as the power cut finds them: journal and keys are forced to the disk by each COMMIT, the rest seldom.
    fn durable(&self, before: Image) -> Image {
        let mut durable = before;
        let seldom = |name: &str| name.starts_with("runtime") || self.bug == Some(Bug::AnswerBeforeDurable);
        durable.retain(|name, _| !seldom(name));
        let begun = self.begun.iter().filter(|(name, _)| seldom(name));
        durable.extend(begun.map(|(name, bytes)| (name.clone(), bytes.clone())));
        durable
    }

    /// The machine's files after its power fails at this moment.
    pub(crate) fn power_cut(&self, before: Image, seed: u64) -> Image {
        disk::after_power_cut(&self.durable(before), &disk::image(&self.directory), seed)
    }

    fn crash(&mut self, left: &Image) -> ! {
        self.left = Some(disk::put(left));
        self.clear();
        std::panic::resume_unwind(Box::new(Crash))
    }

    fn strike(&mut self, at: Place, strike: Strike) -> Result<Verdict, DatabaseFault> {
        self.struck = true;
        match strike {
            Strike::Error => Err(broken("an input or output error")),
            Strike::Refused => Err(DatabaseFault::Refused("simulated: a constraint".into())),
            Strike::Full => Ok(Verdict::GiveUp(broken("the disk is full"))),
            Strike::Away(more) => {
                self.away = Some((at, more));
                Err(broken("the file is away"))
            }
            Strike::Kill => self.crash(&disk::image(&self.directory)),
            Strike::Power(seed) => {
                let left = self.power_cut(disk::image(&self.directory), seed);
                self.crash(&left)
            }
            Strike::Lost | Strike::KillAfter => {
                self.due = Some((strike, Image::new()));
                Ok(Verdict::Go)
            }
            Strike::Torn(_) => {
                self.due = Some((strike, disk::image(&self.directory)));
                Ok(Verdict::Go)
            }
        }
    }
}

impl Weather for Sky {
    fn before(&mut self, file: &Path, sql: &str) -> Result<Verdict, DatabaseFault> {
        let Some(at) = place(file) else { return Ok(Verdict::Go) };
        if let Some((away, more)) = self.away.filter(|(away, _)| *away == at) {
            self.away = more.checked_sub(1).map(|more| (away, more));
            return ended(sql, broken("the file is away"));
        }
        let falls = |fault: &Fault| fault.at == at && fits(fault.on, sql);
        let verdict = match self.fault.filter(falls) {
            Some(fault) if fault.spared > 0 => {
                self.fault = Some(Fault { spared: fault.spared - 1, ..fault });
                Ok(Verdict::Go)
            }
            Some(fault) => {
                self.fault = None;
                self.strike(at, fault.strike).or_else(|fault| ended(sql, fault))
            }
            None => Ok(Verdict::Go),
        };
        match self.bug.and_then(|bug| bug.lie(at, sql, verdict.is_err())) {
            Some(lie) => Ok(lie),
            None => verdict,
        }
    }

    fn after(&mut self) -> Result<(), DatabaseFault> {
        match self.due.take() {
            None => Ok(()),
            Some((Strike::KillAfter, _)) => self.crash(&disk::image(&self.directory)),
            Some((Strike::Torn(seed), before)) => {
                let left = self.power_cut(before, seed);
                self.crash(&left)
            }
            Some(_) => Err(broken("no answer came")),
        }
    }
}
