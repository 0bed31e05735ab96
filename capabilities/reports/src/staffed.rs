//! When somebody sits at the desk: what can wait counts these hours alone, in the node's time zone and without free days. What is
//! urgent never asks: danger keeps no hours.
//!
//! Nothing set means that somebody always sits there. Hours are two people's to set; what was due already does not move.

use crate::limits::DAY_MS;
use crate::tables::desk_hours::DeskHours;
use facts::working::{Holiday, NodeZone, weekday};
use jiff::tz::TimeZone;
use kernel::{Day, Id, Instant, Problem, TableFault, Tables};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Minutes of a day.
const MINUTES: u32 = 24 * 60;
/// Fewest minutes in a week that are office hours at all: 20 hours.
pub const LEAST_A_WEEK: u32 = 20 * 60;
/// However few hours and however many free days: nobody waits longer than so many days.
pub const MOST_DAYS: i64 = 30;

/// When the desk opens and closes each day, in minutes from midnight; 0 and 0 on a day on which it does not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeskWeek {
    /// Monday: first minute, 0 to 1439.
    #[n(0)]
    pub monday_opens: u32,
    /// Monday: the minute after the last, up to 1440.
    #[n(1)]
    pub monday_closes: u32,
    /// Tuesday: first minute, 0 to 1439.
    #[n(2)]
    pub tuesday_opens: u32,
    /// Tuesday: the minute after the last, up to 1440.
    #[n(3)]
    pub tuesday_closes: u32,
    /// Wednesday: first minute, 0 to 1439.
    #[n(4)]
    pub wednesday_opens: u32,
    /// Wednesday: the minute after the last, up to 1440.
    #[n(5)]
    pub wednesday_closes: u32,
    /// Thursday: first minute, 0 to 1439.
    #[n(6)]
    pub thursday_opens: u32,
    /// Thursday: the minute after the last, up to 1440.
    #[n(7)]
    pub thursday_closes: u32,
    /// Friday: first minute, 0 to 1439.
    #[n(8)]
    pub friday_opens: u32,
    /// Friday: the minute after the last, up to 1440.
    #[n(9)]
    pub friday_closes: u32,
    /// Saturday: first minute, 0 to 1439.
    #[n(10)]
    pub saturday_opens: u32,
    /// Saturday: the minute after the last, up to 1440.
    #[n(11)]
    pub saturday_closes: u32,
    /// Sunday: first minute, 0 to 1439.
    #[n(12)]
    pub sunday_opens: u32,
    /// Sunday: the minute after the last, up to 1440.
    #[n(13)]
    pub sunday_closes: u32,
}

/// The fields of the minute after the last, Monday first.
const CLOSES: [&str; 7] = [
    "monday_closes",
    "tuesday_closes",
    "wednesday_closes",
    "thursday_closes",
    "friday_closes",
    "saturday_closes",
    "sunday_closes",
];

impl DeskWeek {
    /// A week that is open from the first to the second minute of each of these days, Monday first.
    #[must_use]
    pub fn of(days: [(u32, u32); 7]) -> DeskWeek {
        let [monday, tuesday, wednesday, thursday, friday, saturday, sunday] = days;
        DeskWeek {
            monday_opens: monday.0,
            monday_closes: monday.1,
            tuesday_opens: tuesday.0,
            tuesday_closes: tuesday.1,
            wednesday_opens: wednesday.0,
            wednesday_closes: wednesday.1,
            thursday_opens: thursday.0,
            thursday_closes: thursday.1,
            friday_opens: friday.0,
            friday_closes: friday.1,
            saturday_opens: saturday.0,
            saturday_closes: saturday.1,
            sunday_opens: sunday.0,
            sunday_closes: sunday.1,
        }
    }

    /// Opening and closing minute of each day, Monday first.
    #[must_use]
    pub fn days(&self) -> [(u32, u32); 7] {
        [
            (self.monday_opens, self.monday_closes),
            (self.tuesday_opens, self.tuesday_closes),
            (self.wednesday_opens, self.wednesday_closes),
            (self.thursday_opens, self.thursday_closes),
            (self.friday_opens, self.friday_closes),
            (self.saturday_opens, self.saturday_closes),
            (self.sunday_opens, self.sunday_closes),
        ]
    }

    /// Whether people may lay this week down.
    ///
    /// # Errors
    /// A [`Problem`] at the first day that cannot be, or at the week when it is too short.
    pub fn check(&self) -> Result<(), Problem> {
        for ((opens, closes), field) in self.days().into_iter().zip(CLOSES) {
            if (opens, closes) != (0, 0) && (opens >= closes || closes > MINUTES) {
                let right = "later than the first minute of the day, at most 1440; 0 and 0 where the desk does not open";
                return Err(Problem::new(field, format!("is {closes}, and the day opens at {opens}"), right));
            }
        }
        let open: u32 = self.days().iter().map(|(opens, closes)| closes - opens).sum();
        if open < LEAST_A_WEEK {
            let right = "20 hours a week at least: whoever reports must not wait for weeks";
            return Err(Problem::new("hours", format!("are {open} minutes a week"), right));
        }
        Ok(())
    }
}

/// A minute of a local day as a moment. A minute that the clock leaves out in spring is the one that follows; one that comes twice in
/// autumn is the first.
fn moment(zone: &TimeZone, day: Day, minute: u32) -> Option<Instant> {
    let day = Day(day.0.checked_add(i32::from(minute == MINUTES))?);
    let (hour, minute) = (minute % MINUTES / 60, minute % 60);
    let (year, month, day) = day.parts();
    let date = jiff::civil::Date::new(year, month, day).ok()?;
    let civil = date.at(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, 0, 0);
    let zoned = zone.to_ambiguous_zoned_datetime(civil).compatible().ok()?;
    Some(Instant(zoned.timestamp().as_millisecond()))
}

/// The local day of a moment.
fn local_day(zone: &TimeZone, at: Instant) -> Day {
    let civil = jiff::Timestamp::from_millisecond(at.0).map(|moment| zone.to_datetime(moment));
    civil.ok().and_then(|civil| Day::of(civil.year(), civil.month(), civil.day())).unwrap_or(at.day())
}

/// When the desk has been open for `open_ms` milliseconds since a moment; at the latest after [`MOST_DAYS`].
fn after<E>(
    zone: &TimeZone,
    week: &DeskWeek,
    told_at: Instant,
    open_ms: i64,
    mut is_free: impl FnMut(Day) -> Result<bool, E>,
) -> Result<Instant, E> {
    let (latest, first) = (told_at.0.saturating_add(MOST_DAYS * DAY_MS), local_day(zone, told_at));
    let (mut left, mut from) = (open_ms, told_at.0);
    // Two days more: days of the zone are not days of 24 hours.
    for ahead in 0..=i32::try_from(MOST_DAYS).unwrap_or(i32::MAX) + 2 {
        let Some(day) = first.0.checked_add(ahead).map(Day) else { break };
        let (opens, closes) = week.days()[usize::from(weekday(day)) % 7];
        if opens >= closes || is_free(day)? {
            continue;
        }
        let (Some(opens), Some(closes)) = (moment(zone, day, opens), moment(zone, day, closes)) else {
            break;
        };
        let begins = opens.0.max(from);
        let open = closes.0.saturating_sub(begins);
        if open >= left {
            return Ok(Instant(begins.saturating_add(left).min(latest)));
        }
        if open > 0 {
            left -= open;
            from = closes.0;
        }
    }
    Ok(Instant(latest))
}

/// The hours that are set; none where somebody always sits at the desk.
pub(crate) fn week(tables: &mut dyn Tables) -> Result<Option<DeskWeek>, TableFault> {
    let mut days = [(0, 0); 7];
    let mut is_set = false;
    for (weekday, day) in (1_i64..).zip(&mut days) {
        if let Some(row) = tables.get::<DeskHours>(weekday)? {
            *day = (u32::try_from(row.opens).unwrap_or(0), u32::try_from(row.closes).unwrap_or(0));
            is_set = true;
        } else if !is_set {
            // All seven stand there, or none.
            return Ok(None);
        }
    }
    Ok(Some(DeskWeek::of(days)))
}

/// By when so many hours of the desk have passed since a moment.
///
/// # Errors
/// [`TableFault`].
pub(crate) fn due(tables: &mut dyn Tables, told_at: Instant, open_ms: i64) -> Result<Instant, TableFault> {
    let Some(week) = week(tables)? else {
        return Ok(Instant(told_at.0.saturating_add(open_ms)));
    };
    let zone = tables.get::<NodeZone>(1_i64)?.and_then(|set| TimeZone::get(&set.zone).ok());
    let zone = zone.unwrap_or(TimeZone::UTC);
    after(&zone, &week, told_at, open_ms, |day| {
        Ok(tables.get::<Holiday>((Id::NONE, day))?.is_some_and(|set| set.free))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::HOUR_MS;
    use proptest::prelude::*;
    use std::convert::Infallible;

    const OFFICE: (u32, u32) = (9 * 60, 17 * 60);
    const SHUT: (u32, u32) = (0, 0);
    const ALWAYS: [(u32, u32); 7] = [(0, MINUTES); 7];

    fn office() -> DeskWeek {
        DeskWeek::of([OFFICE, OFFICE, OFFICE, OFFICE, OFFICE, SHUT, SHUT])
    }

    fn zone(name: &str) -> TimeZone {
        TimeZone::get(name).unwrap()
    }

    fn at(text: &str) -> Instant {
        Instant(text.parse::<jiff::Timestamp>().unwrap().as_millisecond())
    }

    fn due_in(name: &str, week: &DeskWeek, told_at: &str, hours: i64, free: &[&str]) -> String {
        let free: Vec<Day> = free.iter().map(|day| day.parse::<kernel::Span>().unwrap().from).collect();
        let is_free = |day: Day| Ok::<_, Infallible>(free.contains(&day));
        let Ok(due) = after(&zone(name), week, at(told_at), hours * HOUR_MS, is_free);
        jiff::Timestamp::from_millisecond(due.0).unwrap().to_string()
    }

    #[test]
    fn only_hours_at_the_desk_count_in_the_nodes_time_zone_and_without_free_days() {
        // A Friday, an hour before the desk closes in Bogotá.
        let told = "2026-11-27T21:00:00Z";
        let bogota = |hours, free: &[&str]| due_in("America/Bogota", &office(), told, hours, free);
        assert_eq!(bogota(1, &[]), "2026-11-27T22:00:00Z", "to the very minute at which it closes");
        assert_eq!(bogota(2, &[]), "2026-11-30T15:00:00Z", "the weekend does not count");
        assert_eq!(bogota(2, &["2026-11-30"]), "2026-12-01T15:00:00Z", "nor does a free day");
        assert_eq!(bogota(24, &[]), "2026-12-02T21:00:00Z", "three days at the desk");
        assert_eq!(due_in("UTC", &office(), told, 2, &[]), "2026-11-30T11:00:00Z");
        // At night it begins when the desk opens.
        assert_eq!(due_in("UTC", &office(), "2026-11-25T03:00:00Z", 1, &[]), "2026-11-25T10:00:00Z");
    }

    #[test]
    fn the_hour_that_the_clock_leaves_out_or_repeats_is_counted_as_it_passes() {
        // In Berlin 29 March 2026 has 23 hours, and 25 October has 25; both are Sundays.
        let sundays = DeskWeek::of([SHUT, SHUT, SHUT, SHUT, SHUT, SHUT, (0, MINUTES)]);
        let berlin = |told, hours| due_in("Europe/Berlin", &sundays, told, hours, &[]);
        assert_eq!(berlin("2026-03-28T12:00:00Z", 23), "2026-03-29T22:00:00Z");
        assert_eq!(berlin("2026-03-28T12:00:00Z", 24), "2026-04-04T23:00:00Z");
        assert_eq!(berlin("2026-10-24T12:00:00Z", 25), "2026-10-25T23:00:00Z");
        // An office opens at nine by the clock of the day.
        let nine = |told| due_in("Europe/Berlin", &office(), told, 1, &[]);
        assert_eq!(nine("2026-03-27T20:00:00Z"), "2026-03-30T08:00:00Z");
        assert_eq!(nine("2026-03-20T20:00:00Z"), "2026-03-23T09:00:00Z");
    }

    #[test]
    fn nobody_waits_for_ever_and_a_week_that_cannot_be_is_told_by_its_day() {
        let Ok(due) = after(&TimeZone::UTC, &office(), Instant(5), HOUR_MS, |_| Ok::<_, Infallible>(true));
        assert_eq!(due.0, 5 + MOST_DAYS * DAY_MS);
        assert_eq!(office().check(), Ok(()));
        assert_eq!(DeskWeek::of(ALWAYS).check(), Ok(()));
        let wrong = |day, field: &str| {
            let mut days = office().days();
            days[2] = day;
            assert_eq!(DeskWeek::of(days).check().unwrap_err().field, field, "{day:?}");
        };
        wrong((600, 600), "wednesday_closes");
        wrong((600, 500), "wednesday_closes");
        wrong((600, 1441), "wednesday_closes");
        wrong((600, 0), "wednesday_closes");
        let short = DeskWeek::of([OFFICE, OFFICE, SHUT, SHUT, SHUT, SHUT, SHUT]);
        assert_eq!(short.check().unwrap_err().field, "hours");
    }

    /// Any week that people may lay down.
    fn any_week() -> impl Strategy<Value = DeskWeek> {
        let day = (0_u32..1200, 200_u32..1440).prop_map(|(opens, long)| (opens, (opens + long).min(MINUTES)));
        prop::array::uniform7(prop_oneof![3 => day, 1 => Just(SHUT)])
            .prop_map(DeskWeek::of)
            .prop_filter("20 hours", |week| week.check().is_ok())
    }

    fn any_zone() -> impl Strategy<Value = TimeZone> {
        let names = [
            "UTC",
            "Europe/Berlin",
            "America/Bogota",
            "Australia/Lord_Howe",
            "Asia/Kathmandu",
            "America/Sao_Paulo",
        ];
        prop::sample::select(names.to_vec()).prop_map(zone)
    }

    proptest! {
        #[test]
        fn later_told_is_never_due_sooner_and_nothing_is_due_before_its_hours_have_passed(
            zone in any_zone(), week in any_week(), told in 0_i64..2_000_000_000_000, more in 0_i64..40 * DAY_MS, hours in 1_i64..240, free in prop::collection::btree_set(0_i32..24_000, 0..300),
        ) {
            let is_free = |day: Day| Ok::<_, Infallible>(free.contains(&day.0));
            let due = |told: i64| after(&zone, &week, Instant(told), hours * HOUR_MS, is_free).unwrap().0;
            let plain = |told: i64| told + hours * HOUR_MS;
            prop_assert!(due(told) >= plain(told) && due(told) <= told + MOST_DAYS * DAY_MS);
            prop_assert!(due(told + more) >= due(told));
            // More hours are never due sooner, either.
            let longer = after(&zone, &week, Instant(told), (hours + 1) * HOUR_MS, is_free).unwrap().0;
            prop_assert!(longer >= due(told));
        }

        #[test]
        fn a_desk_that_never_closes_counts_every_hour(zone in any_zone(), told in 0_i64..2_000_000_000_000, hours in 1_i64..240) {
            let Ok(due) = after(&zone, &DeskWeek::of(ALWAYS), Instant(told), hours * HOUR_MS, |_| Ok::<_, Infallible>(false));
            prop_assert_eq!(due.0, told + hours * HOUR_MS);
        }
    }
}
