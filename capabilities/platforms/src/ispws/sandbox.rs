//! The sandbox: everything is checked as elsewhere, and nothing is kept but numbers and states, in memory, for a day.

use super::Refused;
use super::shelf::{Content, Finished, Shelf, must_be_open, no_such_file};
use crate::codes::TipState;
use crate::limits::{MAX_FILES, OPEN_MS};
use desk::{Desk, MachineCaller};
use kernel::{Id, Instant};
use material::Digests;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use store::Node;
use tipline::{Code, FileDetails, Report};

/// Most reports of all senders that are remembered: the oldest go first.
const MOST: usize = 100_000;
/// Numbers of the sandbox begin here, so that none is taken for a real one.
const FIRST: u64 = 9_000_000_000;

/// What is tried.
#[derive(Default)]
struct Tried {
    next: u64,
    reports: BTreeMap<u64, Trial>,
}

struct Trial {
    sender: Id,
    state: TipState,
    opened_at: Instant,
    files: Vec<String>,
}

/// The sandbox of one node's process.
#[derive(Default)]
pub(crate) struct Shared(Mutex<Tried>);

/// The sandbox, for one sender.
pub(crate) struct Sandbox {
    node: Arc<Node>,
    shared: Arc<Shared>,
    sender: Id,
}

impl Sandbox {
    pub(crate) fn of(desk: &Desk, caller: &MachineCaller) -> Sandbox {
        let node = Arc::clone(desk.node());
        Sandbox { shared: node.memory::<Shared>(), node, sender: caller.actor.unit }
    }

    /// Does something with this sender's report while it is open.
    fn with<T>(
        &self,
        number: u64,
        then: impl FnOnce(&mut Trial) -> Result<T, Refused>,
    ) -> Result<T, Refused> {
        let mut tried = self.shared.0.lock().unwrap_or_else(PoisonError::into_inner);
        let trial = tried.reports.get_mut(&number).filter(|trial| trial.sender == self.sender);
        must_be_open(trial.as_ref().map(|trial| trial.state))?;
        match trial {
            Some(trial) => then(trial),
            None => Err(Refused::of(Code::NoSuchReport, "Report does not exist")),
        }
    }
}

impl Shelf for Sandbox {
    fn open(&self, _: &[u8], _: &Report) -> Result<u64, Refused> {
        let now = Desk::now();
        let mut tried = self.shared.0.lock().unwrap_or_else(PoisonError::into_inner);
        tried.reports.retain(|_, trial| now.0.saturating_sub(trial.opened_at.0) < OPEN_MS);
        if tried.reports.len() >= MOST {
            tried.reports.pop_first();
        }
        let number = FIRST + tried.next;
        tried.next += 1;
        let trial = Trial { sender: self.sender, state: TipState::Open, opened_at: now, files: Vec::new() };
        tried.reports.insert(number, trial);
        Ok(number)
    }

    fn lay(&self, _: Option<Content>, report: Option<u64>, _: &[u8]) -> Result<Content, Refused> {
        report.map_or(Ok(()), |number| self.with(number, |_| Ok(())))?;
        Ok(Content::Gone)
    }

    fn take(&self, number: u64, _: u64, _: Content, _: &Digests) -> Result<String, Refused> {
        let drawn = self.node.new_id()?;
        self.with(number, |trial| {
            if i64::try_from(trial.files.len()).unwrap_or(i64::MAX) >= MAX_FILES {
                let words = "Invalid request - report has too many files";
                return Err(Refused::of(Code::InvalidRequest, words));
            }
            // A letter first, as in the journal.
            let hex: String = drawn.0.iter().skip(1).map(|byte| format!("{byte:02x}")).collect();
            let file = format!("fa{hex}");
            trial.files.push(file.clone());
            Ok(file)
        })
    }

    fn describe(&self, _: &[u8], details: &FileDetails) -> Result<(), Refused> {
        let given = details.file_id.to_ascii_lowercase();
        self.with(
            details.report_id,
            |trial| {
                if trial.files.contains(&given) { Ok(()) } else { Err(no_such_file()) }
            },
        )
    }

    fn finish(&self, number: u64) -> Result<Finished, Refused> {
        self.with(number, |trial| {
            trial.state = TipState::Finished;
            Ok(Finished { files: trial.files.clone() })
        })
    }

    fn retract(&self, number: u64) -> Result<(), Refused> {
        self.with(number, |trial| {
            trial.state = TipState::Retracted;
            Ok(())
        })
    }
}
