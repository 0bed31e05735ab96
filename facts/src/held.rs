//! Who knows of a new record: every unit of a report that nobody has taken up, one unit of a case and of a person.

use crate::outcome::CaseOpened;
use crate::person::PersonEntered;
use crate::report::ReportFiled;
use kernel::knowing::hold;
use kernel::{Entry, Id, TableFault, Tables};

/// Until somebody takes it up, every unit that takes in reports knows of it.
pub(crate) fn apply_report_held(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    hold(tables, Id::NONE, entry.event::<ReportFiled>()?.report)
}

/// The unit that opened it.
pub(crate) fn apply_case_held(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    hold(tables, entry.actor.unit, entry.event::<CaseOpened>()?.case)
}

/// The unit that entered them.
pub(crate) fn apply_person_held(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    hold(tables, entry.actor.unit, entry.event::<PersonEntered>()?.person)
}
