//! How often a host asks: each look leaves an entry, so there is a bound to it. Counted in this process alone, and anew each minute.

use kernel::{Id, Instant};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// So many requests by one link within a minute.
pub(super) const BY_LINK: u32 = 120;
/// So many wrong links of anybody within a minute. Those who have a right one never wait for them.
pub(super) const WRONG: u32 = 600;
const MINUTE_MS: i64 = 60_000;

/// More than there may be: again in so many seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TooMany(pub(crate) i64);

/// What came within the minute of the clock.
#[derive(Default)]
pub(crate) struct Pace(Mutex<(i64, BTreeMap<Id, u32>)>);

impl Pace {
    fn count(&self, whose: Id, most: u32, now: Instant) -> Result<(), TooMany> {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let minute = now.0.div_euclid(MINUTE_MS);
        if counts.0 != minute {
            *counts = (minute, BTreeMap::new());
        }
        let count = counts.1.entry(whose).or_insert(0);
        if *count >= most {
            return Err(TooMany((MINUTE_MS - now.0.rem_euclid(MINUTE_MS)).div_euclid(1_000) + 1));
        }
        *count += 1;
        Ok(())
    }

    /// Counts a request by a link of this node.
    pub(super) fn of_link(&self, link: Id, now: Instant) -> Result<(), TooMany> {
        self.count(link, BY_LINK, now)
    }

    /// Counts a wrong one.
    pub(super) fn wrong(&self, now: Instant) -> Result<(), TooMany> {
        self.count(Id::NONE, WRONG, now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_link_has_its_own_bound_and_a_minute_later_it_begins_anew() {
        let (pace, now) = (Pace::default(), Instant(1_800_000_000_000));
        let (one, other) = (Id([1; 16]), Id([2; 16]));
        assert!((0..BY_LINK).all(|_| pace.of_link(one, now).is_ok()));
        assert!(matches!(pace.of_link(one, now), Err(TooMany(1..=61))));
        assert!(pace.of_link(other, now).is_ok() && pace.wrong(now).is_ok());
        assert!(pace.of_link(one, Instant(now.0 + 60_000)).is_ok());
    }
}
