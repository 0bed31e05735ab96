//! What was set for this node: time zone, working hours, free days. `oversight` sets it; whoever counts working time reads it.

use kernel::charter::Apply;
use kernel::{Day, Entry, Event, EventSpec, Id, Instant, Record, Table, TableFault, Tables, event, record};
use minicbor::{Decode, Encode};

/// When the unit that is the entry's subject works; of none, all units without hours of their own.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct WorkingWeekSet {
    /// Days of the week, Monday in the lowest bit.
    #[n(0)]
    pub days: u8,
    /// First minute of the day.
    #[n(1)]
    pub from_minute: u16,
    /// The minute after the last; below the first when work goes on past midnight.
    #[n(2)]
    pub until_minute: u16,
}
event!(WorkingWeekSet, 930, 1, "oversight.working-week-set");

/// Whether a day is free for the unit that is the entry's subject; of none, for all.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct HolidaySet {
    /// The day.
    #[n(0)]
    pub day: Day,
    /// Free, or worked after all.
    #[n(1)]
    pub free: bool,
    /// Which law or order says so.
    #[n(2)]
    pub source: String,
}
event!(HolidaySet, 931, 1, "oversight.holiday-set");

/// The node's time zone.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct TimeZoneSet {
    /// Its name in the IANA database.
    #[n(0)]
    pub zone: String,
}
event!(TimeZoneSet, 932, 1, "oversight.time-zone-set");

/// The day of the week; Monday is 0.
#[must_use]
pub fn weekday(day: Day) -> u8 {
    // 1970-01-01 was a Thursday.
    u8::try_from((i64::from(day.0) + 3).rem_euclid(7)).unwrap_or(0)
}

pub(crate) fn events() -> [EventSpec; 3] {
    [EventSpec::of::<WorkingWeekSet>(), EventSpec::of::<HolidaySet>(), EventSpec::of::<TimeZoneSet>()]
}

record! {
    /// When units work.
    pub struct WorkingWeek in "working_week", Derived, key 1, indexes [] {
        /// The unit; none for all that have no hours of their own.
        unit: Id, Internal;
        /// Days of the week, Monday in the lowest bit.
        days: i64, Internal;
        /// First minute of the day.
        from_minute: i64, Internal;
        /// The minute after the last; below the first when work goes on past midnight.
        until_minute: i64, Internal;
        /// Since when it is so, UTC ms.
        since: Instant, Internal;
    }
}

record! {
    /// Days that are free, with the law or order that says so.
    pub struct Holiday in "holiday", Derived, key 2, indexes [] {
        /// The unit; none for all.
        unit: Id, Internal;
        /// The day.
        on_day: Day, Internal;
        /// 1 when it is free; 0 when it is worked after all.
        free: bool, Internal;
        /// Which law or order says so.
        source: String, Internal;
    }
}

record! {
    /// The node's time zone.
    pub struct NodeZone in "node_zone", Derived, key 1, indexes [] {
        /// Always 1.
        one: i64, Internal;
        /// Its name in the IANA database.
        zone: String, Internal;
        /// Since when it is so, UTC ms.
        since: Instant, Internal;
    }
}

/// Tables of what was set.
pub(crate) fn tables() -> [&'static Table; 3] {
    [WorkingWeek::TABLE, Holiday::TABLE, NodeZone::TABLE]
}

pub(crate) fn projections() -> [(u16, Apply); 3] {
    [
        (WorkingWeekSet::KIND, apply_week as Apply),
        (HolidaySet::KIND, apply_holiday),
        (TimeZoneSet::KIND, apply_zone),
    ]
}

fn apply_week(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let WorkingWeekSet { days, from_minute, until_minute } = entry.event()?;
    tables.put(&WorkingWeek {
        unit: entry.subject,
        days: i64::from(days),
        from_minute: i64::from(from_minute),
        until_minute: i64::from(until_minute),
        since: entry.recorded,
    })
}

fn apply_holiday(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let HolidaySet { day, free, source } = entry.event()?;
    tables.put(&Holiday { unit: entry.subject, on_day: day, free, source })
}

fn apply_zone(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let TimeZoneSet { zone } = entry.event()?;
    tables.put(&NodeZone { one: 1, zone, since: entry.recorded })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_begin_on_monday() {
        let day = |text: &str| text.parse::<kernel::Span>().unwrap().from;
        assert_eq!(weekday(day("2026-11-23")), 0);
        assert_eq!(weekday(day("2026-11-29")), 6);
        assert_eq!(weekday(Day(0)), 3);
    }
}
