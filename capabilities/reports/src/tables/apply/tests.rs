//! Threads and queue under any order of acts, and the orders that pages rely on.

use super::*;
use crate::acts::{AddToThread, NotPursue, Refer, Reply, TakeUp};
use crate::priority::{Told, points as points_of};
use crate::testing::{REPORT, Room, TOLD, UNIT, a_report, analyst, told};
use facts::report::Notice;
use kernel::codes::{DangerAnswer, NotPursuedReason};
use kernel::{Actor, Needs, Outcome, Span, View};
use proptest::prelude::*;

const OTHER: Id = Id([201; 16]);

/// One thing that may happen to a report.
fn happens(room: &mut Room, what: u8) -> Option<Outcome> {
    let report = REPORT;
    let outcome = match what {
        0 => room.enter(&AddToThread { report, reasons: vec![] }, Actor::PUBLIC),
        1 => room.enter(&AddToThread { report, reasons: vec![1, 4] }, Actor::PUBLIC),
        2 => room.enter(&Reply { report }, analyst(1)),
        3 => room.enter(&TakeUp { report }, analyst(1)),
        4 => room.enter(&TakeUp { report }, analyst(2)),
        5 => room.enter(&Refer::agreed(report, OTHER), analyst(1)),
        6 => room.enter(&Refer::agreed(report, UNIT), Actor { unit: OTHER, ..analyst(3) }),
        7 => {
            let reason = NotPursuedReason::ContentGone;
            room.enter(&NotPursue { report, reason, ground: None, told: true }, analyst(1))
        }
        8 => {
            room.tell(&ThreadNotice { thread: report, notice: Notice::Released, on: Span::on(Day(20_000)) });
            return None;
        }
        _ => {
            room.tell(&ReportBecameCase { report, case: Id([5; 16]) });
            return None;
        }
    };
    Some(outcome)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn whatever_happens_the_thread_and_the_queue_agree(steps in prop::collection::vec(0_u8..10, 0..30)) {
        let mut room = Room::with_report();
        room.hotline(OTHER);
        room.hotline(UNIT);
        let mut points = room.report().points;
        for step in steps {
            let before = room.report();
            let outcome = happens(&mut room, step);
            let row = room.report();
            if matches!(outcome, Some(Outcome::Invalid(_))) {
                prop_assert_eq!(&before, &row);
            }
            prop_assert!(row.points >= points, "points never fall");
            points = row.points;
        }
        let (row, messages, reasons) = (room.report(), room.rows::<Message>(), room.rows::<ReportReason>());
        prop_assert_eq!(row.messages, i64::try_from(messages.len()).unwrap());
        prop_assert!(messages.iter().map(|message| message.n).eq(0..row.messages));
        prop_assert_eq!(messages.last().unwrap().at, row.last_at);
        let said = messages.iter().rev().find(|message| message.speaker != Speaker::Notice).unwrap();
        prop_assert_eq!(row.waiting, said.speaker == Speaker::Reporter);
        let answered = messages.iter().find(|message| message.speaker == Speaker::Staff);
        prop_assert_eq!(row.answered_at, answered.map_or(Instant(0), |message| message.at));
        let reasons: Vec<Reason> = reasons.iter().map(|row| row.reason).collect();
        prop_assert_eq!((row.points, row.rank), (i64::from(points_of(&reasons)), 100 - row.points));
        prop_assert_eq!(row.state == QueueState::Closed, !row.case_id.is_none());
        prop_assert_eq!(row.state == QueueState::NotPursued, row.not_pursued != 0);
        prop_assert!(room.replays());
    }
}

fn listed(room: &Room, index: &str, prefix: impl kernel::table::Key + Copy) -> Vec<u8> {
    let mut needs = Needs::default();
    needs.list::<Report>(index, prefix);
    let mut view = View::default();
    for need in needs.missing_from(&view) {
        let rows = room.node.tables.answer(&need);
        view.fill(&need, rows);
    }
    view.list::<Report>(index, prefix).into_iter().map(|row| row.report.0[0]).collect()
}

#[test]
fn the_queue_lists_by_urgency_then_age_and_by_the_time_that_is_left() {
    let mut room = Room::default();
    let urgent = Told { danger: DangerAnswer::NotSafe, ..TOLD };
    for (n, act) in [(1, a_report()), (2, told(&urgent)), (3, a_report()), (4, told(&urgent))] {
        let act = crate::acts::FileReport { report: Id([n; 16]), ..act };
        assert!(room.entered(&act, Actor::PUBLIC));
    }
    assert_eq!(listed(&room, "report_by_unit", Id::NONE), [2, 4, 1, 3]);
    assert_eq!(listed(&room, "report_by_due", true), [2, 4, 1, 3]);
    assert!(room.entered(&Reply { report: Id([2; 16]) }, analyst(1)));
    assert!(room.entered(&TakeUp { report: Id([1; 16]) }, analyst(1)));
    assert_eq!(listed(&room, "report_by_due", true), [4, 1, 3]);
    assert_eq!(listed(&room, "report_by_unit", Id::NONE), [2, 4, 3]);
    assert_eq!(listed(&room, "report_by_waiting", (Id::NONE, true)), [4, 3]);
    assert_eq!(listed(&room, "report_by_unit", UNIT), [1]);
    assert_eq!(listed(&room, "report_by_taker", analyst(1).id), [1]);
}

#[test]
fn facts_about_reports_that_are_not_here_leave_no_trace() {
    let mut room = Room::with_report();
    let elsewhere = Id([77; 16]);
    room.tell(&ReportBecameCase { report: elsewhere, case: Id([5; 16]) });
    room.tell(&ThreadNotice { thread: elsewhere, notice: Notice::ReleaseAhead, on: Span::UNKNOWN });
    room.tell(&ThreadNotice { thread: Id::NONE, notice: Notice::Released, on: Span::UNKNOWN });
    assert_eq!((room.rows::<Report>().len(), room.rows::<Message>().len()), (1, 1));
    assert_eq!(room.report().state, QueueState::New);
}
