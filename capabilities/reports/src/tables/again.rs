//! Reports that were put aside, and the second look at them.

use super::calls::waits_again;
use super::{PutAside, Report, figures};
use crate::codes::SecondLook;
use crate::events::SecondLookAsked;
use crate::limits::due;
use crate::priority::MAX_POINTS;
use kernel::codes::QueueState;
use kernel::{Apply, Entry, Event, Id, Instant, TableFault, Tables};

pub(super) fn projections() -> Vec<(u16, Apply)> {
    vec![(SecondLookAsked::KIND, apply_asked as Apply)]
}

/// Somebody puts a report aside. Who did before a second look stays named: they never do again.
pub(super) fn put_aside(tables: &mut dyn Tables, report: Id, entry: &Entry) -> Result<(), TableFault> {
    let before = tables.get::<PutAside>(report)?.filter(|row| row.second_look != SecondLook::NotAsked);
    match before {
        Some(row) => tables.put(&PutAside { second_look: SecondLook::Done, ..row }),
        None => tables.put(&PutAside {
            report,
            put_aside_by: entry.actor.id,
            put_aside_at: entry.recorded,
            second_look: SecondLook::NotAsked,
            look_asked_at: Instant(0),
        }),
    }
}

/// Somebody goes on with the report: a second look that was asked for is had.
pub(super) fn looked_again(tables: &mut dyn Tables, report: Id) -> Result<(), TableFault> {
    tables.change::<PutAside>(report, |row| {
        if row.second_look == SecondLook::Asked {
            row.second_look = SecondLook::Done;
        }
    })
}

fn apply_asked(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let SecondLookAsked { report } = entry.event()?;
    figures::looked_again(tables, report)?;
    let points = tables.get::<Report>(report)?.map_or(0, |row| row.points);
    let due_at = due(tables, entry.recorded, u32::try_from(points).unwrap_or(MAX_POINTS))?;
    tables.change::<PutAside>(report, |row| {
        (row.second_look, row.look_asked_at) = (SecondLook::Asked, entry.recorded);
    })?;
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
