//! Who asked is told, whatever stands in the way of telling another.

use super::*;
use crate::acts::{ExcludeGuardian, StateWish};
use crate::testing::{
    CASE, CHILD, CHILD_THREAD, GUARDIAN, GUARDIAN_THREAD, OTHER_CHILD, OTHER_THREAD, Room, asks, carer,
};
use facts::person::VictimRecorded;
use facts::testing::{a_case, a_report};
use kernel::journal::Task;
use kernel::{Actor, CodeList, RuleName};
use proptest::prelude::*;

/// A child who is told through its guardian, and another who is told itself; both asked.
fn two_who_asked() -> Room {
    let mut room = Room::with_people();
    room.name_guardian(CHILD, GUARDIAN, GUARDIAN_THREAD);
    assert!(room.entered(&asks(CHILD, GUARDIAN), carer(1)));
    assert!(room.entered(&asks(OTHER_CHILD, Id::NONE), carer(1)));
    room
}

fn tasks(room: &Room) -> Vec<(i64, i64)> {
    room.rows::<Task>().iter().map(|task| (task.rule, task.act_kind)).collect()
}

#[test]
fn the_safe_guardian_and_the_other_child_are_told_by_code_and_day() {
    let mut room = two_who_asked();
    room.release(CASE, "2030-01-01");
    let mut told = room.threads_told();
    told.sort_unstable();
    assert_eq!(told, [OTHER_THREAD, GUARDIAN_THREAD]);
    let notices = room.facts::<ThreadNotice>();
    assert!(notices.iter().all(|notice| notice.notice == Notice::ReleaseAhead));
    assert_eq!(room.days_told(), ["2030-01-01", "2030-01-01"]);
    assert!(tasks(&room).is_empty() && room.node.jobs().is_empty());
    assert!(room.rows::<ReleaseNotice>().iter().all(ReleaseNotice::is_told));
    assert!(room.replays());
}

#[test]
fn a_suspected_guardian_is_refused_becomes_a_task_and_stops_nobody_else() {
    let mut room = two_who_asked();
    room.suspect(GUARDIAN);
    room.release(CASE, "2030-01-01");
    assert_eq!(room.threads_told(), [OTHER_THREAD]);
    assert_eq!(tasks(&room), [(RuleName::GuardianIsNotSuspect.number(), i64::from(KIND.code))]);
    assert!(room.node.jobs().is_empty(), "the job ended as a task");
    let waiting: Vec<ReleaseNotice> = room.rows::<ReleaseNotice>();
    let waiting: Vec<Id> = waiting.iter().filter(|row| !row.is_told()).map(|row| row.victim).collect();
    assert_eq!(waiting, [CHILD]);
    assert!(room.replays());
}

#[test]
fn the_task_ends_when_the_child_wants_to_be_told_itself() {
    let mut room = two_who_asked();
    room.enter(&ExcludeGuardian { child: CHILD, guardian: GUARDIAN }, carer(1));
    room.release(CASE, "2030-01-01");
    assert_eq!(room.threads_told(), [OTHER_THREAD]);
    assert!(room.entered(&asks(CHILD, Id::NONE), carer(1)));
    assert_eq!(room.threads_told(), [OTHER_THREAD, CHILD_THREAD]);
    assert!(room.rows::<ReleaseNotice>().iter().all(ReleaseNotice::is_told));
}

#[test]
fn who_has_no_thread_is_a_humans_task_and_told_once_there_is_one() {
    let mut room = two_who_asked();
    room.tell(&VictimRecorded { person: OTHER_CHILD, case: CASE, thread: Id::NONE });
    room.release(CASE, "2030-01-01");
    assert_eq!(room.threads_told(), [GUARDIAN_THREAD]);
    assert_eq!(tasks(&room), [(0, i64::from(KIND.code))]);
    room.tell(&VictimRecorded { person: OTHER_CHILD, case: CASE, thread: OTHER_THREAD });
    room.enter(&asks(OTHER_CHILD, Id::NONE), carer(1));
    assert_eq!(room.threads_told(), [GUARDIAN_THREAD, OTHER_THREAD]);
}

#[test]
fn a_release_that_has_happened_is_told_as_such() {
    let mut room = two_who_asked();
    for (day, notice) in [
        ("2027-01-14", Notice::Released),
        ("2027-01-15", Notice::ReleaseAhead),
        ("2027", Notice::ReleaseAhead),
    ] {
        room.release(CASE, day);
        assert_eq!(room.facts::<ThreadNotice>().last().unwrap().notice, notice, "{day}");
    }
}

#[test]
fn nobody_is_told_twice_or_without_having_asked() {
    let mut room = two_who_asked();
    room.release(CASE, "2030-01-01");
    let row = room.rows::<ReleaseNotice>().into_iter().find(|row| row.victim == OTHER_CHILD).unwrap();
    let on = Span { from: row.on_from, to: row.on_to };
    let again =
        TellOfRelease { release: row.release_id, case: CASE, on, victim: OTHER_CHILD, through: Id::NONE };
    let field = |room: &mut Room, act: &TellOfRelease| crate::testing::field(&room.enter(act, Actor::SYSTEM));
    assert_eq!(field(&mut room, &again), "release");
    assert_eq!(field(&mut room, &TellOfRelease { release: Id([9; 16]), ..again }), "release");
    assert_eq!(field(&mut room, &TellOfRelease { victim: CHILD, ..again }), "victim");
    room.enter(&StateWish { told_of_release: false, ..asks(OTHER_CHILD, Id::NONE) }, carer(1));
    assert_eq!(field(&mut room, &again), "victim");
    assert_eq!(room.threads_told().len(), 2);
}

/// One victim as chance makes it.
#[derive(Clone, Debug)]
struct Somebody {
    asked: bool,
    before_the_plan: bool,
    through_guardian: bool,
    guardian_suspected: bool,
    guardian_excluded: bool,
    has_thread: bool,
}

prop_compose! {
    fn anybody()(asked: bool, before_the_plan: bool, through_guardian: bool, guardian_suspected: bool, guardian_excluded: bool, has_thread: bool) -> Somebody {
        Somebody { asked, before_the_plan, through_guardian, guardian_suspected, guardian_excluded, has_thread }
    }
}

impl Somebody {
    fn ids(n: u8) -> (Id, Id, Id) {
        (Id([100 + n; 16]), Id([120 + n; 16]), Id([140 + n; 16]))
    }

    fn comes(&self, n: u8, room: &mut Room) {
        let (victim, guardian, thread) = Self::ids(n);
        room.person(victim);
        room.person(guardian);
        room.tell(&a_report(thread, 0));
        let (own, guardians) = match (self.has_thread, self.through_guardian) {
            (false, _) => (Id::NONE, Id::NONE),
            (true, false) => (thread, Id::NONE),
            (true, true) => (Id::NONE, thread),
        };
        room.tell(&VictimRecorded { person: victim, case: CASE, thread: own });
        room.name_guardian(victim, guardian, guardians);
    }

    fn wishes(&self, n: u8, room: &mut Room) -> bool {
        let (victim, guardian, _) = Self::ids(n);
        let through = if self.asked && self.through_guardian { guardian } else { Id::NONE };
        room.entered(&StateWish { told_of_release: self.asked, ..asks(victim, through) }, carer(1))
    }

    fn turns(&self, n: u8, room: &mut Room) {
        let (child, guardian, _) = Self::ids(n);
        if self.guardian_suspected {
            room.suspect(guardian);
        }
        if self.guardian_excluded {
            assert!(room.entered(&ExcludeGuardian { child, guardian }, carer(1)));
        }
    }

    fn safe(&self) -> bool {
        !self.through_guardian || !(self.guardian_suspected || self.guardian_excluded)
    }
}

proptest! {
    #[test]
    fn everybody_who_asked_is_told_or_a_humans_task(people in proptest::collection::vec(anybody(), 0..8)) {
        let mut room = Room::default();
        room.tell(&a_case(CASE));
        let people: Vec<(u8, Somebody)> = (0..).zip(people).collect();
        for (n, one) in &people {
            one.comes(*n, &mut room);
            if one.before_the_plan {
                prop_assert!(one.wishes(*n, &mut room));
            }
        }
        people.iter().for_each(|(n, one)| one.turns(*n, &mut room));
        room.release(CASE, "2030-01-01");
        for (n, one) in people.iter().filter(|(_, one)| !one.before_the_plan) {
            // After the turn, the rule refuses the wish itself.
            prop_assert_eq!(one.wishes(*n, &mut room), !one.asked || one.safe());
        }
        let reached = |one: &Somebody| one.asked && one.safe() && one.has_thread;
        let mut wanted: Vec<Id> = people.iter().filter(|(_, one)| reached(one)).map(|(n, _)| Somebody::ids(*n).2).collect();
        let mut told = room.threads_told();
        told.sort_unstable();
        wanted.sort_unstable();
        prop_assert_eq!(told, wanted);
        let is_task = |one: &Somebody| one.asked && !reached(one) && (one.before_the_plan || one.safe());
        prop_assert_eq!(tasks(&room).len(), people.iter().filter(|(_, one)| is_task(one)).count());
        prop_assert!(room.node.jobs().is_empty());
        prop_assert!(room.replays());
    }
}
