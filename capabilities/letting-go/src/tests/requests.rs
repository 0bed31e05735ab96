//! What people ask about what is held on them, through the gate on a node in memory.

use crate::acts::*;
use crate::codes::*;
use crate::tables::{DataRequest, PartnerNotice};
use crate::testing::*;
use facts::Standing;
use facts::person::{GuardianExcluded, GuardianNamed, PersonEntered, SuspectNamed};
use kernel::codes::{CodeList, Sex, SuspectRole};
use kernel::erasure::AskErasure;
use kernel::knowing::Shared;
use kernel::{Actor, Day, Id, Role, RuleName, Span};
use proptest::prelude::*;

const CHILD: Id = Id([5; 16]);
const GUARDIAN: Id = Id([6; 16]);
const REQUEST: Id = Id([60; 16]);

fn carer() -> Actor {
    by(36, Role::VictimSupport)
}

fn other_carer() -> Actor {
    by(46, Role::VictimSupport)
}

fn asks(asks: Asks, guardian: Id) -> MakeRequest {
    let identity = IdentityCheck::ChildHeard;
    MakeRequest { request: REQUEST, subject: CHILD, asks, guardian, identity, told: true }
}

fn grants() -> DecideRequest {
    DecideRequest {
        request: REQUEST,
        subject: CHILD,
        answer: AnswerTo::Granted,
        ground: RefusalGround::None,
        appeal: None,
        withheld: Vec::new(),
        born: None,
        sex: None,
        renamed: false,
    }
}

const RELEASE: ReleaseAnswer = ReleaseAnswer { request: REQUEST, subject: CHILD };

fn house() -> House {
    let mut house = House::new();
    for person in [CHILD, GUARDIAN] {
        house.tell(&PersonEntered { person, born: "2012".parse().unwrap(), sex: Sex::NotKnown });
    }
    house.tell(&GuardianNamed { child: CHILD, guardian: GUARDIAN, thread: Id::NONE });
    house
}

fn suspect(house: &mut House, person: Id) {
    let (role, conduct_when) = (SuspectRole::all()[0], Span::UNKNOWN);
    house.tell(&SuspectNamed { person, case: CASE, role, conduct_when, conduct: None });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Warned of in the last seven days, missed the day after the last one, extended once and only in time; said once each.
    #[test]
    fn a_term_runs_out_to_the_day(extended: bool, day in 0_i32..120) {
        let mut house = house();
        house.does(&asks(Asks::Access, Id::NONE), carer());
        if extended {
            house.day(10);
            let extend = ExtendRequest { request: REQUEST, subject: CHILD, reason: ExtendReason::ChildFirst };
            house.does(&extend, carer());
            prop_assert_eq!(house.problem(&extend, carer()).0, "request");
        }
        let due = if extended { 90 } else { 30 };
        house.day(day.max(10));
        let day = day.max(10);
        let watch = WatchRequest { request: REQUEST, subject: CHILD };
        prop_assert_eq!(house.is_entered(&watch, Actor::SYSTEM), day >= due - 7);
        prop_assert!(!house.is_entered(&watch, Actor::SYSTEM), "once");
        let row: DataRequest = house.row(REQUEST).unwrap();
        prop_assert_eq!((row.reminded, row.missed), ((due - 7..=due).contains(&day), day > due));
        let late = ExtendRequest { request: REQUEST, subject: CHILD, reason: ExtendReason::Many };
        prop_assert_eq!(house.is_entered(&late, carer()), !extended && day <= due);
        prop_assert!(house.replays());
    }

    /// Whoever decides and whoever releases: an answer is given exactly when two of those who may did.
    #[test]
    fn an_answer_needs_two(first in 0_usize..5, second in 0_usize..5) {
        let people = [carer(), other_carer(), overseer(), investigator(), administrator()];
        let mut house = house();
        house.does(&asks(Asks::Access, Id::NONE), carer());
        let _ = house.enter(&grants(), people[first]);
        let _ = house.enter(&RELEASE, people[second]);
        let answered = !house.row::<DataRequest>(REQUEST).unwrap().waiting;
        prop_assert_eq!(answered, first < 3 && second < 3 && first != second);
    }
}

#[test]
fn no_suspected_or_excluded_guardian_asks_for_a_child_or_is_answered() {
    let by_guardian = asks(Asks::Access, GUARDIAN);
    let mut one = house();
    suspect(&mut one, GUARDIAN);
    assert_eq!(one.refused(&by_guardian, carer()), RuleName::GuardianIsNotSuspect);
    let mut two = house();
    two.tell(&GuardianExcluded { child: CHILD, guardian: GUARDIAN });
    assert_eq!(two.refused(&by_guardian, carer()), RuleName::GuardianIsNotSuspect);
    let mut three = house();
    let stranger = MakeRequest { guardian: CHILD, subject: GUARDIAN, ..by_guardian.clone() };
    assert_eq!(three.problem(&stranger, carer()).0, "guardian", "nobody named them");
    three.does(&by_guardian, carer());
    suspect(&mut three, GUARDIAN);
    assert_eq!(three.refused(&grants(), carer()), RuleName::GuardianIsNotSuspect);
    let mut four = house();
    four.does(&by_guardian, carer());
    four.does(&grants(), carer());
    four.tell(&GuardianExcluded { child: CHILD, guardian: GUARDIAN });
    assert_eq!(four.refused(&RELEASE, other_carer()), RuleName::GuardianIsNotSuspect, "at every step anew");
}

#[test]
fn a_refusal_says_on_which_ground_and_to_whom_it_can_be_taken() {
    let mut house = house();
    house.does(&asks(Asks::Access, Id::NONE), carer());
    let refused = DecideRequest {
        answer: AnswerTo::Refused,
        ground: RefusalGround::Investigation,
        appeal: Some(AppealTo::Ombudsperson),
        ..grants()
    };
    let wrong = [
        ("answer", DecideRequest { answer: AnswerTo::Undecided, ..grants() }),
        ("ground", DecideRequest { ground: RefusalGround::None, ..refused.clone() }),
        ("ground", DecideRequest { ground: RefusalGround::NotThem, ..grants() }),
        ("appeal", DecideRequest { appeal: None, ..refused.clone() }),
        ("appeal", DecideRequest { appeal: Some(AppealTo::Court), ..grants() }),
        ("withheld", DecideRequest { withheld: vec![Id([1; 16])], ..grants() }),
        ("answer", DecideRequest { sex: Some(Sex::Female), ..grants() }),
        ("request", DecideRequest { subject: GUARDIAN, ..grants() }),
    ];
    for (field, act) in wrong {
        assert_eq!(house.problem(&act, carer()).0, field);
    }
    house.does(&refused, carer());
    assert_eq!(house.problem(&refused, carer()).0, "request", "once");
    house.does(&RELEASE, other_carer());
    assert_eq!(house.problem(&RELEASE, overseer()).0, "request");
}

#[test]
fn what_was_wrong_is_mended_by_a_new_fact_and_partners_are_told() {
    let mut house = house();
    let partner = Id([201; 16]);
    let shared = facts::testing::Elsewhere::of(&Shared { unit: partner, through: Id::NONE });
    house.does(&shared.about(CHILD), Actor::SYSTEM);
    let unsaid = MakeRequest { told: false, ..asks(Asks::Rectification, Id::NONE) };
    assert_eq!(house.problem(&unsaid, carer()).0, "told");
    house.does(&asks(Asks::Rectification, Id::NONE), carer());
    assert_eq!(house.problem(&grants(), carer()).0, "answer", "a grant mends something");
    let born: Span = "2013-05".parse().unwrap();
    let ahead = DecideRequest { born: Some(Span::on(Day(BEGIN.0 + 1))), ..grants() };
    assert_eq!(house.problem(&ahead, carer()).0, "born");
    house.does(&DecideRequest { born: Some(born), sex: Some(Sex::Female), ..grants() }, carer());
    let before: Standing = house.row(CHILD).unwrap();
    assert_eq!(before.born(), "2012".parse().unwrap(), "nothing is mended by one");
    house.does(&RELEASE, other_carer());
    let after: Standing = house.row(CHILD).unwrap();
    assert_eq!((after.born(), after.sex), (born, Sex::Female));
    let told: Vec<(Id, ToTell)> =
        house.rows::<PartnerNotice>().iter().map(|row| (row.unit, row.to_tell)).collect();
    assert_eq!(told, [(UNIT, ToTell::Mended), (partner, ToTell::Mended)]);
    let entered =
        house.node.entries.iter().filter(|entry| entry.kind == <PersonEntered as kernel::Event>::KIND);
    assert_eq!(entered.count(), 2, "the journal keeps what was wrong");
    assert!(house.replays());
}

#[test]
fn a_report_is_its_reporters_word_and_no_person() {
    let mut house = House::with_report();
    let request = MakeRequest { subject: REPORT, ..asks(Asks::Rectification, Id::NONE) };
    house.does(&request, carer());
    let mends = DecideRequest { subject: REPORT, sex: Some(Sex::Male), ..grants() };
    assert_eq!(house.problem(&mends, carer()).0, "subject");
}

#[test]
fn what_somebody_asked_to_see_is_not_erased_before_they_are_answered() {
    let mut house = house();
    house.does(&asks(Asks::Access, Id::NONE), carer());
    let (_, why) = house.problem(&AskErasure { subject: CHILD }, carer());
    assert!(why.contains(&REQUEST.to_string()), "{why}");
    house.does(&grants(), carer());
    house.does(&RELEASE, other_carer());
    house.does(&AskErasure { subject: CHILD }, carer());
}
