//! Reports that stand in the line of another.

use super::apply::rank;
use super::calls::{raise, settled};
use super::consultation::end_all;
use super::link::grows;
use super::{FoldedReport, Report, referral};
use crate::events::{Folded, Unfolded};
use crate::limits::due;
use crate::priority::MAX_POINTS;
use facts::machine::lined_up;
use facts::report::ReportFiled;
use kernel::codes::QueueState;
use kernel::knowing::{NO_UNIT_YET, hold, let_go};
use kernel::{Apply, Entry, Event, Id, TableFault, Tables};

pub(super) fn projections() -> Vec<(u16, Apply)> {
    vec![(Folded::KIND, apply_folded as Apply), (Unfolded::KIND, apply_unfolded)]
}

/// A report that was filed into a line: its row stands already.
pub(super) fn filed(tables: &mut dyn Tables, filed: &ReportFiled, entry: &Entry) -> Result<(), TableFault> {
    let Some(head) = filed.folded_into else { return Ok(()) };
    stands_in(tables, filed.report, head, entry)
}

fn apply_folded(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let Folded { report, into } = entry.event()?;
    let Some(row) = tables.get::<Report>(report)? else { return Ok(()) };
    // Whoever it was referred to has done something about it: nobody is called for that any more.
    referral::taken(tables, report, entry)?;
    settled(tables, report, entry)?;
    end_all(tables, report, entry)?;
    let_go(tables, row.unit, report)?;
    stands_in(tables, report, into, entry)?;
    lined_up(tables, report, into, true)?;
    // A person put it there: whoever has the line may not have seen how urgent this one is.
    raise(tables, into, row.points, entry.recorded)
}

/// A report stands in a line from now on: nothing waits there, and the line counts it.
fn stands_in(tables: &mut dyn Tables, report: Id, head: Id, entry: &Entry) -> Result<(), TableFault> {
    let Some(mut row) = tables.get::<Report>(report)? else { return Ok(()) };
    (row.state, row.waiting, row.taken_by) = (QueueState::Folded, false, Id::NONE);
    // No list of a unit's own shows it: who may know of the line knows of it through that.
    row.unit = NO_UNIT_YET;
    tables.put(&row)?;
    tables.put(&FoldedReport { report, head, folded_by: entry.actor.id, folded_at: entry.recorded })?;
    tables.change::<Report>(head, |line| line.stands_for += row.stands_for)?;
    grows(tables, head, u32::try_from(row.points).unwrap_or(MAX_POINTS), entry)
}

fn apply_unfolded(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let Unfolded { report } = entry.event()?;
    let Some(folded) = tables.get::<FoldedReport>(report)? else { return Ok(()) };
    tables.delete::<FoldedReport>(report)?;
    lined_up(tables, report, folded.head, false)?;
    let Some(mut row) = tables.get::<Report>(report)? else { return Ok(()) };
    tables.change::<Report>(folded.head, |line| line.stands_for -= row.stands_for)?;
    // Whoever looks after the line looks after it.
    row.unit = tables.get::<Report>(folded.head)?.map_or(Id::NONE, |line| line.unit);
    row.state = if row.unit.is_none() { QueueState::New } else { QueueState::Referred };
    let points = u32::try_from(row.points).unwrap_or(MAX_POINTS);
    (row.waiting, row.rank, row.due_at) = (true, rank(points), due(tables, entry.recorded, points)?);
    tables.put(&row)?;
    hold(tables, row.unit, report)?;
    raise(tables, report, row.points, entry.recorded)
}
