//! What facts make of the room's tables: its own, and those of other rooms that a report must show.

use super::again::{is_asked, looked_again, overtaken, put_aside, was_put_aside};
use super::calls::{moved, raise, settled, taken, waits_again};
use super::consultation::end_all;
use super::figures;
use super::fold;
use super::official::{acknowledged, became_case};
use super::referral;
use super::weights::assessed_by;
use super::{Circumstance, Message, Picture, Report, ReportReason, SaidOfReport};
use crate::acts::SLOT_TEXT;
use crate::circumstances::kinds;
use crate::codes::{Duty, SaidOf, Speaker};
use crate::events::{
    Assigned, BodyNamed, CircumstancesTold, ComplaintRouted, FoundNotToConcern, FoundToConcern, HandedOver,
    MessageAdded, NotPursued, PicturesAttached, Referred, Replied, TakenUp,
};
use crate::limits::due;
use crate::priority::{MAX_POINTS, Reason};
use facts::complaint::{ComplaintBody, set_concern};
use facts::original::{Original, OriginalKind, note_original};
use facts::report::{CameBy, ReportBecameCase, ReportFiled, ThreadNotice};
use facts::unit::UnitKind;
use kernel::codes::{CodeList, QueueState};
use kernel::knowing::{hold, let_go};
use kernel::{Apply, Day, Entry, Event, Id, Instant, TableFault, Tables};

pub(super) fn projections() -> Vec<(u16, Apply)> {
    vec![
        (ReportFiled::KIND, apply_filed as Apply),
        (PicturesAttached::KIND, apply_pictures),
        (MessageAdded::KIND, apply_added),
        (Replied::KIND, apply_replied),
        (TakenUp::KIND, apply_taken_up),
        (Assigned::KIND, apply_assigned),
        (HandedOver::KIND, apply_handed_over),
        (Referred::KIND, apply_referred),
        (NotPursued::KIND, apply_not_pursued),
        (ReportBecameCase::KIND, apply_became_case),
        (ThreadNotice::KIND, apply_notice),
        (CircumstancesTold::KIND, apply_circumstances),
        (ComplaintRouted::KIND, apply_routed),
        (BodyNamed::KIND, apply_body),
        (FoundToConcern::KIND, apply_concern),
        (FoundNotToConcern::KIND, apply_no_concern),
    ]
}

fn apply_filed(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let filed: ReportFiled = entry.event()?;
    let due_at = due(tables, entry.recorded, filed.points)?;
    tables.put(&Report {
        report: filed.report,
        state: QueueState::New,
        unit: Id::NONE,
        rank: rank(filed.points),
        filed_at: entry.recorded,
        waiting: true,
        due_at,
        points: i64::from(filed.points),
        reporter: filed.by,
        danger: filed.danger,
        age: filed.age,
        language: filed.language.clone(),
        pictures: i64::from(filed.pictures),
        contact: filed.contact,
        not_pursued: 0,
        taken_by: Id::NONE,
        case_id: Id::NONE,
        messages: 0,
        answered_at: Instant(0),
        last_at: entry.recorded,
        stands_for: 1,
        filed_into: filed.folded_into.unwrap_or_default(),
        came_by: filed.came_by.unwrap_or(CameBy::NotNoted),
        // Who must report says so in the entry after.
        duty: Duty::NotTold,
    })?;
    assessed_by(tables, filed.report, filed.weights)?;
    figures::filed(tables, filed.report)?;
    put_reasons(tables, filed.report, &filed.reasons, entry)?;
    say(tables, filed.report, &spoken(Speaker::Reporter, entry))?;
    if filed.folded_into.is_some() {
        return fold::filed(tables, &filed, entry);
    }
    raise(tables, filed.report, i64::from(filed.points), entry.recorded)
}

pub(super) fn rank(points: u32) -> i64 {
    i64::from(MAX_POINTS.saturating_sub(points))
}

fn put_reasons(
    tables: &mut dyn Tables,
    report: Id,
    reasons: &[u32],
    entry: &Entry,
) -> Result<(), TableFault> {
    for number in reasons {
        let reason = Reason::from_number(i64::from(*number))
            .map_err(|unknown| TableFault::Body { kind: entry.kind, cause: unknown.to_string() })?;
        // Who told it first stays.
        if tables.get::<ReportReason>((report, reason))?.is_none() {
            tables.put(&ReportReason { report, reason, act: entry.act })?;
        }
    }
    Ok(())
}

/// A message whose text is sealed beside this entry's act.
fn spoken(speaker: Speaker, entry: &Entry) -> Message {
    Message {
        report: Id::NONE,
        n: 0,
        speaker,
        at: entry.recorded,
        act: entry.act,
        slot: i64::from(SLOT_TEXT),
        notice: 0,
        on_from: Day(0),
        on_to: Day(0),
    }
}

/// Puts a message at the end of a report's thread; nowhere when there is no such report.
fn say(tables: &mut dyn Tables, report: Id, message: &Message) -> Result<(), TableFault> {
    let Some(mut row) = tables.get::<Report>(report)? else { return Ok(()) };
    tables.put(&Message { report, n: row.messages, ..message.clone() })?;
    row.messages += 1;
    row.last_at = message.at;
    tables.put(&row)
}

fn apply_pictures(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let event: PicturesAttached = entry.event()?;
    for (n, picture) in (0_i64..).zip(event.pictures) {
        tables.put(&Picture {
            report: event.report,
            n,
            media: picture.media,
            bytes: i64::try_from(picture.bytes).unwrap_or(i64::MAX),
            width: i64::from(picture.width),
            height: i64::from(picture.height),
            quality: i64::from(picture.quality),
            act: entry.act,
            slot: i64::from(picture.slot),
        })?;
        note_original(
            tables,
            &Original {
                record: event.report,
                act: entry.act,
                slot: i64::from(picture.slot),
                slots: 1,
                bytes: i64::try_from(picture.bytes).unwrap_or(i64::MAX),
                kind: OriginalKind::Picture,
                n,
            },
        )?;
    }
    Ok(())
}

fn apply_added(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let event: MessageAdded = entry.event()?;
    put_reasons(tables, event.report, &event.reasons, entry)?;
    assessed_by(tables, event.report, event.weights)?;
    let due_at = due(tables, entry.recorded, event.points)?;
    tables.change::<Report>(event.report, |row| {
        // What waits already is not put off by a further message, only brought forward.
        row.due_at = if row.waiting { row.due_at.min(due_at) } else { due_at };
        row.waiting = true;
        row.points = i64::from(event.points);
        row.rank = rank(event.points);
    })?;
    // Danger calls at once, told before or not: whoever has the report reads everything else by themselves.
    waits_again(tables, event.report, due_at)?;
    if !event.reasons.is_empty() {
        raise(tables, event.report, i64::from(event.points), entry.recorded)?;
    }
    say(tables, event.report, &spoken(Speaker::Reporter, entry))
}

fn apply_replied(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let event: Replied = entry.event()?;
    referral::taken(tables, event.report, entry)?;
    acknowledged(tables, event.report, entry)?;
    answer(tables, event.report, entry)
}

/// A person's words to the reporter: nothing waits any more, but a second look that was asked for.
fn answer(tables: &mut dyn Tables, report: Id, entry: &Entry) -> Result<(), TableFault> {
    let goes_on = is_asked(tables, report)?;
    if !goes_on {
        settled(tables, report, entry)?;
    }
    figures::answered(tables, report, entry.recorded)?;
    tables.change::<Report>(report, |row| {
        row.waiting = goes_on;
        if row.answered_at == Instant(0) {
            row.answered_at = entry.recorded;
        }
    })?;
    say(tables, report, &spoken(Speaker::Staff, entry))
}

fn apply_taken_up(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let event: TakenUp = entry.event()?;
    referral::taken(tables, event.report, entry)?;
    acknowledged(tables, event.report, entry)?;
    taken(tables, event.report, entry)?;
    looked_again(tables, event.report)?;
    hand_over(tables, event.report, entry.actor.unit, entry)?;
    tables.change::<Report>(event.report, |row| {
        row.state = QueueState::TakenUp;
        row.not_pursued = 0;
        row.taken_by = entry.actor.id;
    })
}

/// Whoever is called goes on being called: being told is not having read.
fn apply_assigned(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let Assigned { report, to } = entry.event()?;
    referral::taken(tables, report, entry)?;
    looked_again(tables, report)?;
    hand_over(tables, report, entry.actor.unit, entry)?;
    tables.change::<Report>(report, |row| {
        row.state = QueueState::TakenUp;
        row.not_pursued = 0;
        row.taken_by = to;
    })
}

fn apply_handed_over(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let HandedOver { report, to } = entry.event()?;
    tables.change::<Report>(report, |row| row.taken_by = to)
}

/// From now on this unit looks after the report, and it alone knows of it.
pub(super) fn hand_over(
    tables: &mut dyn Tables,
    report: Id,
    unit: Id,
    entry: &Entry,
) -> Result<(), TableFault> {
    let Some(mut row) = tables.get::<Report>(report)? else { return Ok(()) };
    if row.unit != unit && !row.unit.is_none() {
        end_all(tables, report, entry)?;
    }
    let_go(tables, row.unit, report)?;
    hold(tables, unit, report)?;
    row.unit = unit;
    tables.put(&row)
}

fn apply_referred(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let event: Referred = entry.event()?;
    referral::taken(tables, event.report, entry)?;
    acknowledged(tables, event.report, entry)?;
    referral::given(tables, &event, entry)?;
    hand_over(tables, event.report, event.unit, entry)?;
    moved(tables, event.report, entry.recorded)?;
    tables.change::<Report>(event.report, |row| {
        row.state = QueueState::Referred;
        row.not_pursued = 0;
        row.taken_by = Id::NONE;
    })?;
    // Nobody of the other unit has it yet.
    let waiting = tables.get::<Report>(event.report)?.filter(|row| row.waiting);
    waiting.map_or(Ok(()), |row| raise(tables, row.report, row.points, entry.recorded))
}

fn apply_not_pursued(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let event: NotPursued = entry.event()?;
    referral::taken(tables, event.report, entry)?;
    acknowledged(tables, event.report, entry)?;
    settled(tables, event.report, entry)?;
    if !event.told {
        let again = was_put_aside(tables, event.report, entry.actor.id)?;
        figures::put_aside_without_words(tables, event.report, again)?;
    }
    put_aside(tables, event.report, entry)?;
    tables.change::<Report>(event.report, |row| {
        row.state = QueueState::NotPursued;
        row.not_pursued = event.reason.number();
        // The thread shows the decision and its reason: that is the answer.
        row.waiting = false;
    })?;
    if event.told { answer(tables, event.report, entry) } else { Ok(()) }
}

fn apply_became_case(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let event: ReportBecameCase = entry.event()?;
    referral::taken(tables, event.report, entry)?;
    acknowledged(tables, event.report, entry)?;
    became_case(tables, event.report)?;
    taken(tables, event.report, entry)?;
    overtaken(tables, event.report)?;
    if tables.get::<Report>(event.report)?.is_some_and(|row| row.unit.is_none()) {
        hand_over(tables, event.report, entry.actor.unit, entry)?;
    }
    tables.change::<Report>(event.report, |row| {
        row.state = QueueState::Closed;
        row.not_pursued = 0;
        row.case_id = event.case;
    })
}

fn apply_notice(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let event: ThreadNotice = entry.event()?;
    let notice = Message {
        act: Id::NONE,
        notice: event.notice.number(),
        on_from: event.on.from,
        on_to: event.on.to,
        ..spoken(Speaker::Notice, entry)
    };
    say(tables, event.thread, &notice)
}

fn apply_circumstances(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let CircumstancesTold { report, circumstances } = entry.event()?;
    for said_of in &circumstances.said_of {
        tables.put(&SaidOfReport { report, said_of: *said_of })?;
    }
    apply_kinds(tables, report)?;
    tables.put(&Circumstance {
        report,
        happening: circumstances.happening.map_or(0, CodeList::number),
        reach: circumstances.reach.map_or(0, CodeList::number),
        kept_from: circumstances.kept_from,
        body: 0,
        tells_place: circumstances.place,
    })
}

/// It waits anew, with its time, for the body and for nobody else.
fn apply_routed(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let ComplaintRouted { report, body, unit } = entry.event()?;
    referral::taken(tables, report, entry)?;
    // Marked again within the body that has it already, nothing is decided anew.
    if tables.get::<Report>(report)?.is_some_and(|row| row.unit != unit) {
        overtaken(tables, report)?;
    }
    // Whoever was asked may be one of those whom it is found to be about now.
    end_all(tables, report, entry)?;
    hand_over(tables, report, unit, entry)?;
    // Whoever hears a complaint must be able to reach the reporter, whatever was closed to them before.
    referral::opens_contact(tables, report, unit, true)?;
    moved(tables, report, entry.recorded)?;
    let points = tables.get::<Report>(report)?.map_or(0, |row| row.points);
    let due_at = due(tables, entry.recorded, u32::try_from(points).unwrap_or(MAX_POINTS))?;
    tables.change::<Report>(report, |row| {
        // What is in a case stays there; the thread is the body's.
        if row.case_id.is_none() {
            row.state = QueueState::New;
        }
        row.not_pursued = 0;
        row.taken_by = Id::NONE;
        (row.waiting, row.due_at) = (true, due_at);
    })?;
    raise(tables, report, points, entry.recorded)?;
    let none = Circumstance { report, happening: 0, reach: 0, kept_from: false, body: 0, tells_place: false };
    let row = tables.get::<Circumstance>(report)?.unwrap_or(none);
    tables.put(&Circumstance { body: body.number(), ..row })
}

fn apply_body(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let BodyNamed { body, unit } = entry.event()?;
    tables.put(&ComplaintBody { body, unit, since: entry.recorded })
}

fn apply_concern(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let FoundToConcern { report, said_of } = entry.event()?;
    tables.put(&SaidOfReport { report, said_of })?;
    apply_kinds(tables, report)
}

fn apply_no_concern(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let FoundNotToConcern { report, said_of } = entry.event()?;
    tables.delete::<SaidOfReport>((report, said_of))?;
    apply_kinds(tables, report)
}

/// The kinds of units that a report is about, for the rule that keeps it from them.
fn apply_kinds(tables: &mut dyn Tables, report: Id) -> Result<(), TableFault> {
    let mut said_of = Vec::new();
    for one in SaidOf::all() {
        said_of.extend(tables.get::<SaidOfReport>((report, *one))?.map(|row| row.said_of));
    }
    let about: Vec<UnitKind> = kinds(&said_of).collect();
    for kind in UnitKind::all() {
        set_concern(tables, report, *kind, about.contains(kind))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
