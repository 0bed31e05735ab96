//! Time: when an entry was recorded (UTC milliseconds) and when a thing happened (an interval with precision).

use jiff::civil::Date;
use minicbor::{Decode, Encode};
use std::fmt;
use std::str::FromStr;

/// A moment in UTC, in milliseconds since 1970-01-01; negative before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Encode, Decode)]
#[cbor(transparent)]
pub struct Instant(#[n(0)] pub i64);

/// Milliseconds in a day.
pub const DAY_MS: i64 = 86_400_000;

impl Instant {
    /// The UTC day this moment lies in.
    #[must_use]
    pub fn day(self) -> Day {
        Day(i32::try_from(self.0.div_euclid(DAY_MS)).unwrap_or(i32::MAX))
    }

    /// This moment moved by `days` (may be negative).
    #[must_use]
    pub fn plus_days(self, days: i64) -> Instant {
        Instant(self.0.saturating_add(days.saturating_mul(DAY_MS)))
    }
}

impl fmt::Display for Instant {
    /// RFC 3339 to the second, in UTC.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let second = self.0.div_euclid(1000).rem_euclid(86_400);
        write!(f, "{}T{:02}:{:02}:{:02}Z", self.day(), second / 3600, second / 60 % 60, second % 60)
    }
}

/// A calendar day, counted from 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Encode, Decode)]
#[cbor(transparent)]
pub struct Day(#[n(0)] pub i32);

const EPOCH: Date = Date::constant(1970, 1, 1);

/// The first and the last day a four-digit Gregorian calendar has: -9999-01-01 and 9999-12-31.
const CALENDAR: std::ops::RangeInclusive<i32> = -4_371_587..=2_932_896;

impl Day {
    /// The day of a Gregorian date, or `None` when there is no such date.
    #[must_use]
    pub fn of(year: i16, month: i8, day: i8) -> Option<Day> {
        let date = Date::new(year, month, day).ok()?;
        Some(Day((date - EPOCH).get_days()))
    }

    fn date(self) -> Date {
        EPOCH.saturating_add(jiff::Span::new().days(self.0.clamp(*CALENDAR.start(), *CALENDAR.end())))
    }

    /// Year, month (1-12) and day (1-31).
    #[must_use]
    pub fn parts(self) -> (i16, i8, i8) {
        let date = self.date();
        (date.year(), date.month(), date.day())
    }

    /// The first moment of this day in UTC.
    #[must_use]
    pub fn start(self) -> Instant {
        Instant(i64::from(self.0) * DAY_MS)
    }

    /// The same date `years` later; 29 February becomes 28 February where there is none.
    #[must_use]
    pub fn plus_years(self, years: i16) -> Day {
        let date = self.date().saturating_add(jiff::Span::new().years(years));
        Day((date - EPOCH).get_days())
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.parts();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

/// When a thing happened or somebody was born: from the first possible day to the last possible one.
///
/// Read and written as the parts of EDTF (ISO 8601-2) that officers use: `2026`, `2026-03`, `2026-03-05`, and `A/B` for
/// an interval of two such dates. Rules take both bounds and decide in the child's favour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
pub struct Span {
    /// First possible day.
    #[n(0)]
    pub from: Day,
    /// Last possible day; never before `from`.
    #[n(1)]
    pub to: Day,
}

/// A text that is no date.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "'{given}' is no date: write 2026, 2026-03, 2026-03-05, or two of these with / between them, the earlier first"
)]
pub struct NotADate {
    /// What was given, cut to 40 characters.
    pub given: String,
}

impl Span {
    /// Any time: used where nothing is known. Entries hold these two numbers, so they stay as they are.
    pub const UNKNOWN: Span = Span { from: Day(-3_000_000), to: Day(2_900_000) };

    /// Exactly one day.
    #[must_use]
    pub fn on(day: Day) -> Span {
        Span { from: day, to: day }
    }

    /// True when nothing is known.
    #[must_use]
    pub fn is_unknown(self) -> bool {
        self == Self::UNKNOWN
    }

    /// Could somebody born in `self` have been under `years` at some moment of `at`? (Doubt counts for the child.)
    #[must_use]
    pub fn may_be_under(self, years: i16, at: Span) -> bool {
        at.from < self.to.plus_years(years)
    }

    /// Could somebody born in `self` have reached `years` at some moment of `at`?
    #[must_use]
    pub fn may_have_reached(self, years: i16, at: Span) -> bool {
        at.to >= self.from.plus_years(years)
    }

    fn one(text: &str) -> Option<Span> {
        let number = |part: &str, digits: usize| {
            (part.len() == digits && part.bytes().all(|b| b.is_ascii_digit()))
                .then(|| part.parse::<i16>().ok())?
        };
        let mut parts = text.split('-');
        let year = number(parts.next()?, 4)?;
        let month = parts.next().map(|m| number(m, 2).and_then(|m| i8::try_from(m).ok()));
        let day = parts.next().map(|d| number(d, 2).and_then(|d| i8::try_from(d).ok()));
        if parts.next().is_some() {
            return None;
        }
        match (month, day) {
            (None, _) => Some(Span { from: Day::of(year, 1, 1)?, to: Day::of(year, 12, 31)? }),
            (Some(month), None) => {
                let from = Date::new(year, month?, 1).ok()?;
                Some(Span {
                    from: Day::of(year, month?, 1)?,
                    to: Day::of(year, month?, from.days_in_month())?,
                })
            }
            (Some(month), Some(day)) => Some(Span::on(Day::of(year, month?, day?)?)),
        }
    }
}

impl FromStr for Span {
    type Err = NotADate;

    fn from_str(text: &str) -> Result<Self, NotADate> {
        let text = text.trim();
        let parsed = match text.split_once('/') {
            None => Span::one(text),
            Some((a, b)) => Span::one(a).zip(Span::one(b)).map(|(a, b)| Span { from: a.from, to: b.to }),
        };
        parsed
            .filter(|span| span.from <= span.to)
            .ok_or_else(|| NotADate { given: text.chars().take(40).collect() })
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ((y1, m1, d1), (y2, m2, d2)) = (self.from.parts(), self.to.parts());
        if self.is_unknown() {
            write!(f, "..")
        } else if self.from == self.to {
            write!(f, "{}", self.from)
        } else if (y1, m1, d1, m2, d2) == (y2, 1, 1, 12, 31) {
            write!(f, "{y1:04}")
        } else if (y1, m1, d1) == (y2, m2, 1)
            && self.to == Day(self.from.0 + i32::from(d2) - 1)
            && Day(self.to.0 + 1).parts().2 == 1
        {
            write!(f, "{y1:04}-{m1:02}")
        } else {
            write!(f, "{}/{}", self.from, self.to)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_what_it_reads() {
        let early_and_late =
            ["0000", "0001-01-01", "9909", "9910-02", "9998", "9999", "9999-12", "9999-12-31"];
        let usual = ["2026", "2024-02", "2026-03-05", "2026-03-05/2026-04-30", "1999/2001"];
        for text in usual.into_iter().chain(early_and_late) {
            let span: Span = text.parse().unwrap();
            let again: Span = span.to_string().parse().unwrap();
            assert_eq!(span, again, "{text}");
        }
        assert_eq!("2024-02".parse::<Span>().unwrap().to_string(), "2024-02");
        for text in ["", "2026-13", "2025-02-29", "26", "2026/2025", "2026-1-1", "2026-01-01-01", "١٩٩٩"]
        {
            assert!(text.parse::<Span>().is_err(), "{text}");
        }
    }

    #[test]
    fn doubt_about_age_counts_for_the_child() {
        let born: Span = "2008".parse().unwrap();
        let at: Span = "2026-06-01".parse().unwrap();
        assert!(born.may_be_under(18, at) && born.may_have_reached(18, at));
        assert!(Span::UNKNOWN.may_be_under(18, at) && Span::UNKNOWN.may_have_reached(18, at));
        let surely_adult: Span = "2008-06-01".parse().unwrap();
        assert!(!surely_adult.may_be_under(18, at));
        let a_day_short: Span = "2008-06-02".parse().unwrap();
        assert!(a_day_short.may_be_under(18, at) && !a_day_short.may_have_reached(18, at));
    }

    #[test]
    fn the_calendar_ends_where_its_last_four_digits_do() {
        assert_eq!(
            (Day::of(-9999, 1, 1), Day::of(9999, 12, 31)),
            (Some(Day(*CALENDAR.start())), Some(Day(*CALENDAR.end())))
        );
        assert_eq!(Day(i32::MAX).to_string(), "9999-12-31");
        assert_eq!(Day(i32::MIN).parts(), (-9999, 1, 1));
    }

    #[test]
    fn a_moment_reads_as_rfc_3339() {
        assert_eq!(Instant(0).to_string(), "1970-01-01T00:00:00Z");
        assert_eq!(Instant(-1).to_string(), "1969-12-31T23:59:59Z");
        assert_eq!(Day::of(2024, 2, 29).unwrap().plus_years(1).to_string(), "2025-02-28");
    }
}
