//! Reports that were put aside, and the second look at them.

use super::calls::waits_again;
use super::{AskedLook, PutAside, Report, figures};
use crate::codes::SecondLook;
use crate::events::SecondLookAsked;
use crate::limits::due;
use crate::priority::MAX_POINTS;
use kernel::codes::QueueState;
use kernel::{Apply, Entry, Event, Id, TableFault, Tables};

pub(super) fn projections() -> Vec<(u16, Apply)> {
    vec![(SecondLookAsked::KIND, apply_asked as Apply)]
}

/// Somebody puts a report aside: whoever looks again is somebody else.
pub(super) fn put_aside(tables: &mut dyn Tables, report: Id, entry: &Entry) -> Result<(), TableFault> {
    tables.put(&PutAside { report, put_aside_by: entry.actor.id, put_aside_at: entry.recorded })?;
    looked_again(tables, report)
}

/// Somebody takes the report up or decides about it: a second look that was asked for is had.
pub(super) fn looked_again(tables: &mut dyn Tables, report: Id) -> Result<(), TableFault> {
    tables.change::<AskedLook>(report, |row| row.second_look = SecondLook::Done)
}

/// The report goes another way, in a case or before the body that hears complaints: what they decide can be looked at anew.
pub(super) fn overtaken(tables: &mut dyn Tables, report: Id) -> Result<(), TableFault> {
    tables.delete::<AskedLook>(report)
}

/// Whether a second look is waited for: until somebody decides, no word ends it.
pub(super) fn is_asked(tables: &mut dyn Tables, report: Id) -> Result<bool, TableFault> {
    Ok(tables.get::<AskedLook>(report)?.is_some_and(|row| row.second_look == SecondLook::Asked))
}

/// Whether this officer put it aside before, or a second look was asked for since.
pub(super) fn was_put_aside(tables: &mut dyn Tables, report: Id, by: Id) -> Result<bool, TableFault> {
    Ok(tables.get::<AskedLook>(report)?.is_some() || tables.get::<PutAside>((report, by))?.is_some())
}

fn apply_asked(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let SecondLookAsked { report } = entry.event()?;
    figures::looked_again(tables, report)?;
    let points = tables.get::<Report>(report)?.map_or(0, |row| row.points);
    let due_at = due(tables, entry.recorded, u32::try_from(points).unwrap_or(MAX_POINTS))?;
    tables.put(&AskedLook { report, second_look: SecondLook::Asked, look_asked_at: entry.recorded })?;
    tables.change::<Report>(report, |row| {
        row.state = QueueState::New;
        row.not_pursued = 0;
        row.taken_by = Id::NONE;
        // A message since may have begun a shorter time.
        row.due_at = if row.waiting { row.due_at.min(due_at) } else { due_at };
        row.waiting = true;
        row.last_at = entry.recorded;
    })?;
    waits_again(tables, report, due_at)
}
