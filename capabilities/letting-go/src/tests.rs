//! Holds, schedules and what falls due, through the gate on a node in memory.

use crate::acts::*;
use crate::codes::{DueState, HoldState, ScheduleState, ToTell};
use crate::tables::{Due, Hold, PartnerNotice, Schedule};
use crate::testing::*;
use kernel::erasure::{AskErasure, ConfirmErasure, ConfirmErasures, Erasure};
use kernel::kept::RecordClock;
use kernel::knowing::Shared;
use kernel::{Actor, Day, Id, Outcome, Role, RuleName};
use proptest::prelude::*;

fn day(after: i32) -> String {
    Day(BEGIN.0 + after).to_string()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// A hold stops the asking and the confirming up to its last day, on the record and through its case, and not a day longer;
    /// whether or not its end was entered.
    #[test]
    fn what_is_held_is_not_erased_until_the_day_is_past(ends in 0_i32..366, later in -2_i32..3, through_case: bool, job_ran: bool) {
        let mut house = House::with_report();
        house.case_with(REPORT);
        house.holds(if through_case { CASE } else { REPORT }, &day(ends));
        let at = (ends + later).max(0);
        house.day(at);
        let record = if through_case { CASE } else { REPORT };
        if job_ran {
            let ended = house.is_entered(&EndHold { record, hold: HOLD }, Actor::SYSTEM);
            prop_assert_eq!(ended, at > ends, "it ends by itself, and not before");
        }
        let asked = house.is_entered(&AskErasure { subject: REPORT }, by(36, Role::VictimSupport));
        prop_assert_eq!(asked, at > ends);
        prop_assert!(house.replays());
    }

    /// A record is announced as many days before as the schedule says, put forward on its day, and no day earlier.
    #[test]
    fn a_record_falls_due_to_the_day(announced in 170_i32..230, forward in 170_i32..260, touched in 0_i32..40) {
        let mut house = House::with_report();
        house.schedule();
        house.day(touched);
        house.tell(&Touched { record: REPORT });
        house.day(announced);
        let due = touched + 200;
        let is_announced = house.announces(REPORT);
        prop_assert_eq!(is_announced, announced >= due - 20);
        let day = due.max(announced + 20);
        if is_announced {
            prop_assert_eq!(house.row::<Due>(REPORT).unwrap().due_on, Day(BEGIN.0 + day));
        }
        house.day(forward.max(announced));
        prop_assert_eq!(house.puts_forward(REPORT), is_announced && forward.max(announced) >= day);
        prop_assert!(house.replays());
    }

    /// Whoever lays down and whoever approves: a schedule is in force exactly when two keepers did, and only then.
    #[test]
    fn a_schedule_needs_two_keepers(first in 0_usize..5, second in 0_usize..5) {
        let people = [administrator(), overseer(), by(40, Role::Overseer), investigator(), by(36, Role::VictimSupport)];
        let mut house = House::new();
        let _ = house.enter(&lay_down(SCHEDULE), people[first]);
        let _ = house.enter(&ApproveSchedule { schedule: SCHEDULE }, people[second]);
        let in_force = house.row::<Schedule>(SCHEDULE).is_some_and(|row| row.state == ScheduleState::InForce);
        prop_assert_eq!(in_force, first < 3 && second < 3 && first != second);
    }
}

#[test]
fn the_schedule_is_the_first_of_two_and_never_the_second() {
    let mut house = House::with_report();
    house.schedule();
    house.day(200);
    assert!(house.announces(REPORT));
    assert!(!house.announces(REPORT), "once");
    house.day(220);
    assert!(house.puts_forward(REPORT));
    let asked: Erasure = house.row(REPORT).unwrap();
    assert_eq!((asked.schedule, asked.asked_by, asked.done), (SCHEDULE, administrator().id, false));
    let due: Due = house.row(REPORT).unwrap();
    assert!(due.state == DueState::PutForward && due.waiting);
    let confirm = ConfirmErasures { subjects: vec![REPORT] };
    let laid_it_down = Actor { role: Role::Overseer, ..administrator() };
    assert_eq!(house.refused(&confirm, laid_it_down), RuleName::TwoPeople);
    assert!(matches!(house.enter(&confirm, Actor::SYSTEM), Outcome::Forbidden(_)), "the job erases nothing");
    house.does(&confirm, overseer());
    assert!(house.row::<Erasure>(REPORT).unwrap().done);
    assert_eq!(house.row::<Due>(REPORT), None);
    assert_eq!(house.row::<RecordClock>(REPORT), None, "what is gone does not fall due again");
    assert!(house.replays());
}

#[test]
fn a_batch_names_each_record_once_and_only_what_waits() {
    let mut house = House::with_report();
    let other = Id([9; 16]);
    house.tell(&facts::testing::a_report(other, 0));
    for subject in [REPORT, other] {
        house.does(&AskErasure { subject }, by(36, Role::VictimSupport));
    }
    let confirm = |subjects: &[Id]| ConfirmErasures { subjects: subjects.to_vec() };
    for wrong in [&[][..], &[REPORT, REPORT]] {
        let outcome = house.enter(&confirm(wrong), overseer());
        assert!(matches!(&outcome, Outcome::Invalid(problem) if problem.field == "subjects"), "{outcome:?}");
    }
    let unasked = house.refused(&confirm(&[REPORT, Id([10; 16])]), overseer());
    assert_eq!(unasked, RuleName::TwoPeople, "one that nobody asked for keeps all from going");
    assert!(!house.row::<Erasure>(REPORT).unwrap().done);
    house.does(&confirm(&[REPORT, other]), overseer());
    assert!([REPORT, other].iter().all(|id| house.row::<Erasure>(*id).unwrap().done));
}

#[test]
fn a_hold_stops_what_was_put_forward_and_says_which_and_until_when() {
    let mut house = House::with_report();
    house.schedule();
    house.day(200);
    house.announces(REPORT);
    house.day(220);
    house.puts_forward(REPORT);
    house.holds(REPORT, &day(300));
    let confirm = ConfirmErasure { subject: REPORT };
    let (field, why) = house.problem(&confirm, overseer());
    assert_eq!(field, "subject");
    assert!(why.contains(&HOLD.to_string()) && why.contains(&day(300)) && why.contains("evidence"), "{why}");
    // Two people lift it; then it goes.
    let lift = LiftHold { record: REPORT, hold: HOLD };
    assert_eq!(house.refused(&lift, overseer()), RuleName::TwoPeople);
    let ask = AskLift { record: REPORT, hold: HOLD, document: Id([92; 16]) };
    house.does(&ask, investigator());
    assert_eq!(house.problem(&ask, investigator()).0, "hold");
    house.does(&lift, by(35, Role::Prosecutor));
    assert_eq!(house.row::<Hold>(HOLD).unwrap().state, HoldState::Lifted);
    house.does(&confirm, overseer());
    assert!(house.replays());
}

#[test]
fn a_hold_is_announced_before_its_end_and_renewed_for_a_year_at_most() {
    let mut house = House::with_report();
    assert_eq!(house.problem(&hold(REPORT, &day(366)), overseer()).0, "until", "no year has 366 days here");
    assert_eq!(house.problem(&hold(REPORT, &day(-1)), overseer()).0, "until");
    let unordered = ImposeHold { authority: Id::NONE, ..hold(REPORT, &day(60)) };
    assert_eq!(house.problem(&unordered, overseer()).0, "authority");
    assert_eq!(
        house.problem(&ImposeHold { document: Id::NONE, ..hold(REPORT, &day(60)) }, overseer()).0,
        "document"
    );
    house.holds(REPORT, &day(60));
    let warn = WarnOfEnd { record: REPORT, hold: HOLD };
    house.day(29);
    assert!(!house.is_entered(&warn, Actor::SYSTEM));
    house.day(30);
    assert!(house.is_entered(&warn, Actor::SYSTEM) && !house.is_entered(&warn, Actor::SYSTEM));
    let renew = |until: String| RenewHold {
        record: REPORT,
        hold: HOLD,
        authority: Id([90; 16]),
        document: Id([93; 16]),
        until: until.parse().unwrap(),
    };
    assert_eq!(house.problem(&renew(day(59)), investigator()).0, "until");
    assert_eq!(house.problem(&renew(day(30 + 366)), investigator()).0, "until");
    house.does(&renew(day(200)), overseer());
    assert!(!house.row::<Hold>(HOLD).unwrap().warned, "it is said again before the new end");
    house.day(201);
    assert_eq!(house.problem(&renew(day(300)), overseer()).0, "hold", "what has ended is imposed anew");
    let elsewhere = LiftHold { record: CASE, hold: HOLD };
    assert_eq!(
        house.refused(&elsewhere, overseer()),
        RuleName::TwoPeople,
        "a hold of another record is none"
    );
}

#[test]
fn what_happens_meanwhile_begins_the_term_anew() {
    let mut house = House::with_report();
    house.schedule();
    house.day(200);
    assert!(house.announces(REPORT));
    let call_off = CallOff { record: REPORT };
    assert!(!house.is_entered(&call_off, Actor::SYSTEM), "it is due still");
    house.day(221);
    assert!(house.puts_forward(REPORT));
    house.tell(&Touched { record: REPORT });
    let (_, why) = house.problem(&ConfirmErasure { subject: REPORT }, overseer());
    assert!(why.contains("not due any more"), "{why}");
    assert!(house.is_entered(&call_off, Actor::SYSTEM));
    assert_eq!((house.row::<Due>(REPORT), house.row::<Erasure>(REPORT)), (None, None));
    house.day(221 + 180);
    assert!(house.announces(REPORT), "and falls due again");
    assert!(house.replays());
}

#[test]
fn a_newer_schedule_takes_the_place_of_the_old_one_and_no_term_is_too_short() {
    let mut house = House::with_report();
    house.schedule();
    let newer = Id([71; 16]);
    for (field, wrong) in [
        ("days", LayDown { days: 179, ..lay_down(newer) }),
        ("days", LayDown { days: 36_526, ..lay_down(newer) }),
        ("notice_days", LayDown { notice_days: 13, ..lay_down(newer) }),
        ("basis", LayDown { basis: " x ".into(), ..lay_down(newer) }),
        ("schedule", lay_down(SCHEDULE)),
    ] {
        assert_eq!(house.problem(&wrong, administrator()).0, field);
    }
    house.day(200);
    assert!(house.announces(REPORT));
    house.does(&LayDown { days: 400, ..lay_down(newer) }, overseer());
    house.does(&ApproveSchedule { schedule: newer }, administrator());
    assert_eq!(house.row::<Schedule>(SCHEDULE).unwrap().state, ScheduleState::Replaced);
    house.day(230);
    assert!(!house.puts_forward(REPORT), "the schedule that announced it is gone");
    assert!(house.is_entered(&CallOff { record: REPORT }, Actor::SYSTEM));
    assert!(!house.announces(REPORT));
    house.day(380);
    assert!(house.is_entered(&Announce { record: REPORT, schedule: newer }, Actor::SYSTEM));
}

#[test]
fn what_waits_too_long_is_said_once() {
    let mut house = House::with_report();
    house.schedule();
    house.day(200);
    house.announces(REPORT);
    house.day(220);
    house.puts_forward(REPORT);
    let remind = Remind { record: REPORT };
    house.day(234);
    assert!(!house.is_entered(&remind, Actor::SYSTEM));
    house.day(235);
    assert!(house.is_entered(&remind, Actor::SYSTEM) && !house.is_entered(&remind, Actor::SYSTEM));
    assert!(house.row::<Due>(REPORT).unwrap().reminded);
}

#[test]
fn whoever_was_ever_told_is_to_be_told_of_the_erasure() {
    let mut house = House::with_report();
    let (one, other) = (Id([201; 16]), Id([202; 16]));
    for unit in [one, other] {
        let shared = facts::testing::Elsewhere::of(&Shared { unit, through: Id::NONE });
        house.does(&shared.about(REPORT), Actor::SYSTEM);
    }
    let taken_back =
        facts::testing::Elsewhere::of(&kernel::knowing::Unshared { unit: one, through: Id::NONE });
    house.does(&taken_back.about(REPORT), Actor::SYSTEM);
    house.does(&AskErasure { subject: REPORT }, by(36, Role::VictimSupport));
    assert_eq!(house.rows::<PartnerNotice>(), []);
    house.does(&ConfirmErasure { subject: REPORT }, overseer());
    let units: Vec<Id> = house.rows::<PartnerNotice>().iter().map(|row| row.unit).collect();
    assert_eq!(units, [one, other], "also who was told and has no business with it any more");
    let tell = TellPartner { record: REPORT, unit: one, what: ToTell::Erased, document: Id([94; 16]) };
    assert_eq!(house.problem(&TellPartner { document: Id::NONE, ..tell.clone() }, overseer()).0, "document");
    house.does(&tell, overseer());
    assert_eq!(house.problem(&tell, overseer()).0, "unit");
    assert!(!house.row::<PartnerNotice>((REPORT, one, ToTell::Erased)).unwrap().waiting);
    assert!(house.replays());
}

mod requests;
