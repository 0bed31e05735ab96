//! The victims of a case.

use super::CaseFile;
use facts::person::VictimRecorded;
use kernel::{Apply, Entry, Event, Id, TableFault, Tables, record};

record! {
    /// A victim of a case.
    pub struct CaseVictim in "case_victim", Derived, key 2, indexes [by_case: 0, by_person: 1] {
        /// The case.
        case_id: Id, Internal;
        /// The victim.
        person: Id, Internal;
        /// The report through whose thread the victim can be told; none when there is none.
        thread: Id, Internal;
    }
}

pub(super) fn projections() -> Vec<(u16, Apply)> {
    vec![(VictimRecorded::KIND, apply_recorded as Apply)]
}

fn apply_recorded(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let VictimRecorded { person, case, thread } = entry.event()?;
    if tables.get::<CaseVictim>((case, person))?.is_none() {
        tables.change::<CaseFile>(case, |file| file.victims = file.victims.saturating_add(1))?;
    }
    tables.put(&CaseVictim { case_id: case, person, thread })
}
