//! How long somebody has worked without a break, and what they have read since: in memory alone, told to nobody but themselves,
//! and gone with the day or the process. It is no figure of anybody's performance and can become none: no list, no table and
//! nobody else's answer holds it.

use access::Habits;
use kernel::{Id, Instant};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;
/// So long without a request is a break.
const BREAK_MS: i64 = 10 * MINUTE_MS;
/// So long nothing is said after "later".
const LATER_MS: i64 = 20 * MINUTE_MS;

/// What one person did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Done {
    /// The day, counted from 1970, UTC.
    day: i64,
    began: i64,
    last: i64,
    opened: u32,
    distressing: u32,
    distressing_since_break: u32,
    distressing_in_row: u32,
    quiet_until: i64,
}

/// What somebody is told of their own work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Told {
    /// Minutes since the last break.
    pub(crate) minutes: i64,
    /// Records opened today.
    pub(crate) opened: u32,
    /// Of these, how many with words that may distress.
    pub(crate) distressing: u32,
    /// Of those, how many since the last break.
    pub(crate) since_break: u32,
    /// How many of them one after the other, up to the last record opened.
    pub(crate) in_row: u32,
}

/// Why a break is thought of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Break {
    /// So many minutes without one.
    Minutes(i64),
    /// So many texts that may distress.
    Texts(u32),
    /// So many of them one after the other: no break yet, but something lighter.
    InRow(u32),
}

/// The work of everybody who is here, each for themselves.
#[derive(Default)]
pub(crate) struct Work(Mutex<BTreeMap<Id, Done>>);

impl Done {
    /// Somebody is here at this moment; who was away long enough begins anew.
    fn at(mut self, now: i64) -> Done {
        let day = now.div_euclid(DAY_MS);
        if day != self.day {
            (self.opened, self.distressing) = (0, 0);
        }
        if now - self.last >= BREAK_MS {
            (self.began, self.distressing_since_break, self.quiet_until) = (now, 0, 0);
            self.distressing_in_row = 0;
        }
        Done { day, last: now.max(self.last), ..self }
    }
}

impl Work {
    fn change(&self, account: Id, now: Instant, change: impl FnOnce(&mut Done)) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Who has not been here for a day is not remembered.
        all.retain(|_, done| now.0 - done.last < DAY_MS);
        let mut done = all.get(&account).copied().unwrap_or_default().at(now.0);
        change(&mut done);
        all.insert(account, done);
    }

    /// Somebody asked for a page.
    pub(crate) fn here(&self, account: Id, now: Instant) {
        self.change(account, now, |_| ());
    }

    /// Somebody opened a record.
    pub(crate) fn opened(&self, account: Id, may_distress: bool, now: Instant) {
        self.change(account, now, |done| {
            done.opened = done.opened.saturating_add(1);
            done.distressing_in_row =
                if may_distress { done.distressing_in_row.saturating_add(1) } else { 0 };
            if may_distress {
                done.distressing = done.distressing.saturating_add(1);
                done.distressing_since_break = done.distressing_since_break.saturating_add(1);
            }
        });
    }

    /// Somebody does not want to hear of it for a while.
    pub(crate) fn later(&self, account: Id, now: Instant) {
        self.change(account, now, |done| done.quiet_until = now.0 + LATER_MS);
    }

    fn known(&self, account: Id) -> Done {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.get(&account).copied().unwrap_or_default()
    }

    /// What somebody has done, for themselves.
    pub(crate) fn told(&self, account: Id, now: Instant) -> Told {
        let done = self.known(account);
        let is_today = done.day == now.0.div_euclid(DAY_MS);
        let today = |count: u32| if is_today { count } else { 0 };
        Told {
            minutes: if done.last == 0 { 0 } else { (now.0 - done.began).max(0) / MINUTE_MS },
            opened: today(done.opened),
            distressing: today(done.distressing),
            since_break: done.distressing_since_break,
            in_row: done.distressing_in_row,
        }
    }

    /// Whether it is time for a break, as far as its holder wants to hear of it.
    pub(crate) fn is_time(&self, account: Id, habits: &Habits, now: Instant) -> Option<Break> {
        let quiet = now.0 < self.known(account).quiet_until;
        let told = self.told(account, now);
        let minutes = habits.minutes != 0 && told.minutes >= i64::from(habits.minutes);
        let texts = habits.texts != 0 && told.since_break >= u32::from(habits.texts);
        let in_row = habits.in_row() != 0 && told.in_row >= u32::from(habits.in_row());
        let is_time = texts.then_some(Break::Texts(told.since_break));
        let is_time = is_time.or_else(|| minutes.then_some(Break::Minutes(told.minutes)));
        is_time.or_else(|| in_row.then_some(Break::InRow(told.in_row))).filter(|_| !quiet)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: Id = Id([1; 16]);
    const TWO: Id = Id([2; 16]);

    /// So many minutes after a day began.
    fn at(minutes: i64) -> Instant {
        Instant(20_000 * DAY_MS + minutes * MINUTE_MS)
    }

    fn works(work: &Work, from: i64, until: i64) {
        (from..=until).step_by(5).for_each(|minute| work.here(ONE, at(minute)));
    }

    #[test]
    fn a_break_is_thought_of_after_the_minutes_chosen_and_a_break_begins_anew() {
        let (work, habits) = (Work::default(), Habits::default());
        works(&work, 0, 45);
        assert_eq!(work.is_time(ONE, &habits, at(49)), None);
        works(&work, 50, 50);
        assert_eq!(work.is_time(ONE, &habits, at(50)), Some(Break::Minutes(50)));
        assert_eq!(work.is_time(ONE, &Habits { minutes: 0, ..habits }, at(50)), None, "never is never");
        assert_eq!(work.is_time(TWO, &habits, at(50)), None, "each for themselves");
        work.later(ONE, at(51));
        assert_eq!(work.is_time(ONE, &habits, at(70)), None);
        assert_eq!(work.is_time(ONE, &habits, at(71)), Some(Break::Minutes(71)), "20 minutes later");
        works(&work, 61, 61);
        assert_eq!(work.told(ONE, at(61)).minutes, 0, "ten minutes away are a break");
    }

    #[test]
    fn texts_that_may_distress_count_since_the_break_and_for_the_day() {
        let (work, habits) = (Work::default(), Habits { texts: 2, ..Habits::default() });
        work.opened(ONE, false, at(0));
        work.opened(ONE, true, at(1));
        assert_eq!(work.is_time(ONE, &habits, at(1)), None);
        work.opened(ONE, true, at(2));
        assert_eq!(work.is_time(ONE, &habits, at(2)), Some(Break::Texts(2)));
        assert_eq!(
            work.told(ONE, at(2)),
            Told { minutes: 2, opened: 3, distressing: 2, since_break: 2, in_row: 2 }
        );
        work.here(ONE, at(20));
        assert_eq!(work.is_time(ONE, &habits, at(20)), None, "after the break");
        assert_eq!(
            work.told(ONE, at(20)),
            Told { minutes: 0, opened: 3, distressing: 2, since_break: 0, in_row: 0 }
        );
    }

    #[test]
    fn something_lighter_is_thought_of_after_so_many_in_a_row_and_a_lighter_one_begins_anew() {
        let work = Work::default();
        let habits = Habits { lighter: Some(3), ..Habits::default() };
        (0..3).for_each(|minute| work.opened(ONE, true, at(minute)));
        assert_eq!(work.is_time(ONE, &habits, at(3)), Some(Break::InRow(3)));
        assert_eq!(work.is_time(ONE, &Habits::default(), at(3)), None, "five, where nothing was chosen");
        assert_eq!(work.is_time(ONE, &Habits { lighter: Some(0), ..habits }, at(3)), None, "never is never");
        let also_texts = Habits { texts: 3, ..habits };
        assert_eq!(work.is_time(ONE, &also_texts, at(3)), Some(Break::Texts(3)), "a break comes first");
        work.later(ONE, at(3));
        assert_eq!(work.is_time(ONE, &habits, at(4)), None);
        work.opened(ONE, false, at(5));
        assert_eq!(work.told(ONE, at(5)).in_row, 0);
        (6..9).for_each(|minute| work.opened(ONE, true, at(minute)));
        work.here(ONE, at(20));
        assert_eq!(work.told(ONE, at(20)).in_row, 0, "after the break");
        assert_eq!(work.told(TWO, at(20)), Told::default(), "each for themselves");
    }

    #[test]
    fn another_day_begins_with_nothing_and_who_is_gone_is_forgotten() {
        let work = Work::default();
        work.opened(ONE, true, at(23 * 60 + 55));
        assert_eq!(work.told(ONE, at(24 * 60 + 1)).opened, 0);
        work.here(TWO, at(48 * 60));
        assert_eq!(work.0.lock().unwrap().keys().collect::<Vec<_>>(), [&TWO]);
    }
}
