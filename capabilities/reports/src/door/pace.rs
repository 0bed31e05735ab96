//! The pace of the door: many at once are slowed down, and nobody is shut out. Nothing is known of anybody's address.
//!
//! What is told passes one bucket for the whole door. When it is empty, those who send wait, and the next turn goes to whoever
//! opened their form first: a person who wrote for minutes stands before a machine that sends what it has just fetched, and
//! whoever is asked to try again keeps their place. How long somebody waits has an end; then the form comes back with all that
//! was typed. Receipts that no report has are answered the later, the more of them were tried lately by anybody at all.

use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::oneshot::{Sender, channel};
use tokio::time::Instant;

/// How fast the door takes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Reports, messages and opened threads in a second, over time.
    pub per_second: u32,
    /// So many at once before anybody waits.
    pub burst: u32,
    /// So many wait at most.
    pub waiting: usize,
    /// Nobody waits longer.
    pub patience: Duration,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { per_second: 20, burst: 200, waiting: 1_000, patience: Duration::from_secs(8) }
    }
}

/// Wrong receipts that are answered at once; as many are forgotten in so many seconds.
const WRONG_AT_ONCE: f64 = 10.0;
/// How much longer each further one takes, in seconds.
const WRONG_STEP: f64 = 0.02;
/// The longest that a wrong one takes, in seconds.
const WRONG_LONGEST: f64 = 5.0;

/// What the pace has counted since the door was opened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Had their turn at once or after waiting.
    pub taken: u64,
    /// Of these, had to wait.
    pub delayed: u64,
    /// Were asked to try again.
    pub refused: u64,
    /// Receipts that no report has.
    pub wrong_receipts: u64,
    /// Wait now.
    pub waiting: u64,
}

/// Nobody's turn came in time: try again after so many seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Busy(pub(crate) u32);

/// Who waits, oldest form first.
type Waiting = BTreeMap<(u64, u64), Sender<()>>;

struct Room {
    tokens: f64,
    filled: Instant,
    waiting: Waiting,
    next: u64,
    is_dispatching: bool,
    wrong: f64,
    wrong_at: Instant,
}

#[derive(Default)]
struct Counters {
    taken: AtomicU64,
    delayed: AtomicU64,
    refused: AtomicU64,
    wrong: AtomicU64,
}

struct Inner {
    limits: Limits,
    opened: Instant,
    key: [u8; 32],
    room: Mutex<Room>,
    counters: Counters,
}

/// The pace of one door; its clones share it.
#[derive(Clone)]
pub struct Pace(Arc<Inner>);

fn count(counter: &AtomicU64) {
    counter.fetch_add(1, Ordering::Relaxed);
}

impl Pace {
    /// A pace within these limits.
    #[must_use]
    pub fn new(limits: Limits) -> Pace {
        let now = Instant::now();
        let room = Room {
            tokens: f64::from(limits.burst),
            filled: now,
            waiting: Waiting::new(),
            next: 0,
            is_dispatching: false,
            wrong: 0.0,
            wrong_at: now,
        };
        // Without randomness every ticket is a stranger's: then those who send stand in the order in which they came.
        let key = store::crypto::random().unwrap_or_default();
        Pace(Arc::new(Inner {
            limits,
            opened: now,
            key,
            room: Mutex::new(room),
            counters: Counters::default(),
        }))
    }

    /// What was counted.
    #[must_use]
    pub fn figures(&self) -> Figures {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        let counters = &self.0.counters;
        Figures {
            taken: read(&counters.taken),
            delayed: read(&counters.delayed),
            refused: read(&counters.refused),
            wrong_receipts: read(&counters.wrong),
            waiting: self.room().waiting.len() as u64,
        }
    }

    fn room(&self) -> MutexGuard<'_, Room> {
        self.0.room.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn now(&self) -> u64 {
        u64::try_from(self.0.opened.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    fn mark(&self, moment: u64) -> String {
        let hash = Sha256::new().chain_update(self.0.key).chain_update(moment.to_be_bytes()).finalize();
        hash[..16].iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// What a form carries: when it was opened, by this process's clock, so that nobody can make it older.
    pub(crate) fn ticket(&self) -> String {
        self.ticket_of(Duration::ZERO)
    }

    /// The ticket of somebody who began so long ago at a place that carries no tickets, such as a telephone.
    pub(crate) fn ticket_of(&self, ago: Duration) -> String {
        let ago = u64::try_from(ago.as_millis()).unwrap_or(u64::MAX);
        let moment = self.now().saturating_sub(ago);
        format!("{moment:x}-{}", self.mark(moment))
    }

    /// When the form of a ticket was opened; nothing for one that this process did not give.
    fn opened(&self, ticket: &str) -> Option<u64> {
        let (moment, mark) = ticket.split_once('-')?;
        let moment = u64::from_str_radix(moment, 16).ok()?;
        (self.0.key != [0; 32] && mark == self.mark(moment)).then_some(moment)
    }

    /// Waits for a turn.
    ///
    /// # Errors
    /// [`Busy`] when none came in time, or when too many wait whose forms are older.
    pub(crate) async fn turn(&self, ticket: &str) -> Result<(), Busy> {
        let (place, came) = {
            let mut room = self.room();
            room.fill(&self.0.limits);
            if room.waiting.is_empty() && room.tokens >= 1.0 {
                room.tokens -= 1.0;
                count(&self.0.counters.taken);
                return Ok(());
            }
            let place = (self.opened(ticket).unwrap_or_else(|| self.now()), room.next);
            let (turn, came) = channel();
            room.next += 1;
            room.waiting.insert(place, turn);
            if room.waiting.len() > self.0.limits.waiting {
                // Whoever came last goes; that may be the one who has just come.
                drop(room.waiting.pop_last());
            }
            if !std::mem::replace(&mut room.is_dispatching, true) {
                tokio::spawn(self.clone().dispatch());
            }
            (place, came)
        };
        match tokio::time::timeout(self.0.limits.patience, came).await {
            Ok(Ok(())) => {
                count(&self.0.counters.taken);
                count(&self.0.counters.delayed);
                Ok(())
            }
            _ => {
                let mut room = self.room();
                room.waiting.remove(&place);
                count(&self.0.counters.refused);
                Err(Busy(room.advice(&self.0.limits)))
            }
        }
    }

    /// Gives turns while somebody waits.
    async fn dispatch(self) {
        let step = Duration::from_secs_f64(1.0 / f64::from(self.0.limits.per_second.max(1)));
        loop {
            tokio::time::sleep(step).await;
            let mut room = self.room();
            room.fill(&self.0.limits);
            while room.tokens >= 1.0
                && let Some((_, turn)) = room.waiting.pop_first()
            {
                // Whoever has gone meanwhile takes no turn.
                if turn.send(()).is_ok() {
                    room.tokens -= 1.0;
                }
            }
            if room.waiting.is_empty() {
                room.is_dispatching = false;
                return;
            }
        }
    }

    /// A receipt that no report has: waits the longer, the more of them were tried lately.
    pub(crate) async fn wrong_receipt(&self) {
        count(&self.0.counters.wrong);
        let wait = {
            let mut room = self.room();
            let now = Instant::now();
            let forgotten = now.duration_since(room.wrong_at).as_secs_f64();
            room.wrong = (room.wrong - forgotten).max(0.0) + 1.0;
            room.wrong_at = now;
            ((room.wrong - WRONG_AT_ONCE) * WRONG_STEP).clamp(0.0, WRONG_LONGEST)
        };
        if wait > 0.0 {
            tokio::time::sleep(Duration::from_secs_f64(wait)).await;
        }
    }
}

impl Room {
    fn fill(&mut self, limits: &Limits) {
        let now = Instant::now();
        let came = now.duration_since(self.filled).as_secs_f64() * f64::from(limits.per_second);
        self.tokens = (self.tokens + came).min(f64::from(limits.burst.max(1)));
        self.filled = now;
    }

    /// In how many seconds those who wait now will have had their turn.
    fn advice(&self, limits: &Limits) -> u32 {
        let seconds = self.waiting.len() / usize::try_from(limits.per_second.max(1)).unwrap_or(1);
        u32::try_from(seconds).unwrap_or(60).clamp(5, 60)
    }
}

#[cfg(test)]
mod tests;
