//! What the writer counts for those who watch a node: kinds of act and answers, sizes and times. Nothing of what was said.

use crate::deed::{Answer, Deed, DeedFault};
use kernel::Outcome;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// What became of an act that was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Answered {
    /// It was entered.
    Entered,
    /// It had been answered before, and was answered the same again.
    Repeated,
    /// A rights rule refused it.
    Refused,
    /// The policy refused it.
    Forbidden,
    /// Its input did not fit.
    Invalid,
    /// It could not be read or written; nothing was entered.
    Failed,
}

impl Answered {
    /// The word that stands for it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Answered::Entered => "entered",
            Answered::Repeated => "repeated",
            Answered::Refused => "refused",
            Answered::Forbidden => "forbidden",
            Answered::Invalid => "invalid",
            Answered::Failed => "failed",
        }
    }

    fn of(answer: &Result<Answer, DeedFault>) -> Answered {
        match answer {
            Err(_) => Answered::Failed,
            Ok(answer) if answer.again => Answered::Repeated,
            Ok(answer) => match answer.outcome {
                Outcome::Entered { .. } => Answered::Entered,
                Outcome::Refused(_) => Answered::Refused,
                Outcome::Forbidden(_) => Answered::Forbidden,
                Outcome::Invalid(_) => Answered::Invalid,
            },
        }
    }
}

/// How often a measure lay at or below each of some bounds.
#[derive(Debug)]
pub struct Histogram {
    bounds: &'static [f64],
    /// One for each bound, and one for what lies above the last; not summed up.
    counts: Vec<AtomicU64>,
    /// Sum in millionths of the unit: atomics hold no fractions.
    sum_millionths: AtomicU64,
}

/// A histogram at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// Each bound with how many measures were at or below it.
    pub up_to: Vec<(f64, u64)>,
    /// How many measures there were.
    pub count: u64,
    /// Their sum.
    pub sum: f64,
}

impl Histogram {
    fn new(bounds: &'static [f64]) -> Histogram {
        let counts = (0..=bounds.len()).map(|_| AtomicU64::new(0)).collect();
        Histogram { bounds, counts, sum_millionths: AtomicU64::new(0) }
    }

    fn measure(&self, measure: f64, millionths: u64) {
        let at = self.bounds.iter().position(|bound| measure <= *bound).unwrap_or(self.bounds.len());
        if let Some(count) = self.counts.get(at) {
            count.fetch_add(1, Ordering::Relaxed);
        }
        self.sum_millionths.fetch_add(millionths, Ordering::Relaxed);
    }

    /// As it is now.
    #[must_use]
    pub fn measured(&self) -> Measured {
        let mut count = 0;
        let mut summed = self.counts.iter().map(|one| {
            count += one.load(Ordering::Relaxed);
            count
        });
        let up_to = self.bounds.iter().copied().zip(summed.by_ref()).collect();
        summed.for_each(drop);
        // Rounded for sums beyond 2^53 millionths: nobody reads them so closely.
        let sum = self.sum_millionths.load(Ordering::Relaxed) as f64 / 1_000_000.0;
        Measured { up_to, count, sum }
    }
}

/// Acts of one transaction.
const BATCH_BOUNDS: &[f64] = &[1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0];
/// Seconds until a transaction was durable.
const COMMIT_BOUNDS: &[f64] =
    &[0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];

/// What a node's writer has counted since it started.
#[derive(Debug)]
pub struct Meters {
    answers: Mutex<BTreeMap<(u16, Answered), u64>>,
    batches: Histogram,
    commits: Histogram,
    queued: Arc<AtomicU64>,
    away: AtomicBool,
    handed_on: AtomicU64,
}

/// A place in the queue before the writer; given up when this goes.
#[derive(Debug)]
pub(crate) struct Queued(Arc<AtomicU64>);

impl Drop for Queued {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Default for Meters {
    fn default() -> Meters {
        Meters {
            answers: Mutex::default(),
            batches: Histogram::new(BATCH_BOUNDS),
            commits: Histogram::new(COMMIT_BOUNDS),
            queued: Arc::default(),
            away: AtomicBool::new(false),
            handed_on: AtomicU64::new(0),
        }
    }
}

impl Meters {
    /// Acts that were sent, by number of their kind and answer.
    #[must_use]
    pub fn answers(&self) -> BTreeMap<(u16, Answered), u64> {
        self.answers.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// How many acts came into one transaction.
    #[must_use]
    pub fn batches(&self) -> &Histogram {
        &self.batches
    }

    /// Seconds until a transaction was durable.
    #[must_use]
    pub fn commits(&self) -> &Histogram {
        &self.commits
    }

    /// How many acts wait for the writer now.
    #[must_use]
    pub fn queued(&self) -> u64 {
        self.queued.load(Ordering::Relaxed)
    }

    /// True while no act can be entered: the database is away, or a standby finds no writer.
    #[must_use]
    pub fn is_database_away(&self) -> bool {
        self.away.load(Ordering::Relaxed)
    }

    /// How many acts were handed on to another process, the writer, and answered by it.
    #[must_use]
    pub fn acts_handed_on(&self) -> u64 {
        self.handed_on.load(Ordering::Relaxed)
    }

    pub(crate) fn handed_on(&self) {
        self.handed_on.fetch_add(1, Ordering::Relaxed);
    }

    /// A place in the queue, where fewer than `most` wait.
    pub(crate) fn queue_below(&self, most: u64) -> Option<Queued> {
        let queued = self.queue();
        (self.queued() <= most).then_some(queued)
    }

    pub(crate) fn queue(&self) -> Queued {
        self.queued.fetch_add(1, Ordering::Relaxed);
        Queued(Arc::clone(&self.queued))
    }

    pub(crate) fn batch(&self, deeds: &[Deed], answers: &[Result<Answer, DeedFault>]) {
        if let Ok(size) = u32::try_from(deeds.len())
            && size > 0
        {
            self.batches.measure(f64::from(size), u64::from(size) * 1_000_000);
        }
        let mut counts = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        for (deed, answer) in deeds.iter().zip(answers) {
            *counts.entry((deed.kind, Answered::of(answer))).or_default() += 1;
        }
    }

    pub(crate) fn commit(&self, took: Duration) {
        self.commits.measure(took.as_secs_f64(), u64::try_from(took.as_micros()).unwrap_or(u64::MAX));
    }

    pub(crate) fn database_is_away(&self, away: bool) {
        self.away.store(away, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_histogram_sums_up_and_keeps_what_lies_above_its_last_bound() {
        let meters = Meters::default();
        for milliseconds in [0, 1, 2, 30_000] {
            meters.commit(Duration::from_millis(milliseconds));
        }
        let told = meters.commits().measured();
        assert_eq!((told.count, told.sum), (4, 30.003));
        assert_eq!(told.up_to[..3], [(0.000_5, 1), (0.001, 2), (0.002_5, 3)]);
        assert_eq!(told.up_to.last(), Some(&(10.0, 3)));
    }

    #[test]
    fn a_place_in_the_queue_is_given_up() {
        let meters = Meters::default();
        let places = (meters.queue(), meters.queue());
        assert_eq!(meters.queued(), 2);
        drop(places.0);
        assert_eq!(meters.queued(), 1);
    }
}
