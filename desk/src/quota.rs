//! How much a sender's system hands in at most: counted in the memory of this process, by key. A process that begins anew counts anew.

use access::machine_keys::MachineSender;
use kernel::{Id, Instant};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use store::Node;

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 24 * 3_600_000;

/// What a key has handed in within the minute and the day of the clock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spent {
    minute: i64,
    day: i64,
    /// Reports within this minute.
    pub reports: i64,
    /// Bytes within this day, UTC.
    pub bytes: i64,
}

impl Spent {
    /// The same, with what is over begun anew.
    fn at(self, now: Instant) -> Spent {
        let (minute, day) = (now.0.div_euclid(MINUTE_MS), now.0.div_euclid(DAY_MS));
        let reports = if self.minute == minute { self.reports } else { 0 };
        let bytes = if self.day == day { self.bytes } else { 0 };
        Spent { minute, day, reports, bytes }
    }

    /// Adds to it, or says after how many seconds there is room again. What is larger than all that a key may hand in within the whole
    /// time is let in once nothing else was: it could never be handed in.
    fn add(self, sender: &MachineSender, reports: i64, bytes: i64, now: Instant) -> Result<Spent, Over> {
        let seconds = |whole: i64| (whole - now.0.rem_euclid(whole)).div_euclid(1_000) + 1;
        let spent = self.at(now);
        let (all_reports, all_bytes) =
            (spent.reports.saturating_add(reports), spent.bytes.saturating_add(bytes));
        if all_reports > sender.per_minute && spent.reports > 0 && reports > 0 {
            return Err(Over { what: Quota::Reports, most: sender.per_minute, seconds: seconds(MINUTE_MS) });
        }
        if all_bytes > sender.bytes_a_day && spent.bytes > 0 {
            return Err(Over { what: Quota::Bytes, most: sender.bytes_a_day, seconds: seconds(DAY_MS) });
        }
        Ok(Spent { reports: all_reports, bytes: all_bytes, ..spent })
    }
}

/// What there is too much of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quota {
    /// Reports within a minute.
    Reports,
    /// Bytes within a day.
    Bytes,
}

/// More than a key may hand in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the key hands in {most} {} at most: the same again in {seconds} seconds", .what.of())]
pub struct Over {
    /// What there is too much of.
    pub what: Quota,
    /// How much there may be.
    pub most: i64,
    /// After how many seconds there is room again.
    pub seconds: i64,
}

impl Quota {
    fn of(self) -> &'static str {
        match self {
            Quota::Reports => "reports a minute",
            Quota::Bytes => "bytes a day",
        }
    }
}

/// What all keys of a node's process have handed in.
#[derive(Default)]
struct Counts(Mutex<BTreeMap<Id, Spent>>);

/// Counts what a sender's system hands in, unless it is too much.
///
/// # Errors
/// [`Over`]: nothing is to be taken.
pub fn spend(
    node: &Node,
    sender: &MachineSender,
    reports: usize,
    bytes: usize,
    now: Instant,
) -> Result<(), Over> {
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let counts = node.memory::<Counts>();
    let mut counts = counts.0.lock().unwrap_or_else(PoisonError::into_inner);
    let spent = counts.entry(sender.key).or_default();
    *spent = spent.add(sender, count(reports), count(bytes), now)?;
    Ok(())
}

/// What a sender's system has handed in by now.
#[must_use]
pub fn spent(node: &Node, sender: &MachineSender, now: Instant) -> Spent {
    let counts = node.memory::<Counts>();
    let counts = counts.0.lock().unwrap_or_else(PoisonError::into_inner);
    counts.get(&sender.key).copied().unwrap_or_default().at(now)
}

#[cfg(test)]
mod tests {
    use super::*;
    use access::codes::Environment;
    use proptest::prelude::*;

    fn sender(per_minute: i64, bytes_a_day: i64) -> MachineSender {
        let (key, unit) = (Id([1; 16]), Id([2; 16]));
        let environment = Environment::Production;
        MachineSender { key, name: "platform-1".into(), unit, environment, per_minute, bytes_a_day }
    }

    #[test]
    fn what_is_too_much_is_told_with_the_time_after_which_there_is_room() {
        let sender = sender(2, 100);
        let begun = Instant(10 * MINUTE_MS + 15_000);
        let add = |spent: Spent, reports, bytes, now| spent.add(&sender, reports, bytes, now);
        let one = add(Spent::default(), 1, 40, begun).unwrap();
        let two = add(one, 1, 40, begun).unwrap();
        let over = add(two, 1, 1, begun).unwrap_err();
        assert_eq!((over.what, over.most, over.seconds), (Quota::Reports, 2, 46));
        assert!(over.to_string().contains("2 reports a minute") && over.to_string().contains("46 seconds"));
        let next = Instant(begun.0 + 45_000);
        let over = add(two, 1, 30, next).unwrap_err();
        assert_eq!((over.what, over.seconds), (Quota::Bytes, 23 * 3_600 + 49 * 60 + 1));
        assert!(add(two, 1, 20, next).is_ok(), "the minute is over, the day is not");
        assert!(add(two, 1, 99, Instant(begun.0 + DAY_MS)).is_ok());
        assert!(add(Spent::default(), 3, 1_000, begun).is_ok(), "what never fits goes when nothing else did");
    }

    proptest! {
        #[test]
        fn no_minute_and_no_day_has_more_than_it_may(steps in prop::collection::vec((0..4_i64, 0..50_i64, 0..90_000_i64), 1..200)) {
            let sender = sender(5, 200);
            let (mut spent, mut now) = (Spent::default(), Instant(0));
            let (mut by_minute, mut by_day) = (BTreeMap::new(), BTreeMap::new());
            for (reports, bytes, pause) in steps {
                now = Instant(now.0 + pause);
                if let Ok(next) = spent.add(&sender, reports, bytes, now) {
                    spent = next;
                    *by_minute.entry(now.0 / MINUTE_MS).or_insert(0) += reports;
                    *by_day.entry(now.0 / DAY_MS).or_insert(0) += bytes;
                }
            }
            prop_assert!(by_minute.values().all(|count| *count <= 5));
            prop_assert!(by_day.values().all(|count| *count <= 200));
        }
    }
}
