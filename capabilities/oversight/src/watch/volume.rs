//! How many looks, and when.

use super::{Finding, Glance, Ordinary, Watched, ordinary};
use crate::codes::WatchRule;
use kernel::Id;
use std::collections::{BTreeMap, BTreeSet};

/// Fewer records in a day never stand out.
pub(crate) const LEAST_VOLUME: i64 = 20;
/// Fewer looks outside of working hours never stand out.
pub(crate) const LEAST_OUTSIDE: i64 = 3;
/// An officer is compared with as many days of their own at least.
pub(crate) const LEAST_DAYS: usize = 8;
/// With as many others at least, and as many days of theirs.
const LEAST_PEERS: usize = 3;
const LEAST_PEER_DAYS: usize = 20;
/// Spreads above the median.
const VOLUME_SPREADS: i64 = 6;
const HOURS_SPREADS: i64 = 3;

/// What an officer's own days make ordinary.
fn own(days: &[i64], spreads: i64) -> Option<Ordinary> {
    (days.len() >= LEAST_DAYS).then(|| ordinary(days, spreads))
}

/// What the days of others in the same role make ordinary.
fn peers(watched: &Watched, officer: Id, role: kernel::Role) -> Option<Ordinary> {
    let mut days: BTreeMap<(Id, kernel::Day), i64> = BTreeMap::new();
    let others = watched.looks.iter().filter(|look| {
        look.role == role && look.officer != officer && !look.officer.is_none() && look.day < watched.day
    });
    others.for_each(|look| *days.entry((look.officer, look.day)).or_default() += 1);
    let officers: BTreeSet<Id> = days.keys().map(|(officer, _)| *officer).collect();
    let counts: Vec<i64> = days.into_values().collect();
    let enough = officers.len() >= LEAST_PEERS && counts.len() >= LEAST_PEER_DAYS;
    enough.then(|| ordinary(&counts, VOLUME_SPREADS))
}

/// Far more records in a day than ordinary, for this officer and for others in the role; where only one of the two can be told,
/// that one decides, and where neither can, nothing stands out.
pub(super) fn volume(watched: &Watched, officer: Id, looks: &[&Glance]) -> Option<Finding> {
    let counted = i64::try_from(looks.len()).unwrap_or(i64::MAX);
    if counted < LEAST_VOLUME {
        return None;
    }
    let own = own(&watched.days_of(officer, |_| true), VOLUME_SPREADS);
    let peers = peers(watched, officer, looks.first()?.role);
    let bounds: Vec<i64> = [own, peers].into_iter().flatten().map(|ordinary| ordinary.bound).collect();
    if bounds.is_empty() || bounds.iter().any(|bound| counted <= *bound) {
        return None;
    }
    Some(Finding { own, peers, ..watched.finding(WatchRule::Volume, Id::NONE, looks)? })
}

/// Looks outside of the unit's working hours, more than this officer ordinarily has: who always works at night does not stand
/// out each night.
pub(super) fn hours(watched: &Watched, officer: Id, looks: &[&Glance]) -> Option<Finding> {
    let outside: Vec<&Glance> = looks.iter().copied().filter(|look| !look.in_hours).collect();
    let counted = i64::try_from(outside.len()).unwrap_or(i64::MAX);
    let own = own(&watched.days_of(officer, |look| !look.in_hours), HOURS_SPREADS);
    if counted < LEAST_OUTSIDE || own.is_some_and(|own| counted <= own.bound) {
        return None;
    }
    Some(Finding { own, ..watched.finding(WatchRule::Hours, Id::NONE, &outside)? })
}
