//! The room's own facts.

use crate::codes::ReleaseState;
use crate::scheme::{Cell, Figure};
use crate::tables::{Release, ReleaseCell};
use kernel::{Apply, Entry, Event, Id, Span, TableFault, Tables, event};
use minicbor::{Decode, Encode};

/// A release was frozen and proposed. It holds no count that is not to be shown.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct ReleaseProposed {
    /// Its number.
    #[n(0)]
    pub release: Id,
    /// The period that it counts.
    #[n(1)]
    pub period: Span,
    /// The least count, but zero, that it shows.
    #[n(2)]
    pub threshold: i64,
    /// Its figures.
    #[n(3)]
    pub cells: Vec<Cell>,
}
event!(ReleaseProposed, 1400, 1, "demand-map.release-proposed");

/// A second person confirmed a release: it is published.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct ReleasePublished {
    /// The release.
    #[n(0)]
    pub release: Id,
}
event!(ReleasePublished, 1401, 1, "demand-map.release-published");

/// What the tables become by the room's own facts.
pub(crate) fn projections() -> Vec<(u16, Apply)> {
    vec![(ReleaseProposed::KIND, apply_proposed), (ReleasePublished::KIND, apply_published)]
}

fn apply_proposed(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let event: ReleaseProposed = entry.event()?;
    tables.put(&Release {
        release_id: event.release,
        period_from: event.period.from,
        period_to: event.period.to,
        threshold: event.threshold,
        state: ReleaseState::Proposed,
        proposed_by: entry.actor.id,
        confirmed_by: Id::NONE,
        at: entry.recorded,
    })?;
    event.cells.iter().try_for_each(|cell| tables.put(&ReleaseCell::of(event.release, cell)))
}

fn apply_published(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let event: ReleasePublished = entry.event()?;
    tables.change::<Release>(event.release, |release| {
        release.state = ReleaseState::Published;
        release.confirmed_by = entry.actor.id;
        release.at = entry.recorded;
    })
}

impl ReleaseCell {
    /// The row of a figure.
    #[must_use]
    pub fn of(release: Id, cell: &Cell) -> ReleaseCell {
        let count = cell.figure.count();
        ReleaseCell {
            release_id: release,
            part: cell.key.part,
            cell: cell.key.number,
            shown: count.is_some(),
            count: count.unwrap_or(0),
        }
    }

    /// The figure of a row.
    #[must_use]
    pub fn figure(&self) -> Cell {
        let key = crate::scheme::CellKey { part: self.part, number: self.cell };
        Cell { key, figure: if self.shown { Figure::Shown(self.count) } else { Figure::Suppressed } }
    }
}
