//! Laying what comes before its act, and letting go of what no act took in: transactions of their own, behind the same fence.

use super::orders::Laying;
use super::rows::opening;
use super::{Order, Writer};
use crate::database::{DatabaseFault, Statement};
use crate::deed::DeedFault;
use crate::laying::{laid_before, laying, let_go_of_some};
use kernel::{Id, Instant};

/// What was laid last so long ago, in ms, is nobody's any more: a day.
const FORGOTTEN_MS: i64 = 24 * 3_600_000;

/// What is to be done beside acts, in one transaction each.
#[derive(Default)]
pub(super) struct Beside {
    pub(super) lay: Vec<Laying>,
    pub(super) let_go: Vec<Id>,
}

impl Writer {
    /// Does what came beside the acts of a round. A process that lost its place does none of it: whoever waits is told to begin anew.
    pub(super) fn do_beside(&mut self, Beside { lay, let_go }: Beside) {
        if self.is_standby() {
            return;
        }
        if !lay.is_empty() {
            let done = self.apart(|writer| writer.put_all(&lay));
            for laying in lay {
                // Who went away leaves what was laid to be let go of.
                drop(laying.answer.send(done.clone().map_err(DeedFault::Broken)));
            }
        }
        for act in let_go {
            match self.apart(|writer| let_go_of_some(&mut *writer.database, act)) {
                Ok(false) => {}
                Ok(true) => self.held.push_back(Order::LetGo(act)),
                // Its age or the next start does it.
                Err(fault) => tracing::warn!(%fault, "what was laid for no act is still there"),
            }
        }
    }

    /// Lets go of what somebody laid long ago and never took in.
    pub(super) fn let_go_of_forgotten(&mut self, now: Instant) {
        match laid_before(&mut *self.database, now.0.saturating_sub(FORGOTTEN_MS)) {
            Ok(acts) => self.held.extend(acts.into_iter().map(Order::LetGo)),
            Err(fault) => tracing::warn!(%fault, "what was laid for no act is still there"),
        }
    }

    fn put_all(&mut self, lay: &[Laying]) -> Result<(), DatabaseFault> {
        let now = (self.clock)().0;
        let statements: Vec<Statement> = lay.iter().flat_map(|one| laying(&one.piece, now)).collect();
        self.database.run(&statements)
    }

    /// A transaction that enters nothing, of this process while it is the writer.
    fn apart<T>(&mut self, work: impl FnOnce(&mut Writer) -> Result<T, DatabaseFault>) -> Result<T, String> {
        self.find_back()?;
        let fence = opening(self.database.dialect(), self.term, self.head.seq);
        let done = self.database.query(&fence).and_then(|opened| {
            if opened.last().is_none_or(Vec::is_empty) {
                return Err(DatabaseFault::Fenced);
            }
            let done = work(self)?;
            self.database.run(&[Statement::new("COMMIT", Vec::new())])?;
            Ok(done)
        });
        done.map_err(|fault| {
            // After an error the connection may be inside a lost transaction.
            drop(self.database.declare("ROLLBACK"));
            self.between.lose();
            fault.to_string()
        })
    }
}
