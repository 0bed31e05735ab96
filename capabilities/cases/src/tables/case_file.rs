//! The case file: one row a case.

use crate::codes::CaseState;
use crate::events::{CaseFiled, ChargeDecided, HeardOutside, SuspicionGrounded};
use facts::outcome::ProceedingClosed;
use kernel::codes::{Country, Iccs};
use kernel::{Apply, Day, Entry, Event, Id, Instant, Span, TableFault, Tables, record};

record! {
    /// A case.
    pub struct CaseFile in "case_file", Derived, key 1, indexes [by_state: 6 9, by_report: 1, by_unit: 7 6 9] {
        /// The case.
        case_id: Id, Internal;
        /// The report that it began with; none when there was none.
        report: Id, Internal;
        /// The offence, as known at the opening; number of the ICCS.
        offence: Iccs, Internal;
        /// First possible day of the conduct.
        conduct_from: Day, Internal;
        /// Last possible day of the conduct.
        conduct_to: Day, Internal;
        /// Where the conduct was, ISO 3166-1 numeric.
        country: Country, Internal;
        /// Open or closed.
        state: CaseState, Internal;
        /// The unit that opened it.
        unit: Id, Internal;
        /// When it was opened, UTC ms.
        opened_at: Instant, Internal;
        /// When something was last entered, UTC ms.
        last_at: Instant, Internal;
        /// 1 when no complaint was made.
        ex_officio: bool, Internal;
        /// How many victims are recorded.
        victims: i64, Internal;
        /// How many suspects are named; who was only wronged by an authority (¶82(f)) is none.
        suspects: i64, Internal;
    }
}

impl CaseFile {
    /// When the conduct was.
    #[must_use]
    pub fn conduct_when(&self) -> Span {
        Span { from: self.conduct_from, to: self.conduct_to }
    }
}

pub(super) fn projections() -> Vec<(u16, Apply)> {
    vec![
        (CaseFiled::KIND, apply_filed as Apply),
        (ProceedingClosed::KIND, apply_closed),
        (SuspicionGrounded::KIND, apply_suspicion),
        (ChargeDecided::KIND, apply_charge),
        (HeardOutside::KIND, apply_heard_outside),
    ]
}

fn apply_filed(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let event: CaseFiled = entry.event()?;
    tables.put(&CaseFile {
        case_id: event.case,
        report: event.report,
        offence: event.offence,
        conduct_from: event.conduct_when.from,
        conduct_to: event.conduct_when.to,
        country: event.country,
        state: CaseState::Open,
        unit: entry.actor.unit,
        opened_at: entry.recorded,
        last_at: entry.recorded,
        ex_officio: event.ex_officio,
        victims: 0,
        suspects: 0,
    })
}

fn apply_closed(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let event: ProceedingClosed = entry.event()?;
    if event.person.is_none() {
        tables.change::<CaseFile>(event.case, |file| file.state = CaseState::Closed)?;
    }
    Ok(())
}

fn apply_heard_outside(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let HeardOutside { case, unit } = entry.event()?;
    tables.change::<CaseFile>(case, |file| file.unit = unit)
}

/// Who names a suspect or decides a charge goes on with the case. A late fact does not: it may belong to what was closed.
fn reopen(tables: &mut dyn Tables, case: Id) -> Result<(), TableFault> {
    tables.change::<CaseFile>(case, |file| file.state = CaseState::Open)
}

fn apply_suspicion(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    reopen(tables, entry.event::<SuspicionGrounded>()?.case)
}

fn apply_charge(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    reopen(tables, entry.event::<ChargeDecided>()?.case)
}
