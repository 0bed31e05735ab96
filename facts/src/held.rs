//! Who knows of a new record: every unit of a report that nobody has taken up, one unit of a case and of a person.

use crate::outcome::CaseOpened;
use crate::person::PersonEntered;
use crate::report::ReportFiled;
use kernel::knowing::hold;
use kernel::{Entry, Id, TableFault, Tables};

/// Until somebody takes it up, every unit that takes in reports knows of it. What says the same as another is known through that one.
pub(crate) fn apply_report_held(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let filed: ReportFiled = entry.event()?;
    if filed.folded_into.is_some() { Ok(()) } else { hold(tables, Id::NONE, filed.report) }
}

/// The unit that opened it.
pub(crate) fn apply_case_held(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    hold(tables, entry.actor.unit, entry.event::<CaseOpened>()?.case)
}

/// The unit that entered them.
pub(crate) fn apply_person_held(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    hold(tables, entry.actor.unit, entry.event::<PersonEntered>()?.person)
}
