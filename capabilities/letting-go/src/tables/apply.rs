//! What facts make of the room's tables: its own, those of other rooms that tie records together, and erasures.

use super::{DataRequest, Due, Hold, PartnerNotice, Schedule, Tie, Withheld};
use crate::codes::{
    AnswerTo, DueState, HoldReason, HoldState, RefusalGround, RequestState, ScheduleState, ToTell,
};
use crate::events::*;
use crate::terms::{ANSWER_WITHIN_DAYS, CONFIRM_WITHIN_DAYS, EXTENDED_BY_DAYS, TELL_WITHIN_DAYS};
use facts::evidence::EvidenceHeld;
use facts::letting_go::{CorrectionToTell, ErasureToTell};
use facts::person::{PersonsLinked, VictimRecorded};
use facts::report::{ReportBecameCase, ReportsLinked};
use kernel::erasure::{Erased, put_forward, take_back};
use kernel::knowing::Shared;
use kernel::{Apply, CodeList, Day, Entry, Event, Id, Instant, TableFault, Tables};

pub(super) fn projections() -> Vec<(u16, Apply)> {
    vec![
        (HoldImposed::KIND, apply_imposed as Apply),
        (EvidenceHeld::KIND, apply_evidence_held),
        (HoldRenewed::KIND, apply_renewed),
        (LiftAsked::KIND, apply_lift_asked),
        (HoldLifted::KIND, apply_lifted),
        (HoldEnded::KIND, apply_ended),
        (HoldEndsSoon::KIND, apply_ends_soon),
        (ScheduleLaidDown::KIND, apply_laid_down),
        (ScheduleApproved::KIND, apply_approved),
        (DueAnnounced::KIND, apply_announced),
        (ErasurePutForward::KIND, apply_put_forward),
        (DueCalledOff::KIND, apply_called_off),
        (ErasureWaits::KIND, apply_waits),
        (PartnerTold::KIND, apply_partner_told),
        (ErasureToTell::KIND, apply_erasure_to_tell),
        (CorrectionToTell::KIND, apply_correction_to_tell),
        (RequestMade::KIND, apply_made),
        (RequestExtended::KIND, apply_extended),
        (RequestDecided::KIND, apply_decided),
        (AnswerReleased::KIND, apply_released),
        (RequestRunsOut::KIND, apply_runs_out),
        (RequestMissed::KIND, apply_missed),
        (Erased::KIND, apply_erased),
        (Shared::KIND, apply_shared),
        (ReportBecameCase::KIND, apply_became_case),
        (VictimRecorded::KIND, apply_victim),
        (PersonsLinked::KIND, apply_linked),
        (ReportsLinked::KIND, apply_reports_linked),
    ]
}

fn apply_imposed(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let HoldImposed { hold, reason, authority, document, ends_on } = entry.event()?;
    tables.put(&Hold {
        hold,
        record_id: entry.subject,
        hold_reason: reason,
        authority,
        document,
        imposed_at: entry.recorded,
        ends_on,
        state: HoldState::Standing,
        imposed_by: entry.actor.id,
        warned: false,
        lift_asked_by: Id::NONE,
        lifted_by: Id::NONE,
    })
}

/// What went to a lawful unit as evidence is held until the day that two people said; the hold has the handover's number.
fn apply_evidence_held(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let EvidenceHeld { handover, unit, until } = entry.event()?;
    tables.put(&Hold {
        hold: handover,
        record_id: entry.subject,
        hold_reason: HoldReason::Proceedings,
        authority: unit,
        document: Id::NONE,
        imposed_at: entry.recorded,
        ends_on: until,
        state: HoldState::Standing,
        imposed_by: entry.actor.id,
        warned: false,
        lift_asked_by: Id::NONE,
        lifted_by: Id::NONE,
    })
}

fn apply_renewed(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let HoldRenewed { hold, authority, document, ends_on } = entry.event()?;
    tables.change::<Hold>(hold, |row| {
        row.authority = authority;
        row.document = document;
        row.ends_on = ends_on;
        row.imposed_by = entry.actor.id;
        row.warned = false;
        // Who wanted it lifted wanted another hold lifted: they ask again.
        row.lift_asked_by = Id::NONE;
    })
}

fn apply_lift_asked(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let LiftAsked { hold, .. } = entry.event()?;
    tables.change::<Hold>(hold, |row| row.lift_asked_by = entry.actor.id)
}

fn apply_lifted(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let HoldLifted { hold } = entry.event()?;
    tables.change::<Hold>(hold, |row| {
        row.state = HoldState::Lifted;
        row.lifted_by = entry.actor.id;
    })
}

fn apply_ended(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let HoldEnded { hold } = entry.event()?;
    tables.change::<Hold>(hold, |row| row.state = HoldState::Ended)
}

fn apply_ends_soon(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let HoldEndsSoon { hold, .. } = entry.event()?;
    tables.change::<Hold>(hold, |row| row.warned = true)
}

fn apply_laid_down(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let ScheduleLaidDown { schedule, kind, counts_from, days, notice_days, basis } = entry.event()?;
    tables.put(&Schedule {
        schedule,
        kind,
        counts_from,
        days: i64::from(days),
        notice_days: i64::from(notice_days),
        basis,
        state: ScheduleState::Proposed,
        laid_down_by: entry.actor.id,
        laid_down_at: entry.recorded,
        approved_by: Id::NONE,
        approved_at: Instant(0),
    })
}

fn apply_approved(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let ScheduleApproved { schedule, replaces } = entry.event()?;
    tables.change::<Schedule>(replaces, |row| row.state = ScheduleState::Replaced)?;
    tables.change::<Schedule>(schedule, |row| {
        row.state = ScheduleState::InForce;
        row.approved_by = entry.actor.id;
        row.approved_at = entry.recorded;
    })
}

fn apply_announced(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let DueAnnounced { schedule, kind, due_on } = entry.event()?;
    tables.put(&Due {
        record_id: entry.subject,
        kind,
        schedule,
        due_on,
        state: DueState::Announced,
        announced_at: entry.recorded,
        waiting: false,
        due_at: Instant(0),
        reminded: false,
    })
}

fn apply_put_forward(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let ErasurePutForward { schedule, laid_down_by } = entry.event()?;
    put_forward(tables, (entry.subject, schedule), laid_down_by, entry.recorded)?;
    tables.change::<Due>(entry.subject, |row| {
        row.state = DueState::PutForward;
        row.waiting = true;
        row.due_at = entry.recorded.plus_days(CONFIRM_WITHIN_DAYS);
    })
}

fn apply_called_off(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    take_back(tables, entry.subject)?;
    tables.delete::<Due>(entry.subject)
}

fn apply_waits(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    tables.change::<Due>(entry.subject, |row| row.reminded = true)
}

fn apply_erased(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    tables.delete::<Due>(entry.subject)
}

fn to_tell(tables: &mut dyn Tables, entry: &Entry, unit: Id, what: ToTell) -> Result<(), TableFault> {
    tables.put(&PartnerNotice {
        record_id: entry.subject,
        unit,
        to_tell: what,
        since: entry.recorded,
        waiting: true,
        due_at: entry.recorded.plus_days(TELL_WITHIN_DAYS),
        told_by: Id::NONE,
        document: Id::NONE,
    })
}

fn apply_erasure_to_tell(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    to_tell(tables, entry, entry.event::<ErasureToTell>()?.unit, ToTell::Erased)
}

fn apply_correction_to_tell(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    to_tell(tables, entry, entry.event::<CorrectionToTell>()?.unit, ToTell::Mended)
}

fn apply_made(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let RequestMade { request, asks, guardian, identity, told } = entry.event()?;
    tables.put(&DataRequest {
        request,
        subject: entry.subject,
        asks,
        guardian,
        identity,
        state: RequestState::Open,
        waiting: true,
        due_at: entry.recorded.plus_days(ANSWER_WITHIN_DAYS),
        asked_at: entry.recorded,
        extended: false,
        reminded: false,
        missed: false,
        answer: AnswerTo::Undecided,
        ground: RefusalGround::None,
        decided_by: Id::NONE,
        decided_in: Id::NONE,
        asked_in: if told { entry.act } else { Id::NONE },
        born_from: Day(0),
        born_to: Day(0),
        right_sex: -1,
        renamed: false,
    })
}

fn apply_extended(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let RequestExtended { request, .. } = entry.event()?;
    tables.change::<DataRequest>(request, |row| {
        row.due_at = row.due_at.plus_days(EXTENDED_BY_DAYS);
        row.extended = true;
        row.reminded = false;
    })
}

fn apply_decided(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let event: RequestDecided = entry.event()?;
    let request = event.request;
    for act in event.withheld {
        tables.put(&Withheld { request, act })?;
    }
    let born = event.born.map_or((Day(0), Day(0)), |born| (born.from, born.to));
    tables.change::<DataRequest>(request, |row| {
        row.state = RequestState::Decided;
        row.answer = event.answer;
        row.ground = event.ground;
        row.decided_by = entry.actor.id;
        row.decided_in = entry.act;
        (row.born_from, row.born_to) = born;
        row.right_sex = event.sex.map_or(-1, CodeList::number);
        row.renamed = event.renamed;
    })
}

fn apply_released(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let AnswerReleased { request } = entry.event()?;
    tables.change::<DataRequest>(request, |row| {
        row.state = RequestState::Answered;
        row.waiting = false;
    })
}

fn apply_runs_out(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let RequestRunsOut { request } = entry.event()?;
    tables.change::<DataRequest>(request, |row| row.reminded = true)
}

fn apply_missed(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let RequestMissed { request } = entry.event()?;
    tables.change::<DataRequest>(request, |row| row.missed = true)
}

fn apply_partner_told(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let PartnerTold { unit, what, document } = entry.event()?;
    tables.change::<PartnerNotice>((entry.subject, unit, what), |row| {
        row.waiting = false;
        row.told_by = entry.actor.id;
        row.document = document;
    })
}

fn tie(tables: &mut dyn Tables, record_id: Id, other: Id) -> Result<(), TableFault> {
    if record_id.is_none() || other.is_none() || record_id == other {
        return Ok(());
    }
    tables.put(&Tie { record_id, other })
}

/// Whom a case concerns is shared with whoever holds the case: the one fact that ties every such record to it.
fn apply_shared(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    tie(tables, entry.subject, entry.event::<Shared>()?.through)
}

fn apply_became_case(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let ReportBecameCase { report, case } = entry.event()?;
    tie(tables, report, case)
}

fn apply_victim(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let VictimRecorded { person, case, thread } = entry.event()?;
    tie(tables, person, case)?;
    tie(tables, thread, case)
}

/// Two reports of one child: what keeps the one keeps the other, also when one person has parted them since.
fn apply_reports_linked(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let ReportsLinked { report, other, .. } = entry.event()?;
    tie(tables, report, other)?;
    tie(tables, other, report)
}

/// Two records of one person: what keeps the one keeps the other.
fn apply_linked(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let PersonsLinked { kept, linked } = entry.event()?;
    tie(tables, kept, linked)?;
    tie(tables, linked, kept)
}
