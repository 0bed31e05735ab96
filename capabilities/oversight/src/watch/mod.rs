//! Unusual looking: what stands out among the looks of one day, in numbers, to be put before a human (¶52, 69).
//!
//! Pure: looks in, findings out, the same for the same journal. A finding is a question. It sanctions nobody, and its officer is
//! not told of it. Doubt counts for the officer where there is little to compare with: few days worked, few peers.
//!
//! | rule | stands out when | ordinary is |
//! |---|---|---|
//! | volume | at least 20 records in a day, above the officer's own bound and the peers' | median of days worked; bound: median + 6 spreads |
//! | hours | at least 3 looks outside of the unit's working hours, above the own bound | median of such looks a day; bound: median + 3 spreads |
//! | own name | one look at a person entered under the officer's own name | none |
//! | no business | one look at a record that the unit does not hold and about which it did nothing | none |
//! | repeated | at least 8 looks on 4 days within 28, at one person, and no act of the officer about them | up to 7 |
//!
//! A spread is 1.4826 times the median absolute deviation, and at least the root of the median: counts scatter that much by
//! themselves.

mod business;
mod measure;
mod volume;

#[cfg(test)]
mod month;
#[cfg(test)]
mod tests;

pub use measure::{Ordinary, ordinary};

use crate::codes::WatchRule;
use kernel::{Day, Id, Role};
use std::collections::{BTreeMap, BTreeSet};

/// So many days before the one that is judged are compared with it.
pub const LOOKBACK_DAYS: i32 = 28;

/// One look: one entry, whosever data it names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Glance {
    /// The entry's number.
    pub seq: u64,
    /// Who looked.
    pub officer: Id,
    /// In which role.
    pub role: Role,
    /// For which unit.
    pub unit: Id,
    /// The record that was opened.
    pub record: Id,
    /// Whose data were read.
    pub whose: Vec<Id>,
    /// The day, as the node's time zone has it.
    pub day: Day,
    /// Whether it lies within the unit's working hours.
    pub in_hours: bool,
}

/// All that is judged: looks of [`LOOKBACK_DAYS`] days and of the day itself, and what is known beside them.
#[derive(Clone, Debug, Default)]
pub struct Watched {
    /// The looks, by number.
    pub looks: Vec<Glance>,
    /// The day that is judged.
    pub day: Day,
    /// Persons who were entered under an officer's own name, found by blind token.
    pub namesakes: BTreeMap<Id, BTreeSet<Id>>,
    /// Which unit holds which record; under no unit what every unit knows of.
    pub holds: BTreeSet<(Id, Id)>,
    /// Which officer entered something about which record.
    pub acted: BTreeSet<(Id, Id)>,
    /// Which unit's officers entered something about which record.
    pub unit_acted: BTreeSet<(Id, Id)>,
    /// The latest breaking of the glass by officer and record: its entry.
    pub glasses: BTreeMap<(Id, Id), u64>,
}

/// What stands out, in numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// By which rule.
    pub rule: WatchRule,
    /// Who looked.
    pub officer: Id,
    /// In which role.
    pub role: Role,
    /// For which unit.
    pub unit: Id,
    /// At whom or what; none where it is about a day as a whole.
    pub record: Id,
    /// The day.
    pub day: Day,
    /// How many looks.
    pub counted: i64,
    /// What would be ordinary for this officer; none where there is too little to compare with.
    pub own: Option<Ordinary>,
    /// What would be ordinary for others in the role; none where there is too little to compare with.
    pub peers: Option<Ordinary>,
    /// The first of these looks.
    pub first: u64,
    /// The last of these looks.
    pub last: u64,
    /// The entry by which the glass was broken, where it was.
    pub glass: Option<u64>,
}

impl Finding {
    /// Its number: follows from rule, officer, record and day, so that the same is found once.
    #[must_use]
    pub fn id(&self) -> Id {
        let label = format!("unusual look {} {} {}", self.rule as i64, self.record, self.day.0);
        self.officer.derive(&label, 0)
    }
}

impl Watched {
    /// The looks of the day that is judged.
    pub(crate) fn of_the_day(&self) -> impl Iterator<Item = &Glance> {
        self.looks.iter().filter(|look| look.day == self.day)
    }

    /// How many looks an officer had on each day before, of those that count; days without any look are not days worked.
    pub(crate) fn days_of(&self, officer: Id, counts: impl Fn(&Glance) -> bool) -> Vec<i64> {
        let mut days: BTreeMap<Day, i64> = BTreeMap::new();
        let before = self.looks.iter().filter(|look| look.officer == officer && look.day < self.day);
        for look in before {
            *days.entry(look.day).or_default() += i64::from(counts(look));
        }
        days.into_values().collect()
    }

    /// A finding about these looks, which are at least one.
    pub(crate) fn finding(&self, rule: WatchRule, record: Id, looks: &[&Glance]) -> Option<Finding> {
        let (first, last) = (looks.first()?, looks.last()?);
        Some(Finding {
            rule,
            officer: last.officer,
            role: last.role,
            unit: last.unit,
            record,
            day: self.day,
            counted: i64::try_from(looks.len()).unwrap_or(i64::MAX),
            own: None,
            peers: None,
            first: first.seq,
            last: last.seq,
            glass: self.glasses.get(&(last.officer, record)).copied(),
        })
    }
}

/// The looks of each officer, in order.
pub(crate) fn by_officer<'w>(looks: impl Iterator<Item = &'w Glance>) -> BTreeMap<Id, Vec<&'w Glance>> {
    let mut all: BTreeMap<Id, Vec<&Glance>> = BTreeMap::new();
    looks.for_each(|look| all.entry(look.officer).or_default().push(look));
    all
}

/// What stands out on that day, in a fixed order. Looks of nobody's account (the public door, Tutela itself) are no officer's.
#[must_use]
pub fn judge(watched: &Watched) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (officer, looks) in by_officer(watched.of_the_day()) {
        if officer.is_none() {
            continue;
        }
        findings.extend(volume::volume(watched, officer, &looks));
        findings.extend(volume::hours(watched, officer, &looks));
        findings.extend(business::own_name(watched, officer, &looks));
        findings.extend(business::no_business(watched, &looks));
        findings.extend(business::repeated(watched, officer, &looks));
    }
    findings.sort_by_key(|finding| (finding.rule, finding.officer, finding.record));
    findings
}
