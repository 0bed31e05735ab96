//! Work that takes much memory, a few at once: the others wait in the order in which they came, no longer than they can, and no
//! more of them than there is room for.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How many may do a thing at once, how many may wait for it, and for how long.
#[derive(Debug)]
pub(crate) struct Turns {
    at_once: usize,
    waiting: usize,
    patience: Duration,
    line: Mutex<Line>,
    moved: Condvar,
}

/// Who is at work, and who waits.
#[derive(Debug, Default)]
struct Line {
    at_work: usize,
    /// The numbers of those who wait, the longest first.
    waits: VecDeque<u64>,
    next: u64,
}

impl Line {
    fn is_free(&self, at_once: usize) -> bool {
        self.at_work < at_once
    }
}

/// Somebody's turn: it ends when this is dropped.
#[derive(Debug)]
pub(crate) struct Turn<'t>(&'t Turns);

impl Turns {
    pub(crate) const fn new(at_once: usize, waiting: usize, patience: Duration) -> Turns {
        let line = Line { at_work: 0, waits: VecDeque::new(), next: 0 };
        Turns { at_once, waiting, patience, line: Mutex::new(line), moved: Condvar::new() }
    }

    /// What is counted here stays right whoever panicked while they counted.
    fn line(&self) -> MutexGuard<'_, Line> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for a turn; none when too many wait already, or when it takes too long.
    pub(crate) fn take(&self) -> Option<Turn<'_>> {
        let mut line = self.line();
        if line.is_free(self.at_once) && line.waits.is_empty() {
            line.at_work += 1;
            return Some(Turn(self));
        }
        if line.waits.len() >= self.waiting {
            return None;
        }
        let own = line.next;
        line.next += 1;
        line.waits.push_back(own);
        let is_not_mine = |line: &mut Line| !(line.is_free(self.at_once) && line.waits.front() == Some(&own));
        let waited = self.moved.wait_timeout_while(line, self.patience, is_not_mine);
        let (mut line, waited) = waited.unwrap_or_else(PoisonError::into_inner);
        line.waits.retain(|number| *number != own);
        let taken = (!waited.timed_out()).then(|| line.at_work += 1);
        // Whoever stands behind may be the first now.
        self.moved.notify_all();
        taken.map(|()| Turn(self))
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.line().at_work -= 1;
        self.0.moved.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::thread::{scope, sleep, yield_now};

    const LONG: Duration = Duration::from_secs(60);

    fn waits_for(turns: &Turns, many: usize) {
        while turns.line().waits.len() != many {
            yield_now();
        }
    }

    #[test]
    fn never_more_at_once_and_everybody_in_the_end() {
        let turns = Turns::new(3, 100, LONG);
        let (now, most, done) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0));
        scope(|all| {
            for _ in 0..40 {
                all.spawn(|| {
                    let turn = turns.take().unwrap();
                    most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    sleep(Duration::from_millis(1));
                    now.fetch_sub(1, Ordering::SeqCst);
                    done.fetch_add(1, Ordering::SeqCst);
                    drop(turn);
                });
            }
        });
        assert_eq!((most.into_inner(), done.into_inner()), (3, 40));
        let line = turns.line();
        assert_eq!((line.at_work, line.waits.len()), (0, 0));
    }

    #[test]
    fn who_came_first_comes_first_and_who_finds_no_place_is_told_at_once() {
        let turns = Turns::new(1, 2, LONG);
        let came = Mutex::new(Vec::new());
        let first = turns.take().unwrap();
        scope(|all| {
            for number in 0..2 {
                let (turns, came) = (&turns, &came);
                all.spawn(move || {
                    let _turn = turns.take().unwrap();
                    came.lock().unwrap().push(number);
                });
                waits_for(turns, number + 1);
            }
            assert!(turns.take().is_none(), "two wait, and there is room for two");
            drop(first);
        });
        assert_eq!(came.into_inner().unwrap(), [0, 1]);
        assert!(turns.take().is_some());
    }

    #[test]
    fn nobody_waits_for_ever_and_who_gave_up_holds_nobody_up() {
        let turns = Turns::new(1, 2, Duration::from_millis(5));
        let held = turns.take().unwrap();
        assert!(turns.take().is_none());
        assert_eq!(turns.line().waits.len(), 0);
        drop(held);
        assert!(turns.take().is_some());
    }
}
