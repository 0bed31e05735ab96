//! The room's tables, and what facts make of them. Columns avoid SQL's own words: `case_id`, not `case`.

use crate::events::{ReleaseToTell, ReleaseTold, release_id};
use facts::outcome::ReleasePlanned;
use facts::person::{VictimRecorded, WishStated};
use kernel::codes::ReleaseKind;
use kernel::{Apply, Day, Entry, Event, Id, Instant, Record, Span, Table, TableFault, Tables, record};

record! {
    /// What victims wish about being told of a release (¶59).
    pub struct Wish in "wish", Derived, key 2, indexes [by_case: 1] {
        /// The victim.
        victim: Id, Internal;
        /// The case.
        case_id: Id, Internal;
        /// 1 when the victim wants to be told.
        told_of_release: bool, Internal;
        /// The parent or guardian who is told in the victim's place; none when it is the victim.
        through: Id, Internal;
        /// When it was stated, UTC ms.
        stated_at: Instant, Internal;
    }
}

record! {
    /// The thread in which a victim can be told about a case.
    pub struct VictimThread in "victim_thread", Derived, key 2, indexes [by_victim: 0] {
        /// The victim.
        victim: Id, Internal;
        /// The case.
        case_id: Id, Internal;
        /// The report whose thread it is; none when there is none.
        thread: Id, Internal;
    }
}

record! {
    /// The latest plan to release a person in a case, for victims who ask after it was made.
    pub struct PlannedRelease in "planned_release", Derived, key 2, indexes [by_case: 0] {
        /// The case.
        case_id: Id, Internal;
        /// Who is released.
        person: Id, Internal;
        /// The release.
        release_id: Id, Internal;
        /// Which kind of release.
        kind: ReleaseKind, Internal;
        /// First possible day.
        on_from: Day, Internal;
        /// Last possible day.
        on_to: Day, Internal;
    }
}

record! {
    /// Who is to be told of which release, and since when they know. Rows that are not told are work for a human.
    pub struct ReleaseNotice in "release_notice", Derived, key 2, indexes [by_told: 6 4] {
        /// The release.
        release_id: Id, Internal;
        /// The victim.
        victim: Id, Internal;
        /// The case.
        case_id: Id, Internal;
        /// First possible day of the release.
        on_from: Day, Internal;
        /// Last possible day of the release.
        on_to: Day, Internal;
        /// The parent or guardian who is told in the victim's place; none when it is the victim.
        through: Id, Internal;
        /// When they were told, UTC ms; 0 before.
        told_at: Instant, Internal;
        /// The report in whose thread it was said; none before.
        thread: Id, Internal;
    }
}

impl PlannedRelease {
    /// On which day.
    #[must_use]
    pub fn on(&self) -> Span {
        Span { from: self.on_from, to: self.on_to }
    }
}

impl ReleaseNotice {
    /// True when it was said.
    #[must_use]
    pub fn is_told(&self) -> bool {
        !self.thread.is_none()
    }
}

/// The room's tables.
pub(crate) fn tables() -> Vec<&'static Table> {
    vec![Wish::TABLE, VictimThread::TABLE, PlannedRelease::TABLE, ReleaseNotice::TABLE]
}

/// What facts make of the room's tables.
pub(crate) fn projections() -> Vec<(u16, Apply)> {
    vec![
        (WishStated::KIND, apply_wish as Apply),
        (VictimRecorded::KIND, apply_victim),
        (ReleasePlanned::KIND, apply_planned),
        (ReleaseToTell::KIND, apply_to_tell),
        (ReleaseTold::KIND, apply_told),
    ]
}

fn apply_wish(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let WishStated { victim, case, told_of_release, through } = entry.event()?;
    tables.put(&Wish { victim, case_id: case, told_of_release, through, stated_at: entry.recorded })
}

/// Recorded again with another thread, the new one counts: the old one may no longer be safe.
fn apply_victim(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let VictimRecorded { person, case, thread } = entry.event()?;
    tables.put(&VictimThread { victim: person, case_id: case, thread })
}

fn apply_planned(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let ReleasePlanned { person, case, kind, on } = entry.event()?;
    let release_id = release_id(entry);
    tables.put(&PlannedRelease { case_id: case, person, release_id, kind, on_from: on.from, on_to: on.to })
}

fn apply_to_tell(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let ReleaseToTell { release, case, on, victim, through, .. } = entry.event()?;
    tables.put(&ReleaseNotice {
        release_id: release,
        victim,
        case_id: case,
        on_from: on.from,
        on_to: on.to,
        through,
        told_at: Instant(0),
        thread: Id::NONE,
    })
}

fn apply_told(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let ReleaseTold { release, victim, thread } = entry.event()?;
    tables.change::<ReleaseNotice>((release, victim), |row| {
        row.told_at = entry.recorded;
        row.thread = thread;
    })
}
