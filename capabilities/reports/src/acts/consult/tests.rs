use super::*;
use crate::acts::{
    EndConsultation, FileReport, Fold, GiveView, MarkComplaint, NameBody, NotPursue, Refer, ReturnReferral,
    TakeUp,
};
use crate::codes::{ConsultationState, ReturnReason, SaidOf};
use crate::testing::{REPORT, Room, TOLD, UNIT, analyst, field, overseer, told};
use facts::complaint::Body;
use facts::conflict::KeptAway;
use facts::report::ReportBecameCase;
use facts::unit::UnitKind;
use kernel::codes::{DangerAnswer, NotPursuedReason, ReportingPerson};
use kernel::erasure::Erased;
use kernel::glass::{BreakGlass, GlassReason};
use kernel::knowing::{EverTold, Holding};
use kernel::{Actor, Outcome, RuleName, Tables};
use proptest::prelude::*;

const THERE: Id = Id([201; 16]);
const FOLDED_INTO: Id = Id([3; 16]);

fn there(n: u8) -> Actor {
    Actor { unit: THERE, ..analyst(n) }
}

fn ask(unit: Id) -> Consult {
    let (parts, agreement) = (vec![ConsultPart::Words, ConsultPart::Words], Some(Agreement::Agreed));
    Consult { report: REPORT, unit, parts, days: None, agreement }
}

/// A report that the one unit took up; the other is there, too.
fn room() -> Room {
    let mut room = Room::with_report();
    room.hotline(UNIT);
    room.hotline(THERE);
    assert!(room.entered(&TakeUp { report: REPORT }, analyst(1)));
    room
}

fn asked(room: &Room) -> Consultation {
    room.rows::<Consultation>().pop().unwrap()
}

fn view(room: &Room) -> GiveView {
    GiveView { consultation: asked(room).consultation }
}

fn holds(room: &Room, unit: Id, record_id: Id) -> bool {
    room.rows::<Holding>().iter().any(|row| (row.unit, row.record_id) == (unit, record_id))
}

#[test]
fn a_question_moves_nothing_and_its_answer_ends_it() {
    let mut room = room();
    let before = room.report();
    assert!(room.entered(&ask(THERE), analyst(1)));
    let row = asked(&room);
    assert_eq!((row.asked_unit, row.asking_unit, row.open_to), (THERE, UNIT, THERE));
    assert_eq!((row.shows_words, row.shows_thread, row.shows_circumstances), (true, false, false));
    assert_eq!(row.until.0 - row.asked_at.0, 7 * DAY_MS);
    assert_ne!(row.consultation, REPORT, "its number tells nothing of the report's");
    assert_eq!(room.report(), before, "the report stays as it is");
    assert!(holds(&room, THERE, row.consultation) && !holds(&room, THERE, REPORT));
    assert_eq!(field(&room.enter(&TakeUp { report: REPORT }, there(5))), "report", "they know of no report");
    assert_eq!(field(&room.enter(&ask(THERE), analyst(1))), "unit", "it is asked already");
    let answer = view(&room);
    assert_eq!(field(&room.enter(&answer, analyst(1))), "consultation", "nobody answers their own question");
    assert!(room.entered(&answer, there(5)));
    let row = asked(&room);
    assert_eq!((row.consultation_state, row.view_by), (ConsultationState::Answered, there(5).id));
    assert_eq!(room.node.entries.last().unwrap().subject, REPORT);
    assert!(!holds(&room, THERE, row.consultation));
    assert_eq!(field(&room.enter(&answer, there(5))), "consultation", "like one that never was");
    assert!(room.rows::<EverTold>().iter().any(|row| (row.record_id, row.unit) == (REPORT, THERE)));
    assert!(room.entered(&ask(THERE), analyst(1)), "who was asked may be asked again");
    assert!(room.replays());
}

#[test]
fn its_time_ends_it_by_itself_and_whoever_asked_ends_it_before() {
    let mut room = room();
    assert!(room.entered(&Consult { days: Some(2), ..ask(THERE) }, analyst(1)));
    let Consultation { consultation, until, asked_at, .. } = asked(&room);
    assert_eq!(until.0 - asked_at.0, 2 * DAY_MS);
    let end = EndConsultation { report: REPORT, consultation };
    let other = EndConsultation { report: REPORT, consultation: Id([9; 16]) };
    assert_eq!(field(&room.enter(&other, analyst(1))), "consultation");
    assert_eq!(field(&room.enter(&end, there(5))), "report", "who is asked knows of no report");
    room.at(Instant(until.0));
    assert_eq!(field(&room.enter(&view(&room), there(5))), "consultation");
    assert_eq!(field(&room.enter(&end, analyst(1))), "consultation", "it is over already");
    assert!(room.entered(&ask(THERE), analyst(2)));
    let consultation =
        room.rows::<Consultation>().into_iter().find(|row| row.until > until).unwrap().consultation;
    assert!(room.entered(&EndConsultation { report: REPORT, consultation }, analyst(2)));
    assert_eq!(field(&room.enter(&GiveView { consultation }, there(5))), "consultation");
    assert!(room.replays());
}

#[test]
fn what_does_not_fit_is_told() {
    let mut room = Room::with_report();
    room.hotline(UNIT);
    room.hotline(THERE);
    assert_eq!(field(&room.enter(&ask(THERE), analyst(1))), "report", "nobody has it yet");
    assert!(room.entered(&TakeUp { report: REPORT }, analyst(1)));
    let platform = room.unit("platform", facts::unit::UnitKind::Platform);
    for unit in [Id::NONE, UNIT, Id([202; 16]), platform] {
        assert_eq!(field(&room.enter(&ask(unit), analyst(1))), "unit");
    }
    for days in [0, 31] {
        assert_eq!(field(&room.enter(&Consult { days: Some(days), ..ask(THERE) }, analyst(1))), "days");
    }
    assert_eq!(field(&room.enter(&Consult { parts: vec![], ..ask(THERE) }, analyst(1))), "parts");
    for agreement in [None, Some(Agreement::NotNoted), Some(Agreement::NothingPersonal)] {
        assert_eq!(field(&room.enter(&Consult { agreement, ..ask(THERE) }, analyst(1))), "agreement");
    }
    assert!(matches!(room.enter(&ask(THERE), Actor::PUBLIC), Outcome::Forbidden(_)));
}

#[test]
fn no_unit_is_asked_about_itself_and_no_officer_answers_with_a_conflict() {
    let mut room = room();
    let police = room.unit("police", UnitKind::Police);
    let tables: &mut dyn Tables = &mut room.node.tables;
    facts::complaint::set_concern(tables, REPORT, UnitKind::Police, true).unwrap();
    assert_eq!(room.refused_by(&ask(police), analyst(1)), RuleName::NoJudgeInOwnCause);
    room.declare_conflict(1, REPORT);
    assert_eq!(room.refused_by(&ask(THERE), analyst(1)), RuleName::NoJudgeInOwnCause);
    assert!(room.entered(&ask(THERE), analyst(2)));
    let answer = view(&room);
    room.declare_conflict(5, REPORT);
    assert_eq!(room.refused_by(&answer, there(5)), RuleName::NoJudgeInOwnCause);
    room.tell(&KeptAway { officer: there(6).id, matter: REPORT });
    assert_eq!(field(&room.enter(&answer, there(6))), "consultation", "who is kept away learns nothing");
    // A glass that is broken before the number opens nothing: only the unit that is asked answers.
    let beyond = Actor { unit: Id([202; 16]), ..analyst(8) };
    let glass = BreakGlass { record: answer.consultation, reason: GlassReason::DangerNow };
    assert!(room.entered(&glass, beyond));
    assert_eq!(field(&room.enter(&answer, beyond)), "consultation");
    // There a conflict is declared with the question, whose number is all that they know.
    room.declare_conflict(9, answer.consultation);
    assert_eq!(room.refused_by(&answer, there(9)), RuleName::NoJudgeInOwnCause);
    assert!(room.entered(&answer, there(7)));
}

#[test]
fn a_question_ends_when_its_report_is_found_to_be_about_more_than_was_known() {
    let mut room = room();
    let body = room.unit("oversight", UnitKind::Oversight);
    let police = room.unit("police", UnitKind::Police);
    assert!(room.entered(&NameBody { body: Body::First, unit: body }, overseer(1)));
    let watcher = Actor { unit: body, ..analyst(4) };
    assert!(room.entered(&MarkComplaint { report: REPORT, said_of: SaidOf::School }, analyst(1)));
    assert!(room.entered(&TakeUp { report: REPORT }, watcher));
    assert!(room.entered(&ask(police), watcher));
    let answer = view(&room);
    assert!(room.entered(&MarkComplaint { report: REPORT, said_of: SaidOf::Police }, watcher));
    let there = Actor { unit: police, role: kernel::Role::Investigator, ..analyst(5) };
    assert_eq!(field(&room.enter(&answer, there)), "consultation", "answered like one that never was");
    assert!(room.replays());
}

#[test]
fn only_the_unit_that_asked_ends_its_question() {
    let mut room = room();
    assert!(room.entered(&ask(THERE), analyst(1)));
    let third = Actor { unit: Id([202; 16]), ..analyst(8) };
    room.hotline(third.unit);
    let tables: &mut dyn Tables = &mut room.node.tables;
    kernel::knowing::hold(tables, third.unit, REPORT).unwrap();
    let end = EndConsultation { report: REPORT, consultation: asked(&room).consultation };
    assert_eq!(field(&room.enter(&end, third)), "consultation");
    assert!(room.entered(&end, analyst(2)));
}

/// One thing that may happen to a machine's report, whoever has it.
fn happens(room: &mut Room, what: u8) {
    let report = REPORT;
    let by = if room.report().unit == THERE { there(5) } else { analyst(1) };
    let other = if by.unit == THERE { UNIT } else { THERE };
    let consult = Consult { agreement: None, parts: vec![ConsultPart::Thread], ..ask(other) };
    let last = room.rows::<Consultation>().pop().map_or(Id::NONE, |row| row.consultation);
    match what {
        0 => drop(room.enter(&TakeUp { report }, by)),
        1 | 2 => drop(room.enter(&consult, by)),
        3 => drop(room.enter(&GiveView { consultation: last }, Actor { unit: other, ..analyst(7) })),
        4 => drop(room.enter(&EndConsultation { report, consultation: last }, by)),
        5 => drop(room.enter(&Refer { agreement: None, ..Refer::agreed(report, other) }, by)),
        6 => drop(room.enter(&ReturnReferral { report, return_reason: ReturnReason::NotOurs }, by)),
        7 => {
            drop(room.enter(&TakeUp { report: FOLDED_INTO }, by));
            drop(room.enter(&Fold { report, other_report: FOLDED_INTO }, by));
        }
        8 => drop(room.enter(&crate::acts::Unfold { head: FOLDED_INTO, report }, by)),
        9 => {
            let reason = NotPursuedReason::TooLittleToAct;
            drop(room.enter(&NotPursue { report, reason, ground: None, told: false }, by));
        }
        10 => room.at(Instant(room.node.entries.last().unwrap().recorded.0 + 8 * DAY_MS)),
        11 => room.tell(&ReportBecameCase { report, case: Id([5; 16]) }),
        _ => assert!(room.entered(&facts::testing::Elsewhere::of(&Erased {}).about(report), Actor::SYSTEM)),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn whatever_happens_a_unit_is_shown_what_is_asked_of_it_now_and_nothing_else(steps in prop::collection::vec(0_u8..13, 0..24)) {
        let mut room = Room::default();
        room.hotline(UNIT);
        room.hotline(THERE);
        for report in [REPORT, FOLDED_INTO] {
            let machine = crate::priority::Told { by: ReportingPerson::Machine, danger: DangerAnswer::Safe, ..TOLD };
            let filed = FileReport { report, ..told(&machine) };
            prop_assert!(room.entered(&filed, Actor::SYSTEM));
        }
        let taken = TakeUp { report: REPORT };
        prop_assert!(room.entered(&taken, analyst(1)));
        for step in steps {
            happens(&mut room, step);
            let (report, now) = (room.report(), room.node.entries.last().unwrap().recorded);
            for row in room.rows::<Consultation>() {
                let is_open = row.consultation_state == ConsultationState::Asked;
                prop_assert_eq!(row.open_to == row.asked_unit, is_open);
                prop_assert_eq!(holds(&room, row.asked_unit, row.consultation), is_open);
                prop_assert!(!is_open || report.unit == row.asking_unit, "who asked has it");
                prop_assert!(!is_open || report.state != QueueState::Folded);
                prop_assert!(!row.is_open_to(row.asking_unit, now) && !row.is_open_to(Id::NONE, now));
                prop_assert!(!row.is_open_to(row.asked_unit, row.until), "its time ends it");
            }
            for unit in [UNIT, THERE] {
                prop_assert!(!holds(&room, unit, REPORT) || report.unit == unit, "nobody knows of a report by being asked");
            }
        }
        prop_assert!(room.replays());
    }
}
