//! At whom: the officer's own name, records that are no business of the unit, one person again and again.

use super::{Finding, Glance, LOOKBACK_DAYS, Watched};
use crate::codes::WatchRule;
use kernel::{Day, Id};
use std::collections::{BTreeMap, BTreeSet};

/// So many looks at one person, on so many days, without any act.
pub(crate) const LEAST_REPEATS: usize = 8;
pub(crate) const LEAST_REPEAT_DAYS: usize = 4;

/// Everybody and everything that a look names, each once.
fn named(look: &Glance) -> BTreeSet<Id> {
    look.whose.iter().copied().chain([look.record]).filter(|id| !id.is_none()).collect()
}

fn grouped<'l>(looks: &[&'l Glance], of: impl Fn(&Glance) -> BTreeSet<Id>) -> BTreeMap<Id, Vec<&'l Glance>> {
    let mut all: BTreeMap<Id, Vec<&Glance>> = BTreeMap::new();
    for look in looks {
        of(look).into_iter().for_each(|id| all.entry(id).or_default().push(look));
    }
    all
}

/// Persons who were entered under the officer's own name.
pub(super) fn own_name(watched: &Watched, officer: Id, looks: &[&Glance]) -> Vec<Finding> {
    let Some(namesakes) = watched.namesakes.get(&officer) else { return Vec::new() };
    let all = grouped(looks, |look| named(look).intersection(namesakes).copied().collect());
    all.into_iter()
        .filter_map(|(person, looks)| watched.finding(WatchRule::OwnName, person, &looks))
        .collect()
}

/// Records that neither the unit nor everybody holds, and about which nobody of the unit entered anything: what was handed on
/// after it was read was the unit's business.
pub(super) fn no_business(watched: &Watched, looks: &[&Glance]) -> Vec<Finding> {
    let is_none_of_theirs = |look: &Glance| {
        let held = |unit: Id| watched.holds.contains(&(unit, look.record));
        let acted = watched.unit_acted.contains(&(look.unit, look.record));
        !look.record.is_none() && !held(look.unit) && !held(Id::NONE) && !acted
    };
    let theirs: Vec<&Glance> = looks.iter().copied().filter(|look| is_none_of_theirs(look)).collect();
    let all = grouped(&theirs, |look| BTreeSet::from([look.record]));
    all.into_iter()
        .filter_map(|(record, looks)| watched.finding(WatchRule::NoBusiness, record, &looks))
        .collect()
}

/// One person on many days, and nothing that the officer entered about them or about what was opened.
pub(super) fn repeated(watched: &Watched, officer: Id, looks: &[&Glance]) -> Vec<Finding> {
    let from = Day(watched.day.0.saturating_sub(LOOKBACK_DAYS));
    let within = |look: &&Glance| look.officer == officer && look.day > from && look.day <= watched.day;
    let lately: Vec<&Glance> = watched.looks.iter().filter(within).collect();
    let today = grouped(looks, named);
    let all = grouped(&lately, named);
    let mut findings = Vec::new();
    for (person, looks) in all.into_iter().filter(|(person, _)| today.contains_key(person)) {
        let days: BTreeSet<Day> = looks.iter().map(|look| look.day).collect();
        let about = looks.iter().map(|look| look.record).chain([person]);
        let acted = about.into_iter().any(|record| watched.acted.contains(&(officer, record)));
        if looks.len() >= LEAST_REPEATS && days.len() >= LEAST_REPEAT_DAYS && !acted {
            findings.extend(watched.finding(WatchRule::Repeated, person, &looks));
        }
    }
    findings
}
