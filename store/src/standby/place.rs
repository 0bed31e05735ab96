//! The writer's place: keeping it, leaving it, taking it, and what the one who takes it finds.

use super::line::LineFault;
use super::listening::Listening;
use super::{Duty, Post};
use crate::database::Statement;
use crate::erasing;
use crate::node::{OpenFault, TAKE_LOCK, journal_end, raise_term};
use crate::writer::{Order, Waiting, Writer};
use kernel::Value;
use std::sync::PoisonError;

/// Ends the connection of whoever holds the writer's place and says nothing: it is fenced by that and by the new term.
const EVICT: &str = "SELECT CAST(COUNT(pg_terminate_backend(pid)) AS BIGINT) FROM pg_locks WHERE locktype = 'advisory' \
    AND objid = 7237463 AND granted AND pid <> pg_backend_pid() \
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";

/// What a process that follows asks in the place of the lock.
const LEAVE_LOCK: &str = "SELECT CAST(0 AS BIGINT)";

impl Writer {
    /// True while another process is the writer.
    pub(crate) fn is_standby(&self) -> bool {
        self.shared.as_ref().is_some_and(|shared| !shared.is_writer)
    }

    /// Whether this process is still the writer; asked where another could be.
    pub(crate) fn keeps_place(&mut self) -> bool {
        if self.shared.is_none() {
            return true;
        }
        let rows = self.database.rows("SELECT term FROM head WHERE one = 1", Vec::new());
        let term = rows.ok().and_then(|rows| rows.into_iter().flatten().next());
        term.is_some_and(|term| term == Value::Integer(self.term))
    }

    /// Opens the line for standbys; tells everybody what this process is.
    pub(crate) fn take_up(&mut self) {
        let (term, Some(shared)) = (self.term, &mut self.shared) else { return };
        if shared.is_writer {
            match Listening::start(&shared.socket, shared.orders.clone(), shared.tables.clone()) {
                Ok(listening) => shared.listening = Some(listening),
                Err(error) => tracing::error!(%error, "standbys cannot hand acts on to this writer"),
            }
        }
        let duty = if shared.is_writer { Duty::Writer } else { Duty::Standby };
        self.post.send_replace(Post { duty, term });
    }

    /// Becomes a standby. What is not answered is handed on to the new writer.
    pub(crate) fn leave_place(&mut self, unanswered: Vec<Waiting>) {
        let Some(shared) = &mut self.shared else { return };
        (shared.is_writer, shared.listening) = (false, None);
        tracing::warn!(term = self.term, "this process is not the writer any more: it stands by");
        // A connection that lives after all must not keep the lock.
        drop(self.database.declare("ROLLBACK; SELECT pg_advisory_unlock_all()"));
        self.held.extend(unanswered.into_iter().map(|waiting| Order::Enter(Box::new(waiting))));
        self.forget_all();
        self.take_up();
    }

    pub(super) fn forget_all(&mut self) {
        self.between.forget();
        self.keys.forget_open();
        self.subject_keys.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// Tries to become the writer; follows the journal where another is.
    pub(super) fn take_place(&mut self) -> bool {
        match self.try_for_place() {
            Ok(taken) => taken,
            Err(fault) => {
                if !self.between.is_lost() {
                    tracing::warn!(%fault, "the database does not answer, or has no place to take");
                }
                self.between.lose();
                self.meters.database_is_away(true);
                false
            }
        }
    }

    fn try_for_place(&mut self) -> Result<bool, OpenFault> {
        let Some(shared) = &self.shared else { return Ok(false) };
        if self.database.lost() {
            self.database = (shared.reconnect)()?;
        }
        let lock = if shared.follows { LEAVE_LOCK } else { TAKE_LOCK };
        let asks = [
            Statement::new(lock, Vec::new()),
            Statement::new("SELECT term, seq FROM head WHERE one = 1", Vec::new()),
        ];
        let rows = self.database.query(&asks)?;
        self.between.found();
        if rows.first().and_then(|rows| rows.first()) != Some(&vec![Value::Integer(1)]) {
            if let Some([Value::Integer(term), Value::Integer(seq)]) =
                rows.get(1).and_then(|rows| rows.first()).map(Vec::as_slice)
            {
                self.follow(*term, seq.unsigned_abs());
            }
            return Ok(false);
        }
        let seated = self.sit_down();
        if seated.is_err() {
            // Another may do better; this one tries again in its turn.
            drop(self.database.declare("ROLLBACK; SELECT pg_advisory_unlock_all()"));
        }
        seated.map(|()| true)
    }

    /// What the writer did meanwhile: the journal has grown, and keys may be gone.
    fn follow(&mut self, term: i64, seq: u64) {
        self.post.send_if_modified(|post| std::mem::replace(&mut post.term, term) != term);
        self.grown.send_if_modified(|grown| std::mem::replace(grown, seq) != seq);
        match self.keys.was_changed_elsewhere() {
            Ok(false) => {}
            Ok(true) | Err(_) => self.forget_all(),
        }
        if let Err(fault) = self.keys.refill() {
            tracing::warn!(%fault, "the pool of keys was not filled");
        }
    }

    /// The lock is this process's: a new term, the journal's end, and what the one before left undone.
    fn sit_down(&mut self) -> Result<(), OpenFault> {
        let row = raise_term(&mut *self.database)?;
        let (head, tree, signed) = journal_end(&mut *self.database, &row)?;
        let due = erasing::due(&mut *self.database)?;
        self.forget_all();
        // Erased before the next act is answered, and tried again until they are gone.
        self.between.erase_also(due);
        (self.head, self.tree, self.signed, self.term) = (head, tree, signed, row.term);
        self.jobs_waiting = true;
        self.grown.send_replace(head.seq);
        self.meters.database_is_away(false);
        if let Some(shared) = &mut self.shared {
            shared.is_writer = true;
        }
        tracing::warn!(term = row.term, entries = head.seq, "this process is the writer now");
        self.take_up();
        Ok(())
    }

    /// A writer that is there and says nothing loses its connection, and with it the lock. True when that was done.
    pub(super) fn evicts(&mut self, fault: &LineFault) -> bool {
        if *fault != LineFault::Silent || self.shared.as_ref().is_some_and(|shared| shared.follows) {
            return false;
        }
        match self.database.number(EVICT, Vec::new()) {
            Ok(ended) if ended > 0 => {
                tracing::warn!("the writer says nothing: its place is taken");
                true
            }
            Ok(_) => false,
            Err(fault) => {
                tracing::warn!(%fault, "the writer says nothing, and its connection was not ended");
                false
            }
        }
    }
}
