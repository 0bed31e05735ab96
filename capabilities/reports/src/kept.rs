//! What the room keeps: reports, what moves their clocks, what its tables hold on whom, and what still needs a report.

use crate::events::{
    Acknowledged, Assigned, ComplaintRouted, Folded, MessageAdded, NotPursued, ReferralReturned, Referred,
    Replied, SecondLookAsked, TakenUp, Unfolded,
};
use crate::sealed::{GoneHash, Likeness, MarkToken, PictureBands, PictureHash, ReceiptToken};
use crate::tables::consultation::Consultation;
use crate::tables::desk_hours::{DeskHours, DeskHoursProposal, ProposedHours};
use crate::tables::marked::MarkedWords;
use crate::tables::official::{DutyFigure, OfficialReport};
use crate::tables::referral::{AgreementFigure, ContactReach, Referral};
use crate::tables::weights::{
    ProposedWeight, ReportWeights, Weight, WeightsInForce, WeightsProposal, WeightsVersion,
};
use crate::tables::{
    AskedLook, ByMachine, Call, Circumstance, DeskFigure, DoorText, DoorTextProposal, FoldedReport, Message,
    OpinionCount, Picture, PutAside, ReceiptInForce, Report, ReportLink, ReportReason, ReportVoice,
    SaidOfReport, WishedGone,
};
use facts::report::{ReportBecameCase, ReportFiled, ReportsLinked};
use kernel::codes::QueueState;
use kernel::kept::{Anchor, Kept, Kind, RecordKind, Touch};
use kernel::{Bar, Ctx, Entry, Event, Facet, Id, Needs, Problem, Record, TableFault, View};

pub(crate) const KIND: Kind =
    Kind { kind: RecordKind::Report, last_event: "the last message, answer or decision about it" };

pub(crate) fn kept() -> Vec<Kept> {
    vec![
        Kept::of(Report::TABLE, &["report"], &["taken_by", "case_id", "filed_into"]),
        Kept::of(Call::TABLE, &["report"], &["had_by"]),
        Kept::of(ReportReason::TABLE, &["report"], &[]),
        Kept::of(Message::TABLE, &["report"], &[]),
        Kept::of(Picture::TABLE, &["report"], &[]),
        Kept::of(ReportVoice::TABLE, &["report"], &[]),
        Kept::of(ByMachine::TABLE, &["report"], &[]),
        Kept::of(WishedGone::TABLE, &["report"], &[]),
        Kept::of(MarkedWords::TABLE, &["report"], &["marked_by"]),
        Kept::of(OfficialReport::TABLE, &["report"], &["acknowledged_by"]),
        Kept::of(GoneHash::TABLE, &["report"], &[]),
        Kept::of(ReceiptToken::TABLE, &["report"], &[]),
        Kept::of(PictureHash::TABLE, &["report"], &[]),
        Kept::of(PictureBands::TABLE, &["report"], &[]),
        Kept::of(Likeness::TABLE, &["report"], &[]),
        Kept::of(MarkToken::TABLE, &["report"], &[]),
        Kept::of(FoldedReport::TABLE, &["report"], &["head", "folded_by"]),
        Kept::of(Circumstance::TABLE, &["report"], &[]),
        Kept::of(SaidOfReport::TABLE, &["report"], &[]),
        Kept::of(PutAside::TABLE, &["report"], &["put_aside_by"]),
        Kept::of(AskedLook::TABLE, &["report"], &[]),
        Kept::of(
            ReportLink::TABLE,
            &["report", "other_report"],
            &["report", "other_report", "proposed_by", "approved_by"],
        ),
        Kept::of(ReceiptInForce::TABLE, &["report"], &[]),
        // Counts of nobody.
        Kept::nothing(DeskFigure::TABLE),
        Kept::nothing(DutyFigure::TABLE),
        Kept::nothing(OpinionCount::TABLE),
        // What everybody may read at the door, and who keeps it.
        Kept::nothing(DoorText::TABLE),
        Kept::nothing(DoorTextProposal::TABLE),
        Kept::of(Referral::TABLE, &["report"], &["referred_by", "decided_by"]),
        Kept::of(ContactReach::TABLE, &["report"], &[]),
        Kept::nothing(AgreementFigure::TABLE),
        Kept::of(Consultation::TABLE, &["report"], &["asked_by", "view_by"]),
        Kept::of(ReportWeights::TABLE, &["report"], &[]),
        // What reasons give, and who laid it down.
        Kept::nothing(Weight::TABLE),
        Kept::nothing(WeightsVersion::TABLE),
        Kept::nothing(WeightsInForce::TABLE),
        Kept::nothing(WeightsProposal::TABLE),
        Kept::nothing(ProposedWeight::TABLE),
        // When the desk opens, and who proposed it.
        Kept::nothing(DeskHours::TABLE),
        Kept::nothing(DeskHoursProposal::TABLE),
        Kept::nothing(ProposedHours::TABLE),
    ]
}

fn touch(on: u16, hand: Anchor, whose: fn(&Entry) -> Result<Id, TableFault>) -> Touch {
    Touch { on, kind: RecordKind::Report, hand, whose }
}

pub(crate) fn touches() -> Vec<Touch> {
    vec![
        touch(ReportFiled::KIND, Anchor::Entered, |entry| Ok(entry.event::<ReportFiled>()?.report)),
        touch(MessageAdded::KIND, Anchor::LastEvent, |entry| Ok(entry.event::<MessageAdded>()?.report)),
        touch(Replied::KIND, Anchor::LastEvent, |entry| Ok(entry.event::<Replied>()?.report)),
        touch(TakenUp::KIND, Anchor::LastEvent, |entry| Ok(entry.event::<TakenUp>()?.report)),
        touch(ReferralReturned::KIND, Anchor::LastEvent, |entry| {
            Ok(entry.event::<ReferralReturned>()?.report)
        }),
        touch(Acknowledged::KIND, Anchor::LastEvent, |entry| Ok(entry.event::<Acknowledged>()?.report)),
        touch(Assigned::KIND, Anchor::LastEvent, |entry| Ok(entry.event::<Assigned>()?.report)),
        touch(Referred::KIND, Anchor::LastEvent, |entry| Ok(entry.event::<Referred>()?.report)),
        touch(ComplaintRouted::KIND, Anchor::LastEvent, |entry| Ok(entry.event::<ComplaintRouted>()?.report)),
        touch(ReportsLinked::KIND, Anchor::LastEvent, |entry| Ok(entry.event::<ReportsLinked>()?.report)),
        touch(ReportsLinked::KIND, Anchor::LastEvent, |entry| Ok(entry.event::<ReportsLinked>()?.other)),
        touch(SecondLookAsked::KIND, Anchor::LastEvent, |entry| Ok(entry.event::<SecondLookAsked>()?.report)),
        // What stands in another's line is done with by itself; out of it, it is not.
        touch(ReportFiled::KIND, Anchor::Closed, |entry| {
            let filed: ReportFiled = entry.event()?;
            Ok(filed.folded_into.map_or(Id::NONE, |_| filed.report))
        }),
        touch(Folded::KIND, Anchor::Closed, |entry| Ok(entry.event::<Folded>()?.report)),
        touch(Unfolded::KIND, Anchor::LastEvent, |entry| Ok(entry.event::<Unfolded>()?.report)),
        touch(NotPursued::KIND, Anchor::Closed, |entry| Ok(entry.event::<NotPursued>()?.report)),
        touch(ReportBecameCase::KIND, Anchor::Closed, |entry| Ok(entry.event::<ReportBecameCase>()?.report)),
    ]
}

/// A report that somebody still has to look at or to answer is not let go by a schedule.
pub(crate) const OPEN_REPORT: Bar = Bar { name: "reports.open-report", needs, stops };

fn needs(facet: &Facet, _: &Ctx, _: &View, needs: &mut Needs) {
    if let Facet::Erases { subject, scheduled: true } = facet {
        needs.row::<Report>(*subject);
    }
}

fn stops(facet: &Facet, _: &Ctx, view: &View) -> Option<Problem> {
    let Facet::Erases { subject, scheduled: true } = facet else { return None };
    let report = view.get::<Report>(*subject)?;
    let open = !matches!(report.state, QueueState::Closed | QueueState::NotPursued | QueueState::Folded);
    if !open && !report.waiting {
        return None;
    }
    let why = if open { "nobody has decided about it" } else { "the reporter waits for an answer" };
    Some(Problem::new("subject", format!("{subject}: {why}"), "decide about the report, or answer it, first"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{Instant, MemoryTables, Tables};

    #[test]
    fn only_what_is_decided_and_answered_is_let_go() {
        let id = Id([7; 16]);
        let facet = |scheduled| Facet::Erases { subject: id, scheduled };
        let row = |state, waiting| Report {
            report: id,
            state,
            unit: Id::NONE,
            rank: 0,
            filed_at: Instant(0),
            waiting,
            due_at: Instant(0),
            points: 0,
            reporter: kernel::codes::ReportingPerson::NotSaid,
            danger: kernel::codes::DangerAnswer::Safe,
            age: kernel::codes::AgeBand::NotSaid,
            language: String::new(),
            pictures: 0,
            contact: false,
            not_pursued: 0,
            taken_by: Id::NONE,
            case_id: Id::NONE,
            messages: 0,
            answered_at: Instant(0),
            last_at: Instant(0),
            stands_for: 1,
            filed_into: Id::NONE,
            came_by: facts::report::CameBy::NotNoted,
            duty: crate::codes::Duty::NotTold,
        };
        let ctx = context();
        let stopped = |row: Report, scheduled| {
            let mut tables = MemoryTables::default();
            (&mut tables as &mut dyn Tables).put(&row).unwrap();
            let (mut view, mut wanted) = (View::default(), Needs::default());
            needs(&facet(scheduled), &ctx, &view, &mut wanted);
            kernel::Loader::load(&mut tables, &wanted.missing_from(&view), &mut view).unwrap();
            stops(&facet(scheduled), &ctx, &view).is_some()
        };
        for &state in <QueueState as kernel::CodeList>::all() {
            for waiting in [false, true] {
                let ended = matches!(state, QueueState::Closed | QueueState::NotPursued | QueueState::Folded)
                    && !waiting;
                assert_eq!(stopped(row(state, waiting), true), !ended, "{state:?} {waiting}");
                assert!(!stopped(row(state, waiting), false), "what people ask for is theirs to weigh");
            }
        }
    }

    fn context() -> Ctx {
        let (actor, purpose) = (kernel::Actor::SYSTEM, kernel::Purpose::Administration);
        Ctx { now: Instant(0), act: Id([1; 16]), actor, purpose, cause: None }
    }
}
