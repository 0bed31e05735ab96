//! Reports of those who must report: what obliges them, and by when and when a person said that it was read.

use super::Report;
use super::figures::first_of_month;
use crate::codes::{ChildKnows, Duty};
use crate::events::{Acknowledged, DutyTold};
use crate::limits::HOUR_MS;
use kernel::term::Term;
use kernel::{Apply, Day, Entry, Event, Id, Instant, Record, Table, TableFault, Tables, record};

record! {
    /// Reports that somebody made in the course of work and said so: what was told of the duty, and how it stands with the acknowledgement.
    ///
    /// by_acknowledged lists what waits for one, the most pressing first; by_duty what comes by the same duty.
    pub struct OfficialReport in "report_official", Derived, key 1, indexes [by_acknowledged: 5 6, by_duty: 1 6] {
        /// The report.
        report: Id, Internal;
        /// What obliges whoever reports.
        duty: Duty, Internal;
        /// 1 when which law, order or rule it is, is sealed with it.
        tells_duty: bool, Internal;
        /// 1 when the agency or institution is sealed with it.
        tells_agency: bool, Internal;
        /// Whether the child knows of the report.
        child_knows: ChildKnows, Internal;
        /// 1 once a person has said that it was read, or has done what says so.
        acknowledged: bool, Internal;
        /// By when a person must say so, UTC ms.
        acknowledge_by: Instant, Internal;
        /// When a person did, UTC ms; 0 before.
        acknowledged_at: Instant, Internal;
        /// Who did; none before.
        acknowledged_by: Id, Internal;
    }
}

record! {
    /// How officials are acknowledged whose reports came in a month: counts, by what obliges them.
    pub struct DutyFigure in "duty_figure", Derived, key 2, indexes [] {
        /// The month in which the reports were filed, by its first day.
        in_month: Day, Internal;
        /// What obliges whoever reports.
        duty: Duty, Internal;
        /// How many were filed.
        filed: i64, Internal;
        /// How many a person has acknowledged.
        acknowledged: i64, Internal;
        /// Of those, how many in the term that was in force for them.
        in_term: i64, Internal;
        /// How many went into a case.
        became_cases: i64, Internal;
    }
}

pub(super) fn tables() -> [&'static Table; 2] {
    [OfficialReport::TABLE, DutyFigure::TABLE]
}

pub(super) fn projections() -> Vec<(u16, Apply)> {
    vec![(DutyTold::KIND, apply_told as Apply), (Acknowledged::KIND, apply_acknowledged)]
}

/// Changes the figures of the month in which a report was filed.
fn count(
    tables: &mut dyn Tables,
    report: &Report,
    duty: Duty,
    counted: impl FnOnce(&mut DutyFigure),
) -> Result<(), TableFault> {
    let in_month = first_of_month(report.filed_at.day());
    let none = DutyFigure { in_month, duty, filed: 0, acknowledged: 0, in_term: 0, became_cases: 0 };
    let mut figure = tables.get::<DutyFigure>((in_month, duty))?.unwrap_or(none);
    counted(&mut figure);
    tables.put(&figure)
}

/// The report stands already: it was filed by the entry before.
fn apply_told(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let DutyTold { report, duty } = entry.event()?;
    let long = Term::OfficialAcknowledged.of(tables)?.saturating_mul(HOUR_MS);
    tables.put(&OfficialReport {
        report,
        duty: duty.kind,
        tells_duty: duty.words,
        tells_agency: duty.agency,
        child_knows: duty.child_knows,
        acknowledged: false,
        acknowledge_by: Instant(entry.recorded.0.saturating_add(long)),
        acknowledged_at: Instant(0),
        acknowledged_by: Id::NONE,
    })?;
    let Some(row) = tables.get::<Report>(report)? else { return Ok(()) };
    count(tables, &row, duty.kind, |figure| figure.filed += 1)?;
    tables.put(&Report { duty: duty.kind, ..row })
}

fn apply_acknowledged(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let Acknowledged { report } = entry.event()?;
    acknowledged(tables, report, entry)
}

/// A person says that they have read it, or takes it up, answers, hands it on or decides: the first time alone counts.
pub(super) fn acknowledged(tables: &mut dyn Tables, report: Id, entry: &Entry) -> Result<(), TableFault> {
    let waits = tables.get::<OfficialReport>(report)?.filter(|row| !row.acknowledged);
    let (Some(official), Some(row)) = (waits, tables.get::<Report>(report)?) else { return Ok(()) };
    let in_term = i64::from(entry.recorded <= official.acknowledge_by);
    count(tables, &row, official.duty, |figure| {
        figure.acknowledged += 1;
        figure.in_term += in_term;
    })?;
    tables.put(&OfficialReport {
        acknowledged: true,
        acknowledged_at: entry.recorded,
        acknowledged_by: entry.actor.id,
        ..official
    })
}

/// It went into a case; its row stands as it was before.
pub(super) fn became_case(tables: &mut dyn Tables, report: Id) -> Result<(), TableFault> {
    let (Some(official), Some(row)) = (tables.get::<OfficialReport>(report)?, tables.get::<Report>(report)?)
    else {
        return Ok(());
    };
    let first = i64::from(row.case_id.is_none());
    count(tables, &row, official.duty, |figure| figure.became_cases += first)
}
