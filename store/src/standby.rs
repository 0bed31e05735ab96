//! Several processes on one PostgreSQL database and one data directory: one is the writer, the others stand by.
//!
//! A standby reads by itself and hands its acts on to the writer, through a socket in the data directory. When the writer is
//! gone, or says nothing for too long, a standby takes its place: the advisory lock, a new term, the journal's end. Acts that
//! nobody has answered by then it enters itself, under the same ids, so that one whose COMMIT arrived after all is answered
//! from the journal. A writer that lost its place becomes a standby.

mod frames;
mod line;
mod listening;
mod wire;

use crate::database::{Database, DatabaseFault, Statement};
use crate::deed::DeedFault;
use crate::erasing;
use crate::node::{OpenFault, TAKE_LOCK, journal_end, raise_term};
use crate::writer::{Order, Orders, Waiting, Writer};
use kernel::{Table, Value};
use line::{Line, LineFault};
use listening::Listening;
use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::PoisonError;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};
use tokio::sync::oneshot;
use wire::{Question, Reply, SentAnswer, SentDeed};

/// How often a standby tries for the writer's place while the writer answers.
const TRY_EVERY: Duration = Duration::from_millis(250);
/// The same while nobody answers.
const TRY_AGAIN: Duration = Duration::from_millis(40);
/// How often the writer is asked whether it is there when no act asks it.
const PING_EVERY: Duration = Duration::from_millis(500);
/// How long an act waits for a writer before its sender is told to try again.
const PATIENCE: Duration = Duration::from_secs(10);
/// How many acts travel in one frame at most.
const MOST_ACTS: usize = 256;
/// After so many sealed bytes a frame takes no more acts.
const MOST_BYTES: usize = 32 * 1024 * 1024;

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
    socket: PathBuf,
    orders: Orders,
    tables: Vec<&'static Table>,
    reconnect: Box<Reconnect>,
    line: Line,
    listening: Option<Listening>,
}

/// An act that waits for a writer, and since when.
type Unanswered = VecDeque<(Instant, Box<Waiting>)>;

impl Shared {
    pub(crate) fn new(
        data: &Path,
        is_writer: bool,
        orders: Orders,
        tables: Vec<&'static Table>,
        reconnect: Box<Reconnect>,
    ) -> Shared {
        let socket = data.join("writer.sock");
        let line = Line::new(socket.clone());
        Shared { is_writer, socket, orders, tables, reconnect, line, listening: None }
    }
}

/// Ends the connection of whoever holds the writer's place and says nothing: it is fenced by that and by the new term.
const EVICT: &str = "SELECT CAST(COUNT(pg_terminate_backend(pid)) AS BIGINT) FROM pg_locks WHERE locktype = 'advisory' \
    AND objid = 7237463 AND granted AND pid <> pg_backend_pid() \
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";

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

    fn forget_all(&mut self) {
        self.between.forget();
        self.keys.forget_open();
        self.subject_keys.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// Stands by until this process is the writer (true) or is told to stop (false).
    pub(crate) fn stand_by(&mut self, orders: &Receiver<Order>) -> bool {
        let begun = Instant::now();
        let (mut unanswered, mut due, mut pinged) = (Unanswered::new(), begun, begun);
        for order in std::mem::take(&mut self.held) {
            if let Order::Enter(waiting) = order {
                unanswered.push_back((begun, waiting));
            }
        }
        loop {
            if due <= Instant::now() {
                if self.take_place() {
                    self.held.extend(unanswered.into_iter().map(|(_, waiting)| Order::Enter(waiting)));
                    return true;
                }
                due = Instant::now() + TRY_EVERY;
            }
            let patience = if unanswered.is_empty() { TRY_EVERY / 2 } else { TRY_AGAIN };
            if !self.take_orders(orders, patience, &mut unanswered) {
                return false;
            }
            let asked = if !unanswered.is_empty() {
                Some(self.hand_on(&mut unanswered))
            } else if pinged.elapsed() > PING_EVERY {
                self.shared.as_ref().map(|shared| shared.line.ping())
            } else {
                None
            };
            if let Some(asked) = asked {
                pinged = Instant::now();
                self.meters.database_is_away(asked.is_err());
                if let Err(fault) = asked {
                    self.without_writer(&fault);
                    due = Instant::now();
                }
            }
            give_up_on(&mut unanswered);
        }
    }

    /// Takes what there is to do; false when it is to stop.
    fn take_orders(
        &mut self,
        orders: &Receiver<Order>,
        patience: Duration,
        unanswered: &mut Unanswered,
    ) -> bool {
        let mut next = match orders.recv_timeout(patience) {
            Ok(order) => Some(order),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => return false,
        };
        while let Some(order) = next {
            match order {
                Order::Enter(waiting) => unanswered.push_back((Instant::now(), waiting)),
                Order::Checkpoint(answer) => self.have_signed(answer),
                Order::Stop => return false,
            }
            next = if unanswered.len() < MOST_ACTS { orders.try_recv().ok() } else { None };
        }
        true
    }

    /// Has the writer sign a checkpoint.
    fn have_signed(&mut self, answer: oneshot::Sender<Result<String, DeedFault>>) {
        let asked = self.shared.as_mut().map(|shared| shared.line.ask(&Question::Checkpoint));
        let told = match asked {
            Some(Ok(Reply::Checkpoint(text))) => Ok(text),
            Some(Ok(Reply::Fault(fault))) => Err(fault.into_fault()),
            _ => Err(nobody_there()),
        };
        // Who asked may be gone: the checkpoint is signed all the same.
        drop(answer.send(told));
    }

    /// Hands acts on to the writer, and its answers back.
    fn hand_on(&mut self, unanswered: &mut Unanswered) -> Result<(), LineFault> {
        let Some(shared) = &mut self.shared else { return Ok(()) };
        unanswered.retain(|(_, waiting)| !waiting.answer.is_closed());
        let (mut sent, mut bytes) = (Vec::new(), 0);
        for (_, waiting) in unanswered.iter().take(MOST_ACTS) {
            if bytes > MOST_BYTES {
                break;
            }
            bytes += waiting.deed.payloads.iter().map(|payload| payload.ciphertext.len()).sum::<usize>();
            sent.push(SentDeed::of(&waiting.deed));
        }
        if sent.is_empty() {
            return Ok(());
        }
        let count = sent.len();
        let Reply::Entered(answers) = shared.line.ask(&Question::Enter(sent))? else {
            return Err(LineFault::Nobody);
        };
        if answers.len() != count {
            return Err(LineFault::Nobody);
        }
        if answers.iter().any(SentAnswer::is_broken) {
            // A key that was erased elsewhere may be remembered here: who tries again must find it forgotten.
            self.forget_all();
        }
        let mut is_stopping = false;
        for answer in answers {
            let Some((since, waiting)) = unanswered.pop_front() else { break };
            match answer.into_answer(waiting.deed.act) {
                // It entered nothing, and another comes after it.
                Err(DeedFault::Stopping) => {
                    is_stopping = true;
                    unanswered.push_back((since, waiting));
                }
                told => {
                    self.meters.handed_on();
                    drop(waiting.answer.send(told));
                }
            }
        }
        if is_stopping { Err(LineFault::Nobody) } else { Ok(()) }
    }

    /// Nobody answers: one that only says nothing loses its connection, and with it the lock.
    fn without_writer(&mut self, fault: &LineFault) {
        if *fault != LineFault::Silent {
            return;
        }
        match self.database.number(EVICT, Vec::new()) {
            Ok(ended) if ended > 0 => tracing::warn!("the writer says nothing: its place is taken"),
            Ok(_) => {}
            Err(fault) => tracing::warn!(%fault, "the writer says nothing, and its connection was not ended"),
        }
    }

    /// Tries to become the writer; follows the journal where another is.
    fn take_place(&mut self) -> bool {
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
        let asks = [
            Statement::new(TAKE_LOCK, Vec::new()),
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
        self.forget_all();
        if let Err(fault) = erasing::finish(&mut *self.database, &self.keys) {
            tracing::error!(%fault, "erased keys are not gone yet; the next start tries again");
        }
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
}

fn nobody_there() -> DeedFault {
    DeedFault::Broken("no process is the writer of this database now: try again".to_owned())
}

/// Senders wait only so long.
fn give_up_on(unanswered: &mut Unanswered) {
    while unanswered.front().is_some_and(|(since, _)| since.elapsed() > PATIENCE) {
        if let Some((_, waiting)) = unanswered.pop_front() {
            drop(waiting.answer.send(Err(nobody_there())));
        }
    }
}
