//! Consultations: which unit is shown which parts of a report that stays with another, until when, and what became of it.

use super::referral::counted;
use crate::codes::{Agreement, ConsultPart, ConsultationState};
use crate::events::{ConsultationEnded, Consulted, ViewGiven};
use kernel::erasure::Erased;
use kernel::knowing::{NO_UNIT_YET, hold, let_go, told};
use kernel::{Apply, Entry, Event, Id, Instant, TableFault, Tables, record};

record! {
    /// Questions to other units about reports. The unit that is asked knows of the consultation and never of the report.
    ///
    /// by_report lists those of a report; by_open what a unit is asked now.
    pub struct Consultation in "report_consultation", Derived, key 1, indexes [by_report: 1 6, by_open: 2 8] {
        /// The number under which the unit that is asked finds it.
        consultation: Id, Internal;
        /// The report.
        report: Id, Internal;
        /// The unit that is shown it now; no unit's number once it is over.
        open_to: Id, Internal;
        /// The unit that is asked.
        asked_unit: Id, Internal;
        /// The unit that asks, and keeps the report.
        asking_unit: Id, Internal;
        /// Who asked.
        asked_by: Id, Internal;
        /// When, UTC ms.
        asked_at: Instant, Internal;
        /// What became of it.
        consultation_state: ConsultationState, Internal;
        /// Until when it is shown, UTC ms, whatever the state says.
        until: Instant, Internal;
        /// 1 when answers and points are shown.
        shows_circumstances: bool, Internal;
        /// 1 when the words of the report are shown.
        shows_words: bool, Internal;
        /// 1 when the whole thread is shown.
        shows_thread: bool, Internal;
        /// What the reporter says to it.
        agreement: Agreement, Internal;
        /// 1 when it is shown without the reporter's word.
        overridden: bool, Internal;
        /// The act beside which the question is sealed.
        question_in: Id, Internal;
        /// Who answered or ended it; none before.
        view_by: Id, Internal;
        /// When, UTC ms; 0 before.
        view_at: Instant, Internal;
        /// The act beside which the answer is sealed; none where there is none.
        view_in: Id, Internal;
    }
}

impl Consultation {
    /// Index by report.
    pub const BY_REPORT: &'static str = "report_consultation_by_report";

    /// The number of the nth consultation about a report, from 0: it tells nothing of the report.
    #[must_use]
    pub fn number(report: Id, n: u32) -> Id {
        report.derive("consultation", n)
    }

    /// Whether a unit is shown it at this moment.
    #[must_use]
    pub fn is_open_to(&self, unit: Id, now: Instant) -> bool {
        !unit.is_none() && self.open_to == unit && now < self.until
    }
}

pub(super) fn projections() -> Vec<(u16, Apply)> {
    vec![
        (Consulted::KIND, apply_consulted as Apply),
        (ViewGiven::KIND, apply_view),
        (ConsultationEnded::KIND, apply_ended),
        (Erased::KIND, apply_erased),
    ]
}

fn apply_consulted(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let Consulted { report, consultation, unit, parts, until, agreement } = entry.event()?;
    let agreement = agreement.unwrap_or(Agreement::NotNoted);
    counted(tables, agreement, entry)?;
    hold(tables, unit, consultation)?;
    // Whoever was shown it may have copies: they are told when it is erased.
    told(tables, unit, report)?;
    tables.put(&Consultation {
        consultation,
        report,
        open_to: unit,
        asked_unit: unit,
        asking_unit: entry.actor.unit,
        asked_by: entry.actor.id,
        asked_at: entry.recorded,
        consultation_state: ConsultationState::Asked,
        until,
        shows_circumstances: parts.contains(&ConsultPart::Circumstances),
        shows_words: parts.contains(&ConsultPart::Words),
        shows_thread: parts.contains(&ConsultPart::Thread),
        agreement,
        overridden: agreement.is_override(),
        question_in: entry.act,
        view_by: Id::NONE,
        view_at: Instant(0),
        view_in: Id::NONE,
    })
}

fn apply_view(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let ViewGiven { consultation } = entry.event()?;
    tables.change::<Consultation>(consultation, |row| row.view_in = entry.act)?;
    over(tables, consultation, ConsultationState::Answered, entry)
}

fn apply_ended(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let ConsultationEnded { consultation } = entry.event()?;
    over(tables, consultation, ConsultationState::Withdrawn, entry)
}

fn apply_erased(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    end_all(tables, entry.subject, entry)
}

/// From now on the unit that was asked knows of it no more.
fn over(
    tables: &mut dyn Tables,
    consultation: Id,
    state: ConsultationState,
    entry: &Entry,
) -> Result<(), TableFault> {
    let Some(row) = tables.get::<Consultation>(consultation)? else { return Ok(()) };
    if row.consultation_state != ConsultationState::Asked {
        return Ok(());
    }
    let_go(tables, row.open_to, consultation)?;
    let (view_by, view_at) = (entry.actor.id, entry.recorded);
    tables.put(&Consultation { open_to: NO_UNIT_YET, consultation_state: state, view_by, view_at, ..row })
}

/// Whoever asked about the report has it no more: nobody whom they asked is shown anything of it.
pub(super) fn end_all(tables: &mut dyn Tables, report: Id, entry: &Entry) -> Result<(), TableFault> {
    for n in 0.. {
        let consultation = Consultation::number(report, n);
        if tables.get::<Consultation>(consultation)?.is_none() {
            break;
        }
        over(tables, consultation, ConsultationState::Ended, entry)?;
    }
    Ok(())
}
