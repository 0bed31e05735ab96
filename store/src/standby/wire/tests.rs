//! What travels arrives as it was sent.

use super::*;
use kernel::Role;

fn there_and_back(answer: Result<Answer, DeedFault>) -> Result<Answer, DeedFault> {
    let bytes = kernel::entry::to_cbor(&Reply::Entered(vec![SentAnswer::of(answer)]));
    match minicbor::decode(&bytes).unwrap() {
        Reply::Entered(mut answers) => answers.remove(0).into_answer(Id([5; 16])),
        _ => panic!("another reply"),
    }
}

#[test]
fn every_answer_arrives_as_it_was_given() {
    let refusal = Refusal { rule: RuleName::ExOfficio, why: "why", instead: "instead" };
    let outcomes = [
        Outcome::Entered { seq: 7, marks: vec![RuleName::ExOfficio] },
        Outcome::Refused(refusal),
        Outcome::Forbidden(Forbidden::Role { what: "test.note", role: "analyst" }),
        Outcome::Forbidden(Forbidden::Purpose { what: "test.note" }),
        Outcome::Forbidden(Forbidden::NoPurpose { what: "test.note" }),
        Outcome::Invalid(Problem::new("note", "is taken", "a new number")),
    ];
    for (outcome, again) in outcomes.into_iter().zip([true, false].into_iter().cycle()) {
        let answer = Answer { act: Id([5; 16]), outcome, again };
        assert_eq!(there_and_back(Ok(answer.clone())).unwrap(), answer);
    }
    let faults = [
        DeedFault::AnotherBody,
        DeedFault::UnknownAct(9),
        DeedFault::Unreadable("a".into()),
        DeedFault::Internal("b".into()),
        DeedFault::Broken("c".into()),
        DeedFault::Stopping,
        DeedFault::Busy,
    ];
    for fault in faults {
        let told = there_and_back(Err(fault.clone())).unwrap_err();
        assert_eq!(format!("{told:?}"), format!("{fault:?}"));
    }
}

#[test]
fn a_deed_arrives_as_it_was_sent_and_no_foreign_table_does() {
    let table = <crate::schema::PayloadRow as kernel::Record>::TABLE;
    let sent = Deed {
        act: Id([1; 16]),
        kind: 9,
        body: vec![1, 2],
        actor: Actor { id: Id([2; 16]), role: Role::Analyst, unit: Id([3; 16]) },
        purpose: Purpose::Triage,
        cause: Some(4),
        payloads: vec![SealedPayload {
            slot: 1,
            subject: Id([4; 16]),
            key: Id([5; 16]),
            ciphertext: vec![9; 40],
        }],
        laid: Some(Laid { subject: Id([4; 16]), key: Id([5; 16]), promises: vec![Hash([3; 32]); 2] }),
        rows: vec![SealedRow {
            table,
            subject: Id([6; 16]),
            salt: [7; 32],
            row: vec![Value::Integer(-1), Value::Text("t".into())],
        }],
        digest: [8; 32],
    };
    let bytes = kernel::entry::to_cbor(&Question::Enter(vec![SentDeed::of(&sent)]));
    let arrived = |tables: &[&'static Table]| match minicbor::decode(&bytes).unwrap() {
        Question::Enter(mut deeds) => deeds.remove(0).into_deed(tables),
        _ => panic!("another question"),
    };
    assert_eq!(format!("{:?}", arrived(&[table]).unwrap()), format!("{sent:?}"));
    assert!(arrived(&[]).is_none());
}
