//! Reports that belong together.

use super::apply::rank;
use super::calls::{raise, waits_again};
use super::{Report, ReportLink};
use crate::codes::LinkState;
use crate::events::LinkProposed;
use crate::limits::due;
use facts::report::{ReportsLinked, ReportsParted};
use kernel::{Apply, Entry, Event, Id, TableFault, Tables};

pub(super) fn projections() -> Vec<(u16, Apply)> {
    vec![
        (LinkProposed::KIND, apply_proposed as Apply),
        (ReportsLinked::KIND, apply_linked),
        (ReportsParted::KIND, apply_parted),
    ]
}

fn apply_proposed(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let LinkProposed { report, other } = entry.event()?;
    let (report, other_report) = ReportLink::pair(report, other);
    let (proposed_by, approved_by) = (entry.actor.id, Id::NONE);
    tables.put(&ReportLink {
        report,
        other_report,
        link_state: LinkState::Proposed,
        proposed_by,
        approved_by,
    })
}

fn apply_linked(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let ReportsLinked { report, other, points } = entry.event()?;
    tables.change::<ReportLink>(ReportLink::pair(report, other), |row| {
        (row.link_state, row.approved_by) = (LinkState::Linked, entry.actor.id);
    })?;
    grows(tables, report, points, entry)?;
    grows(tables, other, points, entry)
}

fn apply_parted(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let ReportsParted { report, other } = entry.event()?;
    tables.delete::<ReportLink>(ReportLink::pair(report, other))
}

/// A report has these points from now on. What waits is answered as soon as they say; what is more urgent than before calls.
pub(super) fn grows(
    tables: &mut dyn Tables,
    report: Id,
    points: u32,
    entry: &Entry,
) -> Result<(), TableFault> {
    let Some(before) = tables.get::<Report>(report)? else { return Ok(()) };
    if i64::from(points) <= before.points {
        return Ok(());
    }
    let due_at = due(tables, entry.recorded, points)?;
    let is_waiting = before.waiting;
    let due_at = if is_waiting { before.due_at.min(due_at) } else { before.due_at };
    tables.put(&Report { points: i64::from(points), rank: rank(points), due_at, ..before })?;
    if is_waiting {
        waits_again(tables, report, due_at)?;
        raise(tables, report, i64::from(points), entry.recorded)?;
    }
    Ok(())
}
