//! Work beside the writer that reaches out to the world, in threads of its own: each turn by the node's clock, each act and each look
//! under Tutela's own name, and only in the process that is the writer.

mod post;

use couriers::{Became, Trouble};
use facts::letter::LetterTried;
use kernel::{Act, Actor, Id, Instant, Purpose, ReadKind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;
use store::{DatabaseFault, DeedFault, LookFault, Node};

pub use post::{Attempt, Leaving, post};

/// How often it is looked whether something is due.
const GLANCE: Duration = Duration::from_millis(500);
/// How long a thread rests after a defect of ours.
const AFTER_DEFECT: Duration = Duration::from_secs(5);

/// What `work` answers; none when it panicked: a defect, whose place the log has told. Whoever calls trusts nothing that it left in memory.
pub fn unless_it_panics<T>(work: impl FnOnce() -> T) -> Option<T> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)).ok()
}

/// Does `work` to its end, and again where a panic ended it while it is `going`: a defect in one thing must not silence alarms, letters and
/// reactions until somebody starts the node anew.
pub fn until_it_ends(going: impl Fn() -> bool, mut work: impl FnMut()) {
    while unless_it_panics(&mut work).is_none() && going() {
        std::thread::sleep(AFTER_DEFECT);
    }
}

/// What went wrong in a turn.
#[derive(Debug, thiserror::Error)]
pub enum RoundFault {
    /// The database.
    #[error(transparent)]
    Database(#[from] DatabaseFault),
    /// A look.
    #[error(transparent)]
    Look(#[from] LookFault),
    /// An act.
    #[error(transparent)]
    Deed(#[from] DeedFault),
}

/// Whoever works beside the writer.
pub trait Beside: Send + Sync + 'static {
    /// The node.
    fn node(&self) -> &Node;
    /// What time it is by the clock of the node's writer.
    fn clock(&self) -> Instant;
    /// True until it is to end.
    fn going(&self) -> &AtomicBool;

    /// Whether it goes on.
    fn is_going(&self) -> bool {
        self.going().load(Ordering::Relaxed)
    }

    /// What time it is, and never earlier than what the journal says.
    ///
    /// # Errors
    /// [`RoundFault::Database`].
    fn now(&self) -> Result<Instant, RoundFault> {
        Ok(self.node().no_earlier(self.clock())?)
    }

    /// Enters an act of Tutela itself, under a number that makes a second time harmless.
    ///
    /// # Errors
    /// [`RoundFault::Deed`].
    fn enter<A: Act>(&self, id: Id, act: &A) -> Result<(), RoundFault>
    where
        Self: Sized,
    {
        let deed = self.node().deed(id, act, Actor::SYSTEM, Purpose::Reaction).build();
        self.node().enter_now(deed)?;
        Ok(())
    }

    /// A sealed text, opened under a look that is entered.
    ///
    /// # Errors
    /// [`RoundFault::Look`]; [`LookFault::Gone`] where it was erased.
    fn opened(&self, read: &'static ReadKind, whose: Id, act: Id, slot: u16) -> Result<String, RoundFault> {
        let trace = self.node().look(Actor::SYSTEM, read, Purpose::Reaction, &[whose])?;
        let opened = self.node().open_payload(&trace, act, slot)?;
        Ok(String::from_utf8_lossy(opened.expose()).into_owned())
    }
}

/// What a thread does, again and again.
pub type Round<W> = fn(&W, Instant) -> Result<(), RoundFault>;

/// Threads at work.
pub struct Turns {
    end: Box<dyn FnOnce() + Send>,
    threads: Vec<JoinHandle<()>>,
}

impl Turns {
    /// Begins a thread for each round, so that none waits for another; `waits` says in the log what stands still when it fails.
    #[must_use]
    pub fn begin<W: Beside>(works: &Arc<W>, rounds: Vec<(Round<W>, &'static str)>) -> Turns {
        let begin = |(round, waits): (Round<W>, &'static str)| {
            let (works, goes_on) = (Arc::clone(works), Arc::clone(works));
            let turns = move || {
                while works.is_going() {
                    if let Err(fault) = turn(&*works, round) {
                        tracing::error!(%fault, other = waits, "what works beside the writer stands still");
                    }
                    std::thread::sleep(GLANCE);
                }
            };
            std::thread::spawn(move || until_it_ends(|| goes_on.is_going(), turns))
        };
        let ends = Arc::clone(works);
        let end = Box::new(move || ends.going().store(false, Ordering::Relaxed));
        Turns { end, threads: rounds.into_iter().map(begin).collect() }
    }

    /// Ends, when what is under way is over.
    pub fn stop(self) {
        (self.end)();
        for thread in self.threads {
            if thread.join().is_err() {
                tracing::error!("a thread beside the writer has died");
            }
        }
    }
}

/// One turn: of several processes that serve one node, the writer's works.
fn turn<W: Beside>(works: &W, round: Round<W>) -> Result<(), RoundFault> {
    if works.node().is_standby() {
        return Ok(());
    }
    round(works, works.now()?)
}

/// What became of a letter, and what the other side's answer was; 0 where there was none.
#[must_use]
pub fn tried(became: &Became) -> (LetterTried, u16) {
    match *became {
        Became::Taken { code, .. } => (LetterTried::Taken, code),
        Became::Refused { for_good: true, code } => (LetterTried::RefusedForGood, code),
        Became::Refused { for_good: false, code } => (LetterTried::Refused, code),
        Became::NotSent(Trouble::Unfit) => (LetterTried::Unfit, 0),
        Became::NotSent(_) => (LetterTried::NotSent, 0),
        Became::Unknown(_) => (LetterTried::Unknown, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::{unless_it_panics, until_it_ends};

    #[test]
    fn a_panic_is_caught_and_what_was_not_done_is_begun_again_unless_it_is_to_end() {
        assert_eq!(unless_it_panics(|| 3), Some(3));
        assert_eq!(unless_it_panics(|| -> i32 { panic!("a defect of this test") }), None);
        let mut tries = 0;
        until_it_ends(
            || false,
            || {
                tries += 1;
                panic!("a defect of this test");
            },
        );
        assert_eq!(tries, 1, "it is to end");
        until_it_ends(|| true, || tries += 1);
        assert_eq!(tries, 2, "it ended by itself");
    }
}
