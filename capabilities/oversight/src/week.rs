//! Working hours: per unit, in the node's time zone, with holidays. Pure; what is set stands in the journal.

use crate::tables::{Holiday, WorkingWeek};
pub use facts::working::weekday;
use jiff::tz::TimeZone;
use kernel::{Day, Id, Instant};
use std::collections::{BTreeMap, BTreeSet};

/// Monday to Friday, 7 to 19 o'clock: where nothing was set for a unit.
pub const ORDINARY: Hours = Hours { days: 0b001_1111, from: 7 * 60, until: 19 * 60 };
/// The time zone where none was set.
pub const ORDINARY_ZONE: &str = "UTC";

/// When a unit works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hours {
    /// Days of the week, Monday in the lowest bit.
    pub days: i64,
    /// First minute of the day.
    pub from: i64,
    /// The minute after the last; below `from` when work goes on past midnight.
    pub until: i64,
}

impl Hours {
    /// Whether a minute of a day is working time. What goes on past midnight belongs to the day on which it began.
    #[must_use]
    pub fn covers(self, day: Day, minute: i64) -> bool {
        let works = |day: Day| self.days & (1 << weekday(day)) != 0;
        if self.from < self.until {
            return works(day) && (self.from..self.until).contains(&minute);
        }
        let yesterday = Day(day.0.saturating_sub(1));
        (works(day) && minute >= self.from) || (works(yesterday) && minute < self.until)
    }
}

/// All that was set: what the watch and the pages ask.
#[derive(Clone, Debug)]
pub struct Weeks {
    zone: TimeZone,
    hours: BTreeMap<Id, Hours>,
    free: BTreeSet<(Id, Day)>,
}

impl Weeks {
    /// Of what was set. A zone that this machine does not know is read as UTC.
    #[must_use]
    pub fn new(zone: &str, weeks: &[WorkingWeek], holidays: &[Holiday]) -> Weeks {
        let hours = weeks.iter().map(|week| {
            (week.unit, Hours { days: week.days, from: week.from_minute, until: week.until_minute })
        });
        let free = holidays.iter().filter(|holiday| holiday.free);
        Weeks {
            zone: TimeZone::get(zone).unwrap_or(TimeZone::UTC),
            hours: hours.collect(),
            free: free.map(|holiday| (holiday.unit, holiday.on_day)).collect(),
        }
    }

    /// Day and minute of a moment, as the node's time zone has them.
    #[must_use]
    pub fn local(&self, at: Instant) -> (Day, i64) {
        let Ok(moment) = jiff::Timestamp::from_millisecond(at.0) else { return (at.day(), 0) };
        let civil = self.zone.to_datetime(moment);
        let day = Day::of(civil.year(), civil.month(), civil.day()).unwrap_or(at.day());
        (day, i64::from(civil.hour()) * 60 + i64::from(civil.minute()))
    }

    /// Whether a unit works at a minute of a day: by its own hours, those of all units, or the ordinary ones.
    #[must_use]
    pub fn works(&self, unit: Id, day: Day, minute: i64) -> bool {
        let own = self.hours.get(&unit).or_else(|| self.hours.get(&Id::NONE)).copied().unwrap_or(ORDINARY);
        let is_free = self.free.contains(&(unit, day)) || self.free.contains(&(Id::NONE, day));
        !is_free && own.covers(day, minute)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::id;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        text.parse::<kernel::Span>().unwrap().from
    }

    #[test]
    fn hours_are_those_of_the_unit_then_of_all_and_holidays_are_free() {
        let week = |unit, days, from_minute, until_minute| WorkingWeek {
            unit,
            days,
            from_minute,
            until_minute,
            since: Instant(0),
        };
        let holiday = |unit, on_day: &str, free| Holiday {
            unit,
            on_day: day(on_day),
            free,
            source: "fictional law".into(),
        };
        let weeks = Weeks::new(
            "UTC",
            &[week(id(1), 0b111_1111, 22 * 60, 6 * 60), week(Id::NONE, 0b001_0000, 0, 24 * 60)],
            &[holiday(Id::NONE, "2026-11-27", true), holiday(id(1), "2026-11-25", false)],
        );
        let (wednesday, thursday, friday) = (day("2026-11-25"), day("2026-11-26"), day("2026-11-27"));
        assert!(weeks.works(id(1), wednesday, 23 * 60) && weeks.works(id(1), thursday, 5 * 60));
        assert!(!weeks.works(id(1), thursday, 6 * 60) && !weeks.works(id(1), friday, 23 * 60));
        assert!(!weeks.works(id(2), thursday, 60) && !weeks.works(id(2), friday, 60));
        assert!(weeks.works(id(2), day("2026-12-04"), 60));
        let nothing = Weeks::new("UTC", &[], &[]);
        assert!(nothing.works(id(2), thursday, 7 * 60) && !nothing.works(id(2), thursday, 19 * 60));
        assert!(!nothing.works(id(2), day("2026-11-28"), 12 * 60));
    }

    #[test]
    fn a_moment_lies_in_the_day_of_the_zone() {
        let new_year = Instant(day("2027-01-01").start().0);
        let zone = |zone: &str| Weeks::new(zone, &[], &[]).local(new_year);
        assert_eq!(zone("UTC"), (day("2027-01-01"), 0));
        assert_eq!(zone("America/Bogota"), (day("2026-12-31"), 19 * 60));
        assert_eq!(zone("Asia/Kathmandu"), (day("2027-01-01"), 5 * 60 + 45));
        assert_eq!(zone("Nowhere/None"), (day("2027-01-01"), 0));
    }

    proptest! {
        /// A unit that works every day around the clock is never outside of its hours, and one that never works always is.
        #[test]
        fn all_and_nothing(number in 0_i32..40_000, minute in 0_i64..1440) {
            let always = Hours { days: 0b111_1111, from: 0, until: 1440 };
            let never = Hours { days: 0, from: 0, until: 1440 };
            prop_assert!(always.covers(Day(number), minute));
            prop_assert!(!never.covers(Day(number), minute));
        }
    }
}
