//! What was set for this node: time zone, working hours, holidays.

use crate::events::{HolidaySet, TimeZoneSet, WorkingWeekSet};
use kernel::charter::Apply;
use kernel::{Day, Entry, Event, Id, Instant, Record, Table, TableFault, Tables, record};

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

pub(super) fn tables() -> [&'static Table; 3] {
    [WorkingWeek::TABLE, Holiday::TABLE, NodeZone::TABLE]
}

pub(super) fn projections() -> [(u16, Apply); 3] {
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
