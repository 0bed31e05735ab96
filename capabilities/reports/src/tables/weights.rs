//! The tables of points: every one that was in force, by its number; what is proposed; and how far what waits was gone over.

use super::Report;
use super::apply::rank;
use super::calls::{raise, waits_again};
use crate::events::{PointsGiven, WaitingReassessed, WeightsProposed, WeightsSet};
use crate::limits::due;
use crate::priority::Reason;
use crate::weights::{THE_ONE, column};
use kernel::{Apply, Entry, Event, Id, Instant, Record, Table, TableFault, Tables, record};

record! {
    /// What each reason gives, by every table of points that was laid down. What was built in has no row.
    pub struct Weight in "priority_weight", Derived, key 2, indexes [by_version: 0] {
        /// Number of the table, from 1.
        weights_version: i64, Internal;
        /// The reason.
        reason: Reason, Internal;
        /// What it gives, 0 to 60.
        points: i64, Internal;
    }
}

impl Weight {
    /// Index by number of the table.
    pub const BY_VERSION: &'static str = "priority_weight_by_version";
}

record! {
    /// Tables of points that were laid down, by whom and when.
    pub struct WeightsVersion in "priority_weights", Derived, key 1, indexes [] {
        /// Its number, from 1.
        weights_version: i64, Internal;
        /// Who proposed it.
        proposed_by: Id, Internal;
        /// Who approved it.
        confirmed_by: Id, Internal;
        /// Since when it is in force, UTC ms.
        since: Instant, Internal;
        /// 1 when reports that waited at that time get their points by it, too.
        also_waiting: bool, Internal;
    }
}

record! {
    /// Which table of points is in force; no row while it is the one that is built in.
    pub struct WeightsInForce in "priority_weights_now", Derived, key 1, indexes [] {
        /// Always 1.
        one: i64, Internal;
        /// Its number.
        weights_version: i64, Internal;
        /// 1 while reports that waited are still gone over.
        going_over: bool, Internal;
        /// By when the last report that was gone over is due, UTC ms.
        upto_due: Instant, Internal;
        /// That report; none before the first.
        upto_report: Id, Internal;
    }
}

record! {
    /// A table of points that waits for a second person.
    pub struct WeightsProposal in "priority_weights_proposal", Derived, key 1, indexes [] {
        /// Always 1.
        one: i64, Internal;
        /// The proposal's number.
        proposal: Id, Internal;
        /// Who proposed it.
        proposed_by: Id, Internal;
        /// When, UTC ms.
        proposed_at: Instant, Internal;
        /// 1 when reports that wait are to get their points by it, too.
        also_waiting: bool, Internal;
    }
}

record! {
    /// What each reason is to give.
    pub struct ProposedWeight in "priority_weight_proposed", Derived, key 1, indexes [] {
        /// The reason.
        reason: Reason, Internal;
        /// What it is to give, 0 to 60.
        points: i64, Internal;
    }
}

record! {
    /// By which table a report has its points; no row where it is the one that is built in.
    pub struct ReportWeights in "report_weights", Derived, key 1, indexes [] {
        /// The report.
        report: Id, Internal;
        /// Number of the table.
        weights_version: i64, Internal;
    }
}

pub(super) fn tables() -> [&'static Table; 6] {
    [
        Weight::TABLE,
        WeightsVersion::TABLE,
        WeightsInForce::TABLE,
        WeightsProposal::TABLE,
        ProposedWeight::TABLE,
        ReportWeights::TABLE,
    ]
}

pub(super) fn projections() -> Vec<(u16, Apply)> {
    vec![
        (WeightsProposed::KIND, apply_proposed as Apply),
        (WeightsSet::KIND, apply_set),
        (PointsGiven::KIND, apply_given),
        (WaitingReassessed::KIND, apply_reassessed),
    ]
}

/// A report has its points by that table from now on; none where they stay what they are.
pub(super) fn assessed_by(
    tables: &mut dyn Tables,
    report: Id,
    version: Option<u32>,
) -> Result<(), TableFault> {
    let Some(version) = version else { return Ok(()) };
    tables.put(&ReportWeights { report, weights_version: column(version) })
}

fn apply_proposed(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let WeightsProposed { weights, also_waiting } = entry.event()?;
    let (proposal, proposed_by, proposed_at) = (entry.act, entry.actor.id, entry.recorded);
    tables.put(&WeightsProposal { one: THE_ONE, proposal, proposed_by, proposed_at, also_waiting })?;
    for (reason, points) in weights.rows() {
        tables.put(&ProposedWeight { reason, points: i64::from(points) })?;
    }
    Ok(())
}

fn apply_set(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let WeightsSet { version, weights, proposed_by, also_waiting } = entry.event()?;
    tables.delete::<WeightsProposal>(THE_ONE)?;
    for (reason, points) in weights.rows() {
        tables.delete::<ProposedWeight>(reason)?;
        tables.put(&Weight { weights_version: column(version), reason, points: i64::from(points) })?;
    }
    tables.put(&WeightsVersion {
        weights_version: column(version),
        proposed_by,
        confirmed_by: entry.actor.id,
        since: entry.recorded,
        also_waiting,
    })?;
    tables.put(&WeightsInForce {
        one: THE_ONE,
        weights_version: column(version),
        going_over: also_waiting,
        upto_due: Instant(0),
        upto_report: Id::NONE,
    })
}

fn apply_given(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let PointsGiven { version, points } = entry.event()?;
    let report = entry.subject;
    let Some(before) = tables.get::<Report>(report)? else { return Ok(()) };
    assessed_by(tables, report, Some(version))?;
    let grows = i64::from(points) > before.points;
    // What waits is brought forward, never put off.
    let due_at = if grows { before.due_at.min(due(tables, entry.recorded, points)?) } else { before.due_at };
    let waits = before.waiting;
    tables.put(&Report { points: i64::from(points), rank: rank(points), due_at, ..before })?;
    if grows && waits {
        waits_again(tables, report, due_at)?;
        raise(tables, report, i64::from(points), entry.recorded)?;
    }
    Ok(())
}

fn apply_reassessed(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let WaitingReassessed { version, upto_due, upto_report, done } = entry.event()?;
    tables.change::<WeightsInForce>(THE_ONE, |row| {
        if row.weights_version == column(version) {
            (row.upto_due, row.upto_report, row.going_over) = (upto_due, upto_report, !done);
        }
    })
}
