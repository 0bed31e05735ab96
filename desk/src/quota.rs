//! How much a sender's system hands in at most: counted in memory by key, and noted in `runtime.db` a little ahead. So a note is seldom
//! written, and a process that begins anew lets in at most what is left: what was noted and not handed in is lost to the key.

use crate::room::Desk;
use access::machine_keys::{MachineSender, MachineSpent, note_spent, noted_spent};
use kernel::{Id, Instant};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

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

/// A note is this part of a quota ahead of what was handed in.
const AHEAD: i64 = 64;

/// What a key has handed in, and what is noted of it: as much at least.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Count {
    spent: Spent,
    noted: Spent,
}

impl Count {
    /// Of a process that begins: what was noted counts as handed in.
    fn of(row: Option<MachineSpent>) -> Count {
        let noted = row.map_or_else(Spent::default, |row| Spent {
            minute: row.minute,
            day: row.day,
            reports: row.reports,
            bytes: row.bytes,
        });
        Count { spent: noted, noted }
    }

    /// What is to be noted before more is let in; nothing while the last note is ahead.
    fn due(self, sender: &MachineSender) -> Option<Spent> {
        let noted = Spent { minute: self.spent.minute, day: self.spent.day, ..self.noted_now() };
        let is_ahead = noted.reports >= self.spent.reports && noted.bytes >= self.spent.bytes;
        let ahead = |spent: i64, noted: i64, most: i64| {
            if noted >= spent { noted } else { spent.saturating_add(most / AHEAD).min(most.max(spent)) }
        };
        (!is_ahead).then(|| Spent {
            reports: ahead(self.spent.reports, noted.reports, sender.per_minute),
            bytes: ahead(self.spent.bytes, noted.bytes, sender.bytes_a_day),
            ..noted
        })
    }

    /// What is noted, as far as it is of the minute and the day in which the key hands in.
    fn noted_now(self) -> Spent {
        let reports = if self.noted.minute == self.spent.minute { self.noted.reports } else { 0 };
        let bytes = if self.noted.day == self.spent.day { self.noted.bytes } else { 0 };
        Spent { reports, bytes, ..self.noted }
    }
}

/// What all keys of a node's process have handed in.
#[derive(Default)]
struct Counts(Mutex<BTreeMap<Id, Count>>);

/// The count of a key, and the row that is to be noted where one is.
fn counted(
    count: &mut Count,
    sender: &MachineSender,
    reports: i64,
    bytes: i64,
    now: Instant,
) -> Result<Option<MachineSpent>, Over> {
    count.spent = count.spent.add(sender, reports, bytes, now)?;
    let due = count.due(sender);
    if let Some(noted) = due {
        count.noted = noted;
    }
    Ok(due.map(|Spent { minute, day, reports, bytes }| MachineSpent {
        key: sender.key,
        minute,
        reports,
        day,
        bytes,
    }))
}

/// Counts what a sender's system hands in, unless it is too much.
///
/// # Errors
/// [`Over`]: nothing is to be taken.
pub async fn spend(
    desk: &Desk,
    sender: &MachineSender,
    reports: usize,
    bytes: usize,
    now: Instant,
) -> Result<(), Over> {
    let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let counts = desk.node().memory::<Counts>();
    let is_known = lock(&counts).contains_key(&sender.key);
    if !is_known {
        let begun = begun(desk, sender.key).await;
        lock(&counts).entry(sender.key).or_insert(begun);
    }
    let due =
        counted(lock(&counts).entry(sender.key).or_default(), sender, number(reports), number(bytes), now)?;
    if let Some(row) = due {
        let noted = desk.blocking(move |node| note_spent(node, &row)).await;
        if let Err(fault) = noted {
            tracing::warn!(%fault, "what a machine key hands in was not noted: a process that begins anew counts less");
        }
    }
    Ok(())
}

fn lock(counts: &Counts) -> std::sync::MutexGuard<'_, BTreeMap<Id, Count>> {
    counts.0.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The count with which a process begins.
async fn begun(desk: &Desk, key: Id) -> Count {
    match desk.blocking(move |node| noted_spent(node, key)).await {
        Ok(row) => Count::of(row),
        Err(fault) => {
            tracing::warn!(%fault, "what a machine key has handed in was not read: it is counted anew");
            Count::default()
        }
    }
}

/// What a sender's system has handed in by now.
pub async fn spent(desk: &Desk, sender: &MachineSender, now: Instant) -> Spent {
    let known = lock(&desk.node().memory::<Counts>()).get(&sender.key).copied();
    let count = match known {
        Some(count) => count,
        None => begun(desk, sender.key).await,
    };
    count.spent.at(now)
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

    #[test]
    fn what_is_noted_is_always_ahead_and_seldom_written() {
        let sender = sender(6_400, 64_000);
        let (mut count, mut last, mut written) = (Count::default(), Count::default(), 0);
        for n in 0..600 {
            let row = counted(&mut count, &sender, 1, 100, Instant(n)).unwrap();
            written += usize::from(row.is_some());
            last = row.map_or(last, |row| Count::of(Some(row)));
            // A process that begins anew now lets in no more than is left.
            assert!(last.spent.reports >= count.spent.reports && last.spent.bytes >= count.spent.bytes);
            assert!(last.spent.reports <= count.spent.reports + 100 && last.spent.bytes <= 64_000);
        }
        assert!((10..100).contains(&written), "{written}");
        let mut again = last;
        assert!(counted(&mut again, &sender, 1, 10_000, Instant(600)).is_err(), "60,000 bytes are handed in");
        assert!(counted(&mut again, &sender, 1, 10_000, Instant(DAY_MS)).is_ok(), "the day is over");
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
